"""What is body text before the twelve weeks: words and footnotes outside of headings."""

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.domain.early_text import has_body_text, letters_of
from tests.domain.drafting import a_block, a_figure, a_note, a_table, evidence


def test_headings_tables_figures_and_citations_are_no_body_text() -> None:
    outline = [a_block("h", "Why now", kind) for kind in BlockKind if kind.level]
    cited = Block("c", inlines=(evidence(), Inline(InlineKind.CROSS, block_uid="t")))
    early = [*outline, cited, a_block("e", "  "), a_table("t", "Costs", ("A",), ("1",)),
             a_figure("f", "A ward", "Beds")]  # fmt: skip
    assert not has_body_text(early)
    for kind in (BlockKind.BODY, BlockKind.QUOTE, BlockKind.BULLET, BlockKind.NUMBER):
        assert letters_of(a_block("b", "A b", kind)) == 2
    assert has_body_text([*early, Block("n", inlines=(a_note("Said so"),))])
