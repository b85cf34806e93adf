"""A dialog for one row of the plan: fields that scroll, a line for what is wrong, a verb."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.changes import Changes
from portfolio_app.problems import PortfolioError
from portfolio_app.ui.kit.day_field import DayField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine

WIDE, HIGH = 620, 520  # pixels at 100 %


class RowDialog(QDialog):
    """``done_with`` carries what the verb takes; the dialog closes when that was kept."""

    done_with = Signal(object)

    def __init__(self, parent: QWidget, title: str, verb: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(title)
        look = theme()
        inside = QWidget()
        inside.setProperty("look", "window")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, look.space("md"), 0)
        self.column.setSpacing(look.space("md"))
        self.column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.wrong = WrongLine()
        self.keep = QPushButton(verb)
        self.keep.setProperty("look", "primary")
        self.cancel = QPushButton(self.tr("Cancel"))
        buttons = QWidget()
        across = FlowLayout(buttons, look.space("sm"))
        for button in (self.cancel, self.keep):
            button.setAutoDefault(False)
            across.addWidget(button)
        press_by_ctrl_enter(self, self.keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(scroll, 1)
        whole.addWidget(self.wrong)
        whole.addWidget(buttons)
        self.keep.clicked.connect(lambda _=False: self.on_keep())
        self.cancel.clicked.connect(self.reject)
        room = parent.window()
        self.resize(
            min(look.px(WIDE), room.width() - look.space("xl")),
            min(look.px(HIGH), max(640, room.height() - look.space("xl"))),
        )

    def add(self, words: str, field: QWidget) -> None:
        """Add a field below the others, its name above it."""
        _name(words, field)
        self.put(above(words, field))

    def put(self, widget: QWidget) -> None:
        """Add a widget below the others."""
        self.column.insertWidget(self.column.count() - 1, widget)

    def add_beside(self, *fields: tuple[str, QWidget, int]) -> None:
        """Add fields side by side: name, field, width in pixels at 100 %."""
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("sm"))
        for words, field, width in fields:
            _name(words, field)
            field.setFixedWidth(min(theme().px(width), 420))
            flow.addWidget(above(words, field))
        self.put(holder)

    def on_keep(self) -> None:
        """Hand over what was typed; each dialog says what."""
        raise NotImplementedError

    def is_day(self, field: DayField) -> bool:
        """Whether a day field holds a day or nothing; says so, and goes there, where it doesn't."""
        if field.day is not None:
            return True
        self.refuse(self.tr("This isn't a day. Type it like 3 March 2026."))
        field.setFocus()
        return False

    def refuse(self, words: str) -> None:
        """Say what is wrong."""
        self.wrong.say(words)

    def kept(self, _changes: Changes) -> None:
        """Close: what was typed is kept."""
        self.accept()

    def failed(self, workspace: Workspace) -> partial[None]:
        """Return what is called when the verb refuses."""
        return partial(self._on_refused, workspace)

    def _on_refused(self, workspace: Workspace, error: BaseException) -> None:
        if isinstance(error, PortfolioError):
            self.refuse(str(error))
        else:
            workspace.trouble.emit(error)


def _name(words: str, field: QWidget) -> None:
    """Name a list in which one can type: its line is told of by itself."""
    if isinstance(field, QComboBox) and (line := field.lineEdit()) is not None:
        line.setAccessibleName(words.replace("&", ""))
