"""Crib cards for every KSB of the standard, written with the workroom up."""

import statistics
import time
from collections.abc import Iterator
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_REACH = 1.0  # seconds


def figures(rounds: int = 7) -> Iterator[Figure]:
    """Yield how long it takes to write the crib cards of 46 KSBs, with every prompt typed."""
    told = in_child("tests.bench.cribs:written", rounds=rounds)
    took = sorted(told["seconds"])
    extras = {"slowest_seconds": took[-1], "first_seconds": told["first"], "pages": told["pages"],
              "cards": told["cards"]}  # fmt: skip
    yield Figure("crib cards of 46 KSBs", statistics.median(took), _REACH, "seconds", extras,
                 also_reached=told["cards"] >= 46)  # fmt: skip


def written(rounds: int) -> dict[str, Any]:
    """Write the cards again and again; the first time, which wakes the room, is told apart."""
    from portfolio_app.services import cribs
    from portfolio_app.store import queries
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import fill_with_rows, new_portfolio

    with (
        material.scratch() as folder,
        new_portfolio(folder / "it.portfolio") as store,
        Workroom() as room,
    ):
        fill_with_rows(store, 200)
        uids = [each.uid for each in queries.standard.ksbs(store)]
        for uid in uids:
            said = ["What I did, and why in that way and not in the other"] * 3
            cribs.write(store, uid, said, "£1.2m saved in the first year")
        took, pages = [], 0
        for number in range(rounds + 1):
            began = time.perf_counter()
            pages = cribs.save_pdf(store, room, folder / f"{number}.pdf", ksb_uids=uids)
            took.append(time.perf_counter() - began)
        first, *rest = took
    return {"first": first, "seconds": rest, "pages": pages, "cards": len(uids)}
