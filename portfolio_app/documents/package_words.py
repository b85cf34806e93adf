"""Whether a package (an Excel workbook, a Word document, a ZIP) holds hidden words anywhere."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from portfolio_app.domain.hidden_left import FEWEST_IN_DATA, Finder, letters_of, raw_pattern

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</(?:w:p|row|si|c|p|li|td|tr)>|<(?:w:br|w:tab|br)\b[^>]*>")
_MOST = 200 << 20  # bytes of all parts together
_TEXT = (".xml", ".rels", ".txt", ".csv", ".json", ".html", ".htm", ".vml", ".md")


def hold(path: Path, words: Sequence[str]) -> bool:
    """Return whether a part's name, its bytes or its text hold any of these words.

    A package that is too large or can't be unpacked is taken to hold them: nothing was proven.
    """
    finders = [Finder(each) for each in words]
    raw = [raw_pattern(each) for each in words if len(letters_of(each)) >= FEWEST_IN_DATA]
    try:
        with zipfile.ZipFile(path) as package:
            if sum(each.file_size for each in package.infolist()) > _MOST:
                return True
            for part in package.infolist():
                data = package.read(part)
                if any(each.search(data.lower()) for each in raw):
                    return True
                texts = [part.filename]
                if part.filename.lower().endswith(_TEXT):
                    marked = data.decode("utf-8", "replace")
                    texts.append(unescape(_TAG.sub("", _BREAK.sub("\n", marked))))
                for text in texts:
                    letters = letters_of(text)
                    if any(each.count(text, letters) for each in finders):
                        return True
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return True
    return False
