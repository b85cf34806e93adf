"""Beside the text: evidence is cited and paragraphs are tagged with keys alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.services import evidence, hiding, mapping, proposal, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.kit.places import EVIDENCE, PROPOSAL, Place
from portfolio_app.ui.proposal.checks_panel import CheckRow, ChecksPanel
from portfolio_app.ui.proposal.editor.pasting import Pasting
from portfolio_app.ui.proposal.evidence_panel import EvidencePanel
from portfolio_app.ui.proposal.inline_dialogs import CrossDialog, NoteDialog
from portfolio_app.ui.proposal.ksbs_panel import EVERY, KsbsPanel
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from tests.services.test_citing import claimed, passage
from tests.store.builders import add_item

KEY = Qt.Key


def stored(page: ProposalPage) -> tuple[Block, ...]:
    return queries.proposal.blocks(page.workspace.store)


def fill(page: ProposalPage, qtbot: QtBot) -> dict[str, str]:
    """Give the portfolio two pieces with a passage each, and the proposal two sections."""
    store = page.workspace.store
    one, two = (add_item(store, name, pages=("a", "b", "c"))[0] for name in ("Plan", "Minutes"))
    shortlist.set_order(store, [one, two])
    first = claimed(store, one, 1, "the board chose the second option")
    second = claimed(store, two, 3, "three options were costed with finance")
    blocks = [
        Block("h1", BlockKind.HEADING_1, (Inline(text="Options"),)),
        Block("p1", inlines=(Inline(text="Three options were costed."),)),
        Block("h2", BlockKind.HEADING_1, (Inline(text="Costs"),)),
        Block("p2", inlines=(Inline(text="They cost less."),)),
    ]
    proposal.keep(store, blocks, [each.uid for each in blocks])
    page.workspace.do(evidence.edit, one, title="The plan")
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=15_000)
    page.write._on_changed_elsewhere()
    qtbot.waitUntil(lambda: page.is_ready and not page.workspace.busy, timeout=15_000)
    return {"one": one, "two": two, "first": first, "second": second}


def panel_of(page: ProposalPage, name: str) -> EvidencePanel | KsbsPanel:
    panel = page.write.show_side(name)
    assert isinstance(panel, EvidencePanel | KsbsPanel)
    return panel


def test_typing_words_and_enter_cites_the_passage_and_goes_back_to_the_text(
    page: ProposalPage, settle: Callable[[], None], qtbot: QtBot
) -> None:
    known = fill(page, qtbot)
    panel = panel_of(page, "evidence")
    assert isinstance(panel, EvidencePanel)
    page.write.editor.go_to("p1")
    QTest.keyClick(page.write.editor, KEY.Key_End)
    page.workspace.actions["insert_evidence"].trigger()
    qtbot.waitUntil(panel.edit.hasFocus, timeout=15_000)
    QTest.keyClicks(panel.edit, "costed")
    QTest.keyClick(panel.edit, KEY.Key_Return)
    qtbot.waitUntil(page.write.editor.hasFocus, timeout=15_000)
    settle()

    cite = Inline(InlineKind.EVIDENCE, item_uid=known["two"], passage_uid=known["second"])
    assert stored(page)[1].inlines == (Inline(text="Three options were costed. "), cite)
    assert page.write.editor.objects.labels.of(cite) == "E02, p. 3"
    assert [each.quote for each in panel.rows] == ["three options were costed with finance"]

    # The whole quote is in view, its words can be put in, and it is opened beside.
    assert panel._quote.text() == "“three options were costed with finance”"
    went: list[Place] = []
    page.workspace.went.connect(went.append)
    panel.list.setFocus()
    QTest.keyClick(panel.list, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.write.editor.inline_wanted.emit(cite)
    opened = [(each.area, each.item, each.page, each.want) for each in went]
    assert opened == [(EVIDENCE, known["two"], 2, "window")] * 2
    data = panel.list.rows_model.mimeData([panel.list.currentIndex()])
    assert data.text() == "E02, p. 3"
    page.write.editor.go_to("p2")
    QTest.keyClick(page.write.editor, KEY.Key_End)
    Pasting(page.workspace, page.write.editor)
    page.write.editor.insertFromMimeData(data)
    qtbot.waitUntil(lambda: len(page.write.editor.blocks()[3].inlines) == 2, timeout=15_000)
    settle()
    assert stored(page)[3].inlines == (Inline(text="They cost less."), cite), "dropped there"


def test_what_is_hidden_is_never_quoted(
    page: ProposalPage, settle: Callable[[], None], qtbot: QtBot
) -> None:
    known = fill(page, qtbot)
    panel = panel_of(page, "evidence")
    assert isinstance(panel, EvidencePanel)
    page.write.editor.go_to("p2")
    panel.edit.setText("costed")
    qtbot.waitUntil(lambda: panel.is_ready and not page.workspace.busy, timeout=15_000)
    QTest.keyClick(panel.list, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert stored(page)[3].text.startswith("“three options were costed with finance” ")

    page.workspace.do(hiding.hide, known["two"], passage(3, "costed"))
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=15_000)
    qtbot.waitUntil(lambda: panel.is_ready and panel.rows[0].is_hidden, timeout=15_000)
    assert not panel.quote.isEnabled()
    assert "hidden" in panel._trouble.text()
    before = stored(page)[3].text
    QTest.keyClick(panel.list, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    settle()
    after = stored(page)[3]
    assert after.text.replace("  ", " ") == before, "the citation alone, apart from the one before"
    assert len(after.inlines) == 5


def test_a_paragraph_is_tagged_by_code_and_the_strip_says_where(
    page: ProposalPage, settle: Callable[[], None], qtbot: QtBot
) -> None:
    fill(page, qtbot)
    panel = panel_of(page, "ksbs")
    assert isinstance(panel, KsbsPanel)
    k8 = mapping.ksb_called(page.workspace.store, "K8").uid
    for uid in ("p1", "p2"):
        page.write.editor.go_to(uid)
        page.workspace.actions["claim"].trigger()
        qtbot.waitUntil(panel.field.edit.hasFocus, timeout=15_000)
        QTest.keyClicks(panel.field.edit, "k8")
        QTest.keyClick(panel.field.edit, KEY.Key_Return)
    QTest.keyClick(panel.field.edit, KEY.Key_Return)
    assert page.write.editor.hasFocus(), "Enter with nothing typed goes back to the text"
    settle()
    assert [each.ksbs for each in stored(page)] == [(), (k8,), (), (k8,)]

    panel.groups.setCurrentIndex(panel.groups.findData(EVERY))
    panel.look_again()
    panel.strip.choose(k8)
    row = panel.strip.current()
    assert row is not None
    assert (row.status, [each.where for each in row.paragraphs]) == (
        KsbStatus.STRONG, ["Section 1", "Section 2"],
    )  # fmt: skip
    assert "K8" not in panel._gaps.text()
    QTest.keyClick(panel.strip, KEY.Key_Return)
    assert page.write.editor.current() is not None
    assert page.write.editor.textCursor().block().text() == "Three options were costed."

    # The chip's Delete takes the tag off; a heading is not tagged.
    QTest.keyClick(panel._chips.children()[-1], KEY.Key_Delete)
    page.write.editor.go_to("h1")
    assert not panel.field.isEnabled()
    settle()
    assert [each.ksbs for each in stored(page)] == [(), (), (), (k8,)]
    assert page.tab == "write"
    page.workspace.go(Place(PROPOSAL, block="p2"))
    assert page.write.editor.textCursor().block().text() == "They cost less."


def test_checks_say_where_and_are_accepted_with_a_reason(
    page: ProposalPage, settle: Callable[[], None], qtbot: QtBot
) -> None:
    known = fill(page, qtbot)
    page.write.editor.go_to("p2")
    page.write.editor.insert_inline(
        Inline(InlineKind.EVIDENCE, item_uid=known["one"], passage_uid=known["first"])
    )
    settle()
    page.workspace.do(shortlist.remove, [known["one"]])
    page.workspace.actions["check_proposal"].trigger()
    panel = page.write.side.show_panel("checks")
    assert isinstance(panel, ChecksPanel)

    def row() -> CheckRow:
        return next(each for each in panel.rows if each.finding.rule == "proposal.citation")

    qtbot.waitUntil(lambda: panel.is_ready and not page.workspace.busy, timeout=15_000)
    assert "isn't on the shortlist" in row().finding.message
    page.write.editor.go_to("h1")
    row().buttons[0].click()
    assert page.write.editor.textCursor().block().blockNumber() == 3
    row().buttons[1].click()
    form = row().form
    assert form is not None
    form.fields["because"].setText("It goes back on the list in May")
    form.verb.click()
    qtbot.waitUntil(lambda: bool(panel.is_ready and row().finding.accepted), timeout=15_000)
    assert row().form is None
    assert "accepted" not in panel._said.text().lower()


def test_cross_references_are_chosen_by_keys_and_notes_written_and_changed(
    page: ProposalPage, settle: Callable[[], None], qtbot: QtBot
) -> None:
    fill(page, qtbot)
    page.write.editor.go_to("p1")
    QTest.keyClick(page.write.editor, KEY.Key_End)
    page.write.inlines.insert_cross()
    cross = page.window().findChild(CrossDialog)
    assert cross is not None
    assert [cross.list.item(n).text() for n in range(2)] == [
        "Section 1  Options",
        "Section 2  Costs",
    ]
    QTest.keyClicks(cross.edit, "cost")
    QTest.keyClick(cross.edit, KEY.Key_Return)
    page.write.inlines.insert_note()
    note = page.window().findChild(NoteDialog)
    assert note is not None
    note.edit.setPlainText("See the\nbudget")
    note.keep.click()
    settle()
    referred = Inline(InlineKind.CROSS, block_uid="h2")
    written = Inline(InlineKind.NOTE, text="See the budget")
    assert stored(page)[1].inlines[1:] == (referred, written)
    assert page.write.editor.objects.labels.of(referred) == "Section 2"

    page.write.inlines.insert_note()  # the caret is behind it: that one is changed
    again = [each for each in page.window().findChildren(NoteDialog) if each.isVisible()][-1]
    assert again.edit.toPlainText() == "See the budget"
    again.edit.setPlainText("See the plan")
    again.keep.click()
    settle()
    assert stored(page)[1].inlines[1:] == (referred, Inline(InlineKind.NOTE, text="See the plan"))
    page.write.editor.inline_wanted.emit(referred)
    assert page.write.editor.textCursor().block().text() == "Costs"
