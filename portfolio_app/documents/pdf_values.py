"""Takes values out of a PDF that may hold anything where something is expected."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
import pypdfium2

# What pikepdf and PDFium raise on broken documents: their own errors, and Python's where nonsense
# lies where something else was expected.
BROKEN = (
    pikepdf.exceptions.PikepdfError,
    pypdfium2.PdfiumError,
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    NotImplementedError,
)

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LETTER: Box = (0.0, 0.0, 612.0, 792.0)  # what PDFium and others assume where there is no box
_LONGEST_CHAIN = 64


def dictionary(value: Any) -> Any:
    """Return the value if it is a dictionary (not a stream), else an empty one."""
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def entries(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a dictionary's or stream's names and values; nothing for anything else."""
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for name in list(value.keys()):
            yield name, value[name]


def items(value: Any) -> Iterator[Any]:
    """Yield an array's values; nothing for anything else."""
    if isinstance(value, pikepdf.Array):
        for index in range(len(value)):
            yield value[index]


def at(value: Any, *names: str) -> Any:
    """Return what lies at a path of names, or None where any step is missing or wrong."""
    for name in names:
        if not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            return None
        value = value.get(name)
    return value


def number(value: Any) -> float | None:
    """Return a finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """Return the first ``count`` numbers of an array, or None when there are not that many."""
    if not isinstance(value, pikepdf.Array) or len(value) < count:
        return None
    found = [number(value[index]) for index in range(count)]
    return None if None in found else tuple(each for each in found if each is not None)


def figures(value: Any) -> list[float]:
    """Return all numbers of an array; nothing for anything else."""
    return [each for each in map(number, items(value)) if each is not None]


def operands(words: list[str]) -> list[float]:
    """Return the numbers that stand last among words of a content stream."""
    found: list[float] = []
    for word in reversed(words):
        try:
            each = float(word)
        except ValueError:
            break
        if not math.isfinite(each):
            break
        found.insert(0, each)
    return found


def box(value: Any) -> Box | None:
    """Return a rectangle as left, bottom, right, top; None when it is not one or is empty."""
    four = numbers(value, 4)
    if four is None:
        return None
    left, right = sorted((four[0], four[2]))
    bottom, top = sorted((four[1], four[3]))
    return (left, bottom, right, top) if left < right and bottom < top else None


def matrix(value: Any) -> Matrix:
    """Return an array of six as a matrix; the identity for anything else."""
    six = numbers(value, 6)
    return (six[0], six[1], six[2], six[3], six[4], six[5]) if six else IDENTITY


def text(value: Any) -> str:
    """Return a string's or name's text without control characters, on one line; else nothing."""
    if isinstance(value, pikepdf.Name):
        return str(value)[1:]
    if not isinstance(value, (pikepdf.String, str)):
        return ""
    try:
        found = str(value)
    except (UnicodeError, ValueError):
        found = bytes(value).decode("latin-1") if isinstance(value, pikepdf.String) else ""
    return found.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def name(value: Any) -> str:
    """Return a name with its slash, or nothing."""
    return str(value) if isinstance(value, pikepdf.Name) else ""


def identity(value: Any) -> tuple[int, int] | None:
    """Return an indirect object's number and generation; None for a direct one."""
    if isinstance(value, pikepdf.Object) and value.is_indirect:
        return value.objgen
    return None


def up_the_tree(value: Any) -> Iterator[Any]:
    """Yield a field and its parents, however the chain loops."""
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(value, pikepdf.Dictionary):
            return
        yield value
        value = value.get("/Parent")


def shown_box(page: Any) -> Box:
    """Return what a viewer shows of a page: its CropBox inside its MediaBox.

    ISO 32000-2, 14.11.2. A page without a usable MediaBox counts as US Letter, as in PDFium.
    """
    media = box(page.get("/MediaBox")) or _LETTER
    crop = box(page.get("/CropBox")) or media
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media


def turned(page: Any) -> int:
    """Return a page's /Rotate as 0, 90, 180 or 270."""
    found = number(page.get("/Rotate")) or 0.0
    return int(found / 90) % 4 * 90
