"""After a hundred moves of the shortlist and its claims, everything still leads where it says."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from portfolio_app.services import bundle, evidence, history, intake, mapping, shortlist
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.pdf.following import Reading, Told, words_of
from tests.services import documents

CODES = ("K1", "K4", "K8", "S5", "S9", "S12", "B1", "B2")
PIECES = 6


@dataclass
class Kept:
    """What a person would have written down: order, and what is claimed where."""

    order: list[str] = field(default_factory=list)
    claims: dict[str, tuple[str, str, int, str]] = field(default_factory=dict)


def test_a_hundred_random_moves_leave_no_page_wrong(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    chance = random.Random(20260303)  # noqa: S311 - which moves, not a secret
    titles = {}
    for number in range(1, PIECES + 1):
        title = f"Minutes {number}"
        pages = [
            "\n".join(words_of(title, page, line) for line in range(1, 21))
            for page in range(1, number % 3 + 2)
        ]
        path = documents.pdf(tmp_path / f"{title}.pdf", *pages)
        uid = intake.add(store, room, [path]).results[0].item_uid
        evidence.edit(store, uid, title=title)
        titles[uid] = (title, len(pages))
    headings = {
        each.code: " ".join(f"{each.code} {each.short}".split())
        for each in queries.standard.ksbs(store)
    }
    kept = Kept()
    for uid in titles:
        _claim(store, room, kept, uid, titles[uid], chance)

    for number in range(3):
        for _ in range(34):
            _move(store, room, kept, titles, chance)
        built = bundle.build(store, room, tmp_path / f"Portfolio {number}.pdf")

        assert built.inspection.findings == ()
        reading = Reading(built.path, _told(store, kept, titles), headings)
        try:
            assert reading.wrongs() == []
        finally:
            reading.close()


def _told(store: Store, kept: Kept, titles: dict[str, tuple[str, int]]) -> list[Told]:
    assert shortlist.order(store) == kept.order
    return [
        Told(
            f"E{place:02d}",
            *titles[uid],
            claims=tuple(
                (code, page, words)
                for item, code, page, words in kept.claims.values()
                if item == uid
            ),
        )
        for place, uid in enumerate(kept.order, 1)
    ]


def _claim(
    store: Store,
    room: Workroom,
    kept: Kept,
    uid: str,
    known: tuple[str, int],
    chance: random.Random,
) -> None:
    title, pages = known
    page, code = chance.randint(1, pages), chance.choice(CODES)
    words = words_of(title, page, chance.randint(1, 20))
    if any((uid, words) == (each[0], each[3]) for each in kept.claims.values()):
        return
    anchor = mapping.anchor_for_quote(store, room, uid, words, page=page).anchor
    made = mapping.claim(store, uid, [mapping.ksb_called(store, code).uid], anchor)
    kept.claims[made.uids[0]] = (uid, code, page, words)


def _move(
    store: Store,
    room: Workroom,
    kept: Kept,
    titles: dict[str, tuple[str, int]],
    chance: random.Random,
) -> None:
    outside = [uid for uid in titles if uid not in kept.order]
    what = chance.choice(("add", "add", "remove", "move", "move", "order", "claim", "take", "undo"))
    if what == "add" and outside:
        shortlist.add(store, [chance.choice(outside)])
    elif what == "remove" and len(kept.order) > 1:
        shortlist.remove(store, [chance.choice(kept.order)])
    elif what == "move" and kept.order:
        shortlist.move(store, chance.choice(kept.order), chance.randrange(len(kept.order)))
    elif what == "order" and kept.order:
        shortlist.set_order(store, chance.sample(kept.order, len(kept.order)))
    elif what == "claim":
        uid = chance.choice(list(titles))
        _claim(store, room, kept, uid, titles[uid], chance)
    elif what == "take" and len(kept.claims) > 4:
        uid = chance.choice(list(kept.claims))
        mapping.remove_claim(store, uid)
        del kept.claims[uid]
    elif what == "undo" and kept.order:
        before = shortlist.order(store)
        changes = shortlist.set_order(store, chance.sample(kept.order, len(kept.order)))
        if shortlist.order(store) != before:
            history.undo(store, changes.step)
        assert shortlist.order(store) == before
    kept.order = shortlist.order(store)
    assert set(kept.claims) == {each.uid for each in queries.claims.claims(store)}
