"""Every question to the database, one module a noun, each answered with frozen domain values.

ui and services come in here: ``queries.evidence.items(store)``. A noun is imported when it is first
asked about, so that the start waits only for what Home asks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from portfolio_app.store.queries import (
        accepted,
        arrivals,
        buddies,
        bundles,
        candidates,
        certificates,
        cited,
        claims,
        counts,
        earlier,
        epao_rules,
        evidence,
        hides,
        highlights,
        history,
        home,
        hours,
        markings,
        names_to_hide,
        observations,
        papers,
        passages,
        pens,
        plan,
        portfolio,
        practice,
        programme,
        projects,
        proposal,
        records,
        renditions,
        reviews,
        scans,
        search,
        shortlist,
        sorting,
        standard,
        text,
        theory,
        word_copies,
        words_in_common,
    )

__all__ = [
    "accepted",
    "arrivals",
    "buddies",
    "bundles",
    "candidates",
    "certificates",
    "cited",
    "claims",
    "counts",
    "earlier",
    "epao_rules",
    "evidence",
    "hides",
    "highlights",
    "history",
    "home",
    "hours",
    "markings",
    "names_to_hide",
    "observations",
    "papers",
    "passages",
    "pens",
    "plan",
    "portfolio",
    "practice",
    "programme",
    "projects",
    "proposal",
    "records",
    "renditions",
    "reviews",
    "scans",
    "search",
    "shortlist",
    "sorting",
    "standard",
    "text",
    "theory",
    "word_copies",
    "words_in_common",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"{__name__} has no {name}")
