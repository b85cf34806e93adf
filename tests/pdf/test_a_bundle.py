"""What an assessor relies on: every number, every link and every quoted word of a bundle."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest

from portfolio_app.domain.bundle import PlanKsb
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.witness import Witness
from portfolio_app.pdf.assemble import compile_bundle
from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.problems import Level, PortfolioError
from portfolio_app.progress import Cancelled, silent
from tests.pdf.builders import Built, claim, item, plan, write_pages


@pytest.fixture
def built(tmp_path: Path) -> Built:
    return Built(
        tmp_path,
        plan(
            item(1, 3, claims=(claim("K8", 2, 4), claim("S12", 2, 9), claim("B1", 3, 1))),
            item(2, 2, claims=(claim("K8", 1, 1), claim("K1", quote="", marks=()))),
            item(
                3,
                0,
                slip="Recordings are supplied separately.",
                claims=(claim("B2", quote="", marks=()),),
            ),
            role="I lead the winter operations team.",
            witnesses=(Witness("Line manager (role)", "Example Employer"),),
        ),
    )


def text_of(path: Path, page: int) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return str(pdf[page - 1].get_textpage().get_text_range())
    finally:
        pdf.close()


def test_pages_add_up_and_every_quote_stands_on_its_page(built: Built) -> None:
    found = inspect_bundle(built.path, silent)

    assert found.findings == ()
    assert found.pages == built.result.pages == len(pypdf.PdfReader(built.path).pages)
    assert [i.pages for i in found.items] == [3, 2, 0]
    for each in built.result.claims:
        assert " ".join(each.quote.split()) in " ".join(text_of(built.path, each.page).split())
    assert found.links > 60


def test_printed_numbers_are_page_labels_and_pdf_pages(built: Built) -> None:
    reader = pypdf.PdfReader(built.path)

    assert reader.page_labels == [str(n + 1) for n in range(len(reader.pages))]
    for number, words in enumerate(built.texts(), 1):
        assert f"Page {number} of {len(reader.pages)}" in words


def test_every_link_resolves_in_another_reader(built: Built) -> None:
    reader = pypdf.PdfReader(built.path)
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages, 1)}  # type: ignore[union-attr]
    links = 0
    for page in reader.pages:
        for each in page.get("/Annots", []):
            annotation = each.get_object()
            assert annotation["/Subtype"] == "/Link"
            assert annotation["/Contents"]
            assert annotation["/Dest"][0].idnum in numbers
            links += 1
    assert links == inspect_bundle(built.path, silent).links
    for place in reader.named_destinations.values():
        assert place.page.idnum in numbers  # type: ignore[union-attr]
    assert {"E01", "E02", "E03", "K8", "S12", "contents", "annex-a", "index"} <= set(
        reader.named_destinations
    )


def test_links_go_from_annex_to_page_to_index_and_back(built: Built) -> None:
    reader = pypdf.PdfReader(built.path)
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages, 1)}  # type: ignore[union-attr]

    def leads_to(page: int) -> set[tuple[int, str]]:
        return {
            (numbers[a.get_object()["/Dest"][0].idnum], str(a.get_object()["/Contents"]))
            for a in reader.pages[page - 1]["/Annots"]
        }

    places = {name: numbers[d.page.idnum] for name, d in reader.named_destinations.items()}  # type: ignore[union-attr]
    first = built.result.items[0]
    k8 = next(c for c in built.result.claims if c.ksb == "K8" and c.ref == "E01")
    assert k8.page == first.first_page + 1
    assert (k8.page, f"K8 in E01, page {k8.page}") in leads_to(places["annex-a"])
    assert (places["K8"], "K8 in the index") in leads_to(places["annex-a"])
    assert (first.front, "Front sheet of E01") in leads_to(places["annex-a"])
    assert (places["K8"], "K8 in the index") in leads_to(k8.page)
    assert (first.front, "Front sheet of E01") in leads_to(k8.page)
    assert (k8.page, "Go to the passage") in leads_to(places["K8"])
    assert (first.front, "Go to the front sheet of E01") in leads_to(places["contents"])
    for page in range(2, built.result.pages + 1):
        assert {"Go to Contents", "Go to Annex A", "Go to Index"} <= {w for _, w in leads_to(page)}


def test_a_whole_item_claim_points_to_its_first_page_or_its_slip_page(built: Built) -> None:
    whole = next(c for c in built.result.claims if c.ksb == "K1")
    slip = next(c for c in built.result.claims if c.ksb == "B2")

    assert whole.page == built.result.items[1].first_page
    assert slip.page == built.result.items[2].first_page
    assert "Recordings are supplied separately." in " ".join(text_of(built.path, slip.page).split())


def test_annex_of_46_by_18_is_one_page(tmp_path: Path) -> None:
    items = [item(n, 1, claims=(claim(f"K{n}", 1, 2),)) for n in range(1, 19)]
    built = Built(tmp_path, plan(*items))

    pages = [t for t in built.texts() if t.lstrip().startswith("Annex A: KSB evidence map")]

    assert len(pages) == 1
    words = set(pages[0].split())
    assert {f"{n:02d}" for n in range(1, 19)} <= words
    assert {"K20", "S21", "B5"} <= words
    assert {str(c.page) for c in built.result.claims} <= words


def test_annex_of_more_than_18_pieces_goes_on_with_its_left_columns(tmp_path: Path) -> None:
    built = Built(tmp_path, plan(*[item(n, 1, claims=(claim("K1"),)) for n in range(1, 21)]))

    pages = [t for t in built.texts() if t.lstrip().startswith("Annex A: KSB evidence map")]

    assert len(pages) == 2
    for words in pages:
        assert "Short wording of B5" in words


def test_what_is_printed_where(built: Built) -> None:
    texts = [" ".join(t.split()) for t in built.texts()]

    assert "3 pieces of evidence" in texts[0]
    assert "7F3A-22C1" in texts[-1]
    assert not any("7F3A-22C1" in t for t in texts[:-1])  # on the last page only
    assert built.plan.items[0].sha256 in texts[-1].replace(" ", "")
    assert any(
        "Coloured marks, flags, headers and footers were added by the apprentice" in t
        for t in texts
    )
    assert any("My role and organisation" in t and "Witnesses" in t for t in texts)
    declarations = next(t for t in texts if t.startswith("Declarations"))
    assert declarations.count("Not signed") == 2
    assert "I confirm this evidence is my own work" in declarations
    apart = next(t for t in texts if t.startswith("Files that are not in this PDF"))
    assert "minutes-3.pdf" in apart
    assert "minutes-1.pdf" not in apart


def test_unconfirmed_wording_carries_its_notice_and_no_copyright_line(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = item(1, claims=(claim("K1"),))

    working = " ".join(Built(tmp_path / "a", plan(one, notice="A working list.")).texts())
    accepted = " ".join(Built(tmp_path / "b", plan(one)).texts())

    assert "A working list." in working
    assert "Crown copyright" not in working
    assert "Crown copyright" in accepted


def test_the_manifest_says_what_is_printed_and_nothing_else(built: Built) -> None:
    with pikepdf.open(built.path) as pdf:
        data = pdf.Root.PieceInfo.PortfolioApp.Private.read_bytes()

    plain = json.loads(data)
    known = {"schema", "bundle_id", "built", "pages", "standard", "items", "claims", "sections"}
    assert set(plain) == known
    assert plain["pages"] == built.result.pages
    assert set(plain["claims"][0]) == {"ksb", "ref", "page", "quote"}
    assert built.plan.items[0].uid.encode() not in data
    assert b"minutes-1.pdf" not in data
    assert b"uid" not in data
    assert b"strength" not in data


def test_title_language_bookmarks_and_tags_are_there(built: Built) -> None:
    reader = pypdf.PdfReader(built.path)
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert root["/PageMode"] == "/UseOutlines"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert reader.metadata is not None
    assert "ST0480" in str(reader.metadata.title)
    titles = [m.title for m in reader.outline if not isinstance(m, list)]
    assert titles[0] == "Cover"
    assert {
        "Contents",
        "Annex A: KSB evidence map",
        "Evidence",
        "Index by KSB",
        "Declarations",
    } <= set(titles)
    below = [m.title for part in reader.outline if isinstance(part, list) for m in part]
    assert "E01 Minutes number 1" in below
    assert "K8 Short wording of K8" in below


def test_our_pages_are_tagged_so_that_an_independent_checker_finds_nothing(built: Built) -> None:
    page = pytest.importorskip("page", reason="page-validation has no wheel for this computer")

    report = page.validate_pdf(str(built.path), profile=page.ValidationProfile.PDF_UA_1)

    # The evidence's own Helvetica is not embedded, and conformance is not claimed yet.
    allowed = {"PDFUA1-FONT-EMBEDDING-001", "PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"}
    assert {failure.rule_id for failure in report.failures} <= allowed


def test_each_evidence_page_is_one_figure_that_says_which_page_it_is(built: Built) -> None:
    with pikepdf.open(built.path) as pdf:
        figures = []
        waiting = [pdf.Root.StructTreeRoot.K]
        while waiting:
            node = waiting.pop()
            if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
                continue
            if node.S == "/Figure":
                figures.append(str(node.Alt))
            waiting += list(node.K) if isinstance(node.get("/K"), pikepdf.Array) else []

    assert "E01, page 2 of 3: Minutes number 1" in figures
    assert len([words for words in figures if words.startswith("E0")]) == 5


def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    source = write_pages(tmp_path / "one.pdf", 12)
    made = plan(item(1, 12, claims=(claim("K1", marks=(), quote=""),)))
    calls = 0

    def count(_words: str, _part: float) -> None:
        nonlocal calls
        calls += 1

    out = tmp_path / "out" / "bundle.pdf"
    out.parent.mkdir()
    compile_bundle(made, {"item-1": source}, out, count)
    out.unlink()
    assert calls > 5
    for stop_at in range(1, calls + 1, 3):
        seen = 0

        def stop(_words: str, _part: float, at: int = stop_at) -> None:
            nonlocal seen
            seen += 1
            if seen == at:
                raise Cancelled

        with pytest.raises(Cancelled):
            compile_bundle(made, {"item-1": source}, out, stop)
        assert list(out.parent.iterdir()) == []


def test_a_page_copy_that_cannot_be_read_stops_the_build_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    out = tmp_path / "bundle.pdf"

    with pytest.raises(PortfolioError, match="E07") as refused:
        compile_bundle(plan(item(7, 1)), {"item-7": broken}, out, silent)
    assert refused.value.code == "unreadable-evidence"
    with pytest.raises(PortfolioError, match="E07") as missing:
        compile_bundle(plan(item(7, 1)), {}, out, silent)
    assert missing.value.code == "missing-evidence"
    assert not out.exists()


def test_an_empty_shortlist_still_makes_a_whole_document(tmp_path: Path) -> None:
    built = Built(tmp_path, plan())

    assert inspect_bundle(built.path, silent).findings == ()


def test_a_standard_that_knows_no_kinds_is_told_of_none(tmp_path: Path) -> None:
    words = "Acts within the law."
    ksbs = tuple(
        PlanKsb(f"ksb-{n}", f"1.{n}", KsbKind.SKILL, words, words[:-1], "", in_discussion=True)
        for n in range(3)
    )
    for large in (False, True):
        options = BundleOptions(large_print=large)
        built = Built(tmp_path, plan(item(1, claims=(claim("1"),)), ksbs=ksbs, options=options))
        told = " ".join(built.texts())
        assert not re.search(r"knowledge|skill|behaviour|kind of|\bK8|\bB1", told, re.IGNORECASE)
        assert inspect_bundle(built.path, silent).findings == ()


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    built = Built(tmp_path, plan(item(1), draft=True))

    assert all("draft, not for submission" in words.lower() for words in built.texts())


def test_long_words_of_the_apprentice_flow_to_a_second_page_whole(tmp_path: Path) -> None:
    long = " ".join(f"word{n}" for n in range(900))
    built = Built(tmp_path, plan(item(1, context=long, claims=(claim("K1"),))))

    front, first = built.result.items[0].front, built.result.items[0].first_page
    assert first - front >= 2
    words = " ".join(" ".join(text_of(built.path, n) for n in range(front, first)).split())
    for number in (0, 450, 899):
        assert f"word{number}" in words
    assert inspect_bundle(built.path, silent).findings == ()


def test_words_of_every_script_are_drawn_and_read_back(tmp_path: Path) -> None:
    title = "Siân & Zoë <b>Łukasz</b> ■ ✓ → ελληνικά кирилл 中文 😀 %PDF (a\\b)"
    built = Built(tmp_path, plan(item(1, title=title, claims=(claim("K1"),))))

    words = " ".join(text_of(built.path, built.result.items[0].front).split())

    for part in ("Siân & Zoë <b>Łukasz</b>", "→", "ελληνικά", "кирилл", "中文", "😀", "(a\\b)"):
        assert part in words


def test_a_candidate_is_a_hollow_mark_without_a_page_and_said_on_the_page(tmp_path: Path) -> None:
    pieces = (
        item(1, 2, claims=(claim("K8", 2),), candidates=("ksb-S12",)),
        item(2),
    )

    built = Built(tmp_path, plan(*pieces, draft=True))

    reader = pypdf.PdfReader(built.path)
    (annex,) = [n for n, words in enumerate(built.texts()) if "each number is the page" in words]
    says = {str(a.get_object()["/Contents"]) for a in reader.pages[annex]["/Annots"]}
    assert "E01 may show S12: no passage chosen yet" in says
    assert "ring: may show it, no passage chosen yet" in built.texts()[annex]
    assert [each.ksb for each in built.result.claims] == ["K8"], "no claim is made of it"
    assert not [f for f in inspect_bundle(built.path, silent).findings if f.level is Level.MUST_FIX]
