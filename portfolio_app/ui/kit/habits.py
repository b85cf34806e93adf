"""What the person chose about working rather than looks: keys, offers, the brightness of pages.

::

    if habits().single_keys: …
    habits().changed.connect(self._show)
    habits().choose(single_keys=False)

They belong to this computer, not to the portfolio.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication

_AT_FIRST = {"single_keys": True, "words_in_common": True, "dim_pages": False, "spelling": True}


class Habits(QObject):
    """The application's one set of habits, made by ``install``."""

    changed = Signal()

    def __init__(self, parent: QObject, settings: QSettings | None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._values = dict(_AT_FIRST)
        for name, first in _AT_FIRST.items():
            kept = settings.value(f"habits/{name}") if settings is not None else None
            self._values[name] = first if kept in (None, "") else kept == "1"

    @property
    def single_keys(self) -> bool:
        """Whether keys of one letter do something where no text is typed (WCAG 2.1.4)."""
        return self._values["single_keys"]

    @property
    def words_in_common(self) -> bool:
        """Whether the claim bar names words that a passage shares with KSBs."""
        return self._values["words_in_common"]

    @property
    def dim_pages(self) -> bool:
        """Whether pages are shown at 85 % of their brightness."""
        return self._values["dim_pages"]

    @property
    def spelling(self) -> bool:
        """Whether words of the proposal that no dictionary knows are underlined."""
        return self._values["spelling"]

    def choose(
        self,
        *,
        single_keys: bool | None = None,
        words_in_common: bool | None = None,
        dim_pages: bool | None = None,
        spelling: bool | None = None,
    ) -> None:
        """Change some of them at once, and remember it."""
        chosen = {
            "single_keys": single_keys,
            "words_in_common": words_in_common,
            "dim_pages": dim_pages,
            "spelling": spelling,
        }
        for name, value in chosen.items():
            if value is not None:
                self._values[name] = value
                if self._settings is not None:
                    self._settings.setValue(f"habits/{name}", str(int(value)))
        self.changed.emit()


def install(application: QApplication, settings: QSettings | None = None) -> Habits:
    """Give the application its habits and return them. None forgets what is chosen."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found = application.findChild(Habits, options=direct)
    return found if found is not None else Habits(application, settings)


def habits() -> Habits:
    """Return the application's habits, as with ``theme()``; made if there are none."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("There is no application to have habits yet.")
    return install(application)
