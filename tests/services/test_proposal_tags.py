"""Tags of the proposal's paragraphs follow the wording of a KSB, as claims do (D7)."""

from __future__ import annotations

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.draft import Block, Inline
from portfolio_app.services import history, mapping, proposal, standards
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
