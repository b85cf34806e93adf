"""The mapping leaves as a table and comes in as one."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from portfolio_app.domain.mapping_import import Column, Layout
from portfolio_app.domain.passage import Anchor, Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.services import evidence, history, intake, mapping, mapping_import, mapping_table
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

FORMULA = '=HYPERLINK("http://example.org","x")'


@pytest.fixture
def item_uid(store: Store, room: Workroom, tmp_path: Path) -> str:
    path = documents.pdf(tmp_path / "board minutes.pdf", "The chair set out three options.")
    return intake.add(store, room, [path]).results[0].item_uid


def table_of(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_no_text_can_act_as_a_formula_and_nothing_private_leaves(
    store: Store, item_uid: str, tmp_path: Path
) -> None:
    ksb = mapping.ksb_called(store, "K8")
    evidence.edit(store, item_uid, title=FORMULA, private_note="only mine", context="-2+3")
    mapping.claim(store, item_uid, [ksb.uid], Anchor(), strength=Strength.BEST, shows="@now")

    for name in ("m.csv", "m.xlsx", "m.json"):
        assert mapping_table.export(store, tmp_path / name) == 1

    row = next(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text("utf-8-sig"))))
    assert row["Title"] == "'" + FORMULA
    assert row["What this is"] == "'-2+3"
    assert row["What this shows"] == "'@now"
    assert (row["KSB"], row["Page"]) == ("K8", "whole item")
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx")["Claims"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == (FORMULA, "s")
    plain = json.loads((tmp_path / "m.json").read_text())
    assert plain["claims"][0]["title"] == FORMULA
    assert len(plain["ksbs"]) == 46
    for name in ("m.csv", "m.json"):
        content = (tmp_path / name).read_text("utf-8-sig")
        assert "only mine" not in content
        assert "Best example" not in content


def test_another_ending_is_refused_and_nothing_is_written(store: Store, tmp_path: Path) -> None:
    with pytest.raises(PortfolioError):
        mapping_table.export(store, tmp_path / "mapping.docx")
    assert not (tmp_path / "mapping.docx").exists()


def test_a_mapping_spreadsheet_is_taken_over_row_by_row(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    inside = tmp_path / "proof"
    inside.mkdir()
    documents.pdf(inside / "options paper.pdf", "Three options were costed.")
    path = table_of(
        tmp_path / "mapping.xlsx",
        ["My SLA log"],
        ["Date", "Activity", "Description", "KSBs hit", "Evidence"],
        ["12/11/2025", "Chaired the board", "Monthly board", "K8, S1-3", "board minutes.pdf"],
        ["", "Options paper", "", "k3 K99", "S:\\Team\\Options Paper.PDF"],
        ["3 March 2026", "Spoke at a meeting", "No file yet", "B1", "slides.pptx"],
        ["", "", "", "K1", ""],
    )

    (table,) = mapping_import.read_table(room, path)
    layout = mapping_import.guess(store, table)
    lines = mapping_import.preview(store, table, layout)
    done = mapping_import.import_lines(store, room, lines, folder=inside)

    assert layout.head == 1
    assert dict(layout.columns) == {
        Column.DATE: 0,
        Column.ACTIVITY: 1,
        Column.DESCRIPTION: 2,
        Column.KSBS: 3,
        Column.EVIDENCE: 4,
    }
    assert [each.outcome for each in done.results] == ["noted", "added", "made", "skipped"]
    assert [each.number for each in done.results] == [3, 4, 5, 6]
    assert "K99" in done.results[1].message
    known = queries.evidence.item(store, item_uid)
    assert known.candidates == ("K8", "S1", "S2", "S3")
    assert (known.context, known.claims) == ("Monthly board", 0)
    added = queries.evidence.item(store, done.results[1].item_uid)
    assert (added.title, added.pages, added.candidates) == ("Options paper", 1, ("K3",))
    made = queries.evidence.item(store, done.results[2].item_uid)
    assert (made.shelf, made.date, made.candidates) == ("inbox", "2026-03-03", ("B1",))
    assert "No file yet" in queries.text.page_texts(store, made.uid)[0].text

    history.undo(store, done.changes.step)
    assert [each.uid for each in queries.evidence.items(store)] == [item_uid]
    assert queries.evidence.item(store, item_uid).candidates == ()


def test_columns_can_be_set_by_hand_and_a_csv_from_anywhere_is_read(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes("Wann;Was;Ziel\n2026-01-05;Café réunion;K8\n".encode("cp1252"))

    (table,) = mapping_import.read_table(room, path)
    layout = Layout(0, ((Column.DATE, 0), (Column.ACTIVITY, 1), (Column.KSBS, 2)))
    (line,) = mapping_import.preview(store, table, layout)

    assert (line.title, line.date, len(line.ksb_uids)) == ("Café réunion", "2026-01-05", 1)


def test_files_named_with_codes_are_noted_as_candidates(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    folder = tmp_path / "S12 negotiating"
    folder.mkdir()
    documents.pdf(folder / "K8_B1 v2 A4 plan.pdf", "A plan.")
    (added,) = intake.add(store, room, [folder]).results

    found = mapping_import.codes_in_names(store, [added.item_uid])
    mapping_import.note_names(store, found)

    assert queries.evidence.item(store, added.item_uid).candidates == ("K8", "S12", "B1")
    assert mapping_import.codes_in_names(store) == {}
    assert queries.claims.claims(store) == ()
