"""What a built bundle says of itself is read back whole, whatever a standard calls its KSBs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.documents.words_of_pages import words_between
from portfolio_app.domain.bundle import PlanKsb
from portfolio_app.domain.discussion import BundleIndex
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.plain_ways import prove
from portfolio_app.pdf.bundle_map import read_map
from portfolio_app.problems import PortfolioError
from tests.pdf import builders

CODES = ("Duty 1", "Duty 12", "1.1", "1.10", "Outcome A: leads", "PC 7b", "Ω3", "K 1 (old)", "S9")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> builders.Built:
    """Return a bundle of a standard without K, S and B: every other statement has a short form."""
    ksbs = tuple(
        PlanKsb(
            uid=f"ksb-{code}",
            code=code,
            kind=KsbKind.KNOWLEDGE,
            text=f"The whole statement of {code}.",
            short=f"Short form of {code}" if number % 2 else "",
            method="Not set",
            in_discussion=True,
            theme="Theme one" if number < 4 else "",
        )
        for number, code in enumerate(CODES)
    )
    claims = [builders.claim(code, 1 + n % 2, 3 + n) for n, code in enumerate(CODES[:-1])]
    first = builders.item(1, 2, claims=tuple(claims))
    seen = builders.item(
        2, 1, claims=(builders.claim("1.1", 1, 12),), observation=True, observer="Line manager",
        signature="Signed",
    )  # fmt: skip
    made = builders.plan(first, seen, ksbs=ksbs, best=("claim-1.1-1-12",))
    return builders.Built(tmp_path_factory.mktemp("other"), made)


def test_every_code_is_found_with_its_short_form_passages_and_ways(built: builders.Built) -> None:
    bundle = read_map(built.path)
    texts = words_between(built.path, 1, bundle.manifest.pages)
    index = BundleIndex(bundle, texts)

    assert {each.code for each in bundle.ksbs} == set(CODES)
    assert {each.code: each.words for each in bundle.ksbs}["1.10"] == "Short form of 1.10"
    assert bundle.observed == ("E02",)
    for code in CODES[:-1]:
        group = index.find(code.lower())[0]
        assert group.key == code, code
        for place in group.places:
            assert place.quote in " ".join(texts[place.page - 1].split())
    assert [each.ref for each in index.find("1.1")[0].places] == ["E02", "E01"]  # the best first
    assert "S9" in [each.key for each in index.find("s9")]
    proof = prove(bundle)
    assert len(proof.ksbs) == len(CODES) - 1
    assert not proof.unreached
    assert all(len(each.ways) == 2 for each in proof.ksbs)


def test_a_bundle_without_bookmarks_or_with_circles_is_read_as_far_as_it_goes(
    built: builders.Built, tmp_path: Path
) -> None:
    for number in range(2):
        path = tmp_path / f"{number}.pdf"
        with pikepdf.open(built.path) as pdf:
            if number:
                first = pdf.Root.Outlines.First
                first.Next = first
            else:
                del pdf.Root.Outlines
            pdf.save(path)
        bundle = read_map(path)
        index = BundleIndex(bundle)

        assert index.find("duty 1")[0].total == 1
        ways = {way.kind.value for each in prove(bundle).ksbs for way in each.ways}
        assert ways == set()  # annex A is reached by its bookmark too


def test_a_damaged_manifest_is_refused_and_words_of_a_cut_file_do_not_break(
    built: builders.Built, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(built.path) as pdf:
        pdf.Root.PieceInfo.PortfolioApp.Private.write(b"{nonsense")
        pdf.save(broken)

    with pytest.raises(PortfolioError) as refused:
        read_map(broken)

    assert refused.value.code == "not-a-bundle"
    assert len(words_between(built.path, 1, 10_000)) == read_map(built.path).manifest.pages
    old = replace(read_map(built.path).manifest, sections=())
    index = BundleIndex(replace(read_map(built.path), manifest=old))
    assert index.contents_page() == 1
    assert index.where(1).line() == f"Page 1 of {old.pages}"
