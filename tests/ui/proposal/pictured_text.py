"""The text as it looks while words are looked for, not known, or just pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QDialog, QWidget

from portfolio_app.services import spelling
from portfolio_app.ui.kit.places import PROPOSAL, Place
from portfolio_app.ui.proposal.evidence_panel import EvidencePanel
from portfolio_app.ui.proposal.my_words_dialog import MyWordsDialog
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from portfolio_app.ui.proposal.write_view import WriteView
from portfolio_app.ui.shell.main_window import MainWindow
from tests.documents import pasted_samples

if TYPE_CHECKING:
    from tests.ui.pictured import Room

_WRONG = "<p>The goverment agreed teh plan in acommodation of 2026.</p>"


def found(room: Room) -> QWidget:
    """Return the window with a word that was found."""
    write = _write(room)
    write.find_words()
    assert write.find_bar is not None
    write.find_bar.words.setText("option")
    room.settle()
    write.find_bar.step(1)
    return room.window


def pasted(room: Room) -> QWidget:
    """Return the window with what was pasted from Word, and words that are not known."""
    write = _write(room)
    cursor = write.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    write.editor.setTextCursor(cursor)
    mime = QMimeData()
    mime.setHtml(pasted_samples.WORD.replace("<!--EndFragment-->", _WRONG))
    write.editor.insertFromMimeData(mime)
    room.settle()
    return room.window


def as_before(room: Room) -> None:
    """Leave the text as it was."""
    write = _write(room)
    if write.find_bar is not None:
        write.find_bar.close_bar()
    write.pasted.close_line()
    while write.editor.document().isUndoAvailable():
        write.editor.undo()
    room.settle()


def alone(room: Room) -> QWidget:
    """Return the window with the text alone."""
    _write(room).toggle_alone()
    return room.window


def not_alone(room: Room) -> None:
    """Show everything again."""
    write = _write(room)
    if write.is_alone:
        write.toggle_alone()


def beside(room: Room) -> QWidget:
    """Return the window with a panel that was asked for; over the text with large letters."""
    panel = _write(room).show_side("evidence")
    assert isinstance(panel, EvidencePanel)
    panel.ask()
    return room.window


def closed(room: Room) -> None:
    """Put the panel by."""
    _write(room).parts.close_over()


def my_words(window: MainWindow) -> QDialog:
    """Return the dialog with words in it."""
    for word in ("reablement", "Kittiwake", "multidisciplinarity"):
        if word not in spelling.own_words(window.workspace.store):
            spelling.add_word(window.workspace.store, word)
    return MyWordsDialog(window, window.workspace)


def _write(room: Room) -> WriteView:
    room.window.workspace.go(Place(PROPOSAL, tab="write"))
    room.settle()
    page = room.window.page
    assert isinstance(page, ProposalPage)
    return page.write
