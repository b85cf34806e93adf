"""The bundle that is spoken about: found and checked, held open to read, its words, its ways in.

Nothing here changes a bundle, and nothing but the bundle is shown: the very file that was built or
handed in, known by its SHA-256. All of it works in a portfolio that is open to read; only whether
the EPAO allows the screen, and where a bundle was found again, are written down.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from portfolio_app.domain import salvage, wire
from portfolio_app.domain.bundle_map import BundleMap
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.days import day_words
from portfolio_app.domain.decks import DeckKind, Question
from portfolio_app.domain.discussion import BundleIndex
from portfolio_app.domain.document import PageChars, PageImage
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.options import Profile
from portfolio_app.domain.plain_ways import PlainProof, prove
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.domain.sound_rows import sound_day
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, part, silent
from portfolio_app.services import details, out_of_date, rehearsing
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.services.typed_days import past_day
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import COMPILING, Reply, Workroom

AT_ONCE = 40  # pages whose words are read in one go: what is drawn meanwhile waits no longer
_ALLOWED = "discussion-screen"
_FOUND = "discussion-found"
_ROOM_TO_SPARE = 16 << 20  # bytes
_CHUNK = 4 << 20
_LONGEST = 200  # characters of who said so


# whether the screen may be used


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the person answered when Discussion mode was first opened.

    ``is_allowed``: the EPAO allows this screen during the discussion; else it is for practice only.
    ``who`` said so, and on which day (YYYY-MM-DD); both "" for practice.
    """

    is_allowed: bool
    who: str = ""
    day: str = ""

    @property
    def words(self) -> str:
        """The answer in a sentence."""
        if not self.is_allowed:
            return "For practice only."
        said = f"{self.who} said so" + (f" on {day_words(self.day)}" if self.day else "")
        return f"Your EPAO allows this screen during the discussion: {said}."


def allowed(store: Store) -> Allowed | None:
    """Return what was answered, None while nobody was asked."""
    kept = queries.portfolio.detail(store, _ALLOWED)
    if not kept:
        return None
    try:
        found = wire.decode(Allowed, json.loads(kept))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # damaged, or written by a newer version: asked again
    return replace(found, day=sound_day(found.day))


def checked_answer(*, is_allowed: bool, who: str = "", day: str = "") -> Allowed:
    """Return an answer as it would be kept.

    Raises:
        PortfolioError: yes, and nobody is named ("no-source"), or the day is none or lies ahead
            ("no-day").
    """
    if not is_allowed:
        return Allowed(is_allowed=False)
    who = " ".join(who.split())[:_LONGEST]
    if not who:
        raise PortfolioError(
            "Who said so is missing. Nothing was changed.",
            hint="Such as: my EPAO's discussion guide, page 3.",
            code="no-source",
        )
    return Allowed(is_allowed=True, who=who, day=past_day(day))


def allow(store: Store, *, is_allowed: bool, who: str = "", day: str = "") -> Changes:
    """Keep whether the EPAO allows this screen during the discussion: one step.

    Raises:
        PortfolioError: as ``checked_answer``.
    """
    answer = checked_answer(is_allowed=is_allowed, who=who, day=day)
    told = "allowed by the EPAO" if is_allowed else "for practice only"
    kept = json.dumps(wire.encode(answer), ensure_ascii=False)
    return details.change(store, _ALLOWED, kept, f"Discussion mode: {told}")


# which bundle


@dataclass(frozen=True, slots=True)
class Choice:
    """A bundle that can be spoken about.

    ``place`` is where it lies: "" for the copy that was kept when it was handed in. ``is_there`` is
    False where it has to be located first.
    """

    record: BuiltRecord
    place: str
    is_there: bool

    @property
    def what(self) -> str:
        """Which bundle it is: "handed in on 3 March 2026", "built on 2 March 2026, a draft"."""
        if self.record.submitted_at:
            return f"handed in on {day_words(self.record.submitted_at)}"
        draft = ", a draft" if self.record.is_draft else ""
        built = datetime.fromisoformat(self.record.built_at).astimezone().date()
        return f"built on {day_words(built.isoformat())}{draft}"

    @property
    def words(self) -> str:
        """What it is to the assessor, in a sentence or two."""
        if self.record.submitted_at:
            return f"This is the bundle {_you(self.what)}. That is what your assessor has."
        return (
            f"This is the bundle {_you(self.what)}. It is not marked as handed in: check that it "
            "is what your assessor has."
        )


def _you(what: str) -> str:
    return f"you {what}"


def choices(store: Store) -> tuple[Choice, ...]:
    """Return the bundles that can be spoken about: handed in, then final, then drafts; new first.

    One whose place a newer bundle took is there only if a copy of it was kept.
    """
    records = [
        each for each in queries.bundles.bundles(store) if each.profile == Profile.GATEWAY.value
    ]
    found = _found(store)
    taken: set[str] = set()
    made = []
    for record in records:
        place = found.get(record.uid) or record.path
        if record.kept_sha256:
            made.append(Choice(record, "", is_there=True))
        else:
            is_there = place not in taken and Path(place).is_file()
            made.append(Choice(record, place, is_there))
        taken.add(record.path)
    made.sort(key=lambda each: (not each.record.submitted_at, each.record.is_draft))
    return tuple(made)


def usual(found: Sequence[Choice]) -> Choice | None:
    """Return the one to speak about unless another is chosen: the first that is there."""
    return next((each for each in found if each.is_there), found[0] if found else None)


def is_changed_since(store: Store, bundle_uid: str) -> bool:
    """Return whether the portfolio prints something else now than this bundle does."""
    try:
        return out_of_date.is_out_of_date(store, bundle_uid)
    except PortfolioError:  # what goes in can't be read now: Compile says why
        return False


# holding it open


class HeldBundle:
    """A bundle held open to read: a private copy that goes when it is closed.

    ``sizes`` are (width, height) of its pages in points, as shown.
    """

    def __init__(
        self,
        uid: str,
        path: Path,
        bundle: BundleMap,
        sizes: tuple[tuple[float, float], ...],
        stack: ExitStack,
    ) -> None:
        self.uid = uid
        self.path = path
        self.map = bundle
        self.sizes = sizes
        self._stack = stack

    @property
    def item_uid(self) -> str:
        """What the workroom knows its pages by (as services.reading.OpenDocument names it)."""
        return f"bundle-{self.uid}"

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.sizes)

    def close(self) -> None:
        """Let go of the copy. Closing twice does nothing."""
        self._stack.close()


def hold(
    store: Store,
    room: Workroom,
    bundle_uid: str,
    *,
    where: Path | None = None,
    progress: Progress = silent,
) -> HeldBundle:
    """Hold a bundle open: the copy kept when it was handed in, else the file, if it is that one.

    ``where`` is a file to take in place of the one that is known. Close what is returned.

    Raises:
        PortfolioError: no such bundle ("no-such-bundle"), its file is not at its place
            ("missing"), is another one ("not-the-built-one"), can't be read, or there is no room.
        Cancelled: ``progress`` raised it.
    """
    record = _record(store, bundle_uid)
    progress("Opening the bundle", 0.0)
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(scratch_folder(room, record.bytes + _ROOM_TO_SPARE))
        except PortfolioError as error:
            raise _no_space(record.bytes) if error.code == "disk-full" else error from error
        copy = folder / "bundle.pdf"
        _copy(store, record, where, copy, part(progress, 0.0, 0.6))
        reply = room.call("bundle_map", {"path": str(copy)}, limits=COMPILING)
        bundle = wire.decode(BundleMap, reply.result)
        progress("Opening the bundle", 0.8)
        key = f"bundle-{bundle_uid}"
        reply = room.call("open_file", {"key": key, "path": str(copy)})
        sizes = tuple((float(w), float(h)) for w, h in reply.result["pages"])
        progress("Opened", 1.0)
        return HeldBundle(bundle_uid, copy, bundle, sizes, stack.pop_all())


def locate(store: Store, bundle_uid: str, path: Path) -> Path:
    """Return where a bundle lies now, and remember it where something may be written.

    Raises:
        PortfolioError: no such bundle ("no-such-bundle"), no such file ("missing"), or it is
            another one ("not-the-built-one"). Nothing was changed.
    """
    path = path.absolute()
    record = _record(store, bundle_uid)
    if not path.is_file():
        raise _missing(path)
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    _refuse_another(record, path, found)
    if not store.readonly:
        kept = {**_found(store), bundle_uid: str(path)}
        details.write(store, _FOUND, json.dumps(kept, ensure_ascii=False))
    return path


def draw(room: Workroom, held: HeldBundle, page_index: int, scale: float) -> PageImage:
    """Return a page drawn at ``scale`` pixels a point. Page index counts from 0."""
    reply = _ask(room, held, "draw", {"page": page_index, "scale": scale})
    size = reply.result
    return PageImage(size["width"], size["height"], size["stride"], reply.blobs[0])


def chars(room: Workroom, held: HeldBundle, page_index: int) -> PageChars:
    """Return a page's text with the place of each of its characters."""
    reply = _ask(room, held, "chars", {"page": page_index})
    boxes = array("f")
    boxes.frombytes(reply.blobs[0])
    return PageChars(page_index, reply.result["text"], tuple(boxes))


def words(room: Workroom, held: HeldBundle, first: int, last: int) -> tuple[str, ...]:
    """Return the words of some pages, from ``first`` to ``last`` (from 1, both included)."""
    arguments = {"path": str(held.path), "first": first, "last": last}
    return tuple(room.call("bundle_words", arguments).result["words"])


def all_words(room: Workroom, held: HeldBundle, *, progress: Progress = silent) -> tuple[str, ...]:
    """Return the words of every page.

    Raises:
        Cancelled: ``progress`` raised it.
    """
    found: list[str] = []
    for first in range(1, held.pages + 1, AT_ONCE):
        progress(f"Reading the words of page {first:,}", (first - 1) / held.pages)
        found += words(room, held, first, first + AT_ONCE - 1)
    return tuple(found)


def indexed(held: HeldBundle, texts: Sequence[str] = ()) -> BundleIndex:
    """Return the index of a bundle; without ``texts`` one that knows no words yet."""
    return BundleIndex(held.map, texts)


def ways(held: HeldBundle) -> PlainProof:
    """Return how the plain PDF leads to each KSB's page in any reader."""
    return prove(held.map)


def kinds(store: Store) -> dict[str, KsbKind]:
    """Return the kind of each KSB of the portfolio's standard by code, for the sign before it."""
    return {each.code: each.kind for each in queries.standard.ksbs(store)}


# a mock discussion


def mock_questions(store: Store, held: HeldBundle) -> tuple[Question, ...]:
    """Return questions about KSBs that the bundle shows, as many as a discussion has at least.

    They are practice questions, in an order of chance; none where the bundle shows no KSB.
    """
    shown = {each.ksb for each in held.map.manifest.claims}
    uids = [each.uid for each in queries.standard.ksbs(store) if each.code in shown]
    if not uids:
        return ()
    count = rehearsing.numbers(store).questions
    return rehearsing.deck(store, DeckKind.RANDOM, ksb_uids=uids, count=count)


# inside


def _ask(room: Workroom, held: HeldBundle, op: str, arguments: dict[str, Any]) -> Reply:
    arguments = {"key": held.item_uid, **arguments}
    try:
        return room.call(op, arguments)
    except PortfolioError as error:
        if error.code != "not-open":
            raise
    room.call("open_file", {"key": held.item_uid, "path": str(held.path)})
    return room.call(op, arguments)


def _copy(
    store: Store, record: BuiltRecord, where: Path | None, copy: Path, progress: Progress
) -> None:
    """Make the private copy, of exactly the file that was built."""
    kept = record.kept_sha256
    trouble: PortfolioError | None = None
    if where is None and kept:
        try:
            store.vault.copy_to(kept, copy)
        except PortfolioError as error:
            trouble = error  # the file itself may still be at its place
            copy.unlink(missing_ok=True)
        else:
            return
    path = where or Path(_found(store).get(record.uid) or record.path)
    try:
        _copy_file(record, path, copy, progress)
    except PortfolioError as error:
        raise (trouble or error) from error


def _copy_file(record: BuiltRecord, path: Path, copy: Path, progress: Progress) -> None:
    if not path.is_file():
        raise _missing(path)
    found = hashlib.sha256()
    done, size = 0, max(path.stat().st_size, 1)
    try:
        with path.open("rb") as source, copy.open("wb") as out:
            while chunk := source.read(_CHUNK):
                found.update(chunk)
                out.write(chunk)
                done += len(chunk)
                progress("Opening the bundle", min(done / size, 1.0))
    except OSError as error:
        raise PortfolioError(
            f"{path.name} can't be read now.",
            hint="Check that its drive is connected, then try again.",
            code="unreadable",
        ) from error
    _refuse_another(record, path, found.hexdigest())


def _refuse_another(record: BuiltRecord, path: Path, found: str) -> None:
    known = record.kept_sha256 or record.sha256
    # Versions before the third kept no hash of what they built, only how long it was.
    if found != known and (known or path.stat().st_size != record.bytes):
        raise PortfolioError(
            f"{path.name} is not the bundle that was built: it was changed or replaced since. "
            "Nothing was changed.",
            hint="Locate the file itself, or choose another bundle.",
            code="not-the-built-one",
        )


def _missing(path: Path) -> PortfolioError:
    return PortfolioError(
        f"{path.name} is not at its place any more: {path.parent}.",
        hint="Locate it, or choose another bundle.",
        code="missing",
    )


def _no_space(size: int) -> PortfolioError:
    return PortfolioError(
        f"There isn't enough free space to open the bundle: about {size >> 20} MB are needed while "
        "it is open. The bundle itself is unchanged.",
        hint="Free some space, or open the PDF in your reader.",
        code="disk-full",
    )


def _found(store: Store) -> dict[str, str]:
    """Return where bundles were found again, by uid."""
    return salvage.read(dict[str, str], queries.portfolio.detail(store, _FOUND) or "{}", {})


def _record(store: Store, bundle_uid: str) -> BuiltRecord:
    for each in queries.bundles.bundles(store):
        if each.uid == bundle_uid:
            return each
    raise out_of_date.no_such_bundle()
