"""Opens a PDF of any size without counting all of it as memory of this process."""

from __future__ import annotations

from pathlib import Path

import pikepdf

# A file that is mapped into memory counts in full as soon as it was read; a small one may.
_MAPPED = 24_000_000  # bytes


def open_pdf(path: Path) -> pikepdf.Pdf:
    """Return a PDF of ours, or a page copy, to be closed by the caller.

    Raises:
        pikepdf.PdfError: it is not a PDF that can be read.
        OSError: it is not there.
    """
    if path.stat().st_size <= _MAPPED:
        return pikepdf.open(path)
    return pikepdf.open(path, access_mode=pikepdf.AccessMode.stream)
