"""What can be done with a finished bundle, by keys: smaller, what changed, handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain.options import Profile
from portfolio_app.services import epao, options, shortlist
from portfolio_app.store import queries
from portfolio_app.ui.assessment import print_panel
from portfolio_app.ui.assessment.compile_view import CompileView
from portfolio_app.ui.assessment.doing import Doing
from portfolio_app.ui.kit import messages, paper
from tests.ui import walk
from tests.ui.assessment.test_compile_choices import typed
from tests.ui.assessment.test_compile_view import BUILDING, built, button, settled, words_in

Key = Qt.Key


def opened(page: CompileView, panel: Doing) -> QPushButton:
    """Open a panel by its button's key; return the button."""
    found = page.result.doings.button_of(panel)
    assert found.isEnabled()
    found.setFocus()
    QTest.keyClick(found, Key.Key_Space)
    assert not panel.isHidden()
    return found


def test_a_bundle_handed_in_is_kept_and_can_be_taken_out_after_later_builds(
    page: CompileView, qtbot: QtBot, out: Path, asked: messages.Recorder, tmp_path: Path
) -> None:
    store = page.workspace.store
    built(qtbot, page)
    handed_in = hashlib.sha256(out.read_bytes()).hexdigest()
    panel = page.result.doings.handed
    opener = opened(page, panel)
    assert walk.problems(page) == []
    assert walk.unreached(page, walk.tab_order(page)) == []

    form = typed(panel.form, on="3 March 2026")
    QTest.keyClick(form.fields["on"], Key.Key_Return)
    qtbot.waitUntil(lambda: bool(queries.bundles.bundles(store)[0].submitted_at), timeout=20_000)
    settled(qtbot, page)
    assert "Handed in on 3 March 2026." in words_in(page.result)
    assert "Out of date" not in words_in(page.result)  # saying so changes nothing in it

    QTest.keyClick(panel, Key.Key_Escape)
    assert panel.isHidden()
    assert opener.hasFocus()

    page.workspace.do(shortlist.move, queries.shortlist.uids(store)[0], 3)
    settled(qtbot, page)
    assert "Out of date: something was changed after it was built." in words_in(page.result)
    later = out.with_name(f"{out.stem}_2.pdf")
    assert page.inputs.place.out == later, "what was handed in stays where it is"
    built(qtbot, page)
    (earlier,) = page.result.table.rows_model.rows
    assert earlier.record.submitted_at == "2026-03-03"
    page.result.table.setFocus()
    page.result.table.selectRow(0)
    copy = tmp_path / "as handed in.pdf"
    asked.paths.append([copy])
    button(qtbot, page, "Take the copy out…").click()
    qtbot.waitUntil(copy.is_file, timeout=20_000)
    settled(qtbot, page)

    assert hashlib.sha256(copy.read_bytes()).hexdigest() == handed_in
    assert hashlib.sha256(out.read_bytes()).hexdigest() == handed_in

    changed = page.result.doings.changed
    opened(page, changed)
    settled(qtbot, page)
    assert changed._since.currentText().startswith("handed in 3 March 2026")
    rows = changed.table.rows_model.rows
    assert any(each.what == "was E01" for each in rows)
    assert "Some page numbers lead elsewhere now" in words_in(changed)


def test_a_folder_handed_in_comes_back_whole_and_taking_it_back_stays_in_the_panel(
    page: CompileView, qtbot: QtBot, asked: messages.Recorder, tmp_path: Path
) -> None:
    store = page.workspace.store
    page.workspace.do(
        options.choose, replace(options.options(store, Profile.GATEWAY), whole_folder=True)
    )
    settled(qtbot, page)
    page.inputs.place.on_place([tmp_path / "Bundle"])
    built(qtbot, page)
    panel = page.result.doings.handed
    opened(page, panel)
    assert "It is a draft, and each of its pages says so." in words_in(panel)
    form = typed(panel.form, on="3 March 2026")
    QTest.keyClick(form.fields["on"], Key.Key_Return)
    qtbot.waitUntil(lambda: bool(queries.bundles.bundles(store)[0].submitted_at), timeout=20_000)
    settled(qtbot, page)

    asked.paths.append([tmp_path])
    panel.take.click()
    copy = tmp_path / "Bundle_handed_in_2026-03-03"
    qtbot.waitUntil(copy.is_dir, timeout=20_000)
    names = {each.relative_to(copy) for each in copy.rglob("*")}
    folder = tmp_path / "Bundle"
    assert names == {each.relative_to(folder) for each in folder.rglob("*")}
    assert len(names) > 1

    panel.withdraw.setFocus()
    QTest.keyClick(panel.withdraw, Key.Key_Space)
    qtbot.waitUntil(lambda: not queries.bundles.bundles(store)[0].submitted_at, timeout=20_000)
    settled(qtbot, page)
    assert panel.form.fields["on"].hasFocus()


def test_a_bundle_is_made_smaller_and_the_pieces_say_what_they_cost(
    page: CompileView, qtbot: QtBot, out: Path
) -> None:
    built(qtbot, page)
    before = out.stat().st_size
    panel = page.result.doings.smaller
    opened(page, panel)
    qtbot.waitUntil(lambda: bool(panel.table.rows_model.rows), timeout=BUILDING)
    costs = panel.table.rows_model.rows
    assert [each.bytes for each in costs] == sorted((each.bytes for each in costs), reverse=True)
    assert sum(each.bytes for each in costs) < before

    form = typed(panel.form, mb="a bit")
    QTest.keyClick(form.fields["mb"], Key.Key_Return)
    qtbot.waitUntil(lambda: "This isn't a number of megabytes" in words_in(panel))

    wished = before * 0.95 / 1_000_000
    typed(panel.form, mb=f"{wished:.3f}")
    QTest.keyClick(form.fields["mb"], Key.Key_Return)
    assert panel.cancel.hasFocus()
    qtbot.waitUntil(lambda: not panel._making, timeout=BUILDING)
    settled(qtbot, page)

    assert out.stat().st_size <= wished * 1_000_000
    assert " is now " in panel._said.text()
    assert len(queries.bundles.bundles(page.workspace.store)) == 2


def test_a_smaller_bundle_that_is_cancelled_leaves_the_old_one(
    page: CompileView, qtbot: QtBot, out: Path
) -> None:
    built(qtbot, page)
    before = out.read_bytes()
    panel = page.result.doings.smaller
    opened(page, panel)
    qtbot.waitUntil(lambda: not panel._weighing, timeout=BUILDING)

    form = typed(panel.form, mb="0.2")
    QTest.keyClick(form.fields["mb"], Key.Key_Return)
    QTest.keyClick(panel.cancel, Key.Key_Space)
    assert panel.cancel.hasFocus()  # until it has stopped: there is nothing else to go to
    qtbot.waitUntil(lambda: not panel._making, timeout=5_000)
    assert form.fields["mb"].hasFocus()

    assert out.read_bytes() == before
    assert "The bundle is as it was." in panel._said.text()


def test_nothing_is_offered_that_cannot_be_done(page: CompileView, qtbot: QtBot, out: Path) -> None:
    built(qtbot, page)
    doings = page.result.doings
    assert not doings.button_of(doings.changed).isEnabled()  # nothing to compare it with

    out.unlink()
    page.check.again.click()
    settled(qtbot, page)

    assert "The file is not at its place any more." in words_in(page.result)
    assert not page.result.open.isEnabled()
    assert not doings.button_of(doings.smaller).isEnabled()
    assert not doings.button_of(doings.handed).isEnabled()


def test_the_whole_folder_is_built_and_shown_with_what_lies_beside_the_pdf(
    page: CompileView, qtbot: QtBot, out: Path, asked: messages.Recorder
) -> None:
    place = page.inputs.place
    assert "One PDF that needs nothing else" in words_in(place)
    place.whole.setFocus()
    QTest.keyClick(place.whole, Key.Key_Space)
    qtbot.waitUntil(lambda: place.is_folder, timeout=10_000)
    settled(qtbot, page)
    assert "One PDF that needs nothing else" not in words_in(place)
    folder = out.parent / "Bundle"
    folder.mkdir()
    (folder / "diary.txt").write_text("somebody else's")
    asked.paths.append([folder])
    place.choose()

    page.build.button.click()
    assert asked.asked[-1].what == "There is already something called Bundle."
    assert not page.is_building
    place.on_place([out.parent / "New bundle"])
    built(qtbot, page)

    assert page.build.trouble == ""
    record = queries.bundles.bundles(page.workspace.store)[0]
    assert record.folder == str(out.parent / "New bundle")
    assert Path(record.path).parent == out.parent / "New bundle"
    assert "In the folder" in words_in(page.result)
    assert len(list((out.parent / "New bundle").iterdir())) > 1
    assert (folder / "diary.txt").read_text() == "somebody else's"


def test_a_piece_is_printed_and_the_annex_written_as_a_pdf(
    page: CompileView,
    qtbot: QtBot,
    out: Path,
    asked: messages.Recorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built(qtbot, page)
    panel = page.result.doings.paper
    opened(page, panel)
    qtbot.waitUntil(panel.print.isEnabled, timeout=20_000)
    assert panel.part.itemText(0).startswith("The whole bundle (")
    printed = out.parent / "on paper.pdf"

    def printer(_parent: object, then: Callable[[QPrinter], None]) -> None:
        made = paper.a4_printer()
        made.setResolution(72)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(printed))
        then(made)

    monkeypatch.setattr(print_panel, "ask_printer", printer)
    panel.part.setCurrentIndex(panel.part.findData("E04"))
    pages = int(panel.part.currentText().rpartition("(")[2].split()[0])
    QTest.keyClick(panel.print, Key.Key_Space)
    assert panel.running.cancel.hasFocus()
    qtbot.waitUntil(lambda: not panel.running.token, timeout=BUILDING)
    assert f"{pages} pages went to the printer." in words_in(panel)
    assert len(pypdf.PdfReader(printed).pages) == pages

    panel.part.setCurrentIndex(panel.part.findData("annex-a"))
    asked.paths.append([out.parent / "annex"])
    QTest.keyClick(panel.write, Key.Key_Space)
    qtbot.waitUntil(lambda: (out.parent / "annex.pdf").is_file(), timeout=BUILDING)
    qtbot.waitUntil(lambda: not panel.running.token, timeout=BUILDING)
    assert "Annex A" in pypdf.PdfReader(out.parent / "annex.pdf").pages[0].extract_text()
    assert walk.problems(page) == []


@pytest.mark.parametrize("whose", ["your", "your EPAO's"])
def test_a_bundle_over_the_limit_is_built_and_says_what_can_be_done(
    page: CompileView, qtbot: QtBot, whose: str
) -> None:
    store = page.workspace.store
    if whose == "your":
        chosen = options.options(store, Profile.GATEWAY)
        page.workspace.do(options.choose, replace(chosen, limit_mb=0.3))
    else:
        said = {"source": "portal help page", "checked_on": "2026-03-03"}
        page.workspace.do(epao.set_rule, "max_mb", "0.3", **said)
    settled(qtbot, page)

    built(qtbot, page)

    assert f"and {whose} limit is 0.3 MB. It has been built and works." in words_in(page.result)
    way = next(each for each in page.findings.rows if each.finding.rule == "size.bundle")
    go = next(each for each in way.buttons if each.text() == "Make smaller…")
    QTest.keyClick(go, Key.Key_Space)
    panel = page.result.doings.smaller
    assert not panel.isHidden()
    assert panel.form.values["mb"] == "0.3"
    qtbot.waitUntil(lambda: not panel._weighing, timeout=BUILDING)
