"""The library: everything collected, to filter, open, shortlist, rename and bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind, Shelf
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.services import evidence, intake, shortlist
from portfolio_app.services.intake import Added, AddedFile
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.evidence import evidence_columns as columns
from portfolio_app.ui.evidence.rename_field import RenameField
from portfolio_app.ui.evidence.results_panel import ResultsPanel
from portfolio_app.ui.kit import adding, icons
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import ListTable
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

TITLE, KIND, DATE, PAGES, KSBS, CHECKS, SHORTLIST = range(7)
READ_HERE = 1500  # items: a larger library is read off this thread
TOPICS = {Topic.EVIDENCE, Topic.CLAIMS, Topic.SHORTLIST, Topic.STANDARD}


class LibraryView(QWidget):
    """What was kept: neither in the bin, nor waiting to be sorted, nor only read."""

    current_changed = Signal(object)  # EvidenceItem or None
    handlers_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._all = columns.Searchable()
        self._kinds: dict[str, KsbKind] = {}
        self._seen = WhenSeen(self, self._load)
        self._select_later = ""
        self._build()
        self._connect()

    # what others ask for

    def select(self, item_uid: str) -> None:
        """Make an item the current row; a filter that hides it is cleared."""
        self._select_later = item_uid
        self._take_later()

    def load_if_needed(self) -> None:
        """Read the library again if something changed while it was hidden."""
        if self._seen.is_due:
            self._seen.now()

    def show_results(self, results: Sequence[AddedFile]) -> None:
        """Show what became of the files of an add."""
        if len(results) > 1 or any(each.problem or each.status != "readable" for each in results):
            self._results.show_results(results)  # of one file that is there nothing needs saying
        fresh = [each.item_uid for each in results if each.status in ("readable", "kept")]
        if fresh:
            self.select(fresh[0])

    def handlers(self) -> Mapping[str, Handler]:
        """Return what can be done here, by action."""
        chosen = self.table.selected_values()
        nothing = "" if chosen else self.tr("Choose an item first.")
        readonly = self.tr("The portfolio is open to read.") if self.workspace.readonly else ""
        return {
            "find": self._focus_filter,
            "open_item": nothing or self._on_open_current,
            "claim": readonly or nothing or self._on_open_current,
            "shortlist": readonly or nothing or self._on_shortlist,
            "rename": readonly or nothing or self._on_rename,
            "bin": readonly or nothing or self._on_bin,
            "copy_locator": nothing or self._on_copy,
        }

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        if self._stack.currentWidget() is self.table:
            return self.table
        return self._empty.buttons[0] if self._all.items == () else self._filter

    # building

    def _build(self) -> None:
        look = theme()
        self._filter = QLineEdit()
        self._filter.setObjectName("library_filter")
        self._filter.setPlaceholderText(self.tr("Filter by title, word or KSB"))
        self._filter.setAccessibleName(self.tr("Filter the library"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setMinimumWidth(look.px(180))
        self._kind = ChoiceBox()
        self._kind.setAccessibleName(self.tr("Kind"))
        self._kind.addItem(self.tr("All kinds"), None)
        for kind in EvidenceKind:
            self._kind.addItem(kind.words, kind)
        self._project = ChoiceBox()
        self._project.setAccessibleName(self.tr("Project"))
        self._project.addItem(self.tr("All projects"), "")
        self._unmapped = QCheckBox(self.tr("Not mapped"))
        self._unlisted = QCheckBox(self.tr("Not shortlisted"))
        for tick in (self._unmapped, self._unlisted):
            tick.setMinimumHeight(look.size("control_height"))
        self._folder = QPushButton(self.tr("Add a folder"))
        icons.put(self._folder, "folder-plus")
        filters = QWidget()
        flow = FlowLayout(filters, look.space("sm"))
        for each in (
            self._filter,
            self._kind,
            self._project,
            self._unmapped,
            self._unlisted,
            self._folder,
        ):
            flow.addWidget(each)
        self._count = label("", "caption")
        self.table = ListTable(
            (
                columns.title_column(),
                columns.kind_column(),
                columns.date_column(),
                columns.pages_column(),
                columns.ksbs_column(),
                columns.checks_column(),
                columns.shortlist_column(),
            ),
            key=lambda item: item.uid,
            name=self.tr("Library"),
        )
        self.table.setObjectName("library")
        self._chips = columns.ChipsDelegate(self._ksb_kinds, self.table)
        self.table.setItemDelegateForColumn(KSBS, self._chips)
        self.table.setItemDelegateForColumn(SHORTLIST, columns.ShortlistDelegate(self.table))
        self._rename = RenameField(self.table, TITLE)
        self._empty = EmptyState(
            "layers",
            self.tr(
                "Nothing here yet. Drop files here, or add minutes, papers, e-mails, slides, "
                "photos or recordings."
            ),
            primary=(self.tr("Add evidence"), partial(adding.choose_and_add, self.workspace, self)),
            secondary=(
                self.tr("Add a folder"),
                partial(adding.choose_folder_and_add, self.workspace, self),
            ),
        )
        self._drop = QFrame()
        self._drop.setProperty("look", "drop")
        inside = QVBoxLayout(self._drop)
        inside.addWidget(self._empty)
        self._none = EmptyState(
            "search",
            self.tr("No item matches."),
            primary=(self.tr("Clear the filter"), self._clear_filter),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._drop)
        self._stack.addWidget(self._none)
        # In a low window the list gives way, never the filters: not even for a page that is hidden.
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumHeight(look.size("row_comfortable"))
        self._results = ResultsPanel()
        column = QVBoxLayout(self)
        pad = look.space("md")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("sm"))
        column.addWidget(filters)
        column.addWidget(self._results)
        column.addWidget(self._stack, 1)
        column.addWidget(self._count)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(120)

    def _connect(self) -> None:
        self._folder.clicked.connect(
            partial(_call, adding.choose_folder_and_add, self.workspace, self)
        )
        self._filter.textChanged.connect(self._rest.start)
        self._rest.timeout.connect(self._show)
        self._kind.currentIndexChanged.connect(self._show)
        self._project.currentIndexChanged.connect(self._show)
        self._unmapped.toggled.connect(self._show)
        self._unlisted.toggled.connect(self._show)
        self.table.opened.connect(self._on_open)
        self.table.looked_at.connect(self._on_looked_at)
        self.table.current_changed.connect(self.current_changed)
        self.table.selection_changed.connect(self.handlers_changed)
        self.table.clicked.connect(self._on_clicked)
        self._rename.renamed.connect(self._on_renamed)
        self._results.close_wanted.connect(self._on_results_closed)
        self._results.open_wanted.connect(self._on_open_uid)
        self._results.again_wanted.connect(self._on_again)
        self._seen.listen(self.workspace, TOPICS)

    # loading and showing

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns.fit_columns(self.table, KIND, DATE, PAGES)
        self.table.setColumnHidden(CHECKS, self.table.width() < theme().px(860))

    def _load(self) -> None:
        if len(self._all.items) < READ_HERE:
            self._on_loaded(_read(self.workspace.store))
        else:
            self.workspace.look(_read, then=self._on_loaded, key="library")

    def _on_loaded(self, read: tuple[columns.Searchable, dict[str, KsbKind]]) -> None:
        self._all, kinds = read
        if kinds != self._kinds:
            self._kinds = kinds
            self._chips.forget()
        self._offer_projects()
        self._show()
        self._take_later()

    def _offer_projects(self) -> None:
        names = sorted({n for item in self._all.items for n in item.projects}, key=str.casefold)
        offered = [self._project.itemData(row) for row in range(1, self._project.count())]
        if names == offered:
            return
        chosen = self._project.currentData()
        self._project.blockSignals(True)  # noqa: FBT003 - Qt's own
        for row in range(self._project.count() - 1, 0, -1):
            self._project.removeItem(row)
        for name in names:
            self._project.addItem(name, name)
        self._project.setCurrentIndex(max(self._project.findData(chosen), 0))
        self._project.blockSignals(False)  # noqa: FBT003

    def _ksb_kinds(self) -> Mapping[str, KsbKind]:
        return self._kinds

    def _show(self) -> None:
        self._rest.stop()
        wanted = columns.Filter(
            words=self._filter.text().strip(),
            kind=self._kind.currentData(),
            project=self._project.currentData() or "",
            unmapped=self._unmapped.isChecked(),
            not_shortlisted=self._unlisted.isChecked(),
        )
        found = self._all.found(wanted)
        self.table.show_rows(found)
        total = len(self._all.items)
        if found and self.table.current_value() is None:
            self.table.selectRow(0)
        if not total:
            self._stack.setCurrentWidget(self._drop)
        else:
            self._stack.setCurrentWidget(self.table if found else self._none)
        for each in (self._filter, self._kind, self._unmapped, self._unlisted):
            each.setVisible(total > 0)
        self._project.setVisible(self._project.count() > 1)
        self._folder.setVisible(total > 0)
        words = "" if not total else _items(len(found), total)
        if words != self._count.text():
            self._count.setText(words)
            announcer().say(words)
        self.handlers_changed.emit()

    def _take_later(self) -> None:
        uid = self._select_later
        if not uid:
            return
        if uid not in {item.uid for item in self._all.items}:
            return
        self._select_later = ""
        if not self.table.select_keys({uid}, uid):
            self._clear_filter()
            self.table.select_keys({uid}, uid)

    def _focus_filter(self) -> None:
        self._filter.setFocus()
        self._filter.selectAll()

    def _clear_filter(self) -> None:
        self._filter.clear()
        self._kind.setCurrentIndex(0)
        self._project.setCurrentIndex(0)
        self._unmapped.setChecked(False)
        self._unlisted.setChecked(False)
        self._show()

    # doing

    def _chosen(self) -> list[str]:
        return [item.uid for item in self.table.selected_values()]

    def _on_open(self, item: EvidenceItem) -> None:
        self._on_open_uid(item.uid)

    def _on_looked_at(self, item: EvidenceItem) -> None:
        from portfolio_app.ui.evidence.preview import Preview

        Preview(self, self.workspace, item).open()

    def _on_open_uid(self, item_uid: str) -> None:
        self.workspace.go(Place(EVIDENCE, item=item_uid))

    def _on_open_current(self) -> None:
        item = self.table.current_value()
        if item is not None:
            self._on_open(item)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == SHORTLIST and not self.workspace.readonly:
            self._toggle([self.table.rows_model.rows[index.row()]])

    def _on_shortlist(self) -> None:
        self._toggle(self.table.selected_values())

    def _toggle(self, items: Sequence[EvidenceItem]) -> None:
        fresh = [item.uid for item in items if not item.ref]
        if fresh:
            self.workspace.do(shortlist.add, fresh, toast=True)
        elif items:
            self.workspace.do(shortlist.remove, [item.uid for item in items], toast=True)

    def _on_rename(self) -> None:
        item = self.table.current_value()
        if item is not None:
            self._rename.begin(item.uid, item.title)

    def _on_renamed(self, item_uid: str, title: str) -> None:
        self.workspace.do(evidence.edit, item_uid, title=title)

    def _on_bin(self) -> None:
        self.workspace.do(evidence.bin_items, self._chosen(), toast=True)

    def _on_copy(self) -> None:
        from PySide6.QtGui import QGuiApplication

        words = ", ".join(item.ref or item.title for item in self.table.selected_values())
        QGuiApplication.clipboard().setText(words)
        self.workspace.tell(self.tr("Copied: {0}").format(words))

    def _on_results_closed(self) -> None:
        was_there = self._results.isAncestorOf(self.window().focusWidget())
        self._results.hide()
        if was_there:
            self.first_focus().setFocus()

    def _on_again(self, path: Path) -> None:
        self.workspace.start(
            self.tr("Adding {0} again").format(path.name),
            intake.add,
            [path],
            again=True,
            then=self._on_added_again,
        )

    def _on_added_again(self, added: Added) -> None:
        self._results.show_results(added.results)
        self.workspace.tell(added.changes.summary, added.changes.step)


def _read(store: Store) -> tuple[columns.Searchable, dict[str, KsbKind]]:
    items = [i for i in queries.evidence.items(store) if i.shelf is Shelf.LIBRARY or i.ref]
    items = list(columns.newest_first(items))
    kinds = {ksb.code: ksb.kind for ksb in queries.standard.standard(store).ksbs}
    return columns.Searchable(items), kinds


def _items(found: int, total: int) -> str:
    if found == total:
        return "1 item" if total == 1 else f"{total} items"
    return f"{found} of {total} items"


def _call(what: object, *args: object) -> None:
    # A clicked button adds its state behind the arguments.
    if callable(what):
        what(*args[:2])
