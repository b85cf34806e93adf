"""The number of the page in view, to type another: "Page [4] of 14"."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class PageField(QWidget):
    """``page_wanted`` follows Enter, or leaving the field with another number in it."""

    page_wanted = Signal(int)  # page index from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = 0
        self._pages = 0
        look = theme()
        self._edit = _Number()
        self._edit.setAccessibleName(self.tr("Page"))
        self._edit.setFixedWidth(look.px(52))
        self._valid = QIntValidator(1, 1, self)
        self._edit.setValidator(self._valid)
        self._of = label("")
        name = label(self.tr("Page"))
        name.setBuddy(self._edit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.space("xs"))
        for each in (name, self._edit, self._of):
            row.addWidget(each)
        self._edit.returnPressed.connect(self._on_typed)
        self._edit.left.connect(self._on_typed)
        look.changed.connect(self._on_theme)

    def show_page(self, page_index: int, pages: int) -> None:
        """Show which page is in view, of how many."""
        self._page, self._pages = page_index, pages
        self._valid.setTop(max(pages, 1))
        self._edit.setText(str(page_index + 1))
        self._of.setText(self.tr("of {0}").format(pages))
        self._edit.setAccessibleDescription(self.tr("of {0}").format(pages))

    def _on_typed(self) -> None:
        typed = self._edit.text()
        page = min(max(int(typed), 1), max(self._pages, 1)) - 1 if typed.isdigit() else self._page
        self._edit.setText(str(page + 1))
        if page != self._page:
            self.page_wanted.emit(page)

    def _on_theme(self) -> None:
        self._edit.setFixedWidth(theme().px(52))


class _Number(QLineEdit):
    """``left`` follows losing the focus, whatever is in the field."""

    left = Signal()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
