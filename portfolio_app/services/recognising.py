"""Read the words of scanned pages by machine: only when asked for, and said to be machine-read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.document import DocumentKind, PageText
from portfolio_app.domain.recognised import ReadPage
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import reading
from portfolio_app.services.pages import page_copy
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store
from portfolio_app.workroom import tesseract
from portfolio_app.workroom.host import COMPILING, Workroom

ROUTE = "recognised"
_LONGEST_SIDE = 3_000  # pixels of a page drawn for reading: about 260 dots an inch of A4
_LARGEST_SCALE = 300 / 72
_LARGEST_SCALE_OF_PICTURE = 2.0  # a photograph's page is as large as its pixels


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a reading by machine gave: pages with words now, pages that stay without, words."""

    changes: Changes
    pages: int
    without: int
    words: int


def available() -> str:
    """Return the recogniser of this computer ("Tesseract 5.3.0"), or nothing when there is none."""
    program = tesseract.find()
    if program is None or not (version := tesseract.version(program)):
        return ""
    return f"Tesseract {version}"


def recognise(
    store: Store, room: Workroom, item_uid: str, *, progress: Progress = silent
) -> Recognised:
    """Read the words of an item's pages that are pictures; one step in the history.

    A page that has words of its own is left alone. The pages look as they did; boxes and passages
    stay where they are. What was read lies under the picture and is marked as machine-read.

    Raises:
        PortfolioError: no recogniser was found ("no-recogniser"), no page is a picture
            ("no-pictures"), no words were found on any ("no-words"), or one page took too long.
        Cancelled: ``progress`` raised it; nothing was changed.
    """
    program = tesseract.find()
    if program is None or not tesseract.version(program):
        raise PortfolioError(
            "No program that reads words off pictures was found on this computer.",
            hint="Install Tesseract to use this, or mark the part that counts with Box.",
            code="no-recogniser",
        )
    item = queries.evidence.item(store, item_uid)
    if not item.picture_pages:
        raise PortfolioError(
            f"No page of {item.title} is a picture: its words can be selected as they are.",
            code="no-pictures",
        )
    sizes = {each.index: each for each in queries.text.page_texts(store, item_uid)}
    reading.open_item(store, room, item_uid)
    read: list[ReadPage] = []
    for number, index in enumerate(item.picture_pages):
        said = f"Reading page {index + 1} by machine"
        share = part(progress, 0.9 * number / len(item.picture_pages), 0.9)
        share(said, 0.0)
        size = sizes.get(index)
        if size is None:
            continue
        scale = _scale(size, is_picture=item.document is DocumentKind.IMAGE)
        image = reading.draw(store, room, item_uid, index, scale)

        def waiting(_message: str, _fraction: float, said: str = said, at: int = number) -> None:
            progress(said, 0.9 * at / len(item.picture_pages))

        words = tesseract.read_page(program, image, size.width, size.height, waiting)
        read.append(ReadPage(index, words))
    count = sum(len(page.words) for page in read)
    if not count:
        raise PortfolioError(
            "No words were found on the pages that are pictures. Nothing was changed.",
            hint="Use Box to mark the part that counts.",
            code="no-words",
        )
    progress("Putting the words in their places", 0.92)
    return _kept(store, room, item_uid, read, progress)


def _scale(size: PageText, *, is_picture: bool) -> float:
    largest = _LARGEST_SCALE_OF_PICTURE if is_picture else _LARGEST_SCALE
    return min(largest, _LONGEST_SIDE / max(size.width, size.height, 1.0))


def _kept(
    store: Store, room: Workroom, item_uid: str, read: Sequence[ReadPage], progress: Progress
) -> Recognised:
    reply = room.call(
        "lay_words",
        {"pages": wire.encode(tuple(read))},
        [page_copy(store, room, item_uid)],
        limits=COMPILING,
        progress=part(progress, 0.92, 0.98),
    )
    texts = tuple(wire.decode(PageText, each) for each in reply.result["pages"])
    before = {each.index: each for each in queries.text.page_texts(store, item_uid)}
    wanted = {page.index for page in read if page.words}
    # A page that was not read keeps its stored words, whatever: passages count on their letters.
    texts = tuple(each if each.index in wanted else before.get(each.index, each) for each in texts)
    found = {each.index for each in texts if each.index in wanted and each.text.strip()}
    pages_sha256 = store.vault.put(reply.blobs[0]).sha256
    count = sum(len(page.words) for page in read)
    told = "1 page read by machine" if len(found) == 1 else f"{len(found)} pages read by machine"
    with store.step("recognise", told, {Topic.EVIDENCE, Topic.CLAIMS}, focus=item_uid) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        earlier = row.rendition_id
        made = tables.RenditionRow(
            file_id=row.file_id,
            maker=str(reply.result["maker"]),
            options=ROUTE,
            pages_sha256=pages_sha256,
            pages=len(texts),
        )
        step.session.add(made)
        step.session.flush()
        step.session.add_all(
            tables.PageTextRow(
                rendition_id=made.id,
                page_index=each.index,
                width=each.width,
                height=each.height,
                text=each.text,
            )
            for each in texts
        )
        left = [index for index in json.loads(row.picture_pages) if index not in found]
        row.picture_pages = json.dumps(left)
        row.rendition_id = made.id
        _bring_along(step.session, row.id, earlier, made.id)
    progress("Read", 1.0)
    return Recognised(step.changes, len(found), len(left), count)


def _bring_along(session: Session, item_id: int, earlier: int | None, made: int) -> None:
    """Let everything that points at the item's pages point at the new ones: same places."""
    for table in (tables.PassageRow, tables.HighlightRow, tables.HideRow):
        rows: Any = session.query(table).filter_by(item_id=item_id, rendition_id=earlier)
        for row in rows:
            row.rendition_id = made
