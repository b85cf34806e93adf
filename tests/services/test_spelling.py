"""The person's own words are kept in the portfolio, and its names are no mistakes."""

from __future__ import annotations

import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, portfolio, spelling
from portfolio_app.store import queries
from portfolio_app.store.database import Store


def wrong(store: Store, text: str) -> list[str]:
    return [each.text for each in spelling.load(store).wrong_in(text)]


def test_own_words_are_kept_undone_and_removed(store: Store) -> None:
    assert wrong(store, "Frabjousness and Safeguarding wellbeing") == ["Frabjousness"]

    added = spelling.add_word(store, "frabjousness")

    assert wrong(store, "Frabjousness, frabjousness's") == []
    with pytest.raises(PortfolioError, match="already"):
        spelling.add_word(store, "FRABJOUSNESS")
    history.undo(store, added.changes.step)
    assert wrong(store, "frabjousness") == ["frabjousness"]
    history.redo(store, added.changes.step)
    assert spelling.remove_words(store, ["Frabjousness"]).words == ()
    assert wrong(store, "frabjousness") == ["frabjousness"]
    for no_word in ("", "  ", "two words", "x" * 41):
        with pytest.raises(PortfolioError):
            spelling.add_word(store, no_word)
    with pytest.raises(PortfolioError):
        spelling.remove_words(store, ["never"])


def test_names_of_the_portfolio_are_right(store: Store) -> None:
    text = "Quillbrook and Zanthia's Trust"
    assert wrong(store, text) == ["Quillbrook", "Zanthia's"]

    portfolio.set_detail(store, "employer", "Quillbrook Trust")
    portfolio.set_detail(store, "name", "Zanthia Placeholder")

    assert queries.portfolio.details(store).employer == "Quillbrook Trust"
    assert wrong(store, text) == []


def test_offers_for_a_part_of_a_word_keep_the_rest(store: Store) -> None:
    assert spelling.offers(store, "multi-agancy")[0] == "multi-agency"
    assert spelling.offers(store, "stakehodler’s")[0] == "stakeholder’s"
    assert spelling.offers(store, "zzzzzzzzqx") == ()


def test_the_dictionary_comes_with_its_licence() -> None:
    from portfolio_app import assets

    licence = assets.text("dictionaries/LICENSE.txt")
    assert "Permission to use, copy, modify, distribute and sell" in licence
    assert "hereby\n  granted without fee" in licence
