"""The list of observations: what it says, filters, what is next, and how quickly."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import (
    Arrival,
    ArrivalState,
    Asked,
    Observation,
    ObservationState,
    SignatureKind,
)
from portfolio_app.services import requests
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.places import OBSERVATIONS, Place
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.list_view import ListView
from portfolio_app.ui.observations.next_steps import Step, next_steps, where_it_is
from portfolio_app.ui.observations.observation_columns import SIGNATURE, STATUS, WHEN
from portfolio_app.ui.observations.observations_page import ObservationsPage
from portfolio_app.ui.observations.observations_state import State, kept, shown
from tests.ui import walk
from tests.ui.observations.conftest import Show, ask

TODAY = date(2026, 1, 20)
ARRIVAL = Arrival(
    "a1", "r1", "returned.pdf", "0" * 64, 120_000, "2025-12-03T10:00:00Z", ArrivalState.NEW,
    signature=SignatureKind.DRAWN, signature_words="Drawn signature",
    checked_at="2025-12-03T10:00:01Z",
)  # fmt: skip
OBSERVED = Observation(
    "o1", "OBS-01", FormKind.OBSERVATION, ObservationState.RETURNED,
    Asked(title="Chairing the SEND panel", day="2025-12-02", ksb_uids=("k1",)),
    "w1", "A line manager", "line manager", arrivals=(ARRIVAL,),
)  # fmt: skip


def _words(page: ObservationsPage, row: int) -> list[str]:
    model = page.list.table.rows_model
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_the_list_says_what_who_when_and_how_far_it_has_got(page: ObservationsPage) -> None:
    assert _words(page, 0)[:5] == [
        "Chairing the budget panel", "Line manager", "2 Dec 2025", "K1 K2 K3", "Draft",
    ]  # fmt: skip
    assert [page.list.tabs.tabText(at) for at in range(3)] == ["All 3", "Draft 3", "Sent 0"]
    assert page.list.where.text() == "OBS-01 is a draft. Nothing has been sent."


def test_the_status_and_the_words_filter_the_list(page: ObservationsPage, qtbot: QtBot) -> None:
    page.list.filter.setText("options")
    qtbot.waitUntil(lambda: len(page.list.table.rows_model.rows) == 1)
    assert _words(page, 0)[0] == "Presenting the options to the board"

    page.list.tabs.setCurrentIndex(2)  # sent: there is none

    assert page.list.first_focus() is page.list.none.buttons[0]
    page.list.none.buttons[0].click()
    assert len(page.list.table.rows_model.rows) == 3


def test_a_state_of_the_signature_stands_in_its_own_column(qtbot: QtBot) -> None:
    view = ListView()
    qtbot.addWidget(view)
    view.show_state(State((shown(OBSERVED, {"k1": "S12"}),), today=TODAY))

    model = view.table.rows_model
    assert model.index(0, SIGNATURE).data() == "Drawn signature, came 3 Dec 2025"
    assert model.index(0, STATUS).data() == "Returned"
    assert model.index(0, WHEN).data(Qt.ItemDataRole.AccessibleTextRole) == "When: 2 December 2025"


def test_what_came_back_unsigned_is_never_called_signed_in_the_list() -> None:
    unsigned = replace(ARRIVAL, signature=SignatureKind.MISSING, signature_words="")
    row = shown(replace(OBSERVED, arrivals=(unsigned,)), {})

    assert row.signature == "Missing, came 3 Dec 2025"
    unchecked = replace(unsigned, checked_at="")
    assert shown(replace(OBSERVED, arrivals=(unchecked,)), {}).signature == "Not checked yet"


@pytest.mark.parametrize(
    ("state", "first"),
    [
        (ObservationState.DRAFT, Step.CHANGE),
        (ObservationState.SENT, Step.ATTACH),
        (ObservationState.RETURNED, Step.CHECK),
        (ObservationState.CHECKED, Step.CHECK),
        (ObservationState.IN_PORTFOLIO, Step.OPEN),
        (ObservationState.WITHDRAWN, Step.TAKE_UP),
    ],
)
def test_the_next_step_follows_from_the_state(state: ObservationState, first: Step) -> None:
    row = shown(replace(OBSERVED, state=state, item_uid="i1"), {})

    steps = [each.step for each in next_steps(row)]
    assert steps[0] is first
    assert Step.REMOVE not in steps  # something came back for it: that is kept
    assert {each.step for each in next_steps(row, readonly=True)} <= {Step.CHECK, Step.OPEN}
    assert where_it_is(row, TODAY).startswith("OBS-01")


def test_keys_alone_withdraw_a_request_and_take_it_up_again(
    page: ObservationsPage, qtbot: QtBot
) -> None:
    work = page.workspace
    uid = page.list.table.rows_model.rows[0].uid

    page.handlers()[Step.WITHDRAW.value]  # not for a draft
    assert isinstance(page.handlers()[Step.WITHDRAW.value], str)
    work.do(requests.withdraw, uid)
    qtbot.waitUntil(lambda: not work.busy and page.is_ready)
    page.list.select(uid)
    assert page.list.current is not None
    assert page.list.current.state is ObservationState.WITHDRAWN
    QTest.keyClick(page.list.next, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not work.busy and page.is_ready)

    found = queries.observations.observation(work.store, uid)
    assert found is not None
    assert found.state is ObservationState.DRAFT


def test_removing_a_request_is_undone(page: ObservationsPage, qtbot: QtBot) -> None:
    work = page.workspace
    handler = page.handlers()["bin"]
    assert callable(handler)

    handler()
    qtbot.waitUntil(lambda: not work.busy and page.is_ready)
    assert len(queries.observations.observations(work.store)) == 2
    work.undo()
    qtbot.waitUntil(lambda: not work.busy and page.is_ready)

    assert len(page.list.table.rows_model.rows) == 3


def test_every_control_has_a_name_and_tab_meets_each_once(
    page: ObservationsPage, qtbot: QtBot
) -> None:
    assert walk.problems(page) == []
    assert walk.problems(page.panel) == []
    page.list.table.setFocus()
    order = walk.tab_order(page)
    assert walk.unreached(page, order) == []
    assert walk.small_targets(page) == []


def test_with_nothing_asked_yet_the_list_says_what_for(
    workspace: Workspace, show_page: Show, qtbot: QtBot
) -> None:
    page = show_page(workspace)

    assert page.list.nothing.isVisible()
    with qtbot.waitSignal(page.list.new_wanted):
        page.list.nothing.buttons[0].click()


def test_a_place_chooses_one_and_a_filter(page: ObservationsPage, qtbot: QtBot) -> None:
    uid = ask(page.workspace.store, "Chairing a third meeting")
    page.workspace.do(requests.withdraw, uid)
    qtbot.waitUntil(lambda: not page.workspace.busy and page.is_ready)

    page.list.filter_by(ObservationState.DRAFT)
    page.show_place(Place(OBSERVATIONS, item=uid))
    assert page.list.current is not None
    assert page.list.current.uid == uid  # what hid it was cleared


def test_400_rows_are_shown_filtered_and_sorted_quickly(qtbot: QtBot) -> None:
    rows = tuple(
        shown(
            replace(OBSERVED, uid=f"o{n}", ref=f"OBS-{n:03d}",
                    asked=replace(OBSERVED.asked, title=f"Meeting {n % 40}")),
            {"k1": "S12"},
        )
        for n in range(400)
    )  # fmt: skip
    view = ListView()
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()

    began = time.perf_counter()
    view.show_state(State(rows, today=TODAY, counts={None: 400}))
    view.table.sortByColumn(SIGNATURE, Qt.SortOrder.DescendingOrder)
    found = kept(rows, ObservationState.RETURNED, "obs-01")
    took = time.perf_counter() - began

    assert len(found) == 10
    assert took < 0.3, f"{took:.3f} s"


def test_an_open_portfolio_that_may_only_be_read_offers_nothing_that_changes(
    sample: Workspace, show_page: Show, monkeypatch: pytest.MonkeyPatch, asked: messages.Recorder
) -> None:
    ask(sample.store)
    monkeypatch.setattr(type(sample), "readonly", property(lambda _: True))
    page = show_page(sample)

    assert not page.list.new.isEnabled()
    assert not page.list.attach.isEnabled()
    assert page.panel.buttons == {}
    assert isinstance(page.handlers()[Step.CHANGE.value], str)


def test_with_large_letters_the_planner_and_the_chase_list_stay_on_the_bar(
    page: ObservationsPage,
) -> None:
    buttons = (page.list.planner, page.list.chase)
    named = [each.text() for each in buttons]
    theme().choose(scale=200)
    try:
        assert all(each.isVisible() for each in buttons)
        assert [each.text() for each in buttons] == ["", ""]
        assert [each.accessibleName() for each in buttons] == named
        assert [each.toolTip() for each in buttons] == named
    finally:
        theme().choose(scale=100)
    assert [each.text() for each in buttons] == named
