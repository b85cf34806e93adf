"""The final export: everything of one's own, nothing hidden or private unless it is asked for."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import pypdf
import pytest

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.hours import Entry
from portfolio_app.domain.passage import Strength
from portfolio_app.domain.planned import Document, Goal, Planned, PlannedKind, Review
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import (
    bundle,
    evidence,
    final_export,
    gateway,
    gateway_checklist,
    hiding,
    hours,
    intake,
    mapping,
    names_to_hide,
    plan,
    records_kept,
    results,
    shortlist,
    submitting,
)
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents


def code_of(verb: object, *arguments: object, **named: object) -> str:
    with pytest.raises(PortfolioError) as refused:
        verb(*arguments, **named)  # type: ignore[operator]
    return refused.value.code


def test_everything_goes_out_once_whole_and_what_stays_is_named(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    paths = [
        documents.pdf(tmp_path / "budget.pdf", "The zebra budget of the trust."),
        documents.pdf(tmp_path / "secret.pdf", "The walrus letter of Jordan Exampleton."),
    ]
    pieces = [each.item_uid for each in intake.add(store, room, paths).results]
    shortlist.add(store, pieces[:1])
    ksb = mapping.ksb_called(store, "K8").uid
    mapping.claim(store, pieces[0], [ksb], mapping.WHOLE, strength=Strength.CLEARLY)
    evidence.edit(store, pieces[0], private_note="A private thought.")
    evidence.edit(store, pieces[1], do_not_export=True)
    hiding.hide_everywhere(store, room, "Jordan Exampleton", "a colleague")
    evidence.edit(store, pieces[0], title="Budget for Jordan Exampleton")
    learned = Goal((ksb,), with_whom="Jordan Exampleton")
    asking = Planned(PlannedKind.GOAL, "Ask JORDAN EXAMPLETON", "2026-03-03", content=learned)
    row = plan.add(store, asking).focus
    named = tmp_path / "Letter of Jordan Exampleton.pdf"
    named.write_bytes(b"%PDF-1.4 named")
    records_kept.keep(store, row, named)
    lost = tmp_path / "lost.pdf"
    lost.write_bytes(b"%PDF-1.4 lost")
    spoilt = tmp_path / "spoilt.pdf"
    spoilt.write_bytes(b"%PDF-1.4 spoilt")
    for path in (lost, spoilt):
        gateway.keep(store, "maths", path)
    for each in queries.records.records(store):
        if each.name == lost.name:
            store.vault.path_of(each.sha256).unlink()
        if each.name == spoilt.name:
            place = store.vault.path_of(each.sha256)
            place.chmod(0o600)
            place.write_bytes(place.read_bytes()[:-1])
    proof = tmp_path / "certificate.pdf"
    proof.write_bytes(b"%PDF-1.4 a certificate")
    gateway.keep(store, "english", proof)
    program = tmp_path / "form.exe"
    program.write_bytes(b"MZ")
    gateway.keep(store, "epao.forms", program)
    document = Document(group="agreements", note="=1+1")
    plan.add(store, Planned(PlannedKind.DOCUMENT, "Training plan", content=document))
    results.record(store, "pd", "Pass", "2026-06-01")
    met = Review(notes="A private memory.", summary="What was discussed.")
    plan.add(store, Planned(PlannedKind.REVIEW, "Tutor", "2026-01-05", content=met))
    hours.log(store, Entry("", "2026-01-06", 45, "Reading", note="A private sigh."))
    bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)
    submitting.submit(store, queries.bundles.bundles(store)[0].uid, "2026-03-03")
    (tmp_path / "Portfolio.pdf").unlink()  # the copy that was kept goes out
    changed = tmp_path / "Changed.pdf"
    changed.write_bytes(b"%PDF-1.4 another than was built")
    with store.step("build", "built", {Topic.BUNDLES}) as step:
        built = tables.BundleRow(path=str(changed), pages=1, bytes=31, sha256="0" * 64)
        step.session.add(built)

    out = tmp_path / "everything"
    made = final_export.export(store, room, out)

    found = {str(each.relative_to(out)) for each in out.rglob("*") if each.is_file()}
    assert found == {each.path for each in made.files}
    for each in made.files:
        content = (out / each.path).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (each.bytes, each.sha256)
    (handed,) = [each for each in made.files if each.path.startswith(final_export.HANDED_IN)]
    assert handed.sha256 == results.handed_in(store)[0].record.kept_sha256
    (original,) = [each for each in made.files if each.path.startswith(final_export.EVIDENCE)]
    assert (out / original.path).read_bytes() == paths[0].read_bytes()
    assert any((out / each.path).read_bytes() == proof.read_bytes() for each in made.files)
    told = (out / final_export.LIST).read_text("utf-8")
    assert {each.why for each in made.left_out} == {
        "it is marked Do not export", "it is a program", "its stored file is missing",
        "its stored file is damaged", "its file is not at its place as it was built",
    }  # fmt: skip
    assert "Do not export" in told
    register = next(each for each in made.files if each.path.endswith("Documents.csv"))
    rows = list(csv.reader(io.StringIO((out / register.path).read_text("utf-8-sig"))))
    assert rows[1][1] == "Training plan"
    assert rows[1][-1] == "'=1+1", "no cell acts as a formula"
    everything = b"".join((out / each).read_bytes() for each in found)
    assert b"What was discussed." in everything
    for stays in (b"private thought", b"private memory", b"private sigh"):
        assert stays not in everything
    assert b"exampleton" not in everything.lower(), "nobody hidden is named by a title or a row"
    assert "exampleton" not in " ".join(found).casefold()
    assert changed.read_bytes() not in everything
    assert b"not confirmed by your" not in everything, "no suggestion passes for a date"
    table = next(out / each for each in found if each.endswith("Plan.csv")).read_bytes()
    assert b"a colleague" in table
    assert ksb.encode() not in table, "what means nothing outside is left out"
    assert paths[1].read_bytes() not in everything

    whole = tmp_path / "everything.zip"
    private = final_export.export(store, room, whole, with_private=True)
    with zipfile.ZipFile(whole) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {each.path for each in private.files}
        notes = archive.read(f"{final_export.PRIVATE}/Private_notes.csv").decode("utf-8-sig")
        assert "A private thought." in notes
        contents = [archive.read(each) for each in archive.namelist()]
    assert {b"private memory" in each for each in contents} == {True, False}
    assert {b"private sigh" in each for each in contents} == {True, False}
    assert paths[1].read_bytes() in contents
    assert any(
        each.path.startswith(final_export.PRIVATE) and "held back from others" in each.what
        for each in private.files
    )
    assert code_of(final_export.export, store, room, whole) == "exists"
    assert code_of(final_export.export, store, room, out) == "exists"
    assert code_of(final_export.export, store, room, store.folder / "x") == "no-place"
    assert code_of(final_export.export, store, room, tmp_path / "no" / "x") == "no-place"

    def stop(message: str, fraction: float) -> None:
        if fraction > 0.5:
            raise Cancelled

    for name in ("stopped", "stopped.zip"):
        with pytest.raises(Cancelled):
            final_export.export(store, room, tmp_path / name, progress=stop)
    left = {each.name for each in tmp_path.iterdir()}
    assert not [each for each in left if "stopped" in each]


def test_the_checklist_says_what_is_left_and_only_its_own_file_is_replaced(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    gateway.add_own(store, "employer", "Room booked & <b>tea</b>", "line manager")
    names_to_hide.add(store, ["Morgan Hideaway"], "Colleague A")
    gateway.add_own(store, "employer", "Ask Morgan Hideaway")
    out = tmp_path / "list.pdf"
    gateway_checklist.save(store, room, out)
    gateway_checklist.save(store, room, out)

    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    words = " ".join(text.split())
    assert gateway.gateway(store).words in words
    assert "Room booked & <b>tea</b>" in words
    assert "Not confirmed for this version." in words
    assert "Ask [Colleague A]" in words
    assert "Hideaway" not in words
    assert "ready" not in words.casefold()
    assert "%" not in words
    other = documents.pdf(tmp_path / "other.pdf", "Something else.")
    before = other.read_bytes()
    assert code_of(gateway_checklist.save, store, room, other) == "exists"
    assert other.read_bytes() == before
    assert code_of(gateway_checklist.save, store, room, tmp_path / "list.txt") == "no-place"
    assert queries.records.records(store) == ()
