"""The bar above the areas: back and forward, where you are, find, add, capture, notices."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.labels import ElidedLabel
from portfolio_app.ui.kit.theme import theme

ROOMY_FROM = 860  # pixels of window width at 100 %: room for words beside the icons


class HeaderBar(QFrame):
    """Shows the title of the page in view, and the doings that are at hand everywhere."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self.setProperty("look", "bar")
        self.setAccessibleName(self.tr("Header"))
        self._build()
        self.look_again()

    @property
    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    def show_title(self, title: str) -> None:
        """Say where the person is."""
        self._title.setText(title)

    def look_again(self) -> None:
        """Take over the theme's letters and sizes."""
        look = theme()
        self._title.setFont(look.font("subtitle", strong=True))
        size = look.size("icon")
        for button in self.findChildren(QToolButton):
            button.setIconSize(QSize(size, size))

    def arrange(self, width: int) -> None:
        """Leave the words out where a window of this width has no room for them."""
        is_roomy = width >= theme().px(ROOMY_FROM)
        styles = Qt.ToolButtonStyle
        for button in self._worded:
            button.setToolButtonStyle(
                styles.ToolButtonTextBesideIcon if is_roomy else styles.ToolButtonIconOnly
            )

    def _build(self) -> None:
        look = theme()
        self._title = ElidedLabel()
        self._title.setFont(look.font("subtitle", strong=True))
        self._worded = (
            self._find_button(),
            self._worded_button("add_files", self.tr("Add evidence"), self.tr("Add evidence")),
            self._worded_button("capture", self.tr("Capture"), self.tr("Quick capture")),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(
            look.space("lg"), look.space("sm"), look.space("lg"), look.space("sm")
        )
        row.setSpacing(look.space("sm"))
        for name in ("back", "forward"):
            row.addWidget(self._icon_button(name))
        row.addWidget(self._title, 1)
        for button in self._worded:
            row.addWidget(button)
        bell = self._icon_button("notices")
        bell.setAccessibleName(self.tr("Notices"))
        row.addWidget(bell)

    def _find_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("find_button")
        button.setProperty("look", "find")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        keys = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
        button.setText(self.tr("Go to or find") + f"   {keys}")
        button.setAccessibleName(self.tr("Go to or find"))
        button.setToolTip(self._actions["palette"].toolTip())
        icons.put(button, "search", "text.muted")
        button.clicked.connect(self._actions["palette"].trigger)
        return button

    def _worded_button(self, action: str, words: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._actions[action])
        self._actions[action].setIconText(words)
        self._actions.show_icon(action)
        button.setAccessibleName(name)
        button.setProperty("look", "find")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _icon_button(self, action: str) -> QToolButton:
        button = QToolButton()
        self._actions.show_icon(action)
        button.setDefaultAction(self._actions[action])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return button
