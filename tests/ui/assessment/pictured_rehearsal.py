"""States of rehearsal for the pictures: a question with its evidence, the result, the times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from portfolio_app.domain.decks import DeckKind
from portfolio_app.domain.practice import Rating
from portfolio_app.domain.sitting import RunKind
from portfolio_app.ui.assessment.rehearse_view import RehearseView
from portfolio_app.ui.kit.places import ASSESSMENT, Place
from tests.ui.walk import shown_view

if TYPE_CHECKING:
    from tests.ui.pictured import Room

WAIT = 30_000  # milliseconds


def asked(room: Room) -> QWidget:
    """A question of a full run, its evidence shown."""
    view = _view(room)
    view._begin(RunKind.DISCUSSION, DeckKind.WEAKEST, "", 0)
    room.qtbot.waitUntil(lambda: view.shown is view.run, timeout=WAIT)
    view.run.evidence.click()
    room.settle()
    return room.window


def result(room: Room) -> QWidget:
    """What a run came to."""
    view = _view(room)
    view._begin(RunKind.CARDS, DeckKind.WEAKEST, "", 4)
    room.qtbot.waitUntil(lambda: view.shown is view.run, timeout=WAIT)
    for rating in (Rating.WELL, Rating.NEARLY, Rating.AGAIN):
        view.run.rates[rating].click()
        room.settle()
    view.run.finish.click()
    room.settle()
    return room.window


def times(room: Room) -> QWidget:
    """The times to practise with, being changed."""
    view = _view(room)
    view.start.times.click()
    room.qtbot.wait(120)  # it is brought into view
    return room.window


def left(room: Room) -> None:
    """Go back to where rehearsal begins."""
    view = _view(room)
    view.form_done()
    view.run.stop()
    view._to_start()
    room.settle()


def _view(room: Room) -> RehearseView:
    room.go(Place(ASSESSMENT, tab="rehearse"))
    found = shown_view(room.window)
    assert isinstance(found, RehearseView)
    room.qtbot.waitUntil(lambda: found.is_ready, timeout=WAIT)
    return found
