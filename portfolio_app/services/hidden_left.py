"""Search what was made for everything that is hidden, and refuse it when anything is left."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import BuiltBundle, BundlePlan, PlanItem
from portfolio_app.domain.document import PageText
from portfolio_app.domain.hidden_left import (
    ANY,
    FEWEST_IN_DATA,
    Finder,
    Left,
    Redrawn,
    Search,
    Sought,
    Where,
    any_of,
    letters_of,
    raw_pattern,
)
from portfolio_app.domain.hiding import pages_with
from portfolio_app.domain.own_words import are_own
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.redrawing import picture_name
from portfolio_app.domain.shown import shown_pages
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services.hidden_words import Masks, hidden_spans
from portfolio_app.services.kin import Kin
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.services.removal import areas_of, seed_of
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

_FEWEST = 3  # letters: shorter words stand everywhere, so only their own place is looked at
_NOT_WORDS = frozenset(
    ("uid", "ksb_uid", "sha256", "bundle_id", "built", "options", "supplied", "app", "candidates")
)
_ROOM_TO_SPARE = 64 << 20
_PIECE, _OVER = 8 << 20, 4096  # bytes read at once, and of the piece before
_PLAIN = (".txt", ".csv", ".json", ".md", ".html", ".htm", ".eml", ".xml")
_SAFE = "Nothing was exported. Your previous bundle is still in place."


def refuse(
    store: Store,
    room: Workroom,
    planned: BundlePlan,
    built: BuiltBundle,
    path: Path,
    *,
    progress: Progress = silent,
) -> None:
    """Search a finished portfolio, in a folder of the workroom, for everything that is hidden.

    Raises:
        PortfolioError: something is left ("hidden-left"); the message says where, never what.
        Cancelled: ``progress`` raised it.
    """
    kin = Kin(store)
    if not kin.hides:
        return
    request = _Request(store, kin, planned, built)
    for uid, called in request.named_in_plan():
        raise _still(f"in what is printed about {called}", f"Change what you wrote about {uid}.")
    arguments = {"path": str(path), "search": wire.encode(request.search)}
    reply = room.call("search_hidden", arguments, limits=COMPILING, progress=progress)
    left = wire.decode(tuple[Left, ...], reply.result)
    if left:
        raise _told(left[0], request)


def refuse_folder(
    store: Store,
    room: Workroom,
    planned: BundlePlan,
    folder: Path,
    names: Sequence[str],
    *,
    progress: Progress = silent,
) -> None:
    """Search the files of a finished bundle folder for words that no page shows any more.

    ``names`` are their places in the folder. Names, words and data of each are searched, originals
    too. The portfolio itself was searched page by page before.

    Raises:
        PortfolioError: something is left ("hidden-left"); the message says where, never what.
        Cancelled: ``progress`` raised it.
    """
    words = gone_words(store, planned)
    if not words:
        return
    for number, name in enumerate(names):
        progress(f"Searching {name}", number / len(names))
        if _holds(room, folder / name, name, words):
            raise _still(
                f"in {name} of the bundle folder",
                "Leave the file out of the folder, or change what you wrote about its piece.",
            )


def gone_words(store: Store, planned: BundlePlan) -> tuple[str, ...]:
    """Return the hidden words that no page shows any more and that are not printed otherwise."""
    hidden = dict.fromkeys(hide.anchor.quote for hide in Masks(store).gone())
    finders = [
        Finder(each)
        for each in hidden
        if len(letters_of(each)) >= _FEWEST and not are_own(each)  # "page", "claims"
    ]
    if not finders:
        return ()
    said = [(each, letters_of(each)) for each in _texts_of(wire.encode(planned))]
    return tuple(
        finder.words for finder in finders if not any(finder.count(*each) for each in said)
    )


def _holds(room: Workroom, path: Path, name: str, words: Sequence[str]) -> bool:
    apart = name.replace("_", " ").replace("/", "\n")
    if any_of([Finder(each) for each in words], apart):
        return True
    if zipfile.is_zipfile(path) or name.lower().endswith(".pdf"):
        with scratch_folder(room, path.stat().st_size + _ROOM_TO_SPARE) as scratch:
            copy = scratch / "searched"
            shutil.copyfile(path, copy)
            if not name.lower().endswith(".pdf"):
                told = {"path": str(copy), "words": list(words)}
                reply = room.call("search_package", told, limits=COMPILING)
                left = reply.result["left"]
                if left is None:
                    raise PortfolioError(
                        f"The bundle was stopped: {name} of the bundle folder can't be searched "
                        "for what is hidden.",
                        hint=f"{_SAFE} Leave that original out: it is locked, damaged or holds "
                        "files of its own.",
                        code="hidden-left",
                    )
                return bool(left)
            search = Search(tuple(Sought(each) for each in words))
            told = {"path": str(copy), "search": wire.encode(search)}
            try:
                return bool(room.call("search_hidden", told, limits=COMPILING).result)
            except PortfolioError as error:
                if error.code not in ("child-died", "unreadable"):
                    raise  # else it is no PDF that can be read: its bytes are searched
    return _bytes_hold(path, words)


def _bytes_hold(path: Path, words: Sequence[str]) -> bool:
    """Whether the bytes of a file hold any of these words; read piece by piece."""
    raw = [raw_pattern(each) for each in words if len(letters_of(each)) >= FEWEST_IN_DATA]
    finders = [Finder(each) for each in words] if path.suffix.lower() in _PLAIN else []
    before = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            data = before + piece
            lowered = data.lower()
            if any(each.search(lowered) for each in raw):
                return True
            if finders and any_of(finders, data.decode("utf-8", "replace")):
                return True
            before = data[-_OVER:]
    return False


def _still(where: str, hint: str) -> PortfolioError:
    return PortfolioError(
        f"The bundle was stopped: hidden text was still {where}.",
        hint=f"{_SAFE} {hint}",
        code="hidden-left",
    )


class _Request:
    """What one portfolio is searched for, and how its pages are called."""

    def __init__(self, store: Store, kin: Kin, planned: BundlePlan, built: BuiltBundle) -> None:
        self._store = store
        self._kin = kin
        self._planned = planned
        # Each page of evidence: its page of the bundle, the piece, how it is called, its own page.
        self.pages: dict[int, tuple[str, str, int]] = {}
        for item, made in zip(planned.items, built.items, strict=True):
            for place, index in enumerate(_shown(item, made.of, planned)):
                if made.pages:
                    self.pages[made.first_page + place] = (item.uid, item.ref, index)
        for paper in planned.papers:
            section = next((s for s in built.sections if s.sha256 == paper.sha256), None)
            if section is not None:
                first = section.page + section.pages - paper.pages
                called = PaperKind(paper.kind).words
                for index in range(paper.pages):
                    self.pages[first + index] = (paper.uid, called, index)
        self._texts: dict[str, dict[int, PageText]] = {}
        self.words = tuple(
            dict.fromkeys(
                hide.anchor.quote
                for hides in kin.hides.values()
                for hide in hides
                if len(letters_of(hide.anchor.quote)) >= _FEWEST
            )
        )
        self.search = Search(tuple(self._sought()), tuple(self._redrawn()))

    def named_in_plan(self) -> Iterator[tuple[str, str]]:
        """Yield the pieces (as they are called, twice) of which the plan says what they hide."""
        items = {each.uid: each for each in queries.evidence.items(self._store)}
        for plan in self._planned.items:
            item = items.get(plan.uid)
            words = {each.anchor.quote for each in self._kin.family(item)} if item else set()
            finders = [Finder(each) for each in words if len(letters_of(each)) >= _FEWEST]
            told = (
                plan.title,
                plan.file_name,
                plan.context,
                plan.part,
                plan.confirm,
                plan.confidentiality,
                plan.slip,
                plan.supplied,
                *(claim.shows for claim in plan.claims),
            )
            if any(each.count(text, letters_of(text)) for each in finders for text in told):
                yield plan.ref, plan.ref

    def _sought(self) -> Iterator[Sought]:
        said = list(_texts_of(wire.encode(self._planned)))
        said_letters = [letters_of(each) for each in said]
        finders = [Finder(each) for each in self.words]
        pages: list[list[tuple[int, int]]] = [[] for _ in finders]
        for number, (uid, _, index) in self.pages.items():
            text = self._text(uid, index)
            bare = letters_of(text)
            hides = self._kin.hides.get(uid, ())
            is_redrawn = index in pages_with(hides)
            rest = _without(text, hidden_spans(hides, index)) if is_redrawn else text
            rest_letters = letters_of(rest)
            for place, finder in enumerate(finders):
                if finder.letters not in bare:
                    continue
                if not is_redrawn:
                    pages[place].append((number, ANY))
                elif shown := finder.count(rest, rest_letters):
                    pages[place].append((number, shown))
        for finder, places in zip(finders, pages, strict=True):
            in_own = any(map(finder.count, said, said_letters))
            yield Sought(finder.words, tuple(places), in_own)

    def _redrawn(self) -> Iterator[Redrawn]:
        for number, (uid, _, index) in self.pages.items():
            hides = self._kin.hides.get(uid, ())
            areas = tuple(each for each in areas_of(hides) if each.page_index == index)
            page = self._page(uid, index)
            if areas and page is not None:
                name = picture_name(seed_of(self._store, uid), index)
                yield Redrawn(number, name, page.width, page.height, areas)

    def _text(self, uid: str, index: int) -> str:
        page = self._page(uid, index)
        return page.text if page is not None else ""

    def _page(self, uid: str, index: int) -> PageText | None:
        if uid not in self._texts:
            self._texts.clear()  # one piece at a time
            found = queries.text.page_texts(self._store, uid)
            self._texts[uid] = {each.index: each for each in found}
        return self._texts[uid].get(index)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a page's text without these runs of code points, something in place of each."""
    kept, at = "", 0
    for start, end in sorted(spans):
        kept += text[at : max(start, at)] + " ▢ "
        at = max(at, end)
    return kept + text[at:]


def _shown(item: PlanItem, of: int, planned: BundlePlan) -> Sequence[int]:
    return shown_pages(item, of, planned.long_piece, planned.options.pages) if of else ()


def _texts_of(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str) and key not in _NOT_WORDS:
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts_of(each, key)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts_of(each, name)


def _told(left: Left, request: _Request) -> PortfolioError:
    """Return the refusal for what was left: where it is, and what to do."""
    at = request.pages.get(left.page)
    if left.where in (Where.EVIDENCE, Where.PICTURE, Where.OLD_PAGE) and at is not None:
        _, called, index = at
        where = f"on page {index + 1} of {called} (page {left.page} of the bundle)"
        return _still(where, "Draw the hidden area again, a little larger, or leave the page out.")
    if left.page:
        where = f"in what is printed on page {left.page} of the bundle"
        return _still(where, "Look for it in the titles and texts you wrote, and change them.")
    if left.where is Where.DATA:
        where = "in what a page of evidence holds unseen"
        return _still(where, "Hide the words on every page, or leave out the piece they are in.")
    return _still(
        f"in the PDF's {left.where.value}",
        "Look for it in the titles and texts you wrote, and change them.",
    )
