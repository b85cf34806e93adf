"""A field for a day, typed in the ways people write one: 3 March 2026, 3/3/26, 2026-03-03."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.days import day_words
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.theme import restyle

NO_DAY = "This isn't a day. Type it like 3 March 2026."
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - readable


def parse_day(typed: str) -> str | None:
    """Return YYYY-MM-DD for a day as people type it in Britain; "" for nothing, None if unclear."""
    typed = typed.strip()
    if not typed:
        return ""
    numbers = re.fullmatch(r"(\d{1,4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,4})", typed)
    words = re.fullmatch(
        r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{2,4})", typed
    )
    if numbers:
        first, second, third = numbers.groups()
        if len(first) == 4:
            year, month, day = int(first), int(second), int(third)
        else:
            day, month, year = int(first), int(second), int(third)
    elif words:
        name = words.group(2)[:3].casefold()
        if name not in _MONTHS:
            return None
        day, month, year = int(words.group(1)), _MONTHS.index(name) + 1, int(words.group(3))
    else:
        return None
    if year < 100:
        year += 2000
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


class DayField(LineField):
    """Holds a day. What was typed is shown in full words on leaving; ``day_changed`` follows."""

    day_changed = Signal(str)  # YYYY-MM-DD, or "" when emptied

    def __init__(self, name: str, day: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(self.tr("day month year"))
        self._day = ""
        self.set_day(day)
        self.editingFinished.connect(self._on_finished)
        self.textEdited.connect(self._on_edited)

    @property
    def day(self) -> str | None:
        """What is typed, as YYYY-MM-DD; "" for nothing, None while it is no day."""
        return parse_day(self.text())

    def set_day(self, day: str) -> None:
        """Show a day (YYYY-MM-DD or "")."""
        self._day = day
        self.setText(day_words(day))
        self._mark(is_wrong=False)

    def _on_edited(self) -> None:
        self._mark(is_wrong=False)

    def _on_finished(self) -> None:
        day = self.day
        self._mark(is_wrong=day is None)
        if day is None or day == self._day:
            if day:
                self.setText(day_words(day))
            return
        self.set_day(day)
        self.day_changed.emit(day)

    def _mark(self, *, is_wrong: bool) -> None:
        if bool(self.property("wrong")) != is_wrong:
            self.setProperty("wrong", is_wrong)
            self.setAccessibleDescription(self.tr(NO_DAY) if is_wrong else "")
            self.setToolTip(self.accessibleDescription())
            restyle(self)
