"""The system's keychain, for opening without a question: a real one, never a plain file."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from portfolio_app.problems import PortfolioError
from portfolio_app.store.keys import KEY_BYTES, MasterKey

SERVICE = "portfolio-app"
_CHOSEN = "PYTHON_KEYRING_BACKEND"  # how people tell keyring which one to take
TIME_LIMIT = 5.0  # seconds; a locked keychain may wait for a prompt nobody sees

# The modules of the backends that are real keychains. An allow-list, because keyring itself would
# take any installed backend, plain files too.
_REAL = {
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.SecretService": "the desktop's keyring (Secret Service)",
    "keyring.backends.libsecret": "the desktop's keyring (libsecret)",
    "keyring.backends.kwallet": "KWallet",
}

T = TypeVar("T")


class Keychain:
    """One real keychain. Each call takes at most ``TIME_LIMIT`` seconds."""

    def __init__(self, backend: Any, name: str) -> None:
        self._backend = backend
        self.name = name  # as the window says it

    def get(self, portfolio_id: str) -> MasterKey | None:
        """Return the key kept for a portfolio, or None when there is none.

        Raises:
            PortfolioError: the keychain is locked, refused or did not answer ("keychain").
        """
        text = _in_time(lambda: self._backend.get_password(SERVICE, portfolio_id), self.name)
        if not text:
            return None
        try:
            key = b64decode(str(text), validate=True)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise _refused(self.name, "what it holds for this portfolio is not a key")
        return MasterKey(key)

    def set(self, portfolio_id: str, key: MasterKey) -> None:
        """Keep the key, and make sure that it can be read back.

        Raises:
            PortfolioError: the keychain did not keep it ("keychain").
        """
        text = b64encode(key.secret()).decode("ascii")
        _in_time(lambda: self._backend.set_password(SERVICE, portfolio_id, text), self.name)
        if self.get(portfolio_id) != key:
            raise _refused(self.name, "the key could not be read back")

    def delete(self, portfolio_id: str) -> None:
        """Forget the key; nothing happens when there is none.

        Raises:
            PortfolioError: the keychain is locked, refused or did not answer ("keychain").
        """
        if self.get(portfolio_id) is not None:
            _in_time(lambda: self._backend.delete_password(SERVICE, portfolio_id), self.name)


def keychain() -> Keychain | None:
    """Return the system's keychain, or None when there is no real one or it does not answer."""
    try:
        backend = _in_time(_find, "The keychain")
    except PortfolioError:
        return None
    if backend is None:
        return None
    return Keychain(backend, _REAL[type(backend).__module__])


def _find() -> Any | None:
    import keyring

    if sys.platform == "linux" and not os.environ.get(_CHOSEN) and not keyring.core.load_config():
        return _find_on_linux()
    chosen = keyring.get_keyring()
    # A chainer tries one backend after the other; only its real members are used, directly, so
    # that a key can never slip through to the next one.
    for backend in getattr(chosen, "backends", None) or (chosen,):
        if type(backend).__module__ in _REAL:
            return backend
    return None


def _find_on_linux() -> Any | None:
    """Return the best of the desktop's own keychains.

    As keyring itself would choose, but without loading other systems' first: that of macOS starts
    programs to look for its libraries, and people wait for it at every start.
    """
    from keyring.backend import KeyringBackend

    able: list[type[KeyringBackend]] = []
    for name in _REAL:
        if not name.endswith((".Windows", ".macOS")):
            members = vars(importlib.import_module(name)).values()
            kinds = (each for each in members if isinstance(each, type))
            able += [
                each
                for each in kinds
                if issubclass(each, KeyringBackend) and each.__module__ == name and each.viable
            ]
    able = [each for each in able if each.priority >= 1]
    return max(able, key=lambda each: each.priority)() if able else None


class _Call(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self.work = work
        self.answer: T | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.answer = self.work()
        except Exception as error:  # noqa: BLE001 - every backend raises its own; re-told in words
            self.error = error


def _in_time(work: Callable[[], T], name: str) -> T | None:
    call = _Call(work)
    thread = threading.Thread(target=call.run, name="keychain", daemon=True)
    thread.start()
    thread.join(TIME_LIMIT)
    if thread.is_alive():
        raise _refused(name, f"it did not answer within {TIME_LIMIT:.0f} seconds")
    if call.error is not None:
        # Only the kind of error: its text may repeat what was to be stored.
        raise _refused(name, f"it refused ({type(call.error).__name__})")
    return call.answer


def _refused(name: str, why: str) -> PortfolioError:
    name = name[0].upper() + name[1:]
    return PortfolioError(
        f"{name} can't be used: {why}. Your portfolio is safe.",
        hint="Unlock the keychain and try again, or use the passphrase or the recovery key.",
        code="keychain",
    )
