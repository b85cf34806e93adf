"""Puts right the tables by which reportlab says which letters a font's codes mean."""

from __future__ import annotations

import re

_BFCHAR = re.compile(rb"(\d+) beginbfchar\n(.*?)endbfchar", re.DOTALL)
# Letters beyond U+FFFF: reportlab writes five figures where UTF-16 is due.
_BEYOND = re.compile(rb"(?<= <)[0-9A-F]{5,6}(?=>)")


def mended(table: bytes) -> bytes:
    """Return a table without the lines that say U+0000 of unused codes, its letters in UTF-16."""
    return _BFCHAR.sub(_without_nought, table)


def _without_nought(found: re.Match[bytes]) -> bytes:
    lines = [
        _BEYOND.sub(_utf16, line) for line in found[2].splitlines() if not line.endswith(b"<0000>")
    ]
    parts = []
    for start in range(0, len(lines), 100):  # at most 100 in one go (Adobe technical note 5411)
        some = lines[start : start + 100]
        parts.append(b"%d beginbfchar\n%s\nendbfchar" % (len(some), b"\n".join(some)))
    return b"\n".join(parts)


def _utf16(found: re.Match[bytes]) -> bytes:
    return chr(int(found[0], 16)).encode("utf-16-be").hex().upper().encode("ascii")
