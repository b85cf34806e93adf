"""Which stretches of a line are shaped, with which font, and what is drawn for them.

Latin, Greek, Cyrillic and other letters that simply stand side by side are left to whoever draws:
``line`` hands them back as they are. Everything else (Arabic and its kin, Hebrew, the scripts of
India, emoji, letters with marks that are no letter of their own) comes as ``Letter``s of one font,
shaped by HarfBuzz, in the order in which they are drawn from the left.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from portfolio_app.domain import bidi
from portfolio_app.shaping.truetype import Letter, Part, font

ARABIC, EMOJI = "NotoSansArabic", "NotoEmoji"
_SCRIPTS = (
    ("\u0900", "\u097f", "NotoSansDevanagari"),
    ("\u0980", "\u09ff", "NotoSansBengali"),
    ("\u0a00", "\u0a7f", "NotoSansGurmukhi"),
    ("\u0a80", "\u0aff", "NotoSansGujarati"),
    ("\u0b80", "\u0bff", "NotoSansTamil"),
    ("\u0600", "\u06ff", ARABIC),
    ("\u0750", "\u077f", ARABIC),
    ("\u0870", "\u08ff", ARABIC),
    ("\ufb50", "\ufdff", ARABIC),
    ("\ufe70", "\ufefc", ARABIC),
    ("\u1cd0", "\u1cff", "NotoSansDevanagari"),
    ("\ua8e0", "\ua8ff", "NotoSansDevanagari"),
)
_EMOJI = "\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u2b50\u2b55\U0001f000-\U0001faff"
_TAGS = "\U000e0020-\U000e007f"
_JOINERS = "\u200c\u200d"
# A line without any of these is drawn letter by letter.
_SHAPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u08ff\u0900-\u0aff\u0b80-\u0bff"
    "\u1ab0-\u1aff\u1cd0-\u1cff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ua8e0-\ua8ff"
    "\ufb1d-\ufdff\ufe00-\ufe0f\ufe20-\ufe2f\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
    f"{_EMOJI}{_TAGS}]"
)
# Every letter of category Cf, and variation selectors, lie here; so do some others.
_UNSEEN = re.compile(
    "[\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U00011000-\U0001d1ff\U000e0000-\U000e0fff]"
)
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2")  # Arabic signs
_PICTURE = re.compile(f"[{_EMOJI}]")
_MARKS = ("Mn", "Me", "Mc")
_FLAG = range(0x1F1E6, 0x1F200)
_TONES = range(0x1F3FB, 0x1F400)
_AS_PICTURE, _KEYCAP, _JOINER = "\ufe0f", "\u20e3", "\u200d"
_LAST = "DejaVuSans"
_FIRST = "\u0300"  # all before it stand side by side
_BROAD = 1.5  # of the size
_LONGEST = 32  # letters drawn as one: longer chains are nobody's words
_AT_ONCE = 2_000  # letters shaped in one go


@dataclass(frozen=True, slots=True)
class Plain:
    """Letters that stand side by side, in the order in which they are drawn from the left."""

    words: str


@dataclass(frozen=True, slots=True)
class Shaped:
    """One word, or part of one, in one font (its file's name), as it is drawn from the left.

    ``words`` is what it reads as, in the order in which it was written. ``missing`` are its letters
    that the font lacks; they are drawn as its empty box.
    """

    font: str
    letters: tuple[Letter, ...]
    words: str
    is_right: bool
    missing: str = ""

    @property
    def actual(self) -> str:
        """What has to be said of it apart (/ActualText); "" where its letters say it themselves.

        PDFium and poppler turn round what runs from the right, and PDFium leaves out letters beyond
        U+FFFC, so that there such a remark would do harm.
        """
        is_plain = all(len(each.text) == 1 for each in self.letters)
        return "" if self.is_right or is_plain or max(self.words) > "\ufffc" else self.words

    @property
    def width(self) -> float:
        """How wide it is at size 1."""
        return float(sum(each.advance for each in self.letters) / font(self.font).units)


Stretch = Plain | Shaped


def is_needed(words: str) -> bool:
    """Return whether any of these words has to be shaped."""
    return not (words.isascii() or max(words) < _FIRST) and (
        _SHAPED.search(words) is not None or bidi.is_mixed(words)
    )


def matters(before: str, sign: str) -> bool:
    """Return whether an unseen sign changes how the letter before it is drawn.

    A joiner between letters that join, what makes a sign an emoji, the letters of a flag.
    """
    if not before:
        return False
    if sign in _JOINERS:
        return "\u0600" <= before <= "\u0dff" or before == _AS_PICTURE or _is_picture(before)
    if sign == _AS_PICTURE:
        return before in "0123456789#*" or (before > "\u00a8" and not before.isalnum())
    if "\U000e0020" <= sign <= "\U000e007f":
        return before == "\U0001f3f4" or "\U000e0020" <= before <= "\U000e007f"
    return False


def kept(words: str) -> str:
    """Return the words without unseen signs (category Cf, variants of shape) that do not matter."""
    if words.isascii() or _UNSEEN.search(words) is None:
        return words
    found: list[str] = []
    for letter in words:
        is_unseen = "\ufe00" <= letter <= "\ufe0f" or (
            unicodedata.category(letter) == "Cf" and letter not in _SEEN
        )
        if not is_unseen or matters(found[-1] if found else "", letter):
            found.append(letter)
    return "".join(found)


def clusters(words: str) -> list[str]:
    """Return the words cut where a line may be cut within a word: letters with all they carry."""
    found: list[str] = []
    for letter in words:
        if found and len(found[-1]) < _LONGEST and _goes_on(found[-1], letter):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _goes_on(before: str, letter: str) -> bool:
    """Return whether a letter belongs to what stands before it."""
    if letter < "\u0300":
        return False
    if _is_unseen(letter):
        return True
    code = ord(letter)
    if code in _FLAG:
        return len(before) == 1 and ord(before) in _FLAG
    if code in _TONES or unicodedata.category(letter) in _MARKS:
        return not before.isspace()
    if before[-1] == _JOINER:
        return _is_picture(before) or _is_indic(letter)
    return _is_indic(letter) and unicodedata.combining(before[-1]) == 9  # a virama: a conjunct


def _is_indic(letter: str) -> bool:
    return "\u0900" <= letter <= "\u0dff"


def _is_picture(cluster: str) -> bool:
    return (
        _AS_PICTURE in cluster
        or _KEYCAP in cluster
        or _PICTURE.match(cluster) is not None
        or (_JOINER in cluster and unicodedata.category(cluster[0]) == "So")
    )


@lru_cache(maxsize=20_000)
def line(words: str, fonts: tuple[str, ...] = (_LAST,)) -> tuple[Stretch, ...]:
    """Return one line's stretches from left to right as they are drawn.

    ``fonts`` are the files tried for letters that carry marks, and for scripts without a font of
    their own; the scripts of Noto fonts and emoji always take theirs.
    """
    found: list[Stretch] = []
    for part, is_right in bidi.ordered(words):
        pieces = list(_pieces(part, fonts, is_right=is_right))
        for piece in reversed(pieces) if is_right else pieces:
            if isinstance(piece, Plain) and found and isinstance(found[-1], Plain):
                found[-1] = Plain(found[-1].words + piece.words)
            else:
                found.append(piece)
    return tuple(found)


def _pieces(words: str, fonts: tuple[str, ...], *, is_right: bool) -> Iterator[Stretch]:
    """Yield the parts of a stretch that runs one way, in the order in which they are written."""
    waiting, name = "", ""
    for cluster in clusters(words):
        is_held = name not in ("", EMOJI) and not cluster.isalnum() and _holds(name, cluster)
        if is_right and is_held:
            # Signs and spaces between letters that run from the right stay with them, so that
            # readers find the whole stretch in one.
            waiting += cluster
            continue
        if cluster.isspace() and name and _holds(name, cluster):
            # A space goes with the word before it: PDFium loses one that is drawn by itself.
            yield _made(waiting + cluster, name, fonts, is_right=is_right)
            waiting = ""
            continue
        wanted = "" if cluster.isspace() else _font_of(cluster, name, fonts)
        is_long = len(cluster) >= _LONGEST or len(waiting) > _AT_ONCE
        if waiting and (wanted != name or (is_long and name)):
            yield _made(waiting, name, fonts, is_right=is_right)
            waiting = ""
        name = wanted
        waiting += cluster
    if waiting:
        yield _made(waiting, name, fonts, is_right=is_right)


def _made(words: str, name: str, fonts: tuple[str, ...], *, is_right: bool) -> Stretch:
    if name:
        usual = font(fonts[0])
        space = usual.width(usual.glyph(" ")) / 1000
        return _shaped(words, name, space, is_right=is_right)
    return Plain(bidi.mirrored(words)[::-1] if is_right else words)


def _font_of(cluster: str, before: str, fonts: tuple[str, ...]) -> str:
    """Return the font for a cluster; "" where it is drawn letter by letter."""
    if cluster.isascii():
        return ""
    if _is_picture(cluster) and _holds(EMOJI, cluster):
        return EMOJI
    first = cluster[0]
    if before and before != EMOJI and _is_indic(first) and _holds(before, cluster):
        return before  # the stroke that ends a sentence is shared by the scripts of India
    for start, end, name in _SCRIPTS:
        if start <= first <= end and _holds(name, cluster):
            return name
    if not _SHAPED.search(cluster):
        return ""
    for name in (*fonts, _LAST, ARABIC, EMOJI):
        if _holds(name, cluster):
            return name
    # No font has all of it: as much of it as one has, and a box for the rest.
    for start, end, name in _SCRIPTS:
        if start <= first <= end:
            return name
    return _LAST


@lru_cache(maxsize=20_000)
def _holds(name: str, cluster: str) -> bool:
    held = font(name)
    return all(held.holds(each) or _is_unseen(each) for each in cluster)


def _is_unseen(letter: str) -> bool:
    """Return whether a letter only says how others are drawn."""
    return (
        letter in _JOINERS
        or "\ufe00" <= letter <= "\ufe0f"
        or "\U000e0020" <= letter <= "\U000e007f"
        or letter == "\u034f"
    )


@cache
def _face(name: str) -> Any:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(font(name).data))


@lru_cache(maxsize=20_000)
def _shaped(words: str, name: str, space: float, *, is_right: bool) -> Shaped:
    """Return a word as it is drawn; ``space`` is how wide one is at size 1, whatever the font."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_right else "ltr"
    # Kerning would make one letter many; words that are shaped are short.
    uharfbuzz.shape(_face(name), buffer, {"kern": False})
    by_start: dict[int, list[tuple[Any, Any]]] = {}
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        by_start.setdefault(info.cluster, []).append((info, place))
    starts = sorted(by_start)
    texts = dict(zip(starts, _cut(words, starts), strict=True))
    letters: list[Letter] = []
    missing = ""
    for start, drawn in by_start.items():
        text, x, parts = texts[start], 0, []
        for info, place in drawn:
            if not info.codepoint and not _is_all_unseen(text):
                missing += text
            parts.append(Part(info.codepoint, x + place.x_offset, place.y_offset))
            x += place.x_advance
        if text.isspace():
            x = round(space * font(name).units)
        if is_right:  # as it is drawn: PDFium turns brackets round again
            text = bidi.mirrored(text)
        drawn_as_one = Letter(tuple(parts), x, text)
        letters += _told(name, drawn_as_one, is_right=is_right, is_first=not letters)
    return Shaped(name, tuple(letters), words, is_right, missing)


def _cut(words: str, starts: Sequence[int]) -> Iterator[str]:
    for start, end in itertools.pairwise((0, *starts[1:], len(words))):
        yield words[start:end]


def _told(name: str, whole: Letter, *, is_right: bool, is_first: bool) -> Iterator[Letter]:
    """Yield what is drawn together in such portions that readers get its letters in order.

    PDFium and poppler turn round what runs from the right, letter by letter, so its marks come
    before what carries them. The first letter of others stands alone, so that its direction tells
    (pypdf goes on in the direction it had at a sign of several letters). A broad sign is as two:
    PDFium takes lines for one that are nearer than half a letter is wide.
    """
    held, text = font(name), whole.text
    inked = tuple(each for each in whole.parts if not held.is_blank(each.glyph))
    is_broad = whole.advance > _BROAD * held.units
    is_one = name == EMOJI or not (is_first or is_broad)
    if len(text) == 1 or (is_one and not is_right):
        yield Letter(inked, whole.advance, text)
    elif is_right:
        for letter in reversed(text[1:]):
            yield Letter((), 0, letter)
        yield Letter(inked, whole.advance, text[0])
    else:
        first = whole.advance // 2 if is_broad else whole.advance
        yield Letter(inked, first, text[0])
        yield Letter((), whole.advance - first, text[1:])


def _is_all_unseen(text: str) -> bool:
    return all(map(_is_unseen, text))
