import os
import stat
from pathlib import Path

import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.services import backup, demo, portfolio
from portfolio_app.services.coverage import coverage
from portfolio_app.store import queries
from tests.keychain import MemoryKeychain

FACTS = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")


def test_a_portfolio_opens_with_the_keychain_and_no_question(
    tmp_path: Path, real_keychain: MemoryKeychain
) -> None:
    made = portfolio.create(tmp_path / "mine", FACTS)
    made.store.close()

    with portfolio.open_folder(tmp_path / "mine") as store:
        assert queries.portfolio.details(store).name == "Apprentice"
        assert len(queries.standard.ksbs(store)) == 46
    assert made.key_in == portfolio.IN_KEYCHAIN
    assert len(real_keychain.secrets) == 1


def test_without_a_real_keychain_a_passphrase_is_needed_and_nothing_is_left_behind(
    tmp_path: Path, keychain: MemoryKeychain
) -> None:
    with pytest.raises(PortfolioError) as refused:
        portfolio.create(tmp_path / "mine", FACTS)

    assert refused.value.code == "no-keychain"
    assert not (tmp_path / "mine").exists()
    assert keychain.secrets == {}  # a keychain that is not on the list is never given a key


def test_the_recovery_key_opens_it_after_the_keychain_was_emptied_and_fills_it_again(
    tmp_path: Path, real_keychain: MemoryKeychain
) -> None:
    with portfolio.create(tmp_path / "mine", FACTS).store as store:
        key = portfolio.make_recovery_key(store)
    real_keychain.secrets.clear()

    with pytest.raises(PortfolioError) as needed:
        portfolio.open_folder(tmp_path / "mine")
    with portfolio.open_folder(tmp_path / "mine", recovery=key.lower().replace("-", " ")):
        pass

    assert needed.value.code == "key-needed"
    with portfolio.open_folder(tmp_path / "mine"):
        pass


def test_the_recovery_key_is_written_owner_only_and_never_over_a_file(
    tmp_path: Path, real_keychain: MemoryKeychain
) -> None:
    with portfolio.create(tmp_path / "mine", FACTS).store as store:
        portfolio.write_recovery_key(store, tmp_path / "key.txt")
        first = (tmp_path / "key.txt").read_text()
        with pytest.raises(PortfolioError):
            portfolio.write_recovery_key(store, tmp_path / "key.txt")
        with pytest.raises(PortfolioError):
            portfolio.write_recovery_key(store, tmp_path / "mine" / "key.txt")
        assert queries.portfolio.details(store).recovery_key_saved

    assert (tmp_path / "key.txt").read_text() == first
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "key.txt").stat().st_mode) == 0o600
    real_keychain.secrets.clear()
    with portfolio.open_folder(tmp_path / "mine", recovery=first):
        pass


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (portfolio.NewPortfolio("  ", "2024-09-16", "2026-09-16"), "name"),
        (portfolio.NewPortfolio("A", "2026-09-16", "2024-09-16"), "not after"),
        (portfolio.NewPortfolio("A", "2024-09-16", "2026-09-16", "st9999"), "no standard"),
        (
            portfolio.NewPortfolio("A", "2024-09-16", "2026-09-16", programme_id="x"),
            "no programme",
        ),
    ],
)
def test_a_portfolio_that_makes_no_sense_is_not_made(
    tmp_path: Path, real_keychain: MemoryKeychain, facts: portfolio.NewPortfolio, words: str
) -> None:
    with pytest.raises(PortfolioError, match=words):
        portfolio.create(tmp_path / "mine", facts)

    assert not (tmp_path / "mine").exists()
    assert real_keychain.secrets == {}


@pytest.mark.parametrize("standard", ["st0480-v1.0", "st0480-v1.1"])
def test_standards_with_no_codes_or_no_ksbs_still_make_a_portfolio(
    tmp_path: Path, real_keychain: MemoryKeychain, standard: str
) -> None:
    facts = portfolio.NewPortfolio("A", "2024-09-16", "2026-09-16", standard)

    with portfolio.create(tmp_path / "mine", facts).store as store:
        assert all(each.status.value == "gap" for each in coverage(store))
        assert queries.standard.standard(store).notice


def test_the_time_of_the_last_backup_is_remembered(
    tmp_path: Path, real_keychain: MemoryKeychain
) -> None:
    with portfolio.create(tmp_path / "mine", FACTS).store as store:
        before = queries.portfolio.details(store).backed_up_at
        backup.back_up(store, tmp_path / "sealed")

        assert before == ""
        assert queries.portfolio.details(store).backed_up_at


def test_the_sample_holds_what_the_readme_promises(
    tmp_path: Path, real_keychain: MemoryKeychain
) -> None:
    made = demo.make(tmp_path / "sample.portfolio")

    assert made.items >= 8
    assert made.claims >= 30
    assert {each.ksb[0] for each in made.built.bundle.claims} == {"K", "S", "B"}
    assert made.built.path == tmp_path / "sample.pdf"
    assert made.passphrase == ""
    assert len(made.built.inspection.claims) == made.claims


def test_a_sample_to_look_round_leaves_no_key_in_the_keychain(
    tmp_path: Path, real_keychain: MemoryKeychain
) -> None:
    made = demo.fill(tmp_path / "sample.portfolio", in_keychain=False)
    made.store.close()

    assert real_keychain.secrets == {}
    with portfolio.open_folder(tmp_path / "sample.portfolio", passphrase=demo.PASSPHRASE):
        pass
