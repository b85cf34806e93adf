"""The ready message: complete, a mail that is not sent, in every script, and nothing slips in."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest

from portfolio_app.domain import request_code
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.domain.observation import Asked, Role
from portfolio_app.domain.reply_words import own_words
from portfolio_app.domain.typed_words import one_line
from portfolio_app.domain.witness import Witness
from portfolio_app.services import asking, chasing, details, requests, witnesses
from portfolio_app.services.asking import Message
from portfolio_app.store import tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.asked import EMAIL, TITLE, asked, drafted, facts
from tests.services.test_witnesses import refused

PDF = b"%PDF-1.7 a form"
SCRIPTS = (
    "Siân Gŵyn",
    "Łukasz Żak",
    "محمد علي",
    "श्री शर्मा",
    "👩🏽‍💼 “Chair” – O'Neil, Ltd; (acting)",
)
NEVER = re.compile(r"\b(?:gaps?|thin|weak|missing|started|not covered)\b", re.IGNORECASE)


def parsed(content: bytes) -> EmailMessage:
    made = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(made, EmailMessage)
    return made


def body(made: EmailMessage) -> str:
    part = made.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def name_in(raw: bytes) -> str:
    """Return the name of whom a mail goes to, by the rules of RFC 2047 alone."""
    legacy = email.message_from_bytes(raw)
    name, _ = parseaddr(str(legacy["To"]))
    return str(make_header(decode_header(name)))


def properties(content: bytes) -> dict[str, str]:
    """Read a calendar file by the rules of RFC 5545: unfold, split, unescape."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # no character is cut in two
        assert b"\n" not in line
        assert b"\r" not in line
    unfolded = content.decode().replace("\r\n ", "")
    found = {}
    for line in unfolded.split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        value = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
        found[name] = value.replace("\\\\", "\\")
    return found


def test_the_message_asks_all_that_the_form_asks_and_says_how_to_answer(
    store: Store, room: Workroom
) -> None:
    draft = drafted(store, facts(store))
    refused("no-form", asking.message, store, draft.uid)
    made = requests.make_form(store, room, draft.uid)

    message = asking.message(store, draft.uid)

    assert (message.to, message.name) == (EMAIL, "Robin Sampleton")
    assert message.attachment == "OBS_01_Chairing_the_placement_panel_v1.pdf"
    code = request_code.shown(made.code)
    assert code in message.subject
    assert "OBS-01" in message.subject
    for said in (
        "Dear Robin Sampleton",
        TITLE,
        "2 December 2025",
        "about 10 minutes",
        "what did you see and hear",
        "Seen, In part or Not this time",
        "I saw this myself",
        "These are my own words",
        "I am not related",
        "Sam Sampleton",
        "don't fill it in the mail preview".capitalize(),
        code,
        *(f"{each.code} {each.short}: {each.text}" for each in made.content.ksbs),
    ):
        assert said in message.text, said
    assert NEVER.findall(message.text) == []
    assert request_code.found_in(message.text) == (made.code,)


def test_the_message_tells_of_a_day_to_come_and_of_one_that_was(
    store: Store, room: Workroom
) -> None:
    draft = drafted(store, facts(store))
    requests.make_form(store, room, draft.uid)

    before = asking.message(store, draft.uid, today=date(2025, 11, 20)).text
    after = asking.message(store, draft.uid, today=date(2025, 12, 3)).text

    assert "On 2 December 2025 at 14:00 you will see me" in before
    assert "On 2 December 2025 you saw me" in after


def test_the_questions_fit_the_other_forms(store: Store) -> None:
    from portfolio_app.domain import request_message
    from portfolio_app.domain.forms import ScheduleRow
    from portfolio_app.domain.request_message import Sender

    row = ScheduleRow("u", "E07", "Minutes", "2025-03-03", 4, "I led it.\nAll.", "0" * 64, "h")
    content = FormContent(
        FormKind.EMPLOYER_STATEMENT, "ST-01", 1, request_code.new_code("x"), "My portfolio",
        observer="Head", schedule=(row, replace(row, ref="E08", part="", pages=1)),
    )  # fmt: skip
    text = request_message.message(
        content, asking.words_of(content.kind), Sender("Sam"), date(2026, 1, 1)
    )
    for said in ("2 pieces", "E07 Minutes, 3 March 2025, 4 pages", "My part: I led it. All.",
                 "E08 Minutes, 3 March 2025, 1 page", "No part is stated.",
                 "Theirs, Shared, part as described or Cannot say"):  # fmt: skip
        assert said in text
    signed = FormContent(
        FormKind.STATEMENT, "ST-02", 1, request_code.new_code("x"), "the proposal",
        observer="Chair", statement="The board supports it.\nIt may be used.",
    )  # fmt: skip
    text = request_message.message(
        signed, asking.words_of(signed.kind), Sender("Sam"), date(2026, 1, 1)
    )
    assert "The board supports it." in text
    assert "I agree with this statement" in text


def test_every_line_of_ours_is_known_in_a_reply(store: Store, room: Workroom) -> None:
    draft = drafted(store, facts(store))
    made = requests.make_form(store, room, draft.uid)
    requests.sent(store, draft.uid, "2025-12-03")
    ours = asking.our_lines(made.content, store)

    for text in (
        asking.message(store, draft.uid, today=date(2025, 11, 1)).text,
        asking.message(store, draft.uid, today=date(2026, 1, 1)).text,
    ):
        assert {line for line in text.split("\n") if line.strip()} <= set(ours)
        assert own_words(text, ours) == ""
        assert own_words(text.replace("came of it?", "came of it?\nThe panel agreed."), ours) == (
            "The panel agreed."
        )


def test_the_mail_is_a_draft_with_the_form_attached_and_reads_back_as_written() -> None:
    for name in SCRIPTS:
        message = Message(
            EMAIL, name, f"About {name}: {'long words ' * 20}ABCD", f"{name}\n\nü", "OBS_01.pdf"
        )

        raw = asking.eml(message, PDF, "7F3A22C19KQMX0T4")

        assert all(byte < 128 for byte in raw), "every mail program takes it"
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert b"\n" not in raw.replace(b"\r\n", b"")
        made = parsed(raw)
        assert made["X-Unsent"] == "1"
        assert name_in(raw) == name
        assert made["To"].addresses[0].addr_spec == EMAIL
        assert str(made["Subject"]) == one_line(message.subject)
        assert body(made).strip() == message.text
        (form,) = made.iter_attachments()
        assert form.get_filename() == "OBS_01.pdf"
        assert form.get_content_type() == "application/pdf"
        assert form.get_content() == PDF
        assert made["From"] is None
        assert raw == asking.eml(message, PDF, "7F3A22C19KQMX0T4")


def test_no_header_is_slipped_in_by_a_name_a_title_or_an_address() -> None:
    evil = "X\r\nBcc: victim@example.org\r\n\r\n<script>"
    for message in (
        Message(EMAIL, evil, "S", "t", "a.pdf"),
        Message(EMAIL, "N", evil, "t", "a.pdf"),
        Message(f"a@b.org{evil}", "N", "S", evil, "a.pdf"),
        Message("a@b.org, victim@example.org", "N", "S", "t", "a.pdf"),
        Message(
            EMAIL, '<a href="\\x0Bjavascript:x" id="1">test</a>', "=?utf-8?q?S?=", "t", "a.pdf"
        ),
        Message(EMAIL, "a@b.org, c@d.org", 'S "<x@y.org>"', "t", "a.pdf"),
        Message(EMAIL, "N\u2028Bcc: x\x00\ud800", "S\u0085Bcc: y", "t", "a.pdf"),
    ):
        made = parsed(asking.eml(message, PDF, "7F3A22C19KQMX0T4"))

        assert made["Bcc"] is None
        assert made["Cc"] is None
        to = made["To"].addresses if made["To"] else ()
        assert [each.addr_spec for each in to] == ([EMAIL] if message.to == EMAIL else [])
        assert {each.lower() for each in made} == {
            "x-unsent", "x-request-code", "subject", "mime-version", "content-type",
            *(["to"] if message.to == EMAIL else []),
        }  # fmt: skip
        assert len(list(made.iter_attachments())) == 1


def test_an_address_beyond_ascii_letters_goes_out_as_mail_programs_take_it() -> None:
    raw = asking.eml(Message("head@exämple.org", "H", "S", "t", "a.pdf"), PDF, "7F3A22C19KQMX0T4")
    assert parsed(raw)["To"].addresses[0].addr_spec == "head@xn--exmple-cua.org"


def test_messages_are_saved_over_ours_alone(store: Store, room: Workroom, tmp_path: Path) -> None:
    draft = drafted(store, facts(store))
    out = tmp_path / "ask.eml"

    saved = asking.save_message(store, room, draft.uid, out)
    (form,) = parsed(out.read_bytes()).iter_attachments()
    assert form.get_content() == store.vault.get(saved.request.form_sha256)
    requests.change(store, draft.uid, replace(draft.asked, place="Elsewhere"))
    newer = asking.save_message(store, room, draft.uid, out)
    assert newer.request.version == 2
    assert newer.changes.step
    foreign = tmp_path / "mine.eml"
    foreign.write_bytes(b"Subject: mine\r\n\r\nhello")
    refused("exists", asking.save_message, store, room, draft.uid, foreign)
    assert foreign.read_bytes().endswith(b"hello")
    refused("no-place", asking.save_message, store, room, draft.uid, tmp_path / "ask.pdf")
    refused("not-sent", asking.save_message, store, room, draft.uid, out, remind=True)


def test_a_calendar_entry_has_the_day_with_and_without_a_time(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    who = facts(store)
    stamp = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    odd = "Panel; part 2, \\ " + "पैनल " * 25 + "👩🏽‍💼"
    uid = requests.new(store, replace(asked(store, title=odd), present=""), who).focus
    out = tmp_path / "day.ics"

    asking.save_calendar(store, uid, out, now=stamp)

    found = properties(out.read_bytes())
    assert found["SUMMARY"] == f"Observation: {one_line(odd)}"
    assert found["DTSTART"] == "20251202T140000"
    assert found["DTEND"] == "20251202T153000"
    assert found["LOCATION"] == "County Hall, room 2"
    assert found["DTSTAMP"] == "20260102T030405Z"
    assert (found["SEQUENCE"], found["METHOD"]) == ("0", "PUBLISH")
    assert EMAIL not in out.read_text(encoding="utf-8")
    assert "ATTENDEE" not in found

    requests.change(store, uid, replace(requests.found(store, uid).asked, time="", minutes=0))
    requests.make_form(store, room, uid)
    asking.save_calendar(store, uid, out, now=stamp)
    whole = properties(out.read_bytes())
    assert whole["DTSTART;VALUE=DATE"] == "20251202"
    assert whole["DTEND;VALUE=DATE"] == "20251203"
    assert whole["UID"] == found["UID"]
    other = requests.new(store, asked(store), who).focus
    refused("exists", asking.save_calendar, store, other, out)
    requests.change(store, other, replace(asked(store), day=""))
    refused("no-day", asking.save_calendar, store, other, tmp_path / "other.ics")


def test_reminders_are_polite_fit_their_age_and_never_say_why(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    draft = drafted(store, facts(store))
    requests.make_form(store, room, draft.uid)
    refused("not-sent", asking.reminder, store, draft.uid)
    requests.sent(store, draft.uid, "2025-12-03")

    texts = [
        asking.reminder(store, draft.uid, today=day).text
        for day in (date(2025, 12, 8), date(2025, 12, 18), date(2026, 1, 20))
    ]

    assert len(set(texts)) == 3
    for text in texts:
        assert "3 December 2025" in text
        assert "Dear Robin Sampleton" in text
        assert NEVER.findall(text) == []
    assert "rather not" in texts[2]
    out = tmp_path / "again.eml"
    asking.save_message(store, room, draft.uid, out, remind=True)
    made = parsed(out.read_bytes())
    assert str(made["Subject"]).startswith("Reminder.")
    assert len(list(made.iter_attachments())) == 1
    assert len(requests.found(store, draft.uid).requests) == 1


@pytest.fixture
def chased(store: Store, room: Workroom) -> dict[str, str]:
    who = facts(store)
    made: dict[str, str] = {}
    for name, day in (("past", "2025-12-02"), ("ahead", "2026-02-01"), ("draft", "2026-01-12")):
        made[name] = requests.new(store, asked(store, title=name, day=day), who).focus
    for name in ("past", "ahead"):
        requests.make_form(store, room, made[name])
        requests.sent(store, made[name], "2025-12-03")
    return made


def test_the_chase_list_says_how_old_each_is_and_what_is_due(
    store: Store, chased: dict[str, str]
) -> None:
    rows = {each.title: each for each in chasing.chase(store, today=date(2026, 1, 2))}

    assert (rows["past"].days_since_sent, rows["past"].days_since_activity) == (30, 31)
    assert rows["past"].is_due
    assert "30 days" in rows["past"].words
    assert not rows["ahead"].is_due
    assert rows["ahead"].days_since_activity == -30
    assert rows["draft"].is_due  # ten days ahead and nobody was asked yet
    assert "Not sent" in rows["draft"].words
    assert next(each.title for each in chasing.chase(store, today=date(2026, 1, 2))) == "past"
    early = {each.title: each for each in chasing.chase(store, today=date(2025, 12, 5))}
    assert not any(each.is_due for each in early.values())
    late = {each.title: each for each in chasing.chase(store, today=date(2026, 2, 4))}
    assert late["ahead"].is_due

    requests.withdraw(store, chased["past"])
    with store.step("arrive", "", set()) as step:
        row = step.session.query(tables.ObservationRow).filter_by(uid=chased["ahead"]).one()
        row.state = "returned"
    left = chasing.chase(store, today=date(2026, 1, 2))
    assert [each.title for each in left] == ["draft"]


def test_a_correction_that_is_awaited_is_chased_in_words_of_its_own(
    store: Store, room: Workroom
) -> None:
    draft = drafted(store, facts(store))
    made = requests.make_form(store, room, draft.uid)
    requests.sent(store, draft.uid, "2025-12-03")
    with store.step("arrive", "", set()) as step:
        row = step.session.query(tables.ObservationRow).one()
        request = step.session.query(tables.RequestRow).filter_by(uid=made.uid).one()
        step.session.add(
            tables.ArrivalRow(observation_id=row.id, request_id=request.id, state="correction",
                              file_id=request.file_id, arrived_at="2026-01-05T10:00:00Z")
        )  # fmt: skip

    (soon,) = chasing.chase(store, today=date(2026, 1, 8))
    (late,) = chasing.chase(store, today=date(2026, 1, 15))

    assert soon.words == "A correction was asked for. It came back 3 days ago"
    assert (soon.is_due, late.is_due) == (False, True)
    text = asking.reminder(store, draft.uid, today=date(2026, 1, 15)).text
    assert "You sent me your answer" in text
    assert "haven't had it back" not in text
    assert set(text.split("\n")) - {""} <= set(asking.our_lines(made.content, store))


def test_an_old_name_with_a_line_break_is_one_line_in_the_mail(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    details.change(store, "witnesses", '[{"name": "A\\r\\nBcc: x@example.org"}]', "old")
    (who,) = witnesses.everyone(store)
    uid = requests.new(store, Asked("Panel", observed_as=Role.CHAIR), who.uid).focus

    asking.save_message(store, room, uid, tmp_path / "a.eml")

    assert parsed((tmp_path / "a.eml").read_bytes())["Bcc"] is None
    witnesses.change(store, who.uid, Witness("A"))
