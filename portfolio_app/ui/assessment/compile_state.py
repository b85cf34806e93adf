"""What the compile screen shows, read at one moment: what goes in, what to check, past bundles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.domain.bundle import LONG_PIECE
from portfolio_app.domain.coverage import KsbCoverage
from portfolio_app.domain.days import day_words
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.limits import limits
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.domain.standard import Rule
from portfolio_app.problems import PortfolioError, Problem
from portfolio_app.progress import Progress, silent
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.papers_box import ShownPaper, shown_papers

if TYPE_CHECKING:
    from portfolio_app.workroom.host import Workroom

NO_CHOICES = BundleOptions()
MOST_AGED = 6  # newest bundles that are looked at for being out of date
MANY = 60  # pieces from which the screen warns, and says why


@dataclass(frozen=True, slots=True)
class PastBundle:
    """A bundle that was built, and what lies at its place now.

    ``state`` is "there", "missing", or "replaced" where a newer one took its place.
    """

    record: BuiltRecord
    state: str

    @property
    def path(self) -> Path:
        """Where it was put."""
        return Path(self.record.path)


@dataclass(frozen=True, slots=True)
class CompileState:
    """Everything the screen shows but the findings, which take longer to read.

    ``options`` are the choices of the pack in view, ``papers`` those attached to either pack,
    ``bundles`` those built of this pack. ``items`` is the shortlist in order. ``name`` is the
    apprentice's. ``typical`` is the standard's rule about how many pieces are usual,
    ``typical_source`` where that comes from. Pieces of more than ``long_piece`` pages are shown in
    part. ``epao_mb`` is the EPAO's limit for a file in MB, 0 where none is known.
    """

    items: tuple[EvidenceItem, ...]
    claims: int
    rows: tuple[KsbCoverage, ...]
    bundles: tuple[PastBundle, ...]
    name: str
    typical: Rule | None
    typical_source: str
    long_piece: int = LONG_PIECE
    options: BundleOptions = NO_CHOICES
    papers: tuple[ShownPaper, ...] = ()
    epao_mb: float = 0

    @property
    def limit(self) -> tuple[float, bool]:
        """The size the bundle may have in MB, 0 for none, and whether it is the EPAO's."""
        own, theirs = self.options.limit_mb, self.epao_mb
        is_theirs = bool(theirs) and (not own or theirs < own)
        return (theirs if is_theirs else own, is_theirs)

    @property
    def pages(self) -> int:
        """The pages of all pieces."""
        return sum(item.pages for item in self.items)

    @property
    def last(self) -> PastBundle | None:
        """The newest bundle, None before the first."""
        return self.bundles[0] if self.bundles else None

    @property
    def is_empty(self) -> bool:
        """Whether the pack in view has nothing to build from."""
        if self.options.profile is Profile.GATEWAY:
            return not self.items
        return not any(each.kind.profile is Profile.PROPOSAL for each in self.papers)

    def paper(self, kind: PaperKind) -> ShownPaper | None:
        """Return the paper of a kind, None while none is attached."""
        return next((each for each in self.papers if each.kind is kind), None)

    def item(self, ref: str) -> EvidenceItem | None:
        """Return the piece with this E-number."""
        return next((each for each in self.items if each.ref == ref), None)


def read_state(store: Store, profile: Profile = Profile.GATEWAY) -> CompileState:
    """Read everything the screen shows of a pack, but the findings."""
    from portfolio_app.services import coverage, epao, options
    from portfolio_app.store import queries

    items = [each for each in queries.evidence.items(store) if each.position is not None]
    items.sort(key=lambda each: each.position or 0)
    standard = queries.standard.standard(store)
    typical = standard.rule("portfolio.pieces")
    return CompileState(
        items=tuple(items),
        claims=sum(each.claims for each in items),
        rows=coverage.coverage(store, shortlist_only=True),
        bundles=past_bundles(
            [each for each in queries.bundles.bundles(store) if each.profile == profile.value]
        ),
        name=queries.portfolio.details(store).name,
        typical=typical,
        typical_source=standard.source_line(typical) if typical is not None else "",
        long_piece=limits(standard).long_piece,
        options=options.options(store, profile),
        papers=shown_papers(store),
        epao_mb=epao.rule(store, "max_mb").number,
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a state.

    ``out_of_date`` are the uids of bundles that say something else than the portfolio does now,
    ``alone`` what the PDF holds, and leaves out, when it is built alone ("" while it is not).
    """

    state: CompileState
    findings: tuple[Problem, ...]
    out_of_date: frozenset[str] = frozenset()
    alone: str = ""


def check(
    store: Store, room: Workroom, state: CompileState, *, progress: Progress = silent
) -> Checked:
    """Return what a person should know before building, and which bundles are out of date.

    Raises:
        Cancelled: ``progress`` raised it.
    """
    from portfolio_app.services import preflight
    from portfolio_app.store import queries

    there = [each.record for each in state.bundles if each.state == "there"][:MOST_AGED]
    changed_at = queries.history.changed_at(store)
    old = {each.uid for each in there if _is_old(store, each, changed_at)}
    found = preflight.findings(store, state.options, room, progress=progress)
    return Checked(state, found, frozenset(old), _alone(store, state))


def _alone(store: Store, state: CompileState) -> str:
    from portfolio_app.services import pack

    options = state.options
    if options.whole_folder or options.profile is not Profile.GATEWAY or not state.items:
        return ""
    return " ".join(pack.pdf_alone(store, options).told)


def is_after(changed_at: str, built_at: str) -> bool:
    """Return whether a change (UTC, "" for none) came after a build, to the second."""
    return bool(changed_at) and _instant(changed_at) > _instant(built_at)


def _is_old(store: Store, record: BuiltRecord, changed_at: str) -> bool:
    from portfolio_app.services import out_of_date

    if not record.prints:  # one of a version that kept no hash of what it printed
        return is_after(changed_at, record.built_at)
    try:
        return out_of_date.is_out_of_date(store, record.uid)
    except PortfolioError:  # what goes in can't be read now: the check says so
        return False


def past_bundles(records: Sequence[BuiltRecord]) -> tuple[PastBundle, ...]:
    """Return what became of bundles, given newest first."""
    taken: set[str] = set()
    found = []
    for record in records:
        state = "replaced" if record.path in taken else "there"
        if state == "there" and not Path(record.path).is_file():
            state = "missing"
        taken.add(record.path)
        found.append(PastBundle(record, state))
    return tuple(found)


def usual_name(name: str) -> str:
    """Return the file name a bundle gets: letters, digits and underscores, which portals take."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    return f"Portfolio_{plain}.pdf" if plain else "Portfolio.pdf"


def usual_folder(name: str, profile: Profile) -> str:
    """Return the name a bundle folder gets, as ``usual_name``."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    what = "Portfolio_bundle" if profile is Profile.GATEWAY else "Proposal_bundle"
    return f"{what}_{plain}" if plain else what


def when(instant: str) -> str:
    """Return a UTC instant as the person's own day and time: "3 March 2026, 14:02"."""
    local = _instant(instant).astimezone()
    return f"{day_words(local.date().isoformat())}, {local:%H:%M}"


def day(instant: str) -> str:
    """Return a UTC instant as the person's own day: "3 March 2026"."""
    return day_words(_instant(instant).astimezone().date().isoformat())


def size(count: int) -> str:
    """Return bytes as people say them: "38 MB", "0.4 MB"."""
    megabytes = count / 1_000_000
    return f"{megabytes:.0f} MB" if megabytes >= 10 else f"{max(megabytes, 0.1):.1f} MB"


def lasting(seconds: float) -> str:
    """Return a length of time in words: "8 seconds", "2 minutes 5 seconds"."""
    whole = max(round(seconds), 1)
    minutes, rest = divmod(whole, 60)
    parts = [count(minutes, "minute")] if minutes else []
    parts += [count(rest, "second")] if rest or not minutes else []
    return " ".join(parts)


def without_safety(hint: str) -> str:
    """Return a refusal's hint without what it says is safe: the screen says that by itself."""
    for words in ("Nothing was exported.", "Your previous bundle is still in place."):
        hint = hint.replace(words, "")
    return " ".join(hint.split())


def count(number: int, word: str) -> str:
    """Return a number with its noun: "1 page", "1,200 pages"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(microsecond=0)
