"""Works out a portfolio's key from its passphrase; loads little, so that it can begin at once."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.store import header, keys, migrations
from portfolio_app.store.keys import MasterKey


def key_from_passphrase(folder: Path, passphrase: str) -> MasterKey:
    """Return the key of a portfolio (0.3 s or more, on purpose; other threads go on meanwhile).

    Raises:
        PortfolioError: "missing", "not-a-portfolio", "damaged", "newer-version", "wrong-key".
    """
    head = header.read(folder.absolute(), newest_schema=migrations.NEWEST)
    return keys.unlock(head, passphrase=passphrase)
