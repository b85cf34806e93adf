"""Preferences: the names to hide, one's own names, and what was left alone. Private."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.hiding import LeftAlone, NameToHide
from portfolio_app.problems import PortfolioError
from portfolio_app.services import names_to_hide
from portfolio_app.store import queries
from portfolio_app.ui.evidence.label_field import LabelField
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import Column, field
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import Column as TableColumn
from portfolio_app.ui.kit.tables import ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

ROWS_SHOWN = 8


class NamesPage(Column):
    """The list with its labels; names are added one a line, several at once."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._items: dict[str, str] = {}
        self._build()
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Show what is stored; a field being typed in keeps what is typed."""
        store = self._workspace.store
        names = queries.names_to_hide.names(store)
        self.table.show_rows(names)
        self._fit(self.table, len(names))
        self._nothing.setVisible(not names)
        self.table.setVisible(bool(names))
        self.own.setChecked(queries.names_to_hide.own_names_too(store))
        left = queries.names_to_hide.left_alone(store)
        self._items = {item.uid: item.title for item in queries.evidence.items(store)}
        self.left.show_rows(left)
        self._fit(self.left, len(left))
        self._left_part.setVisible(bool(left))
        self._show_current()

    def _build(self) -> None:
        look = theme()
        self.words(self.tr("Names to hide"), "title")
        self.words(
            self.tr(
                "These are looked for before you export, with NHS, pupil and National Insurance "
                "numbers, postcodes, e-mail addresses and telephone numbers. A whole name is also "
                "found as “Surname, A” and “Mrs Surname”."
            ),
            "muted",
        )
        private = QWidget()
        row = QHBoxLayout(private)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space("xs"))
        self._lock = QLabel()
        row.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignTop)
        words = self.tr("Only you see this list. It's never exported.")
        row.addWidget(label(words, "caption", wrap=True), 1)
        self.add(private)
        form = self.form()
        self.new = _Lines()
        self.new.setTabChangesFocus(True)
        self.new.setFixedHeight(look.px(72))
        field(
            form,
            self.tr("Add names"),
            self.new,
            self.tr("One a line. A label may follow: Alex Exampleton; Pupil A. Ctrl+Enter adds."),
        )
        self.add_button = QPushButton(self.tr("Add to the list"))
        self._told = label("", "caption", wrap=True)
        self._told.hide()
        self.add(_at_left(self.add_button))
        self.add(self._told)
        self._nothing = label(self.tr("No names listed yet."), "muted", wrap=True)
        self.add(self._nothing)
        self.table = ListTable(
            (
                TableColumn(self.tr("Name"), lambda each: each.text, stretch=True),
                TableColumn(self.tr("Label"), lambda each: each.label, width=170),
                TableColumn(self.tr("Found as"), _found_as, width=150),
            ),
            key=lambda each: each.uid,
            name=self.tr("Names to hide"),
        )
        self.add(self.table)
        self._edit = QWidget()
        inside = QVBoxLayout(self._edit)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.space("sm"))
        self.text = QLineEdit()
        self.text.setAccessibleName(self.tr("Name"))
        self.text.setMaxLength(names_to_hide.NAME_LIMIT)
        self.label = LabelField()
        self.label.setMinimumWidth(look.px(200))
        self.whole = QCheckBox(self.tr("Whole words only"))
        self.remove_button = QPushButton(self.tr("Remove from the list"))
        holder = QWidget()
        flow = FlowLayout(holder, look.space("sm"))
        self.text.setMinimumWidth(look.px(220))
        for each in (self.text, self.label, self.whole, self.remove_button):
            flow.addWidget(each)
        inside.addWidget(holder)
        self.add(self._edit)
        self.look_button = QPushButton(self.tr("Look for names now…"))
        self.add(_at_left(self.look_button))
        self.heading(self.tr("Your own name"))
        self.own = QCheckBox(self.tr("Look for my own and my witnesses' names too"))
        self.add(self.own)
        self.words(
            self.tr("Off by default: your name and those who confirm your evidence stay readable."),
            "muted",
        )
        self._left_part = QWidget()
        column = QVBoxLayout(self._left_part)
        column.setContentsMargins(0, look.space("sm"), 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(label(self.tr("Left as they are"), "subtitle"))
        self.left = ListTable(
            (
                TableColumn(self.tr("Words"), lambda each: each.text, stretch=True),
                TableColumn(self.tr("Reason"), lambda each: each.reason, width=160),
                TableColumn(self.tr("Where"), self._where, width=160),
            ),
            key=lambda each: each.uid,
            name=self.tr("Words left as they are"),
            many=False,
        )
        self.again_button = QPushButton(self.tr("Look for these again"))
        column.addWidget(self.left)
        column.addWidget(_at_left(self.again_button))
        self.add(self._left_part)
        if self._workspace.readonly:
            for part in (self.new, self.add_button, self.own, self._edit, self.again_button):
                part.setEnabled(False)

    def _connect(self) -> None:
        self.new.add_wanted.connect(self._on_add)
        self.add_button.clicked.connect(self._on_add)
        self.table.current_changed.connect(self._show_current)
        self.table.opened.connect(self._on_opened)
        self.text.editingFinished.connect(self._on_text)
        self.label.label_chosen.connect(self._on_label)
        self.whole.clicked.connect(self._on_whole)
        self.remove_button.clicked.connect(self._on_remove)
        self.look_button.clicked.connect(self._on_look)
        self.own.clicked.connect(self._on_own)
        self.again_button.clicked.connect(self._on_again)
        self.left.current_changed.connect(self._show_current)
        self._workspace.changed.connect(self._on_changed)
        theme().changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._lock.setPixmap(icons.pixmap("lock", theme().size("icon_small"), "text.muted"))

    def _fit(self, table: ListTable, rows: int) -> None:
        look = theme()
        shown = min(max(rows, 1), ROWS_SHOWN)
        table.setFixedHeight(shown * look.row_height + look.size("control_height") + 8)

    def _where(self, left: LeftAlone) -> str:
        if not left.item_uid:
            return self.tr("Everywhere")
        return self._items.get(left.item_uid, self.tr("An item in the bin"))

    def _current(self) -> NameToHide | None:
        found = self.table.current_value()
        return found if isinstance(found, NameToHide) else None

    def _show_current(self, *_: object) -> None:
        name = self._current()
        self._edit.setVisible(name is not None)
        self.again_button.setEnabled(
            self.left.current_value() is not None and not self._workspace.readonly
        )
        if name is None:
            return
        if not self.text.hasFocus():
            self.text.setText(name.text)
            self.text.setCursorPosition(0)
        self.label.show_label(name.label, queries.hides.labels(self._workspace.store))
        self.whole.setChecked(name.whole_word)

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        self._told.setVisible(bool(words))
        announcer().say(words)

    def _on_add(self) -> None:
        lines = self.new.toPlainText()
        if not lines.strip():
            self._tell(self.tr("Type a name first."))
            self.new.setFocus()
            return
        self._workspace.do(
            names_to_hide.add, [lines], then=self._on_added, failed=self._on_not_added
        )

    def _on_added(self, made: Any) -> None:
        self.new.clear()
        words = [f"{made.changes.summary}."]
        if made.known:
            words.append(self.tr("On the list already: {0}.").format(", ".join(made.known[:5])))
        words += made.refused[:3]
        self._tell(" ".join(words))
        self.table.select_keys({made.uids[-1]}, made.uids[-1])
        self.new.setFocus()

    def _on_not_added(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self._tell(str(error))
            self.reload()
        else:
            self._workspace.trouble.emit(error)

    def _on_opened(self, _value: object) -> None:
        self.text.setFocus()
        self.text.selectAll()

    def _on_text(self) -> None:
        name = self._current()
        words = self.text.text()
        if name is not None and " ".join(words.split()) != name.text:
            self._change(name, text=words)

    def _on_label(self, words: str) -> None:
        name = self._current()
        if name is not None and words != name.label:
            self._change(name, label=words)

    def _on_whole(self, chosen: bool) -> None:  # noqa: FBT001 - a slot
        name = self._current()
        if name is not None:
            self._change(name, whole_word=chosen)

    def _change(
        self,
        name: NameToHide,
        *,
        text: str | None = None,
        label: str | None = None,
        whole_word: bool | None = None,
    ) -> None:
        self._workspace.do(
            names_to_hide.edit,
            name.uid,
            text=text,
            label=label,
            whole_word=whole_word,
            failed=self._on_not_added,
        )

    def _on_remove(self) -> None:
        uids = [each.uid for each in self.table.selected_values()]
        if uids:
            self._workspace.do(names_to_hide.remove, uids, toast=True)

    def _on_look(self) -> None:
        self._workspace.actions["names_to_hide"].trigger()

    def _on_own(self, wanted: bool) -> None:  # noqa: FBT001 - a slot
        self._workspace.do(names_to_hide.look_for_own, wanted=wanted)

    def _on_again(self) -> None:
        left = self.left.current_value()
        if isinstance(left, LeftAlone):
            self._workspace.do(names_to_hide.look_again, left.uid, toast=True)

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & {Topic.HIDING, Topic.PORTFOLIO}:
            self.reload()


class _Lines(QPlainTextEdit):
    """Several names, one a line; Ctrl+Enter adds them."""

    add_wanted = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.add_wanted.emit()
        else:
            super().keyPressEvent(event)


def _found_as(name: NameToHide) -> str:
    if name.is_own:
        return "Own name: off"
    return "Whole words" if name.whole_word else "Part of a word too"


def _at_left(widget: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch()
    return holder
