"""The proposal's text is kept block by block, and a sitting is one step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio_app.domain.draft import Block, BlockKind, Inline
from portfolio_app.domain.placing_order import places
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, proposal, proposal_checks, restore_points
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid


def block(text: str, kind: BlockKind = BlockKind.BODY) -> Block:
    return Block(new_uid(), kind, (Inline(text=text),))


def texts(store: Store) -> list[str]:
    return [each.text for each in queries.proposal.blocks(store)]


def test_what_is_written_is_there_in_order(store: Store) -> None:
    first, second, third = block("One", BlockKind.HEADING_1), block("Two"), block("Three")
    proposal.keep(store, [first, third], [first.uid, third.uid])
    proposal.keep(store, [second], [first.uid, second.uid, third.uid])
    assert queries.proposal.blocks(store) == (first, second, third)


def test_a_sitting_is_one_step_and_redo_brings_it_back(store: Store) -> None:
    old = block("Before")
    proposal.keep(store, [old], [old.uid])
    typed = proposal.keep(store, [replace(old, inlines=(Inline(text="Bef"),))])
    new = block("New")
    again = proposal.keep(store, [new], [new.uid, old.uid], step=typed.step)
    more = proposal.keep(store, [replace(new, inlines=(Inline(text="Newer"),))], step=again.step)
    assert texts(store) == ["Newer", "Bef"]
    assert typed.step == again.step == more.step
    history.undo(store, typed.step)
    assert texts(store) == ["Before"]
    history.redo(store, typed.step)
    assert texts(store) == ["Newer", "Bef"]


def test_a_step_that_was_undone_is_not_gone_on_with(store: Store) -> None:
    old = block("Before")
    done = proposal.keep(store, [old], [old.uid])
    history.undo(store, done.step)
    with pytest.raises(PortfolioError) as refused:
        proposal.keep(store, [old], [old.uid], step=done.step)
    assert refused.value.code == "undone"
    proposal.keep(store, [old], [old.uid])
    assert texts(store) == ["Before"]


def test_what_is_not_in_the_order_is_removed(store: Store) -> None:
    blocks = [block(str(number)) for number in range(5)]
    proposal.keep(store, blocks, [each.uid for each in blocks])
    proposal.keep(store, [], [each.uid for each in reversed(blocks[1:])])
    assert texts(store) == ["4", "3", "2", "1"]


def test_no_words_are_lost_where_uids_are_given_twice_or_left_out(store: Store) -> None:
    one, two, three = block("One"), block("Two"), block("Three")
    twin = replace(one, inlines=(Inline(text="Another"),))
    proposal.keep(store, [one, twin, two], [one.uid, two.uid])
    assert texts(store) == ["One", "Another", "Two"]
    proposal.keep(store, [one, one], [one.uid])  # the same said twice is not two
    assert texts(store) == ["One"]
    changed = replace(two, inlines=(Inline(text="Two more"),))
    proposal.keep(store, [two, three], [one.uid, two.uid, three.uid])
    proposal.keep(store, [changed], [one.uid, three.uid, one.uid])  # changed, and forgotten
    assert texts(store) == ["One", "Two more", "Three"]
    new = block("New")
    proposal.keep(store, [new, Block("", inlines=(Inline(text="Nameless"),))], [three.uid])
    assert texts(store) == ["Three", "New", "Nameless"]
    done = proposal.keep(store, [one, twin, twin], [twin.uid, twin.uid, twin.uid, three.uid])
    assert texts(store) == ["One", "Another", "Another", "Three"]
    assert len({each.uid for each in queries.proposal.blocks(store)}) == 4
    history.undo(store, done.step)
    assert texts(store) == ["Three", "New", "Nameless"]


def test_moving_one_of_a_thousand_changes_one_place() -> None:
    names = [str(number) for number in range(1000)]
    before = places(names, {})
    moved = [*names[1:500], names[0], *names[500:]]
    after = places(moved, before)
    assert [each for each in names if before[each] != after[each]] == ["0"]
    assert sorted(moved, key=after.__getitem__) == moved


def test_a_thousand_insertions_at_one_place_keep_the_order() -> None:
    order = ["first", "last"]
    given = places(order, {})
    for number in range(1000):
        order.insert(1, str(number))
        given = places(order, given)
        assert sorted(order, key=given.__getitem__) == order


def test_a_damaged_block_is_told_and_takes_nothing_else_with_it(store: Store) -> None:
    blocks = tuple(Block(uid * 26, inlines=(Inline(text=f"Paragraph {uid}"),)) for uid in "abc")
    proposal.keep(store, blocks, [each.uid for each in blocks])
    restore_points.name(store, "Before")
    with store.session() as session:
        said = session.connection().exec_driver_sql
        said("UPDATE block SET content = '{\"kind\": 5, \"inlines\": [{\"text\": \"Left\"}]}', "
             "kind = 'poem' WHERE uid = ?", (blocks[1].uid,))  # fmt: skip
        said("UPDATE version SET content = 'x', made_at = 'y', kind = 'z'")
    now = queries.proposal.blocks(store)
    assert [each.text for each in now] == ["Paragraph a", "Left", "Paragraph c"]
    told = [each for each in proposal_checks.check(store) if each.rule == "proposal.damaged"]
    assert [each.about_uid for each in told] == [blocks[1].uid]
    point = queries.proposal.versions(store)[0]
    with pytest.raises(PortfolioError) as refused:
        restore_points.go_back(store, point.uid)
    assert refused.value.code == "damaged"
    assert queries.proposal.blocks(store) == now
    proposal.keep(store, [Block("d" * 26, inlines=(Inline(text="Written after"),))])
    assert len(queries.proposal.blocks(store)) == 4
