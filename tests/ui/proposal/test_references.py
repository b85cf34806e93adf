"""The References tab and the panel beside the text: typed, imported, merged and cited with keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.draft import Block, Cited, Inline, InlineKind
from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.services import proposal, references
from portfolio_app.store import queries
from portfolio_app.ui.kit.places import PROPOSAL, Place
from portfolio_app.ui.proposal.proposal_page import ProposalPage
from portfolio_app.ui.proposal.reference_choices_dialog import ReferenceChoicesDialog
from portfolio_app.ui.proposal.references_panel import ReferencesPanel
from portfolio_app.ui.proposal.references_view import ReferencesView
from portfolio_app.ui.proposal.source_dialog import SourceDialog
from tests.services.documents import pdf

KEY = Qt.Key
RIS = (
    b"TY  - BOOK\nAU  - Harrow, Judith\nPY  - 2014\nTI  - Leading a trust\nPB  - Example Press\n"
    b"ER  - \nTY  - BOOK\nAU  - Harrow, Judith\nPY  - 2014\nTI  - Leading a Trust\nER  - \n"
    b"TY  - JOUR\nAU  - Pell, Simon\nTI  - On boards\nPY  - 2020\n"
)


def sources(page: ProposalPage) -> tuple[Source, ...]:
    return queries.proposal.sources(page.workspace.store)


def view_of(page: ProposalPage, qtbot: QtBot) -> ReferencesView:
    page.workspace.go(Place(PROPOSAL, tab="references"))
    view = page._stack.currentWidget()
    assert isinstance(view, ReferencesView)
    rest(page, view, qtbot)
    return view


def rest(page: ProposalPage, shown: ReferencesView | ReferencesPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shown.is_ready and not page.workspace.busy, timeout=15_000)


def dialog(page: ProposalPage, kind: type) -> object:
    (found,) = (each for each in page.window().findChildren(kind) if each.isVisible())
    return found


def test_a_reference_is_typed_imported_merged_and_changed(
    page: ProposalPage, qtbot: QtBot, tmp_path: Path
) -> None:
    view = view_of(page, qtbot)
    assert view.nothing.isVisible()
    assert not view.change.isEnabled()

    # typed, with what the list will print beneath
    view.nothing.buttons[1].click()
    asked = dialog(page, SourceDialog)
    assert isinstance(asked, SourceDialog)
    assert not asked.keep.isEnabled()
    asked.edits["authors"].setPlainText("Vale, Nia\nExample Council")  # type: ignore[union-attr]
    asked.edits["title"].setText("Open books")  # type: ignore[union-attr]
    asked.edits["accessed"].setText("3/2/2026")  # type: ignore[union-attr]
    asked.kind.setCurrentIndex(list(SourceKind).index(SourceKind.WEB_PAGE))
    asked.edits["address"].setText("https://books.example")  # type: ignore[union-attr]
    assert asked.shown.toPlainText() == (
        "Vale, N. and Example Council (no date) Open books. Available at: https://books.example "
        "(Accessed: 3 February 2026)."
    )
    assert asked.lacks.text() == "Missing: year"
    asked.keep.click()
    qtbot.waitUntil(lambda: len(view.found.rows) == 1, timeout=15_000)
    (kept,) = sources(page)
    assert (kept.authors[1], kept.accessed) == (
        Person("Example Council", is_organisation=True),
        "2026-02-03",
    )

    # imported, with what is malformed and alike flagged
    file = tmp_path / "a.ris"
    file.write_bytes(RIS)
    view.files.take([file])
    qtbot.waitUntil(lambda: len(view.found.rows) == 4 and not page.workspace.busy, timeout=15_000)
    view.which.setCurrentIndex(2)
    assert [row.source.title for row in view.table.rows_model.rows] == [
        "Leading a trust",
        "Leading a Trust",
    ]
    view.table.selectRow(0)
    view.merge.click()
    qtbot.waitUntil(lambda: len(view.found.rows) == 3, timeout=15_000)
    view._clear()

    # filtered, and changed
    QTest.keyClicks(view.filter, "boards")
    qtbot.waitUntil(lambda: len(view.table.rows_model.rows) == 1, timeout=5_000)
    assert "end was missing" in view.flags.text()
    view.table.setFocus()
    QTest.keyClick(view.table, KEY.Key_Return)
    asked = dialog(page, SourceDialog)
    assert isinstance(asked, SourceDialog)
    asked.edits["container"].setText("Journal of Examples")  # type: ignore[union-attr]
    asked.keep.click()
    qtbot.waitUntil(
        lambda: any(each.container == "Journal of Examples" for each in sources(page)),
        timeout=15_000,
    )
    rest(page, view, qtbot)
    assert "end was missing" not in view.flags.text()

    # as one's university writes them
    view._on_written()
    choices = dialog(page, ReferenceChoicesDialog)
    assert isinstance(choices, ReferenceChoicesDialog)
    choices.boxes["no-date"].setCurrentIndex(1)
    choices.accept()
    view._clear()
    qtbot.waitUntil(
        lambda: any(row.text == "(Vale and Example Council, n.d.)" for row in view.found.rows),
        timeout=15_000,
    )


def test_what_is_chosen_beside_the_text_is_cited_where_the_caret_is(
    page: ProposalPage, settle: Callable[[], None], qtbot: QtBot
) -> None:
    store = page.workspace.store
    made = [
        references.add(
            store,
            Source("", SourceKind.REPORT, (Person(name, "A"),), year="2020", title=f"By {name}"),
        ).uid
        for name in ("Harrow", "Pell")
    ]
    proposal.keep(store, [Block("p1", inlines=(Inline(text="As shown "),))], ["p1"])
    page.write._on_changed_elsewhere()
    qtbot.waitUntil(lambda: page.is_ready and not page.workspace.busy, timeout=15_000)
    panel = page.write.show_side("references")
    assert isinstance(panel, ReferencesPanel)
    rest(page, panel, qtbot)
    page.write.editor.go_to("p1")
    QTest.keyClick(page.write.editor, KEY.Key_End)

    panel.ask()
    QTest.keyClicks(panel.filter, "pell")
    panel.place.setText("4-6")
    panel._show_rows_now()
    assert panel.prints.text() == "(Pell, 2020, pp. 4–6)"
    QTest.keyClick(panel.filter, KEY.Key_Return)
    qtbot.waitUntil(page.write.editor.hasFocus, timeout=15_000)
    settle()

    panel.filter.clear()
    panel._show_rows_now()
    panel.list.selectAll()
    assert panel.prints.text() == "(Harrow, 2020; Pell, 2020)"
    panel.insert.click()
    settle()
    (block,) = queries.proposal.blocks(store)
    assert block.inlines[1:] == (
        Inline(InlineKind.SOURCE, cited=(Cited(made[1], "4-6"),)),
        Inline(InlineKind.SOURCE, cited=(Cited(made[0]), Cited(made[1]))),
    )
    labels = page.write.editor.objects.labels
    assert labels.of(block.inlines[1]) == "(Pell, 2020, pp. 4–6)"


def drop(over: ReferencesView | SourceDialog, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    place = over.rect().center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    entered = QDragEnterEvent(place, copy, mime, left, none)
    QApplication.sendEvent(over, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(over, QDropEvent(QPointF(place), copy, mime, left, none))


def test_a_document_that_is_dropped_is_checked_kept_in_reading_and_opened(
    page: ProposalPage, qtbot: QtBot, tmp_path: Path
) -> None:
    view, store = view_of(page, qtbot), page.workspace.store
    file = pdf(tmp_path / "On boards.pdf", "On boards and what they are for")

    def form() -> SourceDialog:
        qtbot.waitUntil(
            lambda: any(each.isVisible() for each in page.window().findChildren(SourceDialog)),
            timeout=15_000,
        )
        found = dialog(page, SourceDialog)
        assert isinstance(found, SourceDialog)
        return found

    drop(view, file)
    asked = form()
    assert asked.with_document.isVisible()
    assert asked.document == file
    asked.edits["title"].setText("On boards")  # type: ignore[union-attr]
    asked.keep.click()
    qtbot.waitUntil(
        lambda: [bool(each.item_uid) for each in sources(page)] == [True]
        and view.read.isVisible() and not page.workspace.busy, timeout=15_000,
    )  # fmt: skip
    (item,) = queries.evidence.items(store)
    assert (item.shelf, sources(page)[0].item_uid) == (Shelf.READING, item.uid)

    # on the form: what was typed stays, the same document is linked and not added again
    view._on_add()
    asked = form()
    asked.edits["title"].setText("Typed already")  # type: ignore[union-attr]
    drop(asked, file)
    qtbot.waitUntil(lambda: asked.document == file, timeout=15_000)
    assert asked.typed.title == "Typed already"
    asked.with_document.setChecked(False)
    asked.keep.click()
    qtbot.waitUntil(lambda: len(view.found.rows) == 2, timeout=15_000)
    rest(page, view, qtbot)
    assert [bool(each.item_uid) for each in sources(page)] == [True, False]
    assert len(queries.evidence.items(store)) == 1

    view.table.select_keys({sources(page)[0].uid})
    assert view.read.isEnabled()
    view.read.click()
    qtbot.waitUntil(lambda: page.workspace.trail.recent(1)[0].item == item.uid, timeout=15_000)
