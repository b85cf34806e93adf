"""The clock's dates, who allows drafting before it, and the milestones: each one undo step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.finding_in_draft import Wanted
from portfolio_app.problems import PortfolioError
from portfolio_app.services import clock, history, proposal, replacing_words, standard_details
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def refused(code: str, verb: object, *given: object) -> None:
    with pytest.raises(PortfolioError) as told:
        verb(*given)  # type: ignore[operator]
    assert told.value.code == code


def test_nothing_is_drafted_before_the_clock_until_somebody_allows_it(store: Store) -> None:
    before, after = date(2026, 9, 15), date(2026, 9, 16)  # the gateway's day
    may, words = clock.may_write(store, before)
    assert not may
    assert words.startswith("The plan says this is undertaken after gateway. Ask your EPAO")
    assert clock.may_write(store, after) == (True, "")
    allowed = clock.allow(store, "  my EPAO,  by e-mail ", "2026-03-03")
    assert clock.may_write(store, before) == (True, "")
    assert clock.now(store, before).allowed_by == "my EPAO, by e-mail"
    history.undo(store, allowed.step)
    assert not clock.may_write(store, before)[0]
    refused("no-source", clock.allow, store, " ", "2026-03-03")
    refused("no-day", clock.allow, store, "my EPAO", "soon")
    refused("no-day", clock.allow, store, "my EPAO", "2999-01-01")


def test_the_epaos_date_is_the_one_that_counts(store: Store) -> None:
    assert clock.now(store).due == "2026-12-09"
    refused("no-day", clock.set_date, store, "epao", "9999-12-31")  # no weeks could follow it
    refused("no-day", clock.set_date, store, "epao", "0202-10-01")
    done = clock.set_date(store, "epao", "2026-10-05")
    now = clock.now(store, date(2026, 10, 20))
    assert (now.words, now.is_confirmed) == ("Week 3 of 12 · due 28 December", True)
    clock.set_date(store, "due", "2026-12-18")
    assert clock.now(store, date(2026, 10, 20)).words == "Week 3 of 12 · due 18 December"
    refused("no-day", clock.set_date, store, "due", "2026-10-01")
    refused("no-day", clock.set_date, store, "scope_approved", "2999-01-01")
    refused("no-such-date", clock.set_date, store, "gateway", "2026-10-01")
    refused("changed-since", history.undo, store, done.step)
    clock.set_date(store, "due", "")
    clock.set_date(store, "epao", "")
    clock.set_date(store, "scope_approved", "2026-01-09")
    assert clock.now(store, date(2026, 1, 10)).starts == "2026-01-09"
    standard_details.set_rule(store, "proposal.weeks", said_by="my EPAO", said_on="2026-01-02",
                              value=10)  # fmt: skip
    assert clock.now(store, date(2026, 1, 10)).due == "2026-03-20"


def test_milestones_are_added_changed_ticked_and_removed(store: Store) -> None:
    soon = (clock.today() + timedelta(days=1)).isoformat()
    clock.set_milestone(store, "Read again")
    clock.set_milestone(store, " Draft to  line manager ", soon)
    first, last = clock.milestones(store)
    assert (first.title, first.day, last.day) == ("Draft to line manager", soon, "")
    clock.set_milestone(store, "Draft to sponsor", soon, uid=first.uid)
    ticked = clock.tick_milestone(store, first.uid)
    assert clock.milestones(store)[0].done_on == clock.today().isoformat()
    history.undo(store, ticked.step)
    assert clock.milestones(store)[0].done_on == ""
    clock.tick_milestone(store, first.uid)
    clock.tick_milestone(store, first.uid, done=False)
    assert clock.milestones(store)[0].done_on == ""
    removed = clock.remove_milestone(store, first.uid)
    assert [each.title for each in clock.milestones(store)] == ["Read again"]
    history.undo(store, removed.step)
    assert len(clock.milestones(store)) == 2
    refused("no-title", clock.set_milestone, store, "  ")
    refused("no-day", clock.set_milestone, store, "Read", "tomorrow")
    refused("no-such-milestone", clock.remove_milestone, store, "none")


def test_replacing_words_waits_for_the_weeks_in_body_text_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = Block("h" * 26, BlockKind.HEADING_1, (Inline(text="Why now"),))
    text = Block("b" * 26, inlines=(Inline(text="Because of need"),))
    proposal.keep(store, [head, text], [head.uid, text.uid])
    monkeypatch.setattr(clock, "today", lambda: date(2026, 9, 15))
    refused("not-yet", replacing_words.replace_all, store, Wanted("need"), "demand")
    assert queries.proposal.blocks(store) == (head, text)
    replacing_words.replace_all(store, Wanted("now"), "then")
    clock.allow(store, "my EPAO", "2026-03-03")
    replacing_words.replace_all(store, Wanted("need"), "demand")
    assert [each.text for each in queries.proposal.blocks(store)] == [
        "Why then", "Because of demand",
    ]  # fmt: skip
