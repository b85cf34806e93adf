"""Which originals go beside the PDF, under which name, and which stay with the apprentice (D19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portfolio_app.domain import safe_names
from portfolio_app.domain.bundle import PlanFile, PlanItem
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind
from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.shown import shown_pages
from portfolio_app.problems import Level, Problem
from portfolio_app.services.hidden_words import HiddenWords
from portfolio_app.store import queries
from portfolio_app.store.database import Store

RECORDINGS = "03_Recordings"
ORIGINALS = "04_Originals"
HELD = "Original held by the apprentice; can be inspected"

# What a file says about itself. Everything else it holds apart from its pages, the page copy omits.
_ABOUT_ITSELF = frozenset(
    {
        "author name",
        "hidden metadata (XMP)",
        "GPS position",
        "place names",
        "remarks",
        "camera details",
        "camera serial number",
        "a small preview picture",
        "a comment",
        "form answers",
        "a digital signature",
    }
)


@dataclass(frozen=True, slots=True)
class Supplied:
    """The pieces with where their originals go, and the files, in order."""

    items: tuple[PlanItem, ...]
    files: tuple[PlanFile, ...]


def supply(
    store: Store,
    pieces: Sequence[EvidenceItem],
    planned: Sequence[PlanItem],
    options: BundleOptions,
    long_piece: int,
) -> Supplied:
    """Return the planned pieces with ``supplied`` and ``held``, and the files that go beside.

    Only recordings, files without pages, and signed or filled-in originals go into the folder; none
    of them where its page copy hides or omits anything, or where it is a program. ``held`` is the
    same question, answered for the PDF alone too.
    """
    stays = _Staying(store)
    hidden = HiddenWords(store)
    taken: set[str] = set()
    items: list[PlanItem] = []
    files: list[PlanFile] = []
    for piece, plan in zip(pieces, planned, strict=True):
        what = _what(piece, options)
        held = stays.hides(piece) or (bool(what) and stays.omits(piece, plan, options, long_piece))
        path = ""
        if what and not held and options.whole_folder:
            is_recording = piece.document is DocumentKind.RECORDING
            title = plan.title if plan.title == piece.title else ""
            name = safe_names.file_name(
                plan.ref,
                "" if hidden.shows(title) else title,
                _length(piece.duration) if is_recording else "",
                safe_names.ending_of(piece.file_name),
            )
            folder = RECORDINGS if is_recording else ORIGINALS
            path = f"{folder}/{safe_names.unique(name, taken)}"
            files.append(PlanFile(path, what, piece.bytes, piece.sha256, plan.ref, piece.duration))
        items.append(replace(plan, supplied=path, held=held))
    return Supplied(tuple(items), tuple(files))


def told(store: Store, files: Sequence[PlanFile]) -> tuple[Problem, ...]:
    """Return, for each original that goes into the folder, what it says about itself (X1)."""
    refs = {ref: uid for uid, ref in queries.shortlist.refs(store).items()}
    found = []
    for each in files:
        if each.ref not in refs:
            continue
        item = queries.evidence.item(store, refs[each.ref])
        holds = [holding.what for holding in item.holds]
        says = f" It also holds: {', '.join(holds)}." if holds else ""
        active = f" It holds {', '.join(item.active)}." if item.active else ""
        found.append(
            Problem(
                Level.INFORMATION,
                "folder.original",
                each.ref,
                f"{each.ref}'s original goes into the bundle folder as it is.{says}{active}",
                about_uid=item.uid,
            )
        )
    return tuple(found)


def _what(item: EvidenceItem, options: BundleOptions) -> str:
    """Return what an original is that belongs beside the PDF, "" for one that does not."""
    if item.document is DocumentKind.RECORDING:
        return "Recording" if options.recordings else ""
    if not options.originals:
        return ""
    if not item.pages:
        return "File without pages, as it is"
    holds = {each.what for each in item.holds}
    if item.signed or "a digital signature" in holds:
        return "Signed original, untouched"
    if "form answers" in holds or item.kind is EvidenceKind.OBSERVATION:
        return "Filled-in original, untouched"
    return ""


def _length(seconds: float) -> str:
    """Return a length as minutes and seconds, two digits each or more: "0412"; "" for none."""
    whole = int(seconds + 0.5)
    return f"{whole // 60:02d}{whole % 60:02d}" if whole else ""


class _Staying:
    """Tells which originals must not travel. Made once for a bundle."""

    def __init__(self, store: Store) -> None:
        everything = (*queries.evidence.items(store), *queries.evidence.items(store, binned=True))
        of_hides = {hide.item_uid for hide in queries.hides.hides(store)}
        with_hides = [each for each in everything if each.uid in of_hides]
        self._uids = {each.uid for each in with_hides}
        self._contents = {each.sha256 for each in with_hides}
        self._wholes = {each.parent_uid for each in with_hides if each.parent_uid}

    def hides(self, item: EvidenceItem) -> bool:
        """Whether something is hidden in it, in a copy of it, or in a part or file out of it."""
        return item.uid in self._uids | self._wholes or item.sha256 in self._contents

    def omits(
        self, item: EvidenceItem, plan: PlanItem, options: BundleOptions, long_piece: int
    ) -> bool:
        """Whether the original holds more than the bundle shows of it, or is a program."""
        if safe_names.is_program(item.file_name) or item.part_of.startswith("page"):
            return True
        if not item.pages:
            return False
        shown = shown_pages(plan, item.pages, long_piece, options.pages)
        omitted = any(each.what not in _ABOUT_ITSELF for each in item.holds)
        return omitted or len(shown) < item.pages
