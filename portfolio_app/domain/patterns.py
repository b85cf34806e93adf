"""Numbers and addresses that point at one person, found in a page's text.

Each is found by its published form, and by its check character where it has one, so that what only
looks alike is left alone. Texts are compared as ``domain.normalising`` has them: whatever their
case, their dashes, and the line ends they run over. Positions are code points of the stored text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.normalising import Normalised, normalise


class Pattern(StrEnum):
    """What can be recognised without being told, in the order in which it is looked for."""

    NHS = "nhs"
    UPN = "upn"
    NI = "ni"
    EMAIL = "email"
    POSTCODE = "postcode"
    PHONE = "phone"
    BIRTH = "birth"


@dataclass(frozen=True, slots=True)
class PatternHit:
    """Code points ``start`` to ``end`` of the text, and what they are."""

    pattern: Pattern
    start: int
    end: int


def find(text: str) -> tuple[PatternHit, ...]:
    """Return every number and address of a page's text in reading order, none over another.

    Where two could be meant, the one with a check character wins, then the longer.
    """
    normal = normalise(text)
    taken: list[tuple[int, int]] = []
    found: list[PatternHit] = []
    for pattern, look in _LOOKS:
        for start, end in look(normal, text):
            if end <= start or any(start < high and low < end for low, high in taken):
                continue
            taken.append((start, end))
            found.append(PatternHit(pattern, *normal.origin(start, end)))
    return tuple(sorted(found, key=lambda hit: hit.start))


def canonical(pattern: Pattern, words: str) -> str:
    """Return a number or address as it is compared: "485 777-3456" is "4857773456"."""
    plain = normalise(words).text
    if pattern is Pattern.EMAIL:
        return plain.replace(" ", "")
    kept = re.sub(r"[\W_]", "", plain)
    if pattern is Pattern.PHONE:
        kept = kept.partition("x")[0] if "x" in kept else kept
        kept = re.sub(r"[a-z].*$", "", kept)
        kept = re.sub(r"^(?:0044|44)0?", "0", kept)
    return kept


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are a possible NHS number.

    NHS Data Dictionary, "NHS NUMBER": the first nine digits are weighted 10 down to 2; 11 less the
    remainder of their sum by 11 is the check digit, 11 standing for 0, and 10 for none at all.
    A row of ten equal digits fits the rule but is only ever a stand-in.
    """
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit() or len({*digits}) == 1:
        return False
    total = sum(
        weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[9])


def is_upn(characters: str) -> bool:
    """Whether thirteen characters are a possible unique pupil number.

    Department for Education, "Unique pupil numbers": a check letter and twelve digits (local
    authority 3, school 4, year 2, serial 3), the last of them a letter in a temporary number.
    Characters 2 to 13 are weighted 2 to 13, a letter counting as its place among the 23 letters
    without I, O and S; their sum's remainder by 23 is the place of the check letter.
    """
    code = characters.upper()
    if not _UPN_FORM.fullmatch(code):
        return False
    values = [int(each) for each in code[1:12]]
    values.append(int(code[12]) if code[12].isdigit() else _UPN_LETTERS.index(code[12]))
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return _UPN_LETTERS[total % 23] == code[0]


def is_ni_number(characters: str) -> bool:
    """Whether nine characters are a possible National Insurance number.

    HM Revenue and Customs, National Insurance Manual NIM39110: two letters, six digits and A, B, C
    or D. D, F, I, Q, U and V are in no prefix, O is not its second letter, and BG, GB, KN, NK, NT,
    TN and ZZ are not used. (QQ 12 34 56 A, the manual's example, is none for that reason.)
    """
    return _NI_FORM.fullmatch(characters.upper()) is not None


def is_postcode(outward: str, inward: str) -> bool:
    """Whether these are the two halves of a possible UK postcode.

    BS 7666 and Royal Mail's Programmers' Guide: one of the 124 post towns' areas, a district (A9,
    A99, AA9, AA99, A9A or AA9A; only certain letters after the digit; two digits do not begin with
    0), a space, a digit and two letters that are none of C, I, K, M, O and V. And GIR 0AA.
    """
    outer, inner = outward.upper(), inward.upper()
    if (outer, inner) == ("GIR", "0AA"):
        return True
    parts = _OUTWARD.fullmatch(outer)
    if parts is None or not _INWARD.fullmatch(inner) or parts["area"] not in _AREAS:
        return False
    letter = parts["letter"]
    return not letter or letter in ("ABCDEFGHJKPSTUW", "ABEHMNPRVWXY")[len(parts["area"]) - 1]


# how each is looked for, in the text as it is compared

_Look = Callable[[Normalised, str], Iterator[tuple[int, int]]]
_BEFORE = r"(?<!\w)(?<!\d[.,/-])(?<![£$€])"
_AFTER = r"(?!\w)(?![.,/-]\d)"

_NHS = re.compile(rf"{_BEFORE}(?:\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}}|\d(?: \d){{9}}){_AFTER}")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_FORM = re.compile(rf"[{_UPN_LETTERS}]\d{{11}}[\d{_UPN_LETTERS}]")
_UPN = re.compile(
    r"(?<!\w)[a-hj-np-rt-z][ -]?\d{3}[ -]?\d{4}[ -]?\d{2}[ -]?\d{2}[a-hj-np-rt-z\d]" + _AFTER
)
_NI_FORM = re.compile(
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]\d{6}[ABCD]", re.ASCII
)
_NI = re.compile(rf"(?<!\w)[a-z]{{2}}[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[a-d]{_AFTER}", re.ASCII)
_POSTCODE = re.compile(
    rf"(?<!\w)(?<!\d[.,/-])([a-z]{{1,2}}\d[a-z\d]?|gir) ?(\d[a-z]{{2}}){_AFTER}", re.ASCII
)
_OUTWARD = re.compile(r"(?P<area>[A-Z]{1,2})(?:\d(?P<letter>[A-Z])?|[1-9]\d)", re.ASCII)
_INWARD = re.compile(r"\d[ABD-HJLNP-UW-Z]{2}", re.ASCII)
_AREA_NAMES = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY "
    "E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE "
    "LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL "
    "SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_AREAS = frozenset(_AREA_NAMES.split())
# "Level E1 2nd floor", "S3 6ft": small letters after a digit that are a word of their own.
_ENDINGS = frozenset({"st", "nd", "rd", "th", "bn", "hr", "ft", "pt", "gb", "tb", "ha", "lb"})
_PHONE_HEAD = re.compile(
    rf"{_BEFORE}(?:(?P<abroad>\(?(?:\+ ?|00 ?)44\)?[ .-]?(?:\(0\)[ .-]?)?\(?)(?=[1-35789])"
    r"|(?P<home>\(?0(?=[1-35789])))(?P<first>\d{1,10})",
    re.ASCII,
)
_PHONE_MORE = re.compile(r"(?:\)[ .-]{0,2}|[ .-]{1,2}\(?|(?<=\))|(?<=\d)\(| - )(\d{2,8})", re.ASCII)
_EXTENSION = re.compile(r",? ?(?:extension|ext|x)[. :]{0,2}\d{2,5}(?!\w)")
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-")
_DOMAIN = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*")
_TOP = re.compile(r"[^\W\d_]{2,24}|xn--[a-z0-9-]{2,58}")
_USUAL_TOPS = frozenset({"uk", "com", "org", "net", "gov", "edu", "info", "ac", "nhs", "sch", "co"})


def _nhs(normal: Normalised, _text: str) -> Iterator[tuple[int, int]]:
    for hit in _NHS.finditer(normal.text):
        if is_nhs_number(re.sub(r"\D", "", hit[0])):
            yield hit.span()


def _upn(normal: Normalised, _text: str) -> Iterator[tuple[int, int]]:
    for hit in _UPN.finditer(normal.text):
        if is_upn(re.sub(r"[ -]", "", hit[0])):
            yield hit.span()


def _ni(normal: Normalised, text: str) -> Iterator[tuple[int, int]]:
    for hit in _NI.finditer(normal.text):
        if not is_ni_number(re.sub(r"[ -]", "", hit[0])):
            continue
        start, end = normal.origin(*hit.span())
        # In small letters with spaces it is words and figures: "we 12 34 56 a".
        if " " not in hit[0] or text[start:end].upper() == text[start:end]:
            yield hit.span()


def _postcode(normal: Normalised, text: str) -> Iterator[tuple[int, int]]:
    for hit in _POSTCODE.finditer(normal.text):
        if not is_postcode(hit[1], hit[2]):
            continue
        start, end = normal.origin(*hit.span())
        written = text[start:end]
        if hit[2][1:] in _ENDINGS and written[-2:].islower():
            continue
        # Without a space, and in letters of both sizes, it is a part of some code.
        if " " in hit[0] or written.isupper() or written.islower():
            yield hit.span()


def _phone(normal: Normalised, _text: str) -> Iterator[tuple[int, int]]:
    """Find telephone numbers as they are written in the United Kingdom.

    Ofcom, National Telephone Numbering Plan: after 0 or +44 come 10 digits, or 9 in some 01 areas
    and some 0800 numbers, the first of them none of 0, 4 and 6. Emergency and short codes, and
    local numbers without their area code, are nobody's own and not looked for.
    """
    page = normal.text
    at = 0
    while (head := _PHONE_HEAD.search(page, at)) is not None:
        at = head.end()
        end = _phone_end(page, head)
        if end:
            more = _EXTENSION.match(page, end)
            at = more.end() if more else end
            yield head.start(), at


def _phone_end(page: str, head: re.Match[str]) -> int:
    """Return where the number ends that begins so; 0 when it is none."""
    is_home = head["home"] is not None
    first = head["first"]
    if is_home and len(first) < 2:  # "01 12 2024": an area code has two digits more
        return 0
    digits, end, nine = first, head.end(), 0
    while True:
        if len(digits) > 10:
            break
        is_whole = not re.match(r"\w|[.,/-]\d", page[end : end + 2])
        if len(digits) == 10:
            if is_whole:
                return end
            break
        if len(digits) == 9 and is_whole and _may_have_nine(digits, len(first)):
            nine = end
        more = _PHONE_MORE.match(page, end)
        if more is None:
            break
        digits += more[1]
        end = more.end()
    return nine


def _may_have_nine(digits: str, first: int) -> bool:
    return first in (4, 5, 9) if digits[0] == "1" else digits.startswith(("800", "500"))


def _email(normal: Normalised, text: str) -> Iterator[tuple[int, int]]:
    """Find e-mail addresses: the usual ones of RFC 5322 (dot-atom), with a domain of two labels.

    Walked outwards from each "@", so that no text makes it slow. A line may end next to the "@" or
    next to a dot of the domain.
    """
    page = normal.text
    at = page.find("@")
    while at >= 0:
        start, end = _local_start(normal, text, at), _domain_end(normal, text, at)
        if start < at < end:
            yield start, end
        at = page.find("@", max(end, at + 1))


def _local_start(normal: Normalised, text: str, at: int) -> int:
    page = normal.text
    stop = at - 1 if page[at - 1 : at] == " " and _is_line_end(normal, text, at - 1) else at
    start = stop
    while start > 0 and stop - start < 64:
        before = page[start - 1]
        if not (before in _LOCAL or (before > "\x7f" and before.isalnum())):
            break
        start -= 1
    while start < stop and not page[start].isalnum():
        start += 1
    ends_well = start < stop and page[stop - 1] != "."
    return start if ends_well else at


def _domain_end(normal: Normalised, text: str, at: int) -> int:
    page = normal.text
    begin = at + 1
    if page[begin : begin + 1] == " " and _is_line_end(normal, text, begin):
        begin += 1
    found = _DOMAIN.match(page, begin, begin + 255)
    if found is None:
        return at
    end = found.end()
    # A line that ends at a dot: "name@trust.nhs." and "uk" on the next.
    for _ in range(2):
        gap = re.compile(r"\. | \.").match(page, end)
        if gap is None or not _is_line_end(normal, text, end + gap[0].index(" ")):
            break
        more = _DOMAIN.match(page, gap.end(), gap.end() + 64)
        has_dot = "." in page[begin:end]
        if more is None or (has_dot and more[0].partition(".")[0] not in _USUAL_TOPS):
            break
        end = more.end()
    host = page[begin:end].replace(" ", "")
    labels = host.split(".")
    is_good = len(labels) > 1 and _TOP.fullmatch(labels[-1]) is not None
    return end if is_good else at


def _is_line_end(normal: Normalised, text: str, place: int) -> bool:
    start, end = normal.origin(place, place + 1)
    return any(each in "\n\r\x0b\x0c\x85\u2028\u2029" for each in text[start:end])


def _birth(normal: Normalised, _text: str) -> Iterator[tuple[int, int]]:
    """Find days of birth: a day that is said to be one, shortly before it ("DOB: 03/04/2012").

    A date by itself is nobody's own. Of a column under "Date of birth" each line's day counts.
    """
    page = normal.text
    for label in _BORN.finditer(page):
        at, stop = label.end(), label.end() + _TO_BIRTHDAY
        while (day := _BIRTHDAY.search(page, at, min(stop, len(page)))) is not None:
            yield day.span()
            at, stop = day.end(), day.end() + _TO_BIRTHDAY


_BORN = re.compile(
    r"(?<!\w)(?:dates? of birth|d\.? ?o\.? ?b\b\.?|birth ?dates?|born(?: on)?(?=:? \d))(?!\w)"
)
_BIRTHDAY = re.compile(
    r"(?<![\d/.-])(?:\d{1,2}(?: ?[/.-] ?| )\d{1,2}(?: ?[/.-] ?| )(?:19|20)?\d{2}"
    r"|(?:19|20)\d{2}[/.-]\d{1,2}[/.-]\d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"[ ,-]{1,2}(?:19|20)\d{2})(?![\d/-])"
)
_TO_BIRTHDAY = 48  # characters between what says so and the day: a name, a class, a bracket
_LOOKS: tuple[tuple[Pattern, _Look], ...] = (
    (Pattern.NHS, _nhs),
    (Pattern.UPN, _upn),
    (Pattern.NI, _ni),
    (Pattern.EMAIL, _email),
    (Pattern.POSTCODE, _postcode),
    (Pattern.BIRTH, _birth),
    (Pattern.PHONE, _phone),
)
