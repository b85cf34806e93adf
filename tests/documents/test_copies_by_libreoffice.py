"""Copies that LibreOffice edited while it recorded changes. Slow: PORTFOLIO_COPY_PROGRAMS=1."""

from __future__ import annotations

import os
import random
from pathlib import Path

import docx
import pytest

from portfolio_app.documents import word_copy
from portfolio_app.domain.bringing_back import apply
from portfolio_app.domain.comparing_copy import Texts, plan
from portfolio_app.domain.draft import Block, InlineKind
from portfolio_app.domain.matching_paragraphs import words_of
from portfolio_app.domain.printed import printed
from portfolio_app.domain.word_copy import Manner
from tests.documents import libreoffice_edits
from tests.domain import copy_edits
from tests.domain.copy_edits import Para

_BEGINS = 45  # letters by which a paragraph is found

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("PORTFOLIO_COPY_PROGRAMS"),
        reason="takes some 5 s a seed: PORTFOLIO_COPY_PROGRAMS=1 runs it",
    ),
    pytest.mark.skipif(libreoffice_edits.SOFFICE is None, reason="LibreOffice is not installed"),
]


def edits_of(rng: random.Random, paras: list[Para]) -> list[str]:
    """Return an edit for every second of the long paragraphs, each its own."""
    long = [each.text for each in paras if len(each.text) > 90 and each.manner is Manner.BODY]
    long = [each for each in long if sum(x.startswith(each[:_BEGINS]) for x in long) == 1]
    rng.shuffle(long)
    chosen, rest = long[: len(long) // 2], long[len(long) // 2 :]
    made = []
    for text in chosen:
        start = text[:_BEGINS]
        at = text.find(" ", _BEGINS + 1) + 1
        match rng.choice(("reword", "split", "merge", "delete", "move", "insert")):
            case "reword":
                made.append(f"reword\t{start}\t{at}\t{min(20, len(text) - at - 1)}\tnewer words")
            case "split":
                made.append(f"split\t{start}\t{at}")
            case "move":
                made.append(f"move\t{start}\t{rng.choice(rest)[:_BEGINS]}")
            case "insert":
                made.append(f"insert\t{start}\tNobody had thought of puffins before that day.")
            case other:
                made.append(f"{other}\t{start}")
    return made


@pytest.mark.parametrize("seed", range(6))
def test_tracked_edits_of_libreoffice_leave_every_tag_on_its_own_words(
    seed: int, tmp_path: Path
) -> None:
    rng = random.Random(seed)  # noqa: S311 - repeatable
    written = copy_edits.write(rng)
    document = docx.Document()
    for each in written.paras:
        if each.manner is Manner.HEADING:
            document.add_heading(each.text, each.level)
        else:
            is_point = each.manner is Manner.BULLET
            document.add_paragraph(each.text, "List Bullet" if is_point else None)
    path = tmp_path / "went.docx"
    document.save(str(path))
    edits = edits_of(rng, written.paras)

    data = libreoffice_edits.edited(path.read_bytes(), edits, tmp_path)
    copy, _ = word_copy.read(data, "Reviewed.docx")
    texts = Texts(
        written.blocks, written.blocks, printed(written.blocks, written.labels), written.labels, {}
    )
    found = plan("copy", copy, texts)
    taken = apply(written.blocks, found, frozenset(each.key for each in found.changes))

    assert copy.is_tracked

    def said(block: Block) -> set[str]:
        return set(words_of("".join(written.labels.of(each) for each in block.inlines)))

    home = {tag: block for block in written.blocks for tag in block.ksbs}
    where = {
        (each.item_uid, each.passage_uid, each.cited): [
            block for block in written.blocks if each in block.inlines
        ]
        for block in written.blocks
        for each in block.inlines
        if each.kind is not InlineKind.WORDS
    }
    for block in taken:
        for tag in block.ksbs:
            assert len(said(block) & said(home[tag])) >= 0.5 * min(
                len(said(block)), len(said(home[tag]))
            )
        for each in block.inlines:
            if each.kind is not InlineKind.WORDS:
                homes = where[each.item_uid, each.passage_uid, each.cited]
                assert any(len(said(block) & said(one)) >= 3 for one in homes)
    kept = {tag for block in taken for tag in block.ksbs}
    deleted = sum(each.startswith("delete") for each in edits)
    assert len(kept) >= len(home) - deleted - 4
