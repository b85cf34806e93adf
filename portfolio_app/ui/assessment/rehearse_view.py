"""Rehearse: choose a deck or a run, answer aloud by the clock, rate, and make crib cards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.domain.at_page import AtPage
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.decks import DeckKind, Question
from portfolio_app.domain.practice import Practised, Rating
from portfolio_app.domain.rehearsal import Card
from portfolio_app.domain.sitting import Part, RunKind
from portfolio_app.services import rehearsing
from portfolio_app.store.database import Store
from portfolio_app.ui.assessment.crib_page import CribPage
from portfolio_app.ui.assessment.rehearse_result import ResultPage
from portfolio_app.ui.assessment.rehearse_run import RunPage
from portfolio_app.ui.assessment.rehearse_start import StartPage, StartState
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.form_in_place import FormInPlace
from portfolio_app.ui.kit.inline_form import InlineForm, Line
from portfolio_app.ui.kit.places import EVIDENCE, Place
from portfolio_app.ui.kit.row_answers import tell_row
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.workspace import Workspace

MINE = frozenset(
    {
        Topic.PRACTICE,
        Topic.CLAIMS,
        Topic.STANDARD,
        Topic.SHORTLIST,
        Topic.BUNDLES,
        Topic.EVIDENCE,
        Topic.PROPOSAL,
    }
)


def _read(store: Store) -> StartState:
    from portfolio_app.services import cribs, presentation

    return StartState(
        is_ready=rehearsing.is_ready(store),
        source=rehearsing.source(),
        numbers=rehearsing.numbers(store),
        times=presentation.times(store),
        has_presentation=rehearsing.has_presentation(store),
        groups=rehearsing.groups(store),
        standings=rehearsing.standings(store),
        own=tuple(
            Card(each.text, each.ksb_uid, own=True, uid=each.uid)
            for each in rehearsing.own_questions(store)
        ),
        pages=rehearsing.pages(store).words,
        notes=cribs.allowed(store).words,
    )


def _result(store: Store, run_uid: str) -> tuple[tuple[Practised, ...], str, dict[str, str]]:
    from portfolio_app.store import queries

    found = rehearsing.of_run(store, run_uid)
    codes = {each.uid: each.code for each in queries.standard.ksbs(store, retired=True)}
    return found, rehearsing.result_words(found), codes


class RehearseView(FormInPlace):
    """``Place(ASSESSMENT, tab="rehearse")``; ``want`` "cribs" (of ``ksb``), "full" or "cards"."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._changing: Card | None = None
        self._state: StartState | None = None
        self._run_uid = ""
        self._wanted = ""
        self._seen = WhenSeen(self, self._read_again)
        self._build()
        self._seen.listen(workspace, MINE)

    # what the page asks for

    @property
    def shown(self) -> QWidget:
        """The page that is shown: start, run, result, crib cards, or nothing mapped yet."""
        found = self._stack.currentWidget()
        return found if found is not None else self

    @property
    def is_ready(self) -> bool:
        """Whether what is shown was read after the last change."""
        return self._state is not None and not self._seen.is_due

    def show_place(self, place: Place) -> None:
        """Go to the crib cards, or begin, where the place asks for it."""
        if place.want == "cribs":
            self._open_cribs((), place.ksb)
        elif place.want in ("full", "cards"):
            self._wanted = place.want
            if self.is_ready:
                self._do_wanted()
        self._seen.if_seen()

    def first_focus(self) -> QWidget | None:
        """Return what should have the focus."""
        shown = self.shown
        if shown is self._empty:
            return self._empty.buttons[0]
        focus: Callable[[], QWidget] = getattr(shown, "first_focus", lambda: shown)
        return focus()

    def can_leave(self) -> bool:
        """Write down what is still held."""
        self.cribs.flush()
        return True

    def can_close(self) -> bool:
        """Write down what is still held."""
        return self.can_leave()

    # building

    def _build(self) -> None:
        readonly = self.workspace.readonly
        self._stack = QStackedWidget(self)
        self._empty = EmptyState(
            "messages-square",
            self.tr("Map at least 5 passages first: questions are made from what you claim."),
            primary=(self.tr("Go to Evidence"), self._on_evidence),
            secondary=(self.tr("Add a question of my own"), self._on_own),
        )
        self.start = StartPage(readonly=readonly)
        self.run = RunPage(readonly=readonly)
        self.result = ResultPage()
        self.cribs = CribPage(self.workspace)
        for page in (self._empty, self.start, self.run, self.result, self.cribs):
            self._stack.addWidget(page)
        self._empty.buttons[1].setEnabled(not readonly)
        self._stack.setCurrentWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.start.run_wanted.connect(self._begin)
        self.start.cribs_wanted.connect(partial(self._open_cribs, ()))
        self.start.buddy_wanted.connect(
            partial(self.workspace.go, Place(EVIDENCE, want="buddy_pack"))
        )
        self.start.forget_wanted.connect(self._on_forget)
        self.start.times_wanted.connect(self._open_times)
        self.start.own.add_wanted.connect(self._open_question)
        self.start.own.change_wanted.connect(self._open_question)
        self.start.own.remove_wanted.connect(self._on_remove)
        self.run.rated.connect(self._on_rated)
        self.run.evidence_wanted.connect(self._on_evidence_wanted)
        self.run.open_wanted.connect(self._on_open)
        self.run.finished.connect(self._on_finished)
        self.result.left.connect(self._to_start)
        self.result.again_wanted.connect(self._on_again)
        self.result.cribs_wanted.connect(lambda uids: self._open_cribs(tuple(uids)))
        self.cribs.left.connect(self._to_start)

    # reading

    def _read_again(self) -> None:
        self.workspace.look(_read, then=self._on_read, key="rehearsal")
        if self.shown is self.cribs:
            self.cribs.read()
        if self.shown is self.result:
            self._show_result()

    def _on_read(self, state: StartState) -> None:
        first, self._state = self._state is None, state
        self.start.show_state(state)
        if self.shown in (self._empty, self.start):
            is_open = self.form is not None
            page = self.start if state.is_ready or is_open else self._empty
            focused = QApplication.focusWidget()
            had_focus = focused is not None and self.shown.isAncestorOf(focused)
            self._stack.setCurrentWidget(page)
            focus = self.first_focus()
            if (had_focus or first) and focus is not None and self.isVisible() and not is_open:
                focus.setFocus()
        self._do_wanted()

    def _do_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if not wanted or self._state is None or not self._state.is_ready:
            return
        kind = RunKind.DISCUSSION if wanted == "full" else RunKind.CARDS
        self._begin(kind, DeckKind.WEAKEST, "", rehearsing.USUAL_COUNT)

    # a run

    def _begin(self, run: RunKind, deck: DeckKind, group: str, count: int) -> None:
        self.workspace.look(
            rehearsing.parts,
            run,
            deck_kind=deck,
            group=group,
            count=count,
            then=partial(self._on_parts, run),
            key="rehearsal run",
        )

    def _on_parts(self, run: RunKind, parts: tuple[Part, ...]) -> None:
        if self._state is None:
            return
        self._run_uid = rehearsing.new_run()
        self.run.open(run, parts, self._state.source, self._state.pages)
        self._stack.setCurrentWidget(self.run)
        self.run.first_focus().setFocus()

    def _on_again(self, ksb_uids: list[str]) -> None:
        self.workspace.look(
            rehearsing.deck,
            DeckKind.WEAKEST,
            ksb_uids=tuple(ksb_uids),
            then=self._on_deck,
            key="rehearsal run",
        )

    def _on_deck(self, questions: tuple[Question, ...]) -> None:
        if self._state is not None and questions:
            seconds = self._state.numbers.seconds_each
            part = Part(self.tr("Cards"), 0, questions, len(questions), seconds)
            self._on_parts(RunKind.CARDS, (part,))

    def _on_rated(self, question: Question, rating: Rating, seconds: float) -> None:
        self.workspace.do(
            rehearsing.rate,
            question.text,
            rating,
            ksb_uid=question.ksb.uid if question.ksb is not None else "",
            seconds=seconds,
            run_uid=self._run_uid,
            then=self._on_kept,
        )

    def _on_kept(self, _changes: Changes) -> None:
        if self.shown is self.result:
            self._show_result()

    def _on_evidence_wanted(self, ksb_uid: str) -> None:
        self.workspace.look(
            rehearsing.shown,
            ksb_uid,
            then=partial(self.run.show_places, ksb_uid),
            key="rehearsal evidence",
        )

    def _on_open(self, at: AtPage) -> None:
        page = at.item_page - 1 if at.item_page else 0
        self.workspace.go(Place(EVIDENCE, item=at.item_uid, page=page, claim=at.claim_uid))

    def _on_finished(self) -> None:
        self.run.stop()
        self.result.show_times(self.run.times())
        self._stack.setCurrentWidget(self.result)
        self._show_result()
        self.result.first_focus().setFocus()

    def _show_result(self) -> None:
        self.workspace.look(_result, self._run_uid, then=self._on_result, key="rehearsal result")

    def _on_result(self, found: tuple[tuple[Practised, ...], str, dict[str, str]]) -> None:
        self.result.show_run(*found)

    def _to_start(self) -> None:
        self._stack.setCurrentWidget(self.start)
        self._seen.now()
        self.start.first_focus().setFocus()

    def _open_cribs(self, ksb_uids: tuple[str, ...], ksb_uid: str = "") -> None:
        self._stack.setCurrentWidget(self.cribs)
        self.cribs.open(ksb_uids, ksb_uid)
        self.cribs.first_focus().setFocus()

    # the start

    def _on_evidence(self) -> None:
        self.workspace.go(Place(EVIDENCE, tab="library"))

    def _on_own(self) -> None:
        self._stack.setCurrentWidget(self.start)
        self._open_question()

    def _on_forget(self) -> None:
        self.workspace.do(rehearsing.forget, toast=True)

    def _open_question(self, card: Card | None = None) -> None:
        if self.form is not None:
            self.form.focus()
            return
        self._changing = card
        form = self.question_form(card)
        form.done.connect(self._on_question)
        self.show_form(form, self.start.question_place, self.start.own.add)

    def _open_times(self) -> None:
        state = self._state
        if self.form is not None or state is None:
            return
        missing = self.tr("Give the minutes.")
        lines = [
            Line("minutes", self.tr("Discussion, minutes"), missing, width=170),
            Line("questions", self.tr("Fewest questions"), self.tr("Give a number."), width=170),
        ]
        values = {
            "minutes": str(state.numbers.minutes),
            "questions": str(state.numbers.questions),
        }
        if state.has_presentation:
            lines += [
                Line("presenting", self.tr("Presentation, minutes"), missing, width=170),
                Line("answering", self.tr("Its questions, minutes"), missing, width=170),
            ]
            values["presenting"] = str(state.times.presentation)
            values["answering"] = str(state.times.questioning)
        form = InlineForm(
            lines,
            self.tr("Keep"),
            about=self.tr("Times to practise with"),
            other=self.tr("As the standard says"),
        )
        form.fill(values)
        form.done.connect(self._on_times)
        form.extra.connect(self._on_times_reset)
        self.show_form(form, self.start.times_place, self.start.times)

    def _on_times(self, answer: dict[str, str]) -> None:
        if not all(each.isascii() and each.isdigit() for each in answer.values()):
            self.say_wrong(self.tr("Type whole numbers, such as 60."))
            return
        numbers = [int(each[:9]) for each in answer.values()]
        tell_row(self.workspace, self._row, rehearsing.set_times, *numbers)

    def _on_times_reset(self) -> None:
        tell_row(self.workspace, self._row, rehearsing.reset_times)

    def _on_question(self, answer: dict[str, str]) -> None:
        card, text = self._changing, answer["text"]
        if card is None:
            tell_row(self.workspace, self._row, rehearsing.add_question, text)
        else:
            verb = rehearsing.change_question
            tell_row(self.workspace, self._row, verb, card.uid, text, card.ksb_uid)

    def _on_remove(self, uid: str) -> None:
        self.workspace.do(rehearsing.remove_question, uid, toast=True)

    def _row(self) -> RehearseView:
        return self

    @override
    def form_done(self) -> None:
        was_open = self.form is not None
        super().form_done()
        if was_open and self._state is not None and not self._state.is_ready:
            self._seen.now()
