"""The request that travels inside a form: what its request.json says, which proves nothing."""

from __future__ import annotations

import json

import pikepdf

from portfolio_app.documents import pdf_holdings
from portfolio_app.documents.pdf_values import BROKEN
from portfolio_app.domain.forms import EMBEDDED_NAME, FormContent
from portfolio_app.domain.wire import decode

_LARGEST = 1_000_000  # bytes


def embedded(pdf: pikepdf.Pdf) -> tuple[FormContent, ...]:
    """Return what every request inside a file says, in order; one that can't be read is left out.

    There is one in a form that was sent; a file that was put together may hold more.
    """
    try:
        files = pdf_holdings.attached(pdf)
    except BROKEN:
        return ()
    found = []
    for name, size, stream in files:
        if name != EMBEDDED_NAME or size > _LARGEST:
            continue
        try:
            plain = json.loads(stream.read_bytes())
            found.append(decode(FormContent, plain))
        except (*BROKEN, RecursionError):
            continue
    return tuple(dict.fromkeys(found))
