"""What is seen of the text: nothing before it was read, all of a citation, lines that read well."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFontMetricsF, QTextLine
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, Inline, InlineKind
from portfolio_app.domain.labels import Labels
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.band_line import BandLine
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.live_count import live_count
from portfolio_app.ui.proposal.outline_panel import OutlinePanel

LETTERS = "the quick brown fox jumps over the lazy dog "


def test_nothing_is_said_of_the_text_before_it_was_read(
    qtbot: QtBot, workspace: Workspace, idle: Callable[[Workspace], None]
) -> None:
    editor = ProposalEditor()
    outline, band = OutlinePanel(workspace, editor), BandLine(workspace, editor)
    for each in (editor, outline, band):
        qtbot.addWidget(each)
    idle(workspace)

    assert outline.empty.isHidden()
    assert band.state.text() == ""
    editor.set_draft((), Labels(), {})
    live_count(workspace, editor).count()
    assert not outline.empty.isHidden()
    assert band.state.text().startswith("0 words")


def test_a_citation_longer_than_the_line_is_shown_whole(qtbot: QtBot) -> None:
    editor = ProposalEditor()
    qtbot.addWidget(editor)
    editor.resize(420, 400)
    words = "(Harrow, 2014, pp. 21-40; Okoro et al., 2021; Estuary Inclusion Network, 2024)"
    cite = Inline(InlineKind.SOURCE)
    labels = Labels(cite=lambda _: words)
    editor.set_draft([Block("a", inlines=(Inline(text="As "), cite))], labels, {})
    with qtbot.waitExposed(editor):
        editor.show()
    one, room = QFontMetricsF(theme().reading_font()), editor.viewport()
    layout = editor.document().firstBlock().layout()

    def last() -> QTextLine:
        return layout.lineAt(layout.lineCount() - 1)

    qtbot.waitUntil(lambda: last().naturalTextWidth() <= room.width())

    assert one.horizontalAdvance(words) > room.width()
    assert last().height() > 2 * one.ascent()


def test_lines_are_no_longer_than_reads_well(qtbot: QtBot) -> None:
    editor = ProposalEditor()
    qtbot.addWidget(editor)
    editor.resize(1900, 400)
    editor.set_draft([Block("a", inlines=(Inline(text=LETTERS * 8),))], Labels(), {})
    with qtbot.waitExposed(editor):
        editor.show()
    first = editor.document().firstBlock()

    qtbot.waitUntil(lambda: first.layout().lineAt(0).textLength() <= 80)

    assert first.layout().lineAt(0).textLength() >= 60
