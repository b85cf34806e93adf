"""The areas down the left side: icon and label, or icons only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout
from typing_extensions import override

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.page import Area
from portfolio_app.ui.kit.theme import theme

_MANY = 1000  # a badge has no room for more figures
_GAP = "\N{EN SPACE}"  # Qt leaves hardly any room between a tool button's icon and its words


class _NavButton(QToolButton):
    """One area. Arrow keys move between areas, as in any toolbar."""

    def __init__(self, area: Area) -> None:
        super().__init__()
        self.area = area
        self._count = 0
        self.setProperty("look", "nav")
        self.setObjectName(f"nav_{area.name}")
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        icons.put(self, area.icon)
        self.setText(f"{_GAP}{area.title}")
        self.setAccessibleName(area.title)
        self.setToolTip(f"{area.title} ({area.keys})" if area.keys else area.title)

    def set_badge(self, count: int, said: str) -> None:
        """Show a number beside the name; ``said`` is it in words, "" for none."""
        self._count = count
        tip = f"{self.area.title} ({self.area.keys})" if self.area.keys else self.area.title
        self.setToolTip(f"{tip}: {said}" if said else tip)
        self.setAccessibleName(f"{self.area.title}, {said}" if said else self.area.title)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        look = theme()
        words = str(self._count) if self._count < _MANY else f"{_MANY - 1}+"
        font = QFont(look.font("caption", strong=True))
        metrics = QFontMetrics(font)
        height = metrics.height()
        width = max(metrics.horizontalAdvance(words) + look.space("sm"), height)
        is_narrow = self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        edge = 0 if is_narrow else look.space("sm")
        top = 0 if is_narrow else (self.height() - height) // 2
        box = QRectF(self.width() - width - edge, top, width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent.fill"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(look.colour("accent.on_fill"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Sidebar(QFrame):
    """Shows the areas; ``chosen`` carries the name of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self, areas: Sequence[Area]) -> None:
        super().__init__()
        self.setProperty("look", "sidebar")
        self.setAccessibleName(self.tr("Areas"))
        self._narrow = False
        self._buttons: dict[str, _NavButton] = {}
        self._build(areas)
        theme().changed.connect(self._measure)
        self._measure()

    @property
    def is_narrow(self) -> bool:
        """Whether only icons are shown."""
        return self._narrow

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - a slot
        """Show icons only, or icons with labels."""
        self._narrow = narrow
        self._measure()

    def show_area(self, name: str) -> None:
        """Mark where the person is."""
        self._group.setExclusive(name in self._buttons)  # a place beside the areas marks none
        for each, button in self._buttons.items():
            button.setChecked(each == name)
            button.setAccessibleDescription(self.tr("You are here") if each == name else "")

    def set_badge(self, name: str, count: int, said: str) -> None:
        """Show a number on an area: how much waits there; never in red."""
        if name in self._buttons:
            self._buttons[name].set_badge(count, said)

    def take_focus(self) -> None:
        """Move the focus to the area the person is in."""
        for button in self._buttons.values():
            if button.isChecked():
                button.setFocus()
                return

    def _build(self, areas: Sequence[Area]) -> None:
        self._column = QVBoxLayout(self)
        self._group = group = QButtonGroup(self)
        group.setExclusive(True)
        stretched = False
        for area in areas:
            if not area.in_sidebar:
                continue
            if area.at_foot and not stretched:
                self._column.addStretch()
                stretched = True
            button = _NavButton(area)
            button.clicked.connect(self._on_clicked)
            group.addButton(button)
            self._buttons[area.name] = button
            self._column.addWidget(button)

    def _measure(self) -> None:
        look = theme()
        gap = look.space("sm")
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(look.space("xs"))
        size = look.size("icon")
        style = Qt.ToolButtonStyle
        for button in self._buttons.values():
            button.setIconSize(QSize(size, size))
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if self._narrow else style.ToolButtonTextBesideIcon
            )
        self.setFixedWidth(look.size("sidebar_width_icons" if self._narrow else "sidebar_width"))

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _NavButton):
            self.chosen.emit(button.area.name)
