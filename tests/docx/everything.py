"""A finished proposal with everything that one can hold, for both writers."""

from __future__ import annotations

import hashlib
import io
from functools import cache

from PIL import Image, ImageDraw

from portfolio_app.domain.draft import (
    Block,
    BlockKind,
    Cited,
    Figure,
    Inline,
    InlineKind,
    Picture,
    Table,
    TableKind,
)
from portfolio_app.domain.draft_numbers import numbers
from portfolio_app.domain.finished import AnnexRow, Fact, FinishedProposal, Place
from portfolio_app.domain.finishing import finish, linked
from portfolio_app.domain.labels import EvidenceLabel, Labels

PROSE = (
    "Three options were costed with the finance team and tested against the plan of the county. "
    "The second of them asks for a longer lease, and it brings two teams under one roof; the third "
    "leaves everything as it is. People who use the service said that they wait, that nobody "
    "tells them why, and that they are asked the same things twice."
)
NAMES = (
    "Siân Llŷr ŵy, Zoë Łukasz, محمد عبد الله, सविता देवी, 李小龙, \U0001f44d\U0001f3fd, "
    "<b>&amp;</b> \"quoted\" 'single' [x] {y} %s \\n"
)
HEBREW = "זה משפט שלם 123 עם English בתוכו."


def picture(size: tuple[int, int], form: str = "PNG") -> bytes:
    """Return a picture with a line across it."""
    made = Image.new("RGB", size, "white")
    ImageDraw.Draw(made).line((0, 0, *size), "navy", 9)
    out = io.BytesIO()
    made.save(out, form)
    return out.getvalue()


@cache
def everything() -> tuple[FinishedProposal, dict[str, bytes]]:
    """Return the proposal and its pictures by sha256."""
    blocks = _blocks()
    files = {"wide": picture((900, 500)), "high": picture((300, 2400), "JPEG")}
    sizes = {"wide": (900, 500), "high": (300, 2400)}
    known = {
        name: Picture(name, name, hashlib.sha256(data).hexdigest(), len(data), *sizes[name])
        for name, data in files.items()
    }
    labels = Labels(
        {"passage": EvidenceLabel("E07, p. 4")}, numbers(blocks), lambda _: "(Author, 2022, p. 4)"
    )
    made = finish(blocks, labels, known)
    shown = [each.uid for each in blocks if each.ksbs]
    return (
        FinishedProposal(
            title="Two services, one door: a proposal for the north of the county & its schools",
            subtitle="Strategic business proposal",
            facts=(Fact("Apprentice", "An Apprentice"), Fact("Employer", "Example Council <1>")),
            parts=made.parts,
            references=(
                linked([("Author, A. (2022) ", False), ("A book about plans", True), (".", False)]),
                linked([("Office (2024) ", False), ("Guidance", True),
                        (". At: https://www.example.org/a?b=1&c=2 (seen 3 May 2026).", False)]),
            ),
            appendices=made.appendices,
            annex=(
                AnnexRow("K8", "Financial strategies, budgets and how to report them.",
                         tuple(Place("Section 2.1", made.places[uid]) for uid in shown[:1])),
                AnnexRow("S12", "Negotiates and influences.",
                         (Place("Section 3", made.places[shown[1]]),
                          Place("Appendix A", made.places[shown[2]]))),
            ),
            notes=made.notes,
            header="Two services, one door",
            foot="An Apprentice · 3 May 2026",
            author="An Apprentice",
            built="2026-05-03T10:00:00+00:00",
            made="3 May 2026",
            version="VERSION1",
            licence="KSB wording: Crown copyright.",
        ),
        {known[name].sha256: data for name, data in files.items()},
    )  # fmt: skip


def _blocks() -> list[Block]:
    found: list[Block] = []

    def add(kind: BlockKind, *inlines: Inline | str, level: int = 0, tagged: bool = False) -> None:
        made = tuple(Inline(text=each) if isinstance(each, str) else each for each in inlines)
        found.append(Block(f"block{len(found)}", kind, made, level, ("k",) if tagged else ()))

    cite = Inline(InlineKind.EVIDENCE, passage_uid="passage")
    source = Inline(InlineKind.SOURCE, cited=(Cited("s", "4"),))
    add(BlockKind.BODY, "What stands before the first heading.")
    add(BlockKind.HEADING_1, "Summary")
    add(
        BlockKind.BODY,
        PROSE + " ",
        cite,
        " and ",
        source,
        ". ",
        Inline(text="Bold words", strong=True),
        ", ",
        Inline(text="slanted ones", emphasis=True),
        Inline(InlineKind.NOTE, text="A note that says more about it."),
        ".\nAfter a line break.",
    )
    add(BlockKind.HEADING_1, "Options")
    add(BlockKind.HEADING_2, "What we know")
    add(
        BlockKind.BODY,
        "See ",
        Inline(InlineKind.CROSS, block_uid="table1"),
        ", ",
        Inline(InlineKind.CROSS, block_uid="figure1"),
        ", ",
        Inline(InlineKind.CROSS, block_uid="block3"),
        " and ",
        Inline(InlineKind.CROSS, block_uid="appendix"),
        ". " + PROSE,
        tagged=True,
    )
    for kind, level in (
        (BlockKind.BULLET, 0),
        (BlockKind.BULLET, 1),
        (BlockKind.NUMBER, 0),
        (BlockKind.NUMBER, 0),
        (BlockKind.NUMBER, 1),
        (BlockKind.NUMBER, 0),
    ):
        add(kind, f"A point, {kind.value}, {level}. " + PROSE[:90], level=level)
    add(BlockKind.QUOTE, PROSE)
    add(BlockKind.NUMBER, "A list of its own")
    found.append(
        Block(
            "table1",
            BlockKind.TABLE,
            table=Table(
                TableKind.OPTIONS,
                "Options against criteria",
                "Option two has the highest total.",
                ("Criterion", "Nothing", "Two teams", "Buy in"),
                (("Quality", "1", "4", "3"), ("Cost", "3", "3", "2")),
                ("60", "40"),
            ),
        )
    )
    found.append(
        Block(
            "figure1",
            BlockKind.FIGURE,
            figure=Figure("wide", "The site", "A line across.", 0.6, "own drawing"),
        )
    )
    add(BlockKind.HEADING_3, NAMES)
    add(BlockKind.HEADING_1, "Risks")
    for _ in range(6):
        add(BlockKind.BODY, PROSE, tagged=True)
    found.append(
        Block(
            "table2",
            BlockKind.TABLE,
            table=Table(
                TableKind.PLAIN,
                "All the risks",
                "",
                ("No.", "Risk", "Who"),
                tuple((str(each), PROSE[: 30 + each], "Director") for each in range(1, 61)),
            ),
        )
    )
    add(BlockKind.BODY, NAMES)
    add(BlockKind.BODY, HEBREW)
    add(BlockKind.BODY, "w" * 400)
    found.append(Block("figure2", BlockKind.FIGURE, figure=Figure("high", "", "A high picture.")))
    found.append(Block("figure3", BlockKind.FIGURE, figure=Figure("none", "Lost", "It was lost.")))
    found.append(Block("appendix", BlockKind.APPENDIX, (Inline(text="How people were asked"),)))
    add(BlockKind.HEADING_2, "The questions")
    add(BlockKind.BODY, PROSE, Inline(InlineKind.NOTE, text="Another note. " * 60), tagged=True)
    return found
