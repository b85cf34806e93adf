"""Headings, tables and figures are numbered as word processors number them."""

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.domain.draft_numbers import heading_numbers, is_blank, numbers

KINDS = {
    "1": BlockKind.HEADING_1,
    "2": BlockKind.HEADING_2,
    "3": BlockKind.HEADING_3,
    "A": BlockKind.APPENDIX,
    "t": BlockKind.TABLE,
    "f": BlockKind.FIGURE,
    ".": BlockKind.BODY,
}


def drafted(kinds: str) -> list[Block]:
    return [Block(str(at), KINDS[each], (Inline(text="x"),)) for at, each in enumerate(kinds)]


def called(kinds: str) -> list[str]:
    return list(numbers(drafted(kinds)).values())


def test_each_level_counts_within_the_one_above() -> None:
    assert called("1.22331.2") == [
        "Section 1", "Section 1.1", "Section 1.2", "Section 1.2.1", "Section 1.2.2", "Section 2",
        "Section 2.1",
    ]  # fmt: skip
    assert called("2132") == ["Section 1.1", "Section 2", "Section 2.1.1", "Section 2.2"]


def test_tables_and_figures_count_through_and_appendices_have_letters() -> None:
    assert called("1tf1tAtf2A1") == [
        "Section 1", "Table 1", "Figure 1", "Section 2", "Table 2", "Appendix A", "Table 3",
        "Figure 2", "Appendix A.1", "Appendix B", "Section 3",
    ]  # fmt: skip
    assert called("A" * 28)[25:] == ["Appendix Z", "Appendix AA", "Appendix AB"]


def test_a_heading_without_words_takes_no_number() -> None:
    blocks = [Block("a", BlockKind.HEADING_1, (Inline(text="  "),)), *drafted("1t2")]
    assert heading_numbers(blocks) == {"0": "1", "2": "1.1"}
    assert numbers(blocks)["1"] == "Table 1"


def test_a_citation_alone_is_a_heading_and_no_blank() -> None:
    cited = Inline(InlineKind.EVIDENCE, item_uid="x")
    blocks = [Block("a", BlockKind.HEADING_1, (cited,)), Block("b", BlockKind.HEADING_1)]
    assert heading_numbers(blocks) == {"a": "1"}


def test_headings_of_appendices_count_within_their_appendix() -> None:
    assert called("122A322A3") == [
        "Section 1", "Section 1.1", "Section 1.2", "Appendix A", "Appendix A.1.1", "Appendix A.2",
        "Appendix A.3", "Appendix B", "Appendix B.1.1",
    ]  # fmt: skip


def test_what_is_printed_first_is_numbered_first() -> None:
    assert called("1tAt1tf") == [
        "Section 1", "Table 1", "Appendix A", "Table 3", "Section 2", "Table 2", "Figure 1",
    ]  # fmt: skip
    blank = [Block("x", BlockKind.HEADING_1), Block("y", BlockKind.HEADING_2, (Inline(text="y"),))]
    assert numbers([*drafted("12A2"), *blank])["y"] == "Section 1.2"
    blank[0] = Block("x", BlockKind.APPENDIX)
    assert numbers([*drafted("12"), *blank])["y"] == "Appendix A.1"


def test_what_nobody_sees_is_no_heading() -> None:
    for words in ("", " ", "\u00a0", "\u200b", "\ufeff\n", "\ufffc", "\u00ad", "\u2003\t"):
        assert is_blank(Block("a", BlockKind.HEADING_1, (Inline(text=words),))), repr(words)
    for words in (".", "\u200b1", "\u05d0", "\U0001f600", "\u0301"):
        assert not is_blank(Block("a", BlockKind.HEADING_1, (Inline(text=words),))), repr(words)
    note = Inline(InlineKind.NOTE, "")
    assert not is_blank(Block("a", inlines=(note,)))
    assert not is_blank(Block("a", BlockKind.TABLE))
