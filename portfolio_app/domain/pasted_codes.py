"""Codes at the beginning of pasted lines: which of them begin a statement."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portfolio_app.domain.ksb import KsbKind, tidy_code

BULLET = r"(?:[•●▪▫◦‣·○■□◆◇►➢✓*\-–—\uf0b7\uf0a7]\s*|o\s+)"
_CODE_BODY = r"[A-Za-z]{1,3}[ .\-_]{0,2}0*\d{1,3}[A-Za-z]?"
_START = re.compile(
    rf"\s*{BULLET}?(?P<open>[(\[])?(?P<letters>[A-Za-z]{{1,3}})(?P<between>[ .\-_]{{0,2}})"
    r"(?P<number>0*\d{1,3})(?P<suffix>[A-Za-z]?)(?![A-Za-z0-9])\s*(?P<close>[)\]])?"
    r"(?P<mark>\s*[:.\-–—=)]+(?=\s|$|[A-Z“\"'‘])|:)?\s*(?P<rest>.*)",
    re.DOTALL,
)
_ONLY_CODES = re.compile(
    rf"\W*{_CODE_BODY}(?:\s*(?:[,;/&+]|\band\b|\bto\b|[-–—]|\s)\s*{_CODE_BODY})+\W*", re.IGNORECASE
)
_MORE_CODES = re.compile(rf"\s*(?:[,;/&+]|and\b|to\b|[-–—])?\s*{_CODE_BODY}(?![A-Za-z0-9])", re.I)
HEADING = re.compile(
    r"\s*(?:#+\s*|\d{1,2}[.)]\s*)?(?:core\s+|the\s+)?"
    r"(?P<kind>knowledge|skills?|behaviou?rs?)"
    r"(?:\s+and\s+understanding)?(?:\s*\([KSB]s?\))?(?:\s+(?:statements?|criteria|requirements?))?"
    r"\s*(?:[:–—-]\s*(?:.{0,80}(?:apprentice|leader|will|must|need|able)\b.{0,60})?)?\s*",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s*(?:occupation(?:al)? (?:summary|duties|profile)|duties|qualifications?|"
    r"professional recognition|eligibility|entry requirements?|"
    r"(?:additional|apprenticeship) details|version(?: log)?|"
    r"regulated standard|english (?:and|&) maths|typical duration|duration|links?|review|"
    r"progression|"
    r"(?:end[- ]point )?assessment(?: plan| methods?)?|find an apprenticeship.*)\s*:?\s*",
    re.IGNORECASE,
)
_NEVER = frozenset({"AM", "EPA", "UK", "EU", "US", "ISO", "AP", "CO", "Q", "H", "PG", "PP"})
_BESIDE_KSB = frozenset({"D", "P", "M", "AC", "LO", "T", "F", "C"})  # duties, descriptors, outcomes
_USUAL = {"K": KsbKind.KNOWLEDGE, "S": KsbKind.SKILL, "B": KsbKind.BEHAVIOUR}


@dataclass(frozen=True, slots=True)
class Start:
    """A code at the beginning of a line (or cell), and the words after it.

    ``style`` is how it is set off: "mark" (a colon, a dash, brackets …), "space", or "alone".
    """

    code: str
    prefix: str
    number: int
    style: str
    rest: str


def start_of(text: str) -> Start | None:
    """Return the code a line begins with; None when it does not, or names several at once."""
    if is_list_of_codes(text):
        return None
    found = _START.fullmatch(text)
    if found is None:
        return None
    letters, between, rest = found["letters"], found["between"], found["rest"].strip()
    is_bracketed = bool(found["open"] and found["close"])
    style = "mark" if found["mark"] or is_bracketed else ("space" if rest else "alone")
    if found["open"] and not is_bracketed and not found["mark"]:
        return None
    if not letters.isupper() and (between or style == "space" or letters.upper() not in _USUAL):
        return None
    if rest and _MORE_CODES.match(rest) and style != "mark":
        return None  # "K1, K2 and S3 …": a sentence about codes
    if not rest:
        style = "alone"
    code = tidy_code(f"{letters}{found['number']}{found['suffix']}")
    return Start(code, letters.upper(), int(found["number"]), style, rest)


def is_list_of_codes(text: str) -> bool:
    """Whether a line holds nothing but codes, two or more."""
    return _ONLY_CODES.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Whether this is one code and nothing else, whatever stands around it."""
    found = start_of(text)
    return found is not None and found.style == "alone"


def heading_kind(text: str) -> KsbKind | None:
    """Return the kind that a heading such as "Knowledge" or "Skills:" announces."""
    found = HEADING.fullmatch(text)
    if found is None:
        return None
    word = found["kind"].casefold()
    if word.startswith("know"):
        return KsbKind.KNOWLEDGE
    return KsbKind.SKILL if word.startswith("skill") else KsbKind.BEHAVIOUR


def is_end(text: str) -> bool:
    """Whether a line is a heading of what stands below a list, such as "Qualifications"."""
    return _END.fullmatch(text) is not None


def kind_of_prefix(prefix: str) -> KsbKind | None:
    """Return the kind of K, S and B; None for other letters."""
    return _USUAL.get(prefix)


def prefixes_in(starts: Iterable[Start]) -> frozenset[str]:
    """Return the letters that stand for statements in this text.

    K, S and B always do. Others must come with two codes or more; beside K, S and B, letters that
    plans use for other things (D for duties, AC for criteria …) do not.
    """
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for each in starts:
        codes[each.prefix].add(each.code)
    has_usual = len(codes.keys() & _USUAL.keys()) > 1
    return frozenset(
        prefix
        for prefix, found in codes.items()
        if prefix in _USUAL
        or (len(found) > 1 and prefix not in _NEVER and not (has_usual and prefix in _BESIDE_KSB))
    )


def usual_style(starts: Sequence[Start]) -> str:
    """Return how most codes are set off in this text; "" when none is by far the most usual."""
    counted = Counter(each.style for each in starts)
    if not counted:
        return ""
    style, times = counted.most_common(1)[0]
    return style if times * 3 >= 2 * len(starts) else ""
