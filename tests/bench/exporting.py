"""The proposal written to Word and to PDF, with the workroom up."""

import statistics
import time
from collections.abc import Iterator
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_REACH = 1.0  # seconds


def figures(words: int = 5000, sources: int = 60, rounds: int = 7) -> Iterator[Figure]:
    """Yield how long it takes to write a proposal of so many words and references, each way."""
    told = in_child("tests.bench.exporting:exported", words=words, sources=sources, rounds=rounds)
    for ending, what in ((".docx", "Word"), (".pdf", "PDF")):
        took = sorted(told[ending])
        extras = {"slowest_seconds": took[-1], "first_seconds": told["first"][ending],
                  "pages": told["pages"]}  # fmt: skip
        name = f"the proposal of {words:,} words, {sources} references written to {what}"
        yield Figure(name, statistics.median(took), _REACH, "seconds", extras)


def exported(words: int, sources: int, rounds: int) -> dict[str, Any]:
    """Write the proposal again and again; the first time, which wakes the room, is told apart."""
    from portfolio_app.services import proposal_export
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import new_portfolio
    from tests.bench.writing import fill

    told: dict[str, Any] = {"first": {}, "pages": 0}
    with (
        material.scratch() as folder,
        new_portfolio(folder / "it.portfolio") as store,
        Workroom() as room,
    ):
        fill(store, words, sources)
        for ending in proposal_export.ENDINGS:
            took = []
            for number in range(rounds + 1):
                began = time.perf_counter()
                made = proposal_export.export(store, room, folder / f"{number}{ending}")
                took.append(time.perf_counter() - began)
            told["pages"] = max(told["pages"], made.pages)
            told["first"][ending], *told[ending] = took
    return told
