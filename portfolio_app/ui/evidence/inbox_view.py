"""The inbox: one card a piece, decided by single keys; stops and resumes anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.sorting import BATCH, SortCard, Sorting
from portfolio_app.domain.standard import Standard
from portfolio_app.services import evidence, projects, sorting, versions
from portfolio_app.store import queries
from portfolio_app.ui.evidence.sort_form import SortForm, chosen_of
from portfolio_app.ui.evidence.sort_keys import KeptKeys, SortKeys
from portfolio_app.ui.evidence.sort_page import SortPage
from portfolio_app.ui.kit.actions import Handler
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.autosave import Autosave
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

LOW = 460  # pixels at 100 %
_LETTERS = {
    Qt.Key.Key_K: "keep",
    Qt.Key.Key_R: "reading",
    Qt.Key.Key_L: "later",
    Qt.Key.Key_M: "map",
    Qt.Key.Key_D: "shortlist",
    Qt.Key.Key_Space: "skip",
    Qt.Key.Key_Right: "skip",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_Up: "version_up",
    Qt.Key.Key_Down: "version_down",
    Qt.Key.Key_Return: "next",
    Qt.Key.Key_Enter: "next",
}


class InboxView(QWidget):
    """Cards of what waits. Decisions take effect at once; the next card shows meanwhile."""

    handlers_changed = Signal()
    current_changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.cards: list[SortCard] = []
        self._found = Sorting((), 0, 0, 0)
        self._at = 0
        self._version = ""  # the uid chosen from a stack
        self._kept: SortCard | None = None  # kept, and being said what it may show
        self._step = ""  # the step that kept it, once it is known
        self._said: dict[str, dict[str, Any]] = {}  # what waits for that step, by item
        # Pieces that were decided, and how many loads had been asked for when that was written: an
        # answer to one of those may still show them. -1 while it is not written yet.
        self._deciding: dict[str, int] = {}
        self._loads = 0
        self._offered_for = -1  # pieces of the run when its folders were last asked for
        self._decided: set[str] = set()  # the pieces in front when their card was decided
        self._undone = ""  # the piece an undo is about: its card is shown again
        self._since_pause = 0
        self._known_standard: Standard | None = None
        self._seen = WhenSeen(self, self._load)
        self._is_low = False
        self._autosave = Autosave(self._save, self)
        self._build()
        self._connect()

    # what others ask for

    def handlers(self) -> Mapping[str, Handler]:
        """Return what can be done here, by action."""
        if self.workspace.readonly:
            reason = self.tr("The portfolio is open to read.")
            return dict.fromkeys(("shortlist", "bin", "rename"), reason)
        if self.item is None:
            reason = self.tr("There is nothing to sort.")
            return dict.fromkeys(("shortlist", "bin", "rename", "open_item", "claim"), reason)
        return {
            "open_item": self._on_open,
            "claim": partial(self.decide, "map"),
            "shortlist": partial(self.decide, "shortlist"),
            "bin": partial(self.decide, "bin"),
            "rename": self._on_rename,
        }

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        shown = self._stack.currentWidget()
        if shown is self._card:
            return self.form.kept.codes if self._kept is not None else self.page
        for state in (self._pause, self._finished, self._nothing):
            if shown is state and state.buttons:
                return state.buttons[0]
        return self.page

    def select(self, item_uid: str) -> None:
        """Show an item's card, if it waits here."""
        self._undone = item_uid
        self.cards = []  # it counts as come back, so that it is gone to
        self._seen.now()

    def flush(self) -> None:
        """Save what is typed, now."""
        self.form.leave_date()
        self._autosave.flush()
        if self._kept is not None:
            self._say(self._kept)

    @property
    def card(self) -> SortCard | None:
        """The card in view."""
        if self._kept is not None:
            return self._kept
        return self.cards[self._at] if 0 <= self._at < len(self.cards) else None

    @property
    def item(self) -> EvidenceItem | None:
        """The piece in view: of a stack, the version chosen."""
        card = self.card
        return chosen_of(card, self._version) if card is not None else None

    # building

    def _build(self) -> None:
        look = theme()
        self._count = label("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(look.px(240))
        self._bar.setAccessibleName(self.tr("Sorted so far"))
        self._rest = QPushButton(self.tr("Keep the rest for later"))
        self._rest.setObjectName("sort_rest")
        self._top = QWidget()
        row = QHBoxLayout(self._top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space("md"))
        row.addWidget(self._count)
        row.addWidget(self._bar, 1)
        row.addStretch()
        row.addWidget(self._rest)
        self.page = SortPage(self.workspace)
        self.form = SortForm()
        self._offer = self.form.offer
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.setHandleWidth(look.space("xxs"))
        across.addWidget(self.page)
        across.addWidget(self.form)
        across.setStretchFactor(0, 3)
        across.setStretchFactor(1, 2)
        across.setSizes([600, 420])
        self.keys = SortKeys()
        self.kept_keys = KeptKeys()
        self._card = QWidget()
        self._column = column = QVBoxLayout(self._card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("sm"))
        column.addWidget(across, 1)
        column.addWidget(self.keys)
        column.addWidget(self.kept_keys)
        self._pause = EmptyState(
            "circle-check",
            "",
            primary=(self.tr("Go on"), self._on_go_on),
            secondary=(self.tr("Keep the rest for later"), self._on_rest),
        )
        self._finished = EmptyState(
            "circle-check",
            "",
            primary=(self.tr("Suggest a set"), self._on_suggest),
            secondary=(self.tr("Sort what was kept for later"), self._on_take_up),
        )
        self._nothing = EmptyState(
            "circle-check",
            self.tr(
                "Nothing to sort. More than ten files added at once, and quick captures, wait here."
            ),
            primary=(self.tr("Quick capture"), self._on_capture),
        )
        self._stack = QStackedWidget()
        for each in (self._nothing, self._card, self._pause, self._finished):
            self._stack.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("md")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(self._top)
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._rest.clicked.connect(self._on_rest)
        self.keys.pressed.connect(self.decide)
        self.kept_keys.pressed.connect(self.decide)
        self.form.edited.connect(self._on_edited)
        self.form.version_chosen.connect(self._on_version)
        self.form.apart_wanted.connect(self._on_apart)
        self.form.kept.submitted.connect(partial(self.decide, "next"))
        self.form.kept.dismissed.connect(partial(self.decide, "unkeep"))
        self._offer.used.connect(self._on_folders_used)
        self._offer.declined.connect(self._on_folders_declined)
        self.workspace.changed.connect(self._on_changed)

    # loading

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.workspace.foot_taken.emit(0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """In a low view the keys stand beside the page, above the facts, and not below it."""
        is_low = self.height() < theme().px(LOW)
        if is_low != self._is_low:
            self._is_low = is_low
            if is_low:
                self.form.put_on_top(self.keys, self.kept_keys)
            else:
                self._column.addWidget(self.keys)
                self._column.addWidget(self.kept_keys)
        self._bar.setVisible(not is_low)
        if self.isVisible():
            height = self.keys.heightForWidth(self._card.width()) + theme().space("md")
            self.workspace.foot_taken.emit(0 if is_low else height)

    def _on_changed(self, changes: Changes) -> None:
        if not changes.topics & {Topic.EVIDENCE, Topic.STANDARD}:
            return
        if Topic.STANDARD in changes.topics:
            self._known_standard = None
        self._undone = changes.focus
        self._seen.ask()

    def _standard(self) -> Standard:
        # Kept here: what the workspace keeps is forgotten at every change, so at every card.
        if self._known_standard is None:
            self._known_standard = self.workspace.read(queries.standard.standard)
        return self._known_standard

    def _load(self) -> None:
        self._loads += 1
        then = partial(self._on_loaded, self._loads)
        self.workspace.look(queries.sorting.sorting, then=then, key="sorting")

    def _on_loaded(self, load: int, found: Sorting) -> None:
        self._found = found
        if found.total != self._offered_for:
            self._offered_for = found.total
            self.workspace.look(projects.offered, then=self._on_offered, key="folders")
        self._deciding = {uid: at for uid, at in self._deciding.items() if at < 0 or load <= at}
        before = {uid for card in self.cards for uid in card.uids}
        current = self.item.uid if self.item is not None else ""
        self.cards = [c for c in found.cards if not self._deciding.keys() >= set(c.uids)]
        places = {uid: at for at, card in enumerate(self.cards) for uid in card.uids}
        if self._kept is not None and self._kept.item.uid in places:
            self._kept, self._step = None, ""  # undone: its card is undecided again
            before.discard(current)
        back = self._undone
        self._undone = ""
        if self._kept is None and back in places and back not in before:
            self._at = places[back]
            self._version = back if back in self._decided else ""
            self._stack.setCurrentWidget(self._card)
        elif current in places:
            self._at = places[current]
        else:
            self._at = max(min(self._at, len(self.cards) - 1), 0)
        self._show(keep_pause=True)

    def _on_offered(self, offered: Sequence[tuple[str, Sequence[str]]]) -> None:
        self._offer.show_folders(() if self.workspace.readonly else offered)

    # showing

    def _show(self, *, keep_pause: bool = False) -> None:
        had = self.isAncestorOf(self.focusWidget())
        card, item = self.card, self.item
        if card is None or item is None:
            is_run = self._found.total > 0 or self._found.put_off > 0
            self._show_end() if is_run else self._stack.setCurrentWidget(self._nothing)
            self.page.show_item(None)
        elif not (keep_pause and self._stack.currentWidget() is self._pause):
            self._stack.setCurrentWidget(self._card)
            self._show_card(card, item)
        self._show_progress()
        self.handlers_changed.emit()
        if had and self.isVisible() and not self._stack.isAncestorOf(self.focusWidget()):
            self.first_focus().setFocus()

    def _show_card(self, card: SortCard, item: EvidenceItem) -> None:
        standard = self._standard()
        is_kept = self._kept is not None
        self.form.show_card(card, item, standard, is_kept=is_kept)
        self.keys.setVisible(not is_kept)
        self.kept_keys.setVisible(is_kept)
        self.keys.show_card(card, readonly=self.workspace.readonly)
        around = self.cards[self._at : self._at + 3] + self.cards[max(self._at - 1, 0) : self._at]
        ahead = [*card.versions, *(each.item for each in around)]
        self.page.show_item(item, tuple(i for i in ahead if i.uid != item.uid))
        self.page.setAccessibleName(
            self.tr("{0}. {1} K keeps it, R is reading, L later, Delete the bin.").format(
                item.title, self._count_words()
            )
        )

    def _show_end(self) -> None:
        found = self._found
        parts = [self.tr("All {0} sorted.").format(found.total) if found.total else ""]
        if found.put_off:
            parts.append(self.tr("{0} kept for later.").format(found.put_off))
        self._finished.show_words(" ".join(part for part in parts if part))
        self._finished.buttons[1].setVisible(found.put_off > 0)
        self._stack.setCurrentWidget(self._finished)

    def _show_progress(self) -> None:
        left = self._left()
        self._top.setVisible(bool(left) or self._kept is not None)
        self._count.setText(self._count_words())
        self._bar.setRange(0, max(self._found.total, 1))
        self._bar.setValue(self._found.total - left)
        self._rest.setEnabled(bool(self.cards) and not self.workspace.readonly)

    def _left(self) -> int:
        return sum(len(card.uids) for card in self.cards)

    def _count_words(self) -> str:
        left = self._left()
        done = max(self._found.total - left, 0)
        return self.tr("{0} of {1} sorted · {2} left").format(done, self._found.total, left)

    # deciding

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.form.isAncestorOf(self.focusWidget()):
            self.page.setFocus()  # the keys of the card are there
            return
        word = _LETTERS.get(Qt.Key(event.key()))
        if word is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self.decide(word)

    def decide(self, word: str) -> None:
        """Do what a key or its button says of the card in view."""
        card, item = self.card, self.item
        if card is None or item is None or self._stack.currentWidget() is not self._card:
            return
        if word in _MOVES:
            self._move(word)
        elif self.workspace.readonly:
            self.workspace.tell(self.tr("The portfolio is open to read: nothing can be changed."))
        elif self._kept is not None:
            self._decide_kept(word)
        elif word == "keep":
            self._keep(card, item)
        else:
            self._leave(card, item, word)

    def _leave(self, card: SortCard, item: EvidenceItem, word: str) -> None:
        uids = card.uids
        others = [uid for uid in uids if uid != item.uid]
        if word == "reading":
            self._do(card, sorting.read, uids)
        elif word == "later":
            self._do(card, sorting.later, uids)
        elif word == "bin":
            self._do(card, sorting.put_in_bin, uids)
        elif word == "shortlist":
            self._do(card, sorting.keep, item.uid, others=others, choose=True)
        elif word == "map":
            self._do(card, sorting.keep, item.uid, others=others)
            self.workspace.go(Place(EVIDENCE, item=item.uid, page=0))

    def _do(self, card: SortCard, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self._autosave.flush()
        if self.item is not None:
            self._decided.add(self.item.uid)
        self._deciding.update(dict.fromkeys(card.uids, -1))
        self.workspace.do(
            verb,
            *args,
            then=partial(self._on_decided, card),
            failed=partial(self._on_refused, card),
            **kwargs,
        )
        self._next_card(card)

    def _keep(self, card: SortCard, item: EvidenceItem) -> None:
        self._autosave.flush()
        self._kept, self._step = SortCard(item, card.versions, card.elsewhere), ""
        self._deciding.update(dict.fromkeys(card.uids, -1))
        self._decided.add(item.uid)
        self.cards = [each for each in self.cards if each is not card]
        others = [uid for uid in card.uids if uid != item.uid]
        self.workspace.do(
            sorting.keep,
            item.uid,
            others=others,
            then=partial(self._on_kept, card),
            failed=partial(self._on_refused, card),
        )
        names = [name for name, _ in self.workspace.read(queries.projects.projects)]
        standard = self._standard()
        self.form.kept.begin(standard, names, item.candidates, item.projects, item.part)
        self._show()
        self.form.kept.codes.setFocus()
        QTimer.singleShot(0, self, self._bring_line_into_view)

    def _decide_kept(self, word: str) -> None:
        kept = self._kept
        if kept is None:
            return
        if word == "keep":
            self.form.kept.codes.setFocus()
        elif word == "next":
            if not self.form.kept.refuse_unknown():
                self._say(kept)
                self._kept = None
                self._next_card(kept)
        elif word in ("unkeep", "bin"):
            if self._step:
                self.workspace.undo(self._step)
                self.page.setFocus()
        elif word in ("shortlist", "map") and not self.form.kept.refuse_unknown():
            self._say(kept)
            self._kept = None
            self._leave(kept, kept.item, word)

    def _say(self, kept: SortCard) -> None:
        """Write what was said of a kept piece, as part of the step that kept it."""
        line, item = self.form.kept, kept.item
        known = {ksb.uid: ksb.code for ksb in self._standard().ksbs}
        said: dict[str, Any] = {}
        uids = line.typed.uids
        if {known.get(uid) for uid in uids} != set(item.candidates):
            said["ksb_uids"] = uids
        if line.project.text().strip():
            said["project"] = line.project.text()
        if line.part.text().strip() != item.part.strip():
            said["part"] = line.part.text()
        if not said:
            return
        if self._step:
            self.workspace.do(sorting.keep, item.uid, step=self._step, **said)
        else:
            self._said[item.uid] = said

    def _on_kept(self, card: SortCard, changes: Changes) -> None:
        self._on_decided(card, changes)
        said = self._said.pop(changes.focus, None)
        if said is not None:
            self.workspace.do(sorting.keep, changes.focus, step=changes.step, **said)
        if self._kept is not None and self._kept.item.uid == changes.focus:
            self._step = changes.step

    def _on_decided(self, card: SortCard, _: object) -> None:
        self._deciding.update(dict.fromkeys(card.uids, self._loads))
        self._seen.now()  # one that is certain to know of it

    def _on_refused(self, card: SortCard, error: BaseException) -> None:
        for uid in card.uids:
            self._deciding.pop(uid, None)
        self._kept = None
        self._undone = card.item.uid
        self._seen.now()
        self.workspace.trouble.emit(error)

    def _next_card(self, left: SortCard) -> None:
        """Show what follows a card that was decided; after twenty of them, a moment's rest."""
        self.cards = [each for each in self.cards if each is not left]
        if self._at >= len(self.cards):
            self._at = 0
        self._version = ""
        self._since_pause += 1
        if self._since_pause >= BATCH and self.cards:
            self._show_pause()
            return
        self._show()
        if self.card is not None and self.isVisible():
            self.page.setFocus()
            announcer().say(self.page.accessibleName())

    def _bring_line_into_view(self) -> None:
        # What has just appeared gets its height a moment later.
        if self._kept is not None:
            self.form.verticalScrollBar().setValue(self.form.kept.y())
            self.form.horizontalScrollBar().setValue(0)

    def _show_pause(self) -> None:
        self._since_pause = 0
        left = self._left()
        self._pause.show_words(self.tr("{0} left. It is all saved.").format(left))
        self._pause.buttons[0].setText(self.tr("Next {0}").format(min(BATCH, len(self.cards))))
        self._stack.setCurrentWidget(self._pause)
        self._show_progress()
        self.handlers_changed.emit()
        self._pause.buttons[0].setFocus()

    def _move(self, word: str) -> None:
        if self._kept is not None:
            return
        if word in ("skip", "back"):
            step = 1 if word == "skip" else -1
            self._at = (self._at + step) % len(self.cards)
            self._version = ""
            self._autosave.flush()
            self._show()
            self.page.setFocus()
            announcer().say(self.page.accessibleName())
        elif self.cards[self._at].versions:
            uids = [each.uid for each in self.cards[self._at].versions]
            at = uids.index(self.item.uid) if self.item is not None else 0
            at = min(max(at + (1 if word == "version_down" else -1), 0), len(uids) - 1)
            self._on_version(uids[at])

    # reacting

    def _on_version(self, uid: str) -> None:
        self._version = uid
        self._show()

    def _on_apart(self) -> None:
        card = self.card
        if card is not None and self._kept is None:
            self.workspace.do(versions.ungroup, card.uids, toast=True)
            self.page.setFocus()

    def _on_edited(self, name: str, value: str) -> None:
        if self.item is not None and not self.workspace.readonly:
            self._autosave.note(self.item.uid, name, value)
            if name != "title":
                self._autosave.flush()

    def _save(self, uid: str, fields: dict[str, str | bool]) -> None:
        self.workspace.do(evidence.edit, uid, **fields)  # type: ignore[arg-type] # an item's fields

    def _on_go_on(self) -> None:
        self._stack.setCurrentWidget(self._card)
        self._show()
        self.page.setFocus()

    def _on_rest(self) -> None:
        self._since_pause = 0
        self._stack.setCurrentWidget(self._card)
        self.workspace.do(sorting.rest_for_later, toast=True)

    def _on_take_up(self) -> None:
        self.workspace.do(sorting.take_up)

    def _on_suggest(self) -> None:
        self.workspace.go(Place(EVIDENCE, tab="shortlist", want="suggest"))

    def _on_capture(self) -> None:
        self.workspace.actions["capture"].trigger()

    def _on_open(self) -> None:
        if self.item is not None:
            self.workspace.go(Place(EVIDENCE, item=self.item.uid, page=0))

    def _on_rename(self) -> None:
        self.form.title.setFocus()
        self.form.title.selectAll()

    def _on_folders_used(self) -> None:
        self.workspace.do(projects.use_folders, toast=True)
        self.first_focus().setFocus()

    def _on_folders_declined(self) -> None:
        self.workspace.do(projects.decline_folders)
        self.first_focus().setFocus()


_MOVES = frozenset({"skip", "back", "version_up", "version_down"})
