"""Home: one card while there is nothing; then what to do next, coverage, and where one left off."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app import tokens
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.coverage import CAVEAT, RULE, KsbCoverage
from portfolio_app.domain.next_three import RULES, Suggestion, weeks_until
from portfolio_app.domain.proposal_coverage import STATUS_WORDS, ProposalKsb
from portfolio_app.services import home
from portfolio_app.ui.home.coming_card import ComingCard
from portfolio_app.ui.home.first_card import FirstCard
from portfolio_app.ui.home.home_state import HomeState, Section, read_state
from portfolio_app.ui.home.suggestions import action_of, icon_of, place_of
from portfolio_app.ui.home.week_card import WeekCard
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.coverage_bar import CoverageBar
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.new_day import new_day
from portfolio_app.ui.kit.page import Page
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, PROPOSAL, STANDARD, Place
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.tab_order import in_reading_order
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from portfolio_app.domain.evidence import EvidenceItem
    from portfolio_app.domain.next_three import Unproven

MINE = {
    Topic.PORTFOLIO, Topic.STANDARD, Topic.EVIDENCE, Topic.CLAIMS, Topic.SHORTLIST,
    Topic.OBSERVATIONS, Topic.PROPOSAL, Topic.PLAN, Topic.HOURS,
}  # fmt: skip
CARRY_ON = 4
STACK_BELOW = 860  # pixels at 100 %


class HomePage(Page):
    """Answers "what should I do now?". Reads only; everything it offers is done elsewhere."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._build()
        workspace.changed.connect(self._on_changed)
        workspace.facts_changed.connect(self._on_facts_changed)
        new_day().came.connect(self._on_facts_changed)
        theme().changed.connect(self._on_look_changed)

    @override
    def show_place(self, place: Place) -> None:
        self._scroll.verticalScrollBar().setValue(0)
        self._reload()
        if place.want == "reminder":
            QTimer.singleShot(0, self, self._on_reminder)  # when the page has had the focus

    @override
    def first_focus(self) -> QWidget | None:
        if not self._inside.isVisibleTo(self):
            return None
        if self._first_card.isVisibleTo(self):
            return self._first_card.button
        buttons = self._next.findChildren(QPushButton)
        return buttons[0] if buttons else self._discussion

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What *Next three* shows now."""
        return self._suggestions

    # building

    def _build(self) -> None:
        look = theme()
        self._suggestions: tuple[Suggestion, ...] = ()
        self._must_focus = False  # what had the focus goes with the next state
        self._shown_next: tuple[object, object] = ((), ())
        self._shown_read: tuple[object, object] = ((), ())
        self._greeting = label("", "title", wrap=True)
        self._notice = QFrame()
        self._notice.setProperty("look", "notice")
        self._notice_words = label("", wrap=True)
        row = QHBoxLayout(self._notice)
        row.addWidget(self._notice_words, 1)
        self.compare_button = QPushButton(self.tr("Paste your KSB list (2 minutes)"))
        self.compare_button.clicked.connect(self._on_compare)
        row.addWidget(self.compare_button)
        self._first_card = FirstCard(self.workspace)
        self._next = _card()
        self._week = self._build_week()
        self._carry_on = _card()
        self._coverage = self._build_coverage()
        self._upper = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for beside, left, right in (
            (self._upper, self._next, self._week),
            (self._lower, self._coverage, self._carry_on),
        ):
            beside.addWidget(left, 3)
            beside.addWidget(right, 2)
        usual = QWidget()
        column = QVBoxLayout(usual)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._upper)
        column.addLayout(self._lower)
        self.coming = ComingCard()
        self.coming.wanted.connect(self._go)
        column.addWidget(self.coming)
        column.addStretch()
        self._usual = usual
        self._inside = inside = QWidget()
        inside.setProperty("look", "window")
        whole = QVBoxLayout(inside)
        gap, side = look.space("sm"), look.space("xl")
        whole.setContentsMargins(side, gap, side, gap)
        whole.addWidget(self._greeting)
        whole.addWidget(self._notice)
        whole.addWidget(self._first_card, 1)
        whole.addWidget(usual, 1)
        for layout in (whole, column, self._upper, self._lower):
            layout.setSpacing(look.space("sm"))
        self._scroll = scroll = scrolled(inside)
        inside.hide()  # until it is known what to show
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _build_week(self) -> WeekCard:
        made = WeekCard()
        made.add_wanted.connect(self.workspace.actions["add_files"].trigger)
        made.sort_wanted.connect(partial(self._go, Place(EVIDENCE, tab="inbox", want="sort")))
        made.gap_wanted.connect(self._on_gap)
        made.proposal_wanted.connect(partial(self._go, Place(PROPOSAL, tab="write")))
        made.done_wanted.connect(self._on_week_done)
        made.log_wanted.connect(self.workspace.actions["log_hours"].trigger)
        made.reminder_wanted.connect(self._on_reminder)
        return made

    def _build_coverage(self) -> QFrame:
        look = theme()
        card = _card()
        column = card.layout()
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Coverage"), "subtitle"))
        head.addStretch()
        open_map = QPushButton(self.tr("Open map"))
        open_map.setToolTip(plain_tip(RULE))
        open_map.clicked.connect(self._on_open_map)
        head.addWidget(open_map)
        self._discussion = CoverageBar(self.tr("KSBs for the discussion"))
        self._proposal = CoverageBar(self.tr("KSBs for the proposal only"))
        self._is_written = False
        self._discussion.clicked.connect(self._on_open_map)
        self._proposal.clicked.connect(self._on_proposal_bar)
        self._counted = label("", "muted", wrap=True)
        if isinstance(column, QVBoxLayout):
            column.addLayout(head)
            column.addWidget(self._discussion)
            column.addSpacing(look.space("xs"))
            column.addWidget(self._proposal)
            column.addWidget(self._counted)
        return card

    # showing

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & MINE:
            self._on_facts_changed()

    def _on_facts_changed(self) -> None:
        if self.isVisible():
            self._reload()

    def _on_look_changed(self) -> None:
        if self.isVisible():
            self._reload()
        self._arrange()

    def _reload(self) -> None:
        now = datetime.now().astimezone()
        self.workspace.look(
            read_state,
            now,
            is_disposable=self.workspace.is_sample,
            is_readonly=self.workspace.readonly,
            then=partial(self._on_state, now),
            key="home",
        )

    def _on_state(self, now: datetime, state: HomeState) -> None:
        weeks = weeks_until(state.gateway, now.date())
        self._greeting.setText(f"{_greeting(now.hour)} {_gateway(weeks)}".strip())
        self._notice_words.setText(state.notice)
        self._notice.setVisible(bool(state.notice))
        is_first = not self._inside.isVisibleTo(self)
        self._inside.show()
        self._first_card.setVisible(not state.items)
        self._usual.setVisible(bool(state.items))
        if state.items:
            self._show_state(state, weeks)
        was_elsewhere = not self.isAncestorOf(self.window().focusWidget())
        if self._must_focus or (is_first and was_elsewhere):
            self._must_focus = False
            QTimer.singleShot(0, self, self._take_first_focus)  # what was just built shows then

    def _show_state(self, state: HomeState, weeks: int | None) -> None:
        self._week.show_week(state.week)
        needing = {each.item_uid: each for each in state.unproven}
        read = _last_read(self.workspace, state.items)
        rest = [each for each in needing if each not in {item.uid for item in read}]
        if rest:  # D1: the chosen ones are listed; half the room is theirs
            read = (*read[: CARRY_ON // 2], *_of(rest, state.items))[:CARRY_ON]
        look = (theme().scheme, theme().scale)
        # What did not change is left alone: rebuilding would take the focus away.
        focus = self.window().focusWidget()
        if (state.suggestions, look) != self._shown_next:
            self._must_focus = self._must_focus or self._next.isAncestorOf(focus)
            self._shown_next = (state.suggestions, look)
            self._suggestions = state.suggestions
            self._show_next()
        shown = (read, state.unproven, state.section)
        if (shown, look) != self._shown_read:
            self._shown_read = (shown, look)
            self._show_carry_on(read, needing, state.section)
        self._show_coverage(state.coverage, weeks, shortlisted=state.is_shortlisted)
        self._show_proposal(state.proposal)
        self.coming.show_marks(state.coming, datetime.now().astimezone().date())
        in_reading_order(self._inside)

    def _show_next(self) -> None:
        column = _emptied(self._next)
        column.addWidget(label(self.tr("Next three"), "subtitle"))
        if not self._suggestions:
            column.addWidget(
                label(self.tr("Every KSB has two sources or more."), "muted", wrap=True)
            )
        for each in self._suggestions:
            column.addLayout(self._next_row(each))
        why = QPushButton(self.tr("Why these?"))
        why.setProperty("look", "link")
        why.setCheckable(True)
        rules = label(
            "\n".join([self.tr("Fixed rules, in this order:"), *RULES]), "muted", wrap=True
        )
        rules.hide()
        why.toggled.connect(rules.setVisible)
        column.addWidget(why, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(rules)
        column.addStretch()

    def _next_row(self, each: Suggestion) -> QHBoxLayout:
        look = theme()
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        sign = QLabel()
        sign.setPixmap(icons.pixmap(icon_of(each), look.size("icon"), "text.muted"))
        row.addWidget(sign)
        row.addWidget(label(each.words, wrap=True), 1)
        button = QPushButton(each.button)
        button.setAccessibleDescription(each.words)
        button.clicked.connect(partial(self._on_suggestion, each))
        row.addWidget(button)
        if not self.workspace.readonly:
            later = QPushButton(self.tr("Not now"))
            later.setProperty("look", "quiet")
            later.setToolTip(self.tr("Leave this out for a week"))
            later.setAccessibleDescription(each.words)
            later.clicked.connect(partial(self._on_not_now, each))
            row.addWidget(later)
        return row

    def _show_carry_on(
        self,
        read: tuple[EvidenceItem, ...],
        needing: Mapping[str, Unproven],
        section: Section | None,
    ) -> None:
        column = _emptied(self._carry_on)
        column.addWidget(label(self.tr("Carry on"), "subtitle"))
        if section is not None:
            below = self.tr("in the proposal")
            wrote = _TwoLines(section.title, below)
            wrote.setAccessibleName(f"{section.title}, {below}")
            wrote.setToolTip(plain_tip(f"{section.title}\n{below}"))
            place = Place(PROPOSAL, tab="write", block=section.heading_uid)
            wrote.clicked.connect(partial(self._go, place))
            column.addWidget(wrote)
        if not read and section is None:
            words = self.tr("What you read next is kept here, with its page.")
            column.addWidget(label(words, "muted", wrap=True))
        for item in read:
            name, below = self._carry_on_words(item, needing.get(item.uid))
            button = _TwoLines(name, below)
            button.setAccessibleName(f"{name}, {below}" if below else name)
            button.setToolTip(plain_tip(f"{name}\n{below}".strip()))
            button.clicked.connect(partial(self._on_read, item.uid))
            column.addWidget(button)
        column.addStretch()

    def _carry_on_words(self, item: EvidenceItem, needs: Unproven | None) -> tuple[str, str]:
        page = max(item.last_page, 1)
        where = self.tr("page {0} of {1}").format(page, item.pages) if item.pages else ""
        if needs is None:
            return item.title, where
        return needs.name, self.tr("needs a passage for {0}").format(needs.needs)

    def _show_coverage(
        self, counted: tuple[KsbCoverage, ...], weeks: int | None, *, shortlisted: bool
    ) -> None:
        late_from = tokens.number("coverage_rule.gap_turns_danger_weeks_before_gateway")
        late = weeks is not None and weeks <= late_from
        self._discussion.title, self._proposal.title = self._bar_titles(counted)
        for bar, in_discussion in ((self._discussion, True), (self._proposal, False)):
            mine = [each.status for each in counted if each.ksb.in_discussion is in_discussion]
            bar.show_counts(Counter(mine), late=late)
            bar.setVisible(bool(mine))
        where = (
            self.tr("Counting the shortlist.")
            if shortlisted
            else self.tr("Counting the whole library: nothing is on the shortlist yet.")
        )
        self._counted.setText(f"{where} {CAVEAT}")

    def _show_proposal(self, rows: tuple[ProposalKsb, ...]) -> None:
        """Let the second bar say what the proposal's paragraphs show, once it has any text."""
        self._is_written = bool(rows)
        if not rows:
            return
        self._proposal.title = self.tr("KSBs in the proposal's text")
        self._proposal.show_counts(Counter(each.status for each in rows), words=STATUS_WORDS)
        self._proposal.setVisible(True)

    def _bar_titles(self, counted: tuple[KsbCoverage, ...]) -> tuple[str, str]:
        """Return what the two bars are called: other standards have other methods."""
        elsewhere = {m for row in counted if not row.ksb.in_discussion for m in row.ksb.methods}
        if all(row.ksb.shown_by == ("pd",) for row in counted) and elsewhere <= {"sbp"}:
            return self.tr("KSBs for the discussion"), self.tr("KSBs for the proposal only")
        return self.tr("KSBs for the portfolio"), self.tr("KSBs assessed in other ways only")

    def _arrange(self) -> None:
        way = QBoxLayout.Direction
        wide = self.width() >= theme().px(STACK_BELOW)
        for row in (self._upper, self._lower):
            row.setDirection(way.LeftToRight if wide else way.TopToBottom)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # reacting

    def _on_compare(self) -> None:
        self.workspace.go(Place(STANDARD, tab="compare"))

    def _on_suggestion(self, each: Suggestion, *_checked: object) -> None:
        place, action = place_of(each), action_of(each)
        if place is not None:
            self.workspace.go(place)
        elif action:
            self.workspace.actions[action].trigger()

    def _on_not_now(self, each: Suggestion, *_checked: object) -> None:
        today = datetime.now().astimezone().date()
        self.workspace.do(home.not_now, each.key, today, toast=True, then=self._on_put_off)

    def _on_put_off(self, _: Changes) -> None:
        self._must_focus = True  # the row that had the focus goes

    def _take_first_focus(self) -> None:
        first = self.first_focus()
        if first is not None and self.isVisible():
            first.setFocus()

    def _on_week_done(self) -> None:
        today = datetime.now().astimezone().date()
        self.workspace.do(home.week_done, today, toast=True)

    def _on_reminder(self) -> None:
        from portfolio_app.ui.home.reminder_dialog import ReminderDialog

        ReminderDialog(self, self.workspace).open()

    def _on_gap(self, ksb_uid: str) -> None:
        self.workspace.go(Place(KSBS, tab="ksb", ksb=ksb_uid))

    def _go(self, place: Place, *_checked: object) -> None:
        self.workspace.go(place)

    def _on_read(self, item_uid: str, *_checked: object) -> None:
        self.workspace.go(Place(EVIDENCE, item=item_uid))

    def _on_proposal_bar(self) -> None:
        if self._is_written:
            self.workspace.go(Place(PROPOSAL, tab="write", want="ksbs"))
        else:
            self._on_open_map()

    def _on_open_map(self) -> None:
        self.workspace.go(Place(KSBS))


class _TwoLines(QPushButton):
    """A row to press: a title that is elided, and a quieter second line."""

    def __init__(self, title: str, below: str) -> None:
        from portfolio_app.ui.kit.labels import ElidedLabel

        super().__init__()
        look = theme()
        self.setProperty("look", "row")
        column = QVBoxLayout(self)
        column.setContentsMargins(
            look.space("sm"), look.space("xs"), look.space("sm"), look.space("xs")
        )
        column.setSpacing(0)
        column.addWidget(ElidedLabel(title))
        if below:
            column.addWidget(label(below, "caption"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column = column

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A button does not ask its layout; fonts are only known once it is on the screen.
        self.setMinimumHeight(self._column.sizeHint().height())


def _of(uids: Sequence[str], items: Sequence[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    by_uid = {item.uid: item for item in items}
    return tuple(by_uid[uid] for uid in uids)


def _last_read(workspace: Workspace, items: tuple[EvidenceItem, ...]) -> tuple[EvidenceItem, ...]:
    """Return what was read in this sitting, newest first, then what was read before it."""
    by_uid = {item.uid: item for item in items}
    sitting = [place.item for place in workspace.trail.recent(50) if place.item in by_uid]
    earlier = [item.uid for item in reversed(items) if item.last_page > 0]
    order = dict.fromkeys([*sitting, *earlier])
    return tuple(by_uid[uid] for uid in order)[:CARRY_ON]


def _card() -> QFrame:
    look = theme()
    card = QFrame()
    card.setProperty("look", "card")
    column = QVBoxLayout(card)
    side, pad = look.space("lg"), look.space("md")
    column.setContentsMargins(side, pad, side, pad)
    column.setSpacing(look.space("sm"))
    return card


def _emptied(card: QFrame) -> QVBoxLayout:
    column = card.layout()
    if not isinstance(column, QVBoxLayout):
        raise TypeError("a card is a column")
    _clear(column)
    return column


def _clear(layout: QBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout):
            _clear(inner)


def _greeting(hour: int) -> str:
    if hour < 12:
        return "Good morning."
    return "Good afternoon." if hour < 18 else "Good evening."


def _gateway(weeks: int | None) -> str:
    if weeks is None:
        return ""
    if weeks < 0:
        return "The planned gateway has passed."
    if weeks == 0:
        return "Gateway is this week."
    return "Gateway is in 1 week." if weeks == 1 else f"Gateway is in {weeks} weeks."
