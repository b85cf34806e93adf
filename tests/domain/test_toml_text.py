"""TOML from anywhere: what would take for ever is refused at once."""

from __future__ import annotations

import time

import pytest

from portfolio_app.documents import programme_file
from portfolio_app.domain.programme_reading import read_programme
from portfolio_app.domain.toml_text import parsed
from portfolio_app.problems import PortfolioError
from portfolio_app.services import standard_files

BOMBS = {
    "one long key": "schema = 1\na" + ".a" * 200_000 + " = 1",
    "many long keys": "schema = 1\n" + "".join(f"k{n}{'.a' * 900} = 1\n" for n in range(200)),
    "lists in lists": "schema = 1\na = " + "[" * 100_000,
    "tables in tables": "schema = 1\na = " + "{a = " * 50_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_at_once_as_programme_and_as_standard(bomb: str) -> None:
    begun = time.process_time()
    with pytest.raises(PortfolioError) as programme:
        programme_file.read(bomb.encode())
    with pytest.raises(PortfolioError) as standard:
        standard_files.import_standard(bomb, name="Bomb")

    assert programme.value.code == "not-a-programme"
    assert standard.value.code == "not-a-standard"
    assert time.process_time() - begun < 2


def test_a_number_of_a_hundred_thousand_figures_is_named_and_the_rest_is_read() -> None:
    text = f'schema = 1\nid = "a"\ntitle = "A"\ntotal_months = 0x{"f" * 100_000}\n'

    read = read_programme(programme_file.read(text.encode()))

    assert read.programme.title == "A"
    assert [each.name for each in read.faults] == ["total_months"]


def test_sentences_with_many_stops_are_read() -> None:
    text = "".join(f'n{n} = "{"And so on... " * 20}"\n' for n in range(200))

    assert len(parsed(text)) == 200
