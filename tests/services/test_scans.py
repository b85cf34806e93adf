"""Skills scans: private marks, compared, exported for the provider, never in a bundle."""

from pathlib import Path

import pypdf
import pytest

from portfolio_app.domain.scan import Rater, first_unrated
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, mapping, scans
from portfolio_app.sheets.writing import csv_bytes
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom


def test_two_scans_are_compared_ksb_by_ksb_and_by_area(store: Store) -> None:
    k8, s12 = mapping.ksb_called(store, "K8").uid, mapping.ksb_called(store, "S12").uid
    start = scans.start(store, day="2024-09-20").uid
    now = scans.start(store, "Mid-point", "2025-09-20").uid
    scans.rate(store, start, k8, 2)
    scans.rate(store, now, k8, 4)
    scans.rate(store, now, k8, 3, by=Rater.MANAGER)
    scans.rate(store, now, s12, 5)

    rows, areas = scans.comparison(store, start, now)

    of = {row.ksb.uid: row for row in rows}
    assert len(rows) == 46
    assert (of[k8].earlier.own, of[k8].later.own, of[k8].later.manager, of[k8].change) == (
        2,
        4,
        3,
        2,
    )
    assert of[s12].change is None
    area = next(each for each in areas if each.area == of[k8].ksb.area)
    assert of[s12].ksb.area == area.area  # 4 and 5 of 5: the mean of two marks
    assert (area.earlier, area.later) == (0.25, 0.875)
    assert queries.scans.scan(store, start).title == "Start"


def test_a_mark_is_undone_taken_away_and_kept_on_its_scale(store: Store) -> None:
    k8 = mapping.ksb_called(store, "K8").uid
    uid = scans.start(store).uid
    changed = scans.rate(store, uid, k8, 5)
    scans.note(store, uid, k8, " led two ")
    with pytest.raises(PortfolioError):
        scans.rate(store, uid, k8, 6)
    assert queries.scans.scan(store, uid).rating(k8).own == 5

    scans.rate(store, uid, k8, None)
    assert queries.scans.scan(store, uid).rating(k8).own is None
    assert queries.scans.scan(store, uid).rating(k8).note == "led two"
    assert first_unrated(queries.standard.ksbs(store), queries.scans.scan(store, uid)) != ""

    removed = scans.remove(store, uid)
    assert queries.scans.scans(store) == ()
    history.undo(store, removed.step)
    assert queries.scans.scan(store, uid).rating(k8).note == "led two"
    assert changed.step


def test_the_providers_table_has_marks_in_words_and_no_private_note(store: Store) -> None:
    k8 = mapping.ksb_called(store, "K8").uid
    uid = scans.start(store, "Start", "2024-09-20", ["No", "Yes"]).uid
    scans.rate(store, uid, k8, 2)
    scans.note(store, uid, k8, "between us")

    sheet = scans.sheet(store, uid)

    assert next(row for row in sheet.rows if row[0] == "K8")[2:4] == (2, "Yes")
    assert b"between us" not in csv_bytes(sheet)
    with pytest.raises(PortfolioError):
        scans.start(store, scale=["only one"])


def test_marks_of_a_table_become_a_scan_in_one_step(store: Store) -> None:
    k8 = mapping.ksb_called(store, "K8").uid
    started = scans.start_with(store, "From the provider", "2024-09-20", {k8: (3, 4)})

    assert queries.scans.scan(store, started.uid).rating(k8).manager == 4
    history.undo(store, started.changes.step)
    assert queries.scans.scans(store) == ()


def test_the_providers_pdf_holds_every_statement_and_no_private_note(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    k8 = mapping.ksb_called(store, "K8").uid
    start = scans.start(store, day="2024-09-20").uid
    now = scans.start(store, day="2025-09-20").uid
    for scan, mark in ((start, 2), (now, 4)):
        scans.rate(store, scan, k8, mark)
        scans.note(store, scan, k8, "between us")
    scans.rate(store, now, k8, 3, by=Rater.MANAGER)

    pages = scans.save_pdf(store, room, now, tmp_path / "scan.pdf", compare_uid=start)

    reader = pypdf.PdfReader(tmp_path / "scan.pdf")
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == pages
    assert "between us" not in text
    for ksb in queries.standard.ksbs(store):
        assert ksb.code in text
    assert "4 · 3" in text
    assert "+2" in text
    assert reader.metadata is not None
    assert "Skills scan" in str(reader.metadata.title)
    page = pytest.importorskip("page", reason="page-validation has no wheel for this computer")
    checked = page.validate_pdf(str(tmp_path / "scan.pdf"), profile=page.ValidationProfile.PDF_UA_1)
    allowed = {"PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"}  # conformance is not claimed yet
    assert {each.rule_id for each in checked.failures} <= allowed
