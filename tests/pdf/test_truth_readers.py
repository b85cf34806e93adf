"""No reader has a word to say about a bundle: qpdf, pypdf, PDFium and poppler.

The corpus is looked through in part; with PORTFOLIO_CORPUS_WHOLE=1 every sound file of it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.domain.bundle import PlanPaper
from portfolio_app.domain.options import AnnexPlace, BundleOptions
from portfolio_app.domain.witness import Witness
from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.progress import silent
from portfolio_app.workroom.host import Workroom
from tests.pdf.builders import Built, claim, item, plan
from tests.pdf.readers import complaints, of_qpdf
from tests.pdf.test_truth_active import AT_ONCE, bundle_of
from tests.pdf.test_truth_tags import ODD_TITLE, every_kind_of_piece, picture_page
from tests.thorough import WHOLE

ONE_IN = 1 if WHOLE else 12
SOUND = ("reports-pdf", "scans", "signed", "encrypted", "photos", "word", "slides", "emails")


@pytest.mark.parametrize(
    "options",
    [
        BundleOptions(),
        BundleOptions(large_print=True),
        BundleOptions(annex=AnnexPlace.END, marks=False),
    ],
    ids=["usual", "large print", "annex at the end"],
)
def test_nobody_complains_of_a_bundle_of_everything(tmp_path: Path, options: BundleOptions) -> None:
    pieces, sources = every_kind_of_piece(tmp_path)
    scan = picture_page(tmp_path / "paper.pdf")
    paper = PlanPaper("paper-1", "employer-statement", "statement.pdf", 1, "0" * 64)
    made = plan(
        *(replace(each, claims=(*each.claims, claim("K9", quote="", marks=()))) for each in pieces),
        options=options,
        papers=(paper,),
        role=ODD_TITLE * 3,
        witnesses=(Witness("Line manager (role)", "Example Employer", refs=("E01",)),),
    )

    built = Built(tmp_path, made, {**sources, "paper-1": scan})

    assert complaints(built.path, dpi=50) == []


def test_nobody_complains_of_46_ksbs_by_18_pieces(tmp_path: Path) -> None:
    codes = [each.code for each in plan().ksbs]
    pieces = [
        item(n, 1, claims=tuple(claim(code, 1, 1 + at % 20) for at, code in enumerate(codes)))
        for n in range(1, 19)
    ]

    built = Built(tmp_path, plan(*pieces))

    assert len(built.result.claims) == 46 * 18
    assert complaints(built.path, words_in=8) == []
    assert inspect_bundle(built.path, silent).findings == ()


def test_nobody_complains_of_bundles_of_real_files(corpus: Path, tmp_path: Path) -> None:
    files = sorted(
        path for folder in SOUND for path in (corpus / folder).rglob("*") if path.is_file()
    )[::ONE_IN]
    files = [each for each in files if each.suffix not in (".md", ".tsv")]

    with Workroom(tmp_path / "scratch") as room:
        for start in range(0, len(files), AT_ONCE):
            some = files[start : start + AT_ONCE]
            built = bundle_of(tmp_path, room, some)
            assert complaints(built.path) == [], some


def test_the_readers_are_heard_when_they_complain(tmp_path: Path) -> None:
    built = Built(tmp_path, plan(item(1)))
    data = built.path.read_bytes()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(data.replace(b"startxref", b"startxrex"))
    worse = tmp_path / "worse.pdf"
    with pikepdf.open(built.path) as pdf:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b" /Nothing Do 5 5 bogus")
        pdf.save(worse)

    assert any("qpdf" in each for each in of_qpdf(broken))
    assert complaints(worse) != []
