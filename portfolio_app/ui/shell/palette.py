"""Go to or find: actions, KSBs, evidence, passages and people, from one field (Ctrl+K).

``>`` looks for actions only, ``#`` for KSBs, ``@`` for people, ``/`` for help. What is in the
portfolio is asked for beside the window; an answer to older words is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.found import FoundGroup
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.store import queries
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.chips import mark_size, paint_mark
from portfolio_app.ui.kit.found_list import beside, place_of
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.list_rows import Index, ListRows, draw_elided, draw_ground
from portfolio_app.ui.kit.page import Area
from portfolio_app.ui.kit.places import (
    ASSESSMENT,
    EVIDENCE,
    HELP,
    KSBS,
    OBSERVATIONS,
    PLAN,
    PROPOSAL,
    SEARCH,
    SETTINGS,
    STANDARD,
    Place,
)
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.palette_finding import AskedFor, Entry, Person, Reached, reach

ROWS = 12
RECENT = 6
LEAST_NAMED = 4  # letters of an action's name that put it before what is in the portfolio
LIKELY_COUNT = 5
# Sub-views that are looked for by their own names, and where they are; tabs of the areas.
VIEWS = (
    ("Library", "Evidence", Place(EVIDENCE, tab="library"), "layers"),
    ("Shortlist", "Evidence", Place(EVIDENCE, tab="shortlist"), "bookmark"),
    ("Suggest a set", "Evidence, Shortlist",
     Place(EVIDENCE, tab="shortlist", want="suggest"), "bookmark"),
    ("Fix numbering, or renumber", "Evidence, Shortlist",
     Place(EVIDENCE, tab="shortlist", want="numbers"), "bookmark"),
    ("Inbox: sort", "Evidence", Place(EVIDENCE, tab="inbox"), "layers"),
    ("Reading", "Evidence", Place(EVIDENCE, tab="reading"), "book-open"),
    ("Bin", "Evidence", Place(EVIDENCE, tab="bin"), "trash-2"),
    ("Coverage", "KSBs", Place(KSBS, tab="coverage"), "grid-3x3"),
    ("Skills scan", "KSBs", Place(KSBS, tab="scan"), "grid-3x3"),
    ("Whom to chase", "Observations", Place(OBSERVATIONS, tab="chase"), "clock"),
    ("Plan meetings", "Observations", Place(OBSERVATIONS, tab="planner"), "calendar"),
    ("Scope: title and scope", "Proposal", Place(PROPOSAL, tab="scope"), "scroll-text"),
    ("References", "Proposal", Place(PROPOSAL, tab="references"), "scroll-text"),
    ("Sign-off and presentation: slides, timer, practice questions", "Proposal",
     Place(PROPOSAL, tab="sign-off"), "scroll-text"),
    ("Gateway: what is left and whose it is", "Assessment",
     Place(ASSESSMENT, tab="gateway"), "graduation-cap"),
    ("Results, re-sits, and what was handed in", "Assessment",
     Place(ASSESSMENT, tab="results"), "file-check"),
    ("Documents: agreements, English and maths, EPAO's forms", "Plan",
     Place(PLAN, tab="documents"), "file-text"),
    ("Rehearse: practice questions by the clock, crib cards", "Assessment",
     Place(ASSESSMENT, tab="rehearse"), "messages-square"),
    ("Discussion: find any page, mock with a colleague, the plain PDF", "Assessment",
     Place(ASSESSMENT, tab="discussion"), "maximize"),
    ("Timeline: everything dated", "Plan", Place(PLAN, tab="timeline"), "calendar"),
    ("Modules and assignments", "Plan", Place(PLAN, tab="modules", want="modules"), "book-open"),
    ("Events and attendance", "Plan", Place(PLAN, tab="modules", want="events"), "calendar"),
    ("Project agreement", "Plan", Place(PLAN, tab="modules", want="agreement"), "signature"),
    ("Breaks in learning and additional time", "Plan",
     Place(PLAN, tab="modules", want="breaks"), "clock"),
    ("Reviews: prepare for meeting, actions, review pack", "Plan",
     Place(PLAN, tab="reviews"), "calendar"),
    ("Learning plan: goals from your skills scan", "Plan", Place(PLAN, tab="learning"), "list"),
    ("Off-the-job time: week, months, entries", "Plan", Place(PLAN, tab="hours"), "clock"),
    ("Target of off-the-job time, and what counts", "Plan, Off-the-job",
     Place(PLAN, tab="hours", want="target"), "clock"),
    ("Import your provider's record of off-the-job time", "Plan, Off-the-job",
     Place(PLAN, tab="hours", want="import"), "table"),
    ("Review changed wording", "Standard", Place(STANDARD, tab="review"), "scroll-text"),
    ("Methods: where each KSB is assessed", "Standard",
     Place(STANDARD, tab="methods"), "scroll-text"),
    ("Rules and limits", "Standard", Place(STANDARD, tab="rules"), "scroll-text"),
    ("Programme: what it says, its dates, a shorter length", "Settings",
     Place(SETTINGS, tab="programme"), "calendar"),
    ("Appearance: theme and text size", "Settings",
     Place(SETTINGS, tab="appearance"), "settings"),
)  # fmt: skip
LIKELY = ("add_files", "paste_evidence", "compile", "back_up", "preferences")


@dataclass(frozen=True, slots=True)
class Row:
    """One result: its group, words, where it is, and what opening it does.

    ``place`` is where it leads, when it leads somewhere: that can be shown in a second window.
    """

    group: str
    words: str
    where: str
    open: Callable[[], None]
    icon: str = ""
    kind: KsbKind | None = None
    place: Place | None = None

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it: "K8 Financial strategy, KSB, Gap"."""
        return ", ".join(part for part in (self.words, self.group, self.where) if part)


class RowsModel(ListRows[Row]):
    """The results, best first."""

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.spoken}, {index.row() + 1} of {len(self.rows)}"
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None


class RowDelegate(QStyledItemDelegate):
    """Group, mark or icon, words, and on the right where it is."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme().size("row_comfortable"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        look = theme()
        rect: QRect = option.rect
        draw_ground(painter, option, hovers=False)
        painter.save()
        align = Qt.AlignmentFlag.AlignVCenter
        gap = look.space("md")
        above = index.model().index(index.row() - 1, 0).data(Qt.ItemDataRole.UserRole)
        first = above is None or above.group != row.group
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text.muted"))
        if first:
            painter.drawText(rect.adjusted(gap, 0, 0, 0), align, row.group)
        where = painter.fontMetrics().horizontalAdvance(row.where)
        painter.drawText(
            rect.adjusted(0, 0, -gap, 0), align | Qt.AlignmentFlag.AlignRight, row.where
        )
        left = rect.left() + look.px(100)
        size = look.size("icon_small")
        if row.kind is not None:
            mark = mark_size()
            top = rect.center().y() - mark / 2 + 0.5
            ink = look.colour(f"ksb.{row.kind.value}")
            paint_mark(painter, QRectF(left, top, mark, mark), row.kind, ink)
        elif row.icon:
            sign = icons.pixmap(row.icon, size, "text.muted")
            painter.drawPixmap(left, rect.center().y() - size // 2, sign)
        painter.setFont(look.font())
        painter.setPen(look.colour("text.normal"))
        words = QRect(rect)
        words.setLeft(left + size + look.space("sm"))
        words.setRight(rect.right() - where - gap * 2)
        draw_elided(painter, words, row.words)
        painter.restore()


class Palette(QDialog):
    """One field, twelve rows. Enter opens, Ctrl+Enter in a second window, Esc gives focus back."""

    def __init__(self, window: QWidget, workspace: Workspace, areas: Sequence[Area]) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._areas = tuple(areas)
        self._return_to: QWidget | None = window.focusWidget()
        self._typed = ""
        self._is_waiting = False
        self._enter: Callable[[], None] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Go to or find"))
        self.setModal(True)
        self._build(window)
        self._on_typed("")

    @property
    def rows(self) -> tuple[Row, ...]:
        """The results shown now."""
        return self._model.rows

    def _build(self, window: QWidget) -> None:
        look = theme()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(self.tr("A KSB, an item, words of a passage, an action"))
        self.edit.setAccessibleName(self.tr("Go to or find"))
        self.edit.setAccessibleDescription(
            self.tr("> looks for actions, # for KSBs, @ for people, / for help")
        )
        self.edit.setMaxLength(500)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.installEventFilter(self)
        self._model = RowsModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(RowDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName(self.tr("Results"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.clicked.connect(self._on_clicked)
        self._foot = label("", "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("md")] * 4)
        column.setSpacing(look.space("sm"))
        column.addWidget(self.edit)
        column.addWidget(self._list, 1)
        column.addWidget(self._foot)
        width = min(look.px(680), window.width() - look.space("xl") * 2)
        foot = look.px(56)
        height = look.size("row_comfortable") * ROWS + look.size("control_height") + foot
        self.setFixedSize(width, min(height, window.height() - look.px(60)))
        middle = window.mapToGlobal(window.rect().center())
        top = window.mapToGlobal(window.rect().topLeft()).y() + look.px(48)
        self.move(middle.x() - width // 2, top)
        self.edit.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._model.rows:
                at = (self._list.currentIndex().row() + step) % len(self._model.rows)
                self._list.setCurrentIndex(self._model.index(at))
                announcer().say(f"{self._model.rows[at].spoken}, {at + 1} of {len(self.rows)}")
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                is_beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self._on_enter(is_beside=is_beside)
                return True
        return super().eventFilter(watched, event)

    # what is found

    def _on_typed(self, typed: str) -> None:
        self._typed = typed.strip()
        self._enter = None
        prefix, words = self._typed[:1], self._typed[1:].strip()
        self._is_waiting = bool(self._typed) and prefix not in (">", "/")
        if not self._typed:
            self._show(self._recent() + self._likely())
        elif prefix == ">":
            self._show(self._actions(words))
        elif prefix == "/":
            self._show(self._help(words))
        else:
            self._workspace.look(reach, self._typed, then=self._on_reached, key="palette")

    def _on_reached(self, reached: Reached) -> None:
        if reached.typed != self._typed:
            return  # newer words are on their way
        self._is_waiting = False
        groups: list[list[Row]] = []
        for entry in reached.entries:
            row = self._entry_row(entry)
            if not groups or groups[-1][0].group != row.group:
                groups.append([])
            groups[-1].append(row)
        if reached.asked:
            groups.append([self._asked_row(each) for each in reached.asked])
        if reached.people:
            groups.append([self._person_row(each) for each in reached.people])
        if self._typed[:1] not in ("#", "@"):
            actions = [*self._request_rows(reached), *self._actions(self._typed)]
            start = self._typed.casefold()
            is_named = len(start) >= LEAST_NAMED and any(
                row.words.casefold().startswith(start) for row in actions
            )
            if is_named:  # its own first letters were typed: that is what is meant
                actions.sort(key=lambda row: not row.words.casefold().startswith(start))
            if actions:
                groups.insert(0 if is_named else len(groups), actions)
        self._show(_shared(groups) + self._search_row())
        if self._enter is not None:
            self._enter()

    def _show(self, rows: Sequence[Row]) -> None:
        self._model.show_rows(rows[:ROWS])
        if self._model.rows:
            self._list.setCurrentIndex(self._model.index(0))
        count = len(self._model.rows)
        self._foot.setText(
            self.tr("Nothing found. > actions, # KSBs, @ people, / help")
            if not count
            else self.tr("Enter opens. > actions, # KSBs, @ people, / help")
        )
        announcer().say(
            self.tr("{0} results").format(count)
            + (f", {self._model.rows[0].spoken}" if self._model.rows else "")
        )

    def _entry_row(self, entry: Entry) -> Row:
        found = entry.found
        words = found.title
        if found.group is FoundGroup.EVIDENCE and found.ref:
            words = f"{found.ref}  {found.title}"
        elif found.group in (FoundGroup.PASSAGE, FoundGroup.PAGE) and found.text:
            words = f"“{found.text}”" if found.group is FoundGroup.PASSAGE else found.text
        icon = {FoundGroup.PASSAGE: "highlighter", FoundGroup.PAGE: "scroll-text"}
        group = self.tr("Passages") if found.group is FoundGroup.PAGE else found.group.words
        return self._place_row(
            group, words, entry.where, place_of(found), icon.get(found.group, "file-text"),
            found.ksb_kind,
        )  # fmt: skip

    def _place_row(
        self,
        group: str,
        words: str,
        where: str,
        place: Place,
        icon: str,
        kind: KsbKind | None = None,
    ) -> Row:
        return Row(group, words, where, partial(self._workspace.go, place), icon, kind, place)

    def _person_row(self, person: Person) -> Row:
        place = Place(SETTINGS, tab="you")
        return self._place_row(
            self.tr("People"), person.name, person.about, place, "messages-square"
        )

    def _asked_row(self, asked: AskedFor) -> Row:
        place = Place(OBSERVATIONS, item=asked.uid)
        return self._place_row(self.tr("Observations"), asked.words, asked.where, place, "eye")

    def _request_rows(self, reached: Reached) -> list[Row]:
        """Return the offer to have a KSB observed whose code was typed."""
        if not reached.ksb_uid or not self._workspace.actions["new_request"].isEnabled():
            return []
        keys = self._workspace.actions["new_request"].shortcut()
        words = self.tr("Request an observation for {0}").format(self._typed.upper())
        place = Place(OBSERVATIONS, ksb=reached.ksb_uid, want="new")
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        return [self._place_row(self.tr("Actions"), words, shown, place, "eye")]

    def _search_row(self) -> list[Row]:
        """Return the way on to everything there is, where only words were typed."""
        if self._typed[:1] in ("#", "@"):
            return []
        keys = self._workspace.actions["search_all"].shortcut()
        return [
            self._place_row(
                self.tr("More"),
                self.tr("Search everything for “{0}”").format(self._typed[:60]),
                keys.toString(QKeySequence.SequenceFormat.NativeText),
                Place(SEARCH, want=f"find:{self._typed}"),
                "search",
            )
        ]

    def _actions(self, typed: str, names: Sequence[str] = ()) -> list[Row]:
        words = typed.casefold().split()
        rows: list[Row] = []
        for area in self._areas:
            if not names and all(word in area.title.casefold() for word in words):
                go = partial(self._workspace.go, Place(area.name))
                rows.append(Row(self.tr("Actions"), area.title, area.keys, go, icon=area.icon))
        for title, where, place, icon in () if names else VIEWS:
            if words and all(word in title.casefold() for word in words):
                rows.append(self._place_row(self.tr("Actions"), self.tr(title), where, place, icon))
        for name in names or tuple(self._workspace.actions):
            action = self._workspace.actions[name]
            text = action.text().replace("&", "")
            if (
                action.isEnabled()
                and name != "palette"
                and all(w in text.casefold() for w in words)
            ):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                icon = self._workspace.actions.spec(name).icon
                rows.append(Row(self.tr("Actions"), text, keys, action.trigger, icon=icon))
        return rows

    def _likely(self) -> list[Row]:
        """Return five actions: what the page in view can do now, then what is always likely."""
        actions = self._workspace.actions
        here = [name for name in actions.of_page if actions[name].isEnabled()]
        here = [name for name in here if not actions[name].shortcut().isEmpty()]
        names = dict.fromkeys([*here[:3], *LIKELY])
        return self._actions("", names=tuple(names))[:LIKELY_COUNT]

    def _help(self, typed: str) -> list[Row]:
        words = typed.casefold().split()
        names = ("shortcuts", "where_data", "standard_sources", "about")
        rows = [
            Row(self.tr("Help"), row.words, row.where, row.open, row.icon)
            for row in self._actions("", names=names)
        ]
        rows.insert(
            0, self._place_row(self.tr("Help"), self.tr("Help"), "F1", Place(HELP), "circle-help")
        )
        return [row for row in rows if all(word in row.words.casefold() for word in words)]

    def _recent(self) -> list[Row]:
        items: dict[str, EvidenceItem] = {
            item.uid: item for item in self._workspace.read(queries.evidence.items)
        }
        places = self._workspace.trail.recent(40)
        uids = dict.fromkeys(place.item for place in places if place.item in items)
        return [
            self._place_row(
                self.tr("Recent"),
                f"{item.ref}  {item.title}" if item.ref else item.title,
                self.tr("{0} claims").format(item.claims) if item.claims else "",
                Place(EVIDENCE, item=item.uid),
                "file-text",
            )
            for item in (items[uid] for uid in list(uids)[:RECENT])
        ]

    # opening

    def _on_enter(self, *, is_beside: bool) -> None:
        if self._is_waiting:  # what is shown answers older words
            self._enter = partial(self._open_current, is_beside=is_beside)
        else:
            self._open_current(is_beside=is_beside)

    def _open_current(self, *, is_beside: bool) -> None:
        index = self._list.currentIndex()
        if not index.isValid():
            return
        row = self._model.rows[index.row()]
        self._return_to = None  # the place that is opened takes the focus
        self.accept()
        if is_beside and row.place is not None:
            self._workspace.go(beside(row.place))
        else:
            row.open()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._list.setCurrentIndex(index)
        self._open_current(is_beside=False)

    @override
    def done(self, result: int) -> None:
        super().done(result)
        if self._return_to is not None:
            self._return_to.setFocus()


def _shared(groups: Sequence[Sequence[Row]]) -> list[Row]:
    """Return some of every group: each is seen, and what room is left goes to the first ones."""
    room = ROWS - 1  # the last row leads to everything
    share = max(2, room // max(1, len(groups)))
    counts = [min(len(group), share) for group in groups]
    for at, group in enumerate(groups):
        counts[at] += max(0, min(len(group) - counts[at], room - sum(counts)))
    return [row for group, count in zip(groups, counts, strict=True) for row in group[:count]][
        :room
    ]
