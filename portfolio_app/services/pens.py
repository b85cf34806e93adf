"""Loaded pens: nine keys, each with a KSB that it claims at once. Remembered with the portfolio."""

from __future__ import annotations

import json

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.queries.pens import PENS, loaded_pens


def load(store: Store, number: int, ksb_uid: str) -> Changes:
    """Load a pen (1 to 9) with a KSB; another pen that had it is emptied. A habit: no undo step.

    Raises:
        PortfolioError: there is no such pen or KSB, or the KSB is no longer in the standard.
    """
    _refuse(number)
    ksb = next((each for each in queries.standard.ksbs(store) if each.uid == ksb_uid), None)
    if ksb is None or ksb.retired:
        raise PortfolioError("This standard has no such KSB.", code="no-such-ksb")
    kept = ["" if uid == ksb_uid else uid for uid in loaded_pens(store)]
    kept[number - 1] = ksb_uid
    return _keep(store, kept, f"Pen {number}: {ksb.code}")


def unload(store: Store, number: int) -> Changes:
    """Empty a pen (1 to 9).

    Raises:
        PortfolioError: there is no such pen.
    """
    _refuse(number)
    kept = loaded_pens(store)
    kept[number - 1] = ""
    return _keep(store, kept, f"Pen {number} emptied")


def _refuse(number: int) -> None:
    if not 1 <= number <= PENS:
        raise PortfolioError(
            f"There is no pen {number}.", hint=f"Pens are numbered 1 to {PENS}.", code="no-such-pen"
        )


def _keep(store: Store, kept: list[str], told: str) -> Changes:
    details.write(store, "pens", json.dumps(kept))
    return Changes(told, frozenset({Topic.PORTFOLIO}))
