"""Pages in one place, of which one is in view; as tall as that one, not as the tallest."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class OnePage(QWidget):
    """What QStackedWidget does, whose height for a width is that of its tallest page."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def add(self, page: QWidget) -> None:
        """Add a page; the first one is in view."""
        page.setVisible(not self._pages)
        self._pages.append(page)
        self._column.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Bring a page into view in place of the other."""
        self.setUpdatesEnabled(False)
        for each in self._pages:
            if each is not page:
                each.hide()
        page.show()
        self.setUpdatesEnabled(True)
