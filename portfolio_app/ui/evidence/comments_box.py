"""What buddies said of a piece, beside its details: private, and never in a bundle."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portfolio_app.domain.buddy import Comment
from portfolio_app.domain.days import day_words
from portfolio_app.services import buddies
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.private_sign import PrivateSign
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace


class CommentsBox(QFrame):
    """The comments one by one, each to be ticked off or removed; hidden where there are none."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: tuple[Comment, ...] = ()
        self.setProperty("look", "well")
        self.setAccessibleName(self.tr("Comments from a buddy"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme().space("sm")] * 4)
        column.setSpacing(theme().space("xs"))
        column.addWidget(label(self.tr("Comments from a buddy"), "strong", wrap=True))
        sign = QHBoxLayout()
        sign.setSpacing(theme().space("xs"))
        sign.addWidget(PrivateSign(self.tr("Private: never exported")))
        sign.addWidget(label(self.tr("Private, never exported"), "caption"), 1)
        column.addLayout(sign)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme().space("sm"))
        column.addLayout(self._rows)
        self.hide()

    def show_comments(self, comments: Sequence[Comment]) -> None:
        """Show these, what is not done first."""
        shown = tuple(sorted(comments, key=lambda each: each.state == buddies.DONE))
        if shown == self._shown:
            return
        had_focus = self.isAncestorOf(self.window().focusWidget())
        self._shown = shown
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for each in shown:
            self._rows.addWidget(self._row(each))
        self.setVisible(bool(shown))
        first = self.findChild(QPushButton)
        if had_focus and shown and first is not None:
            first.setFocus()

    def _row(self, comment: Comment) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("xs"))
        asked = buddies.questions().text(comment.field) or comment.field.capitalize()
        by = comment.said_by or self.tr("a buddy")
        is_done = comment.state == buddies.DONE
        words = [asked, by, day_words(comment.arrived_at[:10])]
        words += [self.tr("done")] if is_done else []
        column.addWidget(label(" · ".join(each for each in words if each), "caption", wrap=True))
        column.addWidget(label(comment.text, "muted" if is_done else "", wrap=True))
        buttons = QWidget()
        flow = FlowLayout(buttons, theme().space("xs"))
        done = QPushButton(self.tr("Not done") if is_done else self.tr("Done"))
        state = buddies.NEW if is_done else buddies.DONE
        done.clicked.connect(partial(self._mark, comment.uid, state))
        remove = QPushButton(self.tr("Remove"))
        remove.clicked.connect(partial(self._remove, comment.uid))
        for button in (done, remove):
            button.setProperty("look", "quiet")
            button.setAccessibleDescription(comment.text[:200])
            button.setEnabled(not self._workspace.readonly)
            flow.addWidget(button)
        column.addWidget(buttons)
        return row

    def _mark(self, uid: str, state: str) -> None:
        self._workspace.do(buddies.mark, [uid], state, toast=True)

    def _remove(self, uid: str) -> None:
        self._workspace.do(buddies.remove, [uid], toast=True)
