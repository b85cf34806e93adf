"""Reads pasted themes: a title with its KSBs, and the pass and distinction descriptors below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from portfolio_app.domain.codes_in_text import read_codes
from portfolio_app.domain.mapping_tables import first_code
from portfolio_app.domain.method_words import method_ids
from portfolio_app.domain.pasted import Note, NoteKind
from portfolio_app.domain.pasted_lines import Line, read_lines
from portfolio_app.domain.pasted_text import is_ended
from portfolio_app.domain.standard import Standard, Theme

_LABEL = re.compile(
    r"(?P<what>pass|distinction|merit)(?: (?:descriptors?|criteri(?:a|on)))?"
    r"\s*(?:[:–—-]\s*|$)(?P<rest>.*)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"theme\s*\d*\s*[:.–—-]?\s*(?P<title>.*)", re.IGNORECASE)
_COLUMNS = {
    "theme": "title", "themes": "title", "area": "title", "grading theme": "title", "ksb": "codes",
    "ksbs": "codes", "pass": "passes", "distinction": "distinction", "method": "method",
}  # fmt: skip
_AROUND = " .:;,-–—=()[]"


def read_themes(text: str, standard: Standard) -> tuple[tuple[Theme, ...], tuple[Note, ...]]:
    """Return the themes of a pasted table or list, in its order, and what was not understood."""
    lines = read_lines(text, lambda words: first_code(words, standard.ksbs) is not None).lines
    head = next((line for line in lines if _columns(line)), None)
    if head is not None:
        return _from_table(lines, head, standard)
    return _Reader(standard).read(lines)


def themes_text(standard: Standard) -> str:
    """Return the themes as text that ``read_themes`` reads back."""
    codes = {each.uid: each.code for each in standard.ksbs}
    parts = []
    for theme in standard.themes:
        known = ", ".join(codes[uid] for uid in theme.ksb_uids if uid in codes)
        lines = [f"Theme: {theme.title}" + (f" ({known})" if known else "")]
        lines += [f"Pass: {theme.passes}"] if theme.passes else []
        lines += [f"Distinction: {theme.distinction}"] if theme.distinction else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


class _Reader:
    """Reads themes that are no table, line by line."""

    def __init__(self, standard: Standard) -> None:
        self._standard = standard
        self._themes: list[Theme] = []
        self._notes: list[Note] = []
        self._mode = ""
        self._method = ""
        self._title: Line | None = None

    def read(self, lines: Sequence[Line]) -> tuple[tuple[Theme, ...], tuple[Note, ...]]:
        """Read every line once."""
        for line in lines:
            self._take(line)
        self._drop_title()
        return tuple(self._themes), tuple(self._notes)

    def _take(self, line: Line) -> None:
        text = line.text
        label = _LABEL.fullmatch(text)
        if label is not None and self._themes:
            self._mode = {"pass": "passes"}.get(label["what"].casefold(), "distinction")
            self._append(label["rest"])
            return
        titled = _TITLE.fullmatch(text)
        first = first_code(text, self._standard.ksbs)
        if self._mode and titled is None and self._goes_on(line):
            self._append(text)
        elif first is not None:
            self._theme_with_codes(line, titled["title"] if titled else text)
        elif named := method_ids(text, self._standard.methods):
            self._drop_title()
            self._method, self._mode = named[0], ""
        else:
            self._drop_title()
            self._title, self._mode = line, ""

    def _theme_with_codes(self, line: Line, text: str) -> None:
        first = first_code(text, self._standard.ksbs)
        title = (text[: first.start()] if first else text).strip(_AROUND)
        codes = read_codes(text[first.start() :] if first else "", self._standard.ksbs)
        if codes.unknown:
            words = f"Not in this standard: {', '.join(codes.unknown)}"
            self._notes.append(Note(NoteKind.DOUBTFUL, line.number, words, line.text))
        if title.casefold() in ("ksb", "ksbs", "codes"):
            title = ""
        if not title and self._title is not None:
            titled = _TITLE.fullmatch(self._title.text)
            title = (titled["title"] if titled else self._title.text).strip(_AROUND)
        if title:
            self._title = None
            self._themes.append(
                Theme(f"theme-{len(self._themes) + 1}", title, self._method, codes.uids)
            )
        elif self._themes:
            last = self._themes[-1]
            self._themes[-1] = replace(
                last, ksb_uids=tuple(dict.fromkeys((*last.ksb_uids, *codes.uids)))
            )
        else:
            words = "No theme stands beside these codes"
            self._notes.append(Note(NoteKind.DOUBTFUL, line.number, words, line.text))
        self._mode = ""

    def _goes_on(self, line: Line) -> bool:
        words = getattr(self._themes[-1], self._mode)
        if line.text[:1].islower() or not words:
            return True
        return not line.gap and (
            not is_ended(words) or first_code(line.text, self._standard.ksbs) is None
        )

    def _append(self, words: str) -> None:
        last = self._themes[-1]
        before = getattr(last, self._mode)
        both = f"{before} {words}".strip()
        self._themes[-1] = (
            replace(last, passes=both)
            if self._mode == "passes"
            else replace(last, distinction=both)
        )

    def _drop_title(self) -> None:
        if self._title is not None:
            words = "No KSBs stand beside this"
            self._notes.append(Note(NoteKind.SKIPPED, self._title.number, words, self._title.text))
            self._title = None


def _columns(line: Line) -> dict[int, str]:
    named = {}
    for at, cell in enumerate(line.cells):
        plain = re.sub(r"\s*(?:descriptors?|criteria|codes?)\s*$", "", cell.casefold()).strip()
        if plain in _COLUMNS:
            named[at] = _COLUMNS[plain]
    return named if {"title", "codes"} <= set(named.values()) else {}


def _from_table(
    lines: Sequence[Line], head: Line, standard: Standard
) -> tuple[tuple[Theme, ...], tuple[Note, ...]]:
    columns = _columns(head)
    themes: list[Theme] = []
    notes: list[Note] = []
    for line in lines:
        if line is head or _columns(line):
            continue
        cells = dict.fromkeys(("title", "codes", "passes", "distinction", "method"), "")
        for at, name in columns.items():
            cells[name] = line.cells[at] if at < len(line.cells) else ""
        codes = read_codes(cells["codes"], standard.ksbs)
        if codes.unknown:
            words = f"Not in this standard: {', '.join(codes.unknown)}"
            notes.append(Note(NoteKind.DOUBTFUL, line.number, words, line.text))
        if cells["title"] and (codes.uids or cells["passes"] or not themes):
            method = (*method_ids(cells["method"], standard.methods), "")[0]
            themes.append(
                Theme(f"theme-{len(themes) + 1}", cells["title"], method, codes.uids,
                      cells["passes"], cells["distinction"])
            )  # fmt: skip
        elif themes:
            last = themes[-1]
            themes[-1] = replace(
                last,
                ksb_uids=tuple(dict.fromkeys((*last.ksb_uids, *codes.uids))),
                passes=f"{last.passes} {cells['passes']}".strip(),
                distinction=f"{last.distinction} {cells['distinction']}".strip(),
            )
        else:
            notes.append(Note(NoteKind.SKIPPED, line.number, "Not part of a theme", line.text))
    return tuple(themes), tuple(notes)
