"""What came back: kept, known by its code, named for what it is; nothing attached by itself."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_app.domain import forms, request_code
from portfolio_app.domain.observation import ArrivalState, ObservationState, SignatureKind
from portfolio_app.domain.receiving import ReceivedAs, ReceivedFile
from portfolio_app.problems import PortfolioError
from portfolio_app.services import asking, history, inside, intake, requests, returns
from portfolio_app.store import check as checks
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.returning import ACCOUNT, filled, in_mail, sent

OTHERS = "0123456789ABCDEF"


def came(store: Store, room: Workroom, name: str, content: bytes) -> ReceivedFile:
    (result,) = returns.receive(store, room, [(name, content)]).results
    return result


def test_a_form_is_known_by_its_code_and_kept_byte_for_byte_with_how_it_came(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    observation, request, form = sent(store, room)
    back = filled(form)
    path = tmp_path / "OBS-77 of somebody else.pdf"
    path.write_bytes(back)

    received = returns.receive(store, room, [path])

    (told,) = received.results
    assert (told.outcome, told.ref, told.version) == (ReceivedAs.MATCHED, "OBS-01", 1)
    assert (told.code, told.matched_by) == (request.code, "field")
    known = requests.found(store, observation.uid)
    assert known.state is ObservationState.RETURNED
    (arrival,) = known.arrivals
    assert (arrival.uid, arrival.state) == (told.arrival_uid, ArrivalState.NEW)
    assert arrival.file_name == path.name
    assert arrival.arrived_at
    assert store.vault.get(arrival.sha256) == back
    assert queries.evidence.items(store) == ()

    history.undo(store, received.changes.step)
    assert requests.found(store, observation.uid).state is ObservationState.SENT
    assert requests.found(store, observation.uid).arrivals == ()
    history.redo(store, received.changes.step)
    assert len(requests.found(store, observation.uid).arrivals) == 1


def test_a_form_in_a_mail_keeps_the_mail_and_what_it_claims(store: Store, room: Workroom) -> None:
    observation, _, form = sent(store, room)
    mail = in_mail(filled(form), name="scan.pdf")

    told = came(store, room, "Fwd.eml", mail)

    assert told.outcome is ReceivedAs.MATCHED
    assert told.name == "scan.pdf"
    (arrival,) = requests.found(store, observation.uid).arrivals
    assert arrival.sender == "Robin Sampleton <head.of.service@example.org>"
    assert arrival.sent_at == "2025-12-04T10:02:00+00:00"
    assert (arrival.subject, arrival.message_id) == ("Form", "<1@example.org>")
    held = queries.arrivals.held(store, arrival.uid)
    assert held.mail_name == "Fwd.eml"
    assert store.vault.get(held.mail_sha256) == mail


def test_everything_that_does_not_belong_is_named_and_nothing_is_attached(
    store: Store, room: Workroom
) -> None:
    observation, first, form = sent(store, room)
    back = filled(form)
    assert came(store, room, "a.pdf", form).outcome is ReceivedAs.AS_SENT
    assert requests.found(store, observation.uid).arrivals == ()

    once = came(store, room, "a.pdf", back)
    again = came(store, room, "renamed.pdf", back)
    assert again.outcome is ReceivedAs.DUPLICATE
    assert again.arrival_uid == once.arrival_uid
    assert "came back for OBS-01" in again.message
    other = came(store, room, "a.pdf", filled(form, **{forms.NAME: "Robin B. Sampleton"}))
    assert other.outcome is ReceivedAs.MATCHED
    assert "Another file came back" in other.message
    assert len(requests.found(store, observation.uid).arrivals) == 2

    requests.change(store, observation.uid, replace(observation.asked, place="Room 3"))
    second = requests.make_form(store, room, observation.uid)
    requests.sent(store, observation.uid)
    older = came(store, room, "b.pdf", filled(form, **{forms.NAME: "R. Sampleton"}))
    assert (older.outcome, older.version) == (ReceivedAs.OLDER, 1)
    assert "this is version 1; you sent version 2 on " in older.message
    newest = store.vault.get(second.form_sha256)
    assert came(store, room, "c.pdf", filled(newest)).outcome is ReceivedAs.MATCHED
    requests.withdraw(store, observation.uid)
    late = came(store, room, "d.pdf", filled(newest, **{forms.NAME: "R. Sampleton"}))
    assert late.outcome is ReceivedAs.WITHDRAWN
    assert requests.found(store, observation.uid).state is ObservationState.WITHDRAWN

    damaged = came(store, room, "e.pdf", b"%PDF-1.7\n" + back[2000:3000])
    assert damaged.outcome is ReceivedAs.UNREADABLE
    assert "It has been kept and not attached." in damaged.message
    nothing = came(store, room, "f.eml", in_mail(None, "Nothing about it."))
    assert nothing.outcome is ReceivedAs.NO_CODE
    assert {each.uid for each in queries.observations.unmatched(store)} == {
        damaged.arrival_uid,
        nothing.arrival_uid,
    }
    assert queries.evidence.items(store) == ()
    assert first.code != second.code


def test_a_form_of_another_portfolio_or_of_a_request_that_is_gone_is_named(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    observation, request, _ = sent(store, room)
    for portfolio, outcome in (
        (OTHERS, ReceivedAs.OTHER_PORTFOLIO),
        (store.id, ReceivedAs.UNKNOWN_CODE),
    ):
        code = request_code.new_code(portfolio)
        drawn = room.call(
            "draw_form",
            {"content": documents_content(request.content, code)},
        ).blobs[0]
        told = came(store, room, f"{outcome.value}.pdf", filled(drawn))
        assert (told.outcome, told.code) == (outcome, code)
        assert told.observation_uid == ""
        path = tmp_path / f"{outcome.value}.pdf"
        path.write_bytes(filled(drawn, **{forms.NAME: "Somebody"}))
        (added,) = intake.add(store, room, [path]).results
        assert added.status == "returned"
        assert added.problem.startswith("This proforma ")
    assert requests.found(store, observation.uid).state is ObservationState.SENT
    assert len(queries.observations.unmatched(store)) == 4


def documents_content(content: forms.FormContent, code: str) -> object:
    from portfolio_app.domain import wire

    return wire.encode(replace(content, code=code))


def test_an_answer_in_the_mail_itself_is_a_written_statement_without_what_it_quotes(
    store: Store, room: Workroom
) -> None:
    observation, _, _ = sent(store, room)
    message = asking.message(store, observation.uid)
    quoted = "\n".join(f"> {line}" for line in message.text.split("\n"))
    reply = f"{ACCOUNT}\n\nS20: seen. B1: in part.\n\nOn 2 Dec 2025, Sam wrote:\n{quoted}"
    told = came(store, room, "Re.eml", in_mail(None, reply, subject=f"Re: {message.subject}"))

    assert told.outcome is ReceivedAs.WRITTEN
    held = queries.arrivals.held(store, told.arrival_uid)
    assert " ".join(held.written.split()) == f"{ACCOUNT} S20: seen. B1: in part."
    report = returns.check(store, room, told.arrival_uid)
    assert report.signature is SignatureKind.MAIL
    assert report.signature_words == "Sent from head.of.service@example.org, not signed"
    assert not report.hindrances

    seen = {forms.seen_field(1): "seen", forms.seen_field(2): "part"}
    returns.read_by_eye(store, told.arrival_uid, seen)
    attached = returns.attach(store, room, told.arrival_uid)
    item = queries.evidence.item(store, attached.item_uid)
    text = " ".join(" ".join(p.text.split()) for p in queries.text.page_texts(store, item.uid))
    assert "Written statement by e-mail" in text
    assert ACCOUNT in text
    assert "what did you see and hear" not in text
    assert store.vault.get(item.sha256) == in_mail(
        None, reply, subject=f"Re: {message.subject}"
    )  # the original is the mail, whole
    claims = queries.claims.claims(store, item.uid)
    assert [each.ksb_code for each in claims] == ["S20", "B1"]
    assert not any(each.counts for each in claims)


def test_answers_written_between_the_lines_of_our_message_are_found(
    store: Store, room: Workroom
) -> None:
    observation, _, _ = sent(store, room)
    message = asking.message(store, observation.uid)
    lines = []
    for line in message.text.split("\n"):
        lines.append(line)
        if "what did you see and hear" in line:
            lines.append(ACCOUNT)
    head = f"From: Sam\nSent: 2 December 2025\nTo: Robin\nSubject: {message.subject}\n"
    reply = "See below.\n\n________________________________\n" + head + "\n" + "\n".join(lines)
    told = came(store, room, "Re.eml", in_mail(None, reply, subject=f"RE: {message.subject}"))

    assert told.outcome is ReceivedAs.WRITTEN
    written = queries.arrivals.held(store, told.arrival_uid).written
    assert " ".join(written.split()) == f"See below. {ACCOUNT}"

    empty = in_mail(None, "\n".join(lines[:3]), subject=message.subject, message_id="<2@x>")
    assert came(store, room, "Empty.eml", empty).outcome is ReceivedAs.NO_CODE


def test_a_form_that_is_added_like_evidence_is_taken_in_as_what_came_back(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    observation, _, form = sent(store, room)
    folder = tmp_path / "downloads"
    folder.mkdir()
    ordinary = documents.pdf(folder / "minutes.pdf", "Minutes of the board. this that with from")
    (folder / "form.pdf").write_bytes(filled(form))
    (folder / "blank.pdf").write_bytes(form)
    (folder / "mail.eml").write_bytes(in_mail(filled(form, **{forms.NAME: "R. Sampleton"})))

    added = intake.add(store, room, [folder])

    by_name = {Path(each.path).name: each for each in added.results}
    assert by_name[ordinary.name].status == "readable"
    for name in ("form.pdf", "blank.pdf", "mail.eml"):
        assert (by_name[name].status, by_name[name].item_uid) == ("returned", "")
        assert by_name[name].observation_uid == observation.uid
    assert "nobody has filled it in" in by_name["blank.pdf"].problem
    assert [each.file_name for each in queries.evidence.items(store)] == [ordinary.name]
    arrivals = requests.found(store, observation.uid).arrivals
    assert {each.file_name for each in arrivals} == {"form.pdf", "whatever.pdf"}
    assert added.changes.summary.endswith("OBS-01 came back")

    history.undo(store, added.changes.step)
    assert queries.evidence.items(store) == ()
    assert requests.found(store, observation.uid).arrivals == ()
    assert requests.found(store, observation.uid).state is ObservationState.SENT
    history.redo(store, added.changes.step)
    assert len(requests.found(store, observation.uid).arrivals) == 2


def test_a_form_taken_out_of_a_zip_is_no_evidence(store: Store, room: Workroom) -> None:
    observation, _, form = sent(store, room)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("form.pdf", filled(form))
        archive.writestr("notes.txt", "Notes of the day.")
    added = intake.add_content(store, room, packed.getvalue(), "from Robin.zip").results[0]

    taken = inside.take(store, room, added.item_uid, [1, 2])

    assert [each.status for each in taken.results] == ["returned", "readable"]
    assert {each.file_name for each in queries.evidence.items(store)} == {
        "from Robin.zip",
        "notes.txt",
    }
    assert len(requests.found(store, observation.uid).arrivals) == 1


def test_matching_by_hand_putting_off_and_their_undo(store: Store, room: Workroom) -> None:
    observation, _, _ = sent(store, room)
    told = came(store, room, "photo.eml", in_mail(None, "I saw it all, and it went well."))
    assert told.outcome is ReceivedAs.NO_CODE
    with pytest.raises(PortfolioError) as refused:
        returns.check(store, room, told.arrival_uid)
    assert refused.value.code == "not-matched"

    matched = returns.match_by_hand(store, told.arrival_uid, observation.uid)
    assert requests.found(store, observation.uid).state is ObservationState.RETURNED
    (arrival,) = requests.found(store, observation.uid).arrivals
    assert arrival.matched_by == "by-hand"
    report = returns.check(store, room, told.arrival_uid)
    assert {each.rule: each.outcome.value for each in report.rows}["portfolio"] == "look"
    off = returns.put_off(store, told.arrival_uid)
    (arrival,) = requests.found(store, observation.uid).arrivals
    assert arrival.state is ArrivalState.PUT_OFF
    for step in (off.step, report.changes.step, matched.step):
        history.undo(store, step)
    assert requests.found(store, observation.uid).state is ObservationState.SENT
    assert [each.uid for each in queries.observations.unmatched(store)] == [told.arrival_uid]


def test_a_later_change_of_what_was_sent_or_came_back_is_noticed(
    store: Store, room: Workroom
) -> None:
    _, request, form = sent(store, room)
    mail = in_mail(filled(form))
    told = came(store, room, "a.eml", mail)
    held = queries.arrivals.held(store, told.arrival_uid)
    assert checks.check(store).ok
    for sha256 in (request.form_sha256, told.sha256, held.mail_sha256):
        path = store.vault.path_of(sha256)
        before = path.read_bytes()
        path.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        assert checks.check(store).damaged == (sha256,)
        path.write_bytes(before)
    assert checks.check(store).ok


def test_hostile_mails_are_kept_named_and_nothing_more(
    store: Store, room: Workroom, corpus: Path
) -> None:
    sent(store, room)
    files = sorted((corpus / "emails").rglob("*.eml")) + sorted((corpus / "emails").rglob("*.msg"))
    some = [each for each in files if each.stat().st_size < 200_000][::2]
    assert len(some) > 8
    received = returns.receive(store, room, some)
    assert len(received.results) >= len(some)
    for each in received.results:
        assert not each.outcome.is_match, each
        assert each.message
    kept = {each.sha256 for each in queries.observations.unmatched(store)}
    for path in some:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in kept
    assert queries.evidence.items(store) == ()
