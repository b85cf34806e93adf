"""The menu at a place in the text: what may be meant by a misspelt word, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from portfolio_app.ui.proposal.editor.pasting import on_clipboard
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor


def _tr(text: str) -> str:
    return QCoreApplication.translate("spelling_menu", text)


class WordMenu(QMenu):
    """For a misspelt word ("" for none): offers are shown when they come, the rest at once."""

    def __init__(
        self,
        editor: ProposalEditor,
        word: str,
        *,
        put: Callable[[str], None],
        add: Callable[[], None],
        more: tuple[QAction, ...] = (),
    ) -> None:
        super().__init__(editor)
        self.word = word
        self._put = put
        self._waiting: QAction | None = None
        if word:
            self._waiting = self.addAction(_tr("Looking for words…"))
            self._waiting.setEnabled(False)
            adds = self.addAction(_tr("&Add “{0}” to my words").format(word.replace("&", "&&")))
            adds.triggered.connect(add)
            adds.setEnabled(not editor.isReadOnly())
            self.addSeparator()
        self._build(editor, more)

    def show_offers(self, offers: tuple[str, ...]) -> None:
        """Put what may be meant at the top."""
        if self._waiting is None:
            return
        waiting, self._waiting = self._waiting, None
        if not offers:
            waiting.setText(_tr("No suggestions"))
            return
        for offer in offers:
            action = QAction(offer.replace("&", "&&"), self)
            font = action.font()
            font.setBold(True)
            action.setFont(font)
            action.triggered.connect(lambda _=False, words=offer: self._put(words))
            self.insertAction(waiting, action)
        self.removeAction(waiting)
        self.setActiveAction(self.actions()[0])

    def open_at(self, place: QPoint) -> None:
        """Show it at a place of the screen; it goes when it is closed."""
        self.aboutToHide.connect(self.deleteLater)
        self.popup(place)

    def _build(self, editor: ProposalEditor, more: tuple[QAction, ...]) -> None:
        chosen, writable = editor.textCursor().hasSelection(), not editor.isReadOnly()
        held = on_clipboard()
        document = editor.document()
        can_paste = writable and held is not None and editor.canInsertFromMimeData(held)
        for text, call, can in (
            (_tr("&Undo"), editor.undo, writable and document.isUndoAvailable()),
            (_tr("&Redo"), editor.redo, writable and document.isRedoAvailable()),
            ("", None, False),
            (_tr("Cu&t"), editor.cut, writable and chosen),
            (_tr("&Copy"), editor.copy, chosen),
            (_tr("&Paste"), editor.paste, can_paste),
        ):
            if call is None:
                self.addSeparator()
                continue
            action = self.addAction(text)
            action.setEnabled(can)
            action.triggered.connect(lambda _=False, verb=call: verb())
        self.addActions(list(more))
        self.addSeparator()
        everything = self.addAction(_tr("Select a&ll"))
        everything.triggered.connect(lambda _=False: editor.selectAll())
