"""The references of the proposal: typed, imported, merged; how they are written is the style's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.domain import reference_flags, salvage, wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.citing_sources import Cites, cited_in, citing
from portfolio_app.domain.draft import Block
from portfolio_app.domain.number_words import counted
from portfolio_app.domain.reference_flags import References
from portfolio_app.domain.reference_template import Runs
from portfolio_app.domain.references import Person, Source
from portfolio_app.domain.references_read import LONGEST_FIELD, MOST_BYTES, ReadReferences
from portfolio_app.domain.typed_words import one_line
from portfolio_app.problems import PortfolioError
from portfolio_app.services import reference_style
from portfolio_app.store import queries
from portfolio_app.store.database import Session, Store
from portfolio_app.store.stamps import new_uid

if TYPE_CHECKING:
    from portfolio_app.store import tables
    from portfolio_app.workroom.host import Workroom

_TOPICS = {Topic.REFERENCES}
_MOST_DOCUMENT = 100_000_000  # bytes: a larger one is known by its name alone
_UNTYPED = frozenset(("uid", "kind", "authors", "editors", "more", "raw", "stands_for"))


@dataclass(frozen=True, slots=True)
class Kept:
    """A reference that was added or changed: the step, and its uid."""

    changes: Changes
    uid: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought.

    ``uids`` are the new references, ``same`` how many were there already word for word and were
    not added again, ``flagged`` how many of the new ones are malformed. ``left_out`` says in words
    what else the file held.
    """

    changes: Changes
    format: str
    uids: tuple[str, ...]
    same: int
    flagged: int
    left_out: tuple[str, ...]

    @property
    def words(self) -> str:
        """What happened, in a sentence or two."""
        said = f"{counted(len(self.uids), 'reference')} added."
        if self.flagged:
            said += f" {self.flagged} could be read only in part and say why."
        if self.same:
            said += f" {self.same} you have already."
        if self.left_out:
            said += f" Not taken: {', '.join(self.left_out)}."
        return said


# what there is


def cites(store: Store, blocks: Iterable[Block] | None = None) -> Cites:
    """Return what citations print and the list that follows, of these blocks or the kept ones."""
    drafted = queries.proposal.blocks(store) if blocks is None else blocks
    return Cites(reference_style.style(store), queries.proposal.sources(store), cited_in(drafted))


def listed(store: Store, blocks: Iterable[Block] | None = None) -> tuple[Runs, ...]:
    """Return the list at the end: what is cited, in its order, in stretches of one look."""
    return tuple(each.runs for each in cites(store, blocks).entries())


def references(store: Store) -> References:
    """Return every reference with what is to be looked at, and citations without one."""
    return reference_flags.look_over(
        reference_style.style(store),
        queries.proposal.sources(store),
        queries.proposal.blocks(store),
    )


# verbs


def add(store: Store, source: Source) -> Kept:
    """Add a reference; its uid is given here.

    Raises:
        PortfolioError: it has neither a title, an author nor an address ("nothing-said").
    """
    fresh = replace(_tidy(source), uid=new_uid())
    _refuse_empty(fresh)
    with store.step("add reference", f"Reference added: {called(fresh)}", _TOPICS) as step:
        step.session.add(_row(fresh))
        step.focus = fresh.uid
    return Kept(step.changes, fresh.uid)


def change(store: Store, source: Source) -> Kept:
    """Put a reference in place of what it was; every citation follows.

    What was only suggested counts as checked then.

    Raises:
        PortfolioError: as ``add``; there is none of this uid ("no-such-reference").
    """
    more = {name: value for name, value in source.more.items() if name != "check"}
    changed = replace(_tidy(source), more=more)
    _refuse_empty(changed)
    told = f"Reference changed: {called(changed)}"
    with store.step("change reference", told, _TOPICS, focus=changed.uid) as step:
        row = _rows(step.session, [changed.uid])[0]
        held = salvage.source(row.uid, row.content).stands_for
        changed = replace(changed, stands_for=held)
        row.kind, row.content = changed.kind.value, _plain(changed)
    return Kept(step.changes, changed.uid)


def remove(store: Store, uids: Sequence[str]) -> Changes:
    """Remove references; citations of them stay, print that they are missing, and are flagged.

    Raises:
        PortfolioError: one of them isn't there ("no-such-reference").
    """
    named = {each.uid: each for each in queries.proposal.sources(store)}
    told = f"{counted(len(uids), 'reference')} removed"
    if len(uids) == 1 and uids[0] in named:
        told = f"Reference removed: {called(named[uids[0]])}"
    with store.step("remove references", told, _TOPICS) as step:
        for row in _rows(step.session, uids):
            step.session.delete(row)
    return step.changes


def merge(store: Store, uid: str, others: Sequence[str]) -> Changes:
    """Let one reference stand for others that are the same work; one step.

    What it lacks is taken from them, citations of them become citations of it. Restore points stay
    as they are: what is read of them cites the one that stands for the others, until it is undone.

    Raises:
        PortfolioError: one of them isn't there ("no-such-reference").
    """
    from portfolio_app.services import proposal

    gone = [each for each in dict.fromkeys(others) if each != uid]
    named = {each.uid: each for each in queries.proposal.sources(store)}
    instead = dict.fromkeys(gone, uid)
    blocks = [(each, citing(each, instead)) for each in queries.proposal.blocks(store)]
    changed = [turned for each, turned in blocks if turned is not each]
    topics = _TOPICS | ({Topic.PROPOSAL} if changed else set())
    told = f"{counted(len(gone) + 1, 'reference')} merged"
    with store.step("merge references", told, topics, focus=uid) as step:
        rows = _rows(step.session, [uid, *gone])
        kept, stands_for = named[uid], [*named[uid].stands_for]
        for each in gone:
            kept = _filled(kept, named[each])
            stands_for += [each, *named[each].stands_for]
        kept = replace(kept, stands_for=tuple(dict.fromkeys(stands_for)))
        rows[0].content = _plain(kept)
        for row in rows[1:]:
            step.session.delete(row)
        if changed:
            proposal.write(step.session, changed, None)
    return step.changes


def import_file(store: Store, room: Workroom, path: Path) -> Imported:
    """Add the references of a RIS or BibTeX file; one step. Malformed ones come in, and say why.

    Raises:
        PortfolioError: the file can't be read ("no-file"), is larger than 5 MB ("too-large"), or
            holds no references ("no-references"). Nothing was changed.
    """
    size, data = _bytes_of(path, MOST_BYTES)
    if size > MOST_BYTES:
        raise PortfolioError(
            f"“{path.name}” is {size / 1e6:.0f} MB. Files of references up to "
            f"{MOST_BYTES // 1_000_000} MB are read. Nothing was changed.",
            hint="Export only the references that you need, or in several files.",
            code="too-large",
        )
    return import_bytes(store, room, data, path.name)


def import_bytes(store: Store, room: Workroom, data: bytes, name: str) -> Imported:
    """As ``import_file``, of a file's content."""
    reply = room.call("read_references", {"name": name}, [data])
    read = wire.decode(ReadReferences, reply.result)
    known = {reference_flags.facts(each) for each in queries.proposal.sources(store)}
    new: list[Source] = []
    for each in read.sources:
        source = replace(_tidy(each), uid=new_uid())
        facts = reference_flags.facts(source)
        if facts not in known:
            known.add(facts)
            new.append(source)
    told = f"{counted(len(new), 'reference')} imported from {name}"
    if not new:
        changes = Changes(f"No new references in {name}", frozenset())
    else:
        with store.step("import references", told, _TOPICS) as step:
            step.session.add_all([_row(each) for each in new])
        changes = step.changes
    return Imported(
        changes,
        read.format,
        tuple(each.uid for each in new),
        same=len(read.sources) - len(new),
        flagged=sum(1 for each in new if each.trouble),
        left_out=read.left_out,
    )


def suggest(room: Workroom, path: Path) -> Source:
    """Return what a document says of itself, to be checked; nothing is stored.

    Raises:
        PortfolioError: the file can't be read ("no-file"), or it is too large or broken to open.
    """
    from portfolio_app.domain.source_from_document import suggestion

    size, data = _bytes_of(path, _MOST_DOCUMENT)
    if size > _MOST_DOCUMENT:
        return suggestion("", name=path.name)
    reply = room.call("read", {"name": path.name, "max_text_pages": 2}, [data])
    facts, pages = reply.result["facts"], reply.result["pages"]
    text = "\n".join(str(each.get("text", "")) for each in pages[:2])
    return suggestion(
        text,
        title=str(facts.get("title") or ""),
        author=str(facts.get("author") or ""),
        name=path.name,
    )


def called(source: Source) -> str:
    """Return what a reference is called in a line of the history."""
    who = next((each.family for each in source.authors if each.family), "")
    title = source.title or source.address or source.key or "without a title"
    short = title if len(title) <= 60 else f"{title[:59].rstrip()}…"
    return " ".join(each for each in (f"{who}," if who else "", short) if each)


# within


def _bytes_of(path: Path, most: int) -> tuple[int, bytes]:
    """Return how many bytes a file has, and those bytes; none of a file with more than ``most``."""
    try:
        size = path.stat().st_size
        return size, path.read_bytes() if size <= most else b""
    except OSError as error:
        raise PortfolioError(
            f"“{path.name}” can't be read. Nothing was changed.",
            hint="Check that the file is still there and that you may open it.",
            code="no-file",
        ) from error


def _row(source: Source) -> tables.SourceRow:
    from portfolio_app.store import tables  # the mapped rows are not needed at start

    return tables.SourceRow(uid=source.uid, kind=source.kind.value, content=_plain(source))


def _rows(session: Session, uids: Sequence[str]) -> list[tables.SourceRow]:
    from portfolio_app.store import tables

    found = {
        row.uid: row
        for row in session.query(tables.SourceRow).filter(tables.SourceRow.uid.in_(uids))
    }
    if not uids or any(uid not in found for uid in uids):
        raise PortfolioError(
            "That reference isn't there any more. Nothing was changed.",
            hint="Undo brings it back.",
            code="no-such-reference",
        )
    return [found[uid] for uid in uids]


def _plain(source: Source) -> str:
    return json.dumps(wire.encode(source), ensure_ascii=False, separators=(",", ":"))


def _tidy(source: Source) -> Source:
    lines: dict[str, Any] = {
        each.name: one_line(getattr(source, each.name))[:LONGEST_FIELD].rstrip()
        for each in fields(source)
        if each.name not in _UNTYPED
    }
    more = {name: one_line(value)[:LONGEST_FIELD] for name, value in source.more.items()}
    return replace(
        source,
        authors=_named(source.authors),
        editors=_named(source.editors),
        more={name: value for name, value in more.items() if value},
        uid=source.uid,
        **lines,
    )


def _named(persons: Sequence[Person]) -> tuple[Person, ...]:
    tidied = (
        Person(one_line(each.family), one_line(each.given), each.is_organisation)
        for each in persons
    )
    return tuple(each for each in tidied if each.family or each.given)


def _refuse_empty(source: Source) -> None:
    if not (source.title or source.authors or source.editors or source.address):
        raise PortfolioError(
            "This reference says nothing yet. Nothing was changed.",
            hint="Type a title, an author or a web address.",
            code="nothing-said",
        )


def _filled(kept: Source, other: Source) -> Source:
    """Return a reference with what it lacks taken from another."""
    lacking: dict[str, Any] = {
        each.name: getattr(other, each.name)
        for each in fields(kept)
        if each.name not in ("uid", "kind", "more", "raw", "trouble", "stands_for")
        and not getattr(kept, each.name)
    }
    return replace(kept, more={**other.more, **kept.more}, **lacking)
