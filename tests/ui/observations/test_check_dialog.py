"""The check of what came back: what it shows, what it lets one do, and what is never green."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from portfolio_app.domain import forms
from portfolio_app.domain.changes import Changes
from portfolio_app.domain.form_lines import of_party
from portfolio_app.domain.observation import (
    Arrival,
    ArrivalState,
    ObservationState,
    Outcome,
    SignatureKind,
)
from portfolio_app.domain.returned import Difference, Part, Returned
from portfolio_app.domain.signatures import Signature, Signatures, Verdict
from portfolio_app.services import requests, returns
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.check_dialog import CheckDialog
from portfolio_app.ui.observations.check_rows import SignatureLine, in_order, is_green
from portfolio_app.ui.observations.message_dialog import COPY, SENT, MessageDialog
from portfolio_app.ui.observations.next_steps import Step, next_steps, where_it_is
from portfolio_app.ui.observations.observations_page import ObservationsPage
from portfolio_app.ui.observations.receiving import is_there
from portfolio_app.ui.observations.sending import Written
from portfolio_app.workroom.host import Workroom
from tests.documents import signing
from tests.services import record_forms, returning
from tests.ui import walk
from tests.ui.observations.conftest import Show

VERIFIED = Arrival(
    "a1", "r1", "form.pdf", "0" * 64, 1, "2025-12-03T10:00:00Z", ArrivalState.NEW,
    signature=SignatureKind.VERIFIED, checked_at="2025-12-03T10:00:00Z",
)  # fmt: skip
Take = Callable[[str, bytes], CheckDialog]


@pytest.fixture(scope="module")
def room() -> Iterator[Workroom]:
    with Workroom(with_programs=False) as made:
        yield made


@pytest.fixture
def page(workspace: Workspace, room: Workroom, show_page: Show) -> ObservationsPage:
    """Return the page of a portfolio with one request that was sent."""
    returning.sent(workspace.store, room)
    return show_page(workspace)


@pytest.fixture
def form(page: ObservationsPage) -> bytes:
    (known,) = queries.observations.observations(page.workspace.store)
    assert known.newest is not None
    return page.workspace.store.vault.get(known.newest.form_sha256)


@pytest.fixture
def take(page: ObservationsPage, qtbot: QtBot, tmp_path: Path) -> Take:
    """Return a function that takes a file in, and the dialog that opens when it was checked."""

    def do(name: str, content: bytes) -> CheckDialog:
        path = tmp_path / name
        path.write_bytes(content)
        page.receiving.take([path])
        qtbot.waitUntil(lambda: isinstance(page.receiving.dialog, CheckDialog), timeout=20_000)
        dialog = page.receiving.dialog
        assert isinstance(dialog, CheckDialog)
        qtbot.waitUntil(lambda: dialog.is_ready and not page.workspace.busy, timeout=20_000)
        qtbot.wait(20)
        return dialog

    return do


def _signed(verdict: Verdict, *differences: Difference) -> Returned:
    found = Signatures((Signature("field", verdict, "A line manager", fingerprint="ab" * 32),))
    return Returned(differences=differences, signatures=found)


def test_a_clean_return_is_checked_and_attached_and_offered_for_the_shortlist(
    page: ObservationsPage,
    form: bytes,
    take: Take,
    qtbot: QtBot,
    asked: messages.Recorder,
) -> None:
    asked.answers.append("shortlist")
    dialog = take("anything.pdf", returning.filled(form))

    assert dialog.held is not None
    assert dialog.signature.words.text() == "Signature: Typed name"
    assert not dialog.signature.is_shown_green
    said = {row.rule: row for row in dialog.rows.rows}
    assert said["portfolio"].outcome is Outcome.FINE
    assert said["part-1"].outcome is Outcome.FINE
    assert not dialog.differences.isVisible()
    assert dialog.attach.isEnabled()
    assert walk.problems(dialog) == []
    dialog.show_eye_form()
    qtbot.wait(80)
    assert walk.problems(dialog) == []
    assert walk.clipped(dialog) == []
    qtbot.waitUntil(lambda: dialog.left.currentWidget() is dialog.pages, timeout=20_000)

    page.list.filter.setFocus()
    dialog.attach.click()
    qtbot.waitUntil(lambda: bool(asked.asked) and not page.workspace.busy, timeout=20_000)
    qtbot.waitUntil(lambda: page.is_ready, timeout=20_000)

    store = page.workspace.store
    (known,) = queries.observations.observations(store)
    assert known.state is ObservationState.IN_PORTFOLIO
    assert "claims were made, each on its exact page" in asked.asked[-1].safe
    assert queries.shortlist.uids(store) == (known.item_uid,)
    assert page.list.current is not None
    assert page.list.current.signature.startswith("Typed name")
    table = page.list.table  # its row, not the first of the sidebar
    qtbot.waitUntil(lambda: page.window().focusWidget() is table, timeout=10_000)

    page.do(known.uid, Step.CHECK)  # it can be seen again, and taken out
    again = page.receiving.dialog
    assert isinstance(again, CheckDialog)
    qtbot.waitUntil(lambda: again.is_ready and not page.workspace.busy, timeout=20_000)
    assert not again.attach.isVisible()
    again.take_out.click()
    qtbot.waitUntil(lambda: again.attach.isVisible(), timeout=10_000)
    (known,) = queries.observations.observations(store)
    assert known.state is ObservationState.CHECKED
    again.reject()


def test_what_is_unsigned_is_attached_only_as_incomplete_and_a_correction_is_asked_for(
    page: ObservationsPage, form: bytes, take: Take, qtbot: QtBot
) -> None:
    dialog = take("unsigned.pdf", returning.filled(form, **{forms.TYPED_SIGNATURE: ""}))

    assert dialog.signature.words.text() == "Signature: Missing"
    assert not dialog.attach.isEnabled()
    assert "no signature" in dialog.attach.toolTip()
    assert dialog.incomplete.isEnabled()
    assert dialog.rows.rows[0].outcome is Outcome.WRONG  # what needs a look stands first

    dialog.not_now.click()
    qtbot.waitUntil(lambda: not page.workspace.busy and page.is_ready, timeout=10_000)
    (known,) = queries.observations.observations(page.workspace.store)
    assert known.arrivals[0].state is ArrivalState.PUT_OFF
    assert page.list.current is not None
    assert page.list.current.to_check is not None

    page.do(known.uid, Step.CHECK)
    dialog = page.receiving.dialog
    assert isinstance(dialog, CheckDialog)
    qtbot.waitUntil(lambda: dialog.is_ready and not page.workspace.busy, timeout=20_000)
    dialog.correction.click()
    qtbot.waitUntil(lambda: isinstance(page.receiving.letter, MessageDialog), timeout=10_000)
    letter = page.receiving.letter
    assert isinstance(letter, MessageDialog)
    assert "sign" in letter.words.toPlainText().casefold()
    letter.buttons[COPY].click()
    letter.buttons[SENT].click()
    qtbot.waitUntil(lambda: not page.workspace.busy and page.is_ready, timeout=10_000)

    (known,) = queries.observations.observations(page.workspace.store)
    assert known.state is ObservationState.SENT
    assert known.arrivals[0].state is ArrivalState.CORRECTION
    assert page.list.where.text().endswith("was asked for. Nothing has come back since.")
    assert not is_there(dialog)


def test_a_certificate_is_compared_before_its_form_is_shown_green(
    page: ObservationsPage, form: bytes, take: Take, qtbot: QtBot, room: Workroom
) -> None:
    arguments = {"password": signing.PASSWORD}
    answered = returning.filled(form)
    signed = room.call("sign_pdf", arguments, [answered, signing.p12("rsa")]).blobs[0]
    dialog = take("signed.pdf", signed)
    box = dialog.certificates
    qtbot.waitUntil(lambda: box.isVisible() and bool(box.buttons), timeout=10_000)

    assert dialog.signature.words.text().endswith("present, not verified")
    assert not dialog.signature.is_shown_green
    said = " ".join(each.text() for each in box.findChildren(QLabel))
    assert "First use by Robin Sampleton" in said
    assert "Compare the fingerprint" in said

    box.buttons[0].click()
    qtbot.waitUntil(lambda: dialog.signature.is_shown_green, timeout=20_000)
    assert "verified on" in dialog.signature.words.text()
    qtbot.waitUntil(
        lambda: bool(box.buttons) and box.buttons[0].text() == "Take that back", timeout=10_000
    )

    box.buttons[0].click()
    qtbot.waitUntil(lambda: not dialog.signature.is_shown_green, timeout=20_000)
    dialog.reject()


def test_a_changed_part_is_shown_as_it_was_and_as_it_is(
    page: ObservationsPage, form: bytes, take: Take, qtbot: QtBot
) -> None:
    changed = returning.retouched(returning.filled(form), "County", "Parish")
    dialog = take("changed.pdf", changed)

    assert dialog.held is not None
    assert dialog.held.returned is not None
    assert dialog.held.returned.differences
    assert dialog.differences.isVisible()
    assert dialog.differences.box.is_open
    assert not dialog.attach.isEnabled()
    dialog.reject()


def test_a_reply_in_the_mail_is_shown_in_its_own_words_and_read_by_eye(
    page: ObservationsPage, form: bytes, take: Take, qtbot: QtBot
) -> None:
    (known,) = queries.observations.observations(page.workspace.store)
    assert known.newest is not None
    words = f"{returning.ACCOUNT}\n\n> Form OBS-01\n> Code {known.newest.code}\n> Context"
    mail = returning.in_mail(None, words, subject=f"Re: OBS-01 {known.newest.code}")
    dialog = take("reply.eml", mail)

    assert dialog.left.currentWidget() is dialog.written
    assert "> Context" not in dialog.written.toPlainText()
    assert dialog.signature.words.text().endswith("not signed")
    assert not dialog.attach.isEnabled() or "not signed" in dialog.signature.words.text()

    dialog.by_eye.click()
    box = dialog.eye_form.choices[forms.seen_field(1)]
    box.setCurrentIndex(box.findData("seen"))
    dialog.eye_form.keep.click()
    qtbot.waitUntil(lambda: dialog.is_ready and not page.workspace.busy, timeout=10_000)
    qtbot.waitUntil(lambda: dialog.held is not None and bool(dialog.held.by_eye), timeout=10_000)

    (again,) = queries.observations.observations(page.workspace.store)
    assert again.arrivals[0].by_eye
    assert again.arrivals[0].signature is SignatureKind.MAIL
    dialog.reject()


def test_a_form_of_somebody_else_is_named_and_kept_and_matched_by_hand(
    page: ObservationsPage, qtbot: QtBot, asked: messages.Recorder, tmp_path: Path
) -> None:
    path = tmp_path / "no code.txt"
    path.write_text("Somebody saw something.")
    page.receiving.take([path])
    qtbot.waitUntil(lambda: bool(asked.asked) and page.is_ready, timeout=20_000)

    assert "It has been kept and not attached." in asked.asked[-1].what
    page.workspace.do(returns.receive, [("odd.txt", b"no code here")])
    qtbot.waitUntil(lambda: len(page.list.unmatched.buttons) == 6, timeout=10_000)
    page.list.unmatched.buttons[5].click()  # close: it is put away, and kept
    qtbot.waitUntil(lambda: len(page.list.unmatched.buttons) == 3, timeout=10_000)
    assert len(queries.observations.unmatched(page.workspace.store)) == 2
    qtbot.waitUntil(lambda: page.list.unmatched.isVisible(), timeout=10_000)
    loose = queries.observations.unmatched(page.workspace.store)[0]
    (known,) = queries.observations.observations(page.workspace.store)
    page.receiving.match(loose.uid, page.state.rows if page.state else ())
    matching = page.receiving.dialog
    assert matching is not None
    matching.match.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: isinstance(page.receiving.dialog, CheckDialog), timeout=10_000)
    dialog = page.receiving.dialog
    assert isinstance(dialog, CheckDialog)
    qtbot.waitUntil(lambda: dialog.is_ready, timeout=20_000)

    said = {row.rule: row for row in dialog.rows.rows}
    assert said["portfolio"].outcome is Outcome.LOOK
    assert requests.found(page.workspace.store, known.uid).arrivals[0].matched_by == "by-hand"
    dialog.reject()


@pytest.mark.parametrize(
    ("arrival_kind", "returned", "green"),
    [
        (SignatureKind.VERIFIED, _signed(Verdict.UNCHANGED), True),
        (SignatureKind.VERIFIED, _signed(Verdict.MORE_SIGNATURES_ONLY), True),
        (SignatureKind.VERIFIED, _signed(Verdict.ANSWERS_CHANGED), False),
        (SignatureKind.VERIFIED, _signed(Verdict.CHANGED_OR_UNVERIFIABLE), False),
        (SignatureKind.VERIFIED, _signed(Verdict.UNCHANGED, Difference(Part.PART_1, "x")), False),
        (SignatureKind.VERIFIED, Returned(differences=()), False),  # no signature at all
        (SignatureKind.VERIFIED, None, False),
        (SignatureKind.CERTIFICATE, _signed(Verdict.UNCHANGED), False),
        (SignatureKind.TYPED, Returned(differences=()), False),
        (SignatureKind.DRAWN, Returned(differences=()), False),
        (SignatureKind.MISSING, Returned(differences=()), False),
    ],
)
def test_green_is_for_what_the_rule_allows_and_nothing_else(
    qtbot: QtBot, arrival_kind: SignatureKind, returned: Returned | None, green: bool
) -> None:
    arrival = replace(VERIFIED, signature=arrival_kind)
    line = SignatureLine()
    qtbot.addWidget(line)
    line.show_arrival(arrival, returned)

    assert is_green(arrival, returned) is green
    assert line.is_shown_green is green


def test_a_picture_nobody_read_yet_is_not_said_to_lack_a_signature(qtbot: QtBot) -> None:
    unread = replace(VERIFIED, signature=SignatureKind.MISSING, signature_words="Missing")
    line = SignatureLine()
    qtbot.addWidget(line)

    line.show_arrival(unread, Returned(is_picture=True))
    assert line.words.text() == "Signature: not read yet"
    assert not line.is_shown_green

    line.show_arrival(replace(unread, by_eye=True), Returned(is_picture=True))
    assert line.words.text() == "Signature: Missing"


def test_that_it_was_sent_is_asked_once_for_each_version(
    page: ObservationsPage, qtbot: QtBot
) -> None:
    store = page.workspace.store
    (known,) = queries.observations.observations(store)
    written = Written(Changes("", frozenset()), known, "", "Subject", "Words")
    page.sending.show_message(written)
    letter = page.sending.dialog
    assert isinstance(letter, MessageDialog)
    assert SENT not in letter.buttons
    letter.reject()

    assert known.newest is not None
    unsent = replace(known, requests=(replace(known.newest, sent_at=""),))
    page.sending.show_message(replace(written, observation=unsent))
    letter = page.sending.dialog
    assert isinstance(letter, MessageDialog)
    assert SENT in letter.buttons
    letter.reject()


def test_a_file_whose_signatures_could_not_be_looked_at_is_never_green() -> None:
    broken = Returned(differences=(), signatures=Signatures(problem="It could not be read."))

    assert not is_green(VERIFIED, broken)
    unread = Returned(differences=None, problem="damaged", signatures=Signatures())
    assert not is_green(VERIFIED, unread)


def test_what_is_wrong_stands_above_what_is_fine() -> None:
    from portfolio_app.domain.observation import CheckRow

    rows = [CheckRow(each.value, each, each.value) for each in (Outcome.NOTE, Outcome.FINE,
            Outcome.LOOK, Outcome.WRONG)]  # fmt: skip
    assert [row.outcome for row in in_order(rows)] == [
        Outcome.WRONG, Outcome.LOOK, Outcome.FINE, Outcome.NOTE,
    ]  # fmt: skip


def test_a_record_is_kept_beside_what_it_is_about_and_says_who_has_not_signed(
    page: ObservationsPage, room: Workroom, take: Take, qtbot: QtBot, asked: messages.Recorder
) -> None:
    store, went = page.workspace.store, list[Place]()
    page.workspace.went.connect(went.append)
    uid, _, form = record_forms.asked(store, room, about="a review")
    signed = record_forms.filled(form, record_forms.answers(1))
    dialog = take("record.pdf", signed)
    words = "Signature: Line manager: Typed name; Practice tutor: Missing; Apprentice: Missing"
    assert dialog.signature.words.text().replace("\u200b", "") == words
    assert not dialog.signature.is_shown_green
    dialog.show_eye_form()
    qtbot.wait(80)
    assert of_party("signature.by-hand", 3) in dialog.eye_form.ticks
    assert walk.problems(dialog) == []
    assert walk.clipped(dialog) == []

    dialog.attach.click()
    qtbot.waitUntil(lambda: requests.found(store, uid).state is ObservationState.CHECKED)
    qtbot.waitUntil(lambda: not page.workspace.busy and page.is_ready, timeout=20_000)
    assert page.state is not None
    row = page.state.row(uid)
    assert row is not None
    assert where_it_is(row, page.state.today) == (
        "What came back for ST-01 is kept. Not signed yet: Practice tutor, Apprentice."
    )
    assert row.signature.startswith("1 of 3 signed, came ")
    steps = [each.step for each in next_steps(row)]
    assert Step.CHANGE not in steps  # it is changed where it was made
    assert page.list.current is not None
    asked.answers.append("2")  # whom the message is for
    page.do(uid, Step.MESSAGE)
    qtbot.waitUntil(lambda: isinstance(page.sending.dialog, MessageDialog), timeout=20_000)
    assert isinstance(page.sending.dialog, MessageDialog)
    told = [each.toPlainText() for each in page.sending.dialog.findChildren(QPlainTextEdit)]
    assert any(each.startswith(f"Dear {record_forms.TUTOR},") for each in told)
    page.sending.dialog.reject()
    page.do(uid, Step.OPEN)
    assert [(each.area, each.tab, each.row) for each in went] == [("plan", "reviews", "a review")]
