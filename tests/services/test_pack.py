"""The bundle folder: all that is promised is in it, nothing else is, and it is whole or absent."""

import errno
import hashlib
import io
import json
import shutil
import wave
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pikepdf
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from portfolio_app.docx import annex as word_annex
from portfolio_app.domain import file_list, wire
from portfolio_app.domain.annex_table import annex_table
from portfolio_app.domain.bundle import BuiltBundle
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.pdf import ua
from portfolio_app.problems import Level, PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import (
    bundle,
    bundle_folder,
    bundle_plan,
    evidence,
    hiding,
    history,
    intake,
    mapping,
    out_of_date,
    pack,
    pack_inspection,
    papers,
    portfolio,
    shortlist,
    smaller,
    standards,
    submitting,
)
from portfolio_app.sheets import annex as sheet_annex
from portfolio_app.store import keychain as keychains
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.keychain import MemoryKeychain
from tests.services import documents

QUOTE = "set out three options"
FORMULA = '=HYPERLINK("http://example.org","see")'
EVERYTHING = BundleOptions(item_pdfs=True, annex_xlsx=True, annex_docx=True)
GATEWAY = BundleOptions()
PROPOSAL = BundleOptions(profile=Profile.PROPOSAL)


@dataclass
class Made:
    """A portfolio with five pieces and two papers, and the folder built from it once."""

    store: Store
    uids: list[str]
    pack: pack.Pack
    options: BundleOptions


def recording(path: Path, seconds: int) -> Path:
    with wave.open(str(path), "wb") as made:
        made.setparams((1, 1, 1000, 0, "NONE", ""))
        made.writeframes(bytes(1000 * seconds))
    return path


def fill(store: Store, room: Workroom, place: Path) -> list[str]:
    files = [
        documents.pdf(place / "minutes.pdf", "One", f"The board {QUOTE} and chose."),
        documents.pdf(place / "plan.pdf", "The quite different staffing plan."),
        recording(place / "talk.wav", 252),
        place / "CON.mpp",
        documents.png(place / "board.png"),
    ]
    files[3].write_bytes(bytes(range(256)))
    uids = [each.item_uid for each in intake.add(store, room, files).results]
    anchor = mapping.anchor_for_quote(store, room, uids[0], QUOTE).anchor
    k8 = mapping.ksb_called(store, "K8").uid
    mapping.claim(store, uids[0], [k8], anchor, shows=FORMULA)
    for uid, code in zip(uids[1:], ("S1", "K8", "B1", "B2"), strict=True):
        mapping.claim(store, uid, [mapping.ksb_called(store, code).uid], mapping.WHOLE)
    evidence.edit(store, uids[1], title="+Plan: ../../etc \u202efdp.exe")
    shortlist.add(store, uids)
    return uids


@pytest.fixture(scope="module")
def made(room: Workroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    place = tmp_path_factory.mktemp("pack")
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    patch = pytest.MonkeyPatch()
    patch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
    patch.setattr("keyring.get_keyring", MemoryKeychain)
    with portfolio.create(place / "mine.portfolio", facts).store as store:
        uids = fill(store, room, place)
        scope = documents.pdf(place / "scope.pdf", "Scope of the proposal.")
        papers.attach(store, room, PaperKind.SCOPE, scope)
        statement = documents.pdf(place / "statement.pdf", "The zebra statement.")
        papers.attach(store, room, PaperKind.EMPLOYER_STATEMENT, statement)
        built = pack.build_pack(store, room, place / "Bundle", options=EVERYTHING)
        yield Made(store, uids, built, EVERYTHING)
    patch.undo()


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_everything_is_in_the_folder_under_plain_names(made: Made) -> None:
    names = {each.relative_to(made.pack.folder).as_posix() for each in files_in(made.pack.folder)}

    assert names == {
        "01_Portfolio.pdf",
        "02_Employer_statement.pdf",
        "02_Proposal_summary.pdf",
        "03_Recordings/E03_Talk_0412.wav",
        "04_Originals/E04_CON.mpp",
        "05_Pieces/E01_Minutes.pdf",
        "05_Pieces/E02_Plan_etc_fdp_exe.pdf",
        "05_Pieces/E03_Talk.pdf",
        "05_Pieces/E04_CON.pdf",
        "05_Pieces/E05_Board.pdf",
        "06_Annex_A.docx",
        "06_Annex_A.xlsx",
        "Files_in_this_bundle.txt",
    }
    assert [
        each.name for each in made.pack.folder.parent.iterdir() if ".partial" in each.name
    ] == []


def files_in(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def test_the_list_gives_size_and_hash_of_every_file(made: Made) -> None:
    text = (made.pack.folder / "Files_in_this_bundle.txt").read_text("utf-8")
    listed = file_list.read(text)

    assert listed is not None
    assert listed.is_whole
    assert listed.bundle_id == made.pack.bundle_id
    known = {each.path: (each.bytes, each.sha256) for each in listed.files}
    there = {
        each.relative_to(made.pack.folder).as_posix(): (
            each.stat().st_size,
            hashlib.sha256(each.read_bytes()).hexdigest(),
        )
        for each in files_in(made.pack.folder)
        if each.name != "Files_in_this_bundle.txt"
    }
    assert known == there
    assert made.pack.bytes == sum(each.stat().st_size for each in files_in(made.pack.folder))


def test_a_slip_page_names_the_file_that_is_really_there(made: Made) -> None:
    pages = pypdf.PdfReader(made.pack.path).pages
    original = made.store.vault.get(item(made, 2).sha256)

    for place, name in ((2, "03_Recordings/E03_Talk_0412.wav"), (3, "04_Originals/E04_CON.mpp")):
        built = made.pack.bundle.items[place]
        words = pages[built.first_page - 1].extract_text().replace("\n", "")
        assert name.replace(" ", "") in words.replace(" ", "")
    assert (made.pack.folder / "03_Recordings/E03_Talk_0412.wav").read_bytes() == original


def item(made: Made, place: int):  # type: ignore[no-untyped-def]
    return queries.evidence.item(made.store, made.uids[place])


def test_the_papers_are_pdfs_that_name_nobody_who_wrote_them(made: Made) -> None:
    path = made.pack.folder / "02_Proposal_summary.pdf"

    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title) == "Proposal scope summary"
        assert "/Author" not in pdf.docinfo
        assert str(pdf.Root.Lang) == "en-GB"
    assert "Scope of the proposal." in text_of(path)
    assert "zebra statement" in text_of(made.pack.path)
    assert "02_Proposal_summary.pdf" in text_of(made.pack.path)


def test_a_piece_alone_keeps_its_numbers_and_tags_and_holds_nothing_of_the_others(
    made: Made,
) -> None:
    path = made.pack.folder / "05_Pieces/E01_Minutes.pdf"
    whole = pypdf.PdfReader(made.pack.path)
    alone = pypdf.PdfReader(path)
    built = made.pack.bundle.items[0]

    assert len(alone.pages) == 3  # its front sheet and two pages
    assert alone.page_labels == whole.page_labels[built.front - 1 : built.first_page + 1]
    first, *_, last = (page.extract_text() for page in alone.pages)
    assert "Minutes" in first
    assert QUOTE in last
    assert f"Page {built.first_page + 1} of {made.pack.bundle.pages}" in last
    with pikepdf.open(path) as pdf:
        known = {page.obj.objgen for page in pdf.pages}
        links = [each for page in pdf.pages for each in page.obj.get("/Annots", ())]
        assert links
        assert all(each.Dest[0].objgen in known for each in links if "/Dest" in each)
        assert "/PieceInfo" not in pdf.Root
        everything = b"".join(
            each.read_bytes() if isinstance(each, pikepdf.Stream) else each.unparse()
            for each in pdf.objects
        )
        marks = [each for each in pdf.objects if is_element(each)]
        assert {str(each.S) for each in marks} >= {"/Document", "/Figure", "/H1", "/Table"}
        assert all(each.Pg.objgen in known for each in marks if "/Pg" in each)
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        assert {int(page.obj.StructParents) for page in pdf.pages} <= set(parents)
    assert b"staffing" not in everything
    assert b"E02" not in everything


def test_a_piece_alone_is_declared_pdf_ua_where_its_evidence_lets_it(made: Made) -> None:
    with (
        pikepdf.open(made.pack.folder / "05_Pieces/E03_Talk.pdf") as ours,
        pikepdf.open(made.pack.folder / "05_Pieces/E01_Minutes.pdf") as with_evidence,
    ):
        assert ua.is_declared(ours)
        assert not ua.is_declared(with_evidence)  # a font of it is not in the file


def is_element(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"


def test_the_annex_as_a_workbook_gives_the_pages_of_the_pdf_and_no_formula(made: Made) -> None:
    book = openpyxl.load_workbook(made.pack.folder / "06_Annex_A.xlsx")
    sheet = book["KSB evidence map"]
    head = [cell.value for cell in sheet[1]]
    row = next(each for each in sheet.iter_rows(values_only=True) if each[0] == "K8")
    claims = {(each.ksb, each.ref): each.page for each in made.pack.bundle.claims}

    assert head[:4] == ["KSB", "What it asks for", "Assessed by", "E01"]
    assert row[head.index("E01")] == claims["K8", "E01"]
    assert row[head.index("E03")] == claims["K8", "E03"]
    assert row[head.index("E02")] is None
    shows = next(c for r in book["Passages"].iter_rows() for c in r if c.value == FORMULA)
    title = next(c for r in book["Pieces"].iter_rows() for c in r if str(c.value).startswith("+"))
    assert (shows.data_type, shows.quotePrefix) == ("s", True)
    assert (title.data_type, title.quotePrefix) == ("s", True)
    assert sheet.print_title_rows == "$1:$1"
    assert "&P" in sheet.oddFooter.right.text
    assert (book.properties.creator or "") == ""


def test_the_annex_as_a_word_document_has_headings_and_repeated_heads(made: Made) -> None:
    document = Document(str(made.pack.folder / "06_Annex_A.docx"))
    table = document.tables[0]
    cells = next(
        [cell.text for cell in row.cells] for row in table.rows if row.cells[0].text == "K8"
    )
    claims = {(each.ksb, each.ref): each.page for each in made.pack.bundle.claims}

    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        "Annex A: KSB evidence map"
    ]
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 2"] == [
        "Passages",
        "Pieces",
    ]
    assert cells[3] == str(claims["K8", "E01"])
    for each in document.tables:
        head = each.rows[0]._tr.trPr
        assert head.find(qn("w:tblHeader")) is not None
        assert each._tbl.tblPr.find(qn("w:tblCaption")) is not None
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.author == ""
    assert FORMULA in [cell.text for cell in document.tables[1].columns[4].cells]


def test_more_than_eighteen_pieces_go_on_in_a_further_table_with_the_same_rows() -> None:
    plan, built = many(40)
    table = annex_table(plan, built)

    document = Document(io.BytesIO(word_annex.document(plan, table)))
    book = openpyxl.load_workbook(io.BytesIO(sheet_annex.workbook(plan, table)))

    heads = [[cell.text for cell in each.rows[0].cells] for each in document.tables[:3]]
    assert [len(each) for each in heads] == [21, 21, 7]
    assert heads[2][3:] == ["E37", "E38", "E39", "E40"]
    assert document.tables[2].rows[1].cells[0].text == "Finance in the EPAO's words"
    assert document.tables[2].rows[2].cells[-1].text == "140"
    first = [cell.value for cell in book.worksheets[0][2]]
    assert first[0] == "Finance in the EPAO's words"
    assert first[-1] == 140


def many(pieces: int):  # type: ignore[no-untyped-def]
    from portfolio_app.domain.bundle import (
        BuiltClaim,
        BuiltItem,
        BundlePlan,
        PlanClaim,
        PlanItem,
        PlanKsb,
    )
    from portfolio_app.domain.ksb import KsbKind

    theme = "Finance in the EPAO's words"
    ksb = PlanKsb("k", "K1", KsbKind.KNOWLEDGE, "Text", "Short", "Discussion", True, theme)
    facts = dict.fromkeys(
        ("bundle_id", "built", "built_words", "standard_name", "standard_short", "licence_line",
         "notice", "apprentice", "employer", "provider", "epao", "reference", "gateway", "role"),
        "",
    )  # fmt: skip
    items = tuple(
        PlanItem(f"i{n}", f"E{n:02d}", f"Title {n}", "Document", "", 1, "a.pdf", 1, "0" * 64,
                 claims=(PlanClaim(f"c{n}", "k", "words", ""),))
        for n in range(1, pieces + 1)
    )  # fmt: skip
    built = BuiltBundle(
        200,
        1,
        tuple(BuiltItem(each.uid, each.ref, 1, 2, 1, 1) for each in items),
        tuple(
            BuiltClaim(f"c{n}", "K1", f"E{n:02d}", 100 + n, "words") for n in range(1, pieces + 1)
        ),
    )
    return BundlePlan(**facts, ksbs=(ksb,), items=items), built


def test_reading_the_folder_back_finds_it_as_promised_and_every_change(
    made: Made, room: Workroom, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made.pack.folder, copy)
    good = pack_inspection.inspect_pack(room, copy)

    (copy / "notes.txt").write_text("mine")
    recording = copy / "03_Recordings/E03_Talk_0412.wav"
    recording.write_bytes(recording.read_bytes()[:-1] + b"x")
    (copy / "02_Proposal_summary.pdf").unlink()
    (copy / "05_Pieces/.DS_Store").write_bytes(b"left by a system")
    bad = pack_inspection.inspect_pack(room, copy)

    assert good.is_as_promised, good.findings
    assert (good.bundle_id, good.pages) == (
        made.pack.bundle_id,
        made.pack.bundle.pages + 2,
    )
    assert good.inspection is not None
    assert len(good.inspection.claims) == 5
    assert {(each.rule, each.about) for each in bad.findings if each.level is Level.MUST_FIX} == {
        ("file-extra", "notes.txt"),
        ("file-changed", "03_Recordings/E03_Talk_0412.wav"),
        ("file-missing", "02_Proposal_summary.pdf"),
    }


def test_a_changed_list_and_one_of_another_bundle_are_noticed(
    made: Made, room: Workroom, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "01_Portfolio.pdf").write_bytes(made.pack.path.read_bytes())
    listed = tuple(each for each in made.pack.files if each.path == "01_Portfolio.pdf")

    rules = []
    for text in (
        file_list.written("0000-0000", "Another", listed),
        file_list.written(made.pack.bundle_id, "Same", listed).replace("Same", "Sane"),
        file_list.written(made.pack.bundle_id, "x", [replace(listed[0], path="../x.pdf")]),
    ):
        (copy / "Files_in_this_bundle.txt").write_bytes(text.encode())
        found = pack_inspection.inspect_pack(room, copy)
        rules.append({each.rule for each in found.findings if each.level is Level.MUST_FIX})

    assert rules == [{"list-other"}, {"list-changed"}, {"name", "file-extra"}]


def test_a_bundle_of_ours_is_replaced_and_anything_else_is_left_alone(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path)
    out = tmp_path / "Bundle"
    pack.build_pack(store, room, out, options=GATEWAY)
    again = pack.build_pack(store, room, out, options=GATEWAY)
    (out / "notes.txt").write_text("mine")
    before = {each.name: each.read_bytes() for each in files_in(out)}

    with pytest.raises(PortfolioError, match=r"notes\.txt") as refused:
        pack.build_pack(store, room, out, options=GATEWAY)
    (out / "notes.txt").unlink()
    (out / "01_Portfolio.pdf").write_bytes(b"annotated")
    with pytest.raises(PortfolioError, match="was changed"):
        pack.build_pack(store, room, out, options=GATEWAY)

    assert refused.value.code == "exists"
    assert before["notes.txt"] == b"mine"
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    (stranger / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(PortfolioError, match="no bundle of this portfolio"):
        pack.build_pack(store, room, stranger, options=GATEWAY)
    assert (stranger / "thesis.docx").read_bytes() == b"years of work"
    assert again.path == out / "01_Portfolio.pdf"
    records = queries.bundles.bundles(store)
    assert [each.folder for each in records] == [str(out), str(out)]


def piece(store: Store, room: Workroom, place: Path, name: str = "minutes") -> str:
    path = documents.pdf(place / f"{name}.pdf", f"The board {QUOTE} about {name}.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, [uid])
    return uid


def test_a_folder_that_was_handed_in_is_not_replaced(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path)
    built = pack.build_pack(store, room, tmp_path / "Bundle", options=GATEWAY)
    submitting.submit(store, built.bundle_id, "2026-03-03")

    with pytest.raises(PortfolioError, match="handed in"):
        pack.build_pack(store, room, tmp_path / "Bundle", options=GATEWAY)

    assert pack_inspection.inspect_pack(room, tmp_path / "Bundle").is_as_promised


def test_cancelling_anywhere_leaves_nothing_and_the_earlier_folder(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path)
    place = tmp_path / "out"
    place.mkdir()
    pack.build_pack(store, room, place / "Bundle", options=GATEWAY)
    before = {each.name: each.read_bytes() for each in files_in(place)}

    for stop_at in (0.0, 0.3, 0.81, 0.93, 0.99):

        def stop(_message: str, fraction: float, at: float = stop_at) -> None:
            if fraction >= at:
                raise Cancelled

        with pytest.raises(Cancelled):
            pack.build_pack(store, room, place / "Bundle", options=EVERYTHING, progress=stop)

    assert [each.name for each in place.iterdir()] == ["Bundle"]
    assert {each.name: each.read_bytes() for each in files_in(place)} == before
    assert len(queries.bundles.bundles(store)) == 1


def test_a_bad_place_is_refused(store: Store, room: Workroom, tmp_path: Path) -> None:
    piece(store, room, tmp_path)
    file = tmp_path / "file"
    file.write_text("x")

    for bad in (file, tmp_path / "gone/Bundle", store.folder / "Bundle", tmp_path):
        with pytest.raises(PortfolioError):
            pack.build_pack(store, room, bad, options=GATEWAY)
    assert file.read_text() == "x"


def test_a_full_disk_leaves_nothing(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece(store, room, tmp_path)
    place = tmp_path / "out"
    place.mkdir()
    free = shutil.disk_usage(place)._replace(free=1000)

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _place: free)
        with pytest.raises(PortfolioError) as refused:
            pack.build_pack(store, room, place / "Bundle", options=GATEWAY)

    assert refused.value.code == "disk-full"
    assert list(place.iterdir()) == []


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece(store, room, tmp_path)
    place = tmp_path / "out"
    place.mkdir()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(bundle_folder.disk, "sync_file", full)
        with pytest.raises(PortfolioError, match="disk is full") as refused:
            pack.build_pack(store, room, place / "Bundle", options=GATEWAY)

    assert refused.value.code == "disk-full"
    assert list(place.iterdir()) == []


def test_what_a_killed_build_left_is_put_right(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path)
    built = pack.build_pack(store, room, tmp_path / "Bundle", options=GATEWAY)
    aside = tmp_path / ".Bundle.0123abcd.old"
    built.folder.rename(aside)  # killed between the two moves
    half = tmp_path / ".Bundle.89abcdef.partial"
    half.mkdir()
    (half / "01_Portfolio.pdf").write_bytes(b"half")
    mine = tmp_path / ".Bundle.mine.old"
    mine.mkdir()

    def stop(_message: str, _fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        pack.build_pack(store, room, tmp_path / "Bundle", options=GATEWAY, progress=stop)

    assert not aside.exists()
    assert not half.exists()
    assert mine.is_dir()
    assert pack_inspection.inspect_pack(room, built.folder).is_as_promised


def test_the_proposal_and_its_presentation_are_pdfs_whatever_they_were(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    with pytest.raises(PortfolioError) as nothing:
        pack.build_pack(store, room, tmp_path / "Bundle", options=PROPOSAL)
    words = Document()
    words.add_paragraph("The proposal speaks of zebras.")
    words.core_properties.author = "Somebody"
    words.save(str(tmp_path / "proposal.docx"))
    papers.attach(store, room, PaperKind.PROPOSAL, tmp_path / "proposal.docx")
    slides = documents.png(tmp_path / "slides.png")
    papers.attach(store, room, PaperKind.PRESENTATION, slides)

    built = pack.build_pack(store, room, tmp_path / "Bundle", options=PROPOSAL)

    names = sorted(each.name for each in files_in(built.folder))
    proposal, presentation, listed = (
        next(each for each in names if word in each) for word in ("Proposal", "Presen", "Files")
    )
    assert nothing.value.code == "nothing-attached"
    assert len(names) == 3
    assert "zebras" in text_of(built.folder / proposal)
    assert b"Somebody" not in (built.folder / proposal).read_bytes()
    assert len(pypdf.PdfReader(built.folder / presentation).pages) == 1
    assert listed == "Files_in_this_bundle.txt"
    assert built.bundle.pages == 2
    assert pack_inspection.inspect_pack(room, built.folder).is_as_promised
    assert not out_of_date.is_out_of_date(store, built.bundle_id)
    papers.attach(store, room, PaperKind.PRESENTATION, documents.png(slides, colour="red"))
    assert out_of_date.is_out_of_date(store, built.bundle_id)


def test_a_paper_without_pages_is_told_in_a_sentence(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    odd = tmp_path / "slides.key"
    odd.write_bytes(bytes(range(256)))
    papers.attach(store, room, PaperKind.PRESENTATION, odd)

    with pytest.raises(PortfolioError, match="can't be made a PDF") as refused:
        pack.build_pack(store, room, tmp_path / "Bundle", options=PROPOSAL)

    assert refused.value.code == "no-pages"
    assert "PDF" in refused.value.hint
    assert not (tmp_path / "Bundle").exists()


def test_the_pdf_alone_says_what_it_leaves_out(made: Made, room: Workroom, tmp_path: Path) -> None:
    alone = pack.pdf_alone(made.store, made.options)
    built = bundle.build(made.store, room, tmp_path / "alone.pdf", options=made.options)

    assert {each.ref for each in alone.left_out} == {"E03", "E04"}
    assert "employer's statement, proposal scope summary" in alone.told[0]
    assert "E03, E04" in alone.told[1]
    assert "Scope of the proposal." in text_of(built.path)
    slip = built.bundle.items[2].first_page
    words = pypdf.PdfReader(built.path).pages[slip - 1].extract_text()
    assert "03_Recordings" not in words
    assert "request" in words


def test_an_original_that_was_chosen_goes_along_unless_something_in_it_is_left_out(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    plain = piece(store, room, tmp_path)
    words = Document()
    words.add_paragraph("Words for all.")
    words.add_comment(words.paragraphs[0].runs, text="A private word.", author="Somebody")
    words.save(str(tmp_path / "commented.docx"))
    commented = intake.add(store, room, [tmp_path / "commented.docx"]).results[0].item_uid
    mapping.claim(store, commented, [mapping.ksb_called(store, "S1").uid], mapping.WHOLE)
    shortlist.add(store, [commented])
    chosen = replace(GATEWAY, also_originals=(plain, commented))

    planned = bundle_plan.plan(store, options=replace(chosen, whole_folder=True))
    built = pack.build_pack(store, room, tmp_path / "Bundle", options=chosen)

    assert [(each.supplied, each.held) for each in planned.items] == [
        ("04_Originals/E01_Minutes.pdf", False),
        ("", True),
    ]
    assert (built.folder / "04_Originals/E01_Minutes.pdf").read_bytes() == (
        tmp_path / "minutes.pdf"
    ).read_bytes()
    (stays,) = built.notes
    assert stays.message.startswith("E02's original stays with you: it holds ")
    assert stays in built.findings
    text = (built.folder / "Files_in_this_bundle.txt").read_text("utf-8")
    assert "Originals held by the apprentice; can be inspected" in text
    assert queries.evidence.item(store, commented).sha256 in text


def test_a_recording_that_says_where_it_was_made_goes_along_only_when_it_was_chosen(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = recording(tmp_path / "talk.wav", 5)
    uid = intake.add(store, room, [path]).results[0].item_uid
    mapping.claim(store, uid, [mapping.ksb_called(store, "S1").uid], mapping.WHOLE)
    shortlist.add(store, [uid])
    with store.session() as session:
        row = session.query(tables.ItemRow).filter_by(uid=uid).one()
        row.holds = json.dumps([{"what": "GPS position", "count": 0, "detail": ""}])

    (left,) = bundle_plan.plan(store, options=GATEWAY).items
    (taken,) = bundle_plan.plan(store, options=replace(GATEWAY, also_originals=(uid,))).items

    assert (left.supplied, left.held) == ("", True)
    assert (taken.supplied, taken.held) == ("03_Recordings/E01_Talk_0005.wav", False)


def test_size_and_names_follow_what_the_epao_says(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path, "a_very_long_name_of_a_piece_that_goes_on")
    rules = {
        "max_mb": "0.01",
        "file_names": "{reference}_{surname} Portfolio.pdf",
        "name_length": "24",
    }
    with store.session() as session:
        for key, value in rules.items():
            session.add(
                tables.EpaoRuleRow(key=key, value=value, source="Guide", checked_on="2026-01-02")
            )
    portfolio.set_detail(store, "reference", "REF 12/3")
    chosen = replace(GATEWAY, item_pdfs=True, limit_mb=0.02)

    built = pack.build_pack(store, room, tmp_path / "Bundle", options=chosen)

    assert built.path.name == "REF_12_3_Apprentice.pdf"
    assert all(len(each.name) <= 24 for each in files_in(built.folder))
    too_large = {each.rule: each for each in built.findings if "too-large" in each.rule}
    assert "built and works" in too_large["bundle.too-large"].message
    assert too_large["file.too-large"].source == "Guide, 2 January 2026: set by you."


def test_without_a_list_the_pdf_can_still_be_checked(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path)

    built = pack.build_pack(
        store, room, tmp_path / "Bundle", options=replace(GATEWAY, file_list=False)
    )
    found = pack_inspection.inspect_pack(room, built.folder)

    assert [each.name for each in files_in(built.folder)] == ["01_Portfolio.pdf"]
    assert {each.rule for each in found.findings} >= {"list-missing"}
    assert found.is_as_promised
    assert found.inspection is not None


def test_no_part_of_an_office_file_names_a_program_or_an_author(made: Made) -> None:
    for name in ("06_Annex_A.docx", "06_Annex_A.xlsx"):
        with zipfile.ZipFile(made.pack.folder / name) as package:
            properties = package.read("docProps/core.xml").decode()
            assert package.testzip() is None
        assert "openpyxl" not in properties
        assert "Apprentice" not in properties
    book = openpyxl.load_workbook(made.pack.folder / "06_Annex_A.xlsx")
    assert not book.properties.creator


def test_a_paper_attached_and_signed_is_undone_step_by_step(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "statement.pdf", "The statement.")
    attached = papers.attach(store, room, PaperKind.EMPLOYER_STATEMENT, path)
    piece(store, room, tmp_path)
    signed = papers.sign(store, attached.item_uid, "Line manager", "2026-01-05")
    piece(store, room, tmp_path, "another")
    (planned,) = bundle_plan.plan(store).papers

    history.undo(store, signed.step)
    unsigned = [each.signed for each in bundle_plan.plan(store).papers]
    history.undo(store, attached.changes.step)

    assert planned.signed == "Signed by Line manager, 5 January 2026"
    assert planned.note == "Signed for a different set: E02 added"
    assert unsigned == [""]
    assert bundle_plan.plan(store).papers == ()
    history.redo(store, attached.changes.step)
    history.redo(store, signed.step)
    assert bundle_plan.plan(store).papers == (planned,)


def test_the_list_says_of_a_statement_that_it_was_signed_for_a_different_set(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, tmp_path)
    path = documents.pdf(tmp_path / "statement.pdf", "The statement.")
    attached = papers.attach(store, room, PaperKind.EMPLOYER_STATEMENT, path)
    papers.sign(store, attached.item_uid, "Line manager", "2026-01-05")
    told = []
    for name in ("First", "Second"):
        built = pack.build_pack(store, room, tmp_path / name, options=GATEWAY)
        text = (built.folder / "Files_in_this_bundle.txt").read_text(encoding="utf-8")
        told += [each.strip() for each in text.splitlines() if "Employer's statement," in each]
        # The wording of the KSBs was not compared, so it is a draft, asked for or not.
        assert "not for submission" in text_of(built.folder / "02_Employer_statement.pdf")
        piece(store, room, tmp_path, "another")

    assert told == [
        "What it is  Employer's statement, 1 page",
        "What it is  Employer's statement, 1 page. Signed for a different set: E02 added",
    ]


@pytest.mark.parametrize("draft", [True, False])
def test_the_papers_of_a_draft_say_so_on_every_page_and_others_on_none(
    store: Store, room: Workroom, tmp_path: Path, draft: bool
) -> None:
    text = "\n".join(f"{each.code}: {each.text}" for each in queries.standard.ksbs(store))
    standards.accept(store, standards.compare(store, text), source="Page", date="2025-01-05")
    first = documents.pdf(tmp_path / "p.pdf", "The proposal.", "Its second page.")
    papers.attach(store, room, PaperKind.PROPOSAL, first)
    papers.attach(store, room, PaperKind.PRESENTATION, documents.png(tmp_path / "s.png"))
    last = documents.pdf(tmp_path / "o.pdf", "The board agrees.")
    sign_off = papers.attach(store, room, PaperKind.SIGN_OFF, last)
    papers.sign(store, sign_off.item_uid, "Director", "2026-01-05")

    built = pack.build_pack(store, room, tmp_path / "Bundle", options=PROPOSAL, draft=draft)

    pages = [
        page.extract_text()
        for path in sorted(built.folder.glob("*.pdf"))
        for page in pypdf.PdfReader(path).pages
    ]
    assert len(pages) == 4
    assert not [each.message for each in built.findings if each.level is Level.MUST_FIX]
    assert ["draft, not for submission" in each for each in pages] == [draft] * 4
    assert pack_inspection.inspect_pack(room, built.folder).is_as_promised


def test_what_is_in_the_row_is_what_is_in_the_folder(made: Made) -> None:
    record = next(
        each for each in queries.bundles.bundles(made.store) if each.uid == made.pack.bundle_id
    )
    files = pack_inspection.files_of_record(made.store, record.uid)

    assert files == made.pack.files
    assert wire.decode(tuple[type(files[0]), ...], wire.encode(files)) == files
    assert record.folder == str(made.pack.folder)
    assert record.path == str(made.pack.path)


def test_a_bundle_in_a_folder_is_made_smaller_with_all_that_is_beside_it(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    Image.effect_noise((1400, 1000), 80).convert("RGB").save(photo, quality=95)
    odd = tmp_path / "plan.mpp"
    odd.write_bytes(bytes(range(256)))
    uids = [each.item_uid for each in intake.add(store, room, [photo, odd]).results]
    for uid in uids:
        mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, uids)
    built = pack.build_pack(store, room, tmp_path / "Bundle", options=GATEWAY)

    done = smaller.make_smaller(store, room, built.bundle_id, built.bundle.bytes / 2_000_000)

    assert done.reached
    assert built.path.stat().st_size == done.new < built.bundle.bytes / 2
    assert (built.folder / "04_Originals/E02_Plan.mpp").is_file()
    assert pack_inspection.inspect_pack(room, built.folder).is_as_promised


def test_what_is_hidden_is_in_no_file_of_the_folder(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "Zebrowski.pdf", f"Zebrowski said that the board {QUOTE}.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    evidence.edit(store, uid, title="Talk with Zebrowski")
    anchor = mapping.anchor_for_quote(store, room, uid, QUOTE).anchor
    mapping.claim(
        store, uid, [mapping.ksb_called(store, "K8").uid], anchor, shows="As Zebrowski asked"
    )
    shortlist.add(store, [uid])
    names = mapping.anchor_for_quote(store, room, uid, "Zebrowski").anchor
    hiding.hide(store, uid, names, label="A colleague")

    built = pack.build_pack(
        store, room, tmp_path / "Bundle", options=replace(EVERYTHING, also_originals=(uid,))
    )

    for each in files_in(built.folder):
        assert "zebrowski" not in each.name.lower()
        assert b"zebrowski" not in everything_in(each).lower(), each.name
    assert not (built.folder / "04_Originals").exists()
    assert QUOTE in text_of(built.folder / f"05_Pieces/{pieces_of(built)[0]}")


def pieces_of(built: pack.Pack) -> list[str]:
    return [each.name for each in (built.folder / "05_Pieces").iterdir()]


def everything_in(path: Path) -> bytes:
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as package:
            return b"".join(package.read(each) for each in package.namelist())
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            objects = b"".join(
                each.read_bytes() + bytes(each.unparse())
                if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image"
                else bytes(each.unparse())
                for each in pdf.objects
            )
        return objects + text_of(path).encode()
    return path.read_bytes()
