"""The bars above the Reader's page: where you are, and what a page cannot do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.document import PageChars
from portfolio_app.ui.evidence.page_field import PageField
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

ROOM_FOR_FIT = 560  # pixels at 100 % of the header that also shows what keys do as well


class ReaderHeader(QFrame):
    """Back, E-number, page, zoom, and whether pages or words are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("look", "bar")
        self.setAccessibleName(self.tr("Reader"))
        self._has_zoom = True
        self._is_alone = False
        self.back = QPushButton(self.tr("Library"))
        self.back.setProperty("look", "quiet")
        self.back.setAccessibleName(self.tr("Back to the library"))
        icons.put(self.back, "chevron-left")
        self.previous = _tool("arrow-up", self.tr("Previous item (Alt+PgUp)"))
        self.next = _tool("arrow-down", self.tr("Next item (Alt+PgDown)"))
        self._ref = label("", "strong")
        self.page = PageField()
        self.zoom_out = _tool("zoom-out", self.tr("Zoom out (Ctrl+-)"))
        self.fit = QPushButton("100 %")
        self.fit.setProperty("look", "quiet")
        self.fit.setToolTip(self.tr("Fit page width (Ctrl+0)"))
        self.zoom_in = _tool("zoom-in", self.tr("Zoom in (Ctrl+=)"))
        self.as_page = QPushButton(self.tr("Page"))
        self.as_text = QPushButton(self.tr("Text"))
        self._mode = QButtonGroup(self)
        for button, name in (
            (self.as_page, self.tr("Page view (F7)")),
            (self.as_text, self.tr("Text view (F7)")),
        ):
            button.setCheckable(True)
            button.setAccessibleName(name)
            button.setToolTip(name)
            self._mode.addButton(button)
        self.as_page.setChecked(True)
        row = QHBoxLayout(self)
        pad = look.space("sm")
        row.setContentsMargins(pad, look.space("xs"), pad, look.space("xs"))
        row.setSpacing(pad)
        row.addWidget(self.back)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self._ref)
        row.addStretch(1)
        row.addWidget(self.page)
        for each in (self.zoom_out, self.fit, self.zoom_in, self.as_page, self.as_text):
            row.addWidget(each)

    def show_ref(self, ref: str) -> None:
        """Show the item's E-number, nothing while it has none."""
        self._ref.setText(ref)
        self._ref.setVisible(bool(ref))

    def show_zoom(self, zoom: float) -> None:
        """Show the zoom; 1.0 is 100 %."""
        percent = round(zoom * 100)
        self.fit.setText(f"{percent} %")
        self.fit.setAccessibleName(self.tr("Zoom {0} per cent; fit page width").format(percent))

    def show_tools(self, *, has_pages: bool, is_text: bool) -> None:
        """Show only what can be used now."""
        for each in (self.page, self.as_page, self.as_text):
            each.setVisible(has_pages)
        self._has_zoom = has_pages and not is_text
        for tool in (self.zoom_out, self.zoom_in):
            tool.setVisible(self._has_zoom)
        self._show_fit()

    def show_alone(self) -> None:
        """Leave out the ways to other items: this is a window of one."""
        self._is_alone = True
        for each in (self.back, self.previous, self.next):
            each.hide()

    def _show_fit(self) -> None:
        # Large letters in a narrow window: the menu and the keys do the same.
        roomy = self.width() >= theme().px(ROOM_FOR_FIT)
        self.fit.setVisible(self._has_zoom and roomy)
        for each in (self.previous, self.next):
            each.setVisible(roomy and not self._is_alone)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_fit()


class PictureNotice(QFrame):
    """Says that a page has no words to select, and offers the box."""

    box_wanted = Signal()
    read_wanted = Signal()  # let a recogniser read the item's pictures
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self.setProperty("look", "notice")
        self._has_program = False
        self._is_picture = False
        self.words = label("", wrap=True)
        self.button = QPushButton(self.tr("Use Box"))
        self.button.clicked.connect(self.box_wanted)
        self.read = QPushButton(self.tr("Read the words by machine"))
        self.read.clicked.connect(self.read_wanted)
        self.read.hide()
        row = QHBoxLayout(self)
        pad = look.space("sm")
        row.setContentsMargins(look.space("md"), pad, pad, pad)
        row.addWidget(self.words, 1)
        row.addWidget(self.read)
        row.addWidget(self.button)
        self.hide()

    def offer_reading(self, program: str) -> None:
        """Offer to read pictures with this program; "" when there is none."""
        self._has_program = bool(program)
        self.read.setVisible(self._has_program and self._is_picture)
        self.read.setToolTip(self.tr("{0} on this computer reads them").format(program))

    def show_for(self, chars: PageChars | None) -> None:
        """Look at a page's characters: shown when none of them has a place."""
        if chars is None or any(chars.boxes):
            self.hide()
            return
        self._is_picture = not chars.text.strip()
        self.read.setVisible(self._has_program and self._is_picture)
        if not self._is_picture:
            words = self.tr(
                "The words of this page can't be matched to its picture. Nothing is wrong with "
                "the file. Use Box, or the text view (F7)."
            )
        else:
            words = self.tr(
                "This page is a picture, so text can't be selected. Nothing is wrong with the "
                "file. Use Box to mark the part that counts."
            )
        self.words.setText(words)
        self.show()
        self.shown.emit()


def _tool(icon: str, name: str) -> QToolButton:
    button = QToolButton()
    icons.put(button, icon)
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
