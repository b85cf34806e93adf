"""What differs between two bundles: pieces, claims and parts, with old and new page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.domain.bundle import BuiltBundle, BuiltClaim, BuiltItem, BuiltSection


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


def _items(old: BuiltBundle, new: BuiltBundle) -> list[ItemChange]:
    before = {each.uid: each for each in old.items}
    found = [_item(before.pop(each.uid, None), each) for each in new.items]
    found += [_item(each, None) for each in before.values()]
    return [each for each in found if each is not None]


def _item(old: BuiltItem | None, new: BuiltItem | None) -> ItemChange | None:
    known = new or old
    if known is None:
        return None
    if old is None:
        change = Change.ADDED
    elif new is None:
        change = Change.REMOVED
    elif (old.sha256, old.pages) != (new.sha256, new.pages):
        change = Change.CHANGED
    elif (old.ref, old.first_page) != (new.ref, new.first_page):
        change = Change.MOVED
    else:
        return None
    return ItemChange(
        change,
        known.uid,
        known.title,
        old.ref if old else "",
        new.ref if new else "",
        old.first_page if old else 0,
        new.first_page if new else 0,
        old.pages if old else 0,
        new.pages if new else 0,
        new_file=bool(old and new and old.sha256 != new.sha256),
    )


def _claims(old: BuiltBundle, new: BuiltBundle) -> list[ClaimChange]:
    before = {(each.uid, each.ksb): each for each in old.claims}
    found = [_claim(before.pop((each.uid, each.ksb), None), each) for each in new.claims]
    found += [_claim(each, None) for each in before.values()]
    return [each for each in found if each is not None]


def _claim(old: BuiltClaim | None, new: BuiltClaim | None) -> ClaimChange | None:
    known = new or old
    if known is None:
        return None
    if old is None:
        change = Change.ADDED
    elif new is None:
        change = Change.REMOVED
    elif old.quote != new.quote:
        change = Change.CHANGED
    elif old.page != new.page:
        change = Change.MOVED
    else:
        return None
    return ClaimChange(
        change,
        known.uid,
        known.ksb,
        known.quote,
        old.ref if old else "",
        new.ref if new else "",
        old.page if old else 0,
        new.page if new else 0,
    )


def _parts(old: BuiltBundle, new: BuiltBundle) -> list[PartChange]:
    if not old.sections or not new.sections:
        return []  # one of a version that did not note them
    before = {each.key: each for each in old.sections}
    found = [_part(before.pop(each.key, None), each) for each in new.sections]
    found += [_part(each, None) for each in before.values()]
    return [each for each in found if each is not None]


def _part(old: BuiltSection | None, new: BuiltSection | None) -> PartChange | None:
    if old is None:
        return PartChange(Change.ADDED, new.title, 0, new.page) if new else None
    if new is None:
        return PartChange(Change.REMOVED, old.title, old.page, 0)
    if old.sha256 != new.sha256:
        return PartChange(Change.CHANGED, new.title, old.page, new.page)
    if old.page != new.page:
        return PartChange(Change.MOVED, new.title, old.page, new.page)
    return None


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
