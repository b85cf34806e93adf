"""What differs between two bundles: pieces, claims and parts, with old and new page numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from portfolio_app.domain.bundle import BuiltBundle

T = TypeVar("T")
Pair = tuple[T | None, T | None]


class Change(StrEnum):
    """What became of a piece, a claim or a part. The heaviest of several is the one that is said.

    ``CHANGED`` is another file or another number of pages, or of a claim another quote.
    """

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A piece that is not as it was: E-numbers, first pages (from 1) and pages shown.

    What is not there is "" or 0. ``new_file`` says that its file is another one.
    """

    change: Change
    uid: str
    title: str
    old_ref: str = ""
    new_ref: str = ""
    old_page: int = 0
    new_page: int = 0
    old_pages: int = 0
    new_pages: int = 0
    new_file: bool = False

    @property
    def words(self) -> str:
        """A line for a list: "E07 Board minutes: was E06; page 61 is now 66"."""
        name = f"{self.new_ref or self.old_ref} {self.title}".strip()
        said = [f"was {self.old_ref}"] if self.old_ref != self.new_ref else []
        said += ["another file"] if self.new_file else []
        if self.old_pages != self.new_pages:
            said.append(f"{_count(self.old_pages, 'page')}, now {self.new_pages}")
        return f"{name}: {_happened(self, said)}"


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that is not as it was, with its pages (from 1); 0 and "" where it is not."""

    change: Change
    uid: str
    ksb: str
    quote: str
    old_ref: str = ""
    new_ref: str = ""
    old_page: int = 0
    new_page: int = 0

    @property
    def words(self) -> str:
        """A line for a list: "K8 in E03: added, page 41"."""
        name = f"{self.ksb} in {self.new_ref or self.old_ref}"
        said = ["other words"] if self.change is Change.CHANGED else []
        return f"{name}: {_happened(self, said)}"


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that is no piece (annex A, a paper) and is not as it was; pages count from 1."""

    change: Change
    title: str
    old_page: int = 0
    new_page: int = 0

    @property
    def words(self) -> str:
        """A line for a list: "Annex A: page 4 is now 5"."""
        said = ["another file"] if self.change is Change.CHANGED else []
        return f"{self.title}: {_happened(self, said)}"


@dataclass(frozen=True, slots=True)
class BundleChanges:
    """Everything that is different, in the newer bundle's order; what was taken out comes last."""

    old_pages: int
    new_pages: int
    old_bytes: int
    new_bytes: int
    items: tuple[ItemChange, ...]
    claims: tuple[ClaimChange, ...]
    parts: tuple[PartChange, ...]

    @property
    def are_none(self) -> bool:
        """Whether every piece, claim and part is where it was."""
        return not (self.items or self.claims or self.parts)

    @property
    def page_numbers_hold(self) -> bool:
        """Whether no page number that somebody noted down leads elsewhere now."""
        changes: tuple[ItemChange | ClaimChange | PartChange, ...]
        changes = (*self.items, *self.claims, *self.parts)
        return all(each.change is Change.ADDED or each.old_page == each.new_page
                   for each in changes)  # fmt: skip


def compared(old: BuiltBundle, new: BuiltBundle) -> BundleChanges:
    """Return what is different in the newer bundle; pieces and claims are known by their uid."""
    return BundleChanges(
        old.pages,
        new.pages,
        old.bytes,
        new.bytes,
        tuple(_items(old, new)),
        tuple(_claims(old, new)),
        tuple(_parts(old, new)),
    )


def _paired(old: Sequence[T], new: Sequence[T], key: Callable[[T], object]) -> Iterator[Pair[T]]:
    """Yield what was and what is, in the newer order; what is gone comes last."""
    before = {key(each): each for each in old}
    for each in new:
        yield before.pop(key(each), None), each
    for each in before.values():
        yield each, None


def _became(
    old: T | None, new: T | None, held: Callable[[T], object], place: Callable[[T], object]
) -> Change | None:
    """Return what became of it by what it holds and where it stands; None for nothing."""
    if old is None or new is None:
        return Change.ADDED if old is None else Change.REMOVED
    if held(old) != held(new):
        return Change.CHANGED
    return Change.MOVED if place(old) != place(new) else None


def _items(old: BuiltBundle, new: BuiltBundle) -> Iterator[ItemChange]:
    for was, now in _paired(old.items, new.items, lambda each: each.uid):
        change = _became(
            was,
            now,
            lambda each: (each.sha256, each.pages),
            lambda each: (each.ref, each.first_page),
        )
        known = now or was
        if change is not None and known is not None:
            yield ItemChange(
                change,
                known.uid,
                known.title,
                was.ref if was else "",
                now.ref if now else "",
                was.first_page if was else 0,
                now.first_page if now else 0,
                was.pages if was else 0,
                now.pages if now else 0,
                new_file=bool(was and now and was.sha256 != now.sha256),
            )


def _claims(old: BuiltBundle, new: BuiltBundle) -> Iterator[ClaimChange]:
    for was, now in _paired(old.claims, new.claims, lambda each: (each.uid, each.ksb)):
        change = _became(was, now, lambda each: each.quote, lambda each: each.page)
        known = now or was
        if change is not None and known is not None:
            yield ClaimChange(
                change,
                known.uid,
                known.ksb,
                known.quote,
                was.ref if was else "",
                now.ref if now else "",
                was.page if was else 0,
                now.page if now else 0,
            )


def _parts(old: BuiltBundle, new: BuiltBundle) -> Iterator[PartChange]:
    if not old.sections or not new.sections:
        return  # one of a version that did not note them
    for was, now in _paired(old.sections, new.sections, lambda each: each.key):
        change = _became(was, now, lambda each: each.sha256, lambda each: each.page)
        known = now or was
        if change is not None and known is not None:
            yield PartChange(change, known.title, was.page if was else 0, now.page if now else 0)


def _happened(what: ItemChange | ClaimChange | PartChange, said: list[str]) -> str:
    if what.change is Change.ADDED:
        return f"added, page {what.new_page}"
    if what.change is Change.REMOVED:
        return f"taken out, was page {what.old_page}"
    if what.old_page != what.new_page:
        said = [*said, f"page {what.old_page} is now {what.new_page}"]
    return "; ".join(said)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
