"""The weekly reminder: a day and a time, chosen once; and into one's own calendar."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.reminder import DAYS
from portfolio_app.services import reminders
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine

USUAL_DAY, USUAL_TIME = 4, "16:00"  # a Friday afternoon, as "See you next Friday" has it


class ReminderDialog(QDialog):
    """Nothing is sent: the app tells while it is open, a calendar tells without it."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent.window())
        self._workspace = workspace
        self._save_after = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Weekly reminder"))
        known = reminders.reminder(workspace.store)
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("md"))
        about = self.tr(
            "Ten minutes a week: add, sort, log, think. This app reminds you while it is open. "
            "An entry in your own calendar reminds you without it."
        )
        column.addWidget(label(about, "muted", wrap=True))
        self.day = ChoiceBox()
        self.day.addItems(list(DAYS))
        self.day.setCurrentIndex(known.weekday if known else USUAL_DAY)
        column.addWidget(above(self.tr("&Day"), self.day))
        self.time = LineField()
        self.time.setText(known.at if known else USUAL_TIME)
        column.addWidget(above(self.tr("&Time (24 hours)"), self.time))
        self.wrong = WrongLine()
        column.addWidget(self.wrong)
        self.remind = QPushButton(self.tr("Remind me"))
        self.remind.setProperty("look", "primary")
        self.remind.setDefault(True)
        self.remind.clicked.connect(lambda _=False: self._choose(save=False))
        self.calendar = QPushButton(self.tr("Remind me, and save for my calendar…"))
        self.calendar.clicked.connect(lambda _=False: self._choose(save=True))
        none = QPushButton(self.tr("No reminder"))
        none.setEnabled(known is not None and not workspace.readonly)
        none.clicked.connect(lambda _=False: self._forget())
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"), at_end=True)
        for button in (cancel, none, self.calendar, self.remind):
            button.setAutoDefault(button is self.remind)
            flow.addWidget(button)
        for button in (self.remind, self.calendar):
            button.setEnabled(not workspace.readonly)
        column.addWidget(buttons)
        press_by_ctrl_enter(self, self.remind)
        self.ensurePolished()
        wide = min(look.px(640), parent.window().width() - look.space("xl"))
        self.resize(wide, column.totalHeightForWidth(wide))
        self.day.setFocus()

    def _choose(self, *, save: bool) -> None:
        self._save_after = save
        self._workspace.do(
            reminders.choose,
            self.day.currentIndex(),
            self.time.text(),
            then=self._on_chosen,
            failed=self._on_refused,
            toast=True,
        )

    def _forget(self) -> None:
        self._workspace.do(reminders.forget, toast=True)
        self.accept()

    def _on_chosen(self, _changes: Changes) -> None:
        if not self._save_after:
            self.accept()
            return
        title, start = self.tr("Weekly reminder"), Path.home() / "Weekly_reminder.ics"
        messages.choose_save(self, title, self._on_place, start, self.tr("Calendar file (*.ics)"))

    def _on_place(self, paths: list[Path]) -> None:
        if not paths:
            return
        out = paths[0] if paths[0].suffix.casefold() == ".ics" else Path(f"{paths[0]}.ics")
        today = datetime.now().astimezone().date()
        self._workspace.look(
            reminders.save_calendar,
            out,
            today,
            then=self._on_saved,
            failed=self._on_refused,
        )

    def _on_saved(self, out: Path) -> None:
        self._workspace.tell(
            self.tr("{0} is saved: open it, and your calendar takes it.").format(out.name)
        )
        self.accept()

    def _on_refused(self, error: BaseException) -> None:
        self.wrong.say(str(error))
        self.time.setFocus()
