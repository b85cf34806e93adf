"""Cross-references and footnotes: chosen or written in a dialog; and what a double click opens."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.draft import Block, Inline, InlineKind
from portfolio_app.domain.draft_numbers import numbers
from portfolio_app.store import queries
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.found_list import beside
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.places import EVIDENCE, PROPOSAL, Place
from portfolio_app.ui.kit.screen_room import fitting
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor

WIDTH = 440  # pixels at 100 %
NOTE_LINES = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class InlineDialogs(QObject):
    """Puts notes and cross-references where the caret is, and opens what is clicked twice."""

    def __init__(self, workspace: Workspace, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self._workspace = workspace
        self._editor = editor
        editor.inline_wanted.connect(self.open)

    def insert_cross(self) -> None:
        """Ask for a heading, a table or a figure, and refer to it."""
        dialog = CrossDialog(self._editor.window(), self._editor.blocks())
        dialog.chosen.connect(self._on_cross)
        dialog.open()

    def insert_note(self) -> None:
        """Ask for the words of a footnote; the one before or behind the caret is changed."""
        if self._editor.lock:
            self._editor.refuse()
            return
        self._ask_note(self._editor.note_at_caret())

    def open(self, inline: Inline) -> None:
        """Open what stands in the line: a note's words, what is referred to, where it is found."""
        match inline.kind:
            case InlineKind.NOTE if self._editor.lock:
                self._editor.refuse()
            case InlineKind.NOTE:
                self._ask_note(inline)
            case InlineKind.CROSS:
                self._editor.go_to(inline.block_uid)
            case InlineKind.SOURCE:
                uid = inline.cited[0].source_uid if inline.cited else ""
                self._workspace.go(Place(PROPOSAL, tab="references", want=f"source:{uid}"))
            case InlineKind.EVIDENCE:
                self._open_evidence(inline)

    def _open_evidence(self, inline: Inline) -> None:
        uid = inline.passage_uid or inline.item_uid
        found = queries.cited.places(self._workspace.store, [uid]).get(uid)
        if found is None or found.is_binned:
            trouble = self._editor.objects.labels.evidence_of(inline).trouble
            self._workspace.tell(trouble)
            return
        claim = found.claims[0] if found.claims else ""
        page = found.page_index if found.page_index is not None else -1
        place = Place(EVIDENCE, item=found.item_uid, claim=claim, page=page)
        self._workspace.go(beside(place))

    def _ask_note(self, inline: Inline | None) -> None:
        dialog = NoteDialog(self._editor.window(), inline.text if inline is not None else "")
        dialog.written.connect(partial(self._on_note, inline))
        dialog.open()

    def _on_cross(self, block_uid: str) -> None:
        self._editor.insert_inline(Inline(InlineKind.CROSS, block_uid=block_uid))
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_note(self, before: Inline | None, text: str) -> None:
        note = Inline(InlineKind.NOTE, text=text)
        if before is None:
            self._editor.insert_inline(note)
        else:
            self._editor.replace_inline(before, note)
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)


class CrossDialog(QDialog):
    """Headings, tables, figures and appendices by their numbers; typing filters, Enter refers."""

    chosen = Signal(str)  # the block's uid

    def __init__(self, parent: QWidget, blocks: Sequence[Block]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Insert a cross-reference"))
        called = numbers(blocks)
        self._rows = [
            (each.uid, called[each.uid], _words(each)) for each in blocks if each.uid in called
        ]
        self._build()
        self._show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if watched is self.edit and event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
            if event.key() in _ENTER:
                self._on_chosen()
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        look = theme()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(self.tr("Filter by number or words"))
        self.edit.setAccessibleName(self.tr("Filter"))
        self.edit.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Headings, tables and figures"))
        self._said = label("", "muted", wrap=True)
        self.insert = QPushButton(self.tr("Insert"))
        self.insert.setProperty("look", "primary")
        cancel = QPushButton(self.tr("Cancel"))
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.insert)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        for each in (self.edit, self.list, self._said):
            column.addWidget(each)
        column.addLayout(buttons)
        self.resize(fitting(self, look.px(WIDTH), look.px(WIDTH - 40)))
        self.edit.textChanged.connect(self._show)
        self.edit.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemDoubleClicked.connect(lambda _: self._on_chosen())
        self.insert.clicked.connect(self._on_chosen)
        cancel.clicked.connect(self.reject)
        self.insert.setAutoDefault(False)
        cancel.setAutoDefault(False)

    def _show(self) -> None:
        wanted = self.edit.text().casefold().split()
        self.list.clear()
        for uid, number, words in self._rows:
            if all(each in f"{number} {words}".casefold() for each in wanted):
                item = QListWidgetItem(f"{number}  {words}".rstrip())
                item.setData(Qt.ItemDataRole.UserRole, uid)
                item.setSizeHint(QSize(0, theme().size("row_compact")))
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.insert.setEnabled(self.list.count() > 0)
        words = self.tr("It follows every renumbering.")
        if not self._rows:
            words = self.tr("There is no heading, table or figure to refer to yet.")
        elif not self.list.count():
            words = self.tr("Nothing found. Fewer words or another spelling may help.")
        self._said.setText(words)

    def _on_chosen(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            uid = str(item.data(Qt.ItemDataRole.UserRole))
            self.accept()
            self.chosen.emit(uid)


class NoteDialog(QDialog):
    """The words of a footnote. Ctrl+Enter keeps them."""

    written = Signal(str)

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Footnote"))
        look = theme()
        self.edit = QPlainTextEdit(text)
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(self.tr("The footnote's words"))
        self.edit.setFixedHeight(
            self.edit.fontMetrics().lineSpacing() * NOTE_LINES + look.space("lg")
        )
        self.keep = QPushButton(self.tr("Keep"))
        self.keep.setProperty("look", "primary")
        cancel = QPushButton(self.tr("Cancel"))
        for button in (self.keep, cancel):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.space("lg")] * 4)
        column.setSpacing(look.space("sm"))
        column.addWidget(label(self.tr("Stands at the foot of the page where it is called."),
                               "muted", wrap=True))  # fmt: skip
        column.addWidget(self.edit)
        column.addLayout(buttons)
        self.setMinimumWidth(look.px(WIDTH))
        self.edit.textChanged.connect(self._look)
        self.keep.clicked.connect(self._on_keep)
        cancel.clicked.connect(self.reject)
        press_by_ctrl_enter(self, self.keep)
        self._look()

    def _look(self) -> None:
        self.keep.setEnabled(bool(self.edit.toPlainText().strip()))

    def _on_keep(self) -> None:
        text = " ".join(self.edit.toPlainText().split())
        if text:
            self.accept()
            self.written.emit(text)


def _words(block: Block) -> str:
    held = block.table or block.figure
    return " ".join((held.caption if held is not None else block.text).split())
