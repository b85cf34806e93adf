"""The two moments worth a word: the first claim, and the tenth item without a saved key."""

from __future__ import annotations

from portfolio_app.store import queries
from portfolio_app.ui.kit.workspace import Workspace

KEY_FROM_ITEMS = 10  # decision D4


class Milestones:
    """Compares what is there now with what was there at the last look."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._claims, self._items = self._counts()

    def passed(self) -> list[tuple[str, str]]:
        """Return what was reached since the last look: words, and the action they offer or ""."""
        claims, items = self._counts()
        found: list[tuple[str, str]] = []
        if self._claims == 0 and claims == 1:
            ksbs = self._workspace.read(queries.standard.standard).ksbs
            words = f"First claim made. {len(ksbs) - 1} to go, and you have until gateway."
            found.append((words, ""))
        if self._items < KEY_FROM_ITEMS <= items and not self._is_key_saved():
            words = "Ten items. Save your recovery key now, so that a backup opens anywhere."
            found.append((words, "recovery_key"))
        self._claims, self._items = claims, items
        return found

    def _counts(self) -> tuple[int, int]:
        read = self._workspace.read
        return read(queries.counts.claims), read(queries.counts.items)

    def _is_key_saved(self) -> bool:
        saved = self._workspace.read(queries.portfolio.details).recovery_key_saved
        return bool(saved) or self._workspace.is_sample
