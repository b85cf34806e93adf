"""Restore points: of a day, named, before big changes; going back is one undo step."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from portfolio_app.domain import day_points
from portfolio_app.domain.draft import Block, BlockKind, Inline, VersionKind
from portfolio_app.domain.printed import Printed
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, proposal, proposal_words, restore_points
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid


def block(text: str, kind: BlockKind = BlockKind.BODY) -> Block:
    return Block(new_uid(), kind, (Inline(text=text),))


def texts(store: Store) -> list[str]:
    return [each.text for each in queries.proposal.blocks(store)]


def kinds(store: Store) -> list[str]:
    return [each.kind.value for each in queries.proposal.versions(store)]


def test_how_it_was_before_the_first_change_of_a_day_is_kept_once_a_day(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = block("One two three")
    monkeypatch.setattr(restore_points, "instant", lambda: "2026-03-02T09:00:00Z")
    proposal.keep(store, [first], [first.uid])
    assert kinds(store) == []  # nothing was there before
    typed = proposal.keep(store, [replace(first, inlines=(Inline(text="One two"),))])
    again = proposal.keep(store, [replace(first, inlines=(Inline(text="One"),))], step=typed.step)
    monkeypatch.setattr(restore_points, "instant", lambda: "2026-03-03T09:00:00Z")
    proposal.keep(store, [replace(first, inlines=(Inline(text=""),))], step=again.step)
    newer, older = queries.proposal.versions(store)
    assert (newer.about, newer.words, older.words) == ("Start of 3 March 2026", 1, 3)
    history.undo(store, typed.step)  # what was typed, and not the points beside it
    assert (texts(store), len(kinds(store))) == (["One two three"], 2)
    history.redo(store, typed.step)
    assert texts(store) == [""]


def test_going_back_is_one_step_and_keeps_how_it_was(store: Store) -> None:
    first, second = block("Why now", BlockKind.HEADING_1), block("Because of demand")
    proposal.keep(store, [first, second], [first.uid, second.uid])
    named = restore_points.name(store, "  Before   the board ")
    third = replace(second, inlines=(Inline(text="Because of demand and cost"),))
    proposal.keep(store, [third], [second.uid])
    went = restore_points.go_back(store, named.focus)
    assert texts(store) == ["Why now", "Because of demand"]
    assert went.summary == "Went back to Before the board"
    before = queries.proposal.versions(store)[0]
    assert (before.kind, before.name) == (
        VersionKind.BEFORE, "Before going back to: Before the board",
    )  # fmt: skip
    assert queries.proposal.blocks_of_version(store, before.uid) == (third,)
    assert restore_points.compared(store, before.uid).words.startswith("2 differences")
    history.undo(store, went.step)
    assert texts(store) == ["Because of demand and cost"]
    assert restore_points.compared(store, before.uid).changes == 0
    restore_points.remove(store, before.uid)  # does not stand in the way of redo
    history.redo(store, went.step)
    assert texts(store) == ["Why now", "Because of demand"]


def test_points_are_named_renamed_and_removed_and_each_is_undone(store: Store) -> None:
    with pytest.raises(PortfolioError) as refused:
        restore_points.name(store, "Too early")
    assert refused.value.code == "empty"
    only = block("Two words")
    proposal.keep(store, [only], [only.uid])
    for wrong, code in (("  ", "no-name"),):
        with pytest.raises(PortfolioError) as refused:
            restore_points.name(store, wrong)
        assert refused.value.code == code
    uid = restore_points.name(store, "First").focus
    renamed = restore_points.rename(store, uid, "First draft")
    assert [each.about for each in queries.proposal.versions(store)] == ["First draft"]
    history.undo(store, renamed.step)
    removed = restore_points.remove(store, uid)
    assert queries.proposal.versions(store) == ()
    history.undo(store, removed.step)
    assert [each.name for each in queries.proposal.versions(store)] == ["First"]
    for verb in (restore_points.remove, restore_points.go_back):
        with pytest.raises(PortfolioError) as refused:
            verb(store, "none")
        assert refused.value.code == "no-such-version"


def test_an_export_is_kept_with_what_it_printed(store: Store) -> None:
    only = block("Two words")
    proposal.keep(store, [only], [only.uid])
    printed = Printed({only.uid: ("E07, p. 4",)})
    restore_points.keep_export(store, "0" * 26, "Proposal.docx", printed, (only,))
    (kept,) = queries.proposal.versions(store)
    assert (kept.about, kept.words) == ("Exported: Proposal.docx", 2)
    assert queries.proposal.printed_of_version(store, kept.uid) == printed


def test_what_counts_is_the_persons_choice_and_the_band_the_standards(store: Store) -> None:
    blocks = [block("Why now", BlockKind.HEADING_1), block("Because of demand")]
    proposal.keep(store, blocks, [each.uid for each in blocks])
    assert proposal_words.counted(store).counted == 5
    band = proposal_words.band(store)
    assert (band.low, band.high) == (3600, 4400)
    assert "EPAO" in band.source
    with pytest.raises(PortfolioError) as refused:
        proposal_words.choose(store, {"body", "margins"})
    assert refused.value.code == "no-such-part"
    done = proposal_words.choose(store, {"body"}, said_by="my EPAO", said_on="2026-03-03")
    assert proposal_words.counted(store).counted == 3
    assert proposal_words.counting(store).said_by == "my EPAO"
    history.undo(store, done.step)
    assert proposal_words.counted(store).counted == 5
    assert not proposal_words.counting(store).is_own
    with pytest.raises(PortfolioError) as refused:
        proposal_words.choose(store, {"body"}, said_by="my EPAO", said_on="2999-03-03")
    assert refused.value.code == "no-day"
    proposal_words.choose(store, {"body"}, said_on="2026-03-03")
    assert proposal_words.counting(store).said_on == "", "nobody said it"


def test_a_day_is_that_of_the_clock_on_the_wall(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        only = block("One two three")
        proposal.keep(store, [only], [only.uid])
        for at in ("2026-06-30T22:30:00Z", "2026-06-30T23:30:00Z", "2026-07-01T22:30:00Z"):
            monkeypatch.setattr(restore_points, "instant", lambda at=at: at)
            proposal.keep(store, [replace(only, inlines=(Inline(text=at),))])
        found = [(each.about, each.made_at) for each in queries.proposal.versions(store)]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found == [
        ("Start of 1 July 2026", "2026-06-30T23:30:00Z"),
        ("Start of 30 June 2026", "2026-06-30T22:30:00Z"),
    ]


def test_a_day_that_is_given_a_name_has_no_second_start(store: Store) -> None:
    only = block("One two three")
    proposal.keep(store, [only], [only.uid])
    proposal.keep(store, [replace(only, inlines=(Inline(text="One"),))])
    (day,) = queries.proposal.versions(store)
    restore_points.rename(store, day.uid, "Before the cuts")
    proposal.keep(store, [only])
    (kept,) = queries.proposal.versions(store)
    assert (kept.kind, kept.about) == (VersionKind.DAY, "Before the cuts")


def test_a_later_point_of_a_day_is_not_called_its_start(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = block("One two three")
    monkeypatch.setattr(restore_points, "instant", lambda: "2026-03-02T09:00:00Z")
    proposal.keep(store, [only], [only.uid])
    proposal.keep(store, [replace(only, inlines=(Inline(text="One"),))])
    (start,) = queries.proposal.versions(store)
    assert start.about == "Start of 2 March 2026"
    restore_points.remove(store, start.uid)
    with store.session() as session:
        session.connection().exec_driver_sql("UPDATE history SET done_at = '2026-03-02T09:00:00Z'")
    monkeypatch.setattr(restore_points, "instant", lambda: "2026-03-02T13:05:00Z")
    proposal.keep(store, [only])
    assert [each.about for each in queries.proposal.versions(store)] == [
        "As it was on 2 March 2026, 13:05"
    ]


def test_points_of_days_long_past_are_thinned_and_all_others_stay(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = block("0")
    proposal.keep(store, [only], [only.uid])
    restore_points.name(store, "Mine")
    for number in range(9):
        day = f"2026-01-{5 + number:02}T12:00:00Z"
        monkeypatch.setattr(restore_points, "instant", lambda day=day: day)
        proposal.keep(store, [replace(only, inlines=(Inline(text=f"{number}!"),))])
    second = queries.proposal.versions(store)[-3]
    restore_points.rename(store, second.uid, "Kept by me")
    monkeypatch.setattr(day_points, "DAYS", 3)
    monkeypatch.setattr(restore_points, "instant", lambda: "2026-01-14T12:00:00Z")
    proposal.keep(store, [replace(only, inlines=(Inline(text="last"),))])
    assert [each.about for each in reversed(queries.proposal.versions(store))] == [
        "Mine", "Start of 5 January 2026", "Kept by me", "Start of 12 January 2026",
        "Start of 13 January 2026", "Start of 14 January 2026",
    ]  # fmt: skip
