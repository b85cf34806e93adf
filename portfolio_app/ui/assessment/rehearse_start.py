"""Where rehearsal begins: which deck, which run, one's own questions, and how it went so far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.days import clock, day_words
from portfolio_app.domain.decks import WEAKEST_RULE, DeckKind, KsbGroup, KsbPractice
from portfolio_app.domain.practice import Rating
from portfolio_app.domain.rehearsal import Card, Times
from portfolio_app.domain.sitting import Numbers, RunKind
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.flow import FlowLayout, side_by_side
from portfolio_app.ui.kit.forms import Column, above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.question_cards import QuestionCards
from portfolio_app.ui.kit.tables import Column as TableColumn
from portfolio_app.ui.kit.tables import ListTable
from portfolio_app.ui.kit.theme import theme

ROWS = 8  # of how it went, before the list scrolls
RATINGS = {
    Rating.NOT_RATED: "Not practised",
    Rating.WELL: "Well",
    Rating.NEARLY: "Nearly",
    Rating.AGAIN: "Again",
}


@dataclass(frozen=True, slots=True)
class StartState:
    """What the page shows, read at one moment."""

    is_ready: bool
    source: str
    numbers: Numbers
    times: Times
    has_presentation: bool
    groups: tuple[KsbGroup, ...]
    standings: tuple[KsbPractice, ...]
    own: tuple[Card, ...]
    pages: str
    notes: str


class StartPage(QWidget):
    """``run_wanted`` carries RunKind, DeckKind, the group's id, and how many cards (0: all)."""

    run_wanted = Signal(object, object, str, int)
    cribs_wanted = Signal()
    buddy_wanted = Signal()
    forget_wanted = Signal()
    times_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(parent)
        self._readonly = readonly
        self._state: StartState | None = None
        self._build()

    def first_focus(self) -> QWidget:
        """Return what should have the focus."""
        return self.start

    def show_state(self, state: StartState) -> None:
        """Show what was read; the deck that was chosen stays, where it is still there."""
        self._state = state
        self._source.setText(f"{state.source}. {state.pages}")
        self._fill_decks(state.groups)
        numbers, times = state.numbers, state.times
        self.full.setText(
            self.tr("Full run: {0} minutes, at least {1} questions").format(
                numbers.minutes, numbers.questions
            )
        )
        self.presentation.setText(
            self.tr("Presentation run: {0} + {1} minutes").format(
                times.presentation, times.questioning
            )
        )
        whole = times.presentation + times.questioning + numbers.minutes
        self.both.setText(self.tr("Both in one sitting: {0} minutes").format(whole))
        for each in (self.presentation, self.both):
            each.setVisible(state.has_presentation)
        self._run_source.setText(
            self.tr("{0} a question. What you have evidence for comes first. {1}").format(
                clock(numbers.seconds_each), numbers.source
            )
        )
        self.own.show_cards(state.own, self.tr("Typed by you; nobody else sees them."))
        self._show_results(state.standings)
        self._notes.setText(state.notes)

    # building

    def _build(self) -> None:
        self.column = Column()
        column = self.column
        self._source = label("", "muted", wrap=True)
        column.add(self._source)
        column.words(self.tr("Questions"), "subtitle")
        column.add(self._deck_row())
        self._rule = label(WEAKEST_RULE, "caption", wrap=True)
        column.add(self._rule)
        column.heading(self.tr("A whole run"))
        column.add(self._run_row())
        self._run_source = label("", "caption", wrap=True)
        column.add(self._run_source)
        self.times_place = _empty_place()
        column.add(self.times_place)
        column.heading(self.tr("My own questions"))
        self.own = QuestionCards(
            readonly=self._readonly,
            empty=self.tr("Add a question you expect, or one you would rather not be asked."),
            nowhere=self.tr("No KSB was named."),
        )
        self.own.show_where.hide()
        column.add(self.own)
        self.question_place = _empty_place()
        column.add(self.question_place)
        column.heading(self.tr("How it went"))
        self._counted = label("", "muted", wrap=True)
        column.add(self._counted)
        self.results = self._table()
        column.add(self.results)
        self.forget = QPushButton(self.tr("Forget all ratings"))
        icons.put(self.forget, "trash-2")
        self.forget.clicked.connect(lambda _=False: self.forget_wanted.emit())
        column.add(side_by_side(self.forget))
        column.heading(self.tr("Crib cards"))
        self._notes = label("", "muted", wrap=True)
        column.add(self._notes)
        self.cribs = QPushButton(self.tr("Make crib cards"))
        self.cribs.clicked.connect(lambda _=False: self.cribs_wanted.emit())
        column.add(side_by_side(self.cribs))
        column.heading(self.tr("With a buddy"))
        column.words(
            self.tr("A slice of your portfolio, for somebody on your course to comment on."),
            "muted",
        )
        self.buddy = QPushButton(self.tr("Pack for a buddy…"))
        self.buddy.setEnabled(not self._readonly)
        self.buddy.clicked.connect(lambda _=False: self.buddy_wanted.emit())
        column.add(side_by_side(self.buddy))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)

    def _deck_row(self) -> QWidget:
        self.deck = ChoiceBox()
        self.deck.setAccessibleName(self.tr("Deck"))
        self.deck.currentIndexChanged.connect(lambda _=0: self._on_deck())
        self.count = ChoiceBox()
        self.count.setAccessibleName(self.tr("How many"))
        for words, many in ((self.tr("4 cards"), 4), (self.tr("8 cards"), 8),
                            (self.tr("All of it"), 0)):  # fmt: skip
            self.count.addItem(words, many)
        self.count.setCurrentIndex(1)
        for each in (self.deck, self.count):
            each.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.start = QPushButton(self.tr("Start"))
        self.start.setProperty("look", "primary")
        self.start.clicked.connect(partial(self._on_run, RunKind.CARDS))
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("sm"))
        flow.addWidget(above(self.tr("Deck"), self.deck))
        flow.addWidget(above(self.tr("How many"), self.count))
        flow.addWidget(above(" ", self.start))
        return holder

    def _run_row(self) -> QWidget:
        self.full = QPushButton()
        self.presentation = QPushButton()
        self.both = QPushButton()
        for button, kind in (
            (self.full, RunKind.DISCUSSION),
            (self.presentation, RunKind.PRESENTATION),
            (self.both, RunKind.BOTH),
        ):
            button.clicked.connect(partial(self._on_run, kind))
        self.times = QPushButton(self.tr("Times…"))
        self.times.setProperty("look", "quiet")
        self.times.setEnabled(not self._readonly)
        self.times.clicked.connect(lambda _=False: self.times_wanted.emit())
        return side_by_side(self.full, self.presentation, self.both, self.times)

    def _table(self) -> ListTable:
        columns = (
            TableColumn(self.tr("KSB"), lambda row: row.ksb.code, width=70),
            TableColumn(self.tr("What it asks for"), lambda row: row.ksb.short, stretch=True,
                        tip=lambda row: row.ksb.text),
            TableColumn(self.tr("Last time"), lambda row: self.tr(RATINGS[row.rating]), width=120,
                        sort=lambda row: (row.rating == 0, -int(row.rating))),
            TableColumn(self.tr("When"), lambda row: day_words(row.last[:10]), width=150,
                        sort=lambda row: row.last),
            TableColumn(self.tr("Times"), lambda row: str(row.times or ""), width=70, right=True,
                        sort=lambda row: row.times),
        )  # fmt: skip
        return ListTable(
            columns, key=lambda row: row.ksb.uid, name=self.tr("How it went, by KSB"), many=False
        )

    # showing

    def _fill_decks(self, groups: tuple[KsbGroup, ...]) -> None:
        chosen = self.deck.currentData()
        self.deck.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.deck.clear()
        self.deck.addItem(self.tr("Weakest first"), (DeckKind.WEAKEST, ""))
        self.deck.addItem(self.tr("At random"), (DeckKind.RANDOM, ""))
        self.deck.addItem(self.tr("My own questions"), (DeckKind.OWN, ""))
        for group in groups:
            words = self.tr("{0} ({1})").format(group.title, len(group.ksb_uids))
            self.deck.addItem(words, (DeckKind.GROUP, group.id))
        at = [n for n in range(self.deck.count()) if self.deck.itemData(n) == chosen]
        self.deck.setCurrentIndex(at[0] if at else 0)
        self.deck.blockSignals(False)  # noqa: FBT003
        self._on_deck()

    def _on_deck(self) -> None:
        kind, _group = self.deck.currentData() or (DeckKind.WEAKEST, "")
        self._rule.setVisible(kind in (DeckKind.WEAKEST, DeckKind.GROUP))
        has_own = self._state is not None and bool(self._state.own)
        mapped = self._state is not None and self._state.is_ready
        self.start.setEnabled(mapped and (kind is not DeckKind.OWN or has_own))
        self.full.setEnabled(self.start.isEnabled())

    def _show_results(self, standings: tuple[KsbPractice, ...]) -> None:
        done = [each for each in standings if each.times]
        words = self.tr("{0} of {1} KSBs practised.").format(len(done), len(standings))
        for rating in (Rating.AGAIN, Rating.NEARLY, Rating.WELL):
            count = sum(each.rating is rating for each in done)
            if count:
                words += " " + self.tr("{0}: {1}.").format(self.tr(RATINGS[rating]), count)
        self._counted.setText(words)
        self.results.setVisible(bool(done))
        self.results.show_rows(done)
        rows = min(len(done), ROWS) + 1
        self.results.setFixedHeight(rows * theme().row_height + theme().space("md"))
        self.forget.setVisible(bool(done))
        self.forget.setEnabled(not self._readonly)

    # reacting

    def _on_run(self, run: RunKind, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's own signal
        kind, group = self.deck.currentData() or (DeckKind.WEAKEST, "")
        self.run_wanted.emit(run, DeckKind(kind), str(group), int(self.count.currentData() or 0))


def _empty_place() -> QWidget:
    made = QWidget()
    QVBoxLayout(made).setContentsMargins(0, 0, 0, 0)
    return made
