"""Restore points of the proposal: named, of each day, before big changes, and of each export.

Those that nobody asked for (of a day, before a change, of an export) are no part of the step that
they are kept in: undoing that step leaves them where they are.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.day_points import AS_IT_WAS, is_of_itself, superseded
from portfolio_app.domain.days import day_words
from portfolio_app.domain.draft import Block, VersionKind
from portfolio_app.domain.draft_compare import Comparison, compare
from portfolio_app.domain.printed import Printed
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries
from portfolio_app.store.database import Session, Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.store.stamps import now as instant

LONGEST = 120  # characters of a name
NOW = "now"  # stands for the proposal as it is, where a restore point's uid is asked for
_TOPICS = {Topic.PROPOSAL}
_INSERT = """
    INSERT INTO version (uid, kind, name, made_at, words, content, printed)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_LAST_DAY = "SELECT made_at FROM version WHERE kind = 'day' ORDER BY id DESC LIMIT 1"

_DAYS = "SELECT uid, name, made_at FROM version WHERE kind = 'day' ORDER BY id"
_LAST_CHANGE = """
    SELECT done_at FROM history
    WHERE EXISTS (SELECT 1 FROM change
                  WHERE change.history_id = history.id AND change.table_name = 'block')
    ORDER BY id DESC LIMIT 1
"""


def name(store: Store, called: str) -> Changes:
    """Keep the proposal as it is under a name. One step, whose focus is the new point's uid.

    Raises:
        PortfolioError: it has no name ("no-name"), or nothing is written yet ("empty").
    """
    called = _name(called)
    kept = queries.proposal.blocks(store)
    if not kept:
        raise PortfolioError(
            "Nothing is written yet, so there is nothing to come back to.", code="empty"
        )
    from portfolio_app.store import tables

    uid = new_uid()
    with store.step("name restore point", f"Restore point: {called}", _TOPICS, focus=uid) as step:
        step.session.add(
            tables.VersionRow(
                uid=uid,
                kind=VersionKind.NAMED.value,
                name=called,
                words=_words(store, kept),
                content=json.dumps(wire.encode(kept), ensure_ascii=False),
            )
        )
    return step.changes


def rename(store: Store, uid: str, called: str) -> Changes:
    """Give a restore point a name; one of a day stays that day's only one. One step.

    Raises:
        PortfolioError: it has no name ("no-name"), or there is no such point ("no-such-version").
    """
    from portfolio_app.store import tables

    called = _name(called)
    with store.step("name restore point", f"Restore point: {called}", _TOPICS, focus=uid) as step:
        row = step.session.query(tables.VersionRow).filter_by(uid=uid).one_or_none()
        if row is None:
            raise _no_such()
        row.name = called
    return step.changes


def remove(store: Store, uid: str) -> Changes:
    """Remove a restore point; the proposal stays as it is. One step.

    Raises:
        PortfolioError: there is no such point ("no-such-version").
    """
    from portfolio_app.store import tables

    with store.step("remove restore point", "Restore point removed", _TOPICS) as step:
        row = step.session.query(tables.VersionRow).filter_by(uid=uid).one_or_none()
        if row is None:
            raise _no_such()
        step.session.delete(row)
    return step.changes


def go_back(store: Store, uid: str) -> Changes:
    """Let the proposal be as it was at a restore point. One step; how it is now is kept too.

    Raises:
        PortfolioError: there is no such point ("no-such-version").
    """
    from portfolio_app.services import proposal

    version = next((each for each in queries.proposal.versions(store) if each.uid == uid), None)
    if version is None:
        raise _no_such()
    then = queries.proposal.blocks_of_version(store, uid)
    said = f"Went back to {version.about}"
    with store.step("go back", said, _TOPICS, arguments={"version": uid}) as step:
        keep_before(store, step.session, f"Before going back to: {version.about}")
        proposal.replace_all(step.session, then)
    return step.changes


def compared(store: Store, old: str, new: str = NOW) -> Comparison:
    """Return two restore points side by side, or one and the proposal as it is ("now").

    Citations are shown as they print today on both sides.

    Raises:
        PortfolioError: there is no such point ("no-such-version").
    """
    from portfolio_app.services import citing

    labels = citing.labels(store, wait=False)
    names = {each.uid: each.code for each in queries.standard.standard(store).ksbs}
    return compare(_blocks(store, old), _blocks(store, new), labels, names)


def keep_day(store: Store, session: Session) -> None:
    """Within a step that changes the proposal: keep how it was before the first change of today.

    Points of days long past are thinned out then (:mod:`portfolio_app.domain.day_points`).
    """
    last = session.connection().exec_driver_sql(_LAST_DAY).scalar()
    if last is not None and _day(str(last)) == _day(instant()):
        return
    _keep(store, session, VersionKind.DAY, _called(session))
    run = session.connection().exec_driver_sql
    rows = [tuple(row) for row in run(_DAYS)]
    points = [(str(uid), str(made)) for uid, name, made in rows if is_of_itself(str(name))]
    for uid in superseded(points):
        run("DELETE FROM version WHERE uid = ?", (uid,))


def keep_before(store: Store, session: Session, called: str) -> str:
    """Within a step that changes much: keep how it is before it; return the point's uid.

    It is "" when nothing was written.
    """
    return _keep(store, session, VersionKind.BEFORE, called)


def keep_export(
    store: Store, uid: str, called: str, printed: Printed, blocks: tuple[Block, ...]
) -> None:
    """Keep what was exported, with what its citations printed, as a point of this uid.

    ``called`` is the exported file's name. Cannot be undone: the file is out.
    """
    with store.session() as session:
        _insert(session, VersionKind.EXPORT, called, _words(store, blocks),
                json.dumps(wire.encode(blocks), ensure_ascii=False), uid,
                json.dumps(wire.encode(printed), ensure_ascii=False))  # fmt: skip


def _called(session: Session) -> str:
    """Return what the point of today is called: "" for the start of the day, else what it is."""
    last = session.connection().exec_driver_sql(_LAST_CHANGE).scalar()
    if last is None or _day(str(last)) != _day(instant()):
        return ""
    here = datetime.fromisoformat(instant()).astimezone()
    return f"{AS_IT_WAS}{day_words(here.date().isoformat())}, {here:%H:%M}"


def _keep(store: Store, session: Session, kind: VersionKind, called: str) -> str:
    """Keep the proposal as it was before this step: what is on disk."""
    kept = queries.proposal.blocks(store)
    if not kept:
        return ""
    uid = new_uid()
    content = json.dumps(wire.encode(kept), ensure_ascii=False)
    _insert(session, kind, called, _words(store, kept), content, uid)
    return uid


def _insert(
    session: Session,
    kind: VersionKind,
    called: str,
    words: int,
    content: str,
    uid: str,
    printed: str = "",
) -> None:
    # As SQL, so that the step does not hold it: see the module.
    given = (uid, kind.value, called[:LONGEST], instant(), words, content, printed)
    session.connection().exec_driver_sql(_INSERT, given)


def _words(store: Store, blocks: tuple[Block, ...]) -> int:
    from portfolio_app.services import proposal_words

    return proposal_words.tally_of(store, blocks).counted


def _blocks(store: Store, uid: str) -> tuple[Block, ...]:
    if uid == NOW:
        return queries.proposal.blocks(store)
    if all(each.uid != uid for each in queries.proposal.versions(store)):
        raise _no_such()
    return queries.proposal.blocks_of_version(store, uid)


def _name(called: str) -> str:
    called = " ".join(called.split())[:LONGEST]
    if not called:
        raise PortfolioError(
            "The restore point has no name. Nothing was changed.",
            hint="Say what it is, such as: before my tutor's comments.",
            code="no-name",
        )
    return called


def _no_such() -> PortfolioError:
    return PortfolioError(
        "This restore point is not there any more. Nothing was changed.", code="no-such-version"
    )


def _day(stamp: str) -> str:
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return ""  # damaged: a point of today is kept rather than none
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return moment.astimezone().date().isoformat()
