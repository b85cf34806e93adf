"""The gateway list, the register of documents and the results, as a person works through them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.planned import Document, GatewayState
from portfolio_app.services import gateway, records, register, results
from portfolio_app.store import queries
from portfolio_app.ui.assessment.gateway_view import GatewayView
from portfolio_app.ui.assessment.results_view import ResultsView
from portfolio_app.ui.kit import messages, opening
from portfolio_app.ui.kit.places import ASSESSMENT, OBSERVATIONS, PLAN, Place
from portfolio_app.ui.kit.theme import Theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.plan.documents_view import DocumentsView
from tests.ui import walk

Idle = Callable[[Workspace], None]
KEY = Qt.Key


def shown(view: QWidget, qtbot: QtBot, width: int = 1000) -> None:
    qtbot.addWidget(view)
    view.resize(width, 700)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(lambda: bool(view.is_ready), timeout=15_000)  # type: ignore[attr-defined]


@pytest.fixture
def gone(workspace: Workspace) -> list[Place]:
    """Return the places that were gone to."""
    places: list[Place] = []
    workspace.went.connect(places.append)
    return places


def settle(view: QWidget, workspace: Workspace, idle: Idle, qtbot: QtBot) -> None:
    idle(workspace)
    qtbot.waitUntil(lambda: bool(view.is_ready), timeout=15_000)  # type: ignore[attr-defined]
    idle(workspace)


def test_the_gateway_is_worked_through_with_keys_and_says_what_is_left(
    workspace: Workspace,
    qtbot: QtBot,
    idle: Idle,
    gone: list[Place],
    said: list[str],
    asked: messages.Recorder,
    tmp_path: Path,
) -> None:
    view = GatewayView(workspace)
    shown(view, qtbot)
    store = workspace.store
    first = next(each for each in gateway.gateway(store).rows if each.is_left)
    assert view.tree.current == first, "it begins at the first that is left"
    passed = [view.tree.current]
    for _ in range(4):
        QTest.keyClick(view.tree, KEY.Key_Down)
        passed.append(view.tree.current)
    at = list(view.tree._gateway.rows).index(first)
    assert passed == list(view.tree._gateway.rows[at : at + 5]), "groups are passed over"
    for _ in range(4):
        QTest.keyClick(view.tree, KEY.Key_Up)
    assert view.tree.current == first
    assert view.words.text() == gateway.gateway(store).words
    assert walk.problems(view) == []

    view.show_place(Place(ASSESSMENT, tab="gateway", row="english"))
    QTest.keyClick(view.tree, KEY.Key_Return)
    assert gone[-1] == Place(PLAN, tab="documents")
    view.panel.exception.click()
    form = view.panel.form
    assert form is not None
    form.fields["by"].setText("Training provider")
    QTest.keyClick(form.fields["by"], KEY.Key_Return)
    assert view.panel.form is form, "what was agreed is asked for"
    form.fields["note"].setText("Over 19 at the start.")
    QTest.keyClick(form.fields["note"], KEY.Key_Return)
    settle(view, workspace, idle, qtbot)
    row = gateway.gateway(store).row("english")
    assert row is not None
    assert row.state is GatewayState.EXCEPTION
    assert view.panel.form is None
    assert said[-1] == view.words.text() == gateway.gateway(store).words
    assert view.tree.current == row
    view.panel.as_shown.click()
    settle(view, workspace, idle, qtbot)
    view.panel.off.click()
    assert view.panel.form is not None
    QTest.keyClick(view.panel.form.fields["note"], KEY.Key_Return)
    settle(view, workspace, idle, qtbot)
    assert view.tree.current is not None
    assert view.tree.current.is_off
    view.panel.off.click()
    settle(view, workspace, idle, qtbot)
    assert not view.tree.current.is_off

    proof = tmp_path / "a <b>proof</b>.pdf".replace("/", "_")
    proof.write_bytes(b"%PDF-1.4 proof")
    asked.paths.append([proof])
    view.panel.files.keep.click()
    settle(view, workspace, idle, qtbot)
    (kept,) = queries.records.records(store)
    assert [each.kept.name for each in view.panel.files.rows] == [kept.name]
    taken = tmp_path / "taken.pdf"
    asked.paths.append([taken])
    view.panel.files.rows[0].take_out.click()
    settle(view, workspace, idle, qtbot)
    assert taken.read_bytes() == proof.read_bytes()
    view.panel.files.rows[0].remove.click()
    settle(view, workspace, idle, qtbot)
    assert view.panel.files.rows == []

    view.add.click()
    assert view.form is not None
    view.form.fields["title"].setText("Room booked")  # type: ignore[union-attr]
    QTest.keyClick(view.form, KEY.Key_Return)
    settle(view, workspace, idle, qtbot)
    own = next(each for each in gateway.gateway(store).rows if each.is_own)
    assert own.group == "english-maths", "beside the row that was current"
    view.tree.select(own.id)
    view.panel.remove.click()
    settle(view, workspace, idle, qtbot)
    assert not any(each.is_own for each in gateway.gateway(store).rows)

    out = tmp_path / "list"
    asked.paths.append([out])
    view.save.click()
    settle(view, workspace, idle, qtbot)
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")


def test_the_employer_is_asked_from_the_row_and_the_form_is_gone_to(
    workspace: Workspace, qtbot: QtBot, idle: Idle, gone: list[Place]
) -> None:
    view = GatewayView(workspace)
    shown(view, qtbot)
    view.show_place(Place(ASSESSMENT, tab="gateway", row="employer.declaration"))
    view.panel.ask.click()
    form = view.form
    assert form is not None
    QTest.keyClick(form, KEY.Key_Return)
    assert records.records(workspace.store) == (), "nobody was named yet"
    form.name.setText("Head of service")  # type: ignore[union-attr]
    QTest.keyClick(form, KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(gone), timeout=15_000)
    settle(view, workspace, idle, qtbot)
    (record,) = records.records(workspace.store, "employer.declaration")
    assert gone[-1] == Place(OBSERVATIONS, item=record.observation.uid)
    row = gateway.gateway(workspace.store).row("employer.declaration")
    assert row is not None
    assert row.state is GatewayState.ELSEWHERE, "asking is not signing"
    view.panel.ask.click()
    assert len(gone) == 2
    assert view.form is None
    assert len(records.records(workspace.store)) == 1


def test_documents_are_added_signed_and_given_their_files(
    workspace: Workspace, qtbot: QtBot, idle: Idle, tmp_path: Path, look: Theme
) -> None:
    view = DocumentsView(workspace)
    shown(view, qtbot)
    store = workspace.store
    assert view.first_focus() is view.empty.buttons[0]
    view.empty.buttons[0].click()
    settle(view, workspace, idle, qtbot)
    titles = [each.title for each in register.documents(store)]
    assert titles == ["English, Level 2", "Maths, Level 2"]
    assert walk.problems(view) == []
    uid = register.documents(store)[0].uid
    view.show_place(Place(PLAN, tab="documents", row=uid))
    view.panel.state.setCurrentIndex(view.panel.state.findData("certificate lost"))
    view.panel.state.activated.emit(view.panel.state.currentIndex())
    settle(view, workspace, idle, qtbot)
    assert queries.plan.row(store, uid).content.state == "certificate lost"  # type: ignore[union-attr]
    lost = register.data().state("certificate lost")
    assert lost is not None
    assert any(
        label.text() == lost.next for label in view.panel.findChildren(type(view.panel._next))
    )

    proof = tmp_path / "statement of results.pdf"
    proof.write_bytes(b"anything at all")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(proof))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    view.panel.files.dropEvent(drop)
    settle(view, workspace, idle, qtbot)
    assert [each.name for each in queries.records.records(store, uid)] == [proof.name]

    view.other.click()
    assert view.form is not None
    view.form.fields["title"].setText("Project agreement")
    view.form.fields["parties"].setText("apprentice, line manager, facilitator")
    QTest.keyClick(view.form, KEY.Key_Return)
    settle(view, workspace, idle, qtbot)
    settle(view, workspace, idle, qtbot)
    document = next(each for each in register.documents(store) if each.title.startswith("Project"))
    assert view.panel.row is not None
    assert view.panel.row.uid == document.uid, "what was added is shown"
    assert len(view.panel.parties) == 3
    view.panel.parties[1].click()
    assert view.panel.form is not None
    assert view.panel.form.values["role"] == "line manager"
    QTest.keyClick(view.panel.form, KEY.Key_Return)
    settle(view, workspace, idle, qtbot)
    content = queries.plan.row(store, document.uid).content
    assert isinstance(content, Document)
    assert [bool(each.signed_on) for each in content.parties] == [False, True, False]
    view.panel.remove.click()
    settle(view, workspace, idle, qtbot)
    assert len(register.documents(store)) == 2


def test_results_re_sits_and_the_export_are_done_from_one_place(
    workspace: Workspace,
    qtbot: QtBot,
    idle: Idle,
    asked: messages.Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "show_in_folder", lambda path: True)
    view = ResultsView(workspace)
    shown(view, qtbot)
    assert walk.problems(view) == []
    card = view.cards["pd"]
    card.record.click()
    assert card.form is not None
    card.form.fields["result"].setText("fail")
    card.form.fields["on"].setText("1 June 2026")
    QTest.keyClick(card.form, KEY.Key_Return)
    settle(view, workspace, idle, qtbot)
    assert card.form is None
    assert "Fail, told on 1 June 2026" in card._told.text()
    assert card.again.isVisible()
    card.again.click()
    card.form.fields["by"].setText("1 May 2026")  # type: ignore[attr-defined]
    QTest.keyClick(card.form, KEY.Key_Return)
    settle(view, workspace, idle, qtbot)
    assert card.form is not None, "it was refused, and what was typed stays"
    card.form.fields["by"].setText("31 August 2026")
    QTest.keyClick(card.form, KEY.Key_Return)
    settle(view, workspace, idle, qtbot)
    assert "re-sit by 31 August 2026" in results.method(workspace.store, "pd").words
    card.remove.click()
    settle(view, workspace, idle, qtbot)
    assert card._told.text() == "No result yet"

    out = tmp_path / "all"
    asked.paths.append([out])
    view.as_zip.click()
    settle(view, workspace, idle, qtbot)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
