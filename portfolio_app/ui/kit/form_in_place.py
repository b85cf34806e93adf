"""A screen in which one short form at a time is open where it is asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from portfolio_app.domain.rehearsal import Card
from portfolio_app.ui.kit.forms import bring_into_view
from portfolio_app.ui.kit.inline_form import InlineForm, Line


class FormInPlace(QWidget):
    """``form`` is the one that is open, None for none; what opened it has the focus again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form: InlineForm | None = None
        self._opened_by: QWidget = self

    def show_form(self, form: InlineForm, place: QWidget, button: QWidget) -> None:
        """Open a form in the layout of ``place``; ``button`` is what it was opened by."""
        self.form, self._opened_by = form, button
        form.put_away.connect(self.form_done)
        layout = place.layout()
        if layout is not None:
            layout.addWidget(form)
        form.follow(button)
        form.focus()
        bring_into_view(form)

    def form_done(self) -> None:
        """Put the form away: what it asked for was kept, or is not wanted."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self._opened_by.setFocus()

    def say_wrong(self, words: str) -> bool:
        """Say in the open form what was refused; False when none is open."""
        if self.form is not None:
            self.form.say_wrong(words)
        return self.form is not None

    def question_form(self, card: Card | None) -> InlineForm:
        """Return a form for a question of one's own: a new one, or ``card`` to be changed."""
        form = InlineForm(
            (Line("text", self.tr("Your question"), self.tr("Type the question."), width=620),),
            self.tr("Keep"),
            about=self.tr("A question of your own"),
        )
        if card is not None:
            form.fill({"text": card.question})
        return form
