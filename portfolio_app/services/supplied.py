"""Which originals go beside the PDF, under which name, and which stay with the apprentice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portfolio_app.domain import safe_names, wire
from portfolio_app.domain.bundle import PlanFile, PlanItem
from portfolio_app.domain.document import ATTACHED_FILES, OWN_REQUEST, DocumentKind
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind
from portfolio_app.domain.forms import ADDED_AS_PICTURE, DRAWN_BY_HAND
from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.papers import Paper
from portfolio_app.domain.shown import shown_pages
from portfolio_app.problems import Level, Problem
from portfolio_app.services import pack_names
from portfolio_app.services.hidden_words import HiddenWords
from portfolio_app.services.kin import Kin
from portfolio_app.services.observed import Observed, observed
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
        "remarks",
        "camera details",
        "a small preview picture",
        "a comment",
        "form answers",
        "answers whose letters could not be compared",
        "a digital signature",
    }
)
# Where it was made, and with which device: leaves only when that very original was chosen.
_WHERE = frozenset({"GPS position", "place names", "camera serial number"})
_MARKS = "comments and marks"
_SAYS_NO_MORE = frozenset({"", DRAWN_BY_HAND, ADDED_AS_PICTURE})
_PUT_ON = frozenset({"ink", "stamp", "picture"})  # kinds of domain.returned.MarkFound


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

    Only recordings, files without pages, signed or filled-in originals and those the person chose
    go into the folder; none of them where its page copy hides or omits anything, where it could act
    or is a program, or where it says where it was made, unless that very original was chosen. A
    file without pages may hold copies of what is hidden elsewhere (a ZIP of it all): it stays, too.
    ``held`` is the same question, answered for the PDF alone too.
    """
    kin = Kin(store)
    hidden = HiddenWords(store)
    came = observed(store)
    longest = pack_names.longest(store)
    taken: set[str] = set()
    items: list[PlanItem] = []
    files: list[PlanFile] = []
    for piece, plan in zip(pieces, planned, strict=True):
        what = _what(piece, options)
        shown = shown_pages(plan, piece.pages, long_piece, options.pages) if piece.pages else ()
        held = kin.held(piece) or (
            bool(what)
            and (
                _omits(piece, len(shown), options, told_by(store, came.get(piece.uid), hidden))
                or (bool(kin.hides) and _is_closed(piece, options))
            )
        )
        path = ""
        if what and not held and options.whole_folder:
            is_recording = piece.document is DocumentKind.RECORDING
            title = plan.title if plan.title == piece.title else ""
            name = safe_names.file_name(
                plan.ref,
                "" if hidden.shows(title) else title,
                _length(piece.duration) if is_recording else "",
                safe_names.ending_of(piece.file_name),
                longest=longest,
            )
            folder = RECORDINGS if is_recording else ORIGINALS
            path = f"{folder}/{safe_names.unique(name, taken)}"
            files.append(PlanFile(path, what, piece.bytes, piece.sha256, plan.ref, piece.duration))
        items.append(replace(plan, supplied=path, held=held))
    return Supplied(tuple(items), tuple(files))


def supplied_papers(
    store: Store, papers: Sequence[Paper], options: BundleOptions
) -> list[PlanFile]:
    """Return the originals of papers that go beside: those signed digitally, and those chosen."""
    if not options.originals:
        return []
    kin = Kin(store)
    hidden = HiddenWords(store)
    came = observed(store)
    files = []
    for each in papers:
        what = _what(each.item, options)
        told = told_by(store, came.get(each.item.uid), hidden)
        if (
            what
            and not kin.held(each.item)
            and not _omits(each.item, each.item.pages, options, told)
        ):
            name = safe_names.file_name(
                safe_names.slug(each.kind.value).capitalize(),
                ending=safe_names.ending_of(each.item.file_name),
            )
            what = f"{each.kind.words}: {what[0].lower()}{what[1:]}"
            files.append(PlanFile(f"{ORIGINALS}/{name}", what, each.item.bytes, each.item.sha256))
    return files


def stays(store: Store, pieces: Sequence[EvidenceItem]) -> dict[str, str]:
    """Return why originals may not leave as they are, by the item's uid; those that may are not in.

    By the same rules as for a bundle's folder, where every page would be shown.
    """
    kin, hidden, came = Kin(store), HiddenWords(store), observed(store)
    found: dict[str, str] = {}
    for piece in pieces:
        told = told_by(store, came.get(piece.uid), hidden)
        if piece.do_not_export:
            found[piece.uid] = "it is marked Do not export"
        elif (
            kin.held(piece)
            or _omits(
                piece,
                piece.pages,
                BundleOptions(),
                told,
            )
            or (bool(kin.hides) and _is_closed(piece, BundleOptions()))
        ):
            found[piece.uid] = _why(piece, told)
    return found


def told(store: Store, planned: Sequence[PlanItem], options: BundleOptions) -> tuple[Problem, ...]:
    """Return what each original in the folder says about itself (X1), and why others stay."""
    items = {each.uid: each for each in queries.evidence.items(store)}
    came, hidden = observed(store), HiddenWords(store)
    found = []
    for plan in planned:
        item = items[plan.uid]
        words, rule = "", "folder.original"
        if plan.supplied:
            holds = [holding.what for holding in item.holds]
            words = f"'s original goes into the bundle folder as it is: {plan.supplied}."
            words += f" It also holds: {', '.join(holds)}." if holds else ""
        elif plan.held and _what(item, options):
            why = _why(item, told_by(store, came.get(item.uid), hidden))
            words, rule = f"'s original stays with you: {why}.", "folder.original-stays"
            words += " Its SHA-256 is in the bundle."
        if words:
            told = f"{item.ref}{words}"
            found.append(Problem(Level.INFORMATION, rule, item.ref, told, about_uid=item.uid))
    return tuple(found)


def _why(item: EvidenceItem, told: frozenset[str]) -> str:
    """Return why an original stays, as far as it can be told from the item and what is ``told``."""
    if safe_names.is_program(item.file_name):
        return "it is a program"
    active = _active(item, told)
    if active:
        return f"it holds {', '.join(sorted(active))}"
    where = [each.what for each in item.holds if each.what in _WHERE]
    if where:
        return f"it holds {', '.join(where)}. Choose this original, or take that out first"
    more = [each.what for each in item.holds if each.what not in _ABOUT_ITSELF | told]
    if more:
        return f"it holds {', '.join(more)}, which its pages don't show"
    if not item.pages:
        return "it has no pages that could be searched for what you have hidden"
    return "something is hidden in it, or only some of its pages are shown"


def _what(item: EvidenceItem, options: BundleOptions) -> str:
    """Return what an original is that belongs beside the PDF, "" for one that does not."""
    if item.document is DocumentKind.RECORDING:
        return "Recording" if options.recordings else ""
    if item.uid in options.also_originals:
        return "Original, untouched" if item.pages else "File without pages, as it is"
    if not options.originals:
        return ""
    if not item.pages:
        return "File without pages, as it is"
    holds = {each.what for each in item.holds}
    if item.signed or "a digital signature" in holds:
        return "Original with a digital signature (not checked), untouched"
    if "form answers" in holds or item.kind is EvidenceKind.OBSERVATION:
        return "Filled-in original, untouched"
    return ""


def _active(item: EvidenceItem, told: frozenset[str]) -> frozenset[str]:
    """Return how an original could act; its own request inside, which is told, is none of it."""
    if OWN_REQUEST in told and any(each.what == OWN_REQUEST for each in item.holds):
        return frozenset(item.active) - {ATTACHED_FILES}  # that one file inside is all there is
    return frozenset(item.active)


def _is_closed(item: EvidenceItem, options: BundleOptions) -> bool:
    """Whether nobody can tell what a file holds, and the person did not choose it all the same."""
    is_recording = item.document is DocumentKind.RECORDING
    return not item.pages and not is_recording and item.uid not in options.also_originals


def _length(seconds: float) -> str:
    """Return a length as minutes and seconds, two digits each or more: "0412"; "" for none."""
    whole = int(seconds + 0.5)
    return f"{whole // 60:02d}{whole % 60:02d}" if whole else ""


def told_by(store: Store, came: Observed | None, hidden: HiddenWords) -> frozenset[str]:
    """Return what a returned form holds that its pages show all the same.

    Its own request, which is part 1 once more, while nothing in it is hidden anywhere; marks that
    are nothing but a signature in its box.
    """
    if came is None:
        return frozenset()
    held = queries.arrivals.held(store, came.arrival.uid)
    if held.returned is None or held.request is None or held.returned.problem:
        return frozenset()
    told = set()
    if held.returned.content == held.request.content and not any(
        hidden.shows(each) for each in _texts_of(wire.encode(held.request.content))
    ):
        told.add(OWN_REQUEST)
    marks = [each for each in held.returned.marks if each.kind in _PUT_ON]
    if marks and all(each.in_signature and each.text.strip() in _SAYS_NO_MORE for each in marks):
        told.add(f"{len(marks)} {_MARKS}")
    return frozenset(told)


def _texts_of(plain: object) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for each in plain.values():
            yield from _texts_of(each)
    elif isinstance(plain, list):
        for each in plain:
            yield from _texts_of(each)


def _omits(
    item: EvidenceItem, shown: int, options: BundleOptions, told: frozenset[str] = frozenset()
) -> bool:
    """Whether the original holds more than the bundle shows of it, could act, or is a program."""
    if safe_names.is_program(item.file_name) or item.part_of.startswith("page"):
        return True
    if _active(item, told):
        return True
    # Names on marks, and words in them, are their details: such marks may say more than they show.
    holds = {
        each.what
        for each in item.holds
        if each.what not in told
        and not (each.what == _MARKS and not each.detail and f"{each.count} {_MARKS}" in told)
    }
    if item.uid in options.also_originals:
        holds -= _WHERE
    if holds & _WHERE:
        return True
    return bool(item.pages) and (not holds <= _ABOUT_ITSELF or shown < item.pages)
