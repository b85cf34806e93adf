"""Signing with a person's own certificate: it holds, the form is locked, secrets go nowhere."""

import io
import logging
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from portfolio_app.documents import signatures
from portfolio_app.domain import wire
from portfolio_app.domain.signatures import Signatures, Verdict
from portfolio_app.pdf import signing
from portfolio_app.pdf.signing import Place
from portfolio_app.problems import PortfolioError
from portfolio_app.workroom.host import Workroom
from tests.documents import signing as made
from tests.documents.test_signatures import _set_text

KINDS = ("ec", "ec384", "ec521", "rsa", "ed25519", "ed448")


def _words(content: bytes) -> str:
    return " ".join(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split())


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_signed_here_is_unchanged_since(kind: str) -> None:
    signed = signing.sign(made.form(), made.p12(kind), made.PASSWORD)

    (signature,) = signatures.read(signed).signatures
    assert signature.verdict is Verdict.UNCHANGED, signature.why
    assert (signature.field, signature.signer) == (made.BOX, "Line Manager")
    assert signature.fingerprint == made.fingerprint(kind)
    assert signed.startswith(made.form()), "what was there is not written anew"


def test_answers_of_a_form_signed_here_are_locked() -> None:
    signed = signing.sign(made.form(), made.p12(), made.PASSWORD)

    (signature,) = signatures.read(made.update(signed, _set_text("Poor"))).signatures

    assert signature.verdict is Verdict.CHANGED_OR_UNVERIFIABLE
    assert signature.changed_fields == (made.TEXT,)
    assert "locked" in signature.why


def test_a_second_person_can_sign_without_undoing_the_first() -> None:
    once = signing.sign(made.form(), made.p12(), made.PASSWORD)
    twice = signing.sign(once, made.p12("rsa", "Chair"), made.PASSWORD)
    thrice = signing.sign(twice, made.p12("ed25519", "Partner"), made.PASSWORD)

    found = signatures.read(thrice).signatures
    assert [(each.field, each.verdict.value) for each in found] == [
        (made.BOX, "more-signatures-only"),
        ("digital-signature", "more-signatures-only"),
        ("digital-signature-2", "unchanged"),
    ]


def test_a_form_without_a_field_is_signed_without_a_mark_or_where_it_is_told() -> None:
    plain = made.form(boxes=0)
    unseen = signing.sign(plain, made.p12(), made.PASSWORD)
    shown = signing.sign(plain, made.p12(), made.PASSWORD, place=Place(0, (300, 50, 520, 112)))

    assert signatures.read(unseen).verdict is Verdict.UNCHANGED
    assert signatures.read(shown).verdict is Verdict.UNCHANGED
    assert "Signed digitally" not in _drawn(unseen)
    assert "Signed digitally by Line Manager on" in _drawn(shown)


def _drawn(content: bytes) -> str:
    """Return the words of the marks on the first page, as another reader extracts them."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.new() as shown:
        for annotation in pdf.pages[0].obj.Annots:
            # A signature field of the form has its kind and its look, or none, in the same place.
            if annotation.get("/FT") == "/Sig" and "/AP" in annotation:
                look = shown.copy_foreign(annotation.AP.N)
                page = shown.add_blank_page(page_size=(595, 842))
                page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Mark=look))
                page.Contents = shown.make_stream(b"/Mark Do")
        marks = len(shown.pages)
        shown.save(out)
    return _words(out.getvalue()) if marks else ""


def test_the_mark_is_words_only_and_names_the_certificate() -> None:
    at = datetime(2026, 12, 2, 14, 5, tzinfo=UTC)
    signed = signing.sign(
        made.form(), made.p12("ec", "Siân Llŷr-Wójcik", -30, 4000), made.PASSWORD, at=at
    )

    (signature,) = signatures.read(signed).signatures
    words = _drawn(signed)
    start = "Signed digitally by Siân Llŷr-Wójcik on 2 December 2026, 14:05 UTC, certificate"
    assert words == f"{start} {signature.short_fingerprint}"
    assert signature.signed_at == "2026-12-02T14:05:00Z"
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        look = pdf.Root.AcroForm.Fields[2].Kids[0].AP.N
        pictures = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
    assert look is not None
    assert pictures == []


def test_a_signature_of_ours_satisfies_poppler(tmp_path: Path) -> None:
    if not (program := shutil.which("pdfsig")):
        pytest.skip("pdfsig is not installed")
    for kind in ("ec", "rsa"):
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(signing.sign(made.form(), made.p12(kind), made.PASSWORD))

        told = subprocess.run([program, "-nocert", str(path)], capture_output=True, text=True)

        assert "Signature Validation: Signature is Valid." in told.stdout, told.stdout
        assert "Total document signed" in told.stdout


# --- Certificates that can't be used.


def _refusal(file: bytes, password: str = made.PASSWORD, content: bytes = b"") -> PortfolioError:
    with pytest.raises(PortfolioError) as caught:
        signing.sign(content or made.form(), file, password)
    return caught.value


def _without_key() -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"me", None, None, [made.certificate()], NoEncryption()
    )


def _cut() -> bytes:
    return made.p12()[:300]


@pytest.mark.parametrize(
    ("file", "code", "words"),
    [
        (lambda: made.p12("ec", "Late", -60, -2), "certificate-expired", "expired on"),
        (lambda: made.p12("ec", "Early", 2, 60), "certificate-not-yet", "valid from"),
        (_without_key, "no-private-key", "no private key"),
        (lambda: made.p12("rsa-short"), "unsuitable-key", "too short"),
        (lambda: b"no certificate", "not-a-certificate", "not a digital certificate"),
        (lambda: made.certificate().public_bytes(Encoding.PEM), "not-a-certificate", "not a"),
        (lambda: made.certificate().public_bytes(Encoding.DER), "not-a-certificate", "not a"),
        (_cut, "not-a-certificate", "not a digital certificate"),
        (lambda: b"", "not-a-certificate", "not a digital certificate"),
    ],
)
def test_a_certificate_that_cannot_sign_is_refused_in_plain_words(
    file: Any, code: str, words: str
) -> None:
    refusal = _refusal(file(), "" if code == "no-private-key" else made.PASSWORD)

    assert refusal.code == code
    assert words in refusal.message
    assert "Nothing was signed." in refusal.message
    assert refusal.hint


@pytest.mark.parametrize("password", ["wrong", "", made.PASSWORD + " "])
def test_a_wrong_password_is_said_to_be_wrong_and_never_repeated(password: str) -> None:
    refusal = _refusal(made.p12(), password)

    assert refusal.code == "wrong-password"
    assert not password.strip() or password not in str(refusal)
    assert refusal.__cause__ is refusal.__context__ is None


def test_a_certificate_without_a_password_signs() -> None:
    file = made.p12("ec", "Line Manager", -30, 365, "")

    assert signatures.read(signing.sign(made.form(), file, "")).verdict is Verdict.UNCHANGED


def _old(way: Any, digest: Any) -> bytes:
    locked = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(2000)
        .key_cert_algorithm(way)
        .hmac_hash(digest)
        .build(made.PASSWORD.encode())
    )
    return pkcs12.serialize_key_and_certificates(
        b"me", made.key(), made.certificate(), None, locked
    )


def test_certificates_protected_in_older_ways_open(tmp_path: Path) -> None:
    files = [
        _old(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC, hashes.SHA1()),  # noqa: S303 - as old files have it
        _old(pkcs12.PBES.PBESv2SHA256AndAES256CBC, hashes.SHA256()),
    ]
    if program := shutil.which("openssl"):
        files.append(_by_openssl(program, tmp_path))

    for file in files:
        signed = signing.sign(made.form(), file, made.PASSWORD)
        assert signatures.read(signed).verdict is Verdict.UNCHANGED


def _by_openssl(program: str, folder: Path) -> bytes:
    """Return the certificate as openssl exported it for years: 40-bit RC2 and Triple DES."""
    key = made.key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "both.pem").write_bytes(key + made.certificate().public_bytes(Encoding.PEM))
    words = ["pkcs12", "-export", "-legacy", "-in", "both.pem", "-out", "old.p12"]
    done = subprocess.run(
        [program, *words, "-passout", f"pass:{made.PASSWORD}"], cwd=folder, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return (folder / "old.p12").read_bytes()


# --- Files that can't be signed.


def test_a_pdf_that_cannot_be_signed_is_refused_and_left_alone() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.form())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))

    assert _refusal(made.p12(), content=out.getvalue()).code == "locked"
    assert _refusal(made.p12(), content=b"%PDF-1.7 no more").code == "damaged"
    assert _refusal(made.p12(), content=made.form()[:-300]).code == "damaged"


def test_a_form_that_an_earlier_signature_closed_is_refused() -> None:
    from pyhanko.sign.fields import MDPPerm

    closed = made.signed_elsewhere(
        made.form(boxes=2), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
    )

    refusal = _refusal(made.p12(), content=closed)

    assert refusal.code == "locked"
    assert "allows no further one" in refusal.message


# --- In the workroom, without a network, without a trace.


def test_signing_in_the_workroom_opens_no_socket_and_leaves_no_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Workroom(tmp_path / "scratch") as room:
        reply = room.call(
            "sign_pdf", {"password": made.PASSWORD}, [made.form(), made.p12("ed25519")]
        )
        with pytest.raises(PortfolioError, match="not the one") as caught:
            room.call("sign_pdf", {"password": "hunter-two"}, [made.form(), made.p12()])
        left = [each for each in tmp_path.rglob("*") if each.is_file()]

    assert wire.decode(Signatures, reply.result["signatures"]).verdict is Verdict.UNCHANGED
    assert signatures.read(reply.blobs[0]).verdict is Verdict.UNCHANGED
    assert "hunter" not in f"{caught.value} {caught.value.hint} {caplog.text}"
    assert made.PASSWORD not in caplog.text
    assert not any(made.p12("ed25519") in each.read_bytes() for each in left)


def test_the_instant_is_this_computers_own() -> None:
    before = datetime.now(UTC).replace(microsecond=0)

    (signature,) = signatures.read(signing.sign(made.form(), made.p12(), made.PASSWORD)).signatures

    at = datetime.fromisoformat(signature.signed_at)
    assert before <= at <= datetime.now(UTC) + timedelta(seconds=1)
