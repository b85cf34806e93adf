"""Puts the broken lines of a statement together, and says which breaks are a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BROKEN = re.compile(r"([A-Za-z]+)[-\u2010\u2011]$")
_BEGINS = re.compile(r"([a-z]+)")
_TERMINAL = re.compile(r"[.;:!?][)\]\"'”’]*$")
# Words that English ties to the next one with a hyphen; other breaks are taken for printing's own.
_TYING = frozenset(
    re.findall(
        r"\w+",
        """
        self non well high low long short cross co multi value values data risk decision world
        evidence work problem people life day face up re inter pre post sub anti pro third first
        second part full hard soft open customer stakeholder business user ever on off in out peer
        team result results solution outcome outcomes goal future forward change cost income market
        mid micro macro net one two three public private top bottom end time real large small best
        person health project client industry sector policy employee performance
        """,
    )
)
# A stop that never ends a statement: something always follows.
_SHORT_FORM = re.compile(r"(?<!\w)(?:e\.?g|i\.e|cf|viz|vs|incl|esp|approx)\.$", re.IGNORECASE)


def is_ended(words: str) -> bool:
    """Whether words end as a sentence or a clause does."""
    return _TERMINAL.search(words) is not None and _SHORT_FORM.search(words) is None


def join(parts: Sequence[str], all_words: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Return lines as one run of words, and the words whose hyphen at a line end was a guess.

    ``all_words`` are the words of the whole text, case folded: what stands there elsewhere, with
    its hyphen or without, decides.
    """
    pieces: list[str] = []
    guessed: list[str] = []
    for part in parts:
        last = pieces[-1] if pieces else ""
        broken, begins = _BROKEN.search(last), _BEGINS.match(part)
        if not pieces:
            pieces.append(part)
        elif broken is None or begins is None:
            is_tied = last.endswith(("-", "/")) and not last.endswith(" -")
            pieces.append(part if is_tied else f" {part}")
        else:
            head, tail = broken[1], begins[1]
            with_hyphen = f"{head}-{tail}".casefold()
            without = f"{head}{tail}".casefold()
            if with_hyphen in all_words:
                keep = True
            elif without in all_words:
                keep = False
            else:
                keep = head.casefold() in _TYING
                guessed.append(f"{head}-{tail}" if keep else f"{head}{tail}")
            if not keep:
                pieces[-1] = last[:-1]
            pieces.append(part)
    return " ".join("".join(pieces).split()), tuple(guessed)


def words_of(lines: Sequence[str]) -> frozenset[str]:
    """Return every word of some lines, case folded, hyphens within words kept."""
    return frozenset(
        word for line in lines for word in re.findall(r"[a-z]+(?:-[a-z]+)*", line.casefold())
    )
