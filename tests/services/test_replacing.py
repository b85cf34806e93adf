import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.domain.coverage import KsbStatus
from portfolio_app.domain.normalising import normalise
from portfolio_app.domain.passage import Anchor
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle_plan,
    coverage,
    evidence,
    history,
    intake,
    mapping,
    preflight,
    reading,
    replacing,
    shortlist,
)
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

FIRST = "The board met in May.\nThe pilot was agreed for eight weeks after long debate.\nNo votes."
SECOND = "Risks were reviewed by the whole committee.\nAny other business: none."


@pytest.fixture
def item_uid(store: Store, room: Workroom, tmp_path: Path) -> str:
    path = documents.pdf(tmp_path / "minutes.pdf", FIRST, SECOND)
    return intake.add(store, room, [path]).results[0].item_uid


def _claim(store: Store, room: Workroom, item_uid: str, quote: str, code: str = "K8") -> str:
    anchor = mapping.anchor_for_quote(store, room, item_uid, quote).anchor
    uid = mapping.claim(store, item_uid, [mapping.ksb_called(store, code).uid], anchor).uids[0]
    return queries.claims.claim(store, uid).passage_uid


def test_passages_are_found_on_their_new_page_and_the_earlier_file_is_kept(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    before = queries.evidence.item(store, item_uid)
    _claim(store, room, item_uid, "agreed for eight weeks")
    _claim(store, room, item_uid, "Any other business")
    newer = documents.pdf(tmp_path / "minutes v2.pdf", "Cover", FIRST, SECOND)

    done = replacing.replace(store, room, item_uid, newer)

    assert (done.found, done.to_place, done.check) == (2, (), ())
    assert done.changes.summary == "Replaced with minutes v2.pdf: 2 of 2 passages found"
    claims = queries.claims.claims(store)
    assert [(each.page, each.anchor.quote, each.to_place) for each in claims] == [
        (2, "agreed for eight weeks", False),
        (3, "Any other business", False),
    ]
    chars = reading.chars(store, room, item_uid, 1)
    (span,) = claims[0].anchor.spans
    assert chars.text[span.start : span.end] == "agreed for eight weeks"
    assert len(span.quads) == 1
    assert 842 - 760 < span.quads[0][1] < 842 - 744  # on the second line of that page
    after = queries.evidence.item(store, item_uid)
    assert (after.file_name, after.pages, after.title) == ("minutes v2.pdf", 3, before.title)
    (earlier,) = queries.earlier.earlier(store, item_uid)
    assert (earlier.file_name, earlier.sha256, earlier.pages) == ("minutes.pdf", before.sha256, 2)
    assert store.vault.get(earlier.sha256) == (tmp_path / "minutes.pdf").read_bytes()


def test_one_undo_goes_back_to_the_earlier_file_and_its_places(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    _claim(store, room, item_uid, "agreed for eight weeks")
    _claim(store, room, item_uid, "Risks were reviewed")
    claims, item = queries.claims.claims(store), queries.evidence.item(store, item_uid)
    drawn = reading.draw(store, room, item_uid, 0, 0.3)
    newer = documents.pdf(tmp_path / "v2.pdf", "Cover", FIRST)
    done = replacing.replace(store, room, item_uid, newer)
    assert reading.draw(store, room, item_uid, 0, 0.3).pixels != drawn.pixels

    history.undo(store, done.changes.step)

    assert queries.claims.claims(store) == claims
    assert queries.evidence.item(store, item_uid) == item
    assert reading.draw(store, room, item_uid, 0, 0.3).pixels == drawn.pixels
    assert queries.earlier.earlier(store, item_uid) == ()
    history.redo(store, done.changes.step)
    assert queries.evidence.item(store, item_uid).pages == 2


def test_a_passage_that_is_gone_keeps_its_words_and_counts_for_nothing(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    shortlist.add(store, [item_uid])
    kept = _claim(store, room, item_uid, "agreed for eight weeks")
    status = {each.ksb.code: each.status for each in coverage.coverage(store)}
    newer = documents.pdf(tmp_path / "v2.pdf", SECOND)

    done = replacing.replace(store, room, item_uid, newer)

    assert status["K8"] is KsbStatus.COVERED
    assert (done.found, done.to_place) == (0, (kept,))
    assert done.changes.summary.endswith("0 of 1 passages found, 1 to place")
    (claim,) = queries.claims.claims(store)
    assert claim.to_place
    assert claim.anchor.quote == "agreed for eight weeks"
    status = {each.ksb.code: each.status for each in coverage.coverage(store)}
    assert status["K8"] is KsbStatus.STARTED
    (planned,) = bundle_plan.plan(store).items
    assert planned.claims == ()
    told = [each.message for each in preflight.findings(store) if each.rule == "item.to-place"]
    assert len(told) == 1
    assert "1 passage" in told[0]
    assert [each.uid for each in queries.passages.waiting(store)] == [kept]


def test_a_passage_can_be_placed_by_hand(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    kept = _claim(store, room, item_uid, "agreed for eight weeks")
    newer = documents.pdf(tmp_path / "v2.pdf", "We decided on a trial of two months.")
    replacing.replace(store, room, item_uid, newer)
    anchor = mapping.anchor_for_quote(store, room, item_uid, "a trial of two months").anchor

    placed = replacing.place(store, kept, anchor)

    (claim,) = queries.claims.claims(store)
    assert (claim.to_place, claim.page, claim.anchor) == (False, 1, anchor)
    assert queries.passages.waiting(store) == ()
    history.undo(store, placed.step)
    assert queries.claims.claims(store)[0].to_place
    with pytest.raises(PortfolioError, match="Mark the words"):
        replacing.place(store, kept, Anchor())


def test_a_reworded_passage_is_placed_and_asks_to_be_checked(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    quote = "The pilot was agreed for eight weeks after long debate"
    passage = _claim(store, room, item_uid, quote)
    newer = documents.pdf(tmp_path / "v2.pdf", FIRST.replace("eight", "ten"))

    done = replacing.replace(store, room, item_uid, newer)

    assert (done.found, done.to_place, done.check) == (1, (), (passage,))
    (claim,) = queries.claims.claims(store)
    assert (claim.was, claim.to_place) == (quote, False)
    assert claim.anchor.quote == "The pilot was agreed for ten weeks after long debate"
    replacing.checked(store, passage)
    assert queries.claims.claims(store)[0].was == ""


def test_going_back_by_name_puts_every_passage_where_it_was(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    _claim(store, room, item_uid, "agreed for eight weeks")
    lost = _claim(store, room, item_uid, "Any other business", "S1")
    claims = queries.claims.claims(store)
    newer = documents.pdf(tmp_path / "v2.pdf", "Cover\nnew words on the cover", FIRST)
    replacing.replace(store, room, item_uid, newer)
    made_since = _claim(store, room, item_uid, "new words on the cover", "S2")

    back = replacing.go_back(store, room, item_uid)

    assert (back.found, back.to_place) == (2, (made_since,))
    now = queries.claims.claims(store)
    assert [each.anchor for each in now[:2]] == [each.anchor for each in claims]
    assert [each.to_place for each in now] == [False, False, True]
    assert lost not in back.to_place
    item = queries.evidence.item(store, item_uid)
    assert (item.file_name, item.pages) == ("minutes.pdf", 2)
    assert [e.file_name for e in queries.earlier.earlier(store, item_uid)] == ["v2.pdf"]


def test_a_claim_made_after_a_replacement_waits_when_that_is_undone(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    newer = documents.pdf(tmp_path / "v2.pdf", "Cover\nnew words on the cover", FIRST)
    done = replacing.replace(store, room, item_uid, newer)
    _claim(store, room, item_uid, "new words on the cover")

    history.undo(store, done.changes.step)

    (claim,) = queries.claims.claims(store)
    assert claim.to_place  # its place was on the other file


def _with_picture(path: Path, colour: str, words: str) -> Path:
    picture = io.BytesIO()
    Image.new("RGB", (100, 100), colour).save(picture, "PNG")
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.drawString(72, 700, words)
    canvas.drawImage(ImageReader(picture), 100, 300, 200, 200)
    canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize(("colour", "stays"), [("navy", True), ("orange", False)])
def test_a_box_stays_where_the_page_looks_the_same_and_waits_where_it_does_not(
    store: Store, room: Workroom, tmp_path: Path, colour: str, stays: bool
) -> None:
    path = _with_picture(tmp_path / "chart.pdf", "navy", "Figure 1")
    item_uid = intake.add(store, room, [path]).results[0].item_uid
    box = mapping.anchor_for_box(store, item_uid, 1, (110, 350, 250, 500))
    mapping.claim(store, item_uid, [mapping.ksb_called(store, "K1").uid], box)
    newer = _with_picture(tmp_path / "chart 2.pdf", colour, "Figure 1, corrected")

    done = replacing.replace(store, room, item_uid, newer)

    (claim,) = queries.claims.claims(store)
    assert claim.to_place is not stays
    assert done.found == int(stays)
    assert claim.anchor.spans[0].quads == box.spans[0].quads


def test_whole_items_notes_and_hidden_places_come_along_or_say_so(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    mapping.claim(store, item_uid, [mapping.ksb_called(store, "B1").uid], mapping.WHOLE)
    anchors = [
        mapping.anchor_for_quote(store, room, item_uid, words).anchor
        for words in ("whole committee", "long debate")
    ]
    with store.step("hide", "hidden", set()) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        for anchor in anchors:
            hide = tables.HideRow(item_id=row.id)
            replacing.reanchoring.put(hide, anchor, row.rendition_id)
            step.session.add(hide)
    newer = documents.pdf(tmp_path / "v2.pdf", SECOND)

    done = replacing.replace(store, room, item_uid, newer)

    found, lost = queries.hides.hides(store, item_uid)
    assert sorted([found.to_place, lost.to_place]) == [False, True]
    assert len(done.hides_to_place) == 1
    assert done.found == 1
    assert queries.claims.claims(store)[0].to_place is False
    assert "1 hidden place not found" in done.changes.summary


def test_a_file_that_cannot_be_shown_or_is_the_same_replaces_nothing(
    store: Store, room: Workroom, item_uid: str, tmp_path: Path
) -> None:
    _claim(store, room, item_uid, "agreed for eight weeks")
    before = (queries.evidence.item(store, item_uid), queries.claims.claims(store))
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")

    with pytest.raises(PortfolioError, match="no pages that can be shown"):
        replacing.replace(store, room, item_uid, broken)
    with pytest.raises(PortfolioError, match="already has"):
        replacing.replace(store, room, item_uid, tmp_path / "minutes.pdf")
    with pytest.raises(PortfolioError):
        replacing.replace(store, room, item_uid, tmp_path / "not there.pdf")
    evidence.bin_items(store, [item_uid])
    with pytest.raises(PortfolioError, match="bin"):
        replacing.replace(store, room, item_uid, broken)
    evidence.restore_items(store, [item_uid])

    assert (queries.evidence.item(store, item_uid), queries.claims.claims(store)) == before


def test_a_text_file_is_replaced_by_a_pdf_of_it(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Notes of the day.\nWe listened to both teams before deciding.\n")
    item_uid = intake.add(store, room, [text]).results[0].item_uid
    _claim(store, room, item_uid, "listened to both teams")
    newer = documents.pdf(tmp_path / "notes.pdf", "Notes of the day.\nWe listened\nto both teams.")

    done = replacing.replace(store, room, item_uid, newer)

    (claim,) = queries.claims.claims(store)
    assert (done.found, claim.to_place) == (1, False)
    assert len(claim.anchor.spans[0].quads) == 2
    assert queries.evidence.item(store, item_uid).document.value == "pdf"
    back = replacing.go_back(store, room, item_uid)
    assert back.found == 1
    assert queries.evidence.item(store, item_uid).document.value == "text"


def test_a_recording_keeps_the_parts_that_lie_inside_the_new_one(
    store: Store, room: Workroom, item_uid: str
) -> None:
    ksb = mapping.ksb_called(store, "K1").uid
    mapping.claim(store, item_uid, [ksb], Anchor(time_from=10, time_to=20))
    mapping.claim(store, item_uid, [ksb], Anchor(time_from=50, time_to=70))
    pages = replacing.OtherPages(seconds=60.0)

    moves = replacing.reanchoring.find(store, room, item_uid, pages)
    with store.step("replace", "", set()) as step:
        row = step.session.query(tables.ItemRow).filter_by(uid=item_uid).one()
        settled = replacing.reanchoring.settle(step.session, row, row.rendition_id, moves)

    assert (settled.found, len(settled.to_place)) == (1, 1)
    first, second = queries.claims.claims(store)
    assert (first.to_place, second.to_place) == (False, True)
    assert (second.anchor.time_from, second.anchor.time_to) == (50, 70)


def _long_pdf(path: Path, pages: int, first: int = 0) -> Path:
    return documents.pdf(
        path,
        *(
            "\n".join(f"Line {line} of part {number} says thing {number * 40 + line}."
                      for line in range(40))
            for number in range(first, pages)
        ),
    )  # fmt: skip


def test_nothing_is_dropped_from_a_long_document_and_it_is_quick(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    item_uid = intake.add(store, room, [_long_pdf(tmp_path / "a.pdf", 30)]).results[0].item_uid
    ksb = mapping.ksb_called(store, "K1").uid
    texts = queries.text.page_texts(store, item_uid)
    for number in range(100):
        text = texts[number % 30].text
        start = text.index(f"Line {number % 40} of")
        anchor = mapping.anchor_for_stretches(
            store, room, item_uid, [(number % 30, start, start + 30)]
        )
        mapping.claim(store, item_uid, [ksb], anchor)

    newer = _long_pdf(tmp_path / "b.pdf", 34, first=4)
    done = replacing.replace(store, room, item_uid, newer)

    assert done.found + len(done.to_place) == 100
    assert len(done.to_place) == len([n for n in range(100) if n % 30 < 4])


WORDS = ["audit", "board", "care", "risk", "plan", "seven", "agreed", "not", "of", "the", "was"]
_line = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(" ".join)
_page = st.lists(_line, min_size=1, max_size=6).map("\n".join)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(_page, min_size=1, max_size=3),
    st.lists(_page, min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(4, 60)), max_size=6),
    st.booleans(),
)
def test_whatever_the_newer_version_says_every_passage_is_placed_or_waits(
    store: Store,
    room: Workroom,
    tmp_path: Path,
    pages: list[str],
    others: list[str],
    marked: list[tuple[int, int, int]],
    shares: bool,
) -> None:
    path = documents.pdf(tmp_path / "a.pdf", *pages)
    item_uid = intake.add(store, room, [path], again=True).results[0].item_uid
    newer = documents.pdf(tmp_path / "b.pdf", "New cover", *others, *(pages if shares else []))
    ksb = mapping.ksb_called(store, "K1").uid
    texts = queries.text.page_texts(store, item_uid)
    for page, start, length in marked:
        text = texts[page % len(texts)].text
        end = min(start % len(text) + length, len(text))
        place = (page % len(texts), start % len(text), end)
        anchor = mapping.anchor_for_stretches(store, room, item_uid, [place])
        if anchor.quote:
            mapping.claim(store, item_uid, [ksb], anchor)
    before = {each.passage_uid: each for each in queries.claims.claims(store, item_uid=item_uid)}

    done = replacing.replace(store, room, item_uid, newer)

    after = queries.claims.claims(store, item_uid=item_uid)
    assert {each.passage_uid for each in after} == before.keys()
    assert done.found + len(done.to_place) == len(before)
    assert {each.passage_uid for each in after if each.to_place} == set(done.to_place)
    new_texts = queries.text.page_texts(store, item_uid)
    for each in after:
        was = before[each.passage_uid]
        if each.to_place:
            assert each.anchor == was.anchor
            continue
        there = " ".join(new_texts[s.page_index].text[s.start : s.end] for s in each.anchor.spans)
        assert normalise(there).text.split() == normalise(each.anchor.quote).text.split()
        assert all(span.quads for span in each.anchor.spans)
        same = normalise(was.anchor.quote).text.split() == normalise(there).text.split()
        assert same is not bool(each.was) or each.passage_uid in done.check
