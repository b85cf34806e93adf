"""Accepting a list never leaves a claim on a statement the person did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_app.domain.comparing import Decision, RowStatus, same_words
from portfolio_app.domain.ksb import Ksb
from portfolio_app.problems import PortfolioError
from portfolio_app.services import coverage, history, intake, mapping, standards
from portfolio_app.services.bundle_plan import plan
from portfolio_app.services.preflight import findings
from portfolio_app.services.standards import Compared
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

SOURCE = {"source": "Official page", "date": "2026-03-03"}


@pytest.fixture
def claimed(store: Store, room: Workroom, tmp_path: Path) -> Store:
    """Return a portfolio in which every KSB is claimed once."""
    path = tmp_path / "minutes.txt"
    path.write_text("Minutes of the board.")
    item = intake.add(store, room, [path]).results[0].item_uid
    uids = [each.uid for each in queries.standard.ksbs(store)]
    mapping.claim(store, item, uids, mapping.WHOLE)
    return store


def text_of(ksbs: Sequence[Ksb]) -> str:
    return "\n".join(f"{each.code}: {each.text}" for each in ksbs)


def everything(store: Store) -> object:
    return (
        queries.standard.standard(store, retired=True),
        queries.claims.claims(store),
        queries.reviews.reviews(store),
    )


def seen_or_waiting(store: Store, before: dict[str, str], compared: Compared) -> list[str]:
    """Return the codes of claims whose statement the person was not shown and need not review."""
    shown = {row.uid: row for row in compared.comparison.rows if row.differs and row.uid}
    by_uid = {each.uid: each for each in queries.standard.ksbs(store, retired=True)}
    waiting = {each.ksb.uid for each in queries.reviews.reviews(store)}
    unseen = []
    for claim in queries.claims.claims(store):
        ksb = by_uid[claim.ksb_uid]
        is_unchanged = same_words(ksb.text, before[claim.uid]) and not ksb.retired
        was_shown = ksb.uid in shown and shown[ksb.uid].text_after == ksb.text
        if not is_unchanged and not (ksb.uid in waiting and (ksb.retired or was_shown)):
            unseen.append(claim.ksb_code)
    return unseen


def statements_claimed(store: Store) -> dict[str, str]:
    by_uid = {each.uid: each.text for each in queries.standard.ksbs(store, retired=True)}
    return {each.uid: by_uid[each.ksb_uid] for each in queries.claims.claims(store)}


def test_two_inserted_three_swapped_five_reworded_leave_no_claim_on_an_unseen_statement(
    claimed: Store,
) -> None:
    held = list(queries.standard.ksbs(claimed))
    texts = [each.text for each in held[:20]]
    for at in (11, 12, 13, 14, 15):  # five reworded
        texts[at] = (
            texts[at].replace(" and ", " as well as the new ").rstrip(".") + " in a new way."
        )
    texts[1], texts[2], texts[3] = texts[3], texts[1], texts[2]  # three changed places
    texts[5:5] = ["Entirely unheard of matters.", "Further novel subjects altogether."]
    paste = [f"K{at}: {text}" for at, text in enumerate(texts, start=1)]
    paste += [f"{each.code}: {each.text}" for each in held[20:]]
    before = statements_claimed(claimed)

    compared = standards.compare(claimed, "\n".join(paste))
    assert compared.comparison.count(RowStatus.NEW) == 2
    assert sum(row.is_reworded for row in compared.comparison.rows) == 5
    assert compared.comparison.count(RowStatus.MISSING) == 0
    standards.accept(claimed, compared, **SOURCE)

    assert seen_or_waiting(claimed, before, compared) == []
    now = {each.code: each for each in queries.standard.ksbs(claimed)}
    assert [each.code for each in queries.standard.ksbs(claimed)][:22] == [
        f"K{at}" for at in range(1, 23)
    ]
    on_new = {each.ksb_code for each in queries.claims.claims(claimed)}
    assert not on_new & {"K6", "K7"}, "nothing is claimed for what was inserted"
    assert now["K2"].uid == held[3].uid, "claims follow the wording"
    reviews = queries.reviews.reviews(claimed)
    assert [each.ksb.code for each in reviews] == ["K14", "K15", "K16", "K17", "K18"]
    assert all(each.ksb.was for each in reviews)
    assert len(queries.claims.claims(claimed)) == 46


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_list_accepted_in_any_way_leaves_every_claim_seen_or_waiting_and_undo_restores_all(
    claimed: Store, data: st.DataObject
) -> None:
    held = list(queries.standard.ksbs(claimed))
    kept = data.draw(st.lists(st.sampled_from(held), unique_by=lambda k: k.uid, min_size=1))
    codes = data.draw(st.permutations([each.code for each in held]))
    lines = []
    for code, ksb in zip(codes, kept, strict=False):
        words = ksb.text.split()
        drop = data.draw(st.integers(0, len(words) - 1))
        extra = data.draw(st.sampled_from(["", " newly", " across every single border anywhere"]))
        text = " ".join(words[drop:]).rstrip(".") if data.draw(st.booleans()) else ksb.text
        lines.append(f"{code}: {text[:1].upper()}{text[1:]}{extra}")
    was, before = everything(claimed), statements_claimed(claimed)

    compared = standards.compare(claimed, "\n".join(lines))
    decisions = {
        row.key: data.draw(st.sampled_from([Decision.ACCEPT, Decision.APART]))
        for row in compared.comparison.differences
    }
    done = standards.accept(claimed, compared, decisions, **SOURCE)

    assert seen_or_waiting(claimed, before, compared) == []
    assert statements_claimed(claimed).keys() == before.keys(), "no claim was lost"
    active = queries.standard.ksbs(claimed)
    assert len({each.code for each in active}) == len(active)
    assert len(coverage.coverage(claimed)) == len(active)
    history.undo(claimed, done.step)
    assert everything(claimed) == was


def test_the_notice_goes_everywhere_once_the_list_was_accepted(claimed: Store) -> None:
    item = queries.evidence.items(claimed)[0]
    from portfolio_app.services import shortlist

    shortlist.add(claimed, [item.uid])
    assert plan(claimed).notice
    assert plan(claimed).licence_line == "", "unconfirmed wording carries no copyright line"
    compared = standards.compare(claimed, text_of(queries.standard.ksbs(claimed)))

    standards.accept(claimed, compared, **SOURCE)

    held = queries.standard.standard(claimed)
    assert held.notice == coverage.notice(claimed) == plan(claimed).notice == ""
    assert held.wording_accepted == "Official page, 3 March 2026"
    assert all(each.wording_confirmed for each in held.ksbs)
    assert plan(claimed).licence_line == (
        "KSB wording: Crown copyright, Open Government Licence v3.0. "
        "Compared with: Official page, 3 March 2026."
    )
    assert not any(each.rule == "standard.wording" for each in findings(claimed))


def test_leaving_a_row_keeps_the_notice_and_the_old_wording(claimed: Store) -> None:
    ksbs = list(queries.standard.ksbs(claimed))
    changed = replace(ksbs[0], text="How to shape purpose, culture and values together.")
    compared = standards.compare(claimed, text_of([changed, *ksbs[1:]]))

    standards.accept(claimed, compared, {ksbs[0].uid: Decision.LEAVE}, **SOURCE)

    held = queries.standard.standard(claimed)
    assert held.notice
    assert held.ksbs[0].text == ksbs[0].text
    assert (held.ksbs[0].wording_confirmed, held.ksbs[1].wording_confirmed) == (False, True)


def test_a_missing_statement_keeps_its_claims_and_counts_nowhere_until_they_are_moved(
    claimed: Store,
) -> None:
    from portfolio_app.services import shortlist

    shortlist.add(claimed, [queries.evidence.items(claimed)[0].uid])
    first, *rest = queries.standard.ksbs(claimed)
    standards.accept(claimed, standards.compare(claimed, text_of(rest)), **SOURCE)

    assert first.uid not in {each.uid for each in queries.standard.ksbs(claimed)}
    assert first.uid not in {each.ksb.uid for each in coverage.coverage(claimed)}
    made = plan(claimed)
    assert first.uid not in {each.uid for each in made.ksbs}
    assert first.uid not in {claim.ksb_uid for item in made.items for claim in item.claims}
    with pytest.raises(PortfolioError):
        mapping.claim(claimed, queries.evidence.items(claimed)[0].uid, [first.uid], mapping.WHOLE)
    assert first.uid not in shortlist.suggest(claimed, 5).uncovered
    (waiting,) = queries.reviews.reviews(claimed)
    assert (waiting.ksb.uid, waiting.attached.claims) == (first.uid, 1)
    with pytest.raises(PortfolioError, match="no longer in the list"):
        standards.looked_at(claimed, first.uid)
    (claim,) = queries.claims.claims(claimed, None, first.uid)

    moved = standards.move_claim(claimed, claim.uid, rest[0].uid)

    assert queries.reviews.reviews(claimed) == ()
    assert queries.claims.claims(claimed, None, first.uid) == ()
    history.undo(claimed, moved.step)
    assert len(queries.reviews.reviews(claimed)) == 1
    standards.move_everything(claimed, first.uid, rest[0].uid)
    assert queries.reviews.reviews(claimed) == ()


def test_a_reworded_statement_waits_until_it_was_looked_at(claimed: Store) -> None:
    ksbs = list(queries.standard.ksbs(claimed))
    changed = replace(ksbs[0], text="How to shape purpose, culture and values together.")
    compared = standards.compare(claimed, text_of([changed, *ksbs[1:]]))
    standards.accept(claimed, compared, **SOURCE)
    (waiting,) = queries.reviews.reviews(claimed)

    standards.looked_at(claimed, waiting.ksb.uid)

    assert "3 March 2026 (Official page)" in waiting.ksb.review
    assert waiting.ksb.was == ksbs[0].text
    assert queries.reviews.reviews(claimed) == ()


def test_what_would_go_wrong_is_refused_and_changes_nothing(claimed: Store) -> None:
    ksbs = list(queries.standard.ksbs(claimed))
    swapped = [replace(ksbs[0], code="K2"), replace(ksbs[1], code="K1"), *ksbs[2:]]
    compared = standards.compare(claimed, text_of(swapped))
    was = everything(claimed)

    with pytest.raises(PortfolioError, match="two statements at once"):
        standards.accept(claimed, compared, {ksbs[0].uid: Decision.LEAVE}, **SOURCE)
    with pytest.raises(PortfolioError, match="comes from is missing"):
        standards.accept(claimed, compared, source=" ", date="2026-03-03")
    with pytest.raises(PortfolioError, match="still to come"):
        standards.accept(claimed, compared, source="Page", date="2999-01-01")
    with pytest.raises(PortfolioError, match="no list of KSBs"):
        standards.compare(claimed, "Nothing here.")
    assert everything(claimed) == was
    standards.accept(claimed, compared, **SOURCE)
    with pytest.raises(PortfolioError, match="changed since it was compared"):
        standards.accept(claimed, compared, **SOURCE)


def test_methods_that_stood_in_the_list_are_taken_when_asked_for(claimed: Store) -> None:
    ksbs = queries.standard.ksbs(claimed)
    text = "KSB\tStatement\tMethod\n" + "\n".join(
        f"{k.code}\t{k.text}\t{'AM1' if n == 0 else 'Professional discussion and SBP'}"
        for n, k in enumerate(ksbs)
    )
    compared = standards.compare(claimed, text)

    standards.accept(claimed, compared, **SOURCE, with_methods=True)

    held = queries.standard.standard(claimed)
    assert held.ksbs[0].methods == ("sbp",)
    assert set(held.ksbs[1].methods) == {"pd", "sbp"}
    assert held.methods_accepted == "Official page, 3 March 2026"
