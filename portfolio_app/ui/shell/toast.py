"""The notice bottom right: eight seconds, longer while hovered or focused, at most one action."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget
from typing_extensions import override

from portfolio_app import tokens
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class Toast(QFrame):
    """One notice at a time; the newest takes the place of the one before."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("look", "toast")
        self.setAccessibleName(self.tr("Notice"))
        self._call: Callable[[], None] | None = None
        self._return_to: QWidget | None = None
        self._lifted = 0
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(int(tokens.number("motion.toast_ms")))
        self._timer.timeout.connect(self._on_time)
        window.installEventFilter(self)
        self.hide()

    def show_notice(
        self, text: str, action: str = "", call: Callable[[], None] | None = None
    ) -> None:
        """Show a notice with at most one action, and say it."""
        self._words.setText(text)
        self._call = call
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleDescription(text)
        self.show()
        self.place()
        self._timer.start()
        announcer().say(text)

    @property
    def text(self) -> str:
        """What it says, "" while hidden."""
        return "" if self.isHidden() else self._words.text()

    def take_focus(self) -> None:
        """Move the focus to the notice's action (Ctrl+Shift+N); Esc gives it back."""
        if self.isHidden():
            return
        window = self.window()
        self._return_to = window.focusWidget()
        (self._button if self._button.isVisible() else self._close).setFocus()

    def lift(self, pixels: int) -> None:
        """Leave this much free above the status bar: something to act on stands there."""
        self._lifted = pixels
        if not self.isHidden():
            self.place()

    def place(self) -> None:
        """Lie in the window's corner, above the status bar."""
        parent = self.parentWidget()
        if parent is None:
            return
        look = theme()
        widest = min(look.px(480), parent.width() - look.space("xl") * 2)
        self.setMaximumWidth(widest)
        # Words that fit on one line stand on one: a label that may wrap would make itself narrow.
        self._words.setMinimumWidth(0)
        around = self.sizeHint().width() - self._words.sizeHint().width()
        line = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 1
        self._words.setMinimumWidth(min(line, widest - around))
        self.adjustSize()
        size = self.sizeHint()
        width = min(size.width(), widest)
        height = max(self.heightForWidth(width), size.height())
        above = look.size("control_height") + look.space("lg") + self._lifted
        self.setGeometry(
            parent.width() - width - look.space("lg"),
            parent.height() - height - above,
            width,
            height,
        )
        self.raise_()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
            return
        super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self.place()
        return False

    def _build(self) -> None:
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(
            look.space("lg"), look.space("sm"), look.space("sm"), look.space("sm")
        )
        row.setSpacing(look.space("md"))
        self._words = label(wrap=True)
        self._button = QPushButton()
        self._button.setObjectName("toast_action")
        self._button.clicked.connect(self._on_action)
        self._close = QToolButton()
        self._close.setAccessibleName(self.tr("Close the notice"))
        self._close.setToolTip(self.tr("Close the notice"))
        icons.put(self._close, "x")
        self._close.clicked.connect(self._dismiss)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)

    def _on_time(self) -> None:
        focus = self.window().focusWidget()
        if _is_in(self, focus):
            self._timer.start()
            return
        self.hide()

    def _on_action(self) -> None:
        call = self._call
        self._dismiss()
        if call is not None:
            call()

    def _dismiss(self) -> None:
        self._timer.stop()
        focus = self.window().focusWidget()
        had_focus = _is_in(self, focus)
        self.hide()
        if had_focus and self._return_to is not None:
            self._return_to.setFocus()
        self._return_to = None


def _is_in(outer: QWidget, inner: QWidget | None) -> bool:
    return inner is not None and outer.isAncestorOf(inner)
