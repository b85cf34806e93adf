"""Word copies of the proposal: brought back, compared, taken change by change; or taken over whole.

The file is kept first, as it came, whatever is in it. Nothing of it is in the proposal until it is
taken, and then as one step, after a restore point.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from portfolio_app.domain import comparing_copy, wire
from portfolio_app.domain.bringing_back import Change, Decision, Plan, apply
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.comparing_copy import PICTURE, Texts
from portfolio_app.domain.days import day_words
from portfolio_app.domain.draft import Block, VersionKind
from portfolio_app.domain.imported_document import imported
from portfolio_app.domain.labels import Labels
from portfolio_app.domain.printed import Printed, printed
from portfolio_app.domain.word_copy import WordCopy
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import citing, clock, pictures, proposal, restore_points
from portfolio_app.store import history, queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.queries.word_copies import Decided, KnownCopy
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom

LARGEST = 100 << 20  # bytes of a copy that is read
MOST_LOOKED_AT = 12  # exports that a copy without a name is compared with
_TOPICS = {Topic.PROPOSAL}
NOW = "now"  # stands for the proposal as it is, where a restore point is asked for


@dataclass(frozen=True, slots=True)
class ReceivedCopy:
    """A copy that was kept. ``trouble`` says why it could not be read, ``hint`` what to do then.

    ``was_here``: the same file came back before, and is the one that ``uid`` names.
    """

    changes: Changes
    uid: str
    trouble: str = ""
    hint: str = ""
    was_here: bool = False


@dataclass(frozen=True, slots=True)
class ImportedCopy:
    """A document that is the proposal now. ``kept`` and ``dropped`` say what of it, in words."""

    changes: Changes
    kept: str
    dropped: tuple[str, ...]


def receive(
    store: Store, room: Workroom, source: Path | tuple[str, bytes], *, progress: Progress = silent
) -> ReceivedCopy:
    """Keep a copy that came back (a file, or a name and bytes) and read it. One step.

    A file that cannot be read is kept too, and says why.

    Raises:
        PortfolioError: it can't be opened or kept ("unreadable", "disk-full", "read-only" …):
            nothing was recorded then.
    """
    progress("Keeping the file", 0.1)
    kept = _Kept.of(store, source)
    for known in queries.word_copies.copies(store):
        is_same = known.sha256 == kept.sha256 and known.state not in ("imported", "unreadable")
        if is_same and queries.word_copies.content(store, known.uid) is not None:
            nothing = Changes(f"{kept.name} came back before", frozenset())
            return ReceivedCopy(nothing, known.uid, was_here=True)
    progress("Reading it", 0.4)
    trouble, hint, read, state = "", "", "", "new"
    try:
        copy, _ = _read(store, room, kept)
        read = json.dumps(wire.encode(copy), ensure_ascii=False, separators=(",", ":"))
    except PortfolioError as error:
        trouble, hint, state = error.message, error.hint, "unreadable"
        read = str(error)
    with store.step("receive word copy", f"{kept.name} came back", _TOPICS) as step:
        uid = _enter(step.session, kept, state, read)
        step.focus = uid
    progress("Read", 1.0)
    return ReceivedCopy(step.changes, uid, trouble, hint)


def plan(store: Store, uid: str, *, base: str = "") -> Plan:
    """Return what a copy says about the proposal as it is now. Nothing is changed.

    It is compared with the export it was made of. Where it does not say which, with the one most
    like it, else with the proposal as it is now. ``base`` names another restore point, or "now".

    Raises:
        PortfolioError: there is no such copy ("no-such-copy"), or it could not be read
            ("unreadable").
    """
    copy = _copy(store, uid)
    labels = citing.labels(store, wait=False)
    now = queries.proposal.blocks(store)
    chosen = base or queries.word_copies.decided(store, uid).base
    base_uid, blocks, seen, note = _base(store, copy, now, labels, chosen)
    codes = {each.uid: each.code for each in queries.standard.standard(store).ksbs}
    found = comparing_copy.plan(uid, copy, Texts(blocks, now, seen, labels, codes, base_uid))
    return replace(found, notes=(*((note,) if note else ()), *found.notes))


def decide(
    store: Store,
    uid: str,
    changes: Mapping[str, Decision | None] | None = None,
    *,
    comments: Mapping[int, bool] | None = None,
    base: str | None = None,
) -> Decided:
    """Keep what the person said to changes (None: nothing yet) and which comments are dealt with.

    It is no step: nothing of the proposal changes, and what is said can be said again.

    Raises:
        PortfolioError: there is no such copy ("no-such-copy").
    """
    before = queries.word_copies.decided(store, uid)
    said = dict(before.changes)
    for key, decision in (changes or {}).items():
        if decision is None:
            said.pop(key, None)
        else:
            said[key] = decision.value
    done = set(before.comments)
    for number, is_done in (comments or {}).items():
        (done.add if is_done else done.discard)(number)
    after = Decided(said, frozenset(done), before.base if base is None else base)
    with store.session() as session:
        row = _row(session, uid)
        old, row.decided = row.decided, json.dumps(wire.encode(after))
        history.as_if_always(session, "word_copy", row.id, {"decided": (old, row.decided)})
    return after


def take(store: Store, room: Workroom, uid: str, keys: Collection[str] | None = None) -> Changes:
    """Let the proposal have these changes of a copy: one step, after a restore point.

    Without ``keys`` those that were decided to be taken. Everything else stays as it is.

    Raises:
        PortfolioError: there is nothing to take ("nothing-to-take"), no such copy
            ("no-such-copy"), a change can't be taken ("barred"), or the twelve weeks have not begun
            ("not-yet"). Nothing was changed then.
    """
    clock.refuse_early(store)
    made = plan(store, uid)
    decided = queries.word_copies.decided(store, uid)
    if keys is None:
        keys = [key for key, said in decided.changes.items() if said == Decision.TAKE]
    chosen = frozenset(keys) & frozenset(made.by_key)
    barred = next((made.by_key[key] for key in chosen if made.by_key[key].barred), None)
    if barred is not None:
        raise PortfolioError(
            f"This change can't be taken over. {barred.barred} Nothing was changed.", code="barred"
        )
    if not chosen:
        raise PortfolioError(
            "Nothing of this copy is marked to be taken. Nothing was changed.",
            hint="Choose Take beside the changes you want.",
            code="nothing-to-take",
        )
    now = queries.proposal.blocks(store)
    result = apply(now, made, chosen)
    known = next(each for each in queries.word_copies.copies(store) if each.uid == uid)
    result = _with_pictures(store, room, known, result)
    count = "1 change" if len(chosen) == 1 else f"{len(chosen):,} changes"
    said = f"Took {count} from {known.name}"
    with store.step("take word copy", said, _TOPICS, arguments={"copy": uid}, focus=uid) as step:
        if queries.proposal.blocks(store) != now:
            raise _changed_meanwhile()
        restore_points.keep_before(store, step.session, f"Before taking changes from {known.name}")
        proposal.replace_all(step.session, result)
        row = _row(step.session, uid)
        row.state = "taken"
    return step.changes


def close(store: Store, uid: str) -> Changes:
    """Put a copy away: what is not taken stays as it is. The file is kept. One step.

    Raises:
        PortfolioError: there is no such copy ("no-such-copy").
    """
    with store.step("close word copy", "Word copy put away", _TOPICS) as step:
        _row(step.session, uid).state = "closed"
    return step.changes


def takeable(made: Plan, decided: Decided) -> tuple[Change, ...]:
    """Return the changes that "Take all" takes: those not decided and not to be looked at alone."""
    return tuple(
        each for each in made.changes if each.key not in decided.changes and not each.needs_a_look
    )


def import_document(
    store: Store, room: Workroom, source: Path | tuple[str, bytes], *, progress: Progress = silent
) -> ImportedCopy:
    """Let a Word document be the proposal: one step, after a restore point of what is there now.

    Tables become plain ones, pictures figures, footnotes stay; citations and references are words.
    What was not taken over is said.

    Raises:
        PortfolioError: it can't be read ("not-word", "locked", "damaged", "too-long", …), holds
            nothing ("empty"), or the twelve weeks have not begun ("not-yet"). The file is kept
            where it could be stored; the proposal is as it was.
    """
    clock.refuse_early(store)
    progress("Keeping the file", 0.1)
    kept = _Kept.of(store, source)
    progress("Reading it", 0.3)
    try:
        copy, blobs = _read(store, room, kept, with_pictures=True)
    except PortfolioError as error:
        with store.step("receive word copy", f"{kept.name} couldn't be read", _TOPICS) as step:
            _enter(step.session, kept, "unreadable", str(error))
        raise
    found = imported(copy, new_uid)
    if not found.blocks:
        raise PortfolioError(
            f"{kept.name} holds no text. Your proposal hasn't been changed.",
            hint="Check that it is the right file.",
            code="empty",
        )
    dropped = list(found.dropped)
    blocks = []
    for number, block in enumerate(found.blocks):
        progress("Taking over its pictures", 0.4 + 0.5 * number / len(found.blocks))
        if block.figure is None:
            blocks.append(block)
            continue
        at = found.pictures[block.uid]
        name = copy.pictures[at].name
        try:
            picture = pictures.add(store, room, blobs[at], name)
        except PortfolioError as error:
            if error.code in ("disk-full", "read-only", "disk-error"):
                raise
            dropped.insert(0, f"the picture {name}: {error.message}")
            if not block.figure.caption and not block.figure.alternative:
                continue
            picture = None
        figure = replace(block.figure, picture_uid=picture.uid if picture else "")
        blocks.append(replace(block, figure=figure))
    said = f"{kept.name} is the proposal now"
    read = json.dumps(wire.encode(copy), ensure_ascii=False, separators=(",", ":"))
    with store.step("import proposal", said, _TOPICS) as step:
        restore_points.keep_before(store, step.session, f"Before importing {kept.name}")
        proposal.replace_all(step.session, blocks)
        step.focus = _enter(step.session, kept, "imported", read)
    progress("Done", 1.0)
    return ImportedCopy(step.changes, found.kept, tuple(dropped))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file that is in the vault."""

    name: str
    folder: str
    sha256: str
    size: int

    @staticmethod
    def of(store: Store, source: Path | tuple[str, bytes]) -> _Kept:
        content = source if isinstance(source, Path) else source[1]
        stored = store.vault.put(content)
        name = source.name if isinstance(source, Path) else source[0]
        folder = str(source.parent) if isinstance(source, Path) else ""
        return _Kept(name or "copy.docx", folder, stored.sha256, stored.bytes)


def _read(
    store: Store, room: Workroom, kept: _Kept | KnownCopy, *, with_pictures: bool = False
) -> tuple[WordCopy, tuple[bytes, ...]]:
    size = kept.size if isinstance(kept, _Kept) else kept.bytes
    if size > LARGEST:
        raise PortfolioError(
            f"{kept.name} is larger than {LARGEST >> 20} MB, so it wasn't opened. It has been "
            "kept. Your proposal hasn't been changed.",
            hint="Make its pictures smaller in Word (File › Compress Pictures), and bring that "
            "back.",
            code="too-large",
        )
    reply = room.call(
        "read_word_copy",
        {"name": kept.name, "pictures": with_pictures},
        [store.vault.get(kept.sha256)],
    )
    return wire.decode(WordCopy, reply.result["copy"]), reply.blobs


def _enter(session: Session, kept: _Kept, state: str, read: str) -> str:
    file = tables.FileRow(sha256=kept.sha256, bytes=kept.size, name=kept.name, folder=kept.folder)
    session.add(file)
    session.flush()
    row = tables.WordCopyRow(file_id=file.id, name=kept.name, state=state, read=read)
    session.add(row)
    session.flush()
    return row.uid


def _row(session: Session, uid: str) -> tables.WordCopyRow:
    row = session.query(tables.WordCopyRow).filter_by(uid=uid).one_or_none()
    if row is None:
        raise _no_such()
    return row


def _copy(store: Store, uid: str) -> WordCopy:
    copy = queries.word_copies.content(store, uid)
    if copy is None:
        trouble = queries.word_copies.trouble(store, uid)
        if trouble:
            raise PortfolioError(trouble, code="unreadable")
        raise _no_such()
    return copy


def _base(
    store: Store, copy: WordCopy, now: tuple[Block, ...], labels: Labels, chosen: str
) -> tuple[str, tuple[Block, ...], Printed, str]:
    """Return what a copy is compared with: uid, blocks, what they printed, and a note about it."""
    versions = queries.proposal.versions(store)
    known = {each.uid: each for each in versions}
    wanted = chosen or copy.version
    if wanted in known:
        blocks = queries.proposal.blocks_of_version(store, wanted)
        return wanted, blocks, _seen(store, wanted, blocks, labels), ""
    if wanted != NOW:
        exports = [each for each in versions if each.kind is VersionKind.EXPORT][:MOST_LOOKED_AT]
        best = None
        for each in exports:
            try:
                blocks = queries.proposal.blocks_of_version(store, each.uid)
            except PortfolioError:
                continue  # damaged
            seen = _seen(store, each.uid, blocks, labels)
            found, missing = comparing_copy.likeness(copy, blocks, seen, labels)
            if found and (best is None or found - missing > best[0]):
                best = found - missing, each, blocks, seen
        if best is not None:
            moment = datetime.fromisoformat(best[1].made_at).astimezone()
            when = f"{day_words(moment.date().isoformat())}, {moment:%H:%M}"
            return (
                best[1].uid,
                best[2],
                best[3],
                (
                    f"The copy doesn't say which export it is from. It is compared with the one of "
                    f"{when}, which is most like it."
                ),
            )
    note = (
        ""
        if wanted == NOW
        else "No export that this copy could be from is kept here. It is compared with the "
        "proposal as it is now."
    )
    return "", now, printed(now, labels), note


def _seen(store: Store, uid: str, blocks: tuple[Block, ...], labels: Labels) -> Printed:
    kept = queries.proposal.printed_of_version(store, uid)
    return kept if kept is not None else printed(blocks, labels)


def _with_pictures(
    store: Store, room: Workroom, known: KnownCopy, blocks: tuple[Block, ...]
) -> tuple[Block, ...]:
    """Return the blocks with the pictures that came with the copy kept as the proposal's own."""
    wanted = [b for b in blocks if b.figure and b.figure.picture_uid.startswith(PICTURE)]
    if not wanted:
        return blocks
    copy, blobs = _read(store, room, known, with_pictures=True)
    made: dict[str, Block] = {}
    for block in wanted:
        if block.figure is None:
            continue
        at = int(block.figure.picture_uid.removeprefix(PICTURE))
        picture = pictures.add(store, room, blobs[at], copy.pictures[at].name)
        made[block.uid] = replace(block, figure=replace(block.figure, picture_uid=picture.uid))
    return tuple(made.get(block.uid, block) for block in blocks)


def _no_such() -> PortfolioError:
    return PortfolioError(
        "This copy isn't here any more. Nothing was changed.", code="no-such-copy"
    )


def _changed_meanwhile() -> PortfolioError:
    return PortfolioError(
        "The proposal was written in meanwhile. Nothing was changed.",
        hint="Look at the changes again.",
        code="changed-meanwhile",
    )
