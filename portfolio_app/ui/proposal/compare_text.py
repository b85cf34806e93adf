"""Two states of the proposal side by side: what was added underlined, what was removed struck."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from portfolio_app.domain.draft import Block
from portfolio_app.domain.draft_compare import Change, Comparison, Row, Run
from portfolio_app.ui.kit.theme import theme

_WORDS = {
    Change.SAME: "",
    Change.CHANGED: "Changed",
    Change.ADDED: "Added",
    Change.REMOVED: "Removed",
    Change.MOVED_FROM: "Moved from here",
    Change.MOVED_TO: "Moved here",
}


class CompareText(QTextEdit):
    """Read only. Each difference is named in words before its two sides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setAccessibleName(self.tr("The two side by side"))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._shown: tuple[Comparison, str, str, bool] | None = None
        theme().changed.connect(self._draw)

    def show_comparison(self, found: Comparison, old: str, new: str, *, only_changes: bool) -> None:
        """Show a comparison under the names of its two sides."""
        self._shown = (found, old, new, only_changes)
        self._draw()

    def clear_all(self) -> None:
        """Show nothing."""
        self._shown = None
        self.clear()

    def _draw(self) -> None:
        if self._shown is None:
            return
        found, old, new, only_changes = self._shown
        rows = [each for each in found.rows if not only_changes or each.change is not Change.SAME]
        up = self.verticalScrollBar().value()
        self.clear()
        self.document().setDefaultFont(theme().reading_font())
        if not rows:
            self.setPlainText(self.tr("Nothing differs."))
            return
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        table = cursor.insertTable(len(rows) + 1, 2, _table())
        self._write(table, 0, 0, [Run(old)], None, is_head=True)
        self._write(table, 0, 1, [Run(new)], None, is_head=True)
        for at, row in enumerate(rows, start=1):
            self._write_row(table, at, row)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(up)

    def _write_row(self, table: QTextTable, at: int, row: Row) -> None:
        said = "; ".join(part for part in (self.tr(_WORDS[row.change]), *row.said) if part)
        is_gone = row.change in (Change.REMOVED, Change.MOVED_FROM)
        self._write(table, at, 0, row.old, row.old_block, said=said if is_gone else "",
                    marks=_removed(is_elsewhere=row.change is Change.MOVED_FROM))  # fmt: skip
        self._write(table, at, 1, row.new, row.new_block, said="" if is_gone else said,
                    marks=_added())  # fmt: skip

    def _write(
        self,
        table: QTextTable,
        at: int,
        column: int,
        runs: Iterable[Run],
        block: Block | None,
        *,
        said: str = "",
        marks: QTextCharFormat | None = None,
        is_head: bool = False,
    ) -> None:
        look = theme()
        cursor = table.cellAt(at, column).firstCursorPosition()
        small = QTextCharFormat()
        small.setFont(look.font("caption", strong=True))
        small.setForeground(look.colour("text.muted"))
        if said:
            cursor.insertText(said, small)
            cursor.insertBlock()
        plain = QTextCharFormat()
        plain.setFont(look.font("body", strong=True) if is_head else self._font(block))
        plain.setForeground(look.colour("text.normal"))
        shape = QTextBlockFormat()
        if block is not None and block.kind.value in ("quote", "bullet", "number"):
            shape.setLeftMargin(look.px(16) * (block.level + 1))
        cursor.setBlockFormat(shape)
        for run in runs:
            form = QTextCharFormat(plain)
            if run.is_marked and marks is not None:
                form.merge(marks)
            cursor.insertText(run.text.replace("\n", "\u2028"), form)

    def _font(self, block: Block | None) -> QFont:
        look = theme()
        font = look.reading_font()
        if block is not None and block.kind.level:
            font.setBold(True)
        return font


def _table() -> QTextTableFormat:
    look = theme()
    form = QTextTableFormat()
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    half = QTextLength(QTextLength.Type.PercentageLength, 50)
    form.setColumnWidthConstraints([half, half])
    form.setCellPadding(look.space("sm"))
    form.setCellSpacing(0)
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(look.colour("line.subtle"))
    form.setHeaderRowCount(1)
    return form


def _added() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFontUnderline(True)
    form.setBackground(theme().colour("status.ok_tint"))
    return form


def _removed(*, is_elsewhere: bool) -> QTextCharFormat:
    form = QTextCharFormat()
    if is_elsewhere:  # it was moved: nothing of it is gone
        form.setForeground(theme().colour("text.muted"))
        return form
    form.setFontStrikeOut(True)
    form.setBackground(theme().colour("status.danger_tint"))
    return form
