"""Searches a finished PDF for what is hidden: its words, its pictures, and all that is unseen.

Words are looked for as a reader sees them (broken at line ends, in ligatures, in any case, set
apart) and in everything a file holds besides its pages. A page that had to be drawn anew must show
nothing but its picture, and that picture nothing but the block where something is hidden.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Stream
from PIL import Image, ImageColor

from portfolio_app import tokens
from portfolio_app.domain.hidden_left import ANY, Finder, Left, Redrawn, Search, Where, letters_of
from portfolio_app.domain.own_words import are_own
from portfolio_app.domain.passage import Box
from portfolio_app.pdf.geometry import Rect
from portfolio_app.pdf.painted import BLEED, label_box
from portfolio_app.pdf.survey import page_shape
from portfolio_app.pdf.unseen_data import DataSearch
from portfolio_app.progress import Progress, part


class PageWords(Protocol):
    """A page that is being read: its number from 1, its words, and where their letters lie."""

    number: int
    text: str

    def letters(self) -> tuple[str, array[float]]:
        """Return the words and four numbers for each letter's box, page space points."""


ReadWords = Callable[[Path], Iterable[PageWords]]

_ALL: Rect = (0.0, 0.0, 0.0, 0.0)  # nothing of the page counts as evidence
_PLACED = re.compile(rb"((?:-?[\d.]+\s+){6})cm\s+/Ev\s+Do")
_END = 200  # code points of a page's end and beginning that are read together
_OPERATORS = frozenset(("q", "Q", "cm", "Do", "BT", "ET", "Tr", "Tf", "Tm", "Tj"))
_SHADE = 72  # of 255: how far a block's pixel may be from its colour, after squeezing the picture
_FEW = 0.002  # of a block's pixels may be further off
_WIDER = 2.0  # points around a label that may be as light as its letters


def search(path: Path, wanted: Search, read_words: ReadWords, progress: Progress) -> list[Left]:
    """Return everything hidden that is still in the PDF, best known places first; [] when gone.

    Raises:
        Cancelled: the person asked to stop.
    """
    with pikepdf.open(path) as pdf:
        pages = [page.obj for page in pdf.pages]
        rooms = {number: _room(page) for number, page in enumerate(pages, 1)}
        found: list[Left] = []
        for redrawn in wanted.redrawn:
            page = pages[redrawn.number - 1] if 1 <= redrawn.number <= len(pages) else None
            found += _in_page(redrawn, page)
        del pages
        progress("Searching for what is hidden", 0.2)
        found += DataSearch(pdf, wanted.words).look()
    found += _in_words(path, wanted, rooms, read_words, part(progress, 0.3, 1.0))
    # A page that shows the old one has its words as well: that is said once.
    old = {each.page for each in found if each.where is Where.OLD_PAGE}
    found = [each for each in found if each.where is not Where.EVIDENCE or each.page not in old]
    return sorted(dict.fromkeys(found), key=lambda each: (not each.page, each.where is Where.DATA))


def _room(page: Any) -> Rect | None:
    """Return where a page of ours holds a page of evidence, in page space; None for no evidence."""
    form = _form(page)
    if form is None:
        return None
    try:
        contents = page.get("/Contents")
        streams = contents if isinstance(contents, Array) else [contents]
        drawing = b"\n".join(each.read_bytes() for each in streams)
    except pikepdf.PdfError:
        return _ALL
    placed = _PLACED.search(drawing)
    if placed is None:
        return _ALL
    a, b, c, d, e, f = (float(each) for each in placed[1].split())
    x0, y0, x1, y1 = (float(each) for each in form.get("/BBox"))
    corners = [(x, y) for x in (x0, x1) for y in (y0, y1)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    high = page_shape(page).size[1]
    return (min(xs), high - max(ys), max(xs), high - min(ys))


def _in_words(
    path: Path,
    wanted: Search,
    rooms: Mapping[int, Rect | None],
    read_words: ReadWords,
    progress: Progress,
) -> list[Left]:
    finders = [Finder(each.words) for each in wanted.words]
    allowed = [dict(each.pages) for each in wanted.words]
    found: list[Left] = []
    before = ""  # how the page before ends: words may run over a page's end
    for page in read_words(path) if finders else ():
        number, text = page.number, page.text
        if number % 20 == 0:
            progress("Searching for what is hidden", number / max(len(rooms), 1))
        room = rooms.get(number)
        whole = f"{before}{text}"
        letters = letters_of(whole)
        before = "" if room is not None else f"{text[-_END:]}\n"
        here = [index for index, each in enumerate(finders) if each.letters in letters]
        if not here:
            continue
        theirs, ours = _apart(*page.letters(), room) if room is not None else ("", whole)
        their_letters, our_letters = letters_of(theirs), letters_of(ours)
        for index in here:
            finder, sought = finders[index], wanted.words[index]
            most = allowed[index].get(number, 0)
            if most != ANY and finder.count(theirs, their_letters) > most:
                found.append(Left(Where.EVIDENCE, number, index))
            elif sought.in_own_words or not finder.count(ours, our_letters):
                continue
            elif not are_own(finder.words):
                found.append(Left(Where.OWN, number, index))
    return found


def _apart(text: str, boxes: Sequence[float], room: Rect) -> tuple[str, str]:
    """Return the words where the evidence lies, and those around it."""
    x0, y0, x1, y1 = room
    inside: list[str] = []
    outside: list[str] = []
    is_inside = False
    for index, letter in enumerate(text):
        a, b, c, d = boxes[4 * index : 4 * index + 4]
        if a != c or b != d:
            is_inside = x0 <= (a + c) / 2 <= x1 and y0 <= (b + d) / 2 <= y1
        (inside if is_inside else outside).append(letter)
    return "".join(inside), "".join(outside)


def _in_page(redrawn: Redrawn, page: Any) -> Iterator[Left]:
    """Yield what is wrong with a page that should show its picture and unseen words alone."""
    form = _form(page)
    resources = form.get("/Resources") if form is not None else None
    if form is None or not isinstance(resources, Dictionary) or not _is_plain(form, resources):
        yield Left(Where.OLD_PAGE, redrawn.number)
        return
    picture = resources["/XObject"].get(redrawn.picture)
    drawn = _picture(picture)
    if drawn is None:
        yield Left(Where.OLD_PAGE, redrawn.number)
    elif any(_shows(drawn, redrawn, place) for place in range(len(redrawn.areas))):
        yield Left(Where.PICTURE, redrawn.number)


def _form(page: Any) -> Any:
    resources = page.get("/Resources") if isinstance(page, Dictionary) else None
    forms = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    form = forms.get("/Ev") if isinstance(forms, Dictionary) else None
    return form if isinstance(form, Stream) else None


def _is_plain(form: Any, resources: Any) -> bool:
    """Whether a form draws one picture and unseen words, and has nothing to draw else with."""
    forms, fonts = resources.get("/XObject"), resources.get("/Font", Dictionary())
    if set(resources.keys()) - {"/XObject", "/Font"} or not isinstance(forms, Dictionary):
        return False
    if len(forms.keys()) != 1 or set(fonts.keys()) - {"/Unseen"}:
        return False
    try:
        instructions = pikepdf.parse_content_stream(form)
    except pikepdf.PdfError:
        return False
    is_unseen = False
    for each in instructions:
        operator = str(each.operator)
        if operator not in _OPERATORS:
            return False
        if operator == "Tr":
            is_unseen = int(each.operands[0]) == 3
        if operator == "Tj" and not is_unseen:
            return False
    return True


def _picture(stream: Any) -> Image.Image | None:
    """Return what an image shows, None where there is none or it has something beneath it."""
    if not isinstance(stream, Stream) or stream.get("/Subtype") != "/Image":
        return None
    if any(key in stream for key in ("/SMask", "/Mask", "/Alternates", "/Metadata", "/OPI")):
        return None
    try:
        return pikepdf.PdfImage(stream).as_pil_image()
    except (pikepdf.PdfError, OSError, ValueError, NotImplementedError):
        return None


def _shows(picture: Image.Image, redrawn: Redrawn, place: int) -> bool:
    """Whether a hidden place shows anything but its block and, in the middle of one, its label."""
    area = redrawn.areas[place]
    fill = ImageColor.getrgb(tokens.text("highlight.hidden_fill"))
    wide, high = picture.width / redrawn.width, picture.height / redrawn.height
    labels = []
    for other in redrawn.areas:  # one block's label may lie over another's
        boxes = [_grown(each, BLEED if other.is_words else 0) for each in other.boxes]
        box = label_box(boxes, other.label, (redrawn.width, redrawn.height))
        if box is not None:
            labels.append(_grown(box, _WIDER))
    for x0, y0, x1, y1 in area.boxes:
        corners = (
            max(int(x0 * wide) + 1, 0),
            max(int(y0 * high) + 1, 0),
            min(int(x1 * wide) - 1, picture.width),
            min(int(y1 * high) - 1, picture.height),
        )
        if corners[0] >= corners[2] or corners[1] >= corners[3]:
            continue
        block = picture.crop(corners).convert("RGB")
        for a, b, c, d in labels:
            left, top = round(a * wide) - corners[0], round(b * high) - corners[1]
            right, foot = round(c * wide) - corners[0], round(d * high) - corners[1]
            cut = (max(left, 0), max(top, 0), min(right, block.width), min(foot, block.height))
            if cut[0] < cut[2] and cut[1] < cut[3]:
                if _is_coloured(block.crop(cut)):
                    return True
                block.paste(fill, cut)
        if _share_off(block, fill) > _FEW:
            return True
    return False


def _grown(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _share_off(block: Image.Image, fill: tuple[int, ...]) -> float:
    off = Image.new("L", block.size, 0)
    for channel, value in zip(block.split(), fill, strict=False):
        table = [255 if abs(each - value) > _SHADE else 0 for each in range(256)]
        off = Image.composite(Image.new("L", block.size, 255), off, channel.point(table))
    return off.histogram()[255] / (block.width * block.height)


def _is_coloured(label: Image.Image) -> bool:
    """Whether the place of a label, which is white on black, shows colours."""
    red, green, blue = label.resize((max(label.width // 2, 1), max(label.height // 2, 1))).split()
    return any(
        abs(a - b) > _SHADE for a, b in zip(red.tobytes(), green.tobytes(), strict=True)
    ) or any(abs(a - b) > _SHADE for a, b in zip(green.tobytes(), blue.tobytes(), strict=True))
