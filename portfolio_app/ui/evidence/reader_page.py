"""The Reader: mark the passage that counts, and say which KSB it shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import PageText, ReadStatus
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.passage import Anchor, Claim, Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.services import evidence, intake, mapping, reading
from portfolio_app.services.reading import OpenDocument
from portfolio_app.store import queries
from portfolio_app.ui.evidence import find_bar
from portfolio_app.ui.evidence.claim_bar import ClaimBar
from portfolio_app.ui.evidence.claim_marks import marks_of
from portfolio_app.ui.evidence.document_source import ItemPages
from portfolio_app.ui.evidence.find_bar import FindBar
from portfolio_app.ui.evidence.page_field import PageField
from portfolio_app.ui.evidence.passages_list import PassagesList
from portfolio_app.ui.evidence.text_view import TextView
from portfolio_app.ui.evidence.thumbnails import Thumbnails
from portfolio_app.ui.evidence.whole_item_view import WholeItemView
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.labels import ElidedLabel, label
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
        self._claims: tuple[Claim, ...] = ()
        self._ksbs: dict[str, Ksb] = {}
        self._texts: tuple[PageText, ...] | None = None
        self._document: OpenDocument | None = None
        self._wanted_page = 0
        self._wanted_claim = ""
        self._pending: Anchor | None = None
        self._source_of_claim = "page"
        self._thumbnails_chosen: bool | None = None
        self._may_be_first = True
        self._find_pending = ""
        self._build()
        self._connect()

    # what others ask for

    @property
    def item_uid(self) -> str:
        """The item that is open, empty for none."""
        return self._item.uid if self._item is not None else ""

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
            self._reload()
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
        self._reload()
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
            "claim": readonly or (self.claim_whole if pages else self._on_claim_wanted),
            "claim_whole": readonly or self.claim_whole,
        }
        if item.locked:
            doing["unlock"] = readonly or self._whole.first_focus().setFocus
        return doing

    def toggle_text(self) -> None:
        """Show the words instead of the pages, or the pages again, at the same place."""
        self._show_text(as_text=self._views.currentWidget() is not self.text)

    def claim_whole(self) -> None:
        """Ask which KSB the whole item shows."""
        if self._item is None or self.workspace.readonly:
            return
        self._pending = mapping.WHOLE
        self.bar.ask("", "")
        self.bar.say_whole(self._item.title)

    # building

    def _build(self) -> None:
        look = theme()
        self.setObjectName("reader")
        self.pages = PageView()
        self.text = TextView()
        self._whole = WholeItemView()
        self._views = QStackedWidget()
        for view in (self.pages, self.text, self._whole):
            self._views.addWidget(view)
        self.thumbnails = Thumbnails()
        self.passages = PassagesList()
        self.bar = ClaimBar(())
        self._find = FindBar()
        self._notice = self._build_notice()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        for part in (self.thumbnails, self._views, self.passages):
            self._split.addWidget(part)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([look.px(124), look.px(700), look.px(250)])
        self.passages.setMinimumWidth(look.px(180))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_header())
        column.addWidget(self._build_pens())
        column.addWidget(self._find)
        column.addWidget(self._notice)
        column.addWidget(self._split, 1)
        column.addWidget(self.bar)
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(1000)

    def _build_header(self) -> QFrame:
        look = theme()
        header = QFrame()
        header.setProperty("look", "bar")
        header.setAccessibleName(self.tr("Reader"))
        self._back = QPushButton(self.tr("Library"))
        self._back.setProperty("look", "quiet")
        self._back.setAccessibleName(self.tr("Back to the library"))
        icons.put(self._back, "chevron-left")
        self._ref = label("", "strong")
        self._page = PageField()
        self._out = _tool("zoom-out", self.tr("Zoom out (Ctrl+-)"))
        self._zoom = QPushButton("100 %")
        self._zoom.setProperty("look", "quiet")
        self._zoom.setToolTip(self.tr("Fit page width (Ctrl+0)"))
        self._in = _tool("zoom-in", self.tr("Zoom in (Ctrl+=)"))
        self._as_page = QPushButton(self.tr("Page"))
        self._as_text = QPushButton(self.tr("Text"))
        self._mode = QButtonGroup(self)
        for button, name in (
            (self._as_page, self.tr("Page view (F7)")),
            (self._as_text, self.tr("Text view (F7)")),
        ):
            button.setCheckable(True)
            button.setAccessibleName(name)
            button.setToolTip(name)
            self._mode.addButton(button)
        self._as_page.setChecked(True)
        row = QHBoxLayout(header)
        pad = look.space("sm")
        row.setContentsMargins(pad, look.space("xs"), pad, look.space("xs"))
        row.setSpacing(pad)
        row.addWidget(self._back)
        row.addWidget(self._ref)
        row.addStretch(1)
        self._page_tools: tuple[QWidget, ...] = (self._page, self._out, self._zoom, self._in)
        for each in (*self._page_tools, self._as_page, self._as_text):
            row.addWidget(each)
        return header

    def _build_pens(self) -> QFrame:
        look = theme()
        self._pens = QFrame()
        self._pens.setProperty("look", "bar")
        self._pens.setAccessibleName(self.tr("Highlighter"))
        sign = icons.pixmap("highlighter", look.size("icon"), "text.normal")
        self._pen_sign = label()
        self._pen_sign.setPixmap(sign)
        self._hint = ElidedLabel(
            self.tr("Highlighter on: drag over words, or press H. Alt+Down takes a sentence.")
        )
        self._box = QPushButton(self.tr("Box"))
        self._box.setCheckable(True)
        self._box.setToolTip(self.tr("Draw a box on the page (B)"))
        icons.put(self._box, "crosshair")
        self._whole_button = QPushButton(self.tr("Whole item"))
        self._whole_button.setToolTip(self.tr("Say what the whole item shows"))
        icons.put(self._whole_button, "file-check")
        self._side = QPushButton(self.tr("Pages"))
        self._side.setCheckable(True)
        self._side.setToolTip(self.tr("Show or hide small pictures of the pages"))
        self._side.setAccessibleName(self.tr("Small pictures of the pages"))
        icons.put(self._side, "panel-left")
        row = QHBoxLayout(self._pens)
        pad = look.space("sm")
        row.setContentsMargins(look.space("md"), look.space("xs"), pad, look.space("xs"))
        row.setSpacing(pad)
        row.addWidget(self._pen_sign)
        row.addWidget(self._hint, 1)
        for each in (self._box, self._whole_button, self._side):
            each.setProperty("look", "quiet")
            row.addWidget(each)
        return self._pens

    def _build_notice(self) -> QFrame:
        look = theme()
        frame = QFrame()
        frame.setProperty("look", "notice")
        self._notice_words = label("", wrap=True)
        self._notice_button = QPushButton(self.tr("Use Box"))
        self._notice_button.clicked.connect(self._on_use_box)
        row = QHBoxLayout(frame)
        pad = look.space("sm")
        row.setContentsMargins(look.space("md"), pad, pad, pad)
        row.addWidget(self._notice_words, 1)
        row.addWidget(self._notice_button)
        frame.hide()
        return frame

    def _connect(self) -> None:
        pages, text = self.pages, self.text
        pages.page_changed.connect(self._on_page)
        pages.zoom_changed.connect(self._show_zoom)
        pages.claim_wanted.connect(self._on_claim_wanted)
        pages.selection_changed.connect(self._on_selection)
        pages.box_mode_changed.connect(self._box.setChecked)
        pages.words_known.connect(self._on_words_known)
        pages.flag_chosen.connect(self._on_flag_chosen)
        pages.flag_opened.connect(self._on_flag_opened)
        pages.stronger_wanted.connect(self._on_stronger)
        pages.removal_wanted.connect(self._on_removal)
        text.claim_wanted.connect(self._on_claim_wanted)
        text.page_changed.connect(self._on_page)
        text.passage_step.connect(self._on_passage_step)
        self.passages.chosen.connect(self._on_passage_chosen)
        self.passages.opened.connect(self._on_passage_opened)
        self.passages.stronger_wanted.connect(self._on_stronger)
        self.passages.removal_wanted.connect(self._on_removal)
        self.thumbnails.page_wanted.connect(self._go_to_page)
        self.bar.resized.connect(self.workspace.foot_taken)
        self.bar.save_wanted.connect(partial(self._on_save, go_on=False))
        self.bar.save_next_wanted.connect(partial(self._on_save, go_on=True))
        self.bar.closed.connect(self._on_bar_closed)
        self.bar.changed.connect(self._on_claim_changed)
        self.bar.removal_wanted.connect(self._on_removal)
        self._whole.whole_wanted.connect(self.claim_whole)
        self._whole.unlock_wanted.connect(self._on_unlock)
        self._find.wanted.connect(self._on_find)
        self._find.place_wanted.connect(self._on_found_place)
        self._find.closed.connect(self._on_find_closed)
        self._back.clicked.connect(self._on_back)
        self._page.page_wanted.connect(self._go_to_page)
        self._out.clicked.connect(pages.zoom_out)
        self._in.clicked.connect(pages.zoom_in)
        self._zoom.clicked.connect(pages.fit_width)
        self._as_page.clicked.connect(partial(self._on_mode, as_text=False))
        self._as_text.clicked.connect(partial(self._on_mode, as_text=True))
        self._box.clicked.connect(self._on_box_button)
        self._whole_button.clicked.connect(self._on_whole_button)
        self._side.clicked.connect(self._on_side)
        self._remember.timeout.connect(self._save_page)
        self.workspace.changed.connect(self._on_changed)
        theme().changed.connect(self._on_theme)

    # opening

    def _load_standard(self) -> None:
        standard = queries.standard.standard(self.workspace.store)
        known = {ksb.uid: ksb for ksb in standard.ksbs}
        if known != self._ksbs:
            self._ksbs = known
            self.bar.set_ksbs(standard.ksbs)

    def _on_opened(self, item_uid: str, document: OpenDocument) -> None:
        if item_uid != self.item_uid or self._item is None:
            return
        self._document = document
        source = ItemPages(self.workspace, document)
        self.pages.open(source, self._label(), self._wanted_page)
        self.thumbnails.open(source)
        self._show_passages()
        self._show_header()
        has_words = len(self._item.picture_pages) < len(document.sizes)
        self._show_text(as_text=self._as_text.isChecked() and has_words)
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
            self._show_passages()
            self._arrange()
            self.handlers_changed.emit()

    def _go_to_wanted_claim(self) -> None:
        wanted, self._wanted_claim = self._wanted_claim, ""
        claim = self._claim(wanted)
        if claim is not None and self._document is not None:
            self._show_claim(claim)

    def _leave(self) -> None:
        self.bar.leave_claim()
        if self._remember.isActive():
            self._remember.stop()
            self._save_page()
        if self.bar.isVisible():
            self.bar.close_bar()

    # showing

    def _label(self) -> str:
        item = self._item
        return (item.ref or item.title) if item is not None else ""

    def _show_header(self) -> None:
        item = self._item
        if item is None:
            return
        self._ref.setText(item.ref)
        self._ref.setVisible(bool(item.ref))
        self.title_changed.emit(item.title)
        self._page.show_page(self.pages.page, self.pages.pages)
        self._show_zoom()
        self._arrange()

    def _show_zoom(self) -> None:
        self._zoom.setText(f"{round(self.pages.zoom * 100)} %")
        self._zoom.setAccessibleName(
            self.tr("Zoom {0} per cent; fit page width").format(round(self.pages.zoom * 100))
        )

    def _reload(self) -> None:
        if self._item is None:
            return
        store = self.workspace.store
        self._claims = queries.claims.claims(store, item_uid=self._item.uid)
        self._show_passages()

    def _show_passages(self) -> None:
        marks = marks_of(self._claims, self._ksbs)
        self.pages.set_marks(marks)
        self.text.set_marks(marks)
        self.passages.show_claims(
            self._claims, self._ksbs, has_pages=self._views.currentWidget() is not self._whole
        )
        counts: dict[int, int] = {}
        for mark in marks:
            first = mark.spans[0].page_index
            counts[first] = counts.get(first, 0) + 1
        self.thumbnails.show_passages(counts)
        shown = self._claim(self.bar.claim_uid)
        if shown is not None:
            self.bar.show_claim(shown, self._ksbs.get(shown.ksb_uid), self._place_of(shown))
        elif self.bar.claim_uid:
            self.bar.close_bar()

    def _claim(self, claim_uid: str) -> Claim | None:
        return next((claim for claim in self._claims if claim.uid == claim_uid), None)

    def _place_of(self, claim: Claim) -> str:
        return self.tr("page {0}").format(claim.page) if claim.page else self.tr("whole item")

    def _arrange(self) -> None:
        look = theme()
        has_pages = self._document is not None
        roomy = self.width() >= look.px(THUMBNAILS_FROM) and look.scale < 150
        shown = self._thumbnails_chosen if self._thumbnails_chosen is not None else roomy
        is_text = self._views.currentWidget() is self.text
        self.thumbnails.setVisible(has_pages and shown and not is_text and self.pages.pages > 1)
        self._side.setChecked(self.thumbnails.isVisibleTo(self))
        self._side.setVisible(has_pages and self.pages.pages > 1 and not is_text)
        self._box.setVisible(has_pages and not is_text)
        self._hint.setVisible(has_pages)
        self._pen_sign.setVisible(has_pages)
        self._pens.setVisible(has_pages and not self.workspace.readonly)
        for each in self._page_tools:
            each.setVisible(has_pages)
        for each in (self._out, self._zoom, self._in):
            each.setVisible(has_pages and not is_text)
        for each in (self._as_page, self._as_text):
            each.setVisible(has_pages)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _on_theme(self) -> None:
        self._pen_sign.setPixmap(icons.pixmap("highlighter", theme().size("icon"), "text.normal"))
        self._arrange()

    # pages and text

    def _show_text(self, *, as_text: bool) -> None:
        if self._document is None or self._item is None:
            return
        (self._as_text if as_text else self._as_page).setChecked(True)
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
        self.text.set_marks(marks_of(self._claims, self._ksbs))
        if self._find_pending:
            words, self._find_pending = self._find_pending, ""
            self._on_find(words)

    def _on_mode(self, *, as_text: bool, checked: bool = False) -> None:  # noqa: ARG002 - Qt's
        self._show_text(as_text=as_text)
        self.first_focus().setFocus()

    def _on_page(self, page_index: int) -> None:
        self._page.show_page(page_index, self.pages.pages)
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
        chars = self.pages.chars_of(page_index)
        is_picture = chars is not None and not any(chars.boxes)
        if is_picture and self._views.currentWidget() is not self._whole:
            has_words = bool(chars and chars.text.strip())
            self._notice_words.setText(
                self.tr(
                    "The words of this page can't be matched to its picture. Nothing is wrong "
                    "with the file. Use Box, or the text view (F7)."
                )
                if has_words
                else self.tr(
                    "This page is a picture, so text can't be selected. Nothing is wrong with "
                    "the file. Use Box to mark the part that counts."
                )
            )
        self._notice.setVisible(is_picture and not self.workspace.readonly)

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
        from portfolio_app.domain.lines import quads_for
        from portfolio_app.domain.passage import box_of

        parts = self.pages.selection()
        boxes = [
            box_of((quad,))
            for chars, start, end in parts or ()
            if chars.index == page
            for quad in quads_for(chars, start, end)
        ]
        self.pages.show_passage(page, boxes)

    def _on_find_closed(self) -> None:
        self.first_focus().setFocus()

    # claiming

    def _on_selection(self) -> None:
        if self.bar.is_asking and self.bar.is_untouched and self._pending is not None:
            parts = self.pages.selection()
            if parts == () and self.pages.box() is None and self._source_of_claim == "page":
                self.bar.close_bar()

    def _on_claim_wanted(self) -> None:
        item = self._item
        if item is None or self.workspace.readonly:
            return
        if self._views.currentWidget() is self.text:
            self._claim_from_text()
            return
        self._source_of_claim = "page"
        box = self.pages.box()
        if box is not None:
            page_index, corners = box
            try:
                anchor = mapping.anchor_for_box(
                    self.workspace.store, item.uid, page_index + 1, corners
                )
            except PortfolioError as error:
                self.workspace.tell(str(error))
                return
            self._ask(anchor)
            return
        parts = self.pages.selection()
        if parts is None:
            self.workspace.tell(self.tr("One moment: the words between are still being read."))
        elif parts:
            self._ask(mapping.anchor_for_chars(parts))
        else:
            self.workspace.tell(
                self.tr("Select the words first: drag over them, or press Alt+Down for a sentence.")
            )

    def _claim_from_text(self) -> None:
        stretches = self.text.stretches()
        if not stretches or self._item is None:
            self.workspace.tell(self.tr("Put the caret into a sentence, or select words, first."))
            return
        self._source_of_claim = "text"
        self.text.select(stretches)
        self.workspace.look(
            mapping.anchor_for_stretches,
            self._item.uid,
            stretches,
            then=partial(self._on_anchor, self._item.uid),
        )

    def _on_anchor(self, item_uid: str, anchor: Anchor) -> None:
        if item_uid == self.item_uid:
            self._ask(anchor)

    def _ask(self, anchor: Anchor) -> None:
        self._pending = anchor
        span = anchor.spans[0]
        self.bar.ask(anchor.quote, self.tr("page {0}").format(span.page_index + 1))
        # The bar takes room at the foot: keep what was marked in sight.
        QTimer.singleShot(0, self, self._show_pending)

    def _show_pending(self) -> None:
        from portfolio_app.domain.passage import box_of

        if (
            self._pending is not None
            and self._pending.spans
            and self._views.currentWidget() is self.pages
        ):
            last = self._pending.spans[-1]
            self.pages.show_passage(last.page_index, [box_of((quad,)) for quad in last.quads[-1:]])

    def _on_save(self, *, go_on: bool) -> None:
        if self._pending is None or self._item is None:
            return
        uids = self.bar.ksb_uids
        if not uids:
            self.bar.complain(self.tr("Choose a KSB first: type its code or a word, then Enter."))
            return
        self.workspace.do(
            mapping.claim,
            self._item.uid,
            list(uids),
            self._pending,
            strength=self.bar.strength,
            shows=self.bar.shows,
            then=partial(self._on_claimed, go_on),
            failed=self._on_not_claimed,
        )

    def _on_claimed(self, go_on: bool, claimed: Any) -> None:  # noqa: FBT001
        self._pending = None
        self.bar.hide()
        self.bar.close_bar()
        self._tell_claimed(claimed.changes)
        if self._views.currentWidget() is self.pages:
            if self.pages.is_boxing:
                self.pages.set_box_mode(False)
            if go_on:
                self.pages.step_sentence(1)
            else:
                self.pages.clear_selection()
        elif go_on and self._views.currentWidget() is self.text:
            self.text.step_sentence(1)
        self.first_focus().setFocus()

    def _on_not_claimed(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self.bar.complain(str(error))
        else:
            self.workspace.trouble.emit(error)

    def _tell_claimed(self, changes: Changes) -> None:
        words = changes.summary
        if self._may_be_first:
            self._may_be_first = False
            claims = queries.claims.claims(self.workspace.store)
            if len({claim.passage_uid for claim in claims}) == 1:
                left = len(self._ksbs) - len({claim.ksb_uid for claim in claims})
                words = self.tr("First claim made. {0} to go, and you have until gateway.").format(
                    left
                )
        self.workspace.tell(words, changes.step)

    def _on_bar_closed(self) -> None:
        had_pending = self._pending is not None
        self._pending = None
        if had_pending and self._views.currentWidget() is self.pages:
            self.pages.clear_selection()
            if self.pages.is_boxing:
                self.pages.set_box_mode(False)
        self.first_focus().setFocus()

    # claims that were made

    def _show_claim(self, claim: Claim) -> None:
        """Bring a claim into view, on the page or in the text."""
        self.passages.choose(claim.uid)
        if claim.anchor.spans:
            span = claim.anchor.spans[0]
            if self._views.currentWidget() is self.text:
                self.text.go_to(Caret(span.page_index, span.start))
            else:
                self.pages.choose_flag(claim.uid)

    def _on_flag_chosen(self, claim_uid: str) -> None:
        self.passages.choose(claim_uid)
        if not self.bar.is_asking and self.bar.isVisible():
            claim = self._claim(claim_uid)
            if claim is not None:
                self._open_claim(claim)
            else:
                self.bar.close_bar()

    def _on_flag_opened(self, claim_uid: str) -> None:
        claim = self._claim(claim_uid)
        if claim is not None:
            self._open_claim(claim)
            self.bar.focus_strength()

    def _open_claim(self, claim: Claim) -> None:
        if not self.workspace.readonly:
            self._pending = None
            self.bar.show_claim(claim, self._ksbs.get(claim.ksb_uid), self._place_of(claim))

    def _on_passage_chosen(self, claim_uid: str) -> None:
        claim = self._claim(claim_uid)
        if claim is not None:
            self._show_claim(claim)

    def _on_passage_opened(self, claim_uid: str) -> None:
        claim = self._claim(claim_uid)
        if claim is None:
            return
        self._show_claim(claim)
        if claim.anchor.spans and self._document is not None:
            self.first_focus().setFocus()
        else:
            self._on_flag_opened(claim_uid)

    def _on_passage_step(self, steps: int) -> None:
        order = [c for mark in marks_of(self._claims, self._ksbs) for c in mark.flags]
        if not order:
            self.workspace.tell(self.tr("No highlights in this document yet."))
            return
        uids = [flag.uid for flag in order]
        now = self.pages.chosen
        at = (uids.index(now) + steps) % len(uids) if now in uids else (0 if steps > 0 else -1)
        self.pages.choose_flag(uids[at], reveal=False)
        claim = self._claim(uids[at])
        if claim is not None:
            self._show_claim(claim)

    def _on_stronger(self, claim_uid: str, by: int) -> None:
        claim = self._claim(claim_uid)
        if claim is None or self.workspace.readonly:
            return
        strength = Strength(min(max(int(claim.strength) + by, 1), 3))
        if strength is not claim.strength:
            self.workspace.do(
                mapping.change_claim,
                claim_uid,
                strength=strength,
                then=partial(self._on_strength_changed, claim.ksb_code, strength),
            )

    def _on_strength_changed(self, code: str, strength: Strength, changes: Changes) -> None:
        self.workspace.tell(f"{code}: {strength.words}", changes.step)

    def _on_claim_changed(
        self, claim_uid: str, strength: Strength | None, shows: str | None
    ) -> None:
        self.workspace.do(mapping.change_claim, claim_uid, strength=strength, shows=shows)

    def _on_removal(self, claim_uid: str) -> None:
        if self._claim(claim_uid) is not None and not self.workspace.readonly:
            self.workspace.do(mapping.remove_claim, claim_uid, toast=True)

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
            self._reload()

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


def _tool(icon: str, name: str) -> QToolButton:
    button = QToolButton()
    icons.put(button, icon)
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
