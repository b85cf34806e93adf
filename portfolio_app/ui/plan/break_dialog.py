"""A break in learning, or additional time: what it moves is shown before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.day_spans import short_span
from portfolio_app.domain.days import day_words
from portfolio_app.domain.plan_faults import Fault
from portfolio_app.domain.plan_moving import Moving
from portfolio_app.domain.planned import Break, Planned
from portfolio_app.services import breaks
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine
from portfolio_app.ui.plan.dated_row_dialog import NO_DAY, RESTS_MS
from portfolio_app.ui.plan.fields import Named

_UID = Qt.ItemDataRole.UserRole


def read_break(
    store: Store, row: Planned, stay: frozenset[str], *, keep_gateway: bool
) -> tuple[tuple[Fault, ...], Moving]:
    """Return what doesn't fit in a break, and what it would move."""
    return (
        breaks.faults(store, row),
        breaks.preview(store, row, stay, keep_gateway=keep_gateway),
    )


class BreakDialog(QDialog):
    """``done_with`` carries the row, what stays, and whether gateway does."""

    done_with = Signal(object, object, bool)  # Planned, frozenset of uids, gateway stays

    def __init__(self, parent: QWidget, workspace: Workspace, row: Planned) -> None:
        super().__init__(parent.window())
        self.workspace = workspace
        self.row = row
        said = row.content
        self._said = said if isinstance(said, Break) else Break()
        kept = bool(row.uid) and self._said.days > 0
        self._stay = breaks.left_alone(workspace.store, row.uid) if kept else frozenset()
        self._moves_gateway = not kept or breaks.GATEWAY in self._said.moved
        self._is_filling = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        is_extra = self._said.extra
        self.setWindowTitle(
            self.tr("Additional time") if is_extra else self.tr("Break in learning")
        )
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESTS_MS)
        self._rest.timeout.connect(self._read)
        self._build(parent)
        self._read()

    def _build(self, parent: QWidget) -> None:
        look = theme()
        extra = self._said.extra
        self.reason = LineField()
        self.reason.setText(self._said.reason)
        self.day = DayField(self.tr("First day"), self.row.day)
        self.until = DayField(self.tr("Last day"), self.row.until)
        self.days = LineField()
        self.days.setText(str(self._said.days or "") if extra else "")
        for field in (self.day, self.until):
            field.setFixedWidth(look.px(190))
        self.days.setFixedWidth(look.px(110))
        day_words_ = self.tr("&Added from") if extra else self.tr("&First day")
        self.named = {
            "day": Named(day_words_, self.day),
            "until": Named(self.tr("&Last day, once you know it"), self.until),
            "days": Named(self.tr("&Days added"), self.days),
            "reason": Named(
                self.tr("&Reason, if you want one here"), self.reason,
                self.tr("Yours alone: it goes into no document."),
            ),
        }  # fmt: skip
        facts = QWidget()
        flow = FlowLayout(facts, look.space("md"))
        for key in ("day", "days" if extra else "until"):
            self.named[key].setFixedWidth(look.px(230))
            flow.addWidget(self.named[key])
        self.headline = label("", "strong", wrap=True)
        self.gateway = QCheckBox()
        self.gateway.setChecked(self._moves_gateway)
        self.gateway.hide()
        self.rows = QListWidget()
        self.rows.setAccessibleName(self.tr("What moves; untick what stays on its day"))
        self.rows.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.rows.setMinimumHeight(look.px(130))
        self.rows.setWordWrap(True)
        self.note = label(
            self.tr(
                "What is done stays. Reviews and observations are agreed with others: "
                "check the new days with them."
            ),
            "caption", wrap=True,
        )  # fmt: skip
        self.wrong = WrongLine()
        self.keep = QPushButton(self.tr("Keep and move dates"))
        self.keep.setProperty("look", "primary")
        self.keep.setEnabled(not self.workspace.readonly)
        cancel = QPushButton(self.tr("Cancel"))
        buttons = QWidget()
        across = FlowLayout(buttons, look.space("sm"))
        for button in (cancel, self.keep):
            button.setAutoDefault(False)
            across.addWidget(button)
        press_by_ctrl_enter(self, self.keep)
        inside = QWidget()
        inside.setProperty("look", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, look.space("md"), 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(facts)
        column.addWidget(self.named["reason"])
        column.addWidget(self.headline)
        column.addWidget(self.gateway)
        column.addWidget(self.rows, 1)
        column.addWidget(self.note)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(scroll, 1)
        whole.addWidget(self.wrong)
        whole.addWidget(buttons)
        for each in (self.day, self.until, self.days):
            each.textChanged.connect(lambda *_: self._rest.start())
        self.gateway.toggled.connect(lambda *_: self._rest.start())
        self.rows.itemChanged.connect(self._on_ticked)
        self.keep.clicked.connect(lambda _=False: self._on_keep())
        cancel.clicked.connect(self.reject)
        room = parent.window()
        self.resize(
            min(look.px(640), room.width() - look.space("xl")),
            min(look.px(560), max(420, room.height() - look.space("xl"))),
        )
        self.day.setFocus()

    def typed(self) -> tuple[Planned, tuple[Fault, ...]]:
        """Return the break as it is typed, and what of it can't be read."""
        faults = [
            Fault(key, self.tr(NO_DAY), refuses=True)
            for key, field in (("day", self.day), ("until", self.until))
            if field.day is None
        ]
        days = 0
        if self._said.extra:
            typed = self.days.text().strip()
            if typed and not (typed.isdecimal() and len(typed) < 6):
                faults.append(Fault("days", self.tr("Give a whole number."), refuses=True))
            else:
                days = int(typed or 0)
        said = replace(self._said, reason=self.reason.text().strip(), days=days)
        until = "" if self._said.extra else self.until.day or ""
        return replace(self.row, day=self.day.day or "", until=until, content=said), tuple(faults)

    def refuse(self, words: str) -> None:
        """Say what was refused."""
        self.wrong.say(words)

    def _read(self) -> None:
        row, faults = self.typed()
        if faults:
            self._say(faults)
            return
        self.workspace.look(
            read_break, row, self._stay, keep_gateway=not self.gateway.isChecked(),
            then=self._on_read, key="break",
        )  # fmt: skip

    def _on_read(self, found: tuple[tuple[Fault, ...], Moving]) -> None:
        faults, moving = found
        row, _ = self.typed()
        self._say([each for each in faults if row.day or not each.refuses])
        self._fill(row, moving)

    def _fill(self, row: Planned, moving: Moving) -> None:
        self._is_filling = True
        self.rows.clear()
        moved = {each.before.uid: each for each in moving.moved}
        for uid, each in moved.items():
            before = short_span(each.before.day, each.before.until)
            after = short_span(each.after.day, each.after.until)
            self._add_row(uid, f"{each.before.title}: {before} → {after}", is_moving=True)
        for stays in moving.stays:
            if stays.uid in self._stay:
                day = short_span(stays.day, stays.until)
                self._add_row(stays.uid, f"{stays.title}: stays on {day}", is_moving=False)
        self._is_filling = False
        self.rows.setVisible(self.rows.count() > 0)
        if moving.gateway_after:
            words = self.tr("Gateway moves from {0} to {1}").format(
                day_words(moving.gateway_before), day_words(moving.gateway_after)
            )
            self.gateway.setText(words)
            self.gateway.show()
        elif self.gateway.isChecked():
            self.gateway.hide()
        else:
            self.gateway.show()
            self.gateway.setText(self.tr("Gateway moves too"))
        if not row.day:
            words = self.tr("Give the days to see what they move.")
        elif not moving.days:
            words = self.tr("It goes on: nothing moves until its last day is known.")
        else:
            told = breaks.moved_words(moving)
            words = f"{told[:1].upper()}{told[1:]}."
        self.headline.setText(words)

    def _add_row(self, uid: str, words: str, *, is_moving: bool) -> None:
        item = QListWidgetItem(words)
        item.setSizeHint(QSize(0, theme().size("target_min")))
        item.setData(_UID, uid)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_moving else Qt.CheckState.Unchecked)
        self.rows.addItem(item)

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if self._is_filling:
            return
        uid = str(item.data(_UID))
        if item.checkState() is Qt.CheckState.Checked:
            self._stay = self._stay - {uid}
        else:
            self._stay = self._stay | {uid}
        self._rest.start()

    def _say(self, faults: Sequence[Fault]) -> None:
        said: dict[str, Fault] = {}
        for each in faults:
            said.setdefault(each.field, each)
        for key, named in self.named.items():
            fault = said.get(key)
            named.say(fault.words if fault else "", refuses=bool(fault and fault.refuses))

    def _on_keep(self) -> None:
        row, faults = self.typed()
        if not row.day and not faults:
            faults = (Fault("day", self.tr("Say on which day it begins."), refuses=True),)
        if faults:
            self._say(faults)
            announcer().say(faults[0].words, urgent=True)
            self.named[faults[0].field].field.setFocus()
            return
        self.done_with.emit(row, self._stay, not self.gateway.isChecked())
