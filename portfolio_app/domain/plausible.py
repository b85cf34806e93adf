"""Whether the days on a returned form can be right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portfolio_app.domain.dates import find_date
from portfolio_app.domain.days import day_words


def day_in(words: str) -> str:
    """Return the day (YYYY-MM-DD) that somebody typed, British order first; "" when it is none."""
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        found = find_date(words)
        return found[0] if found else ""


def signed_day_doubts(
    signed: str, *, observed: str, made: str, arrived: str
) -> Iterator[tuple[str, str]]:
    """Yield (rule, sentence) for what can't be right about the day of a signature.

    All are days (YYYY-MM-DD) or "": of the signature, of what was observed, on which the form was
    made, and on which it arrived.
    """
    if not signed:
        return
    told = day_words(signed)
    if observed and signed < observed:
        yield (
            "signed-before",
            f"Signed on {told}, before the observation on {day_words(observed)}.",
        )
    if made and signed < made:
        yield (
            "signed-before-made",
            f"Signed on {told}, before the form was made on {day_words(made)}.",
        )
    if arrived and signed > arrived:
        yield "signed-ahead", f"Signed on {told}, after it arrived on {day_words(arrived)}."


def observed_day_doubts(
    observed: str, *, start: str, gateway: str, arrived: str
) -> Iterator[tuple[str, str]]:
    """Yield (rule, sentence) for what can't be right about the day of what was observed.

    ``start`` and ``gateway`` bound the apprenticeship's learning; each may be "".
    """
    if not observed:
        return
    told = day_words(observed)
    if start and observed < start:
        yield (
            "observed-outside",
            f"{told} is before your apprenticeship began, on {day_words(start)}.",
        )
    if gateway and observed > gateway:
        yield "observed-outside", f"{told} is after your gateway, on {day_words(gateway)}."
    if arrived and observed > arrived:
        yield (
            "observed-ahead",
            f"The observation is dated {told}, after the form came back on {day_words(arrived)}.",
        )
