"""What a file also holds and its pages do not show: nobody should be surprised by it later."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from portfolio_app.domain.document import Holding
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme

_COVERED, _UNSEEN, _CUT_OFF = "covered text", "unseen text", "cut-off text"
_NOT_COUNTED = (" text",)  # "covered text: page 1: …" reads better without how often


def holding_words(holding: Holding) -> str:
    """Return one holding in a line: "3 comments", "author name: …"."""
    is_counted = holding.count > 0 and not holding.what.endswith(_NOT_COUNTED)
    words = f"{holding.count} {holding.what}" if is_counted else holding.what
    if is_counted and holding.count == 1:
        words = f"1 {_one_of(holding.what)}"
    return f"{words}: {holding.detail}" if holding.detail else words


def _one_of(several: str) -> str:
    """Return "hidden sheet" for "hidden sheets", "link to other files" for "links to …"."""
    words = several.split(" ")
    for place, word in enumerate(words):
        if word.endswith("ies"):
            words[place] = f"{word[:-3]}y"
        elif word.endswith("s") and not word.endswith("ss"):
            words[place] = word[:-1]
        else:
            continue
        break
    return " ".join(words)


class HoldsBox(QFrame):
    """The list “This file also holds”, line by line; hidden when it holds nothing else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "well")
        self._words = label("", "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme().space("sm")] * 4)
        column.setSpacing(theme().space("xs"))
        column.addWidget(label(self.tr("This file also holds"), "strong", wrap=True))
        column.addWidget(self._words)

    def show_holds(self, holds: Sequence[Holding]) -> None:
        """Show these."""
        lines = [f"• {holding_words(each)}" for each in holds]
        what = {each.what for each in holds}
        if _COVERED in what:
            lines.append(
                self.tr("Covered text can be copied out of its pages: hide its words to remove it.")
            )
        elif _UNSEEN in what:
            lines.append(
                self.tr("Unseen text can be copied out of its pages: hide its words to remove it.")
            )
        elif _CUT_OFF in what:
            lines.append(self.tr("Cut-off text can be copied out of its pages."))
        else:
            lines.append(self.tr("The bundle holds only the pages you see."))
        self._words.setText("\n".join(lines))
        self.setVisible(bool(holds))
