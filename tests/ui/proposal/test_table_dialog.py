"""Writing a table by keyboard alone, and what is worked out while it is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Table, TableKind
from portfolio_app.ui.kit import messages
from portfolio_app.ui.proposal.table_dialog import TableDialog

Key, Held = Qt.Key, Qt.KeyboardModifier
OPTIONS = Table(
    TableKind.OPTIONS,
    caption="Options",
    columns=("Criterion", "A", "B"),
    rows=(("Cost", "5", "2"), ("Quality", "1", "4")),
    weights=("60", "40"),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[TableDialog]:
    window = QWidget()
    window.resize(1024, 680)
    made = TableDialog(window, OPTIONS, "Table 2")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(window)
    with qtbot.waitExposed(made):
        made.open()
    yield made
    window.close()


def press(dialog: TableDialog, *keys: Qt.Key | str, held: Held = Held.NoModifier) -> None:
    """Press keys where the focus is: in the cells, or in the cell that is open."""
    for key in [part for each in keys for part in (each if isinstance(each, str) else [each])]:
        target = QGuiApplication.focusObject() or dialog.grid
        widget = target if isinstance(target, QWidget) else dialog.grid
        if isinstance(key, str):
            QTest.keyClicks(widget, key, held)
        else:
            QTest.keyClick(widget, key, held)
        QGuiApplication.processEvents()  # an open cell closes in its own time


def test_a_table_is_written_by_keyboard_alone_and_worked_out_at_once(
    dialog: TableDialog, qtbot: QtBot
) -> None:
    dialog.grid.setFocus()
    dialog.grid.go(0, 2)  # the score of A

    press(dialog, "3")  # writes over the cell
    press(dialog, Key.Key_Return)  # and goes down
    assert dialog.cells.table.rows[0] == ("Cost", "3", "2")
    assert dialog.grid.here == (1, 2)
    assert dialog.cells.shown.rows[-1] == ("Weighted score", "100", "2.2", "2.8")

    press(dialog, Key.Key_Down)
    press(dialog, "high", Key.Key_Return)  # the last row: another one begins
    assert dialog.cells.table.rows[1] == ("Quality", "high", "4")
    assert dialog.grid.here == (2, 2)
    assert len(dialog.cells.table.weights) == 3
    assert "“high” can't be read as a number." in dialog.told.text()
    spoken = dialog.cells.index(2, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Quality, A: high. “high” can't be read as a number."

    press(dialog, Key.Key_Z, held=Held.ControlModifier)  # the row
    press(dialog, Key.Key_Z, held=Held.ControlModifier)  # the word
    assert dialog.cells.table.rows == (("Cost", "3", "2"), ("Quality", "1", "4"))
    press(dialog, Key.Key_Z, held=Held.ControlModifier | Held.ShiftModifier)
    assert dialog.cells.table.rows[1][1] == "high"
    dialog.grid.go(1, 2)
    press(dialog, Key.Key_Delete)
    assert dialog.cells.table.rows[1][1] == ""

    press(dialog, Key.Key_Up, held=Held.AltModifier)
    assert (dialog.cells.table.rows[0][0], dialog.cells.table.weights) == ("Quality", ("40", "60"))
    press(dialog, Key.Key_Right, held=Held.AltModifier)
    assert dialog.cells.table.columns == ("Criterion", "B", "A")
    press(dialog, Key.Key_D, held=Held.ControlModifier | Held.ShiftModifier)
    assert [row[0] for row in dialog.cells.table.rows] == ["Cost"]

    with qtbot.waitSignal(dialog.written) as written:
        press(dialog, Key.Key_Return, held=Held.ControlModifier)
    assert written.args[0].rows == (("Cost", "2", "3"),)
    assert written.args[0].caption == "Options"


def test_cells_from_a_spreadsheet_are_pasted_and_copied_back(dialog: TableDialog) -> None:
    dialog.grid.setFocus()
    dialog.grid.go(-1, 0)

    QGuiApplication.clipboard().setText(
        "Criterion\tWeight\tHub\tPartner\tNone\r\n"
        '"Cost\nover time"\t50%\t4\t3\t1\r\nSpeed\t50%\t2\t5\t1\r\n'
    )
    press(dialog, Key.Key_V, held=Held.ControlModifier)

    table = dialog.cells.table
    assert table.columns == ("Criterion", "Hub", "Partner", "None")
    assert table.rows == (("Cost over time", "4", "3", "1"), ("Speed", "2", "5", "1"))
    assert table.weights == ("50%", "50%")
    assert dialog.cells.shown.rows[-1] == ("Weighted score", "100%", "3", "4", "1")
    assert "3 rows of 5 cells pasted." in dialog.told.text()

    dialog.grid.selectAll()
    press(dialog, Key.Key_C, held=Held.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[1] == "Cost over time\t50%\t4\t3\t1"


def test_costs_and_benefits_are_told_apart_by_a_key(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = TableDialog(window, None, "", "costs")
    with qtbot.waitExposed(dialog):
        dialog.open()
    dialog.grid.setFocus()
    dialog.grid.go(0, 1)

    press(dialog, Key.Key_Space)
    press(dialog, Key.Key_Down, "b", Key.Key_Down, "c")

    assert dialog.cells.table.roles == ("benefit", "benefit", "cost", "benefit")
    assert dialog.summary.placeholderText().startswith("What does it cost")
    assert dialog.table.summary == ""
    dialog.close()


def test_a_table_that_was_changed_is_not_lost_by_escape(
    dialog: TableDialog, qtbot: QtBot, asked: messages.Recorder
) -> None:
    dialog.caption.setText("Options, with costs")
    asked.answers.append("keep")

    with qtbot.waitSignal(dialog.written) as written:
        press(dialog, Key.Key_Escape)

    assert written.args[0].caption == "Options, with costs"


def test_a_table_of_another_kind_keeps_what_was_typed(dialog: TableDialog) -> None:
    at = dialog.choice.findData(TableKind.PLAIN)
    dialog.choice.setCurrentIndex(at)
    dialog.choice.activated.emit(at)

    assert dialog.table.kind is TableKind.PLAIN
    assert dialog.cells.table.columns == ("Criterion", "Weight", "A", "B")
    assert dialog.cells.table.rows[0] == ("Cost", "60", "5", "2")
    assert dialog.cells.undo()
    assert dialog.cells.table.weights == ("60", "40")
    assert dialog.choice.currentData() == TableKind.OPTIONS
