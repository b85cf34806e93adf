"""Next three: what to do now, by fixed rules that anyone can read. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from portfolio_app.domain.coverage import KsbCoverage, KsbStatus
from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.domain.portfolio import Details
from portfolio_app.ui.kit.places import EVIDENCE, KSBS, SETTINGS, Place

BACKUP_DAYS = 7
KEY_FROM_ITEMS = 10

RULES = (
    "1. No backup outside this portfolio for 7 days.",
    "2. The recovery key isn't saved and there are 10 items or more.",
    "3. There are claims, but nothing is on the shortlist.",
    "4. KSBs without any claim, those for the discussion first, in the standard's order.",
    "5. KSBs with claims, but none yet on an exact passage that clearly shows it.",
    "6. KSBs shown by one item only.",
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to do: a sentence, the word on its button, where that leads, or what it does.

    ``action`` names an action of the table when it is not a place.
    """

    words: str
    button: str
    place: Place | None = None
    action: str = ""
    icon: str = "circle-dashed"


def next_three(
    details: Details,
    items: Sequence[EvidenceItem],
    coverage: Sequence[KsbCoverage],
    now: datetime | None = None,
    *,
    is_disposable: bool = False,
) -> tuple[Suggestion, ...]:
    """Return the first three suggestions by RULES. ``coverage`` counts the whole library.

    A disposable portfolio (the sample) is asked for neither backup nor key.
    """
    found: list[Suggestion] = []
    if items and not is_disposable and _is_backup_old(details, now or datetime.now(UTC)):
        found.append(_backup(details))
    if len(items) >= KEY_FROM_ITEMS and not is_disposable and not details.recovery_key_saved:
        found.append(
            Suggestion(
                "The recovery key isn't saved. Without it, a backup opens on no other computer.",
                "Save the key",
                action="recovery_key",
                icon="key-round",
            )
        )
    if any(item.claims for item in items) and not any(item.ref for item in items):
        found.append(
            Suggestion(
                "Nothing is on the shortlist yet. Choose about 18 pieces for the bundle.",
                "Open the library",
                Place(EVIDENCE, tab="library"),
                icon="bookmark",
            )
        )
    found += [_ksb(each) for each in sorted(coverage, key=_urgency) if _urgency(each)[0] < _DONE]
    return tuple(found[:3])


def weeks_until(day: str, today: date) -> int | None:
    """Return whole weeks from today to a day, negative when it has passed; None for no day."""
    return (date.fromisoformat(day) - today).days // 7 if day else None


_DONE = 3


def _urgency(each: KsbCoverage) -> tuple[int, bool]:
    if each.status is KsbStatus.GAP:
        return (0, not each.ksb.in_discussion)
    if each.status is KsbStatus.STARTED:
        return (1, not each.ksb.in_discussion)
    if len({claim.item_uid for claim in each.claims}) == 1:
        return (2, not each.ksb.in_discussion)
    return (_DONE, False)


def _ksb(each: KsbCoverage) -> Suggestion:
    code, short = each.ksb.code, each.ksb.short
    place = Place(KSBS, ksb=each.ksb.uid)
    if each.status is KsbStatus.GAP:
        return Suggestion(f"{code} has no evidence yet: {short}", f"Open {code}", place)
    if each.status is KsbStatus.STARTED:
        words = f"{code} needs an exact passage that clearly shows it: {short}"
        return Suggestion(words, f"Open {code}", place, icon="circle-dot")
    words = f"{code} is shown by one item only: {short}"
    return Suggestion(words, f"Open {code}", place, icon="circle-check")


def _backup(details: Details) -> Suggestion:
    if not details.backup_folder:
        return Suggestion(
            "There is no backup outside this computer's portfolio folder.",
            "Choose a place",
            Place(SETTINGS, tab="keys"),
            icon="hard-drive",
        )
    return Suggestion(
        "There has been no backup for seven days.",
        "Back up now",
        action="back_up",
        icon="hard-drive",
    )


def _is_backup_old(details: Details, now: datetime) -> bool:
    if not details.backup_folder or not details.backed_up_at:
        return True
    last = datetime.fromisoformat(details.backed_up_at)
    if last.tzinfo is None:
        last = last.replace(tzinfo=UTC)
    return now - last >= timedelta(days=BACKUP_DAYS)
