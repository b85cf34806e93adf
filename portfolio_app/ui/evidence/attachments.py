"""What is attached to a capture: files and pasted content, each taken away with one press."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from portfolio_app.ui.kit import icons, messages
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label, plain_tip
from portfolio_app.ui.kit.theme import theme

LONGEST = 40  # characters of a file's name on its button


class Attachments(QWidget):
    """Browse, paste or drop; what is held stands above as buttons."""

    paste_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paths: list[Path] = []
        self.pasted: list[tuple[str, bytes]] = []
        look = theme()
        self._held = QWidget()
        self._flow = FlowLayout(self._held, look.space("xs"))
        self.browse = QPushButton(self.tr("Browse…"))
        self.browse.setAccessibleDescription(self.tr("Choose files to attach"))
        self.paste = QPushButton(self.tr("Paste"))
        self.paste.setAccessibleDescription(self.tr("Attach what you copied"))
        self._hint = label(self.tr("or drop files here"), "muted")
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        row.addWidget(self.browse)
        row.addWidget(self.paste)
        row.addWidget(self._hint)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        column.addLayout(row)
        column.addWidget(self._held)
        self.setFocusProxy(self.browse)
        self.browse.clicked.connect(self._on_browse)
        self.paste.clicked.connect(self.paste_wanted)
        self._show()

    def hold(self, paths: Iterable[Path], pasted: Iterable[tuple[str, bytes]]) -> None:
        """Hold exactly these."""
        self.paths, self.pasted = list(paths), list(pasted)
        self._show()

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Hold these files too."""
        self.paths += [path for path in paths if path not in self.paths]
        announcer().say(self.tr("{0} attached").format(", ".join(path.name for path in paths)))
        self._show()

    def add_content(self, name: str, content: bytes) -> None:
        """Hold something that was pasted, under a file name."""
        self.pasted.append((name, content))
        announcer().say(self.tr("{0} attached").format(name))
        self._show()

    def _on_browse(self) -> None:
        messages.choose_files(self, self.tr("Attach files"), self.add_paths)

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for path in self.paths:
            self._add(path.name, partial(self._drop_path, path))
        for number, (name, _) in enumerate(self.pasted):
            self._add(name, partial(self._drop_pasted, number))
        self._held.setVisible(bool(self.paths or self.pasted))

    def _add(self, name: str, drop: partial[None]) -> None:
        button = QToolButton()
        shown = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
        button.setText(shown.replace("&", "&&"))
        words = self.tr("Take away {0}").format(name)
        button.setAccessibleName(words)
        button.setToolTip(plain_tip(words))
        icons.put(button, "x", "text.muted")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(partial(_call, drop))
        self._flow.addWidget(button)

    def _drop_path(self, path: Path) -> None:
        self.paths.remove(path)
        self._show()
        self.browse.setFocus()

    def _drop_pasted(self, number: int) -> None:
        del self.pasted[number]
        self._show()
        self.browse.setFocus()


def _call(what: partial[None], *_: object) -> None:
    what()  # a clicked button adds its state
