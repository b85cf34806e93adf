"""A row of the learning plan, and the KSBs that rows can be made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.learning import KINDS, Offered, goal_of
from portfolio_app.domain.planned import Goal, Planned
from portfolio_app.ui.kit.chip_cells import ChipCells
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField, WordsField
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.ksb_field import KsbField
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.plan.action_table import LARGE
from portfolio_app.ui.plan.row_dialog import RowDialog


class GoalDialog(RowDialog):
    """``done_with`` carries (uid, title, Goal, by); the uid is "" for a new row."""

    def __init__(
        self,
        parent: QWidget,
        ksbs: Sequence[Ksb],
        helpers: Sequence[str],
        row: Planned | None = None,
    ) -> None:
        known = row is not None
        title = self.tr("Change the row") if known else self.tr("Add to the learning plan")
        super().__init__(parent, title, self.tr("Keep") if known else self.tr("Add"))
        self._row = row
        self._was = goal_of(row) if row is not None else Goal()
        self.title = LineField()
        self.title.setText(row.title if row is not None else "")
        self.ksbs = KsbField(ksbs)
        self.ksbs.choose(self._was.ksb_uids)
        self.area = LineField()
        self.area.setText(self._was.area)
        self.activity = LineField()
        self.activity.setText(self._was.activity)
        self.kind = ChoiceBox()
        self.kind.addItem(self.tr("Not said"), "")
        for each in dict.fromkeys((*KINDS, *filter(None, (self._was.activity_kind,)))):
            self.kind.addItem(each.capitalize(), each)
        self.kind.setCurrentIndex(max(self.kind.findData(self._was.activity_kind), 0))
        self.who = ChoiceBox()
        self.who.setEditable(True)
        self.who.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.who.addItems(list(dict.fromkeys(("", *helpers))))
        self.who.setCurrentText(self._was.with_whom)
        self.day = DayField(self.tr("By"), row.day if row is not None else "")
        self.note = WordsField()
        self.note.setPlainText(self._was.note)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * 3 + theme().space("lg"))
        self.add(self.tr("&Goal"), self.title)
        self.add(self.tr("&KSBs it is about"), self.ksbs)
        self.ksbs.edit.setAccessibleName(self.tr("KSBs it is about"))
        self.add(self.tr("&Area, where it is about no single KSB"), self.area)
        self.add(self.tr("A&ctivity: what you will do"), self.activity)
        self.add_beside(
            (self.tr("K&ind of activity"), self.kind, 170), (self.tr("&Who helps"), self.who, 200),
            (self.tr("&By"), self.day, 170),
        )  # fmt: skip
        self.add(self.tr("&Note"), self.note)
        self.title.setFocus()

    @override
    def on_keep(self) -> None:
        """Hand over the row."""
        if not self.is_day(self.day):
            return
        if not self.title.text().strip():
            self.refuse(self.tr("Say what the goal is."))
            self.title.setFocus()
            return
        goal = replace(
            self._was,
            ksb_uids=self.ksbs.uids,
            area=self.area.text(),
            activity=self.activity.text(),
            activity_kind=self.kind.currentData(),
            with_whom=self.who.currentText(),
            note=self.note.toPlainText(),
        )
        uid = self._row.uid if self._row is not None else ""
        self.done_with.emit((uid, self.title.text(), goal, self.day.day or ""))


class OfferedDialog(RowDialog):
    """KSBs to choose, thin ones first; ``done_with`` carries their uids."""

    def __init__(self, parent: QWidget, offered: Sequence[Offered], *, has_scan: bool) -> None:
        super().__init__(parent, self.tr("Add KSBs to the learning plan"), self.tr("Add"))
        told = self.tr("Thin ones first. A row is made for each, in the standard's words.")
        if has_scan:
            told = self.tr(
                "Thin ones first, then the lowest marks of your skills scan. A row is made for "
                "each, in the standard's words; no mark goes into it."
            )
        self.put(label(told, "muted", wrap=True))
        kinds = {each.ksb.code: each.ksb.kind for each in offered}
        self.list = ListTable(
            (
                Column(self.tr("KSB"), lambda row: row.ksb.code, width=110, sortable=False),
                Column(self.tr("What it asks for"), lambda row: row.ksb.short, stretch=True,
                       tip=lambda row: row.ksb.text, sortable=False),
                Column(self.tr("Stands at"), self._stands, width=150, sortable=False),
            ),
            key=lambda row: row.ksb.uid,
            name=self.tr("KSBs, thin ones first"),
            sortable=False,
        )  # fmt: skip
        self._chips = ChipCells(lambda: kinds, lambda row: ((row.ksb.code,), ()), self.list)
        self.list.setItemDelegateForColumn(0, self._chips)
        self.list.setMinimumHeight(theme().row_height * 5)
        self.list.setColumnHidden(2, theme().scale >= LARGE)
        self.list.show_rows(offered)
        self.list.selectRow(0)
        self.list.opened.connect(lambda _: self.on_keep())
        self.column.insertWidget(self.column.count() - 1, self.list, 1)
        self.put(label(self.tr("Shift or Ctrl with the arrow keys chooses several."), "caption"))
        self.list.setFocus()

    def _stands(self, row: Offered) -> str:
        return self.tr("In the plan") if row.is_there else row.status.words

    @override
    def on_keep(self) -> None:
        """Hand over the KSBs that are chosen."""
        uids = tuple(each.ksb.uid for each in self.list.selected_values() if not each.is_there)
        if not uids:
            self.refuse(self.tr("Choose at least one that isn't in the plan."))
            self.list.setFocus()
            return
        self.done_with.emit(uids)
