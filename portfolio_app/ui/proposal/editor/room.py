"""The room that the lines have: how long they are, the margins beside them, the typewriter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QApplication

from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.proposal.editor.number_margin import NumberMargin

if TYPE_CHECKING:
    from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor

LINE = 75  # letters that lines are long at most, measured on words that have all of them
_LETTERS = "the quick brown fox jumps over the lazy dog"
_NUMBERS = 46  # pixels at 100 % before the text, for numbers of headings


class Room(QObject):
    """That of one editor."""

    def __init__(self, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._right = 0
        self._is_typewriter = False
        self._is_telling = False
        self._numbers = NumberMargin(editor)
        editor.verticalScrollBar().rangeChanged.connect(self._on_range)

    def take_right(self, pixels: int) -> None:
        """Leave room beside the text for what is drawn there."""
        if pixels != self._right:
            self._right = pixels
            self.arrange()

    def arrange(self) -> None:
        """Let the lines be no longer than they read well, with the margins beside them."""
        look, editor = theme(), self._editor
        bar = editor.verticalScrollBar()
        room = editor.width() - (bar.sizeHint().width() if bar.isVisible() else 0)
        left = look.px(_NUMBERS)
        longest = self._longest()
        spare = max(room - left - self._right - longest, 0)
        before = min(spare // 2, max((room - longest) // 2 - left, 0))
        editor.setViewportMargins(left + before, 0, self._right + spare - before, 0)
        view = editor.viewport().geometry()
        self._numbers.setGeometry(view.left() - left, view.top(), left, view.height())
        if editor.document().textWidth() != view.width() and not self._is_telling:
            # A viewport that is not seen yet does not tell its text of new margins.
            self._is_telling = True
            QApplication.sendEvent(editor.viewport(), QResizeEvent(view.size(), QSize()))
            self._is_telling = False
        editor.arranged.emit()

    def _longest(self) -> int:
        """Return how many pixels a line has at most, with the margins of the document."""
        letters = QFontMetricsF(theme().reading_font()).horizontalAdvance(_LETTERS)
        around = 2 * self._editor.document().documentMargin()
        return round(letters * LINE / len(_LETTERS) + around)

    # the typewriter

    def set_typewriter(self, *, on: bool) -> None:
        """Keep the line that is written in the middle of the window, or not."""
        self._is_typewriter = on
        if not on:
            bar, view = self._editor.verticalScrollBar(), self._editor.viewport()
            bar.setMaximum(max(self._height() - view.height(), 0))
        self.centre()

    def centre(self) -> None:
        """Bring the caret's line to the middle, while the typewriter is on."""
        if self._is_typewriter:
            editor = self._editor
            bar, view = editor.verticalScrollBar(), editor.viewport()
            self._on_range()
            bar.setValue(bar.value() + editor.cursorRect().center().y() - view.height() // 2)

    def _on_range(self, *_range: int) -> None:
        """Let the last line be scrolled to the middle while the typewriter is on."""
        if not self._is_typewriter:
            return
        bar, view = self._editor.verticalScrollBar(), self._editor.viewport()
        wanted = max(self._height() - view.height(), 0) + view.height() // 2
        if bar.maximum() != wanted:
            bar.blockSignals(True)  # noqa: FBT003 - Qt's own
            bar.setMaximum(wanted)
            bar.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _height(self) -> int:
        return int(self._editor.document().size().height())
