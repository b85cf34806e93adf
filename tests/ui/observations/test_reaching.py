"""How one gets to observations: the sidebar, keys, the palette, Home, Compile, a file dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from portfolio_app import app
from portfolio_app.domain.observation import ObservationState
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import Level, Problem
from portfolio_app.services import returns
from portfolio_app.store import queries
from portfolio_app.ui.home.suggestions import place_of
from portfolio_app.ui.kit import adding, messages
from portfolio_app.ui.kit.papers_box import PapersBox
from portfolio_app.ui.kit.places import HOME, OBSERVATIONS, Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.check_dialog import CheckDialog
from portfolio_app.ui.observations.observations_page import ObservationsPage
from portfolio_app.ui.observations.request_dialog import RequestDialog
from portfolio_app.ui.shell.main_window import MainWindow
from portfolio_app.ui.shell.palette_finding import reach
from portfolio_app.workroom.host import Workroom
from tests.services import returning
from tests.ui.observations.conftest import ask


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, settings: QSettings) -> Iterator[MainWindow]:
    made = MainWindow(workspace, app.AREAS, settings)
    workspace.actions.setParent(made)
    with qtbot.waitExposed(made):
        made.show()
    workspace.go(Place(HOME))
    yield made
    made.hide()
    made.deleteLater()


@pytest.fixture
def sent(workspace: Workspace) -> tuple[str, bytes]:
    """Return a request that was sent, by its uid, and its form."""
    with Workroom(with_programs=False) as room:
        observation, _, form = returning.sent(workspace.store, room)
    return observation.uid, form


def _page(window: MainWindow, qtbot: QtBot) -> ObservationsPage:
    found = window.page
    assert isinstance(found, ObservationsPage)
    qtbot.waitUntil(lambda: found.is_ready, timeout=15_000)
    return found


def test_the_menus_action_begins_a_request_from_anywhere(
    window: MainWindow, qtbot: QtBot, workspace: Workspace
) -> None:
    action = workspace.actions["new_request"]
    assert action.shortcut().toString() == "Ctrl+Shift+R"
    assert workspace.actions["attach_returned"].shortcut().toString() == "Ctrl+Shift+A"

    action.trigger()

    page = _page(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(page.sending.dialog, RequestDialog), timeout=5_000)
    assert isinstance(page.sending.dialog, RequestDialog)
    page.sending.dialog.reject()


def test_a_form_dropped_anywhere_is_matched_checked_and_counted_at_the_side(
    window: MainWindow,
    sent: tuple[str, bytes],
    qtbot: QtBot,
    tmp_path: Path,
    asked: messages.Recorder,
) -> None:
    uid, form = sent
    path = tmp_path / "from my phone.pdf"
    path.write_bytes(returning.filled(form))

    adding.add_paths(window.workspace, window, [path])

    qtbot.waitUntil(lambda: isinstance(window.page, ObservationsPage), timeout=20_000)
    page = _page(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(page.receiving.dialog, CheckDialog), timeout=20_000)
    dialog = page.receiving.dialog
    assert isinstance(dialog, CheckDialog)
    qtbot.waitUntil(lambda: dialog.is_ready, timeout=20_000)
    assert dialog.held is not None
    assert dialog.held.observation is not None
    assert dialog.held.observation.uid == uid
    assert queries.evidence.items(window.workspace.store) == ()  # nothing attached by itself
    dialog.reject()


def test_what_came_back_is_counted_and_is_home_s_first_suggestion(
    window: MainWindow, sent: tuple[str, bytes], qtbot: QtBot
) -> None:
    from datetime import datetime

    from portfolio_app.services import intake
    from portfolio_app.ui.home.home_state import read_state

    work = window.workspace
    work.start("Adding", intake.add_content, b"A note of mine.", "note.txt")
    work.do(returns.receive, [("back.pdf", returning.filled(sent[1]))])
    qtbot.waitUntil(lambda: not work.busy, timeout=20_000)

    assert queries.observations.to_check(work.store) == 1
    button = window.findChild(object, f"nav_{OBSERVATIONS}")
    assert button.accessibleName() == "Observations, 1 came back"  # type: ignore[attr-defined]
    state = read_state(work.store, datetime.now().astimezone(), is_disposable=True)
    first = state.suggestions[0]
    assert first.words == "1 observation came back and can be checked."
    place = place_of(first)
    assert place is not None
    work.go(place)
    page = _page(window, qtbot)
    qtbot.waitUntil(lambda: page.list.current is not None, timeout=5_000)
    assert page.list.current is not None
    assert page.list.current.state is ObservationState.RETURNED


def test_the_palette_finds_observations_and_offers_one_for_a_ksb(sample: Workspace) -> None:
    uid = ask(sample.store, "Chairing the estates panel")

    found = reach(sample.store, "estates")
    assert [(each.uid, each.where) for each in found.asked] == [(uid, "Draft")]
    assert reach(sample.store, "obs-01").asked[0].uid == uid
    k8 = queries.standard.find_ksb(sample.store, "K8")
    assert k8 is not None
    assert reach(sample.store, "k8").ksb_uid == k8.uid
    assert reach(sample.store, "estates").ksb_uid == ""


def test_compile_leads_to_the_statement_that_is_missing(qtbot: QtBot) -> None:
    box = PapersBox()
    qtbot.addWidget(box)
    box.show()
    row = box.rows[PaperKind.EMPLOYER_STATEMENT]
    row.show_paper(None)
    assert row.ask.isVisible()
    box.rows[PaperKind.SCOPE].show_paper(None)
    assert not box.rows[PaperKind.SCOPE].ask.isVisible()

    with qtbot.waitSignal(box.ask_wanted) as told:
        row.ask.click()
    assert told.args == [PaperKind.EMPLOYER_STATEMENT]


def test_a_finding_about_a_check_leads_to_that_check(sample: Workspace) -> None:
    from portfolio_app.domain.options import Profile
    from portfolio_app.ui.assessment.compile_state import read_state
    from portfolio_app.ui.assessment.going import way_of

    state = read_state(sample.store, Profile.GATEWAY)
    item = state.items[0]
    finding = Problem(
        Level.SHOULD_CHECK, "item.observation-wrong", item.ref, "…", about_uid=item.uid
    )

    way = way_of(finding, state)
    assert way is not None
    assert way.place == Place(OBSERVATIONS, item=item.uid, want="check")


Show = Callable[[Workspace], ObservationsPage]


def test_meetings_are_added_and_the_plan_becomes_requests(
    sample: Workspace, show_page: Show, qtbot: QtBot
) -> None:
    from datetime import timedelta

    from portfolio_app.ui.observations.meeting_dialog import MeetingDialog
    from portfolio_app.ui.observations.observations_state import today
    from portfolio_app.ui.observations.planner_view import PlannerView
    from portfolio_app.ui.observations.suggesting import suggested

    page = show_page(sample)
    page.show_place(Place(OBSERVATIONS, tab="planner"))
    view = page._views["planner"]
    assert isinstance(view, PlannerView)
    qtbot.waitUntil(lambda: view.planning is not None, timeout=10_000)
    view.nothing.buttons[0].click()
    dialog = view.dialog
    assert isinstance(dialog, MeetingDialog)
    dialog.keep.click()
    assert dialog.wrong.text() == "Say what the meeting is."
    dialog.title.setText("Budget panel")
    dialog.day.set_day((today() + timedelta(days=9)).isoformat())
    dialog.ksbs.choose([suggested(sample.store)[0][0]])
    dialog.keep.click()
    qtbot.waitUntil(lambda: len(view.table.rows_model.rows) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: view.ask.text() == "Draft 1 request", timeout=10_000)

    view.ask.click()
    qtbot.waitUntil(lambda: not sample.busy, timeout=10_000)

    (made,) = queries.observations.observations(sample.store)
    assert made.asked.title == "Budget panel"
    assert made.state is ObservationState.DRAFT
