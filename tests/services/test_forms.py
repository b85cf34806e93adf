"""Forms in the finished bundle: every copy keeps its own answers; originals travel untouched."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from portfolio_app.domain.options import BundleOptions
from portfolio_app.services import (
    bundle,
    hiding,
    intake,
    mapping,
    pack,
    portfolio,
    preflight,
    shortlist,
)
from portfolio_app.store import keychain as keychains
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.documents.forms import MULTILINE, Form
from tests.keychain import MemoryKeychain

ANSWERS = {
    "first": ("Siân Llŷr", "Chaired the review; ŵyth o bobl. Проверка", "100,00 €"),
    "second": ("Łukasz Żółć", "Wrote the paper for the board — 質量改进", "200,00 €"),
}


def filled(path: Path, answers: tuple[str, str, str], *, is_second: bool = False) -> Path:
    """Write a filled copy of one form; ``is_second`` with looks that say something else."""
    form = Form()
    form.label("Record of one day of work", 60, 780)
    for n, (name, value) in enumerate(zip(("name", "did", "cost"), answers, strict=True)):
        form.label(f"Question {n + 1}", 60, 726 - 60 * n)
        keys = {"AP": form.saying("An earlier answer")} if is_second and n == 0 else {}
        form.text(name, value, (180, 700 - 60 * n, 500, 740 - 60 * n), Ff=MULTILINE, **keys)
    form.widget("agreed", (180, 500, 195, 515), FT=Name.Btn, V=Name.Yes)
    path.write_bytes(form.made())
    return path


def with_signature(path: Path) -> Path:
    """Write a form with something in its signature field, whatever it may be worth."""
    form = Form()
    form.text("name", "A Line Manager", (180, 700, 400, 720))
    form.widget(
        "approval", (180, 600, 380, 640), FT=Name.Sig, AP=form.saying("A Manager, 3 May 2026"),
        V=Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("x" * 40),
                     ByteRange=Array([0, 10, 60, 10]), Name=String("Certificate Holder")),
    )  # fmt: skip
    path.write_bytes(form.made())
    return path


def with_secrets(path: Path) -> Path:
    """Write a form with an answer nobody sees and a name under a black box."""
    form = Form()
    form.label("Report about", 60, 780)
    form.label("Jane Example", 130, 780)
    form.pdf.pages[0].contents_add(b"0 g 125 776 70 14 re f")
    form.text("note", "Answer of a hidden field", (180, 700, 400, 720)).F = 2
    path.write_bytes(form.made())
    return path


@dataclass
class Made:
    store: Store
    files: list[Path]
    pack: pack.Pack


@pytest.fixture(scope="module")
def made(room: Workroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    place = tmp_path_factory.mktemp("forms")
    patch = pytest.MonkeyPatch()
    patch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
    patch.setattr("keyring.get_keyring", MemoryKeychain)
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    with portfolio.create(place / "mine.portfolio", facts).store as store:
        files = [
            filled(place / "day one.pdf", ANSWERS["first"]),
            filled(place / "day two.pdf", ANSWERS["second"], is_second=True),
            with_signature(place / "approval.pdf"),
            with_secrets(place / "report.pdf"),
        ]
        uids = [each.item_uid for each in intake.add(store, room, files).results]
        anchor = mapping.anchor_for_quote(store, room, uids[0], "Chaired the review").anchor
        k8 = mapping.ksb_called(store, "K8").uid
        mapping.claim(store, uids[0], [k8], anchor)
        for uid in uids[1:]:
            mapping.claim(store, uid, [k8], mapping.WHOLE)
        shortlist.add(store, uids)
        built = pack.build_pack(store, room, place / "Bundle", options=BundleOptions())
        yield Made(store, files, built)
    patch.undo()


def words_of(made: Made, number: int) -> list[str]:
    """Return the words of a piece's pages in the finished PDF, as three readers see them."""
    item = made.pack.bundle.items[number]
    path = made.pack.path
    pages = range(item.first_page - 1, item.first_page - 1 + item.pages)
    with pypdfium2.PdfDocument(path) as document:
        seen = ["\n".join(document[n].get_textpage().get_text_range() for n in pages)]
    reader = pypdf.PdfReader(path)
    seen.append("\n".join(reader.pages[n].extract_text() for n in pages))
    if poppler := which("pdftotext"):
        told = subprocess.run(
            [poppler, "-f", str(pages[0] + 1), "-l", str(pages[-1] + 1), str(path), "-"],
            capture_output=True, check=True,
        )  # fmt: skip
        seen.append(told.stdout.decode())
    return [" ".join(each.split()) for each in seen]


def test_two_filled_copies_of_one_form_keep_their_own_answers(made: Made) -> None:
    for number, key in enumerate(ANSWERS):
        other = next(each for each in ANSWERS if each != key)
        for seen in words_of(made, number):
            for answer in ANSWERS[key]:
                assert answer in seen
            for answer in ANSWERS[other]:
                assert answer not in seen
            assert "An earlier answer" not in seen


def test_nothing_of_a_form_is_left_in_the_bundle_but_what_is_seen(made: Made) -> None:
    with pikepdf.open(made.pack.path) as pdf:
        assert "/AcroForm" not in pdf.Root
        kinds = {str(a.Subtype) for page in pdf.pages for a in page.obj.get("/Annots", ())}
        streams = b"".join(
            each.read_bytes() for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and str(each.get("/Subtype")) != "/Image"
        )  # fmt: skip
    assert kinds == {"/Link"}
    for words in (b"Certificate Holder", b"hidden field", b"An earlier answer", b"/ByteRange"):
        assert words not in streams
        assert words not in made.pack.path.read_bytes()


def test_originals_of_forms_travel_byte_for_byte_unless_their_pages_leave_something_out(
    made: Made,
) -> None:
    listed = (made.pack.folder / "Files_in_this_bundle.txt").read_text("utf-8")
    there = {
        hashlib.sha256(each.read_bytes()).hexdigest(): each.name
        for each in (made.pack.folder / "04_Originals").iterdir()
    }
    shas = [hashlib.sha256(each.read_bytes()).hexdigest() for each in made.files]

    # The second copy's pages leave out what its field showed before, the last one a hidden answer.
    assert [sha in there for sha in shas] == [True, False, True, False]
    for sha, name in there.items():
        assert sha in listed
        assert name in listed
    reader = pypdf.PdfReader(made.pack.path)
    every = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert every.count("Original held by the apprentice; can be inspected") >= 2
    for sha in shas:
        assert sha in every.replace(" ", "")


def test_what_a_signature_looks_like_is_shown_and_nothing_calls_it_valid(made: Made) -> None:
    reader = pypdf.PdfReader(made.pack.path)
    item = made.pack.bundle.items[2]
    assert "A Manager, 3 May 2026" in words_of(made, 2)[0]
    sheet = reader.pages[item.front - 1].extract_text()

    assert "valid" not in f"{sheet} {words_of(made, 2)[0]}".casefold()
    assert "verified" not in sheet
    listed = (made.pack.folder / "Files_in_this_bundle.txt").read_text("utf-8")
    assert "Signed" not in listed
    assert "digital signature (not checked)" in listed


def test_covered_words_and_answers_that_are_not_as_they_look_are_found_before_it_is_built(
    made: Made,
) -> None:
    found = {
        (each.about, each.rule): each.message
        for each in preflight.findings(made.store, None)
        if each.rule in ("item.covered-text", "item.unseen-answers", "item.other-answers")
    }

    assert set(found) == {
        ("E02", "item.other-answers"),
        ("E04", "item.covered-text"),
        ("E04", "item.unseen-answers"),
    }
    assert "Jane" not in " ".join(found.values())
    holds = {each.what: each.detail for each in queries.evidence.items(made.store)[-1].holds}
    assert holds["covered text"] == "page 1: Jane Example"


def test_covered_words_that_are_hidden_are_taken_out_and_no_longer_told(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = with_secrets(tmp_path / "report.pdf")
    uid = intake.add(store, room, [path]).results[0].item_uid
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, [uid])
    anchor = mapping.anchor_for_quote(store, room, uid, "Jane Example").anchor
    hiding.hide(store, uid, anchor, "Pupil A")

    rules = {each.rule for each in preflight.findings(store, None)}
    assert "item.covered-text" not in rules
    assert "item.unseen-answers" in rules
    built = bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)
    with pikepdf.open(built.path) as pdf:
        streams = b"".join(
            each.read_bytes() for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and str(each.get("/Subtype")) != "/Image"
        )  # fmt: skip
    every = " ".join(page.extract_text() for page in pypdf.PdfReader(built.path).pages)
    assert "Report about" in every
    assert "Jane" not in every
    assert b"Jane" not in streams
