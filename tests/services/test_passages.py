from pathlib import Path

import pytest

from portfolio_app.domain.passage import Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle_plan,
    coverage,
    details,
    history,
    intake,
    mapping,
    pens,
    shortlist,
    sorting,
    theory,
    words_in_common,
)
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents


@pytest.fixture
def item_uid(store: Store, room: Workroom, tmp_path: Path) -> str:
    path = documents.pdf(tmp_path / "a.pdf", "The chair set out three options.\nWe chose one.")
    return intake.add(store, room, [path]).results[0].item_uid


def _uid(store: Store, code: str) -> str:
    return mapping.ksb_called(store, code).uid


def test_a_passage_is_claimed_for_more_ksbs_and_a_claim_moves_to_another(
    store: Store, room: Workroom, item_uid: str
) -> None:
    anchor = mapping.anchor_for_quote(store, room, item_uid, "three options").anchor
    made = mapping.claim(store, item_uid, [_uid(store, "K8")], anchor, shows="options")
    passage = queries.claims.claims(store)[0].passage_uid

    more = mapping.add_ksbs(store, passage, [_uid(store, "K8"), _uid(store, "S1")])
    moved = mapping.move_claim(store, made.uids[0], _uid(store, "B2"))

    claims = queries.claims.claims(store)
    assert [(c.ksb_code, c.shows, c.passage_uid) for c in claims] == [
        ("B2", "options", passage),
        ("S1", "", passage),
    ]
    with pytest.raises(PortfolioError, match="S1 already"):
        mapping.add_ksbs(store, passage, [_uid(store, "S1")])
    with pytest.raises(PortfolioError, match="S1 already"):
        mapping.move_claim(store, made.uids[0], _uid(store, "S1"))
    history.undo(store, moved.step)
    history.undo(store, more.changes.step)
    assert [c.ksb_code for c in queries.claims.claims(store)] == ["K8"]


def test_a_passages_note_is_private_and_kept(store: Store, item_uid: str) -> None:
    mapping.claim(store, item_uid, [_uid(store, "K8")], mapping.WHOLE)
    shortlist.add(store, [item_uid])
    passage = queries.claims.claims(store)[0].passage_uid

    done = mapping.note(store, passage, "  ask the finance lead first ")

    assert queries.passages.passage(store, passage).note == "ask the finance lead first"
    assert queries.claims.claims(store)[0].note == "ask the finance lead first"
    assert "finance lead" not in repr(bundle_plan.plan(store))
    history.undo(store, done.step)
    assert queries.passages.passage(store, passage).note == ""


def test_theory_is_a_tag_on_reading_and_never_a_claim(
    store: Store, room: Workroom, item_uid: str
) -> None:
    anchor = mapping.anchor_for_quote(store, room, item_uid, "three options").anchor
    with pytest.raises(PortfolioError, match="reading list"):
        theory.tag(store, item_uid, [_uid(store, "K8")], anchor)
    sorting.read(store, [item_uid])
    with pytest.raises(PortfolioError, match="never evidence"):
        mapping.claim(store, item_uid, [_uid(store, "K8")], anchor)

    made = theory.tag(store, item_uid, [_uid(store, "K8"), _uid(store, "S1")], anchor, note="p. 3")

    tags = queries.theory.theory(store)
    assert [(t.ksb_code, t.page, t.anchor, t.note) for t in tags] == [
        ("K8", 1, anchor, "p. 3"),
        ("S1", 1, anchor, "p. 3"),
    ]
    assert queries.theory.theory(store, ksb_uid=_uid(store, "S1")) == tags[1:]
    assert queries.theory.theory(store, item_uid=item_uid) == tags
    assert queries.claims.claims(store) == ()
    assert {c.status.value for c in coverage.coverage(store, shortlist_only=False)} == {"gap"}
    (passage,) = queries.passages.passages(store, item_uid)
    assert passage.theory_codes == ("K8", "S1")
    with pytest.raises(PortfolioError, match="never evidence"):
        mapping.add_ksbs(store, passage.uid, [_uid(store, "B1")])
    theory.untag(store, made.uids[0])
    assert len(queries.passages.passages(store, item_uid)) == 1
    last = theory.untag(store, made.uids[1])
    assert queries.passages.passages(store, item_uid) == ()
    history.undo(store, last.step)
    assert [t.ksb_code for t in queries.theory.theory(store)] == ["S1"]


def test_claims_of_something_that_lies_on_the_reading_list_count_nowhere(
    store: Store, item_uid: str
) -> None:
    mapping.claim(store, item_uid, [_uid(store, "K8")], mapping.WHOLE)
    with store.session() as session:
        session.query(tables.ItemRow).filter_by(uid=item_uid).one().shelf = "reading"

    assert queries.claims.claims(store) == ()
    assert len(queries.claims.claims(store, item_uid=item_uid)) == 1


def test_pens_are_remembered_and_one_ksb_is_on_one_pen(store: Store) -> None:
    k8, s1 = _uid(store, "K8"), _uid(store, "S1")

    assert queries.pens.pens(store) == ("",) * 9
    told = pens.load(store, 1, k8)
    pens.load(store, 9, s1)
    pens.load(store, 3, k8)
    assert queries.pens.pens(store) == ("", "", k8, "", "", "", "", "", s1)
    pens.unload(store, 9)

    assert queries.pens.pens(store) == ("", "", k8, "", "", "", "", "", "")
    assert (told.summary, told.step) == ("Pen 1: K8", "")
    for number, ksb_uid in ((0, k8), (10, k8), (1, "nonsense")):
        with pytest.raises(PortfolioError):
            pens.load(store, number, ksb_uid)


def test_a_pen_whose_ksb_was_retired_or_is_unknown_reads_as_empty(store: Store) -> None:
    k8 = _uid(store, "K8")
    pens.load(store, 2, k8)
    with store.session() as session:
        session.query(tables.KsbRow).filter_by(uid=k8).one().retired = 1

    assert queries.pens.pens(store) == ("",) * 9
    with pytest.raises(PortfolioError):
        pens.load(store, 1, k8)
    for nonsense in ("not json", '{"a": 1}', "[1, null]", '["gone"]'):
        details.write(store, "pens", nonsense)
        assert queries.pens.pens(store) == ("",) * 9


def test_a_claim_by_pen_keeps_the_strength_it_is_given(store: Store, item_uid: str) -> None:
    made = mapping.claim(
        store, item_uid, [_uid(store, "K8")] * 2, mapping.WHOLE, strength=Strength.BEST
    )

    assert len(made.uids) == 1
    assert queries.claims.claim(store, made.uids[0]).strength is Strength.BEST


def test_words_in_common_can_be_switched_off(store: Store) -> None:
    passage = "We negotiated the budget and agreed a commercial strategy with stakeholders."

    before = queries.words_in_common.words_in_common(store, passage)
    words_in_common.switch(store, on=False)

    assert before
    assert queries.words_in_common.words_in_common(store, passage) == ()
    words_in_common.switch(store, on=True)
    assert queries.words_in_common.words_in_common(store, passage) == before
