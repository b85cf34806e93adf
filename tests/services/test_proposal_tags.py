"""Tags of the proposal's paragraphs follow the wording of a KSB, as claims do (D7)."""

from __future__ import annotations

import pytest

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, mapping, proposal, proposal_tags, standards
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def codes(store: Store) -> list[list[str]]:
    known = {each.uid: each.code for each in queries.standard.ksbs(store, retired=True)}
    return [[known[uid] for uid in each.ksbs] for each in queries.proposal.blocks(store)]


def test_a_tag_follows_the_wording_and_waits_where_there_is_none(store: Store) -> None:
    held = queries.standard.ksbs(store)
    k1, k2, k3 = (mapping.ksb_called(store, code).uid for code in ("K1", "K2", "K3"))
    blocks = [
        Block(str(at), inlines=(Inline(text="Text"),), ksbs=tags)
        for at, tags in enumerate(((k1, k3), (k2,), (k3,)))
    ]
    proposal.keep(store, blocks, [each.uid for each in blocks])
    # K1 and K2 change places, K3 is gone.
    swapped = {"K1": "K2", "K2": "K1"}
    lines = [f"{swapped.get(e.code, e.code)}: {e.text}" for e in held if e.code != "K3"]
    compared = standards.compare(store, "\n".join(lines))
    standards.accept(store, compared, source="Official page", date="2026-03-03")

    assert codes(store) == [["K2", "K3"], ["K1"], ["K3"]]
    waiting = queries.reviews.reviews(store)
    assert [(each.ksb.code, each.attached.paragraphs) for each in waiting] == [("K3", 2)]

    moved = standards.move_everything(store, k3, k1)
    assert codes(store) == [["K2"], ["K1"], ["K2"]]
    assert Topic.PROPOSAL in moved.topics
    assert queries.reviews.reviews(store) == ()
    history.undo(store, moved.step)
    assert codes(store) == [["K2", "K3"], ["K1"], ["K3"]]


def test_a_paragraph_is_tagged_in_one_step_and_a_heading_is_not(store: Store) -> None:
    k1, k2 = (mapping.ksb_called(store, code).uid for code in ("K1", "K2"))
    heading = Block("h", BlockKind.HEADING_1, (Inline(text="Options"),))
    text = Block("p", inlines=(Inline(text="Three options"),))
    proposal.keep(store, [heading, text], ["h", "p"])
    done = proposal_tags.tag(store, "p", [k2, k1, k2])
    assert done.summary == "Paragraph tagged with K2, K1"
    assert codes(store) == [[], ["K2", "K1"]]
    history.undo(store, done.step)
    assert codes(store) == [[], []]
    for block, uids, code in (
        ("h", [k1], "is-heading"),
        ("gone", [k1], "no-such-paragraph"),
        ("p", ["nothing"], "no-such-ksb"),
    ):
        with pytest.raises(PortfolioError) as refused:
            proposal_tags.tag(store, block, uids)
        assert refused.value.code == code
