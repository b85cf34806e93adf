"""Places in a recording, as people type them: "2:05", "1:02:05"."""

from __future__ import annotations

import re

_TYPED = re.compile(r"(?:(?:(\d{1,3})[:.])?(\d{1,3})[:.])?(\d{1,5})(?:\s*(?:s|sec|seconds))?")


def parse_time(typed: str) -> float | None:
    """Return the seconds that were typed as m:ss, h:mm:ss or seconds alone; None if it is no time.

    After a colon only 0 to 59 is a time: "2:75" is None.
    """
    match = _TYPED.fullmatch(typed.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(each) if each else 0 for each in match.groups())
    if (match[2] is not None and seconds > 59) or (match[1] is not None and minutes > 59):
        return None
    return float(hours * 3600 + minutes * 60 + seconds)
