"""What KSBs mean in one plain line, for somebody who has never seen the standard.

The lines are this project's own words. A line belongs to a wording, not to a code: lists that were
pasted or accepted may number the same statement otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from portfolio_app.domain.comparing import plain_words, same_words

_ALIKE = 0.85  # of the words, in order: less may be another statement


@dataclass(frozen=True, slots=True)
class PlainExplanations:
    """Explanations with the statements that they explain, and whose words they are."""

    source: str
    lines: tuple[tuple[str, str], ...] = ()

    def of(self, text: str) -> str:
        """Return the plain line for a statement of the standard; "" where there is none."""
        words = plain_words(text).split()
        if not words:
            return ""
        best, found = 0.0, ""
        for statement, says in self.lines:
            if same_words(statement, text):
                return says
            matcher = SequenceMatcher(None, plain_words(statement).split(), words, autojunk=False)
            if matcher.real_quick_ratio() > best and matcher.ratio() > best:
                best, found = matcher.ratio(), says
        return found if best >= _ALIKE else ""


def plain_explanations_from_data(data: dict[str, Any]) -> PlainExplanations:
    """Return the explanations that resources/forms/plain.toml holds (TOML, already parsed).

    Raises:
        ValueError: it holds none, or is of a newer schema.
    """
    if data.get("schema") != 1 or "source" not in data:
        raise ValueError("These are no explanations that this version of the app can read.")
    lines = tuple((str(each["of"]), str(each["says"])) for each in data.get("plain", ()))
    return PlainExplanations(str(data["source"]), lines)
