"""Our own form, signed with an observer's certificate: not verified, verified, or altered."""

from __future__ import annotations

import io

import pikepdf
import pytest

from portfolio_app.domain import forms
from portfolio_app.domain.observation import SignatureKind
from portfolio_app.domain.signatures import Signature, Verdict
from portfolio_app.problems import PortfolioError
from portfolio_app.services import certificates, portfolio, returns, verifying
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.documents import signing
from tests.services.returning import filled, sent

VERIFIED = "Digital certificate, verified on "


def _signed(room: Workroom, content: bytes) -> bytes:
    arguments = {"password": signing.PASSWORD}
    return room.call("sign_pdf", arguments, [content, signing.p12("rsa")]).blobs[0]


def _checked(store: Store, room: Workroom, content: bytes) -> tuple[str, returns.Report]:
    (result,) = returns.receive(store, room, [("back.pdf", content)]).results
    return result.arrival_uid, returns.check(store, room, result.arrival_uid)


def _with_answer(content: bytes, name: str, words: str) -> bytes:
    """Return the form with an answer changed as a viewer does it: appended, with a new look."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.form_tools import enumerate_fields_in
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    fields = writer.root["/AcroForm"]["/Fields"]
    found = enumerate_fields_in(fields, refs_seen=set(), target_field_type="/Tx")
    field = next(each.get_object() for known, _, each in found if known == name)
    field[generic.pdf_name("/V")] = generic.pdf_string(words)
    writer.update_container(field)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_certificate_is_verified_once_its_fingerprint_was_compared(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    uid, first = _checked(store, room, _signed(room, filled(form)))

    assert first.signature is SignatureKind.CERTIFICATE, first.rows
    assert first.signature_words == "Digital certificate present, not verified"
    certificates.confirm(store, observation.witness_uid, signing.fingerprint("rsa"))
    then = returns.check(store, room, uid)
    assert then.signature is SignatureKind.VERIFIED, then.rows
    assert then.signature_words.startswith(VERIFIED)
    certificates.take_back(store, observation.witness_uid, signing.fingerprint("rsa"))
    assert returns.check(store, room, uid).signature is SignatureKind.CERTIFICATE


def test_answers_changed_after_signing_are_named_and_do_not_count_as_signed(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    signed = _signed(room, filled(form))
    certificates.notice(store, observation.witness_uid, _only(room, signed))
    certificates.confirm(store, observation.witness_uid, signing.fingerprint("rsa"))

    uid, report = _checked(store, room, _with_answer(signed, forms.ACCOUNT, "Excellent in all."))

    assert report.signature is SignatureKind.MISSING, "a typed name is in it, too"
    rows = {each.rule: each for each in report.rows}
    assert rows["signature"].outcome.value == rows["digital"].outcome.value == "wrong"
    assert "does not hold" in rows["signature"].message
    assert any("account" in line for line in rows["digital"].details)
    with pytest.raises(PortfolioError):
        returns.attach(store, room, uid)


def _only(room: Workroom, content: bytes) -> Signature:
    (signature,) = verifying.of_content(room, content).signatures
    assert signature.verdict is Verdict.UNCHANGED
    return signature


def test_part_1_changed_before_signing_is_never_verified(store: Store, room: Workroom) -> None:
    observation, _, form = sent(store, room)
    with pikepdf.open(io.BytesIO(filled(form))) as pdf:
        pdf.pages[0].contents_add(
            b"BT /F1 12 Tf 80 700 Td (Outstanding) Tj ET 1 g 60 690 300 20 re f"
        )
        out = io.BytesIO()
        pdf.save(out)
    signed = _signed(room, out.getvalue())
    certificates.notice(store, observation.witness_uid, _only(room, signed))
    certificates.confirm(store, observation.witness_uid, signing.fingerprint("rsa"))

    _, report = _checked(store, room, signed)

    assert report.signature is SignatureKind.CERTIFICATE


def test_a_certificate_made_out_to_the_apprentice_is_never_verified_nor_attached(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    signed = _signed(room, filled(form))
    portfolio.set_detail(store, "name", _only(room, signed).signer.upper())
    certificates.notice(store, observation.witness_uid, _only(room, signed))
    certificates.confirm(store, observation.witness_uid, signing.fingerprint("rsa"))

    uid, report = _checked(store, room, signed)

    assert report.signature is SignatureKind.CERTIFICATE
    assert "signer-own" in {each.rule for each in report.hindrances}
    with pytest.raises(PortfolioError) as told:
        returns.attach(store, room, uid)
    assert told.value.code == "incomplete"
