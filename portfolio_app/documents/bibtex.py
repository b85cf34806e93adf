"""BibTeX and BibLaTeX: entries, @string, joined values, crossref, LaTeX letters; damaged ones too.

An entry whose braces or quotation marks don't match ends where the next one begins on a line of its
own; what could be read of it is kept with the entry as it was, and says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from portfolio_app.documents.latex_letters import address, group_end, letters
from portfolio_app.domain.reference_names import PARTICLES
from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.domain.references_read import (
    LONGEST_FIELD,
    LONGEST_RAW,
    MOST_ENTRIES,
    MOST_PEOPLE,
    ReadReferences,
    cut,
    day_of,
)

# Every repetition has an end: some files are made to take for ever.
_START = re.compile(r"@[ \t]{0,20}([A-Za-z]{1,40})\s{0,20}([{(])")
_NEXT = re.compile(r"^[ \t]{0,40}@[ \t]{0,20}[A-Za-z]{1,40}\s{0,20}[{(]", re.M)
_KEY = re.compile(r"\s{0,80}([^\s,={}()\"]{0,200})\s{0,80}(,|(?=[})])|$)")
_NAME = re.compile(r"(?<![\w:.+-])([A-Za-z][\w:.+-]{0,60})\s{0,200}=\s{0,200}")
_NEXT_FIELD = re.compile(r",\s{0,80}[A-Za-z][\w-]{0,60}\s{0,80}=\s{0,80}[{\"\w]")
_BARE = re.compile(r"[^\s,#{}()\"]+")
_UNBALANCED = "Its braces or quotation marks don't match."
_MOST_PARENTS = 5
_FAR = 500  # characters: a comment begins not further before
_MOST_FAULTS = 5  # in one entry: it is not read further
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_KINDS = {
    "article": SourceKind.ARTICLE, "periodical": SourceKind.ARTICLE,
    "book": SourceKind.BOOK, "mvbook": SourceKind.BOOK, "collection": SourceKind.BOOK,
    "mvcollection": SourceKind.BOOK, "proceedings": SourceKind.BOOK, "booklet": SourceKind.BOOK,
    "ebook": SourceKind.BOOK, "reference": SourceKind.BOOK,
    "inbook": SourceKind.CHAPTER, "incollection": SourceKind.CHAPTER,
    "bookinbook": SourceKind.CHAPTER, "inreference": SourceKind.CHAPTER,
    "inproceedings": SourceKind.CONFERENCE, "conference": SourceKind.CONFERENCE,
    "phdthesis": SourceKind.THESIS, "mastersthesis": SourceKind.THESIS,
    "thesis": SourceKind.THESIS, "bathesis": SourceKind.THESIS,
    "techreport": SourceKind.REPORT, "report": SourceKind.REPORT, "manual": SourceKind.REPORT,
    "standard": SourceKind.REPORT,
    "online": SourceKind.WEB_PAGE, "electronic": SourceKind.WEB_PAGE, "www": SourceKind.WEB_PAGE,
    "webpage": SourceKind.WEB_PAGE,
    "newspaper": SourceKind.NEWS, "magazine": SourceKind.NEWS,
    "legislation": SourceKind.LAW, "legal": SourceKind.LAW, "jurisdiction": SourceKind.LAW,
    "misc": SourceKind.OTHER, "unpublished": SourceKind.OTHER, "other": SourceKind.OTHER,
    "dataset": SourceKind.OTHER, "software": SourceKind.OTHER, "video": SourceKind.OTHER,
    "audio": SourceKind.OTHER, "patent": SourceKind.OTHER,
}  # fmt: skip
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "phd": "PhD thesis",
           "mathesis": "Master’s thesis", "bathesis": "Bachelor’s thesis"}  # fmt: skip


@dataclass(slots=True)
class _Entry:
    kind: str
    raw: str
    key: str = ""
    values: dict[str, str] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def read(text: str) -> ReadReferences:
    """Return the references of a file's words."""
    macros = {each: each for each in _MONTHS}
    entries: list[_Entry] = []
    comments = beyond = 0
    for kind, body, whole in _pieces(text):
        if kind in ("comment", "preamble"):
            comments += 1
        elif kind == "string":
            _define(body, macros)
        elif len(entries) < MOST_ENTRIES:
            entries.append(_entry(kind, body, whole, macros))
        else:
            beyond += 1
    by_key: dict[str, _Entry] = {}
    for each in entries:
        by_key.setdefault(each.key.casefold(), each)
    left_out = [f"{comments} comments"] if comments else []
    left_out += [f"{beyond} entries after the first {MOST_ENTRIES:,}"] if beyond else []
    sources = tuple(_source(each, by_key) for each in entries)
    return ReadReferences("BibTeX", sources, tuple(left_out))


# entries


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kind of each entry, what is in its braces, and all of it."""
    at = 0
    starts = [each.start() for each in _NEXT.finditer(text)]
    while found := _START.search(text, at):
        if _is_commented(text, found.start()):
            at = found.end()
            continue
        after = bisect_left(starts, found.end())
        limit = starts[after] if after < len(starts) else len(text)
        opened = found.end() - 1
        end = _close(text, opened, limit)
        stop = end if end > 0 else limit
        yield found[1].lower(), text[opened + 1 : stop], text[found.start() : stop]
        at = stop


def _is_commented(text: str, at: int) -> bool:
    before = text[max(at - _FAR, 0) : at]
    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    return line.lstrip().startswith("%")


def _close(text: str, opened: int, limit: int) -> int:
    """Return where an entry ends, behind its closing brace; -1: not before the limit."""
    if text[opened] == "{":
        return group_end(text, opened, limit)
    depth = 0
    for found in re.compile(r"\\.|[{}()]", re.S).finditer(text, opened, limit):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if found[0] == ")" and depth == 0:
            return found.end()
    return -1


def _entry(kind: str, body: str, whole: str, macros: Mapping[str, str]) -> _Entry:
    entry = _Entry(kind, whole.strip()[:LONGEST_RAW])
    closing = {"{": "}", "(": ")"}[whole[_START.match(whole).end() - 1]]  # type: ignore[union-attr]
    if not body.endswith(closing):
        entry.troubles.append(_UNBALANCED)
    key = _KEY.match(body)
    if key is not None and "=" not in key[1]:
        entry.key = key[1]
    at = key.end() if key is not None else 0
    faults = 0
    while faults < _MOST_FAULTS and (found := _NAME.search(body, at)):
        value, at, fine = _value(body, found.end(), macros, entry)
        name = found[1].lower()
        if value and name not in entry.values:
            entry.values[name] = value
        if not fine:
            faults += 1
            if _UNBALANCED not in entry.troubles:
                entry.troubles.append(_UNBALANCED)
    return entry


def _value(body: str, at: int, macros: Mapping[str, str], entry: _Entry) -> tuple[str, int, bool]:
    """Return a value with its parts joined, where it ends, and whether it was closed."""
    parts: list[str] = []
    while True:
        while body[at : at + 1].isspace():
            at += 1
        mark = body[at : at + 1]
        if mark in ("{", '"'):
            end = group_end(body, at) if mark == "{" else _quote_end(body, at)
            if end < 0:
                end = _salvaged_end(body, at)
                kept = "".join(parts)[:LONGEST_RAW] + body[at + 1 : min(end, at + LONGEST_RAW)]
                return kept.rstrip(" ,}\"'"), end, False
            parts.append(body[at + 1 : end - 1])
            at = end
        elif bare := _BARE.match(body, at):
            word, at = bare[0], bare.end()
            if not word.isdigit() and word.lower() not in macros:
                entry.troubles.append(f"“{cut(word)[:40]}” stands for words that are not given.")
            parts.append(word if word.isdigit() else macros.get(word.lower(), word))
        else:
            return "".join(parts)[:LONGEST_RAW], at, True
        while body[at : at + 1].isspace():
            at += 1
        if body[at : at + 1] != "#":
            return "".join(parts)[:LONGEST_RAW], at, True
        at += 1


def _salvaged_end(body: str, at: int) -> int:
    """Return where a value that is not closed most likely ends: at the next field or the line's."""
    line = body.find("\n", at)
    last = line if line > 0 else len(body)
    found = _NEXT_FIELD.search(body, at, last)
    return found.start() if found else last


def _quote_end(body: str, at: int) -> int:
    depth = 0
    for found in re.compile(r'\\.|[{}"]', re.S).finditer(body, at + 1):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if found[0] == '"' and depth <= 0:
            return found.end()
    return -1


def _define(body: str, macros: dict[str, str]) -> None:
    if found := _NAME.match(body):
        value, _, fine = _value(body, found.end(), macros, _Entry("string", ""))
        if fine:
            macros[found[1].lower()] = value[:LONGEST_FIELD]


# what an entry says


def _source(entry: _Entry, by_key: Mapping[str, _Entry]) -> Source:
    troubles = list(entry.troubles)
    values = _with_parent(entry, by_key, troubles)
    kind = _KINDS.get(entry.kind)
    if kind is None:
        troubles.append(f"Its kind, @{cut(entry.kind)[:20]}, isn't known.")
    source = _of_kind(entry.kind, kind or SourceKind.OTHER, values)
    if not source.title and not source.authors and not source.editors:
        troubles.append("Nothing in it could be read as a reference.")
    source = replace(source, key=cut(entry.key)[:100])
    if not troubles:
        return source
    return replace(source, raw=entry.raw, trouble=" ".join(dict.fromkeys(troubles)))


def _with_parent(
    entry: _Entry, by_key: Mapping[str, _Entry], troubles: list[str]
) -> Mapping[str, str]:
    values, seen, child = dict(entry.values), {entry.key.casefold()}, entry
    while wanted := child.values.get("crossref", "").strip().casefold():
        parent = by_key.get(wanted)
        if parent is None or wanted in seen or len(seen) > _MOST_PARENTS:
            troubles.append(f"It refers to “{cut(wanted)[:40]}”, which isn't in the file.")
            break
        seen.add(wanted)
        for name, value in parent.values.items():
            if name in ("crossref", "author", "key", "doi", "url", "pages", "note"):
                continue
            if name in ("title", "subtitle"):
                values.setdefault(f"book{name}", value)
                continue
            values.setdefault(name, value)
        child = parent
    return values


def _of_kind(said: str, kind: SourceKind, values: Mapping[str, str]) -> Source:
    def words(*names: str) -> str:
        for name in names:
            if found := cut(letters(values.get(name, "")[:LONGEST_FIELD])):
                return found
        return ""

    link, doi = address(values.get("url", "")), address(values.get("doi", ""))
    howpublished = values.get("howpublished", "")
    if not link and re.search(r"\\url|https?://", howpublished):
        found = re.search(r"https?://[^\s{}]+", howpublished)
        link = address(found[0]) if found else ""
    if kind is SourceKind.OTHER and link and said == "misc":
        kind = SourceKind.WEB_PAGE
    year, day = day_of(words("date", "year"))
    if not year:
        year = words("date", "year")[:40]
    elif not day and values.get("month"):
        day = day_of(f"{year}-{_month(words('month'))}")[1]
    accessed = day_of(words("urldate", "lastaccessed", "accessed"))[1]
    whole = kind in (SourceKind.BOOK, SourceKind.REPORT, SourceKind.THESIS, SourceKind.LAW,
                     SourceKind.WEB_PAGE)  # fmt: skip
    numbered = words("number")
    more = {}
    if kind is SourceKind.THESIS:
        asked = words("type")
        more["type"] = _THESES.get(asked.casefold()) or asked or _THESES.get(said, "")
    if kind is SourceKind.CONFERENCE:
        more |= {"venue": words("venue"), "held": words("eventdate")}
    return Source(
        uid="",
        kind=kind,
        authors=_people(values.get("author", "")),
        editors=_people(values.get("editor", "")),
        year=year,
        day=day if len(day) > 4 and kind in (SourceKind.NEWS, SourceKind.WEB_PAGE) else "",
        title=_title(words("title"), words("subtitle")),
        container="" if whole else _title(
            words("journaltitle", "journal", "booktitle", "maintitle"),
            words("booksubtitle") if values.get("booktitle") else "",
        ),
        edition=words("edition"),
        volume=words("volume"),
        issue=(words("issue") or numbered) if kind in (SourceKind.ARTICLE, SourceKind.NEWS) else "",
        pages="" if kind is SourceKind.BOOK else words("pages", "eid", "articleno"),
        place=words("address", "location"),
        publisher=words("publisher", "institution", "school", "organization"),
        number=numbered if kind in (SourceKind.REPORT, SourceKind.LAW) else "",
        doi=doi[:300],
        address=link[:2_000],
        accessed=accessed if len(accessed) > 7 else "",
        more={name: value for name, value in more.items() if value},
    )  # fmt: skip


def _title(title: str, subtitle: str) -> str:
    return f"{title}: {subtitle}" if title and subtitle else title or subtitle


def _month(words: str) -> str:
    short = words.strip().lower()[:3]
    if short in _MONTHS:
        return f"{_MONTHS.index(short) + 1:02d}"
    return f"{int(short):02d}" if short.isdigit() else ""


# people


def _people(text: str) -> tuple[Person, ...]:
    if not text.strip():
        return ()
    names = _apart(
        " ".join(text.split()), re.compile(r"\\.|[{}]|(?<= )and(?= )", re.S | re.I), "and"
    )
    found = (_person(each.strip()) for each in names[:MOST_PEOPLE])
    return tuple(each for each in found if each is not None)


def _person(text: str) -> Person | None:
    plain = cut(letters(text))
    if not plain or plain.casefold().strip(".") in ("others", "et al", "anon", "anonymous"):
        return None
    if text.startswith("{") and group_end(text, 0) == len(text):
        return Person(plain, is_organisation=True)
    parts = [cut(letters(each)) for each in _apart(text, re.compile(r"\\.|[{},]", re.S), ",")]
    if len(parts) > 1 and parts[0]:
        # "Family, Given" or "Family, Jr., Given": what ends the name is found among the given ones.
        given = f"{parts[2]} {parts[1]}" if len(parts) > 2 else parts[1]
        return Person(parts[0], given.strip()) if given.strip() else Person(
            parts[0], is_organisation=True
        )  # fmt: skip
    words = [cut(letters(each)) for each in _apart(text, re.compile(r"\\.|[{}]|\s", re.S), " ")]
    words = [each for each in words if each]
    if len(words) == 1:
        return Person(words[0], is_organisation=True)
    for at, word in enumerate(words[:-1]):
        if at and word.islower() and word.casefold() in PARTICLES:
            return Person(" ".join(words[at:]), " ".join(words[:at]))
    if words[0].islower() and words[0] in PARTICLES:
        return Person(" ".join(words))
    return Person(words[-1], " ".join(words[:-1]))


def _apart(text: str, marks: re.Pattern[str], at_mark: str) -> list[str]:
    """Return a text cut at a mark that is not within braces."""
    parts: list[str] = []
    depth = start = 0
    for found in marks.finditer(text):
        mark = found[0]
        depth = max(depth + {"{": 1, "}": -1}.get(mark, 0), 0)
        is_cut = mark.lower() == at_mark or (at_mark == " " and mark.isspace())
        if is_cut and depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    parts.append(text[start:])
    return parts
