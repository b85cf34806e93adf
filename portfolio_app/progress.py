"""How long work reports, and learns that it should stop: the callable raises Cancelled."""

from __future__ import annotations

from collections.abc import Callable

# Called with what is being done and how far it is, 0.0 to 1.0. Every call is a place to stop.
Progress = Callable[[str, float], None]


class Cancelled(Exception):  # noqa: N818 - a wish, not a fault
    """The person asked to stop. Whatever was begun is put back; nothing is half done."""


def silent(message: str, fraction: float) -> None:
    """Report to nobody and never stop."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """Return a Progress for one step that fills ``start`` to ``end`` of the whole."""

    def report(message: str, fraction: float) -> None:
        progress(message, start + (end - start) * min(max(fraction, 0.0), 1.0))

    return report
