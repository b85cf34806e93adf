"""The words the person taught the dictionary: added, removed, each one step of undo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.problems import PortfolioError
from portfolio_app.services import spelling
from portfolio_app.services.spelling import OwnWords
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class MyWordsDialog(QDialog):
    """A list, a field to add to it, a button to remove from it. What is done is done at once."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent.window())
        self._workspace = workspace
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("My words"))
        self._build()
        self._connect()
        self._show(spelling.own_words(workspace.store))

    def _build(self) -> None:
        look = theme()
        about = label(
            self.tr(
                "Words that are right in this portfolio though the dictionary does not know them. "
                "They are never exported."
            ),
            wrap=True,
        )
        self.field = QLineEdit()
        self.field.setMaxLength(40)
        named = QLabel(self.tr("&Word"))
        named.setBuddy(self.field)
        self.add = QPushButton(self.tr("&Add"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("My words"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setSpacing(look.space("xxs"))
        self.none = label(self.tr("There are none yet."), "muted")
        self.wrong = label("", "danger", wrap=True)
        self.remove = QPushButton(self.tr("&Remove"))
        self.shut = QPushButton(self.tr("Close"))
        for button in (self.add, self.remove, self.shut):
            button.setAutoDefault(False)
        above = QHBoxLayout()
        for each in (named, self.field, self.add):
            above.addWidget(each)
        below = QHBoxLayout()
        below.addWidget(self.remove)
        below.addStretch()
        below.addWidget(self.shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        column.addWidget(about)
        column.addLayout(above)
        column.addWidget(self.wrong)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        column.addLayout(below)
        self.wrong.hide()
        self.resize(fitting(self, look.px(440), look.px(420)))

    def _connect(self) -> None:
        self.add.clicked.connect(lambda _=False: self._on_add())
        self.field.returnPressed.connect(self._on_add)
        self.field.textChanged.connect(self._on_chosen)
        self.remove.clicked.connect(lambda _=False: self._on_remove())
        self.shut.clicked.connect(lambda _=False: self.accept())
        self.list.itemSelectionChanged.connect(self._on_chosen)

    def _show(self, words: tuple[str, ...]) -> None:
        self.list.clear()
        self.list.addItems(words)
        self.list.setVisible(bool(words))
        self.none.setVisible(not words)
        self.wrong.hide()
        self._on_chosen()

    def _on_chosen(self) -> None:
        can = not self._workspace.readonly
        self.remove.setEnabled(can and bool(self.list.selectedItems()))
        self.add.setEnabled(can and bool(self.field.text().strip()))

    def _on_add(self) -> None:
        if self.add.isEnabled():
            self._workspace.do(
                spelling.add_word, self.field.text(), then=self._on_done, failed=self._on_failed
            )

    def _on_remove(self) -> None:
        chosen = [each.text() for each in self.list.selectedItems()]
        if chosen:
            self._workspace.do(
                spelling.remove_words, chosen, then=self._on_done, failed=self._on_failed
            )

    def _on_done(self, done: OwnWords) -> None:
        self.field.clear()
        self._show(done.words)
        announcer().say(done.changes.summary)
        (self.field if not self.list.selectedItems() else self.list).setFocus()

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, PortfolioError):
            self._workspace.trouble.emit(error)
            return
        self.wrong.setText(" ".join(filter(None, (error.message, error.hint))))
        self.wrong.show()
        announcer().say(self.wrong.text())
