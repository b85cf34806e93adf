"""Reads a list, or a whole standard, from a file or a paste: TOML, JSON, CSV, PDF, Word, text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.comparing import Decision
from portfolio_app.domain.ksb import Ksb, KsbKind, tidy_code
from portfolio_app.domain.method_words import method_ids, new_method_id
from portfolio_app.domain.pasted import Note, NoteKind, Pasted, read_list
from portfolio_app.domain.pasted_codes import kind_of_prefix, start_of
from portfolio_app.domain.standard import AssessmentMethod, Standard, standard_from_data
from portfolio_app.domain.toml_text import parsed
from portfolio_app.problems import PortfolioError
from portfolio_app.services import standards
from portfolio_app.services.standards import Compared
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom

MOST_BYTES = 30_000_000
MOST_PACK = 2_000_000  # characters; the largest shipped one has 26,000
MOST_STATEMENTS = 500
_PLAIN = frozenset({".txt", ".md", ".csv", ".tsv", ".json", ".toml", ".text"})
_CODE = frozenset({"code", "ref", "reference", "ksb", "id", "number", "no", "ksbcode", "ksbref"})
_TEXT = frozenset(
    {"text", "statement", "description", "detail", "wording", "ksbstatement", "title", "name"}
)
_KIND = frozenset(["kind", "type", "category", "group", "ksbtype"])
_METHOD = frozenset(
    {"method", "methods", "assessmentmethod", "assessmentmethods", "epamethod", "assessedby"}
)


@dataclass(frozen=True, slots=True)
class ReadStandard:
    """A standard that was read, its statements as a list to compare, and what was left out."""

    standard: Standard
    statements: tuple[Pasted, ...]
    notes: tuple[Note, ...] = ()


def read_text(room: Workroom, path: Path) -> str:
    """Return the words of a file, pages set apart by form feeds. Nothing is stored.

    Plain text is decoded as it is; everything else is opened in the workroom.

    Raises:
        PortfolioError: the file cannot be read, is too large, or has no words ("no-words").
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PortfolioError(f"{path.name} is too large for a list of KSBs.")
        data = path.read_bytes()
    except OSError as error:
        raise PortfolioError(
            f"{path.name} couldn't be read. Nothing was changed.",
            hint="Check that it is there and can be opened, or paste its text.",
        ) from error
    if path.suffix.casefold() in _PLAIN:
        return _decoded(data)
    reply = room.call("read", {"name": path.name}, [data])
    pages = reply.result["pages"]
    text = "\f".join(str(page["text"]) for page in pages)
    if not text.strip():
        raise PortfolioError(
            f"There are no words to read in {path.name}. Nothing was changed.",
            hint="Open it in its own program, copy the list and paste it here.",
            code="no-words",
        )
    return text


def import_standard(
    text: str,
    *,
    reference: str = "",
    title: str = "",
    level: int = 0,
    version: str = "",
    name: str = "",
) -> ReadStandard:
    """Return the standard that a text holds: a pack (TOML or JSON), a table (CSV) or a pasted list.

    What is typed in holds in place of what the text says; a list needs a title, and has ``name``
    when nothing else gives one. A standard without KSBs is a standard too.

    Raises:
        PortfolioError: it can't be read as any of these ("not-a-standard").
    """
    plain = text.lstrip("\ufeff \t\r\n")
    try:
        if plain.startswith(("{", "[")) and not re.match(
            r"\[\[?[\w. \"-]+\]\]?\s*$", plain.split("\n")[0]
        ):
            read = _from_json(json.loads(plain))
        elif re.search(r"^\s*schema\s*=", plain, re.MULTILINE):
            read = _of_pack(standard_from_data(_toml(plain)))
        else:
            read = _from_table(plain) or _from_list(plain)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        raise PortfolioError(
            "This can't be read as a standard. Nothing was changed.",
            hint="Use a standard pack (TOML or JSON), a CSV file with the columns code and text, "
            "or paste the list of KSBs.",
            code="not-a-standard",
        ) from error
    held = read.standard
    known = replace(
        held,
        reference=reference.strip() or held.reference,
        title=title.strip() or held.title or name.strip(),
        level=level or held.level,
        version=version.strip() or held.version,
    )
    if not known.title:
        raise PortfolioError("The standard has no title.", hint="Type its title.", code="no-title")
    if len(known.ksbs) > MOST_STATEMENTS:
        raise PortfolioError(f"More than {MOST_STATEMENTS} statements is no standard's list.")
    doubled = _doubled(known.ksbs)
    if doubled:
        raise PortfolioError(
            f"There twice: {', '.join(doubled)}. Nothing was changed.",
            hint="Give every statement a code of its own.",
            code="same-code",
        )
    if not known.id:
        name = f"{known.reference or known.title} {known.version}"
        known = replace(known, id=re.sub(r"[^a-z0-9.]+", "-", name.casefold()).strip("-")[:60])
    return replace(read, standard=known)


def compare_standard(store: Store, read: ReadStandard) -> Compared:
    """Compare the portfolio's list with that of another standard."""
    return standards.compare_with(store, read.statements, read.notes)


def adopt(
    store: Store,
    read: ReadStandard,
    *,
    source: str,
    date: str,
    is_official: bool = False,
    compared: Compared | None = None,
) -> Changes:
    """Make another standard the portfolio's own, in one step; claims follow equal wording.

    Statements that the other standard does not have are retired with everything on them and wait in
    review. Between versions of one standard (the same reference) a reworded statement stays the
    same and waits in review; between two standards it does not: similar words are another thing.

    Raises:
        PortfolioError: as ``standards.accept``.
    """
    compared = compared or compare_standard(store, read)
    return standards.accept(
        store,
        compared,
        adopting(store, read, compared),
        source=source,
        date=date,
        with_methods=True,
        standard=read.standard,
        is_official=is_official,
    )


def adopting(store: Store, read: ReadStandard, compared: Compared) -> dict[str, Decision]:
    """Return what ``adopt`` does with each row that differs."""
    held = queries.standard.standard(store).reference.strip().casefold()
    is_version = bool(held) and held == read.standard.reference.strip().casefold()
    return {
        row.key: Decision.APART
        if row.text_before
        and row.text_after
        and row.is_reworded
        and (row.by_code or not is_version)
        else Decision.ACCEPT
        for row in compared.comparison.differences
    }


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _toml(text: str) -> dict[str, Any]:
    if len(text) > MOST_PACK:
        raise ValueError("far longer than any pack")
    return parsed(text)


def _of_pack(standard: Standard) -> ReadStandard:
    return ReadStandard(
        standard, tuple(Pasted(k.code, k.kind, k.text, k.methods) for k in standard.ksbs)
    )


def _from_json(data: Any) -> ReadStandard:
    if isinstance(data, list):
        data = {"ksbs": data}
    if "schema" in data:
        return _of_pack(standard_from_data(data))
    for inner in ("standard", "data", "apprenticeship"):
        if isinstance(data.get(inner), dict):
            data = data[inner]
    found: list[Pasted] = []
    for name, entries in data.items():
        if isinstance(entries, list):
            word = str(name).casefold()
            kind = next((k for k in KsbKind if word.startswith(k.value[:5])), None)
            if kind is not None or word in ("ksbs", "statements"):
                found += [each for entry in entries if (each := _entry(entry, kind, found))]
    head = Standard(
        id="",
        reference=_first(data, "reference", "referenceNumber", "standardCode"),
        version=_first(data, "version", "versionNumber"),
        title=_first(data, "title", "name"),
        level=int(_first(data, "level") or 0),
    )
    return _made(head, found, ())


def _entry(entry: Any, kind: KsbKind | None, known: Sequence[Pasted]) -> Pasted | None:
    """Return one statement of a JSON list: a string, or an object with the usual names."""
    if isinstance(entry, str):
        entry = {"text": entry}
    cells = {re.sub(r"[^a-z]", "", str(name).casefold()): value for name, value in entry.items()}

    def cell(names: frozenset[str]) -> str:
        plain = (v for name, v in cells.items() if name in names and isinstance(v, str | int))
        return next((str(each) for each in plain), "")

    text = " ".join(cell(_TEXT).split())
    if not text:
        return None
    methods = next((value for name, value in cells.items() if name in _METHOD), ())
    words = (methods,) if isinstance(methods, str) else tuple(str(each) for each in methods)
    code, stated = tidy_code(cell(_CODE)), cell(_KIND)
    start = start_of(text)
    if start is not None and start.style == "mark" and (not code or code == start.code):
        code, text = start.code, start.rest
    told = _kind(code, stated) or kind
    if told is None:
        raise ValueError("a statement is neither knowledge, skill nor behaviour")
    if not code or start_of(code) is None:
        code = f"{told.value[0].upper()}{sum(each.kind is told for each in known) + 1}"
    return Pasted(code, told, text, tuple(each for each in words if each))


def _from_table(text: str) -> ReadStandard | None:
    """Return the standard of a CSV text whose head names its columns, None when it has no such."""
    first = text.split("\n", 1)[0]
    border = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=border))
    if not rows or len(rows[0]) < 2:
        return None
    head = [re.sub(r"[^a-z]", "", each.casefold()) for each in rows[0]]
    columns = {
        name: next((at for at, each in enumerate(head) if each in names), -1)
        for name, names in (("code", _CODE), ("text", _TEXT), ("kind", _KIND), ("method", _METHOD))
    }
    if columns["code"] < 0 or columns["text"] < 0:
        return None
    found: list[Pasted] = []
    notes = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {
            name: row[at].strip() if 0 <= at < len(row) else "" for name, at in columns.items()
        }
        code, words = tidy_code(cells["code"]), " ".join(cells["text"].split())
        if not code or not words:
            if any(each.strip() for each in row):
                notes.append(
                    Note(NoteKind.SKIPPED, number, "No code or no words", " ".join(row).strip())
                )
            continue
        kind = _kind(code, cells["kind"])
        if kind is None:
            kind = KsbKind.SKILL
            message = f"{code}: knowledge, skill or behaviour is not said; taken for a skill"
            notes.append(Note(NoteKind.DOUBTFUL, number, message, words))
        methods = (cells["method"],) if cells["method"] else ()
        found.append(Pasted(code, kind, words, methods, number))
    return _made(Standard("", "", "", "", 0), found, tuple(notes))


def _from_list(text: str) -> ReadStandard:
    found = read_list(text)
    return _made(Standard("", "", "", "", 0), found.statements, found.notes)


def _made(head: Standard, statements: Sequence[Pasted], notes: tuple[Note, ...]) -> ReadStandard:
    """Return a standard of some statements, with a method for every title they name."""
    methods: list[AssessmentMethod] = []
    for title in dict.fromkeys(words for each in statements for words in each.methods):
        if not method_ids(title, methods):
            taken = [each.id for each in methods]
            made = AssessmentMethod(new_method_id(title, taken), title, len(methods) + 1)
            methods.append(made)
    ksbs = tuple(
        Ksb(
            new_uid(),
            each.code,
            each.kind,
            each.text,
            standards.short_of(each.text),
            methods=tuple(dict.fromkeys(m for w in each.methods for m in method_ids(w, methods))),
        )
        for each in statements
    )
    return ReadStandard(replace(head, ksbs=ksbs, methods=tuple(methods)), tuple(statements), notes)


def _kind(code: str, stated: str) -> KsbKind | None:
    word = stated.strip().casefold()
    for kind in KsbKind:
        if word and (word.startswith(kind.value[:5]) or word == kind.value[0]):
            return kind
    start = start_of(code)
    return kind_of_prefix(start.prefix) if start is not None else None


def _doubled(ksbs: Sequence[Ksb]) -> list[str]:
    codes = [each.code.casefold() for each in ksbs]
    return sorted({each.code for each in ksbs if codes.count(each.code.casefold()) > 1})


def _first(data: dict[str, Any], *names: str) -> str:
    return next((str(data[name]) for name in names if data.get(name)), "")
