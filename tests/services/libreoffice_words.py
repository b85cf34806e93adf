"""What LibreOffice counts: the proposal as a file that it counts itself, and numbers it said.

Counts that files carry are often stale. What is made here carries none, so LibreOffice counts when
it saves. ``python -m tests.services.libreoffice_words CORPUS`` records the numbers again.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from portfolio_app.domain import wire
from portfolio_app.domain.document import PageText
from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.domain.draft_numbers import heading_numbers
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.working_tables import shown
from portfolio_app.workroom.host import Workroom

RECORDED = Path(__file__).with_suffix(".json")
SAMPLES = (
    "reports-pdf/test_fontArialNotEmbedded.pdf",
    "reports-pdf/GeoTopo-komprimiert.pdf",
    "reports-pdf/form_dd0293.pdf",
    "reports-pdf/Poster_GovernmentDesignPrinciples.pdf",
    "reports-pdf/Poster_GivingAskingReceivingFeedback.pdf",
    "reports-pdf/GDS-product-posters.pdf",
    "word/discussion_guide.docx",
    "word/triage-log.docx",
    "word/Fit_for_publishing_checklist.docx",
    "word/PDF-Sample-Document-Fully-Featured-Layout.docx",
)
_WRONG = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # not XML
_SPACES = ("office:1.0", "text:1.0", "table:1.0", "style:1.0", "meta:1.0")


def blocks_of(room: Workroom, path: Path) -> tuple[Block, ...]:
    """Return a file's text as paragraphs, one a line, as somebody would paste it."""
    reply = room.call("read", {"name": path.name}, [path.read_bytes()])
    pages = [wire.decode(PageText, page) for page in reply.result["pages"]]
    lines = [line for page in pages for line in page.text.splitlines() if line.strip()]
    return tuple(
        Block(f"{number:026d}", inlines=(Inline(text=_WRONG.sub("", " ".join(line.split()))),))
        for number, line in enumerate(lines)
    )


def flat_text(blocks: Sequence[Block], labels: Labels) -> str:
    """Return blocks as a flat ODF text: headings numbered, lists, tables, captions, footnotes."""
    numbers = heading_numbers(blocks)
    body = "".join(_block(each, labels, numbers) for each in blocks)
    names = " ".join(
        f'xmlns:{each.split(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{each}"'
        for each in _SPACES
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def counted_by_libreoffice(texts: Sequence[str]) -> list[int]:
    """Return ``meta:word-count`` of flat texts, each counted by LibreOffice as it saves it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for number, text in enumerate(texts):
            (place / f"{number}.fodt").write_text(text, encoding="utf-8")
        program = shutil.which("soffice") or ""
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        files = [str(place / f"{number}.fodt") for number in range(len(texts))]
        subprocess.run(
            [program, profile, "--headless", "--convert-to", "odt", "--outdir", folder, *files],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return [_said(place / f"{number}.odt") for number in range(len(texts))]


def _said(path: Path) -> int:
    with zipfile.ZipFile(path) as package:
        found = re.search(rb'meta:word-count="(\d+)"', package.read("meta.xml"))
    assert found is not None
    return int(found[1])


def _block(block: Block, labels: Labels, numbers: dict[str, str]) -> str:
    if block.table is not None:
        seen = shown(block.table)
        caption = f"{labels.numbers.get(block.uid, '')}: {block.table.caption}"
        return _p(caption) + _table([seen.columns, *seen.rows]) + "".join(map(_p, seen.notes))
    if block.figure is not None:
        caption = f"{labels.numbers.get(block.uid, '')}: {block.figure.caption}"
        return _p(caption) + (_p(f"Source: {block.figure.source}") if block.figure.source else "")
    inside = "".join(_inline(each, labels) for each in block.inlines)
    if block.kind.level:  # LibreOffice counts a number that it makes itself as it does a typed one
        number = numbers.get(block.uid, "")
        return f'<text:h text:outline-level="{block.kind.level}">{number} {inside}</text:h>'
    if block.kind in (BlockKind.BULLET, BlockKind.NUMBER):
        return f"<text:list><text:list-item><text:p>{inside}</text:p></text:list-item></text:list>"
    return f"<text:p>{inside}</text:p>"


def _inline(inline: Inline, labels: Labels) -> str:
    if inline.kind is InlineKind.NOTE:
        return (
            '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            f"<text:note-body>{_p(inline.text)}</text:note-body></text:note>"
        )
    text = escape(labels.of(inline)).replace("\u2028", "<text:line-break/>")
    return f"<text:span>{text}</text:span>"


def _p(text: str) -> str:
    return f"<text:p>{escape(text)}</text:p>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{_p(cell)}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return f"<table:table>{columns}{cells}</table:table>"


def record(corpus: Path) -> None:
    """Let LibreOffice count the samples, and one with every kind of block; keep what it said."""
    from tests.services.test_word_count_of_prose import LABELS, STRUCTURED

    with Workroom() as room:
        texts = [flat_text(blocks_of(room, corpus / name), Labels()) for name in SAMPLES]
    texts.append(flat_text(STRUCTURED, LABELS))
    said = dict(zip([*SAMPLES, "structured"], counted_by_libreoffice(texts), strict=True))
    RECORDED.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(Path(sys.argv[1]))
