"""KSBs: the knowledge, skills and behaviours of a standard, and the codes they go by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_CODE = re.compile(r"\s*([A-Za-z]{1,3})[\s.\-_]*0*(\d{1,3})\s*([A-Za-z]?)\s*")
_FIRST = {"K": "\x00", "S": "\x01", "B": "\x02"}


class KsbKind(StrEnum):
    """Knowledge, skill or behaviour."""

    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    BEHAVIOUR = "behaviour"

    @property
    def mark(self) -> str:
        """The shape drawn before every code: colour is never the only sign."""
        return {"knowledge": "■", "skill": "●", "behaviour": "◆"}[self.value]


def tidy_code(label: str) -> str:
    """Return the usual spelling of a code: ``" s 013 "`` gives ``"S13"``.

    One to three letters, a number and perhaps a letter make a code; any other label is returned as
    it is, without the white space around it.
    """
    found = _CODE.fullmatch(label)
    if found is None:
        return label.strip()
    letters, number, suffix = found.groups()
    return f"{letters.upper()}{int(number)}{suffix.lower()}"


def code_order(label: str) -> tuple[str, int, str]:
    """Return a sorting key: K, S, B, then other letters; K2 before K10; labels without one last."""
    found = _CODE.fullmatch(label)
    if found is None:
        return ("\uffff" + label, 0, "")
    letters, number, suffix = found.groups()
    letters = letters.upper()
    return (_FIRST.get(letters, letters), int(number), suffix.lower())


@dataclass(frozen=True, slots=True)
class Ksb:
    """One statement of the standard, as this portfolio holds it.

    ``uid`` is what claims point at; ``code`` is only a label. ``methods`` holds ids of assessment
    methods; empty means "method not set" (decision D8). ``review`` says why the person should look
    at it, ``was`` its wording before that; ``retired``: the accepted list no longer has it.
    ``note`` is private. ``shown_by`` names the standard's methods that look at the portfolio
    (domain.standard); empty where none says so.
    """

    uid: str
    code: str
    kind: KsbKind
    text: str
    short: str
    area: str = ""
    methods: tuple[str, ...] = ()
    methods_confirmed: bool = False
    wording_confirmed: bool = False
    was: str = ""
    review: str = ""
    retired: bool = False
    note: str = ""
    shown_by: tuple[str, ...] = ("pd",)

    @property
    def in_discussion(self) -> bool:
        """Whether the portfolio should show it: the discussion's, or method not set.

        Where a standard has no method that looks at the portfolio, it should show every KSB.
        """
        if not self.methods or not self.shown_by:
            return True
        return any(each in self.shown_by for each in self.methods)
