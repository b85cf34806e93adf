"""Code 128: the bars of a form's code, drawn wide enough for a slanted scan."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from portfolio_app.pdf.sheet import Sheet

MODULE = 1.1  # points, of the narrowest bar; read at 150 dpi with 2° skew from 1.0 on
QUIET = 10  # modules left white on either side (ISO/IEC 15417, 4.3.3)


def width(code: str, module: float = MODULE) -> float:
    """Return how wide the bars of a code are in points, without the white beside them."""
    return sum(_widths(code)) * module


def draw(sheet: Sheet, code: str, x: float, y: float, high: float, module: float = MODULE) -> None:
    """Draw the bars from ``x`` on, ``high`` points high, their foot at ``y``; black, as decoration.

    Raises:
        ValueError: the code holds letters that Code 128 has not.
    """
    bars = " ".join(
        f"{left * module + x:.3f} {y:.2f} {wide * module:.3f} {high:.2f} re"
        for left, wide in _bars(code)
    )
    sheet.raw(f"0 g {bars} f")


def _bars(code: str) -> Iterator[tuple[int, int]]:
    at = 0
    for number, wide in enumerate(_widths(code)):
        if number % 2 == 0:
            yield at, wide
        at += wide


@cache
def _widths(code: str) -> tuple[int, ...]:
    """Return bars and the white between them in turn, in modules."""
    from reportlab.graphics.barcode.code128 import Code128

    made = Code128(code, quiet=0)
    if made.validate() != code or not code or not code.isascii():
        raise ValueError(f"no bars can say {code!r}")
    made.encode()
    return tuple(ord(each.upper()) - ord("A") + 1 for each in made.decompose())
