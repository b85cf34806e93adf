from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit.tables import Column, ListTable


def test_sorting_keeps_what_is_current_and_selected(qtbot: QtBot) -> None:
    columns = (Column("Title", lambda value: value),)
    table = ListTable(columns, lambda value: value, "Titles")
    qtbot.addWidget(table)
    table.show_rows(["Pilot", "Annex", "Minutes"])
    table.select_keys({"Pilot", "Annex"}, "Pilot")

    table.sortByColumn(0, table.horizontalHeader().sortIndicatorOrder().AscendingOrder)

    assert table.rows_model.rows == ("Annex", "Minutes", "Pilot")
    assert table.current_value() == "Pilot"
    assert table.selected_values() == ("Annex", "Pilot")
