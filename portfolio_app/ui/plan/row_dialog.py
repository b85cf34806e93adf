"""A dialog for one row of the plan that closes when its verb has kept it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from portfolio_app.domain.changes import Changes
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.day_field import NO_DAY, DayField
from portfolio_app.ui.kit.form_dialog import FormDialog
from portfolio_app.ui.kit.workspace import Workspace


class RowDialog(FormDialog):
    """``done_with`` carries what the verb takes; the dialog closes when that was kept."""

    done_with = Signal(object)

    def is_day(self, field: DayField) -> bool:
        """Whether a day field holds a day or nothing; says so, and goes there, where it doesn't."""
        if field.day is not None:
            return True
        self.refuse(self.tr(NO_DAY))
        field.setFocus()
        return False

    def kept(self, _changes: Changes) -> None:
        """Close: what was typed is kept."""
        self.accept()

    def failed(self, workspace: Workspace) -> partial[None]:
        """Return what is called when the verb refuses."""
        return partial(self._on_refused, workspace)

    def _on_refused(self, workspace: Workspace, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self.refuse(str(error))
        else:
            workspace.trouble.emit(error)
