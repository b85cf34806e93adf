import time
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from portfolio_app.domain import wire
from portfolio_app.domain.changes import Topic
from portfolio_app.domain.hiding import FoundKind, PossibleName, masked, overlaps
from portfolio_app.domain.passage import Anchor
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.progress import Cancelled
from portfolio_app.services import (
    accepting,
    bundle,
    bundle_plan,
    compiling,
    evidence,
    hiding,
    history,
    intake,
    mapping,
    mapping_table,
    names_to_hide,
    portfolio,
    preflight,
    replacing,
    shortlist,
)
from portfolio_app.services.pages import page_copy
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.store.builders import add_item

FIRST = (
    "Concerns were raised by Alex Exampleton about the\ntimetable. Exampleton's view was noted.",
    "Write to a.exampleton@example.org or ring 0121 496 0000.",
)
SECOND = ("A. Exampleton joined by telephone.\nNHS number 943 476 5919.",)


@pytest.fixture
def items(store: Store, room: Workroom, tmp_path: Path) -> tuple[str, str]:
    paths = [
        documents.pdf(tmp_path / "minutes.pdf", *FIRST),
        documents.pdf(tmp_path / "notes.pdf", *SECOND),
    ]
    first, second = intake.add(store, room, paths).results
    return first.item_uid, second.item_uid


def hide_quote(store: Store, room: Workroom, item_uid: str, quote: str, label: str = "") -> str:
    anchor = mapping.anchor_for_quote(store, room, item_uid, quote).anchor
    return hiding.hide(store, item_uid, anchor, label).uids[0]


def words_of(path: Path) -> list[str]:
    """Return the words of each page as PDFium reads them, one space between two."""
    read = pypdfium2.PdfDocument(path)
    words = [" ".join(page.get_textpage().get_text_range().split()) for page in read]
    read.close()
    return words


def without_removing(store: Store, room: Workroom, item_uid: str, **_: object) -> bytes:
    return page_copy(store, room, item_uid)


def open_ones(store: Store, room: Workroom) -> list[tuple[str, str]]:
    return [(f.kind.value, f.words) for f in hiding.find(store, room).found if f.is_open]


def test_words_and_areas_are_hidden_shown_again_and_undone(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    words = hide_quote(store, room, items[0], "Alex Exampleton", "Pupil A")
    box = mapping.anchor_for_box(store, items[0], 2, (70, 60, 200, 90))
    made = hiding.hide(store, items[0], box, "Photograph")

    first, second = queries.hides.hides(store, items[0])
    assert (first.uid, first.label, first.page, first.origin) == (words, "Pupil A", 1, "words")
    assert (second.label, second.page, second.origin) == ("Photograph", 2, "drawn")
    assert first.anchor.quote == "Alex Exampleton"
    assert made.changes.topics == {Topic.HIDING}

    changes = hiding.unhide(store, words)
    assert [each.uid for each in queries.hides.hides(store)] == [second.uid]
    history.undo(store, changes.step)
    assert len(queries.hides.hides(store)) == 2
    history.undo(store, made.changes.step)
    assert [each.uid for each in queries.hides.hides(store)] == [words]


def test_the_same_place_is_not_hidden_twice(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    hide_quote(store, room, items[0], "Alex Exampleton")

    with pytest.raises(PortfolioError, match="hidden already"):
        hide_quote(store, room, items[0], "Alex Exampleton")


@pytest.mark.parametrize("anchor", [Anchor(), Anchor(time_from=1.0, time_to=2.0)])
def test_only_a_place_on_a_page_can_be_hidden(
    store: Store, items: tuple[str, str], anchor: Anchor
) -> None:
    with pytest.raises(PortfolioError, match="Only words or an area"):
        hiding.hide(store, items[0], anchor)


def test_words_without_a_place_on_the_page_are_never_called_hidden(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    found = mapping.anchor_for_quote(store, room, items[0], "Alex Exampleton").anchor
    (span,) = found.spans
    without = Anchor((type(span)(span.page_index, span.start, span.end, ()),), found.quote)

    with pytest.raises(PortfolioError, match="Draw an area"):
        hiding.hide(store, items[0], without)
    assert queries.hides.hides(store) == ()


def test_the_same_words_have_the_same_label_throughout(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    one = hide_quote(store, room, items[0], "Alex Exampleton", "Pupil A")
    names_to_hide.add(store, ["Alex Exampleton"])
    hide_quote(store, room, items[1], "A. Exampleton")  # a form of the listed name

    assert {each.label for each in queries.hides.hides(store)} == {"Pupil A"}

    changes = hiding.relabel(store, one, "Pupil B")

    assert {each.label for each in queries.hides.hides(store)} == {"Pupil B"}
    assert queries.names_to_hide.names(store)[0].label == "Pupil B"
    assert changes.summary == "Labelled “Pupil B” in 2 places"
    history.undo(store, changes.step)
    assert {each.label for each in queries.hides.hides(store)} == {"Pupil A"}
    assert queries.hides.labels(store) == ("Pupil A",)


def test_words_are_hidden_everywhere_as_one_step(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    made = hiding.hide_everywhere(store, room, "exampleton", "Pupil A")

    assert [each.anchor.quote for each in queries.hides.hides(store)] != []
    quotes = sorted(each.anchor.quote for each in queries.hides.hides(store))
    assert quotes == ["Exampleton", "Exampleton", "Exampleton", "exampleton"]
    assert made.changes.summary == "4 places hidden in 2 items"
    history.undo(store, made.changes.step)
    assert queries.hides.hides(store) == ()


def test_a_number_is_hidden_everywhere_however_it_is_written(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    pages = ("NHS 943 476 5919 and 9434765919.", "Not 943 476 5918, but 943-476-5919.")
    intake.add(store, room, [documents.pdf(tmp_path / "n.pdf", *pages)])

    hiding.hide_everywhere(store, room, "943 476 5919", kind=FoundKind.NHS)

    assert [each.page for each in queries.hides.hides(store)] == [1, 1, 2]
    with pytest.raises(PortfolioError, match="already"):
        hiding.hide_everywhere(store, room, "9434765919", kind=FoundKind.NHS)
    with pytest.raises(PortfolioError, match="nowhere"):
        hiding.hide_everywhere(store, room, "not in there at all")


def test_a_search_finds_names_and_numbers_with_their_surroundings(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    names_to_hide.add(store, ["Alex Exampleton; Pupil A"])
    shortlist.add(store, [items[1]])

    searched = hiding.find(store, room)

    assert (searched.items, searched.pages) == (2, 3)
    assert [(f.ref, f.page, f.kind.value, f.words) for f in searched.found] == [
        ("E01", 1, "name", "A. Exampleton"),
        ("E01", 1, "nhs", "943 476 5919"),
        ("", 1, "name", "Alex Exampleton"),
        ("", 2, "email", "a.exampleton@example.org"),
        ("", 2, "name", "a.exampleton"),
        ("", 2, "phone", "0121 496 0000"),
    ]
    third = searched.found[2]
    assert (third.before, third.after[:9]) == ("Concerns were raised by", "about the")
    assert third.label == "Pupil A"
    text = queries.text.page_texts(store, items[0])[0].text
    assert text[third.start : third.end] == "Alex Exampleton"
    assert [f.item_uid for f in hiding.find(store, room, [items[0]]).found] == [items[0]] * 4


def test_what_is_hidden_as_words_or_under_an_area_is_marked(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    hide_quote(store, room, items[1], "943 476 5919")
    hiding.hide(store, items[0], mapping.anchor_for_box(store, items[0], 2, (60, 60, 560, 100)))

    searched = hiding.find(store, room)

    assert len(searched.found) == 3
    assert all(each.is_hidden for each in searched.found)


def test_an_area_that_covers_only_a_part_leaves_it_open(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    hiding.hide(store, items[0], mapping.anchor_for_box(store, items[0], 2, (60, 60, 200, 100)))

    assert ("email", "a.exampleton@example.org") in open_ones(store, room)


def test_what_was_left_alone_is_remembered_with_its_reason(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    names_to_hide.leave(store, "943-476 5919", "test data", items[1])
    everywhere = names_to_hide.leave(store, "0121 496 0000", "public figure")

    left = {each.words: each.left for each in hiding.find(store, room).found}
    assert left["943 476 5919"] == "test data"
    assert left["0121 496 0000"] == "public figure"
    assert open_ones(store, room) == [("email", "a.exampleton@example.org")]

    history.undo(store, everywhere.step)
    (kept,) = queries.names_to_hide.left_alone(store)
    names_to_hide.look_again(store, kept.uid)
    assert len(open_ones(store, room)) == 3


def test_left_in_one_item_is_not_left_in_another(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    names_to_hide.add(store, ["Exampleton"])
    names_to_hide.leave(store, "Exampleton", "my own name", items[0])

    open_in = {f.item_uid for f in hiding.find(store, room).found if f.is_open and f.name_uid}

    assert open_in == {items[1]}


def test_own_and_witnesses_names_wait_for_a_separate_yes(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    portfolio.set_detail(store, "name", "Alex Exampleton")
    names_to_hide.add(store, ["Alex Exampleton", "Exampleton"])

    assert [n.is_own for n in queries.names_to_hide.names(store)] == [True, False]
    found = [f.words for f in hiding.find(store, room).found if f.kind is FoundKind.NAME]
    assert found == ["Exampleton"]  # alone it may be anybody; whole names and addresses are own
    assert "a.exampleton@example.org" not in [f.words for f in hiding.find(store, room).found]

    changes = names_to_hide.look_for_own(store, wanted=True)

    found = [f.words for f in hiding.find(store, room).found if f.kind is FoundKind.NAME]
    assert found == ["Alex Exampleton", "Exampleton", "a.exampleton", "A. Exampleton"]
    history.undo(store, changes.step)
    assert not queries.names_to_hide.own_names_too(store)


def test_names_are_added_by_the_line_with_their_labels(store: Store) -> None:
    made = names_to_hide.add(
        store,
        ["Alex Exampleton\tPupil A\n\n • Kit Sampleton; Pupil B\nX\nALEX exampleton"],
        "Pupil",
    )

    names = queries.names_to_hide.names(store)
    assert [(n.text, n.label) for n in names] == [
        ("Alex Exampleton", "Pupil A"),
        ("Kit Sampleton", "Pupil B"),
    ]
    assert made.known == ("ALEX exampleton",)
    assert made.refused == ("“X” is too short to look for.",)
    assert made.changes.summary == "2 names added to the names to hide"
    history.undo(store, made.changes.step)
    assert queries.names_to_hide.names(store) == ()


def test_listed_names_are_changed_and_taken_off(store: Store) -> None:
    (uid,) = names_to_hide.add(store, ["Exampleton"]).uids

    names_to_hide.edit(store, uid, text="Exampleton Hall", label="The school", whole_word=False)

    (name,) = queries.names_to_hide.names(store)
    assert (name.text, name.label, name.whole_word) == ("Exampleton Hall", "The school", False)
    with pytest.raises(PortfolioError, match="too short"):
        names_to_hide.edit(store, uid, text=" ")
    with pytest.raises(PortfolioError, match="on the list"):
        names_to_hide.add(store, ["exampleton hall"])
    names_to_hide.remove(store, [uid])
    assert queries.names_to_hide.names(store) == ()


def test_pages_with_pictures_are_named_to_be_looked_at(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    intake.add(store, room, [documents.png(tmp_path / "photo.png")])

    (look,) = hiding.find(store, room).to_look_at

    assert (look.title.lower(), look.pages) == ("photo", (1,))


def test_nothing_binned_is_looked_through(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    evidence.bin_items(store, [items[1]])

    assert "943 476 5919" not in [f.words for f in hiding.find(store, room).found]
    hide_quote(store, room, items[1], "943 476 5919")
    assert queries.hides.hides(store) == ()
    assert len(queries.hides.hides(store, items[1])) == 1


def test_a_cancelled_search_or_hiding_changes_nothing(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    def stop(message: str, fraction: float) -> None:
        if fraction > 0.6:
            raise Cancelled

    with pytest.raises(Cancelled):
        hiding.find(store, room, progress=stop)
    with pytest.raises(Cancelled):
        hiding.hide_everywhere(store, room, "Exampleton", progress=stop)
    assert queries.hides.hides(store) == ()


def test_all_listed_are_hidden_in_one_step(
    store: Store, room: Workroom, items: tuple[str, str]
) -> None:
    names_to_hide.add(store, ["Alex Exampleton; Pupil A", "Exampleton; Pupil A"])
    listed = [f for f in hiding.find(store, room).found if f.kind is FoundKind.NAME]

    made = hiding.hide_found(store, room, listed)

    assert len(made.uids) == len(listed) == 4
    assert {each.label for each in queries.hides.hides(store)} == {"Pupil A"}
    assert {each.origin for each in queries.hides.hides(store)} == {"name"}
    assert not [f for f in hiding.find(store, room).found if f.is_open and f.name_uid]
    history.undo(store, made.changes.step)
    assert queries.hides.hides(store) == ()


# what must never leave


@pytest.fixture
def shortlisted(store: Store, room: Workroom, items: tuple[str, str]) -> str:
    """Return a shortlisted item with a hidden name, which a claim's words hold, too."""
    uid = items[0]
    anchor = mapping.anchor_for_quote(store, room, uid, "raised by Alex Exampleton about").anchor
    k8 = mapping.ksb_called(store, "K8")
    mapping.claim(store, uid, [k8.uid], anchor, shows="Listens")
    shortlist.add(store, [uid])
    hide_quote(store, room, uid, "Alex Exampleton", "Pupil QZX")
    return uid


def test_hidden_words_are_on_no_page_of_a_bundle_and_the_others_are(
    store: Store, room: Workroom, shortlisted: str, tmp_path: Path
) -> None:
    built = bundle.build(store, room, tmp_path / "Portfolio.pdf")

    words = words_of(built.path)
    (claim,) = built.bundle.claims
    assert claim.quote == "raised by [Pupil QZX] about"
    assert "Concerns were raised by [Pupil QZX] about the" in words[claim.page - 1]
    assert "Write to a.exampleton@example.org" in words[claim.page]
    assert "Alex" not in " ".join(words)
    assert "redrawn" in words[claim.page - 1]
    assert "redrawn" not in words[claim.page]
    planned = bundle_plan.plan(store)
    assert "E01, page 1" in planned.hidden[0]
    assert planned.items[0].redrawn == (0,)
    assert planned.items[0].confidentiality == "Places hidden on page 1"
    assert any("Places hidden on page 1" in text for text in words)
    assert [p for p in preflight.findings(store) if p.stops] == []


def test_a_place_still_to_be_placed_stops_a_draft_too(
    store: Store, room: Workroom, shortlisted: str, tmp_path: Path
) -> None:
    from portfolio_app.store import tables

    with store.session() as session:
        row = session.query(tables.HideRow).one()
        row.to_place = 1
        row.spans = "[]"

    with pytest.raises(PortfolioError, match="1 hidden place was not found in its newest version"):
        bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)


def test_what_is_hidden_while_a_bundle_is_built_stops_it(
    store: Store, room: Workroom, items: tuple[str, str], tmp_path: Path
) -> None:
    shortlist.add(store, [items[1]])
    anchor = mapping.anchor_for_quote(store, room, items[1], "A. Exampleton").anchor
    done: list[bool] = []

    def hide_half_way(message: str, fraction: float) -> None:
        if fraction > 0.9 and not done:
            done.append(True)
            hiding.hide(store, items[1], anchor)

    with pytest.raises(PortfolioError, match="hidden or changed while it was made"):
        bundle.build(store, room, tmp_path / "Portfolio.pdf", progress=hide_half_way)
    assert not (tmp_path / "Portfolio.pdf").exists()


def test_lists_and_reasons_are_in_no_plan(store: Store, room: Workroom, shortlisted: str) -> None:
    names_to_hide.add(store, ["Kit Sampletonium; Role QZY"])
    names_to_hide.leave(store, "Leftwordium", "reason QZZ")

    planned = str(wire.encode(bundle_plan.plan(store)))

    for private in ("QZY", "QZZ", "Sampletonium", "Leftwordium", "Exampleton"):
        assert private not in planned


def test_lists_that_leave_the_app_can_mask_what_is_hidden(store: Store, shortlisted: str) -> None:
    (claim,) = queries.claims.claims(store)
    hides = queries.hides.hides(store)

    assert overlaps(claim.anchor, hides[0])
    assert overlaps(Anchor(), hides[0])
    assert masked(claim.anchor.quote, hides) == "raised by [Pupil QZX] about"


def test_the_mapping_leaves_without_what_is_hidden(
    store: Store, room: Workroom, shortlisted: str, tmp_path: Path
) -> None:
    evidence.edit(store, shortlisted, title="Plan of Alex Exampleton", context="About the plan")
    k9 = mapping.ksb_called(store, "K9")
    whole = mapping.anchor_for_quote(store, room, shortlisted, "about the timetable").anchor
    mapping.claim(store, shortlisted, [k9.uid], whole, shows="For Alex  Exampleton")
    box = mapping.anchor_for_box(store, shortlisted, 1, (60, 60, 560, 100))

    first = str(mapping_table.sheets(store))
    hiding.hide(store, shortlisted, box)
    second = str(mapping_table.sheets(store))

    assert "raised by [Pupil QZX] about" in first
    assert "about the timetable" in first
    assert "Plan of [Pupil QZX]" in first
    assert "For [Pupil QZX]" in first
    assert "Exampleton" not in first + second
    assert "about the timetable" not in second  # it lies under the area that was drawn
    for form in (".csv", ".json", ".xlsx"):
        mapping_table.export(store, tmp_path / f"mapping{form}")
    with zipfile.ZipFile(tmp_path / "mapping.xlsx") as sheets:
        parts = [sheets.read(name) for name in sheets.namelist()]
    parts += [(tmp_path / f"mapping{form}").read_bytes() for form in (".csv", ".json")]
    assert not any(b"Exampleton" in part for part in parts)
    assert any(b"QZX" in part for part in parts)


def test_a_thousand_pages_are_looked_through_in_seconds(store: Store, room: Workroom) -> None:
    text = (
        "The committee considered three options for the winter and agreed the second of them.\n"
        "Costs of £1,204,000 were noted in 2025-26, against 19% in the year before (page 12).\n"
    ) * 15
    pages = tuple(f"{text}{number} ring 0121 496 0{number % 1000:03d}" for number in range(1000))
    add_item(store, "Long report", pages=pages)
    names_to_hide.add(store, [f"Given{n} Surnamex{chr(97 + n % 26)}{n}" for n in range(100)])
    began = time.monotonic()

    searched = hiding.find(store, room)

    seconds = time.monotonic() - began
    assert searched.pages == len(searched.found) == 1000
    assert all(isinstance(each, PossibleName) for each in searched.found)
    assert seconds < 30, f"{seconds:.1f} s for 1,000 pages"


def test_hidden_places_survive_a_newer_version(
    store: Store, room: Workroom, items: tuple[str, str], tmp_path: Path
) -> None:
    uid = items[0]
    hide_quote(store, room, uid, "Alex Exampleton", "Pupil A")
    hide_quote(store, room, uid, "0121 496 0000")
    newer = documents.pdf(
        tmp_path / "newer.pdf", "A new first page.", FIRST[0], "Write to us instead."
    )

    replacing.replace(store, room, uid, newer)

    by_words = {each.anchor.quote: each for each in queries.hides.hides(store)}
    found, lost = by_words["Alex Exampleton"], by_words["0121 496 0000"]
    assert (found.page, found.to_place, found.label) == (2, False, "Pupil A")
    assert lost.to_place
    names_to_hide.add(store, ["Alex Exampleton"])
    open_now = [each for each in hiding.find(store, room, [uid]).found if each.is_open]
    assert [each.words for each in open_now] == []
    shortlist.add(store, [uid])
    stops = [p.rule for p in preflight.findings(store) if p.stops]
    assert "item.hidden-to-place" in stops


def test_a_copy_or_a_part_that_still_shows_what_is_hidden_stops_too(
    store: Store, room: Workroom, items: tuple[str, str], tmp_path: Path
) -> None:
    again = intake.add(store, room, [tmp_path / "minutes.pdf"], again=True)
    copy = again.results[0].item_uid
    assert copy not in items
    hide_quote(store, room, items[0], "Alex Exampleton", "Pupil A")
    shortlist.set_order(store, [copy, items[1]])

    (stop,) = [p for p in preflight.findings(store) if p.stops]

    assert (stop.rule, stop.about) == ("item.hidden-places", "E01")
    assert "shows on page 1 what is hidden in Minutes, which is the same" in stop.message
    assert "Exampleton" not in stop.message
    names_to_hide.leave(store, "Alex Exampleton", "they agreed", copy)
    assert not [p for p in preflight.findings(store) if p.stops]


def test_the_same_words_left_elsewhere_are_told_and_stop_nothing(
    store: Store, room: Workroom, items: tuple[str, str], tmp_path: Path
) -> None:
    hide_quote(store, room, items[0], "Exampleton's view", "Pupil A")
    hide_quote(store, room, items[0], "timetable")
    other = documents.pdf(tmp_path / "other.pdf", "The timetable", "Of no Exampleton’s  view.")
    shortlist.set_order(store, [items[0], intake.add(store, room, [other]).results[0].item_uid])

    (told,) = [p for p in preflight.findings(store) if p.rule == "item.hidden-elsewhere"]

    assert (told.about, told.page, told.stops) == ("E02", 1, False)
    assert told.level is Level.SHOULD_CHECK
    assert "shows on pages 1 and 2 words that are hidden in other evidence" in told.message
    assert "timetable" not in told.message
    words = " ".join(words_of(bundle.build(store, room, tmp_path / "P.pdf", draft=True).path))
    assert words.count("timetable") == 1  # where it was left


def test_words_left_elsewhere_are_told_again_when_others_are_hidden_too(
    store: Store, room: Workroom, items: tuple[str, str], tmp_path: Path
) -> None:
    hide_quote(store, room, items[0], "timetable")
    other = documents.pdf(tmp_path / "other.pdf", "The timetable", "Of no Exampleton's view.")
    shortlist.set_order(store, [items[0], intake.add(store, room, [other]).results[0].item_uid])

    def told() -> Problem:
        (row,) = [p for p in preflight.findings(store) if p.rule == "item.hidden-elsewhere"]
        return row

    accepting.accept(store, told(), "the timetable is public")
    assert told().accepted
    hide_quote(store, room, items[0], "Exampleton's view", "Pupil A")

    assert not told().accepted, "nobody accepted that this name shows"
    assert "Exampleton" not in told().detail


def test_the_finished_file_is_searched_and_nothing_is_exported_when_something_is_left(
    store: Store, room: Workroom, shortlisted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "Portfolio.pdf"
    out.write_bytes(b"the bundle before")
    monkeypatch.setattr(compiling, "clean_copy", without_removing)

    with pytest.raises(PortfolioError) as refused:
        bundle.build(store, room, out)

    assert refused.value.code == "hidden-left"
    assert "still on page 1 of E01 (page " in refused.value.message
    assert "Nothing was exported" in refused.value.hint
    assert "Exampleton" not in refused.value.message
    assert out.read_bytes() == b"the bundle before"
