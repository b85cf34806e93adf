"""The status bar: saved when, backed up when, the running job, hours, and what is covered."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.coverage import CAVEAT, KsbStatus
from portfolio_app.domain.minutes import hours_words
from portfolio_app.store import queries
from portfolio_app.ui.kit.labels import ElidedLabel, label, plain_tip
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import RunningJob, Workspace


def ago(instant: str, now: datetime | None = None) -> str:
    """Return how long ago a UTC instant (ISO 8601) was, in words: "today 14:02", "3 days ago"."""
    then = datetime.fromisoformat(instant)
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    then = then.astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    days = (today - then.date()).days
    if days <= 0:
        return f"today {then:%H:%M}"
    return "yesterday" if days == 1 else f"{days} days ago"


class FootBar(QFrame):
    """One line at the foot of the window. ``key_wanted``: the person asks for the recovery key."""

    key_wanted = Signal()
    backup_wanted = Signal()
    coverage_wanted = Signal()
    hours_wanted = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.setProperty("look", "foot")
        self.setAccessibleName(self.tr("Status bar"))
        self._token = 0
        self._is_tight = self._has_hours = False
        self._build()
        self._connect()

    def say(self, text: str) -> None:
        """Show what was just done."""
        self._said.setText(text)

    def refresh(self) -> None:
        """Look again at everything but the running job."""
        details = self._workspace.read(queries.portfolio.details)
        self._show_saved()
        if details.backed_up_at:
            words = self.tr("Backed up {0}").format(ago(details.backed_up_at))
        else:
            words = self.tr("Not backed up yet")
        self._backup.setText(words)
        self._backup.setToolTip(
            plain_tip(details.backup_folder or self.tr("No backup place chosen"))
        )
        work = self._workspace
        real = not work.readonly and not work.is_sample
        self._key.setVisible(real and not details.recovery_key_saved)
        self._backup.setVisible(real)
        counted = work.read(queries.counts.statuses)  # as on Home: the library until one is chosen
        covered = counted[KsbStatus.COVERED] + counted[KsbStatus.STRONG]
        gaps, total = counted[KsbStatus.GAP], counted.total()
        self._coverage.setVisible(total > 0)
        words = self.tr("{0} of {1} with a passage · {2} gaps")
        words = self.tr("{0} of {1} with a passage · {2} gap") if gaps == 1 else words
        self._coverage.setText(words.format(covered, total, gaps))
        self._coverage.setToolTip(CAVEAT)
        self._show_hours()
        self._arrange()

    def _show_hours(self) -> None:
        """Say how much off-the-job time is logged, once there is any or a target for it."""
        logged, target = self._workspace.read(queries.hours.logged_of_target)
        self._has_hours = bool(logged or target)
        words = self.tr("{0} of {1} h").format(logged // 60, round(target / 60))
        self._hours.setText(words if target else hours_words(logged))
        self._hours.setAccessibleName(self.tr("Off-the-job time: {0}").format(self._hours.text()))
        self._hours.setToolTip(
            self.tr("Off-the-job time logged here. Your provider's record is the one that counts.")
        )

    def _build(self) -> None:
        look = theme()
        self._saved = label()
        self._backup = _link("status_backup")
        self._key = _link("status_key")
        self._key.setText(self.tr("Recovery key not saved"))
        self._said = ElidedLabel()
        self._said.setAccessibleName(self.tr("Last change"))
        self._job = label()
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setFixedWidth(look.px(120))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setObjectName("cancel_job")
        self._hours = _link("status_hours")
        self._hours.hide()
        self._coverage = _link("status_coverage")
        left, right = QHBoxLayout(), QHBoxLayout()
        for widget in (self._saved, self._backup, self._key):
            left.addWidget(widget)
        left.addWidget(self._said, 1)
        for each in (self._job, self._bar, self._cancel, self._hours, self._coverage):
            right.addWidget(each)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(look.space("md"), 0, look.space("md"), 0)
        self._halves.addLayout(left, 1)
        self._halves.addLayout(right)
        for part in (left, right, self._halves):
            part.setSpacing(look.space("md"))
        self.setMinimumHeight(look.size("control_height"))
        self._show_job(None)

    def _connect(self) -> None:
        theme().changed.connect(self._arrange_again)  # a method: it ends with this window
        self._workspace.saved.connect(self._show_saved)
        self._workspace.jobs_changed.connect(self._on_jobs_changed)
        self._key.clicked.connect(self.key_wanted)
        self._backup.clicked.connect(self.backup_wanted)
        self._coverage.clicked.connect(self.coverage_wanted)
        self._hours.clicked.connect(self.hours_wanted)
        self._cancel.clicked.connect(self._on_cancel)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange_again(self) -> None:
        QTimer.singleShot(0, self, self._arrange)  # when the letters have their new size

    def _arrange(self) -> None:
        """Stand in two lines where one has no room: large text in a small window.

        The hours are the first to give way.
        """
        self._hours.setVisible(self._has_hours)
        if self._has_hours and not self._fits():
            self._hours.hide()
        fits = self._fits()
        way = QBoxLayout.Direction
        self._is_tight = not fits
        self.setMinimumHeight(theme().size("control_height") * (1 if fits else 2))
        self._show_saved()
        self._halves.setDirection(way.LeftToRight if fits else way.TopToBottom)

    def _fits(self) -> bool:
        """Whether all that is shown has room in one line."""
        for half in (self._halves.itemAt(0), self._halves.itemAt(1)):
            if half is not None:
                half.invalidate()
        long_words = self.tr("Saved on this computer {0}").format("00:00")
        wanted = self.fontMetrics().horizontalAdvance(long_words) - self._saved.sizeHint().width()
        wanted += sum(
            widget.sizeHint().width() + self._halves.spacing()
            for widget in self.findChildren(
                QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
            )
            if not widget.isHidden() and widget is not self._said
        )
        return wanted <= self.width()

    def _show_saved(self) -> None:
        if self._workspace.readonly:
            self._saved.setText(self.tr("Open to read: nothing can be changed"))
            return
        when = self._workspace.saved_at.astimezone()
        words = self.tr("Saved {0}") if self._is_tight else self.tr("Saved on this computer {0}")
        self._saved.setText(words.format(f"{when:%H:%M}"))

    def _on_jobs_changed(self) -> None:
        jobs = self._workspace.jobs
        self._show_job(jobs[0] if jobs else None, waiting=len(jobs) - 1)

    def _show_job(self, job: RunningJob | None, waiting: int = 0) -> None:
        for each in (self._job, self._bar, self._cancel):
            each.setVisible(job is not None)
        if job is None:
            self._token = 0
            return
        self._token = job.token
        words = job.message or job.title
        if waiting > 0:
            words = self.tr("{0} ({1} more waiting)").format(words, waiting)
        metrics = self._job.fontMetrics()
        self._job.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, theme().px(260)))
        self._job.setToolTip(plain_tip(words))
        self._bar.setValue(round(job.fraction * 1000))
        self._cancel.setEnabled(not job.stopping)
        self._cancel.setText(self.tr("Stopping…") if job.stopping else self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel: {0}").format(job.title))

    def _on_cancel(self) -> None:
        self._workspace.cancel(self._token)


def _link(name: str) -> QPushButton:
    made = QPushButton()
    made.setObjectName(name)
    made.setProperty("look", "link")
    return made
