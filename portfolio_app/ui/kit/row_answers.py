"""Lets the row that asked for something hear what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from portfolio_app.domain.changes import Changes
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.workspace import Workspace


class Row(Protocol):
    """A row with a form in it."""

    def form_done(self) -> None:
        """Put the form away: what it asked for was kept."""

    def say_wrong(self, words: str) -> bool:
        """Say in the open form what was refused; False when none is open."""


FindRow = Callable[[], Row | None]


def tell_row(
    workspace: Workspace, find: FindRow, verb: Callable[..., Any], *args: Any, **named: Any
) -> None:
    """Do a verb, and tell the row: rows may be made anew meanwhile, so it is looked for again."""
    kept, refused = partial(_on_kept, find), partial(_on_refused, workspace, find)
    workspace.do(verb, *args, **named, then=kept, failed=refused)


def _on_kept(find: FindRow, _changes: Changes) -> None:
    row = find()
    if row is not None:
        row.form_done()


def _on_refused(workspace: Workspace, find: FindRow, error: BaseException) -> None:
    row = find()
    told = isinstance(error, PortfolioError) and row is not None and row.say_wrong(str(error))
    if not told:
        workspace.trouble.emit(error)
