"""A slice of the portfolio for a buddy to comment on; what they say comes back beside the pieces.

One PDF: the chosen pieces as a bundle shows them, without what is hidden, without names of
witnesses, papers, notes or ratings; behind them pages to comment on. It is marked as a draft that
is not for submission. Nothing is sent from here.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from portfolio_app import assets
from portfolio_app.domain import request_code, wire
from portfolio_app.domain.buddy import (
    SAID_BY,
    BuddyPack,
    CommentedPiece,
    CommentForm,
    PackItem,
    Questions,
    ReadPack,
    new_ones,
    questions_of,
    said,
)
from portfolio_app.domain.bundle import BuiltBundle, BundlePlan
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.hiding import FoundKind
from portfolio_app.domain.number_words import counted
from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.typed_words import one_line
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import bundle_plan, placing, possible_names, renewing
from portfolio_app.services.compiling import compiled
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.store.stamps import now
from portfolio_app.workroom.host import COMPILING, Workroom

LARGEST = 400 << 20  # bytes of a pack that is read
MOST_ITEMS = 60
NEW, DONE = "new", "done"
FOR_A_BUDDY = "for a buddy to read and comment on"
_TOPICS = {Topic.BUDDIES}
_ROOM_TO_SPARE = 64 << 20


@dataclass(frozen=True, slots=True)
class MadePack:
    """A pack that was made: the step, the pack, where it was put, and how many pages it has."""

    changes: Changes
    pack: BuddyPack
    path: Path
    pages: int


@dataclass(frozen=True, slots=True)
class Received:
    """A pack that came back: the step, its pack, and how many comments of whom were new."""

    changes: Changes
    pack: BuddyPack
    comments: int
    said_by: str


@cache
def questions() -> Questions:
    """Return the questions of the comment pages (resources/buddy/questions.toml)."""
    return questions_of(tomllib.loads(assets.text("buddy/questions.toml")))


def make(
    store: Store,
    room: Workroom,
    item_uids: Sequence[str],
    out: Path,
    *,
    title: str = "",
    ksb_uids: Sequence[str] = (),
    names_seen: bool = False,
    progress: Progress = silent,
) -> MadePack:
    """Make a pack of these pieces, in this order, and put it at ``out``; one step.

    With ``ksb_uids`` only claims on these KSBs are shown. ``names_seen``: the person looked at the
    names and numbers that still show, and wants them to stay.

    Raises:
        PortfolioError: no piece was chosen ("empty"), or too many ("too-many"); one is marked Do
            not export ("do-not-export"); names to hide still show ("names-show"); the place can't
            be taken. Nothing was written.
        Cancelled: ``progress`` raised it; nothing was written.
    """
    out = placing.refuse_place(store, out, ".pdf", "The pack")
    if out.exists():
        raise PortfolioError(
            f"There is a file called {out.name} already. It was left as it is.",
            hint="Choose another name.",
            code="exists",
        )
    chosen = _chosen(store, item_uids)
    renewing.renew(store, room, progress=part(progress, 0.0, 0.1))
    if not names_seen:
        _refuse_names(store, room, chosen, part(progress, 0.1, 0.2))
    planned = _plan(store, [each.uid for each in chosen], ksb_uids)
    heading = one_line(title)[:120] or "Pack for a buddy"
    code = request_code.new_code(store.id)
    with compiled(store, room, planned, part(progress, 0.2, 0.9)) as made:
        form = _form(planned, made.bundle, code, heading)
        with scratch_folder(room, made.bundle.bytes * 2 + _ROOM_TO_SPARE) as scratch:
            finished = scratch / "pack.pdf"
            arguments = {"pack": str(made.file), "form": wire.encode(form), "out": str(finished)}
            pages = int(room.call("add_comments", arguments, limits=COMPILING).result["pages"])
            content = finished.read_bytes()
    progress("Saving", 0.95)
    items = _items(planned, made.bundle)
    stored = store.vault.put(content)
    placing.put(out, content, "The pack", lambda _: False)
    told = f"Pack for a buddy made: {counted(len(items), 'piece')}"
    with store.step("make buddy pack", told, _TOPICS) as step:
        file = tables.FileRow(sha256=stored.sha256, bytes=stored.bytes, name=out.name)
        step.session.add(file)
        step.session.flush()
        kept = {"title": heading, "items": wire.encode(items)}
        row = tables.BuddyPackRow(
            code=code, file_id=file.id, content=json.dumps(kept, ensure_ascii=False)
        )
        step.session.add(row)
        step.focus = row.uid
        pack = BuddyPack(row.uid, code, row.made_at, stored.sha256, stored.bytes, heading, items)
    return MadePack(step.changes, pack, out, pages)


def receive(store: Store, room: Workroom, path: Path) -> Received:
    """Take in a pack that came back: it is kept, and what is new in it stands beside the pieces.

    Raises:
        PortfolioError: it can't be read, is no pack ("not-a-pack"), belongs to another portfolio
            ("another-portfolio") or to no pack that was made here ("unknown-pack"), or holds
            nothing new ("nothing-new"). Nothing was changed.
    """
    content = _content(path)
    read = wire.decode(ReadPack, room.call("read_pack", {}, [content]).result)
    pack = _pack_of(store, read.code)
    found = new_ones(said(read, pack), queries.buddies.comments(store), pack.uid)
    if not found:
        raise PortfolioError(
            f"There is nothing new in {path.name}. Nothing was changed.",
            hint="If something should be in it: was it saved after writing? Words typed into a "
            "mail's preview are lost.",
            code="nothing-new",
        )
    by = _by(read)
    stored = store.vault.put(content)
    told = _told(len(found), by)
    with store.step("receive comments", told, _TOPICS, focus=found[0][0]) as step:
        file = tables.FileRow(sha256=stored.sha256, bytes=stored.bytes, name=path.name)
        step.session.add(file)
        step.session.flush()
        _enter(step.session, file.id, pack, by, found)
    return Received(step.changes, pack, len(found), by)


def pack_in(store: Store, item_uid: str) -> BuddyPack | None:
    """Return the pack that a file is, by the code on its pages; None where it is none of ours."""
    packs = {each.code: each for each in queries.buddies.packs(store)}
    if not packs:
        return None
    for page in reversed(queries.text.page_texts(store, item_uid)):
        for code in request_code.found_in(page.text):
            if code in packs:
                return packs[code]
    return None


def take_in(
    store: Store, room: Workroom, session: Session, pack: BuddyPack, content: bytes, file_id: int
) -> str:
    """Within a step: write down what is new in a pack whose file is kept; return what is told.

    Raises:
        PortfolioError: it can't be read.
    """
    read = wire.decode(ReadPack, room.call("read_pack", {}, [content]).result)
    found = new_ones(said(read, pack), queries.buddies.comments(store), pack.uid)
    if not found:
        return "This is a pack for a buddy without anything new in it. It wasn't added as evidence."
    _enter(session, file_id, pack, _by(read), found)
    return f"{_told(len(found), _by(read))}: they stand beside the pieces."


def mark(store: Store, comment_uids: Sequence[str], state: str) -> Changes:
    """Say that comments are done ("done"), or are not ("new").

    Raises:
        PortfolioError: one isn't there any more ("gone").
    """
    _refuse_gone(store, comment_uids)
    told = "Comment done" if state == DONE else "Comment not done"
    with store.step("mark comment", told, _TOPICS) as step:
        for row in step.session.query(tables.CommentRow):
            if row.uid in comment_uids:
                row.state = DONE if state == DONE else NEW
    return step.changes


def remove(store: Store, comment_uids: Sequence[str]) -> Changes:
    """Remove comments; Undo brings them back.

    Raises:
        PortfolioError: one isn't there any more ("gone").
    """
    _refuse_gone(store, comment_uids)
    told = f"{counted(len(comment_uids), 'comment')} removed"
    with store.step("remove comment", told, _TOPICS) as step:
        for row in step.session.query(tables.CommentRow):
            if row.uid in comment_uids:
                step.session.delete(row)
    return step.changes


def _chosen(store: Store, item_uids: Sequence[str]) -> list[EvidenceItem]:
    known = {each.uid: each for each in queries.evidence.items(store) if each.is_evidence}
    chosen = [known[uid] for uid in dict.fromkeys(item_uids) if uid in known]
    if not chosen:
        raise PortfolioError(
            "No piece was chosen, so no pack was made.",
            hint="Choose pieces of the library or the shortlist.",
            code="empty",
        )
    if len(chosen) > MOST_ITEMS:
        raise PortfolioError(
            f"{len(chosen)} pieces are too many for one pack. Nothing was written.",
            hint=f"Choose {MOST_ITEMS} at most: a buddy has an hour.",
            code="too-many",
        )
    kept = [each.title for each in chosen if each.do_not_export]
    if kept:
        raise PortfolioError(
            f"“{kept[0]}” is marked Do not export. No pack was made.",
            hint="Leave it out of the pack.",
            code="do-not-export",
        )
    return chosen


def _refuse_names(
    store: Store, room: Workroom, chosen: Sequence[EvidenceItem], progress: Progress
) -> None:
    searched = possible_names.find(store, room, [each.uid for each in chosen], progress=progress)
    showing = [
        each for each in searched.found if not (each.is_hidden or each.is_under_area or each.left)
    ]
    if not showing:
        return
    first = showing[0]
    names = sum(each.kind is FoundKind.NAME for each in showing)
    numbers = len(showing) - names
    parts = [counted(names, "name to hide", "names to hide") if names else ""]
    parts.append(counted(numbers, "number or address", "numbers or addresses") if numbers else "")
    what = " and ".join(each for each in parts if each)
    raise PortfolioError(
        f"{what} still show in what you chose, the first on page {first.page_index + 1} of "
        f"“{first.title}”. No pack was made.",
        hint="Hide them (Edit, Names to hide), or say that they may stay.",
        code="names-show",
    )


def _plan(store: Store, item_uids: Sequence[str], ksb_uids: Sequence[str]) -> BundlePlan:
    options = BundleOptions(
        scope=False, recordings=False, originals=False, file_list=False, whole_folder=False
    )
    planned = bundle_plan.plan(store, draft=True, options=options, only=item_uids)
    wanted = set(ksb_uids) or {each.uid for each in planned.ksbs}
    items = tuple(
        replace(
            each,
            claims=tuple(one for one in each.claims if one.ksb_uid in wanted),
            candidates=tuple(one for one in each.candidates if one in wanted),
            confirm="",
            confirmed_by=(),
            employer="",
        )
        for each in planned.items
    )
    named = {one.ksb_uid for each in items for one in each.claims}
    named |= {one for each in items for one in each.candidates}
    shown = named or wanted  # a slice says nothing of what it leaves out
    return replace(
        planned,
        items=items,
        ksbs=tuple(each for each in planned.ksbs if each.uid in shown),
        witnesses=(),
        papers=(),
        files=(),
        role="",
        reference="",
        purpose=FOR_A_BUDDY,
    )


def _form(planned: BundlePlan, built: BuiltBundle, code: str, heading: str) -> CommentForm:
    codes = {each.uid: each.code for each in planned.ksbs}
    pieces = []
    for item, place in zip(planned.items, built.items, strict=True):
        claimed = dict.fromkeys(codes[one.ksb_uid] for one in item.claims if one.ksb_uid in codes)
        pages = place.first_page + max(place.pages, 1) - place.front
        pieces.append(CommentedPiece(item.ref, item.title, place.front, pages, tuple(claimed)))
    return CommentForm(
        code=code,
        title=heading,
        apprentice=planned.apprentice,
        built=planned.built,
        built_words=planned.built_words,
        questions=questions(),
        pieces=tuple(pieces),
    )


def _items(planned: BundlePlan, built: BuiltBundle) -> tuple[PackItem, ...]:
    return tuple(
        PackItem(
            item.uid,
            f"{item.ref} {item.title}",
            place.front,
            place.first_page + max(place.pages, 1) - 1,
        )
        for item, place in zip(planned.items, built.items, strict=True)
    )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise PortfolioError(
                f"{path.name} is larger than {LARGEST >> 20} MB, so it wasn't opened.",
                hint="Ask for the pack as it was sent, with the comments in it.",
                code="too-large",
            )
        return path.read_bytes()
    except OSError as error:
        raise PortfolioError(
            f"{path.name} can't be read. Nothing was changed.",
            hint="Check that it is there and not open elsewhere.",
            code="missing",
        ) from error


def _pack_of(store: Store, code: str) -> BuddyPack:
    if not code:
        raise PortfolioError(
            "This is no pack for a buddy, or its fields were taken out. Nothing was changed.",
            hint="Choose the PDF that came back, as it was saved; a print or a scan can't be read.",
            code="not-a-pack",
        )
    if not request_code.of_portfolio(code, store.id):
        raise PortfolioError(
            "This pack belongs to a different portfolio. Nothing was changed.",
            hint="Check that it is the right file.",
            code="another-portfolio",
        )
    found = next((each for each in queries.buddies.packs(store) if each.code == code), None)
    if found is None:
        raise PortfolioError(
            "This pack isn't known here: its making was undone, or came after this backup. "
            "Nothing was changed.",
            hint="Redo may bring it back.",
            code="unknown-pack",
        )
    return found


def _enter(
    session: Session,
    file_id: int,
    pack: BuddyPack,
    by: str,
    found: Sequence[tuple[str, str, str]],
) -> None:
    for item_uid, field, text in found:
        row = tables.CommentRow(
            pack_uid=pack.uid,
            item_uid=item_uid,
            field=field,
            said_by=by,
            text=text,
            file_id=file_id,
            arrived_at=now(),
        )
        session.add(row)


def _by(read: ReadPack) -> str:
    return one_line(dict(read.answers).get(SAID_BY, ""))[:120]


def _told(count: int, by: str) -> str:
    return f"{counted(count, 'comment')} from {by or 'a buddy'}"


def _refuse_gone(store: Store, comment_uids: Sequence[str]) -> None:
    known = {each.uid for each in queries.buddies.comments(store)}
    if not comment_uids or not known.issuperset(comment_uids):
        raise PortfolioError(
            "That comment isn't there any more. Nothing was changed.",
            hint="Undo may bring it back.",
            code="gone",
        )
