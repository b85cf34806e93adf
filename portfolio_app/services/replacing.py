"""Replace an item's file with a newer version; every passage is found again, or waits."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as changed
from pathlib import Path

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import Facts, PageText, ReadStatus
from portfolio_app.domain.passage import Anchor
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services import found_highlights, reanchoring, waiting
from portfolio_app.services.pages import derived_key, rendition_copy
from portfolio_app.services.reanchoring import OtherPages, Settled
from portfolio_app.services.waiting import Read, Waiting
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom.host import Workroom

_TOPICS = {Topic.EVIDENCE, Topic.CLAIMS, Topic.HIDING}


@dataclass(frozen=True, slots=True)
class Replaced:
    """What replacing did. Every passage of the item is counted in ``found`` or in ``to_place``.

    ``to_place`` names the passages whose words are not in the new version; they keep their old
    words. ``check`` names those of the found ones that are worded a little differently now.
    ``hides_to_place`` names hidden places that were not found: what they hid may show.
    ``highlights_to_place`` counts highlights that nobody used yet and that were not found.
    """

    changes: Changes
    found: int
    to_place: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    hides_to_place: tuple[str, ...] = ()
    highlights_to_place: int = 0


def replace(
    store: Store, room: Workroom, item_uid: str, path: Path, *, progress: Progress = silent
) -> Replaced:
    """Make a file the newer version of an item; the earlier one is kept. One step.

    The item keeps its title, day, words and claims. Undo, or ``go_back``, takes it back.

    Raises:
        PortfolioError: there is no such item or file, it is the file the item has, the item lies
            in the bin ("in-bin"), or the item has pages and the file has none to show. Nothing was
            changed.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    item = queries.evidence.item(store, item_uid)
    if item.binned_at:
        raise PortfolioError(
            f"{item.title} lies in the bin. Nothing was changed.",
            hint="Restore it first.",
            code="in-bin",
        )
    progress(f"Storing {path.name}", 0.0)
    stored = store.vault.put(path)
    if stored.sha256 == item.sha256:
        raise PortfolioError(
            f"This is the file that {item.title} already has. Nothing was changed.",
            hint="Choose the newer version.",
            code="same-file",
        )
    progress(f"Reading {path.name}", 0.2)
    read = waiting.read_stored(
        store, room, Waiting(item_uid, stored.sha256, path.name, stored.bytes)
    )
    if item.pages and read.facts.status is not ReadStatus.READABLE:
        raise PortfolioError(
            f"{path.name} has no pages that can be shown, so nothing was replaced. "
            f"{read.facts.problem}".strip(),
            hint=f"{item.title} is as it was. Save the file as PDF and use that, or add it as an "
            "item of its own.",
            code=read.facts.code or "no-pages",
        )
    progress("Finding the passages again", 0.6)
    moves = reanchoring.find(store, room, item_uid, _pages_of(store, read))
    progress("Saving", 0.95)
    told = f"Replaced with {path.name}"
    with store.step("replace", told, _TOPICS, focus=item_uid) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        file = tables.FileRow(
            sha256=stored.sha256, bytes=stored.bytes, name=path.name, folder=str(path.parent)
        )
        step.session.add(file)
        step.session.flush()
        _keep_earlier(step.session, row)
        row.file_id, row.rendition_id, row.pages = file.id, None, 0
        _say_again(step.session, row)
        waiting.enter_pages(step.session, row, read)
        waiting.enter_facts(row, read.facts)
        settled = reanchoring.settle(step.session, row, row.rendition_id, moves)
        found_highlights.enter(step.session, row, read.highlights)
        step.summary = told + _report(settled)
    progress("Replaced", 1.0)
    return _replaced(step.changes, settled)


def go_back(
    store: Store,
    room: Workroom,
    item_uid: str,
    earlier_uid: str = "",
    *,
    progress: Progress = silent,
) -> Replaced:
    """Make an earlier file the item's file again (the last one unless named); one step.

    What was placed on its pages lies there as it did; other passages are found by their words. The
    file the item had until now becomes an earlier one.

    Raises:
        PortfolioError: there is no such earlier file ("no-earlier-file"), or it is damaged.
    """
    kept = queries.earlier.earlier(store, item_uid)
    chosen = next((each for each in kept if each.uid == earlier_uid or not earlier_uid), None)
    if chosen is None:
        raise PortfolioError("This item has no earlier file.", code="no-earlier-file")
    progress(f"Reading {chosen.file_name}", 0.0)
    source = Waiting(item_uid, chosen.sha256, chosen.file_name, chosen.bytes)
    read = waiting.read_stored(store, room, source)
    rendition = queries.renditions.of_earlier(store, chosen.uid)
    facts = read.facts
    pages = OtherPages(seconds=facts.duration)
    if rendition is not None:
        texts = queries.text.texts_of(store, rendition.uid)
        copy = rendition_copy(store, room, rendition, chosen.file_name)
        pages = OtherPages(texts, copy, facts.duration, rendition.uid)
        facts = _with_its_pages(facts, texts)
    progress("Finding the passages again", 0.6)
    moves = reanchoring.find(store, room, item_uid, pages)
    told = f"Back to {chosen.file_name}"
    with store.step("go back", told, _TOPICS, focus=item_uid) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        earlier = step.session.query(tables.EarlierRow).filter_by(uid=chosen.uid).one()
        _keep_earlier(step.session, row)
        row.file_id, row.rendition_id = earlier.file_id, earlier.rendition_id
        row.pages = rendition.pages if rendition else 0
        _say_again(step.session, row)
        step.session.delete(earlier)
        waiting.enter_facts(row, facts)
        settled = reanchoring.settle(step.session, row, row.rendition_id, moves)
        step.summary = told + _report(settled)
    progress("Done", 1.0)
    return _replaced(step.changes, settled)


def place(store: Store, passage_uid: str, anchor: Anchor) -> Changes:
    """Put a passage where the person says it is on the item's present pages; one step.

    Raises:
        PortfolioError: there is no such passage, or the anchor is no place.
    """
    if anchor.is_whole:
        raise PortfolioError(
            "Mark the words or the area first. Nothing was changed.", code="no-place"
        )
    passage = queries.passages.passage(store, passage_uid)
    with store.step(
        "place passage", "Passage placed", {Topic.CLAIMS}, focus=passage.item_uid
    ) as step:
        row = step.session.query(tables.PassageRow).filter_by(uid=passage_uid).one()
        item = step.session.get_one(tables.ItemRow, row.item_id)
        reanchoring.put(row, anchor, item.rendition_id)
    return step.changes


def checked(store: Store, passage_uid: str) -> Changes:
    """Say that a passage found in slightly different words is right where it is; one step.

    Raises:
        PortfolioError: there is no such passage.
    """
    passage = queries.passages.passage(store, passage_uid)
    with store.step(
        "check passage", "New wording accepted", {Topic.CLAIMS}, focus=passage.item_uid
    ) as step:
        step.session.query(tables.PassageRow).filter_by(uid=passage_uid).one().was = ""
    return step.changes


def _say_again(session: Session, row: tables.ItemRow) -> None:
    """Forget who signed, and who agreed to the sharing of what is marked: it was another file."""
    row.signing = ""
    for answer in session.query(tables.MarkingRow).filter_by(item_id=row.id):
        session.delete(answer)


def _keep_earlier(session: Session, row: tables.ItemRow) -> None:
    session.add(
        tables.EarlierRow(item_id=row.id, file_id=row.file_id, rendition_id=row.rendition_id)
    )


def _pages_of(store: Store, read: Read) -> OtherPages:
    if read.facts.status is not ReadStatus.READABLE:
        return OtherPages(seconds=read.facts.duration)
    if read.pages_sha256:
        copy: bytes | None = store.vault.get(read.pages_sha256)
    else:
        copy = store.derived.get(derived_key(read.waiting.sha256, read.maker))
    return OtherPages(read.pages, copy or b"", read.facts.duration)


def _with_its_pages(facts: Facts, texts: tuple[PageText, ...]) -> Facts:
    """Return facts of a file whose pages are kept, though it may be locked when read again."""
    if facts.status is ReadStatus.READABLE:
        return facts
    return changed(
        facts, status=ReadStatus.READABLE, pages=len(texts), problem="", code="", locked=False
    )


def _report(settled: Settled) -> str:
    total = settled.found + len(settled.to_place)
    parts = [f"{settled.found} of {total} passages found"] if total else []
    parts += [f"{len(settled.check)} to check"] if settled.check else []
    waiting_count = len(settled.to_place)
    parts += [f"{waiting_count} to place"] if waiting_count else []
    hidden = len(settled.hides_to_place)
    parts += [f"{hidden} hidden {'place' if hidden == 1 else 'places'} not found"] if hidden else []
    return f": {', '.join(parts)}" if parts else ""


def _replaced(changes: Changes, settled: Settled) -> Replaced:
    return Replaced(
        changes,
        settled.found,
        settled.to_place,
        settled.check,
        settled.hides_to_place,
        settled.highlights_to_place,
    )
