"""Says when another day has begun: what is told of weeks and days is read again then."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

_LONGEST = 60 * 60 * 1000  # milliseconds: a computer that slept is asked again within the hour
_AFTER = 500  # milliseconds past midnight


class NewDay(QObject):
    """``came`` follows midnight, or waking up on a later day."""

    came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._day = now().date()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(wait_ms(now()))

    def look(self) -> None:
        """Look at the clock, and say it if the day is another one."""
        here = now()
        self._timer.start(wait_ms(here))
        if here.date() != self._day:
            self._day = here.date()
            self.came.emit()


def wait_ms(here: datetime) -> int:
    """Return for how many milliseconds to wait: until the next midnight, an hour at most."""
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return min(int((midnight - here).total_seconds() * 1000) + _AFTER, _LONGEST)


def now() -> datetime:
    """Return the time on the wall."""
    return datetime.now().astimezone()


def new_day() -> NewDay:
    """Return the one of this program."""
    app = QCoreApplication.instance()
    found = app.findChild(NewDay) if app is not None else None
    return found if isinstance(found, NewDay) else NewDay(app)
