"""The gateway list: rows from data and rules, whose each is, words that promise nothing."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from portfolio_app import assets
from portfolio_app.domain.gateway import (
    NOTHING_LEFT,
    Fact,
    Gateway,
    GatewayRow,
    gateway,
    gateway_data,
    left_words,
    whose_words,
)
from portfolio_app.domain.gateway_facts import Known, SignedForm, facts, least_for
from portfolio_app.domain.planned import (
    Document,
    GatewaySaid,
    GatewayState,
    Party,
    Planned,
    PlannedKind,
)
from portfolio_app.domain.register import (
    counts,
    group_of,
    is_complete,
    party_words,
    register_data,
    signed,
    state_words,
)
from portfolio_app.domain.standard import Rule, Standard
from portfolio_app.store import library

DATA = gateway_data(tomllib.loads(assets.text("gateway/rows.toml")))
REGISTER = register_data(tomllib.loads(assets.text("gateway/documents.toml")))
EVERYTHING = ("ksbs", "assignments", "documents", "observations")


def rows_of(standard: Standard, *there: str, said: tuple[Planned, ...] = ()) -> Gateway:
    return gateway(DATA, standard, facts(Known()), there, said)


def said(origin: str, content: GatewaySaid, title: str = "A row", day: str = "") -> Planned:
    return Planned(
        PlannedKind.GATEWAY, title, day=day, uid=f"uid {origin}", origin=origin, content=content
    )


def test_st0480_has_eight_groups_and_every_row_says_where_it_comes_from() -> None:
    for pack in ("st0480-v1.1", "st0480-v1.2"):
        found = rows_of(library.standard(pack), *EVERYTHING)

        assert [title for _, title in found.groups] == [
            "Programme", "English and maths", "Portfolio", "Observations", "Proposal scope",
            "Employer", "Off-the-job", "EPAO and confidentiality",
        ]  # fmt: skip
        assert all(each.source and each.owner for each in found.rows)
        assert len({each.id for each in found.rows}) == len(found.rows)
        told = " ".join(each.title + each.source + each.fact for each in found.rows).casefold()
        assert "ready" not in told
        assert "%" not in told
    employer = found.row("employer.declaration")
    assert employer is not None
    assert employer.confirmed
    assert employer.source.startswith("NQual")
    pieces = found.row("portfolio.pieces")
    assert pieces is not None
    assert "Not confirmed for this version" in pieces.source
    assert not pieces.confirmed
    named = {f"rule:{name}" for each in DATA.rows for name in each.rules}
    assert not named & {each.id for each in found.rows}  # what a row names is no row of its own


def test_whose_a_row_is_and_what_was_said_of_it_decide_before_what_the_portfolio_shows() -> None:
    standard = library.standard("st0480-v1.2")

    def state(fact: Fact, *told: Planned) -> GatewayState:
        row = gateway(DATA, standard, {"wording": fact}, EVERYTHING, told).row("portfolio.wording")
        assert row is not None
        return row.state

    assert state(Fact()) is GatewayState.TO_DO
    assert state(Fact(is_waiting=True)) is GatewayState.ELSEWHERE
    assert state(Fact(is_done=True)) is GatewayState.DONE
    assert state(Fact(), said("portfolio.wording", GatewaySaid(owner="EPAO"))) is (
        GatewayState.ELSEWHERE
    )
    again = said("portfolio.wording", GatewaySaid(GatewayState.TO_DO.value))
    assert state(Fact(is_done=True), again) is GatewayState.TO_DO


def test_a_standard_without_rules_gets_only_what_fits_it_and_its_own_rules_in_their_words() -> None:
    bare = Standard("own", "", "", "A pasted list", 0)
    found = rows_of(bare)

    ids = {each.id for each in found.rows}
    assert not {each for each in ids if each.startswith(("scope", "observations"))}
    assert "portfolio.ksbs" not in ids
    assert "portfolio.pieces" not in ids
    assert {"english", "maths", "employer.declaration", "employer.sharing"} <= ids
    assert "scope" not in dict(found.groups)
    declared = found.row("employer.declaration")
    assert declared is not None
    assert "Not confirmed." in declared.source

    own_rule = Rule("gateway.practice_days", "gateway", "200 assessed practice days", 200, "days")
    other = rows_of(replace(bare, rules=(own_rule,)))
    made = other.row("rule:gateway.practice_days")
    assert made is not None
    assert (made.title, made.group, made.owner) == (own_rule.text, "programme", "you")
    assert "Not confirmed" in made.source


def test_words_say_what_is_left_and_whose_and_never_more() -> None:
    def row(owner: str, state: GatewayState, *, off: bool = False) -> GatewayRow:
        return GatewayRow("a", "g", "t", owner, state, is_off=off)

    rows = [row("you", GatewayState.TO_DO)] * 2
    rows += [row("line manager", GatewayState.ELSEWHERE)] * 3
    rows += [row("training provider", GatewayState.ELSEWHERE)]
    rows += [row("EPAO", GatewayState.DONE), row("you", GatewayState.EXCEPTION)]
    rows += [row("you", GatewayState.TO_DO, off=True)]
    assert left_words(rows) == (
        "6 things left: 2 yours, 3 your line manager's, 1 your training provider's"
    )
    assert left_words([row("head of services", GatewayState.TO_DO)]) == (
        "1 thing left: 1 the head of services'"
    )
    assert whose_words("EPAO") == "your EPAO's"
    assert left_words([]) == NOTHING_LEFT
    assert "ready" not in NOTHING_LEFT


def test_what_the_person_says_holds_beside_what_the_portfolio_shows() -> None:
    standard = library.standard("st0480-v1.2")
    exception = GatewaySaid("agreed exception", note="RPL of 9 months.", agreed_by="Provider")
    found = rows_of(
        standard,
        said=(
            said("programme.time", exception, day="2026-03-03"),
            said("english", GatewaySaid(is_off=True), day="2026-03-04"),
            said("hours.total", GatewaySaid("done", owner="payroll")),
            said("own:1", GatewaySaid(owner="line manager", group="employer"), "Badge returned"),
            said("gone", GatewaySaid("done")),
            said("maths", GatewaySaid("nonsense")),
        ),
    )
    time, english = found.row("programme.time"), found.row("english")
    assert time is not None
    assert english is not None
    assert time.state is GatewayState.EXCEPTION
    assert time.said == "Exception agreed with Provider, 3 March 2026. RPL of 9 months"
    assert not time.is_left
    assert (english.state_words, english.is_left) == ("Doesn't apply", False)
    hours = found.row("hours.total")
    assert hours is not None
    assert (hours.owner, hours.by_hand, hours.state) == ("payroll", True, GatewayState.DONE)
    assert "0 h logged" in hours.fact, "what the portfolio shows is still shown"
    own = found.row("own:1")
    assert own is not None
    assert (own.title, own.group, own.state) == (
        "Badge returned", "employer", GatewayState.ELSEWHERE
    )  # fmt: skip
    assert found.row("gone") is None
    maths = found.row("maths")
    assert maths is not None
    assert maths.state is GatewayState.TO_DO


def test_a_form_is_done_only_when_it_is_signed_whole_and_kept() -> None:
    def fact(form: SignedForm | None) -> Fact:
        return facts(Known(declaration=form))["declaration"]

    assert fact(None) == Fact("Not asked for", is_done=False)
    asked = fact(SignedForm(sent_on="2026-03-03"))
    assert (asked.is_done, asked.is_waiting) == (False, True)
    unsigned = fact(SignedForm("2026-03-03", "2026-03-09", "Not signed"))
    assert unsigned.is_done is False
    assert "Not signed" in unsigned.words
    unticked = fact(SignedForm("2026-03-03", "2026-03-09", "Typed name", True, False, 1))
    assert unticked.is_done is False
    assert "1 line not ticked" in unticked.words
    unchecked = fact(SignedForm("2026-03-03", "2026-03-09", "Typed name", True))
    assert unchecked.is_done is False
    whole = fact(SignedForm("2026-03-03", "2026-03-09", "Typed name", True, True))
    assert whole == Fact("Back on 9 March 2026 · Typed name", is_done=True)


@pytest.mark.parametrize(
    ("known", "check", "words", "is_done"),
    [
        (Known(start="2024-09-16", gateway="2026-09-16", typical_months=24), "time", "24", True),
        (Known(start="2024-09-16", gateway="2026-03-16", typical_months=24), "time", "24", False),
        (Known(start="2024-09-16", gateway="2026-09-16", typical_months=24, break_days=30),
         "time", "30 days of breaks", False),
        (Known(start="2024-09-16"), "time", "not typed in", False),
        (Known(pieces=(14, 18)), "pieces", "14 chosen; about 18 is usual", False),
        (Known(pieces=(19, 18)), "pieces", "19 chosen", True),
        (Known(pieces=(14, 0)), "pieces", "14 chosen", False),
        (Known(ksbs=(29, 29)), "ksbs", "29 of 29 with a passage", True),
        (Known(ksbs=(28, 29)), "ksbs", "28 of 29 with a passage", False),
        (Known(observations=(3, 4)), "observations", "3 of 4 back and signed", False),
        (Known(documents=(4, 4)), "documents", "4 of 4 complete", True),
        (Known(scope_words=501, scope_limit=500, scope_title="T"), "scope", "501 of", False),
        (Known(scope_words=472, scope_limit=500, scope_title="T"), "scope", "472 of", True),
        (Known(scope_words=472), "scope", "no title", False),
        (Known(bundle_on="2026-03-03", bundle_is_draft=True), "bundle", "draft", False),
        (Known(logged=12720, target=28800), "hours", "212 h of 480 h logged", False),
        (Known(logged=28800, target=28800), "hours", "480 h of 480 h", True),
        (Known(logged=90), "hours", "1 h 30 min logged; your own total isn't typed in", False),
        (Known(has_statement=True), "statement", "not signed", False),
        (Known(has_statement=True, statement="Signed by X", statement_changed="E07 replaced"),
         "statement", "E07 replaced", False),
        (Known(markings_open=2, no_export=1), "markings", "2 pieces to answer", False),
        (Known(no_export=1), "markings", "1 chosen but marked Do not export", False),
        (Known(), "markings", "Nothing open", True),
        (Known(epao_forms=(0, 0)), "epao_forms", "No form in the register", False),
    ],
)  # fmt: skip
def test_each_check_says_what_the_portfolio_shows(
    known: Known, check: str, words: str, is_done: bool
) -> None:
    found = facts(known)[check]

    assert words in found.words
    assert found.is_done is is_done


def test_the_least_time_on_programme_follows_the_start_date() -> None:
    def months(start: str) -> int:
        found = least_for(start, DATA.least_months)
        return found.months if found else 0

    assert (months("2025-07-31"), months("2025-08-01"), months("")) == (12, 8, 0)
    least = least_for("2025-08-01", DATA.least_months)
    shown = facts(Known(start="2025-08-01", gateway="2026-04-01", least=least))["time"]
    assert (shown.words, shown.is_done) == (
        "1 August 2025 to 1 April 2026; at least 8 months", True,
    )  # fmt: skip
    bare = Standard("own", "", "", "A pasted list", 0)
    row = gateway(DATA, bare, {"time": shown}, ()).row("programme.time")
    assert row is not None
    assert least is not None
    assert row.source.startswith(least.source)
    assert row.confirmed
    assert all(each.source[0].isalnum() for each in rows_of(bare, *EVERYTHING).rows)


def test_a_document_is_complete_when_each_party_signed_or_its_state_says_so() -> None:
    parties = (Party("Apprentice"), Party("Line manager", signature="Typed name"))
    document = Document(group="agreements", parties=parties)
    once = replace(document, parties=signed(parties, "apprentice", "2026-03-03"))
    both = replace(once, parties=signed(once.parties, "Line manager", "2026-03-04"))

    assert [is_complete(each, REGISTER) for each in (document, once, both)] == [False, False, True]
    assert state_words(once, REGISTER) == "1 of 2 signed"
    assert "hasn't checked" in party_words(both.parties[1])
    assert both.parties[1].signature == "", "a day noted by hand is no signature that came back"
    assert len(signed(parties, "Mentor", "2026-03-03")) == 3
    held = Document(group="english", state="certificate held")
    lost = Document(group="english", state="certificate lost")
    assert is_complete(held, REGISTER)
    assert not is_complete(lost, REGISTER)
    assert not is_complete(Document(), REGISTER)
    assert state_words(Document(state="in the post"), REGISTER) == "In the post"
    rows = [Planned(PlannedKind.DOCUMENT, "x", content=each) for each in (held, lost, both)]
    assert counts(rows, REGISTER) == {"english": (1, 2), "agreements": (1, 1)}


def test_a_document_that_nobody_grouped_is_where_its_title_says() -> None:
    for title, group in (
        ("Maths certificate", "maths"),
        ("Level 2 English", "english"),
        ("Functional Skills: numeracy", "maths"),
        ("English and maths certificates", "certificates"),
        ("Degree certificate", "certificates"),
        ("EPAO’s cover sheet", "epao"),
        ("Commitment Statement", "agreements"),
        ("Englishness and aftermaths", "agreements"),
    ):
        row = Planned(PlannedKind.DOCUMENT, title, content=Document())
        assert group_of(row, REGISTER) == group, title
        own = replace(row, content=Document(group="epao"))
        assert group_of(own, REGISTER) == "epao"


def test_functional_skills_have_the_states_an_apprentice_goes_through() -> None:
    for group in ("english", "maths"):
        states = [each.id for each in REGISTER.states_of(group)]

        for state in ("booked", "sat", "passed", "not passed", "certificate held"):
            assert state in states
        assert "certificate lost" in states
    lost = REGISTER.state("certificate lost")
    assert lost is not None
    assert lost.next


def test_a_standard_that_means_no_good_leaves_a_list_that_can_be_worked_with() -> None:
    wild = tuple(
        Rule(f"gateway.{n}", "gateway", text, value, "months")
        for n, (text, value) in enumerate(
            [("<b>x</b> " * 4000, 1e300), ("", float("nan")), ("a\nb", -5), ("c", float("inf"))]
        )
    )
    found = rows_of(Standard("own", "", "", "A list", 0, rules=wild))
    made = [each for each in found.rows if each.id.startswith("rule:")]

    assert [each.months for each in wild] == [0] * 4
    assert all(0 < len(each.title) <= 200 for each in made)
    assert made[0].rule.startswith("<b>x</b> <b>x</b>"), "its words stay whole beside it"
    far = Known(start="2024-09-16", gateway="2026-09-16", typical_months=24, break_days=10**9)
    assert facts(far)["time"].is_done is False
