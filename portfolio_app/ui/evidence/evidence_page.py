"""The Evidence area's screen: five tabs, and the Reader when an item is open."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.problems import PortfolioError
from portfolio_app.services.intake import Added
from portfolio_app.store import queries
from portfolio_app.ui.evidence import conversion_dialog, mapping_dialog
from portfolio_app.ui.evidence.bin_view import BinView
from portfolio_app.ui.evidence.details_pane import DetailsPane
from portfolio_app.ui.evidence.inbox_view import InboxView
from portfolio_app.ui.evidence.library_view import LibraryView
from portfolio_app.ui.evidence.reader_page import ReaderPage
from portfolio_app.ui.evidence.reading_view import ReadingView
from portfolio_app.ui.evidence.shortlist_view import ShortlistView
from portfolio_app.ui.kit import adding
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.tables import ListTable
from portfolio_app.ui.kit.tabs import turn_by_keys
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

if TYPE_CHECKING:
    from portfolio_app.ui.evidence.reader_window import ReaderWindow

TABS = ("library", "shortlist", "inbox", "reading", "bin")
_INBOX = TABS.index("inbox")
_View = LibraryView | ShortlistView | InboxView | ReadingView | BinView


class EvidencePage(Page):
    """Places: ``tab`` names a list, ``item`` opens the Reader (at ``claim`` or ``page``).

    With ``want="select"`` the item is only chosen in the list, with ``"select:context"`` that field
    of its details has the focus; with ``"window"`` it is read in a window of its own.
    ``want="add"`` and ``"add_folder"`` ask for files, ``"paste"`` keeps what was copied.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._aside: list[ReaderWindow] = []
        self._build()
        self._connect()

    @override
    def show_place(self, place: Place) -> None:
        if place.item and place.want == "window":
            self._read_aside(place)
        elif place.item and not place.want.startswith("select"):
            self._read(place)
        else:
            self._show_list(place)
            if place.want.startswith("select:"):
                self.workspace.details_wanted.emit()
                self._details.go_to(place.item, place.want.removeprefix("select:"))
        if place.want == "add":
            adding.choose_and_add(self.workspace, self)
        elif place.want == "add_folder":
            adding.choose_folder_and_add(self.workspace, self)
        elif place.want == "paste":
            adding.paste(self.workspace, self)
        elif place.want == "import_mapping":
            mapping_dialog.begin(self, self.workspace)
        elif place.want == "export_mapping":
            mapping_dialog.export(self, self.workspace)
        elif place.want == "suggest":
            self.shortlist.suggest()
        elif place.want == "numbers":
            self.shortlist.numbers()
        elif place.want == "make_pdfs":
            conversion_dialog.make(self, self.workspace)
        elif place.want == "take_pdfs":
            conversion_dialog.take(self, self.workspace)
        elif place.want == "buddy_pack":
            QTimer.singleShot(0, self, self._on_buddy_pack)  # when the page has had the focus
        elif place.want == "buddy_comments":
            self._on_buddy_comments()

    def _on_buddy_pack(self) -> None:
        from portfolio_app.ui.evidence.buddy_dialog import BuddyDialog

        table = getattr(self._list, "table", None)
        chosen = [each.uid for each in table.selected_values()] if table is not None else []
        several = chosen if len(chosen) > 1 else []  # one is only where the list stands
        BuddyDialog(self, self.workspace, several).open()

    def _on_buddy_comments(self) -> None:
        from portfolio_app.ui.evidence import buddy_dialog

        buddy_dialog.receive(self.workspace, self)

    @override
    def handlers(self) -> Mapping[str, Handler]:
        if self.is_reading:
            return self.reader.handlers()
        return self._list.handlers()

    @override
    def details(self) -> QWidget | None:
        # A card has its own fields.
        return None if self.is_reading or self._list is self.inbox else self._details

    @override
    def first_focus(self) -> QWidget | None:
        return self.reader.first_focus() if self.is_reading else self._list.first_focus()

    @override
    def can_leave(self) -> bool:
        self._details.flush()
        self.inbox.flush()
        for reader in (self.reader, *(window.reader for window in self._aside)):
            reader.leave()
        return True

    @property
    def is_reading(self) -> bool:
        """Whether the Reader is in view."""
        return self._stack.currentWidget() is self.reader

    @property
    def _views(self) -> tuple[_View, ...]:
        return (self.library, self.shortlist, self.inbox, self.reading, self.bin)

    @property
    def _list(self) -> _View:
        return self._views[self._tabs.currentIndex()]

    @property
    def _hidden_lists(self) -> tuple[QWidget, ...]:
        shown = self._list
        hidden = [view for view in self._views if view is not shown]
        return tuple(part for view in hidden for part in (view, getattr(view, "table", view)))

    def _build(self) -> None:
        self.library = LibraryView(self.workspace)
        self.shortlist = ShortlistView(self.workspace)
        self.inbox = InboxView(self.workspace)
        self.reading = ReadingView(self.workspace)
        self.bin = BinView(self.workspace)
        self.reader = ReaderPage(self.workspace)
        self._details = DetailsPane(self.workspace)
        self._details.hide()
        self._details.setParent(self)  # until the window takes it; without one it would outlive it
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(self.tr("Evidence"))
        for words in (
            self.tr("Library"),
            self.tr("Shortlist"),
            self.tr("Inbox"),
            self.tr("Reading"),
            self.tr("Bin"),
        ):
            self._tabs.addTab(words)
        self._lists = QStackedWidget()
        for view in self._views:
            self._lists.addWidget(view)
        self._show_waiting()
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))  # the ring of a list leaves the tab's line in view
        self._tabs.setContentsMargins(theme().space("md"), 0, 0, 0)
        column.addWidget(self._tabs)
        column.addWidget(self._lists, 1)
        turn_by_keys(self._tabs, both)
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(self.reader)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self._tabs.currentChanged.connect(self._on_tab)
        self.workspace.changed.connect(self._on_changed)
        for view in self._views:
            view.current_changed.connect(self._on_current)
            view.handlers_changed.connect(self.handlers_changed)
        self.bin.table.current_changed.connect(self._on_current)
        self.reader.doings.neighbours = self._neighbours
        self.reader.handlers_changed.connect(self.handlers_changed)
        self.reader.title_changed.connect(self._on_reader_title)
        self.workspace.added.connect(self._on_added)

    def _show_list(self, place: Place) -> None:
        self.reader.leave()
        focus = self.focusWidget()
        take_focus = self.is_reading or any(view.isAncestorOf(focus) for view in self._views)
        tab = place.tab if place.tab in TABS else TABS[max(self._tabs.currentIndex(), 0)]
        self._tabs.setCurrentIndex(TABS.index(tab))
        self._stack.setCurrentIndex(0)
        self._lists.setCurrentIndex(TABS.index(tab))
        view = self._list
        if place.item and not isinstance(view, BinView):
            view.select(place.item)
        self._show_current()
        self.title_changed.emit(self.tr("Evidence"))
        self.handlers_changed.emit()
        if take_focus:
            view.first_focus().setFocus()

    def _read(self, place: Place) -> None:
        self._details.flush()
        try:
            self.reader.open_item(place.item, place.page, place.claim)
        except PortfolioError as error:
            self.workspace.tell(str(error))
            self._show_list(Place(EVIDENCE, tab="library"))
            return
        self._stack.setCurrentWidget(self.reader)
        self.title_changed.emit(self.reader.title)
        self.handlers_changed.emit()
        if place.want.startswith("find:"):
            self.reader.look_for(place.want.removeprefix("find:"))
        if place.want == "claim":
            self.reader.claim_whole()
        else:
            self.reader.first_focus().setFocus()

    def _read_aside(self, place: Place) -> None:
        """Show an item in a window of its own; the same item has one such window."""
        from portfolio_app.ui.evidence.reader_window import ReaderWindow

        found = next((each for each in self._aside if each.reader.item_uid == place.item), None)
        window = found or ReaderWindow(self.workspace, self.window())
        try:
            window.open_item(place.item, place.page, place.claim)
        except PortfolioError as error:
            self.workspace.tell(str(error))
            window.close()
            return
        if found is None:
            self._aside.append(window)
            window.closed.connect(partial(self._aside.remove, window))

    def _neighbours(self) -> tuple[str, ...]:
        """Return the items of the list in front as it shows them now: filtered and sorted."""
        table = getattr(self._list, "table", None)
        rows = table.rows_model.rows if isinstance(table, ListTable) else ()
        return tuple(row.uid for row in rows if isinstance(row, EvidenceItem))

    def _on_tab(self, index: int) -> None:
        if not self.is_reading:
            from_list = self._lists.isAncestorOf(self.focusWidget())
            self._lists.setCurrentIndex(index)
            if from_list:  # the mouse chose the tab: on with the list, not with a button beside it
                self._list.first_focus().setFocus()
            self.workspace.here(Place(EVIDENCE, tab=TABS[index]))
            self._show_current()
            self.handlers_changed.emit()
            self.details_changed.emit()

    def _show_current(self) -> None:
        view = self._list
        self._on_current(None if isinstance(view, InboxView) else view.table.current_value())

    def _on_changed(self, changes: Changes) -> None:
        if Topic.EVIDENCE in changes.topics:
            self._show_waiting()

    def _show_waiting(self) -> None:
        """Say on the tab how many wait to be sorted."""
        waiting = self.workspace.read(queries.sorting.waiting)
        words = self.tr("Inbox {0}").format(waiting) if waiting else self.tr("Inbox")
        self._tabs.setTabText(_INBOX, words)

    def _on_current(self, item: EvidenceItem | None) -> None:
        # A list that is not in view may load too: the details are those of the one in view.
        asked = self.sender()
        if not self.is_reading and asked not in self._hidden_lists:
            self._details.show_item(item)

    def _on_reader_title(self, title: str) -> None:
        if self.is_reading:
            self.title_changed.emit(title)

    def _on_added(self, added: Added) -> None:
        self.library.show_results(added.results)
