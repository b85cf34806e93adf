"""What can be made again: page copies and thumbnails, encrypted; losing one loses only time."""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from pathlib import Path

from portfolio_app.store import disk, sealed
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.vault import place_of


class Derived:
    """A cache on disk. The key says everything the bytes depend on: content, maker, options."""

    def __init__(self, folder: Path, key: MasterKey, *, readonly: bool = False) -> None:
        self.folder = folder
        self._key = key
        self._readonly = readonly

    def path_of(self, key: str) -> Path:
        """Return where the bytes of this key lie, or would lie."""
        return self.folder / place_of(self._name(key))

    def get(self, key: str) -> bytes | None:
        """Return the bytes kept under a key, or None; damaged ones are as if absent."""
        try:
            with self.path_of(key).open("rb") as file:
                return b"".join(sealed.unseal(file, self._key.vault, self._name(key).encode()))
        except (OSError, sealed.DamagedError):
            return None

    def put(self, key: str, data: bytes) -> bool:
        """Keep bytes under a key; return False when there is no room or no right to."""
        if self._readonly:
            return False
        path = self.path_of(key)
        temporary = disk.temporary_beside(self.folder / "any")
        try:
            disk.make_folder(self.folder)
            disk.make_folder(path.parent)
            with os.fdopen(disk.create(temporary), "wb") as file:
                file.write(sealed.seal_whole(data, self._key.vault, self._name(key).encode()))
            disk.replace(temporary, path)
        except OSError:
            temporary.unlink(missing_ok=True)
            return False
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return True

    def remove(self, key: str) -> None:
        """Forget the bytes kept under a key, if there are any."""
        if not self._readonly:
            with suppress(OSError):
                self.path_of(key).unlink(missing_ok=True)

    def _name(self, key: str) -> str:
        return hmac.digest(self._key.naming, b"derived " + key.encode(), "sha256").hex()
