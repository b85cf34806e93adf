"""A line of names as tags, with those already used offered while typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QVBoxLayout, QWidget

from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import plain_tip
from portfolio_app.ui.kit.theme import theme


class TagsField(QWidget):
    """Names as buttons that take themselves away, and a field that adds one with Enter."""

    changed = Signal(tuple)  # the names as they are now

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._known: tuple[str, ...] = ()
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(self.tr("Type a name, then Enter"))
        self._tags = QWidget()
        self._flow = FlowLayout(self._tags, theme().space("xs"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        column.addWidget(self._tags)
        column.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.edit.returnPressed.connect(self._on_enter)

    def show_names(self, names: Sequence[str], known: Sequence[str] = ()) -> None:
        """Show these names; ``known`` are offered while typing."""
        self._known = tuple(known)
        completer = QCompleter([each for each in known if each not in names], self.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.edit.setCompleter(completer)
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name in self._names:
            self._flow.addWidget(self._tag(name))
        self._tags.setVisible(bool(self._names))

    def set_editable(self, editable: bool) -> None:  # noqa: FBT001 - as Qt's own
        """Allow changes, or only show."""
        self.edit.setVisible(editable)
        self._tags.setEnabled(editable)

    def _tag(self, name: str) -> QToolButton:
        tag = QToolButton()
        tag.setText(name)
        tag.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.put(tag, "x", "text.muted")
        words = self.tr("Take away {0}").format(name)
        tag.setAccessibleName(words)
        tag.setToolTip(plain_tip(words))
        tag.clicked.connect(lambda: self._set(tuple(n for n in self._names if n != name)))
        return tag

    def _on_enter(self) -> None:
        name = " ".join(self.edit.text().split())
        self.edit.clear()
        if name and name not in self._names:
            self._set((*self._names, name))

    def _set(self, names: tuple[str, ...]) -> None:
        self.show_names(names, self._known)
        self.changed.emit(names)
