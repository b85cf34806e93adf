"""A message to send yourself: copy it, take the form, or open it in your own mail program."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

COPY, SHOW_FILE, MAIL, CALENDAR, SENT = "copy", "file", "mail", "calendar", "sent"
_ICONS = {COPY: "copy", SHOW_FILE: "folder-open", MAIL: "mail", CALENDAR: "calendar"}


class MessageDialog(QDialog):
    """Shows a message; ``wanted`` carries what to do with it. Copying is done here."""

    wanted = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        to: str,
        subject: str,
        words: str,
        offers: tuple[str, ...],
        *,
        note: str = "",
    ) -> None:
        """``offers`` are the buttons, of COPY, SHOW_FILE, MAIL, CALENDAR and SENT."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(title)
        look = theme()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        for name, value in ((self.tr("To: {0}"), to), (self.tr("Subject: {0}"), subject)):
            if value:
                line = label(name.format(value), "strong", wrap=True)
                line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                whole.addWidget(line)
        if not to:
            words_ = self.tr("No e-mail address is kept for them.")
            whole.addWidget(label(words_, "caption", wrap=True))
        self.words = QPlainTextEdit(words)
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("The message"))
        whole.addWidget(self.words, 1)
        if note:
            whole.addWidget(label(note, "caption", wrap=True))
        self.buttons: dict[str, QPushButton] = {}
        said = {
            COPY: self.tr("Copy message"),
            SHOW_FILE: self.tr("Show file"),
            MAIL: self.tr("Save as e-mail file"),
            CALENDAR: self.tr("Save calendar entry"),
            SENT: self.tr("I have sent it"),
        }
        holder = QWidget()
        flow = FlowLayout(holder, look.space("sm"))
        for each in offers:
            button = QPushButton(said[each])
            button.setAutoDefault(False)
            if each in _ICONS and each != COPY:
                icons.put(button, _ICONS[each])
            button.clicked.connect(partial(self._on_wanted, each))
            self.buttons[each] = button
            flow.addWidget(button)
        self.leave = QPushButton(self.tr("Close"))
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        flow.addWidget(self.leave)
        whole.addWidget(holder)
        copy = self.buttons[COPY]
        copy.setProperty("look", "primary")
        icons.put(copy, "copy", "accent.on_fill")
        press_by_ctrl_enter(self, copy)
        self._subject, self._text = subject, words
        room = parent.window()
        self.resize(
            min(look.px(620), room.width() - look.space("xl")),
            min(look.px(560), max(640, room.height() - look.space("xl"))),
        )
        copy.setFocus()

    def _on_wanted(self, what: str, *_: object) -> None:
        if what == COPY:
            QGuiApplication.clipboard().setText(self._text)
            announcer().say(self.tr("Message copied"))
            self.buttons[COPY].setText(self.tr("Copied"))
            return
        self.wanted.emit(what)
        if what == SENT:
            self.accept()
