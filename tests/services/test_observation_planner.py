"""Fewest coming meetings for most of what is thin; suggestions; meetings that become requests."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.observation import ObservationState
from portfolio_app.domain.observation_planner import Meeting, plan
from portfolio_app.domain.passage import Strength
from portfolio_app.services import (
    evidence,
    history,
    intake,
    learning,
    mapping,
    observation_planner,
    requests,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.library import standards
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.asked import asked, facts
from tests.services.test_witnesses import refused

SOON = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011 - the person's own day


def meeting(uid: str, *ksbs: str, day: str = "2026-06-01") -> Meeting:
    return Meeting(uid, f"Meeting {uid}", day, ksb_uids=ksbs)


def test_the_plan_is_the_smallest_that_reaches_most_by_every_other_way_of_counting() -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    for _ in range(40):
        wanted = [f"K{n}" for n in range(chance.randint(1, 9))]
        meetings = [
            meeting(str(n), *chance.sample([*wanted, "X"], chance.randint(0, min(4, len(wanted)))),
                    day=f"2026-06-{1 + n:02d}")
            for n in range(chance.randint(0, 8))
        ]  # fmt: skip

        made = plan(meetings, wanted, {})

        def reach(some: tuple[Meeting, ...], wanted: list[str] = wanted) -> int:
            return len({k for each in some for k in each.ksb_uids if k in wanted})

        sizes = range(len(meetings) + 1)
        best = max(
            (reach(some), -len(some)) for size in sizes for some in combinations(meetings, size)
        )
        assert (len(made.closed), -len(made.meetings)) == best
        assert made.proven
        assert {*made.closed} | {*made.left} == set(wanted)
        asked_about = [uid for each in made.meetings for uid in each.ksb_uids]
        assert sorted(asked_about) == sorted(made.closed), "each is asked about once"
        for each in made.meetings:
            assert set(each.ksb_uids) <= set(each.meeting.ksb_uids)
            assert each.ksb_uids, "no meeting is asked about nothing"
        assert made == plan(meetings[::-1], wanted, {})


def test_a_plan_prefers_the_earlier_and_says_why() -> None:
    codes = {"b1": "B1", "b2": "B2", "s20": "S20", "s13": "S13"}
    meetings = [
        meeting("late", "b1", "b2", day="2026-07-01"),
        meeting("early", "b1", "b2", day="2026-06-01"),
        meeting("third", "s20", "b2", day="2026-06-02"),
    ]

    made = plan(meetings, ["b1", "b2", "s20", "s13"], codes)

    assert [each.meeting.uid for each in made.meetings] == ["early", "third"]
    assert made.left == ("s13",)
    assert made.meetings[1].reason == "The only one that shows S20; also B2"
    assert made.meetings[0].reason == "Shows B1 and B2"
    assert [each.meeting.uid for each in plan(meetings, ["b1", "s20"], codes, 1).meetings] == [
        "early"
    ]
    assert plan([], ["b1"], codes).left == ("b1",)


def test_a_plan_of_sixty_meetings_takes_less_than_a_second() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    wanted = [f"K{n}" for n in range(46)]
    meetings = [meeting(str(n), *chance.sample(wanted, 6)) for n in range(60)]

    begun = time.perf_counter()
    made = plan(meetings, wanted, {})

    assert len(made.closed) == 46
    assert time.perf_counter() - begun < 3  # a second on a machine that does nothing else


def test_what_is_thin_and_best_seen_by_someone_else_comes_first(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "one.pdf", "The pilot was agreed for eight weeks.")
    other = documents.pdf(tmp_path / "two.pdf", "The pilot was agreed again for ten weeks.")
    seen = documents.pdf(tmp_path / "seen.pdf", "I saw the pilot agreed.")
    uids = [intake.add(store, room, [each]).results[0].item_uid for each in (path, other, seen)]
    evidence.edit(store, uids[2], kind="observation")

    def claim(uid: str, words: str, *codes: str) -> None:
        anchor = mapping.anchor_for_quote(store, room, uid, words).anchor
        ksbs = [mapping.ksb_called(store, each).uid for each in codes]
        mapping.claim(store, uid, ksbs, anchor, strength=Strength.BEST)

    claim(uids[0], "agreed for eight weeks", "B1", "B2", "S13")
    claim(uids[1], "agreed again", "B1")
    claim(uids[2], "saw the pilot", "B3")

    found = observation_planner.suggested_ksbs(store)
    by_code = {each.ksb.code: each for each in found}

    assert len(found) == len(queries.standard.ksbs(store))
    assert [each for each in found if each.is_first] == list(found[:4])
    assert all(each.why and each.is_thin and each.words == "Gap" for each in found[:4])
    assert not by_code["B1"].is_thin  # two pieces, one a best example
    assert by_code["B2"].is_thin
    assert by_code["B2"].words == "1 item"
    assert by_code["B3"].has_witness
    assert not by_code["S10"].why
    order = [each.ksb.code for each in found]
    for before, after in (("B4", "B2"), ("B2", "S10"), ("S20", "S10"), ("S10", "B3"), ("B3", "B1")):
        assert order.index(before) < order.index(after), (before, after)

    who = facts(store)
    uid = requests.new(store, asked(store, found[0].ksb.code), who).focus
    again = observation_planner.suggested_ksbs(store)
    assert again[-1].ksb == found[0].ksb
    assert again[-1].is_asked
    requests.withdraw(store, uid)
    assert observation_planner.suggested_ksbs(store)[0].ksb == found[0].ksb

    learning.add_ksbs(store, [by_code["B2"].ksb.uid])
    first = observation_planner.suggested_ksbs(store)[0]
    assert (first.ksb.code, first.words) == ("B2", "1 item, in your learning plan")


def test_the_person_may_say_otherwise_about_each_ksb(store: Store) -> None:
    k8 = mapping.ksb_called(store, "K8").uid
    b1 = mapping.ksb_called(store, "B1").uid

    observation_planner.set_best_seen(store, k8, best=True)
    observation_planner.set_best_seen(store, b1, best=False)

    by_uid = {each.ksb.uid: each for each in observation_planner.suggested_ksbs(store)}
    assert by_uid[k8].why == "You said so"
    assert by_uid[b1].why == ""
    refused("no-such-ksb", observation_planner.set_best_seen, store, "nothing", best=True)


def test_our_judgement_fits_every_shipped_standard_and_says_that_it_is_ours() -> None:
    rules = observation_planner.best_seen()
    assert "own judgement" in rules.source
    for standard in standards():
        for ksb in standard.ksbs:
            assert bool(rules.why(ksb)) or ksb.kind is not KsbKind.BEHAVIOUR, ksb.code
            assert not rules.why(ksb) or ksb.kind is not KsbKind.KNOWLEDGE, ksb.code
    newest = {each.code: each for each in standards()[0].ksbs}
    for code in ("S13", "S14", "S15", "S17", "S19", "S20"):
        assert rules.why(newest[code]), code
    for code in ("S1", "S3", "S10", "S11", "S12"):
        assert not rules.why(newest[code]), code


def test_meetings_are_kept_checked_and_undone(store: Store) -> None:
    ksb = mapping.ksb_called(store, "B1").uid
    added = observation_planner.add_meeting(store, Meeting("", " Board\n", SOON, ksb_uids=(ksb,)))
    (kept,) = observation_planner.meetings(store)
    assert (kept.title, kept.uid) == ("Board", added.focus)

    changed = observation_planner.change_meeting(store, replace(kept, place="Hall"))
    assert observation_planner.meetings(store)[0].place == "Hall"
    history.undo(store, changed.step)
    assert observation_planner.meetings(store) == (kept,)
    gone = observation_planner.remove_meeting(store, kept.uid)
    assert observation_planner.meetings(store) == ()
    history.undo(store, gone.step)

    every = tuple(each.uid for each in queries.standard.ksbs(store))
    for code, odd in (
        ("no-day", replace(kept, day="")),
        ("no-day", replace(kept, day="2024-10-01")),
        ("no-title", replace(kept, title="")),
        ("too-many-ksbs", replace(kept, ksb_uids=every[:7])),
        ("no-such-ksb", replace(kept, ksb_uids=("x",))),
        ("no-such-witness", replace(kept, witness_uid="x")),
    ):
        refused(code, observation_planner.add_meeting, store, odd)
    refused("no-such-meeting", observation_planner.remove_meeting, store, "x")
    refused("no-such-meeting", observation_planner.change_meeting, store, replace(kept, uid="x"))
    assert observation_planner.meetings(store) == (kept,)


def test_the_plan_turns_into_requests_in_one_step(store: Store) -> None:
    who = facts(store)
    ksb = {each.code: each.uid for each in queries.standard.ksbs(store)}
    for title, witness, codes in (
        ("Board", who, ("B1", "B2", "S20")),
        ("Panel", "", ("S13", "S20")),
        ("Lunch", "", ("B1",)),
    ):
        meeting = Meeting("", title, SOON, "09:30", witness_uid=witness,
                          ksb_uids=tuple(ksb[each] for each in codes))  # fmt: skip
        observation_planner.add_meeting(store, meeting)
    planned = observation_planner.plan(store)
    assert [each.meeting.title for each in planned.meetings] == ["Board", "Panel"]
    after = date.today() + timedelta(days=60)  # noqa: DTZ011 - the person's own day
    assert observation_planner.plan(store, today=after).meetings == ()

    observation_planner.turn_into_requests(store)

    board, panel = queries.observations.observations(store)
    assert (board.asked.title, board.witness, board.state) == (
        "Board",
        "Robin Sampleton",
        ObservationState.DRAFT,
    )
    assert set(board.asked.ksb_uids) == {ksb["B1"], ksb["B2"]}
    assert set(panel.asked.ksb_uids) == {ksb["S13"], ksb["S20"]}  # each is asked about once
    assert panel.witness_uid == ""
    assert (board.ref, panel.ref) == ("OBS-01", "OBS-02")
    assert [each.title for each in observation_planner.meetings(store)] == ["Lunch"]
    refused("nothing-planned", observation_planner.turn_into_requests, store)
    (lunch,) = observation_planner.meetings(store)
    observation_planner.turn_into_requests(store, [lunch.uid])
    assert requests.called(store, "Lunch").asked.ksb_uids == (ksb["B1"],)
    assert requests.called(store, "Lunch").kind is FormKind.OBSERVATION


def test_turning_into_requests_is_undone_as_one(store: Store) -> None:
    ksb = mapping.ksb_called(store, "B1").uid
    observation_planner.add_meeting(store, Meeting("", "Board", SOON, ksb_uids=(ksb,)))
    before = observation_planner.meetings(store)

    done = observation_planner.turn_into_requests(store)
    history.undo(store, done.step)

    assert observation_planner.meetings(store) == before
    assert queries.observations.observations(store) == ()
    history.redo(store, done.step)
    assert len(queries.observations.observations(store)) == 1
