"""Takes what a camera or a program wrote out of the pictures of a PDF, leaving the pixels alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pikepdf import Array, Name, Pdf, PdfError, Stream

from portfolio_app.domain.bare_picture import bare_jpeg, bare_jpeg_2000

_BARE: dict[str, Callable[[bytes], bytes]] = {
    "/DCTDecode": bare_jpeg,
    "/JPXDecode": bare_jpeg_2000,
}


def make_bare(image: Stream) -> None:
    """Write a picture's data anew without metadata, if it holds any; other kinds are left alone."""
    filters, options = _listed(image.get("/Filter")), _listed(image.get("/DecodeParms"))
    bare = _BARE.get(str(filters[-1])) if filters else None
    if bare is None:
        return
    try:
        data = _before_the_last(image.read_raw_bytes(), filters)
    except PdfError:
        return  # nobody can unpack it
    kept = bare(data)
    if len(kept) == len(data):
        return
    own = options[-1] if len(options) == len(filters) else None
    image.write(kept, filter=filters[-1], decode_parms=own)


def _listed(value: Any) -> list[Any]:
    if isinstance(value, Array):
        return list(value)
    return [] if value is None else [value]


def _before_the_last(raw: bytes, filters: list[Any]) -> bytes:
    """Return a picture's data as its last filter sees them."""
    if len(filters) == 1:
        return raw
    with Pdf.new() as pdf:
        outer = pdf.make_stream(raw)
        outer.Filter = Array([Name(str(each)) for each in filters[:-1]])
        return outer.read_bytes()
