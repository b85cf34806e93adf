"""A break in learning, or additional time: what it moves is shown before it is done."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.day_spans import short_span
from portfolio_app.domain.days import day_words
from portfolio_app.domain.plan_faults import Fault
from portfolio_app.domain.plan_moving import Moving
from portfolio_app.domain.planned import Break, Planned
from portfolio_app.services import breaks
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import NO_DAY, DayField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.form_dialog import FormDialog
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.fields import Named, resting, say_faults

_UID = Qt.ItemDataRole.UserRole


def read_break(
    store: Store, row: Planned, stay: frozenset[str], *, keep_gateway: bool
) -> tuple[tuple[Fault, ...], Moving]:
    """Return what doesn't fit in a break, and what it would move."""
    return (
        breaks.faults(store, row),
        breaks.preview(store, row, stay, keep_gateway=keep_gateway),
    )


class BreakDialog(FormDialog):
    """``done_with`` carries the row, what stays, and whether gateway does."""

    done_with = Signal(object, object, bool)  # Planned, frozenset of uids, gateway stays

    def __init__(self, parent: QWidget, workspace: Workspace, row: Planned) -> None:
        said = row.content if isinstance(row.content, Break) else Break()
        title = self.tr("Additional time") if said.extra else self.tr("Break in learning")
        verb = self.tr("Keep and move dates")
        super().__init__(parent.window(), title, verb, wide=640, high=560, least=420)
        self.workspace = workspace
        self.row = row
        self._said = said
        kept = bool(row.uid) and self._said.days > 0
        self._stay = breaks.left_alone(workspace.store, row.uid) if kept else frozenset()
        self._moves_gateway = not kept or breaks.GATEWAY in self._said.moved
        self._is_filling = False
        self._rest = resting(self, self._read)
        self._build()
        self._read()

    def _build(self) -> None:
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
        self.keep.setEnabled(not self.workspace.readonly)
        self.column.setSpacing(look.space("sm"))
        for widget in (facts, self.named["reason"], self.headline, self.gateway):
            self.put(widget)
        self.put(self.rows, 1)
        self.put(self.note)
        for each in (self.day, self.until, self.days):
            each.textChanged.connect(lambda *_: self._rest.start())
        self.gateway.toggled.connect(lambda *_: self._rest.start())
        self.rows.itemChanged.connect(self._on_ticked)
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

    def _read(self) -> None:
        row, faults = self.typed()
        if faults:
            say_faults(self.named, faults)
            return
        self.workspace.look(
            read_break, row, self._stay, keep_gateway=not self.gateway.isChecked(),
            then=self._on_read, key="break",
        )  # fmt: skip

    def _on_read(self, found: tuple[tuple[Fault, ...], Moving]) -> None:
        faults, moving = found
        row, _ = self.typed()
        say_faults(self.named, [each for each in faults if row.day or not each.refuses])
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
        item.setSizeHint(QSize(0, theme().size("row_compact")))
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

    @override
    def on_keep(self) -> None:
        row, faults = self.typed()
        if not row.day and not faults:
            faults = (Fault("day", self.tr("Say on which day it begins."), refuses=True),)
        if faults:
            say_faults(self.named, faults)
            announcer().say(faults[0].words, urgent=True)
            self.named[faults[0].field].field.setFocus()
            return
        self.done_with.emit(row, self._stay, not self.gateway.isChecked())
