"""Every question to the database, one module a noun, each answered with frozen domain values.

ui and services come in here: ``queries.evidence.items(store)``.
"""

from portfolio_app.store.queries import (
    bundles,
    claims,
    evidence,
    history,
    portfolio,
    renditions,
    scans,
    shortlist,
    standard,
    text,
)

__all__ = [
    "bundles",
    "claims",
    "evidence",
    "history",
    "portfolio",
    "renditions",
    "scans",
    "shortlist",
    "standard",
    "text",
]
