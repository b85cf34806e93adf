"""The fields of a form on screen, by the names they have in the PDF: one place to read and fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QWidget
from typing_extensions import override

from portfolio_app.domain.filling import TICKED
from portfolio_app.ui.kit.counted_edit import WordsField
from portfolio_app.ui.kit.day_field import DayField, parse_day
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import bring_into_view
from portfolio_app.ui.kit.theme import restyle, theme

_MOST_LINES = 24
_NAME_ABOVE = 72  # pixels at 100 %: a field's name, and the part it stands in


class Tick(QCheckBox):
    """A tick box that can be locked: it shows what was ticked, and stays so."""

    is_locked = False

    @override
    def nextCheckState(self) -> None:
        if not self.is_locked:
            super().nextCheckState()


class _Answer(QRadioButton):
    is_locked = False

    @override
    def nextCheckState(self) -> None:
        if not self.is_locked:
            super().nextCheckState()


class Choices(QWidget):
    """Answers beside one another, of which one can be chosen; arrow keys go from one to the next.

    ``about`` is what the answers are about ("S12"): it is part of each one's accessible name.
    """

    edited = Signal()

    def __init__(self, answers: Sequence[tuple[str, str]], about: str, description: str) -> None:
        super().__init__()
        self._buttons: dict[str, _Answer] = {}
        self._group = QButtonGroup(self)
        row = FlowLayout(self, theme().space("lg"))
        for value, words in answers:
            button = _Answer(words)
            button.setAccessibleName(f"{about}: {words}")
            button.setAccessibleDescription(description)
            self._buttons[value] = button
            self._group.addButton(button)
            row.addWidget(button)
        first = next(iter(self._buttons.values()))
        self.setFocusProxy(first)
        self._group.buttonClicked.connect(lambda _: self.edited.emit())

    @property
    def value(self) -> str:
        """The chosen one, "" for none."""
        return next((value for value, each in self._buttons.items() if each.isChecked()), "")

    def set_value(self, wanted: str) -> None:
        """Choose one, without telling; "" for none."""
        self._group.setExclusive(False)
        for value, each in self._buttons.items():
            each.setChecked(value == wanted)
        self._group.setExclusive(True)

    def lock(self, *, is_locked: bool) -> None:
        """Keep what is chosen, or let it be chosen."""
        for each in self._buttons.values():
            each.is_locked = is_locked

    def button(self, value: str) -> QRadioButton:
        """Return one of the buttons."""
        return self._buttons[value]


class GrowingField(WordsField):
    """Lines of words, as tall as what stands in them: ``least`` lines, and some twenty at most."""

    def __init__(self, name: str, least: int) -> None:
        super().__init__()
        self._least = least
        self.setAccessibleName(name)
        self.textChanged.connect(self._measure)
        self.document().documentLayout().documentSizeChanged.connect(self._measure)
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self, *_size: object) -> None:
        lines = min(max(int(self.document().size().height()), self._least), _MOST_LINES)
        height = lines * self.fontMetrics().lineSpacing() + theme().space("lg")
        if height != self.height():
            self.setFixedHeight(height)


Field = Choices | WordsField | QLineEdit | Tick


class Entries(QObject):
    """Holds the fields; ``edited`` carries the name of one in which something was entered."""

    edited = Signal(str)

    def __init__(self, known: frozenset[str], parent: QObject) -> None:
        super().__init__(parent)
        self._known = known
        self._fields: dict[str, Field] = {}
        self._is_locked = False

    def asks(self, name: str) -> bool:
        """Whether the form has a field of this name."""
        return name in self._known

    def add(self, name: str, widget: Field) -> None:
        """Take a field in."""
        self._fields[name] = widget
        if isinstance(widget, Choices):
            widget.edited.connect(lambda: self._on_edited(name))
        elif isinstance(widget, Tick):
            widget.clicked.connect(lambda _=False: self._on_edited(name))
        elif isinstance(widget, QLineEdit):
            widget.textEdited.connect(lambda _: self._on_edited(name))
        else:
            widget.textChanged.connect(lambda: self._on_edited(name))

    def answers(self) -> dict[str, str]:
        """Return what is entered, without what is empty."""
        told = {name: _value(each) for name, each in self._fields.items()}
        return {name: words for name, words in told.items() if words.strip()}

    def fill(self, answers: Mapping[str, str]) -> None:
        """Show answers, without telling."""
        self.mark(frozenset())
        for name, each in self._fields.items():
            with QSignalBlocker(self):
                _show(each, answers.get(name, ""))

    def lock(self, *, is_locked: bool) -> None:
        """Let nothing be entered, or let it again; what was entered stays there to be read."""
        self._is_locked = is_locked
        for each in self._fields.values():
            if isinstance(each, WordsField | QLineEdit):
                each.setReadOnly(is_locked)
            elif isinstance(each, Tick):
                each.is_locked = is_locked
            else:
                each.lock(is_locked=is_locked)

    def go_to(self, name: str) -> bool:
        """Bring a field into view, mark it and give it the focus; return whether there is one."""
        each = self._fields.get(name)
        if each is None:
            return False
        bring_into_view(each, _NAME_ABOVE)
        each.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def mark(self, names: frozenset[str]) -> None:
        """Show which fields are still to be filled in."""
        for name, each in self._fields.items():
            is_wrong = name in names
            if bool(each.property("wrong")) != is_wrong:
                each.setProperty("wrong", is_wrong)
                restyle(each)

    def field(self, name: str) -> Field:
        """Return a field by its name.

        Raises:
            KeyError: the window has none of this name.
        """
        return self._fields[name]

    def _on_edited(self, name: str) -> None:
        if self._is_locked:
            return
        each = self._fields[name]
        if each.property("wrong"):
            each.setProperty("wrong", False)  # noqa: FBT003 - as Qt has it
            restyle(each)
        self.edited.emit(name)


def _value(each: Field) -> str:
    if isinstance(each, Choices):
        return each.value
    if isinstance(each, Tick):
        return TICKED if each.isChecked() else ""
    if isinstance(each, DayField):
        day = each.day
        told = str(each.property("told") or "")  # as it came, if it is still the same day
        if told and day == parse_day(told):
            return told
        return date.fromisoformat(day).strftime("%d/%m/%Y") if day else each.text()
    if isinstance(each, QLineEdit):
        return each.text()
    return each.toPlainText()


def _show(each: Field, words: str) -> None:
    if isinstance(each, Choices):
        each.set_value(words)
    elif isinstance(each, Tick):
        each.setChecked(bool(words))
    elif isinstance(each, DayField):
        day = parse_day(words)
        each.setProperty("told", words if day else "")
        each.set_day(day or "")
        if day is None:
            each.setText(words)
    elif isinstance(each, QLineEdit):
        each.setText(words)
    else:
        each.setPlainText(words)
