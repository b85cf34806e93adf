"""A field for some sentences: it counts the words, and says below what reads oddly."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.standard import Standard
from portfolio_app.domain.wording import count_words, limit_of, text_findings
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.theme import restyle, theme

_NOTHING_HELD = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class LineField(QLineEdit):
    """A line whose Ctrl+Z takes back typing while there is some, and the last change after that."""

    @override
    def event(self, event: QEvent) -> bool:
        if _is_spare_undo(event, has_typed=self.isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)


class WordsField(QPlainTextEdit):
    """Some lines of plain text; Tab leaves them. With ``submits``, Enter and Ctrl+Enter are given
    to the field's owner and Shift+Enter begins a new line.
    """  # noqa: D205 - one thought

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None, *, submits: bool = False) -> None:
        super().__init__(parent)
        self._submits = submits
        self.setTabChangesFocus(True)

    @override
    def event(self, event: QEvent) -> bool:
        if _is_spare_undo(event, has_typed=self.document().isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        goes_on = event.modifiers() & ~_KEYPAD in (_NOTHING_HELD, _CTRL)
        if is_enter and self._submits and goes_on:
            self.submitted.emit()
            return
        super().keyPressEvent(event)


class CountedEdit(QWidget):
    """What this is (``context``) or my part in it (``part``), with its count and findings.

    ::

        part = CountedEdit(wording.PART, self.tr("What I did"), lines=3)
        part.set_standard(standard)               # its rules, else our own limits
        part.edited.connect(self._on_edited)      # typed, not set
    """

    edited = Signal(str)
    submitted = Signal()

    def __init__(
        self,
        field: str,
        name: str,
        parent: QWidget | None = None,
        *,
        lines: int = 3,
        submits: bool = False,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._lines = lines
        self._standard: Standard | None = None
        self._is_setting = False
        self.edit = WordsField(submits=submits)
        self.edit.setAccessibleName(name)
        self.count = label("", "caption", wrap=True)
        self.findings = label("", "warn", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xxs"))
        for each in (self.edit, self.count, self.findings):
            column.addWidget(each)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._on_changed)
        self.edit.submitted.connect(self.submitted)
        theme().changed.connect(self._measure)
        self._measure()
        self._show()

    def text(self) -> str:
        """Return what stands in it."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Show other words, without telling."""
        self._is_setting = True
        self.edit.setPlainText(text)
        self._is_setting = False

    def set_standard(self, standard: Standard) -> None:
        """Count and check by this standard's rules."""
        self._standard = standard
        self._show()

    def _on_changed(self) -> None:
        self._show()
        if not self._is_setting:
            self.edited.emit(self.text())

    def _show(self) -> None:
        text = self.text()
        if self._standard is None:
            return
        limit = limit_of(self._field, self._standard)
        count = count_words(text)
        words = self.tr("{0} of {1} words").format(count, limit.words)
        if count > limit.words:
            words = self.tr("{0}: shorten it, or it won't fit its page").format(words)
        self.count.setText(words)
        self.count.setToolTip(plain_tip(limit.source))
        role = "warn" if count > limit.words else "caption"
        if self.count.property("role") != role:
            self.count.setProperty("role", role)
            restyle(self.count)
        found = text_findings(self._field, text, self._standard)
        said = "\n".join(dict.fromkeys(finding.message for finding in found))
        self.findings.setText(said)
        self.findings.setVisible(bool(said))
        self.edit.setAccessibleDescription(f"{words}. {said}".strip())

    def _measure(self) -> None:
        height = self._lines * self.edit.fontMetrics().lineSpacing() + theme().space("lg")
        self.edit.setFixedHeight(height)


def _is_spare_undo(event: QEvent, *, has_typed: bool) -> bool:
    """Whether this asks if Ctrl+Z is the field's own, and the field has nothing to take back."""
    return (
        event.type() is QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and not has_typed
        and event.matches(QKeySequence.StandardKey.Undo)
    )
