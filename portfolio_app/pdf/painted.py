"""Hidden places painted over on the picture of a page: opaque blocks, with their labels in white.

A block is black as it is on screen. Its label is upright, as large as fits, and left out where it
could not be read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from portfolio_app import assets, tokens
from portfolio_app.domain.passage import Box
from portfolio_app.domain.redrawing import HIDDEN

BLEED = 0.6  # points a block of words reaches over its letters on every side, as on screen
_LARGEST, _SMALLEST = 11.0, 4.5  # points a label's letters are high
_FONTS = ("AtkinsonHyperlegibleNext-SemiBold", "DejaVuSans-Bold")
_USUAL = 200 / 72  # pixels a point of a page that is drawn anew
_ROOM = 0.92  # of a block's width, and of its height


def paint(picture: Image.Image, boxes: Iterable[Box], label: str, scale: float) -> None:
    """Paint blocks over a picture of a page; ``scale`` is pixels a point.

    The label stands on the first block that is wide enough for it, else cut on the widest.
    """
    ink = ImageDraw.Draw(picture)
    fill, white = tokens.text("highlight.hidden_fill"), tokens.text("highlight.hidden_text")
    blocks = [each for box in boxes if (each := _pixels(box, scale, picture.size)) is not None]
    for block in blocks:
        ink.rectangle((block[0], block[1], block[2] - 1, block[3] - 1), fill=fill)
    placed = _placed(label, blocks, scale)
    if placed is not None:
        mask, at = placed
        picture.paste(white, (*at, at[0] + mask.width, at[1] + mask.height), mask)


def label_box(boxes: Iterable[Box], label: str, size: tuple[float, float]) -> Box | None:
    """Return where ``paint`` puts a label on a page of this size, in points; None for nowhere."""
    scale = _USUAL
    whole = (round(size[0] * scale), round(size[1] * scale))
    blocks = [each for box in boxes if (each := _pixels(box, scale, whole)) is not None]
    placed = _placed(label, blocks, scale)
    if placed is None:
        return None
    mask, (x, y) = placed
    return (x / scale, y / scale, (x + mask.width) / scale, (y + mask.height) / scale)


def _placed(
    label: str, blocks: Sequence[tuple[int, int, int, int]], scale: float
) -> tuple[Image.Image, tuple[int, int]] | None:
    """Return a label's letters and where they go: the first block they fit, else cut.

    A plain "Hidden" is never cut.
    """
    if not label or not blocks:
        return None
    fitting = ((b, m) for b in blocks if (m := _mask(label, b, scale)) is not None)
    block, mask = next(fitting, (blocks[0], None))
    if mask is None and label != HIDDEN:
        block = max(blocks, key=lambda each: max(each[2] - each[0], each[3] - each[1]))
        mask = _cut(label, block, scale)
    if mask is None:
        return None
    at = ((block[0] + block[2] - mask.width) // 2, (block[1] + block[3] - mask.height) // 2)
    return mask, at


def _pixels(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """Return a box in whole pixels, never smaller than it is, kept inside the picture."""
    x0, y0 = max(math.floor(box[0] * scale), 0), max(math.floor(box[1] * scale), 0)
    x1, y1 = min(math.ceil(box[2] * scale), size[0]), min(math.ceil(box[3] * scale), size[1])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _mask(label: str, block: tuple[int, int, int, int], scale: float) -> Image.Image | None:
    """Return the label's letters as they fit on a block, along it; None where they do not."""
    wide, high = block[2] - block[0], block[3] - block[1]
    for turned in (False, True) if high > 1.5 * wide else (False,):
        along, across = (high, wide) if turned else (wide, high)
        size = min(_LARGEST * scale, across * _ROOM * 0.8)
        font = _font(label, max(round(size), 1))
        length = font.getlength(label)
        if length > along * _ROOM:
            size *= along * _ROOM / length
            font = _font(label, max(int(size), 1))
        if size >= _SMALLEST * scale:
            mask = _letters(label, font)
            if mask.width <= along and mask.height <= across:
                return mask.rotate(90, expand=True) if turned else mask
    return None


def _cut(label: str, block: tuple[int, int, int, int], scale: float) -> Image.Image | None:
    words = label
    while len(words) > 1:
        words = words[:-1].rstrip()
        mask = _mask(f"{words}…", block, scale)
        if mask is not None:
            return mask
    return None


def _letters(label: str, font: Any) -> Image.Image:
    left, top, right, foot = (round(each) for each in font.getbbox(label))
    mask = Image.new("L", (max(right - left, 1), max(foot - top, 1)), 0)
    ImageDraw.Draw(mask).text((-left, -top), label, fill=255, font=font)
    return mask


@lru_cache(maxsize=64)
def _font(label: str, size: int) -> Any:
    plain = all(letter < "\u0250" or "\u2010" <= letter <= "\u2026" for letter in label)
    return ImageFont.truetype(str(assets.path(f"fonts/{_FONTS[0 if plain else 1]}.ttf")), size)
