"""Tab goes as one reads, whatever was made last."""

from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit.tab_order import in_reading_order


def test_what_is_made_anew_is_reached_where_it_stands(qtbot: QtBot) -> None:
    whole, scroll, inside = QWidget(), QScrollArea(), QWidget()
    qtbot.addWidget(whole)
    first, below, last = QPushButton("first"), QPushButton("below"), QPushButton("last")
    scroll.setWidget(inside)
    within = QVBoxLayout(inside)
    row = QHBoxLayout()
    within.addLayout(row)
    within.addWidget(below)
    column = QVBoxLayout(whole)
    panes = QSplitter()
    for each in (scroll, last):
        panes.addWidget(each)
    for each in (first, panes):
        column.addWidget(each)
    new = QPushButton("new")
    row.addWidget(new)

    in_reading_order(whole)

    been: list[QWidget] = [first]
    while len(been) < 4:
        after = been[-1].nextInFocusChain()
        while not isinstance(after, QPushButton):
            after = after.nextInFocusChain()
        been.append(after)
    assert been == [first, new, below, last]
