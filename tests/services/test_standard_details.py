"""Methods, themes and rules are the person's to set, with who said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app.domain.limits import all_rules, limits, source_of
from portfolio_app.domain.standard import Theme
from portfolio_app.problems import PortfolioError
from portfolio_app.services import coverage, history, intake, mapping, shortlist
from portfolio_app.services import standard_details as details
from portfolio_app.services.bundle_plan import plan
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom


def test_methods_are_set_with_their_source_and_undone(store: Store) -> None:
    first, second, *_ = queries.standard.ksbs(store)
    before = queries.standard.standard(store)

    done = details.set_methods(
        store, {first.uid: ["employer", "pd"], second.uid: []}, source="Plan v1.2",
        date="2026-03-03",
    )  # fmt: skip

    held = queries.standard.standard(store)
    assert held.ksbs[0].methods == ("pd", "employer")
    assert held.ksbs[0].methods_confirmed
    assert held.methods_accepted == "Plan v1.2, 3 March 2026"
    assert coverage.method_words(store)[first.uid] == "Discussion + Employer confirms"
    history.undo(store, done.step)
    assert queries.standard.standard(store) == before


def test_a_method_nobody_knows_is_refused_until_it_is_added(store: Store) -> None:
    first = queries.standard.ksbs(store)[0]

    with pytest.raises(PortfolioError):
        details.set_methods(store, {first.uid: ["workplace-test"]})
    details.add_method(store, "Workplace test")
    details.set_methods(store, {first.uid: ["workplace-test"]})

    assert coverage.method_words(store)[first.uid] == "Workplace test"
    with pytest.raises(PortfolioError, match="there already"):
        details.add_method(store, "workplace test")


def test_theme_order_holds_in_coverage_and_in_the_bundle(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Minutes.")
    item = intake.add(store, room, [path]).results[0].item_uid
    shortlist.add(store, [item])
    by_code = {each.code: each.uid for each in queries.standard.ksbs(store)}
    mapping.claim(store, item, [by_code["B1"]], mapping.WHOLE)

    details.set_themes(
        store, [Theme("", "People", "pd", (by_code["B1"], by_code["K10"]), "Leads.")]
    )

    assert [each.ksb.code for each in coverage.coverage(store)][:3] == ["B1", "K10", "K1"]
    made = plan(store)
    assert [(each.code, each.theme) for each in made.ksbs][:3] == [
        ("B1", "People"), ("K10", "People"), ("K1", ""),
    ]  # fmt: skip
    with pytest.raises(PortfolioError):
        details.set_themes(store, [Theme("", "People", "", ("nobody",))])


def test_a_rule_my_epao_said_may_block_and_goes_back_to_the_packs_value(store: Store) -> None:
    given = queries.standard.standard(store).rule("portfolio.pieces")
    assert given is not None
    assert not given.may_block, "it is not confirmed for this version"

    details.set_rule(
        store, "portfolio.pieces", value=15, said_by="My EPAO, by e-mail", said_on="2026-03-03"
    )
    details.set_rule(
        store, "portfolio.pieces", value=16, said_by="My EPAO, by phone", said_on="2026-03-04"
    )

    held = queries.standard.standard(store)
    rule = held.rule("portfolio.pieces")
    assert rule is not None
    assert rule.may_block
    assert limits(held).pieces == 16
    assert source_of(held, rule) == "My EPAO, by phone, 4 March 2026: set by you."
    details.reset_rule(store, "portfolio.pieces")
    held = queries.standard.standard(store)
    assert held.rule("portfolio.pieces") == given
    assert held.given_rules == ()
    assert limits(held).pieces == 18


def test_the_apps_own_limits_are_said_to_be_its_own_and_can_be_changed(store: Store) -> None:
    held = queries.standard.standard(store)
    (own,) = [each for each in all_rules(held) if each.id == "own.long_piece"]
    assert source_of(held, own) == "This app's own limit, not the standard's."
    assert not own.may_block

    details.set_rule(store, "own.long_piece", value=5, said_by="Me", said_on="2026-03-03")

    assert limits(queries.standard.standard(store)).long_piece == 5
    details.reset_rule(store, "own.long_piece")
    assert queries.standard.standard(store) == held
    with pytest.raises(PortfolioError):
        details.reset_rule(store, "own.long_piece")


@pytest.mark.parametrize(
    ("said_by", "said_on", "value"),
    [("", "2026-03-03", 3), ("EPAO", "3 March", 3), ("EPAO", "2999-03-03", 3),
     ("EPAO", "2026-03-03", float("nan")), ("EPAO", "2026-03-03", -1)],
)  # fmt: skip
def test_a_rule_without_who_when_or_a_number_is_refused(
    store: Store, said_by: str, said_on: str, value: float
) -> None:
    was = queries.standard.standard(store)

    with pytest.raises(PortfolioError):
        details.set_rule(store, "own.item_ksbs", value=value, said_by=said_by, said_on=said_on)

    assert queries.standard.standard(store) == was
