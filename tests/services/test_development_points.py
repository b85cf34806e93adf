"""Development points stay hidden unless both agree: what decides it, case by case."""

import json

from portfolio_app.domain import forms, wire
from portfolio_app.domain.changes import Topic
from portfolio_app.domain.passage import Anchor, Span
from portfolio_app.domain.returned import Answer, Returned
from portfolio_app.services import development
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.tables import ArrivalRow, ItemRow, ObservationRow
from tests.services.asked import drafted, facts
from tests.store.builders import add_item

TOLD = "Next time circulate the costings a week ahead of the meeting."
PAGES = ("Account. It went well.", f"Development points. {TOLD} Signed.")


def returned(store: Store, observation: str, answers: dict[str, str]) -> str:
    """Return a piece that is a return with these answers."""
    uid, _ = add_item(store, f"Return {answers}", pages=PAGES)
    read = Returned(answers=tuple(Answer(name, value) for name, value in answers.items()))
    with store.step("attach", "attached", {Topic.OBSERVATIONS}) as step:
        item = step.session.query(ItemRow).filter_by(uid=uid).one()
        owner = step.session.query(ObservationRow).filter_by(uid=observation).one()
        arrival = ArrivalRow(
            file_id=item.file_id,
            observation_id=owner.id,
            item_id=item.id,
            state="attached",
            returned=json.dumps(wire.encode(read)),
        )
        step.session.add(arrival)
    return uid


def shown(store: Store, uid: str, *, hidden: bool = False) -> tuple[int, ...]:
    """Return the pages that show them, with all words covered or none."""
    item = queries.evidence.item(store, uid)
    hides = [each for each in queries.hides.hides(store) if each.item_uid == uid]
    return development.shown_without_consent(store, item, hides, lambda *_: hidden)


def test_they_show_only_where_the_observer_ticked_it_or_wrote_none(store: Store) -> None:
    owner = drafted(store, facts(store)).uid
    kept = returned(store, owner, {forms.DEVELOPMENT: TOLD})
    off = returned(store, owner, {forms.DEVELOPMENT: TOLD, forms.DEVELOPMENT_SHOWN: "Off"})
    agreed = returned(store, owner, {forms.DEVELOPMENT: TOLD, forms.DEVELOPMENT_SHOWN: forms.ON})
    none = returned(store, owner, {forms.DEVELOPMENT: " "})
    part, _ = add_item(store, "Part of a return", pages=PAGES)

    assert [development.may_show(store, e) for e in (kept, off, agreed, none)] == [
        False, False, True, True,
    ]  # fmt: skip
    assert not development.may_show(store, part), "whether the observer agreed can't be told"
    assert [shown(store, e) for e in (kept, off, agreed, none)] == [(2,), (2,), (), ()]


def test_words_that_nothing_hides_are_told_even_where_they_are_not_found(store: Store) -> None:
    owner = drafted(store, facts(store)).uid
    elsewhere = returned(store, owner, {forms.DEVELOPMENT: "Words drawn as a picture, not read."})
    kept = returned(store, owner, {forms.DEVELOPMENT: TOLD})

    assert shown(store, elsewhere) == (0,)
    assert shown(store, kept, hidden=True) == (0,), "covered, but by no hidden place of the piece"
    with store.step("hide", "hidden", {Topic.HIDING}) as step:
        for uid in (elsewhere, kept):
            item = step.session.query(ItemRow).filter_by(uid=uid).one()
            place = Anchor((Span(1, 0, 0, ((0, 0, 9, 0, 9, 9, 0, 9),)),))
            development.enter(step.session, item, (place,))
    assert development.kept_in(store) == {elsewhere, kept}
    assert shown(store, elsewhere) == ()
    assert shown(store, kept, hidden=True) == ()
    assert shown(store, kept) == (2,), "one hidden place is not enough where words still show"
