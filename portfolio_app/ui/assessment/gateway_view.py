"""The gateway tab: what is left and whose it is, row by row, with proof and the checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.gateway import CAVEAT, Gateway, GatewayRow
from portfolio_app.domain.planned import GatewayState
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.store.database import Store
from portfolio_app.store.queries.records import KeptRecord
from portfolio_app.ui.assessment.ask_employer import AskEmployer
from portfolio_app.ui.assessment.gateway_panel import GatewayPanel
from portfolio_app.ui.assessment.gateway_tree import GatewayTree
from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    KSBS,
    OBSERVATIONS,
    PLAN,
    PROPOSAL,
    SETTINGS,
    Place,
)
from portfolio_app.ui.kit.row_answers import tell_row
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tabs import is_at_tabs
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.two_panes import Scrolling, TwoPanes
from portfolio_app.ui.kit.workspace import Workspace

LARGE = 150  # per cent of text size
_PLACES = {
    "settings": Place(SETTINGS, tab="you"),
    "modules": Place(PLAN, tab="modules"),
    "documents": Place(PLAN, tab="documents"),
    "coverage": Place(KSBS, tab="coverage"),
    "shortlist": Place(EVIDENCE, tab="shortlist"),
    "standard": Place(SETTINGS, tab="standard"),
    "compile": Place(ASSESSMENT, tab="compile"),
    "observations": Place(OBSERVATIONS),
    "scope": Place(PROPOSAL, tab="scope"),
    "hours": Place(PLAN, tab="hours"),
    "epao": Place(SETTINGS, tab="epao"),
}


@dataclass(frozen=True, slots=True)
class _State:
    """What the tab shows, read at one moment. ``asked`` are requests by the row they are about."""

    gateway: Gateway
    files: tuple[KeptRecord, ...]
    asked: dict[str, str]
    witnesses: tuple[Witness, ...]


def _read(store: Store) -> _State:
    from portfolio_app.services import gateway, gateway_asking, witnesses
    from portfolio_app.store import queries

    found = gateway.gateway(store)
    asked = {
        each.id: gateway_asking.request_uid(store, each.id) for each in found.rows if each.asks
    }
    return _State(found, queries.records.records(store), asked, witnesses.everyone(store))


class GatewayView(QWidget):
    """``Place(ASSESSMENT, tab="gateway", row=row id)`` shows a row of the list."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.form: InlineForm | AskEmployer | None = None
        self._state: _State | None = None
        self._wanted = ""
        self._seen = WhenSeen(self, self._read_again)
        self._build()
        self._connect()
        self._seen.listen(workspace, frozenset(Topic) - {Topic.PRACTICE, Topic.BUDDIES})

    # what the page asks for

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self._state is not None and not self._seen.is_due

    def show_place(self, place: Place) -> None:
        """Show a row, or write the checklist when that is wanted."""
        if place.row:
            self._wanted = place.row
            self._take_wanted()
        self._seen.if_seen()
        if place.want == "save":
            self._on_save()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what this view does for actions of the table."""
        return {"find": self.tree.setFocus}

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.tree

    def panes(self) -> tuple[QWidget, ...]:
        """Return the parts that F6 goes to."""
        return (self._tools, self.tree, self.panel)

    # building

    def _build(self) -> None:
        look = theme()
        self.words = label("", "subtitle", wrap=True)
        self.save = QPushButton(self.tr("Save checklist…"))
        icons.put(self.save, "download")
        self.add = QPushButton(self.tr("Add a row…"))
        icons.put(self.add, "plus")
        self.add.setEnabled(not self.workspace.readonly)
        self._tools = QWidget()
        flow = FlowLayout(self._tools, look.space("sm"), one_line=True)
        for button in (self.save, self.add):
            flow.addWidget(button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addWidget(self.words, 1)
        self._head.addWidget(self._tools)
        self._form_place = QVBoxLayout()
        self.tree = GatewayTree()
        self.panel = GatewayPanel(self.workspace)
        self.panes_widget = TwoPanes(self.tree, self.panel)
        inside = QWidget()
        column = QVBoxLayout(inside)
        pad = look.space("lg")
        column.setContentsMargins(pad, look.space("sm"), pad, look.space("sm"))
        column.setSpacing(look.space("sm"))
        column.addLayout(self._head)
        self._caveat = label(CAVEAT, "caption", wrap=True)
        column.addWidget(self._caveat)
        column.addLayout(self._form_place)
        column.addWidget(self.panes_widget, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolling(inside))
        look.changed.connect(self._turn)
        self._turn()

    def _turn(self) -> None:
        """Lay the buttons below the words where letters are large."""
        ways = QBoxLayout.Direction
        is_large = theme().scale >= LARGE
        self._caveat.setHidden(is_large)  # the list needs the room; the words' tip has it
        self.words.setToolTip(CAVEAT)
        self._head.setDirection(ways.TopToBottom if is_large else ways.LeftToRight)

    def _connect(self) -> None:
        self.save.clicked.connect(lambda _=False: self._on_save())
        self.add.clicked.connect(lambda _=False: self._on_add())
        self.tree.current_changed.connect(self._on_current)
        self.tree.opened.connect(self._on_go)
        self.panel.go_wanted.connect(self._on_go)
        self.panel.ask_wanted.connect(self._on_ask)
        self.panel.said.connect(self._on_said)
        self.panel.put_off.connect(self._on_off)
        self.panel.put_on.connect(self._on_on)
        self.panel.remove_wanted.connect(self._on_remove)
        self.panel.keep_wanted.connect(self._on_keep)

    # reading

    def _read_again(self) -> None:
        self.workspace.look(_read, then=self._on_read, key="gateway")

    def _on_read(self, state: _State) -> None:
        first = self._state is None
        self._state = state
        before = self.words.text()
        self.words.setText(state.gateway.words)
        self.tree.show_gateway(state.gateway)
        self._take_wanted()
        if not first and before != state.gateway.words:
            announcer().say(state.gateway.words)
        if first and self.isVisible() and not is_at_tabs():
            self.tree.setFocus()

    def _take_wanted(self) -> None:
        if self._wanted and self._state is not None:
            self.tree.select(self._wanted)
            self._wanted = ""

    def _on_current(self, row: GatewayRow | None) -> None:
        state = self._state
        if state is None:
            return
        about = {row.id, row.uid} - {""} if row is not None else set()
        files = [each for each in state.files if each.about_uid in about]
        is_asked = bool(row is not None and state.asked.get(row.id))
        self.panel.show_row(row, files, is_asked=is_asked)

    # doing

    def _on_go(self, row: GatewayRow) -> None:
        place = _PLACES.get(row.place)
        if place is not None:
            self.workspace.go(place)
        elif row.asks:
            self._on_ask(row)
        else:
            self.panel.done.setFocus()

    def _on_said(self, row: GatewayRow, state: GatewayState | None, answer: dict[str, str]) -> None:
        from portfolio_app.services import gateway

        tell_row(
            self.workspace,
            self._open_panel,
            gateway.say,
            row.id,
            state,
            note=answer.get("note"),
            agreed_by=answer.get("by", row.agreed_by),
            on=answer.get("on", row.said_on),
            owner=answer.get("owner"),
        )

    def _open_panel(self) -> GatewayPanel | None:
        return self.panel

    def _on_off(self, row: GatewayRow, note: str) -> None:
        from portfolio_app.services import gateway

        tell_row(self.workspace, self._open_panel, gateway.switch, row.id, is_off=True, note=note)

    def _on_on(self, row: GatewayRow) -> None:
        from portfolio_app.services import gateway

        tell_row(self.workspace, self._open_panel, gateway.switch, row.id, is_off=False)

    def _on_remove(self, row: GatewayRow) -> None:
        from portfolio_app.services import gateway

        self.workspace.do(gateway.remove_own, row.id, toast=True)

    def _on_keep(self, row: GatewayRow, paths: list[Path]) -> None:
        from portfolio_app.services import gateway

        for path in paths:
            title = self.tr("Keeping {0}").format(path.name)
            self.workspace.start(title, gateway.keep, row.id, path, toast=True)

    def _on_ask(self, row: GatewayRow) -> None:
        state = self._state
        if state is None:
            return
        if state.asked.get(row.id):
            self.workspace.go(Place(OBSERVATIONS, item=state.asked[row.id]))
            return
        form = AskEmployer(state.witnesses)
        form.chosen.connect(partial(self._ask, row))
        form.added.connect(partial(self._on_new_witness, row))
        self._show_form(form)

    def _on_new_witness(self, row: GatewayRow, witness: Witness) -> None:
        from portfolio_app.services import witnesses

        self.workspace.do(
            witnesses.add, witness,
            then=lambda changes: self._ask(row, changes.focus), failed=self._on_refused,
        )  # fmt: skip

    def _ask(self, row: GatewayRow, witness_uid: str) -> None:
        from portfolio_app.services import gateway_asking

        self.workspace.start(
            self.tr("Making the form"), gateway_asking.ask, row.asks, witness_uid,
            then=self._on_asked, failed=self._on_refused,
        )  # fmt: skip

    def _on_asked(self, made: object) -> None:
        self._put_form_away()
        focus = getattr(getattr(made, "changes", None), "focus", "")
        self.workspace.go(Place(OBSERVATIONS, item=focus))

    def _on_add(self) -> None:
        from portfolio_app.services import gateway

        group = self._state_group()
        form = InlineForm(
            (
                Line("title", self.tr("What has to be done"), self.tr("Say what it is.")),
                Line("owner", self.tr("Whose it is"), hint="you", width=220),
            ),
            self.tr("Add the row"),
            about=self.tr("A row of your own in “{0}”").format(dict(gateway.data().groups)[group]),
        )
        form.done.connect(partial(self._on_added, group))
        self._show_form(form)

    def _state_group(self) -> str:
        row = self.tree.current
        return row.group if row is not None else "programme"

    def _on_added(self, group: str, answer: dict[str, str]) -> None:
        from portfolio_app.services import gateway

        self.workspace.do(
            gateway.add_own, group, answer["title"], answer["owner"] or "you",
            then=lambda _: self._put_form_away(), failed=self._on_refused,
        )  # fmt: skip

    def _show_form(self, form: InlineForm | AskEmployer) -> None:
        self._put_form_away()
        self.form = form
        form.put_away.connect(self._put_form_away)
        self._form_place.addWidget(form)
        form.focus()

    def _put_form_away(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.hide()
            form.deleteLater()
            self.tree.setFocus()

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError) and self.form is not None:
            self.form.say_wrong(str(error))
        else:
            self.workspace.trouble.emit(error)

    def _on_save(self) -> None:
        from portfolio_app.services import gateway_checklist

        title = self.tr("Save the gateway checklist")
        start = Path.home() / gateway_checklist.NAME
        messages.choose_save(self, title, self._on_place, start, self.tr("PDF documents (*.pdf)"))

    def _on_place(self, paths: list[Path]) -> None:
        from portfolio_app.services import gateway_checklist

        out = paths[0] if paths[0].suffix.lower() == ".pdf" else Path(f"{paths[0]}.pdf")
        self.workspace.start(
            self.tr("Writing {0}").format(out.name), gateway_checklist.save, out,
            then=lambda _: self.workspace.tell(self.tr("Written: {0}").format(out.name)),
        )  # fmt: skip
