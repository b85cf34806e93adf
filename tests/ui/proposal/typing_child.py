"""Types into the proposal until it is killed: ``python -m tests.ui.proposal.typing_child``.

Arguments: the portfolio's folder, its key as base64. Every letter is told on standard output,
after it was typed, with the moment on the clock that all processes share.
"""

import os
import sys
import time
from base64 import b64decode
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from portfolio_app.store.database import open_store
from portfolio_app.store.keys import MasterKey
from portfolio_app.ui.kit.actions import Actions
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.keeping import Keeping
from portfolio_app.ui.proposal.proposal_state import read_state
from tests.ui.proposal.typed_words import letter

EVERY_MS = 12


def main(folder: str, key: str) -> None:
    """Type a letter every few milliseconds, as the editor of the window keeps them."""
    application = QApplication(["typing"])
    store = open_store(Path(folder), MasterKey(b64decode(key)))
    work = Workspace(store, Actions())
    editor = ProposalEditor()
    Keeping(work, editor)
    state = read_state(store)
    editor.set_draft(state.blocks, state.labels, state.pictures)
    editor.show()
    count = 0

    def type_one() -> None:
        nonlocal count
        typed = letter(count)
        if typed == "\n":
            QTest.keyClick(editor, "\r")
        else:
            QTest.keyClicks(editor, typed)
        count += 1
        os.write(1, f"{count} {time.monotonic()}\n".encode())

    timer = QTimer()
    timer.timeout.connect(type_one)
    timer.start(EVERY_MS)
    application.exec()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
