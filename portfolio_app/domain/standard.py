"""A standard and its rules, read from data that names its sources and how sure they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.days import day_words
from portfolio_app.domain.ksb import Ksb, KsbKind, tidy_code


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: a public page or document, and how much of it."""

    id: str
    title: str
    url: str = ""
    extent: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentMethod:
    """One assessment method, by its id in the data ("pd", "sbp")."""

    id: str
    title: str
    number: int = 0
    confirmed: bool = False


def portfolio_methods(methods: Sequence[AssessmentMethod]) -> tuple[str, ...]:
    """Return the ids of the methods that look at the portfolio: a discussion of it, an interview.

    Empty where no method says so; the portfolio then counts for every KSB.
    """
    return tuple(
        each.id
        for each in methods
        if each.id == "pd"
        or any(word in each.title.casefold() for word in ("portfolio", "discussion", "interview"))
    )


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that an assessment method groups KSBs by, with its descriptors."""

    id: str
    title: str
    method: str = ""
    ksb_uids: tuple[str, ...] = ()
    passes: str = ""
    distinction: str = ""


MOST_MONTHS = 240  # more is a slip, or a file that means no good


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the assessment plan, and how sure it is. ``value`` is 0 when it has none.

    ``said_by`` and ``said_on`` (a day) are filled when the person set it ("my EPAO says so").
    ``tolerance_percent`` is how far from the value is still within it.
    """

    id: str
    applies_to: str
    text: str
    value: float = 0
    unit: str = ""
    confirmed: bool = False
    source: str = ""
    note: str = ""
    said_by: str = ""
    said_on: str = ""
    tolerance_percent: float = 0

    @property
    def may_block(self) -> bool:
        """Whether it may stop a submission: confirmed for this version, or by the person."""
        return self.confirmed or bool(self.said_by and self.said_on)

    @property
    def months(self) -> int:
        """How many months it states, 0 where it states none that can be counted with."""
        return int(self.value) if self.unit == "months" and 0 < self.value <= MOST_MONTHS else 0


@dataclass(frozen=True, slots=True)
class Standard:
    """A whole standard: what a portfolio keeps its own full copy of.

    ``wording_accepted`` is empty until the person has compared the list with the official page;
    then it holds the source they gave and the date. ``methods_accepted`` is the same for the KSBs'
    assessment methods. ``given_rules`` are rules as the pack had them before the person changed
    them.
    """

    id: str
    reference: str
    version: str
    title: str
    level: int
    ksbs: tuple[Ksb, ...] = ()
    methods: tuple[AssessmentMethod, ...] = ()
    rules: tuple[Rule, ...] = ()
    sources: tuple[Source, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    licence: str = ""
    copyright: str = ""
    official_page: str = ""
    wording_accepted: str = ""
    themes: tuple[Theme, ...] = ()
    methods_accepted: str = ""
    given_rules: tuple[Rule, ...] = ()

    @property
    def name(self) -> str:
        """For example "Senior leader, level 7 · ST0480 version 1.2", without what is unknown."""
        title = f"{self.title}, level {self.level}" if self.level else self.title
        version = f"version {self.version}" if self.version else ""
        reference = " ".join(part for part in (self.reference, version) if part)
        return " · ".join(part for part in (title, reference) if part)

    @property
    def notice(self) -> str:
        """What must be said wherever the standard is shown; empty once the wording was accepted."""
        if self.wording_accepted or not self.ksbs:
            return "" if self.ksbs else NO_KSBS
        return WORKING_LIST

    @property
    def wording_line(self) -> str:
        """Whose wording it is and what it was compared with; "" until it was compared."""
        if not self.wording_accepted:
            return ""
        whose = f"{self.copyright}, {self.licence}. " if self.copyright else ""
        return f"KSB wording: {whose}Compared with: {self.wording_accepted}."

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule of this id, or None when the standard does not state it."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def source_line(self, rule: Rule) -> str:
        """Say where a rule comes from and whether it was confirmed for this version."""
        if rule.said_by:
            return f"{rule.said_by}, {day_words(rule.said_on)}: set by you."
        source = next((s for s in self.sources if s.id == rule.source), None)
        where = source.title if source else "Source not stated"
        sure = "" if rule.confirmed else " Not confirmed for this version."
        return f"{where}.{sure} Your EPAO's instructions come first."


NOT_COMPARED = "KSB wording: a working list that has not been compared with the official page."
WORKING_LIST = f"{NOT_COMPARED} Compare it before you rely on it."
NO_KSBS = "This standard comes without its KSB list. Add the list from the official page."


def standard_from_data(data: dict[str, Any]) -> Standard:
    """Return the Standard that a pack's data (TOML, already parsed) describes.

    A statement without a code keeps its heading, or its id, as its label.

    Raises:
        ValueError: the data is not a standard pack, or is of a newer schema.
    """
    if data.get("schema") != 1 or "id" not in data:
        raise ValueError("This is not a standard pack this version of the app can read.")
    licence = data.get("licence", {})
    ksbs = tuple(_ksb(data["id"], entry) for entry in data.get("ksbs", ()))
    return Standard(
        id=str(data["id"]),
        reference=str(data.get("reference", "")),
        version=str(data.get("version", "")),
        title=str(data.get("title", "")),
        level=int(data.get("level", 0)),
        ksbs=ksbs,
        methods=tuple(
            AssessmentMethod(
                id=m["id"],
                title=m["title"],
                number=m.get("number", 0),
                confirmed=bool(m.get("title_confirmed", m.get("confirmed", False))),
            )
            for m in data.get("methods", ())
        ),
        rules=tuple(
            Rule(
                id=r["id"],
                applies_to=r.get("applies_to", ""),
                text=r["text"],
                value=r.get("value", 0),
                unit=r.get("unit", ""),
                confirmed=bool(r.get("confirmed", False)),
                source=r.get("source", ""),
                note=r.get("note", ""),
                tolerance_percent=float(r.get("tolerance_percent", 0)),
            )
            for r in data.get("rules", ())
        ),
        sources=tuple(
            Source(id=key, title=s["title"], url=s.get("url", ""), extent=s.get("extent", ""))
            for key, s in data.get("sources", {}).items()
        ),
        areas=tuple((a["id"], a["title"]) for a in data.get("areas", ())),
        licence=str(licence.get("name", "")),
        copyright=str(licence.get("copyright", "")),
        official_page=str(data.get("source", {}).get("official_page_to_check", "")),
        themes=tuple(_theme(entry, ksbs) for entry in data.get("themes", ())),
    )


def _theme(entry: dict[str, Any], ksbs: tuple[Ksb, ...]) -> Theme:
    uids = {each.code.casefold(): each.uid for each in ksbs}
    codes = [tidy_code(str(each)).casefold() for each in entry.get("ksbs", ())]
    return Theme(
        id=str(entry.get("id") or entry["title"]),
        title=str(entry["title"]),
        method=str(entry.get("method", "")),
        ksb_uids=tuple(uids[code] for code in codes if code in uids),
        passes=str(entry.get("pass", "")),
        distinction=str(entry.get("distinction", "")),
    )


def _ksb(standard_id: str, entry: dict[str, Any]) -> Ksb:
    label = tidy_code(str(entry.get("code") or entry.get("heading") or entry.get("id") or ""))
    text = str(entry["text"])
    # The same statement of the same pack always has the same uid: a fact, not a chance.
    uid = hashlib.sha256(f"{standard_id}\n{label}\n{text}".encode()).hexdigest()[:26]
    return Ksb(
        uid=uid,
        code=label,
        kind=KsbKind(entry["kind"]),
        text=text,
        short=str(entry.get("short") or entry.get("heading") or text[:60]),
        area=str(entry.get("area", "")),
        methods=tuple(entry.get("methods", ())),
        methods_confirmed=bool(entry.get("methods_confirmed", False)),
        wording_confirmed=bool(entry.get("wording_confirmed", entry.get("confirmed", False))),
    )
