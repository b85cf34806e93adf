"""Every part of the compiled portfolio, in its order, with every choice: whole, legible, linked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from portfolio_app import tokens
from portfolio_app.domain.bundle import PlanClaim, PlanFile, PlanItem, PlanKsb, PlanPaper
from portfolio_app.domain.ksb import KsbKind
from portfolio_app.domain.options import AnnexPlace, BundleOptions, FrontSheets, PagesShown
from portfolio_app.domain.witness import Witness
from portfolio_app.pdf import contents, front_sheet, ksb_index
from portfolio_app.pdf.arrange import make_book
from portfolio_app.pdf.geometry import PageShape
from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.progress import silent
from tests.pdf import laid
from tests.pdf.builders import Built, claim, item, ksbs, lines_of, mark, plan, write_pages

STATEMENT = PlanPaper(
    "statement", "employer-statement", "Statement", 2, "a" * 64, "Signed by L. Manager, 1 March"
)
CHART = PlanPaper("chart", "chart", "Chart", 1, "b" * 64)
RECORDING = PlanFile("03_Recordings/E02_Board_talk_0412.mp4", "Recording", 9, "c" * 64, "E02", 252)
ROLE = "I lead the winter operations team of an example council."
LONG = "A title of three hundred letters about the board and its committees, "
LONG = (LONG * 5)[:300]
MANY = " ".join(f"word{number}" for number in range(130))
ODD = "中文标题测试很长的句子没有空格" * 8 + " مرحبا بالعالم 😀 שלום ■ "
# The height of a line of the reading font for each point of its size, as PDFium measures it.
LINE = 1.15


def pieces() -> tuple[PlanItem, ...]:
    """Return pieces of every kind: pages, a recording, a held one, a text copy, an observation."""
    return (
        item(
            1,
            4,
            part="I chaired the board.",
            confirm="Line manager",
            confirmed_by=("item-6",),
            claims=(claim("K8", 2, 4), claim("S12", 2, 9), claim("B1", 4, 1)),
        ),
        item(
            2,
            0,
            slip="This piece is a recording.",
            supplied=RECORDING.path,
            claims=(claim("K8", quote="", marks=(), place="0:30 to 1:10"),),
        ),
        item(3, 1, made="text copy made by the app", claims=(claim("K8", 1, 2),)),
        item(4, 1, held=True, redrawn=(0,), claims=(claim("S1", 1, 3),)),
        item(5, 0, slip="This piece is a file that is locked.", candidates=("ksb-K1", "ksb-S4")),
        item(
            6,
            2,
            observation=True,
            observer="Chief finance officer",
            signature="Typed name",
            arrived="By e-mail, 4 December 2025",
            code="OBS-04",
            claims=(claim("K8", 2, 7),),
        ),
    )


def whole(
    folder: Path, *, papers: tuple[PlanPaper, ...] = (STATEMENT, CHART), **keys: Any
) -> Built:
    """Return a bundle with every part there is."""
    folder.mkdir(exist_ok=True)
    options = BundleOptions(**{k: keys.pop(k) for k in list(keys) if hasattr(BundleOptions, k)})
    made = plan(
        *keys.pop("items", pieces()),
        papers=papers,
        files=(RECORDING,),
        role=ROLE,
        witnesses=(Witness("Line manager", "Example Employer", refs=("E01",)),),
        hidden=("Names of pupils are hidden throughout.",),
        options=options,
        **keys,
    )
    sources = {
        "statement": write_pages(folder / "statement.pdf", 2),
        "chart": write_pages(folder / "chart.pdf", media=(0, 0, 1190, 842)),
    }
    return Built(folder, made, sources)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    first = claim("K8", 1, 2).uid
    return whole(tmp_path_factory.mktemp("whole"), best=("claim-K8-2-7", first))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return whole(tmp_path_factory.mktemp("large"), large_print=True)


_READ: dict[Path, list[str]] = {}


def texts(made: Built) -> list[str]:
    """Return the words of every page, read once: slowly, by an independent reader."""
    if made.path not in _READ:
        _READ[made.path] = [" ".join(each.split()) for each in made.texts()]
    return _READ[made.path]


def parts(made: Built) -> list[str]:
    """Return the keys of sections and the numbers of pieces in the order of their pages."""
    found = [(each.page, each.key) for each in made.result.sections]
    found += [(each.front, each.ref) for each in made.result.items]
    return [name for _, name in sorted(found)]


def page_of(made: Built, key: str) -> int:
    return next(each.page for each in made.result.sections if each.key == key)


def links(made: Built, page: int) -> list[tuple[list[float], int, float | None, str]]:
    """Return every link of a page: where it lies, the page it leads to, how high, its words."""
    with pikepdf.open(made.path) as pdf:
        numbers = {each.objgen: number for number, each in enumerate(pdf.pages, 1)}
        return [
            (
                [float(x) for x in link.Rect],
                numbers[link.Dest[0].objgen],
                float(link.Dest[3]) if len(link.Dest) > 3 else None,
                str(link.Contents),
            )
            for link in pdf.pages[page - 1].Annots
        ]


def test_every_part_stands_in_its_order(built: Built, tmp_path: Path) -> None:
    start = ["cover", "how-to-read", "role", "contents", "employer-statement"]
    evidence = ["E01", "E02", "E03", "E04", "E05", "observations", "E06"]
    end = ["index", "declarations", "apart"]

    assert parts(built) == [*start, "annex-a", *evidence, *end, "record"]
    at_end = whole(tmp_path, annex=AnnexPlace.END)
    assert parts(at_end) == [*start, *evidence, *end, "annex-a", "record"]
    for made in (built, at_end):
        assert inspect_bundle(made.path, silent).findings == ()


def test_sections_and_pieces_are_every_page_and_can_be_read_from_the_pdf_alone(
    built: Built,
) -> None:
    read = inspect_bundle(built.path, silent)

    assert read.sections == built.result.sections
    pages = [n for each in read.sections for n in range(each.page, each.page + each.pages)]
    pages += [
        n for each in read.items for n in range(each.front, each.first_page + max(each.pages, 1))
    ]
    assert sorted(pages) == list(range(1, read.pages + 1))


@pytest.mark.parametrize("choice", list(FrontSheets))
def test_front_sheets_say_as_much_as_was_chosen(choice: FrontSheets, tmp_path: Path) -> None:
    made = whole(tmp_path, front_sheets=choice)
    words = texts(made)[made.result.items[0].front - 1]

    assert ("Minutes of the board I chair." in words) is (choice is not FrontSheets.CLAIMS)
    assert ("I chaired the board." in words) is (choice is FrontSheets.PART)
    assert "page 2 line 4 of the minutes about winter" in words


def test_only_claimed_pages_and_one_either_side(tmp_path: Path) -> None:
    long = item(1, 9, claims=(claim("K8", 6, 1),))
    made = whole(tmp_path, items=(long,), pages=PagesShown.CLAIMED)

    assert (made.result.items[0].pages, made.result.items[0].of) == (3, 9)
    stamp = texts(made)[made.result.items[0].first_page - 1]
    assert "page 5 of 9 · pages 5 to 7 of 9 shown; whole document on request" in stamp
    assert "Not every page of E01 is shown" in texts(made)[1]


def test_the_statement_follows_the_contents_and_the_chart_lies_on_the_page_of_the_role(
    built: Built,
) -> None:
    words = texts(built)
    role, statement = page_of(built, "role"), page_of(built, "employer-statement")

    assert ROLE in words[role - 1]
    assert "Organisation chart" in words[role - 1]
    assert lines_of(1)[0] in words[role - 1]
    assert "Witnesses" in words[role - 1]
    signed = "Signed by L. Manager, 1 March, as entered by the apprentice, not verified."
    assert all(signed in words[n] for n in (statement - 1, statement))
    assert f"The employer's own statement is on pages {statement} to {statement + 1}." in " ".join(
        words[page_of(built, "declarations") - 1].split()
    )
    marks = pypdf.PdfReader(built.path).outline
    titles = [str(each.title) for each in marks if not isinstance(each, list)]
    assert titles.index("Employer's statement") == titles.index("Contents") + 1
    assert "Organisation chart" in str(marks)
    assert STATEMENT.sha256 in words[-1].replace(" ", "")


def test_a_statement_that_is_not_signed_is_said_to_be_so_wherever_it_is_named(
    tmp_path: Path,
) -> None:
    changed = "Signed for a different set: E07 replaced"
    made = whole(tmp_path, papers=(replace(STATEMENT, signed="", note=changed),))
    words = texts(made)

    for key in ("contents", "employer-statement", "declarations"):
        assert "Not signed" in words[page_of(made, key) - 1]
    assert changed in words[page_of(made, "employer-statement") - 1]
    assert changed in words[page_of(made, "declarations") - 1]


def test_a_slip_page_says_where_the_file_is(built: Built) -> None:
    words = texts(built)
    slips = {each.ref: words[each.first_page - 1] for each in built.result.items if not each.pages}

    assert f"In the bundle folder: {RECORDING.path}" in slips["E02"]
    assert "Not supplied with this PDF; the apprentice has it" in slips["E05"]
    apart = words[page_of(built, "apart") - 1]
    assert apart.startswith("Recordings and files supplied separately")
    assert f"{RECORDING.path} Recording 4 min 12 s 9 bytes" in apart
    held = apart[apart.index("Original held by the apprentice; can be inspected") :]
    assert "E04" in held
    assert "E05" in held[held.index("Not supplied with this PDF") :]


def test_pages_that_are_not_the_originals_own_say_so(built: Built) -> None:
    words = texts(built)
    copy, redrawn = built.result.items[2], built.result.items[3]

    assert "text copy made by the app · page 1 of 1" in words[copy.first_page - 1]
    assert "simplified, not the original layout" in words[copy.front - 1]
    assert "page 1 of 1 · redrawn: places hidden" in words[redrawn.first_page - 1]
    assert "Original Original held by the apprentice; can be inspected" in words[redrawn.front - 1]
    how = words[1]
    assert "The pages of E03 are simplified copies" in how
    assert "Names of pupils are hidden throughout." in how


def test_observations_have_a_table_and_their_signature_words_promise_nothing(
    built: Built,
) -> None:
    words = texts(built)
    whose = "Signature words describe what the apprentice's own software found; your organisation"

    section = words[page_of(built, "observations") - 1]
    front = words[built.result.items[5].front - 1]
    for page in (section, front):
        assert "Chief finance officer" in page
        assert "Typed name" in page
        assert whose in page
    assert "OBS-04" in section
    assert "Arrived By e-mail, 4 December 2025" in front
    confirmed = words[built.result.items[0].front - 1]
    said = f"Signed observation E06 (OBS-04), page {built.result.items[5].front}"
    assert f"Who can confirm Line manager {said}" in confirmed
    index = " ".join(words[page_of(built, "index") - 1 : page_of(built, "declarations") - 1])
    assert "(observation: Chief finance officer; signature: typed name)" in index
    assert not re.search("[✓✔🛡]", " ".join(words))


def test_the_index_lists_the_best_passage_first(built: Built) -> None:
    words = " ".join(texts(built)[page_of(built, "index") - 1 :])
    entry = words[words.index("Full statement of K8,") : words.index("Full statement of K9,")]

    assert re.findall(r"E0\d", entry) == ["E06", "E03", "E01", "E02"]
    assert "0:30 to 1:10: Chairs the board" in entry, "a claim without words says what it shows"


def test_a_draft_names_on_the_front_sheet_what_a_piece_may_show(tmp_path: Path) -> None:
    made = whole(tmp_path, draft=True)

    front = texts(made)[made.result.items[4].front - 1]
    assert "In this draft only: may also show, no passage chosen yet K1 S4" in front
    assert "No KSB is claimed in this piece." in front


def test_from_any_code_of_the_annex_to_the_exact_words_and_back(built: Built) -> None:
    annex = page_of(built, "annex-a")
    cells = {words: (to, top) for _, to, top, words in links(built, annex)}
    exact = [each for each in built.result.claims if each.quote]

    assert len(exact) == 6
    for each in exact:
        to, top = cells[f"{each.ksb} in {each.ref}, page {each.page}"]
        assert to == each.page
        assert each.quote in texts(built)[to - 1]
        line = _top_of(built.path, to, each.quote)
        assert top is not None
        assert line < top < line + 120  # what is shown begins a little above the words
        index, place = cells[f"{each.ksb} in the index"]
        assert (index, place) in {
            (page, high) for _, page, high, words in links(built, to) if each.ksb in words
        }
        back = [page for _, page, _, words in links(built, index) if words == "Go to the passage"]
        assert each.page in back
    printed = texts(built)[annex - 1]
    assert all(str(each.page) in printed for each in built.result.claims)


def _top_of(path: Path, page: int, quote: str) -> float:
    _, found = laid.letters(path, page)
    plain = quote.replace(" ", "")
    said = "".join(each.text for each in found)
    return found[said.index(plain)].box[3]


def covering(count: int, across: tuple[PlanKsb, ...]) -> tuple[PlanItem, ...]:
    def shows(number: int) -> PlanClaim:
        uid = across[number % len(across)].uid
        return PlanClaim(f"c{number}", uid, lines_of(1)[0], "", (mark(1, 1),))

    return tuple(item(number, 1, claims=(shows(number),)) for number in range(1, count + 1))


def many_ksbs(count: int, *, themes: int = 0) -> tuple[PlanKsb, ...]:
    return tuple(
        replace(
            ksbs()[0],
            uid=f"ksb-{n}",
            code=f"{'KSB'[n * 3 // count]}{n + 1}",
            kind=list(KsbKind)[n * 3 // count],
            theme=f"Theme {n * themes // count + 1}" if themes else "",
            short="Works with others",
        )
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("rows", "pieces_", "options", "pages"),
    [
        (46, 18, {}, 1),
        (46, 40, {}, 3),
        (20, 18, {}, 1),
        (120, 18, {}, 3),
        (120, 19, {}, 6),
        (46, 18, {"large_print": True}, 3),
        (46, 19, {"large_print": True}, 6),
    ],
)
def test_the_annex_goes_on_over_as_many_pages_as_it_needs(
    rows: int, pieces_: int, options: dict[str, bool], pages: int, tmp_path: Path
) -> None:
    across = ksbs() if rows == 46 else many_ksbs(rows)
    made = Built(
        tmp_path,
        plan(*covering(pieces_, across), ksbs=across, options=BundleOptions(**options)),
    )
    annex = next(each for each in made.result.sections if each.key == "annex-a")

    assert annex.pages == pages
    numbers = range(annex.page, annex.page + annex.pages)
    words = [texts(made)[n - 1] for n in numbers]
    for each in across:  # each row stands once for each stretch of columns, code and words
        stands = [page for page in words if re.search(rf"\b{each.code}\b", page)]
        assert len(stands) == -(-pieces_ // 18), each.code
    cells = [link[3] for n in numbers for link in links(made, n)]
    for each in made.result.claims:
        assert cells.count(f"{each.ksb} in {each.ref}, page {each.page}") == 1
    for number in numbers:
        assert not laid.outside(made.path, number)
        assert not list(laid.overlaps(made.path, number))
    assert all("What it asks for" in page for page in words)


def test_the_map_in_large_print_is_a_page_for_each_kind_in_letters_of_11_points_at_least(
    tmp_path: Path,
) -> None:
    across = tuple(replace(each, theme=f"Theme {n // 5 + 1}") for n, each in enumerate(ksbs()))
    made = Built(
        tmp_path,
        plan(*covering(13, across), ksbs=across, options=BundleOptions(large_print=True)),
    )
    annex = next(each for each in made.result.sections if each.key == "annex-a")

    assert annex.pages == 3
    for number in range(annex.page, annex.page + annex.pages):
        (_, high), found = laid.letters(made.path, number)
        sizes = [each.size for each in found if each.text.strip() and 40 < each.box[1] < high - 40]
        assert 11 <= min(sizes) / LINE < 16
        assert not laid.outside(made.path, number)
        assert not list(laid.overlaps(made.path, number))


def test_a_long_code_is_whole_in_the_annex_the_index_and_on_the_front_sheet(
    tmp_path: Path,
) -> None:
    across = tuple(replace(each, code=f"{each.code[0]}10.{each.code[1:]}a") for each in ksbs())
    for large_print in (False, True):
        folder = tmp_path / str(large_print)
        folder.mkdir()
        options = BundleOptions(large_print=large_print)
        made = Built(folder, plan(*covering(2, across), ksbs=across, options=options))
        words = [each.replace(" ", "") for each in texts(made)]

        annex = next(each for each in made.result.sections if each.key == "annex-a")
        mapped = "".join(words[annex.page - 1 : annex.page - 1 + annex.pages])
        index = "".join(words[page_of(made, "index") - 1 :])
        assert all(each.code in mapped and each.code in index for each in across)
        for item_, claimed in zip(made.result.items, made.result.claims, strict=True):
            assert claimed.ksb in words[item_.front - 1]
            assert claimed.ksb in words[item_.first_page - 1]
        assert not list(laid.overlaps(made.path, annex.page))


def test_the_annex_and_the_index_follow_the_themes_in_the_epaos_own_words(tmp_path: Path) -> None:
    across = many_ksbs(46, themes=4)
    made = Built(tmp_path, plan(*covering(3, across), ksbs=across))

    annex = next(each for each in made.result.sections if each.key == "annex-a")
    assert annex.pages == 1
    index = " ".join(texts(made)[page_of(made, "index") - 1 :])
    for words in (texts(made)[annex.page - 1], index):
        found = [words.index(f"Theme {number}") for number in (1, 2, 3, 4)]
        assert found == sorted(found)


def test_what_only_the_proposal_assesses_is_grey_but_can_be_read(built: Built) -> None:
    words = texts(built)[page_of(built, "annex-a") - 1]

    assert re.search(r"S2 Short wording of S2 P\b", words)
    assert "P proposal" in words
    assert "grey: not assessed by the professional discussion" in words
    light, dark = _light(tokens.text("print.band")), _light(tokens.text("print.muted"))
    assert (light + 0.05) / (dark + 0.05) > 4.5


def _light(hexed: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts_ = [int(hexed.lstrip("#")[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts_]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_only_the_proposal_assesses_can_be_left_out_and_is_then_named(tmp_path: Path) -> None:
    made = whole(tmp_path, proposal_ksbs=False)

    words = texts(made)[page_of(made, "annex-a") - 1]
    assert "Short wording of S2 " not in words
    assert "left out, assessed otherwise: S2, S3" in words


def test_in_large_print_every_letter_of_ours_is_at_least_16_points_and_11_in_the_map(
    large: Built,
) -> None:
    frames = _frames(large)
    how = next(each for each in large.result.sections if each.key == "how-to-read")
    annex = next(each for each in large.result.sections if each.key == "annex-a")
    for number in range(1, large.result.pages + 1):
        (_, high), found = laid.letters(large.path, number)
        if number in frames:  # what is not of the original stands above it, below it or beside it
            found = [each for each in found if each.box[3] > high - 90 or each.box[3] < 36]
            assert found
        least = 11 if annex.page <= number < annex.page + annex.pages else 16
        small = [each for each in found if each.size < least * LINE - 0.1]
        if how.page <= number < how.page + how.pages:
            small = [each for each in small if each.size > 11]  # a small picture of a page
        assert not small, (number, "".join(each.text for each in small)[:80])


def _frames(made: Built) -> set[int]:
    with pikepdf.open(made.path) as pdf:
        return {n for n, page in enumerate(pdf.pages, 1) if "/XObject" in page.Resources}


def test_large_print_says_the_same_words_and_leads_to_the_same_places(
    built: Built, large: Built
) -> None:
    assert inspect_bundle(large.path, silent).findings == ()
    with pikepdf.open(large.path) as pdf:
        boxes = [[float(x) for x in page.MediaBox] for page in pdf.pages]
        for number, page in enumerate(pdf.pages):
            for link in page.Annots:
                rect = [float(x) for x in link.Rect]
                assert 0 <= rect[0] < rect[2] <= boxes[number][2]
                assert 0 <= rect[1] < rect[3] <= boxes[number][3]
    index = page_of(large, "index")
    places = {words: (to, top) for _, to, top, words in links(large, page_of(large, "annex-a"))}
    to, top = places["K8 in the index"]
    assert index <= to
    assert top is not None
    line = _top_of(large.path, to, "K8")
    assert line - 4 < top < line + 40
    for each in ("What this is", "KSBs claimed", "Minutes of the board I chair."):
        assert each in texts(large)[large.result.items[0].front - 1]
    assert texts(built)[0].replace(str(built.result.pages), "") == texts(large)[0].replace(
        str(large.result.pages), ""
    )


def hard_items() -> tuple[PlanItem, ...]:
    """Return pieces with long, odd and empty words."""
    claims = tuple(
        PlanClaim(
            f"m{n}",
            ksbs()[n].uid,
            lines_of(1)[n % 20],
            MANY if n % 9 == 0 else "",
            (mark(1, 1 + n % 20),),
        )
        for n in range(40)
    )
    return (
        item(1, 1, title=LONG, context=MANY, claims=claims, confirm=MANY, confidentiality=LONG),
        item(2, 1, title=ODD, context=ODD, part=ODD, kind="", date="", file_name=ODD),
        item(3, 0, title=LONG, slip=LONG, file_name=LONG, supplied="03_Recordings/" + "a" * 120),
        item(4, 1, title="", context="", kind="", date="", file_name=""),
        item(5, 1, title=LONG, observation=True, observer=LONG, signature=LONG[:90]),
    )


@pytest.fixture(scope="module", params=[False, True], ids=["usual print", "large print"])
def hard(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return whole(
        tmp_path_factory.mktemp("hard"),
        items=hard_items(),
        papers=(replace(STATEMENT, title=LONG, signed=LONG, note=LONG), CHART),
        apprentice=LONG,
        employer=ODD,
        standard_name=LONG,
        standard_short=LONG,
        notice=LONG,
        large_print=request.param,
        front_sheets=FrontSheets.PART,
    )


def test_long_and_odd_words_never_leave_the_page_or_cover_one_another(hard: Built) -> None:
    for number in range(1, hard.result.pages + 1):
        assert not laid.outside(hard.path, number), number
        covered = [one.text + other.text for one, other in laid.overlaps(hard.path, number)]
        assert not covered, (number, covered[:10])
    assert inspect_bundle(hard.path, silent).findings == ()


def test_every_long_word_of_the_apprentice_is_printed_whole_on_the_front_sheet(
    hard: Built,
) -> None:
    first, words = hard.result.items[0], texts(hard)
    front = " ".join(words[first.front - 1 : first.first_page - 1])

    assert " ".join(LONG.split()) in front
    assert front.count("word129") == 2 + 5  # context, who can confirm, and five claims
    assert sum(front.count(line) for line in lines_of(1)) >= 40
    arabic = " ".join(words[hard.result.items[1].front - 1 : hard.result.items[1].first_page - 1])
    assert "中文标题测试" in arabic


def test_no_heading_stands_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    for large_print in (False, True):
        options = BundleOptions(large_print=large_print)
        shape = PageShape((0, 0, 595, 842))
        made = plan(*hard_items(), *covering(12, ksbs()), options=options)
        book = make_book(made, {each.uid: (shape,) for each in made.items if each.pages})
        composed = [
            ksb_index.compose(book),
            contents.compose(book, [("index", "Index")]),
            *(front_sheet.compose_front(book, piece) for piece in book.pieces),
        ]
        for pages in composed:
            assert all(not page[-1].keep for page in pages), large_print


def test_a_stamp_names_every_code_or_says_how_many_more(hard: Built) -> None:
    first = hard.result.items[0]
    stamp = texts(hard)[first.first_page - 1]
    flags = [words for _, _, _, words in links(hard, first.first_page) if "in the index" in words]

    assert re.search(r"\+\d+", stamp)
    named = {words.removesuffix(" in the index") for words in flags}
    more = int(re.findall(r"\+(\d+)", stamp)[-1])
    assert len(named) == 40 or len(named) + more >= 40


def test_chips_and_e_numbers_are_links_in_contents_and_among_witnesses(built: Built) -> None:
    def said(page: int) -> Iterator[str]:
        return (words for _, _, _, words in links(built, page))

    assert "K8 in the index" in set(said(page_of(built, "contents")))
    assert "Front sheet of E01" in set(said(page_of(built, "role")))
