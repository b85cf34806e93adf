"""Breaks paragraphs of several looks into lines, and draws them: links, notes, any script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from portfolio_app.domain import bidi
from portfolio_app.domain.finished import Line as Said
from portfolio_app.domain.finished import Words
from portfolio_app.pdf import fonts, letters
from portfolio_app.pdf.fonts import BOLD, ITALIC, REGULAR
from portfolio_app.pdf.sheet import Node, Sheet, Target

_TOKENS = re.compile(r"\n|[^\S\n]+|\S+")
_SMALL, _RAISED = 0.66, 0.34  # of the size: the number of a note
_BROAD = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


class Piece(NamedTuple):
    """Letters of one look on a line; ``wide`` in points. The rest as domain.finished.Words."""

    text: str
    face: str
    wide: float = 0.0
    to: int = 0
    note: int = 0
    address: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """Where links lead once pages are numbered, and the elements of notes that are called."""

    target: Callable[[int], Target | None]
    note: Callable[[int], Target | None]
    calls: dict[int, Node] = field(default_factory=dict)


def broken(said: Said, size: float, room: float, *, face: str = REGULAR) -> list[Line]:
    """Return the lines of a paragraph, each at most ``room`` points wide; a word too long is cut.

    Letters of several looks can be one word. A line feed ends a line.
    """
    return list(_filled(_tokens(said, size, face), size, room))


def _tokens(said: Said, size: float, face: str) -> Iterator[Piece]:
    for words in said:
        if words.note:
            number = str(words.note)
            wide = fonts.width(number, REGULAR, size * _SMALL)
            yield Piece(number, REGULAR, wide, note=words.note)
            continue
        own = _face(words, face)
        for part in _TOKENS.findall(words.text):
            shown = part if part == "\n" else " " if part.isspace() else fonts.clean(part)
            if shown:
                yield Piece(shown, own, 0.0, words.to, 0, words.address)


def _face(words: Words, face: str) -> str:
    if words.strong or face == BOLD:
        return BOLD
    return ITALIC if words.emphasis else face


def _filled(tokens: Iterator[Piece], size: float, room: float) -> Iterator[Line]:
    line: list[Piece] = []
    word: list[Piece] = []
    space: Piece | None = None
    used = 0.0

    def put() -> Iterator[Line]:
        nonlocal line, word, space, used
        pieces = [_measured(each, size) for each in word]
        wide = sum(each.wide for each in pieces)
        between = _measured(space, size) if space is not None and line else None
        word, space = [], None
        extra = between.wide if between is not None else 0.0
        if line and used + extra + wide > room and pieces:
            yield tuple(line)
            line, used, between, extra = [], 0.0, None, 0.0
        if between is not None and pieces:
            line.append(between)
            used += extra
        for piece in pieces:
            if used + piece.wide <= room or piece.note:
                line.append(piece)
                used += piece.wide
                continue
            for part in _cut(piece, size, room, room - used):
                if line and used + part.wide > room:
                    yield tuple(line)
                    line, used = [], 0.0
                line.append(part)
                used += part.wide

    for token in tokens:
        if token.note:
            word.append(token)
        elif token.text == "\n":
            yield from put()
            yield tuple(line)
            line, used, space = [], 0.0, None
        elif token.text == " ":
            yield from put()
            space = token
        else:
            # Letters of scripts without spaces may be parted anywhere.
            parts = [token]
            if _BROAD.search(token.text):
                parts = [token._replace(text=each) for each in _parted(token.text)]
            for number, part in enumerate(parts):
                if number:
                    yield from put()
                word.append(part)
    yield from put()
    if line:
        yield tuple(line)


def _parted(text: str) -> Iterator[str]:
    """Yield what of a word stays together: each letter of a script without spaces by itself."""
    kept = ""
    for cluster in letters.clusters(text):
        if _BROAD.match(cluster):
            if kept and not _is_opening(kept):
                yield kept
                kept = ""
            kept += cluster
        elif kept and _BROAD.match(kept[-1]) and cluster.isalnum():
            yield kept
            kept = cluster
        else:
            kept += cluster
    if kept:
        yield kept


def _is_opening(kept: str) -> bool:
    return kept in "([{“‘「『"


def _measured(piece: Piece, size: float) -> Piece:
    if piece.note:
        return piece
    return piece._replace(wide=fonts.width(piece.text, piece.face, size))


def _cut(piece: Piece, size: float, room: float, first: float) -> Iterator[Piece]:
    """Yield a word too long for a line in parts; the first no wider than ``first`` points."""
    part, wide, free = "", 0.0, first
    for cluster in letters.clusters(piece.text):
        need = fonts.width(cluster, piece.face, size)
        if wide + need > free and (part or free < room):
            if part:
                yield piece._replace(text=part, wide=wide)
            part, wide, free = "", 0.0, room
        part += cluster
        wide += need
    if part:
        yield piece._replace(text=part, wide=wide)


def wide(line: Line) -> float:
    """Return how wide a line is, in points."""
    return sum(each.wide for each in line)


def words(line: Line) -> str:
    """Return a line's words, the numbers of notes with them."""
    return "".join(each.text for each in line)


def draw(
    sheet: Sheet, line: Line, node: Node, at: tuple[float, float], size: float, room: float,
    ways: Ways, ink: str = "print.ink", *, from_right: bool = False,
) -> None:  # fmt: skip
    """Draw a line that belongs to ``node``, its base at ``at``; ``room`` is its paragraph's width.

    ``from_right``: the paragraph runs from right to left, so its lines end at the right.
    """
    x, y = at
    text = "".join(each.text for each in line if not each.note)
    if bidi.is_mixed(text):
        faces = {each.face for each in line if each.text.strip()}
        face = next(iter(faces)) if len(faces) == 1 else REGULAR
        if from_right:
            x += room - fonts.width(text, face, size)
        if text:
            with sheet.mark(node):
                sheet.text(x, y, text, face, size, ink)
        x += fonts.width(text, face, size)
        line = tuple(each for each in line if each.note)
    elif from_right:
        x += room - wide(line)
    for some in _together(line):
        first = some[0]
        long = wide(some)
        if first.note:
            _draw_call(sheet, first, node, (x, y), size, ways)
        else:
            target = _target(first, ways)
            if target is None:
                with sheet.mark(node):
                    _draw(sheet, some, x, y, size, ink)
            else:
                rect = (x, y - size * 0.25, x + long, y + size * 0.85)
                with sheet.within(node), sheet.link(rect, target, _words(some)):
                    _draw(sheet, some, x, y, size, "print.link")
        x += long


def _target(piece: Piece, ways: Ways) -> Target | None:
    if piece.address:
        return Target(uri=piece.address)
    return ways.target(piece.to) if piece.to else None


def _words(some: Line) -> str:
    text = words(some).strip()
    return text if some[0].address else f"Go to {text}"


def _together(line: Line) -> Iterator[Line]:
    """Yield what stands side by side and leads to the same place, or nowhere."""
    kept: list[Piece] = []
    for piece in line:
        if kept and (_key(kept[-1]) != _key(piece) or piece.note):
            yield tuple(kept)
            kept = []
        kept.append(piece)
    if kept:
        yield tuple(kept)


def _key(piece: Piece) -> tuple[int, int, str]:
    return (piece.to, piece.note, piece.address)


def _draw(sheet: Sheet, some: Line, x: float, y: float, size: float, ink: str) -> None:
    """Draw pieces one after the other, those of one face in one go."""
    text, face, start = "", some[0].face, x
    for piece in some:
        if piece.face != face and text:
            sheet.text(start, y, text, face, size, ink)
            start = x
            text = ""
        face = piece.face
        text += piece.text
        x += piece.wide
    sheet.text(start, y, text, face, size, ink)


def _draw_call(
    sheet: Sheet, piece: Piece, node: Node, at: tuple[float, float], size: float, ways: Ways
) -> None:
    small, (x, y) = size * _SMALL, at
    y += size * _RAISED
    target = ways.note(piece.note)
    reference = Node("Reference", node)
    if target is None:
        with sheet.mark(reference):
            sheet.text(x, y, piece.text, REGULAR, small)
        return
    rect = (x - 1, y - small * 0.3, x + piece.wide + 1, y + small)
    with sheet.within(reference), sheet.link(rect, target, f"Go to note {piece.text}"):
        sheet.text(x, y, piece.text, REGULAR, small, "print.link")
