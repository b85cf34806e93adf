"""Go to or find: KSBs, evidence, passages and actions, from one field (Ctrl+K)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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

from portfolio_app.domain.coverage import coverage
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.ksb import KsbKind, tidy_code
from portfolio_app.domain.passage import Claim
from portfolio_app.store import queries
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.chips import mark_size, paint_mark
from portfolio_app.ui.kit.ksb_field import matching
from portfolio_app.ui.kit.list_rows import Index, ListRows, draw_elided, draw_ground
from portfolio_app.ui.kit.page import Area
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

ROWS = 12
GROUP_LIMIT = 6
LIKELY = ("add_files", "paste_evidence", "compile", "back_up", "preferences")


@dataclass(frozen=True, slots=True)
class Row:
    """One result: its group, words, where it is, and what opening it does."""

    group: str
    words: str
    where: str
    open: Callable[[], None]
    icon: str = ""
    kind: KsbKind | None = None

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
    """One field, twelve rows. Enter opens, Esc closes and gives the focus back."""

    def __init__(self, window: QWidget, workspace: Workspace, areas: Sequence[Area]) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._areas = tuple(areas)
        self._return_to: QWidget | None = window.focusWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Go to or find"))
        self.setModal(True)
        self._load()
        self._build(window)
        self._on_typed("")

    @property
    def rows(self) -> tuple[Row, ...]:
        """The results shown now."""
        return self._model.rows

    def _load(self) -> None:
        store = self._workspace.store
        self._ksbs = queries.standard.standard(store).ksbs
        self._items: tuple[EvidenceItem, ...] = queries.evidence.items(store)
        self._claims: tuple[Claim, ...] = queries.claims.claims(store)
        self._status = {
            each.ksb.uid: each.status.words
            for each in coverage(self._ksbs, self._claims, shortlist_only=False)
        }

    def _build(self, window: QWidget) -> None:
        look = theme()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(self.tr("A KSB, an item, words of a passage, an action"))
        self.edit.setAccessibleName(self.tr("Go to or find"))
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
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("md")] * 4)
        column.setSpacing(look.space("sm"))
        column.addWidget(self.edit)
        column.addWidget(self._list)
        width = min(look.px(680), window.width() - look.space("xl") * 2)
        height = look.size("row_comfortable") * ROWS + look.size("control_height") + look.px(40)
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
                self._on_clicked(self._list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _on_typed(self, typed: str) -> None:
        self._model.show_rows(self._found(typed.strip())[:ROWS])
        if self._model.rows:
            self._list.setCurrentIndex(self._model.index(0))
        announcer().say(
            self.tr("{0} results").format(len(self._model.rows))
            + (f", {self._model.rows[0].spoken}" if self._model.rows else "")
        )

    def _on_clicked(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self._model.rows[index.row()]
        self._return_to = None  # the place that is opened takes the focus
        self.accept()
        row.open()

    @override
    def done(self, result: int) -> None:
        super().done(result)
        if self._return_to is not None:
            self._return_to.setFocus()

    # what is found

    def _found(self, typed: str) -> list[Row]:
        if typed.startswith(">"):
            return self._actions(typed[1:].strip())
        if typed.startswith("#"):
            return self._ksb_rows(typed[1:].strip(), limit=ROWS)
        if not typed:
            return self._recent() + self._actions("", names=LIKELY)
        everything = [
            self._ksb_rows(typed),
            self._item_rows(typed),
            self._passage_rows(typed),
            self._actions(typed)[:GROUP_LIMIT],
        ]
        exact = tidy_code(typed).casefold()
        of_code = [claim for claim in self._claims if claim.ksb_code.casefold() == exact]
        if of_code:
            everything[1] += self._items_of(of_code)
            everything[2] += [self._passage_row(claim) for claim in of_code if claim.anchor.quote]
        is_code = any(ksb.code.casefold() == exact for ksb in self._ksbs)
        if not is_code and any(item.ref.casefold() == exact for item in self._items if item.ref):
            everything[0], everything[1] = everything[1], everything[0]
        # Each group is seen; what room is left goes to the first ones.
        share = max(2, ROWS // max(1, sum(bool(group) for group in everything)))
        return [row for group in everything for row in group[:share]]

    def _ksb_rows(self, typed: str, limit: int = GROUP_LIMIT) -> list[Row]:
        return [
            Row(
                self.tr("KSBs"),
                f"{ksb.code}  {ksb.short}",
                self._status.get(ksb.uid, ""),
                partial(self._workspace.go, Place(KSBS, ksb=ksb.uid)),
                kind=ksb.kind,
            )
            for ksb in matching(self._ksbs, typed)[:limit]
        ]

    def _item_rows(self, typed: str) -> list[Row]:
        words = typed.casefold().split()
        ref = tidy_code(typed).casefold()
        found = [
            (item.ref.casefold() != ref, item)
            for item in self._items
            if (item.ref and item.ref.casefold() == ref)
            or (item.ref and tidy_code(item.ref).casefold() == ref)
            or all(word in f"{item.title} {item.file_name}".casefold() for word in words)
        ]
        found.sort(key=lambda each: each[0])
        return [self._item_row(item) for _, item in found[:GROUP_LIMIT]]

    def _item_row(self, item: EvidenceItem, group: str = "") -> Row:
        words = f"{item.ref}  {item.title}" if item.ref else item.title
        claims = self.tr("{0} claims").format(item.claims) if item.claims else ""
        place = Place(EVIDENCE, item=item.uid)
        go = partial(self._workspace.go, place)
        return Row(group or self.tr("Evidence"), words, claims, go, icon="file-text")

    def _passage_rows(self, typed: str) -> list[Row]:
        if len(typed) < 3:
            return []
        words = typed.casefold().split()
        rows = []
        for claim in self._claims:
            text = f"{claim.anchor.quote} {claim.shows}".casefold()
            if claim.anchor.quote and all(word in text for word in words):
                rows.append(self._passage_row(claim))
                if len(rows) == GROUP_LIMIT:
                    break
        return rows

    def _passage_row(self, claim: Claim) -> Row:
        page = max(claim.page - 1, 0)
        place = Place(EVIDENCE, item=claim.item_uid, claim=claim.uid, page=page)
        where = f"{claim.ksb_code} · {claim.ref or claim.item_title[:24]}, p. {claim.page}"
        quote = f"“{' '.join(claim.anchor.quote.split())}”"
        go = partial(self._workspace.go, place)
        return Row(self.tr("Passages"), quote, where, go, icon="highlighter")

    def _items_of(self, claims: Sequence[Claim]) -> list[Row]:
        """Return the items that show one KSB, those with most claims on it first."""
        counted = Counter(claim.item_uid for claim in claims)
        by_uid = {item.uid: item for item in self._items}
        rows = []
        for uid, count in counted.most_common(GROUP_LIMIT):
            if uid in by_uid:
                where = self.tr("{0} on {1}").format(count, claims[0].ksb_code)
                rows.append(replace(self._item_row(by_uid[uid]), where=where))
        return rows

    def _actions(self, typed: str, names: Sequence[str] = ()) -> list[Row]:
        words = typed.casefold().split()
        rows: list[Row] = []
        for area in self._areas:
            if not names and all(word in area.title.casefold() for word in words):
                go = partial(self._workspace.go, Place(area.name))
                rows.append(Row(self.tr("Actions"), area.title, area.keys, go, icon=area.icon))
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

    def _recent(self) -> list[Row]:
        by_uid = {item.uid: item for item in self._items}
        places = self._workspace.trail.recent(40)
        uids = dict.fromkeys(place.item for place in places if place.item in by_uid)
        return [self._item_row(by_uid[uid], self.tr("Recent")) for uid in list(uids)[:GROUP_LIMIT]]
