"""Reads the slides of an OpenDocument presentation or drawing (ODP, ODG), with their notes."""

from __future__ import annotations

from typing import Any

from portfolio_app.documents.office_found import Found, quoted
from portfolio_app.documents.ooxml import attribute, child, children, local
from portfolio_app.documents.word_odt import Reader
from portfolio_app.domain.simple import (
    SPEAKER_NOTES,
    Block,
    Break,
    Paragraph,
    Style,
    heading,
    words,
)

# What a notes page shows beside its notes (OpenDocument 1.3 part 3, 19.389).
_FURNITURE = frozenset(("header", "footer", "date-time", "page-number", "page"))


def slides(reader: Reader, body: Any, found: Found) -> None:
    """Add a presentation's slides in their order; hidden ones are counted, not shown."""
    hidden: list[str] = []
    noted = 0
    for number, page in enumerate((p for p in children(body) if local(p) == "page"), 1):
        name = attribute(page, "name") or f"slide {number}"
        if (
            reader.look(attribute(page, "style-name"), "drawing-page-properties", "visibility")
            == "hidden"
        ):
            hidden.append(name)
            continue
        blocks: list[Block] = []
        title = ""
        for each in children(page):
            if local(each) in ("notes", "forms"):
                continue
            if local(each) == "annotation":
                reader.add_comments(1)
                continue
            inner = reader.frame(each)
            if attribute(each, "class") == "title" and not title:
                title = " ".join(b.text for b in inner if isinstance(b, Paragraph))
            else:
                blocks += inner
        if found.heading is None:
            found.heading = title
        found.blocks += [Break(), words(f"Slide {number}", Style.LABEL)]
        if title:
            found.blocks.append(heading(title, 2))
        found.blocks += blocks
        notes: list[Block] = []
        for each in children(child(page, "notes")):
            if attribute(each, "class") in _FURNITURE:
                continue
            notes += [b for b in reader.frame(each) if isinstance(b, Paragraph)]
        if notes:
            noted += 1
            if not found.after:
                found.after.append(heading(SPEAKER_NOTES, 1))
            found.after += [words(f"Slide {number}", Style.LABEL), *notes]
    if found.after:
        found.blocks += [Break(), *found.after]
    found.hold("slides with speaker notes", noted)
    found.hold("hidden slides", len(hidden), quoted(hidden))
