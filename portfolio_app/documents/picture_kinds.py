"""Which pictures Pillow may open here, under which names, and what it raises on broken ones."""

from __future__ import annotations

import struct

FORMATS = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "gif": ("GIF",),
    "bmp": ("BMP",),
    "tiff": ("TIFF",),
    "webp": ("WEBP",),
    "heic": ("HEIF",),
}  # by form, as ``kinds.tell`` names it
LOSSY = frozenset({"jpeg", "webp", "heic"})
BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError,
    ZeroDivisionError, OverflowError, NotImplementedError, RuntimeError, struct.error,
)  # fmt: skip


def can_read(form: str) -> bool:
    """Return whether pictures of this form can be opened; a HEIC only where its reader is there."""
    return form in FORMATS and (form != "heic" or _can_read_heic())


def work(data: bytes, form: str, pixels: int) -> int:
    """Return how many pixels have to be gone over: those of each pass of a progressive JPEG."""
    return pixels * (data.count(b"\xff\xda") if form == "jpeg" else 1)


def _can_read_heic() -> bool:
    try:
        import pi_heif
    except ImportError:
        return False
    pi_heif.register_heif_opener()
    return True
