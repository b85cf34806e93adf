"""Whoever wrote in the observer's part: the apprentice's own hand, name, address or certificate."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdfium2
import pytest

from portfolio_app.domain import forms
from portfolio_app.domain.mail_addresses import bare_address
from portfolio_app.domain.observation import SignatureKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import history, requests, returns
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Reply, Workroom, WorkroomDied
from tests.services.returning import ACCOUNT, filled, in_mail, sent

OWN = "Sam Sampleton"


def came(store: Store, room: Workroom, content: bytes, name: str = "back.pdf") -> str:
    (told,) = returns.receive(store, room, [(name, content)]).results
    assert told.observation_uid, told.message
    return told.arrival_uid


def written(words: str, pages: int) -> bytes:
    with pikepdf.new() as pdf:
        for number in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page = pdf.pages[-1].obj
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            said = f"BT /F 12 Tf 72 700 Td ({words}, page {number + 1}) Tj ET"
            page.Contents = pdf.make_stream(said.encode())
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def scanned(content: bytes) -> bytes:
    document = pypdfium2.PdfDocument(content)
    try:
        document.init_forms()
        shots = [page.render(scale=2).to_pil().convert("L") for page in document]
    finally:
        document.close()
    out = io.BytesIO()
    shots[0].save(out, "PDF", resolution=144, save_all=True, append_images=shots[1:])
    return out.getvalue()


def rows(report: returns.Report) -> dict[str, tuple[str, str]]:
    return {each.rule: (each.outcome.value, each.message) for each in report.rows}


def refusal(store: Store, uid: str, answers: dict[str, str], *, signed: bool = False) -> str:
    with pytest.raises(PortfolioError) as told:
        returns.read_by_eye(store, uid, answers, signed_by_hand=signed)
    return told.value.code


def test_what_a_form_says_itself_is_not_read_by_eye_nor_what_it_does_not_say(
    store: Store, room: Workroom
) -> None:
    _, _, form = sent(store, room)
    unsigned = filled(form, **{forms.TYPED_SIGNATURE: "", forms.seen_field(2): ""})
    uid = came(store, room, unsigned)
    assert refusal(store, uid, {forms.seen_field(2): "seen"}, signed=True) == "not-checked"
    before = returns.check(store, room, uid)
    assert before.signature is SignatureKind.MISSING

    assert refusal(store, uid, {forms.seen_field(1): "not"}) == "read-already"
    assert refusal(store, uid, {forms.seen_field(2): "seen"}) == "read-already"
    assert refusal(store, uid, {forms.ACCOUNT: "She was splendid."}) == "read-already"
    assert refusal(store, uid, {}, signed=True) == "read-already"
    assert refusal(store, uid, {returns.BY_HAND: "Yes"}) == "read-already"

    after = returns.check(store, room, uid)
    assert (after.signature, after.rows) == (SignatureKind.MISSING, before.rows)
    assert queries.arrivals.held(store, uid).answers[forms.seen_field(1)] == "seen"


def test_the_apprentices_own_name_is_no_signature_and_keeps_it_from_being_attached(
    store: Store, room: Workroom
) -> None:
    _, _, form = sent(store, room)
    for typed in (OWN, "sampleton, sam", "SAM SAMPLETON"):
        uid = came(store, room, filled(form, **{forms.TYPED_SIGNATURE: typed}))

        report = returns.check(store, room, uid)

        assert report.signature is SignatureKind.MISSING
        assert rows(report)["signature"][0] == "wrong"
        assert "signature" in {each.rule for each in report.hindrances}
        with pytest.raises(PortfolioError) as told:
            returns.attach(store, room, uid)
        assert told.value.code == "incomplete"
    (detail,) = [
        line
        for each in report.rows
        if each.rule == "signature"
        for line in each.details
        if "yours" in line
    ]
    assert detail == "The name typed as a signature is yours."


def test_a_name_and_a_signature_of_two_people_are_told(store: Store, room: Workroom) -> None:
    _, _, form = sent(store, room)
    uid = came(store, room, filled(form, **{forms.TYPED_SIGNATURE: "Kim Other"}))

    report = returns.check(store, room, uid)

    assert rows(report)["signature-name"] == (
        "look",
        "The form gives the name Robin Sampleton, and is signed Kim Other.",
    )


@pytest.mark.parametrize(
    ("sender", "bare"),
    [
        ("Robin <head.of.service@example.org>", "head.of.service@example.org"),
        ("head.of.service@example.org <a@evil.example>", "a@evil.example"),
        ('"head.of.service@example.org" <a@evil.example>', "a@evil.example"),
        ("<head.of.service@example.org> <a@evil.example>", "a@evil.example"),
        ("a@evil.example (Robin <head.of.service@example.org>)", "a@evil.example"),
        ("Robin", ""),
        ("", ""),
    ],
)
def test_an_address_is_never_taken_out_of_a_name(sender: str, bare: str) -> None:
    assert bare_address(sender) == bare


def test_a_mail_that_only_looks_like_the_observers_or_is_ones_own_is_told(
    store: Store, room: Workroom
) -> None:
    _, _, form = sent(store, room)
    for number, sender in enumerate(
        (
            "Robin Sampleton <head.of.service@example.org.evil.example>",
            '"head.of.service@example.org" <a@evil.example>',
        )
    ):
        back = filled(form, **{forms.PRODUCT: f"Minutes {number}"})
        uid = came(store, room, in_mail(back, sender=sender, message_id=f"<{number}@x>"), "a.eml")
        assert rows(returns.check(store, room, uid))["sender"][0] == "look"

    own = in_mail(filled(form), sender="Sam <SAM@example.org>", message_id="<own@x>")
    report = returns.check(store, room, came(store, room, own, "own.eml"))
    assert rows(report)["sender-own"][0] == "look"


def test_a_statement_written_in_a_mail_from_ones_own_address_is_not_attached(
    store: Store, room: Workroom
) -> None:
    _, request, _ = sent(store, room)
    mail = in_mail(None, f"{ACCOUNT}\n\n{request.code}", sender="Sam <sam@example.org>")
    uid = came(store, room, mail, "mine.eml")

    report = returns.check(store, room, uid)

    assert report.signature is SignatureKind.MAIL
    assert rows(report)["sender-own"][0] == "wrong"
    with pytest.raises(PortfolioError) as told:
        returns.attach(store, room, uid)
    assert told.value.code == "incomplete"


def test_somebody_elses_file_matched_by_hand_is_never_said_to_be_unchanged(
    store: Store, room: Workroom
) -> None:
    observation, _, _ = sent(store, room)
    (told,) = returns.receive(
        store, room, [("else.pdf", written("Minutes of a meeting", 3))]
    ).results
    returns.match_by_hand(store, told.arrival_uid, observation.uid)

    report = returns.check(store, room, told.arrival_uid)

    assert rows(report)["part-1"][0] == "wrong"
    assert not [each for each in report.rows if each.message == "Your part is unchanged"]


def test_a_first_page_that_came_as_a_picture_is_not_unchanged_because_something_else_is(
    store: Store, room: Workroom
) -> None:
    _, _, form = sent(store, room)
    with (
        pikepdf.open(io.BytesIO(filled(form))) as pdf,
        pikepdf.open(io.BytesIO(scanned(filled(form)))) as scan,
    ):
        pdf.pages[0] = scan.pages[0]
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG))]),
            D=pikepdf.Dictionary(),
        )
        out = io.BytesIO()
        pdf.save(out)

    report = returns.check(store, room, came(store, room, out.getvalue()))

    found = rows(report)
    assert found["part-1"][0] == "look"
    assert found["structure"][0] == "wrong"
    assert "Your part is unchanged" not in {message for _, message in found.values()}


def test_a_picture_in_a_mail_that_names_a_request_is_not_said_to_carry_its_code(
    store: Store, room: Workroom
) -> None:
    _, request, _ = sent(store, room)
    mail = in_mail(scanned(written("A letter", 1)), f"For {request.code}.")
    uid = came(store, room, mail, "a.eml")

    report = returns.check(store, room, uid)

    assert rows(report)["portfolio"][0] == "look"


def test_what_was_read_by_eye_for_one_request_is_not_taken_along_to_another(
    store: Store, room: Workroom
) -> None:
    first, _, form = sent(store, room)
    second, _, _ = sent(store, room)
    uid = came(store, room, scanned(filled(form)), "scan.pdf")
    returns.check(store, room, uid)
    read = returns.read_by_eye(store, uid, {forms.seen_field(1): "seen"}, signed_by_hand=True)
    assert read.signature is SignatureKind.BY_HAND

    returns.match_by_hand(store, uid, second.uid)
    report = returns.check(store, room, uid)

    assert report.signature is SignatureKind.MISSING
    assert queries.arrivals.held(store, uid).answers == {}
    assert first.uid != second.uid


def test_whatever_fails_in_checking_it_cannot_be_checked_and_nothing_is_half_done(
    store: Store, room: Workroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    observation, _, form = sent(store, room)
    uid = came(store, room, filled(form))
    real = room.call

    def fails(how: Exception | dict[str, object]) -> Callable[..., Reply]:
        def call(operation: str, *arguments: Any, **more: Any) -> Reply:
            if operation != "read_return":
                return real(operation, *arguments, **more)
            if isinstance(how, Exception):
                raise how
            return Reply(how)

        return call

    for how in (
        WorkroomDied("The file needs too much memory.", hint="", code="memory-limit"),
        RuntimeError("closed"), OSError("no process"), MemoryError(),
        {}, {"returned": None}, {"returned": {"codes": 5}}, {"returned": []},
    ):  # fmt: skip
        monkeypatch.setattr(room, "call", fails(how))
        report = returns.check(store, room, uid)
        assert report.signature_words == "Cannot be checked"
        assert not report.signature.is_signed
        wrong = {each.rule for each in report.hindrances}
        assert wrong >= {"readable", "part-1", "signature", "digital"}
        with pytest.raises(PortfolioError) as told:
            returns.attach(store, room, uid)
        assert told.value.code == "incomplete"
        monkeypatch.setattr(room, "call", real)
        assert queries.evidence.items(store) == ()

    assert returns.check(store, room, uid).hindrances == ()
    done = returns.attach(store, room, uid)
    history.undo(store, done.changes.step)
    assert queries.evidence.items(store) == ()
    assert requests.found(store, observation.uid).item_uid == ""


def test_bytes_that_are_missing_or_damaged_are_told_and_never_taken_for_unsigned_or_good(
    store: Store, room: Workroom
) -> None:
    _, request, form = sent(store, room)
    uid = came(store, room, filled(form))
    assert returns.check(store, room, uid).hindrances == ()
    came_back = queries.arrivals.held(store, uid).arrival.sha256
    kept = store.vault.path_of(request.form_sha256)
    content = kept.read_bytes()

    for damage in (None, content[: len(content) // 2], bytes(len(content))):
        kept.chmod(0o600)
        kept.unlink()
        if damage is not None:
            kept.write_bytes(damage)
        report = returns.check(store, room, uid)
        assert "part-1" in {each.rule for each in report.hindrances}
        assert "Your part is unchanged" not in {each.message for each in report.rows}
        if damage is None:
            kept.write_bytes(b"")
    kept.write_bytes(content)
    assert returns.check(store, room, uid).hindrances == ()

    theirs = store.vault.path_of(came_back)
    theirs.chmod(0o600)
    theirs.unlink()
    before = queries.arrivals.held(store, uid).arrival.report
    for verb in (returns.check, returns.attach):
        with pytest.raises(PortfolioError):
            verb(store, room, uid)
    assert queries.arrivals.held(store, uid).arrival.report == before
    assert queries.evidence.items(store) == ()
