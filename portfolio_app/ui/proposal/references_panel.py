"""References beside the text: a filter, and Enter cites what is chosen where the caret is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QLineEdit,
    QListView,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.citing_sources import Cites
from portfolio_app.domain.draft import Cited, Inline, InlineKind
from portfolio_app.domain.reference_flags import References, Row, matches
from portfolio_app.domain.reference_style import Style
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.list_rows import DrawnRows, Index, ListRows, draw_elided
from portfolio_app.ui.kit.places import PROPOSAL, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.side_column import scrolling_column

MINE = frozenset({Topic.PROPOSAL, Topic.REFERENCES})
FILTER_MS = 120
LIST_LINES = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _read(store: Store) -> tuple[References, Style]:
    from portfolio_app.services import reference_style, references

    return references.references(store), reference_style.style(store)


class ReferencesPanel(QWidget):
    """Several that are chosen come into one bracket. What will be printed stands above Insert."""

    def __init__(
        self, workspace: Workspace, editor: ProposalEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.editor = editor
        self.found = References()
        self._style: Style | None = None
        self._seen = WhenSeen(self, self._read_again)
        self._build()
        self._connect()

    # what others ask for

    def ask(self) -> None:
        """Take the keys: what is typed is looked for (Ctrl+;)."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self._style is not None and not self._seen.is_due

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The references that would be cited."""
        at = sorted(each.row() for each in self.list.selectionModel().selectedIndexes())
        return tuple(self.rows.rows[each] for each in at)

    @property
    def inline(self) -> Inline:
        """The citation as it would be put in; the place is in the first of several."""
        place = self.place.text().strip()
        cited = [
            Cited(row.source.uid, "" if number else place) for number, row in enumerate(self.chosen)
        ]
        return Inline(InlineKind.SOURCE, cited=tuple(cited), narrative=self.narrative.isChecked())

    # building

    def _build(self) -> None:
        look = theme()
        self.filter = QLineEdit()
        self.filter.setObjectName("reference_words")
        self.filter.setAccessibleName(self.tr("Search references"))
        self.filter.setPlaceholderText(self.tr("Author, year or word"))
        self.filter.setClearButtonEnabled(True)
        self.rows = _Rows(self)
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_Drawn(self.list))
        self.list.setAccessibleName(self.tr("References"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setTabKeyNavigation(False)
        self.said = label("", "caption", wrap=True)
        self.place = QLineEdit()
        self.place.setPlaceholderText(self.tr("4, 4–6 or para. 3"))
        self.place.setAccessibleName(self.tr("Page or place"))
        self.place.setMaxLength(80)
        self.narrative = QCheckBox(self.tr("Name in my sentence"))
        self.narrative.setToolTip(self.tr("Author (2024) rather than (Author, 2024)"))
        self.narrative.setAccessibleDescription(self.narrative.toolTip())
        self.prints = label("", "strong", wrap=True)
        self.insert = QPushButton(self.tr("Insert"))
        self.insert.setProperty("look", "primary")
        self.all = QPushButton(self.tr("All references"))
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("xs"))
        flow.addWidget(self.insert)
        flow.addWidget(self.all)
        column = scrolling_column(self)
        column.addWidget(self.filter)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        column.addWidget(above(self.tr("Page or place"), self.place))
        column.addWidget(self.narrative)
        column.addWidget(self.prints)
        column.addWidget(buttons)
        for each in (self.filter, self.list, self.place):
            each.installEventFilter(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(FILTER_MS)
        self._measure()

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._rest.start)
        self._rest.timeout.connect(self._show_rows)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_print())
        self.list.doubleClicked.connect(lambda _: self._cite())
        self.place.textChanged.connect(self._show_print)
        self.narrative.toggled.connect(self._show_print)
        self.insert.clicked.connect(lambda _=False: self._cite())
        self.all.clicked.connect(
            lambda _=False: self.workspace.go(Place(PROPOSAL, tab="references"))
        )
        self._seen.listen(self.workspace, MINE)
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self.list.setMinimumHeight(self.list.fontMetrics().lineSpacing() * LIST_LINES)

    # keys

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if key in _ENTER:
                self._show_rows_now()
                self._cite()
                return True
            if watched is self.filter and key == Qt.Key.Key_Down and self.rows.rows:
                self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if (watched is self.list and key == Qt.Key.Key_Up
                    and self.list.currentIndex().row() <= 0):  # fmt: skip
                self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return super().eventFilter(watched, event)

    # reading

    def _read_again(self) -> None:
        self.workspace.look(_read, then=self._on_read, key="proposal references panel")

    def _on_read(self, read: tuple[References, Style]) -> None:
        self.found, self._style = read
        self._show_rows()

    # showing

    def _show_rows_now(self) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self._show_rows()

    def _show_rows(self) -> None:
        typed = self.filter.text().strip()
        before = {row.source.uid for row in self.chosen}
        rows = [row for row in self.found.rows if not typed or matches(row, typed)]
        self.rows.show_rows(rows)
        at = next((n for n, row in enumerate(rows) if row.source.uid in before), 0)
        if rows:
            self.list.setCurrentIndex(self.rows.index(at))
        self.said.setText(self._count(len(rows), typed))
        if typed:
            announcer().say(self.said.text())
        self._show_print()

    def _count(self, count: int, typed: str) -> str:
        if not self.found.rows:
            return self.tr("Import a RIS or BibTeX file, or type one, under All references.")
        if not count:
            return self.tr("No reference matches.")
        if not typed:
            return self.tr("Hold Ctrl to choose several for one bracket.")
        return self.tr("1 found") if count == 1 else self.tr("{0} found").format(count)

    def _show_print(self) -> None:
        rows, words = self.chosen, ""
        if rows and self._style is not None:
            sources = [row.source for row in self.found.rows]
            used = [row.source.uid for row in self.found.rows if row.used]
            cites = Cites(self._style, sources, [*used, *(row.source.uid for row in rows)])
            words = cites.cite(self.inline)
        self.prints.setText(words)
        self.prints.setVisible(bool(words))
        why = self._why_not()
        self.insert.setEnabled(not why)
        self.insert.setToolTip(why)
        self.insert.setAccessibleDescription(why)

    def _why_not(self) -> str:
        if self.editor.isReadOnly():
            return self.tr("The text can't be changed now.")
        return "" if self.chosen else self.tr("Choose a reference first.")

    # doing

    def _cite(self) -> None:
        why = self._why_not()
        if why:
            announcer().say(why)
            return
        cursor = self.editor.textCursor()
        cursor.setPosition(cursor.selectionEnd())  # what is selected stays, and is followed
        self.editor.setTextCursor(cursor)
        self.editor.insert_inline(self.inline)
        announcer().say(self.tr("{0} cited").format(self.prints.text()))
        self.place.clear()
        self.narrative.setChecked(False)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)


class _Rows(ListRows[Row]):
    """References as rows."""

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.text} {row.entry.text}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join([row.text, row.entry.text, *(each.words for each in row.flags)])
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None


class _Drawn(DrawnRows):
    """Draws what a citation prints, then the title."""

    @override
    def lines(self, row: Row) -> int:
        return 2

    @override
    def draw(self, painter: QPainter, row: Row, line: QRect) -> None:
        look = theme()
        painter.setFont(look.font(strong=True))
        painter.setPen(look.colour("text.normal"))
        draw_elided(painter, line, row.text)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.muted"))
        draw_elided(painter, line.translated(0, line.height()), row.source.title or row.entry.text)
