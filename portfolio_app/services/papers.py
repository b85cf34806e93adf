"""The papers of a pack: attach, take out, and note who signed which set."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import ReadStatus
from portfolio_app.domain.evidence import USUAL_KIND, EvidenceKind, Shelf
from portfolio_app.domain.forms import Whose
from portfolio_app.domain.papers import Paper, PaperKind, Signing, part_hash
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import waiting
from portfolio_app.services.paper_rows import make_way
from portfolio_app.services.typed_days import past_day
from portfolio_app.services.waiting import Waiting, first_title
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import now
from portfolio_app.workroom.host import Workroom

_AHEAD = "That day lies ahead, so nothing can have been signed on it."
_TOPICS = {Topic.PAPERS, Topic.BUNDLES}


@dataclass(frozen=True, slots=True)
class Attached:
    """The paper that was attached. ``problem`` says why its pages can't be shown, or is ""."""

    changes: Changes
    item_uid: str
    problem: str = ""


def attach(
    store: Store, room: Workroom, kind: PaperKind, path: Path, *, progress: Progress = silent
) -> Attached:
    """Store a file as the paper of a kind and read it; the one that was there goes to the bin.

    One step. A file that can't be read is kept all the same.

    Raises:
        PortfolioError: the file can't be read from its place, or the disk is full.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    progress(f"Storing {path.name}", 0.0)
    stored = store.vault.put(path)
    progress(f"Reading {path.name}", 0.2)
    read = waiting.read_stored(store, room, Waiting("", stored.sha256, path.name, stored.bytes))
    progress("Saving", 0.95)
    told = f"{kind.words} attached"
    with store.step("attach paper", told, _TOPICS, arguments={"kind": kind.value}) as step:
        file = tables.FileRow(
            sha256=stored.sha256, bytes=stored.bytes, name=path.name, folder=str(path.parent)
        )
        step.session.add(file)
        step.session.flush()
        row = tables.ItemRow(
            file_id=file.id,
            title=read.facts.title or first_title(path.name),
            kind=USUAL_KIND.get(read.facts.kind, EvidenceKind.OTHER).value,
            document=read.facts.kind.value,
            status=ReadStatus.WAITING.value,
            date=read.facts.date,
            date_source=read.facts.date_source,
            shelf=Shelf.PAPERS.value,
            paper=kind.value,
        )
        step.session.add(row)
        step.session.flush()
        waiting.enter_pages(step.session, row, read)
        waiting.enter_facts(row, read.facts)
        make_way(step.session, row)
        step.focus = row.uid
        uid = row.uid
    progress("Attached", 1.0)
    return Attached(step.changes, uid, read.facts.problem)


def attach_item(store: Store, kind: PaperKind, item_uid: str) -> Changes:
    """Make an item the paper of a kind: it leaves its list. The one that was there is binned.

    Raises:
        PortfolioError: it is claimed, shortlisted or a candidate ("is-evidence"), or lies in the
            bin ("in-bin"). Nothing was changed.
    """
    item = queries.evidence.item(store, item_uid)
    if item.binned_at:
        raise PortfolioError(
            f"{item.title} lies in the bin. Nothing was changed.",
            hint="Restore it first.",
            code="in-bin",
        )
    if item.claims or item.candidates or item.position is not None:
        raise PortfolioError(
            f"“{item.title}” is used as evidence, and a paper is never evidence. Nothing was "
            "changed.",
            hint="Take its claims away and take it off the shortlist first, or attach the file "
            "itself: it is then in the bundle as a paper too.",
            code="is-evidence",
        )
    told = f"{kind.words}: {item.title}"
    topics = _TOPICS | {Topic.EVIDENCE, Topic.CLAIMS}
    with store.step("attach paper", told, topics, focus=item_uid) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        if row.paper != kind.value:
            row.signing = ""  # it was signed as something else
        row.shelf, row.paper = Shelf.PAPERS.value, kind.value
        make_way(step.session, row)
    return step.changes


def remove(store: Store, item_uid: str) -> Changes:
    """Move a paper to the bin, where it stays for 30 days.

    Raises:
        PortfolioError: there is no such paper ("no-such-paper").
    """
    removed = paper(store, item_uid)
    told = f"{removed.kind.words} moved to bin"
    with store.step("bin", told, _TOPICS | {Topic.EVIDENCE}, focus=item_uid) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        row.binned_at = now()
    return step.changes


def sign(store: Store, item_uid: str, by: str, on: str) -> Changes:
    """Note who signed a paper, and on which day (YYYY-MM-DD), for the set as it is now.

    The app has not verified the signature.

    Raises:
        PortfolioError: there is no such paper, nobody is named ("no-signer"), or the day is none or
            lies ahead ("no-day"). Nothing was changed.
    """
    signed = paper(store, item_uid)
    by = " ".join(by.split())
    if not by:
        raise PortfolioError(
            "Nobody is named. Nothing was changed.",
            hint="Say who signed it: a name, or a role.",
            code="no-signer",
        )
    items = set_of(store, signed.kind)
    if signed.kind is PaperKind.EMPLOYER_SUPPLEMENT:
        changed = changed_pieces(store)
        items = tuple(each for each in items if each[0] in changed)
    signing = Signing(by, past_day(on, _AHEAD), items)
    told = f"{signed.kind.words}: signed by {by}"
    with store.step("sign paper", told, _TOPICS, focus=item_uid) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        row.signing = json.dumps(wire.encode(signing), ensure_ascii=False)
    return step.changes


def unsign(store: Store, item_uid: str) -> Changes:
    """Say that a paper is not signed after all.

    Raises:
        PortfolioError: there is no such paper.
    """
    told = f"{paper(store, item_uid).kind.words}: not signed"
    with store.step("sign paper", told, _TOPICS, focus=item_uid) as step:
        step.session.query(tables.ItemRow).filter_by(uid=item_uid).one().signing = ""
    return step.changes


def what_changed_since_signing(store: Store, item_uid: str) -> tuple[str, ...]:
    """Return how the set differs from the one that was signed: "E07 replaced", "E09 added".

    Nothing when it is the same set, or when nobody signed.

    Raises:
        PortfolioError: there is no such paper.
    """
    signed = paper(store, item_uid)
    if signed.signing is None:
        return ()
    return tuple(told for uid, told in _differences(store, signed) if uid not in _covered(store))


def changed_pieces(store: Store) -> tuple[str, ...]:
    """Return the uids of the pieces that differ from those the employer signed for, in order.

    A supplement is about these; what one covers already is not among them.
    """
    signed = queries.papers.of_kind(store, PaperKind.EMPLOYER_STATEMENT)
    if signed is None or signed.signing is None:
        return ()
    covered = _covered(store)
    return tuple(uid for uid, _ in _differences(store, signed) if uid and uid not in covered)


def signed_words(store: Store, each: Paper) -> tuple[str, str]:
    """Return what is printed about a paper's signing: who and when, and what changed since."""
    from portfolio_app.domain.days import day_words

    if each.signing is None:
        return "", ""
    by = f"Signed by {each.signing.by}, {day_words(each.signing.on)}"
    changed = _differences(store, each)
    if not changed:
        return by, ""
    note = f"Signed for a different set: {', '.join(told for _, told in changed)}"
    covered = _covered(store)
    if each.kind is PaperKind.EMPLOYER_STATEMENT and covered:
        refs = queries.shortlist.refs(store)
        by_supplement = [refs[uid] for uid, _ in changed if uid in covered]
        if by_supplement:
            note += f". The supplement was signed for {', '.join(by_supplement)}"
    return by, note


def employers_answers(store: Store) -> dict[str, Whose]:
    """Return what the employer answered for each piece that is still as it was then, by uid.

    A signed supplement's answer takes the place of the statement's. What nobody signed says
    nothing, nor does an answer about a piece that was changed since.
    """
    found: dict[str, Whose] = {}
    for kind in (PaperKind.EMPLOYER_STATEMENT, PaperKind.EMPLOYER_SUPPLEMENT):
        signed = queries.papers.of_kind(store, kind)
        if signed is None or signed.signing is None:
            continue
        changed = {uid for uid, _ in _differences(store, signed)}
        for row in signed.signing.answers:
            if row.whose in set(Whose) and row.item_uid not in changed:
                found[row.item_uid] = Whose(row.whose)
    return found


def paper(store: Store, item_uid: str) -> Paper:
    """Return a paper by the uid of its item.

    Raises:
        PortfolioError: there is no such paper ("no-such-paper").
    """
    found = next((p for p in queries.papers.papers(store) if p.item.uid == item_uid), None)
    if found is None:
        raise PortfolioError(
            "That paper isn't there any more. Nothing was changed.",
            hint="Undo, or the bin, brings it back.",
            code="no-such-paper",
        )
    return found


def set_of(store: Store, kind: PaperKind) -> tuple[tuple[str, str, str], ...]:
    """Return what a signature on this kind of paper is for, as it is now.

    A sign-off is for the proposal and its presentation, known by their kinds; every other paper for
    the shortlisted pieces.
    """
    if kind is PaperKind.SIGN_OFF:
        return tuple(
            (each.kind.value, each.item.sha256, "")
            for each in queries.papers.papers(store)
            if each.kind in (PaperKind.PROPOSAL, PaperKind.PRESENTATION)
        )
    pieces = [each for each in queries.evidence.items(store) if each.position is not None]
    pieces.sort(key=lambda each: each.position or 0)
    return tuple((each.uid, each.sha256, part_hash(each.part)) for each in pieces)


def _differences(store: Store, paper: Paper) -> tuple[tuple[str, str], ...]:
    """Return how the set differs from the one this paper was signed for: uid and words.

    The uid is "" for pieces that were taken out: what is gone has no number any more.
    """
    if paper.signing is None:
        return ()
    then = {uid: (sha256, part) for uid, sha256, part in paper.signing.items}
    called = {row.item_uid: row.ref for row in paper.signing.answers}  # as its schedule has them
    is_whole_set = paper.kind is not PaperKind.EMPLOYER_SUPPLEMENT
    if paper.kind is PaperKind.SIGN_OFF:
        names = {each.value: each.words.lower() for each in PaperKind}
    else:
        names = queries.shortlist.refs(store)
    told: list[tuple[str, str]] = []
    for uid, sha256, part in set_of(store, paper.kind):
        was = then.pop(uid, None)
        if was is None and uid == PaperKind.PRESENTATION.value:
            continue  # slides made afterwards change nothing of what was signed off
        if was is None:
            told += [(uid, f"{names[uid]} added")] if is_whole_set else []
        elif was[0] != sha256:
            told.append((uid, f"{names[uid]} replaced"))
        elif was[1] != part:
            told.append((uid, f"part of {names[uid]} changed"))
        elif called.get(uid, names[uid]) != names[uid]:
            told.append((uid, f"{called[uid]} is {names[uid]} now"))
    if paper.kind is PaperKind.SIGN_OFF:
        told += [(each, f"{names[each]} taken out") for each in then]
    elif then and is_whole_set:
        told.append(
            ("", "1 piece taken out" if len(then) == 1 else f"{len(then)} pieces taken out")
        )
    return tuple(told)


def _covered(store: Store) -> frozenset[str]:
    """Return the uids of the pieces that a signed supplement covers as they are now."""
    supplement = queries.papers.of_kind(store, PaperKind.EMPLOYER_SUPPLEMENT)
    if supplement is None or supplement.signing is None:
        return frozenset()
    changed = {uid for uid, _ in _differences(store, supplement)}
    return frozenset(uid for uid, _, _ in supplement.signing.items) - changed
