"""Reading a bundle back finds what is wrong with it, one plain sentence each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.problems import Level
from portfolio_app.progress import Cancelled, silent
from tests.pdf.builders import Built, claim, item, lines_of, plan, write_pages


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Built(tmp_path, plan(item(1, 3, claims=(claim("K8", 2, 4), claim("S1", 3, 1))))).path


def rules_after(path: Path, change: Callable[[Pdf], object]) -> set[str]:
    with pikepdf.open(path) as pdf:
        change(pdf)
        pdf.save(path.with_name("changed.pdf"))
    found = inspect_bundle(path.with_name("changed.pdf"), silent)
    assert all(
        each.level is Level.MUST_FIX and each.message.endswith(".") for each in found.findings
    )
    return {each.rule for each in found.findings}


def evidence(pdf: Pdf, number: int) -> pikepdf.Page:
    plain = json.loads(pdf.Root.PieceInfo.PortfolioApp.Private.read_bytes())
    return pdf.pages[plain["items"][0]["first_page"] - 1 + number]


def with_manifest(pdf: Pdf, **changes: object) -> None:
    stream = pdf.Root.PieceInfo.PortfolioApp.Private
    stream.write(json.dumps({**json.loads(stream.read_bytes()), **changes}).encode())


def test_a_bundle_saved_again_is_still_as_promised(path: Path) -> None:
    assert rules_after(path, lambda pdf: None) == set()


def test_words_that_are_gone_are_missed(path: Path) -> None:
    def wipe(pdf: Pdf) -> None:
        evidence(pdf, 1).Resources.XObject["/Ev"].write(b"")

    assert rules_after(path, wipe) == {"quote-missing"}


def test_words_that_run_over_a_page_end_may_stand_whole_on_the_next_page_too(
    tmp_path: Path,
) -> None:
    source = write_pages(tmp_path / "minutes.pdf", 2)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Contents.write(b"BT /F1 12 Tf 72 100 Td (we agreed the plan) Tj ET")
        pdf.pages[1].Contents.write(
            b"BT /F1 12 Tf 72 740 Td (for winter. Then, again:) Tj "
            b"0 -30 Td (we agreed the plan for winter.) Tj ET"
        )
        pdf.save()
    over = claim("K8", 1, 20, quote="we agreed the plan for winter")
    made = plan(item(1, 2, claims=(over,)))

    built = Built(tmp_path, made, {"item-1": source})

    assert inspect_bundle(built.path, silent).findings == ()


def test_a_page_taken_out_is_missed(path: Path) -> None:
    def take(pdf: Pdf) -> None:
        del pdf.pages[-1]

    assert {"page-count", "link-broken"} <= rules_after(path, take)


def test_an_evidence_page_replaced_is_missed(path: Path) -> None:
    def replace(pdf: Pdf) -> None:
        del evidence(pdf, 0).Resources.XObject["/Ev"]

    assert rules_after(path, replace) == {"page-missing"}


def test_a_link_to_nowhere_is_found(path: Path) -> None:
    def break_link(pdf: Pdf) -> None:
        pdf.pages[3].Annots[0].Dest = pikepdf.String("no such place")

    assert rules_after(path, break_link) == {"link-broken"}


@pytest.mark.filterwarnings("ignore:.*not reachable from /AcroForm")
@pytest.mark.parametrize(
    "where",
    ["open", "page", "link", "names", "deep", "annotation"],
)
def test_active_content_is_found_wherever_it_hides(path: Path, where: str) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    def hide(pdf: Pdf) -> None:
        page = pdf.pages[2].obj
        if where == "open":
            pdf.Root.OpenAction = script
        elif where == "page":
            page.AA = Dictionary(O=script)
        elif where == "link":
            page.Annots[0].A = script
        elif where == "names":
            pdf.attachments["a.txt"] = b"attached"
        elif where == "deep":
            evidence(pdf, 0).Resources.XObject["/Ev"].Extra = Array([Dictionary(Next=script)])
        else:
            widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]))
            page.Annots.append(pdf.make_indirect(widget))

    rules = rules_after(path, hide)

    assert "annotation" in rules if where == "annotation" else "active-content" in rules


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("/Lang", "language"),
        ("/ViewerPreferences", "title"),
        ("/Outlines", "bookmarks"),
        ("/PageLabels", "page-labels"),
        ("/StructTreeRoot", "tags"),
    ],
)
def test_what_was_promised_of_the_document_is_missed(path: Path, key: str, rule: str) -> None:
    def take(pdf: Pdf) -> None:
        del pdf.Root[key]

    assert rules_after(path, take) == {rule}


def test_a_font_that_is_not_in_the_file_is_found(path: Path) -> None:
    def take(pdf: Pdf) -> None:
        for each in pdf.pages[0].Resources.Font.values():
            del each.FontDescriptor.FontFile2

    assert rules_after(path, take) == {"font-missing"}


def test_another_pdf_is_not_taken_for_a_bundle(tmp_path: Path) -> None:
    found = inspect_bundle(write_pages(tmp_path / "other.pdf"), silent)

    assert [each.rule for each in found.findings] == ["not-a-bundle"]
    assert (found.items, found.claims) == ((), ())


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n"])
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(data)

    assert [each.rule for each in inspect_bundle(path, silent).findings] == ["unreadable"]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"schema": 99}', b'{"schema": 1}', b"\xff\xfe"]
)
def test_a_damaged_manifest_is_a_finding(path: Path, data: bytes) -> None:
    rules = rules_after(path, lambda pdf: pdf.Root.PieceInfo.PortfolioApp.Private.write(data))

    assert rules == {"manifest-damaged"}


def test_a_claim_of_a_page_that_is_not_there_is_found(path: Path) -> None:
    wrong = [{"ksb": "K8", "ref": "E01", "page": 9999, "quote": "x"}]

    assert rules_after(path, lambda pdf: with_manifest(pdf, claims=wrong)) == {"claim-page"}


def test_a_quote_that_runs_on_to_the_next_page_is_found(tmp_path: Path) -> None:
    across = f"{lines_of(1)[19]} {lines_of(2)[0]}"
    both = claim("K8", 1, 20, quote=across)
    built = Built(tmp_path, plan(item(1, 2, claims=(both,))))

    assert inspect_bundle(built.path, silent).findings == ()


def test_signs_without_a_meaning_in_a_quote_are_passed_over(tmp_path: Path) -> None:
    """Notes of a score, boxes of a form: they read as another sign at another size."""
    scored = "\ufffd 5 of \ufffd \ue0a4 \ufffd the \ufffd \x01 mi\ufffdnutes \ufffd \ufffd"
    assert "5 of the minutes" in lines_of(2)[4]
    built = Built(
        tmp_path,
        plan(
            item(1, 3, claims=(claim("K8", 2, 5, quote=scored), claim("S1", 2, 6, quote="\ufffd")))
        ),
    )

    assert inspect_bundle(built.path, silent).findings == ()


@pytest.mark.parametrize(
    ("quote", "rules"),
    [
        ("7 \u05d2\u05d3 (\u05d0\u05d1", set()),
        ("\u05d2\u05d3 \u05d0\u05d1\u05d2", {"quote-missing"}),
    ],
)
def test_words_from_the_right_are_looked_for_one_by_one(
    tmp_path: Path, quote: str, rules: set[str]
) -> None:
    """In which order they and their brackets are read depends on the size of the letters."""
    source = write_pages(tmp_path / "minutes.pdf", 1)
    hebrew = "".join(f"<{97 + at:02X}> <{0x5D0 + at:04X}>\n" for at in range(4))
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        meant = pdf.make_stream(
            b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 4 beginbfchar\n"
            + hebrew.encode()
            + b"endbfchar endcmap"
        )
        pdf.pages[0].Resources.Font.F1.ToUnicode = meant
        pdf.pages[0].Contents.write(b"BT /F1 12 Tf 72 700 Td ([7 \\(ba\\) dc) Tj ET")
        pdf.save()

    built = Built(
        tmp_path, plan(item(1, 1, claims=(claim("K8", quote=quote),))), {"item-1": source}
    )

    assert {each.rule for each in inspect_bundle(built.path, silent).findings} == rules


def test_names_that_a_maker_gave_are_no_actions(path: Path) -> None:
    """A font made of drawings may have a glyph called AA, and a form a picture called JS."""

    def name_them(pdf: Pdf) -> None:
        drawn = pdf.make_stream(b"500 0 d0 0 0 500 700 re f")
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(AA=drawn))
        held = evidence(pdf, 0).Resources.XObject["/Ev"]
        held.Resources.Font["/JS"] = pdf.make_indirect(font)

    assert "active-content" not in rules_after(path, name_them)


def test_what_a_name_stands_for_is_still_looked_at(path: Path) -> None:
    def hide(pdf: Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        held = evidence(pdf, 0).Resources.XObject["/Ev"]
        held.Resources.Font["/JS"] = Dictionary(Type=Name.Font, AA=Dictionary(O=script))

    assert "active-content" in rules_after(path, hide)


def test_inspecting_can_be_stopped(path: Path) -> None:
    def stop(_words: str, done: float) -> None:
        if done > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        inspect_bundle(path, stop)
