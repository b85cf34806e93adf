"""Fixed E-numbers: those a statement or a proposal was written for (decision D24).

Position gives the numbers. Fixing them, or a final bundle, notes which piece had which; from then
on it can be said whether they still hold.
"""

from __future__ import annotations

import json
from contextlib import suppress

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.options import Profile
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.services.what_changed import contents
from portfolio_app.store import queries
from portfolio_app.store.database import Store

_FIXED = "numbering"
_TOPICS = {Topic.SHORTLIST}


def fix(store: Store) -> Changes:
    """Fix the numbers as they are now. Fixing them again takes them as they are then.

    Raises:
        PortfolioError: the shortlist is empty ("empty-shortlist").
    """
    refs = queries.shortlist.refs(store)
    if not refs:
        raise PortfolioError(
            "The shortlist is empty, so there are no numbers to fix.",
            hint="Add items to the shortlist first.",
            code="empty-shortlist",
        )
    last = list(refs.values())[-1]
    told = f"Numbers fixed: E01 to {last}" if len(refs) > 1 else "Numbers fixed: E01"
    with store.step("fix numbering", told, _TOPICS) as step:
        details.enter(step.session, _FIXED, json.dumps(refs))
    return step.changes


def release(store: Store) -> Changes:
    """Let the numbers follow the order again, as before they were fixed."""
    with store.step("fix numbering", "Numbers are not fixed", _TOPICS) as step:
        details.enter(step.session, _FIXED, "{}")
    return step.changes


def fixed(store: Store) -> dict[str, str]:
    """Return the fixed E-number of each piece by uid; nothing while they are not fixed.

    Where the person said nothing about it, those of the last final bundle hold.
    """
    kept = queries.portfolio.detail(store, _FIXED)
    if not kept:
        return _of_final_bundle(store)
    return {str(uid): str(ref) for uid, ref in json.loads(kept).items()}


def moved(store: Store) -> tuple[str, ...]:
    """Return how the numbers differ from the fixed ones: "E07 is E08 now". New ones are no change.

    Nothing while they are not fixed.
    """
    then = fixed(store)
    now = queries.shortlist.refs(store)
    return tuple(
        f"{then[uid]} is {ref} now" for uid, ref in now.items() if uid in then and then[uid] != ref
    )


def is_fixed(store: Store) -> bool:
    """Return whether the numbers were fixed and still hold."""
    return bool(fixed(store)) and not moved(store)


def refuse_unless_fixed(store: Store, what: str) -> None:
    """Refuse what quotes E-numbers while they may still change; ``what`` is its name.

    Raises:
        PortfolioError: they are not fixed, or moved since ("not-fixed").
    """
    if not fixed(store):
        raise PortfolioError(
            f"{what} names the pieces by their E-numbers, and those may still change. Nothing was "
            "changed.",
            hint="Finish the shortlist, choose Fix numbering, then make it.",
            code="not-fixed",
        )
    told = moved(store)
    if told:
        more = "" if len(told) <= 3 else f" and {len(told) - 3} more"
        raise PortfolioError(
            f"The numbers have moved since they were fixed: {', '.join(told[:3])}{more}. Nothing "
            "was changed.",
            hint="Put the pieces back in their order, or choose Fix numbering again.",
            code="not-fixed",
        )


def _of_final_bundle(store: Store) -> dict[str, str]:
    for each in queries.bundles.bundles(store):
        if not each.is_draft and each.profile == Profile.GATEWAY.value:
            with suppress(PortfolioError):  # an earlier version noted too little
                return {item.uid: item.ref for item in contents(store, each.uid).items}
    return {}
