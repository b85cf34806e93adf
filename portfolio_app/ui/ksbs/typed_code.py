"""Typing a KSB's code in a list or the matrix goes to it: keys in quick succession are one code."""

from __future__ import annotations

import time
from collections.abc import Iterable

from portfolio_app.domain.coverage import KsbCoverage
from portfolio_app.ui.ksbs.coverage_map import find_row

TYPING_PAUSE = 1.0  # seconds after which typing begins a new code


class TypedCode:
    """What has been typed so far."""

    def __init__(self) -> None:
        self._typed = ""
        self._at = 0.0  # time.monotonic() of the last key

    @property
    def words(self) -> str:
        """What has been typed, empty for white space alone."""
        return self._typed.strip()

    def add(self, typed: str) -> None:
        """Take what was typed now; after a pause it begins anew."""
        now = time.monotonic()
        self._typed = self._typed + typed if now - self._at < TYPING_PAUSE else typed
        self._at = now

    def row_in(self, rows: Iterable[KsbCoverage]) -> int:
        """Return the number of the row that is meant, from 0; -1 for none."""
        return find_row(rows, self._typed)
