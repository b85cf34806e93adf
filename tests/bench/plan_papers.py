"""The review pack and the line manager's page, written with the workroom up."""

import json
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

if TYPE_CHECKING:
    from portfolio_app.store.database import Store

_REACH = 1.0  # seconds


def figures(items: int = 400, claims: int = 1200, rounds: int = 7) -> Iterator[Figure]:
    """Yield how long each takes in a portfolio of so many items and claims, two years on."""
    told = in_child("tests.bench.plan_papers:written", items=items, claims=claims, rounds=rounds)
    for name in ("review pack", "manager's page"):
        took = sorted(told[name])
        extras = {"slowest_seconds": took[-1], "first_seconds": told["first"][name],
                  "pages": told["pages"][name]}  # fmt: skip
        yield Figure(f"{name}, {items} items", statistics.median(took), _REACH, "seconds", extras)


def written(items: int, claims: int, rounds: int) -> dict[str, Any]:
    """Write both again and again; the first time, which wakes the room, is told apart."""
    import pypdf

    from portfolio_app.domain.forms import FormKind
    from portfolio_app.domain.witness import Witness
    from portfolio_app.services import (
        meeting_papers,
        requests,
        review_actions,
        review_pack,
        reviews,
        witnesses,
    )
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import fill_with_rows, new_portfolio

    today = date(2026, 3, 2)
    told: dict[str, Any] = {"review pack": [], "manager's page": [], "first": {}, "pages": {}}
    with (
        material.scratch() as folder,
        new_portfolio(folder / "it.portfolio") as store,
        Workroom() as room,
    ):
        fill_with_rows(store, items)
        _claim(store, claims)
        who = Witness("Line manager", relationship="line manager", email="m@example.org")
        witnesses.add(store, who, in_bundle=False)
        uid = ""
        for weeks in range(96, -1, -12):
            day = (today - timedelta(weeks=weeks)).isoformat()
            uid = reviews.add(store, "Progress review", day).focus
            if weeks:
                reviews.hold(store, uid)
                for number in range(4):
                    review_actions.add_action(store, uid, f"Action {number} of {day}")
        for number in range(rounds + 1):
            began = time.perf_counter()
            saved = review_pack.save(store, room, uid, folder / f"{number}.pdf", today)
            told["review pack"].append(time.perf_counter() - began)
            told["pages"]["review pack"] = saved.pages
            reviews.raise_points(store, uid, [f"What is asked for the {number}. time"])
            began = time.perf_counter()
            asked = meeting_papers.ask(store, FormKind.MANAGER_PAGE, uid, today)
            form = requests.save_form(store, room, asked.focus, folder / f"{number} page.pdf")
            told["manager's page"].append(time.perf_counter() - began)
            told["pages"]["manager's page"] = len(pypdf.PdfReader(form.path).pages)
        for name in ("review pack", "manager's page"):
            told["first"][name] = told[name].pop(0)
    return told


def _claim(store: "Store", claims: int) -> None:
    """Claim so many passages of the items, over all KSBs, over the two years."""
    from portfolio_app.store import queries, tables

    ksbs = [each.uid for each in queries.standard.ksbs(store)]
    quads = [[0, 0, 90, 0, 90, 12, 0, 12]]
    spans = json.dumps([{"page_index": 0, "start": 0, "end": 40, "quads": quads}])
    with store.session() as session:
        items = [row.id for row in session.query(tables.ItemRow)]
        for number in range(claims):
            quote = f"Words of passage {number}"
            row = tables.PassageRow(item_id=items[number % len(items)], spans=spans, quote=quote)
            session.add(row)
            session.flush()
            day = date(2024, 3, 2) + timedelta(days=number * 720 // claims)
            claim = tables.ClaimRow(
                passage_id=row.id, ksb_uid=ksbs[number % (len(ksbs) - 6)], strength=2
            )
            claim.made_at = f"{day.isoformat()}T12:00:00+00:00"
            session.add(claim)
