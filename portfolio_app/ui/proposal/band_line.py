"""The line under the text: how many words, what counts, and where it is too long."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from portfolio_app.domain.word_count import (
    SectionWords,
    message,
    words_words,
    worst_section,
)
from portfolio_app.services import proposal_words
from portfolio_app.ui.kit import icons
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import ElidedLabel, label
from portfolio_app.ui.kit.theme import restyle, theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.live_count import live_count

_SHORT = {
    "body": "body", "headings": "headings", "tables": "tables", "captions": "captions",
    "citations": "citations", "notes": "footnotes", "marks": "list markers",
    "title": "title page", "references": "references", "appendices": "appendices",
    "annex": "KSB annex",
}  # fmt: skip


class BandLine(QFrame):
    """Words, never a colour alone; the message of a proposal over its band (ux 5.3, no. 17)."""

    def __init__(
        self, workspace: Workspace, editor: ProposalEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "foot")
        self._workspace = workspace
        self._editor = editor
        self._live = live_count(workspace, editor)
        self._worst: SectionWords | None = None
        self._was = ""
        self._build()
        self._live.counted.connect(self._show)
        self._show()

    def open_counting(self) -> None:
        """Show what is counted, to be chosen."""
        if not self._live.is_read:
            return
        from portfolio_app.ui.proposal.counting_dialog import CountingDialog

        CountingDialog(self, self._workspace, self._live).open()

    def _build(self) -> None:
        look = theme()
        self.state = label("", "strong", wrap=True)
        self.parts = ElidedLabel()
        self.parts.setProperty("role", "muted")
        self.go = QPushButton()
        self.go.clicked.connect(lambda _=False: self._on_go())
        self.what = QPushButton(self.tr("What is counted?"))
        icons.put(self.what, "circle-help")
        self.what.clicked.connect(lambda _=False: self.open_counting())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.state)
        words.addWidget(self.parts)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"), one_line=True)
        for button in (self.go, self.what):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            flow.addWidget(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space("lg"), look.space("xs"), look.space("lg"),
                               look.space("xs"))  # fmt: skip
        row.setSpacing(look.space("md"))
        row.addLayout(words, 1)
        row.addWidget(buttons)

    def _show(self) -> None:
        tally, rules = self._live.tally, self._live.rules
        if not self._live.is_read:
            self.state.setText("")
            self.go.hide()
            return
        where = rules.band.where(tally.counted)
        self.state.setText(message(tally, rules.band) or rules.band.said(tally.counted))
        role = "warn" if where == "over" else "strong"
        if self.state.property("role") != role:
            self.state.setProperty("role", role)
            restyle(self.state)
        known = proposal_words.parts().parts
        on = [_SHORT.get(e.id, e.title) for e in known if e.id in rules.counting.counts]
        off = [_SHORT.get(e.id, e.title) for e in known if e.id not in rules.counting.counts]
        self.parts.setText(
            self.tr("counted: {0} · not counted: {1}").format(
                ", ".join(on) or self.tr("nothing"), ", ".join(off) or self.tr("nothing")
            )
        )
        worst = worst_section(tally) if where == "over" else None
        self.go.setVisible(worst is not None)
        self._worst = worst[1] if worst is not None else None
        if worst is not None:
            self.go.setText(self.tr("Go to section {0}").format(worst[0]))
        if self._was and where != self._was:
            announcer().say(rules.band.said(tally.counted))
        self._was = where

    def _on_go(self) -> None:
        if self._worst is not None:
            self._editor.go_to(self._worst.uid)
            self._editor.setFocus()


def section_words(section: SectionWords) -> str:
    """Return a section's words for people: "390 of 400 words", "12 words, not counted"."""
    if section.is_appendix and not section.words:
        return f"{words_words(section.all_words)}, not counted"
    if not section.target:
        return words_words(section.words)
    return f"{section.words:,} of {words_words(section.target)}"
