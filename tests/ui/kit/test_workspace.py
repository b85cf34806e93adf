"""Doing, undoing, and hearing about it, on a real portfolio."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled, Progress
from portfolio_app.services import portfolio
from portfolio_app.store import queries
from portfolio_app.ui.kit.places import EVIDENCE, HOME, Place
from portfolio_app.ui.kit.workspace import Workspace

Idle = Callable[[Workspace], None]


def employer(workspace: Workspace) -> str:
    return queries.portfolio.details(workspace.store).employer


def test_a_verb_is_done_and_every_screen_hears_of_it(workspace: Workspace, idle: Idle) -> None:
    heard: list[Changes] = []
    workspace.changed.connect(heard.append)

    workspace.do(portfolio.set_detail, "employer", "Marsh Lane Trust")
    idle(workspace)

    assert employer(workspace) == "Marsh Lane Trust"
    assert [each.topics for each in heard] == [frozenset({Topic.PORTFOLIO})]


def test_undo_and_redo_go_back_and_forth(workspace: Workspace, idle: Idle) -> None:
    for name in ("First", "Second"):
        workspace.do(portfolio.set_detail, "employer", name)
    idle(workspace)

    seen = []
    for go in (workspace.undo, workspace.undo, workspace.redo, workspace.redo):
        go()
        idle(workspace)
        seen.append(employer(workspace))

    assert seen == ["First", "", "First", "Second"]
    assert workspace.redo_text == ""


def test_something_new_ends_what_could_be_redone(workspace: Workspace, idle: Idle) -> None:
    workspace.do(portfolio.set_detail, "employer", "First")
    idle(workspace)
    workspace.undo()
    idle(workspace)
    assert workspace.redo_text

    workspace.do(portfolio.set_detail, "job", "Head of service")
    idle(workspace)

    assert workspace.redo_text == ""


def test_a_refusal_is_trouble_unless_the_caller_wants_it(workspace: Workspace, idle: Idle) -> None:
    trouble: list[object] = []
    mine: list[BaseException] = []
    workspace.trouble.connect(trouble.append)

    workspace.do(portfolio.set_detail, "no such thing", "")
    workspace.do(portfolio.set_detail, "no such thing", "", failed=mine.append)
    idle(workspace)

    assert [type(each) for each in trouble] == [PortfolioError]
    assert [type(each) for each in mine] == [PortfolioError]


def test_a_cancelled_job_is_no_trouble(qtbot: QtBot, workspace: Workspace, idle: Idle) -> None:
    trouble: list[object] = []
    mine: list[BaseException] = []
    workspace.trouble.connect(trouble.append)

    def for_ever(progress: Progress) -> None:
        while True:
            progress("counting", 0.5)

    token = workspace.start("Counting", for_ever, failed=mine.append)
    qtbot.waitUntil(lambda: bool(workspace.jobs) and workspace.jobs[0].fraction > 0)
    workspace.cancel(token)
    idle(workspace)

    assert [type(each) for each in mine] == [Cancelled]
    assert trouble == []
    assert workspace.jobs == ()


def test_back_and_forward_walk_the_places_been_to(workspace: Workspace) -> None:
    been: list[Place] = []
    workspace.went.connect(been.append)
    for place in (Place(HOME), Place(EVIDENCE), Place(EVIDENCE, item="a", want="claim")):
        workspace.go(place)

    assert [each.area for each in been] == [HOME, EVIDENCE, EVIDENCE]
    assert workspace.trail.back() == Place(EVIDENCE)
    assert workspace.trail.back() == Place(HOME)
    assert workspace.trail.back() is None
    workspace.trail.forward()
    assert workspace.trail.forward() == Place(EVIDENCE, item="a"), "nothing is done again"


def test_undo_reaches_back_into_earlier_sittings(workspace: Workspace, idle: Idle) -> None:
    workspace.do(portfolio.set_detail, "employer", "One")
    workspace.do(portfolio.set_detail, "employer", "Two")
    idle(workspace)
    later = Workspace(workspace.store, workspace.actions)

    later.recall()
    idle(later)
    told = later.undo_text
    later.undo()
    idle(later)
    after_one = employer(later)
    later.undo()
    idle(later)

    assert told == "Employer changed"
    assert (after_one, employer(later)) == ("One", "")
    assert later.redo_text == "Employer changed"


def test_getting_ready_is_no_job_and_starts_what_builds(workspace: Workspace, idle: Idle) -> None:
    assert workspace.rooms.job.child_pid is None

    workspace.get_ready()
    assert workspace.jobs == ()
    idle(workspace)

    assert workspace.rooms.job.child_pid is not None
