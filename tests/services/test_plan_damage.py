"""Rows damaged where they are stored: everything that reads them goes on, and it is said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portfolio_app.domain.hours import Entry
from portfolio_app.domain.options import Profile
from portfolio_app.domain.planned import CONTENT_OF, Planned, PlannedKind
from portfolio_app.domain.programme import Programme, ProgrammeModule
from portfolio_app.services import (
    breaks,
    calendar_export,
    cribs,
    discussion,
    gateway,
    home,
    hours,
    hours_export,
    learning,
    observation_planner,
    options,
    plan,
    plan_damage,
    programme_change,
    programmes,
    rehearsing,
    review_pack,
    reviews,
    timeline,
)
from portfolio_app.services.details import write
from portfolio_app.store import queries
from portfolio_app.store.database import Store

TODAY = date(2026, 3, 3)
BODIES = (
    "", "null", "[]", "3", "{", "[" * 3000, '{"days": 1e400}', '{"parties": [{"signed_on": 5}]}',
    '{"minutes": 99999999999999, "time": "25:61", "handed_in": "2026-99-99", "note": "\\ud800"}',
)  # fmt: skip
DAYS = ("not a day", "2026-02-30", "9999-12-31", "0001-01-01", "20260101", "\0")
DETAILS = (
    "hours_target", "hours_patterns", "not_now", "witnesses", "proposal dates", "numbering",
    "rehearsal_times", "own questions", "weekly reminder", "milestones_left", "sorting run",
    "bundle_options gateway",
)  # fmt: skip


def damage(store: Store, seed: int) -> None:
    """Damage one row of each kind, an entry, the programme and the details, another way each."""
    with store.session() as session:
        connection = session.connection()
        for number, kind in enumerate(PlannedKind):
            connection.exec_driver_sql(
                "UPDATE planned SET day = ?, until = ?, content = ? WHERE kind = ?",
                (DAYS[(seed + number) % 6], DAYS[(seed + 2 * number) % 6],
                 BODIES[(seed + number) % 9], kind.value),
            )  # fmt: skip
        connection.exec_driver_sql(
            "UPDATE hours SET day = ?, minutes = ?", (DAYS[seed % 6], (-5, 2**63 - 1)[seed % 2])
        )
        connection.exec_driver_sql("UPDATE programme SET body = ?", (BODIES[seed % 9],))
    for number, key in enumerate(DETAILS):
        write(store, key, BODIES[(seed + number) % 9])
    write(store, "start", DAYS[seed % 6])


def test_nothing_stops_at_a_damaged_row_and_each_is_told(store: Store) -> None:
    assert plan_damage.told(store) == ()
    programme = Programme("a", "Mine", modules=(ProgrammeModule("One", start="2026-01-01"),))
    programmes.choose(store, programme)
    for kind in PlannedKind:
        plan.add(store, Planned(kind, f"A {kind}", "2026-04-01", content=CONTENT_OF[kind]()))
    for day in ("2026-01-05", "2026-01-06"):
        hours.log(store, Entry("", day, 60, "Reading"))
    assert plan_damage.told(store) == ()

    for seed in (0, 3, 4, 8):
        damage(store, seed)
        for kind in PlannedKind:
            assert len(queries.plan.rows(store, kind)) == 1
        timeline.read(store, TODAY)
        timeline.faults(store, TODAY)
        calendar_export.content(store, TODAY, datetime(2026, 3, 3, tzinfo=UTC), with_done=True)
        hours.position(store, TODAY.isoformat())
        hours.patterns(store)
        hours_export.report(store, TODAY.isoformat())
        assert hours.target(store).minutes >= 0
        assert queries.hours.logged_of_target(store)[0] <= 2 * 24 * 60
        gateway.gateway(store)
        (review,) = reviews.reviews(store)
        review_pack.pack(store, review.uid, TODAY)
        learning.goals(store)
        breaks.faults(store, queries.plan.rows(store, PlannedKind.BREAK)[0])
        programme_change.preview(store, programme_change.as_it_is(store), TODAY.isoformat())
        rehearsing.numbers(store)
        rehearsing.own_questions(store)
        cribs.cards(store)
        home.put_off(store)
        observation_planner.meetings(store)
        discussion.choices(store)
        options.options(store, Profile.GATEWAY)
        queries.shortlist.refs(store)
        queries.sorting.run(store)
        told = "\n".join(plan_damage.told(store))
        assert "12 rows (“A " in told
        assert "2 entries of off-the-job time" in told
        assert "The start date can't be read" in told


def test_a_row_of_a_kind_that_is_not_known_is_kept_and_told(store: Store) -> None:
    uid = plan.add(store, Planned(PlannedKind.EVENT, "Workshop", "2026-04-01")).focus
    with store.session() as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE planned SET kind = 'odyssey' WHERE uid = ?", (uid,))

    (told,) = plan_damage.told(store)

    assert "1 row (“Workshop”)" in told
    assert "not shown" in told
    assert uid not in {each.uid for each in queries.plan.rows(store)}


@pytest.mark.parametrize("kept", ['{"printed": 5}', "[[", '{"printed": {"a": "x", "b": 3}}'])
def test_numbers_that_were_fixed_stay_fixed(store: Store, kept: str) -> None:
    write(store, "numbering", kept)

    assert queries.shortlist.are_fixed(store)
