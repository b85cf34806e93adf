"""portfolio.json: four ways of not being one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.store import header, keys
from portfolio_app.store.keys import MasterKey


def code_of(folder: Path) -> str:
    with pytest.raises(PortfolioError) as caught:
        header.read(folder, newest_schema=1)
    assert caught.value.hint
    return caught.value.code


def test_a_header_comes_back_as_it_was_written(tmp_path: Path, key: MasterKey) -> None:
    head = keys.set_recovery_key(keys.new_header(key), key, keys.new_recovery_key())
    header.write(tmp_path, head)

    assert header.read(tmp_path, newest_schema=1) == head
    assert [each.name for each in tmp_path.iterdir()] == ["portfolio.json"]
    assert (tmp_path / "portfolio.json").stat().st_mode & 0o777 == 0o600


def test_every_single_wrong_byte_is_damage_and_nothing_else(tmp_path: Path, key: MasterKey) -> None:
    header.write(tmp_path, keys.new_header(key))
    good = (tmp_path / "portfolio.json").read_bytes()

    for at in range(len(good)):
        bad = bytearray(good)
        bad[at] ^= 1
        if json_of(bytes(bad)) == json.loads(good):
            continue  # a blank became another blank: it says the same
        (tmp_path / "portfolio.json").write_bytes(bytes(bad))
        assert code_of(tmp_path) == "damaged", at
    for length in range(len(good) - 2):
        (tmp_path / "portfolio.json").write_bytes(good[:length])
        assert code_of(tmp_path) == "damaged", length


def json_of(data: bytes) -> object:
    try:
        return json.loads(data)
    except ValueError:
        return None


def test_a_newer_version_is_called_that(tmp_path: Path, key: MasterKey) -> None:
    for newer in ({"version": 2}, {"schema": 2}):
        header.write(tmp_path, replace(keys.new_header(key), **newer))
        assert code_of(tmp_path) == "newer-version"


def test_other_folders_are_not_portfolios(tmp_path: Path, key: MasterKey) -> None:
    assert code_of(tmp_path) == "not-a-portfolio"
    assert code_of(tmp_path / "gone") == "missing"
    (tmp_path / "portfolio.json").write_text('{"format": "something else"}')
    assert code_of(tmp_path) == "not-a-portfolio"
    (tmp_path / "portfolio.json").write_text("[1, 2]")
    assert code_of(tmp_path) == "not-a-portfolio"
    assert code_of(tmp_path / "portfolio.json") == "not-a-portfolio"


def test_a_portfolio_that_lost_its_header_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "portfolio.db").write_bytes(b"x")

    assert code_of(tmp_path) == "damaged"
