"""The requests that were opened here: where their files are, and nothing of what is in them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

MOST = 20
_KEY = "observer/recent"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened here. ``state`` is request, draft or signed, as it was then."""

    path: str
    state: str
    on: str  # YYYY-MM-DD

    @property
    def is_there(self) -> bool:
        """Whether the file is still at its place."""
        return Path(self.path).is_file()


class Recent:
    """The list, newest first; without settings nothing is remembered beyond this sitting."""

    def __init__(self, settings: QSettings | None) -> None:
        self._settings = settings
        self._kept = _read(settings)

    def all(self) -> tuple[Opened, ...]:
        """Return what was opened, newest first."""
        return tuple(self._kept)

    def note(self, path: Path, state: str, on: str) -> None:
        """Put a file at the head of the list."""
        new = Opened(str(path), state, on)
        self._keep([new, *(each for each in self._kept if each.path != new.path)][:MOST])

    def forget(self, path: str) -> None:
        """Take a file off the list; the file itself stays."""
        self._keep([each for each in self._kept if each.path != path])

    def _keep(self, entries: list[Opened]) -> None:
        self._kept = entries
        if self._settings is not None:
            self._settings.setValue(_KEY, json.dumps([asdict(each) for each in entries]))


def _read(settings: QSettings | None) -> list[Opened]:
    if settings is None:
        return []
    try:
        plain = json.loads(str(settings.value(_KEY, "[]")))
        return [Opened(str(e["path"]), str(e["state"]), str(e["on"])) for e in plain][:MOST]
    except (ValueError, TypeError, KeyError):
        return []
