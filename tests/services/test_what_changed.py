"""What changed between two bundles: pieces, claims, pages; also since the one handed in."""

from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_app.domain.bundle import BuiltBundle, BuiltClaim, BuiltItem, BuiltSection
from portfolio_app.domain.bundle_changes import Change, compared
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle,
    intake,
    mapping,
    portfolio,
    shortlist,
    submitting,
    what_changed,
)
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents


def add(store: Store, room: Workroom, path: Path, *pages: str) -> str:
    """Return an item on the shortlist whose first page's words are claimed for K8."""
    documents.pdf(path, *pages)
    uid = intake.add(store, room, [path]).results[0].item_uid
    anchor = mapping.anchor_for_quote(store, room, uid, pages[0]).anchor
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], anchor)
    shortlist.add(store, [uid])
    return uid


def newest(store: Store) -> str:
    return queries.bundles.bundles(store)[0].uid


def test_added_removed_and_moved_are_told_with_old_and_new_pages(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    first = add(store, room, tmp_path / "a.pdf", "The budget was cut.")
    second = add(store, room, tmp_path / "b.pdf", "The team agreed.", "And acted.")
    out = tmp_path / "Portfolio.pdf"
    built = bundle.build(store, room, out)
    once = newest(store)
    with pytest.raises(PortfolioError) as nothing_before:
        what_changed.what_changed(store, once)
    assert nothing_before.value.code == "first-bundle"
    submitting.submit(store, once, "2026-03-03")

    third = add(store, room, tmp_path / "c.pdf", "A third paper.")
    shortlist.set_order(store, [third, second])
    rebuilt = bundle.build(store, room, out.with_name("Later.pdf"))
    twice = newest(store)

    told = what_changed.what_changed(store, twice)
    pieces = {each.uid: each for each in told.changes.items}
    old = {each.uid: each for each in built.bundle.items}
    new = {each.uid: each for each in rebuilt.bundle.items}
    assert (told.old.uid, told.new.uid) == (once, twice)
    assert {uid: each.change for uid, each in pieces.items()} == {
        third: Change.ADDED,
        first: Change.REMOVED,
    }, "the second has the same place as before"
    assert pieces[third].new_page == new[third].first_page
    assert pieces[first].old_page == old[first].first_page
    assert f"E01 {pieces[third].title}: added, page {new[third].first_page}" == pieces[third].words
    claims = [(each.change, each.ksb, each.quote) for each in told.changes.claims]
    assert claims == [
        (Change.ADDED, "K8", "A third paper."),
        (Change.REMOVED, "K8", "The budget was cut."),
    ]

    shortlist.set_order(store, [second, third])
    moved = bundle.build(store, room, out.with_name("Later.pdf"))
    told = what_changed.what_changed(store, newest(store))
    pieces = {each.uid: each for each in told.changes.items}
    now = {each.uid: each.first_page for each in moved.bundle.items}
    assert pieces[second].change is Change.MOVED
    assert (pieces[second].old_ref, pieces[second].new_ref) == ("E02", "E01")
    assert (pieces[second].old_page, pieces[second].new_page) == (
        new[second].first_page,
        now[second],
    )
    assert not told.changes.page_numbers_hold

    handed_in = what_changed.last_submitted(store, newest(store))
    assert handed_in is not None
    assert handed_in.uid == once
    since = what_changed.what_changed(store, newest(store), handed_in.uid)
    assert {each.uid for each in since.changes.items} >= {first, third}


def test_the_same_portfolio_built_twice_has_no_changes(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    add(store, room, tmp_path / "a.pdf", "The budget was cut.")
    bundle.build(store, room, tmp_path / "one.pdf")
    bundle.build(store, room, tmp_path / "two.pdf")

    told = what_changed.what_changed(store, newest(store))

    assert told.changes.are_none
    assert told.changes.page_numbers_hold
    assert what_changed.last_submitted(store, newest(store)) is None


def test_a_bundle_of_an_older_version_is_said_to_tell_too_little(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    add(store, room, tmp_path / "a.pdf", "The budget was cut.")
    bundle.build(store, room, tmp_path / "one.pdf")
    portfolio.set_detail(store, "name", "Later Name")
    bundle.build(store, room, tmp_path / "one.pdf")
    with store.session() as session:
        session.query(tables.BundleRow).filter_by(id=1).update({"contents": ""})

    with pytest.raises(PortfolioError) as untold:
        what_changed.what_changed(store, newest(store))
    with pytest.raises(PortfolioError) as unknown:
        what_changed.what_changed(store, "none")

    assert (untold.value.code, unknown.value.code) == ("not-noted", "no-such-bundle")


ONE = BuiltItem("u1", "E01", 8, 9, 3, 3, "Minutes", "aa")
PLAIN = BuiltBundle(
    20,
    1000,
    (ONE,),
    (BuiltClaim("c1", "K8", "E01", 10, "set out"),),
    sections=(
        BuiltSection("annex-a", "Annex A", 4, 1),
        BuiltSection("paper-x", "Chart", 7, 1, "s"),
    ),
)


def test_another_file_other_words_and_other_parts_are_told() -> None:
    new = replace(
        PLAIN,
        pages=22,
        items=(replace(ONE, sha256="bb", pages=4, first_page=10),),
        claims=(BuiltClaim("c1", "K8", "E01", 11, "set it out"),),
        sections=(
            BuiltSection("annex-a", "Annex A", 5, 1),
            BuiltSection("paper-x", "Chart", 7, 1, "t"),
            BuiltSection("paper-y", "Statement", 8, 1, "u"),
        ),
    )

    told = compared(PLAIN, new)

    assert [each.words for each in told.items] == [
        "E01 Minutes: another file; 3 pages, now 4; page 9 is now 10"
    ]
    assert [each.words for each in told.claims] == ["K8 in E01: other words; page 10 is now 11"]
    assert [each.words for each in told.parts] == [
        "Annex A: page 4 is now 5",
        "Chart: another file",
        "Statement: added, page 8",
    ]
    assert (told.old_pages, told.new_pages) == (20, 22)


def test_a_claim_of_two_ksbs_that_loses_one_tells_only_that() -> None:
    both = replace(
        PLAIN,
        claims=(
            BuiltClaim("c1", "K8", "E01", 10, "set out"),
            BuiltClaim("c1", "S2", "E01", 10, "set out"),
        ),
    )

    (only,) = compared(both, PLAIN).claims

    assert (only.change, only.ksb, only.words) == (
        Change.REMOVED,
        "S2",
        "S2 in E01: taken out, was page 10",
    )
