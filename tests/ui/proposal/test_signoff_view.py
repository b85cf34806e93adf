"""The last tab: sign-off, slides, the timer, and practice questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, Inline
from portfolio_app.domain.papers import PaperKind
from portfolio_app.services import mapping, presentation, proposal
from portfolio_app.store import queries
from portfolio_app.store.stamps import new_uid
from portfolio_app.ui.kit.places import OBSERVATIONS
from portfolio_app.ui.kit.practice_timer import PracticeTimer
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.signoff_view import SignoffView
from tests.ui import walk
from tests.ui.evidence import documents

Idle = Callable[[Workspace], None]


@pytest.fixture
def view(workspace: Workspace, qtbot: QtBot) -> SignoffView:
    k8 = mapping.ksb_called(workspace.store, "K8").uid
    tagged = Block(new_uid(), inlines=(Inline(text="Three options."),), ksbs=(k8,))
    proposal.keep(workspace.store, [tagged], [tagged.uid])
    made = SignoffView(workspace)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    qtbot.waitUntil(lambda: made.is_ready)
    return made


def test_slides_and_a_sign_off_are_attached_and_asked_for(
    view: SignoffView, workspace: Workspace, qtbot: QtBot, tmp_path: Path, idle: Idle
) -> None:
    assert not walk.problems(view)
    slides = documents.pdf(tmp_path / "slides.pdf", "One route for every school")
    view.slides.attach_wanted.emit(PaperKind.PRESENTATION, slides)
    idle(workspace)
    assert queries.papers.of_kind(workspace.store, PaperKind.PRESENTATION) is not None
    qtbot.waitUntil(lambda: view.slides.rows[PaperKind.PRESENTATION].paper is not None)
    with qtbot.waitSignal(workspace.went) as gone:
        view.signing.rows[PaperKind.SIGN_OFF].ask.click()
    assert (gone.args[0].area, gone.args[0].want) == (OBSERVATIONS, "statement")


def test_own_questions_and_minutes_are_typed_in_place(
    view: SignoffView, workspace: Workspace, qtbot: QtBot, idle: Idle
) -> None:
    cards = view.cards
    assert cards.card is not None
    first = cards.question.text()
    cards.turn(-1)
    cards.turn(1)
    assert cards.question.text() == first
    cards.show_where.click()
    assert cards.where.isVisible()

    cards.add.click()
    assert view.form is not None
    view.form.fill({"text": "Who pays for it?"})
    view.form.verb.click()
    idle(workspace)
    assert view.form is None
    qtbot.waitUntil(lambda: cards.cards[-1].question == "Who pays for it?")
    cards.turn(-1)
    assert cards.card.own
    assert cards.remove.isVisible()

    view.timer.times.click()
    assert view.form is not None
    view.form.fill({"presentation": "a quarter"})
    view.form.verb.click()
    assert view.form is not None
    view.form.fill({"presentation": "15"})
    view.form.verb.click()
    idle(workspace)
    assert presentation.times(workspace.store).presentation == 15
    qtbot.waitUntil(lambda: view.timer.shown.text() == "15:00")


def test_the_timer_counts_down_and_says_when_little_is_left(
    qtbot: QtBot, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    timer = PracticeTimer()
    qtbot.addWidget(timer)
    timer.set_runs([("Presentation, 20 minutes", 20), ("Questions, 40 minutes", 40)])
    assert timer.shown.text() == "20:00"
    timer.start_or_pause()
    now += 15 * 60 + 1
    timer._show()
    assert timer.shown.text() == "04:59"
    timer.start_or_pause()
    now += 600
    timer._show()
    assert (timer.shown.text(), timer.run.text()) == ("04:59", "Start")
    timer.start_or_pause()
    now += 5 * 60
    timer._show()
    assert timer.shown.accessibleName() == "00:01 over the time"
    assert said == ["5 minutes left", "The time is up"]
    timer.reset()
    assert (timer.shown.text(), timer.is_running) == ("20:00", False)
