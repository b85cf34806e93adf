"""Parts of the standard's pages: text with its differences marked, a box to paste into, notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.pasted import Note
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.forms import Column, field
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.tables import ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

WIDE = 1120  # pixels at 100 %
LARGE = 150  # per cent: from here on tables leave columns out
_SHOWN_NOTES = 12


class WideColumn(Column):
    """A scrolling page with room for tables."""

    def __init__(self, title: str = "") -> None:
        super().__init__(title)
        self._widen()
        theme().changed.connect(self._widen)

    def _widen(self) -> None:
        inside = self.widget()
        if inside is not None:
            inside.setMaximumWidth(theme().px(WIDE))


class MarkedText(QTextEdit):
    """A statement to read, its differing words bold and underlined, or struck through.

    Nothing in it is ever markup; a screen reader hears the differing words as its description.
    """

    def __init__(self, name: str, *, struck: bool = False) -> None:
        super().__init__()
        self._struck = struck
        self._shown: tuple[str, tuple[tuple[int, int], ...]] = ("", ())
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(name)
        self._fit()
        theme().changed.connect(self._on_look)

    def show_text(self, text: str, ranges: Sequence[tuple[int, int]] = ()) -> None:
        """Show a text; the ranges are code points."""
        self._shown = (text, tuple(ranges))
        self.clear()
        cursor = QTextCursor(self.document())
        plain, marked = QTextCharFormat(), QTextCharFormat()
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setBackground(theme().colour("status.warn_tint"))
        if self._struck:
            marked.setFontStrikeOut(True)
        else:
            marked.setFontUnderline(True)
        at = 0
        for start, end in ranges:
            cursor.insertText(text[at:start], plain)
            cursor.insertText(text[start:end], marked)
            at = end
        cursor.insertText(text[at:], plain)
        words = ", ".join(text[a:b] for a, b in ranges)
        self.setAccessibleDescription(self.tr("Differs: {0}").format(words) if words else "")
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """Be as high as the words need, between one line and ten."""
        line = self.fontMetrics().lineSpacing()
        around = self.height() - self.viewport().height()
        wanted = int(self.document().size().height()) + max(around, 2 * self.frameWidth())
        self.setFixedHeight(min(max(wanted, 2 * line), 10 * line) + theme().space("xs"))

    def _on_look(self) -> None:
        self.show_text(*self._shown)


class PasteBox(QWidget):
    """A box to paste into, with a button that fills it from a file. Nothing is stored."""

    def __init__(self, workspace: Workspace, name: str, hint: str, height: int = 150) -> None:
        super().__init__()
        self._workspace = workspace
        self._height = height
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName(name)
        self.edit.setAccessibleDescription(hint)
        self.edit.setPlaceholderText(hint)
        self.edit.setTabChangesFocus(True)
        self.from_file = QPushButton(self.tr("From a file…"))
        self.from_file.setToolTip(
            self.tr("PDF, Word, text, CSV, JSON or TOML. It is read, not stored.")
        )
        self.from_file.clicked.connect(self._on_file)
        self.buttons = QHBoxLayout()
        self.buttons.addWidget(self.from_file)
        self.buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("sm"))
        column.addWidget(self.edit)
        column.addLayout(self.buttons)
        self._measure()
        theme().changed.connect(self._measure)

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self.edit.toPlainText()

    def add_button(self, words: str, then: Callable[[], None], look: str = "") -> QPushButton:
        """Add a button beside the file button and return it."""
        made = QPushButton(words)
        made.setProperty("look", look)
        made.clicked.connect(lambda _=False: then())
        self.buttons.insertWidget(self.buttons.count() - 1, made)
        return made

    def _on_file(self) -> None:
        messages.choose_files(self, self.tr("Read a list from a file"), self._on_chosen)

    def _on_chosen(self, paths: list[Path]) -> None:
        from portfolio_app.services import standard_files

        self._workspace.look(
            standard_files.read_text, paths[0], then=self._on_read, failed=self._on_refused,
            key="standard file",
        )  # fmt: skip

    def _on_read(self, text: str) -> None:
        self.edit.setPlainText(text.replace("\f", "\n\n"))
        self.edit.setFocus()

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            messages.tell(self, messages.of_error(error))
        else:
            self._workspace.trouble.emit(error)

    def _measure(self) -> None:
        self.edit.setFixedHeight(theme().px(self._height))


class SourceForm(QWidget):
    """Where something was read, and on which day."""

    def __init__(self, words: str, placeholder: str, day_words: str = "") -> None:
        super().__init__()
        from datetime import date

        from PySide6.QtWidgets import QFormLayout

        today = date.today().isoformat()  # noqa: DTZ011 - the person's own day
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme().space("md"))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.source_edit = QLineEdit()
        self.source_edit.setPlaceholderText(placeholder)
        self.day_edit = DayField(day_words or self.tr("Read on"), today)
        field(form, words, self.source_edit)
        field(form, day_words or self.tr("Read on"), self.day_edit)

    @property
    def source(self) -> str:
        """What was typed for the source."""
        return self.source_edit.text().strip()

    @property
    def day(self) -> str:
        """The day, YYYY-MM-DD; what is typed where that is no day."""
        day = self.day_edit.day
        return self.day_edit.text() if day is None else day


class Says(QWidget):
    """A line that says what happened or what is wrong; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._label = label("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._label)
        self.hide()

    @property
    def words(self) -> str:
        """What is said now."""
        return self._label.text()

    def say(self, words: str, role: str = "") -> None:
        """Say something; "danger" and "warn" as roles."""
        from portfolio_app.ui.kit.announcer import announcer
        from portfolio_app.ui.kit.theme import restyle

        self._label.setText(words)
        self._label.setProperty("role", role)
        restyle(self._label)
        self.setVisible(bool(words))
        if words:
            announcer().say(words)

    def refuse(self, workspace: Workspace, error: BaseException) -> None:
        """Say why something was refused; what is no refusal is trouble."""
        if isinstance(error, PortfolioError):
            self.say(str(error), "danger")
        else:
            workspace.trouble.emit(error)


class _Hider(QObject):
    """Lives and dies with its table."""

    def __init__(self, table: ListTable, columns: tuple[int, ...]) -> None:
        super().__init__(table)
        self._table = table
        self._columns = columns
        theme().changed.connect(self.look_again)
        self.look_again()

    def look_again(self) -> None:
        """Hide or show the columns, as the letters are now."""
        is_large = theme().scale >= LARGE
        header = self._table.horizontalHeader()
        modes = QHeaderView.ResizeMode
        for column in self._columns:
            self._table.setColumnHidden(column, is_large)
        if any(self._table.rows_model.columns[each].stretch for each in self._columns):
            header.setSectionResizeMode(0, modes.Stretch if is_large else modes.Interactive)


def hide_when_large(table: ListTable, *columns: int) -> None:
    """Leave columns out of a table while letters are large: what they say stands below it too."""
    _Hider(table, columns)


def note_lines(notes: Sequence[Note]) -> str:
    """Return the notes of a reading, one a line, cut after a dozen."""
    lines = []
    for note in notes[:_SHOWN_NOTES]:
        where = f"Line {note.line}: " if note.line else ""
        text = note.text if len(note.text) <= 90 else f"{note.text[:89]}…"
        lines.append(f"{where}{note.message}" + (f": “{text}”" if text else ""))
    if len(notes) > _SHOWN_NOTES:
        lines.append(f"… and {len(notes) - _SHOWN_NOTES} more")
    return "\n".join(lines)


def buttons_row(*parts: QWidget) -> QWidget:
    """Return widgets side by side that begin a new line where there is no room."""
    from portfolio_app.ui.kit.flow import FlowLayout

    holder = QWidget()
    flow = FlowLayout(holder, theme().space("sm"))
    for each in parts:
        flow.addWidget(each)
    policy = holder.sizePolicy()
    policy.setHeightForWidth(True)
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    holder.setSizePolicy(policy)
    return holder


def button(words: str, then: Callable[[], None], look: str = "") -> QPushButton:
    """Return a button that does something."""
    made = QPushButton(words)
    made.setProperty("look", look)
    made.clicked.connect(partial(_without_argument, then))
    return made


def _without_argument(call: Callable[[], None], *_checked: object) -> None:
    call()
