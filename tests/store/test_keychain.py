"""Only real keychains are trusted, and never for longer than the time limit."""

import time
from pathlib import Path

import keyring
import pytest
from keyring.backends import chainer, fail
from typing_extensions import override

from portfolio_app.problems import PortfolioError
from portfolio_app.store import keychain as keychains
from portfolio_app.store.keys import MasterKey
from tests.keychain import MemoryKeychain


class SystemKeychain(MemoryKeychain):
    """Stands where a desktop's own keyring would."""


SystemKeychain.__module__ = "keyring.backends.SecretService"


class PlaintextKeyring(MemoryKeychain):
    """As keyrings.alt installs itself: secrets in a plain file."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


def test_a_real_keychain_keeps_the_key(key: MasterKey) -> None:
    backend = SystemKeychain()
    keyring.set_keyring(backend)

    found = keychains.keychain()

    assert found is not None
    assert found.get("one") is None
    found.set("one", key)
    assert found.get("one") == key
    assert list(backend.secrets) == [("portfolio-app", "one")]
    assert len(next(iter(backend.secrets.values()))) == 44  # base64: Windows holds 1,280 letters
    found.delete("one")
    found.delete("one")
    assert backend.secrets == {}


@pytest.mark.parametrize("backend", [fail.Keyring(), PlaintextKeyring(), MemoryKeychain()])
def test_anything_else_is_no_keychain(backend: keyring.backend.KeyringBackend) -> None:
    keyring.set_keyring(backend)

    assert keychains.keychain() is None


def test_in_a_chain_only_the_real_one_is_ever_asked(
    key: MasterKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, real = PlaintextKeyring(), SystemKeychain()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [plain, real])
    keyring.set_keyring(chainer.ChainerBackend())

    found = keychains.keychain()

    assert found is not None
    found.set("one", key)
    assert plain.secrets == {}
    assert len(real.secrets) == 1
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [plain])
    assert keychains.keychain() is None


def test_a_keychain_that_never_answers_is_given_up(
    key: MasterKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Asleep(SystemKeychain):
        @override
        def get_password(self, service: str, username: str) -> str | None:
            time.sleep(1.5)
            return None

    Asleep.__module__ = "keyring.backends.SecretService"
    monkeypatch.setattr(keychains, "TIME_LIMIT", 0.2)
    keyring.set_keyring(Asleep())
    found = keychains.keychain()
    assert found is not None
    start = time.perf_counter()

    with pytest.raises(PortfolioError, match="did not answer") as caught:
        found.get("one")

    assert time.perf_counter() - start < 1
    assert caught.value.code == "keychain"


def test_a_refusal_never_repeats_the_key(key: MasterKey, tmp_path: Path) -> None:
    class Refusing(SystemKeychain):
        @override
        def set_password(self, service: str, username: str, password: str) -> None:
            raise OSError(f"no room for {password}")

    Refusing.__module__ = "keyring.backends.Windows"
    keyring.set_keyring(Refusing())
    found = keychains.keychain()
    assert found is not None

    with pytest.raises(PortfolioError) as caught:
        found.set("one", key)

    assert "no room" not in str(caught.value)


def test_a_keychain_that_forgets_or_garbles_is_not_believed(key: MasterKey) -> None:
    class Garbling(SystemKeychain):
        @override
        def set_password(self, service: str, username: str, password: str) -> None:
            super().set_password(service, username, password[:20])

    Garbling.__module__ = "keyring.backends.macOS"
    keyring.set_keyring(Garbling())
    found = keychains.keychain()
    assert found is not None

    with pytest.raises(PortfolioError):
        found.set("one", key)
