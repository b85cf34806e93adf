"""Real prose has the words that LibreOffice counts, within one in a hundred."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind, Table, TableKind
from portfolio_app.domain.labels import EvidenceLabel, Labels
from portfolio_app.domain.word_count import tally
from portfolio_app.services import proposal_words
from portfolio_app.workroom.host import Workroom
from tests.services.libreoffice_words import (
    RECORDED,
    SAMPLES,
    blocks_of,
    counted_by_libreoffice,
    flat_text,
)

WHOLE = bool(os.environ.get("PORTFOLIO_LIBREOFFICE"))  # all ten texts, and the program itself
QUICK = [each for each in SAMPLES if "word/" in each or "form_" in each]
ALL = frozenset(each.id for each in proposal_words.parts().parts)
LABELS = Labels({"item": EvidenceLabel("E07, p. 4")}, {"t": "Table 1", "c": "Table 2"})


def _block(uid: str, kind: BlockKind, *texts: str | Inline) -> Block:
    return Block(uid, kind, tuple(Inline(text=t) if isinstance(t, str) else t for t in texts))


STRUCTURED = (
    _block("1", BlockKind.HEADING_1, "Context and case for change"),
    _block("2", BlockKind.BODY, "Demand rose by 12% in 2024–25 — twice what was planned (",
           Inline(InlineKind.EVIDENCE, item_uid="item"), "), and/or long-term costs rose too.",
           Inline(InlineKind.NOTE, "Board minutes, 3 March 2026; not published.")),
    _block("3", BlockKind.HEADING_2, "What was asked"),
    _block("4", BlockKind.BULLET, "Who decides?"),
    _block("5", BlockKind.BULLET, "What does it cost: £1,200 or £1,500?"),
    _block("6", BlockKind.NUMBER, "First…then the rest"),
    _block("7", BlockKind.QUOTE, "“We agreed”—as the chair put it—“to wait”."),
    Block("t", BlockKind.TABLE, table=Table(
        caption="What was compared", columns=("Option", "For", "Against"),
        rows=(("A", "cheap and quick", "short-lived"), ("B", "lasts", "two posts - at least")),
    )),
    Block("c", BlockKind.TABLE, table=Table(
        TableKind.COSTS, caption="Costs by year", columns=("Line", "2026", "2027"),
        rows=(("Two posts", "£41,000", "£42,500"), ("Contracts ended", "£20,000", "£80,500")),
        roles=("cost", "benefit"),
    )),
    _block("8", BlockKind.BODY, ""),
)  # fmt: skip


def test_every_kind_of_block_has_the_words_that_libreoffice_counted() -> None:
    recorded = json.loads(RECORDED.read_text())
    assert tally(STRUCTURED, LABELS, ALL).counted == recorded["structured"]


def test_prose_has_the_words_that_libreoffice_counted(corpus: Path, room: Workroom) -> None:
    recorded = json.loads(RECORDED.read_text())
    assert len(SAMPLES) == 10
    for name in SAMPLES if WHOLE else QUICK:
        counted = tally(blocks_of(room, corpus / name), Labels(), ALL).counted
        assert abs(counted - recorded[name]) <= recorded[name] / 100, name


@pytest.mark.skipif(not WHOLE, reason="PORTFOLIO_LIBREOFFICE does not ask for it")
def test_libreoffice_counts_today_what_was_recorded() -> None:
    recorded = json.loads(RECORDED.read_text())["structured"]
    assert counted_by_libreoffice([flat_text(STRUCTURED, LABELS)]) == [recorded]
