"""Off-the-job time as people write it: 45, 0h 45, 1:30, 1.5 h."""

from __future__ import annotations

import re

_CLOCK = re.compile(r"(\d{1,2})\s*(?::|h(?:ours?|rs?)?)\s*(\d{1,2})?\s*(?:m(?:in(?:ute)?s?)?)?")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m(?:in(?:ute)?s?)?)?")
_HOURS = re.compile(r"(\d{1,2})[.,](\d{1,2})\s*h(?:ours?|rs?)?")


def parse_minutes(typed: str) -> int | None:
    """Return the minutes that were typed; 0 for nothing, None where it is not clear."""
    text = typed.strip().casefold()
    if not text:
        return 0
    if found := _MINUTES.fullmatch(text):
        return int(found[1])
    if found := _HOURS.fullmatch(text):
        return round(float(f"{found[1]}.{found[2]}") * 60)
    if found := _CLOCK.fullmatch(text):
        minutes = int(found[2] or 0)
        return int(found[1]) * 60 + minutes if minutes < 60 else None
    return None


def minutes_words(minutes: int) -> str:
    """Return minutes as "0h 45" or "3h 30"; empty for none."""
    return f"{minutes // 60}h {minutes % 60:02d}" if minutes else ""


def hours_words(minutes: int) -> str:
    """Return minutes as "212 h", "3 h 30 min" or "45 min"; "0 h" for none."""
    hours, rest = divmod(abs(minutes), 60)
    parts = [f"{hours} h"] if hours or not rest else []
    if rest:
        parts.append(f"{rest} min")
    return ("−" if minutes < 0 else "") + " ".join(parts)
