"""Projects: the names that items are gathered under; the folders they came from are offered."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.problems import PortfolioError
from portfolio_app.services import details
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store

LONGEST = 60  # characters of a project's name
FOLDERS = "folder_projects"  # the detail that remembers the answer
USED, DECLINED = "used", "declined"

_TOPICS = {Topic.EVIDENCE}


def set_projects(store: Store, item_uid: str, names: Iterable[str]) -> Changes:
    """Make these, and no others, an item's projects.

    Raises:
        PortfolioError: there is no such item, or a name is too long; nothing was changed.
    """
    queries.evidence.item(store, item_uid)
    with store.step("projects", "Projects changed", _TOPICS, focus=item_uid) as step:
        enter(step.session.query(tables.ItemRow).filter_by(uid=item_uid).one(), names)
    return step.changes


def add(store: Store, item_uids: Sequence[str], name: str) -> Changes:
    """Add items to a project, which need not be there yet.

    Raises:
        PortfolioError: the name is empty or too long; nothing was changed.
    """
    name = tidy(name)
    with store.step("projects", f"Added to {name}", _TOPICS, focus=_first(item_uids)) as step:
        for row in _rows(step.session, item_uids):
            enter(row, [*json.loads(row.projects), name])
    return step.changes


def remove(store: Store, item_uids: Sequence[str], name: str) -> Changes:
    """Take items out of a project; without items there is no project."""
    with store.step("projects", f"Taken out of {name}", _TOPICS, focus=_first(item_uids)) as step:
        for row in _rows(step.session, item_uids):
            enter(row, [each for each in json.loads(row.projects) if each != name])
    return step.changes


def rename(store: Store, name: str, new_name: str) -> Changes:
    """Give a project another name on all its items; one that is there already takes them in.

    Raises:
        PortfolioError: there is no such project, or the new name is empty or too long.
    """
    new_name = tidy(new_name)
    if name not in dict(queries.projects.projects(store)):
        raise PortfolioError(f"There is no project called “{name}”.", code="no-such-project")
    with store.step("rename project", f"{name} is now {new_name}", _TOPICS) as step:
        rows = step.session.query(tables.ItemRow).filter(tables.ItemRow.projects != "[]")
        for row in rows:
            held = json.loads(row.projects)
            if name in held:
                row.projects = _text([new_name if each == name else each for each in held])
    return step.changes


def offered(store: Store) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the top folders of what is being sorted, each with its items' uids; asked only once.

    Nothing is offered when the question was answered before, or when all came from one folder.
    """
    if answer(store):
        return ()
    return _folders(_of_run(store))


def use_folders(store: Store, item_uids: Sequence[str] | None = None, *, step: str = "") -> Changes:
    """Make the top folders of what is being sorted its projects, now and at later adds.

    With ``item_uids`` only of these items; ``step`` continues the step that added them.
    """
    items = _of_run(store)
    if item_uids is not None:
        wanted = set(item_uids)
        items = [item for item in items if item.uid in wanted]
    found = _folders(items)
    if answer(store) != USED:
        details.write(store, FOLDERS, USED)
    told = "Folder names used as projects"
    if step:  # part of an add: what it says stays
        told = queries.history.summary(store, step) or told
    with store.step("projects", told, _TOPICS, step=step) as this:
        for name, uids in found:
            for row in _rows(this.session, uids):
                enter(row, [*json.loads(row.projects), name])
    return this.changes


def decline_folders(store: Store) -> None:
    """Remember that folders are not to be projects; it is not asked again."""
    details.write(store, FOLDERS, DECLINED)


def answer(store: Store) -> str:
    """Return what was said to folders as projects: used, declined, or "" when not yet asked."""
    with store.read() as session:
        row = session.query(tables.DetailRow).filter_by(key=FOLDERS).one_or_none()
        return row.value if row is not None else ""


def enter(row: tables.ItemRow, names: Iterable[str]) -> None:
    """Write an item's projects into its row, within a step: tidied, none twice."""
    kept: dict[str, str] = {}
    for each in names:
        if each.strip():
            name = tidy(each)
            kept.setdefault(name.casefold(), name)
    text = _text(kept.values())
    if row.projects != text:
        row.projects = text


def tidy(name: str) -> str:
    """Return a project's name without spare white space.

    Raises:
        PortfolioError: nothing is left of it, or it is longer than 60 characters.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise PortfolioError(
            "A project needs a name."
            if not name
            else f"A project's name has at most {LONGEST} characters; this has {len(name)}.",
            hint="Nothing was changed.",
        )
    return name


def _folders(items: Sequence[EvidenceItem]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    places = {item.uid: item.folder for item in items if item.folder}
    try:
        shared = os.path.commonpath(set(places.values())) if places else ""
    except ValueError:  # from several drives
        return ()
    found: dict[str, list[str]] = {}
    for uid, folder in places.items():
        below = PurePath(folder).relative_to(shared).parts
        if below:
            found.setdefault(" ".join(below[0].split())[:LONGEST], []).append(uid)
    return tuple((name, tuple(uids)) for name, uids in found.items() if name)


def _of_run(store: Store) -> list[EvidenceItem]:
    wanted = set(queries.sorting.run(store))
    return [item for item in queries.evidence.items(store) if item.uid in wanted]


def _rows(session: Session, item_uids: Sequence[str]) -> list[tables.ItemRow]:
    wanted = set(item_uids)
    return [row for row in session.query(tables.ItemRow) if row.uid in wanted]


def _first(item_uids: Sequence[str]) -> str:
    return item_uids[0] if item_uids else ""


def _text(names: Iterable[str]) -> str:
    return json.dumps(list(dict.fromkeys(names)), ensure_ascii=False)  # as search reads it
