"""The table of references, and the room it takes in a page that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from portfolio_app.domain.reference_flags import FlagKind, Row
from portfolio_app.ui.kit.tables import Column, ListTable
from portfolio_app.ui.kit.theme import theme

LEAST_ROWS = 5  # of the list that are always in view
TEXT, REFERENCE, CITED, FLAGS = range(4)


class ReferencesTable(ListTable):
    """A row a reference; in narrow views what it prints in the text and its flags give way."""

    def __init__(self) -> None:
        def tr(words: str) -> str:
            return QCoreApplication.translate("ReferencesTable", words)

        columns = (
            Column(tr("In the text"), lambda row: row.text, width=260, tip=lambda row: row.text),
            Column(tr("Reference"), lambda row: row.entry.text, stretch=True),
            Column(tr("Cited"), lambda row: str(row.used), width=64, right=True,
                   sort=lambda row: row.used),
            Column(tr("To look at"), _flags, width=230, tip=_flags,
                   sort=lambda row: [list(FlagKind).index(each.kind) for each in row.flags] or [9]),
        )  # fmt: skip
        super().__init__(columns, key=lambda row: row.source.uid, name=tr("References"))
        self.setObjectName("references")

    def fit(self, width: int) -> None:
        """Show the columns that a page so wide, in pixels, has room for."""
        px = theme().px
        self.setColumnHidden(TEXT, width < px(620))
        self.setColumnHidden(CITED, width < px(480))
        self.setColumnHidden(FLAGS, width < px(480))


class ReferencesStack(QStackedWidget):
    """Asks for the height of the page in view; a list for that of a few rows, the rest it gets."""

    @override
    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        if isinstance(shown, ListTable) or shown is None:
            return QSize(0, theme().size("row_comfortable") * LEAST_ROWS)
        return QSize(0, shown.sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hasHeightForWidth(self) -> bool:
        shown = self.currentWidget()
        return shown is not None and shown.hasHeightForWidth()

    @override
    def heightForWidth(self, width: int) -> int:
        shown = self.currentWidget()
        return shown.heightForWidth(width) if shown is not None else -1


def _flags(row: Row) -> str:
    return " · ".join(each.words.rstrip(".") for each in row.flags)
