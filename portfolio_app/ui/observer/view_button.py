"""Text size and colours for somebody who has no other window of the app: a button with a menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.theme import SCALES, Choice, theme


class ViewButton(QPushButton):
    """Chosen at once, for this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.setText(self.tr("View"))
        self.setAccessibleDescription(self.tr("Text size and colours"))
        self.setProperty("look", "quiet")
        icons.put(self, "settings")
        menu = QMenu(self)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.setMenu(menu)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        themes = {
            Choice.SYSTEM: self.tr("Colours of the system"),
            Choice.LIGHT: self.tr("Light"),
            Choice.DARK: self.tr("Dark"),
            Choice.CONTRAST: self.tr("High contrast"),
        }
        sizes = QActionGroup(menu)
        for scale in SCALES:
            action = self._add(menu, sizes, self.tr("Text at {0} %").format(scale))
            action.setChecked(theme().scale == scale)
            action.triggered.connect(lambda _=False, scale=scale: theme().choose(scale=scale))
        menu.addSeparator()
        colours = QActionGroup(menu)
        for choice, words in themes.items():
            action = self._add(menu, colours, words)
            action.setChecked(theme().choice is choice)
            action.triggered.connect(lambda _=False, choice=choice: theme().choose(choice))

    def _add(self, menu: QMenu, group: QActionGroup, words: str) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        group.addAction(action)
        return action


def zoom_by_keys(window: QWidget) -> None:
    """Let Ctrl+= and Ctrl+- change the text size, Ctrl+0 put it back."""
    for keys, steps in (("Ctrl+=", 1), ("Ctrl++", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.activated.connect(partial(_step, steps))


def _step(steps: int) -> None:
    theme().step_scale(steps)
