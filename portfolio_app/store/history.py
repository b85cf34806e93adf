"""What each step did to the rows, as images before and after; undo and redo write them back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.store import numbers
from portfolio_app.store.queries.shortlist import FIXED
from portfolio_app.store.stamps import now
from portfolio_app.store.tables import (
    NOT_RECORDED_COLUMNS,
    RECORDED,
    ChangeRow,
    HistoryRow,
    Row,
)

if TYPE_CHECKING:
    from portfolio_app.store.database import Store

Image = dict[str, Any] | None  # a row's columns and values; None where there is no row
_Key = tuple[str, int]
_TITLES = {
    "passage": "SELECT title FROM item WHERE id = (SELECT item_id FROM passage WHERE id = ?)",
    "claim": "SELECT title FROM item WHERE id = (SELECT item_id FROM passage WHERE id = "
    "(SELECT passage_id FROM claim WHERE id = ?))",
}
_AT_ONCE = 500  # rows asked for in one statement


@dataclass(frozen=True, slots=True)
class _Change:
    """One row's images. A changed row has the same columns in both: those that differ."""

    before: Image
    after: Image


class Step:
    """What is being done inside ``store.step``: its session, and what will be said about it.

    ``summary`` and ``focus`` may be set while it runs.
    """

    def __init__(
        self,
        session: Session,
        verb: str,
        summary: str,
        topics: set[Topic],
        arguments: dict[str, Any],
        focus: str,
        step: str,
    ) -> None:
        self.session = session
        self.summary = summary
        self.focus = focus
        self.topics = set(topics)
        self._verb = verb
        self._arguments = arguments
        self._continues = step
        self._before: dict[_Key, Image] = {}
        self._changes: Changes | None = None
        event.listen(session, "before_flush", self._on_before_flush)
        event.listen(session, "after_flush", self._on_after_flush)
        event.listen(session, "do_orm_execute", _refuse_bulk)

    @property
    def changes(self) -> Changes:
        """What the step did, after its block; ``step`` is empty when no recorded row changed."""
        if self._changes is None:
            raise RuntimeError("the step is not finished yet")
        return self._changes

    def give_numbers(self) -> None:
        """Give items that this step put on the shortlist their numbers, where those are fixed.

        At its end a step does it by itself; a verb asks for it to say which number that is.
        """
        self.session.flush()
        items = {key[1]: before for key, before in self._before.items() if key[0] == "item"}
        if items:
            fresh = {
                row_id
                for row_id, before in items.items()
                if before is None or before["position"] is None
            }
            numbers.give(self.session, fresh)

    def finish(self) -> None:
        """Write the step into the history. ``store.step`` calls it before it commits."""
        self.give_numbers()
        self.session.flush()
        after = _images(self.session, self._before)
        done = {
            key: change
            for key, before in self._before.items()
            if (change := _difference(before, after.get(key))) is not None
        }
        row = self._row(done)
        if row is not None:
            self._keep(row, done)
            self.session.flush()
        self._changes = Changes(
            summary=self.summary,
            topics=frozenset(self.topics),
            step=row.uid if row is not None else "",
            focus=self.focus,
        )

    def _row(self, done: dict[_Key, _Change]) -> HistoryRow | None:
        if self._continues:
            row = self.session.scalar(select(HistoryRow).where(HistoryRow.uid == self._continues))
            if row is None or row.undone_at:
                raise PortfolioError(
                    "This was undone while it was still going on, so the rest was not done.",
                    hint="Redo brings back what there was, or start again.",
                    code="undone",
                )
            self.topics |= {Topic(each) for each in json.loads(row.topics)}
            row.summary = self.summary
            row.focus = self.focus or row.focus
            row.topics = json.dumps(sorted(self.topics))
            return row
        if not done:
            return None
        row = HistoryRow(
            verb=self._verb,
            arguments=json.dumps(self._arguments, ensure_ascii=False),
            summary=self.summary,
            topics=json.dumps(sorted(self.topics)),
            focus=self.focus,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def _keep(self, row: HistoryRow, done: dict[_Key, _Change]) -> None:
        earlier = {}
        if self._continues:
            found = self.session.scalars(select(ChangeRow).where(ChangeRow.history_id == row.id))
            earlier = {(each.table_name, each.row_id): each for each in found}
        for key, change in done.items():
            kept = earlier.get(key)
            if kept is None:
                self.session.add(
                    ChangeRow(
                        history_id=row.id,
                        table_name=key[0],
                        row_id=key[1],
                        before=_text(change.before),
                        after=_text(change.after),
                    )
                )
                continue
            both = _joined(_Change(_image(kept.before), _image(kept.after)), change)
            if both is None:
                self.session.delete(kept)
            else:
                kept.before, kept.after = _text(both.before), _text(both.after)

    def _on_before_flush(self, session: Session, *_: object) -> None:
        changed = [*session.dirty, *session.deleted]
        keys = {key for row in changed if (key := _key(row)) is not None}
        unknown = keys - self._before.keys()
        found = _images(session, unknown)
        for key in unknown:
            self._before[key] = found.get(key)

    def _on_after_flush(self, session: Session, *_: object) -> None:
        for row in session.new:
            key = _key(row)
            if key is not None:
                self._before.setdefault(key, None)


def undo(store: Store, step: str) -> Changes:
    """Put every row that a step changed back as it was before. Files in the vault stay.

    Raises:
        PortfolioError: something the step changed has been changed since ("changed-since"), or
            the step is unknown or already undone ("no-such-step"). Nothing has been changed then.
    """
    return _go(store, step, back=True)


def redo(store: Store, step: str) -> Changes:
    """Do an undone step again: put every row back as the step had left it.

    Raises:
        PortfolioError: as ``undo``.
    """
    return _go(store, step, back=False)


def as_if_always(
    session: Session, table: str, row_id: int, columns: dict[str, tuple[Any, Any]]
) -> None:
    """Let the history say that a row had new values wherever it says that it had these old ones.

    For what no person did and nobody can take back, such as pages that a newer version of the app
    made again: ``columns`` are (old, new) by name. Every step before can still be undone then.
    """
    kept = session.scalars(
        select(ChangeRow).where(ChangeRow.table_name == table, ChangeRow.row_id == row_id)
    )
    for each in kept:
        for side in ("before", "after"):
            image = _image(getattr(each, side))
            if image is None:
                continue
            retold = {
                column: columns[column][1]
                if column in columns and value == columns[column][0]
                else value
                for column, value in image.items()
            }
            if retold != image:
                setattr(each, side, _text(retold))


def _go(store: Store, step: str, *, back: bool) -> Changes:
    try:
        with store.session() as session:
            row = session.scalar(select(HistoryRow).where(HistoryRow.uid == step))
            if row is None or bool(row.undone_at) is back:
                raise PortfolioError(
                    f"There is nothing to {'undo' if back else 'redo'}. Nothing has been changed.",
                    code="no-such-step",
                )
            # Rows may go back in any order: what they point at is looked at when all are there.
            session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            kept = session.scalars(select(ChangeRow).where(ChangeRow.history_id == row.id)).all()
            changes = {
                (each.table_name, each.row_id): _Change(_image(each.before), _image(each.after))
                for each in kept
            }
            if not back:
                changes = {key: _Change(c.after, c.before) for key, c in changes.items()}
            present = _images(session, changes)
            for key, change in changes.items():
                if not _is_as_left(present.get(key), change.after):
                    raise _changed_since(session, key, present.get(key), back=back)
            for key, change in changes.items():
                _write(session, key, present.get(key), change.before)
            row.undone_at = now() if back else ""
            row.done_at = row.done_at if back else now()
            said = Changes(
                summary=f"{'Undone' if back else 'Done again'}: {row.summary}",
                topics=frozenset(Topic(each) for each in json.loads(row.topics)),
                step=row.uid,
                focus=row.focus,
            )
    except IntegrityError as error:
        raise PortfolioError(
            f"This can't be {'undone' if back else 'done again'}: something made since depends "
            "on it. Nothing has been changed.",
            hint="Undo the newer steps first.",
            code="changed-since",
        ) from error
    return said


def _is_as_left(present: Image, left: Image) -> bool:
    if present is None or left is None:
        return present is left
    return all(present.get(column) == value for column, value in left.items())


_NAMES = {
    "item": "an item",
    "name_to_hide": "a name to hide",
    "left_alone": "a name that was left alone",
    "hide": "a hidden place",
    "earlier": "an earlier version",
    "candidate": "a KSB noted on an item",
    "theory": "a theory tag",
    "ksb": "a KSB",
    "observation": "an observation",
    "arrival": "something that came back",
    "block": "the proposal",
    "source": "a reference",
    "version": "a restore point of the proposal",
    "word_copy": "a Word copy that came back",
    "programme": "the programme",
    "planned": "a row of the plan",
    "hours": "off-the-job time",
    "record": "a file kept as proof",
    "practice": "a practised question",
    "crib": "a crib card",
    "buddy_pack": "a pack for a buddy",
}


def _changed_since(session: Session, key: _Key, present: Image, *, back: bool) -> PortfolioError:
    table, row_id = key
    name = _NAMES.get(table, f"a {table}")
    if table == "detail":
        name = "a detail of the portfolio"
        if present is not None and present["key"] == FIXED:
            return PortfolioError(
                f"This can't be {'undone' if back else 'done again'}: E-numbers have been printed "
                "or given out again since. Nothing has been changed now.",
                hint="Renumber gives them out anew, in the order of the shortlist.",
                code="changed-since",
            )
    elif table == "item" and present is not None:
        name = f"“{present['title']}”"
    elif table in ("claim", "passage"):
        title = session.connection().exec_driver_sql(_TITLES[table], (row_id,)).scalar()
        name = f"a {table} on “{title}”" if title else name
    return PortfolioError(
        f"This can't be {'undone' if back else 'done again'}: {name} has been changed since. "
        "Nothing has been changed now.",
        hint="Undo the newer steps first.",
        code="changed-since",
    )


def _write(session: Session, key: _Key, present: Image, wanted: Image) -> None:
    table, row_id = key
    connection = session.connection()
    if wanted is None:
        connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))  # noqa: S608
    elif present is None:
        columns = ", ".join(f'"{column}"' for column in wanted)
        marks = ", ".join("?" for _ in wanted)
        connection.exec_driver_sql(
            f'INSERT INTO "{table}" ({columns}) VALUES ({marks})',  # noqa: S608
            tuple(wanted.values()),
        )
    else:
        columns = ", ".join(f'"{column}" = ?' for column in wanted)
        connection.exec_driver_sql(
            f'UPDATE "{table}" SET {columns} WHERE id = ?',  # noqa: S608
            (*wanted.values(), row_id),
        )


def _images(session: Session, keys: Iterable[_Key]) -> dict[_Key, dict[str, Any]]:
    """Return the recorded columns of these rows as they are in the database now."""
    by_table: dict[str, list[int]] = {}
    for table, row_id in keys:
        by_table.setdefault(table, []).append(row_id)
    found: dict[_Key, dict[str, Any]] = {}
    connection = session.connection()
    for table, ids in by_table.items():
        left_out = NOT_RECORDED_COLUMNS.get(table, frozenset())
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" for _ in some)
            rows = connection.exec_driver_sql(
                f'SELECT * FROM "{table}" WHERE id IN ({marks})',  # noqa: S608 - our own names
                tuple(some),
            ).mappings()
            for row in rows:
                image = {name: value for name, value in row.items() if name not in left_out}
                found[table, image["id"]] = image
    return found


def _difference(before: Image, after: Image) -> _Change | None:
    if before == after:
        return None
    if before is None or after is None:
        return _Change(before, after)
    differing = [column for column in after if before.get(column) != after[column]]
    return _Change({c: before[c] for c in differing}, {c: after[c] for c in differing})


def _joined(first: _Change, second: _Change) -> _Change | None:
    """Return two changes of one row, one after the other, as one; None when they cancel out."""
    before: Image
    after: Image
    if first.before is None:
        before = None
        after = None if second.after is None else {**(first.after or {}), **second.after}
    elif first.after is None:  # removed, and put back under the same key
        before, after = first.before, second.after
    else:
        before = {**(second.before or {}), **first.before}
        after = None if second.after is None else {**first.after, **second.after}
    return _difference(before, after)


def _key(row: object) -> _Key | None:
    if not isinstance(row, Row) or row.__tablename__ not in RECORDED:
        return None
    identity = inspect(row).identity
    return (row.__tablename__, identity[0] if identity else row.id)


def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is not None and mapper.local_table.description in RECORDED:
        raise RuntimeError("inside a step rows are changed one by one, or undo would not know")


def _text(image: Image) -> str:
    return "" if image is None else json.dumps(image, ensure_ascii=False)


def _image(text: str) -> Image:
    return json.loads(text) if text else None
