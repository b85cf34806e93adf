"""The key, its wraps, and what a person types."""

import random
import time
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.problems import PortfolioError
from portfolio_app.store import header, keys
from portfolio_app.store.keys import MasterKey, RecoveryKey
from portfolio_app.store.stamps import CROCKFORD


@pytest.fixture
def head(key: MasterKey) -> header.Header:
    return keys.new_header(key)


def open_with(head: header.Header, words: str) -> MasterKey:
    return keys.unlock(head, passphrase=words)


def test_our_hkdf_is_the_one_of_the_standard() -> None:
    for salt in (b"", b"a salt of some length"):
        theirs = HKDF(SHA256(), 32, salt or None, b"for one purpose").derive(b"k" * 32)

        assert keys.hkdf(b"k" * 32, "for one purpose", salt=salt) == theirs


def test_the_keys_of_one_portfolio_are_all_different_and_always_the_same() -> None:
    first, second = MasterKey(bytes(range(32))), MasterKey(bytes(range(32)))
    four = {first.database, first.vault, first.naming, first.check}

    assert len(four) == 4
    assert four == {second.database, second.vault, second.naming, second.check}


def test_a_key_does_not_show_itself(key: MasterKey) -> None:
    shown = f"{key!r} {key} {keys.new_recovery_key()!r}"

    assert key.secret().hex() not in shown
    assert str(key.secret()) not in shown


def test_the_passphrase_opens_and_another_is_named_wrong_never_damaged(
    key: MasterKey, head: header.Header
) -> None:
    wrapped = keys.set_passphrase(head, key, "four quiet words here")

    assert open_with(wrapped, "four quiet words here") == key
    for wrong in ("four quiet words Here", "", " four quiet words here", "x"):
        with pytest.raises(PortfolioError) as caught:
            open_with(wrapped, wrong)
        assert caught.value.code == "wrong-key"
        assert "damaged" not in str(caught.value)


@pytest.mark.usefixtures("real_cost")
def test_one_guess_at_the_passphrase_costs_a_third_of_a_second(
    key: MasterKey, head: header.Header
) -> None:
    wrapped = keys.set_passphrase(head, key, "a passphrase")
    start = time.perf_counter()

    with pytest.raises(PortfolioError):
        open_with(wrapped, "another")

    assert time.perf_counter() - start >= 0.3


def test_letters_with_accents_open_however_the_keyboard_composes_them(
    key: MasterKey, head: header.Header
) -> None:
    wrapped = keys.set_passphrase(head, key, "caf\u00e9 by the r\u00edver")

    assert open_with(wrapped, "cafe\u0301 by the ri\u0301ver") == key


def test_changing_the_passphrase_leaves_the_recovery_key_and_ends_the_old_one(
    key: MasterKey, head: header.Header
) -> None:
    recovery = keys.new_recovery_key()
    first = keys.set_passphrase(keys.set_recovery_key(head, key, recovery), key, "old words")
    second = keys.set_passphrase(first, key, "new words")

    assert open_with(second, "new words") == key
    assert keys.unlock(second, recovery=recovery.text) == key
    with pytest.raises(PortfolioError):
        open_with(second, "old words")
    assert len(second.wraps) == 2


def test_a_header_that_asks_for_endless_work_is_refused_at_once(
    key: MasterKey, head: header.Header
) -> None:
    wrap = header.Wrap("passphrase", "AAAA", "AAAA", memory=2**40, passes=3, lanes=1)

    with pytest.raises(PortfolioError) as caught:
        open_with(replace(head, wraps=(wrap,)), "x")

    assert caught.value.code == "damaged"


def test_a_recovery_key_is_nine_groups_of_four() -> None:
    recovery = keys.new_recovery_key()

    assert len(recovery.groups) == 9
    assert {len(group) for group in recovery.groups} == {4}
    assert set(recovery.text) <= set(CROCKFORD + "-")
    assert RecoveryKey.parse(recovery.text) == recovery


@given(st.binary(min_size=20, max_size=20), st.randoms(use_true_random=False))
def test_a_recovery_key_with_the_usual_slips_is_understood(
    secret: bytes, rng: random.Random
) -> None:
    """K2: 100 of 100 accepted."""
    recovery = RecoveryKey(secret)
    looks = {"0": "0Oo", "1": "1IilL"}
    typed = "".join(rng.choice(looks.get(c, c + c.lower())) for c in recovery.text)
    typed = typed.replace("-", rng.choice(["", " ", "  ", "-", " - ", ".", "\n"]))

    assert RecoveryKey.parse(f" {typed}\n") == recovery


def is_called_typed_wrongly(typed: str) -> bool:
    try:
        RecoveryKey.parse(typed)
    except PortfolioError as error:
        return error.code == "bad-recovery-key" and "typed wrongly" in error.message
    return False


def test_slips_in_a_recovery_key_are_named_as_such() -> None:
    """K2: 99.9 % of wrong ones named."""
    rng = random.Random(7)  # noqa: S311 - the same slips every time
    tries = noticed = 0
    for _ in range(400):
        letters = list(keys.new_recovery_key().text.replace("-", ""))
        for slip in range(10):
            typed = letters.copy()
            at = rng.randrange(len(typed) - 1)
            if slip % 2:
                typed[at], typed[at + 1] = typed[at + 1], typed[at]
            else:
                typed[at] = rng.choice(CROCKFORD)
            if typed == letters:
                continue
            tries += 1
            noticed += is_called_typed_wrongly("".join(typed))

    assert noticed / tries >= 0.999
    for short in ("", "ABCD", "U" * 36, keys.new_recovery_key().text[:-1]):
        with pytest.raises(PortfolioError, match="typed wrongly"):
            RecoveryKey.parse(short)


def test_a_recovery_key_of_another_portfolio_is_called_that(
    key: MasterKey, head: header.Header
) -> None:
    wrapped = keys.set_recovery_key(head, key, keys.new_recovery_key())

    with pytest.raises(PortfolioError, match="belongs to another portfolio") as caught:
        keys.unlock(wrapped, recovery=keys.new_recovery_key().text)
    assert caught.value.code == "bad-recovery-key"
    with pytest.raises(PortfolioError, match="belongs to another portfolio"):
        keys.unlock(head, recovery=keys.new_recovery_key().text)


def test_a_wrap_cannot_be_moved_to_another_portfolio(key: MasterKey, head: header.Header) -> None:
    recovery = keys.new_recovery_key()
    wrapped = keys.set_recovery_key(head, key, recovery)
    other = replace(keys.new_header(key), wraps=wrapped.wraps)

    with pytest.raises(PortfolioError):
        keys.unlock(other, recovery=recovery.text)


def test_a_key_is_never_wrapped_for_a_portfolio_it_does_not_open(head: header.Header) -> None:
    with pytest.raises(PortfolioError) as caught:
        keys.set_recovery_key(head, keys.new_master_key(), keys.new_recovery_key())

    assert caught.value.code == "wrong-key"
