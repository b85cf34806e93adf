"""What is read of stored values that were damaged: never nothing where something is left."""

from __future__ import annotations

import json

from portfolio_app.domain import salvage, wire
from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, Table
from portfolio_app.domain.references import Person, Source

UID = "a" * 26
BLOCK = Block(
    UID, BlockKind.BULLET, (Inline(text="Kept words", strong=True),), level=2, ksbs=("k1",)
)


def damaged(**changes: object) -> Block:
    block, is_whole = salvage.block(UID, json.dumps({**wire.encode(BLOCK), **changes}))
    assert not is_whole
    return block


def test_a_whole_block_is_read_as_it_is() -> None:
    assert salvage.block(UID, json.dumps(wire.encode(BLOCK))) == (BLOCK, True)
    assert salvage.block(UID, "{}") == (Block(UID), True)  # fields may be missing


def test_one_bad_field_takes_no_other_with_it() -> None:
    assert damaged(kind="poem") == Block(UID, inlines=BLOCK.inlines, level=2, ksbs=("k1",))
    assert damaged(level="deep").inlines == BLOCK.inlines
    assert damaged(ksbs=["k1", 7, ["k2"]]).ksbs == ("k1", "7")
    assert damaged(uid="b" * 26).uid == UID
    half = damaged(inlines=[{"kind": "film"}, 5, {"kind": "words", "text": "Still here"}])
    assert [each.text for each in half.inlines if each.text] == ["Still here"]


def test_a_block_is_what_its_kind_says() -> None:
    assert damaged(level=10**9).level <= 8
    assert damaged(kind="table").kind is BlockKind.BODY
    assert damaged(kind="figure", inlines=[]).figure == Figure()
    table = wire.encode(Table(columns=("A", "B"), rows=(("1", "2"),)))
    assert damaged(inlines=[], table=table).kind is BlockKind.TABLE
    for width in ("NaN", "1e308", "0", "-1"):
        figure = json.dumps({"kind": "figure", "figure": {"picture_uid": "p", "width": 0.5}})
        block, is_whole = salvage.block(UID, figure.replace("0.5", width))
        assert (block.figure, is_whole) == (Figure("p"), False), width


def test_letters_that_no_text_can_hold_are_left_out() -> None:
    words = [{"kind": "words", "text": "a\ud800b\0c\ufffcd"}]
    block, is_whole = salvage.block(UID, json.dumps({"inlines": words}))
    assert (block.text, is_whole) == ("abcd", True)


def test_what_is_no_block_at_all_is_an_empty_paragraph() -> None:
    for content in ("", "null", "7", "[]", '{"kind": "bo', "[" * 100_000):
        assert salvage.block(UID, content) == (Block(UID), False), content[:20]


def test_blocks_of_a_restore_point_are_read_one_by_one() -> None:
    whole = wire.encode(BLOCK)
    assert salvage.blocks([whole]) == ((BLOCK,), True)
    found, is_whole = salvage.blocks([whole, 7, {"uid": "b" * 26, "kind": "z"}, whole])
    assert ([each.uid for each in found], is_whole) == ([UID, "b" * 26], False)
    assert salvage.blocks({"uid": UID}) == ((), False)


def test_a_damaged_reference_keeps_what_it_can_and_says_so() -> None:
    content = json.dumps({"kind": "scroll", "year": 2020, "title": "A title",
                          "authors": [{"family": "Okri"}, {"given": "B."}, 7]})  # fmt: skip
    found = salvage.source(UID, content)
    assert (found.title, found.year, found.authors) == ("A title", "2020", (Person("Okri"),))
    assert found.trouble == salvage.LOST
    assert salvage.source(UID, "{").trouble == salvage.LOST
    assert salvage.source(UID, json.dumps(wire.encode(Source(UID, title="T")))).trouble == ""
