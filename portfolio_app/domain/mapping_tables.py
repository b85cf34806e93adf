"""Reads a plan's mapping table: which assessment method assesses which KSB, in usual forms.

"Professional discussion: K1, K2–K5, S3"; a heading with codes below it; a row a KSB with words or
ticks; a table of codes under the names of methods.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portfolio_app.domain.codes_in_text import read_codes
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.method_words import is_tick, method_ids
from portfolio_app.domain.pasted import Note, NoteKind
from portfolio_app.domain.pasted_codes import start_of
from portfolio_app.domain.pasted_lines import Line, read_lines
from portfolio_app.domain.pasted_rows import header_columns
from portfolio_app.domain.standard import Standard

_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,3}[\s._-]?\d{1,3}[A-Za-z]?(?![A-Za-z0-9])")
_AROUND = " .:;,-–—=()[]\t"


@dataclass(frozen=True, slots=True)
class MethodTable:
    """The methods read, by KSB uid in the standard's order, and what was not understood."""

    methods: dict[str, tuple[str, ...]]
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class _Reading:
    found: dict[str, set[str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    columns: dict[int, tuple[str, ...]] = field(default_factory=dict)
    current: tuple[str, ...] = ()


def read_methods(text: str, standard: Standard) -> MethodTable:
    """Return the methods a pasted table gives each KSB. Codes nobody knows are named in a note."""
    reading = _Reading()
    for line in read_lines(text, lambda words: first_code(words, standard.ksbs) is not None).lines:
        _take(line, standard, reading)
    order = [each.id for each in standard.methods]
    methods = {
        ksb.uid: tuple(sorted(reading.found[ksb.uid], key=lambda m: _place(order, m)))
        for ksb in standard.ksbs
        if ksb.uid in reading.found
    }
    return MethodTable(methods, tuple(reading.notes))


def _take(line: Line, standard: Standard, reading: _Reading) -> None:
    if len(line.cells) > 1 and _take_head(line, standard, reading):
        return
    if _take_ticks(line, standard, reading) or _take_columns(line, standard, reading):
        return
    text = line.text
    first = first_code(text, standard.ksbs)
    codes = read_codes(text[first.start() :] if first else "", standard.ksbs)
    if first is None or not (codes.uids or codes.unknown):
        named = method_ids(text, standard.methods)
        if named:
            reading.current, reading.columns = named, {}
        else:
            reading.notes.append(Note(NoteKind.SKIPPED, line.number, "Not understood", text))
        return
    before = text[: first.start()].strip(_AROUND)
    after = _after_codes(text, standard.ksbs)
    named = method_ids(before, standard.methods) if before else ()
    if named:
        reading.current = named
    else:
        named = method_ids(after, standard.methods) if after else ()
    _assign(codes.uids, codes.unknown, named or reading.current, line, reading)


def _take_head(line: Line, standard: Standard, reading: _Reading) -> bool:
    """Take the head of a table with methods as columns."""
    named = {
        at: ids for at, cell in enumerate(line.cells) if cell and (ids := _ids(cell, standard))
    }
    if header_columns(line) is None and (
        len(named) < 2 or any(start_of(each) is not None for each in line.cells[:1])
    ):
        return False
    reading.columns = named
    return True


def _ids(cell: str, standard: Standard) -> tuple[str, ...]:
    return method_ids(cell, standard.methods)


def _take_ticks(line: Line, standard: Standard, reading: _Reading) -> bool:
    """Take a row that begins with one KSB and has words or marks for its methods beside it."""
    if len(line.cells) < 2:
        return False
    start = start_of(line.cells[0])
    if start is None:
        return False
    named: set[str] = set()
    for at, cell in enumerate(line.cells[1:], start=1):
        if is_tick(cell):
            named.update(reading.columns.get(at, ()))
        else:
            named.update(_ids(cell, standard))
    codes = read_codes(start.code, standard.ksbs)
    if named:
        _assign(codes.uids, codes.unknown, tuple(named), line, reading)
    elif any(first_code(cell, standard.ksbs) for cell in line.cells[1:]):
        return False
    else:
        reading.notes.append(
            Note(NoteKind.DOUBTFUL, line.number, "No method stands beside this KSB", line.text)
        )
    return True


def _take_columns(line: Line, standard: Standard, reading: _Reading) -> bool:
    """Take a row of codes under the names of methods."""
    if not reading.columns:
        return False
    taken = False
    for at, cell in enumerate(line.cells):
        if at in reading.columns and first_code(cell, standard.ksbs):
            codes = read_codes(cell, standard.ksbs)
            _assign(codes.uids, codes.unknown, reading.columns[at], line, reading)
            taken = True
    return taken


def _assign(
    uids: tuple[str, ...],
    unknown: tuple[str, ...],
    methods: tuple[str, ...],
    line: Line,
    reading: _Reading,
) -> None:
    if unknown:
        words = f"Not in this standard: {', '.join(unknown)}"
        reading.notes.append(Note(NoteKind.DOUBTFUL, line.number, words, line.text))
    if uids and not methods:
        reading.notes.append(
            Note(NoteKind.DOUBTFUL, line.number, "No method stands beside these codes", line.text)
        )
        return
    for uid in uids:
        reading.found.setdefault(uid, set()).update(methods)


def first_code(text: str, ksbs: Sequence[Ksb]) -> re.Match[str] | None:
    """Return where the first code stands whose letters this standard uses; None when none does."""
    letters = {_letters(each.code) for each in ksbs}
    return next((hit for hit in _CODE.finditer(text) if _letters(hit[0]) in letters), None)


def _letters(code: str) -> str:
    found = re.match(r"[A-Za-z]*", code)
    return found[0].upper() if found is not None else ""


def _after_codes(text: str, ksbs: Sequence[Ksb]) -> str:
    letters = {_letters(each.code) for each in ksbs}
    ends = [hit.end() for hit in _CODE.finditer(text) if _letters(hit[0]) in letters]
    return text[ends[-1] :].strip(_AROUND) if ends else ""


def _place(order: list[str], method: str) -> int:
    return order.index(method) if method in order else len(order)
