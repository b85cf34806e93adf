"""What somebody wrote in a reply, without what it quotes and without the questions they were asked.

Rules for the marks that mail programs leave; a mail is text as its sender wrote it, so nothing here
proves who wrote a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from portfolio_app.domain.normalising import normalise

ENOUGH = 8  # words above the quote that are taken for the whole answer

_WAS_QUOTED = "\ufdd0"  # no character: stands where a marked quote stood
_QUOTED = re.compile(r"^\s{0,3}(?:>|\|)")
_HEADER = re.compile(
    r"^\W{0,4}(?:from|sent|date|to|cc|subject|reply-to|importance|attachments"
    r"|oddi wrth|anfonwyd|at|pwnc)\W{0,3}:",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\W{0,4}(?:from|oddi wrth)\W{0,3}:", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"^\s*[-_]{2,}\s*"
    r"(?:original (?:message|appointment)|forwarded (?:message|by)|neges wreiddiol)\b"
    r"|^\s*begin forwarded message\s*:",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"^\W{0,3}(?:on|ar)\b.{4,300}?(?:wrote|ysgrifennodd)\b[^:]{0,120}:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_RULE = re.compile(r"^\s*[_\-=*]{5,}\s*$")
_BLANKS = re.compile(r"\n{3,}")
_FEWEST = 3  # words of a line that is known again as one of ours; a shorter one only as a whole
_WROTE_LINES = 4


def own_words(text: str, ours: Iterable[str] = ()) -> str:
    """Return the words of a reply that are its sender's own.

    Lines that begin with ">" are quotes. "On … wrote:", "Original message" and a block of "From:",
    "Sent:", "Subject:" begin what was quoted without such marks: it is left out when enough stands
    above it; else the first message quoted there is read for answers written between its lines.
    ``ours`` are texts that went out (our message, our questions): their lines are left out
    wherever they stand.
    """
    known = _Ours(ours)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    above, below = _parted([_WAS_QUOTED if _QUOTED.match(line) else line for line in lines])
    told = _kept(above, known)
    if below and len(told.split()) < ENOUGH:
        between = _kept(below, known) if known else ""
        told = f"{told}\n\n{between}".strip()
    return told


def _parted(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines above the first quoted message, and the lines of that message."""
    above: list[str] = []
    at = 0
    while at < len(lines):
        begins = _begins(lines, at)
        if begins:
            below = list(lines[at + begins :])
            for number in range(len(below)):
                if _begins(below, number):
                    return above, below[:number]
            return above, below
        wrote = _attribution(lines, at)
        if wrote:
            at += wrote
            follows = next((line for line in lines[at:] if line.strip()), "")
            if follows != _WAS_QUOTED:
                return above, list(lines[at:])
            continue  # what it quotes is marked: the other lines are the answer
        above.append(lines[at])
        at += 1
    return above, []


def _begins(lines: Sequence[str], at: int) -> int:
    """Return how many lines are the heading of a quoted message that begins here, else 0."""
    end = at
    if _ORIGINAL.match(lines[at]) or _RULE.match(lines[at]):
        end += 1
        while end < len(lines) and not lines[end].strip():
            end += 1
        if not (end < len(lines) and _FROM.match(lines[end])):
            return end - at if _ORIGINAL.match(lines[at]) else 0
    elif not _FROM.match(lines[at]):
        return 0
    headers = 0
    while end < len(lines):
        line = lines[end]
        goes_on = bool(headers) and line[:1].isspace() if line.strip() else headers < 2
        if _HEADER.match(line):
            headers += 1
        elif not goes_on:
            break
        end += 1
    return end - at if headers >= 2 else 0


def _attribution(lines: Sequence[str], at: int) -> int:
    """Return how many lines say "On … wrote:" from here on, else 0."""
    if not lines[at].strip():
        return 0
    for many in range(1, _WROTE_LINES + 1):
        told = "\n".join(lines[at : at + many])
        if "\n\n" in told:
            return 0
        if _WROTE.match(told):
            return many
    return 0


def _kept(lines: Iterable[str], known: _Ours) -> str:
    kept = [line.rstrip() for line in lines if line != _WAS_QUOTED and not known.has(line)]
    return _BLANKS.sub("\n\n", "\n".join(kept)).strip()


class _Ours:
    """Lines that went out, known again however they are wrapped."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._lines: set[str] = set()
        self._all = ""
        for text in texts:
            folded = _folded(text)
            self._all += f" {folded} \n"
            self._lines.update(filter(None, map(_folded, text.split("\n"))))

    def __bool__(self) -> bool:
        return bool(self._lines)

    def has(self, line: str) -> bool:
        folded = _folded(line)
        if not folded:
            return False
        if folded in self._lines:
            return True
        return len(folded.split()) >= _FEWEST and f" {folded} " in self._all


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", normalise(text).text))
