"""Gateway, register, kept files and results: said, kept, undone, never overstated."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from portfolio_app.domain import forms
from portfolio_app.domain.changes import Topic
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.gateway import GatewayRow
from portfolio_app.domain.observation import ObservationState
from portfolio_app.domain.planned import Assignment, Break, GatewayState, Planned, PlannedKind
from portfolio_app.domain.register import is_complete
from portfolio_app.domain.results import MethodShown
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    attaching,
    breaks,
    epao,
    gateway,
    gateway_asking,
    history,
    mapping,
    plan,
    portfolio,
    records,
    records_kept,
    register,
    requests,
    results,
    witnesses,
)
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.asked import drafted, facts
from tests.services.record_forms import answers, came, filled, people
from tests.store.builders import add_item


def code_of(verb: object, *arguments: object, **named: object) -> str:
    with pytest.raises(PortfolioError) as refused:
        verb(*arguments, **named)  # type: ignore[operator]
    return refused.value.code


def row(store: Store, row_id: str) -> GatewayRow:
    found = gateway.gateway(store).row(row_id)
    assert found is not None
    return found


def test_what_is_said_of_a_row_is_one_step_and_undo_takes_it_back(store: Store) -> None:
    before = gateway.gateway(store).words
    assert row(store, "programme.time").state is GatewayState.DONE
    meeting = gateway.say(
        store, "programme.meeting", GatewayState.DONE, note="Online.", on="2026-03-03"
    )
    held = row(store, "programme.meeting")
    assert (held.state, held.by_hand) == (GatewayState.DONE, True)
    assert held.said == "You said: done, 3 March 2026. Online"
    assert gateway.gateway(store).words != before

    exception = GatewayState.EXCEPTION
    assert code_of(gateway.say, store, "english", exception, agreed_by="Provider") == "no-note"
    assert code_of(gateway.say, store, "english", exception, note="Over 19.") == "no-signer"
    assert code_of(gateway.say, store, "english", None, on="2999-01-01") == "no-day"
    assert code_of(gateway.say, store, "nothing", None) == "no-such-row"
    assert code_of(gateway.say, store, "english", None, note="x" * 5000) == "too-long"
    gateway.switch(store, "english", is_off=True, note="19 or over at the start.")
    assert row(store, "english").is_off
    gateway.switch(store, "english", is_off=False)
    assert not row(store, "english").is_off

    history.undo(store, meeting.step)
    assert row(store, "programme.meeting").state is GatewayState.ELSEWHERE
    assert row(store, "programme.meeting").uid == ""


def test_rows_of_ones_own_come_and_go(store: Store) -> None:
    gateway.add_own(store, "employer", "Line manager books the room", "line manager")
    own = next(each for each in gateway.gateway(store).rows if each.is_own)
    assert (own.title, own.group, own.owner) == (
        "Line manager books the room", "employer", "line manager",
    )  # fmt: skip
    gateway.say(store, own.id, GatewayState.DONE)
    assert row(store, own.id).state is GatewayState.DONE
    assert row(store, own.id).group == "employer"
    assert code_of(gateway.remove_own, store, "english") == "not-own"
    assert code_of(gateway.add_own, store, "nowhere", "x") == "no-such-group"
    gateway.remove_own(store, own.id)
    assert not any(each.is_own for each in gateway.gateway(store).rows)


def test_a_file_is_kept_byte_for_byte_beside_a_row_and_nothing_of_it_is_read(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    proof = tmp_path / "certificate <b>of English.pdf"
    content = b"%PDF-1.4 this is broken on purpose" * 100
    proof.write_bytes(content)

    kept = gateway.keep(store, "english", proof)
    assert row(store, "english").files == 1
    assert "1 file kept" in row(store, "english").proof
    assert row(store, "english").state is GatewayState.TO_DO, "a file alone is no certificate"
    again = gateway.keep(store, "english", proof)
    assert again.again
    assert len(queries.records.records(store)) == 1
    copy = records_kept.look_at(store, room, kept.uid)
    assert copy.read_bytes() == content
    assert copy.stat().st_mode & 0o222 == 0
    out = tmp_path / "out.pdf"
    records_kept.take_out(store, kept.uid, out)
    assert hashlib.sha256(out.read_bytes()).digest() == hashlib.sha256(content).digest()
    assert code_of(records_kept.take_out, store, kept.uid, out) == "exists"
    inside = store.folder / "out.pdf"
    assert code_of(records_kept.take_out, store, kept.uid, inside) == "no-place"
    assert code_of(gateway.keep, store, "english", tmp_path) == "no-file"
    assert code_of(records_kept.keep, store, "no such row", proof) == "gone"

    gone = records_kept.remove(store, kept.uid)
    assert queries.records.records(store) == ()
    assert code_of(records_kept.remove, store, kept.uid) == "gone"
    history.undo(store, gone.step)
    assert records_kept.record(store, kept.uid).name == proof.name
    history.undo(store, kept.changes.step)
    assert row(store, "english").uid == "", "row and file came in one step and go in one"
    assert queries.evidence.items(store) == (), "a proof is never evidence"


def test_the_register_feeds_the_gateway(store: Store) -> None:
    offered = register.offered(store)
    assert ("english", "English, Level 2") in offered
    english = register.add(store, "english", "English, Level 2").focus
    assert ("english", "English, Level 2") not in register.offered(store)
    assert "maths" in {group for group, _ in register.offered(store)}
    numeracy = register.add(store, "maths", "Numeracy, by another name")
    assert "maths" not in {group for group, _ in register.offered(store)}  # one is all it takes
    history.undo(store, numeracy.step)
    for state, words in (("booked", "Test booked"), ("sat", "Test sat, result awaited")):
        register.set_state(store, english, state, day="2026-02-02")
        assert words in row(store, "english").fact
        assert row(store, "english").state is GatewayState.TO_DO
    register.set_state(store, english, "certificate held")
    assert queries.plan.row(store, english).day == ""  # the test's day is not the certificate's
    assert row(store, "english").state is GatewayState.DONE
    assert code_of(register.set_state, store, english, "sent to sign") == "no-such-state"
    assert code_of(register.add, store, "nowhere", "x") == "no-such-group"

    assert gateway.gateway(store).row("programme.documents") is None
    parties = ("Apprentice", "Line manager")
    uid = register.add(store, "agreements", "Apprenticeship agreement", parties).focus
    assert row(store, "programme.documents").fact == "0 of 1 complete"
    register.sign(store, uid, "Apprentice", "2024-09-16")
    assert code_of(register.sign, store, uid, "Line manager", "2999-01-01") == "no-day"
    assert code_of(register.sign, store, uid, " ", "2024-09-16") == "no-signer"
    register.sign(store, uid, "line manager", "2024-09-17")
    assert row(store, "programme.documents").state is GatewayState.DONE
    register.unsign(store, uid, "Apprentice")
    content = queries.plan.row(store, uid).content
    assert not is_complete(content, register.data())  # type: ignore[arg-type]
    register.regroup(store, english, "maths")
    assert row(store, "english").state is GatewayState.TO_DO
    assert row(store, "maths").state is GatewayState.DONE
    register.regroup(store, english, "agreements")
    assert queries.plan.row(store, english).content.state == ""  # type: ignore[union-attr]
    assert code_of(register.regroup, store, english, "nowhere") == "no-such-group"
    epao = register.add(store, "epao", "EPAO's mapping form").focus
    assert row(store, "epao.forms").fact == "0 of 1 sent"
    register.set_state(store, epao, "accepted")
    assert row(store, "epao.forms").state is GatewayState.DONE

    written = Planned(PlannedKind.ASSIGNMENT, "Essay", content=Assignment(words=3000))
    plan.add(store, written)
    assert row(store, "programme.work").fact == "0 of 1 handed in"


def test_the_employer_is_asked_through_the_exchange_and_nothing_is_signed_by_asking(
    store: Store, room: Workroom
) -> None:
    portfolio.set_detail(store, "epao", "An assessment organisation")
    assert code_of(gateway_asking.ask, store, room, "declaration") == "no-observer"
    assert records.records(store) == ()
    witnesses.add(store, Witness("Head of service", relationship="Line manager"))
    made = gateway_asking.ask(store, room, "declaration")
    asked = row(store, "employer.declaration")
    assert (asked.state, asked.fact) == (GatewayState.ELSEWHERE, "Made, not sent")
    (record,) = records.records(store, "employer.declaration")
    assert record.observation.kind is FormKind.DECLARATION
    assert gateway_asking.request_uid(store, "employer.declaration") == made.changes.focus
    ticks = [each for each in record.parties[0].lines if each.line.kind.value == "tick"]
    assert len(ticks) == 2
    assert all(each.is_open for each in ticks)
    sharing = gateway_asking.asked_form(store, "sharing")
    told = " ".join(each.text for each in sharing.lines)
    assert "An assessment organisation" in told
    assert "{" not in told
    assert "proposal" in told
    assert code_of(gateway_asking.asked_form, store, "other") == "no-such-form"
    assert code_of(gateway_asking.asked_form, store, "schema") == "no-such-form"
    requests.withdraw(store, made.changes.focus)
    assert row(store, "employer.declaration").fact == "Not asked for"
    assert gateway_asking.request_uid(store, "employer.declaration") == ""


def test_a_declaration_is_done_only_when_it_came_back_ticked_signed_and_kept(
    store: Store, room: Workroom
) -> None:
    manager, _ = people(store)
    made = gateway_asking.ask(store, room, "declaration", manager)
    form = store.vault.get(made.request.form_sha256)
    requests.sent(store, made.changes.focus)
    row_id = "employer.declaration"
    assert "nothing back yet" in row(store, row_id).fact

    unsigned = answers(line__2=forms.ON, **{forms.NAME: "", forms.TYPED_SIGNATURE: ""})
    unsigned = {name: value for name, value in unsigned.items() if "line" in name}
    came(store, room, filled(form, unsigned), "unsigned.pdf")
    assert row(store, row_id).state is GatewayState.ELSEWHERE
    assert "Not signed" in row(store, row_id).fact

    unticked = came(store, room, filled(form, answers()), "unticked.pdf")
    assert row(store, row_id).state is GatewayState.ELSEWHERE
    assert "1 line not ticked" in row(store, row_id).fact
    del unticked

    whole = came(store, room, filled(form, answers(line__2=forms.ON)), "whole.pdf")
    assert row(store, row_id).state is GatewayState.ELSEWHERE, "checked, but not kept yet"
    attaching.attach(store, room, whole)
    done = row(store, row_id)
    assert (done.state, done.by_hand) == (GatewayState.DONE, False)
    assert "Typed name" in done.fact
    assert done.files == 1
    (kept,) = queries.records.records(store, row_id)
    assert code_of(records_kept.remove, store, kept.uid) == "came-back"


def test_what_the_list_counts_is_signed_sound_exact_final_and_typed_in(store: Store) -> None:
    def fact(row_id: str) -> tuple[str, bool]:
        found = row(store, row_id)
        return found.fact, found.state is GatewayState.DONE

    uid = drafted(store, facts(store)).uid
    item, _ = add_item(store, "Minutes", position=1)
    with store.step("send", "sent", {Topic.OBSERVATIONS}) as step:
        owner = step.session.query(tables.ObservationRow).filter_by(uid=uid).one()
        owner.state = ObservationState.SENT.value
        file_id = step.session.query(tables.ItemRow).filter_by(uid=item).one().file_id
        came = tables.ArrivalRow(file_id=file_id, observation_id=owner.id)
        step.session.add(came)
    wrong = '[{"rule": "part-1", "outcome": "wrong", "message": "Changed."}]'
    for signature, state, report, counted in (
        ("missing", "new", "[]", 0),
        ("mail", "attached", "[]", 0),
        ("typed", "new", wrong, 0),
        ("typed", "incomplete", "[]", 0),
        ("typed", "new", "[]", 1),
        ("typed", "attached", wrong, 1),  # looked at, and attached all the same
    ):
        with store.step("check", "checked", {Topic.OBSERVATIONS}) as step:
            kept = step.session.query(tables.ArrivalRow).one()
            kept.signature, kept.state, kept.report = signature, state, report
        assert fact("observations.back")[0] == f"{counted} of 1 back and signed", (signature, state)

    whole = [mapping.ksb_called(store, "K8").uid]
    mapping.claim(store, item, whole, mapping.WHOLE)
    assert fact("portfolio.ksbs")[0].startswith("0 of "), "a whole piece is no exact passage"

    for draft in (0, 1):  # the draft is the newer one
        with store.step("build", "built", {Topic.BUNDLES}) as step:
            step.session.add(
                tables.BundleRow(
                    path="x.pdf", pages=1, bytes=1, draft=draft,
                    built_at=f"2026-03-0{3 + draft}T12:00:00+00:00",
                )
            )  # fmt: skip
    assert fact("portfolio.bundle") == ("Built on 3 March 2026", True)
    with store.step("submit", "handed in", {Topic.BUNDLES}) as step:
        built = step.session.query(tables.BundleRow).filter_by(draft=0).one()
        built.submitted_at, built.kept_sha256 = "2026-03-05", "0" * 64
    (handed,) = results.handed_in(store)
    assert not handed.is_kept, "its copy is not in the vault"

    away = Planned(PlannedKind.BREAK, "", "2025-04-15", content=Break(extra=True, days=90))
    breaks.take(store, away)
    assert "days of breaks" not in row(store, "programme.time").fact
    away = Planned(PlannedKind.BREAK, "", "2025-06-01", "2025-06-30", content=Break())
    breaks.take(store, away)
    assert "30 days of breaks" in row(store, "programme.time").fact

    assert fact("epao.rules")[0].startswith("0 of "), "what is usual was not typed in"
    epao.set_rule(store, "notes_allowed", "no", source="Its guide", checked_on="2026-03-03")
    assert fact("epao.rules")[0].startswith("1 of ")


def shown(store: Store, method: str) -> MethodShown:
    return results.method(store, method)


def test_results_are_noted_method_by_method_and_the_dates_follow_the_rules(store: Store) -> None:
    assert [each.id for each in results.methods(store)] == ["sbp", "pd", "overall"]
    failed = results.record(store, "pd", "fail", "2026-06-01").focus
    assert shown(store, "pd").is_failed
    assert shown(store, "pd").words == "Fail, told on 1 June 2026"
    offered = {each.id: each for each in shown(store, "pd").again}
    assert set(offered) == {"re-sit", "re-take"}
    assert offered["re-sit"].by == "", "v1.2's own rules state no months"
    results.take_again(store, failed, "re-sit", "2026-08-31")
    assert "re-sit by 31 August 2026" in shown(store, "pd").words
    mended = results.record(store, "pd", "pass", "2026-06-02", uid=failed)
    assert shown(store, "pd").words == "Pass, told on 2 June 2026"  # a slip: nothing to re-sit
    history.undo(store, mended.step)
    results.record(store, "pd", "Fail", "2026-06-01", uid=failed)
    assert "re-sit by 31 August 2026" in shown(store, "pd").words
    results.record(store, "pd", "Pass", "2026-08-20")
    assert shown(store, "pd").is_passed
    assert "attempt 2" in shown(store, "pd").words
    assert len(shown(store, "pd").results) == 2
    second = shown(store, "pd").results[-1].uid
    assert code_of(results.take_again, store, second, "re-sit") == "not-failed"
    assert code_of(results.take_again, store, failed, "again") == "no-such-way"
    assert code_of(results.take_again, store, failed, "re-sit", "2026-05-01") == "no-day"
    assert code_of(results.record, store, "pd", "", "2026-06-01") == "no-result"
    assert code_of(results.record, store, "pd", "Pass", "2999-06-01") == "no-day"
    assert code_of(results.record, store, "exam", "Pass", "2026-06-01") == "no-such-method"
    assert shown(store, "overall").results == (), "nothing is worked out from the methods"


def test_a_standard_that_states_months_gives_the_last_day() -> None:
    from portfolio_app.domain import results as rules
    from portfolio_app.store import library

    offers = rules.offers(results.data(), library.standard("st0480-v1.1"), "sbp", "2026-06-01")

    assert [(each.id, each.by) for each in offers] == [
        ("re-sit", "2026-09-01"), ("re-take", "2026-12-01"),
    ]  # fmt: skip
    assert all(each.source for each in offers)
