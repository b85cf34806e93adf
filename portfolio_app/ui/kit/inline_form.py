"""A short form in place: one or two lines and a verb. Enter does it, Esc puts it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.day_field import NO_DAY, DayField, parse_day
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import restyle, theme

WIDTH = 420  # pixels at 100 %: a line of words
DAY_WIDTH = 170


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form: its key in the answer, its words, and what is said when it is empty.

    A day is answered as YYYY-MM-DD. ``hint`` stands in the empty field. ``width`` is pixels at
    100 %, 0 for the usual.
    """

    key: str
    words: str
    missing: str = ""
    hint: str = ""
    is_day: bool = False
    width: int = 0


class InlineForm(QFrame):
    """``done`` carries the answer by key; ``put_away`` follows Esc and Cancel."""

    done = Signal(object)  # dict[str, str]
    put_away = Signal()
    extra = Signal()  # the other button

    def __init__(
        self,
        lines: Sequence[Line],
        verb: str,
        parent: QWidget | None = None,
        *,
        about: str = "",
        note: str = "",
        other: str = "",
        flat: bool = False,
    ) -> None:
        """``flat`` has no frame of its own: it lies in one already."""
        super().__init__(parent)
        look = theme()
        self.setProperty("look", "" if flat else "well")
        self.setAccessibleName(about or verb)
        self._lines = tuple(lines)
        self.fields: dict[str, QLineEdit] = {}
        self._pairs: dict[str, _Pair] = {}
        column = QVBoxLayout(self)
        pad = 0 if flat else look.space("sm")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("xs"))
        fields = QWidget()
        beside = FlowLayout(fields, look.space("sm"))
        for line in self._lines:
            beside.addWidget(self._field(line, about))
        holder = QWidget()
        flow = FlowLayout(holder, look.space("sm"))
        self.verb = QPushButton(verb)
        self.verb.clicked.connect(self._on_done)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("look", "quiet")
        self.cancel.clicked.connect(lambda _=False: self.put_away.emit())
        flow.addWidget(self.verb)
        self.other: QPushButton | None = None
        if other:
            self.other = QPushButton(other)
            self.other.clicked.connect(lambda _=False: self.extra.emit())
            flow.addWidget(self.other)
        flow.addWidget(self.cancel)
        for button in (self.verb, self.cancel):
            button.setAccessibleDescription(about)
        column.addWidget(fields)
        self._wrong = label("", "danger", wrap=True)
        self._wrong.hide()
        column.addWidget(self._wrong)
        if note:
            column.addWidget(label(note, "caption", wrap=True))
        column.addWidget(holder)
        look.changed.connect(self._measure)
        self._measure()

    @property
    def values(self) -> dict[str, str]:
        """What is typed, as it stands."""
        return {key: edit.text() for key, edit in self.fields.items()}

    def fill(self, values: dict[str, str]) -> None:
        """Put words into the fields, days as YYYY-MM-DD or as typed."""
        for key, words in values.items():
            edit = self.fields[key]
            if isinstance(edit, DayField) and parse_day(words) == words:
                edit.set_day(words)
            else:
                edit.setText(words)

    def say_wrong(self, words: str) -> None:
        """Say below the fields what is wrong."""
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    def focus(self) -> None:
        """Go to the first field."""
        first = next(iter(self.fields.values()), None)
        (first or self.verb).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        other = [] if self.other is None else [self.other]
        return [*self.fields.values(), self.verb, *other, self.cancel]

    def follow(self, before: QWidget) -> None:
        """Let Tab come from ``before`` into the form, and leave it for what came after that."""
        for each in self.stops:
            QWidget.setTabOrder(before, each)
            before = each

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_done()
            return
        super().keyPressEvent(event)

    def _field(self, line: Line, about: str) -> QWidget:
        look = theme()
        edit: QLineEdit = DayField(line.words) if line.is_day else LineField()
        edit.setAccessibleName(line.words)
        edit.setAccessibleDescription(about)
        if line.hint:
            edit.setPlaceholderText(line.hint)
        edit.textEdited.connect(self._on_typed)
        self.fields[line.key] = edit
        pair = self._pairs[line.key] = _Pair()
        column = QVBoxLayout(pair)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xxs"))
        name = label(line.words)
        name.setBuddy(edit)
        column.addWidget(name)
        column.addWidget(edit)
        return pair

    def _measure(self) -> None:
        for line in self._lines:
            width = line.width or (DAY_WIDTH if line.is_day else WIDTH)
            self._pairs[line.key].wish(theme().px(width))

    def _on_typed(self, _words: str) -> None:
        """Take back what was said of the words that are being mended."""
        for edit in self.fields.values():
            _mark(edit, is_wrong=False)
        self.say_wrong("")

    def _on_done(self) -> None:
        answer: dict[str, str] = {}
        for line in self._lines:
            edit = self.fields[line.key]
            value = edit.day if isinstance(edit, DayField) else edit.text().strip()
            wrong = ""
            if value is None:
                wrong = self.tr(NO_DAY)
            elif not value and line.missing:
                wrong = line.missing
            _mark(edit, is_wrong=bool(wrong))
            if wrong:
                self.say_wrong(wrong)
                edit.setFocus()
                return
            answer[line.key] = value or ""
        self.say_wrong("")
        self.done.emit(answer)


class _Pair(QWidget):
    """A field below its name, as wide as is wished for; narrower where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self._width = 0

    def wish(self, width: int) -> None:
        """Ask for a width, in pixels."""
        self._width = width
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(self._width, self.minimumSizeHint().width()), hint.height())


def _mark(edit: QLineEdit, *, is_wrong: bool) -> None:
    if bool(edit.property("wrong")) != is_wrong:
        edit.setProperty("wrong", is_wrong)
        restyle(edit)
