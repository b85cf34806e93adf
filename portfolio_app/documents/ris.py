"""RIS, as databases and reference managers write it, and as it comes when it was damaged.

Tags: https://en.wikipedia.org/wiki/RIS_(file_format) and what reference managers write. An entry
that lacks its type or its end is read as far as it goes, kept as it was, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.domain.references_read import (
    LONGEST_FIELD,
    LONGEST_RAW,
    MOST_ENTRIES,
    MOST_PEOPLE,
    ReadReferences,
    cut,
    day_of,
    person_of_line,
)

_TAG = re.compile(r"[ \t]{0,3}([A-Z][A-Z0-9])[ \t]{0,3}-(?:[ \t](.*))?")
_LINES = re.compile(r"\r\n|\r|\n")
_NO_TYPE = "It has no type, so what kind of source it is was not said."
_NO_END = "Its end was missing. Check that nothing of it is lacking."
_NOTHING = "Nothing in it could be read as a reference."

_KINDS = {
    "BOOK": SourceKind.BOOK, "EBOOK": SourceKind.BOOK, "EDBOOK": SourceKind.BOOK,
    "CHAP": SourceKind.CHAPTER, "ECHAP": SourceKind.CHAPTER,
    "JOUR": SourceKind.ARTICLE, "EJOUR": SourceKind.ARTICLE, "JFULL": SourceKind.ARTICLE,
    "INPR": SourceKind.ARTICLE, "ABST": SourceKind.ARTICLE,
    "MGZN": SourceKind.NEWS, "NEWS": SourceKind.NEWS, "BLOG": SourceKind.NEWS,
    "ELEC": SourceKind.WEB_PAGE, "WEB": SourceKind.WEB_PAGE, "ICOMM": SourceKind.WEB_PAGE,
    "RPRT": SourceKind.REPORT, "GOVDOC": SourceKind.REPORT, "PAMP": SourceKind.REPORT,
    "STAND": SourceKind.REPORT,
    "STAT": SourceKind.LAW, "BILL": SourceKind.LAW, "LEGAL": SourceKind.LAW,
    "CASE": SourceKind.LAW, "HEAR": SourceKind.LAW,
    "CONF": SourceKind.CONFERENCE, "CPAPER": SourceKind.CONFERENCE,
    "THES": SourceKind.THESIS,
}  # fmt: skip
_OTHERS = frozenset(
    ("GEN", "UNPB", "MANSCPT", "PCOMM", "VIDEO", "SOUND", "SLIDE", "FIGURE", "DATA", "COMP", "MAP",
     "MPCT", "MULTI", "MUSIC", "PAT", "ART", "AUDIO", "DBASE", "DICT", "ENCYC", "CTLG", "SER",
     "UNBILL", "INTV", "GRANT", "EQUA", "CLSWK", "ANCIENT", "AGGR", "ADVS", "CHART")
)  # fmt: skip


@dataclass(slots=True)
class _Entry:
    values: dict[str, list[str]] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    last: str = ""

    def add(self, tag: str, value: str) -> None:
        self.values.setdefault(tag, []).append(value)
        self.last = tag

    def goes_on(self, line: str) -> None:
        if self.last and len(self.values[self.last][-1]) < LONGEST_FIELD:
            self.values[self.last][-1] += f" {line.strip()}"


def read(text: str) -> ReadReferences:
    """Return the references of a file's words."""
    entries: list[_Entry] = []
    entry: _Entry | None = None
    before = beyond = 0
    for line in _LINES.split(text):
        found = _TAG.fullmatch(line.rstrip())
        tag, value = (found[1], (found[2] or "").strip()) if found else ("", "")
        if tag == "ER":
            entry = None
            continue
        if tag == "TY" and entry is not None:
            entry.troubles.append(_NO_END)
            entry = None
        if entry is None:
            if not tag:
                before += bool(line.strip(" \t\ufeff"))
                continue
            entry = _Entry(troubles=[] if tag == "TY" else [_NO_TYPE])
            if len(entries) < MOST_ENTRIES:
                entries.append(entry)
            else:
                beyond += 1
        if len(entry.raw) < LONGEST_RAW:
            entry.raw.append(line)
        if tag:
            entry.add(tag, value)
        elif line.strip():
            entry.goes_on(line)
    if entry is not None:
        entry.troubles.append(_NO_END)
    left_out = [f"{before} lines outside the entries"] if before else []
    left_out += [f"{beyond} entries after the first {MOST_ENTRIES:,}"] if beyond else []
    return ReadReferences("RIS", tuple(map(_source, entries)), tuple(left_out))


def _source(entry: _Entry) -> Source:
    values, troubles = entry.values, list(entry.troubles)
    said = _first(values, "TY").upper()
    kind = _KINDS.get(said, SourceKind.OTHER)
    if said and said not in _KINDS and said not in _OTHERS:
        troubles.append(f"Its kind, {cut(said)[:20]}, isn't known.")
    source = _of_kind(kind, values)
    if not source.title and not source.authors:
        troubles.append(_NOTHING)
    if not troubles:
        return source
    raw = "\n".join(entry.raw).strip()[:LONGEST_RAW]
    return replace(source, raw=raw, trouble=" ".join(dict.fromkeys(troubles)))


def _of_kind(kind: SourceKind, values: Mapping[str, Sequence[str]]) -> Source:
    year, day = day_of(_first(values, "PY", "Y1", "DA"))
    if not year:
        year = cut(_first(values, "PY", "Y1"))[:40]
    _, whole = day_of(_first(values, "DA", "Y1", "PY"))
    day = whole if len(whole) > len(day) else day
    title = _first(values, "TI", "T1", "CT")
    container = _first(values, "T2", "JO", "JF", "BT", "J2", "JA")
    if kind is SourceKind.CONFERENCE:
        container = _first(values, "T2", "C3", "BT", "T3")
    if not title:
        # Some write a book's title as that of the volume it is.
        title, container = _first(values, "BT", "T2", "T3"), ""
    editors = _people(values, "ED") or _people(values, "A2")
    accessed = day_of(_first(values, "Y2"))[1]
    more = {"type": cut(_first(values, "M3"))} if kind in _TYPED else {}
    if kind is SourceKind.CONFERENCE:
        more |= {"venue": cut(_first(values, "C1"))}
    return Source(
        uid="",
        kind=kind,
        authors=_people(values, "AU", "A1"),
        editors=editors,
        year=year,
        day=day if len(day) > 4 and kind in _DAYED else "",
        title=cut(title),
        container=cut(container) if kind not in _WHOLE else "",
        edition=cut(_first(values, "ET")),
        volume=cut(_first(values, "VL")),
        issue=cut(_first(values, "IS")) if kind in _ISSUED else "",
        pages=_pages(values) if kind is not SourceKind.BOOK else "",
        place=cut(_first(values, "CY", "PP")),
        publisher=cut(_first(values, "PB")),
        number=cut(_first(values, "SN" if kind is SourceKind.LAW else "M1", "IS"))
        if kind in _NUMBERED
        else "",
        doi=cut(_first(values, "DO")),
        address="".join(_first(values, "UR", "LK").split())[:2_000],
        accessed=accessed if len(accessed) > 7 else "",
        key=cut(_first(values, "ID"))[:100],
        more={name: value for name, value in more.items() if value},
    )


_TYPED = (SourceKind.THESIS, SourceKind.INTERNAL)
_DAYED = (SourceKind.NEWS, SourceKind.CONFERENCE, SourceKind.WEB_PAGE)
_WHOLE = (SourceKind.BOOK, SourceKind.REPORT, SourceKind.THESIS, SourceKind.LAW,
          SourceKind.WEB_PAGE)  # fmt: skip
_ISSUED = (SourceKind.ARTICLE, SourceKind.NEWS)
_NUMBERED = (SourceKind.REPORT, SourceKind.LAW)


def _first(values: Mapping[str, Sequence[str]], *tags: str) -> str:
    for tag in tags:
        for value in values.get(tag, ()):
            if value.strip():
                return value
    return ""


def _people(values: Mapping[str, Sequence[str]], *tags: str) -> tuple[Person, ...]:
    lines = [line for tag in tags for value in values.get(tag, ()) for line in value.split(";")]
    found = (person_of_line(cut(line)) for line in lines[:MOST_PEOPLE])
    return tuple(each for each in found if each is not None)


def _pages(values: Mapping[str, Sequence[str]]) -> str:
    first, last = cut(_first(values, "SP")), cut(_first(values, "EP"))
    if not first or not last or last == first or re.search(r"[-–—]", first):
        return first or last
    return f"{first}-{last}"
