"""Programmes as data: nothing a source says is dropped, nothing it doesn't say is made up."""

import tomllib
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio_app import assets
from portfolio_app.domain import cadence
from portfolio_app.domain.planned import (
    Agreement,
    Event,
    Milestone,
    Module,
    Planned,
    PlannedKind,
    Review,
)
from portfolio_app.domain.programme import (
    Programme,
    ProgrammeAssessment,
    ProgrammeEvent,
    ProgrammeModule,
    ProgrammeReview,
    ProgrammeRole,
)
from portfolio_app.domain.programme_change import drawn_together, shortened, sorted_out
from portfolio_app.domain.programme_dates import dates_of, whole_months
from portfolio_app.domain.programme_fields import HEAD, SECTIONS, Kind, not_said
from portfolio_app.domain.programme_lines import lines_of, moved, shown, with_typed, without
from portfolio_app.domain.programme_reading import (
    programme_from_data,
    read_programme,
    tidy,
)
from portfolio_app.domain.programme_roles import reviewer, role_titles
from portfolio_app.domain.programme_rows import (
    is_only_moved,
    is_suggested,
    is_untouched,
    key_of,
    rows_of,
)
from portfolio_app.domain.programme_standard import Pairing, pairing
from portfolio_app.domain.programme_writing import programme_text
from portfolio_app.store import library

TERMS = cadence.terms_from_data(
    tomllib.loads(assets.path("plan/terms.toml").read_text(encoding="utf-8"))
)
START, GATEWAY = "2024-09-16", "2026-09-16"


def packs() -> dict[str, dict[str, Any]]:
    folder = assets.path("programmes")
    found = (tomllib.loads(each.read_text("utf-8")) for each in sorted(folder.glob("*.toml")))
    return {each["id"]: each for each in found}


def words_of(programme: Programme) -> str:
    return programme_text(programme).casefold().replace('\\"', '"')


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    return [leaf for each in value for leaf in leaves(each)] if isinstance(value, list) else [value]


def rows(programme: Programme, start: str = START, gateway: str = GATEWAY) -> list[Planned]:
    made = rows_of(programme, dates_of(programme, start, gateway), TERMS)
    uids = {each.key: f"u{number}" for number, each in enumerate(made)}
    return [
        replace(each.row, uid=uids[each.key], parent_uid=uids.get(each.parent, "")) for each in made
    ]


def test_everything_that_a_shipped_source_says_stands_in_the_programme() -> None:
    for data in packs().values():
        said = words_of(programme_from_data(data))
        for leaf in leaves(data):
            if isinstance(leaf, str):
                assert " ".join(leaf.split()).casefold() in said, leaf
            elif isinstance(leaf, int) and not isinstance(leaf, bool):
                shown = {str(leaf), f"{leaf:,}", str(leaf * 60)}
                assert any(each in said for each in shown), leaf
        assert data["source"]
        assert data["source_note"]


def test_what_a_source_is_not_sure_of_carries_its_word() -> None:
    social = library.programme("social-work-london")

    assert {role.title: role.status for role in social.roles}["Practice educator"] == "wish"
    assert {fact.status for fact in social.facts if fact.label == "Requirement"} == {"question"}
    assert next(f for f in social.facts if "blocks" in f.label).status == "wish"
    assert social.standard == "ST0510"
    assert social.standard_is_inferred


def test_what_a_source_did_not_say_is_empty_and_named() -> None:
    birmingham = library.programme("birmingham-med")

    assert birmingham.total_months == 0
    assert not birmingham.modules
    assert {"Length in months, in all", "Modules", "Reviews", "Roles"} <= set(not_said(birmingham))
    assert rows(birmingham) == []
    assert "Length in months, in all" not in not_said(library.programme("inlogov-sla"))


def test_every_shipped_programme_is_the_same_after_a_file() -> None:
    for programme in library.programmes():
        read = read_programme(tomllib.loads(programme_text(programme)))
        assert read.programme == programme
        assert read.faults == ()
        assert tidy(programme) == programme


def any_entry(made: type) -> st.SearchStrategy[Any]:
    given: dict[str, Any] = {}
    section = next(each for each in SECTIONS if each.made is made)
    for field in section.fields:
        given[field.name] = any_value(field.kind, field.most)
    return st.builds(made, **given)


def any_value(kind: Kind, most: int) -> st.SearchStrategy[Any]:
    text = st.text(max_size=12)
    return {
        Kind.TEXT: text,
        Kind.TEXTS: st.lists(text, max_size=2).map(tuple),
        Kind.WHOLE: st.integers(0, most),
        Kind.NUMBER: st.floats(0, most, allow_nan=False),
        Kind.YES: st.booleans(),
        Kind.DAY: st.dates(min_value=date(1990, 1, 1),
                           max_value=date(2100, 1, 1)).map(str),
    }[kind]  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_any_programme_is_the_same_after_a_file(data: st.DataObject) -> None:
    known = {each.name: data.draw(any_value(each.kind, each.most)) for each in HEAD}
    lists = {
        each.name: data.draw(st.lists(any_entry(each.made), max_size=2).map(tuple))
        for each in SECTIONS
    }
    own = data.draw(st.booleans())
    made = tidy(
        Programme(id=data.draw(st.text(max_size=8)), is_own=own, standard_is_inferred=own, **known,
                  **lists)
    )  # fmt: skip

    assert read_programme(tomllib.loads(programme_text(made))).programme == made


def test_every_field_of_a_programme_is_in_the_tables_that_show_and_write_it() -> None:
    named = {each.name for each in HEAD} | {each.name for each in SECTIONS}
    assert {each.name for each in fields(Programme)} - named == {
        "id", "standard_is_inferred", "is_own"
    }  # fmt: skip
    for section in SECTIONS:
        assert {each.name for each in fields(section.made)} == {f.name for f in section.fields}


def test_what_does_not_fit_is_named_beside_its_field_and_kept() -> None:
    data = {
        "title": "Half a programme",
        "total_months": "about two years",
        "off_the_job_percent": -3,
        "module_order_stated": "maybe",
        "modules": [
            {"title": "One", "start": "2025-02-30", "end": "2025-03-01", "tutor": "A role"},
            {"title": "Two", "start": "2025-05-01", "end": "2025-03-01"},
            "Three",
            7,
        ],
        "reviews": "monthly",
        "delivery": ["odd"],
        "invented": {"deep": [{"er": 1}]},
    }

    read = read_programme(data)

    named = {each.name: each.words for each in read.faults}
    assert set(named) == {
        "schema", "total_months", "off_the_job_percent", "module_order_stated", "modules.1.start",
        "modules.2.end", "modules.4", "reviews", "delivery",
    }  # fmt: skip
    assert "about two years" in named["total_months"]
    assert "ends before it begins" in named["modules.2.end"]
    kept = {each.label: each.words for each in read.programme.facts}
    assert kept["Length in months, in all"] == "about two years"
    assert kept["Module 1, Begins"] == "2025-02-30"
    assert kept["One: tutor"] == "A role"
    assert kept["Reviews"] == "monthly"
    assert kept["Invented: deep"] == "Er: 1"
    assert [each.title for each in read.programme.modules] == ["One", "Two", "Three"]
    assert read.programme.total_months == 0


def test_modules_whose_days_overlap_are_named_and_kept() -> None:
    read = read_programme(
        {
            "schema": 1,
            "title": "T",
            "modules": [
                {"title": "B", "start": "2025-03-01", "end": "2025-05-01"},
                {"title": "A", "start": "2025-01-06", "end": "2025-03-01"},
                {"title": "C", "start": "2025-05-02", "end": "2025-06-01"},
            ],
        }
    )

    assert [each.name for each in read.faults] == ["modules.1.start"]
    assert "before “A” has ended on 1 March 2025" in read.faults[0].words
    assert read.programme.modules[0].end == "2025-05-01"


def test_hostile_data_is_read_without_harm() -> None:
    deep: Any = "bottom"
    for _ in range(200):
        deep = {"down": deep}
    data = {
        "schema": 99,
        "id": "../../etc/passwd",
        "title": "<b>bold</b>\x1b[31m\u0000 title",
        "total_months": 10**400,
        "cost_gbp": -(10**400),
        "off_the_job_percent": float("nan"),
        "off_the_job_total_hours": float("inf"),
        "modules": [{"title": "m"}] * 5000,
        "deep": deep,
        "roles": [{"title": ["a", {"b": 1}]}],
        "provider": "long " * 2000,
    }

    read = read_programme(data)

    assert read.programme.id == "etc-passwd"
    assert read.programme.title == "<b>bold</b>[31m title"
    assert len(read.programme.modules) == 200
    assert {each.name for each in read.faults} == {
        "schema", "total_months", "off_the_job_percent", "off_the_job_total_hours", "modules",
        "roles.1.title", "provider",
    }  # fmt: skip
    assert len(read.programme.provider) < 2001
    assert any(len(each.words) == 9999 for each in read.programme.facts)
    assert read_programme(tomllib.loads(programme_text(read.programme))).programme == read.programme


def test_empty_data_is_an_empty_programme_whose_title_is_asked_for() -> None:
    read = read_programme({})

    assert read.programme == Programme("own", "")
    assert [each.name for each in read.faults] == ["schema", "title"]


# Roles and days


def test_the_reviewer_is_called_as_the_programme_calls_them() -> None:
    named = {each.id: reviewer(each) for each in library.programmes()}

    assert named == {
        "inlogov-sla": "practice tutor",
        "serco-sla-senco": "coach",
        "social-work-london": "practice educator",
        "birmingham-med": "practice tutor or coach",
        "birmingham-hsmc": "practice tutor or coach",
    }
    assert reviewer(None) == "practice tutor or coach"
    assert reviewer(replace(library.programme("inlogov-sla"), tutor="EPA lead")) == "EPA lead"
    assert role_titles(library.programme("serco-sla-senco"))[0] == "Coach"
    assert reviewer(Programme("x", "y", roles=(ProgrammeRole("Line manager"),))) == (
        "practice tutor or coach"
    )


def test_the_stated_length_gives_an_end_and_no_gateway() -> None:
    dates = dates_of(library.programme("inlogov-sla"), "2024-09-16", "")

    assert (dates.gateway, dates.end, dates.months_stated) == ("", "2026-11-16", 26)
    assert dates_of(library.programme("birmingham-med"), START, GATEWAY).end == ""
    assert dates_of(None, "rubbish", GATEWAY).start == ""
    assert whole_months("2024-01-31", "2024-02-29") == 1
    assert whole_months("2024-03-15", "2026-03-14") == 23
    assert whole_months(GATEWAY, START) == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("3 monthly", ("month", 3)), ("every 12 weeks", ("week", 12)), ("quarterly", ("month", 3)),
        ("every three months", ("month", 3)), ("fortnightly", ("week", 2)),
        ("every 8 to 12 weeks", ("", 0)), ("regularly", ("", 0)), ("half-termly", ("", 0)),
        ("bimonthly", ("", 0)), ("every 0 weeks", ("", 0)),
    ],
)  # fmt: skip
def test_only_words_that_say_how_often_give_days(words: str, found: tuple[str, int]) -> None:
    assert cadence.every(words) == found


def test_a_termly_review_lies_within_each_term_and_is_only_suggested() -> None:
    programme = library.programme("inlogov-sla")
    found = [each for each in rows(programme) if each.kind is PlannedKind.REVIEW]

    terms = cadence.spans(programme.terms, TERMS, START, GATEWAY)
    assert len(found) == 6
    assert {each.title for each in found} == {"Practice tutor meeting"}
    assert all(any(term.first <= each.day <= term.last for term in terms) for each in found)
    assert all(is_suggested(each) for each in found)
    assert [each.title for each in terms][:3] == ["Autumn 2024", "Spring 2025", "Early Summer 2025"]


def test_no_days_follow_from_what_the_source_only_asks() -> None:
    social = library.programme("social-work-london")
    found = [each for each in rows(social) if each.kind is PlannedKind.REVIEW]

    (asked,) = found
    assert (asked.title, asked.day) == ("Practice assessment (question in the source)", "")
    sure = replace(social, reviews=(replace(social.reviews[0], status=""),))
    assert [each.day for each in rows(sure) if each.kind is PlannedKind.REVIEW][:2] == [
        "2024-12-16", "2025-03-17"
    ]  # fmt: skip


# Rows


def test_modules_have_days_only_where_order_and_terms_are_stated() -> None:
    inlogov = library.programme("inlogov-sla")
    assert {each.day for each in rows(inlogov) if each.kind is PlannedKind.MODULE} == {""}

    ordered = replace(inlogov, module_order_stated=True)
    found = [each for each in rows(ordered) if each.kind is PlannedKind.MODULE]

    assert [each.content.term for each in found if isinstance(each.content, Module)] == [
        "Autumn 2024", "Spring 2025", "Early Summer 2025", "Autumn 2025", "Spring 2026",
        "Early Summer 2026",
    ]  # fmt: skip
    assert found[0].day == "2024-09-10"
    assert all(is_suggested(each, ordered) for each in found)


def test_days_that_the_programme_states_are_not_suggested() -> None:
    stated = (
        ProgrammeModule("Own", start="2025-01-06", end="2025-02-07"),
        ProgrammeModule("Backwards", start="2025-05-01", end="2025-03-01"),
        ProgrammeModule("By term", term="Spring term 2025"),
    )
    programme = Programme("own", "Own", modules=stated)

    own, backwards, by_term = rows(programme)

    assert (own.day, own.until) == ("2025-01-06", "2025-02-07")
    assert not is_suggested(own, programme)
    assert (backwards.day, backwards.until) == ("2025-05-01", "")
    assert (by_term.day, by_term.until) == ("2025-01-08", "2025-03-28")
    assert is_suggested(by_term, programme)


def test_a_programme_gives_what_it_names_and_whose_it_is() -> None:
    found = rows(library.programme("serco-sla-senco"))
    by_kind = {kind: [each for each in found if each.kind is kind] for kind in PlannedKind}

    assert len(by_kind[PlannedKind.MODULE]) == 8
    workshops = [each for each in by_kind[PlannedKind.EVENT] if each.parent_uid]
    assert len(workshops) == 8
    assert len(by_kind[PlannedKind.DOCUMENT]) == 8
    agreed = by_kind[PlannedKind.AGREEMENT][0].content
    assert isinstance(agreed, Agreement)
    assert [each.role for each in agreed.parties] == ["line manager", "apprentice", "facilitator"]
    days = {each.title: each.day for each in by_kind[PlannedKind.REVIEW]}
    assert days["First meeting"] == START
    assert days["Annual review"] == "2025-09-16"
    inlogov = [each for each in rows(library.programme("inlogov-sla")) if each.parent_uid]
    assert sum(each.kind is PlannedKind.ASSIGNMENT for each in inlogov) == 12


def test_attendance_is_kept_where_the_programme_makes_it_compulsory() -> None:
    programme = Programme(
        "own", "Own", events=(ProgrammeEvent("Residential", compulsory=True, count=2),)
    )
    found = rows(programme)

    assert [each.title for each in found] == ["Residential 1", "Residential 2"]
    assert all(isinstance(each.content, Event) and each.content.compulsory for each in found)


def test_without_days_a_programme_still_gives_its_rows() -> None:
    found = rows(library.programme("inlogov-sla"), "", "")

    assert {each.day for each in found} == {""}
    assert sum(each.kind is PlannedKind.REVIEW for each in found) == 1


def test_a_seal_tells_what_was_typed_into_a_row() -> None:
    row = rows(library.programme("inlogov-sla"))[0]

    assert is_untouched(row)
    assert not is_untouched(replace(row, title="Governance"))
    assert not is_untouched(replace(row, content=replace(row.content, note="mine")))  # type: ignore[call-arg]
    dated = replace(row, day="2025-01-01")
    assert not is_untouched(dated)
    assert is_only_moved(dated)
    assert not is_only_moved(row)
    assert not is_untouched(Planned(PlannedKind.MODULE, "Own"))
    assert is_untouched(replace(row, place=9, parent_uid="elsewhere"))


# Another programme, other days, a shorter length


def test_another_programme_offers_only_untouched_rows_to_go() -> None:
    held = rows(library.programme("inlogov-sla"))
    modules = [each for each in held if each.kind is PlannedKind.MODULE]
    noted = replace(modules[0], content=Module(note="my notes"))
    dated = replace(modules[1], day="2025-01-01")
    handed = next(each for each in held if each.parent_uid == modules[2].uid)
    typed = replace(handed, title="My own title")
    logged = modules[3]
    own = Planned(PlannedKind.EVENT, "My own", uid="own")
    changed = {each.uid: each for each in (noted, dated, typed)}
    plan = [changed.get(each.uid, each) for each in held] + [own]
    wanted = rows_of(library.programme("serco-sla-senco"), dates_of(None, START, GATEWAY), TERMS)

    found = sorted_out(plan, wanted, {logged.uid})

    going = {each.uid for each in found.going}
    staying = {each.uid for each in found.staying}
    assert {noted.uid, typed.uid, modules[2].uid, logged.uid} == staying
    assert [each.uid for each in found.may_go] == [dated.uid]
    assert modules[4].uid in going
    assert own.uid not in going | staying
    assert len(found.adding) == len(wanted)
    assert going | staying | {dated.uid, own.uid} == {each.uid for each in plan}


def test_other_days_move_untouched_rows_and_leave_the_others() -> None:
    programme = library.programme("serco-sla-senco")
    held = rows(programme)
    visits = [each for each in held if each.title == "Coach visit"]
    typed = replace(visits[0], day="2024-11-05")
    plan = [typed if each.uid == typed.uid else each for each in held]
    later = rows_of(programme, dates_of(programme, "2025-01-20", "2027-01-20"), TERMS)

    found = sorted_out(plan, later, ())

    moved = {each.before.title: each.after.day for each in found.moving}
    assert moved["First meeting"] == "2025-01-20"
    assert typed.uid not in {each.before.uid for each in found.moving}
    assert found.going == ()
    assert all(is_untouched(each.after) for each in found.moving)
    assert all(each.before.uid == each.after.uid for each in found.moving)


def test_what_the_person_has_of_that_name_is_not_added_twice() -> None:
    programme = Programme("x", "X", modules=(ProgrammeModule("Leadership"), ProgrammeModule("B")))
    wanted = rows_of(programme, dates_of(programme, START, GATEWAY), TERMS)

    found = sorted_out([Planned(PlannedKind.MODULE, "leadership", uid="mine")], wanted, ())

    assert [each.row.title for each in found.adding] == ["B"]


def test_twenty_seven_months_become_eighteen_and_no_word_is_lost() -> None:
    programme = library.programme("serco-sla-senco")

    made, gateway = shortened(programme, 18, START, "2026-12-16")

    assert made is not None
    assert (made.total_months, gateway) == (18, "2026-03-16")
    facts = {each.label: each.words for each in made.facts}
    assert facts["Length before recognition of prior learning"] == "27 months"
    assert facts["Shorter length, 18 months with NASENCO"] == programme.shortenings[0].why
    for months in (27, 30, 0):
        with pytest.raises(ValueError, match="no shorter"):
            shortened(programme, months, START, GATEWAY)
    with pytest.raises(ValueError, match="Neither"):
        shortened(None, 18, START, "")
    assert shortened(None, 18, START, GATEWAY) == (None, "2026-03-16")


def test_what_lies_after_today_is_drawn_together_before_an_earlier_gateway() -> None:
    def review(day: str, origin: str = "programme/x/reviews/r/1#z") -> Planned:
        return Planned(PlannedKind.REVIEW, day, day, uid=day, origin=origin)

    past, near, far = review("2025-01-06"), review("2025-07-01"), review("2026-06-01")
    after, own = review("2026-10-01"), review("2025-08-01", "")
    own_late = review("2026-07-01", "")
    held = replace(review("2026-07-02", ""), content=Review(held=True))

    found = drawn_together(
        (past, near, far, after, own, own_late, held), "2026-09-16", "2026-03-16", "2025-06-01"
    )

    moved = {each.before.uid: each for each in found}
    assert past.uid not in moved
    assert held.uid not in moved, "what is over stays, wherever its day lies"
    assert "2025-06-01" < moved[near.uid].after.day < moved[far.uid].after.day < "2026-03-16"
    assert moved[after.uid].after.day == "2026-03-31"
    assert moved[own.uid].offered
    assert not moved[own_late.uid].offered
    assert drawn_together((far,), "2026-03-16", "2026-09-16", "2025-06-01") == ()
    assert drawn_together((far,), "2026-09-16", "2025-03-16", "2025-06-01") == ()


def test_a_programme_without_a_split_or_numbers_works_as_any_other() -> None:
    programme = Programme(
        "own",
        "Another standard",
        standard="ST0999",
        reviews=(ProgrammeReview("Talk", every_weeks=12), ProgrammeReview("Chat", "regularly")),
        assessments=(ProgrammeAssessment("Interview", when="gateway"),),
    )
    found = rows(programme)

    talks = [each.day for each in found if each.title == "Talk"]
    assert talks[:2] == ["2024-12-09", "2025-03-03"]
    assert talks[-1] < GATEWAY
    assert [each.day for each in found if each.title == "Chat"] == [""]
    (interview,) = [each for each in found if each.title == "Interview"]
    assert interview.day == GATEWAY
    assert isinstance(interview.content, Milestone)
    assert interview.content.suggested, "words such as “gateway” are no date that anybody set"
    up_to = dates_of(None, START, talks[0])
    until = rows_of(programme, up_to, TERMS)  # none on the day of the gateway itself
    assert [each.row.day for each in until if each.row.title == "Talk"] in ([], [""])
    assert all(key_of(each).startswith("programme/own/") for each in found)


# Line by line


def test_every_line_reads_back_as_it_stands_and_nothing_else_changes() -> None:
    for programme in library.programmes():
        for line in lines_of(programme):
            if line.key.endswith(".0"):
                continue
            typed = shown(programme, line.key)
            assert with_typed(programme, line.key, typed) == programme, line


def test_lines_name_what_is_not_stated() -> None:
    found = {each.key: each for each in lines_of(library.programme("birmingham-med"))}

    assert found["total_months"].says == ""
    assert found["modules.0"].says == ""
    assert not found["modules.0"].is_entry
    assert found["standard"].says == "ST0480 (inferred: the source gives no number)"
    social = {each.key: each for each in lines_of(library.programme("social-work-london"))}
    assert social["roles.1"].status == "wish"
    assert social["roles.1"].is_entry


def test_a_line_is_changed_added_moved_and_removed() -> None:
    programme = library.programme("inlogov-sla")

    longer = with_typed(programme, "total_months", {"total_months": " 30 "})
    assert longer.total_months == 30
    sure = with_typed(programme, "standard", {"standard": "ST0480"})
    assert sure.standard_is_inferred
    other = with_typed(programme, "standard", {"standard": "ST0510"})
    assert not other.standard_is_inferred
    added = with_typed(
        programme, "modules.0", {"title": "Seventh", "weeks": "8", "start": "2026-01-05"}
    )
    assert added.modules[-1] == ProgrammeModule("Seventh", start="2026-01-05", weeks=8)
    first, key = moved(added, "modules.7", -1)
    assert (key, first.modules[5].title) == ("modules.6", "Seventh")
    assert moved(first, "modules.1", -1) == (first, "modules.1")
    assert without(added, "modules.7") == programme
    assert without(programme, "total_months").total_months == 0
    parties = with_typed(programme, "documents.1", {"title": "T", "parties": "a; b ;; c"})
    assert parties.documents[0].parties == ("a", "b", "c")


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("total_months", {"total_months": "two years"}, "not a number"),
        ("total_months", {"total_months": "1.5"}, "not a whole number"),
        ("total_months", {"total_months": "-1"}, "below 0"),
        ("total_months", {"total_months": "999"}, "more than 120"),
        ("total_months", {"total_months": "nan"}, "not a number"),
        ("total_months", {"total_months": "9" * 400}, "not a number"),
        ("module_order_stated", {"module_order_stated": "perhaps"}, "neither yes nor no"),
        ("modules.0", {"title": " "}, "Title is missing"),
        ("modules.0", {"title": "A", "start": "2026-02-01", "end": "2026-01-01"}, "before it"),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_line_is_said(key: str, typed: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        with_typed(library.programme("inlogov-sla"), key, typed)


def test_the_standards_are_set_beside_each_other_in_words() -> None:
    standard = library.standard("st0480-v1.2")

    social = pairing(library.programme("social-work-london"), standard)
    assert social.differs
    assert "ST0510" in social.words
    assert "still on Senior leader" in social.words
    assert "paste its list" in social.words
    inlogov = pairing(library.programme("inlogov-sla"), standard)
    assert not inlogov.differs
    assert "inferred" in inlogov.words
    assert pairing(Programme("x", "X", standard="st0480"), standard) == Pairing()
    assert "names no standard" in pairing(Programme("x", "X"), standard).words
    bare = pairing(library.programme("inlogov-sla"), replace(standard, reference=""))
    assert not bare.differs
    assert bare.words
    assert pairing(None, standard) == Pairing()


def test_as_many_other_facts_as_are_kept_come_back_from_a_file() -> None:
    made = read_programme({"schema": 1, "id": "a", "title": "A"} | {f"k{n}": n for n in range(450)})
    again = read_programme(tomllib.loads(programme_text(made.programme)))

    assert len(made.programme.facts) == 450
    assert again == made
