"""The Reader: mark the passage that counts, and say which KSB it shows.

What it is made of: ``reader_views`` (pages, words, the item as a whole), ``reader_finding``,
``reader_memory``, ``pens``, ``marking`` and ``claiming`` (new claims), ``claim_keeping`` (those
made), ``reader_offers`` (what can be done with this file beside highlighting).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.days import clock
from portfolio_app.domain.document import ReadStatus
from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.domain.passage import Claim
from portfolio_app.problems import PortfolioError
from portfolio_app.services import mapping, reading
from portfolio_app.services.reading import OpenDocument
from portfolio_app.store import queries
from portfolio_app.ui.evidence.claim_bar import ClaimBar
from portfolio_app.ui.evidence.claim_keeping import ClaimKeeping
from portfolio_app.ui.evidence.claiming import Claiming
from portfolio_app.ui.evidence.colours_panel import ColoursPanel
from portfolio_app.ui.evidence.find_bar import FindBar
from portfolio_app.ui.evidence.hiding_list import HidingList
from portfolio_app.ui.evidence.hiding_mode import HidingMode
from portfolio_app.ui.evidence.item_claims import ItemClaims
from portfolio_app.ui.evidence.marking import Marking
from portfolio_app.ui.evidence.offer_bar import OfferBar
from portfolio_app.ui.evidence.parts_panel import PartsPanel
from portfolio_app.ui.evidence.passages_list import PassagesList
from portfolio_app.ui.evidence.pen_bar import PenBar
from portfolio_app.ui.evidence.pen_loader import PenLoader
from portfolio_app.ui.evidence.pens import Pens
from portfolio_app.ui.evidence.placing_bar import PlacingBar
from portfolio_app.ui.evidence.reader_bars import PictureNotice, ReaderHeader
from portfolio_app.ui.evidence.reader_doings import ReaderDoings
from portfolio_app.ui.evidence.reader_finding import ReaderFinding
from portfolio_app.ui.evidence.reader_memory import ReaderMemory
from portfolio_app.ui.evidence.reader_offers import ReaderOffers
from portfolio_app.ui.evidence.reader_side import ReaderSide
from portfolio_app.ui.evidence.reader_views import ReaderViews
from portfolio_app.ui.evidence.recognition import Recognition
from portfolio_app.ui.evidence.thumbnails import Thumbnails
from portfolio_app.ui.evidence.unlocking import Unlocking
from portfolio_app.ui.evidence.versioning import Versioning
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

THUMBNAILS_FROM = 900  # pixels of the Reader's own width at 100 %
ROOM_FOR_ALL = 340  # pixels of its height at 100 %, below which bars make way for the claim bar


class ReaderPage(QWidget):
    """One item open to read. ``open_item`` shows another; the same stays where it was."""

    title_changed = Signal(str)
    handlers_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._item: EvidenceItem | None = None
        self._wanted_page = 0
        self._wanted_claim = ""
        self._thumbnails_chosen: bool | None = None
        self.is_alone = False
        self._build()
        self._connect()

    # what others ask for

    @property
    def item(self) -> EvidenceItem | None:
        """The item that is open, None for none."""
        return self._item

    @property
    def item_uid(self) -> str:
        """The item that is open, empty for none."""
        return self._item.uid if self._item is not None else ""

    @property
    def title(self) -> str:
        """The title of the item that is open, "" when none is."""
        return self._item.title if self._item is not None else ""

    def show_alone(self) -> None:
        """Be a window of one item: nothing here leads to another."""
        self.is_alone = True
        self.header.show_alone()

    def open_item(self, item_uid: str, page_index: int = -1, claim_uid: str = "") -> None:
        """Open an item on a page (from 0; -1 where it was left), or at one of its claims.

        Raises:
            PortfolioError: there is no such item.
        """
        item = queries.evidence.item(self.workspace.store, item_uid)
        self._load_standard()
        self._wanted_claim = claim_uid
        if item.uid == self.item_uid and self.views.document is not None:
            self._item = item
            self.known.reload()
            if page_index >= 0:
                self.views.go_to_page(page_index)
            self._go_to_wanted_claim()
            return
        self.leave()
        self._item = item
        self.memory.begin(item)
        self._wanted_page = page_index if page_index >= 0 else self.memory.page
        self.thumbnails.close_document()
        self._notice.hide()
        self.pen_loader.put_away()
        self.finding.leave()
        self.marking.item_uid = item.uid
        self.known.open_item(item.uid, is_theory=item.shelf is Shelf.READING)
        self.hiding.open_item(item.uid)
        is_readable = item.status is ReadStatus.READABLE
        self.views.begin(item.uid, has_pages=is_readable)
        if is_readable:
            self.workspace.look(
                reading.open_item,
                item.uid,
                then=partial(self._on_opened, item.uid),
                failed=partial(self._on_not_opened, item.uid),
                key=f"open item {id(self)}",
            )
        else:
            self.views.show_whole(item)
        self.offers.open_item(item)
        self.parts.open_item(item)
        self._recognition.item_uid, self._recognition.item_title = item.uid, item.title
        self._show_header()
        self.handlers_changed.emit()

    def look_for(self, words: str) -> None:
        """Look for words in the item that is open, from the page it is opened on."""
        if self._item is not None and self._item.status is ReadStatus.READABLE:
            self.finding.find(words)

    def leave(self) -> None:
        """Write down what is only on screen."""
        self.keeping.leave()
        self.versions.leave()
        self.memory.leave()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.views.first_focus()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what can be done here, by action."""
        return self.doings.handlers(self._item) if self._item is not None else {}

    def begin_find(self) -> None:
        """Ask which words to look for in the document."""
        self._find.begin()

    def toggle_text(self) -> None:
        """Show the words instead of the pages, or the pages again, at the same place."""
        self.views.show_text(as_text=not self.views.is_text)

    def claim_whole(self) -> None:
        """Ask which KSB the whole item shows."""
        if self._item is not None:
            self.claiming.ask_whole(self._item.title)

    # building

    def _build(self) -> None:
        self.setObjectName("reader")
        work = self.workspace
        self.views = ReaderViews(work)
        self.pages, self.text = self.views.pages, self.views.text
        self.thumbnails = Thumbnails()
        self.passages = PassagesList()
        self.hidden = HidingList()
        self.side = ReaderSide(self.passages, self.hidden)
        self.bar = ClaimBar(())
        self._find = FindBar()
        self.header = ReaderHeader()
        self.pen_bar = PenBar()
        self.pen_loader = PenLoader()
        self._notice = PictureNotice()
        self.known = ItemClaims(work, self)
        self.marking = Marking(work, self.pages, self.text, self)
        self.pens = Pens(work, self.pen_bar, self.pen_loader, self)
        self.claiming = Claiming(work, self.known, self.marking, self.pens, self.bar, self)
        self.keeping = ClaimKeeping(
            work, self.known, self.marking, self.passages, self.thumbnails, self.bar, self
        )
        self.hiding = HidingMode(work, self.marking, self.hidden, self.pen_bar.hide_button, self)
        self.finding = ReaderFinding(work, self.views, self._find, self)
        self.memory = ReaderMemory(work, self.views, self)
        self._unlocking = Unlocking(work, self.views.whole, self)
        self._recognition = Recognition(work, self._notice, self)
        self.offer_bar = OfferBar()
        self.colours = ColoursPanel()
        self.parts = PartsPanel(work)
        self.placing_bar = PlacingBar()
        self.versions = Versioning(work, self.known, self.marking, self.placing_bar, self)
        self.offers = ReaderOffers(
            work, self.known, self.versions, self.offer_bar, self.colours, self
        )
        self.doings = ReaderDoings(self)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setMinimumHeight(1)  # with large letters the page gives way, never a field
        for part in (self.thumbnails, self.views, self.side):
            self._split.addWidget(part)
        self._split.setStretchFactor(1, 1)
        self._share_out()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bars = (self.header, self.pen_bar, self.pen_loader, self._find, self.offer_bar)
        for above in (*bars, self.colours, self.parts, self._notice):
            column.addWidget(above)
        column.addWidget(self._split, 1)
        for below in (self.placing_bar, self.bar):
            column.addWidget(below)

    def _connect(self) -> None:
        views, header, pens = self.views, self.header, self.pen_bar
        views.page_changed.connect(self._on_page)
        views.turned.connect(self._on_turned)
        self.pages.zoom_changed.connect(header.show_zoom)
        self.pages.box_mode_changed.connect(pens.box.setChecked)
        self.pages.words_known.connect(self._on_words_known)
        self.text.box_wanted.connect(self._on_use_box)
        views.texts_came.connect(self.keeping.show_passages)
        self.thumbnails.page_wanted.connect(views.go_to_page)
        self.hiding.list_wanted.connect(self.side.show_hidden)
        self.hiding.count_changed.connect(self.side.show_count)
        asking = (self.claiming, self.keeping, self.pens, self.hiding, self.versions, self.offers)
        for each in (*asking, self.parts):
            each.focus_wanted.connect(self._on_focus_wanted)
        self.claiming.instead = self._instead_of_claiming
        self.passages.opened.connect(self._on_passage_opened)
        self.versions.begun.connect(self._on_placing_begun)
        self.offers.parts_wanted.connect(self.parts.offer_files)
        views.whole.original_wanted.connect(self.doings.show_original)
        views.whole.times.range_wanted.connect(self._on_times)
        self._find.closed.connect(self._on_focus_wanted)
        views.whole.whole_wanted.connect(self.claim_whole)
        views.whole.unlock_wanted.connect(self._on_unlock)
        self._unlocking.unlocked.connect(self._on_unlocked)
        self._recognition.done.connect(self._on_recognised)
        self._notice.box_wanted.connect(self._on_use_box)
        for foot in (self.bar, self.placing_bar):
            foot.resized.connect(self._on_foot)
        for panel in (self.colours, self.parts):
            panel.shown.connect(self._arrange)
        header.back.clicked.connect(self._on_back)
        header.previous.clicked.connect(partial(self._on_step_button, -1))
        header.next.clicked.connect(partial(self._on_step_button, 1))
        header.page.page_wanted.connect(views.go_to_page)
        header.zoom_out.clicked.connect(self.pages.zoom_out)
        header.zoom_in.clicked.connect(self.pages.zoom_in)
        header.fit.clicked.connect(self.pages.fit_width)
        header.as_page.clicked.connect(partial(self._on_mode, as_text=False))
        header.as_text.clicked.connect(partial(self._on_mode, as_text=True))
        pens.box.clicked.connect(self._on_box_button)
        pens.whole.clicked.connect(self._on_whole_button)
        pens.side.clicked.connect(self._on_side)
        self.workspace.changed.connect(self._on_changed)
        theme().changed.connect(self._share_out)
        theme().changed.connect(self._arrange)

    def _share_out(self) -> None:
        """Give the page most of the width, whatever size the letters have."""
        look = theme()
        least = min(look.px(180), 280)
        side, beside = look.px(124), min(look.px(250), max(self.width() * 3 // 10, least))
        self.side.setMinimumWidth(least)
        self._split.setSizes([side, max(self.width() - side - beside, look.px(300)), beside])

    def _arrange(self) -> None:
        look = theme()
        has_pages = self.views.document is not None
        is_text = self.views.is_text
        # With large letters in a low window: what is asked stays whole, what stands above goes.
        is_low = self.height() < look.px(ROOM_FOR_ALL)
        asking = (self.bar, self.placing_bar, self.colours, self.parts)
        is_tight = is_low and any(each.isVisible() for each in asking)
        self.header.setVisible(not is_tight)
        self.offer_bar.setVisible(self.offer_bar.offer is not None and not is_tight)
        self.bar.set_tight(is_low)
        has_side = has_pages and self.pages.pages > 1 and not is_text
        roomy = self.width() >= look.px(THUMBNAILS_FROM) and look.scale < 150
        shown = self._thumbnails_chosen if self._thumbnails_chosen is not None else roomy
        self.thumbnails.setVisible(has_side and shown)
        self.pen_bar.side.setChecked(has_side and shown)
        self.pen_bar.side.setVisible(has_side)
        self.pen_bar.box.setVisible(has_pages and not is_text)
        self.pen_bar.hide_button.setVisible(has_pages)
        self.pen_bar.setVisible(has_pages and not self.workspace.readonly and not is_tight)
        self.keeping.show_as(has_pages=not self.views.is_whole)
        self.header.show_tools(has_pages=has_pages, is_text=is_text)

    # opening

    def _load_standard(self) -> None:
        ksbs = queries.standard.standard(self.workspace.store).ksbs
        if self.known.set_ksbs(ksbs):
            self.bar.set_ksbs(ksbs)
            self.pens.set_ksbs(ksbs)

    def _on_opened(self, item_uid: str, document: OpenDocument) -> None:
        if item_uid != self.item_uid or self._item is None:
            return
        source = self.views.open_document(document, self._label(), self._wanted_page)
        self.thumbnails.open(source)
        if self.memory.zoom:
            self.pages.set_zoom(self.memory.zoom)
            self.pages.go_to_page(self._wanted_page)
        else:
            self.pages.fit_width()
        self.known.reload()
        self.hiding.reload()
        self._show_header()
        has_words = len(self._item.picture_pages) < len(document.sizes)
        self.views.show_text(as_text=self.memory.was_text and has_words)
        self._go_to_wanted_claim()
        self.handlers_changed.emit()

    def _on_not_opened(self, item_uid: str, error: BaseException) -> None:
        if item_uid != self.item_uid or self._item is None:
            return
        if not isinstance(error, PortfolioError):
            self.workspace.trouble.emit(error)
        self.views.show_whole(self._item, str(error) if isinstance(error, PortfolioError) else "")

    def _go_to_wanted_claim(self) -> None:
        wanted, self._wanted_claim = self._wanted_claim, ""
        claim = self.known.claim(wanted)
        if claim is not None and self.views.document is not None:
            self.keeping.show_claim(claim)

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

    def _on_turned(self) -> None:
        is_text = self.views.is_text
        self.marking.is_text = is_text
        (self.header.as_text if is_text else self.header.as_page).setChecked(True)
        self._show_notice_for(self.views.page)
        self._arrange()
        self.handlers_changed.emit()

    def _on_mode(self, *, as_text: bool, checked: bool = False) -> None:  # noqa: ARG002 - Qt's
        self.views.show_text(as_text=as_text)
        self.first_focus().setFocus()

    def _on_page(self, page_index: int) -> None:
        self.header.page.show_page(page_index, self.pages.pages)
        self.thumbnails.show_page(page_index)
        self.parts.page = page_index
        self._show_notice_for(page_index)

    def _on_words_known(self, page_index: int) -> None:
        if page_index == self.pages.page:
            self._show_notice_for(page_index)

    def _show_notice_for(self, page_index: int) -> None:
        is_page = self.views.currentWidget() is self.pages
        wanted = is_page and not self.workspace.readonly
        self._notice.show_for(self.pages.chars_of(page_index) if wanted else None)

    def _on_focus_wanted(self) -> None:
        self.first_focus().setFocus()

    def _instead_of_claiming(self) -> Callable[[], None] | None:
        return self.versions.place_here if self.versions.is_placing else None

    def _on_passage_opened(self, claim_uid: str) -> None:
        claim = self.known.claim(claim_uid)
        if claim is not None and (claim.to_place or claim.was):
            self.versions.begin(claim)

    def _on_placing_begun(self, claim: Claim) -> None:
        self.keeping.leave()
        if claim.to_place and claim.page:
            self.views.go_to_page(claim.page - 1)
        else:
            self.keeping.show_claim(claim)

    def _on_times(self, start: float, end: float) -> None:
        if self._item is not None:
            anchor = mapping.anchor_for_time(self._item, start, end)
            place = self.tr("{0} to {1}").format(clock(start), clock(end))
            self.claiming.ask_about(anchor, place)

    def _on_foot(self, _: int) -> None:
        self._arrange()
        if not self.is_alone:
            taken = [each.height() for each in (self.bar, self.placing_bar) if each.isVisible()]
            self.workspace.foot_taken.emit(sum(taken))

    # box, whole item, unlocking, other items

    def _on_use_box(self) -> None:
        self.views.show_text(as_text=False)
        self.pages.start_box()
        self.pages.setFocus()

    def _on_box_button(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self.pages.set_box_mode(on)
        self.pages.setFocus()

    def _on_whole_button(self) -> None:
        self.claim_whole()

    def _on_side(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self._thumbnails_chosen = shown
        self._arrange()

    def _on_unlock(self, password: str) -> None:
        if self._item is not None:
            self._unlocking.unlock(self._item.uid, self._item.title, password)

    def _on_unlocked(self, item_uid: str) -> None:
        if item_uid == self.item_uid:
            self._open_again(item_uid)
            self.first_focus().setFocus()

    def _on_recognised(self, item_uid: str) -> None:
        if item_uid == self.item_uid:
            page = self.views.page
            self._open_again(item_uid, page)

    def _open_again(self, item_uid: str, page_index: int = 0) -> None:
        self._item = None
        self.open_item(item_uid, page_index)

    def _on_back(self) -> None:
        uid = self.item_uid
        self.workspace.go(Place(EVIDENCE, tab="library", item=uid, want="select"))

    def _on_step_button(self, steps: int, *_: object) -> None:
        self.doings.step_item(steps)

    # changes

    def _on_changed(self, changes: Changes) -> None:
        if self._item is None:
            return
        if changes.topics & {Topic.EVIDENCE, Topic.SHORTLIST}:
            self._on_item_changed()
        if changes.topics & {Topic.STANDARD}:
            self._load_standard()
        if changes.topics & {Topic.PORTFOLIO, Topic.STANDARD}:
            self.pens.reload()
        if changes.topics & {Topic.CLAIMS, Topic.STANDARD} and self._item is not None:
            self.known.reload()

    def _on_item_changed(self) -> None:
        before = self._item
        if before is None:
            return
        try:
            item = queries.evidence.item(self.workspace.store, before.uid)
        except PortfolioError:
            self._close_gone()
            return
        self._item = item
        self.offers.open_item(item)
        if (item.shelf is Shelf.READING) != self.known.is_theory:
            self.known.open_item(item.uid, is_theory=item.shelf is Shelf.READING)
        other_pages = (item.status, item.pages, item.sha256, item.route) != (
            before.status,
            before.pages,
            before.sha256,
            before.route,
        )
        if other_pages and self.isVisible():
            self._open_again(item.uid)
            return
        if self.views.document is not None:
            self.pages.set_label(self._label())
        elif self.views.is_whole and not item.locked:
            self.views.whole.show_item(item)
        self._show_header()

    def _close_gone(self) -> None:
        """The add was undone: there is nothing to show any more."""
        self._item = None
        self.views.begin("", has_pages=False)
        self.thumbnails.close_document()
        if self.isVisible() and not self.is_alone:
            self.workspace.go(Place(EVIDENCE, tab="library"))
