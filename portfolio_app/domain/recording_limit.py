"""How long a recording may be: the standard's own rule, in words for the person."""

from __future__ import annotations

from portfolio_app.domain.days import length_words
from portfolio_app.domain.standard import Rule

RULE_ID = "portfolio.av_minutes"


def too_long(seconds: float, rule: Rule | None) -> str:
    """Return what to say of a recording that is longer than the rule allows; nothing if it isn't.

    ``seconds`` is 0 when the length is not known. A standard without such a rule has no limit.
    """
    if rule is None or rule.value <= 0 or seconds <= rule.value * 60:
        return ""
    return (
        f"This recording is {length_words(seconds)}. The usual limit is "
        f"{length_words(rule.value * 60)}. It's saved in your library. Cut it in your phone or "
        "video program, then use Replace with newer version."
    )
