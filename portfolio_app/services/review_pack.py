"""The review pack: what it prints, and its two pages saved as a PDF.

Nothing private gets into it: no quoted evidence, no note, no mark of a skills scan. Titles have
hidden names taken out, and a piece that is marked never to be exported is not named.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from portfolio_app.domain import reviews as rules
from portfolio_app.domain import wire
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.days import day_words
from portfolio_app.domain.minutes import hours_words
from portfolio_app.domain.planned import Planned
from portfolio_app.domain.review_pack import (
    PackAction,
    PackCount,
    PackKsb,
    PackPiece,
    ReviewPack,
)
from portfolio_app.domain.safe_names import file_name
from portfolio_app.services import plan, preparing
from portfolio_app.services.preparing import Prepared
from portfolio_app.store import disk, queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import now
from portfolio_app.workroom.host import Workroom

_SIGNERS = 4  # roles with room for their initials


@dataclass(frozen=True, slots=True)
class PackSaved:
    """A pack that was put at ``path``; ``pages`` is two."""

    changes: Changes
    path: Path
    pages: int


def pack(store: Store, uid: str, today: date) -> ReviewPack:
    """Return what the pack of a review prints, as the portfolio stands now.

    Raises:
        PortfolioError: the review isn't there any more ("gone").
    """
    from portfolio_app.services.hidden_words import Masks

    known = preparing.prepare(store, uid, today)
    details, standard = queries.portfolio.details(store), queries.standard.standard(store)
    said = Masks(store).anywhere
    made = datetime.now(UTC)
    return ReviewPack(
        title=said(known.row.title),
        day=" ".join(filter(None, (day_words(known.row.day), known.review.time))),
        place=said(known.review.place),
        who=known.review.participants,
        since=day_words(known.since.since),
        apprentice=details.name,
        employer=details.employer,
        provider=details.provider,
        standard=standard.name,
        gateway=day_words(details.gateway),
        counts=tuple(PackCount(c.status.words, c.then, c.now) for c in known.since.counts),
        newly=tuple(PackKsb(each.code, each.kind, each.short) for each in known.since.newly),
        pieces=tuple(
            PackPiece(each.ref, each.title, each.kind, day_words(each.day))
            for each in known.since.pieces
        ),
        hours=_hours(known),
        coming=tuple(
            f"{day_words(each.asked.day)}: {said(each.asked.title)}" for each in known.coming
        ),
        gaps=tuple(
            PackKsb(
                each.ksb.code, each.ksb.kind, each.ksb.short, each.status.words, said(each.step)
            )
            for each in known.gaps
        ),
        last=tuple(_action(each, said(each.title)) for each in known.last),
        last_words=rules.told(known.last),
        points=tuple(map(said, known.raised)),
        agreed=tuple(_action(each, said(each.title)) for each in known.agreed),
        sign=tuple(each[:1].upper() + each[1:] for each in known.review.participants[:_SIGNERS]),
        built=made.isoformat(timespec="seconds"),
        built_words=day_words(today.isoformat()),
        rule=rules.RULE,
        notice=standard.notice,
        is_annual=known.review.is_annual,
    )


def usual_name(row: Planned) -> str:
    """Return what the file is best called: "Review_pack_2026-03-03.pdf"."""
    return file_name("Review_pack", last=row.day)


def save(store: Store, room: Workroom, uid: str, out: Path, today: date) -> PackSaved:
    """Write the pack as a PDF of two pages; the review remembers when. One step.

    A portfolio that is open to be read only has its pack too, and remembers nothing.

    Raises:
        PortfolioError: the review isn't there any more ("gone"), or the file cannot be written.
    """
    disk.refuse_inside(out, store.folder)
    made = pack(store, uid, today)
    passing = room.folder / f"pack-{secrets.token_hex(6)}.pdf"
    try:
        arguments = {"pack": wire.encode(made), "out": str(passing)}
        pages = int(room.call("review_pack", arguments).result["pages"])
        with disk.in_words(f"The review pack in {out.name}"):
            disk.write_whole(out, passing.read_bytes())
    finally:
        passing.unlink(missing_ok=True)
    if store.readonly:
        return PackSaved(Changes("", frozenset()), out, pages)
    row = queries.plan.row(store, uid)
    content = replace(rules.review_of(row), pack_saved_at=now())
    changes = plan.change(store, replace(row, content=content), f"Review pack saved: {row.title}")
    return PackSaved(changes, out, pages)


def _hours(known: Prepared) -> tuple[str, ...]:
    words = known.hours[:1].upper() + known.hours[1:]
    since = ""
    if known.since.since:
        since = f"{hours_words(known.since.minutes)} for the days since then."
    provider = "The training provider's record is the one that counts."
    return tuple(filter(None, (f"{words}." if words else "", since, provider)))


def _action(row: Planned, title: str) -> PackAction:
    content = rules.action_of(row)
    owner = "Apprentice" if content.owner in ("", rules.ME) else rules.owner_words(content.owner)
    return PackAction(title, owner, day_words(row.day), content.standing.value.capitalize())
