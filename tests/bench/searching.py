"""Search everything over 10,000 items of 2,000 words, against the bare FTS5 query beside it."""

import random
import shutil
import statistics
import time
from base64 import b64encode
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.store import migrations, tables
from portfolio_app.store.database import Session, Store
from tests.bench import material
from tests.bench.measure import Figure, in_child
from tests.bench.portfolios import new_portfolio, opened, opened_with

ITEMS, WORDS, PAGES, QUERIES = 10_000, 2_000, 4, 200
REACH, REACH_SECONDS = 1.5, 0.060
LIMIT = 50
_VOCABULARY = 30_000
_BATCH = 200

_BARE = """
    SELECT rowid, rank, snippet(page_words, 0, '', '', '…', 16)
    FROM page_words WHERE page_words MATCH ? ORDER BY rank LIMIT ?
"""


def figures(items: int = ITEMS, words: int = WORDS, queries: int = QUERIES) -> Iterator[Figure]:
    """Yield the figure of searching: the 95th of a hundred, of both sides, in the same run."""
    folder = prepared(items, words)
    with opened(folder) as store:
        key = b64encode(store.key.secret()).decode("ascii")
    told = in_child("tests.bench.searching:both", folder=str(folder), key=key, queries=queries)
    yield Figure(
        "search everything, p95",
        told["ours_p95"] / told["bare_p95"],
        REACH,
        extras={
            "p95_seconds": told["ours_p95"],
            "reach_seconds": REACH_SECONDS,
            "bare_p95_seconds": told["bare_p95"],
            "median_seconds": told["ours_median"],
            "bare_median_seconds": told["bare_median"],
            "items": items,
            "words": words,
            "queries": queries,
            "peak_bytes": told["peak_bytes"],
        },
        also_reached=told["ours_p95"] <= REACH_SECONDS,
    )


def both(folder: str, key: str, queries: int) -> dict[str, Any]:
    """Ask the same questions of both sides, one after the other, the order changing."""
    from portfolio_app.domain.query import parse
    from portfolio_app.store.queries import search

    ours: list[float] = []
    bare: list[float] = []
    with opened_with(Path(folder), key) as store:
        for typed in list(asked(queries + 5)):
            query = parse(typed)

            def everything(query=query) -> int:  # type: ignore[no-untyped-def]
                return len(search.everything(store, query, LIMIT).found)

            def only_fts(query=query) -> int:  # type: ignore[no-untyped-def]
                with store.read() as session:
                    connection = session.connection()
                    return len(connection.exec_driver_sql(_BARE, (query.match, LIMIT)).fetchall())

            sides = [(everything, ours), (only_fts, bare)]
            for side, taken in sides if len(ours) % 2 else reversed(sides):
                began = time.perf_counter()
                side()
                taken.append(time.perf_counter() - began)
    ours, bare = ours[5:], bare[5:]  # the first ones fill the cache
    return {
        "ours_p95": _p95(ours),
        "bare_p95": _p95(bare),
        "ours_median": statistics.median(ours),
        "bare_median": statistics.median(bare),
    }


def asked(count: int) -> Iterator[str]:
    """Yield what people type: one to three words, often common, some begun, some a phrase."""
    chance = random.Random(7)  # noqa: S311 - the same questions every time
    for number in range(count):
        first = chance.randrange(20, 400)  # common words, those of every second page apart
        rare = chance.randrange(400, 5_000)
        if number % 4 == 0:
            yield f"{word(rare)} "
        elif number % 4 == 1:
            yield f"{word(first)} {word(rare)} "
        elif number % 4 == 2:
            yield f"{word(first)} {word(chance.randrange(20, 400))[:5]}"
        else:
            yield f"{word(first)}"


def word(rank: int) -> str:
    """Return the word of this place among the most common ones: made of syllables."""
    consonants, vowels = "bdfglmnprstvk", "aeiou"
    syllables = []
    left = rank
    while left or len(syllables) < 3:
        left, at = divmod(left, len(consonants) * len(vowels))
        syllables.append(consonants[at // len(vowels)] + vowels[at % len(vowels)])
    return "".join(syllables)


def prepared(items: int, words: int) -> Path:
    """Return the folder of a portfolio of so many items, each of so many words on four pages."""
    name = f"search-{items}-{words}"
    folder = material.CACHE / f"{name}-{material.VERSION}.{migrations.NEWEST}"
    if folder.is_dir():
        return folder
    for old in material.CACHE.glob(f"{name}-*"):
        shutil.rmtree(old, ignore_errors=True)
    material.CACHE.mkdir(parents=True, exist_ok=True)
    making = Path(mkdtemp(prefix="making-", dir=material.CACHE)) / name
    with new_portfolio(making) as store:
        _fill(store, items, words)
    making.rename(folder)
    making.parent.rmdir()
    return folder


def _fill(store: Store, items: int, words: int) -> None:
    chance = random.Random(3)  # noqa: S311 - the same words every time
    vocabulary = [word(rank) for rank in range(_VOCABULARY)]
    # As in any language: the word at place n is about n times rarer than the first.
    weights = list(accumulate(1 / (rank + 3) for rank in range(_VOCABULARY)))
    kinds = list(EvidenceKind)
    for start in range(0, items, _BATCH):
        with store.session() as session:
            for number in range(start, min(start + _BATCH, items)):
                text = chance.choices(vocabulary, cum_weights=weights, k=words)
                _add(session, number, text, kinds[number % len(kinds)].value)


def _add(session: Session, number: int, words: list[str], kind: str) -> None:
    name = f"paper {number}.pdf"
    file = tables.FileRow(sha256=f"{number:064x}", bytes=100_000 + number, name=name)
    session.add(file)
    session.flush()
    rendition = tables.RenditionRow(file_id=file.id, maker="bench", pages=PAGES)
    session.add(rendition)
    session.flush()
    share = max(len(words) // PAGES, 1)
    for index in range(PAGES):
        text = " ".join(words[index * share : (index + 1) * share])
        session.add(
            tables.PageTextRow(
                rendition_id=rendition.id, page_index=index, width=595.0, height=842.0, text=text
            )
        )
    session.add(
        tables.ItemRow(
            file_id=file.id,
            rendition_id=rendition.id,
            title=f"{' '.join(words[:5])} {number}".capitalize(),
            kind=kind,
            document=DocumentKind.PDF.value,
            status=ReadStatus.READABLE.value,
            pages=PAGES,
            date=f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            position=number if number < 18 else None,
        )
    )


def _p95(taken: list[float]) -> float:
    return sorted(taken)[max(len(taken) * 95 // 100 - 1, 0)]
