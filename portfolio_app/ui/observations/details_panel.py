"""One observation in the details pane: its facts, what is next, every version, every arrival."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import day_words
from portfolio_app.domain.form_lines import LineKind
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.observation import Arrival, ArrivalState, Request
from portfolio_app.domain.request_code import shown as shown_code
from portfolio_app.domain.returned import MatchedBy
from portfolio_app.ui.kit.chips import KsbChip
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.observations.check_rows import soft
from portfolio_app.ui.observations.next_steps import Step, next_steps, where_it_is
from portfolio_app.ui.observations.observations_state import Shown, State, moment_words

DECIDED = {
    ArrivalState.NEW: "waits to be checked",
    ArrivalState.PUT_OFF: "not now",
    ArrivalState.CORRECTION: "a correction was asked for",
    ArrivalState.ATTACHED: "attached",
    ArrivalState.INCOMPLETE: "attached, marked incomplete",
    ArrivalState.EARLIER: "a later return took its place",
}


class DetailsPanel(QWidget):
    """Shows one observation. What is pressed is told with the observation's uid."""

    wanted = Signal(str, object)  # observation uid, Step
    arrival_wanted = Signal(str)  # arrival uid: its check
    version_wanted = Signal(str, int)  # observation uid, version: save that form again
    ksb_wanted = Signal(str)  # KSB uid

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(parent)
        self._readonly = readonly
        self._row: Shown | None = None
        self._shown: tuple[object, ...] = ()
        self.buttons: dict[Step, QPushButton] = {}
        self.setAccessibleName(self.tr("Details"))
        self.setObjectName("observation_details")
        self._column = QVBoxLayout(self)
        self._column.addStretch()
        theme().changed.connect(self._on_look)
        self._state: State | None = None
        self.show_row(None, None)

    def show_row(self, row: Shown | None, state: State | None) -> None:
        """Show an observation; None for none. What is the same stays, with the focus in it."""
        look = (theme().scheme, theme().scale)
        now = (row, state.today if state else None, state.kinds if state else None, look)
        if now == self._shown:
            return
        focus = next((step for step, each in self.buttons.items() if each.hasFocus()), None)
        self._shown, self._row, self._state = now, row, state
        self._empty()
        if row is None or state is None:
            self._add(label(self.tr("Choose an observation to see its details."), "muted",
                            wrap=True))  # fmt: skip
            return
        self._fill(row, state)
        if focus is not None and self.buttons:
            self.buttons.get(focus, next(iter(self.buttons.values()))).setFocus()

    # building

    def _fill(self, row: Shown, state: State) -> None:
        observation, asked = row.observation, row.observation.asked
        self._add(label(row.title, "subtitle", wrap=True))
        self._add(label(f"{observation.ref} · {observation.kind.words} · {row.state.words}",
                        "caption", wrap=True))  # fmt: skip
        self._add(label(where_it_is(row, state.today), wrap=True))
        self._add_buttons(row)
        is_observed = observation.kind is FormKind.OBSERVATION
        facts = [
            (self.tr("When"), " ".join(filter(None, (day_words(asked.day), asked.time)))),
            (self.tr("Where"), asked.place),
            (self.tr("Observer") if is_observed else self.tr("Signed by"), row.observer),
            (self.tr("Observed as") if is_observed else self.tr("Role"), row.role),
            (self.tr("Who else was there"), asked.present),
            (self.tr("Context"), asked.context),
            (self.tr("Confidential"), asked.confidential),
            (self.tr("Statement"), asked.statement),
        ]
        self._heading(self.tr("What was asked"))
        newest = observation.newest
        parties = newest.content.parties if newest is not None else ()
        if len(parties) > 1:
            told = "\n".join(each.words for each in parties)
            facts[2:4] = [(self.tr("Signed by"), told)]
        facts += [(each.title or self.tr("Says"), each.text) for each in asked.lines
                  if each.kind is LineKind.SAID]  # fmt: skip
        for name, words in facts:
            if words:
                self._fact(name, words)
        if asked.ksb_uids:
            self._add_chips([each for each in state.ksbs if each.uid in asked.ksb_uids])
        if observation.requests:
            self._heading(self.tr("What went out"))
            for request in reversed(observation.requests):
                self._add_request(observation.uid, request, is_newest=request is row_newest(row))
        if observation.arrivals:
            self._heading(self.tr("What came back"))
            for arrival in reversed(observation.arrivals):
                self._add_arrival(row, arrival)

    def _add_buttons(self, row: Shown) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("xs"))
        for at, each in enumerate(next_steps(row, readonly=self._readonly)):
            button = QPushButton(self.tr(each.words))
            button.setProperty("look", "primary" if at == 0 else "")
            button.setAccessibleDescription(row.title)
            button.clicked.connect(partial(self._on_step, row.uid, each.step))
            self.buttons[each.step] = button
            flow.addWidget(button)
        self._add(holder)

    def _add_chips(self, ksbs: list[Ksb]) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("xs"))
        for ksb in ksbs:
            chip = KsbChip(ksb)
            chip.clicked.connect(partial(self._on_ksb, ksb.uid))
            flow.addWidget(chip)
        self._add(holder)

    def _add_request(self, uid: str, request: Request, *, is_newest: bool) -> None:
        sent = (
            self.tr("sent {0}").format(moment_words(request.sent_at))
            if request.sent_at
            else self.tr("not said to be sent")
        )
        old = "" if is_newest else self.tr(" · a later version took its place")
        words = self.tr("Version {0} · made {1} · {2}{3}").format(
            request.version, moment_words(request.made_at), sent, old
        )
        self._add(label(words, wrap=True))
        self._add(_selectable(self.tr("Code {0}").format(shown_code(request.code)), "caption"))
        again = QPushButton(self.tr("Save version {0} again…").format(request.version))
        again.setProperty("look", "link")
        again.clicked.connect(partial(self._on_version, uid, request.version))
        self._add(again, left=True)

    def _add_arrival(self, row: Shown, arrival: Arrival) -> None:
        frame = QFrame()
        frame.setProperty("look", "well")
        column = QVBoxLayout(frame)
        pad = theme().space("sm")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme().space("xxs"))
        name = arrival.file_name or arrival.subject
        column.addWidget(label(soft(name), "strong", wrap=True))
        for words in arrival_lines(row, arrival):
            column.addWidget(label(soft(words), "caption", wrap=True))
        check = QPushButton(self.tr("See its check"))
        check.setProperty("look", "link")
        check.setAccessibleDescription(arrival.file_name)
        check.clicked.connect(partial(self._on_arrival, arrival.uid))
        column.addWidget(check, 0, Qt.AlignmentFlag.AlignLeft)
        self._add(frame)

    def _heading(self, words: str) -> None:
        self._column.insertSpacing(self._column.count() - 1, theme().space("sm"))
        self._add(label(words, "strong"))

    def _fact(self, name: str, words: str) -> None:
        self._add(label(name, "caption"))
        self._add(_selectable(words))

    def _add(self, widget: QWidget, *, left: bool = False) -> None:
        at = self._column.count() - 1
        if left:
            self._column.insertWidget(at, widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._column.insertWidget(at, widget)

    def _empty(self) -> None:
        look = theme()
        self.buttons = {}
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        pad = look.space("lg")
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(look.space("xs"))

    # reacting

    def _on_step(self, uid: str, step: Step, *_: object) -> None:
        self.wanted.emit(uid, step)

    def _on_arrival(self, uid: str, *_: object) -> None:
        self.arrival_wanted.emit(uid)

    def _on_version(self, uid: str, version: int, *_: object) -> None:
        self.version_wanted.emit(uid, version)

    def _on_ksb(self, uid: str, *_: object) -> None:
        self.ksb_wanted.emit(uid)

    def _on_look(self) -> None:
        self.show_row(self._row, self._state)


def row_newest(row: Shown) -> Request | None:
    """Return the version that counts, None for a draft."""
    return row.observation.newest


def arrival_lines(row: Shown, arrival: Arrival) -> list[str]:
    """Return who, when and how a file came back, its signature word, and what was decided."""
    lines = [f"Came {moment_words(arrival.arrived_at)}"]
    if arrival.sender:
        claimed = f", sent {moment_words(arrival.sent_at)}" if arrival.sent_at else ""
        lines.append(f"From {arrival.sender}, as the e-mail says{claimed}")
    if arrival.matched_by:
        lines.append(f"Matched {MatchedBy(arrival.matched_by).words}")
    request = next((r for r in row.observation.requests if r.uid == arrival.request_uid), None)
    if request is not None:
        newest = row.observation.newest
        older = newest is not None and request.version < newest.version
        lines.append(f"Answers version {request.version}" + (", an older one" if older else ""))
    if arrival.checked_at:
        lines.append(f"Signature: {arrival.signature_words or arrival.signature.words()}")
    if arrival.by_eye:
        lines.append("Read by eye")
    lines.append(f"Kept as it came: {arrival.bytes:,} bytes, SHA-256 {arrival.sha256[:16]}…")
    lines.append(DECIDED[arrival.state].capitalize())
    return lines


def _selectable(words: str, role: str = "") -> QLabel:
    made = label(words, role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
