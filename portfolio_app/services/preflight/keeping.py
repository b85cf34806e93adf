"""Keeps what was found on pages in the portfolio's encrypted cache, for the next start of the app.

What is kept says which words it was found in and by which version of the search: when either
differs, it is as if nothing were kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from portfolio_app.domain import wire
from portfolio_app.domain.document import PageText
from portfolio_app.services.pages import seen_key
from portfolio_app.services.preflight.hits import Scanned
from portfolio_app.store.database import Store
from portfolio_app.store.queries.text import Made

# Another one whenever what is searched for, or how, has changed (a test remembers the modules).
SEARCH = 1


def kept(store: Store, made: Made, pages: Sequence[PageText]) -> Scanned | None:
    """Return what this version found in exactly these words before; None when that is not known."""
    data = store.derived.get(seen_key(made.sha256, made.maker))
    if data is None:
        return None
    try:
        told = json.loads(data)
        if told["search"] != SEARCH or told["words"] != _digest(pages):
            return None
        return wire.decode(Scanned, told["found"])
    except (KeyError, TypeError, ValueError):
        return None


def keep(store: Store, made: Made, pages: Sequence[PageText], found: Scanned) -> None:
    """Keep what was found in these words, instead of what was kept for the same pages before."""
    told = {"search": SEARCH, "words": _digest(pages), "found": wire.encode(found)}
    if not store.readonly:
        store.derived.put(
            seen_key(made.sha256, made.maker), json.dumps(told, ensure_ascii=True).encode()
        )


def _digest(pages: Sequence[PageText]) -> str:
    hashed = hashlib.sha256()
    for page in pages:
        words = page.text.encode("utf-8", "surrogatepass")
        hashed.update(f"{page.index} {len(words)} ".encode())
        hashed.update(words)
    return hashed.hexdigest()
