"""The pen bar above the page: which pen a drag marks with, and the other ways to mark."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.ksb import Ksb
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.chips import chip_size, paint_chip
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.own_keys import DELETE, keep_key
from portfolio_app.ui.kit.page_access import show_as_toolbar
from portfolio_app.ui.kit.reading_keys import PENS
from portfolio_app.ui.kit.theme import theme

ROOM_FOR_WORDS = 760  # pixels at 100 % of the bar whose tools also show their words


class PenButton(QRadioButton):
    """One pen: its number and the chip of its KSB; the asking pen shows a drop of yellow."""

    emptying_wanted = Signal()

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.ksb: Ksb | None = None
        self.setObjectName(f"pen_{number}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the mouse leaves the focus on the page
        self.toggled.connect(self._name_again)
        theme().changed.connect(self.updateGeometry)
        self._name_again()

    def show_ksb(self, ksb: Ksb | None) -> None:
        """Show what the pen is loaded with."""
        self.ksb = ksb
        self._name_again()
        self.updateGeometry()
        self.update()

    @property
    def spoken(self) -> str:
        """The accessible name: "Pen 1, K8, selected"."""
        if not self.number:
            words = self.tr("Pen that asks")
        elif self.ksb is None:
            words = self.tr("Pen {0}, empty").format(self.number)
        else:
            words = self.tr("Pen {0}, {1}").format(self.number, self.ksb.code)
        return self.tr("{0}, selected").format(words) if self.isChecked() else words

    def _name_again(self) -> None:
        self.setAccessibleName(self.spoken)
        if self.ksb is not None:
            tip = self.tr("{0}: {1}. Key {2} claims what is selected; Del empties the pen.")
            self.setToolTip(plain_tip(tip.format(self.ksb.code, self.ksb.text, self.number)))
            self.setAccessibleDescription(self.ksb.text)
        elif not self.number:
            tip = self.tr("Asks which KSB a passage shows. H asks, 0 takes this pen up.")
            self.setToolTip(tip)
            self.setAccessibleDescription(tip)

    @override
    def sizeHint(self) -> QSize:
        look, font = theme(), theme().font()
        gap = look.space("xs")
        chip = chip_size(font, self.ksb.code if self.ksb is not None else self.tr("Ask"))
        number = self.fontMetrics().horizontalAdvance("9") + gap if self.number else 0
        height = max(chip.height() + 2 * gap, look.size("control_height"))
        return QSize(chip.width() + number + 2 * gap, height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, font = look.space("xs"), look.font()
        around = self.rect().adjusted(1, 1, -1, -1)
        if self.isChecked():
            painter.setPen(QPen(look.colour("accent.fill"), 2))
            painter.setBrush(look.colour("surface.selected"))
            painter.drawRoundedRect(around, look.space("xs"), look.space("xs"))
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("surface.hover"))
            painter.drawRoundedRect(around, look.space("xs"), look.space("xs"))
        left = gap
        painter.setFont(font)
        painter.setPen(look.colour("text.normal"))
        if self.number:
            width = self.fontMetrics().horizontalAdvance("9")
            area = QRect(left, 0, width, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(self.number))
            left += width + gap
        if self.ksb is not None:
            size = chip_size(font, self.ksb.code)
            top = (self.height() - size.height()) // 2
            chip = QRect(left, top, size.width(), size.height())
            paint_chip(painter, chip, self.ksb.kind, self.ksb.code, font)
            return
        dot = look.px(12)
        drop = QRect(left + gap, (self.height() - dot) // 2, dot, dot)
        painter.setPen(QPen(look.colour("line.strong"), 1))
        painter.setBrush(look.colour("highlight.unmapped"))
        painter.drawEllipse(drop)
        painter.setPen(look.colour("text.normal"))
        words = self.rect().adjusted(drop.right() + gap, 0, 0, 0)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, align, self.tr("Ask"))

    @override
    def event(self, event: QEvent) -> bool:
        return keep_key(event, *DELETE) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in DELETE and self.ksb is not None:
            self.emptying_wanted.emit()
        else:
            super().keyPressEvent(event)


class PenBar(QFrame):
    """A toolbar of radio buttons; only pens that are loaded are shown."""

    chosen = Signal(int)  # the pen's number, 0 for the one that asks
    load_wanted = Signal()
    emptied = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("look", "bar")
        self.setObjectName("pen_bar")
        self.setAccessibleName(self.tr("Pens"))
        show_as_toolbar(self)
        self._group = QButtonGroup(self)
        self._pens = [PenButton(number) for number in range(PENS + 1)]
        holder = QWidget()
        flow = FlowLayout(holder, look.space("xxs"))
        for pen in self._pens:
            self._group.addButton(pen, pen.number)
            flow.addWidget(pen)
            pen.clicked.connect(partial(self._on_clicked, pen.number))
            pen.emptying_wanted.connect(partial(self.emptied.emit, pen.number))
        self.load = _tool("plus", self.tr("Load pen"), self.tr("Load a pen with a KSB"))
        self.load.setObjectName("load_pen")
        flow.addWidget(self.load)
        self.hide_button = _tool("eye-off", self.tr("Hide"), self.tr("Hide words or an area"))
        self.hide_button.setCheckable(True)
        self.hide_button.hide()
        self.box = _tool("crosshair", self.tr("Box"), self.tr("Draw a box on the page (B)"))
        self.box.setCheckable(True)
        self.whole = _tool(
            "file-check", self.tr("Whole item"), self.tr("Say what the whole item shows")
        )
        self.side = _tool(
            "panel-left", self.tr("Pages"), self.tr("Show or hide small pictures of the pages")
        )
        self.side.setCheckable(True)
        self.side.setAccessibleName(self.tr("Small pictures of the pages"))
        row = QHBoxLayout(self)
        pad = look.space("sm")
        row.setContentsMargins(look.space("md"), look.space("xs"), pad, look.space("xs"))
        row.setSpacing(look.space("xs"))
        row.addWidget(holder, 1)
        for each in self._tools:
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        self.load.clicked.connect(self._on_load)
        self.show_pens({}, 0)

    @property
    def _tools(self) -> tuple[QToolButton, ...]:
        return (self.hide_button, self.box, self.whole, self.side)

    def show_pens(self, held: Mapping[int, Ksb], active: int) -> None:
        """Show the loaded pens, and which pen is in use."""
        for pen in self._pens[1:]:
            ksb = held.get(pen.number)
            if pen.ksb != ksb:
                pen.show_ksb(ksb)
            pen.setVisible(ksb is not None)
        self._pens[active].setChecked(True)
        self.load.setVisible(True)
        self._show_words()

    def name_of(self, number: int) -> str:
        """Return a pen's accessible name."""
        return self._pens[number].spoken

    def pen(self, number: int) -> PenButton:
        """Return a pen's button; 0 is the one that asks."""
        return self._pens[number]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_words()

    def _show_words(self) -> None:
        styles = Qt.ToolButtonStyle
        loaded = sum(pen.ksb is not None for pen in self._pens)
        roomy = self.width() >= theme().px(ROOM_FOR_WORDS + 40 * max(loaded - 3, 0))
        for tool in self._tools:
            tool.setToolButtonStyle(
                styles.ToolButtonTextBesideIcon if roomy else styles.ToolButtonIconOnly
            )
        self.load.setToolButtonStyle(
            styles.ToolButtonTextBesideIcon if roomy or not loaded else styles.ToolButtonIconOnly
        )

    def _on_clicked(self, number: int, *_: object) -> None:
        self.chosen.emit(number)

    def _on_load(self) -> None:
        self.load_wanted.emit()


def _tool(icon: str, words: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setToolTip(tip)
    button.setAccessibleName(words)
    icons.put(button, icon)
    return button
