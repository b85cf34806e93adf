"""Search everything: what is found, in which group and order; nothing that is typed breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.found import Answer, Found, FoundGroup
from portfolio_app.store.database import Store
from portfolio_app.store.queries import search
from portfolio_app.store.tables import CandidateRow, ClaimRow, FileRow, ItemRow, KsbRow, PassageRow
from tests.store.builders import add_claim, add_item

BOARD = "The chair set out three options. The café’s winter pressures board agreed a costed plan."


@pytest.fixture
def filled(store: Store) -> Store:
    """A minute of a meeting, claimed and shortlisted; a report; an article to read."""
    minutes, _ = add_item(store, "Winter board", b"1", position=0, pages=("Nothing here", BOARD))
    add_item(store, "Staffing report", b"2", pages=("A plan for nurses, agreed in May",))
    add_item(store, "Journal article", b"3", pages=("Leading a winter plan",))
    add_claim(store, minutes, "K8", strength=3, quote="agreed a costed plan")
    with store.session() as session:
        change(session, "Winter board", kind="minutes", date="2024-11-12", projects='["New ward"]')
        change(session, "Staffing report", kind="report", date="2025-02-01")
        change(session, "Journal article", shelf="reading")
    return store


def change(session, title: str, **values: str) -> None:  # type: ignore[no-untyped-def]
    row = session.query(ItemRow).filter_by(title=title).one()
    for name, value in values.items():
        setattr(row, name, value)


def titles(answer: Answer, group: FoundGroup) -> list[str]:
    return [each.title for each in answer.of(group)]


def marked(found: Found) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


def test_pages_passages_and_titles_are_found_each_in_its_group(filled: Store) -> None:
    answer = search.everything(filled, "plan")

    assert set(titles(answer, FoundGroup.PAGE)) == {
        "Winter board", "Staffing report", "Journal article",
    }  # fmt: skip
    (passage,) = answer.of(FoundGroup.PASSAGE)
    assert (passage.title, passage.codes, passage.page) == ("Winter board", ("K8",), 3)
    assert passage.text == "agreed a costed plan"
    assert marked(passage) == ["plan"]
    assert titles(search.everything(filled, "staffing"), FoundGroup.EVIDENCE) == ["Staffing report"]


def test_a_page_has_its_number_its_snippet_and_the_words_to_find_on_it(filled: Store) -> None:
    (page,) = search.everything(filled, '"winter pressures" CAFE').of(FoundGroup.PAGE)

    assert (page.page, page.ref) == (2, "E01")
    assert marked(page) == ["café", "winter pressures"]
    assert page.find == "winter pressures"
    assert "<" not in page.text


def test_a_code_comes_first_with_what_shows_it(filled: Store) -> None:
    answer = search.everything(filled, "k 8")

    assert answer.found[0].group is FoundGroup.KSB
    assert answer.found[0].codes == ("K8",)
    (item,) = answer.of(FoundGroup.EVIDENCE)
    assert (item.title, item.count) == ("Winter board", 1)
    assert [each.text for each in answer.of(FoundGroup.PASSAGE)] == ["agreed a costed plan"]


def test_an_e_number_comes_first(filled: Store) -> None:
    for typed in ("e01", "E1", "e 01"):
        first = search.everything(filled, typed).found[0]

        assert (first.group, first.title) == (FoundGroup.EVIDENCE, "Winter board"), typed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("type:minutes", {"Winter board"}),
        ("type:minutes type:report", {"Winter board", "Staffing report"}),
        ("type:pdf", {"Winter board", "Staffing report", "Journal article"}),
        ("ksb:k8", {"Winter board"}),
        ("from:2025", {"Staffing report"}),
        ("to:2024-11-12", {"Winter board"}),
        ("from:2024-11 to:2024-11", {"Winter board"}),
        ("is:shortlisted", {"Winter board"}),
        ("is:unmapped", {"Staffing report"}),
        ("is:reading", {"Journal article"}),
        ("is:inbox", set()),
        ("project:new", {"Winter board"}),
        ("type:report is:shortlisted", set()),
    ],
)
def test_filters_alone_list_what_fits(filled: Store, typed: str, expected: set[str]) -> None:
    assert set(titles(search.everything(filled, typed), FoundGroup.EVIDENCE)) == expected


def test_filters_narrow_pages_and_passages_too(filled: Store) -> None:
    assert titles(search.everything(filled, "plan type:report"), FoundGroup.PAGE) == [
        "Staffing report"
    ]
    assert titles(search.everything(filled, "plan is:reading"), FoundGroup.PAGE) == [
        "Journal article"
    ]
    assert not search.everything(filled, "plan ksb:k9").found
    assert len(search.everything(filled, "ksb:k8").of(FoundGroup.PASSAGE)) == 1


def test_a_candidate_waits_until_its_ksb_is_claimed_there(filled: Store) -> None:
    with filled.session() as session:
        item = session.query(ItemRow).filter_by(title="Winter board").one()
        for code in ("K8", "K9"):
            ksb = session.query(KsbRow).filter_by(code=code).one()
            session.add(CandidateRow(item_id=item.id, ksb_uid=ksb.uid))
    assert titles(search.everything(filled, "is:candidate"), FoundGroup.EVIDENCE) == [
        "Winter board"
    ]
    assert titles(search.everything(filled, "ksb:k9"), FoundGroup.EVIDENCE) == ["Winter board"]

    with filled.session() as session:
        for row in session.query(CandidateRow):
            ksb = session.query(KsbRow).filter_by(uid=row.ksb_uid).one()
            if ksb.code == "K9":
                session.delete(row)

    assert not search.everything(filled, "is:candidate").found


def test_unknown_names_in_filters_are_said(filled: Store) -> None:
    answer = search.everything(filled, "ksb:k99 project:elsewhere type:novel")

    assert not answer.found
    said = " ".join(answer.notes)
    assert "K99" in said
    assert "elsewhere" in said
    assert "novel" in said


def test_the_bin_is_left_out_unless_asked_for(filled: Store) -> None:
    with filled.session() as session:
        change(session, "Staffing report", binned_at="2026-01-01T00:00:00+00:00")

    assert "Staffing report" not in titles(search.everything(filled, "plan"), FoundGroup.PAGE)
    assert not search.everything(filled, "staffing").of(FoundGroup.EVIDENCE)
    (found,) = search.everything(filled, "staffing is:binned").of(FoundGroup.EVIDENCE)
    assert found.is_binned


def test_much_in_the_bin_does_not_hide_what_is_not(store: Store) -> None:
    for number in range(30):
        add_item(store, f"Binned {number}", f"{number}".encode(), pages=("plan plan plan",))
    add_item(store, "Kept", b"kept", pages=("a long text in which the plan stands once",))
    with store.session() as session:
        for row in session.query(ItemRow).filter(ItemRow.title != "Kept"):
            row.binned_at = "2026-01-01T00:00:00+00:00"

    assert titles(search.everything(store, "plan", 5), FoundGroup.PAGE) == ["Kept"]


def test_notes_what_it_shows_wording_and_file_names_are_found(store: Store) -> None:
    uid, _ = add_item(store, "One", b"1", pages=("plain",))
    add_claim(store, uid, "K1", quote="some words")
    with store.session() as session:
        change(session, "One", context="monthly scrutiny panel", private_note="ask Sam about it")
        session.query(FileRow).filter_by(name="One.txt").one().name = "quarterly_2024_final.pdf"
        session.query(ClaimRow).one().shows = "Steered a tender"
        session.query(PassageRow).one().note = "check the rota"

    def only(typed: str, group: FoundGroup) -> Found:
        (found,) = search.everything(store, typed).of(group)
        return found

    assert only("scrutiny", FoundGroup.EVIDENCE).text == "monthly scrutiny panel"
    assert only("quarterly", FoundGroup.EVIDENCE).text == "quarterly_2024_final.pdf"
    assert only("tender", FoundGroup.PASSAGE).text == "Steered a tender"
    private = only("sam", FoundGroup.EVIDENCE)
    assert (private.text, private.is_private) == ("ask Sam about it", True)
    assert only("rota", FoundGroup.PASSAGE).is_private
    ksb = search.everything(store, "mission").of(FoundGroup.KSB)
    assert ksb
    assert not ksb[0].is_private


def test_what_is_undone_is_not_found_any_more(store: Store) -> None:
    from portfolio_app.store import history

    uid, _ = add_item(store, "One", b"1", pages=("plain",))
    with store.step("edit", "Title changed", {Topic.EVIDENCE}) as step:
        step.session.query(ItemRow).filter_by(uid=uid).one().title = "Renamed zebra"
    assert search.everything(store, "zebra").found

    history.undo(store, step.changes.step)

    assert not search.everything(store, "zebra").found


def test_each_group_is_cut_at_the_limit_and_says_so(store: Store) -> None:
    for number in range(7):
        add_item(store, f"Plan {number}", f"{number}".encode(), pages=("the plan",))

    answer = search.everything(store, "plan", 3)

    assert [len(answer.of(each)) for each in (FoundGroup.EVIDENCE, FoundGroup.PAGE)] == [3, 3]
    assert answer.cut >= {FoundGroup.EVIDENCE, FoundGroup.PAGE}
    assert answer.summary == "More than 7 results"


def test_near_finds_the_pages_that_hold_most_of_the_words(filled: Store) -> None:
    found = search.near(filled, ("winter", "costed", "zebra"))

    assert found[0].title == "Winter board"
    assert {each.title for each in found} == {"Winter board", "Journal article"}
    assert next(each for each in found if each.title == "Journal article").is_reading
    assert search.near(filled, ()) == ()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.text(max_size=60))
def test_no_text_breaks_a_search(filled: Store, typed: str) -> None:
    answer = search.everything(filled, typed)

    for found in answer.found:
        assert all(0 <= a < b <= len(found.text) for a, b in found.marks)


PARTS = st.sampled_from(
    ['"', "ksb:", "is:", "from:", "project:", "type:", "*", "(", ")", "^", "-", "AND", "NEAR(",
     "k8", "plan", ":", "minutes", "2024", " ", "\x00", "\ufdd0", "'", ";--", "\ud800", "{", "}"]
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=st.lists(PARTS, max_size=12))
def test_no_mixture_of_filters_and_signs_breaks_a_search(filled: Store, parts: list[str]) -> None:
    search.everything(filled, "".join(parts))


def test_naughty_strings_break_nothing_and_are_found_as_they_are(
    store: Store, corpus: Path
) -> None:
    lines = (corpus / "text" / "blns.txt").read_text(encoding="utf-8").splitlines()
    add_item(store, "Strings", b"blns", pages=("\n".join(lines),))

    for line in lines:
        search.everything(store, line)
        search.everything(store, f'"{line}" ksb:{line} project:"{line}"')

    assert search.everything(store, '"<script>alert(0)</script>"').of(FoundGroup.PAGE)
