"""What was typed into a search, taken apart: words, phrases and filters. Anything is a query.

::

    winter pres                      both words; the last one may be only begun
    "winter pressures board"         these words in this order
    ksb:k8  type:minutes  from:2024-09  to:2025-03-14  is:shortlisted  project:"New ward"

Filters of different names narrow together, so do ``ksb:`` and ``is:``; several of ``type:`` or
``project:`` widen. A filter that says nothing known is looked for as words, and ``notes`` says so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.ksb import tidy_code

MOST = 2000  # characters that are looked at; what is pasted by mistake may be longer
_MOST_TERMS = 32
_PART = re.compile(
    r'(?P<name>[^\W\d_]+):"(?P<quoted>[^"]*)"?'
    r'|(?P<key>[^\W\d_]+):(?P<value>[^\s"]+)'
    r'|"(?P<phrase>[^"]*)"?'
    r'|(?P<word>[^\s"]+)'
)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_AS_WRITTEN = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})")


class Is(StrEnum):
    """What ``is:`` may ask for."""

    SHORTLISTED = "shortlisted"
    UNMAPPED = "unmapped"
    CANDIDATE = "candidate"
    READING = "reading"
    INBOX = "inbox"
    BINNED = "binned"


FILTERS = (
    ("ksb:k8", "items and passages that show K8"),
    ("type:minutes", "one type of evidence"),
    ("from:2024-09", "dated September 2024 or later"),
    ("to:2025-03", "dated March 2025 or earlier"),
    ("is:shortlisted", "also unmapped, candidate, reading, inbox, binned"),
    ('project:"New ward"', "of one project"),
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query. ``terms`` are words and phrases, the last one only begun if ``is_open``.

    ``since`` and ``until`` are days (YYYY-MM-DD), both inclusive. ``kinds`` and ``documents`` are
    values of EvidenceKind and DocumentKind. ``notes`` are sentences about what was not understood.
    """

    terms: tuple[str, ...] = ()
    is_open: bool = False
    ksbs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    states: tuple[Is, ...] = ()
    projects: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The words as the code or E-number they may be: "k 8" gives "K8"."""
        return tidy_code(" ".join(self.terms))

    @property
    def filters_items(self) -> bool:
        """Whether anything but words narrows what is found."""
        return bool(
            self.ksbs
            or self.kinds
            or self.documents
            or self.since
            or self.until
            or self.states
            or self.projects
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.match and not self.filters_items

    @property
    def match(self) -> str:
        """The words as FTS5 takes them safely: every term quoted; "" when none has a letter."""
        return fts(self.terms, is_open=self.is_open)


def parse(typed: str) -> Query:
    """Return the query that was typed. Every text is one; it never raises."""
    # Half characters, as a paste may hold them, fit into no question to a database.
    typed = typed[:MOST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    found = Query()
    is_open = False
    for part in _PART.finditer(typed):
        name = part["name"] or part["key"]
        if name is not None:
            value = part["quoted"] if part["name"] else part["value"]
            narrowed = _narrowed(found, name.casefold(), " ".join(value.split()))
            if narrowed is not None:
                found, is_open = narrowed, False
                continue
            found = replace(found, notes=(*found.notes, *_said(name, value)))
            # As it was typed: "https://example" and "14:02" are words like any other.
            found = _with_term(found, part.group().replace('"', " "))
        elif part["phrase"] is not None:
            found = _with_term(found, part["phrase"])
        else:
            found = _with_term(found, part["word"])
        is_open = not part.group().endswith('"') and part.end() == len(typed)
    return replace(found, is_open=is_open and bool(found.terms))


def fts(terms: Iterable[str], *, is_open: bool = False, joiner: str = " ") -> str:
    """Return terms as an FTS5 query: quoted, those without a letter or figure left out.

    Those have no token, and FTS5 would find nothing at all with one of them.
    """
    quoted = [f'"{term}"' for term in (_plain(each) for each in terms) if _has_token(term)]
    if not quoted:
        return ""
    if is_open:
        quoted[-1] += "*"
    return joiner.join(quoted)


def _with_term(found: Query, words: str) -> Query:
    term = " ".join(words.split())
    if not _has_token(term) or len(found.terms) >= _MOST_TERMS:
        return found
    return replace(found, terms=(*found.terms, term))


def _narrowed(found: Query, name: str, value: str) -> Query | None:
    """Return the query with one filter more, None when it says nothing known."""
    if not value:
        return None
    if name == "ksb":
        return replace(found, ksbs=(*found.ksbs, tidy_code(value)))
    if name == "type":
        kinds, documents = _kinds(value)
        if not kinds and not documents:
            return None
        return replace(
            found, kinds=(*found.kinds, *kinds), documents=(*found.documents, *documents)
        )
    if name in ("from", "to"):
        day = _day(value, is_last=name == "to")
        if not day:
            return None
        return replace(found, since=day) if name == "from" else replace(found, until=day)
    if name == "is":
        state = _IS_WORDS.get(value.casefold())
        return None if state is None else replace(found, states=(*found.states, state))
    if name == "project":
        return replace(found, projects=(*found.projects, value))
    return None


def _said(name: str, value: str) -> tuple[str, ...]:
    shown = f"{name}:{value}"[:60]
    known = {
        "type": "No type of evidence is called that",
        "from": "That is not a date (2024-09 or 2024-09-14)",
        "to": "That is not a date (2024-09 or 2024-09-14)",
        "is": f"“is:” takes {', '.join(each.value for each in Is)}",
        "ksb": "“ksb:” takes a code such as K8",
        "project": "“project:” takes a name",
    }
    reason = known.get(name.casefold())
    if reason is None:
        if value.startswith("//"):
            return ()
        reason = "No filter is called that"
    return (f"“{shown}” was looked for as words. {reason}.",)


def _kinds(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    wanted = _bare(value)
    kinds = tuple(each.value for each in EvidenceKind if _bare(each.value) == wanted)
    documents = tuple(each.value for each in DocumentKind if _bare(each.value) == wanted)
    return kinds, documents


def _bare(word: str) -> str:
    return word.casefold().replace("-", "").replace(" ", "").rstrip("s")


def _day(value: str, *, is_last: bool) -> str:
    """Return the first (or last) day of a year, month or day as typed; "" when it is none."""
    found = _DAY.fullmatch(value)
    if found is not None:
        year, month, day = found.groups()
    elif (found := _DAY_AS_WRITTEN.fullmatch(value)) is not None:
        day, month, year = found.groups()
    else:
        return ""
    try:
        months = int(month) if month else (12 if is_last else 1)
        last = monthrange(int(year), months)[1] if is_last else 1
        return date(int(year), months, int(day) if day else last).isoformat()
    except ValueError:
        return ""


def _plain(term: str) -> str:
    return " ".join(term.replace('"', " ").split())


def _has_token(term: str) -> bool:
    return any(c.isalnum() for c in term)


_IS_WORDS = {each.value: each for each in Is} | {
    "candidates": Is.CANDIDATE,
    "shortlist": Is.SHORTLISTED,
    "bin": Is.BINNED,
}
