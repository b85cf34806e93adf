"""One pasted line as a row of a table: where its code, its words and its methods stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portfolio_app.domain.method_words import are_methods, is_tick
from portfolio_app.domain.pasted_codes import Start, heading_kind, start_of
from portfolio_app.domain.pasted_lines import Line

_HEADER = re.compile(
    r"(?:ref(?:erence)?|ksbs?|codes?|no\.?|number|#|id|(?:ksb )?statements?|(?:ksb )?description|"
    r"what it asks for|wording|text|kinds?|types?|areas?|themes?|(?:ksb )?knowledge|skills?|"
    r"behaviou?rs?|"
    r"(?:epa |assessment )?methods?(?: of assessment)?|assessed (?:by|in|through)|mapping|"
    r"knowledge,? skills?(?:,? and)? behaviou?rs?|criteria|duty|duties|short)\.?",
    re.IGNORECASE,
)
_HEAD_ALONE = re.compile(r"ksbs?|dut(?:y|ies)|codes?|statements?|ref", re.IGNORECASE)
_TRAILING_METHOD = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*\.?$")
_DUTIES = re.compile(r"\s*\bback to (?:duty|duties)\b\.?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it was understood. ``start`` is None where no statement begins.

    ``methods`` are the words (or the headings of ticked columns) for how it is assessed; ``left``
    are cells that nobody could place.
    """

    line: Line
    start: Start | None
    words: str
    methods: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(slots=True)
class Columns:
    """What the heads of a table say about its columns: names of methods, by column from 0."""

    methods: dict[int, str] = field(default_factory=dict)


def header_columns(line: Line) -> Columns | None:
    """Return what a line says as the head of a table; None when it is not one."""
    cells = [each for each in line.cells if each]
    if len(cells) < 2:
        return Columns() if cells and _HEAD_ALONE.fullmatch(cells[0]) else None
    if not all(_is_header_cell(each) for each in cells):
        return None
    methods = {at: cell for at, cell in enumerate(line.cells) if are_methods(cell)}
    return Columns(methods)


def row_of(line: Line, prefixes: frozenset[str] | None, columns: Columns) -> Row:
    """Return a line with its code, words and methods apart; ``prefixes`` None: any letters."""
    at, start = _code_cell(line.cells, prefixes)
    methods: list[str] = []
    words: list[tuple[int, str]] = []
    for column, cell in enumerate(line.cells):
        if column == at or not cell:
            continue
        if is_tick(cell) and column in columns.methods:
            methods.append(columns.methods[column])
        elif len(line.cells) > 1 and are_methods(cell):
            methods.append(cell)
        else:
            words.append((column, cell))
    first = start.rest if start is not None else ""
    if first and len(line.cells) == 1 and are_methods(first):
        return Row(line, start, "", (first,))
    if not first and words:
        # Beside the code stands its statement: to the right of it, else the longest there is.
        right = [each for each in words if each[0] > at and re.search(r"[^\W\d]", each[1])]
        chosen = max(right or words, key=lambda each: len(each[1]))
        words.remove(chosen)
        first = chosen[1]
    first, said = _without_methods(_DUTIES.sub("", first).strip())
    left = tuple(cell for _, cell in words if re.search(r"[^\W\d]", cell))
    return Row(line, start, first, (*said, *methods), left)


def _code_cell(cells: Sequence[str], prefixes: frozenset[str] | None) -> tuple[int, Start | None]:
    for at, cell in enumerate(cells):
        start = start_of(cell)
        if start is not None and (prefixes is None or start.prefix in prefixes):
            is_alone = start.style == "alone"
            if at == 0 or is_alone:
                if is_alone and len(cells) > 1:
                    start = Start(start.code, start.prefix, start.number, "mark", "")
                return at, start
    return -1, None


def _without_methods(words: str) -> tuple[str, tuple[str, ...]]:
    found = _TRAILING_METHOD.search(words)
    if found is not None and found.start() > 0 and are_methods(found[1]):
        return words[: found.start()].rstrip(), (found[1],)
    return words, ()


def _is_header_cell(cell: str) -> bool:
    return (
        _HEADER.fullmatch(cell) is not None or heading_kind(cell) is not None or are_methods(cell)
    )
