"""Closing a window well: running work is asked about, then what is new is backed up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.messages import Answer, Message
from portfolio_app.ui.kit.places import SETTINGS, Place

if TYPE_CHECKING:
    from portfolio_app.ui.shell.main_window import MainWindow

DAY = timedelta(hours=24)
HOUR_MS = 3_600_000


class Closing(QObject):
    """Decides whether the window may close now, and makes it ready when it may not."""

    def __init__(self, window: MainWindow, settings: QSettings | None) -> None:
        super().__init__(window)
        self._settings = settings
        self._window = window
        self._is_asking = False
        self._is_ready = False
        self._changed = False
        self._key_was_asked = False
        self._hourly = QTimer(self)
        self._hourly.setInterval(HOUR_MS)
        self._hourly.timeout.connect(self._on_hour)
        window.workspace.changed.connect(self._on_changed)

    def may_close(self) -> bool:
        """Whether everything is done; if not, what is needed begins, and then the window closes."""
        if self._is_ready:
            return True
        page = self._window.page
        if self._is_asking or (page is not None and not page.can_leave()):
            return False
        if not all(each.can_close() for each in self._window.pages):
            return False
        if self._window.workspace.jobs:
            self._ask_about_jobs()
            return False
        if self._wants_key():
            self._ask_for_key()
            return False
        if self._wants_backup():
            self._back_up_and_close()
            return False
        return self._finish()

    def back_up_now(self) -> None:
        """Back up to the chosen place, or take the person to where it is chosen."""
        place = self._place()
        if place is None:
            self._window.workspace.tell(self.tr("Choose a backup place first."))
            self._window.workspace.go(Place(SETTINGS, tab="keys"))
            return
        self._start(place, closing=False)

    def watch_backups(self) -> None:
        """Back up once a day while the window stays open."""
        self._hourly.start()
        QTimer.singleShot(60_000, self, self._on_hour)

    def _place(self) -> Path | None:
        folder = self._window.workspace.read(queries.portfolio.details).backup_folder
        return Path(folder) if folder else None

    def _wants_backup(self) -> bool:
        return not self._window.workspace.readonly and self._place() is not None and self._changed

    def _wants_key(self) -> bool:
        """Whether to ask for the recovery key: at the end of the first visit that changed anything.

        Later the status bar and Home go on saying that it is not saved; nobody is asked twice.
        """
        work = self._window.workspace
        if self._key_was_asked or work.readonly or work.is_sample:
            return False
        if self._settings is not None and self._settings.value(self._asked_name):
            return False
        details = work.read(queries.portfolio.details)
        return self._changed and not details.recovery_key_saved

    @property
    def _asked_name(self) -> str:
        return f"keys/asked-{self._window.workspace.store.id}"

    def _ask_for_key(self) -> None:
        from portfolio_app.ui.shell.recovery_dialog import RecoveryDialog

        self._key_was_asked = True
        if self._settings is not None:
            self._settings.setValue(self._asked_name, "1")
        self._is_asking = True
        dialog = RecoveryDialog(self._window, self._window.workspace)
        dialog.finished.connect(self._on_key_answered)
        dialog.open()

    def _on_key_answered(self) -> None:
        self._is_asking = False
        self._window.close()

    def _on_changed(self) -> None:
        self._changed = True

    def _on_hour(self) -> None:
        work = self._window.workspace
        place = self._place()
        if place is None or work.readonly or work.jobs:
            return
        last = work.read(queries.portfolio.details).backed_up_at
        if not last or datetime.now(UTC) - _instant(last) >= DAY:
            self._start(place, closing=False)

    def _start(self, place: Path, *, closing: bool) -> None:
        from portfolio_app.services import backup

        done = self._on_backed_up_closing if closing else self._on_backed_up
        failed = self._on_failed_closing if closing else self._on_failed
        title = self.tr("Backing up before closing") if closing else self.tr("Backing up")
        self._window.workspace.start(title, backup.back_up, place, then=done, failed=failed)

    def _on_backed_up(self, _done: object) -> None:
        self._changed = False
        self._window.workspace.facts_changed.emit()
        self._window.workspace.tell(self.tr("Backed up. The backup is sealed: safe to sync."))

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            messages.tell(self._window, _not_backed_up(error))
        elif not isinstance(error, Cancelled):
            self._window.workspace.trouble.emit(error)

    def _back_up_and_close(self) -> None:
        place = self._place()
        if place is not None:
            self._is_asking = True
            self._start(place, closing=True)

    def _on_backed_up_closing(self, _done: object) -> None:
        self._close_at_last()

    def _on_failed_closing(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self._close_at_last()
            return
        self._is_asking = False
        told = error if isinstance(error, PortfolioError) else PortfolioError(str(error))
        self._changed = False  # asked once a closing, not for ever
        messages.ask(
            self._window,
            _not_backed_up(told),
            [Answer("close", self.tr("Close without a backup"), "primary"), messages.CANCEL],
            self._on_close_anyway,
        )

    def _on_close_anyway(self, answer: str) -> None:
        if answer == "close":
            self._close_at_last()
        else:
            self._changed = True

    def _ask_about_jobs(self) -> None:
        self._is_asking = True
        titles = ", ".join(job.title for job in self._window.workspace.jobs)
        messages.ask(
            self._window,
            Message(
                what=self.tr("Work is still running: {0}.").format(titles),
                safe=self.tr("Stopping it leaves nothing half done; everything else is saved."),
                level="warn",
            ),
            [
                Answer("stop", self.tr("Stop and close")),
                Answer("", self.tr("Keep working"), "primary"),
            ],
            self._on_jobs_answer,
        )

    def _on_jobs_answer(self, answer: str) -> None:
        self._is_asking = False
        if answer != "stop":
            return
        work = self._window.workspace
        for job in work.jobs:
            work.cancel(job.token)
        self._is_asking = True
        self._wait_for_jobs()

    def _wait_for_jobs(self) -> None:
        if self._window.workspace.jobs:
            QTimer.singleShot(100, self, self._wait_for_jobs)
            return
        self._is_asking = False
        self._window.close()

    def _close_at_last(self) -> None:
        self._is_asking = False
        if self._finish():
            self._window.close()

    def _finish(self) -> bool:
        self._is_ready = True
        self._hourly.stop()
        self._window.workspace.close()
        return True


def _instant(text: str) -> datetime:
    then = datetime.fromisoformat(text)
    return then if then.tzinfo is not None else then.replace(tzinfo=UTC)


def _not_backed_up(error: PortfolioError) -> Message:
    return Message(
        what="The backup didn't run.",
        safe=f"Your portfolio is saved on this computer. {error.message}",
        next=error.hint or "Connect the drive or choose another place under Settings.",
        level="warn",
    )
