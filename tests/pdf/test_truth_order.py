"""Whatever the order: links, bookmarks, labels and quotes are on their pages, a hundred times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf

from portfolio_app.domain.bundle import PlanItem
from portfolio_app.domain.options import AnnexPlace, BundleOptions
from tests.pdf.builders import Built, claim, font, item, mark, plan
from tests.pdf.following import Reading, Told, words_of
from tests.thorough import WHOLE

PIECES = 9
CODES = tuple(each.code for each in plan().ksbs)


def title(number: int) -> str:
    return f"Minutes {number}"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Path]]:
    """Return pieces of one to four pages, each line of which stands nowhere else."""
    folder = tmp_path_factory.mktemp("pool")
    made = {}
    for number in range(1, PIECES):
        pdf = Pdf.new()
        letters = font(pdf)
        for page in range(1, number % 4 + 2):
            shown = "".join(
                f"1 0 0 1 72 {770 - 30 * line} Tm ({words_of(title(number), page, line + 1)}) Tj "
                for line in range(20)
            )
            pdf.pages.append(
                pikepdf.Page(
                    pdf.make_indirect(
                        Dictionary(
                            Type=Name.Page,
                            MediaBox=Array([0, 0, 595, 842]),
                            Resources=Dictionary(Font=Dictionary(F1=letters)),
                            Contents=pdf.make_stream(f"BT /F1 12 Tf {shown}ET".encode()),
                        )
                    )
                )
            )
        made[number] = folder / f"{number}.pdf"
        pdf.save(made[number])
    return made


claims = st.lists(
    st.tuples(st.sampled_from(CODES), st.integers(1, 5), st.integers(1, 20), st.booleans()),
    max_size=6,
    unique_by=lambda each: each[0],
)


@st.composite
def shortlists(draw: st.DrawFn) -> list[tuple[int, list[tuple[str, int, int, bool]]]]:
    """Draw which pieces are taken, their order, and what is claimed where in each."""
    order = draw(st.permutations(range(1, PIECES + 1)))
    return [(number, draw(claims)) for number in order[: draw(st.integers(1, PIECES))]]


def as_planned(
    taken: list[tuple[int, list[tuple[str, int, int, bool]]]],
    numbers: Sequence[int] = range(1, PIECES + 1),
) -> tuple[list[PlanItem], list[Told]]:
    """Return the plan's pieces in order under these numbers, and what must be found of each."""
    pieces, told = [], []
    for own, (number, claimed) in zip(numbers, taken, strict=False):
        pages = number % 4 + 1 if number < PIECES else 0
        planned, wanted = [], []
        for code, page, line, is_whole in claimed:
            page = min(page, max(pages, 1))
            words = words_of(title(number), page, line) if pages and not is_whole else ""
            wanted.append((code, page if words else 1, words))
            marks = (mark(page, line),) if words else ()
            planned.append(claim(code, page, line, quote=words, marks=marks))
        ref = f"E{own:02d}"
        made = item(number, pages, claims=tuple(planned), slip="" if pages else "A recording.")
        pieces.append(replace(made, ref=ref, title=title(number)))
        told.append(Told(ref, title(number), pages, tuple(wanted)))
    return pieces, told


@settings(
    max_examples=100 if WHOLE else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    taken=shortlists(),
    annex=st.sampled_from(AnnexPlace),
    large=st.integers(0, 9),
    observed=st.booleans(),
    numbers=st.just(tuple(range(1, PIECES + 1)))
    | st.lists(st.integers(1, 120), min_size=PIECES, max_size=PIECES, unique=True),
)
def test_everything_leads_where_it_says_in_any_order_under_any_numbers(
    pool: dict[int, Path],
    tmp_path: Path,
    taken: list[tuple[int, list[tuple[str, int, int, bool]]]],
    annex: AnnexPlace,
    large: int,
    observed: bool,
    numbers: Sequence[int],
) -> None:
    pieces, told = as_planned(taken, numbers)
    if observed:  # the last one: observations follow all others
        pieces[-1] = replace(pieces[-1], observation=True)
    options = BundleOptions(annex=annex, large_print=large == 9)
    sources = {f"item-{number}": path for number, path in pool.items()}

    built = Built(tmp_path, plan(*pieces, options=options), sources)

    reading = Reading(built.path, told)
    try:
        assert reading.wrongs() == []
        for each in built.result.claims:
            assert each.quote in reading.texts[each.page - 1]
            assert reading.texts[each.page - 1].startswith(f"{each.ref} ")
    finally:
        reading.close()


def astray_link(pdf: Pdf) -> None:
    links = [each for page in pdf.pages for each in page.obj.get("/Annots", ())]
    link = next(each for each in links if str(each.Contents) == "Go to the passage")
    link.Dest[0] = pdf.pages[0].obj


def astray_bookmark(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Next.Dest[0] = pdf.pages[-1].obj


def astray_name(pdf: Pdf) -> None:
    leaf = pdf.Root.Names.Dests
    while "/Kids" in leaf:
        leaf = leaf.Kids[0]
    for place in list(leaf.Names)[1::2]:
        where = place.D if isinstance(place, Dictionary) else place
        where[0] = pdf.pages[0].obj


def astray_page(pdf: Pdf) -> None:
    page = pdf.pages[-1]
    del pdf.pages[-1]
    pdf.pages.insert(1, page)


def another_label(pdf: Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].St = 2


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (astray_link, "(Go to the passage) leads to page 1"),
        (astray_bookmark, "bookmark How to read this portfolio leads to page"),
        (astray_name, "the name B1 leads to page 1"),
        (astray_page, "is not called so"),
        (another_label, "labels"),
    ],
)
def test_the_reader_sees_what_leads_astray(
    pool: dict[int, Path], tmp_path: Path, spoil: Callable[[Pdf], None], told: str
) -> None:
    taken = [(number, [(code, 1, 2, False)]) for number, code in ((3, "K4"), (1, "S9"), (6, "B1"))]
    pieces, wanted = as_planned(taken)
    sources = {f"item-{number}": path for number, path in pool.items()}
    built = Built(tmp_path, plan(*pieces), sources)
    spoiled = tmp_path / "spoiled.pdf"
    with Pdf.open(built.path) as pdf:
        spoil(pdf)
        pdf.save(spoiled)

    reading = Reading(spoiled, wanted)
    try:
        found = reading.wrongs()
    finally:
        reading.close()

    assert any(told in each for each in found), found
