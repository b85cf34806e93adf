"""The References tab: all that can be cited, what is to be looked at, and how it will print."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.reference_flags import FlagKind, References, Row, Unlisted, matches
from portfolio_app.domain.reference_style import Style
from portfolio_app.domain.references import Source, SourceKind
from portfolio_app.store.database import Store
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import EVIDENCE, PROPOSAL, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tabs import is_at_tabs
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.reference_choices_dialog import ReferenceChoicesDialog
from portfolio_app.ui.proposal.reference_files import ReferenceFiles
from portfolio_app.ui.proposal.references_table import ReferencesStack, ReferencesTable
from portfolio_app.ui.proposal.runs_view import RunsView
from portfolio_app.ui.proposal.side_column import scrolling_column
from portfolio_app.ui.proposal.source_dialog import SourceDialog

MINE = frozenset({Topic.PROPOSAL, Topic.REFERENCES})
FILTER_MS = 120
_SHOWN: tuple[tuple[str, tuple[FlagKind, ...]], ...] = (
    ("All", ()),
    ("To look at", (FlagKind.TROUBLE, FlagKind.CHECK, FlagKind.MISSING)),
    ("Alike", (FlagKind.DUPLICATE,)),
    ("Not cited", (FlagKind.UNUSED,)),
)


def _read(store: Store) -> tuple[References, Style]:
    from portfolio_app.services import reference_style, references

    return references.references(store), reference_style.style(store)


class ReferencesView(QWidget):
    """A list with a filter; Enter changes a reference, Delete removes it; files can be dropped."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.found = References()
        self._style: Style | None = None
        self._seen = WhenSeen(self, self._read_again)
        self._select_later = ""
        self._build()
        self._connect()

    # what the page asks for

    def first_focus(self) -> QWidget | None:
        """Return what should have the focus."""
        return self.filter if self.found.rows else self.nothing.buttons[0]

    def show_place(self, place: Place) -> None:
        """Make the reference of ``want`` ("source:uid") the current one."""
        if place.want.startswith("source:"):
            self._select_later = place.want.removeprefix("source:")
            self._show_rows()
        self._seen.if_seen()

    def handlers(self) -> dict[str, Handler]:
        """Return what can be done here, by name of action."""
        return {"find": self._on_find}

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self._style is not None and not self._seen.is_due

    # building

    def _build(self) -> None:
        look = theme()
        self.setAcceptDrops(not self.workspace.readonly)
        self.files = ReferenceFiles(self.workspace, self)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter: word, author, year"))
        self.filter.setAccessibleName(self.tr("Filter the references"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(look.px(200))
        self.which = ChoiceBox()
        self.which.setAccessibleName(self.tr("Which references"))
        for words, _ in _SHOWN:
            self.which.addItem(self.tr(words))
        self.add = self._button(self.tr("New reference"), "plus", self._on_add, primary=True)
        self.bring = self._button(self.tr("Import…"), "download", self.files.choose)
        self.bring.setToolTip(self.tr("RIS or BibTeX, as databases and reference managers export"))
        self.change = self._button(self.tr("Change"), "pencil", self._on_change)
        self.read = self._button(self.tr("Open document"), "book-open", self._on_read_document)
        self.merge = self._button(self.tr("Merge alike"), "copy", self._on_merge)
        self.remove = self._button(self.tr("Remove"), "trash-2", self._on_remove)
        self.written = self._button(self.tr("Style…"), "settings", self._on_written)
        self.written.setToolTip(self.tr("How references are written, where universities differ"))
        doings = QWidget()
        flow = FlowLayout(doings, look.space("sm"))
        for each in (self.filter, self.which, self.add, self.bring, self.change, self.read,
                     self.merge, self.remove, self.written):  # fmt: skip
            flow.addWidget(each)
        self.said = label("", "muted", wrap=True)
        self.unlisted = label("", "warn", wrap=True)
        self.go = QPushButton(self.tr("Go to the first"))
        self.go.clicked.connect(lambda _=False: self._on_go())
        warned = QWidget()
        line = QHBoxLayout(warned)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.space("sm"))
        line.addWidget(self.unlisted, 1)
        line.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        self._warned = warned
        self.table = ReferencesTable()
        self.nothing = EmptyState(
            "book-open",
            self.tr("Import a RIS or BibTeX file, or type one. A PDF can be dropped here."),
            primary=(self.tr("Import…"), self.files.choose),
            secondary=(self.tr("New reference"), self._on_add),
        )
        self.none = EmptyState(
            "search", self.tr("No reference matches."), primary=(self.tr("Show all"), self._clear)
        )
        self._drop = QFrame()
        self._drop.setProperty("look", "drop")
        QVBoxLayout(self._drop).addWidget(self.nothing)
        self._stack = ReferencesStack()
        for part in (self.table, self._drop, self.none):
            self._stack.addWidget(part)
        self.shown = RunsView(self.tr("As the list prints it"))
        self.flags = label("", wrap=True)
        self._detail = QFrame()
        self._detail.setProperty("look", "foot")
        inner = QVBoxLayout(self._detail)
        inner.setContentsMargins(*[look.space("sm")] * 4)
        inner.setSpacing(look.space("xs"))
        for widget in (label(self.tr("In the list"), "caption"), self.shown, self.flags):
            inner.addWidget(widget)
        column = scrolling_column(self)
        column.setContentsMargins(look.space("lg"), look.space("sm"), look.space("lg"), 0)
        for above in (doings, self.said, self._warned):
            column.addWidget(above)
        column.addWidget(self._stack, 1)
        column.addWidget(self._detail)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(FILTER_MS)
        self._show_current(None)
        self._warned.hide()

    def _button(self, words: str, icon: str, call: object, *, primary: bool = False) -> QPushButton:
        button = QPushButton(words)
        if primary:
            button.setProperty("look", "primary")
            icons.put(button, icon, "accent.on_fill")
        else:
            icons.put(button, icon)
        button.clicked.connect(lambda _=False: call())  # type: ignore[operator]
        return button

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._rest.start)
        self._rest.timeout.connect(self._show_rows)
        self.which.currentIndexChanged.connect(self._show_rows)
        self.table.current_changed.connect(self._show_current)
        self.table.selection_changed.connect(self._show_doings)
        self.table.opened.connect(self._open)
        self.files.added.connect(self._later)
        self.files.suggested.connect(self._on_suggested)
        self._seen.listen(self.workspace, MINE)

    # reading

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.fit(self.width())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus() and self.remove.isEnabled():
            self._on_remove()
            return
        super().keyPressEvent(event)

    def _read_again(self) -> None:
        self.workspace.look(_read, then=self._on_read, key="proposal references")

    def _on_read(self, read: tuple[References, Style]) -> None:
        first = self._style is None
        self.found, self._style = read
        self._show_rows()
        focus = self.first_focus()
        if first and focus is not None and self.isVisible() and not is_at_tabs():
            focus.setFocus()

    # showing

    def _show_rows(self) -> None:
        wanted = _SHOWN[self.which.currentIndex()][1]
        typed = self.filter.text().strip()
        if self._select_later and (typed or wanted):
            self._clear()
            return
        rows = [
            row
            for row in self.found.rows
            if (not wanted or any(flag.kind in wanted for flag in row.flags))
            and (not typed or matches(row, typed))
        ]
        self.table.show_rows(rows)
        if self._select_later and self.table.select_keys({self._select_later}):
            self._select_later = ""
        elif rows and self.table.current_value() is None:
            self.table.selectRow(0)
        at = 0 if rows else 2 if self.found.rows else 1
        self._stack.setCurrentIndex(at)
        self._detail.setVisible(bool(rows))
        for each in (self.filter, self.which, self.change, self.merge, self.remove):
            each.setVisible(bool(self.found.rows))
        self.read.setVisible(any(row.source.item_uid for row in self.found.rows))
        self._say(len(rows))
        self._show_doings()

    def _say(self, shown: int) -> None:
        rows = self.found.rows
        listed = sum(1 for row in rows if row.used)
        parts = [self.tr("{0} of {1} shown.").format(shown, len(rows))] if shown < len(rows) else []
        parts.append(
            self.tr("{0} cited and in the list, {1} not cited.").format(listed, len(rows) - listed)
        )
        self.said.setText(" ".join(parts))
        self.said.setVisible(bool(rows))
        if self.filter.text().strip():
            announcer().say(self.said.text())
        gone = [each for each in self.found.unlisted if not each.typed]
        typed = [each for each in self.found.unlisted if each.typed]
        words = [_few(self.tr("Cited, but not here any more: {0}."), gone),
                 _few(self.tr("Typed in the text and not a reference: {0}."), typed)]  # fmt: skip
        self.unlisted.setText(" ".join(each for each in words if each))
        self._warned.setVisible(bool(self.found.unlisted))

    def _show_current(self, row: Row | None) -> None:
        self.shown.show_runs(row.entry.runs if row is not None else ())
        words = [each.words.rstrip(".") for each in row.flags] if row is not None else []
        self.flags.setText(". ".join(words) + "." if words else "")
        self.flags.setVisible(bool(words))
        self._show_doings()

    def _show_doings(self) -> None:
        chosen = self.table.selected_values()
        readonly = self.workspace.readonly
        why = self.tr("The portfolio is open to read: nothing can be changed.") if readonly else ""
        self._allow(self.add, readonly, why)
        self._allow(self.bring, readonly, why)
        one, some = self.tr("Choose one reference first."), self.tr("Choose a reference first.")
        pair = self.tr("Choose one that looks like another first, or two.")
        self._allow(self.change, readonly or len(chosen) != 1, why or one)
        reads = len(chosen) == 1 and bool(chosen[0].source.item_uid)
        self._allow(self.read, not reads, self.tr("Choose one whose document is kept first."))
        self._allow(self.remove, readonly or not chosen, why or some)
        self._allow(self.merge, readonly or len(self._alike(chosen)) < 2, why or pair)

    @staticmethod
    def _allow(button: QPushButton, is_refused: bool, why: str) -> None:  # noqa: FBT001
        button.setEnabled(not is_refused)
        button.setToolTip(why if is_refused else "")
        button.setAccessibleDescription(why if is_refused else "")

    def _alike(self, chosen: Sequence[Row]) -> list[Row]:
        """Return what is to be merged: the rows that are chosen, or those like the one."""
        if len(chosen) != 1:
            return list(chosen)
        group = chosen[0].group
        return [row for row in self.found.rows if group and row.group == group]

    def _clear(self) -> None:
        self.filter.clear()
        self.which.setCurrentIndex(0)
        self._rest.stop()
        self._show_rows()

    # doing

    def _on_find(self) -> None:
        self.filter.setFocus()
        self.filter.selectAll()

    def _on_add(self) -> None:
        self._ask(Source("", SourceKind.BOOK), is_new=True)

    def _on_change(self) -> None:
        chosen = self.table.selected_values()
        if chosen:
            self._open(chosen[0])

    def _open(self, row: Row) -> None:
        if not self.workspace.readonly:
            self._ask(row.source, is_new=False)

    def _on_suggested(self, source: Source, path: Path) -> None:
        self._ask(source, is_new=True, document=path)

    def _ask(self, source: Source, *, is_new: bool, document: Path | None = None) -> None:
        if self._style is None:
            return
        dialog = SourceDialog(self.window(), self._style, source, is_new=is_new)
        dialog.set_document(document)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.kept.connect(partial(self._on_added if is_new else self._on_kept, dialog))
        dialog.dropped.connect(partial(self._on_dropped, dialog))
        dialog.open()

    def _on_dropped(self, dialog: SourceDialog, path: Path) -> None:
        self.files.ask(path, partial(dialog.take, path))

    def _on_added(self, dialog: SourceDialog, source: Source) -> None:
        from portfolio_app.services import references

        path = dialog.document

        def added(kept: references.Kept) -> None:
            self._later(kept.uid)
            if path is not None:
                self.files.keep(kept.uid, path)

        self.workspace.do(references.add, source, then=added)

    def _on_kept(self, dialog: SourceDialog, source: Source) -> None:
        from portfolio_app.services import references

        path = dialog.document

        def changed(kept: references.Kept) -> None:
            if path is not None:
                self.files.keep(kept.uid, path)

        self.workspace.do(references.change, source, then=changed)

    def _on_read_document(self) -> None:
        chosen = self.table.selected_values()
        if chosen and chosen[0].source.item_uid:
            self.workspace.go(Place(EVIDENCE, item=chosen[0].source.item_uid))

    def _later(self, uid: str) -> None:
        self._select_later = uid
        self._show_rows()

    def _on_remove(self) -> None:
        from portfolio_app.services import references

        chosen = self.table.selected_values()
        if chosen:
            uids = [each.source.uid for each in chosen]
            self.workspace.do(references.remove, uids, toast=True)

    def _on_merge(self) -> None:
        from portfolio_app.services import references

        rows = self._alike(self.table.selected_values())
        if len(rows) > 1:
            current = self.table.current_value()
            kept = current.source.uid if current in rows else rows[0].source.uid
            others = [row.source.uid for row in rows]
            self.workspace.do(references.merge, kept, others, toast=True)

    def _on_written(self) -> None:
        from portfolio_app.services import reference_style

        if self._style is None:
            return
        dialog = ReferenceChoicesDialog(
            self.window(), self._style, readonly=self.workspace.readonly
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(partial(self.workspace.do, reference_style.choose))
        dialog.open()

    def _on_go(self) -> None:
        if self.found.unlisted:
            self.workspace.go(Place(PROPOSAL, tab="write", block=self.found.unlisted[0].block_uid))

    # files

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(each.isLocalFile() for each in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(each.toLocalFile()) for each in event.mimeData().urls() if each.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files.take(paths)


def _few(words: str, found: Sequence[Unlisted]) -> str:
    if not found:
        return ""
    said = list(dict.fromkeys(each.text for each in found))
    more = f" and {len(said) - 3} more" if len(said) > 3 else ""
    return words.format(", ".join(said[:3]) + more)
