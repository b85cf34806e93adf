"""Finding pages of a built bundle, and what is said aloud of them; no file is read."""

import pytest

from portfolio_app.domain.bundle import BuiltSection, Manifest, ManifestClaim, ManifestItem
from portfolio_app.domain.bundle_map import BundleMap, MapCell, MapKsb
from portfolio_app.domain.discussion import MOST, BundleIndex, GroupKind
from portfolio_app.domain.document import PageChars
from portfolio_app.domain.mock_discussion import MockClock
from portfolio_app.domain.plain_ways import REACH, WayKind, prove
from portfolio_app.domain.spoken_place import spoken_place

MINUTES = "The chair set out three options.\nThe café board agreed a pilot of eight weeks."
HEADER = "Portfolio of evidence · E07 Board minutes Contents · Annex A · Index"


def page_words(ref: str, number: int, of: int, words: str) -> str:
    head, foot = f"{ref} page 1 of 2 claimed here K7", f"Built today Page {number} of {of}"
    return f"{head}\n{words}\nK7\n{HEADER}\n{foot}"


@pytest.fixture(scope="module")
def index() -> BundleIndex:
    """Return a bundle of ten pages: what is ours, E07 on 4 to 6, E12 on 7 and 8, the index."""
    sections = (
        BuiltSection("cover", "Cover", 1, 1),
        BuiltSection("contents", "Contents", 2, 1),
        BuiltSection("annex-a", "Annex A: KSB evidence map", 3, 1),
        BuiltSection("index", "Index by KSB", 9, 2),
    )
    items = (
        ManifestItem("E07", "Board minutes", "", 4, 5, 2, 2),
        ManifestItem("E12", "Finance report", "", 7, 8, 1, 1),
    )
    claims = (
        ManifestClaim("K7", "E07", 5, "set out three options"),
        ManifestClaim("K7", "E12", 8, "variance was agreed"),
        ManifestClaim("K10", "E07", 6, ""),
        ManifestClaim("Duty 3", "E12", 8, "variance was agreed"),
    )
    manifest = Manifest(2, "BUNDLE", "2026-03-03T10:00:00Z", 10, "Any", items, claims, sections)
    ksbs = (
        MapKsb("K7", "Competitive strategy", 9, 8, (8, 5), (MapCell(3, 5, "E07"),)),
        MapKsb("K8", "Financial strategy", 9, 9),
        MapKsb("K10", "Teams and cultures", 10, 10, (6,), (MapCell(3, 6, "E07"),)),
        MapKsb("Duty 3", "", 10, 11, (8,), (MapCell(3, 8, "E12"),)),
    )
    marked = ("Cover", "Contents", "Annex A: KSB evidence map", "Evidence", "Index by KSB")
    texts = ["Cover", "Contents minutes", "Annex", "E07 front sheet options"]
    texts += [page_words("E07", 5, 10, MINUTES), page_words("E07", 6, 10, "A second page")]
    texts += ["E12 front", page_words("E12", 8, 10, "The variance was\nagreed by the pilot team")]
    texts += ["Index set out three options", "Index again"]
    return BundleIndex(BundleMap(manifest, ksbs, (), marked), texts)


def shown(index: BundleIndex, typed: str) -> list[tuple[str, list[int]]]:
    return [(each.key, [place.page for place in each.places]) for each in index.find(typed)]


@pytest.mark.parametrize("typed", ["k7", "K7", "K 7", "k-07", " k.7 "])
def test_a_ksb_is_found_however_its_code_is_typed_the_best_passage_first(
    index: BundleIndex, typed: str
) -> None:
    group = index.find(typed)[0]

    assert group.heading == "K7  Competitive strategy · 2 places"
    assert [each.page for each in group.places] == [8, 5]  # as the index prints them
    assert group.places[1].quote == "set out three options"
    assert shown(index, typed)[1:] == []  # a code is no word: nothing else is meant


def test_codes_that_only_begin_as_typed_follow_the_one_that_is_meant(index: BundleIndex) -> None:
    assert [each.key for each in index.find("k")][:3] == ["K7", "K8", "K10"]
    assert shown(index, "k1") == [("K10", [6])]


def test_a_label_that_is_no_usual_code_is_found_by_itself(index: BundleIndex) -> None:
    assert shown(index, "duty 3")[0] == ("Duty 3", [8])
    assert shown(index, "duty")[0] == ("Duty 3", [8])


def test_a_ksb_without_a_passage_leads_to_its_entry_which_says_so(index: BundleIndex) -> None:
    group = index.find("k8")[0]

    assert group.heading == "K8  Financial strategy"
    assert [(each.page, each.words) for each in group.places] == [(9, "No passage in this bundle")]


def test_an_e_number_gives_the_piece_and_its_passages_in_page_order(index: BundleIndex) -> None:
    for typed in ("e7", "E07", "e 07"):
        assert shown(index, typed) == [("E07", [4, 5, 6])]


def test_a_number_is_a_page_first_and_then_the_piece_of_that_number(index: BundleIndex) -> None:
    assert shown(index, "7") == [("", [7]), ("E07", [4, 5, 6])]
    assert shown(index, "p7") == [("", [7])]
    assert shown(index, "page 10") == [("", [10])]
    assert [kind for kind, _ in shown(index, "999")] == []


def test_words_are_found_in_titles_passages_and_pages_evidence_before_what_is_ours(
    index: BundleIndex,
) -> None:
    assert shown(index, "three options") == [("K7", [5]), ("words", [5, 9])]
    assert shown(index, "minutes")[0] == ("titles", [4])
    assert shown(index, "agreed")[-1] == ("words", [5, 8])
    assert shown(index, "options")[-1] == ("words", [5, 4, 9])  # a front sheet is ours
    assert shown(index, "financ") == [("titles", [7]), ("K8", [9])]  # K8 has no passage: last
    assert shown(index, "strategy") == [("K7", [8, 5]), ("K8", [9])]
    assert shown(index, "PILOT team") == [("words", [8])]
    assert shown(index, "team pilot") == [("words", [8])]  # every word, in any order


def test_accents_case_and_line_ends_do_not_matter(index: BundleIndex) -> None:
    assert shown(index, "CAFE board") == [("words", [5])]
    assert ("words", [8]) in shown(index, "variance was agreed")


def test_headers_footers_and_flags_are_no_words(index: BundleIndex) -> None:
    assert shown(index, "annex") == [("words", [3])]
    assert shown(index, "claimed here") == []
    assert shown(index, "portfolio of evidence") == []


def test_nothing_typed_shows_the_sections_and_the_pieces(index: BundleIndex) -> None:
    sections, pieces = index.find("  ")

    assert (sections.kind, pieces.kind) == (GroupKind.SECTION, GroupKind.PIECE)
    assert [each.page for each in pieces.places] == [4, 7]


def test_at_most_twelve_places_are_given_and_all_are_counted() -> None:
    claims = tuple(ManifestClaim("K1", "E01", 3, f"passage {n}") for n in range(30))
    item = ManifestItem("E01", "Report", "", 2, 3, 1, 1)
    manifest = Manifest(2, "B", "", 3, "Any", (item,), claims)

    group = BundleIndex(BundleMap(manifest, (MapKsb("K1"),))).find("k1")[0]

    assert (len(group.places), group.total) == (MOST, 30)


@pytest.mark.parametrize("typed", ["(", "[k7", "\\", "%", "*", "“", "\x00", "é" * 500, "-", "7/7"])
def test_whatever_is_typed_is_looked_for_and_nothing_breaks(index: BundleIndex, typed: str) -> None:
    assert isinstance(index.find(typed), tuple)


def test_before_the_words_are_read_codes_pages_and_titles_are_found(index: BundleIndex) -> None:
    early = BundleIndex(index.map)

    assert not early.has_words
    assert shown(early, "k7") == shown(index, "k7")
    assert shown(early, "three options") == [("K7", [5])]


def test_where_a_page_is_in_one_line_and_aloud(index: BundleIndex) -> None:
    where = index.where(5)

    assert where.line("paragraph 2") == "Page 5 of 10 · E07 · paragraph 2"
    assert where.aloud("paragraph 2") == "Page 5, E07, paragraph 2"
    assert index.where(2).line() == "Page 2 of 10 · Contents"
    assert index.where(9).aloud() == "Page 9"
    assert index.flag_on(5, "K7") == "flag K7"
    assert index.flag_on(5, "K8") == ""


# aloud


def laid(*lines: tuple[str, float]) -> PageChars:
    """Return a page of lines, each with its foot in points; a letter is 5 wide and 10 high."""
    text, boxes = "", []
    for words, foot in lines:
        for n, letter in enumerate(words + "\n"):
            text += letter
            place = (50 + 5 * n, foot - 10, 55 + 5 * n, foot)
            boxes += [0.0] * 4 if letter == "\n" else place
    return PageChars(0, text, tuple(boxes))


def said(page: PageChars, words: str) -> str:
    return spoken_place(page, page.text.index(words), lambda line: line.startswith("OURS"))


def test_paragraphs_are_counted_without_headings_headers_and_flags() -> None:
    page = laid(
        ("OURS header", 30), ("Winter pressures", 60), ("One begins here and", 90),
        ("goes on.", 102), ("Two is the one and", 126), ("has the words wanted.", 138),
        ("OURS footer", 800),
    )  # fmt: skip

    assert said(page, "goes on") == "paragraph 1"
    assert said(page, "words wanted") == "paragraph 2"
    assert said(page, "OURS footer") == ""


def test_a_printed_number_is_said_as_it_is_printed() -> None:
    page = laid(
        ("2. Minutes", 60), ("2.1 The minutes were agreed and", 84), ("nobody objected.", 96),
        ("2.2 The chair reported at some length on", 120), ("what was done since.", 132),
        ("3. We also agreed, without any vote, that it", 156), ("be done again soon.", 168),
    )  # fmt: skip

    assert said(page, "objected") == "paragraph 2.1"
    assert said(page, "what was done") == "paragraph 2.2"
    assert said(page, "Minutes") == "section 2"
    assert said(page, "done again") == "point 3"


def test_where_nobody_would_count_the_part_of_the_page_is_said() -> None:
    cells = [(f"cell {n} of a table without any numbers.", 60 + 40 * n) for n in range(18)]
    page = laid(*cells)

    assert said(page, "cell 1 ") == "paragraph 2"
    assert said(page, "cell 9 ") == "in the middle"
    assert said(page, "cell 17") == "at the foot"
    assert spoken_place(PageChars(0, "", ()), 0, lambda _: False) == ""


# the plain PDF


def test_the_ways_of_the_plain_pdf_are_counted_and_only_right_ones_count(
    index: BundleIndex,
) -> None:
    proof = prove(index.map)
    ways = {each.code: [(way.kind, way.page) for way in each.ways] for each in proof.ksbs}

    assert list(ways) == ["K7", "K10", "Duty 3"]  # K8 has no passage to go to
    assert ways["K7"] == [(WayKind.ANNEX, 5), (WayKind.INDEX, 8)]
    assert not proof.unreached
    assert 5 < proof.slowest < REACH
    assert "each of the 3 ksbs" in proof.words.casefold()


def test_a_bundle_whose_links_lead_elsewhere_is_said_to_be_slow(index: BundleIndex) -> None:
    wrong = MapKsb("K7", "", 9, 8, (2,), (MapCell(3, 4, "E07"),))
    bundle = BundleMap(index.manifest, (wrong, MapKsb("K10")), (), index.map.marked)

    proof = prove(bundle)

    assert [each.code for each in proof.unreached] == ["K7", "K10"]
    assert "0 of 2 KSBs" in proof.words
    assert "K7, K10" in proof.words


def test_a_way_over_many_pages_of_the_map_takes_longer(index: BundleIndex) -> None:
    far = MapKsb("K10", "", 0, 0, (), (MapCell(9, 6, "E07"),))

    proof = prove(BundleMap(index.manifest, (far,), (), index.map.marked))

    assert proof.unreached
    assert proof.ksbs[0].ways[0].turns == 6


def test_in_a_mock_the_first_page_that_shows_the_ksb_counts_else_the_first_opened() -> None:
    clock = MockClock()
    assert clock.opened(3, 1.0) is None  # nothing was asked yet
    clock.ask("One?", "K7", (5, 8), 10.0)
    for page, at in ((2, 12.0), (5, 16.0), (8, 18.0), (3, 19.0)):
        clock.opened(page, at)
    clock.ask("Two?", "K8", (), 30.0)
    clock.opened(4, 33.0)
    clock.opened(6, 34.0)
    clock.ask("Three?", "", (), 50.0)
    found = clock.end(60.0)

    assert [each.words for each in found.asked] == [
        "K7: page 5 after 6 seconds",
        "K8: page 4 after 3 seconds, which has no passage for K8",
        "Three?: no page opened",
    ]
    assert [each.seconds for each in found.asked] == [20.0, 20.0, 10.0]
    assert found.words == (
        "Mock discussion: 3 questions in 00:50. A page that shows the KSB was opened for 1 of them."
    )
    assert clock.end(90.0).asked == found.asked
