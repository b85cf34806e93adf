"""Opens what a command works on: the portfolio with its key, and a workroom."""

from __future__ import annotations

import argparse
import getpass
import importlib
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app.problems import PortfolioError

if TYPE_CHECKING:
    from portfolio_app.store.database import Store
    from portfolio_app.workroom.host import Workroom


@contextmanager
def open_store(asked: argparse.Namespace, *, readonly: bool = False) -> Iterator[Store]:
    """Give the portfolio open, with the key that was given, kept in the keychain, or typed now.

    Raises:
        PortfolioError: as ``services.portfolio.open_folder``.
    """
    from portfolio_app.services import unlocking

    passphrase = passphrase_of(asked)
    with ThreadPoolExecutor(1) as beside:
        # Most of the program is loaded while the passphrase is worked out.
        key = (
            beside.submit(unlocking.key_from_passphrase, asked.folder, passphrase)
            if passphrase is not None
            else None
        )
        from portfolio_app.services import portfolio

        try:
            store = portfolio.open_folder(
                asked.folder, key=key.result() if key is not None else None, readonly=readonly
            )
        except PortfolioError as error:
            if error.code != "key-needed" or not sys.stdin.isatty():
                raise
            typed = getpass.getpass("Passphrase: ")
            store = portfolio.open_folder(asked.folder, passphrase=typed, readonly=readonly)
    with store:
        yield store


@contextmanager
def workroom(*, ready: bool = False) -> Iterator[Workroom]:
    """Give a workroom of this command's own.

    ``ready`` lets it load what building takes while the command goes on, with opening the
    portfolio, for one.
    """
    from portfolio_app.workroom.host import Workroom

    with Workroom() as room:
        if not ready:
            yield room
            return
        # The passphrase is worked out in the meantime, which leaves Python's lock to others.
        works = [threading.Thread(target=each, daemon=True) for each in (room.get_ready, _load)]
        for each in works:
            each.start()
        try:
            yield room
        finally:
            for each in works:
                each.join()


def _load() -> None:
    importlib.import_module("portfolio_app.services.bundle")


def passphrase_of(asked: argparse.Namespace) -> str | None:
    """Return the passphrase from the file named (``-``: standard input); None when none is.

    Raises:
        PortfolioError: the file cannot be read.
    """
    if asked.passphrase_file is None:
        return None
    if asked.passphrase_file == "-":  # noqa: S105 - not a secret: the usual word for standard input
        return sys.stdin.readline().rstrip("\r\n")
    return read_secret(Path(asked.passphrase_file))


def read_secret(path: Path) -> str:
    """Return the first line of a text file.

    Raises:
        PortfolioError: it cannot be read, or is empty.
    """
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()[0].strip(os.linesep)
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise PortfolioError(
            f"{path} could not be read.", hint="Give a text file whose first line is the secret."
        ) from error
