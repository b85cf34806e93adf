"""What a person chooses, attaches, accepts and answers on the compile screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.options import FrontSheets, PagesShown, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.services import evidence, options
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.assessment.choices_form import parse_megabytes
from portfolio_app.ui.assessment.compile_view import CompileView
from portfolio_app.ui.assessment.finding_row import ACCEPT, SHARING, FindingRow
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.inline_form import InlineForm
from portfolio_app.ui.kit.papers_box import PaperRow
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.workspace import Workspace
from tests.ui import walk
from tests.ui.assessment.conftest import Show
from tests.ui.assessment.test_compile_view import built, button, settled, words_in
from tests.ui.evidence import documents

Key = Qt.Key


def typed(form: InlineForm | None, **words: str) -> InlineForm:
    assert form is not None
    for name, text in words.items():
        form.fields[name].setFocus()
        form.fields[name].selectAll()
        QTest.keyClicks(form.fields[name], text)
    return form


def dropped(row: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    row.dropEvent(event)


def row_of(page: CompileView, rule: str) -> FindingRow:
    return next(each for each in page.findings.rows if each.finding.rule == rule)


def test_a_choice_is_kept_at_once_and_undone(page: CompileView, qtbot: QtBot) -> None:
    store = page.workspace.store
    combo = page.inputs.choices.combo("front_sheets")
    combo.setFocus()
    QTest.keyClick(combo, Key.Key_Down)
    qtbot.waitUntil(
        lambda: options.options(store, Profile.GATEWAY).front_sheets is FrontSheets.PART
    )
    page.inputs.choices.more.button.click()
    qtbot.waitUntil(page.inputs.choices.tick("large_print").isVisible)
    QTest.keyClick(page.inputs.choices.tick("large_print"), Key.Key_Space)
    settled(qtbot, page)

    assert options.options(store, Profile.GATEWAY).large_print
    assert page.inputs.choices.more.button.text() == "More choices, 1 changed"

    page.workspace.undo()
    settled(qtbot, page)

    assert not options.options(store, Profile.GATEWAY).large_print
    assert not page.inputs.choices.tick("large_print").isChecked()


def test_a_size_limit_is_typed_in_the_ways_people_write_it(page: CompileView, qtbot: QtBot) -> None:
    limit = page.inputs.choices.limit
    limit.setFocus()
    QTest.keyClicks(limit, "a lot")
    QTest.keyClick(limit, Key.Key_Return)
    assert limit.property("wrong")
    assert "number of megabytes" in limit.accessibleDescription()

    limit.selectAll()
    QTest.keyClicks(limit, "25 MB")
    QTest.keyClick(limit, Key.Key_Return)
    settled(qtbot, page)

    assert options.options(page.workspace.store, Profile.GATEWAY).limit_mb == 25
    assert not limit.property("wrong")


@pytest.mark.parametrize(
    ("words", "megabytes"),
    [("100", 100), ("1,5 mb", 1.5), ("", 0), ("-3", None), ("nan", None), ("inf", None)],
)
def test_megabytes_are_read_as_typed(words: str, megabytes: float | None) -> None:
    assert parse_megabytes(words) == megabytes


def test_a_paper_is_dropped_signed_and_removed_again(
    page: CompileView, qtbot: QtBot, tmp_path: Path
) -> None:
    store = page.workspace.store
    row = page.inputs.papers.rows[PaperKind.EMPLOYER_STATEMENT]
    assert "Not attached" in words_in(row)

    dropped(row, documents.pdf(tmp_path / "Statement.pdf", "To whom it may concern"))
    qtbot.waitUntil(lambda: row.paper is not None, timeout=20_000)
    settled(qtbot, page)
    assert "1 page · Not signed" in words_in(row)

    button(qtbot, page, "Signed…").click()
    form = typed(row.form, by="Director of Finance", on="3 March 2199")
    QTest.keyClick(form.fields["on"], Key.Key_Return)
    qtbot.waitUntil(lambda: "lies ahead" in words_in(form), timeout=10_000)
    assert form.values["by"] == "Director of Finance"  # nothing typed is lost
    typed(form, on="3 March 2026")
    QTest.keyClick(form.fields["on"], Key.Key_Return)
    qtbot.waitUntil(lambda: "Signed by Director of Finance, 3 March 2026" in words_in(row))
    settled(qtbot, page)
    assert row.form is None
    assert row.sign.hasFocus()

    row.remove.click()
    qtbot.waitUntil(lambda: row.paper is None)
    assert not queries.papers.papers(store)
    settled(qtbot, page)
    page.workspace.undo()
    qtbot.waitUntil(lambda: row.paper is not None)


def test_the_proposal_takes_attached_files_and_is_its_own_pack(
    page: CompileView, qtbot: QtBot, asked: messages.Recorder, tmp_path: Path
) -> None:
    proposal = page.inputs.choices.profile(Profile.PROPOSAL)
    proposal.setFocus()
    QTest.keyClick(proposal, Key.Key_Space)
    settled(qtbot, page)

    shown = words_in(page.inputs)
    assert "Strategic business proposal" in shown
    assert "Employer's statement" not in shown
    assert not page.build.button.isEnabled()
    assert "Attach the proposal first." in words_in(page.build)

    asked.paths.append([documents.pdf(tmp_path / "Proposal.pdf", "A plan for the winter")])
    page.inputs.papers.rows[PaperKind.PROPOSAL].attach.click()
    qtbot.waitUntil(page.build.button.isEnabled, timeout=20_000)
    settled(qtbot, page)
    assert "1 paper attached" in words_in(page.inputs)
    assert page.build.button.text() == "Build draft"  # the presentation is not there

    page.inputs.place.on_place([tmp_path / "Proposal bundle"])
    built(qtbot, page)

    assert page.build.trouble == ""
    record = queries.bundles.bundles(page.workspace.store)[0]
    assert (record.profile, record.is_draft) == ("proposal", True)
    assert Path(record.path).parent == tmp_path / "Proposal bundle"
    assert Path(record.path).is_file()
    assert "Draft · " in words_in(page.result)
    page.inputs.choices.profile(Profile.GATEWAY).click()
    settled(qtbot, page)
    assert "No bundle has been built yet." in words_in(page.result)


def test_a_finding_is_accepted_with_a_reason_and_taken_back_by_keys(
    page: CompileView, qtbot: QtBot
) -> None:
    row = next(each for each in page.findings.rows if each.finding.may_accept)
    key, message = row.finding.key, row.finding.message
    accept = next(each for each in row.buttons if each.text() == "Accept…")
    accept.setFocus()
    QTest.keyClick(accept, Key.Key_Space)
    form = row.form
    assert form is not None
    QTest.keyClick(form.fields["because"], Key.Key_Return)
    qtbot.waitUntil(lambda: "Say why it may stay as it is." in words_in(form))

    typed(form, because="My EPAO agreed on 3 March")
    title = queries.evidence.items(page.workspace.store)[-1]
    page.workspace.do(evidence.edit, title.uid, private_note="something else changes meanwhile")
    settled(qtbot, page)
    again = next(each for each in page.findings.rows if each.finding.key == key)
    assert again.typed == (ACCEPT, {"because": "My EPAO agreed on 3 March"})

    assert again.form is not None
    QTest.keyClick(again.form.fields["because"], Key.Key_Return)
    qtbot.waitUntil(lambda: key not in open_keys(page), timeout=10_000)
    settled(qtbot, page)
    button(qtbot, page, "1 accepted").click()
    assert "Accepted because: My EPAO agreed on 3 March" in words_in(page.findings)

    button(qtbot, page, "Take back").click()
    qtbot.waitUntil(lambda: key in open_keys(page), timeout=10_000)
    settled(qtbot, page)
    assert message in [each.finding.message for each in page.findings.rows]


def open_keys(page: CompileView) -> set[str]:
    return {each.finding.key for each in page.findings.rows if not each.finding.accepted}


def test_escape_puts_the_form_of_a_row_away_and_returns_to_its_button(
    page: CompileView, qtbot: QtBot
) -> None:
    row = next(each for each in page.findings.rows if each.finding.may_accept)
    row.open_form(ACCEPT)
    assert row.form is not None

    QTest.keyClick(row.form.fields["because"], Key.Key_Escape)

    assert row.form is None
    qtbot.waitUntil(row.buttons[-1].hasFocus)


def test_after_a_reason_is_kept_the_focus_is_on_the_next_finding(
    page: CompileView, qtbot: QtBot
) -> None:
    at, row = next(
        (at, each) for at, each in enumerate(page.findings.rows) if each.finding.may_accept
    )
    following = page.findings.rows[at + 1]
    assert following.buttons
    row.open_form(ACCEPT)
    form = typed(row.form, because="My EPAO agreed on 3 March")

    QTest.keyClick(form.fields["because"], Key.Key_Return)
    qtbot.waitUntil(lambda: row.finding.key not in open_keys(page), timeout=10_000)
    settled(qtbot, page)

    qtbot.waitUntil(following.buttons[0].hasFocus)


def test_coming_back_from_a_finding_leads_to_its_row(
    page: CompileView, places: list[Place]
) -> None:
    row = [each for each in page.findings.rows if each.go is not None][-1]
    assert row.go is not None
    assert page.first_focus() is not row.go

    row.go.click()

    assert len(places) == 1
    assert page.first_focus() is row.go
    assert page.first_focus() is not row.go  # once: later it is the first that must be fixed


def test_tab_goes_through_a_form_and_on_to_the_next_row(page: CompileView, qtbot: QtBot) -> None:
    at, row = next(
        (at, each) for at, each in enumerate(page.findings.rows) if each.finding.may_accept
    )
    row.open_form(ACCEPT)
    form = row.form
    assert form is not None
    qtbot.waitUntil(form.cancel.isVisible)

    wanted = [form.verb, form.cancel, page.findings.rows[at + 1].buttons[0]]
    for each in wanted:
        QTest.keyClick(page.window().focusWidget(), Key.Key_Tab)
        assert each.hasFocus()


def test_a_protective_marking_is_answered_in_its_row(page: CompileView, qtbot: QtBot) -> None:
    store = page.workspace.store
    item = next(each for each in queries.evidence.items(store) if each.ref == "E01")
    page.workspace.do(evidence.edit, item.uid, title="OFFICIAL-SENSITIVE")
    settled(qtbot, page)
    row = row_of(page, "item.marking")
    words = [each.text() for each in row.buttons]
    assert words == ["Sharing agreed…", "It is public…", "It is hidden", "Take E01 off",
                     "Go and hide"]  # fmt: skip

    row.open_form(SHARING)
    form = typed(row.form, by="Director of Governance", on="2 March 2199")
    QTest.keyClick(form.fields["on"], Key.Key_Return)
    qtbot.waitUntil(lambda: "lies ahead" in words_in(form), timeout=10_000)
    assert form.values["by"] == "Director of Governance"  # nothing typed is lost
    typed(form, on="2 March 2026")
    QTest.keyClick(form.fields["on"], Key.Key_Return)
    qtbot.waitUntil(lambda: item.uid in queries.markings.answers(store), timeout=10_000)
    settled(qtbot, page)

    assert queries.markings.answers(store)[item.uid].by == "Director of Governance"
    assert not [each for each in page.findings.rows if each.finding.rule == "item.marking"]
    page.workspace.undo()
    settled(qtbot, page)
    assert row_of(page, "item.marking").finding.about == "E01"


def test_the_panels_are_reached_by_tab_and_named(page: CompileView, qtbot: QtBot) -> None:
    page.inputs.choices.more.open()
    row = next(each for each in page.findings.rows if each.finding.may_accept)
    row.open_form(ACCEPT)
    qtbot.wait(50)

    assert walk.problems(page) == []
    assert walk.small_targets(page) == []
    assert walk.unreached(page, walk.tab_order(page)) == []


def test_every_page_may_be_chosen_for_one_item_alone(store_of: Callable[[], Store]) -> None:
    store = store_of()
    item = queries.evidence.items(store)[0]

    evidence.edit(store, item.uid, pages_shown="all")

    assert queries.evidence.item(store, item.uid).pages_shown == PagesShown.ALL.value
    with pytest.raises(ValueError, match="some"):
        evidence.edit(store, item.uid, pages_shown="some")


@pytest.fixture
def store_of(sample: Workspace) -> Callable[[], Store]:
    return lambda: sample.store


def test_a_portfolio_open_to_read_can_be_looked_at_only(
    sample_copy: Path, open_workspace: Callable[[Store], Workspace], show_page: Show
) -> None:
    from portfolio_app.services import portfolio

    page = show_page(open_workspace(portfolio.open_folder(sample_copy, readonly=True)))

    assert not page.inputs.choices.combo("annex").isEnabled()
    rows = [each for each in page.findChildren(PaperRow) if each.isVisible()]
    assert rows
    assert not any(each.attach.isEnabled() for each in rows)
    texts = [each.text() for each in page.findings.findChildren(QPushButton) if each.isVisible()]
    assert "Accept…" not in texts
