"""Makes page copies smaller by their pictures: no finer than they are drawn, then packed harder.

Text, drawings, links and pages stay as they are. A picture used many times is worked on once.
"""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Stream
from PIL import Image

from portfolio_app.domain.bundle import BundlePlan
from portfolio_app.domain.smaller import PictureStep, Weight
from portfolio_app.pdf.arrange import make_book
from portfolio_app.pdf.drawn_pictures import DrawnPictures, TooMuchError
from portfolio_app.pdf.opening import open_pdf
from portfolio_app.pdf.smaller_picture import Packed, Source, packed, put, source_of
from portfolio_app.pdf.survey import inherited, page_shapes
from portfolio_app.progress import Progress

_THREADS = 2  # Pillow works outside Python's lock
_AT_ONCE = 3  # pictures unpacked at the same time
_LARGE_AT_ONCE = 40_000_000  # bytes of pictures waiting, beyond which one at a time is enough
# What Pillow and qpdf raise on broken pictures.
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError,
    ZeroDivisionError, RuntimeError, pikepdf.PdfError, Image.DecompressionBombError,
)  # fmt: skip
_DEPTH = 30


@dataclass(slots=True)
class _Copy:
    """A page copy that is open, and how many of its pictures became smaller."""

    pdf: pikepdf.Pdf
    out: Path
    smaller: int = 0


@dataclass(slots=True)
class _Waiting:
    copy: _Copy
    image: Stream
    source: Source
    future: Future[Packed | None]


def reduce_copies(
    copies: Sequence[tuple[Path, Path]], step: PictureStep, progress: Progress
) -> list[bool]:
    """Write each page copy with smaller pictures to its second path; say for which it was worth it.

    A copy of which nothing became smaller, or whose pages cannot be followed, is not written.

    Raises:
        Cancelled: the person asked to stop.
    """
    made: list[bool] = []
    with ThreadPoolExecutor(_THREADS) as pool, ExitStack() as opened:
        queue: deque[_Waiting] = deque()
        open_copies: list[_Copy | None] = []
        for number, (path, out) in enumerate(copies):
            progress("Making pictures smaller", number / len(copies))
            copy = _open(path, out, opened)
            open_copies.append(copy)
            if copy is None:
                continue
            for image, source, is_mask in _candidates(copy.pdf, step.dots):
                while len(queue) >= _room(queue, source):
                    _settle(queue.popleft())
                future = pool.submit(_packed, source, step.quality, lossless=is_mask)
                queue.append(_Waiting(copy, image, source, future))
        while queue:
            _settle(queue.popleft())
        for copy, (path, _) in zip(open_copies, copies, strict=True):
            made.append(copy is not None and bool(copy.smaller) and _save(copy, path))
    progress("Making pictures smaller", 1.0)
    return made


def weigh(plan: BundlePlan, sources: dict[str, Path]) -> list[Weight]:
    """Return what the shown pages of each piece and paper weigh; what its pages share counts once.

    Raises:
        PortfolioError: a page copy cannot be read ("unreadable-evidence").
    """
    refs = {each.uid: each.ref for each in plan.items}
    shapes = {uid: page_shapes(path, refs.get(uid, "")) for uid, path in sources.items()}
    found = []
    book = make_book(plan, shapes)
    for piece in book.originals:
        path = sources.get(piece.uid)
        if path is None:
            continue
        with open_pdf(path) as pdf:
            weights = _Weights()
            for index in piece.shown:
                weights.add(pdf.pages[index].obj)
        found.append(Weight(piece.uid, weights.bytes, weights.pictures))
    return found


def _open(path: Path, out: Path, opened: ExitStack) -> _Copy | None:
    try:
        return _Copy(opened.enter_context(open_pdf(path)), out)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError):
        return None


def _candidates(pdf: pikepdf.Pdf, dots: int) -> Iterator[tuple[Stream, Source, bool]]:
    """Give every picture that may become smaller, and the alpha of each as a picture of its own."""
    try:
        drawn = DrawnPictures(pdf)
    except TooMuchError:
        return
    masks: dict[tuple[int, int], tuple[Stream, tuple[float, float]]] = {}
    alone = {key: drawn.images[key] for key in drawn.sizes if key in drawn.images}
    for key, image in alone.items():
        alpha = image.get("/SMask")
        if isinstance(alpha, Stream):
            had = masks.get(alpha.objgen, (alpha, (0.0, 0.0)))[1]
            size = drawn.sizes[key]
            masks[alpha.objgen] = (alpha, (max(had[0], size[0]), max(had[1], size[1])))
    for key, image in alone.items():
        if key not in masks and (source := _source(image, drawn.sizes[key], dots, mask=False)):
            yield image, source, False
    for key, (alpha, size) in masks.items():
        if key not in drawn.images and (source := _source(alpha, size, dots, mask=True)):
            yield alpha, source, True


def _source(image: Stream, size: tuple[float, float], dots: int, *, mask: bool) -> Source | None:
    try:
        return source_of(image, size, dots, mask=mask)
    except _BROKEN:
        return None


def _packed(source: Source, quality: int, *, lossless: bool) -> Packed | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return packed(source, quality, lossless=lossless)
    except _BROKEN:
        return None  # a broken picture stays as broken as it is


def _room(queue: Sequence[_Waiting], source: Source) -> int:
    waiting = len(source.data) + sum(len(each.source.data) for each in queue)
    return 1 if waiting > _LARGE_AT_ONCE else _AT_ONCE


def _settle(waiting: _Waiting) -> None:
    new = waiting.future.result()
    if new is not None:
        put(waiting.image, new, waiting.source)
        waiting.copy.smaller += 1


def _save(copy: _Copy, path: Path) -> bool:
    """Write the copy; return whether it is smaller than it was."""
    copy.pdf.save(
        copy.out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return copy.out.stat().st_size < path.stat().st_size


class _Weights:
    """Bytes of the streams that pages draw with, each counted once."""

    def __init__(self) -> None:
        self.bytes = 0
        self.pictures = 0
        self._seen: set[tuple[int, int]] = set()

    def add(self, page: pikepdf.Object) -> None:
        self._walk(page.get("/Contents"), 0)
        self._walk(inherited(page, "/Resources"), 0)

    def _walk(self, thing: Any, depth: int) -> None:
        if depth > _DEPTH or not isinstance(
            thing, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream
        ):
            return
        if thing.is_indirect:
            if thing.objgen in self._seen:
                return
            self._seen.add(thing.objgen)
        if isinstance(thing, pikepdf.Array):
            for each in thing:
                self._walk(each, depth + 1)
            return
        if isinstance(thing, Stream):
            length = thing.get("/Length", 0)
            size = length if isinstance(length, int) else 0
            self.bytes += size
            if thing.get("/Subtype") == "/Image":
                self.pictures += size
        for name, each in thing.items():
            if name != "/Parent":
                self._walk(each, depth + 1)
