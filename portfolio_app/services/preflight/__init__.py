"""What a person should know before a bundle is built: each finding with its source.

A family of checks is a module with one function, ``look``, that yields findings. All of them look
at the same things, read once (``looking.Look``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from portfolio_app.domain.options import BundleOptions
from portfolio_app.problems import Level, Problem
from portfolio_app.progress import Progress, silent
from portfolio_app.services.preflight import (
    confidential,
    drafted,
    ksbs,
    observations,
    pack_papers,
    pieces,
    stops,
    whole,
    wording,
)
from portfolio_app.services.preflight.looking import Look, look_at
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

_Family = Callable[[Look], Iterator[Problem]]
# In this order the rows of one weight are shown: what stops, each piece, the whole, each KSB.
_FAMILIES: tuple[_Family, ...] = (
    stops.look,
    confidential.look,
    pieces.look,
    wording.look,
    observations.look,
    pack_papers.look,
    drafted.look,
    whole.look,
    ksbs.look,
)
_WEIGHTS = (Level.MUST_FIX, Level.SHOULD_CHECK, Level.INFORMATION)


def of_finished(
    store: Store, options: BundleOptions, known: tuple[Problem, ...], name: str, size: int
) -> tuple[Problem, ...]:
    """Return what was found before a build, with the size of ``size`` bytes that came of it."""
    before = tuple(each for each in known if each.rule != whole.SIZE)
    return (*before, *whole.too_large(store, options, name, size))


def findings(
    store: Store,
    options: BundleOptions | None = None,
    room: Workroom | None = None,
    *,
    progress: Progress = silent,
) -> tuple[Problem, ...]:
    """Return what a person should know before building with these choices, the heaviest first.

    ``stops`` rows end any build; other must-fix rows leave only a draft. A finding
    that was accepted is there all the same, with the reason. Without options those kept for the
    gateway pack count. No page is drawn; ``room`` is only asked where letters lie, on pages with a
    hidden area: without it such a page is taken to show what stands on it.

    Raises:
        Cancelled: ``progress`` raised it.
    """
    look = look_at(store, options, room, progress=progress)
    because = {each.finding: each.because for each in queries.accepted.accepted(store)}
    found = [
        replace(problem, accepted=because.get(problem.key, "")) if problem.may_accept else problem
        for family in _FAMILIES
        for problem in family(look)
    ]
    return tuple(sorted(found, key=lambda each: (not each.stops, _WEIGHTS.index(each.level))))
