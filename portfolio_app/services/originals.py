"""An item's own file, taken out to be looked at in another program: read-only, and wiped later."""

from __future__ import annotations

import secrets
from pathlib import Path

from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

_LONGEST_NAME = 120  # characters: what every file system takes


def take_out(store: Store, room: Workroom, item_uid: str) -> Path:
    """Return a read-only copy of an item's original, under its own name.

    It lies in the private scratch folder, which is wiped when the portfolio is closed. What the
    other program changes is never brought back.

    Raises:
        PortfolioError: there is no such item, its stored file is missing or damaged, or there is
            no room for the copy.
    """
    item = queries.evidence.item(store, item_uid)
    folder = room.folder / "opened" / secrets.token_hex(6)
    target = folder / safe_name(item.file_name)
    try:
        folder.mkdir(mode=0o700, parents=True)
        store.vault.copy_to(item.sha256, target)
        target.chmod(0o400)
    except OSError as error:
        raise PortfolioError(
            f"{item.title} couldn't be copied out to be opened. The stored file is safe.",
            hint="Free some disk space, then try again.",
        ) from error
    return target


def safe_name(name: str) -> str:
    """Return a file name without anything that leads elsewhere or cannot be written."""
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*').strip(
        " ."
    )
    if len(kept) > _LONGEST_NAME:
        stem, dot, ending = kept.rpartition(".")
        room_left = _LONGEST_NAME - len(ending) - 1
        kept = f"{stem[:room_left]}.{ending}" if dot and room_left > 0 else kept[:_LONGEST_NAME]
    return kept or "original"
