"""A dialog of fields: they scroll, below them a line for what is wrong, and a verb."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QPushButton, QVBoxLayout, QWidget

from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.scrolling import scrolled
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.wrong_line import WrongLine

WIDE, HIGH = 620, 520  # pixels at 100 %


class FormDialog(QDialog):
    """Fields are put into ``column``, one below the other; ``verb`` calls ``on_keep``.

    ``wide`` and ``high`` are pixels at 100 %; it stays within the window it belongs to, but for
    ``least`` pixels of height.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        verb: str,
        *,
        wide: int = WIDE,
        high: int = HIGH,
        least: int = 640,
    ) -> None:
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
        self.wrong = WrongLine()
        self.keep = QPushButton(verb)
        self.keep.setProperty("look", "primary")
        self.cancel = QPushButton(self.tr("Cancel"))
        buttons = QWidget()
        across = FlowLayout(buttons, look.space("sm"), at_end=True)
        for button in (self.cancel, self.keep):
            button.setAutoDefault(False)
            across.addWidget(button)
        press_by_ctrl_enter(self, self.keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(scrolled(inside), 1)
        whole.addWidget(self.wrong)
        whole.addWidget(buttons)
        self.keep.clicked.connect(lambda _=False: self.on_keep())
        self.cancel.clicked.connect(self.reject)
        room = parent.window()
        self.resize(
            min(look.px(wide), room.width() - look.space("xl")),
            min(look.px(high), max(least, room.height() - look.space("xl"))),
        )

    def add(self, words: str, field: QWidget) -> None:
        """Add a field below the others, its name above it."""
        _name(words, field)
        self.put(above(words, field))

    def add_beside(self, *fields: tuple[str, QWidget, int]) -> None:
        """Add fields side by side: name, field, width in pixels at 100 %."""
        holder = QWidget()
        flow = FlowLayout(holder, theme().space("sm"))
        for words, field, width in fields:
            _name(words, field)
            field.setFixedWidth(min(theme().px(width), 420))
            flow.addWidget(above(words, field))
        self.put(holder)

    def put(self, widget: QWidget, stretch: int = 0) -> None:
        """Add a widget below the others."""
        self.column.insertWidget(self.column.count() - 1, widget, stretch)

    def on_keep(self) -> None:
        """Hand over what was typed; each dialog says what."""
        raise NotImplementedError

    def refuse(self, words: str) -> None:
        """Say what is wrong."""
        self.wrong.say(words)


def _name(words: str, field: QWidget) -> None:
    """Name a list in which one can type: its line is told of by itself."""
    if isinstance(field, QComboBox) and (line := field.lineEdit()) is not None:
        line.setAccessibleName(words.replace("&", ""))
