import pytest

from portfolio_app.domain.own_words import are_own


@pytest.mark.parametrize("words", ["page", "Claims", "front sheet", "Page 12"])
def test_words_that_the_app_prints_by_itself_are_known(words: str) -> None:
    assert are_own(words)


@pytest.mark.parametrize("words", ["Exampleton", "Alex Exampleton", "page Exampleton", "", "▢"])
def test_names_are_never_taken_for_them(words: str) -> None:
    assert not are_own(words)
