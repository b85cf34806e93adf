"""Reads a pasted list without codes: what stands under Knowledge, Skills and Behaviours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.method_words import are_methods
from portfolio_app.domain.pasted import Note, NoteKind, Pasted, PastedList
from portfolio_app.domain.pasted_codes import BULLET, heading_kind, is_end, is_list_of_codes
from portfolio_app.domain.pasted_lines import Line
from portfolio_app.domain.pasted_rows import header_columns
from portfolio_app.domain.pasted_text import is_ended, join, words_of
from portfolio_app.domain.pasted_wrapping import Habits, habits_of

_ITEM = re.compile(
    rf"\s*(?:{BULLET}|\(?(?P<number>\d{{1,3}})[.):]\s+|\(?[a-z][.)]\s+)(?P<rest>\S.*)"
)
_LETTER = {KsbKind.KNOWLEDGE: "K", KsbKind.SKILL: "S", KsbKind.BEHAVIOUR: "B"}


@dataclass(slots=True)
class _Open:
    line: Line
    kind: KsbKind
    number: int
    parts: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    last_line: int = 0


def read(lines: Sequence[Line]) -> PastedList:
    """Return the statements, numbered by order under each heading, which a note says."""
    sections = _sections(lines)
    if not any(section for _, section in sections):
        skipped = [
            Note(NoteKind.SKIPPED, line.number, "Not part of a statement", line.text)
            for line in lines
        ]
        if lines:
            skipped.insert(
                0,
                Note(NoteKind.DOUBTFUL, 0, "No codes such as K1 and no headings such as Knowledge"),
            )
        return PastedList((), tuple(skipped))
    words = words_of([line.text for line in lines])
    statements: list[Pasted] = []
    notes: list[Note] = []
    for kind, section in sections:
        if kind is None:
            notes += [
                Note(NoteKind.SKIPPED, each.number, "Not part of a statement", each.text)
                for each in section
            ]
            continue
        known = sum(each.kind is kind for each in statements)
        for opened in _statements(section, kind, known, notes):
            text, guessed = join(opened.parts, words)
            code = f"{_LETTER[kind]}{opened.number}"
            notes += [
                Note(NoteKind.DOUBTFUL, opened.line.number,
                     f"{code}: “{word}” was broken at a line end")
                for word in guessed
            ]  # fmt: skip
            statements.append(Pasted(code, kind, text, tuple(opened.methods), opened.line.number))
    notes.insert(0, Note(NoteKind.NUMBERED, 0, "There are no codes: numbered by their order"))
    return PastedList(tuple(statements), tuple(notes))


def _sections(lines: Sequence[Line]) -> list[tuple[KsbKind | None, list[Line]]]:
    sections: list[tuple[KsbKind | None, list[Line]]] = [(None, [])]
    for line in lines:
        kind = heading_kind(line.cells[0]) or heading_kind(line.text)
        if kind is not None:
            sections.append((kind, []))
        elif is_end(line.text):
            sections.append((None, [line]))
        else:
            sections[-1][1].append(line)
    if all(kind is None for kind, _ in sections):
        return []
    return sections


def _statements(
    section: Sequence[Line], kind: KsbKind, known: int, notes: list[Note]
) -> list[_Open]:
    section = [line for line in section if not _is_aside(line, notes)]
    items = [_ITEM.fullmatch(line.cells[0]) for line in section]
    has_items = sum(each is not None for each in items) > 1 or (bool(items) and bool(items[0]))
    pairs = list(pairwise(section))
    gaps = sum(after.gap for _, after in pairs)
    new_lines = sum(
        not after.gap and is_ended(before.text) and not after.text[:1].islower()
        for before, after in pairs
    )
    by_gaps = not has_items and gaps > new_lines
    begins = [
        (item is not None) if has_items else (line.gap or at == 0)
        for at, (line, item) in enumerate(zip(section, items, strict=True))
    ]
    habits = habits_of(section, begins if has_items or by_gaps else [True] * len(section))
    made: list[_Open] = []
    for line, item, does_begin in zip(section, items, begins, strict=True):
        words, methods = _cells(line)
        rest = item["rest"] if item is not None and has_items else words
        if (
            made
            and not does_begin
            and _goes_on(made[-1], line, habits, by_line=not (has_items or by_gaps))
        ):
            made[-1].parts.append(rest)
            made[-1].last_line = len(line.text)
        elif has_items and not does_begin:
            notes.append(Note(NoteKind.SKIPPED, line.number, "Not part of a statement", line.text))
            continue
        elif by_gaps and made and line.gap and line.text[:1].islower():
            made[-1].parts.append(rest)  # a page ended within the statement
        else:
            number = known + len(made) + 1
            stated = item["number"] if item is not None and has_items else None
            opened = _Open(line, kind, int(stated) if stated else number, [rest])
            opened.last_line = len(line.text)
            made.append(opened)
        made[-1].methods.extend(methods)
    return made


def _goes_on(opened: _Open, line: Line, habits: Habits, *, by_line: bool) -> bool:
    before = opened.parts[-1]
    if by_line and not habits.ends_with_stops:
        return line.text[:1].islower() and not is_ended(before)
    return habits.goes_on(before, opened.last_line, line)


def _cells(line: Line) -> tuple[str, list[str]]:
    methods = [each for each in line.cells if len(line.cells) > 1 and are_methods(each)]
    words = [each for each in line.cells if each and each not in methods]
    return " ".join(words), methods


def _is_aside(line: Line, notes: list[Note]) -> bool:
    if header_columns(line) is None and not is_list_of_codes(line.text):
        return False
    notes.append(Note(NoteKind.SKIPPED, line.number, "Taken for the head of a table", line.text))
    return True
