"""The shortlist: position gives the number, and observations always follow all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app.domain.changes import Topic
from portfolio_app.services import evidence, history, intake, shortlist
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom


@pytest.fixture
def notes(store: Store, room: Workroom, tmp_path: Path) -> list[str]:
    """Return the uids of five notes; the second and the fourth are observations."""
    for number in range(5):
        (tmp_path / f"note {number}.txt").write_text(f"Note {number} about {number * 37}.")
    added = intake.add(store, room, sorted(tmp_path.glob("note *.txt")))
    uids = [each.item_uid for each in added.results]
    for uid in (uids[1], uids[3]):
        evidence.edit(store, uid, kind="observation")
    return uids


def numbered(store: Store) -> dict[str, str]:
    items = (each for each in queries.evidence.items(store) if each.position is not None)
    return {each.uid: each.ref for each in sorted(items, key=lambda each: each.position or 0)}


def test_observations_follow_all_others_whatever_order_is_asked_for(
    store: Store, notes: list[str]
) -> None:
    a, b, c, d, e = notes

    shortlist.set_order(store, [d, a, b, c])

    assert shortlist.order(store) == [a, c, d, b]
    assert numbered(store) == {a: "E01", c: "E02", d: "E03", b: "E04"}
    assert shortlist.add(store, [e]).summary == "Shortlisted as E03"
    assert shortlist.order(store) == [a, c, e, d, b]
    assert shortlist.move(store, d, 0).summary == "Moved to E04"
    assert shortlist.order(store) == [a, c, e, d, b]
    assert shortlist.move(store, a, 4).summary == "Moved to E03"
    assert shortlist.order(store) == [c, e, a, d, b]


def test_a_piece_that_becomes_an_observation_moves_behind_the_others_and_back_again(
    store: Store, notes: list[str]
) -> None:
    a, _, c, d, e = notes
    shortlist.set_order(store, [a, c, e, d])

    changed = evidence.edit(store, a, kind="observation")

    assert Topic.SHORTLIST in changed.topics
    assert numbered(store) == {c: "E01", e: "E02", a: "E03", d: "E04"}
    history.undo(store, changed.step)
    assert numbered(store) == {a: "E01", c: "E02", e: "E03", d: "E04"}
    history.redo(store, changed.step)
    assert shortlist.order(store) == [c, e, a, d]


def test_what_is_no_observation_any_more_stands_among_the_others_again(
    store: Store, notes: list[str]
) -> None:
    a, b, c, d, e = notes
    shortlist.set_order(store, [b, a, d, c])
    evidence.edit(store, b, kind="letter")

    assert shortlist.add(store, [e]).summary == "Shortlisted as E04"
    assert shortlist.order(store) == [a, c, b, e, d]
    shortlist.remove(store, [c])
    evidence.bin_items(store, [a])
    assert numbered(store) == {b: "E01", e: "E02", d: "E03"}
