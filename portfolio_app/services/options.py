"""The choices of a bundle, kept in the portfolio for each profile."""

from __future__ import annotations

import json

from portfolio_app.domain import salvage, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.problems import PortfolioError
from portfolio_app.services.details import enter
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_MOST_MB = 1e9


def options(store: Store, profile: Profile) -> BundleOptions:
    """Return the choices made for a profile; the usual ones where none were made."""
    kept = queries.portfolio.detail(store, _key(profile))
    plain = salvage.loads(kept or "{}")
    known = plain if isinstance(plain, dict) else {}
    found, _ = salvage.salvaged(BundleOptions, {**known, "profile": profile.value})
    return found or BundleOptions(profile)


def choose(store: Store, chosen: BundleOptions) -> Changes:
    """Keep the choices of their profile: one step. Nothing is a step when nothing changes.

    Raises:
        PortfolioError: the size limit is no number of megabytes ("no-size").
    """
    refuse_no_size(chosen)
    told = f"{chosen.profile.words} bundle: choices changed"
    with store.step("choose bundle", told, {Topic.BUNDLES}) as step:
        enter(step.session, _key(chosen.profile), json.dumps(wire.encode(chosen)))
    return step.changes


def refuse_no_size(chosen: BundleOptions) -> None:
    """Refuse choices whose size limit is no number of megabytes.

    Raises:
        PortfolioError: code "no-size".
    """
    if not 0 <= chosen.limit_mb <= _MOST_MB:  # nor is "not a number"
        raise PortfolioError(
            "The size limit is a number of megabytes. Nothing was changed.",
            hint="Type a number, or 0 for no limit.",
            code="no-size",
        )


def _key(profile: Profile) -> str:
    return f"bundle_options {profile.value}"
