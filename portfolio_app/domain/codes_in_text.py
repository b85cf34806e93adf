"""KSB codes as people write them: in a cell, in a line they type, in the name of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portfolio_app.domain.ksb import Ksb, tidy_code

# A code, perhaps the first of a range, or a bare number, which belongs to the letters before it.
_LABEL = re.compile(
    r"""
    (?<![^\W_])                                    # not in the middle of a word
    (?:(?P<letters>[A-Za-z]{1,3})[ .\-_]?)?        # "K", "AB-"
    (?P<number>\d{1,3})(?P<suffix>[a-z]?)          # "8", "12b"
    (?:\s*(?:-|\u2013|\u2014|\bto\b)\s*            # "K2-5", "K2 to K5"
       (?:(?P<same>[A-Za-z]{1,3})[ .]?)?(?P<last>\d{1,3})(?![^\W_])
    )?
    (?![^\W_])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_LONGEST_RANGE = 60


@dataclass(frozen=True, slots=True)
class Codes:
    """What was found: uids of KSBs in the order they were named, and codes nobody knows."""

    uids: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def read_codes(text: str, ksbs: Sequence[Ksb]) -> Codes:
    """Return the KSBs that a typed line or a cell names: "K8, s12; B1-3", "k8 & 9".

    Ranges ("K2-K5", "K2-5", "S1 to S3") are filled in; a bare number belongs to the letters before
    it ("K8, 9"). Labels that are no codes (headings of other standards) are found whole, in any
    case. What looks like a code and is none of this standard is returned as unknown.
    """
    known = {each.code.casefold(): each.uid for each in ksbs}
    found: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for label in [each.code for each in ksbs if not _LABEL.fullmatch(each.code)]:
        whole = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)", re.IGNORECASE)
        text, times = whole.subn(" ", text)
        if times:
            found.setdefault(known[label.casefold()])
    for code in _codes(text):
        uid = known.get(code.casefold())
        if uid is None:
            unknown.setdefault(code)
        else:
            found.setdefault(uid)
    return Codes(tuple(found), tuple(unknown))


def codes_in_name(name: str, ksbs: Iterable[Ksb]) -> tuple[str, ...]:
    """Return the uids of the KSBs that a file's or folder's name names: "K8_S12 minutes.pdf".

    Only codes the standard has count, so that "v2", "A4" and years mean nothing.
    """
    known = {each.code.casefold(): each.uid for each in ksbs}
    plain = _EXTENSION.sub("", name).replace("_", " ")
    hits = (known.get(code.casefold()) for code in _codes(plain))
    return tuple(dict.fromkeys(uid for uid in hits if uid is not None))


def _codes(text: str) -> Iterator[str]:
    letters = ""
    for hit in _LABEL.finditer(text):
        letters = (hit["letters"] or letters).upper()
        if not letters:
            continue
        first = int(hit["number"])
        yield tidy_code(f"{letters}{first}{hit['suffix']}")
        if hit["last"] and (hit["same"] or letters).upper() == letters and not hit["suffix"]:
            last = min(int(hit["last"]), first + _LONGEST_RANGE)
            yield from (f"{letters}{number}" for number in range(first + 1, last + 1))
        elif hit["last"]:
            yield tidy_code(f"{hit['same'] or letters}{hit['last']}")
