"""The programme of a real portfolio: set up, changed mid-way and shortened, nothing lost."""

from dataclasses import replace

import pytest

from portfolio_app.domain.form_lines import FormLine, LineKind, Signer
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.hours import Entry
from portfolio_app.domain.planned import Module, Planned, PlannedKind
from portfolio_app.domain.programme import Programme
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    history,
    hours,
    plan,
    portfolio,
    programme_change,
    programmes,
    records,
)
from portfolio_app.services.programme_change import Answer, Wish
from portfolio_app.store import library, queries
from portfolio_app.store.database import Store

TODAY = "2025-06-02"


def modules(store: Store) -> dict[str, Planned]:
    return {each.title: each for each in queries.plan.rows(store, PlannedKind.MODULE)}


def set_up(store: Store, programme_id: str) -> None:
    programme = library.programme(programme_id)
    programme_change.set_up(store, programme, programmes.dates(store), TODAY)


def test_a_portfolio_without_a_programme_has_roles_and_dates_all_the_same(store: Store) -> None:
    assert programmes.current(store) is None
    assert programmes.roles(store) == ()
    assert programmes.tutor(store) == "practice tutor or coach"
    assert programmes.dates(store).gateway == "2026-09-16"


def test_setting_up_is_one_step_and_undo_takes_it_all_back(store: Store) -> None:
    programme = library.programme("inlogov-sla")

    changes = programme_change.set_up(store, programme, programmes.dates(store), TODAY)

    assert programmes.current(store) == programme
    assert programmes.tutor(store) == "practice tutor"
    assert programmes.dates(store).end == "2026-11-16"
    assert len(modules(store)) == 6
    children = [each for each in queries.plan.rows(store) if each.parent_uid]
    assert {each.parent_uid for each in children} == {m.uid for m in modules(store).values()}
    again = programme_change.preview(store, programme_change.as_it_is(store), TODAY)
    assert again.is_nothing

    history.undo(store, changes.step)

    assert programmes.current(store) is None
    assert queries.plan.rows(store) == ()


def test_another_programme_mid_way_loses_no_record(store: Store) -> None:
    set_up(store, "inlogov-sla")
    known = modules(store)
    logged, noted = known["Leadership"], known["Evidence and policy"]
    hours.log(store, Entry("", "2025-05-01", 90, "a", module_uid=logged.uid))
    plan.change(store, replace(noted, content=Module(note="what I learned")))
    own = plan.add(store, Planned(PlannedKind.MODULE, "My own module"))
    lines = (FormLine(LineKind.SAID, "What was agreed", "Agreed"),)
    (asked, *_) = queries.plan.rows(store, PlannedKind.REVIEW)
    records.draft(
        store, FormKind.REVIEW_RECORD, asked.uid, "Review", lines, (Signer("me", is_me=True),)
    )
    programme = library.programme("serco-sla-senco")
    wish = replace(programme_change.as_it_is(store), programme=programme)

    changes = programme_change.change(store, wish, TODAY)

    held = modules(store)
    assert held["Leadership"].uid == logged.uid
    assert held["Evidence and policy"].content == Module(note="what I learned")
    assert held["My own module"].uid == own.focus
    assert asked.uid in {each.uid for each in queries.plan.rows(store)}, "a form goes round for it"
    assert "Commercialisation" not in held
    assert "Brand Value" in held
    assert programmes.tutor(store) == "coach"
    assert queries.hours.entries(store)[0].module_uid == logged.uid
    assert [each[3].id for each in queries.programme.programmes(store)] == [
        "inlogov-sla", "serco-sla-senco"
    ]  # fmt: skip

    history.undo(store, changes.step)
    assert len(modules(store)) == 7
    assert programmes.tutor(store) == "practice tutor"


def test_what_was_recorded_stays_even_where_somebody_asks_for_it_to_go(store: Store) -> None:
    set_up(store, "inlogov-sla")
    noted = modules(store)["Leadership"]
    plan.change(store, replace(noted, content=Module(note="mine")))
    everything = frozenset(each.uid for each in queries.plan.rows(store))

    programme_change.change(
        store, Wish(None, "2024-09-16", "2026-09-16"), TODAY, Answer(going=everything)
    )

    assert list(modules(store)) == ["Leadership"]
    assert programmes.current(store) is None


def test_only_what_was_ticked_is_added_and_moved(store: Store) -> None:
    wish = Wish(library.programme("serco-sla-senco"), "2024-09-16", "2026-12-16")
    found = programme_change.preview(store, wish, TODAY)
    wanted = frozenset(each.key for each in found.adding if each.row.title == "Brand Value")

    programme_change.change(store, wish, TODAY, Answer(adding=wanted))

    assert list(modules(store)) == ["Brand Value"]
    assert programmes.dates(store).gateway == "2026-12-16"
    rest = programme_change.preview(store, programme_change.as_it_is(store), TODAY)
    parents = {each.key for each in rest.adding if each.row.kind is PlannedKind.MODULE}
    children = frozenset(each.key for each in rest.adding if each.parent in parents)
    assert children
    now = programme_change.as_it_is(store)
    programme_change.change(store, now, TODAY, Answer(adding=children))
    assert list(modules(store)) == ["Brand Value"]  # what is a module's comes with it or not at all
    assert len(queries.plan.rows(store)) == 1


def test_shortening_moves_the_gateway_and_what_lies_after_today(store: Store) -> None:
    portfolio.set_detail(store, "gateway", "2026-12-16")
    set_up(store, "serco-sla-senco")
    own = plan.add(store, Planned(PlannedKind.EVENT, "Board away day", "2026-08-03")).focus
    soon = plan.add(store, Planned(PlannedKind.EVENT, "Booked", "2025-07-01")).focus
    visits = [each for each in queries.plan.rows(store) if each.title == "Coach visit"]
    wish = programme_change.shorter(store, 18)

    found = programme_change.preview(store, wish, TODAY)

    assert found.gateway == "2026-03-16"
    assert {each.title for each in found.going} == {"Coach visit", "27 months from the start"}
    assert {each.before.uid: each.offered for each in found.drawn} == {own: False, soon: True}
    changes = programme_change.change(store, wish, TODAY)

    assert programmes.dates(store).gateway == "2026-03-16"
    held = programmes.current(store)
    assert held is not None
    assert held.total_months == 18
    assert TODAY < queries.plan.row(store, own).day < "2026-03-16"
    assert queries.plan.row(store, soon).day == "2025-07-01"
    left = [each for each in queries.plan.rows(store) if each.title == "Coach visit"]
    assert [each.uid for each in left] == [v.uid for v in visits if v.day < "2026-03-16"]
    history.undo(store, changes.step)
    assert queries.plan.row(store, own).day == "2026-08-03"
    assert programmes.dates(store).gateway == "2026-12-16"


def test_wishes_that_make_no_sense_are_refused_and_change_nothing(store: Store) -> None:
    programme = library.programme("inlogov-sla")
    for wish, code in (
        (Wish(programme, "2026-01-01", "2025-01-01"), "ends-before"),
        (Wish(programme, "2026-01-01", "2026-01-01"), "ends-before"),
        (Wish(programme, "1066-10-14", "2026-01-01"), "no-day"),
        (Wish(programme, "soon", ""), "no-day"),
        (Wish(Programme("x", " "), "", ""), "no-title"),
    ):
        with pytest.raises(PortfolioError) as refused:
            programme_change.change(store, wish, TODAY)
        assert refused.value.code == code
    for months in (0, 24, 300):
        with pytest.raises(PortfolioError) as refused:
            programme_change.shorter(store, months)
        assert refused.value.code == "no-shorter"
    assert programmes.current(store) is None
    assert programmes.dates(store).gateway == "2026-09-16"
    assert queries.plan.rows(store) == ()


def test_an_edited_programme_is_ones_own_and_its_new_rows_are_offered(store: Store) -> None:
    set_up(store, "inlogov-sla")
    held = programmes.current(store)
    assert held is not None
    ordered = replace(held, module_order_stated=True)

    programme_change.edit(store, ordered)

    made = programmes.current(store)
    assert made is not None
    assert made.is_own
    assert len(queries.programme.programmes(store)) == 1
    assert modules(store)["Leadership"].day == ""
    found = programme_change.preview(store, programme_change.as_it_is(store), TODAY)
    assert len([each for each in found.moving if each.after.kind is PlannedKind.MODULE]) == 6
    programme_change.change(store, programme_change.as_it_is(store), TODAY)
    assert modules(store)["Leadership"].content == Module(2, "Spring 2025")


def test_a_programme_of_ones_own_is_offered_again_after_another(store: Store) -> None:
    programmes.choose(store, programmes.own("My course"))
    mine = replace(programmes.own("My course"), total_months=20)
    programme_change.edit(store, mine)
    assert programmes.earlier(store) == ()

    set_up(store, "inlogov-sla")
    assert [each for _, each in programmes.earlier(store)] == [mine]

    programmes.choose(store, mine)
    assert programmes.earlier(store) == ()
    changes = programme_change.edit(store, replace(mine, sector="care"))
    history.undo(store, changes.step)
    assert programmes.current(store) == mine
