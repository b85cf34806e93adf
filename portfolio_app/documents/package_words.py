"""Whether a package (an Excel workbook, a Word document, a ZIP) holds hidden words anywhere."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from portfolio_app.domain.hidden_left import (
    FEWEST_IN_DATA,
    Finder,
    any_of,
    letters_of,
    raw_pattern,
)

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</(?:w:p|row|si|c|p|li|td|tr)>|<(?:w:br|w:tab|br)\b[^>]*>")
_MOST = 200 << 20  # bytes of all parts together
_DEEPEST = 5  # packages inside one another
_PACKED = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_TEXT = (".xml", ".rels", ".txt", ".csv", ".json", ".html", ".htm", ".vml", ".md")


def hold(path: Path, words: Sequence[str]) -> bool | None:
    """Return whether a part's name, its bytes or its text hold any of these words.

    Packages inside it are looked into, too. None: it is too large, holds what can't be looked into
    (a PDF, another kind of archive), or can't be unpacked, so nothing was proven.
    """
    finders = [Finder(each) for each in words]
    raw = [raw_pattern(each) for each in words if len(letters_of(each)) >= FEWEST_IN_DATA]
    try:
        return _Looking(finders, raw).look(path)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return None
    except zlib.error:
        return None


class _Looking:
    """Looks through packages; ``_room`` is how many bytes more may be unpacked."""

    def __init__(self, finders: Sequence[Finder], raw: Sequence[re.Pattern[bytes]]) -> None:
        self._finders = finders
        self._raw = raw
        self._room = _MOST

    def look(self, source: Path | io.BytesIO, depth: int = 0) -> bool | None:
        """Return whether a package holds any of the words; None when it can't be told."""
        is_told = True
        with zipfile.ZipFile(source) as package:
            self._room -= sum(each.file_size for each in package.infolist())
            if self._room < 0 or depth > _DEEPEST:
                return None
            for part in package.infolist():
                data = package.read(part)
                if self._holds(part.filename, data):
                    return True
                if zipfile.is_zipfile(io.BytesIO(data)):
                    inner = self.look(io.BytesIO(data), depth + 1)
                    if inner:
                        return True
                    is_told = is_told and inner is not None
                elif data.startswith(_PACKED) or b"%PDF-" in data[:1024]:
                    is_told = False
        return False if is_told else None

    def _holds(self, name: str, data: bytes) -> bool:
        lowered = data.lower()
        if any(each.search(lowered) for each in self._raw):
            return True
        texts = [name]
        if name.lower().endswith(_TEXT):
            marked = data.decode("utf-8", "replace")
            texts.append(unescape(_TAG.sub("", _BREAK.sub("\n", marked))))
        return any(any_of(self._finders, each) for each in texts)
