"""The last tab: who signed the proposal off, the slides, and practice for the presentation."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.rehearsal import Card, Times
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.flow import side_by_side
from portfolio_app.ui.kit.form_in_place import FormInPlace
from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.paper_doings import PaperDoings
from portfolio_app.ui.kit.papers_box import PapersBox, ShownPaper, shown_papers
from portfolio_app.ui.kit.places import ASSESSMENT, Place
from portfolio_app.ui.kit.practice_timer import PracticeTimer
from portfolio_app.ui.kit.question_cards import QuestionCards
from portfolio_app.ui.kit.row_answers import tell_row
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.tabs import is_at_tabs
from portfolio_app.ui.kit.workspace import Workspace

MINE = frozenset({Topic.PROPOSAL, Topic.STANDARD, Topic.PAPERS, Topic.OBSERVATIONS})
RULE = "proposal.signoff"
SIGNED = (PaperKind.PROPOSAL, PaperKind.SIGN_OFF)


@dataclass(frozen=True, slots=True)
class _State:
    """What the tab shows, read at one moment."""

    papers: tuple[ShownPaper, ...]
    rule: str
    times: Times
    cards: tuple[Card, ...]
    source: str


def _read(store: Store) -> _State:
    from portfolio_app.services import presentation
    from portfolio_app.store import queries

    standard = queries.standard.standard(store)
    rule = standard.rule(RULE)
    return _State(
        shown_papers(store),
        f"{rule.text} {standard.source_line(rule)}" if rule is not None else "",
        presentation.times(store),
        presentation.deck(store),
        presentation.questions_source(),
    )


class SignoffView(FormInPlace):
    """Sign-off, slides, timer and question cards, one below the other."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._changing: Card | None = None  # one's own question that is being changed
        self._state: _State | None = None
        self._seen = WhenSeen(self, self._read_again)
        self._build()
        self._seen.listen(workspace, MINE)

    # what the page asks for

    def first_focus(self) -> QWidget | None:
        """Return what should have the focus."""
        return self.use if self.use.isEnabled() else self.cards.next

    def show_place(self, _place: Place) -> None:
        """Look again, if something changed meanwhile."""
        self._seen.if_seen()

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self._state is not None and not self._seen.is_due

    # building

    def _build(self) -> None:
        readonly = self.workspace.readonly
        self.column = Column()
        column = self.column
        column.words(self.tr("Sign-off"), "subtitle")
        self._rule = label("", "muted", wrap=True)
        column.add(self._rule)
        self.signing = PapersBox(title=self.tr("The proposal and its sign-off"), readonly=readonly)
        PaperDoings(self.workspace, self.signing)
        column.add(self.signing)
        self.use = QPushButton(self.tr("Put the proposal into its pack"))
        self.use.setToolTip(
            self.tr("Makes the PDF and attaches it; an earlier one goes to the bin")
        )
        self.use.clicked.connect(lambda _=False: self._on_use())
        self.check = QPushButton(self.tr("Check and build the pack"))
        self.check.clicked.connect(lambda _=False: self._on_check())
        self.use.setEnabled(not readonly)
        column.add(side_by_side(self.use, self.check))
        column.heading(self.tr("Presentation"))
        self.slides = PapersBox(title=self.tr("Slides"), readonly=readonly)
        PaperDoings(self.workspace, self.slides)
        column.add(self.slides)
        self._times = label("", "muted", wrap=True)
        column.add(self._times)
        self.timer = PracticeTimer()
        self.timer.times_wanted.connect(self._open_times)
        self.timer.times.setEnabled(not readonly)
        column.add(self.timer)
        self._times_place = _place()
        column.add(self._times_place)
        column.heading(self.tr("Practice questions"))
        self.cards = QuestionCards(readonly=readonly)
        self.cards.add_wanted.connect(self._open_question)
        self.cards.change_wanted.connect(self._open_question)
        self.cards.remove_wanted.connect(self._on_remove)
        column.add(self.cards)
        self._question_place = _place()
        column.add(self._question_place)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)

    # reading

    def _read_again(self) -> None:
        self.workspace.look(_read, then=self._on_read, key="proposal sign-off")

    def _on_read(self, state: _State) -> None:
        first = self._state is None
        self._state = state
        self._rule.setText(
            state.rule or self.tr("Your standard states no rule about a sign-off. Ask your EPAO.")
        )
        self.signing.show_papers(state.papers, SIGNED)
        self.slides.show_papers(state.papers, {PaperKind.PRESENTATION})
        times = state.times
        self._times.setText(
            self.tr("{0} minutes to present, {1} of questions. {2}").format(
                times.presentation, times.questioning, times.source
            )
        )
        self.timer.set_runs(
            [
                (self.tr("Presentation, {0} minutes").format(times.presentation),
                 times.presentation),
                (self.tr("Questions, {0} minutes").format(times.questioning), times.questioning),
                (self.tr("Both, {0} minutes").format(times.presentation + times.questioning),
                 times.presentation + times.questioning),
            ]
        )  # fmt: skip
        self.cards.show_cards(state.cards, state.source)
        focus = self.first_focus()
        if first and focus is not None and self.isVisible() and not is_at_tabs():
            focus.setFocus()

    # sign-off

    def _on_use(self) -> None:
        from portfolio_app.services import proposal_paper

        title = self.tr("Making the proposal's PDF")
        self.workspace.start(title, proposal_paper.use, toast=True)

    def _on_check(self) -> None:
        self.workspace.go(Place(ASSESSMENT, tab="compile", want="proposal"))

    # forms in place

    def _open_times(self) -> None:
        if self.form is not None or self._state is None:
            return
        times = self._state.times
        form = InlineForm(
            (
                Line("presentation", self.tr("Presentation, minutes"),
                     self.tr("Give the minutes."), width=150),
                Line("questioning", self.tr("Questions, minutes"),
                     self.tr("Give the minutes."), width=150),
            ),
            self.tr("Keep"),
            about=self.tr("Minutes to practise with"),
        )  # fmt: skip
        form.fill({"presentation": str(times.presentation), "questioning": str(times.questioning)})
        form.done.connect(self._on_times)
        self.show_form(form, self._times_place, self.timer.times)

    def _on_times(self, answer: dict[str, str]) -> None:
        from portfolio_app.services import presentation

        if not all(each.strip().isdigit() for each in answer.values()):
            self.say_wrong(self.tr("Type whole minutes, such as 20."))
            return
        minutes = int(answer["presentation"]), int(answer["questioning"])
        tell_row(self.workspace, self._row, presentation.set_times, *minutes)

    def _open_question(self, card: Card | None = None) -> None:
        if self.form is not None:
            return
        self._changing = card
        form = self.question_form(card)
        form.done.connect(self._on_question)
        self.show_form(form, self._question_place, self.cards.add)

    def _on_question(self, answer: dict[str, str]) -> None:
        from portfolio_app.services import presentation

        card, text = self._changing, answer["text"]
        if card is None:
            tell_row(self.workspace, self._row, presentation.add_question, text)
        else:
            verb = presentation.change_question
            tell_row(self.workspace, self._row, verb, card.uid, text, card.ksb_uid)

    def _on_remove(self, uid: str) -> None:
        from portfolio_app.services import presentation

        self.workspace.do(presentation.remove_question, uid, toast=True)

    def _row(self) -> SignoffView:
        return self


def _place() -> QWidget:
    made = QWidget()
    QVBoxLayout(made).setContentsMargins(0, 0, 0, 0)
    return made
