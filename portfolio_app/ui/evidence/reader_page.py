"""The Reader: mark the passage that counts, and say which KSB it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import PageText, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.lines import quads_for
from portfolio_app.domain.passage import box_of
from portfolio_app.problems import PortfolioError
from portfolio_app.services import evidence, intake, reading, shortlist
from portfolio_app.services.reading import OpenDocument
from portfolio_app.store import queries
from portfolio_app.ui.evidence import find_bar
from portfolio_app.ui.evidence.claim_bar import ClaimBar
from portfolio_app.ui.evidence.claiming import Claiming
from portfolio_app.ui.evidence.document_source import ItemPages
from portfolio_app.ui.evidence.find_bar import FindBar
from portfolio_app.ui.evidence.passages_list import PassagesList
from portfolio_app.ui.evidence.reader_bars import PenBar, PictureNotice, ReaderHeader
from portfolio_app.ui.evidence.text_map import TextMap
from portfolio_app.ui.evidence.text_view import TextView
from portfolio_app.ui.evidence.thumbnails import Thumbnails
from portfolio_app.ui.evidence.whole_item_view import WholeItemView
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.page_selection import Caret
from portfolio_app.ui.kit.page_view import PageView
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

THUMBNAILS_FROM = 900  # pixels of the Reader's own width at 100 %


class ReaderPage(QWidget):
    """One item open to read. ``open_item`` shows another; the same stays where it was."""

    title_changed = Signal(str)
    handlers_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._item: EvidenceItem | None = None
        self._texts: tuple[PageText, ...] | None = None
        self._document: OpenDocument | None = None
        self._wanted_page = 0
        self._wanted_claim = ""
        self._thumbnails_chosen: bool | None = None
        self._find_pending = ""
        self._build()
        self._connect()

    # what others ask for

    @property
    def item_uid(self) -> str:
        """The item that is open, empty for none."""
        return self._item.uid if self._item is not None else ""

    @property
    def title(self) -> str:
        """The title of the item that is open, "" when none is."""
        return self._item.title if self._item is not None else ""

    def open_item(self, item_uid: str, page_index: int = -1, claim_uid: str = "") -> None:
        """Open an item on a page (from 0; -1 where it was left), or at one of its claims.

        Raises:
            PortfolioError: there is no such item.
        """
        item = queries.evidence.item(self.workspace.store, item_uid)
        self._load_standard()
        self._wanted_claim = claim_uid
        if self._item is not None and item.uid == self._item.uid and self._document is not None:
            self._item = item
            self.claiming.reload()
            if page_index >= 0:
                self.pages.go_to_page(page_index)
            self._go_to_wanted_claim()
            return
        self._leave()
        self._item = item
        self._document = None
        self._texts = None
        self._wanted_page = page_index if page_index >= 0 else max(item.last_page - 1, 0)
        self.pages.close_document()
        self.thumbnails.close_document()
        self._notice.hide()
        self._find.hide()
        self.claiming.open_item(item.uid)
        if item.status is ReadStatus.READABLE:
            self._views.setCurrentWidget(self.pages)
            self.workspace.look(
                reading.open_item,
                item.uid,
                then=partial(self._on_opened, item.uid),
                failed=partial(self._on_not_opened, item.uid),
                key="open item",
            )
        else:
            self._show_whole()
        self._show_header()

    def leave(self) -> None:
        """Write down what is only on screen."""
        self._leave()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        view = self._views.currentWidget()
        if view is self._whole:
            return self._whole.first_focus()
        return self.text if view is self.text else self.pages

    def handlers(self) -> Mapping[str, Handler]:
        """Return what can be done here, by action."""
        item = self._item
        if item is None:
            return {}
        readonly = self.tr("The portfolio is open to read.") if self.workspace.readonly else ""
        pages = "" if self._document is not None else self.tr("This item has no pages to show.")
        doing: dict[str, Handler] = {
            "zoom_in": pages or self.pages.zoom_in,
            "zoom_out": pages or self.pages.zoom_out,
            "zoom_reset": pages or self.pages.fit_width,
            "page_or_text": pages or self.toggle_text,
            "find": pages or self._find.begin,
            "copy_locator": self._copy_locator,
            "claim": readonly or (self.claim_whole if pages else self.claiming.on_claim_wanted),
            "claim_whole": readonly or self.claim_whole,
            "shortlist": readonly or self._on_shortlist,
        }
        if item.locked:
            doing["unlock"] = readonly or self._whole.first_focus().setFocus
        return doing

    def toggle_text(self) -> None:
        """Show the words instead of the pages, or the pages again, at the same place."""
        self._show_text(as_text=self._views.currentWidget() is not self.text)

    def claim_whole(self) -> None:
        """Ask which KSB the whole item shows."""
        if self._item is not None:
            self.claiming.ask_whole(self._item.title)

    def _on_shortlist(self) -> None:
        if self._item is not None:
            verb = shortlist.remove if self._item.ref else shortlist.add
            self.workspace.do(verb, [self._item.uid], toast=True)

    # building

    def _build(self) -> None:
        self.setObjectName("reader")
        self.pages = PageView()
        self.text = TextView()
        self.text.make_map = self._make_map
        self._whole = WholeItemView()
        self._views = QStackedWidget()
        for view in (self.pages, self.text, self._whole):
            self._views.addWidget(view)
        self.thumbnails = Thumbnails()
        self.passages = PassagesList()
        self.bar = ClaimBar(())
        self._find = FindBar()
        self.header = ReaderHeader()
        self.pens = PenBar()
        self._notice = PictureNotice()
        self.claiming = Claiming(
            self.workspace, self.pages, self.text, self.passages, self.thumbnails, self.bar, self
        )
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        for part in (self.thumbnails, self._views, self.passages):
            self._split.addWidget(part)
        self._split.setStretchFactor(1, 1)
        self._share_out()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.pens)
        column.addWidget(self._find)
        column.addWidget(self._notice)
        column.addWidget(self._split, 1)
        column.addWidget(self.bar)
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(1000)

    def _connect(self) -> None:
        pages, header, pens = self.pages, self.header, self.pens
        pages.page_changed.connect(self._on_page)
        pages.zoom_changed.connect(header.show_zoom)
        pages.box_mode_changed.connect(pens.box.setChecked)
        pages.words_known.connect(self._on_words_known)
        self.text.page_changed.connect(self._on_page)
        self.thumbnails.page_wanted.connect(self._go_to_page)
        self.claiming.focus_wanted.connect(self._on_focus_wanted)
        self._whole.whole_wanted.connect(self.claim_whole)
        self._whole.unlock_wanted.connect(self._on_unlock)
        self._find.wanted.connect(self._on_find)
        self._find.place_wanted.connect(self._on_found_place)
        self._find.closed.connect(self._on_focus_wanted)
        self._notice.box_wanted.connect(self._on_use_box)
        header.back.clicked.connect(self._on_back)
        header.page.page_wanted.connect(self._go_to_page)
        header.zoom_out.clicked.connect(pages.zoom_out)
        header.zoom_in.clicked.connect(pages.zoom_in)
        header.fit.clicked.connect(pages.fit_width)
        header.as_page.clicked.connect(partial(self._on_mode, as_text=False))
        header.as_text.clicked.connect(partial(self._on_mode, as_text=True))
        pens.box.clicked.connect(self._on_box_button)
        pens.whole.clicked.connect(self._on_whole_button)
        pens.side.clicked.connect(self._on_side)
        self._remember.timeout.connect(self._save_page)
        self.workspace.changed.connect(self._on_changed)
        theme().changed.connect(self._share_out)
        theme().changed.connect(self._arrange)

    def _share_out(self) -> None:
        """Give the page most of the width, whatever size the letters have."""
        look = theme()
        least = min(look.px(180), 280)
        side, beside = look.px(124), min(look.px(250), max(self.width() * 3 // 10, least))
        self.passages.setMinimumWidth(least)
        self._split.setSizes([side, max(self.width() - side - beside, look.px(300)), beside])

    def _arrange(self) -> None:
        look = theme()
        has_pages = self._document is not None
        is_text = self._views.currentWidget() is self.text
        has_side = has_pages and self.pages.pages > 1 and not is_text
        roomy = self.width() >= look.px(THUMBNAILS_FROM) and look.scale < 150
        shown = self._thumbnails_chosen if self._thumbnails_chosen is not None else roomy
        self.thumbnails.setVisible(has_side and shown)
        self.pens.side.setChecked(has_side and shown)
        self.pens.side.setVisible(has_side)
        self.pens.box.setVisible(has_pages and not is_text)
        self.pens.setVisible(has_pages and not self.workspace.readonly)
        self.claiming.show_as(
            text=is_text, has_pages=self._views.currentWidget() is not self._whole
        )
        self.header.show_tools(has_pages=has_pages, is_text=is_text)

    # opening

    def _load_standard(self) -> None:
        self.claiming.set_ksbs(queries.standard.standard(self.workspace.store).ksbs)

    def _on_opened(self, item_uid: str, document: OpenDocument) -> None:
        if item_uid != self.item_uid or self._item is None:
            return
        self._document = document
        source = ItemPages(self.workspace, document)
        self.pages.open(source, self._label(), self._wanted_page)
        self.thumbnails.open(source)
        self._show_header()
        has_words = len(self._item.picture_pages) < len(document.sizes)
        self._show_text(as_text=self.header.as_text.isChecked() and has_words)
        self._arrange()
        self._go_to_wanted_claim()
        self.handlers_changed.emit()

    def _on_not_opened(self, item_uid: str, error: BaseException) -> None:
        if item_uid != self.item_uid:
            return
        if not isinstance(error, PortfolioError):
            self.workspace.trouble.emit(error)
        self._show_whole(str(error) if isinstance(error, PortfolioError) else "")

    def _show_whole(self, trouble: str = "") -> None:
        if self._item is not None:
            self._whole.show_item(self._item, trouble)
            self._views.setCurrentWidget(self._whole)
            self._arrange()
            self.handlers_changed.emit()

    def _go_to_wanted_claim(self) -> None:
        wanted, self._wanted_claim = self._wanted_claim, ""
        claim = self.claiming.claim(wanted)
        if claim is not None and self._document is not None:
            self.claiming.show_claim(claim)

    def _leave(self) -> None:
        self.claiming.leave()
        if self._remember.isActive():
            self._remember.stop()
            self._save_page()

    # showing

    def _label(self) -> str:
        item = self._item
        return (item.ref or item.title) if item is not None else ""

    def _show_header(self) -> None:
        item = self._item
        if item is None:
            return
        self.header.show_ref(item.ref)
        self.title_changed.emit(item.title)
        self.header.page.show_page(self.pages.page, self.pages.pages)
        self.header.show_zoom(self.pages.zoom)
        self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # pages and text

    def _show_text(self, *, as_text: bool) -> None:
        if self._document is None or self._item is None:
            return
        (self.header.as_text if as_text else self.header.as_page).setChecked(True)
        had_focus = self.first_focus().hasFocus()
        if as_text and self._texts is None:
            self._need_texts()
        if as_text:
            if self._texts is not None and self._views.currentWidget() is not self.text:
                self.text.go_to_page(self.pages.page)
            self._views.setCurrentWidget(self.text)
        else:
            if self._views.currentWidget() is self.text:
                self.pages.go_to_page(self.text.page)
            self._views.setCurrentWidget(self.pages)
        if had_focus:
            self.first_focus().setFocus()
        self._arrange()

    def _need_texts(self) -> None:
        if self._item is not None:
            self.workspace.look(
                queries.text.page_texts,
                self._item.uid,
                then=partial(self._on_texts, self._item.uid),
                key="page texts",
            )

    def _on_texts(self, item_uid: str, texts: tuple[PageText, ...]) -> None:
        if item_uid != self.item_uid:
            return
        self._texts = texts
        self.text.show_pages(texts, self.pages.page)
        self.claiming.show_passages()
        if self._find_pending:
            words, self._find_pending = self._find_pending, ""
            self._on_find(words)

    def _make_map(
        self, pages: Sequence[PageText], heading: str, then: Callable[[TextMap], None]
    ) -> None:
        self.workspace.look(TextMap, pages, heading, then=then, key="text map")

    def _on_mode(self, *, as_text: bool, checked: bool = False) -> None:  # noqa: ARG002 - Qt's
        self._show_text(as_text=as_text)
        self.first_focus().setFocus()

    def _on_page(self, page_index: int) -> None:
        self.header.page.show_page(page_index, self.pages.pages)
        self.thumbnails.show_page(page_index)
        self._show_notice_for(page_index)
        if not self.workspace.readonly:
            self._remember.start()

    def _go_to_page(self, page_index: int) -> None:
        if self._views.currentWidget() is self.text:
            self.text.go_to_page(page_index)
        else:
            self.pages.go_to_page(page_index)

    def _save_page(self) -> None:
        item = self._item
        if item is None or self._document is None or self.workspace.readonly:
            return
        page = self.text.page if self._views.currentWidget() is self.text else self.pages.page
        if page + 1 != item.last_page:
            self.workspace.do(evidence.remember_page, item.uid, page + 1)

    def _on_words_known(self, page_index: int) -> None:
        if page_index == self.pages.page:
            self._show_notice_for(page_index)

    def _show_notice_for(self, page_index: int) -> None:
        is_page = self._views.currentWidget() is self.pages
        wanted = is_page and not self.workspace.readonly
        self._notice.show_for(self.pages.chars_of(page_index) if wanted else None)

    # finding

    def _on_find(self, words: str) -> None:
        if self._texts is None:
            self._find_pending = words
            self._need_texts()
            return
        self.workspace.look(
            find_bar.places,
            self._texts,
            words,
            then=partial(self._on_found, self.item_uid),
            key="find",
        )

    def _on_found(self, item_uid: str, places: tuple[tuple[int, int, int], ...]) -> None:
        if item_uid == self.item_uid and self._find.isVisible():
            self._find.show_places(places, self.pages.page)

    def _on_found_place(self, place: tuple[int, int, int]) -> None:
        page, start, end = place
        if self._views.currentWidget() is self.text:
            self.text.select([place])
            return
        self.pages.select(Caret(page, start), Caret(page, end))
        self._reveal_selection(page)

    def _reveal_selection(self, page: int) -> None:
        parts = self.pages.selection()
        boxes = [
            box_of((quad,))
            for chars, start, end in parts or ()
            if chars.index == page
            for quad in quads_for(chars, start, end)
        ]
        self.pages.show_passage(page, boxes)

    def _on_focus_wanted(self) -> None:
        self.first_focus().setFocus()

    # box, whole item, unlocking, leaving

    def _on_use_box(self) -> None:
        self._show_text(as_text=False)
        self.pages.start_box()
        self.pages.setFocus()

    def _on_box_button(self, on: bool) -> None:  # noqa: FBT001 - a slot
        if on:
            self.pages.set_box_mode(True)
        else:
            self.pages.set_box_mode(False)
        self.pages.setFocus()

    def _on_whole_button(self) -> None:
        self.claim_whole()

    def _on_side(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self._thumbnails_chosen = shown
        self._arrange()

    def _on_unlock(self, password: str) -> None:
        item = self._item
        if item is not None:
            self.workspace.start(
                self.tr("Unlocking {0}").format(item.title),
                intake.unlock,
                item.uid,
                password,
                then=partial(self._on_unlocked, item.uid),
                failed=partial(self._on_not_unlocked, item.uid),
            )

    def _on_unlocked(self, item_uid: str, _: Changes) -> None:
        if item_uid == self.item_uid:
            self._item = None
            self.open_item(item_uid, 0)
            self.first_focus().setFocus()

    def _on_not_unlocked(self, item_uid: str, error: BaseException) -> None:
        if item_uid == self.item_uid:
            told = isinstance(error, PortfolioError)
            self._whole.say_wrong(str(error) if told else self.tr("It wasn't unlocked. Try again."))

    def _copy_locator(self) -> None:
        from PySide6.QtGui import QGuiApplication

        item = self._item
        if item is None:
            return
        name = item.ref or item.title
        words = f"{name}, p. {self.pages.page + 1}" if self._document is not None else name
        QGuiApplication.clipboard().setText(words)
        self.workspace.tell(self.tr("Copied: {0}").format(words))

    def _on_back(self) -> None:
        uid = self.item_uid
        self.workspace.go(Place(EVIDENCE, tab="library", item=uid, want="select"))

    # changes

    def _on_changed(self, changes: Changes) -> None:
        if self._item is None:
            return
        if changes.topics & {Topic.EVIDENCE, Topic.SHORTLIST}:
            self._on_item_changed()
        if changes.topics & {Topic.STANDARD}:
            self._load_standard()
        if changes.topics & {Topic.CLAIMS, Topic.STANDARD} and self._item is not None:
            self.claiming.reload()

    def _on_item_changed(self) -> None:
        before = self._item
        if before is None:
            return
        try:
            item = queries.evidence.item(self.workspace.store, before.uid)
        except PortfolioError:
            self._item = None  # the add was undone
            self.pages.close_document()
            self.thumbnails.close_document()
            self._document = None
            if self.isVisible():
                self.workspace.go(Place(EVIDENCE, tab="library"))
            return
        self._item = item
        if item.status is not before.status and self.isVisible():
            self._item = None
            self.open_item(item.uid, 0)
            return
        if self._document is not None:
            self.pages.set_label(self._label())
        elif self._views.currentWidget() is self._whole and not item.locked:
            self._whole.show_item(item)
        self._show_header()
