"""Tables and figures of the text: opened where they stand, and put in where the caret is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from portfolio_app.domain.draft import Block, BlockKind, Figure, Picture, Table
from portfolio_app.store.stamps import new_uid
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.figure_images import FigureImages

if TYPE_CHECKING:  # the dialogs are made when first asked for, not when the area is opened
    from portfolio_app.services.pictures import Appendix
    from portfolio_app.ui.proposal.figure_dialog import FigureDialog


class HeldDialogs(QObject):
    """Answers the editor's wish to open a table or a figure, and gives it its images."""

    def __init__(self, workspace: Workspace, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self._workspace = workspace
        self._editor = editor
        self.images = FigureImages(workspace, editor)
        editor.table_wanted.connect(self.open_table)
        editor.figure_wanted.connect(self.open_figure)

    def insert_table(self, offer: str = "") -> None:
        """Begin a table; it is put where the caret is. ``offer`` is one of tables.toml."""
        from portfolio_app.ui.proposal.table_dialog import TableDialog

        dialog = TableDialog(self._editor.window(), None, "", offer)
        dialog.written.connect(self._on_new_table)
        dialog.open()

    def insert_figure(self) -> None:
        """Begin a figure; it is put where the caret is."""
        from portfolio_app.ui.proposal.figure_dialog import FigureDialog

        dialog = FigureDialog(self._editor.window(), self._workspace)
        dialog.written.connect(self._on_new_figure)
        self._connect(dialog)
        dialog.open()

    def open_table(self, block_uid: str) -> None:
        """Open a table of the text."""
        from portfolio_app.ui.proposal.table_dialog import TableDialog

        block = self._block(block_uid)
        if block is None or block.kind is not BlockKind.TABLE or self._editor.isReadOnly():
            return
        number = self._editor.objects.labels.numbers.get(block_uid, "")
        dialog = TableDialog(self._editor.window(), block.table or Table(), number)
        dialog.written.connect(partial(self._on_table, block_uid))
        dialog.open()

    def open_figure(self, block_uid: str) -> None:
        """Open a figure of the text."""
        from portfolio_app.ui.proposal.figure_dialog import FigureDialog

        block = self._block(block_uid)
        if block is None or block.kind is not BlockKind.FIGURE or self._editor.isReadOnly():
            return
        figure = block.figure or Figure()
        picture = self._editor.objects.pictures.get(figure.picture_uid)
        dialog = FigureDialog(self._editor.window(), self._workspace, figure, picture)
        dialog.written.connect(partial(self._on_figure, block_uid))
        self._connect(dialog)
        dialog.open()

    def know(self, *added: Picture) -> None:
        """Let the editor know pictures that were kept just now."""
        objects = self._editor.objects
        objects.pictures = {**objects.pictures, **{each.uid: each for each in added}}

    # inside

    def _connect(self, dialog: FigureDialog) -> None:
        dialog.picture_added.connect(self.know)
        dialog.pages_taken.connect(self._on_pages)

    def _block(self, uid: str) -> Block | None:
        return next((each for each in self._editor.blocks() if each.uid == uid), None)

    def _on_new_table(self, table: Table) -> None:
        self._insert(Block(new_uid(), BlockKind.TABLE, table=table))

    def _on_new_figure(self, figure: Figure) -> None:
        self._insert(Block(new_uid(), BlockKind.FIGURE, figure=figure))

    def _insert(self, block: Block) -> None:
        self._editor.insert_blocks([block])
        self._editor.setFocus()

    def _on_table(self, block_uid: str, table: Table) -> None:
        block = self._block(block_uid)  # as it is now: its tags may have changed
        if block is not None:
            self._editor.put_block(replace(block, table=table))
        self._editor.setFocus()

    def _on_figure(self, block_uid: str, figure: Figure) -> None:
        block = self._block(block_uid)
        if block is not None:
            self._editor.put_block(replace(block, figure=figure))
        self._editor.setFocus()

    def _on_pages(self, made: Appendix) -> None:
        """Put an appendix after everything else."""
        self.know(*made.pictures)
        self._editor.moveCursor(QTextCursor.MoveOperation.End)
        self._editor.insert_blocks(made.blocks)
        self._editor.setFocus()
        if made.left_out:
            self._workspace.tell(
                self.tr("{0} more pages of this piece were left out.").format(made.left_out)
            )
