"""Next three: what to do now, by fixed rules that anyone can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from portfolio_app.domain.coming import Due
from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.domain.evidence import ref_number
from portfolio_app.domain.number_words import counted
from portfolio_app.domain.timeline import Lane, Mark

COUNT = 3
BACKUP_DAYS = 7
KEY_FROM_ITEMS = 10
FIRST_WEEK_DAYS = 7
PUT_OFF_DAYS = 7
GATEWAY_WEEKS = 16

RULES = (
    "1. No backup outside this portfolio for 7 days.",
    "2. Observations that came back, to be checked.",
    "3. Days of the next 14 days: meetings, assignments, actions, goals, tests, the proposal's "
    "dates; the soonest first.",
    "4. In the first week: the KSB list hasn't been compared with the official page.",
    "5. The recovery key isn't saved and there are 10 items or more.",
    "6. Pieces that may show a KSB, shortlisted ones first, and still need a passage.",
    "7. Passages whose words weren't found in a newer version of their file.",
    "8. KSBs whose wording changed, to look at.",
    "9. Requests for an observation that are due to be sent, or to be asked about again.",
    "10. There are claims, but nothing is on the shortlist.",
    "11. Highlights that came with a file and wait for a KSB.",
    "12. In the last 16 weeks before the planned gateway: rows of the gateway list that are yours.",
    "13. KSBs without any evidence. What the discussion needs comes first, then those that most of "
    "your passages share words with, then the standard's order.",
    "14. KSBs with claims, but none yet on an exact passage that clearly shows it.",
    "15. KSBs shown by one item only.",
    "16. Meetings, assignments, actions and goals whose day has passed, with nothing noted since; "
    "the newest first.",
    "17. After the first week: the KSB list hasn't been compared with the official page.",
    "18. Pieces on the inbox, to sort.",
    "One of each rule comes first; what room is left is filled in the same order. "
    "“Not now” leaves one out for a week.",
)


class Goal(StrEnum):
    """Where a suggestion leads."""

    BACKUP_PLACE = "backup place"
    BACK_UP = "back up"
    KEY = "recovery key"
    COMPARE = "compare"
    ITEM = "item"
    PLACE = "place"
    REVIEW = "review"
    LIBRARY = "library"
    HIGHLIGHTS = "highlights"
    KSB = "ksb"
    SORT = "sort"
    CHECK = "check"
    CHASE = "chase"
    DUE = "due"
    GATEWAY = "gateway"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to do: a sentence, the word on its button, and where that leads.

    ``key`` is the same each time the same thing is suggested: *Not now* is kept under it.
    """

    key: str
    words: str
    button: str
    goal: Goal
    item_uid: str = ""
    ksb_uid: str = ""
    status: KsbStatus | None = None
    mark: Mark | None = None  # what has a day, and where it leads


@dataclass(frozen=True, slots=True)
class Unproven:
    """An item that may show KSBs and has no passage for them yet."""

    item_uid: str
    title: str
    ref: str
    codes: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its E-number, if it has one, and its title."""
        return f"{self.ref} {self.title}" if self.ref else self.title

    @property
    def needs(self) -> str:
        """The first four codes, and how many more."""
        more = f" and {len(self.codes) - 4} more" if len(self.codes) > 4 else ""
        return f"{', '.join(self.codes[:4])}{more}"


def chosen_first(unproven: Sequence[Unproven]) -> tuple[Unproven, ...]:
    """Return the shortlisted ones by their number, then the others as they were."""
    return tuple(sorted(unproven, key=lambda one: (not one.ref, ref_number(one.ref))))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. ``coverage`` counts the whole library, in the order of lists.

    ``first_at`` and ``backed_up_at`` are instants (ISO, UTC) or "". ``near`` says of a KSB (by uid)
    how many passages share words with it. ``to_place`` and ``highlights`` are (item uid, how many).
    ``returned`` counts what came back and waits to be checked, ``chase`` requests that are due.
    ``due`` and ``passed`` are of domain.coming; ``gateway_weeks`` is how far the planned gateway
    is, None where it isn't known, and ``gateway_yours`` how many rows of its list are left to do
    by the person.
    """

    now: datetime
    coverage: tuple[KsbCoverage, ...] = ()
    items: int = 0
    claims: int = 0
    shortlisted: int = 0
    first_at: str = ""
    backup_folder: str = ""
    backed_up_at: str = ""
    key_saved: bool = True
    is_compared: bool = True
    unproven: tuple[Unproven, ...] = ()
    to_place: tuple[tuple[str, int], ...] = ()
    reviews: int = 0
    highlights: tuple[tuple[str, int], ...] = ()
    inbox: int = 0
    returned: int = 0
    chase: int = 0
    due: tuple[Due, ...] = ()
    passed: tuple[Due, ...] = ()
    gateway_weeks: int | None = None
    gateway_yours: int = 0
    near: Mapping[str, int] = field(default_factory=dict)
    put_off: Mapping[str, str] = field(default_factory=dict)
    is_disposable: bool = False


def next_three(facts: Facts) -> tuple[Suggestion, ...]:
    """Return up to three suggestions by RULES: one of each rule first, then more of the same.

    A disposable portfolio (the sample) is asked for neither backup nor key nor comparison.
    """
    today = facts.now.date()
    groups = [
        [each for each in group if not _is_put_off(each.key, facts.put_off, today)]
        for group in (
            _backup(facts),
            _returned(facts),
            _due(facts),
            _compare(facts) if _is_first_week(facts) else (),
            _key(facts),
            _unproven(facts),
            _to_place(facts),
            _reviews(facts),
            _chase(facts),
            _shortlist(facts),
            _highlights(facts),
            _gateway(facts),
            _gaps(facts),
            _started(facts),
            _thin(facts),
            _passed(facts),
            () if _is_first_week(facts) else _compare(facts),
            _sort(facts),
        )
    ]
    firsts = [group[0] for group in groups if group]
    rest = [each for group in groups for each in group[1:]]
    chosen = (firsts + rest)[:COUNT]
    place = {each.key: at for at, each in enumerate(each for group in groups for each in group)}
    return tuple(sorted(chosen, key=lambda each: place[each.key]))


def put_off(kept: Mapping[str, str], key: str, today: date) -> dict[str, str]:
    """Return what is put off once ``key`` is too, for a week; what has run out is dropped."""
    still = {name: day for name, day in kept.items() if day > today.isoformat()}
    return {**still, key: (today + timedelta(days=PUT_OFF_DAYS)).isoformat()}


def weeks_until(day: str, today: date) -> int | None:
    """Return whole weeks from today to a day, negative when it has passed; None for no day."""
    return (date.fromisoformat(day) - today).days // 7 if day else None


def _is_put_off(key: str, kept: Mapping[str, str], today: date) -> bool:
    return kept.get(key, "") > today.isoformat()


def _backup(facts: Facts) -> Iterator[Suggestion]:
    if not facts.items or facts.is_disposable:
        return
    if not facts.backup_folder:
        yield Suggestion(
            "backup",
            "There is no backup outside this computer's portfolio folder.",
            "Choose a place",
            Goal.BACKUP_PLACE,
        )
    elif not facts.backed_up_at or _days_since(facts.backed_up_at, facts.now) >= BACKUP_DAYS:
        yield Suggestion(
            "backup", "There has been no backup for seven days.", "Back up now", Goal.BACK_UP
        )


def _returned(facts: Facts) -> Iterator[Suggestion]:
    if facts.returned:
        words = f"{counted(facts.returned, 'observation')} came back and can be checked."
        yield Suggestion("returned", words, "Check", Goal.CHECK)


def _due(facts: Facts) -> Iterator[Suggestion]:
    for each in facts.due:
        is_meeting = each.mark.lane is Lane.REVIEWS and each.mark.word != "Action"
        button = "Prepare" if is_meeting else "Open"
        yield Suggestion(each.key, each.words, button, Goal.DUE, mark=each.mark)


def _passed(facts: Facts) -> Iterator[Suggestion]:
    for each in facts.passed:
        yield Suggestion(each.key, each.words, "Open", Goal.DUE, mark=each.mark)


def _gateway(facts: Facts) -> Iterator[Suggestion]:
    weeks = facts.gateway_weeks
    if weeks is None or not 0 <= weeks <= GATEWAY_WEEKS or not facts.gateway_yours:
        return
    left = f"{counted(facts.gateway_yours, 'thing')} left"
    words = f"On the gateway list {left} {'is' if facts.gateway_yours == 1 else 'are'} yours."
    yield Suggestion("gateway", words, "Open the list", Goal.GATEWAY)


def _chase(facts: Facts) -> Iterator[Suggestion]:
    if facts.chase:
        words = "1 request for an observation is due: to send, or to ask about again."
        if facts.chase > 1:
            words = f"{facts.chase} requests for observations are due: to send, or to ask again."
        yield Suggestion("chase", words, "Look", Goal.CHASE)


def _compare(facts: Facts) -> Iterator[Suggestion]:
    if not facts.is_compared and not facts.is_disposable:
        words = "The KSB list hasn't been compared with the official page."
        yield Suggestion("compare", words, "Paste your KSB list (2 minutes)", Goal.COMPARE)


def _key(facts: Facts) -> Iterator[Suggestion]:
    if facts.items >= KEY_FROM_ITEMS and not facts.key_saved and not facts.is_disposable:
        words = "The recovery key isn't saved. Without it, a backup opens on no other computer."
        yield Suggestion("key", words, "Save the key", Goal.KEY)


def _unproven(facts: Facts) -> Iterator[Suggestion]:
    for each in chosen_first(facts.unproven):
        words = f"{each.name} needs a passage for {each.needs}."
        yield Suggestion(f"unproven {each.item_uid}", words, "Open it", Goal.ITEM, each.item_uid)


def _to_place(facts: Facts) -> Iterator[Suggestion]:
    for item_uid, count in facts.to_place:
        words = f"{counted(count, 'passage')} to place in a newer version of a file."
        yield Suggestion(f"place {item_uid}", words, "Place", Goal.PLACE, item_uid)


def _reviews(facts: Facts) -> Iterator[Suggestion]:
    if facts.reviews:
        words = f"The wording of {counted(facts.reviews, 'KSB')} changed and waits to be looked at."
        yield Suggestion("reviews", words, "Look", Goal.REVIEW)


def _shortlist(facts: Facts) -> Iterator[Suggestion]:
    if facts.claims and not facts.shortlisted:
        words = "Nothing is on the shortlist yet. Choose the pieces for the bundle."
        yield Suggestion("shortlist", words, "Open the library", Goal.LIBRARY)


def _highlights(facts: Facts) -> Iterator[Suggestion]:
    for item_uid, count in facts.highlights:
        waits = "waits" if count == 1 else "wait"
        words = f"{counted(count, 'highlight')} in a file {waits} for a KSB."
        yield Suggestion(f"highlights {item_uid}", words, "Look", Goal.HIGHLIGHTS, item_uid)


def _gaps(facts: Facts) -> Iterator[Suggestion]:
    # The discussion's evidence is due at gateway, the proposal's only after it.
    for _, each in sorted(
        enumerate(row for row in facts.coverage if row.status is KsbStatus.GAP),
        key=lambda one: (
            not one[1].ksb.in_discussion, -facts.near.get(one[1].ksb.uid, 0), one[0],
        ),
    ):  # fmt: skip
        near = facts.near.get(each.ksb.uid, 0)
        hint = f" {counted(near, 'passage')} may be near." if near else ""
        words = f"{each.ksb.code} has no evidence yet: {each.ksb.short}.{hint}"
        yield _of_ksb(each, words, "Find evidence")


def _started(facts: Facts) -> Iterator[Suggestion]:
    for each in _discussion_first(facts.coverage, KsbStatus.STARTED):
        words = f"{each.ksb.code} needs an exact passage that clearly shows it: {each.ksb.short}"
        yield _of_ksb(each, words, f"Open {each.ksb.code}")


def _thin(facts: Facts) -> Iterator[Suggestion]:
    for each in _discussion_first(facts.coverage, KsbStatus.COVERED):
        if len({claim.item_uid for claim in each.claims}) == 1:
            words = f"{each.ksb.code} is shown by one item only: {each.ksb.short}"
            yield _of_ksb(each, words, f"Open {each.ksb.code}")


def _sort(facts: Facts) -> Iterator[Suggestion]:
    if facts.inbox:
        words = f"{counted(facts.inbox, 'piece')} on the inbox to sort."
        yield Suggestion("sort", words, "Sort", Goal.SORT)


def _of_ksb(row: KsbCoverage, words: str, button: str) -> Suggestion:
    key = f"{row.status.value} {row.ksb.uid}"
    return Suggestion(key, words, button, Goal.KSB, ksb_uid=row.ksb.uid, status=row.status)


def _discussion_first(rows: Sequence[KsbCoverage], status: KsbStatus) -> list[KsbCoverage]:
    found = [row for row in rows if row.status is status]
    return sorted(found, key=lambda row: not row.ksb.in_discussion)


def _is_first_week(facts: Facts) -> bool:
    return bool(facts.first_at) and _days_since(facts.first_at, facts.now) < FIRST_WEEK_DAYS


def _days_since(instant: str, now: datetime) -> int:
    then = datetime.fromisoformat(instant)
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return (now - then).days
