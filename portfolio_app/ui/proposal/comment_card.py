"""A comment of a Word copy that came back: whose it is, about what, whether it is dealt with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from portfolio_app.domain.word_copy import Comment
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.proposal.copy_words import shortened, who


class CommentCard(QFrame):
    """``ticked`` carries whether the person says it is dealt with."""

    ticked = Signal(bool)

    def __init__(self, comment: Comment, *, is_done: bool, readonly: bool) -> None:
        super().__init__()
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.addWidget(label(who(comment), "strong", wrap=True))
        if comment.about:
            column.addWidget(label(f"“{shortened(comment.about)}”", "muted", wrap=True))
        words = label(comment.text, "", wrap=True)
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        column.addWidget(words)
        done = QCheckBox(self.tr("Dealt with"))
        done.setAccessibleName(self.tr("The comment of {0} is dealt with").format(who(comment)))
        done.setChecked(is_done)
        done.setEnabled(not readonly)
        done.toggled.connect(self.ticked)
        column.addWidget(done)
