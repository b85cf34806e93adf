"""The outline beside the text: sections with their words and targets; renamed and moved here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.domain.draft_numbers import heading_numbers
from portfolio_app.store.stamps import new_uid
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.empty_state import EmptyState
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor import block_text, inserting
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.live_count import live_count
from portfolio_app.ui.proposal.outline_model import TITLE, WORDS, OutlineModel, OutlineRow

MOST_TARGET = 100_000  # words


class OutlineView(QTreeView):
    """Enter goes to the section, F2 renames it, Alt+Up and Alt+Down move it."""

    def __init__(self, panel: OutlinePanel) -> None:
        super().__init__(panel)
        self._panel = panel

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        key = event.key()
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._panel.move_section(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not alt:
            self._panel.go()
        elif key == Qt.Key.Key_F2:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
            return
        event.accept()


class OutlinePanel(QWidget):
    """Shows the headings of what stands in the editor; everything done here is done in the text."""

    def __init__(
        self, workspace: Workspace, editor: ProposalEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._editor = editor
        self._live = live_count(workspace, editor)
        self.setProperty("look", "window")
        self._build()
        self._live.counted.connect(self._show)
        editor.caret_moved.connect(self._on_caret)
        theme().changed.connect(self._measure)
        self._show()

    # what is done here

    def go(self) -> None:
        """Go to the chosen section's heading, in the text."""
        row = self.current
        if row is not None:
            self._editor.go_to(row.block.uid)
            self._editor.setFocus()

    def move_section(self, by: int) -> None:
        """Move the chosen section up (-1) or down (1), with all in it; one step of the text."""
        row = self.current
        if row is None or self.workspace.readonly or row.block.kind.level != 1:
            return
        uid = row.block.uid
        before = [each.block.uid for each in self.model.rows]
        self._editor.move_section(uid, by)
        self._live.count()
        self._choose(uid)
        after = [each.block.uid for each in self.model.rows]
        if after != before:
            place = [u.block.uid for u in self.model.rows if u.block.kind.level == 1].index(uid)
            announcer().say(self.tr("{0} is section {1} now").format(row.title, place + 1))

    def rename(self, uid: str, title: str) -> bool:
        """Give a heading other words; False when it holds a citation or a note, or nothing is new.

        One step of the text.
        """
        block = self._block(uid)
        title = " ".join(title.split())
        if block is None or title == " ".join(block.text.split()):
            return False
        if any(each.kind is not InlineKind.WORDS for each in block.inlines):
            self.workspace.tell(
                self.tr("This heading holds a citation or a note. Change it in the text.")
            )
            return False
        self._editor.put_block(replace(block, inlines=(Inline(text=title),) if title else ()))
        self._live.count()
        return True

    def set_target(self, uid: str, typed: str) -> bool:
        """Set how many words a section should have; "" for no target. One step of the text."""
        digits = typed.replace(",", "").replace(" ", "").strip()
        block = self._block(uid)
        if block is None or (digits and not digits.isascii()) or not (digits or "0").isdigit():
            self.workspace.tell(self.tr("A target is a whole number of words, or nothing."))
            return False
        self._editor.put_block(replace(block, target=min(int(digits or 0), MOST_TARGET)))
        self._live.count()
        return True

    def add_section(self, kind: BlockKind = BlockKind.HEADING_1) -> None:
        """Begin a section after the chosen one, an appendix at the end; its title is typed next."""
        made = (Block(new_uid(), kind), Block(new_uid()))
        self.put_in(made, at_end=kind is BlockKind.APPENDIX)
        self._editor.go_to(made[0].uid)
        self._editor.setFocus()

    def put_in(self, blocks: Sequence[Block], *, at_end: bool) -> None:
        """Put new sections after the chosen one, or at the end; one step of the text."""
        held = self._editor.blocks()
        if all(each.is_empty for each in held):
            first, last = (self._editor.paragraph(held[n].uid) for n in (0, -1))
            if first is not None and last is not None:
                inserting.put_blocks(first, last, blocks)
        else:
            paragraph = self._editor.paragraph(held[-1].uid if at_end else self._end_of_chosen())
            if paragraph is not None:
                last_block = block_text.read(paragraph)
                inserting.put_blocks(paragraph, paragraph, [last_block, *blocks])
        self._live.count()
        self._choose(blocks[0].uid)

    @property
    def current(self) -> OutlineRow | None:
        """The chosen row."""
        index = self.view.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    # building

    def _build(self) -> None:
        look = theme()
        self.model = OutlineModel(self, self, readonly=self.workspace.readonly)
        self.view = OutlineView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Outline"))
        self.view.setAccessibleDescription(
            self.tr("Enter goes to a section, F2 renames it, Alt+Up and Alt+Down move it")
        )
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setTabKeyNavigation(False)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(triggers.NoEditTriggers)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.empty = EmptyState(
            "list",
            self.tr("No sections yet. Begin with a heading, or with the outline."),
            primary=(self.tr("Use the outline…"), self.open_outline),
        )
        self.add = QPushButton(self.tr("Add section"))
        icons.put(self.add, "plus")
        menu = QMenu(self.add)
        menu.addAction(self.tr("&Empty section"), self.add_section)
        menu.addAction(self.tr("&Appendix"), lambda: self.add_section(BlockKind.APPENDIX))
        menu.addAction(self.tr("From the &outline…"), self.open_outline)
        self.add.setMenu(menu)
        self.points = QPushButton(self.tr("Restore points…"))
        icons.put(self.points, "clock")
        self.points.clicked.connect(lambda _=False: self.open_restore_points())
        for button in (self.add, *self.empty.buttons):
            button.setEnabled(not self.workspace.readonly)
        self.back = QPushButton(self.tr("Back to the text"))
        icons.put(self.back, "x")
        self.back.setToolTip(self.tr("Back to the text (Esc)"))
        self.back.clicked.connect(lambda _=False: self._editor.setFocus())
        self.back.hide()  # seen while the outline lies over the text
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("xs"))
        for button in (self.add, self.points, self.back):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space("sm"), 0, 0, look.space("sm"))
        column.setSpacing(look.space("sm"))
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(buttons)
        self.view.clicked.connect(self._on_clicked)
        self.view.doubleClicked.connect(self._on_double_clicked)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self._measure()

    def _measure(self) -> None:
        self.setMinimumWidth(min(theme().px(170), 240))

    # dialogs

    def open_outline(self) -> None:
        """Offer the outline's sections that are not there yet."""
        from portfolio_app.ui.proposal.outline_dialog import OutlineDialog

        dialog = OutlineDialog(self, self.workspace, self._editor.blocks())
        dialog.chosen.connect(self._on_outline)
        dialog.open()

    def _on_outline(self, blocks: Sequence[Block]) -> None:
        """Put sections in and begin in the first: the button that asked may be gone now."""
        self.put_in(blocks, at_end=True)
        if blocks:
            self._editor.go_to(blocks[min(1, len(blocks) - 1)].uid)
            self._editor.setFocus()

    def open_restore_points(self) -> None:
        """Show the restore points."""
        from portfolio_app.ui.proposal.restore_points_dialog import RestorePointsDialog

        self._editor.flush()
        RestorePointsDialog(self, self.workspace).open()

    # showing

    def _show(self) -> None:
        by_uid = {each.uid: each for each in self._live.tally.sections}
        blocks = self._editor.blocks()
        numbers = heading_numbers(blocks)
        rows = [
            OutlineRow(each, numbers.get(each.uid, ""), by_uid.get(each.uid))
            for each in blocks
            if each.kind.level in (1, 2)
        ]
        chosen = self.current.block.uid if self.current else ""
        self.model.show_rows(rows)
        if chosen:
            self._choose(chosen)
        elif rows:
            self._on_caret("")
        is_empty = self._live.is_read and not rows
        self.view.setVisible(not is_empty)
        self.empty.setVisible(is_empty)

    def _on_caret(self, _uid: str) -> None:
        """Mark the section that the caret is in."""
        if self.view.hasFocus():
            return
        current = self._editor.current()
        heading = ""
        for block in self._editor.blocks():
            if block.kind.level in (1, 2):
                heading = block.uid
            if current is not None and block.uid == current.uid:
                break
        self._choose(heading)

    def _choose(self, uid: str) -> None:
        row = next((n for n, each in enumerate(self.model.rows) if each.block.uid == uid), -1)
        if row >= 0 and row != self.view.currentIndex().row():
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(
                self.model.index(row, TITLE), flags.ClearAndSelect | flags.Rows
            )

    def _on_clicked(self, _index: QModelIndex) -> None:
        row = self.current
        if row is not None:
            self._editor.go_to(row.block.uid)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.view.edit(index)

    def _on_menu(self, at: QPoint) -> None:
        row = self.current
        if row is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("&Go to it"), self.go)
        title = self.model.index(self.view.currentIndex().row(), TITLE)
        words = self.model.index(title.row(), WORDS)
        rename = menu.addAction(self.tr("&Rename"), lambda: self.view.edit(title))
        rename.setEnabled(bool(title.flags() & Qt.ItemFlag.ItemIsEditable))
        target = menu.addAction(self.tr("&Target words"), lambda: self.view.edit(words))
        target.setEnabled(
            row.words is not None and bool(words.flags() & Qt.ItemFlag.ItemIsEditable)
        )
        menu.addSeparator()
        for text, by in ((self.tr("Move &up"), -1), (self.tr("Move &down"), 1)):
            action = menu.addAction(text, partial(self.move_section, by))
            action.setEnabled(row.block.kind.level == 1 and not self.workspace.readonly)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _block(self, uid: str) -> Block | None:
        return next((each for each in self._editor.blocks() if each.uid == uid), None)

    def _end_of_chosen(self) -> str:
        """Return the uid of the last block of the chosen section; of the text's when none is."""
        blocks = self._editor.blocks()
        chosen = self.current.block.uid if self.current else ""
        at = next((n for n, each in enumerate(blocks) if each.uid == chosen), len(blocks) - 1)
        while at + 1 < len(blocks) and blocks[at + 1].kind.level != 1:
            at += 1
        return blocks[at].uid
