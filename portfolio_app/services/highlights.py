"""Use the highlights that files brought along: a KSB for each colour, once, applied to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.highlights import NOTES, Highlight, HighlightState
from portfolio_app.domain.passage import Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.services.passage_rows import add_claims, add_passage, codes_of
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Session, Store

_AT_ONCE = 500  # rows asked for in one statement


@dataclass(frozen=True, slots=True)
class Applied:
    """What using a colour made. ``theory`` counts tags on the reading list, which makes no claims.

    ``to_place`` counts passages whose words are not at a known place of their item's pages.
    """

    changes: Changes
    passages: int
    claims: int
    theory: int = 0
    to_place: int = 0


def apply(
    store: Store,
    colour: str,
    ksb_uids: Sequence[str],
    *,
    item_uid: str = "",
    strength: Strength = Strength.CLEARLY,
) -> Applied:
    """Make a passage of every waiting highlight of a colour, claimed for these KSBs; one step.

    Of one item, or of the whole library. Highlights whose colour looks the same count as one
    colour. A comment becomes the passage's private note. On the reading list the passages become
    theory, never claims.

    Raises:
        PortfolioError: no KSB was given, there is no such KSB, or no highlight of that colour waits
            ("no-such-colour"). Nothing was changed.
    """
    chosen = _of_colour(store, colour, item_uid)
    claims = theory = waiting = 0
    with store.step("apply highlights", "", {Topic.CLAIMS, Topic.EVIDENCE}) as step:
        session = step.session
        codes = codes_of(session, ksb_uids)
        step.focus = item_uid or chosen[0].item_uid
        items = {
            row.uid: row
            for row in session.query(tables.ItemRow).filter(
                tables.ItemRow.uid.in_({each.item_uid for each in chosen})
            )
        }
        made: list[tuple[Highlight, tables.PassageRow]] = []
        rows = _rows(session, chosen)
        for each in chosen:
            passage = add_passage(
                session, items[each.item_uid], each.anchor, note=each.comment, flush=False
            )
            row = rows[each.uid]
            if each.to_place:
                passage.to_place, passage.rendition_id = 1, row.rendition_id
                waiting += 1
            made.append((each, passage))
        session.flush()
        for each, passage in made:
            rows[each.uid].state = HighlightState.USED.value
            rows[each.uid].passage_id = passage.id
            if each.is_reading:
                tags = [tables.TheoryRow(passage_id=passage.id, ksb_uid=uid) for uid in codes]
                session.add_all(tags)
                theory += len(tags)
            else:
                claims += len(add_claims(session, passage, list(codes), strength))
        count = "1 highlight" if len(made) == 1 else f"{len(made)} highlights"
        step.summary = f"{count}: {', '.join(codes.values())}"
    return Applied(step.changes, len(chosen), claims, theory, waiting)


def leave(store: Store, colour: str, *, item_uid: str = "") -> Changes:
    """Leave the highlights of a colour as they are: they are not offered again. One step.

    Raises:
        PortfolioError: no highlight of that colour waits ("no-such-colour").
    """
    chosen = _of_colour(store, colour, item_uid)
    with store.step("leave highlights", "", {Topic.EVIDENCE}) as step:
        for row in _rows(step.session, chosen).values():
            row.state = HighlightState.LEFT.value
        step.focus = item_uid or chosen[0].item_uid
        count = "1 highlight" if len(chosen) == 1 else f"{len(chosen)} highlights"
        step.summary = f"{count} left as they are" if len(chosen) > 1 else f"{count} left as it is"
    return step.changes


def _of_colour(store: Store, colour: str, item_uid: str) -> tuple[Highlight, ...]:
    """Return the waiting highlights of the group that a colour, or its name, stands for."""
    waiting = queries.highlights.highlights(store, item_uid or None)
    groups = queries.highlights.colours(store, item_uid or None)
    wanted = colour.strip().casefold()
    named = "" if wanted == NOTES.casefold() else wanted
    group = next((g for g in groups if named in g.colours or (named and named == g.name)), None)
    if group is None:
        known = ", ".join(each.name for each in groups)
        raise PortfolioError(
            f"No highlight of this colour waits: {colour or NOTES}. Nothing was changed.",
            hint=f"Choose one of: {known}." if known else "No highlights wait.",
            code="no-such-colour",
        )
    return tuple(each for each in waiting if each.colour in group.colours)


def _rows(session: Session, chosen: Sequence[Highlight]) -> dict[str, tables.HighlightRow]:
    found: dict[str, tables.HighlightRow] = {}
    uids = [each.uid for each in chosen]
    for start in range(0, len(uids), _AT_ONCE):
        some = tables.HighlightRow.uid.in_(uids[start : start + _AT_ONCE])
        found |= {row.uid: row for row in session.query(tables.HighlightRow).filter(some)}
    return found
