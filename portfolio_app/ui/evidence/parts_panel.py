"""Parts of the open item that can become items: files inside it, or runs of its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.document import Inside
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.splitting import Cut, CutSource
from portfolio_app.services import inside, splitting
from portfolio_app.services.intake import Added
from portfolio_app.services.splitting import Splitting
from portfolio_app.ui.evidence.whole_item_view import size_words
from portfolio_app.ui.kit.escape_frame import EscapeFrame
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

ROWS_SHOWN = 6
_VALUE = Qt.ItemDataRole.UserRole
_SOURCES = {
    CutSource.BOOKMARK: "bookmark",
    CutSource.TITLE: "title on the page",
    CutSource.NOTE: "page of a notebook",
    CutSource.CHOSEN: "chosen",
}


class PartsPanel(EscapeFrame):
    """A list with tick boxes and one verb. Space ticks a row; a title can be changed with F2."""

    focus_wanted = Signal()
    shown = Signal()  # it came or went: there is less or more room for the rest

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.escaped.connect(self.close_panel)
        self.workspace = workspace
        self._item: EvidenceItem | None = None
        self._act: Callable[[], None] = self.close_panel
        self.page = 0  # the page in view, from 0: where a cut can be added
        self._build()
        self.hide()

    def open_item(self, item: EvidenceItem) -> None:
        """Belong to another item from now on."""
        if self._item is None or self._item.uid != item.uid:
            self.close_panel()
        self._item = item

    # files inside

    def offer_files(self) -> None:
        """List the files inside the item."""
        if self._item is not None:
            uid = self._item.uid
            self.workspace.look(inside.inside, uid, then=partial(self._on_files, uid))

    def _on_files(self, item_uid: str, files: tuple[Inside, ...]) -> None:
        if self._item is None or item_uid != self._item.uid:
            return
        if not files:
            self.workspace.tell(self.tr("There are no files inside."))
            return
        count = self.tr("1 file inside") if len(files) == 1 else f"{len(files)} files inside"
        self._begin(count, self.tr("Take as items"), self._take)
        self._list.setHeaderLabels([self.tr("File"), self.tr("Size and notes")])
        for each in files:
            told = f"{size_words(each.bytes)}. {each.note}" if each.note else size_words(each.bytes)
            self._row(each, (each.name, told), ticked=not each.note)
        self._show()

    def _take(self) -> None:
        chosen = [each.number for each in self._ticked() if isinstance(each, Inside)]
        if self._item is not None and chosen:
            self.workspace.start(
                self.tr("Taking out {0} files").format(len(chosen)),
                inside.take,
                self._item.uid,
                chosen,
                then=self._on_taken,
            )

    def _on_taken(self, added: Added) -> None:
        self.close_panel()
        self.workspace.added.emit(added)
        self.workspace.tell(added.changes.summary, added.changes.step)

    # runs of pages

    def offer_cuts(self) -> None:
        """List the places where the item can be split."""
        if self._item is not None:
            uid = self._item.uid
            self.workspace.look(splitting.offers, uid, then=partial(self._on_cuts, uid))

    def _on_cuts(self, item_uid: str, cuts: tuple[Cut, ...]) -> None:
        if self._item is None or item_uid != self._item.uid:
            return
        self._begin(self.tr("Split into parts"), self.tr("Make parts"), self._split)
        self._more.show()
        self._list.setHeaderLabels([self.tr("Begins on"), self.tr("Title"), self.tr("Found as")])
        for cut in cuts:
            self._cut_row(cut)
        self._show()

    def _cut_row(self, cut: Cut) -> QTreeWidgetItem:
        place = self.tr("Page {0}").format(cut.page_index + 1)
        title = cut.title or self.tr("Part from page {0}").format(cut.page_index + 1)
        row = self._row(cut, (place, title, _SOURCES[cut.source]), ticked=True)
        row.setFlags(row.flags() | Qt.ItemFlag.ItemIsEditable)
        return row

    def _on_more(self) -> None:
        known = [
            value.page_index
            for at in range(self._list.topLevelItemCount())
            if isinstance(value := self._value(at), Cut)
        ]
        if self.page in known:
            self.workspace.tell(self.tr("A part begins on this page already."))
            return
        place = sum(page < self.page for page in known)
        row = self._cut_row(Cut(self.page))
        self._list.takeTopLevelItem(self._list.indexOfTopLevelItem(row))
        self._list.insertTopLevelItem(place, row)
        self._list.setCurrentItem(row)

    def _split(self) -> None:
        cuts = []
        for at in range(self._list.topLevelItemCount()):
            row, value = self._list.topLevelItem(at), self._value(at)
            ticked = row is not None and row.checkState(0) is Qt.CheckState.Checked
            if row is not None and ticked and isinstance(value, Cut):
                cuts.append(Cut(value.page_index, row.text(1).strip(), value.source))
        if self._item is not None and cuts:
            self.workspace.start(
                self.tr("Splitting {0}").format(self._item.title),
                splitting.split,
                self._item.uid,
                cuts,
                then=self._on_split,
            )

    def _on_split(self, done: Splitting) -> None:
        self.close_panel()
        self.workspace.tell(done.changes.summary, done.changes.step)

    # the list

    def close_panel(self) -> None:
        """Put it away."""
        if self.isVisible():
            self.focus_wanted.emit()  # the focus goes first
            self.hide()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown.emit()

    def _build(self) -> None:
        look = theme()
        self.setObjectName("parts_panel")
        self.setProperty("look", "bar")
        self._title = label("", "strong")
        self._list = QTreeWidget()
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self._list.setAccessibleName(self.tr("Parts"))
        self._all = QPushButton(self.tr("All or none"))
        self._more = QPushButton(self.tr("Begin a part on this page"))
        self.act = QPushButton("")
        self.act.setProperty("look", "primary")
        self._cancel = QPushButton(self.tr("Cancel"))
        top = QWidget()
        row = FlowLayout(top, look.space("sm"))
        for each in (self._title, self._all, self._more, self._cancel, self.act):
            row.addWidget(each)
        column = QVBoxLayout(self)
        pad = look.space("sm")
        column.setContentsMargins(look.space("md"), pad, pad, pad)
        column.setSpacing(pad)
        column.addWidget(top)
        column.addWidget(self._list)
        self._all.clicked.connect(self._on_all)
        self._more.clicked.connect(self._on_more)
        self.act.clicked.connect(self._on_act)
        self._cancel.clicked.connect(self.close_panel)
        self._list.itemChanged.connect(self._on_ticked)

    def _begin(self, title: str, verb: str, act: Callable[[], None]) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self.act.setText(verb)
        self._act = act
        self._list.clear()
        self._list.setColumnCount(2)
        self._more.hide()

    def _row(self, value: object, texts: Sequence[str], *, ticked: bool) -> QTreeWidgetItem:
        row = QTreeWidgetItem(self._list, list(texts))
        row.setData(0, _VALUE, value)
        look = theme()
        wide = self._list.fontMetrics().horizontalAdvance(texts[0]) + look.px(48)  # and its box
        row.setSizeHint(0, QSize(wide, look.size("row_compact")))
        row.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        for column, text in enumerate(texts):
            row.setToolTip(column, plain_tip(text))
        return row

    def _show(self) -> None:
        look = theme()
        row, head = look.size("row_compact"), look.size("control_height") + 8
        most = max(self.window().height() // 3, head + 2 * row)
        count = min(max(self._list.topLevelItemCount(), 1), ROWS_SHOWN)
        self._list.setFixedHeight(min(count * row + head, most))
        self.show()
        above = self.parentWidget()
        room = above.width() if above is not None else self.width()  # it is not laid out yet
        for column in range(self._list.columnCount()):
            self._list.resizeColumnToContents(column)
            self._list.setColumnWidth(column, min(self._list.columnWidth(column), room * 2 // 3))
        self._list.setCurrentIndex(self._list.model().index(0, 0))
        self._list.setFocus()
        self._on_ticked()

    def _value(self, at: int) -> object:
        row = self._list.topLevelItem(at)
        return row.data(0, _VALUE) if row is not None else None

    def _ticked(self) -> list[object]:
        return [
            self._value(at)
            for at in range(self._list.topLevelItemCount())
            if (row := self._list.topLevelItem(at)) is not None
            and row.checkState(0) is Qt.CheckState.Checked
        ]

    def _on_ticked(self, *_: object) -> None:
        self.act.setEnabled(bool(self._ticked()))

    def _on_all(self) -> None:
        rows = [self._list.topLevelItem(at) for at in range(self._list.topLevelItemCount())]
        every = len(self._ticked()) == len(rows)
        for row in rows:
            if row is not None:
                state = Qt.CheckState.Unchecked if every else Qt.CheckState.Checked
                row.setCheckState(0, state)

    def _on_act(self) -> None:
        self._act()
