"""What of our part is not as it was sent: each place as it was, and as it came back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.returned import Difference, Returned
from portfolio_app.ui.kit.disclosure import Disclosure
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.observations.check_rows import soft

MOST = 12
STACK_FROM = 150


class DifferencesBox(QWidget):
    """Hidden where nothing differs. ``page_wanted`` carries a page index from 0."""

    page_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = Disclosure(self.tr("Compare"))
        self.differences: tuple[Difference, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        self.hide()

    def show_returned(self, returned: Returned | None) -> None:
        """Show what differs in a file that came back."""
        found = returned.differences if returned is not None else None
        if tuple(found or ()) == self.differences:
            return
        self.differences = tuple(found or ())
        while self.box.column.count():
            item = self.box.column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        count = len(self.differences)
        said = self.tr("1 place differs") if count == 1 else self.tr("{0} places differ")
        self.box.set_title(self.tr("Compare: {0}").format(said.format(count)))
        for each in self.differences[:MOST]:
            self.box.column.addWidget(self._place(each))
        if count > MOST:
            words = self.tr("and {0} more").format(count - MOST)
            self.box.column.addWidget(label(words, "caption"))
        self.setVisible(bool(self.differences))
        if self.differences:
            self.box.open()

    def _place(self, found: Difference) -> QWidget:
        look = theme()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, look.space("xs"))
        column.setSpacing(look.space("xxs"))
        column.addWidget(label(soft(found.words), "strong", wrap=True))
        if found.was or found.now:
            is_large = look.scale >= STACK_FROM
            ways = QBoxLayout.Direction
            both = QBoxLayout(ways.TopToBottom if is_large else ways.LeftToRight)
            both.setSpacing(look.space("md"))
            for name, words in (
                (self.tr("As you sent it"), found.was),
                (self.tr("As it came back"), found.now),
            ):
                side = QVBoxLayout()
                side.setSpacing(0)
                side.addWidget(label(name, "caption"))
                shown = label(
                    soft(words) or self.tr("nothing"), "" if words else "muted", wrap=True
                )
                shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                side.addWidget(shown)
                side.addStretch()
                both.addLayout(side, 1)
            column.addLayout(both)
        if found.page_index is not None:
            go = QPushButton(self.tr("Show page {0}").format(found.page_index + 1))
            go.setProperty("look", "link")
            go.setAutoDefault(False)
            go.setAccessibleDescription(found.words)
            go.clicked.connect(partial(self._on_page, found.page_index))
            column.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _on_page(self, page_index: int, *_: object) -> None:
        self.page_wanted.emit(page_index)
