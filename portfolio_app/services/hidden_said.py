"""What a bundle says of what is hidden in it: where and why, never what."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain.bundle import PlanItem
from portfolio_app.domain.hiding import pages_words

_MOST = 6  # pieces named one by one


def sentences(items: Sequence[PlanItem]) -> tuple[str, ...]:
    """Return the sentences for the how-to-read page; none when nothing is hidden."""
    hiding = [each for each in items if each.redrawn]
    if not hiding:
        return ()
    if len(hiding) > _MOST:
        pages = sum(len(each.redrawn) for each in hiding)
        where = f"{pages} pages of {len(hiding)} pieces"
    else:
        named = [
            f"{each.ref}, {pages_words([index + 1 for index in each.redrawn])}" for each in hiding
        ]
        where = "; ".join(named)
    return (
        f"Some words or areas are hidden, to keep personal or confidential details out: {where}.",
    )
