"""Reads a pasted list whose statements carry codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.pasted import Note, NoteKind, Pasted, PastedList
from portfolio_app.domain.pasted_codes import (
    Start,
    heading_kind,
    is_end,
    is_list_of_codes,
    kind_of_prefix,
    prefixes_in,
    usual_style,
)
from portfolio_app.domain.pasted_lines import Line
from portfolio_app.domain.pasted_rows import Columns, Row, header_columns, row_of
from portfolio_app.domain.pasted_text import is_ended, join, words_of
from portfolio_app.domain.pasted_wrapping import Habits, habits_of


@dataclass(slots=True)
class _Open:
    """A statement being read."""

    start: Start
    line: Line
    kind: KsbKind | None
    parts: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    last_line: int = 0
    done: bool = False

    @property
    def words(self) -> str:
        return self.parts[-1] if self.parts else ""


def read(lines: Sequence[Line]) -> PastedList | None:
    """Return the statements, None when the text has no codes that begin statements."""
    any_letters = [row_of(line, None, Columns()).start for line in lines]
    starts = [each for each in any_letters if each is not None]
    prefixes = prefixes_in(starts)
    starts = [each for each in starts if each.prefix in prefixes]
    if not starts or (len(starts) == 1 and starts[0].style != "mark"):
        return None
    return _Reader(lines, prefixes, starts).read()


class _Reader:
    """One reading. What it found lies in ``statements``, ``notes`` and ``codes_only``."""

    def __init__(
        self, lines: Sequence[Line], prefixes: frozenset[str], starts: Sequence[Start]
    ) -> None:
        self._lines = lines
        self._prefixes = prefixes
        self._columns = Columns()
        self._style = usual_style(starts)
        spaced = [each for each in starts if each.style == "space"]
        self._usual = {each.code for each in starts if each.style == self._style}
        self._big = sum(not each.rest[:1].islower() for each in spaced) * 2 > len(spaced)
        self._kind: KsbKind | None = None
        self._open: _Open | None = None
        self._seen: dict[str, int] = {}
        self._last_number: dict[str, int] = {}
        self._words = words_of([line.text for line in lines])
        self._habits = Habits()
        self.statements: list[Pasted] = []
        self.notes: list[Note] = []
        self.codes_only: list[tuple[str, tuple[str, ...]]] = []

    def read(self) -> PastedList:
        """Read every line once."""
        begins = [
            row_of(line, self._prefixes, Columns()).start is not None
            or heading_kind(line.text) is not None
            for line in self._lines
        ]
        self._habits = habits_of(self._lines, begins)
        for line in self._lines:
            self._take(line)
        self._close()
        return PastedList(tuple(self.statements), tuple(self.notes), tuple(self.codes_only))

    def _take(self, line: Line) -> None:
        columns = header_columns(line)
        kind = heading_kind(line.cells[0]) or heading_kind(line.text)
        if columns is not None or kind is not None:
            self._close()
            self._kind = kind or self._kind
            if columns is not None:
                self._columns = columns
            if kind is None:
                self._note(NoteKind.SKIPPED, line, "Taken for the head of a table")
            return
        if is_end(line.text) and line.text[:1].isupper():
            self._close()
            self._note(NoteKind.SKIPPED, line, "Not part of a statement")
            return
        if is_list_of_codes(line.text):
            self._close()
            self._note(NoteKind.SKIPPED, line, "Codes without their statements")
            return
        row = row_of(line, self._prefixes, self._columns)
        if row.start is not None and self._is_label(row.start):
            self._close()
            self._note(NoteKind.SKIPPED, line, "A code without its statement")
        elif row.start is not None and not self._is_mention(row.start):
            self._close()
            self._open = _Open(row.start, line, kind_of_prefix(row.start.prefix) or self._kind)
            self._add(row, row.words)
        elif self._goes_on(line):
            if row.start is not None:
                self._note(
                    NoteKind.DOUBTFUL, line, f"{row.start.code} was read as words of the statement "
                    "before it",
                )  # fmt: skip
                self._add(Row(line, None, line.text), line.text)
            else:
                self._add(row, row.words)
        else:
            if self._open is not None:
                self._open.done = True
            self._note(NoteKind.SKIPPED, line, "Not part of a statement")

    def _add(self, row: Row, words: str) -> None:
        current = self._open
        if current is None:
            return
        if words:
            current.parts.append(words)
            current.last_line = len(row.line.text)
        current.methods.extend(row.methods)
        self.notes += [
            Note(NoteKind.SKIPPED, row.line.number, "A cell beside the statement", each)
            for each in row.left
        ]

    def _goes_on(self, line: Line) -> bool:
        current = self._open
        if current is None or current.done:
            return False
        if not current.parts:
            return True
        return self._habits.goes_on(current.words, current.last_line, line)

    def _is_mention(self, start: Start) -> bool:
        """Whether a code at the beginning of a line is a word of the statement before it."""
        current = self._open
        if current is None or current.done or not current.parts or is_ended(current.words):
            return False
        if start.style == "mark":
            return False
        if self._style and start.style != self._style:
            return True
        is_next = start.number == self._last_number.get(start.prefix, 0) + 1
        return (
            start.style == "space" and self._big and start.rest[:1].islower() and not is_next
        ) or (start.style == "alone" and start.code in self._seen and self._habits.ends_with_stops)

    def _is_label(self, start: Start) -> bool:
        """Whether a code stands for itself, as beside a duty, and has its statement elsewhere."""
        current = self._open
        is_free = current is None or current.done or not current.parts or is_ended(current.words)
        return is_free and start.style != self._style and start.code in self._usual

    def _close(self) -> None:
        current, self._open = self._open, None
        if current is None:
            return
        code = current.start.code
        text, guessed = join(current.parts, self._words)
        methods = tuple(dict.fromkeys(current.methods))
        if not text:
            if methods:
                self.codes_only.append((code, methods))
            else:
                self._note(NoteKind.SKIPPED, current.line, f"{code} has no words beside it")
            return
        kind = current.kind
        if kind is None:
            kind = kind_of_prefix(current.start.prefix[0]) or KsbKind.SKILL
            self._note(
                NoteKind.DOUBTFUL, current.line, f"{code} stands under no heading: taken for a "
                f"{kind.value} statement",
            )  # fmt: skip
        for word in guessed:
            self._note(
                NoteKind.DOUBTFUL, current.line, f"{code}: “{word}” was broken at a line end"
            )
        if len(text.split()) == 1 and not is_ended(text):
            self._note(NoteKind.DOUBTFUL, current.line, f"{code} has one word only")
        self._seen[code] = current.line.number
        self._last_number[current.start.prefix] = current.start.number
        self.statements.append(Pasted(code, kind, text, methods, current.line.number))

    def _note(self, kind: NoteKind, line: Line, message: str) -> None:
        self.notes.append(Note(kind, line.number, message, line.text))
