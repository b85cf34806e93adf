"""Pictures that pasted markup holds within itself, and the words that stand for them."""

from __future__ import annotations

import base64
import binascii
import re

from portfolio_app.domain.pasted_draft import clean

_LARGEST_PICTURE = 20_000_000  # bytes
_DATA = re.compile(r"^data:image/(?:png|jpe?g|gif|bmp|webp|tiff)(?:;[\w=.-]+)*;base64,", re.I)


def of_data(address: str) -> bytes | None:
    """Return the bytes of a picture that its address holds; None for any other address."""
    found = _DATA.match(address)
    if found is None or len(address) > _LARGEST_PICTURE * 4 // 3:
        return None
    try:
        return base64.b64decode(address[found.end() :].replace("%0A", "")) or None
    except (binascii.Error, ValueError):
        return None


def alternative(told: str) -> str:
    """Return what a picture's maker said it shows; "" for the name of a file."""
    words = clean(told).strip()[:500]
    return "" if re.search(r"^[\w:\\/. -]*\.(?:png|jpe?g|gif|emf|wmf|bmp)$", words, re.I) else words
