"""What a buddy wrote: to the piece it is about, once, and never lost."""

from __future__ import annotations

from portfolio_app.domain.buddy import (
    CODE,
    MOST,
    SAID_BY,
    BuddyPack,
    Comment,
    PackItem,
    PageNote,
    ReadPack,
    field_name,
    new_ones,
    said,
)

PACK = BuddyPack(
    "pack", "code", "2026-03-03", "", 1,
    items=(PackItem("first", "E01", 3, 5), PackItem("second", "E02", 6, 6)),
)  # fmt: skip


def read(*answers: tuple[str, str], notes: tuple[PageNote, ...] = ()) -> ReadPack:
    return ReadPack("code", answers, notes, 9)


def test_words_go_to_the_piece_of_their_field_or_page_and_else_to_the_whole() -> None:
    assert [PACK.item_of_page(page) for page in range(2, 8)] == [
        "", "first", "first", "first", "second", "",
    ]  # fmt: skip
    found = said(
        read(
            (field_name(2, "ask"), "Of the second"),
            (field_name(1, "shows"), " Of the first\r\ntwice "),
            (field_name(0, "whole"), "Of all"),
            (field_name(3, "ask"), "Of a piece that isn't there"),
            ("buddy.x.ask", "Of no number"),
            ("other.1.ask", "Of another form"),
            (field_name(1, "ask"), " \n "),
            (CODE, "code"),
            (SAID_BY, "A head of service"),
            notes=(PageNote(5, "On page 6"), PageNote(0, "On page 1"), PageNote(3, " ")),
        ),
        PACK,
    )
    assert found == (
        ("", "whole", "Of all"),
        ("", "ask", "Of a piece that isn't there"),
        ("", "ask", "Of no number"),
        ("", "page 1", "On page 1"),
        ("first", "shows", "Of the first\ntwice"),
        ("second", "ask", "Of the second"),
        ("second", "page 6", "On page 6"),
    )
    flood = read(*((field_name(1, f"q{n}"), "x") for n in range(MOST + 5)))
    assert len(said(flood, PACK)) == MOST


def test_only_what_this_pack_did_not_say_before_is_new() -> None:
    found = (("first", "shows", "Well."), ("first", "ask", "Well."), ("second", "shows", "Well."))

    def known(pack: str, item: str = "first", field: str = "shows") -> list[Comment]:
        return [Comment("c", pack, item, "Well.", field=field)]

    assert new_ones(found, known("pack"), "pack") == found[1:]
    assert new_ones(found, known("another"), "pack") == found  # said of another pack
    assert new_ones(found, known("pack", field="unclear"), "pack") == found
