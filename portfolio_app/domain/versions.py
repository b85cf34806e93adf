"""Versions of one piece of work: by what file names say, and by mostly the same words.

Names alone are believed only where they speak of versions ("v2", "FINAL", "- signed", a Word file
and its PDF side by side). A date, a "(1)" or the same name in another folder is as often another
month's minutes: there the words have to agree.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portfolio_app.domain.dates import date_from_name
from portfolio_app.domain.document import DocumentKind
from portfolio_app.domain.evidence import EvidenceItem

MOSTLY_THE_SAME = 0.7  # of all runs of four words: enough on their own
AGREE = 0.5  # enough where the names are alike but say nothing of versions
DISAGREE = 0.1  # less than this, in another folder, and even "v2" is another piece
MOST_WORDS = 1000  # of the beginning that are compared
LEAST_WORDS = 40  # fewer say nothing about sameness

_RUN = 4
_KEYS = 16  # smallest runs by which alike pieces are found without comparing all with all
_COMMON = 40  # a run that more pieces share is boilerplate
_DATES = 3  # in one name

DRAFT, PLAIN, FINAL, SIGNED = range(4)

_WORD = re.compile(r"[^\W_]+")
_PART = r"(?<![^\W_])(?:{})(?![^\W_])"
_NUMBER = r"\d{1,3}(?:\.\d{1,3}){0,2}"
_MARKS = re.compile(
    "|".join(
        (
            r"(?P<count>\(\s*\d{1,3}\s*\))",
            _PART.format(r"(?P<copy>copy\s+of|copy(?:\s+\d{1,3})?)"),
            _PART.format(rf"(?:v|ver|version|rev|revision|issue)[\s.]*(?P<number>{_NUMBER})"),
            _PART.format(r"(?P<signed>signed)(?:\s+copy)?"),
            _PART.format(
                rf"(?P<final>final(?:ised|ized)?)\s*(?P<finals>{_NUMBER})?(?:\s+version)?"
            ),
            _PART.format(rf"(?P<draft>draft)\s*(?P<drafts>{_NUMBER})?(?:\s+version)?"),
            _PART.format(r"(?P<word>amended|updated|revised|tracked(?:\s+changes)?|latest)"),
        )
    )
)
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_SEPARATORS = re.compile(r"[\s_+,;&–—-]+")


@dataclass(frozen=True, slots=True)
class VersionName:
    """A file name taken apart: what is left of it, and what it says about its version.

    ``stage`` is draft, plain, final or signed as a number that grows; ``number`` the version typed,
    empty for none. ``counted`` says "(1)", ``copied`` "copy"; ``days`` are the days it names.
    """

    stem: str
    stage: int = PLAIN
    number: tuple[int, ...] = ()
    marked: bool = False
    copied: bool = False
    counted: bool = False
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text as the runs of four words it begins with: numbers, each once, ascending."""

    words: int
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One item as versions are looked for: what it is called, where it lay, how it begins."""

    uid: str
    name: VersionName
    folder: str
    document: DocumentKind
    sketch: Sketch = field(default_factory=lambda: Sketch(0, ()))


def version_name(file_name: str) -> VersionName:
    """Return what a file name says: "Paper_v2 FINAL (1).docx" is final, 2, counted, of "paper"."""
    name = _EXTENSION.sub("", file_name.strip()) or file_name
    name = re.sub(r"(?<=\d)_(?=\d)", "-", name).replace("_", " ")  # as dates are looked for
    days: list[str] = []
    for _ in range(_DATES):
        found = date_from_name(name)
        if found is None or found[1] not in name:
            break
        days.append(found[0])
        name = name.replace(found[1], " ", 1)
    words = unicodedata.normalize("NFKC", name).casefold()
    words = _SEPARATORS.sub(" ", words)
    # "final2" and "draftv3" are words and figures written together.
    words = re.sub(r"(?<![^\W_])(final|draft|copy)(?=v?\d)", r"\1 ", words)
    stage, number = PLAIN, ()  # type: tuple[int, tuple[int, ...]]
    marked = copied = counted = False
    for hit in _MARKS.finditer(words):
        typed = hit["number"] or hit["finals"] or hit["drafts"]
        if typed:
            number = max(number, tuple(int(each) for each in typed.split(".")))
        if hit["signed"]:
            stage = SIGNED
        elif hit["final"]:
            stage = max(stage, FINAL)
        elif hit["draft"] and stage == PLAIN:
            stage = DRAFT
        counted = counted or bool(hit["count"])
        copied = copied or bool(hit["copy"])
        marked = marked or not (hit["count"] or hit["copy"])
    stem = " ".join(_WORD.findall(_MARKS.sub(" ", words)))
    return VersionName(stem, stage, number, marked, copied, counted, tuple(days))


def sketch(text: str) -> Sketch:
    """Return how a text begins, as it is compared. Case, punctuation and line ends do not count."""
    words = _WORD.findall(text.casefold())[:MOST_WORDS]
    runs = {
        zlib.crc32(" ".join(run).encode("utf-8", "replace"))
        for run in zip(*(words[start:] for start in range(_RUN)), strict=False)
    }
    return Sketch(len(words), tuple(sorted(runs)))


def resemblance(one: Sketch, other: Sketch) -> float:
    """Return the part of all their runs that both have, 0.0 to 1.0; 0 when either says too little.

    (Broder, "On the resemblance and containment of documents", 1997.)
    """
    if min(one.words, other.words) < LEAST_WORDS:
        return 0.0
    shared = len(set(one.runs).intersection(other.runs))
    return shared / (len(one.runs) + len(other.runs) - shared)


def groups(
    pieces: Sequence[Piece], among: Iterable[str] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Return sets of uids that are versions of one another, two or more each.

    With ``among``, only what is linked through one of these uids; without, all there are. The
    pieces' own order is kept, within a set and between sets.
    """
    wanted = None if among is None else set(among)
    alike = _alike(pieces)
    leader = list(range(len(pieces)))

    def root(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    def is_wanted(one: int, other: int) -> bool:
        return wanted is None or pieces[one].uid in wanted or pieces[other].uid in wanted

    by_stem: dict[str, list[int]] = {}
    for place, piece in enumerate(pieces):
        if piece.name.stem:
            by_stem.setdefault(piece.name.stem, []).append(place)
    links = [
        (one, other)
        for places in by_stem.values()
        for at, one in enumerate(places)
        for other in places[at + 1 :]
        if is_wanted(one, other)
        and _named_alike(pieces[one], pieces[other], alike.get((one, other), 0.0))
    ]
    links += [pair for pair, same in alike.items() if same >= MOSTLY_THE_SAME and is_wanted(*pair)]
    for one, other in links:
        first, second = sorted((root(one), root(other)))
        leader[second] = first
    sets: dict[int, list[str]] = {}
    for place, piece in enumerate(pieces):
        sets.setdefault(root(place), []).append(piece.uid)
    return tuple(tuple(each) for each in sets.values() if len(each) > 1)


def newest_first(items: Iterable[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    """Return versions of one another, the likely newest first.

    What the name says comes first (signed, final, plain, draft; then the number), then the day,
    then what is no copy and can be shown, then what was added last.
    """

    def rank(item: EvidenceItem) -> tuple[object, ...]:
        name = version_name(item.file_name)
        is_original = not (name.copied or name.counted)
        day = item.date or max(name.days, default="")
        return (name.stage, name.number, day, is_original, item.pages > 0, item.added_at, item.uid)

    return tuple(sorted(items, key=rank, reverse=True))


def _named_alike(one: Piece, other: Piece, same: float) -> bool:
    """Whether two pieces with the same stem are versions; ``same`` is their resemblance."""
    if same >= AGREE:
        return True
    a, b = one.name, other.name
    if a.days and b.days and set(a.days) != set(b.days):
        return False
    together = one.folder == other.folder
    says_so = (a.stage, a.number, a.marked, a.copied) != (b.stage, b.number, b.marked, b.copied)
    if says_so:
        speak = min(one.sketch.words, other.sketch.words) >= LEAST_WORDS
        return together or not speak or same >= DISAGREE
    kinds = {one.document, other.document}
    return together and len(kinds) > 1 and DocumentKind.PDF in kinds and a.counted == b.counted


def _alike(pieces: Sequence[Piece]) -> dict[tuple[int, int], float]:
    """Return the resemblance of all pairs that may have enough of it to matter."""
    holders: dict[int, list[int]] = {}
    for place, piece in enumerate(pieces):
        if piece.sketch.words >= LEAST_WORDS:
            for run in piece.sketch.runs[:_KEYS]:
                holders.setdefault(run, []).append(place)
    found: dict[tuple[int, int], float] = {}
    for places in holders.values():
        if len(places) > _COMMON:
            continue
        for at, one in enumerate(places):
            for other in places[at + 1 :]:
                if (one, other) not in found:
                    found[one, other] = resemblance(pieces[one].sketch, pieces[other].sketch)
    return found
