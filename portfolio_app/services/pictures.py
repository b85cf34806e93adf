"""The pictures of the proposal's figures: from a file, the clipboard, or a page of evidence.

A picture is kept, not written: it is no step of the history. Undo takes a figure back, and doing it
again, or going back to a restore point, must find its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain.document import PageImage
from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, Picture
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import removal
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom

LARGEST = 100 << 20  # bytes of a file that is opened
MOST_PAGES = 40  # of a piece that become an appendix at once
ENDINGS = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif")


@dataclass(frozen=True, slots=True)
class Appendix:
    """The pages of a piece as blocks: a heading, and a figure for each page.

    ``left_out`` counts pages after the most that are taken.
    """

    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...]
    left_out: int = 0


def add(store: Store, room: Workroom, source: Path | bytes, name: str = "") -> Picture:
    """Keep a picture, cleaned: upright, on white, without camera data, place, author or comment.

    The same pixels are kept once. ``name`` is what bytes were called, where they had a name.

    Raises:
        PortfolioError: it can't be read ("unreadable"), is too large ("too-large",
            "huge-picture"), no picture ("not-a-picture", "unknown-picture"), damaged
            ("damaged-picture"), or can't be kept ("read-only", "disk-full" …).
    """
    if isinstance(source, Path):
        name = source.name
        data = _read(source)
    else:
        data = source
    if len(data) > LARGEST:
        raise _too_large(name)
    reply = room.call("clean_picture", {"name": name or "picture"}, [data])
    made = reply.result
    stem = Path(name).stem or "Picture"
    return _keep(store, reply.blobs[0], f"{stem}{made['ending']}", made["width"], made["height"])


def add_page(store: Store, room: Workroom, item_uid: str, page: int) -> Picture:
    """Keep a page of a piece as a picture, from 0; what is hidden in it is gone from it.

    Raises:
        PortfolioError: the piece has no pages ("no-pages") or not that one ("no-such-page"), a
            hidden place has none in its newest version ("hidden-to-place"), or as ``add``.
    """
    copy = removal.clean_copy(store, room, item_uid)
    return _page(store, room, copy, item_uid, page)


def appendix(
    store: Store,
    room: Workroom,
    item_uid: str,
    pages: Sequence[int] | None = None,
    *,
    progress: Progress = silent,
) -> Appendix:
    """Keep pages of a piece (all, unless they are named, from 0) and return them as an appendix.

    Its heading is the piece's own title. Nothing is written into the proposal.

    Raises:
        PortfolioError: as ``add_page``.
        Cancelled: ``progress`` raised it.
    """
    item = queries.evidence.item(store, item_uid)
    wanted = list(pages) if pages is not None else list(range(item.pages))
    copy = removal.clean_copy(store, room, item_uid, progress=part(progress, 0.0, 0.2))
    taken: list[Picture] = []
    for number, page in enumerate(wanted[:MOST_PAGES]):
        progress(f"Page {page + 1}", 0.2 + 0.8 * number / len(wanted))
        taken.append(_page(store, room, copy, item_uid, page))
    blocks = [Block(new_uid(), BlockKind.APPENDIX, (Inline(text=item.title),))]
    blocks.extend(Block(new_uid(), BlockKind.FIGURE, figure=Figure(each.uid)) for each in taken)
    return Appendix(tuple(blocks), tuple(taken), max(len(wanted) - MOST_PAGES, 0))


def content(store: Store, picture: Picture) -> bytes:
    """Return the JPEG or PNG of a picture.

    Raises:
        PortfolioError: "missing-file" or "damaged-file".
    """
    return store.vault.get(picture.sha256)


def drawn(store: Store, room: Workroom, picture: Picture, longest: int) -> PageImage:
    """Return the pixels of a picture, its longer side at most ``longest``, for the window.

    Raises:
        PortfolioError: "missing-file", "damaged-file" or "damaged-picture".
    """
    arguments = {"name": picture.name, "longest": longest}
    reply = room.call("draw_picture", arguments, [content(store, picture)])
    found = reply.result
    return PageImage(found["width"], found["height"], found["stride"], reply.blobs[0])


def _page(store: Store, room: Workroom, copy: bytes, item_uid: str, page: int) -> Picture:
    reply = room.call("page_picture", {"page": page}, [copy])
    made = reply.result
    item = queries.evidence.item(store, item_uid)
    name = f"{item.title}, page {page + 1}{made['ending']}"
    return _keep(store, reply.blobs[0], name, made["width"], made["height"], item_uid)


def _keep(
    store: Store, data: bytes, name: str, width: int, height: int, item_uid: str = ""
) -> Picture:
    """Put a file into the vault, then its row; one that is there already is given again."""
    stored = store.vault.put(data)
    for known in queries.proposal.pictures(store).values():
        # A page's instant counts: taken again after something was hidden, it is another one.
        if not item_uid and (known.sha256, known.item_uid) == (stored.sha256, ""):
            return known
    with store.session() as session:
        file = tables.FileRow(sha256=stored.sha256, bytes=stored.bytes, name=name)
        session.add(file)
        session.flush()
        row = tables.PictureRow(
            file_id=file.id, name=name, width=width, height=height, item_uid=item_uid
        )
        session.add(row)
        session.flush()
        return Picture(row.uid, name, stored.sha256, stored.bytes, width, height, item_uid)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise _too_large(path.name)
        return path.read_bytes()
    except OSError as error:
        raise PortfolioError(
            f"{path.name} can't be read. Nothing was changed.",
            hint="Check that the file is there and may be opened.",
            code="unreadable",
        ) from error


def _too_large(name: str) -> PortfolioError:
    return PortfolioError(
        f"{name or 'This picture'} is larger than {LARGEST >> 20} MB, so it wasn't opened.",
        hint="Save a smaller copy and add that.",
        code="too-large",
    )
