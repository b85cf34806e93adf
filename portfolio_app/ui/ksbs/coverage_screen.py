"""The coverage screen: choices above, then the map or the list, and what is said when empty."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QCursor, QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.passage import Claim
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.ksbs.coverage_choices import CoverageChoices
from portfolio_app.ui.ksbs.coverage_list import CoverageList
from portfolio_app.ui.ksbs.coverage_map import (
    Counting,
    CoverageMap,
    chosen_rows,
    groups_of,
    summary,
)
from portfolio_app.ui.ksbs.matrix_view import MatrixView
from portfolio_app.ui.ksbs.passages_popup import PassagesPopup

LEAST_HEIGHT = 200  # pixels at 100 % that map and list keep: a header and five rows
LIST_FROM = 150  # per cent of text size at which the list is shown unless the map was chosen


class CoverageScreen(QWidget):
    """Shows a CoverageMap; what is to be done about it is said by signals."""

    claim_opened = Signal(object)  # Claim
    ksb_opened = Signal(str)  # uid
    item_opened = Signal(str)  # uid of an item that may show a KSB
    current_changed = Signal(str)  # uid of the KSB in the current row, "" for none
    counting_wanted = Signal(object)  # Counting
    whole_wanted = Signal(str, str)  # KSB uid, item uid: claim the whole item
    add_wanted = Signal()
    shortlist_wanted = Signal()
    sources_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(parent)
        self.known: CoverageMap | None = None
        self._readonly = readonly
        self._as_list: bool | None = None
        self._wanted = ""
        self.popup: PassagesPopup | None = None
        self._build()
        self._connect()
        self._arrange()

    # what others ask for

    @property
    def rows(self) -> tuple[KsbCoverage, ...]:
        """The rows in view."""
        return self.matrix.matrix.rows

    @property
    def is_list(self) -> bool:
        """Whether the list is in view rather than the map."""
        return theme().scale >= LIST_FROM if self._as_list is None else self._as_list

    @property
    def current_ksb(self) -> str:
        """The uid of the KSB in the current row, "" for none."""
        if self.is_list:
            row = self.list.rows_model.ksb_row(self.list.currentIndex())
        else:
            row = self.matrix.currentIndex().row()
        return self.rows[row].ksb.uid if 0 <= row < len(self.rows) else ""

    def show_map(self, known: CoverageMap) -> None:
        """Show a map that was just read; filter, current row and place stay."""
        self._close_popup()  # what it shows may be gone
        self.known = known
        self.choices.show_groups(groups_of(known))
        self.choices.show_counting(known.counting)
        self.choices.show_notice(known.standard.notice if known.rows else "")
        self._show_rows()

    def show_ksb(self, uid: str) -> None:
        """Make a KSB's row current, in every group if the chosen one does not hold it."""
        self._wanted = uid
        if self.known is not None:
            self._show_rows()

    def show_only_gaps(self) -> None:
        """Show gaps only."""
        self.choices.only_gaps.setChecked(True)

    def first_focus(self) -> QWidget:
        """Return what takes the focus: the map or the list, or the one thing to do instead."""
        if self._stack.currentWidget() is self._empty:
            return self._empty.buttons[0]
        return self.list if self.is_list else self.matrix

    def current_claims(self) -> tuple[Claim, ...]:
        """Return the claims of the current cell, or of the current row of the list."""
        if self.is_list:
            claim = self.list.rows_model.claim_at(self.list.currentIndex())
            if claim is not None:
                return (claim,)
            row = self.list.currentIndex().row()
            return self.rows[row].claims if 0 <= row < len(self.rows) else ()
        index = self.matrix.currentIndex()
        if not index.isValid():
            return ()
        return self.matrix.matrix.claims_at(index.row(), index.column())

    def open_current(self) -> None:
        """Do what Enter does in the map or the list."""
        if self.is_list:
            claims = self.current_claims()
            if self.list.rows_model.claim_at(self.list.currentIndex()) is not None:
                self.claim_opened.emit(claims[0])
            elif self.current_ksb:
                self.ksb_opened.emit(self.current_ksb)
            return
        index = self.matrix.currentIndex()
        if index.isValid():
            self._on_cell(index.row(), index.column())

    def claim_current_whole(self) -> None:
        """Do what + does in the map."""
        index = self.matrix.currentIndex()
        if not self.is_list and index.isValid():
            self._on_whole(index.row(), index.column())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._close_popup()
        super().hideEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and watched in (self.matrix, self.list):
            self._scroll.ensureWidgetVisible(self._stack, 0, theme().space("lg"))
        return False

    # building

    def _build(self) -> None:
        look = theme()
        self.choices = CoverageChoices()
        self.choices.compare_button.clicked.connect(self._on_sources)
        self.matrix = MatrixView()
        self.list = CoverageList()
        self._empty = EmptyState(
            "list",
            "",
            primary=(self.tr("Add the KSB list"), self._on_sources),
        )
        self._no_match = EmptyState(
            "search", "", primary=(self.tr("Show every KSB"), self._on_show_all)
        )
        self._stack = QStackedWidget()
        for widget in (self.matrix, self.list, self._empty, self._no_match):
            self._stack.addWidget(widget)
        inside = QWidget()
        inside.setProperty("look", "window")
        column = QVBoxLayout(inside)
        pad = look.space("lg")
        column.setContentsMargins(pad, look.space("md"), pad, pad)
        column.setSpacing(look.space("sm"))
        column.addWidget(self.choices)
        column.addWidget(self._build_hint())
        column.addWidget(self._stack, 1)
        # Only scrolls where large text in a small window leaves the rows no room.
        self._scroll = scroll = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _build_hint(self) -> QWidget:
        self._hint = QWidget()
        row = QHBoxLayout(self._hint)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("sm"))
        self._hint_words = label("", wrap=True)
        self._hint_button = QPushButton()
        self._hint_button.clicked.connect(self._on_hint)
        row.addWidget(self._hint_words, 1)
        row.addWidget(self._hint_button)
        self._hint.hide()
        return self._hint

    def _connect(self) -> None:
        self.choices.chosen.connect(self._on_chosen)
        self.choices.counting_changed.connect(
            lambda: self.counting_wanted.emit(self.choices.counting)
        )
        self.choices.shape_changed.connect(self._on_shape)
        self.choices.down_wanted.connect(lambda: self.first_focus().setFocus())
        self.matrix.opened.connect(self._on_cell)
        self.matrix.ksb_opened.connect(self._on_ksb)
        self.matrix.claim_wanted.connect(self._on_whole)
        self.matrix.row_changed.connect(self._on_row)
        self.list.ksb_opened.connect(self._on_ksb)
        self.list.claim_opened.connect(self.claim_opened)
        self.list.row_changed.connect(self._on_row)
        for view in (self.matrix, self.list):
            view.typed.connect(self._on_typed)
            view.installEventFilter(self)
        theme().changed.connect(self._arrange)

    # showing

    def _show_rows(self) -> None:
        known = self.known
        if known is None:
            return
        before = self._wanted or self.current_ksb
        rows = self._chosen(known)
        if self._wanted and not any(row.ksb.uid == self._wanted for row in rows):
            self.choices.show_all()  # comes back here with nothing filtered
            return
        column = self.matrix.currentIndex().column()
        across = self.matrix.horizontalScrollBar().value()
        down = self.matrix.verticalScrollBar().value()
        self.matrix.matrix.show_map(known, rows)
        self.list.show_rows(rows, late=known.is_late)
        self.choices.show_summary(rows, known.counting)
        at = self._place(rows, before)
        for bar, value in (
            (self.matrix.horizontalScrollBar(), across),
            (self.matrix.verticalScrollBar(), down),
        ):
            bar.setValue(value)
        if at >= 0:
            self.matrix.go_to(at, max(column, 0))
            self.list.go_to(at)
        self._wanted = ""
        self._show_hint(known)
        self._arrange()
        self.current_changed.emit(self.current_ksb)

    def _chosen(self, known: CoverageMap) -> tuple[KsbCoverage, ...]:
        return chosen_rows(
            known,
            method=self.choices.method,
            only_gaps=self.choices.only_gaps.isChecked(),
            words=self.choices.words,
        )

    @staticmethod
    def _place(rows: tuple[KsbCoverage, ...], uid: str) -> int:
        """Return the row of a KSB; without one, the first gap; without gaps, the first row."""
        gap = -1
        for at, row in enumerate(rows):
            if row.ksb.uid == uid:
                return at
            if gap < 0 and row.status is KsbStatus.GAP:
                gap = at
        return gap if gap >= 0 else min(len(rows), 1) - 1

    def _show_hint(self, known: CoverageMap) -> None:
        words = button = ""
        if known.rows and not known.items:
            words = self.tr("Every dot is a place for evidence. Start anywhere.")
            button = "" if self._readonly else self.tr("Add evidence")
        elif known.rows and not known.shortlisted and known.counting is Counting.SHORTLIST:
            words = self.tr("Nothing is on the shortlist yet, so every KSB is a gap here.")
            button = self.tr("Open the library's map")
        self._hint_words.setText(words)
        self._hint_button.setText(button)
        self._hint_button.setVisible(bool(button))
        self._hint.setVisible(bool(words))

    def _arrange(self) -> None:
        known = self.known
        self._stack.setMinimumHeight(theme().px(LEAST_HEIGHT))
        self.choices.show_shape(as_list=self.is_list)
        if known is not None and not known.rows:
            self._empty.show_words(known.standard.notice)
            self._stack.setCurrentWidget(self._empty)
        elif known is not None and not self.rows:
            self._no_match.show_words(self._no_match_words())
            self._stack.setCurrentWidget(self._no_match)
        else:
            self._stack.setCurrentWidget(self.list if self.is_list else self.matrix)
        self.choices.setVisible(known is None or bool(known.rows))

    def _no_match_words(self) -> str:
        if self.choices.words.strip():
            return self.tr("No KSB here fits “{0}”.").format(self.choices.words.strip())
        return self.tr("No gaps here: every KSB has a claim.")

    # reacting

    def _on_chosen(self) -> None:
        self._show_rows()
        announcer().say(summary(self.rows))

    def _on_show_all(self) -> None:
        self.choices.show_all()

    def _on_shape(self, as_list: bool) -> None:  # noqa: FBT001 - a slot
        uid = self.current_ksb
        self._as_list = as_list
        self._arrange()
        at = self._place(self.rows, uid)
        if as_list:
            self.list.go_to(at)
        else:
            self.matrix.go_to(at)

    def _on_hint(self) -> None:
        if self.known is not None and self.known.items:
            self.counting_wanted.emit(Counting.LIBRARY)
        else:
            self.add_wanted.emit()

    def _on_sources(self) -> None:
        self.sources_wanted.emit()

    def _on_row(self, row: int) -> None:
        uid = self.rows[row].ksb.uid if 0 <= row < len(self.rows) else ""
        if uid and uid == self.current_ksb:
            self.current_changed.emit(uid)

    def _on_ksb(self, row: int) -> None:
        self.ksb_opened.emit(self.rows[row].ksb.uid)

    def _on_typed(self, typed: str, found: bool) -> None:  # noqa: FBT001 - a slot
        if not found:
            announcer().say(self.tr("No KSB begins with {0}").format(typed))

    def _on_cell(self, row: int, column: int) -> None:
        shown, column_of = self.rows[row], self.matrix.matrix.columns[column]
        if not column_of.items:
            self.shortlist_wanted.emit()
            return
        claims = self.matrix.matrix.claims_at(row, column)
        self._close_popup()
        self.popup = PassagesPopup(
            self.window(),
            self.matrix,
            shown,
            column_of,
            claims,
            why_not_whole=self._why_not_whole(row, column),
            candidates=self._candidates(row, column),
        )
        self.popup.item_wanted.connect(self.item_opened)
        self.popup.claim_opened.connect(self.claim_opened)
        self.popup.ksb_wanted.connect(lambda: self._on_ksb(row))
        self.popup.whole_wanted.connect(lambda: self._on_whole(row, column))
        index = self.matrix.matrix.index(row, column)
        rect = self.matrix.visualRect(index)
        corner = self.matrix.viewport().mapTo(self.window(), rect.topLeft())
        self.popup.show_at(QRect(corner, rect.size()))

    def _candidates(self, row: int, column: int) -> tuple[EvidenceItem, ...]:
        """Return the items of a cell that may show its KSB and still need a passage."""
        known = self.known
        if known is None:
            return ()
        there = self.matrix.matrix.columns[column].items
        uids = known.candidates.get(self.rows[row].ksb.uid, ())
        return tuple(known.items[uid] for uid in uids if uid in there and uid in known.items)

    def _close_popup(self) -> None:
        if self.popup is not None and shiboken6.isValid(self.popup):
            self.popup.leave()
        self.popup = None

    def _why_not_whole(self, row: int, column: int) -> str:
        """Return why + does nothing in a cell, "" where it does."""
        if self._readonly:
            return self.tr("The portfolio is open to read: nothing can be changed.")
        if not self.matrix.matrix.columns[column].items:
            return self.tr("Choose a piece for the shortlist first.")
        if not self._unclaimed(row, column):
            return self.tr("The whole item is claimed already.")
        return ""

    def _unclaimed(self, row: int, column: int) -> list[str]:
        """Return the items of a cell that are not claimed as a whole for its KSB."""
        claims = self.matrix.matrix.claims_at(row, column)
        claimed = {each.item_uid for each in claims if each.anchor.is_whole}
        return [each for each in self.matrix.matrix.columns[column].items if each not in claimed]

    def _on_whole(self, row: int, column: int) -> None:
        why = self._why_not_whole(row, column)
        if why:
            announcer().say(why)
            self._hint_words.setText(why)
            self._hint_button.hide()
            self._hint.show()
            return
        ksb, free = self.rows[row].ksb, self._unclaimed(row, column)
        if len(free) == 1:
            self.whole_wanted.emit(ksb.uid, free[0])
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("Which item shows {0}?").format(ksb.code))
        menu.setStyleSheet("QMenu { menu-scrollable: 1; }")
        for uid in free:
            item = self.known.items.get(uid) if self.known is not None else None
            title = item.title if item is not None else uid
            action = menu.addAction(title.replace("&", "&&"))
            action.triggered.connect(
                lambda _=False, item_uid=uid: self.whole_wanted.emit(ksb.uid, item_uid)
            )
        rect = self.matrix.visualRect(self.matrix.matrix.index(row, column))
        at = self.matrix.viewport().mapToGlobal(rect.bottomLeft())
        menu.popup(at if rect.isValid() else QCursor.pos())
