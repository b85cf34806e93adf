"""Protective markings in the words of a page, its first and last lines, and a file's name.

A page that carries a marking is told from one that talks about markings by how the words stand: as
a line of their own, beside a page number or a name in a header, or in a sentence in which a paper
speaks of itself ("This report is not for publication"). "Papers marked OFFICIAL-SENSITIVE are kept
apart" and the small print under an e-mail are mentions. Where a form says that there is no marking
("Exempt: No") nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_DASH = r"[-\u2010-\u2015\u2212]"
_GAP = rf"(?:\s*{_DASH}\s*|\s+)"


class Marking(StrEnum):
    """What a marking says, whichever way it is written."""

    OFFICIAL_SENSITIVE = "official-sensitive"
    CONFIDENTIAL = "confidential"
    EXEMPT = "exempt"
    NOT_FOR_PUBLICATION = "not-for-publication"
    PART_2 = "part-2"
    SCHEDULE_12A = "schedule-12a"
    COMMERCIAL = "commercial-in-confidence"
    PRIVILEGE = "legal-privilege"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {
            "official-sensitive": "OFFICIAL-SENSITIVE",
            "confidential": "CONFIDENTIAL",
            "exempt": "EXEMPT",
            "not-for-publication": "not for publication",
            "part-2": "Part 2",
            "schedule-12a": "Schedule 12A",
            "commercial-in-confidence": "commercial in confidence",
            "legal-privilege": "legal privilege",
        }[self.value]


class MarkingAnswer(StrEnum):
    """How the person answered an item's markings; leaving it out takes it off the shortlist."""

    HIDDEN = "hidden"
    AGREED = "agreed"
    PUBLIC = "public"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {
            "hidden": "What is confidential is hidden",
            "agreed": "Sharing was agreed",
            "public": "It is public",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Found:
    """A marking in a text: code points ``start`` to ``end``.

    ``is_mention``: the text talks about it, and does not seem to carry it.
    """

    marking: Marking
    start: int
    end: int
    is_mention: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What the person said of an item's markings: ``markings`` are those they answered.

    ``by`` is the role that agreed, or the web address of what is public; ``day`` is YYYY-MM-DD.
    Both are "" where they say nothing.
    """

    item_uid: str
    answer: MarkingAnswer
    by: str
    day: str
    markings: tuple[Marking, ...]

    @property
    def words(self) -> str:
        """What was answered, in words that go on after "it is marked …,"."""
        from portfolio_app.domain.days import day_words

        if self.answer is MarkingAnswer.AGREED:
            return f"and sharing was agreed by {self.by}, {day_words(self.day)}"
        if self.answer is MarkingAnswer.PUBLIC:
            return f"and it is public ({self.by})"
        return "and what is confidential in it is hidden"


# The words of each marking. Whether they mark the page is judged by their line.
_FORMS: tuple[tuple[Marking, str], ...] = (
    (Marking.OFFICIAL_SENSITIVE, rf"official{_GAP}sensitive"),
    (Marking.COMMERCIAL, rf"commercial(?:ly)?{_GAP}in{_GAP}confidence"),
    (Marking.PRIVILEGE, r"privileged\s+(?:and|&)\s+confidential|legally\s+privileged"
     r"|confidential\s+and\s+(?:legally\s+)?privileged"
     r"|legal(?:\s+professional)?\s+(?:and\s+professional\s+)?privilege"),
    (Marking.NOT_FOR_PUBLICATION, rf"not{_GAP}for{_GAP}(?:publication|public{_GAP}release)"),
    (Marking.SCHEDULE_12A, r"(?:paragraphs?\s*(?:\(s\)\s*)?[\d\s,and&()]{1,20}(?:of|in)\s+)?"
     r"(?:part\s+(?:1|i|one)\s*,?\s*(?:of\s+)?)?schedule\s+12\s?\(?a\)?"),
    (Marking.CONFIDENTIAL, r"(?:(?:strictly|highly|(?:strictly\s+)?private\s+(?:and|&)|staff"
     r"|management|commercially|company|business|board|personal\s+(?:and|&)|nhs)\s+)?confidential"
     r"|(?:staff|management|board|medical|personnel|strictly|stated)?\s?in\s+confidence"),
    (Marking.PART_2, r"part\s+(?:2|two|ii)\b(?:\s*[-–—:(,]?\s*(?:exempt|private|confidential|closed"
     r"|restricted))?"),
    (Marking.EXEMPT, r"exempt(?:\s+(?:information|from\s+(?:publication|disclosure)))?"),
)  # fmt: skip
_WORDS = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<m{at}>{form})" for at, (_, form) in enumerate(_FORMS))
    + r")(?!\w)(?![-\u2010’'](?!\s)\w)",
    re.IGNORECASE,
)  # fmt: skip
_NEAR = re.compile(
    r"confidential|confidence|exempt|for\W+publi|sensitive|12\s?\(?a|privilege|part\s+(?:2|two|ii)"
    r"|c ?o ?n ?f ?i ?d ?e ?n",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<!\w)(?:[A-Z] +){6,}[A-Z](?!\w)")
# "Exempt: No", "Confidential? None", "Confidential or exempt information: not applicable".
_NONE_BEFORE = re.compile(
    r"(?:\bnon|\bnot|\bno|\bnothing|\bneither|\bnor)[\s-]+(?:\w+\s+){0,2}$", re.I
)
_NONE_AFTER = re.compile(
    r"(?:\s*(?:or|and|/)\s*(?:exempt|confidential))?(?:\s+(?:information|items?|appendix|appendices"
    r"|business|report|status))?\s*[:?=–—|-]?\s*(?:\(?y\s?/\s?n\)?\s*)?(?:no|none|nil|n\s?/\s?a"
    r"|not\s+applicable|false)\b(?!\s*[.:]?\s*\d)",
    re.I,
)
# Words that only stand in sentences: about markings, or about something else.
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|must|should|may|might|can|could|will|would"
    r"|when|where|if|that|which|who|whose|we|you|they|their|your|our|i|mark|marked|markings?|label"
    r"|labelled|treat|treated|handle|handled|handling|classified|classification|classify|policy|how"
    r"|what|such|ensure|use|uses|used|using|keep|kept|it|its|all|any|these|those|this|the|a|an|as|or"
    r"|guidance|setting|contained|because|more|than|from\s+the)\b",
    re.I,
)
_OF_ITSELF = re.compile(
    r"\b(?:this|the\s+following|attached|enclosed)\s+(?:\w+\s+){0,3}?(?:report|paper|document|item"
    r"|appendix|annex|letter|minutes?|note|briefing|file|page|presentation|slides?|information|plan"
    r"|business\s+case|section)\s*(?:\([^)]{0,40}\)\s*)?(?:is|are|contains?|remains?|has\s+been"
    r"|must\s+be\s+(?:kept|treated)|should\s+be\s+(?:kept|treated))\s+(?:\w+[\s,]+){0,10}?$",
    re.I,
)
_MAIL = re.compile(
    r"\b(?:e-?mail|message|communication|transmission|recipients?|addressee|intended\s+solely"
    r"|received\s+(?:it|this)\s+in\s+error|attachments?)\b",
    re.I,
)
_COUNCIL = re.compile(
    r"\b(?:committee|cabinet|council|councillors?|agenda|press\s+and\s+(?:the\s+)?public|exempt"
    r"|private\s+session|closed\s+session|governing\s+body|trustees)\b",
    re.I,
)
_LABEL = re.compile(
    r"^[\W_]*(?:(?:security|protective)?\s*(?:classification|marking|status|sensitivity|security|subject|re"
    r"|document\s+(?:type|status)|access|circulation|distribution)\s*[:=–—-]?|\(?(?:draft|final|page"
    r"|item|appendix|annex|agenda|report|paper|enclosure|version|v)[\w\s./:-]{0,30}?[-–—:|,(]?)?[\W_]*$",
    re.I,
)
_TAIL = re.compile(
    r"^[\W_]*(?:$|[:|•·/\\([–—-]|(?-i:[A-Z0-9])|(?:report|appendix|annex|paper|items?|minutes|papers|document"
    r"|draft|business|agenda|session|by\s+virtue|under|in\s+accordance|paragraphs?|page|when|until|not"
    r"|commercial|personal|locsen|and|information|local\s+government|of\s+the\s+local)\b)",
    re.I,
)
_OTHER_EXEMPT = re.compile(r"\b(?:vat|tax|duty|fee|rate|rates|stamp)[\s-]+$", re.I)
_ABOUT_MARKINGS = re.compile(
    r"\b(?:policy|policies|guidance|guidelines?|guide|procedures?|handling|classifications?|marking"
    r"|scheme|training|e-?learning|how\s+to|waste|enquiry|helpline|reporting)\b",
    re.I,
)
_EXPLAINS = re.compile(
    r"\b(?:mark(?:s|ed|ings?)?|protective|classif(?:y|ied|ications?)|labell?(?:ed|ing)|handling"
    r"|guidance|policy|scheme)\b",
    re.I,
)
_ABOUT_ENOUGH = 3  # words about markings on a page that explains them
_SIGN_BEFORE = re.compile(r"[|•·:(\[–—/-]\s*$|\s{3,}$")
_SIGN_AFTER = re.compile(r"\s*[|•·:)\]–—/-]|\s{3,}")
_EXEMPT_AFTER = re.compile(
    r"\s*(?:$|[^\w\s]|(?:report|appendix|annex|paper|minutes|items?|business|agenda|session|under|by"
    r"|information|from)\b)",
    re.I,
)
_EXEMPT_WHAT = re.compile(r"\s*(?:report|appendix|annex|paper|minutes|item)", re.I)
_BY_VIRTUE = re.compile(
    r"[\W_]*(?:by\s+virtue|under\s+(?:paragraph|section|schedule|part)|paragraphs?\s+\d"
    r"|in\s+accordance)",
    re.I,
)
_EDGE = 3  # lines at the top and at the foot of a page that may be its header or footer
_HEADING_WORDS, _EDGE_WORDS = (
    9,
    16,
)  # in a line that may carry a marking, in the page and at its edge
_AROUND = 200  # code points before and after that a sentence is judged by


def in_page(text: str) -> tuple[Found, ...]:
    """Return the markings of a page's text in reading order, mentions among them."""
    if _NEAR.search(text) is None:
        return ()
    lines = _lines_of(text)
    full = [place for place, (start, end) in enumerate(lines) if text[start:end].strip()]
    edges = {*full[:_EDGE], *full[-_EDGE:]}
    found = []
    for hit, marking in _hits(text):
        place = next(at for at, (start, end) in enumerate(lines) if hit[0] < end + 1)
        told = _judged(text, hit, marking, lines, place, is_edge=place in edges)
        if told is not None:
            found.append(told)
    found += _spaced(text)
    return tuple(sorted(found, key=lambda each: each.start))


def in_line(text: str) -> tuple[Found, ...]:
    """Return the markings of a title, a subject or a file's name.

    Words may be joined by signs. The title of a policy about markings only mentions them.
    """
    plain = re.sub(r"[_+.]|(?<=\w)-(?=\w)", " ", re.sub(r"\.\w{2,5}$", "", text))
    is_about = _ABOUT_MARKINGS.search(plain) is not None
    found = []
    for (start, end), marking in _hits(plain):
        before, after = plain[:start], plain[end:]
        if _is_denied(before, after) or _OTHER_EXEMPT.search(before):
            continue
        words = plain[start:end]
        if marking is Marking.PART_2 and not _says_why(words) and not _COUNCIL.search(plain):
            continue  # the second part of anything
        if marking is Marking.EXEMPT and not (
            words.isupper() or _EXEMPT_WHAT.match(after)
            or not before.strip(" ([") or not after.strip(" )]")
        ):  # fmt: skip
            continue
        found.append(Found(marking, start, end, is_about))
    return tuple(found)


def _hits(text: str) -> Iterator[tuple[tuple[int, int], Marking]]:
    for hit in _WORDS.finditer(text):
        number = int((hit.lastgroup or "m0")[1:])
        yield hit.span(), _FORMS[number][0]


def _judged(
    text: str,
    hit: tuple[int, int],
    marking: Marking,
    lines: list[tuple[int, int]],
    place: int,
    *,
    is_edge: bool,
) -> Found | None:
    start, end = hit
    line_start = lines[place][0]
    line_end = max(end, next(stop for _, stop in lines if stop >= end or stop == lines[-1][1]))
    words, before, after = text[start:end], text[line_start:start], text[end:line_end]
    following = text[lines[place + 1][0] : lines[place + 1][1]] if place + 1 < len(lines) else ""
    if _is_denied(before, after if after.strip(" :?") else f"{after} {following}"):
        return None
    if marking is Marking.EXEMPT and _OTHER_EXEMPT.search(before):
        return None
    sentence = text[max(0, start - _AROUND) : end + _AROUND]
    if _speaks_of_itself(text, start, words):
        is_mail = _MAIL.search(sentence) is not None
        return Found(marking, start, end, is_mail)
    if _is_quoted(text, start, end):
        return Found(marking, start, end, is_mention=True)
    if marking is Marking.PART_2 and not _says_why(words):
        is_own_line = not before.strip(" \t•*–—-") and not after.strip(" .)–—-:")
        counts = is_own_line and is_edge and _COUNCIL.search(text) is not None
        return Found(marking, start, end) if counts else None
    flows = _flows_in(text, lines, place, before, words)
    if _stands_alone(before, words, after, is_edge=is_edge) and not flows:
        if marking is Marking.EXEMPT and not words.isupper() and not _EXEMPT_AFTER.match(after):
            return None  # exempt supplies, exempt accommodation
        # A heading of a paper about markings, as "OFFICIAL-SENSITIVE" in a policy's list of them.
        is_listed = not is_edge and len(_EXPLAINS.findall(text)) >= _ABOUT_ENOUGH
        return Found(marking, start, end, is_listed)
    if marking in (Marking.CONFIDENTIAL, Marking.EXEMPT) and not words.isupper():
        return None  # an everyday word
    return Found(marking, start, end, is_mention=True)


def _stands_alone(before: str, words: str, after: str, *, is_edge: bool) -> bool:
    """Whether a line is the marking, perhaps with a page number or a name beside it."""
    line = f"{before}{words}{after}"
    count = len(re.findall(r"[^\W_]+", line))
    if count > (_EDGE_WORDS if is_edge else _HEADING_WORDS) and not _BY_VIRTUE.match(after):
        return False
    if words[:1].islower() and before.strip():
        return False  # in the middle of a sentence
    begins = _LABEL.match(before) is not None
    rest = ("" if begins else before) + (" " if _BY_VIRTUE.match(after) else f" {after}")
    if _SENTENCE.search(rest):
        return False
    if words.isupper() and is_edge:
        return True
    if not (words.isupper() or words[:1].isupper() or (is_edge and not before.strip())):
        return False
    if re.search(r"[.;]\s+\w", after) and not is_edge:
        return False
    ends = not after.strip(" \t.)]*_|–—-")
    if is_edge and _SIGN_BEFORE.search(before) and _SIGN_AFTER.match(after):
        return True  # "Board paper 7 | Commercial in confidence | Page 2 of 10"
    if begins:
        return _TAIL.match(after) is not None or ends
    # After a name in a header, behind a sign: "Example Trust | Confidential".
    return ends and (is_edge or _SIGN_BEFORE.search(before) is not None)


def _flows_in(text: str, lines: list[tuple[int, int]], place: int, before: str, words: str) -> bool:
    """Whether the line goes on a sentence that began on the one above."""
    if place == 0 or before.strip():
        return False
    above = text[lines[place - 1][0] : lines[place - 1][1]].rstrip()
    if not above or above[-1] in ".:;!?)|":
        return False
    # A wrapped sentence fills its line; a header or a heading does not.
    return len(above) > 45 and (above[-1] == "," or _SENTENCE.search(above) is not None) and (
        not words.isupper() or len(above) > 60
    )  # fmt: skip


def _speaks_of_itself(text: str, start: int, words: str) -> bool:
    before = " ".join(text[max(0, start - _AROUND) : start].split()) + " "
    before = re.split(r"(?<=[.;!?])\s", before)[-1]
    if not before.strip():
        before = ""
    if words.casefold().startswith("part"):
        return False
    return _OF_ITSELF.search(before) is not None


def _is_quoted(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in "'\"‘“«" and text[end : end + 1] in "'\"’”»" and (
        start > 0 and end < len(text)
    )  # fmt: skip


def _is_denied(before: str, after: str) -> bool:
    return bool(_NONE_BEFORE.search(before) or _NONE_AFTER.match(after))


def _says_why(words: str) -> bool:
    return re.search(r"exempt|private|confidential|closed|restricted", words, re.I) is not None


def _spaced(text: str) -> Iterator[Found]:
    """Find "C O N F I D E N T I A L", as watermarks and stamps are written."""
    for hit in _SPACED.finditer(text):
        letters = hit[0].replace(" ", "")
        for marking, word in (
            (Marking.CONFIDENTIAL, "CONFIDENTIAL"),
            (Marking.OFFICIAL_SENSITIVE, "OFFICIALSENSITIVE"),
        ):
            if word in letters:
                yield Found(marking, *hit.span())


def _lines_of(text: str) -> list[tuple[int, int]]:
    lines = []
    start = 0
    for line in text.splitlines(keepends=True):
        lines.append((start, start + len(line.rstrip("\r\n\x0b\x0c\x85\u2028\u2029"))))
        start += len(line)
    return lines or [(0, 0)]
