"""Requests: a draft, its form, versions, what was said of it; every verb one step, nothing half."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from portfolio_app.domain import request_code
from portfolio_app.domain.forms import EMBEDDED_NAME, FormKind
from portfolio_app.domain.observation import Asked, ObservationState, Request
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, requests, standards, witnesses
from portfolio_app.store import disk, queries, tables
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import now
from portfolio_app.workroom.host import Workroom, WorkroomDied
from tests.services.asked import EMAIL, TITLE, asked, drafted, facts
from tests.services.test_witnesses import refused


def state(store: Store, uid: str) -> ObservationState:
    return requests.found(store, uid).state


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_a_form_is_made_of_the_facts_and_kept_with_a_code_of_this_portfolio(
    store: Store, room: Workroom
) -> None:
    draft = drafted(store, facts(store))
    assert (draft.ref, draft.state, draft.newest) == ("OBS-01", ObservationState.DRAFT, None)

    made = requests.make_form(store, room, draft.uid)

    content = made.content
    assert (made.version, content.version, content.ref) == (1, 1, "OBS-01")
    assert request_code.read(made.code) == made.code == content.code
    assert request_code.of_portfolio(made.code, store.id)
    assert (content.apprentice, content.employer) == ("Sam Sampleton", "Exampleshire Council")
    assert content.provider == "University of Example"
    assert content.standard == "Senior leader, ST0480 version 1.2"
    assert (content.observer, content.job_title) == ("Robin Sampleton", "Head of service")
    assert [each.code for each in content.ksbs] == ["S20", "B1"]
    assert all(each.plain for each in content.ksbs)
    assert content.reply_to == "sam@example.org"
    kept = store.vault.get(made.form_sha256)
    assert len(kept) == made.form_bytes
    words = " ".join(text_of(kept).split())
    assert TITLE in words
    assert request_code.shown(made.code) in words
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert EMBEDDED_NAME in pdf.attachments
        embedded = pdf.attachments[EMBEDDED_NAME].get_file().read_bytes().decode()
    assert made.code in embedded
    assert EMAIL not in embedded
    assert EMAIL not in words


def test_the_same_facts_make_no_version_and_other_facts_make_the_next(
    store: Store, room: Workroom
) -> None:
    who = facts(store)
    draft = drafted(store, who)
    first = requests.make(store, room, draft.uid)
    again = requests.make(store, room, draft.uid)
    assert first.changes.step
    assert again.changes.step == ""
    assert again.request == first.request

    requests.sent(store, draft.uid)
    requests.change(store, draft.uid, replace(draft.asked, place="County Hall, room 3"))
    assert state(store, draft.uid) is ObservationState.SENT
    second = requests.make(store, room, draft.uid)

    known = requests.found(store, draft.uid)
    assert known.requests == (requests.found(store, draft.uid).requests[0], second.request)
    assert [each.version for each in known.requests] == [1, 2]
    assert known.newest == second.request
    assert second.request.code != first.request.code
    assert known.state is ObservationState.DRAFT  # the new version was not sent yet
    for each in known.requests:
        assert store.vault.get(each.form_sha256)
    found = queries.observations.by_code(store, first.request.code)
    assert found is not None
    assert found[1].version == 1

    history.undo(store, second.changes.step)
    known = requests.found(store, draft.uid)
    assert [each.version for each in known.requests] == [1]
    assert known.state is ObservationState.SENT
    history.redo(store, second.changes.step)
    assert requests.found(store, draft.uid).newest == second.request


def test_another_job_title_or_accepted_wording_is_a_new_version_but_an_address_is_not(
    store: Store, room: Workroom
) -> None:
    who = facts(store)
    draft = drafted(store, who)
    requests.make_form(store, room, draft.uid)
    known = witnesses.witness(store, who)

    witnesses.change(store, who, replace(known, email="other@example.org"))
    assert requests.make_form(store, room, draft.uid).version == 1
    witnesses.change(store, who, replace(known, job_title="Director"))
    assert requests.make_form(store, room, draft.uid).version == 2
    lines = [f"{each.code}: {each.text}" for each in queries.standard.ksbs(store)]
    lines = [f"{each} And so on." if each.startswith("S20:") else each for each in lines]
    compared = standards.compare(store, "\n".join(lines))
    standards.accept(store, compared, source="Official page", date="2026-03-03")
    assert requests.make_form(store, room, draft.uid).version == 3


def test_what_is_missing_or_too_much_is_refused_in_words_and_changes_nothing(
    store: Store, room: Workroom
) -> None:
    who = facts(store)
    good = asked(store)
    many = tuple(each.uid for each in queries.standard.ksbs(store))
    far = str(datetime.now().astimezone().year + 9)
    for code, wrong in (
        ("no-title", replace(good, title=" \n ")),
        ("too-long", replace(good, title="x" * 300)),
        ("too-many-ksbs", replace(good, ksb_uids=many[:7])),
        ("no-such-ksb", replace(good, ksb_uids=("nothing",))),
        ("too-many-words", replace(good, context="word " * 121)),
        ("too-many-words", replace(good, context="x" * 3000)),
        ("no-day", replace(good, day="2 December")),
        ("no-day", replace(good, day=f"{far}-01-01")),
        ("no-day", replace(good, day="1925-12-02")),
        ("no-time", replace(good, time="25:00")),
        ("no-minutes", replace(good, minutes=-1)),
    ):
        error = refused(code, requests.new, store, wrong, who)
        assert error.message.endswith(("changed.", "shorter."))
    refused("no-such-witness", requests.new, store, good, "nobody")
    assert queries.observations.observations(store) == ()

    kept = requests.new(store, replace(good, context="word " * 120, ksb_uids=many[:6]), who).focus
    assert len(requests.found(store, kept).asked.ksb_uids) == 6
    alone = requests.new(store, good).focus
    assert "Choose an observer" in refused("no-observer", requests.make, store, room, alone).hint
    words = requests.new(store, Asked("Board sign-off"), who, FormKind.STATEMENT).focus
    refused("no-words", requests.make, store, room, words)
    refused("no-such-request", requests.make, store, room, "nothing")
    assert all(not each.requests for each in queries.observations.observations(store))


def test_remarks_say_what_to_look_at_and_never_stop(store: Store) -> None:
    who = facts(store)
    uids = tuple(each.uid for each in queries.standard.ksbs(store))[:6]

    def rules(made: Asked, witness: str) -> set[str]:
        return {e.rule for e in requests.remarks(store, made, witness, FormKind.OBSERVATION)}

    assert rules(asked(store), who) == set()
    assert rules(Asked("X", day="2020-01-01"), "") == {
        "ask.observer", "ask.ksbs", "ask.before-start"
    }  # fmt: skip
    assert "ask.many-ksbs" in rules(replace(asked(store), ksb_uids=uids), who)
    told = requests.remarks(store, replace(asked(store), ksb_uids=uids), who, FormKind.OBSERVATION)
    assert any("2 minutes" in each.message for each in told)
    assert rules(replace(asked(store), day="2028-01-01"), who) == {"ask.after-gateway"}
    assert rules(replace(asked(store), day=""), who) == {"ask.day"}


def test_typed_lines_are_closed_up_and_any_script_is_kept(store: Store, room: Workroom) -> None:
    who = facts(store)
    made = requests.new(
        store,
        Asked("Cadeirio’r panel\nBcc: x\x00 – ⚖️", place="कक्ष २", present="محمد", time="9.05",
              context="Un.\r\n\r\nDau.\x1b", ksb_uids=(mapping_uid(store), mapping_uid(store))),
        who,
    )  # fmt: skip

    kept = requests.found(store, made.focus).asked
    assert kept.title == "Cadeirio’r panel Bcc: x – ⚖️"
    assert (kept.place, kept.present, kept.time) == ("कक्ष २", "محمد", "09:05")
    assert kept.context == "Un.\n\nDau."
    assert len(kept.ksb_uids) == 1
    form = requests.make_form(store, room, made.focus)
    assert form.content.place == "कक्ष २"


def mapping_uid(store: Store) -> str:
    return queries.standard.ksbs(store)[0].uid


def test_what_the_person_says_of_a_request_is_kept_and_undone(store: Store, room: Workroom) -> None:
    draft = drafted(store, facts(store))
    refused("no-form", requests.sent, store, draft.uid)
    requests.make_form(store, room, draft.uid)
    ahead = (datetime.now().astimezone().date() + timedelta(days=2)).isoformat()
    refused("no-day", requests.sent, store, draft.uid, ahead)

    done = requests.sent(store, draft.uid, "2025-12-03")
    known = requests.found(store, draft.uid)
    assert "Robin Sampleton" in done.summary
    assert "3 December 2025" in done.summary
    assert known.newest is not None
    assert known.newest.sent_at.startswith("2025-12-03T1")
    assert known.state is ObservationState.SENT
    history.undo(store, done.step)
    assert requests.found(store, draft.uid).newest == replace(known.newest, sent_at="")
    assert state(store, draft.uid) is ObservationState.DRAFT
    requests.sent(store, draft.uid)
    newest = requests.found(store, draft.uid).newest
    assert newest is not None
    assert newest.sent_at[:13] == now()[:13] or newest.sent_at <= now()

    requests.withdraw(store, draft.uid)
    refused("withdrawn", requests.sent, store, draft.uid)
    refused("withdrawn", requests.make, store, room, draft.uid)
    assert state(store, draft.uid) is ObservationState.WITHDRAWN
    requests.take_up(store, draft.uid)
    assert state(store, draft.uid) is ObservationState.SENT
    refused("not-withdrawn", requests.take_up, store, draft.uid)


def test_a_removed_request_comes_back_by_undo_and_its_number_is_not_given_again(
    store: Store, room: Workroom
) -> None:
    who = facts(store)
    first = drafted(store, who)
    requests.make_form(store, room, first.uid)
    before = requests.found(store, first.uid)

    gone = requests.remove(store, first.uid)
    assert queries.observations.observations(store) == ()
    second = drafted(store, who)
    assert second.ref == "OBS-02"
    requests.remove(store, second.uid)  # it never had a form: nobody knows its number
    assert drafted(store, who).ref == "OBS-02"
    statement = requests.new(store, Asked("Sign-off"), who, FormKind.STATEMENT)
    assert requests.found(store, statement.focus).ref == "ST-01"
    history.undo(store, gone.step)
    assert requests.found(store, first.uid) == before


def test_what_came_back_is_neither_removed_nor_changed_beneath(
    store: Store, room: Workroom
) -> None:
    draft = drafted(store, facts(store))
    made = requests.make_form(store, room, draft.uid)
    with store.step("arrive", "", set()) as step:
        row = step.session.query(tables.ObservationRow).one()
        request = step.session.query(tables.RequestRow).filter_by(uid=made.uid).one()
        file_id = request.file_id
        step.session.add(
            tables.ArrivalRow(observation_id=row.id, request_id=request.id, file_id=file_id)
        )
    assert "Withdraw" in refused("has-returned", requests.remove, store, draft.uid).hint
    with store.step("attach", "", set()) as step:
        step.session.query(tables.ObservationRow).one().state = "in-portfolio"
    refused("in-portfolio", requests.change, store, draft.uid, draft.asked)
    refused("in-portfolio", requests.withdraw, store, draft.uid)
    assert requests.make(store, room, draft.uid).request == made


def test_a_form_is_saved_whole_and_never_over_a_file_of_somebody_else(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    draft = drafted(store, facts(store))
    out = tmp_path / requests.usual_name(draft)
    assert out.name == "OBS_01_Chairing_the_placement_panel_v1.pdf"

    saved = requests.save_form(store, room, draft.uid, out)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == saved.request.form_sha256
    assert requests.name_to_save(store, draft.uid) == out.name
    requests.change(store, draft.uid, replace(draft.asked, minutes=60))
    assert requests.name_to_save(store, draft.uid) == out.name.replace("_v1", "_v2")
    newer = requests.save_form(store, room, draft.uid, out)  # ours: the version before
    assert newer.request.version == 2
    assert hashlib.sha256(out.read_bytes()).hexdigest() == newer.request.form_sha256

    foreign = tmp_path / "notes.pdf"
    foreign.write_bytes(b"somebody's notes")
    refused("exists", requests.save_form, store, room, draft.uid, foreign)
    assert foreign.read_bytes() == b"somebody's notes"
    link = tmp_path / "link.pdf"
    link.symlink_to(out)
    refused("exists", requests.save_form, store, room, draft.uid, link)
    refused("no-place", requests.save_form, store, room, draft.uid, tmp_path / "form.docx")
    refused("no-place", requests.save_form, store, room, draft.uid, tmp_path / "no" / "form.pdf")
    refused("refused", requests.save_form, store, room, draft.uid, store.folder / "form.pdf")
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(disk.TEMPORARY)]


def test_a_place_that_is_refused_makes_no_version(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    draft = drafted(store, facts(store))
    refused("no-place", requests.save_form, store, room, draft.uid, tmp_path)
    assert requests.found(store, draft.uid).requests == ()


class DyingRoom(Workroom):
    """A workroom whose child ends while it draws."""

    def call(self, op: str, *args: object, **words: object) -> object:  # type: ignore[override]
        raise WorkroomDied("The part of the app that opens files stopped.", hint="", code="died")


def test_nothing_is_half_done_when_the_workroom_dies_or_the_disk_is_full(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafted(store, facts(store))
    with DyingRoom(tmp_path / "scratch") as dying:
        refused("died", requests.save_form, store, dying, draft.uid, tmp_path / "form.pdf")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(disk, "sync_file", full)
    refused("disk-full", requests.save_form, store, room, draft.uid, tmp_path / "form.pdf")
    monkeypatch.undo()
    assert requests.found(store, draft.uid) == draft
    assert not list(tmp_path.glob("*.pdf"))

    requests.make_form(store, room, draft.uid)
    monkeypatch.setattr(disk, "sync_file", full)
    refused("disk-full", requests.save_form, store, room, draft.uid, tmp_path / "form.pdf")
    monkeypatch.undo()
    assert not list(tmp_path.glob("*.pdf"))
    assert not list(tmp_path.glob(f"{disk.TEMPORARY}*"))


def test_no_verb_takes_words_of_the_observers_part(store: Store) -> None:
    names = {each.name for each in dataclasses.fields(Asked)}
    answers = {"account", "development", "product", "saw", "own_words", "name", "signed_on"}
    assert not names & answers
    verbs: list[Callable[..., object]] = [requests.new, requests.change, requests.make_form]
    for verb in verbs:
        assert not set(verb.__annotations__) & {"answers", "account", "values", "fields"}
    assert "answers" not in {each.name for each in dataclasses.fields(Request)}


def test_a_request_is_found_by_what_one_would_type(store: Store, room: Workroom) -> None:
    who = facts(store)
    one = drafted(store, who)
    other = requests.new(store, asked(store, title="Chairing the budget round"), who).focus
    made = requests.make_form(store, room, one.uid)

    for words in (one.uid, "obs-01", "placement", request_code.shown(made.code).lower()):
        assert requests.called(store, words).uid == one.uid
    assert requests.called(store, "budget").uid == other
    refused("ambiguous", requests.called, store, "chairing")
    refused("no-such-request", requests.called, store, "nothing")
    with pytest.raises(PortfolioError):
        requests.called(store, "")
