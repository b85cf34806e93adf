"""Search what was made for everything that is hidden, and refuse it when anything is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from portfolio_app.domain import wire
from portfolio_app.domain.bundle import BuiltBundle, BundlePlan, PlanItem
from portfolio_app.domain.document import PageText
from portfolio_app.domain.hidden_left import (
    ANY,
    Finder,
    Left,
    Redrawn,
    Search,
    Sought,
    Where,
    letters_of,
)
from portfolio_app.domain.hiding import pages_with
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.redrawing import picture_name
from portfolio_app.domain.shown import shown_pages
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.services.hidden_words import count_shown, hidden_spans
from portfolio_app.services.kin import Kin
from portfolio_app.services.removal import areas_of, seed_of
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Workroom

_FEWEST = 3  # letters: shorter words stand everywhere, so only their own place is looked at
_NOT_WORDS = frozenset(
    ("uid", "ksb_uid", "sha256", "bundle_id", "built", "options", "supplied", "app", "candidates")
)
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
            for place, finder in enumerate(finders):
                if finder.letters not in bare:
                    continue
                shown = count_shown(text, finder.words, hidden_spans(hides, index))
                if not is_redrawn:
                    pages[place].append((number, ANY))
                elif shown:
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
