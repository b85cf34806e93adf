from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.ui.kit.seen import WhenSeen


def test_what_is_hidden_is_read_once_when_it_is_next_seen(qtbot: QtBot) -> None:
    widget, read = QWidget(), []
    qtbot.addWidget(widget)
    seen = WhenSeen(widget, lambda: read.append(widget.isVisible()))

    seen.ask()
    seen.ask()
    while_hidden = list(read)
    widget.show()
    widget.hide()
    widget.show()

    assert while_hidden == []
    assert read == [True]
    assert not seen.is_due


def test_changes_in_view_are_read_at_once_or_after_they_rest(qtbot: QtBot) -> None:
    widget, at_once, rested = QWidget(), [], []
    qtbot.addWidget(widget)
    first = WhenSeen(widget, lambda: at_once.append(1))
    second = WhenSeen(widget, lambda: rested.append(1), rest_ms=20)
    widget.show()

    for _ in range(3):
        first.ask()
        second.ask()

    assert (len(at_once), len(rested)) == (4, 1)
    assert second.is_due
    qtbot.waitUntil(lambda: len(rested) == 2)
    assert not second.is_due
