"""What a finished file is searched for, and what was found left in it."""

from __future__ import annotations

from portfolio_app.domain.normalising import normalise


def letters_of(text: str) -> str:
    """Return the letters and digits of a text as they are compared, without anything between."""
    return "".join(filter(str.isalnum, normalise(text).text))
