"""What the coverage screen shows, as values: rows of KSBs, columns of evidence, cells of claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portfolio_app import tokens
from portfolio_app.domain.coverage import RULE, KsbCoverage, KsbStatus
from portfolio_app.domain.coverage import coverage as work_out
from portfolio_app.domain.days import clock
from portfolio_app.domain.evidence import EvidenceItem, EvidenceKind, evidence_ref
from portfolio_app.domain.ksb import Ksb, tidy_code
from portfolio_app.domain.method_words import EMPLOYER, method_label
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.passage import Claim
from portfolio_app.domain.proposal_coverage import ProposalKsb
from portfolio_app.domain.standard import Standard
from portfolio_app.store.database import Store

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A column is as wide as a cell: what is longer is written in two lines.
_SHORT_TYPES = {
    EvidenceKind.DOCUMENT: "Docu-\nment",
    EvidenceKind.MINUTES: "Min-\nutes",
    EvidenceKind.REPORT: "Re-\nport",
    EvidenceKind.POLICY: "Pol-\nicy",
    EvidenceKind.SPREADSHEET: "Sheet",
    EvidenceKind.EMAIL: "E-\nmail",
    EvidenceKind.LETTER: "Let-\nter",
    EvidenceKind.PHOTO: "Pho-\nto",
    EvidenceKind.FEEDBACK: "Feed-\nback",
    EvidenceKind.RECORDING: "Rec.",
}
_QUOTE_LENGTH = 160  # characters of a quote that a tip shows
_LONGEST_CODE = 5  # characters: a longer label is words, and stands alone


class Counting(StrEnum):
    """Which claims count, and with them what the columns are."""

    SHORTLIST = "shortlist"
    LIBRARY = "library"
    TYPES = "types"  # the library too, a column for each type of evidence


@dataclass(frozen=True, slots=True)
class MapColumn:
    """One column: a piece of the shortlist, or a month of the library.

    ``label`` is "E07", or a month in two lines; ``words`` says it in full. ``items`` are uids, none
    for a place on the shortlist that nothing has taken yet.
    """

    label: str
    words: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """KSBs with one assessment method. ``method`` is its id, "" not set, "all" every KSB."""

    method: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """Everything the screen shows, read at one moment.

    ``rows`` are all KSBs of the standard in its order. ``cells`` holds the claims of a KSB (by uid)
    in a column (by number), best first, only where there are any. ``everything`` holds every claim
    of a KSB, also those that do not count. ``candidates`` are the items (uids) that may show a KSB
    and still need a passage for it; they count nowhere. ``is_late`` says that the gateway is near.
    ``proposal`` is how KSBs (by uid) stand in the proposal's text, once there is any.
    """

    counting: Counting
    standard: Standard
    rows: tuple[KsbCoverage, ...] = ()
    columns: tuple[MapColumn, ...] = ()
    cells: dict[tuple[str, int], tuple[Claim, ...]] = field(default_factory=dict)
    everything: dict[str, tuple[Claim, ...]] = field(default_factory=dict)
    methods: dict[str, str] = field(default_factory=dict)
    items: dict[str, EvidenceItem] = field(default_factory=dict)
    candidates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shortlisted: int = 0
    is_late: bool = False
    proposal: dict[str, ProposalKsb] = field(default_factory=dict)

    def may_show(self, ksb_uid: str, column: int) -> int:
        """Return how many items of a column may show a KSB and still need a passage for it."""
        there = self.columns[column].items
        return sum(uid in there for uid in self.candidates.get(ksb_uid, ()))

    def row_of(self, ksb_uid: str) -> KsbCoverage | None:
        """Return the row of a KSB, None when the standard has no such KSB."""
        return next((row for row in self.rows if row.ksb.uid == ksb_uid), None)


def read_map(store: Store, counting: Counting | None, today: date) -> CoverageMap:
    """Read the whole map. With no choice made, the shortlist counts once anything is on it."""
    from portfolio_app.services import coverage
    from portfolio_app.store import queries

    items = tuple(each for each in queries.evidence.items(store) if each.is_evidence)
    shortlist = sorted(
        (each for each in items if each.position is not None), key=lambda each: each.position or 0
    )
    if counting is None:
        nothing_chosen = not shortlist and any(each.claims for each in items)
        counting = Counting.LIBRARY if nothing_chosen else Counting.SHORTLIST
    standard = queries.standard.standard(store)
    claims = queries.claims.claims(store)
    ksbs = tuple(ksb for ksb in ksb_order(standard) if not ksb.retired or ksb.review)
    everything = work_out(ksbs, claims, shortlist_only=False)
    rows = everything
    if counting is Counting.SHORTLIST:
        rows = work_out(ksbs, claims, shortlist_only=True)
    if counting is Counting.LIBRARY:
        columns = month_columns(items)
    elif counting is Counting.TYPES:
        columns = type_columns(items)
    elif shortlist:
        columns = tuple(MapColumn(each.ref, each.title, (each.uid,)) for each in shortlist)
    else:
        columns = free_places(standard)
    return CoverageMap(
        counting=counting,
        standard=standard,
        rows=rows,
        columns=columns,
        cells=cells_of(rows, columns),
        everything={row.ksb.uid: row.claims for row in everything},
        methods={row.ksb.uid: coverage.method_of(row.ksb, standard) for row in rows},
        items={each.uid: each for each in items},
        candidates=_by_ksb(queries.candidates.candidates(store)),
        shortlisted=len(shortlist),
        proposal=coverage.proposal(store),
        is_late=_is_late(queries.portfolio.details(store).gateway, today),
    )


def month_columns(items: Iterable[EvidenceItem]) -> tuple[MapColumn, ...]:
    """Return one column for each month in which there is evidence; what has no date comes last."""
    months: dict[str, list[str]] = {}
    for item in items:
        months.setdefault(item.date[:7], []).append(item.uid)
    found = []
    for month in sorted(months, key=lambda each: (not each, each)):
        uids = tuple(months[month])
        if month:
            year, name = month[:4], _MONTHS[int(month[5:]) - 1]
            found.append(MapColumn(f"{name}\n{year[2:]}", f"{name} {year}", uids))
        else:
            found.append(MapColumn("No\ndate", "No date", uids))
    return tuple(found)


def type_columns(items: Iterable[EvidenceItem]) -> tuple[MapColumn, ...]:
    """Return one column for each type of evidence there is, in the usual order of types."""
    types: dict[EvidenceKind, list[str]] = {}
    for item in items:
        types.setdefault(item.kind, []).append(item.uid)
    return tuple(
        MapColumn(_SHORT_TYPES.get(kind, kind.words), kind.words, tuple(types[kind]))
        for kind in EvidenceKind
        if kind in types
    )


def free_places(standard: Standard) -> tuple[MapColumn, ...]:
    """Return columns for a shortlist that is still empty: as many as the standard calls typical."""
    rule = standard.rule("portfolio.pieces")
    count = int(rule.value) if rule is not None and 0 < rule.value < 100 else 12
    return tuple(MapColumn(evidence_ref(place), "free", ()) for place in range(count))


def cells_of(
    rows: Iterable[KsbCoverage], columns: Iterable[MapColumn]
) -> dict[tuple[str, int], tuple[Claim, ...]]:
    """Return the claims of each cell that has any, by KSB uid and column number, best first."""
    column_of = {uid: at for at, column in enumerate(columns) for uid in column.items}
    cells: dict[tuple[str, int], list[Claim]] = {}
    for row in rows:
        for claim in row.claims:
            at = column_of.get(claim.item_uid)
            if at is not None:
                cells.setdefault((row.ksb.uid, at), []).append(claim)
    return {place: tuple(found) for place, found in cells.items()}


def groups_of(known: CoverageMap) -> tuple[Group, ...]:
    """Return the groups that hold any KSB: by method as the data has it, not set, then all."""
    counts: dict[str, int] = {}
    for row in known.rows:
        for method in row.ksb.methods or ("",):
            counts[method] = counts.get(method, 0) + 1
    words = {each.id: method_label(each) for each in (EMPLOYER, *known.standard.methods)}
    words |= {"pd": "Discussion", "sbp": "Proposal", "": "Method not set"}
    order = ("pd", "sbp", *sorted(set(counts) - {"pd", "sbp", ""}), "")
    found = [Group(each, words.get(each, each), counts[each]) for each in order if each in counts]
    whole = Group("all", "All", len(known.rows))
    return (whole,) if len(found) < 2 else (*found, whole)


def chosen_rows(
    known: CoverageMap, *, method: str = "all", only_gaps: bool = False, words: str = ""
) -> tuple[KsbCoverage, ...]:
    """Return the rows of a group that fit the filter: every word must be in code or wording."""
    wanted = words.casefold().split()
    code = tidy_code(words).casefold()
    return tuple(
        row
        for row in known.rows
        if (method == "all" or method in (row.ksb.methods or ("",)))
        and not (only_gaps and row.status is not KsbStatus.GAP)
        and (not wanted or row.ksb.code.casefold() == code or _has(row.ksb, wanted))
    )


def find_row(rows: Iterable[KsbCoverage], typed: str) -> int:
    """Return the number of the row whose code was typed, else that begins so; -1 when none does."""
    code = tidy_code(typed).casefold()
    begins = -1
    for at, row in enumerate(rows):
        label = row.ksb.code.casefold()
        if label == code:
            return at
        if begins < 0 and (label.startswith(code) or row.ksb.short.casefold().startswith(code)):
            begins = at
    return begins


def summary(rows: Iterable[KsbCoverage]) -> str:
    """Return "31 of 46 passage chosen · 9 started · 6 gaps" (the words of D9)."""
    counts = dict.fromkeys(KsbStatus, 0)
    for row in rows:
        counts[row.status] += 1
    chosen = counts[KsbStatus.COVERED] + counts[KsbStatus.STRONG]
    gaps = counts[KsbStatus.GAP]
    return (
        f"{chosen} of {sum(counts.values())} passage chosen · "
        f"{counts[KsbStatus.STARTED]} started · {gaps} gap{'' if gaps == 1 else 's'}"
    )


def rule_of(status: KsbStatus) -> str:
    """Return the sentence of the rule that gives this status, without its name."""
    for sentence in RULE.split(". "):
        name, _, words = sentence.partition(": ")
        if name == status.words:
            return words.rstrip(".")[:1].upper() + words.rstrip(".")[1:] + "."
    raise ValueError(status)


def has_code(ksb: Ksb) -> bool:
    """Whether the label is a code such as K8 rather than words."""
    return len(ksb.code) <= _LONGEST_CODE


def spoken_code(ksb: Ksb) -> str:
    """Return the KSB in one line: "K8, Financial strategy", or its words alone without a code."""
    return f"{ksb.code}, {ksb.short}" if has_code(ksb) and ksb.short != ksb.code else ksb.code


def where(claim: Claim, *, spoken: bool = False) -> str:
    """Return where a claim lies: "E07, p. 4"; the title where there is no E-number."""
    name = claim.ref or claim.item_title
    if claim.anchor.time_from is not None:
        return f"{name}, {clock(claim.anchor.time_from)}"
    if claim.anchor.is_whole:
        return f"{name}, whole item"
    return f"{name}, page {claim.page}" if spoken else f"{name}, p. {claim.page}"


def words_of(claim: Claim) -> str:
    """Return what a claim points at: the quoted words, or what stands for them."""
    if claim.anchor.quote:
        return f"“{claim.anchor.quote}”"
    if claim.anchor.is_whole:
        return claim.item_title
    return "A marked area" if claim.anchor.is_box else "A part of the recording"


def first_words(claims: Iterable[Claim]) -> str:
    """Return the words of the first claim that has any, shortened for a tip."""
    for claim in claims:
        words = words_of(claim)
        if len(words) > _QUOTE_LENGTH:
            return words[:_QUOTE_LENGTH].rsplit(" ", 1)[0] + "…”"
        return words
    return ""


def passages(count: int) -> str:
    """Return "1 passage", "7 passages", "no passage"."""
    return "no passage" if not count else f"{count} passage{'' if count == 1 else 's'}"


def _by_ksb(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for item_uid, ksb_uid in pairs:
        found.setdefault(ksb_uid, []).append(item_uid)
    return {uid: tuple(items) for uid, items in found.items()}


def _has(ksb: Ksb, wanted: Iterable[str]) -> bool:
    whole = f"{ksb.code} {ksb.short} {ksb.text}".casefold()
    return all(word in whole for word in wanted)


def _is_late(gateway: str, today: date) -> bool:
    if not gateway:
        return False
    weeks = tokens.number("coverage_rule.gap_turns_danger_weeks_before_gateway")
    return (date.fromisoformat(gateway) - today).days < weeks * 7
