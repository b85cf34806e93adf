"""The bundle that is spoken about: the very file, wherever it lies, found, read and led through."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from portfolio_app.domain import quotes
from portfolio_app.domain.discussion import BundleIndex
from portfolio_app.domain.plain_ways import REACH
from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.domain.spoken_place import spoken_place
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle,
    discussion,
    intake,
    mapping,
    portfolio,
    shortlist,
    submitting,
)
from portfolio_app.store import keys, queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

SECRET = "a b c"  # noqa: S105 - of a portfolio that holds nothing
MINUTES = (
    "Winter board\n\nThe chair set out three options.\nThe board negotiated a pilot.",
    "Next steps\n\nThe pilot begins in March.\nThe budget is agreed in May.",
)
REPORT = ("Staffing report\n\nThe variance was agreed with finance.",)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, room: Workroom) -> Iterator[tuple[Store, Path]]:
    """Return a portfolio with one bundle that was built, and the folder in which it lies."""
    folder = tmp_path_factory.mktemp("discussion")
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    place = folder / "mine.portfolio"
    with pytest.MonkeyPatch.context() as patched:  # a passphrase that is worked out in no time
        patched.setattr(keys, "_MEMORY_KIB", 8)
        patched.setattr(keys, "_passes_for_this_machine", lambda _salt: 1)
        made = portfolio.create(place, facts, passphrase=SECRET, in_keychain=False)
    with made.store as store:
        paths = [
            documents.pdf(folder / "Winter board minutes.pdf", *MINUTES),
            documents.pdf(folder / "Staffing report.pdf", *REPORT),
        ]
        uids = [each.item_uid for each in intake.add(store, room, paths).results]
        for uid, code, words, page in (
            (uids[0], "K7", "The chair set out three options", 1),
            (uids[0], "S12", "The pilot begins in March", 2),
            (uids[1], "K7", "The variance was agreed", 1),
            (uids[1], "B1", "", 1),
        ):
            anchor = (
                mapping.anchor_for_quote(store, room, uid, words, page=page).anchor
                if words
                else mapping.WHOLE
            )
            mapping.claim(store, uid, [mapping.ksb_called(store, code).uid], anchor)
        shortlist.add(store, uids)
        (folder / "out").mkdir()
        bundle.build(store, room, folder / "out" / "Portfolio.pdf")
        yield store, folder


@pytest.fixture
def store(made: tuple[Store, Path]) -> Iterator[Store]:
    """Return that portfolio; what a test notes of the bundle or moves is put back."""
    store, folder = made
    record = record_of(store)
    kept = folder / "as built.pdf"
    if not kept.exists():
        shutil.copyfile(record.path, kept)
    yield store
    shutil.copyfile(kept, record.path)
    with store.session() as session:
        session.query(tables.DetailRow).filter(tables.DetailRow.key.like("discussion%")).delete()
        row = session.query(tables.BundleRow).one()
        row.submitted_at = row.kept_sha256 = ""


def record_of(store: Store) -> BuiltRecord:
    return queries.bundles.bundles(store)[0]


def held(store: Store, room: Workroom, **keys: Path) -> discussion.HeldBundle:
    return discussion.hold(store, room, record_of(store).uid, **keys)


def index_of(room: Workroom, bundle_held: discussion.HeldBundle) -> BundleIndex:
    return discussion.indexed(bundle_held, discussion.all_words(room, bundle_held))


def test_pages_are_found_drawn_and_named_aloud_as_the_bundle_prints_them(
    store: Store, room: Workroom
) -> None:
    open_bundle = held(store, room)
    try:
        index = index_of(room, open_bundle)
        k7 = index.find("k7")[0]
        by_words = index.find("budget is agreed")[0]
        place = k7.places[0]
        chars = discussion.chars(room, open_bundle, place.page - 1)
        at = quotes.find(chars.text, place.quote)
        picture = discussion.draw(room, open_bundle, place.page - 1, 0.5)
    finally:
        open_bundle.close()

    assert at is not None
    spoken = spoken_place(chars, at[0], lambda line: index.is_own(line, place.page))
    assert (place.ref, k7.total) == ("E01", 2)
    assert index.where(place.page).aloud(spoken) == f"Page {place.page}, E01, paragraph 1"
    assert index.flag_on(place.page, "K7") == "flag K7"
    assert [each.page for each in by_words.places] == [place.page + 1]
    assert picture.width > 100
    assert not open_bundle.path.exists()  # no copy is left lying about


def test_every_claim_s_page_as_found_holds_its_words_as_another_reader_reads_them(
    store: Store, room: Workroom
) -> None:
    open_bundle = held(store, room)
    index = index_of(room, open_bundle)
    with pypdfium2.PdfDocument(record_of(store).path) as pdf:
        texts = [" ".join(p.get_textpage().get_text_range().split()) for p in pdf]
    open_bundle.close()

    places = [p for code in ("k7", "s12", "b1") for p in index.find(code)[0].places]

    assert len(places) == 4
    assert all(place.quote in texts[place.page - 1] for place in places)


def test_the_plain_pdf_leads_to_every_ksb_s_page_within_ten_seconds_followed_by_another_library(
    store: Store, room: Workroom
) -> None:
    open_bundle = held(store, room)
    proof = discussion.ways(open_bundle)
    open_bundle.close()
    pdf = pypdf.PdfReader(record_of(store).path)
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(pdf.pages, 1)}  # type: ignore[union-attr]
    outline = pdf.outline
    titles = {each.title: pdf.get_destination_page_number(each) for each in flat(outline)}  # type: ignore[attr-defined, arg-type]

    assert [each.code for each in proof.ksbs] == ["K7", "S12", "B1"]
    for ksb in proof.ksbs:
        annex, index = ksb.ways
        # annex A: its bookmark, then the cell; two choices
        links = pdf.pages[titles["Annex A: KSB evidence map"]]["/Annots"]
        cells = [link.get_object() for link in links]  # type: ignore[union-attr]
        leads = [
            numbers[link["/Dest"][0].idnum]
            for link in cells
            if str(link["/Contents"]).startswith(f"{ksb.code} in ")
        ]
        assert annex.page in leads
        assert len(annex.choices) == 2
        # the index: open it, the KSB's bookmark, the passage; three choices
        entry = next(page for title, page in titles.items() if title.startswith(f"{ksb.code} "))
        followed = [
            numbers[link.get_object()["/Dest"][0].idnum]
            for link in pdf.pages[entry]["/Annots"]  # type: ignore[union-attr]
            if link.get_object()["/Contents"] == "Go to the passage"
        ]
        assert index.page in followed
        assert len(index.choices) == 3
        assert max(annex.seconds, index.seconds) <= REACH
    assert not proof.unreached


def flat(outline: list[object]) -> Iterator[object]:
    for each in outline:
        if isinstance(each, list):
            yield from flat(each)
        else:
            yield each


def test_a_bundle_that_moved_is_located_and_another_file_is_refused(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    record = record_of(store)
    moved = tmp_path / "elsewhere.pdf"
    shutil.move(record.path, moved)
    other = documents.pdf(tmp_path / "other.pdf", "Not it")

    choice = discussion.choices(store)[0]
    with pytest.raises(PortfolioError) as missing:
        held(store, room)
    with pytest.raises(PortfolioError) as wrong:
        discussion.locate(store, record.uid, other)
    with pytest.raises(PortfolioError) as nothing:
        discussion.locate(store, record.uid, tmp_path / "none.pdf")
    found = discussion.locate(store, record.uid, moved)

    assert not choice.is_there
    assert "not handed in" not in choice.words
    assert (missing.value.code, wrong.value.code, nothing.value.code) == (
        "missing", "not-the-built-one", "missing",
    )  # fmt: skip
    assert found == moved
    assert discussion.choices(store)[0].is_there
    held(store, room).close()


def test_a_bundle_that_was_changed_since_is_not_shown(store: Store, room: Workroom) -> None:
    path = Path(record_of(store).path)
    path.write_bytes(path.read_bytes() + b"\n% one more line")

    with pytest.raises(PortfolioError) as refused:
        held(store, room)

    assert refused.value.code == "not-the-built-one"
    assert not list(room.folder.glob("bundle-*"))  # no copy of it is left


def test_the_one_handed_in_comes_first_then_final_ones_and_what_was_written_over_is_not_there(
    store: Store, tmp_path: Path
) -> None:
    built = record_of(store).uid
    bare = tmp_path / "bare.pdf"
    bare.write_bytes(b"%PDF-1.4 as long as it was")
    facts: dict[str, dict[str, object]] = {  # oldest first
        "written over": {"path": str(bare)},
        "handed in": {"submitted_at": "2026-03-02", "kept_sha256": "0" * 64},
        "no hash": {"path": str(bare), "bytes": len(bare.read_bytes())},
        "a draft": {"path": str(bare.with_name("draft.pdf")), "draft": 1},
        "a proposal": {"path": str(tmp_path), "profile": "proposal"},
    }
    with store.session() as session:
        for uid, more in facts.items():
            given = {"path": str(tmp_path / uid), "pages": 1, "bytes": 1, **more}
            session.add(tables.BundleRow(uid=uid, **given))
            session.flush()
    try:
        found = discussion.choices(store)
        other = tmp_path / "other.pdf"
        other.write_bytes(b"%PDF-1.4 longer than it was, by a word")
        with pytest.raises(PortfolioError) as longer:
            discussion.locate(store, "no hash", other)
        same = discussion.locate(store, "no hash", bare)  # versions before kept its length alone
    finally:
        with store.session() as session:
            session.query(tables.BundleRow).filter(tables.BundleRow.uid.in_(facts)).delete()

    assert [(each.record.uid, each.is_there) for each in found] == [
        ("handed in", True), ("no hash", True), ("written over", False),
        ("a draft", False), (built, True),
    ]  # fmt: skip
    assert discussion.usual(found[2:]) == found[4]
    assert discussion.usual(found[2:4]) == found[2]  # it has to be located
    assert longer.value.code == "not-the-built-one"
    assert same == bare


def test_a_mock_discussion_asks_only_about_what_the_bundle_shows(
    store: Store, room: Workroom
) -> None:
    open_bundle = held(store, room)
    try:
        asked = discussion.mock_questions(store, open_bundle)
    finally:
        open_bundle.close()

    assert len(asked) >= 8
    assert {each.ksb.code for each in asked if each.ksb} == {"K7", "S12", "B1"} & {
        each.code for each in queries.standard.ksbs(store) if each.in_discussion
    }


def test_what_was_handed_in_is_shown_from_the_copy_that_was_kept(
    store: Store, room: Workroom
) -> None:
    record = record_of(store)
    submitting.submit(store, record.uid, "2026-03-03")
    Path(record.path).unlink()

    choice = discussion.usual(discussion.choices(store))
    open_bundle = held(store, room)
    pages = open_bundle.pages
    open_bundle.close()

    assert choice is not None
    assert choice.is_there
    assert choice.words == (
        "This is the bundle you handed in on 3 March 2026. That is what your assessor has."
    )
    assert pages == record.pages


def test_a_portfolio_that_is_open_to_read_shows_its_bundle_beside_the_one_who_writes(
    made: tuple[Store, Path], store: Store, room: Workroom
) -> None:
    with portfolio.open_folder(store.folder, passphrase=SECRET, readonly=True) as reader:
        open_bundle = held(reader, room)
        found = index_of(room, open_bundle).find("s12")
        open_bundle.close()
        place = Path(record_of(reader).path)
        located = discussion.locate(reader, record_of(reader).uid, place)  # and writes nothing

    assert found[0].places[0].page
    assert located == place
    assert not queries.portfolio.detail(store, "discussion-found")


def test_whether_the_screen_is_allowed_is_asked_once_and_can_be_undone(store: Store) -> None:
    before = discussion.allowed(store)
    with pytest.raises(PortfolioError, match="Who said so"):
        discussion.allow(store, is_allowed=True, who=" ", day="2026-01-05")
    with pytest.raises(PortfolioError, match="not a date"):
        discussion.allow(store, is_allowed=True, who="EPAO's guide", day="soon")

    discussion.allow(store, is_allowed=True, who="EPAO's  guide, page 3", day="2026-01-05")
    yes = discussion.allowed(store)
    discussion.allow(store, is_allowed=False)
    practice = discussion.allowed(store)

    assert before is None
    assert yes is not None
    assert yes.words == (
        "Your EPAO allows this screen during the discussion: EPAO's guide, page 3 said so on "
        "5 January 2026."
    )
    assert practice is not None
    assert practice.words == "For practice only."


def test_a_pdf_that_was_not_built_here_is_refused_whatever_it_is(
    room: Workroom, tmp_path: Path
) -> None:
    plain = documents.pdf(tmp_path / "plain.pdf", "No bundle")
    (tmp_path / "text.pdf").write_bytes(b"no PDF at all")
    codes = []
    for path in (plain, tmp_path / "text.pdf"):
        with pytest.raises(PortfolioError) as refused:
            room.call("bundle_map", {"path": str(path)})
        codes.append(refused.value.code)

    assert codes == ["not-a-bundle", "unreadable"]
