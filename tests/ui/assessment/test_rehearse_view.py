"""Rehearse: a run by the clock with keys alone, its result, own questions, and crib cards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.crib import Crib
from portfolio_app.domain.decks import DeckKind
from portfolio_app.domain.practice import Rating
from portfolio_app.domain.sitting import RunKind
from portfolio_app.services import cribs, mapping, rehearsing, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.assessment.rehearse_view import RehearseView
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.inline_form import InlineForm
from portfolio_app.ui.kit.places import ASSESSMENT, EVIDENCE, Place
from portfolio_app.ui.kit.workspace import Workspace
from tests.store.builders import add_claim, add_item
from tests.ui import walk

Idle = Callable[[Workspace], None]


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in ("kit.practice_timer", "assessment.rehearse_run"):
        monkeypatch.setattr(f"portfolio_app.ui.{module}.time", type("T", (), {"monotonic": made}))
    return made


def fill(workspace: Workspace) -> None:
    item = add_item(workspace.store, "Board minutes", pages=("a", "b", "c", "d"))[0]
    shortlist.set_order(workspace.store, [item])
    for code in ("K1", "K2", "S1", "S2", "B1"):
        add_claim(workspace.store, item, code, quote=f"what shows {code}")


def shown(workspace: Workspace, qtbot: QtBot) -> RehearseView:
    made = RehearseView(workspace)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.is_ready, timeout=15_000)
    return made


def page_of(view: RehearseView) -> str:
    pages = {"start": view.start, "run": view.run, "result": view.result, "cribs": view.cribs}
    return next((name for name, page in pages.items() if page is view.shown), "empty")


def press(view: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or view, key)


def test_a_full_run_is_done_with_keys_alone_and_rated_as_it_goes(
    workspace: Workspace, qtbot: QtBot, idle: Idle, clock: Clock, said: list[str]
) -> None:
    fill(workspace)
    view = shown(workspace, qtbot)
    assert page_of(view) == "start"
    assert "60 minutes, at least 8 questions" in view.start.full.text()
    assert walk.problems(view) == []
    view.start.full.setFocus()
    press(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.shown is view.run)
    run = view.run
    qtbot.waitUntil(run.timer.run.hasFocus)
    assert walk.problems(view) == []
    assert run.timer.shown.text() == "07:00"
    assert run._place.text() == "Discussion: question 1, at least 8"
    assert run._source.text() == "Practice questions, not your EPAO's"
    press(view, Qt.Key.Key_Space)  # Start
    clock.now += 125
    first = run.question
    assert first is not None
    press(view, Qt.Key.Key_1)
    assert (run.timer.is_running, run.timer.shown.text()) == (True, "07:00")
    clock.now += 60
    press(view, Qt.Key.Key_P)  # pause
    clock.now += 1000
    press(view, Qt.Key.Key_P)
    clock.now += 400
    press(view, Qt.Key.Key_3)
    run._show_clock()
    assert run._clock.text() == "09:45 of 1:00:00"
    press(view, Qt.Key.Key_S)  # skipped: nothing is kept
    idle(workspace)
    kept = queries.practice.practised(workspace.store)
    assert [(each.rating, each.seconds) for each in kept] == [
        (Rating.WELL, 125),
        (Rating.AGAIN, 460),
    ]
    assert kept[0].question == first.text
    clock.now += 3600
    run._show_clock()
    run._show_clock()
    assert said.count("The time of this part is up") == 1
    press(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(view.result.table.rows_model.rows))
    assert page_of(view) == "result"
    assert "2 questions, 09:45 spoken: 1 well, 1 again." in view.result._words.text()
    assert not run.timer.is_running
    assert view.result._times.text() == "Discussion 1:09:45 of 1:00:00"
    assert walk.problems(view) == []
    view.result.again.click()
    qtbot.waitUntil(lambda: view.shown is view.run)
    assert run.question is not None
    assert run.question.ksb is not None
    assert run.question.ksb.uid == kept[1].ksb_uid
    assert len(run.sitting.part.questions) == 1


def test_the_evidence_is_shown_on_demand_and_opened_at_its_page(
    workspace: Workspace, qtbot: QtBot, clock: Clock
) -> None:
    fill(workspace)
    view = shown(workspace, qtbot)
    with qtbot.waitSignal(workspace.went) as went:
        view.start.buddy.click()
    assert went.args == [Place(EVIDENCE, want="buddy_pack")]
    s1 = mapping.ksb_called(workspace.store, "S1").uid
    view._on_again([s1])
    qtbot.waitUntil(lambda: view.shown is view.run)
    press(view, Qt.Key.Key_E)
    qtbot.waitUntil(view.run.where.isVisible)
    assert view.run.evidence.text() == "Hide evidence"
    words = [each.text() for each in view.run.where.findChildren(type(view.run.text))]
    assert "E01" in words
    assert any("what shows S1" in each for each in words)
    assert any("No bundle was built yet" in each for each in words)
    with qtbot.waitSignal(workspace.went) as gone:
        next(iter(view.run.where.findChildren(type(view.run.evidence)))).click()
    assert (gone.args[0].area, gone.args[0].claim != "") == (EVIDENCE, True)
    press(view.run, Qt.Key.Key_E)
    assert not view.run.where.isVisible()


def test_both_in_one_sitting_goes_from_presenting_to_questions_to_the_discussion(
    workspace: Workspace, qtbot: QtBot, clock: Clock
) -> None:
    fill(workspace)
    view = shown(workspace, qtbot)
    assert view.start.both.text() == "Both in one sitting: 120 minutes"
    view._begin(RunKind.BOTH, DeckKind.WEAKEST, "", 0)
    qtbot.waitUntil(lambda: view.shown is view.run)
    run = view.run
    assert (run.timer.shown.text(), run.skip.isVisible()) == ("20:00", False)
    run.timer.start_or_pause()
    clock.now += 1300
    run.next_part.click()
    assert run.sitting.done == [("Presentation", 1300.0)]
    run.next_part.click()
    assert (run.sitting.part.title, run.timer.is_running) == ("Discussion", run.timer.is_running)
    assert run.question is not None
    assert not run.next_part.isVisible()
    run.finish.click()
    assert view.result._times.text() == "Presentation 21:40 of 20:00"


def test_nothing_mapped_asks_for_passages_and_takes_a_question_of_ones_own(
    workspace: Workspace, qtbot: QtBot, idle: Idle
) -> None:
    view = shown(workspace, qtbot)
    assert page_of(view) == "empty"
    view._empty.buttons[1].click()
    assert view.form is not None
    view.form.fill({"text": "Why you?"})
    view.form.verb.click()
    idle(workspace)
    qtbot.waitUntil(lambda: view.form is None and view.is_ready)
    qtbot.waitUntil(lambda: bool(view.start.own.cards))
    assert page_of(view) == "start"
    view.start.deck.setCurrentIndex(view.start.deck.findText("My own questions"))
    assert view.start.start.isEnabled()
    view.start.times.click()
    assert view.form is not None
    view.form.fill({"minutes": "an hour"})
    view.form.verb.click()
    assert view.form is not None
    assert "whole numbers" in view.form._wrong.text()
    view.form.fill({"minutes": "45", "questions": "5"})
    view.form.verb.click()
    idle(workspace)
    qtbot.waitUntil(lambda: "45 minutes, at least 5" in view.start.full.text())
    assert view.start.times_place.findChildren(InlineForm) == []
    view.start.own.remove.click()
    idle(workspace)
    qtbot.waitUntil(lambda: view.shown is view._empty)
    assert rehearsing.own_questions(workspace.store) == ()


def test_prompts_are_kept_as_they_are_typed_and_saved_in_the_form_that_is_allowed(
    workspace: Workspace, qtbot: QtBot, idle: Idle, tmp_path: Path, asked: messages.Recorder
) -> None:
    fill(workspace)
    view = shown(workspace, qtbot)
    k2 = mapping.ksb_called(workspace.store, "K2").uid
    view.show_place(Place(ASSESSMENT, tab="rehearse", ksb=k2, want="cribs"))
    page = view.cribs
    qtbot.waitUntil(lambda: page.card is not None and page.card.ksb.uid == k2)
    qtbot.waitUntil(lambda: "not known" in page._rule.text())
    assert walk.problems(view) == []
    QTest.keyClicks(page.prompts[0], "Three options, cost of each")
    QTest.keyClick(page.prompts[0], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    idle(workspace)
    assert page.card is not None
    assert page.card.ksb.uid != k2
    assert page.prompts[0].text() == ""
    QTest.keyClicks(page.figure, "12 %")
    assert view.can_leave()
    idle(workspace)
    kept = queries.practice.cribs(workspace.store)
    assert kept[k2] == Crib(("Three options, cost of each",))
    assert kept[page.card.ksb.uid] == Crib((), "12 %")

    out = tmp_path / "cribs.pdf"
    asked.paths.append([out])
    page.open((k2,))
    idle(workspace)
    with qtbot.waitSignal(workspace.toasted, timeout=15_000) as told:
        page.save.click()
    assert "2 pages" in told.args[0]
    assert "flipped on the long edge" in told.args[0]
    assert "Three options, cost of each" in PdfReader(out).pages[1].extract_text()
    assert cribs.cards(workspace.store, [k2])[0].card.prompts == ("Three options, cost of each",)
