"""Draws pages anew without what is hidden on them: a picture, and the words outside the areas.

A page with a hidden place becomes a picture of itself with the place painted over, and an unseen
layer of exactly the words that may stay, each letter where it was; in place of what is hidden
stands its label. Nothing of the old page is copied: no text, no picture, no line, no mark, no link
under an area, nothing about it. Every other page stays as it was.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from portfolio_app.domain.passage import Box
from portfolio_app.domain.redrawing import DrawnPage, HiddenArea, picture_name
from portfolio_app.pdf.geometry import PageShape, SafeLink
from portfolio_app.pdf.packed_picture import pack
from portfolio_app.pdf.painted import BLEED, paint
from portfolio_app.pdf.survey import page_links, page_shape
from portfolio_app.pdf.unseen_words import Letters, UnseenFont, written
from portfolio_app.pdf.unused import UnreadableContentError, take_out

Draw = Callable[[bytes, Iterable[int]], Iterator[DrawnPage]]

_UNDER_AREA, _UNDER_WORDS = 0.25, 0.5  # of a letter's box: from there on it is hidden, too
_ROUGHLY = 0.12  # of a line's height: how far off the words of a scan may lie
_WILD = 4.0  # a shape's box this many times as large as the letter's own is a broken font's
_DEPTH = 50
_NODE_KEYS = ("/Type", "/Parent", "/Kids", "/Count", "/MediaBox", "/CropBox", "/Rotate")
_GAP = 0.3  # of a line's height: a wider one parts two words
_LABEL_HIGH = 11.0  # points: letters of a label on an area that is higher
_LETTER_WIDE = 0.5  # of its height


def redraw(
    page_copy: bytes,
    areas: Sequence[HiddenArea],
    seed: str,
    draw: Draw,
    texts: Mapping[int, str] | None = None,
) -> bytes:
    """Return the page copy with these places removed; pages without one stay as they are.

    ``draw`` yields pages as they are drawn. ``seed`` makes the names of the pictures. ``texts`` are
    the words in which the places were counted, by page index; on a page that reads otherwise by
    now, all that lies under the boxes goes.

    Raises:
        pikepdf.PdfError: the page copy cannot be opened.
        PortfolioError: a page cannot be drawn.
    """
    by_page: dict[int, list[HiddenArea]] = {}
    for area in areas:
        by_page.setdefault(area.page_index, []).append(area)
    with pikepdf.open(io.BytesIO(page_copy)) as pdf:
        pages = [page.obj for page in pdf.pages]
        places = {page.objgen: index for index, page in enumerate(pages)}
        wanted = {index for index in by_page if 0 <= index < len(pages)}
        for index, page in enumerate(pages):
            if index not in wanted:
                try:
                    take_out(page)
                except UnreadableContentError:
                    wanted.add(index)  # what it shares with a hidden page can't be told
        font = UnseenFont(pdf)
        for drawn in draw(page_copy, sorted(wanted)):
            page = pages[drawn.index]
            links = page_links(page, places)
            here = by_page.get(drawn.index, [])
            if texts is not None and texts.get(drawn.index) != drawn.text:
                here = [_by_place(each) for each in here]
            shape = page_shape(page)
            content = _Redrawn(drawn, here)
            kept = [each for each in links if content.may_keep(each, _shown(each, shape))]
            _replace(pdf, page, shape, content, font, picture_name(seed, drawn.index))
            if kept:
                places_kept = [_from_below(_shown(each, shape), drawn.height) for each in kept]
                page.Annots = Array(
                    pdf.make_indirect(_link(each, rect, pages))
                    for each, rect in zip(kept, places_kept, strict=True)
                )
        font.finish()
        return _saved(pdf)


class _Redrawn:
    """What one page holds once the hidden places are out of it."""

    def __init__(self, drawn: DrawnPage, areas: Sequence[HiddenArea]) -> None:
        self.drawn = drawn
        self._areas = sorted(areas, key=lambda area: (area.start, area.end))
        count = len(drawn.text)
        self._hidden = bytearray(count)
        self._before: dict[int, list[HiddenArea]] = {}  # what stands before a code point
        reached = 0
        for area in (each for each in self._areas if each.is_words):
            end = min(area.end, count)
            self._hidden[area.start : end] = b"\1" * max(end - area.start, 0)
            if end > reached:  # one inside another has nothing of its own left
                self._before.setdefault(max(area.start, reached), []).append(area)
                reached = end
        self._after = [each for each in self._areas if each.is_words and each.start >= count]
        # Words beside the page stay, as on every other page: they may be claimed. With an area that
        # was drawn they go: beside the page nobody could have drawn it.
        self._is_drawn_on = any(not each.is_words for each in self._areas)
        for area in self._areas:
            self._hide_beneath(area)
        self._gone = {
            word
            for word in re.findall(r"\w{3,}", self._hidden_words().casefold())
            if not word.isdigit() or len(word) > 3
        }

    def _hide_beneath(self, area: HiddenArea) -> None:
        """Hide every letter that lies under an area, whatever run of text it belongs to."""
        limit = _UNDER_WORDS if area.is_words else _UNDER_AREA
        first = -1
        for index in range(len(self.drawn.text)):
            box = self._box(index)
            if box is None:
                continue
            if any(_is_under(box, each, limit) for each in area.boxes):
                self._hidden[index] = 1
                first = index if first < 0 else first
        if not area.is_words:
            if first < 0:
                self._after.append(area)
            else:
                self._before.setdefault(first, []).append(area)

    def picture(self) -> Image.Image:
        """Return the page's picture with all places painted over."""
        drawn = self.drawn
        picture = Image.frombytes("RGB", (drawn.across, drawn.down), drawn.pixels)
        scale = drawn.across / drawn.width
        # Areas that were drawn come last: words hidden under one leave no label of their own there.
        for area in sorted(self._areas, key=lambda each: not each.is_words):
            paint(picture, self._blocks(area), area.label, scale)
        return picture

    def letters(self) -> list[Letters]:
        """Return the words that stay, and the labels, in reading order.

        A word is written in one go, and so is a line that does not run to the right, labels and
        all: PDFium takes its words apart otherwise, or turns them round.
        """
        found: list[list[Letters]] = [[]]
        is_apart = True
        for index, letter in enumerate(self.drawn.text):
            for area in self._before.get(index, ()):
                is_apart = _add_label(found[-1], area, self.drawn.turns[index]) or is_apart
            if self._hidden[index]:
                is_apart = True
                continue
            if letter in "\r\n":
                found.append([])
                continue
            box = self._box(index)
            shown = "-" if letter == "\x02" else letter
            if letter.isspace() or box is None or _is_flat(box):
                if found[-1] and (letter.isspace() or unicodedata.combining(letter)):
                    found[-1][-1].text += shown
                continue
            if self._is_drawn_on and not self._is_on_page(box):
                continue
            found[-1].append(Letters(shown, box, self.drawn.turns[index], is_apart))
            is_apart = False
        for area in self._after:
            found.append([])
            _add_label(found[-1], area, 0)
        lines = [_as_drawn(line) for line in found]
        return [each for line in lines for each in _together(line)]

    def may_keep(self, link: SafeLink, place: Box) -> bool:
        """Whether a link lies on no hidden place and does not name what is hidden."""
        if any(_meet(place, box) for area in self._areas for box in self._blocks(area)):
            return False
        uri = re.sub(r"%([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), link.uri).casefold()
        return not any(word in uri for word in self._gone)

    def _hidden_words(self) -> str:
        return "".join(
            letter if self._hidden[index] else " " for index, letter in enumerate(self.drawn.text)
        )

    def _blocks(self, area: HiddenArea) -> list[Box]:
        """Return the boxes to paint: of words, as far as the ink of their letters reaches."""
        if not area.is_words:
            return list(area.boxes)
        if any(self.drawn.unseen[area.start : area.end]):
            # Words that were read from a picture lie on it roughly.
            return [_grown(box, BLEED + _ROUGHLY * (box[3] - box[1])) for box in area.boxes]
        blocks = [_grown(box, BLEED) for box in area.boxes]
        for index in range(area.start, min(area.end, len(self.drawn.text))):
            box, ink = self._box(index), self._ink(index)
            for each in (box, ink):
                if each is None or _is_flat(each) or self.drawn.text[index].isspace():
                    continue
                if box is not None and not _is_flat(box) and _is_wild(each, box):
                    continue
                grown = _grown(each, BLEED)
                if not any(_is_within(grown, block) for block in blocks):
                    blocks.append(grown)
        return blocks

    def _box(self, index: int) -> Box | None:
        a, b, c, d = self.drawn.boxes[4 * index : 4 * index + 4]
        return (a, b, c, d) if a != c or b != d else None

    def _ink(self, index: int) -> Box | None:
        a, b, c, d = self.drawn.inks[4 * index : 4 * index + 4]
        return (a, b, c, d) if a != c or b != d else None

    def _is_on_page(self, box: Box) -> bool:
        return _meet(box, (0.0, 0.0, self.drawn.width, self.drawn.height))


def _by_place(area: HiddenArea) -> HiddenArea:
    """Return an area of words as one that was drawn, a little larger."""
    if not area.is_words:
        return area
    boxes = tuple(_grown(box, BLEED) for box in area.boxes)
    return replace(area, start=0, end=0, boxes=boxes)


def _add_label(line: list[Letters], area: HiddenArea, turn: int) -> bool:
    """Write what stands instead, within the first box of what is hidden; whether there is any."""
    if not area.instead or not area.boxes:
        return False
    x0, y0, x1, y1 = area.boxes[0]
    if not area.is_words:
        high = min(y1 - y0, _LABEL_HIGH)
        wide = min(x1 - x0, high * _LETTER_WIDE * len(area.instead))
        x0, y0, x1, y1, turn = x0, y0, x0 + wide, y0 + high, 0
    line.append(Letters(area.instead, (x0, y0, x1, y1), turn, is_apart=True))
    return True


def _as_drawn(line: list[Letters]) -> list[Letters]:
    """Return a line's letters in the order of drawing: words from the right turned round."""
    sides = ["".join(unicodedata.bidirectional(letter) for letter in each.text) for each in line]
    found: list[Letters] = []
    index = 0
    while index < len(line):
        if not _runs_left(sides[index]):
            found.append(line[index])
            index += 1
            continue
        end = last = index
        while end < len(line) and not sides[end].startswith(("L", "EN", "AN")):
            if _runs_left(sides[end]):
                last = end
            end += 1
        for each in reversed(line[index : last + 1]):
            bare = each.text.rstrip()
            found.append(replace(each, text=each.text[len(bare) :] + bare))
        index = last + 1
    return found


def _together(line: list[Letters]) -> list[Letters]:
    """Return the letters of a line in runs: each word, or the whole line where it is turned.

    A word's run goes neither over what was taken out nor over a wide gap.
    """
    found: list[Letters] = []
    for each in line:
        last = found[-1] if found else None
        if (
            last is None
            or last.turn != each.turn
            or (
                each.turn == 0
                and (each.is_apart or last.text[-1:].isspace() or not _are_near(last.box, each.box))
            )
        ):
            found.append(each)
            continue
        a, b = last.box, each.box
        box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        found[-1] = replace(last, text=last.text + each.text, box=box)
    return found


def _are_near(one: Box, other: Box) -> bool:
    """Whether two letters stand on one line with hardly a gap between them."""
    highs = (one[3] - one[1], other[3] - other[1])
    apart = max(one[0], other[0]) - min(one[2], other[2])
    level = min(one[3], other[3]) - max(one[1], other[1])
    return apart <= _GAP * max(highs) and level >= (1 - _GAP) * min(highs)


def _runs_left(side: str) -> bool:
    return side.startswith(("R", "AL"))


def _is_under(box: Box, area: Box, limit: float) -> bool:
    middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if area[0] <= middle_x <= area[2] and area[1] <= middle_y <= area[3]:
        return True
    across = min(box[2], area[2]) - max(box[0], area[0])
    down = min(box[3], area[3]) - max(box[1], area[1])
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return across > 0 and down > 0 and across * down >= limit * whole > 0


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_within(one: Box, other: Box) -> bool:
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


def _is_flat(box: Box) -> bool:
    return box[2] - box[0] < 0.01 or box[3] - box[1] < 0.01


def _is_wild(ink: Box, box: Box) -> bool:
    largest = _WILD * max(box[2] - box[0], box[3] - box[1])
    return ink[2] - ink[0] > largest or ink[3] - ink[1] > largest


def _grown(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _shown(link: SafeLink, shape: PageShape) -> Box:
    """Return where a link lies in page space."""
    x0, y0, x1, y1 = shape.box
    corners = [(link.rect[i], link.rect[j]) for i in (0, 2) for j in (1, 3)]
    placed = [
        {
            0: (x - x0, y1 - y),
            90: (y - y0, x - x0),
            180: (x1 - x, y - y0),
            270: (y1 - y, x1 - x),
        }[shape.rotate]
        for x, y in corners
    ]
    xs, ys = [x for x, _ in placed], [y for _, y in placed]
    return (min(xs), min(ys), max(xs), max(ys))


def _replace(
    pdf: Pdf, page: Any, shape: PageShape, content: _Redrawn, font: UnseenFont, name: str
) -> None:
    """Make a page anew under its old number, so that links to it lead to the new one.

    It is as large as the old one was shown, and upright.
    """
    drawn = content.drawn
    picture = pdf.make_indirect(pack(pdf, content.picture()))
    words = written(font, "Unseen", content.letters(), drawn.height)
    wide, high = _number(drawn.width), _number(drawn.height)
    drawing = f"q {wide} 0 0 {high} 0 0 cm {name} Do Q\n".encode("ascii")
    for key in list(page.keys()):
        if key not in ("/Type", "/Parent"):
            del page[key]
    # Said outright, so that nothing is taken from the page tree.
    box = Array([0, 0, round(drawn.width, 4), round(drawn.height, 4)])
    page.MediaBox, page.CropBox = box, Array(list(box))
    page.Rotate = 0
    if shape.unit != 1.0:
        page.UserUnit = shape.unit
    page.Resources = Dictionary({"/XObject": Dictionary({name: picture})})
    if words:
        page.Resources["/Font"] = Dictionary(Unseen=font.object)
    page.Contents = pdf.make_indirect(Stream(pdf, drawing + words))


def _from_below(box: Box, height: float) -> Box:
    """Return a box of page space as PDF counts it, from the lower left."""
    return (box[0], height - box[3], box[2], height - box[1])


def _link(link: SafeLink, rect: Box, pages: Sequence[Any]) -> Dictionary:
    made = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([round(each, 3) for each in rect]),
        Border=Array([0, 0, 0]),
    )
    if link.uri:
        made.A = Dictionary(S=Name.URI, URI=pikepdf.String(link.uri))
    else:
        made.Dest = Array([pages[link.page_index], Name.Fit])
    return made


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def _above(page: Any) -> Iterator[Any]:
    """Yield the nodes of the page tree above a page: every page has resources of its own now."""
    node = page.get("/Parent")
    for _ in range(_DEPTH):
        if not isinstance(node, Dictionary):
            return
        yield node
        node = node.get("/Parent")


def _saved(pdf: Pdf) -> bytes:
    root = pdf.Root
    for key in [each for each in root.keys() if each not in ("/Type", "/Pages")]:  # noqa: SIM118
        del root[key]
    for key in ("/Info", "/Metadata"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    for node in {node.objgen: node for page in pdf.pages for node in _above(page.obj)}.values():
        for key in [each for each in node.keys() if each not in _NODE_KEYS]:  # noqa: SIM118
            del node[key]
    out = io.BytesIO()
    pdf.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return out.getvalue()
