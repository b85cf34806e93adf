"""The outline is offered, put in as asked, and nothing of it is anybody's words."""

from __future__ import annotations

import pytest

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, outline, proposal
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid


def titles(store: Store) -> list[str]:
    return [each.text for each in queries.proposal.blocks(store) if not each.is_empty]


def test_sections_are_put_in_where_they_belong_with_targets_that_add_up(store: Store) -> None:
    empty = Block(new_uid())
    proposal.keep(store, [empty], [empty.uid])
    done = outline.use(store, [each.title for each in outline.offer(store)])
    blocks = queries.proposal.blocks(store)
    assert titles(store) == [each.title for each in outline.offered().sections]
    assert sum(each.target for each in blocks) == 4000
    assert all(each.purpose for each in blocks[::2])
    assert all(each.is_empty for each in blocks[1::2])
    assert blocks[-2].kind is BlockKind.APPENDIX
    assert outline.offer(store) == ()
    history.undo(store, done.step)
    assert queries.proposal.blocks(store) == (empty,)


def test_what_is_written_stays_and_sections_come_before_the_appendices(store: Store) -> None:
    blocks = [
        Block(new_uid(), BlockKind.HEADING_1, (Inline(text="finance "),)),
        Block(new_uid(), BlockKind.BODY, (Inline(text="It pays back"),)),
        Block(new_uid(), BlockKind.APPENDIX, (Inline(text="Sheets"),)),
    ]
    proposal.keep(store, blocks, [each.uid for each in blocks])
    assert "Finance" not in {each.title for each in outline.offer(store)}
    outline.use(store, ["Supporting data", "Risk", "Summary"])
    assert titles(store) == [
        "finance ", "It pays back", "Summary", "Risk", "Sheets", "Supporting data",
    ]  # fmt: skip
    for wrong, code in ((["Poetry"], "no-such-section"), ([], "no-section")):
        with pytest.raises(PortfolioError) as told:
            outline.use(store, wrong)
        assert told.value.code == code
    assert not outline.offered().confirmed
