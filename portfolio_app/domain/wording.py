"""What the apprentice wrote about a piece: how long it may be, and whether it reads as reflection.

Kinds first, then phrases, and only in the apprentice's own words: evidence says
"I learned" about other people's learning all the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.limits import rule_in_force, source_of
from portfolio_app.domain.standard import Rule, Standard

CONTEXT, PART = "context", "part"

NOT_REFLECTIVE = "portfolio.not_allowed"  # the rule that leaves reflective accounts out

REFLECTIVE_KINDS = frozenset(
    {EvidenceKind.LEARNING_LOG, EvidenceKind.SELF_ASSESSMENT, EvidenceKind.ASSIGNMENT}
)
_APOSTROPHE = "['\u2019\u02bc]"
_REFLECTIVE = re.compile(
    rf"""(?<![\w'\u2019-])(?:
      i\s+(?:have\s+|had\s+|also\s+|really\s+|since\s+)*(?:learned|learnt|feel|felt|realised|realized)
    | i{_APOSTROPHE}ve\s+(?:also\s+|since\s+)*(?:learned|learnt|felt|realised|realized)
    | i\s+(?:have\s+)?(?:come|came)\s+to\s+(?:realise|realize|understand)
    | (?:made|makes)\s+me\s+(?:realise|realize|reflect|think|feel) | (?:taught|teaches)\s+me
    | (?:on|upon|in)\s+reflection | in\s+hindsight | with\s+(?:the\s+benefit\s+of\s+)?hindsight
    | looking\s+back | in\s+retrospect
    | reflecting\s+(?:on|upon|back) | i\s+(?:have\s+)?reflect(?:ed)?\s+(?:on|upon|back|that)
    | my\s+(?:own\s+)?(?:reflections?|learning\s+from|self-?\s?assessment|self-?\s?evaluation)
    | what\s+i\s+(?:have\s+)?(?:learned|learnt) | what\s+went\s+well
    | (?:next\s+time|in\s+(?:the\s+)?future)\s*,?\s+i\s+(?:would|will|should|could)
    | i\s+(?:would|could|should)\s+(?:have\s+)?(?:do|done|handle|handled|approach|approached)
      (?:\s+\w+){{0,3}}\s+(?:differently|better)
    | i\s+(?:would\s+)?(?:rate|rated|score|scored|assess|assessed)\s+myself
    | i\s+was\s+(?:proud|surprised|nervous|anxious|disappointed|pleased)
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_WE = re.compile(rf"(?<![\w'\u2019-])we(?:{_APOSTROPHE}(?:ve|re|d|ll))?(?![\w-])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Limit:
    """How many words a text may have, and who says so."""

    words: int
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: the rule, the sentence for the person, and where in the text.

    ``start`` and ``end`` are code points of the text; both 0 when it is about the whole piece.
    """

    rule: str
    message: str
    start: int = 0
    end: int = 0


def count_words(text: str) -> int:
    """Return how many words a text has: runs without white space that hold a letter or figure."""
    return sum(1 for word in text.split() if _WORD.search(word))


def limit_of(field: str, standard: Standard) -> Limit:
    """Return the limit of ``context`` or ``part``: what the person set, else our own.

    Raises:
        KeyError: the field has no limit.
    """
    rule = rule_in_force(standard, f"own.{field}_words")
    if rule is None:
        raise KeyError(field)
    return Limit(int(rule.value), source_of(standard, rule))


def reflection_rule(standard: Standard) -> Rule | None:
    """Return the rule that leaves reflective accounts out; None where reflection is expected."""
    rule = standard.rule(NOT_REFLECTIVE)
    return rule if rule is not None and "reflect" in rule.text.casefold() else None


def kind_findings(kind: EvidenceKind, standard: Standard) -> tuple[Finding, ...]:
    """Return what is to be said of a kind that may count as a reflective account."""
    if kind not in REFLECTIVE_KINDS or reflection_rule(standard) is None:
        return ()
    message = f"{kind.words}: this may count as a reflective account; your EPAO decides."
    return (Finding("wording.kind", message),)


def text_findings(field: str, text: str, standard: Standard) -> tuple[Finding, ...]:
    """Return what to look at in the apprentice's own words, in the order of the text.

    ``field`` is ``context`` or ``part``; "we" is only a matter of the second.
    """
    found: list[Finding] = []
    if reflection_rule(standard) is not None:
        found += [
            Finding(
                "wording.reflective",
                f"“{_plain(hit.group())}” reads as reflection. Say what you did and what came "
                "of it.",
                hit.start(),
                hit.end(),
            )
            for hit in _REFLECTIVE.finditer(text)
        ]
    if field == PART:
        hit = _WE.search(text)
        if hit is not None:
            message = f"“{hit.group()}”: say what you did."
            found.append(Finding("wording.we", message, hit.start(), hit.end()))
    return tuple(sorted(found, key=lambda finding: finding.start))


def _plain(words: str) -> str:
    return " ".join(words.split())
