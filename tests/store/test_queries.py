"""Questions and their answers."""

import json
from collections.abc import Callable

import pytest

from portfolio_app.domain.found import Found, FoundGroup
from portfolio_app.domain.pages import MAKER
from portfolio_app.domain.passage import Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.store import history
from portfolio_app.store.database import Store
from portfolio_app.store.queries import (
    bundles,
    claims,
    evidence,
    portfolio,
    renditions,
    search,
    shortlist,
    standard,
    text,
)
from portfolio_app.store.tables import BundleRow, DetailRow, ItemRow
from tests.store.builders import ONE_SPAN, add_claim, add_item


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(PortfolioError) as caught:
        call()
    return caught.value.code


def pages_with(store: Store, typed: str) -> tuple[Found, ...]:
    return search.everything(store, typed).of(FoundGroup.PAGE)


def place(store: Store, uid: str, position: int | None) -> None:
    with store.session() as session:
        session.query(ItemRow).filter_by(uid=uid).one().position = position


def put_in_bin(store: Store, uid: str) -> None:
    with store.session() as session:
        session.query(ItemRow).filter_by(uid=uid).one().binned_at = "2026-03-03T12:00:00Z"


def test_an_item_comes_with_all_its_facts(store: Store) -> None:
    uid, _ = add_item(store, "Board paper", b"12345", position=0, pages=("one", "two"))
    add_claim(store, uid, "S2")
    add_claim(store, uid, "K1")
    add_claim(store, uid, "K1")
    with store.session() as session:
        row = session.query(ItemRow).filter_by(uid=uid).one()
        row.active, row.picture_pages, row.locked = '["JavaScript"]', "[1]", 1

    (item,) = evidence.items(store)

    assert item == evidence.item(store, uid)
    assert (item.uid, item.title, item.ref, item.position) == (uid, "Board paper", "E01", 0)
    assert (item.bytes, item.pages, item.file_name) == (5, 2, "Board paper.txt")
    assert (item.claims, item.ksb_codes) == (3, ("K1", "S2"))
    assert (item.active, item.picture_pages, item.locked) == (("JavaScript",), (1,), True)


def test_e_numbers_follow_the_order_without_holes(store: Store) -> None:
    uids = [add_item(store, f"Item {n}")[0] for n in range(4)]
    for uid, position in zip(uids, (5, 2, None, 9), strict=True):
        place(store, uid, position)

    assert shortlist.refs(store) == {uids[1]: "E01", uids[0]: "E02", uids[3]: "E03"}
    assert [each.ref for each in evidence.items(store)] == ["E02", "E01", "", "E03"]
    put_in_bin(store, uids[1])
    assert shortlist.uids(store) == (uids[0], uids[3])
    assert [each.ref for each in evidence.items(store)] == ["E01", "", "E02"]


def test_undoing_an_older_shortlisting_leaves_no_hole(store: Store) -> None:
    first, added = add_item(store, "First", position=0)
    second, _ = add_item(store, "Second", position=1)

    history.undo(store, added.step)

    assert shortlist.refs(store) == {second: "E01"}
    assert evidence.item(store, second).position == 0
    assert first != second


def test_the_bin_is_apart(store: Store) -> None:
    kept, _ = add_item(store, "Kept")
    binned, _ = add_item(store, "Binned")
    add_claim(store, binned)
    put_in_bin(store, binned)

    assert [each.uid for each in evidence.items(store)] == [kept]
    assert [each.uid for each in evidence.items(store, binned=True)] == [binned]
    assert claims.claims(store) == ()
    assert len(claims.claims(store, binned)) == 1
    assert evidence.find(store, binned).uid == binned


def test_an_item_is_found_by_id_number_or_part_of_its_title(store: Store) -> None:
    board, _ = add_item(store, "Board paper, June", position=0)
    short, _ = add_item(store, "Board paper", b"2")
    plan, _ = add_item(store, "Élan plan E7", b"3")

    assert evidence.find(store, board).title == "Board paper, June"
    assert evidence.find(store, board.upper()).uid == board
    assert evidence.find(store, "e1").uid == evidence.find(store, "E01").uid == board
    assert evidence.find(store, "june").uid == board
    assert evidence.find(store, " board  PAPER ").uid == short
    assert evidence.find(store, "élan").uid == plan
    assert evidence.find(store, "E7").uid == plan
    assert code_of(lambda: evidence.find(store, "budget")) == "no-such-item"
    assert code_of(lambda: evidence.find(store, "  ")) == "no-such-item"
    assert code_of(lambda: evidence.item(store, "x")) == "no-such-item"
    with pytest.raises(PortfolioError, match=r"“Board paper, June” \(E01\)") as caught:
        evidence.find(store, "pap")
    assert caught.value.code == "ambiguous"
    assert short in caught.value.message


def test_claims_come_whole_and_by_item_or_ksb(store: Store) -> None:
    uid, _ = add_item(store, "Board paper", position=0)
    other, _ = add_item(store, "Other", b"2")
    claim_uid, _ = add_claim(store, uid, "K1", strength=3)
    add_claim(store, other, "S2", spans="[]", quote="")
    ksb = standard.find_ksb(store, " k 01")

    (claim,) = claims.claims(store, uid)

    assert claim == claims.claim(store, claim_uid)
    assert claims.claims(store, ksb_uid=ksb.uid) == (claim,)
    assert (claim.item_uid, claim.item_title, claim.ref) == (uid, "Board paper", "E01")
    assert (claim.ksb_uid, claim.ksb_code, claim.page) == (ksb.uid, "K1", 3)
    assert claim.strength is Strength.BEST
    assert json.loads(ONE_SPAN)[0]["quads"] == [list(q) for q in claim.anchor.spans[0].quads]
    assert [each.ref for each in claims.claims(store)] == ["E01", ""]
    assert claims.claims(store, other)[0].anchor.is_whole
    assert code_of(lambda: claims.claim(store, "x")) == "no-such-claim"
    assert code_of(lambda: standard.find_ksb(store, "K99")) == "no-such-ksb"


def test_pages_come_in_order_and_one_by_one(store: Store) -> None:
    uid, _ = add_item(store, pages=("first", "second"))
    whole, _ = add_item(store, "Kept whole")

    assert [each.text for each in text.page_texts(store, uid)] == ["first", "second"]
    page = text.page(store, uid, 1)
    assert page is not None
    assert (page.index, page.width, page.text) == (1, 595.0, "second")
    assert text.page(store, uid, 2) is None
    assert text.page_texts(store, whole) == ()
    found = renditions.rendition(store, uid)
    assert found is not None
    assert (found.file_sha256, found.pages_sha256, found.maker, found.pages) == (
        evidence.item(store, uid).sha256,
        "",
        MAKER,
        2,
    )
    assert renditions.rendition(store, whole) is None


def test_words_are_found_with_or_without_their_accents_and_once_begun(store: Store) -> None:
    uid, _ = add_item(store, "Café plan", pages=("Nothing.", "The café’s winter pressures board"))
    add_item(store, "Other", b"2", pages=("Summer",))

    (hit,) = pages_with(store, "cafe winter")

    assert (hit.item_uid, hit.title, hit.page) == (uid, "Café plan", 2)
    assert "winter pressures" in hit.text
    assert hit.score > 0
    for query in ("PRESS", "winter  pres", '"pressures board"', "winter pressures "):
        assert [each.page for each in pages_with(store, query)] == [2], query
    for query in ("press ", '"board pressures"', "winter summer", "absent"):
        assert pages_with(store, query) == (), query


@pytest.mark.parametrize(
    "query",
    ['"abc', "foo-bar", "c++", "it's", "AND", "NOT", "", "   ", "*", "text:x", "a OR", "(", "^x",
     'a"b"c"', "\x00", "🙂", "NEAR(a b)", "-x", "{x}", "a" * 5000],
)  # fmt: skip
def test_whatever_is_typed_is_a_search_and_never_an_error(store: Store, query: str) -> None:
    add_item(store, pages=("plain words",))

    assert pages_with(store, query) == ()


def test_signs_in_words_do_not_hide_them(store: Store) -> None:
    add_item(store, pages=("It's the foo-bar of AND gates in C++",))

    for query in ("it's", "foo-bar", "c++", "AND gates"):
        assert len(pages_with(store, query)) == 1, query


def test_undone_and_binned_pages_are_not_found(store: Store) -> None:
    _, added = add_item(store, "One", b"1", pages=("agreed",))
    binned, _ = add_item(store, "Two", b"2", pages=("agreed",))
    put_in_bin(store, binned)
    history.undo(store, added.step)

    assert pages_with(store, "agreed") == ()
    history.redo(store, added.step)
    assert [each.title for each in pages_with(store, "agreed")] == ["One"]


def test_details_are_what_was_set_and_unknown_ones_are_left_alone(store: Store) -> None:
    with store.session() as session:
        session.add(DetailRow(key="employer", value="Example Council"))
        session.add(DetailRow(key="from a later version", value="x"))
        session.add(DetailRow(key="witnesses", value='[{"name": "Director", "refs": ["E01"]}]'))

    details = portfolio.details(store)

    assert (details.name, details.employer, details.job) == ("An apprentice", "Example Council", "")
    assert [(each.name, each.refs) for each in details.witnesses] == [("Director", ("E01",))]
    assert portfolio.detail(store, "from a later version") == "x"
    assert portfolio.detail(store, "never set") == ""


def test_bundles_are_listed_newest_first(store: Store) -> None:
    with store.session() as session:
        session.add(BundleRow(path="/a.pdf", pages=10, bytes=100))
        session.add(BundleRow(path="/b.pdf", pages=20, bytes=200, draft=1))

    found = bundles.bundles(store)

    assert [(each.path, each.is_draft) for each in found] == [("/b.pdf", True), ("/a.pdf", False)]


def test_titles_of_stored_files_are_known_even_of_pages_made(store: Store) -> None:
    uid, _ = add_item(store, "Board paper")

    assert evidence.titles_by_sha256(store) == {evidence.item(store, uid).sha256: "Board paper"}


def test_a_large_library_is_read_without_a_question_for_each_item(store: Store) -> None:
    with store.session() as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
            "INSERT INTO file (uid, sha256, bytes, name, folder, added_at) "
            "SELECT 'f' || i, 'h' || i, i, 'n', '', '' FROM n"
        )
        connection.exec_driver_sql(
            "INSERT INTO item (uid, file_id, title, kind, document, status, pages, added_at, date, "
            "date_source, context, part, confirm, confidentiality, do_not_export, private_note, "
            "problem, locked, restricted, signed, active, picture_pages, last_page, binned_at) "
            "SELECT 'i' || id, id, 'Item ' || id, 'report', 'pdf', 'readable', 3, '', '', '', '', "
            "'', '', '', 0, '', '', 0, 0, 0, '[]', '[]', 0, '' FROM file"
        )
    asked: list[str] = []
    with store.read() as session:
        session.connection().connection.dbapi_connection.set_trace_callback(asked.append)

    found = evidence.items(store)

    assert len(found) == 2000
    assert len([each for each in asked if "SELECT" in each]) <= 6
