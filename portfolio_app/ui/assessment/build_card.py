"""Step 3: build, with progress and Cancel, and what is said when it did not work."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.ui.assessment.cards import Card
from portfolio_app.ui.assessment.compile_state import lasting
from portfolio_app.ui.kit.forms import bring_into_view
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import RunningJob

GUESS_FROM = 5.0  # seconds of building after which the time left is guessed


class BuildCard(Card):
    """The button, the bar while it builds, and a message in place when it was refused."""

    build_wanted = Signal()
    cancel_wanted = Signal()
    item_wanted = Signal(str, int)  # E-number, page (0 for none): go to what stopped the build
    without_wanted = Signal(str)  # E-number: build without it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(3, "", parent)
        self.title.setText("3  " + self.tr("Build"))
        self.setAccessibleName(self.tr("Build"))
        self._began = 0.0
        self._ref = ""
        self._page = 0
        self._build()

    def allow(self, reason: str, *, is_draft: bool, note: str = "") -> None:
        """Make the button available, or say beside it why it is not; ``note`` is said otherwise."""
        self.button.setText(self.tr("Build draft") if is_draft else self.tr("Build bundle"))
        self.button.setEnabled(not reason)
        self.button.setAccessibleDescription(reason or note)
        self._reason.setText(reason or note)
        self._reason.setVisible(bool(reason or note))

    def show_running(self, job: RunningJob | None) -> None:
        """Show how far the build is; None when there is none."""
        running = job is not None
        if running and not self._began:
            self._began = time.monotonic()
        had_focus = self.button.hasFocus() or self.cancel.hasFocus()
        comes, goes = (self._running, self.button) if running else (self.button, self._running)
        comes.show()
        if had_focus:  # before anything goes: what goes would hand the focus on to anything
            (self.cancel if running else self.button).setFocus()
        goes.hide()
        if job is None:
            self._began = 0.0
            return
        self._trouble.hide()
        self._bar.setValue(round(job.fraction * 1000))
        said = self.tr("Cancelling") if job.stopping else job.message or self.tr("Starting")
        self._progress.setText(said + self._left(job.fraction))

    def show_trouble(
        self, what: str, rest: str, *, ref: str = "", page: int = 0, level: str = "danger"
    ) -> None:
        """Say in place what happened; with an E-number, offer to go there or leave it out."""
        self._ref, self._page = ref, page
        self._what.setText(what)
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        for button, words in (
            (self._open, self.tr("Open {0}")),
            (self._without, self.tr("Build without {0}")),
        ):
            button.setVisible(bool(ref))
            button.setText(words.format(ref))
        if page:
            self._open.setText(self.tr("Go to {0}, page {1}").format(ref, page))
        self._trouble.setProperty("look", level)
        self._trouble.style().unpolish(self._trouble)
        self._trouble.style().polish(self._trouble)
        self._trouble.show()
        bring_into_view(self._trouble)

    def show_no_trouble(self) -> None:
        """Take the message away."""
        self._trouble.hide()

    @property
    def trouble(self) -> str:
        """What is said now, "" for nothing."""
        if self._trouble.isHidden():
            return ""
        return f"{self._what.text()} {self._rest.text()}".strip()

    def _build(self) -> None:
        look = theme()
        row = QHBoxLayout()
        row.setSpacing(look.space("md"))
        self.button = QPushButton(self.tr("Build bundle"))
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(lambda: self.build_wanted.emit())
        self._reason = label("", "muted", wrap=True)
        row.addWidget(self.button)
        row.addWidget(self._reason, 1)
        row.addStretch()
        self.column.addLayout(row)
        self.column.addWidget(self._build_running())
        self.column.addWidget(self._build_trouble())

    def _build_running(self) -> QWidget:
        look = theme()
        self._running = QWidget()
        column = QVBoxLayout(self._running)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far the build is"))
        self._progress = label("", wrap=True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleDescription(self.tr("Stops the build; nothing is left half done"))
        self.cancel.clicked.connect(lambda: self.cancel_wanted.emit())
        row = QHBoxLayout()
        row.setSpacing(look.space("md"))
        row.addWidget(self._bar, 1)
        row.addWidget(self.cancel)
        column.addLayout(row)
        column.addWidget(self._progress)
        self._running.hide()
        return self._running

    def _build_trouble(self) -> QWidget:
        look = theme()
        self._trouble = QFrame()
        self._trouble.setProperty("look", "danger")
        column = QVBoxLayout(self._trouble)
        pad = look.space("md")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.space("xs"))
        self._what = label("", "strong", wrap=True)
        self._rest = label("", wrap=True)
        self._open = QPushButton()
        self._open.clicked.connect(lambda: self.item_wanted.emit(self._ref, self._page))
        self._without = QPushButton()
        self._without.clicked.connect(lambda: self.without_wanted.emit(self._ref))
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        for button in (self._open, self._without):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch()
        column.addWidget(self._what)
        column.addWidget(self._rest)
        column.addLayout(row)
        self._trouble.hide()
        return self._trouble

    def _left(self, fraction: float) -> str:
        passed = time.monotonic() - self._began
        if passed < GUESS_FROM or fraction < 0.05 or fraction >= 1:
            return ""
        left = passed * (1 - fraction) / fraction
        return self.tr(", about {0} left").format(lasting(left))
