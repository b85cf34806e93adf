"""What of the plan was damaged where it is stored, in words; what can be read of it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.store import queries
from portfolio_app.store.database import Store

_NAMED = 3
_CHECK = "What can be read is shown, and nothing was thrown away. Check it, or restore a backup."
_DATES = {"start": "The start date", "gateway": "The gateway date"}


def told(store: Store) -> tuple[str, ...]:
    """Return a sentence or two for each thing that was damaged, none where all is whole."""
    rows, unknown = queries.plan.damaged(store)
    found = []
    if rows:
        found.append(f"{_named(rows, 'row')} of the plan: damaged where stored. {_CHECK}")
    if unknown:
        found.append(
            f"{_named(unknown, 'row')} of the plan: of no kind that this version knows, so not "
            "shown. It is kept. A newer version may have written it."
        )
    if count := queries.hours.damaged(store):
        many = "1 entry" if count == 1 else f"{count} entries"
        found.append(f"{many} of off-the-job time: the day or the time can't be read. {_CHECK}")
    if queries.programme.is_damaged(store):
        found.append(f"The programme: damaged where stored. {_CHECK}")
    known = queries.portfolio.details(store)
    found += [
        f"{words} can't be read, so it isn't used. Type it again in Settings, You."
        for name, words in _DATES.items()
        if queries.portfolio.detail(store, name) and not getattr(known, name)
    ]
    return tuple(found)


def _named(titles: Sequence[str], what: str) -> str:
    count = f"1 {what}" if len(titles) == 1 else f"{len(titles)} {what}s"
    shown = [f"“{each[:60]}”" for each in titles[:_NAMED] if each.strip()]
    more = len(titles) - len(shown)
    if not shown:
        return count
    return f"{count} ({', '.join(shown)}{f' and {more} more' if more else ''})"
