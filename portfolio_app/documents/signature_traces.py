"""Whether a PDF bears any trace of a digital signature: a second look, by another library.

The one that checks signatures is strict, and refuses files that every viewer opens. A form that
nobody signed should not be called one that cannot be checked for that alone.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf

from portfolio_app.documents import signature_ranges

_KINDS = frozenset({"/Sig", "/DocTimeStamp"})
_DEEPEST = 60
# zlib's words for data that lacks only its checksum: some viewers save tables so.
_HARMLESS = "output may still be valid"


def has_none(content: bytes) -> bool:
    """Whether the file opens without any repair, and nothing in it is a signature or was one."""
    if signature_ranges.unseen(content, ()):
        return False
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted or not len(pdf.pages):
                return False
            if any(_is_trace(each, 0) for each in pdf.objects):
                return False
            return all(_HARMLESS in str(each) for each in pdf.get_warnings())
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError, TypeError):
        return False


def _is_trace(found: Any, depth: int) -> bool:
    if depth > _DEEPEST:
        return True
    if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        if "/ByteRange" in found or str(found.get("/Type", "")) in _KINDS:
            return True
        if str(found.get("/FT", "")) == "/Sig" and "/V" in found:
            return True
        below = [found.get(key) for key in found.keys()]  # noqa: SIM118 - a stream has no items
    elif isinstance(found, pikepdf.Array):
        below = list(found)
    else:
        return False
    return any(
        _is_trace(each, depth + 1)
        for each in below
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Array)) and not each.is_indirect
    )
