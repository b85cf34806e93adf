"""A folder for what is passing: a bundle while it is made, a file while it is looked through."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from portfolio_app.problems import PortfolioError
from portfolio_app.workroom.host import Workroom
from portfolio_app.workroom.scratch import Scratch, roomy_root


@contextmanager
def scratch_folder(room: Workroom, needed: int) -> Iterator[Path]:
    """Give a private folder with room for so many bytes: the workroom's own, else one on disk.

    The workroom's folder often lies in memory, which a large bundle would fill.

    Raises:
        PortfolioError: neither has so much room ("disk-full").
    """
    with ExitStack() as held:
        folder = room.folder / f"bundle-{secrets.token_hex(6)}"
        if shutil.disk_usage(room.folder).free < needed:
            folder = held.enter_context(Scratch(roomy_root())).subfolder("bundle")
            if shutil.disk_usage(folder).free < needed:
                raise PortfolioError(
                    f"There isn't enough free space to build: about {needed >> 20} MB are needed "
                    "for a while.",
                    hint="Free some space, then build again. Your previous bundle is in place.",
                    code="disk-full",
                )
        else:
            folder.mkdir(mode=0o700)
        held.callback(shutil.rmtree, folder, ignore_errors=True)
        yield folder
