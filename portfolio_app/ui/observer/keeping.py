"""Keeps what is typed: in the draft, or aside until a place for the draft is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import party_of
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.autosave import Autosave
from portfolio_app.ui.observer.desk import Desk

if TYPE_CHECKING:
    from portfolio_app.services.observing import OpenForm


class Keeper(QObject):
    """``kept`` follows each saving; ``failed`` carries why one did not work: the words stay.

    ``answers`` says what is entered. ``aside`` is the folder for words that have no draft yet.
    ``paper`` is a signed paper form that was chosen and is not inside yet.
    """

    kept = Signal()
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        form: OpenForm,
        answers: Callable[[], dict[str, str]],
        aside: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.form = form
        self.paper: Path | None = None
        self.keeps_paper = True
        self.has_failed = False
        self._desk = desk
        self._answers = answers
        self._aside = aside
        self._autosave = Autosave(self._on_due, self)
        self._saving = False
        self._due = False
        self._waiting: Callable[[], None] | None = None

    @property
    def is_aside(self) -> bool:
        """Whether words were typed that are in no file of the person's yet."""
        return not self.form.is_draft and dict(self._answers()) != _told(self.form)

    @property
    def is_changed(self) -> bool:
        """Whether what is entered is not what was last kept in the draft."""
        return dict(self._answers()) != _told(self.form) or self.paper is not None

    def note(self, name: str) -> None:
        """Hear that something was entered in a field."""
        self._autosave.note("form", name, value=True)

    def settle(self, then: Callable[[], None]) -> None:
        """Write what is still to be written, then go on; not if it could not be written."""
        self._waiting = then
        self._autosave.flush()
        if not self._saving:
            self._go_on()

    def save_to(self, path: Path) -> None:
        """Write the draft to a place that was chosen; from now on it is kept there."""
        from portfolio_app.services import observing

        self._autosave.drop()
        self._saving = True
        self._desk.do(
            observing.save_draft,
            self.form,
            self._answers(),
            path,
            paper=self.paper,
            keep_paper=self.keeps_paper,
            then=self._on_saved,
            failed=self._on_failed,
        )

    def save_again(self) -> None:
        """Write the draft where it is."""
        self.save_to(self.form.path)

    def forget(self) -> None:
        """Remove words that were kept aside."""
        from portfolio_app.services import observing

        self._autosave.drop()
        observing.forget_aside(self.form, self._aside)

    def _on_due(self, _uid: str, _fields: dict[str, str | bool]) -> None:
        if self._saving:
            self._due = True
            return
        if self.form.is_draft:
            self.save_again()
            return
        from portfolio_app.services import observing

        self._saving = True
        self._desk.do(
            observing.keep_aside,
            self.form,
            self._answers(),
            self._aside,
            then=self._on_aside,
            failed=self._on_failed,
        )

    def _on_aside(self, _none: None) -> None:
        self._end_saving()

    def _on_saved(self, form: OpenForm) -> None:
        if not self.form.is_draft:
            self.forget()
        self.form = form
        self.paper, self.keeps_paper = None, True
        self._end_saving()

    def _end_saving(self) -> None:
        self._saving = False
        self.has_failed = False
        self.kept.emit()
        if self._due:
            self._due = False
            self._on_due("form", {})
        else:
            self._go_on()

    def _on_failed(self, error: BaseException) -> None:
        self._saving = self._due = False
        self._waiting = None
        self.has_failed = isinstance(error, PortfolioError)
        self.failed.emit(error)

    def _go_on(self) -> None:
        then, self._waiting = self._waiting, None
        if then is not None:
            then()


def _told(form: OpenForm) -> dict[str, Any]:
    """Return a form's answers; a signature is none."""
    return {
        name: words
        for name, words in form.answers.items()
        if words.strip() and party_of(name)[1] != forms.TYPED_SIGNATURE
    }
