"""The large side of a card: the first page of a piece, or what is known of one without pages."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from portfolio_app.domain.document import DocumentKind, PageImage, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.slip import slip_words
from portfolio_app.services import sorting
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.page_access import show_as_document
from portfolio_app.ui.kit.page_images import qimage
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

KEPT = 10  # drawn pages kept: the card in view, its neighbours, the versions of a stack
SETTLING_MS = 150
_ICONS = {
    DocumentKind.MAIL: "mail",
    DocumentKind.IMAGE: "image",
    DocumentKind.RECORDING: "video",
    DocumentKind.SHEET: "table",
    DocumentKind.SLIDES: "presentation",
    DocumentKind.ARCHIVE: "archive",
    DocumentKind.WEB: "link-2",
}


class SortPage(QWidget):
    """The card itself: what has the focus while single keys decide. Pages are drawn ahead."""

    drawn = Signal(str)  # the uid of an item whose page has come

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._item: EvidenceItem | None = None
        self._ahead: tuple[EvidenceItem, ...] = ()
        self._pictures: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()
        self._failed: set[str] = set()
        self._drawn_for = QSize()
        show_as_document(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme().px(160), theme().px(160))
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLING_MS)
        self._settle.timeout.connect(self._on_settled)
        theme().changed.connect(self.update)

    def show_item(self, item: EvidenceItem | None, ahead: tuple[EvidenceItem, ...] = ()) -> None:
        """Show an item's first page; the pages of those ``ahead`` are drawn meanwhile."""
        self._item = item
        self._ahead = ahead
        self._ask()
        self.update()

    def has_picture(self, item_uid: str) -> bool:
        """Whether an item's page is there to be shown at once."""
        return item_uid in self._pictures

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(520), theme().px(520))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("surface.sunken"))
        if self._item is None:
            return
        picture = self._pictures.get(self._item.uid)
        if picture is None:
            self._paint_words(painter, self._item)
            return
        self._pictures.move_to_end(self._item.uid)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self._place(picture)
        painter.fillRect(box, look.colour("surface.paper"))
        painter.drawImage(box, picture)
        painter.setPen(QPen(look.colour("line.subtle"), 1))
        painter.drawRect(box.adjusted(-1, -1, 0, 0))

    def _place(self, picture: QImage) -> QRect:
        room = self._room()
        size = picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(self.rect().center())
        return box

    def _room(self) -> QSize:
        gap = 2 * theme().space("md")
        return QSize(max(self.width() - gap, 40), max(self.height() - gap, 40))

    def _paint_words(self, painter: QPainter, item: EvidenceItem) -> None:
        """Draw an icon and, for a piece without pages, what it is; else only that it comes."""
        look = theme()
        waits = item.pages and item.uid not in self._failed
        size = look.px(56)
        middle = self.rect().center()
        top = middle.y() - size - look.space("lg")
        name = _ICONS.get(item.document, "file-text")
        picture = icons.pixmap(name, size, "text.muted", self.devicePixelRatioF())
        painter.drawPixmap(middle.x() - size // 2, top, picture)
        if waits:
            return
        inset = look.space("xl")
        area = self.rect().adjusted(inset, 0, -inset, 0)
        area.setTop(top + size + look.space("md"))
        align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        wrap = Qt.TextFlag.TextWordWrap
        strong = QFont(look.font(strong=True))
        painter.setFont(strong)
        painter.setPen(look.colour("text.normal"))
        words = item.problem or slip_words(item)
        if item.status is ReadStatus.WAITING:
            words = self.tr("This file is still being read.")
        painter.drawText(area, align | wrap, words)

    # drawing ahead

    def _ask(self) -> None:
        room = self._room() * self.devicePixelRatioF()
        self._drawn_for = room
        wanted = () if self._item is None else (self._item, *self._ahead)
        for item in wanted:
            if not item.pages or item.uid in self._asked | self._failed:
                continue
            if item.uid in self._pictures:
                continue
            self._asked.add(item.uid)
            self.workspace.look(
                sorting.first_page,
                item.uid,
                room.width(),
                room.height(),
                then=partial(self._on_drawn, item.uid),
                failed=partial(self._on_failed, item.uid),
            )

    def _on_drawn(self, uid: str, page: PageImage) -> None:
        self._asked.discard(uid)
        self._pictures[uid] = qimage(page).copy()
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        self.drawn.emit(uid)
        if self._item is not None and self._item.uid == uid:
            self.update()

    def _on_failed(self, uid: str, _: BaseException) -> None:
        self._asked.discard(uid)
        self._failed.add(uid)
        self.update()

    def _on_settled(self) -> None:
        room = self._room() * self.devicePixelRatioF()
        if abs(room.width() - self._drawn_for.width()) + abs(
            room.height() - self._drawn_for.height()
        ) > theme().px(40):
            self._pictures.clear()  # drawn for another size: sharp again, or not too many pixels
            self._ask()
        self.update()
