from pathlib import Path

import pytest

from portfolio_app.domain.passage import Anchor, Strength
from portfolio_app.problems import PortfolioError
from portfolio_app.services import coverage, evidence, history, intake, mapping, shortlist
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents


@pytest.fixture
def item_uid(store: Store, room: Workroom, tmp_path: Path) -> str:
    path = documents.pdf(
        tmp_path / "minutes.pdf",
        "The chair set out three options\nand the cost of each.\nAny other business.",
        "The board agreed the second option.\nAny other business.",
    )
    return intake.add(store, room, [path]).results[0].item_uid


def test_a_quote_is_found_whatever_its_line_ends_and_quotation_marks(
    store: Store, room: Workroom, item_uid: str
) -> None:
    ksb = mapping.ksb_called(store, " k 08")
    found = mapping.anchor_for_quote(store, room, item_uid, "THREE options and the  cost")

    mapping.claim(store, item_uid, [ksb.uid], found.anchor, shows="Costed options")

    (claim,) = queries.claims.claims(store)
    assert (claim.ksb_code, claim.page, claim.shows) == ("K8", 1, "Costed options")
    assert claim.anchor.quote == "three options and the cost"
    assert claim.anchor.before.endswith("set out ")
    (span,) = claim.anchor.spans
    assert len(span.quads) == 2  # it runs over two lines
    first, second = span.quads
    assert first[1] < second[1] < 120  # lines near the top of the page, the first above the second
    assert 72 < first[0] < 300


def test_words_that_stand_twice_are_told_and_the_page_decides(
    store: Store, room: Workroom, item_uid: str
) -> None:
    anywhere = mapping.anchor_for_quote(store, room, item_uid, "any other business")
    second = mapping.anchor_for_quote(store, room, item_uid, "any other business", page=2)

    assert (anywhere.anchor.spans[0].page_index, anywhere.others) == (0, 1)
    assert (second.anchor.spans[0].page_index, second.others) == (1, 0)


@pytest.mark.parametrize(
    ("quote", "page"), [("not in there", None), ("three options", 2), ("x", 3)]
)
def test_words_that_are_not_there_store_nothing(
    store: Store, room: Workroom, item_uid: str, quote: str, page: int | None
) -> None:
    with pytest.raises(PortfolioError):
        mapping.anchor_for_quote(store, room, item_uid, quote, page=page)

    assert queries.claims.claims(store) == ()


def test_one_passage_can_show_several_ksbs_and_undo_takes_all_of_them_back(
    store: Store, room: Workroom, item_uid: str
) -> None:
    uids = [mapping.ksb_called(store, code).uid for code in ("K8", "S12", "B1")]
    anchor = mapping.anchor_for_quote(store, room, item_uid, "second option").anchor

    made = mapping.claim(store, item_uid, uids, anchor)
    claims = queries.claims.claims(store)
    history.undo(store, made.changes.step)

    assert [each.ksb_code for each in claims] == ["K8", "S12", "B1"]
    assert len({each.passage_uid for each in claims}) == 1
    assert queries.claims.claims(store) == ()
    history.redo(store, made.changes.step)
    assert queries.claims.claims(store) == claims


def test_a_box_is_cut_to_its_page_and_an_empty_one_is_refused(store: Store, item_uid: str) -> None:
    anchor = mapping.anchor_for_box(store, item_uid, 1, (500, 700, 9000, 9000))

    x0, y0, x1, y1 = (anchor.spans[0].quads[0][i] for i in (0, 1, 4, 5))
    assert (x0, y0) == (500, 700)
    assert (round(x1), round(y1)) == (595, 842)
    with pytest.raises(PortfolioError, match="off the page"):
        mapping.anchor_for_box(store, item_uid, 1, (700, 900, 800, 1000))
    with pytest.raises(PortfolioError, match="no page 3"):
        mapping.anchor_for_box(store, item_uid, 3, (0, 0, 10, 10))


def test_what_this_shows_has_a_limit_and_nothing_is_changed_past_it(
    store: Store, item_uid: str
) -> None:
    ksb = mapping.ksb_called(store, "K1")
    made = mapping.claim(store, item_uid, [ksb.uid], mapping.WHOLE, shows="x" * 200)

    with pytest.raises(PortfolioError, match="201 characters"):
        mapping.change_claim(store, made.uids[0], shows="x" * 201)
    with pytest.raises(PortfolioError, match="201 characters"):
        mapping.claim(store, item_uid, [ksb.uid], mapping.WHOLE, shows="x" * 201)

    assert [each.shows for each in queries.claims.claims(store)] == ["x" * 200]


def test_a_removed_claim_leaves_the_passage_to_the_others_on_it(
    store: Store, room: Workroom, item_uid: str
) -> None:
    uids = [mapping.ksb_called(store, code).uid for code in ("K8", "S12")]
    anchor = mapping.anchor_for_quote(store, room, item_uid, "second option").anchor
    made = mapping.claim(store, item_uid, uids, anchor)

    first = mapping.remove_claim(store, made.uids[0])
    (left,) = queries.claims.claims(store)
    second = mapping.remove_claim(store, made.uids[1])

    assert left.ksb_code == "S12"
    assert queries.claims.claims(store) == ()
    history.undo(store, second.step)
    history.undo(store, first.step)
    assert {each.ksb_code for each in queries.claims.claims(store)} == {"K8", "S12"}


def test_coverage_counts_what_is_shortlisted_and_clear(
    store: Store, room: Workroom, item_uid: str
) -> None:
    def status(code: str) -> str:
        return next(c.status.value for c in coverage.coverage(store) if c.ksb.code == code)

    anchor = mapping.anchor_for_quote(store, room, item_uid, "three options").anchor
    k8 = mapping.ksb_called(store, "K8").uid
    made = mapping.claim(store, item_uid, [k8], anchor, strength=Strength.PARTLY)
    before_shortlist = status("K8")
    shortlist.add(store, [item_uid])
    partly = status("K8")
    mapping.change_claim(store, made.uids[0], strength=Strength.CLEARLY)

    assert (before_shortlist, partly, status("K8")) == ("gap", "started", "covered")


def test_the_shortlist_gives_e_numbers_and_closes_up(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    paths = [documents.pdf(tmp_path / f"{name}.pdf", name) for name in ("a", "b", "c")]
    a, b, c = (each.item_uid for each in intake.add(store, room, paths).results)

    shortlist.set_order(store, [c, a, b])
    moved = shortlist.move(store, b, 0)
    order = queries.shortlist.refs(store)
    binned = evidence.bin_items(store, [c])

    assert order == {b: "E01", c: "E02", a: "E03"}
    assert moved.summary == "Moved to E01"
    assert queries.shortlist.refs(store) == {b: "E01", a: "E02"}
    history.undo(store, binned.step)
    assert queries.shortlist.refs(store) == order
    shortlist.remove(store, [b])
    assert queries.shortlist.refs(store) == {c: "E01", a: "E02"}


def test_a_suggested_set_changes_nothing_until_it_is_used_in_one_step(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    paths = [documents.pdf(tmp_path / f"{name}.pdf", name) for name in ("a", "b", "c")]
    a, b, c = (each.item_uid for each in intake.add(store, room, paths).results)
    for uid, code in ((a, "K1"), (b, "K1"), (b, "K2"), (c, "K3")):
        anchor = mapping.anchor_for_box(store, uid, 1, (10, 10, 90, 90))
        mapping.claim(store, uid, [mapping.ksb_called(store, code).uid], anchor)

    suggested = shortlist.suggest(store, 2)
    untouched = queries.shortlist.uids(store)
    used = shortlist.use(store, suggested)

    assert set(suggested.chosen) == {b, c}
    assert untouched == ()
    assert set(queries.shortlist.uids(store)) == {b, c}
    history.undo(store, used.step)
    assert queries.shortlist.uids(store) == ()


def test_a_typed_date_says_so_and_a_wrong_one_changes_nothing(store: Store, item_uid: str) -> None:
    evidence.edit(store, item_uid, date="2025-11-12", title="  Board minutes ", kind="minutes")

    with pytest.raises(PortfolioError, match="not a date"):
        evidence.edit(store, item_uid, date="12/11/2025", title="Other")
    with pytest.raises(PortfolioError, match="title is needed"):
        evidence.edit(store, item_uid, title=" ")

    item = queries.evidence.item(store, item_uid)
    assert (item.title, item.date, item.date_source) == ("Board minutes", "2025-11-12", "typed")
    assert item.kind.value == "minutes"


def test_a_step_that_was_changed_since_is_not_undone_silently(store: Store, item_uid: str) -> None:
    first = evidence.edit(store, item_uid, context="One")
    evidence.edit(store, item_uid, context="Two")

    with pytest.raises(PortfolioError) as refused:
        history.undo(store, first.step)

    assert refused.value.code == "changed-since"
    assert queries.evidence.item(store, item_uid).context == "Two"


def test_a_whole_item_has_no_page(store: Store, item_uid: str) -> None:
    mapping.claim(store, item_uid, [mapping.ksb_called(store, "B2").uid], Anchor())

    (claim,) = queries.claims.claims(store)
    assert (claim.page, claim.anchor.is_whole) == (0, True)


def test_an_item_is_known_by_its_title_first_and_by_its_file_name_when_no_title_fits(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    paths = [documents.pdf(tmp_path / f"{name}.pdf", name) for name in ("budget", "panel")]
    budget, panel = (each.item_uid for each in intake.add(store, room, paths).results)
    evidence.edit(store, budget, title="Recovery plan")
    evidence.edit(store, panel, title="Notes on the budget")

    assert queries.evidence.find(store, "Budget").uid == panel
    evidence.edit(store, panel, title="Notes")
    assert queries.evidence.find(store, "Budget").uid == budget
