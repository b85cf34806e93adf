"""Whether a line goes on with the statement before it: what wrapping, gaps and stops say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain.pasted_codes import is_code
from portfolio_app.domain.pasted_lines import Line
from portfolio_app.domain.pasted_text import is_ended

_FITS = 0.85  # of the widest line: proportional letters make lines of unlike numbers of characters


@dataclass(frozen=True, slots=True)
class Habits:
    """How this text is set: ``width`` characters a line where it wraps, 0 when it does not.

    ``ends_with_stops``: most statements end with a full stop or the like.
    """

    width: int = 0
    ends_with_stops: bool = True

    def goes_on(self, before: str, last_line: int, line: Line) -> bool:
        """Whether ``line`` continues ``before``, whose last line had ``last_line`` characters."""
        first = line.text[:1]
        ended = is_ended(before)
        if first.islower() or first in ",;)":
            return True
        if line.gap:
            return not ended and self.ends_with_stops
        if not ended:
            return self.ends_with_stops or not self._would_fit(last_line, line)
        return self.width > 0 and not self._would_fit(last_line, line)

    def _would_fit(self, last_line: int, line: Line) -> bool:
        """Whether the first word of a line would have had room at the end of the line before."""
        word = line.text.split(" ", 1)[0]
        return last_line + 1 + len(word) <= self.width * _FITS


def habits_of(lines: Sequence[Line], begins: Sequence[bool]) -> Habits:
    """Return the habits of a text; ``begins`` says of each line whether a statement begins."""
    width = 0
    stops = finals = 0
    is_within = False  # a statement, broken into lines
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        is_within = begins[at] or is_within
        ended = is_ended(line.text)
        if following is not None and not begins[at + 1] and not following.gap:
            if not ended and is_within and not is_code(line.text):
                width = max(width, len(line.text))
        elif following is None or begins[at + 1]:
            finals += 1
            stops += ended
        is_within = is_within and not ended
    return Habits(width, ends_with_stops=stops >= 0.6 * finals)
