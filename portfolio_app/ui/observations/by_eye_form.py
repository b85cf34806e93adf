"""What a person reads on a scan: the form's fields beside the picture, ticked and typed by them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import LineKind, line_field, of_party
from portfolio_app.domain.forms import FormContent, FormKind, Seen, Whose
from portfolio_app.domain.returned import Answer, AnswerFrom
from portfolio_app.services.checking import BY_HAND
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField, WordsField
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

NOT_ANSWERED = ""
_LONGEST = 90  # characters of a statement beside its tick
_TICKS = {
    forms.SAW: "“I saw this myself” is ticked",
    forms.OWN_WORDS: "“These are my own words” is ticked",
    forms.NOT_RELATED: "“I am not related to the apprentice” is ticked",
}
_LINES = {
    forms.NAME: "Name",
    forms.JOB_TITLE: "Job title",
    forms.RELATIONSHIP: "Relationship to the apprentice",
    forms.SIGNED_ON: "Date beside the signature",
}


class ByEyeForm(QWidget):
    """Nothing is guessed: every answer is what the person says they see. ``done`` carries them."""

    done = Signal(object)  # tuple[Answer, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: dict[str, ChoiceBox] = {}
        self.lines: dict[str, LineField] = {}
        self.ticks: dict[str, QCheckBox] = {}
        self.account = WordsField()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().space("sm"))

    def show_content(self, content: FormContent, known: Mapping[str, str]) -> None:
        """Ask about this form; ``known`` is what was read before, by the names of the fields."""
        look = theme()
        self._clear()
        words = self.tr(
            "Look at the page beside this, and say what you see there. Leave out what isn't there. "
            "The record says that you read it by eye."
        )
        self._column.addWidget(label(words, "caption", wrap=True))
        if content.kind is FormKind.OBSERVATION:
            for number, ksb in enumerate(content.ksbs, 1):
                words = f"{ksb.code}  {ksb.short}"
                self._choice(forms.seen_field(number), words, Seen, known)
            self.account = WordsField()
            lines = 4 * self.account.fontMetrics().lineSpacing() + look.space("lg")
            self.account.setFixedHeight(lines)
            self.account.setPlainText(known.get(forms.ACCOUNT, ""))
            named = self.tr("Their account, word for word, as far as you can read it")
            self._column.addWidget(above(named, self.account))
            for name, words in _TICKS.items():
                self._tick(name, self.tr(words), known)
        elif content.kind is FormKind.EMPLOYER_STATEMENT:
            for number, row in enumerate(content.schedule, 1):
                words = f"{row.ref}  {row.title}"
                self._choice(forms.whose_field(number), words, Whose, known)
        elif not content.kind.is_record:
            self._tick(forms.AGREED, self.tr("“I agree with this statement” is ticked"), known)
        for number in range(1, len(content.parties) + 1 if content.kind.is_record else 2):
            self._part(content, number, known)
        self.keep = QPushButton(self.tr("Keep what I see"))
        self.keep.setProperty("look", "primary")
        self.keep.setAutoDefault(False)
        self.keep.clicked.connect(lambda _=False: self.done.emit(self.answers()))
        self._column.addWidget(self.keep)

    def _part(self, content: FormContent, party: int, known: Mapping[str, str]) -> None:
        """Ask what stands in the part of one party, counted from 1, and whether they signed."""
        if len(content.parties) > 1:
            self._column.addWidget(label(content.parties[party - 1].words, "strong", wrap=True))
        for number, line in enumerate(content.lines, 1):
            name = of_party(line_field(number), party)
            if line.is_for(party) and line.kind is LineKind.TICK:
                self._tick(name, self.tr("Ticked: {0}").format(_short(line.text)), known)
            elif line.is_for(party):
                self._line(name, _short(line.text), known)
        for name, words in _LINES.items():
            self._line(of_party(name, party), self.tr(words), known)
        signed = self.tr("There is a signature in the box")
        self._tick(of_party(BY_HAND, party), signed, known)

    def _line(self, name: str, words: str, known: Mapping[str, str]) -> None:
        field = LineField()
        field.setText(known.get(name, ""))
        self.lines[name] = field
        self._column.addWidget(above(words, field))

    def answers(self) -> tuple[Answer, ...]:
        """Return what the person says they see, as answers read by eye."""
        found: list[tuple[str, str]] = [
            (name, str(box.currentData())) for name, box in self.choices.items()
        ]
        found.append((forms.ACCOUNT, self.account.toPlainText().strip()))
        found += [(name, forms.ON if box.isChecked() else "") for name, box in self.ticks.items()]
        found += [(name, field.text().strip()) for name, field in self.lines.items()]
        return tuple(Answer(name, value, AnswerFrom.EYE) for name, value in found if value)

    def first_focus(self) -> QWidget:
        """Return the first field."""
        return next(iter(self.choices.values()), next(iter(self.lines.values())))

    def _choice(
        self,
        name: str,
        words: str,
        kind: type[Seen] | type[Whose],
        known: Mapping[str, str],
    ) -> None:
        box = ChoiceBox()
        box.addItem(self.tr("Nothing is ticked"), NOT_ANSWERED)
        for each in kind:
            box.addItem(each.words, each.value)
        box.setCurrentIndex(max(box.findData(known.get(name, "")), 0))
        self.choices[name] = box
        self._column.addWidget(above(words, box))

    def _tick(self, name: str, words: str, known: Mapping[str, str]) -> None:
        box = QCheckBox(words)
        box.setChecked(bool(known.get(name, "")))
        self.ticks[name] = box
        self._column.addWidget(box)

    def _clear(self) -> None:
        self.choices, self.lines, self.ticks = {}, {}, {}
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _short(words: str) -> str:
    told = " ".join(words.split())
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST].rstrip()}…"
