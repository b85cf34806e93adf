"""Every question to the database, one module a noun, each answered with frozen domain values.

ui and services come in here: ``queries.evidence.items(store)``.
"""

from portfolio_app.store.queries import (
    bundles,
    candidates,
    claims,
    earlier,
    evidence,
    hides,
    history,
    home,
    names_to_hide,
    passages,
    pens,
    portfolio,
    projects,
    renditions,
    reviews,
    scans,
    search,
    shortlist,
    sorting,
    standard,
    text,
    theory,
)

__all__ = [
    "bundles",
    "candidates",
    "claims",
    "earlier",
    "evidence",
    "hides",
    "history",
    "home",
    "names_to_hide",
    "passages",
    "pens",
    "portfolio",
    "projects",
    "renditions",
    "reviews",
    "scans",
    "search",
    "shortlist",
    "sorting",
    "standard",
    "text",
    "theory",
]
