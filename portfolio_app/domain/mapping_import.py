"""A mapping kept in a spreadsheet: which column means what, and what each of its rows says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.codes_in_text import read_codes
from portfolio_app.domain.dates import find_date, title_from_name
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.ksb import Ksb


class Column(StrEnum):
    """What a column can mean."""

    DATE = "date"
    ACTIVITY = "activity"
    DESCRIPTION = "description"
    KSBS = "ksbs"
    EVIDENCE = "evidence"
    PROJECT = "project"

    @property
    def words(self) -> str:
        """The words on screen."""
        return {
            "date": "Date",
            "activity": "Activity",
            "description": "Description",
            "ksbs": "KSBs",
            "evidence": "Evidence (file or title)",
            "project": "Project",
        }[self.value]


# Words that head such a column, the surest first.
_HEADS = {
    Column.KSBS: ("ksbs hit", "ksb", "ksbs", "knowledge skills", "mapped to", "criteria",
                  "standard"),
    Column.EVIDENCE: ("evidence", "file", "document", "link", "artefact", "attachment", "source"),
    Column.DATE: ("date", "when", "day", "week"),
    Column.DESCRIPTION: ("description", "detail", "what i did", "notes", "summary", "comment",
                         "context"),
    Column.ACTIVITY: ("activity", "title", "task", "event", "what", "name", "piece"),
    Column.PROJECT: ("project", "module", "theme", "area"),
}  # fmt: skip
_HEAD_WITHIN = 15  # rows


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand: ``head`` is the row of the heads (from 0, -1 for none).

    ``columns`` gives the number of the column (from 0) of each meaning that there is.
    """

    head: int
    columns: tuple[tuple[Column, int], ...]

    def at(self, meaning: Column) -> int | None:
        """Return the number of the column with this meaning."""
        return next((number for each, number in self.columns if each is meaning), None)


@dataclass(frozen=True, slots=True)
class Line:
    """What one row says. ``number`` is its row as the spreadsheet counts, from 1.

    ``item_uids`` are the items it may mean (none: new, several: the person chooses), ``ksb_uids``
    what it names, ``unknown`` codes the standard does not have, ``problem`` why it can't be used.
    """

    number: int
    title: str
    date: str
    description: str
    evidence: str
    project: str
    ksb_uids: tuple[str, ...]
    unknown: tuple[str, ...]
    item_uids: tuple[str, ...]
    problem: str = ""


def guess_layout(rows: Sequence[Sequence[str]], ksbs: Sequence[Ksb]) -> Layout:
    """Return which row holds the heads and what each column seems to mean; the person corrects it.

    A column whose cells name KSBs is the KSB column whatever it is called.
    """
    best: tuple[tuple[Column, int], ...] = ()
    head = -1
    for number, row in enumerate(rows[:_HEAD_WITHIN]):
        found = _by_heads(row)
        if len(found) > len(best):
            best, head = found, number
    columns = dict(best)
    if Column.KSBS not in columns:
        by_content = _ksb_column(rows[head + 1 :], ksbs)
        if by_content is not None:
            columns = {m: n for m, n in columns.items() if n != by_content}
            columns[Column.KSBS] = by_content
    return Layout(head, tuple(sorted(columns.items())))


def read_lines(
    rows: Sequence[Sequence[str]],
    layout: Layout,
    ksbs: Sequence[Ksb],
    items: Iterable[EvidenceItem],
) -> tuple[Line, ...]:
    """Return what each row below the heads says, in order. Rows with nothing in them are left out.

    An item is meant when the evidence cell is its E-number, its title, or its file's name.
    """
    names = _names(items)
    lines = []
    for number, row in enumerate(rows[layout.head + 1 :], start=layout.head + 2):
        cells = {meaning: _cell(row, at) for meaning, at in layout.columns}
        if not any(cells.values()):
            continue
        codes = read_codes(cells.get(Column.KSBS, ""), ksbs)
        evidence = cells.get(Column.EVIDENCE, "")
        activity = cells.get(Column.ACTIVITY, "")
        description = cells.get(Column.DESCRIPTION, "")
        title = activity or title_from_name(_file(evidence)) or description
        day = find_date(cells.get(Column.DATE, ""))
        lines.append(
            Line(
                number=number,
                title=" ".join(title.split())[:200],
                date=day[0] if day else "",
                description=description,
                evidence=evidence,
                project=" ".join(cells.get(Column.PROJECT, "").split()),
                ksb_uids=codes.uids,
                unknown=codes.unknown,
                item_uids=_meant(evidence, names) or _meant(activity, names),
                problem="" if title.strip() else "This row has no activity, title or file name.",
            )
        )
    return tuple(lines)


def _by_heads(row: Sequence[str]) -> tuple[tuple[Column, int], ...]:
    heads = [" ".join(re.sub(r"[^\w ]+", " ", cell).casefold().split()) for cell in row]
    taken: dict[Column, int] = {}
    for meaning, words in _HEADS.items():
        for word in words:
            at = next(
                (
                    number
                    for number, head in enumerate(heads)
                    if number not in taken.values() and len(head) <= 40
                    and re.search(rf"\b{word}\b", head)
                ),
                None,
            )  # fmt: skip
            if at is not None:
                taken[meaning] = at
                break
    return tuple(taken.items()) if len(taken) > 1 or Column.KSBS in taken else ()


def _ksb_column(rows: Sequence[Sequence[str]], ksbs: Sequence[Ksb]) -> int | None:
    counts: dict[int, int] = {}
    for row in rows[:200]:
        for number, cell in enumerate(row):
            if cell and len(cell) < 200 and read_codes(cell, ksbs).uids:
                counts[number] = counts.get(number, 0) + 1
    return max(counts, key=lambda n: (counts[n], -n)) if counts else None


def _names(items: Iterable[EvidenceItem]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for item in items:
        stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", item.file_name)
        for name in {item.ref, item.title, item.file_name, stem, item.uid} - {""}:
            names.setdefault(_folded(name), []).append(item.uid)
    return names


def _meant(text: str, names: dict[str, list[str]]) -> tuple[str, ...]:
    for said in (text, _file(text)):
        found = names.get(_folded(said)) if said else None
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _file(text: str) -> str:
    """Return the last part of a path or an address."""
    return re.split(r"[\\/]", text.strip())[-1]


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""
