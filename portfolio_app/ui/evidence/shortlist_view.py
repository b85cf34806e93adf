"""The shortlist: what goes into the bundle, in order; what would be lost without an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.coverage import KsbStatus, coverage
from portfolio_app.domain.evidence import EvidenceItem, is_in_sequence
from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.passage import Claim
from portfolio_app.domain.standard import Rule, Standard
from portfolio_app.services import numbering, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.evidence import evidence_columns as columns
from portfolio_app.ui.evidence.renumber_panel import RenumberPanel
from portfolio_app.ui.evidence.shortlist_table import ShortlistTable
from portfolio_app.ui.evidence.suggestion_panel import SuggestionPanel
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tables import Column
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

KIND, DATE, PAGES = 2, 3, 4
_LARGE = 150  # per cent of text size
_LOW = 220  # design pixels
PIECES_RULE = "portfolio.pieces"
PIECES = 18  # as many fit a page of annex A, where a standard states no number
TOPICS = {Topic.EVIDENCE, Topic.CLAIMS, Topic.SHORTLIST, Topic.STANDARD}
_SHOWN = frozenset({KsbStatus.COVERED, KsbStatus.STRONG})


def lost_without(
    ksbs: Sequence[Ksb], claims: Sequence[Claim], item_uid: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that would be left without a clear passage, and without any claim."""
    listed = [claim for claim in claims if claim.ref]
    now = coverage(ksbs, listed)
    then = coverage(ksbs, [claim for claim in listed if claim.item_uid != item_uid])
    passage, claim = [], []
    for before, after in zip(now, then, strict=True):
        if after.status is KsbStatus.GAP and before.status is not KsbStatus.GAP:
            claim.append(before.ksb.code)
        elif before.status in _SHOWN and after.status not in _SHOWN:
            passage.append(before.ksb.code)
    return tuple(passage), tuple(claim)


class ShortlistView(QWidget):
    """The chosen items in order, as E01, E02 and so on."""

    current_changed = Signal(object)
    handlers_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._seen = WhenSeen(self, self._load)
        self._standard: Standard | None = None
        self._claims: tuple[Claim, ...] = ()
        self._kinds: dict[str, KsbKind] = {}
        self._select_later = ""
        self._is_fixed = False
        self._build()
        self._connect()

    def select(self, item_uid: str) -> None:
        """Make an item the current row."""
        self._select_later = item_uid
        if not self._seen.is_due:
            self._take_later()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what can be done here, by action."""
        current = self.table.current_value()
        nothing = "" if current is not None else self.tr("Choose an item first.")
        readonly = self.tr("The portfolio is open to read.") if self.workspace.readonly else ""
        return {
            "open_item": nothing or self._on_open_current,
            "claim": readonly or nothing or self._on_open_current,
            "shortlist": readonly or nothing or self._on_remove,
            "bin": self.tr("Take it off the shortlist with Ctrl+D; the bin is in the library."),
        }

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        has_rows = self._stack.currentWidget() is self.table
        return self.table if has_rows else self._empty.buttons[0]

    # building

    def _build(self) -> None:
        look = theme()
        self._count = label("", "subtitle")
        self._source = label("", "caption", wrap=True)
        self._suggest = QPushButton(self.tr("Suggest a set"))
        self._up = QPushButton()
        self._up.setToolTip(self.tr("Move up (Alt+Up)"))
        icons.put(self._up, "arrow-up")
        self._down = QPushButton()
        self._down.setToolTip(self.tr("Move down (Alt+Down)"))
        icons.put(self._down, "arrow-down")
        self._moves = {self._up: self.tr("Move up"), self._down: self.tr("Move down")}
        for button, words in self._moves.items():
            button.setAccessibleName(words)
        self._remove = QPushButton(self.tr("Take off"))
        self._remove.setToolTip(self.tr("Take it off the shortlist (Ctrl+D)"))
        self._numbers = QPushButton()
        self._numbers.setObjectName("numbers")
        self.table = ShortlistTable(
            (
                Column(self.tr("No."), lambda item: item.ref, width=60),
                columns.title_column(),
                columns.kind_column(),
                columns.date_column(),
                columns.pages_column(),
                columns.ksbs_column(),
            ),
            self.tr("Shortlist"),
        )
        self.table.setObjectName("shortlist")
        self._chips = columns.ChipsDelegate(self._ksb_kinds, self.table)
        self.table.setItemDelegateForColumn(5, self._chips)
        self._empty = EmptyState(
            "bookmark",
            self.tr(
                "Choose the pieces that show you at your best. One piece can show several KSBs."
            ),
            primary=(self.tr("Choose from the library"), self._on_library),
            secondary=(self.tr("Suggest a set"), self.suggest),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._lost = label("", wrap=True)
        self._lost.setObjectName("lost_without")
        self.suggestion = SuggestionPanel(self.workspace)
        self.renumbering = RenumberPanel(self.workspace)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"))
        for each in (self._up, self._down, self._remove, self._suggest, self._numbers):
            flow.addWidget(each)
        top = QHBoxLayout()
        top.setSpacing(look.space("md"))
        top.addWidget(self._count, 1)
        top.addWidget(buttons, 3)
        self._list_part = QWidget()
        column = QVBoxLayout(self._list_part)
        pad = look.space("md")
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addLayout(top)
        column.addWidget(self._source)
        column.addWidget(self._stack, 1)
        column.addWidget(self._lost)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(pad, pad, pad, pad)
        outer.addWidget(self._list_part, 1)
        outer.addWidget(self.suggestion, 1)
        outer.addWidget(self.renumbering, 1)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self._on_opened)
        self.table.move_wanted.connect(self._on_move)
        self._up.clicked.connect(self._on_up)
        self._down.clicked.connect(self._on_down)
        self._remove.clicked.connect(self._on_remove)
        self._suggest.clicked.connect(self.suggest)
        self.suggestion.closed.connect(self._on_panel_closed)
        self._numbers.clicked.connect(self._on_numbers)
        self.renumbering.closed.connect(self._on_panel_closed)
        self._seen.listen(self.workspace, TOPICS)
        theme().changed.connect(self._show_words)
        self._show_words()

    def _show_words(self) -> None:
        """With large letters an arrow says by itself where its button moves the item."""
        for button, words in self._moves.items():
            button.setText("" if theme().scale >= _LARGE else words)

    # loading and showing

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns.fit_columns(self.table, KIND, DATE, PAGES)
        self._show_lost()

    def _load(self) -> None:
        store = self.workspace.store
        self._standard = queries.standard.standard(store)
        kinds = {ksb.code: ksb.kind for ksb in self._standard.ksbs}
        if kinds != self._kinds:
            self._kinds = kinds
            self._chips.forget()
        self._claims = queries.claims.claims(store)
        listed = [item for item in queries.evidence.items(store) if item.position is not None]
        listed.sort(key=lambda item: item.position or 0)
        self.table.show_rows(listed)
        self._take_later()
        if listed and self.table.current_value() is None:
            self.table.selectRow(0)
        self._stack.setCurrentWidget(self.table if listed else self._empty)
        self._show_numbering(listed)
        self._show_count(len(listed))
        for each in (self._up, self._down, self._remove, self._suggest, self._numbers):
            each.setVisible(bool(listed))
        self._on_current()

    def _take_later(self) -> None:
        if self._select_later and self.table.select_keys({self._select_later}, self._select_later):
            self._select_later = ""

    def _ksb_kinds(self) -> Mapping[str, KsbKind]:
        return self._kinds

    @property
    def _rule(self) -> Rule | None:
        return self._standard.rule(PIECES_RULE) if self._standard is not None else None

    @property
    def _has_usual(self) -> bool:
        rule = self._rule
        return rule is not None and rule.value > 0

    @property
    def _pieces(self) -> int:
        rule = self._rule
        return int(rule.value) if rule is not None and rule.value > 0 else PIECES

    def _show_count(self, count: int) -> None:
        words = self.tr("{0} of about {1}") if self._has_usual else self.tr("{0} chosen")
        words = words.format(count, self._pieces)
        if count > self._pieces:
            words += self.tr(". Annex A gets a second page.")
        if self._is_fixed and count and theme().scale < _LARGE:
            words = self.tr("{0}. Numbers are fixed.").format(words.removesuffix("."))
        self._count.setText(words)
        rule = self._rule
        if rule is not None and self._standard is not None:
            source = f"{rule.text}. {self._standard.source_line(rule)}"
            self._source.setText(source)
            self._count.setToolTip(plain_tip(source))
            self._count.setAccessibleDescription(source)
        # Large text leaves the room to the list: the source stands in the tip then.
        self._source.setVisible(rule is not None and theme().scale < 150)

    def _show_numbering(self, listed: Sequence[EvidenceItem]) -> None:
        """Say what can be done with the numbers: fix them, or give them out anew."""
        self._is_fixed = queries.shortlist.are_fixed(self.workspace.store)
        may = not self.workspace.readonly
        if self._is_fixed:
            in_order = is_in_sequence([item.ref for item in listed])
            self._numbers.setText(self.tr("Renumber…"))
            tip = self.tr("See which pieces get another number, then give the numbers out anew")
            self._numbers.setToolTip(
                self.tr("Every piece has the number of its place") if in_order else tip
            )
            may = may and not in_order
        else:
            self._numbers.setText(self.tr("Fix numbering"))
            self._numbers.setToolTip(
                self.tr("Every piece keeps its number from then on. A final bundle fixes them too")
            )
        self._numbers.setEnabled(may)

    def _on_current(self) -> None:
        item = self.table.current_value()
        row = self.table.currentIndex().row()
        writable = not self.workspace.readonly
        self._up.setEnabled(item is not None and row > 0 and writable)
        self._down.setEnabled(
            item is not None and row + 1 < len(self.table.rows_model.rows) and writable
        )
        self._remove.setEnabled(item is not None and writable)
        if item is not None and self._standard is not None:
            self._lost.setText(self._lost_words(item))
        self._show_lost()
        self.current_changed.emit(item)
        self.handlers_changed.emit()

    def _show_lost(self) -> None:
        """In a low window with large letters the buttons need the room: the tip says it then."""
        has_room = self.height() >= theme().px(_LOW)
        self._lost.setVisible(self.table.current_value() is not None and has_room)
        self.table.setToolTip("" if has_room else plain_tip(self._lost.text()))

    def _lost_words(self, item: EvidenceItem) -> str:
        ksbs = self._standard.ksbs if self._standard is not None else ()
        passage, claim = lost_without(ksbs, self._claims, item.uid)
        if not passage and not claim:
            return self.tr("Without {0}, no KSB would lose its passage.").format(item.ref)
        parts = []
        if claim:
            parts.append(self.tr("{0} would have no claim").format(", ".join(claim)))
        if passage:
            parts.append(self.tr("{0} would have no clear passage").format(", ".join(passage)))
        return self.tr("Without {0}: {1}.").format(item.ref, "; ".join(parts))

    # doing

    def _on_move(self, row: int, to: int) -> None:
        if not self.workspace.readonly:
            item = self.table.rows_model.rows[row]
            self._select_later = item.uid
            self.workspace.do(shortlist.move, item.uid, to)

    def _on_up(self) -> None:
        row = self.table.currentIndex().row()
        self._on_move(row, row - 1)

    def _on_down(self) -> None:
        row = self.table.currentIndex().row()
        self._on_move(row, row + 1)

    def _on_remove(self) -> None:
        item = self.table.current_value()
        if item is not None:
            self.workspace.do(shortlist.remove, [item.uid], toast=True)

    def _on_open_current(self) -> None:
        item = self.table.current_value()
        if item is not None:
            self._on_opened(item)

    def _on_opened(self, item: EvidenceItem) -> None:
        self.workspace.go(Place(EVIDENCE, item=item.uid))

    def _on_library(self) -> None:
        self.workspace.go(Place(EVIDENCE, tab="library"))

    def suggest(self) -> None:
        """Show which pieces would cover most; nothing changes until it is used."""
        self._list_part.hide()
        self.renumbering.hide()
        self.suggestion.begin(self._pieces)

    def numbers(self) -> None:
        """Show what renumbering would change; while nothing is fixed, where numbers are fixed."""
        if self._is_fixed and self._numbers.isEnabled():
            self._on_numbers()
        elif self._numbers.isVisible():
            self._numbers.setFocus()

    def _on_numbers(self) -> None:
        if self._is_fixed:
            self._list_part.hide()
            self.suggestion.hide()
            self.renumbering.begin()
        else:
            self.workspace.do(numbering.fix, toast=True)

    def _on_panel_closed(self) -> None:
        self._list_part.show()
        self.first_focus().setFocus()
