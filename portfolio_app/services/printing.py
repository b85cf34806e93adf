"""Print a bundle that was built: annex A, one piece, or all; drawn here, put on paper by others."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain.bundle import BuiltBundle
from portfolio_app.domain.document import PageImage
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import bundle_folder
from portfolio_app.services.out_of_date import no_such_bundle
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.services.what_changed import contents
from portfolio_app.store import disk, queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

ALL = "all"
ANNEX = "annex-a"
DOTS = 300  # an inch: what office printers show of print and of pictures
_MOST_DOTS = 600
_ROOM_TO_SPARE = 64 << 20


@dataclass(frozen=True, slots=True)
class Printable:
    """A part of a bundle that can be printed alone: pages ``first`` to ``last``, from 1.

    ``key`` is ``ALL``, ``ANNEX`` or an E-number; ``title`` says what it is.
    """

    key: str
    title: str
    first: int
    last: int

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, drawn. ``number`` is the PDF page from 1; width and height are points."""

    number: int
    width: float
    height: float
    image: PageImage


def printables(store: Store, bundle_uid: str) -> tuple[Printable, ...]:
    """Return what can be printed of a bundle: all of it, annex A, and each piece in order.

    Raises:
        PortfolioError: no such bundle ("no-such-bundle"), or a version built it that did not note
            what is on which page ("not-noted").
    """
    built = contents(store, bundle_uid)
    annex = [
        Printable(ANNEX, each.title, each.page, each.page + each.pages - 1)
        for each in built.sections
        if each.key == ANNEX
    ]
    return (Printable(ALL, "All", 1, built.pages), *annex, *_pieces(built))


def printable(store: Store, bundle_uid: str, key: str) -> Printable:
    """Return one part by its key; "annex" and small letters do as well.

    Raises:
        PortfolioError: there is no such part ("no-such-part"), or as ``printables``.
    """
    wanted = ANNEX if key.strip().lower() == "annex" else key.strip()
    for each in printables(store, bundle_uid):
        if each.key.lower() == wanted.lower():
            return each
    raise PortfolioError(
        f"This bundle has no part called {key}.",
        hint="Say “all”, “annex”, or a piece such as E01.",
        code="no-such-part",
    )


def print_pages(
    store: Store,
    room: Workroom,
    bundle_uid: str,
    chosen: Printable,
    put: Callable[[Sheet], None],
    *,
    dots: int = DOTS,
    progress: Progress = silent,
) -> int:
    """Draw the pages of a part one after the other and give each to ``put``; return how many.

    A page is drawn in the workroom at ``dots`` an inch, 600 at most, and forgotten before the next.

    Raises:
        PortfolioError: the PDF is not as it was built, and no copy was kept ("not-the-built-one",
            "missing"), or a page can't be drawn.
        Cancelled: ``progress`` raised it; what was given to ``put`` may be on paper by then.
    """
    scale = min(max(dots, 72), _MOST_DOTS) / 72
    with _copy(store, room, bundle_uid) as path:
        key = f"print-{secrets.token_hex(6)}"
        sizes = room.call("open_file", {"key": key, "path": str(path)}).result["pages"]
        for number in range(chosen.first, chosen.last + 1):
            progress(f"Printing page {number}", (number - chosen.first) / chosen.pages)
            drawn = room.call("draw", {"key": key, "page": number - 1, "scale": scale})
            found = drawn.result
            image = PageImage(found["width"], found["height"], found["stride"], drawn.blobs[0])
            width, height = sizes[number - 1]
            put(Sheet(number, width, height, image))
    progress("Printed", 1.0)
    return chosen.pages


def usual_place(record: BuiltRecord, chosen: Printable) -> Path:
    """Return where a part's PDF is best put: beside the bundle, never in its folder."""
    path = Path(record.path)
    stem = Path(record.folder).name if record.folder else path.stem
    beside = Path(record.folder).parent if record.folder else path.parent
    return beside / f"{stem}_{chosen.key.replace('-', '_')}.pdf"


def write_pages(
    store: Store,
    room: Workroom,
    bundle_uid: str,
    chosen: Printable,
    out: Path,
    *,
    progress: Progress = silent,
) -> Path:
    """Write the pages of a part as a PDF of their own, to open in a viewer and print from there.

    They keep their page numbers, words and tags, and links to each other.

    Raises:
        PortfolioError: a file is there already ("exists"), the place can't be written or lies in a
            bundle's folder ("in-a-bundle"), or as ``print_pages``.
        Cancelled: ``progress`` raised it; nothing was written.
    """
    out = out.absolute()
    disk.refuse_bad_name(out)
    if out.is_dir() or not out.parent.is_dir() or disk.is_within(out, store.folder):
        raise PortfolioError(
            f"The pages can't be put at {out}. Nothing was written.",
            hint="Give a file name that ends in .pdf, in a folder outside the portfolio's own.",
        )
    if out.exists():
        raise PortfolioError(
            f"There is a file at {out} already. Nothing was written.",
            hint="Choose another name.",
            code="exists",
        )
    folders = [each.folder for each in queries.bundles.bundles(store)]
    bundle_folder.refuse_inside_built(out, folders, "The pages")
    record = _record(store, bundle_uid)
    with _copy(store, room, bundle_uid) as path:
        made = path.with_name("pages.pdf")
        stretch = {
            "first": chosen.first,
            "last": chosen.last,
            "title": chosen.title,
            "out": str(made),
        }
        arguments = {
            "path": str(path),
            "out": str(made),
            "stretches": [stretch],
            "built": record.built_at,
        }
        room.call("extract", arguments, limits=COMPILING, progress=part(progress, 0.0, 0.9))
        try:
            with out.open("xb") as target:
                target.write(made.read_bytes())
        except OSError as error:
            raise PortfolioError(
                f"The pages couldn't be written to {out}. Nothing else was changed.",
                hint="Choose another place.",
            ) from error
    progress("Written", 1.0)
    return out


def _pieces(built: BuiltBundle) -> list[Printable]:
    # A piece is its front sheet and its pages; one without pages has a slip page instead.
    return [
        Printable(
            each.ref,
            f"{each.ref} {each.title}".strip(),
            each.front,
            each.first_page + max(each.pages, 1) - 1,
        )
        for each in built.items
    ]


@contextmanager
def _copy(store: Store, room: Workroom, bundle_uid: str) -> Iterator[Path]:
    """Give a private copy of the bundle's PDF, byte for byte as it was built."""
    record = _record(store, bundle_uid)
    with scratch_folder(room, record.bytes + _ROOM_TO_SPARE) as folder:
        copy = folder / "bundle.pdf"
        if record.kept_sha256 and store.vault.has(record.kept_sha256):
            store.vault.copy_to(record.kept_sha256, copy)
        else:
            _copy_from(Path(record.path), record, copy)
        yield copy


def _copy_from(path: Path, record: BuiltRecord, copy: Path) -> None:
    try:
        hashed = hashlib.sha256()
        with path.open("rb") as source, copy.open("xb") as target:
            while chunk := source.read(1 << 22):
                hashed.update(chunk)
                target.write(chunk)
    except OSError as error:
        raise PortfolioError(
            f"{path.name} is not at its place any more, so it can't be printed from here.",
            hint="Put it back there, or build the bundle again.",
            code="missing",
        ) from error
    if record.sha256 and hashed.hexdigest() != record.sha256:
        raise PortfolioError(
            f"The file at {path} is not the bundle that was built: it was changed or replaced "
            "since.",
            hint="Choose the newest bundle, or build it again.",
            code="not-the-built-one",
        )


def _record(store: Store, bundle_uid: str) -> BuiltRecord:
    for each in queries.bundles.bundles(store):
        if each.uid == bundle_uid:
            return each
    raise no_such_bundle()
