"""Quick log of off-the-job time: when, how long, what; from anywhere, in a few seconds."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QFormLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.durations import typed_duration
from portfolio_app.domain.hours import Entry, weekday_words
from portfolio_app.domain.minutes import hours_words, minutes_words
from portfolio_app.domain.planned import PlannedKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import hours
from portfolio_app.store import queries
from portfolio_app.ui.kit import new_day
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField, WordsField
from portfolio_app.ui.kit.day_field import NO_DAY, DayField
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine


class LogDialog(QDialog):
    """One entry, new or there already. What was typed and not logged waits in ``draft``."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        entry: Entry | None = None,
        draft: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(parent.window())
        self._workspace = workspace
        self._entry = entry or Entry("", "", 0)
        self._draft = draft if draft is not None and not self._entry.uid else {}
        self._again = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        is_new = not self._entry.uid
        self.setWindowTitle(
            self.tr("Log off-the-job time") if is_new else self.tr("Change off-the-job time")
        )
        self._build(parent.window(), is_new=is_new)
        self._begin()

    # building

    def _build(self, window: QWidget, *, is_new: bool) -> None:
        look, rules = theme(), hours.rules()
        self.pattern = ChoiceBox()
        self.pattern.addItem(self.tr("None"), None)
        for pattern in self._workspace.read(hours.patterns) if is_new else ():
            words = f"{weekday_words(pattern.weekday)}  {hours_words(pattern.minutes)}"
            self.pattern.addItem(f"{words}  {pattern.activity}", pattern)
        self.pattern.activated.connect(lambda _: self._on_pattern())
        self.day = DayField(self.tr("When"))
        self.minutes = LineField()
        self.minutes.setPlaceholderText(self.tr("0h 45"))
        self.activity = LineField()
        self.activity.setPlaceholderText(self.tr("Such as: workshop on scenario planning"))
        self.kind = ChoiceBox()
        self.kind.addItem(self.tr("Not said"), "")
        for each in rules.kinds:
            self.kind.addItem(each.title, each.id)
        self.module = ChoiceBox()
        self.module.addItem(self.tr("None"), "")
        for row in self._workspace.read(queries.plan.rows, PlannedKind.MODULE):
            self.module.addItem(row.title, row.uid)
        self.item = self._items()
        self.note = WordsField()
        self.note.setFixedHeight(2 * self.note.fontMetrics().lineSpacing() + look.space("lg"))
        inside = QWidget()
        inside.setProperty("look", "window")
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, look.space("sm"), 0)
        form.setSpacing(look.space("sm"))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            (self.tr("From a &pattern"), self.pattern),
            (self.tr("W&hen"), self.day),
            (self.tr("How &long"), self.minutes),
            (self.tr("&What was done"), self.activity),
            (self.tr("&Kind"), self.kind),
            (self.tr("&Module"), self.module),
            (self.tr("&Evidence or capture"), self.item),
            (self.tr("&Note, only for you"), self.note),
        ):
            self._row(form, words, field)
        form.setRowVisible(self.pattern, self.pattern.count() > 1)
        form.setRowVisible(self.module, self.module.count() > 1)
        form.setRowVisible(self.item, self.item.count() > 1)
        scroll = scrolled(inside)
        self.wrong = WrongLine()
        self.all_the_same = QPushButton(self.tr("Log it all the same"))
        self.all_the_same.setAutoDefault(False)
        self.all_the_same.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("md"))
        whole.addWidget(scroll, 1)
        whole.addWidget(self.wrong)
        whole.addWidget(self.all_the_same, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(label(rules.record, "caption", wrap=True))
        whole.addWidget(self._foot(is_new=is_new))
        self.resize(
            min(look.px(600), window.width() - look.space("xl")),
            min(look.px(470), max(window.height(), 640) - look.space("xl")),
        )

    def _foot(self, *, is_new: bool) -> QWidget:
        self._cancel = QPushButton(self.tr("Cancel"))
        self._another = QPushButton(self.tr("Save and log another"))
        self._another.setVisible(is_new)
        self._remove = QPushButton(self.tr("Remove"))
        self._remove.setVisible(not is_new)
        self.piece = QPushButton(self.tr("Go to the piece"))
        self.piece.setVisible(self.item.findData(self._entry.item_uid) > 0)
        self._save = QPushButton(self.tr("Save"))
        self._save.setProperty("look", "primary")
        self._save.setDefault(True)
        holder = QWidget()
        row = FlowLayout(holder, theme().space("sm"), at_end=True)
        for button in (self.piece, self._remove, self._cancel, self._another, self._save):
            button.setAutoDefault(False)
            looks = button in (self._cancel, self.piece)
            button.setEnabled(looks or not self._workspace.readonly)
            row.addWidget(button)
        self._save.clicked.connect(partial(self._on_save, again=False))
        self._another.clicked.connect(partial(self._on_save, again=True))
        self.all_the_same.clicked.connect(self._on_sure)
        self._remove.clicked.connect(self._on_remove)
        self.piece.clicked.connect(lambda _=False: self._on_piece())
        self._cancel.clicked.connect(self.reject)
        for keys, again in (("Ctrl+Return", False), ("Ctrl+Enter", False),
                            ("Ctrl+Shift+Return", True), ("Ctrl+Shift+Enter", True)):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self._on_save, again=again))
        self._save.setToolTip("Ctrl+Enter")
        self._another.setToolTip("Ctrl+Shift+Enter")
        return holder

    def _items(self) -> QComboBox:
        """Return a box of every piece and capture that can be typed into: some letters find it."""
        box = ChoiceBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItem("", "")
        for each in reversed(self._workspace.read(queries.evidence.items)):
            box.addItem(f"{each.ref} {each.title}".strip(), each.uid)
        finder = box.completer() or QCompleter(box.model(), box)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        box.setCompleter(finder)
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line = box.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("Some letters of its title, or its number"))
        return box

    def _row(self, form: QFormLayout, words: str, field: QWidget) -> None:
        name = label(words)
        name.setBuddy(field)
        name.setMinimumHeight(theme().size("control_height"))
        if not field.accessibleName():
            field.setAccessibleName(words.replace("&", ""))
        form.addRow(name, field)

    def _begin(self) -> None:
        held = dict(self._draft)
        self._draft.clear()
        entry = self._entry
        self.day.set_day(held.get("day", entry.day or new_day.now().date().isoformat()))
        self.minutes.setText(held.get("minutes", minutes_words(entry.minutes)))
        self.activity.setText(held.get("activity", entry.activity))
        self.note.setPlainText(held.get("note", entry.note))
        for box, value in ((self.kind, entry.category), (self.module, entry.module_uid),
                           (self.item, entry.item_uid)):  # fmt: skip
            if value and box.findData(value) < 0:
                box.addItem(self.tr("As it was: it isn't in this list any more"), value)
            box.setCurrentIndex(max(box.findData(value), 0))
        self.minutes.setFocus()
        self.minutes.selectAll()

    # doing

    @override
    def reject(self) -> None:
        if not self._entry.uid and (self.minutes.text().strip() or self.activity.text().strip()):
            self._draft.update(
                day=self.day.day or "",
                minutes=self.minutes.text(),
                activity=self.activity.text(),
                note=self.note.toPlainText(),
            )
        super().reject()

    def _on_pattern(self) -> None:
        """Fill in what comes again; the day stays."""
        chosen = self.pattern.currentData()
        if chosen is not None:
            self.minutes.setText(minutes_words(chosen.minutes))
            self.activity.setText(chosen.activity)
            for box, value in ((self.kind, chosen.category), (self.module, chosen.module_uid)):
                box.setCurrentIndex(max(box.findData(value), 0))

    def _on_sure(self) -> None:
        self._on_save(again=self._again, sure=True)

    def _on_save(self, *_: object, again: bool, sure: bool = False) -> None:
        if not self._save.isEnabled():
            return
        minutes = typed_duration(self.minutes.text())
        item = self._chosen_item()
        if self.day.day is None or not self.day.day:
            self._refuse(self.tr(NO_DAY), self.day)
        elif not minutes:
            self._refuse(self.tr("Type the time like 45, 0h 45 or 1:30."), self.minutes)
        elif item is None:
            self._refuse(self.tr("Nothing is called that. Choose from the list."), self.item)
        else:
            self._refuse("", None)
            self._again = again and not self._entry.uid
            typed = Entry(
                self._entry.uid,
                self.day.day,
                minutes,
                self.activity.text(),
                self.kind.currentData(),
                self.note.toPlainText(),
                self.module.currentData(),
                item,
            )
            verb = hours.change if typed.uid else hours.log
            self._allow(possible=False)
            self._workspace.do(verb, typed, sure=sure, then=self._on_saved, failed=self._on_failed)

    def _chosen_item(self) -> str | None:
        """Return the uid of what is linked, "" for nothing, None where what is typed names none."""
        typed = self.item.currentText().strip()
        if not typed:
            return ""
        at = self.item.currentIndex()  # of several with the same words the one that was chosen
        if self.item.itemText(at).strip() != typed:
            at = self.item.findText(typed, Qt.MatchFlag.MatchFixedString)
        if at < 0:
            held = [n for n in range(1, self.item.count())
                    if typed.casefold() in self.item.itemText(n).casefold()]  # fmt: skip
            at = held[0] if len(held) == 1 else -1
        return str(self.item.itemData(at)) if at > 0 else None

    def _on_saved(self, done: Changes) -> None:
        self._allow(possible=True)
        self._workspace.tell(done.summary, done.step)
        if not self._again:
            self._draft.clear()
            self.accept()
            return
        self._entry = Entry("", self.day.day or "", 0)
        self._begin()
        announcer().say(done.summary)

    def _on_remove(self) -> None:
        self._workspace.do(
            hours.remove, self._entry.uid, then=self._on_removed, failed=self._on_failed
        )

    def _on_piece(self) -> None:
        self.reject()
        self._workspace.go(Place(EVIDENCE, item=self._entry.item_uid))

    def _on_removed(self, done: Changes) -> None:
        self._workspace.tell(done.summary, done.step)
        self.accept()

    def _on_failed(self, error: BaseException) -> None:
        self._allow(possible=True)
        if not isinstance(error, PortfolioError):
            self._workspace.trouble.emit(error)
            return
        is_long = error.code == "long-day"
        self._refuse(str(error), self.minutes)
        self.all_the_same.setVisible(is_long)
        if is_long:
            self.all_the_same.setFocus()

    def _allow(self, *, possible: bool) -> None:
        for button in (self._save, self._another, self._remove):
            button.setEnabled(possible)

    def _refuse(self, words: str, field: QWidget | None) -> None:
        self.wrong.say(words)
        self.all_the_same.hide()
        for each in (self.day, self.minutes, self.item):
            if bool(each.property("wrong")) != (each is field):
                each.setProperty("wrong", each is field)
                restyle(each)
        if field is not None:
            field.setFocus()
