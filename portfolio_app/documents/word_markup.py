"""A Word document as it reads with its tracked changes accepted, for a program that makes pages.

Programs print deleted words struck through where the document does not say otherwise; what was
deleted must not come back on a page. The stored original stays as it is.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

_SETTINGS = "word/settings.xml"
_MOST = 200_000_000  # bytes unpacked
_SAID = re.compile(rb"<w:revisionView\b[^>]*?(?:/>|>.*?</w:revisionView>)", re.DOTALL)
_ROOT = re.compile(rb"(<w:settings\b[^>]*>)")
# [ISO 29500] 17.15.1.69: neither marks of changes nor the changes themselves are shown.
_HIDE = rb'\1<w:revisionView w:markup="0" w:insDel="0" w:formatting="0"/>'
_CHANGES = re.compile(rb"<w:(?:del|moveFrom)[ >]")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError,
    ValueError, KeyError,
)  # fmt: skip


def without_markup(data: bytes) -> bytes:
    """Return the document so that its deleted words are not shown; nothing when none would be."""
    if not data.startswith(b"PK"):
        return b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > _MOST:
                return b""
            names = set(package.namelist())
            if _SETTINGS not in names or "word/document.xml" not in names:
                return b""
            texts = [n for n in names if n.startswith("word/") and n.endswith(".xml")]
            if not any(_CHANGES.search(package.read(name)) for name in texts):
                return b""
            return _rewritten(package)
    except _UNREADABLE:
        return b""


def _rewritten(package: zipfile.ZipFile) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in dict.fromkeys(package.namelist()):
            content = package.read(name)
            if name == _SETTINGS:
                content = _ROOT.sub(_HIDE, _SAID.sub(b"", content), count=1)
            made.writestr(name, content)
    return out.getvalue()
