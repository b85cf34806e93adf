"""Reads a list of KSBs that somebody pasted, in any usual form, and says what it left out.

::

    found = read_list(text)
    found.statements     # Pasted(code, kind, text, methods, line)
    found.notes          # what was skipped, doubtful, there twice, or numbered by order

Forms: "K1: …", "K1 …", "(K1) …", codes and words in columns or on alternate lines, bullets, and
lists without codes under the headings Knowledge, Skills and Behaviours. Wrapped lines are joined,
page numbers and repeated headers dropped. Nothing is dropped without a note.
"""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.ksb import KsbKind

_CSV_ROW = re.compile(r"\s*\"?[A-Za-z]{1,3} ?\d{1,3}[a-z]?\"?\s*,\s*(?![A-Za-z]{1,3} ?\d)\S")
_INLINE = re.compile(r"(?<=[.;!?])[ \t]+(?=[KSB] ?\d{1,2}:\s)")


class NoteKind(StrEnum):
    """Why a note was made."""

    SKIPPED = "skipped"
    DOUBTFUL = "doubtful"
    TWICE = "twice"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Note:
    """Something the person should know of the reading. ``line`` counts from 1, 0: the whole text.

    ``message`` is a plain sentence; ``text`` the words of the paste it is about.
    """

    kind: NoteKind
    line: int
    message: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """One statement as it was pasted. ``methods`` are words for how it is assessed, as they stood.

    ``line`` is the line it begins on, counted from 1.
    """

    code: str
    kind: KsbKind
    text: str
    methods: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class PastedList:
    """The statements in the order of the paste, and the notes in the order of its lines.

    ``codes_only`` holds codes that stood beside words for a method but without a statement: the
    mapping table of a plan.
    """

    statements: tuple[Pasted, ...] = ()
    notes: tuple[Note, ...] = ()
    codes_only: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def skipped(self) -> tuple[Note, ...]:
        """What was not taken for part of the list."""
        return tuple(note for note in self.notes if note.kind is NoteKind.SKIPPED)


def read_list(text: str) -> PastedList:
    """Return the statements of a pasted list. Never raises: a text without any gives none."""
    from portfolio_app.domain import pasted_coded, pasted_plain
    from portfolio_app.domain.pasted_codes import heading_kind, start_of
    from portfolio_app.domain.pasted_lines import read_lines

    lines = read_lines(
        _in_lines(text),
        lambda words: start_of(words) is not None or heading_kind(words) is not None,
    )
    found = pasted_coded.read(lines.lines)
    if found is None:
        found = pasted_plain.read(lines.lines)
    furniture = [
        Note(NoteKind.SKIPPED, each.number, "Taken for a page number, header or footer", each.text)
        for each in lines.furniture
    ]
    statements, doubled = _without_doubles(found.statements)
    notes = sorted((*furniture, *found.notes, *doubled), key=lambda note: note.line)
    return PastedList(statements, tuple(notes), found.codes_only)


def _in_lines(text: str) -> str:
    """Return a text with a statement a line: comma-separated values, several codes in one line."""
    rows = [line for line in text.splitlines() if line.strip()]
    if sum(_CSV_ROW.match(row) is not None for row in rows) * 2 > len(rows) > 1:
        with contextlib.suppress(csv.Error):
            return "\n".join("\t".join(row) for row in csv.reader(text.splitlines()))
    return _INLINE.sub("\n", text)


def _without_doubles(
    statements: Sequence[Pasted],
) -> tuple[tuple[Pasted, ...], list[Note]]:
    kept: dict[str, Pasted] = {}
    notes = []
    for each in statements:
        first = kept.setdefault(each.code.casefold(), each)
        if first is each:
            continue
        if first.text.casefold() == each.text.casefold():
            message = f"{each.code} is there twice, with the same words: read once"
        else:
            message = f"{each.code} is there twice, with other words: the first was taken"
        notes.append(Note(NoteKind.TWICE, each.line, message, each.text))
    return tuple(kept.values()), notes
