"""Keys, certificates and small signed forms for tests. Each is made once and used by many."""

from __future__ import annotations

import io
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "sésame 7"  # noqa: S105 - of keys made for tests
DAY = timedelta(days=1)
TEXT, TICK, BOX, SECOND_BOX = "account", "saw", "signature.digital", "second"


def key(kind: str = "ec") -> Any:
    """Return a private key: ec, ec384, ec521, rsa, rsa-short, ed25519 or ed448."""
    return _key(kind)


@cache
def _key(kind: str) -> Any:
    match kind:
        case "ec":
            return ec.generate_private_key(ec.SECP256R1())
        case "ec384":
            return ec.generate_private_key(ec.SECP384R1())
        case "ec521":
            return ec.generate_private_key(ec.SECP521R1())
        case "rsa":
            return rsa.generate_private_key(65537, 2048)
        case "rsa-short":
            return rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
        case "ed25519":
            return ed25519.Ed25519PrivateKey.generate()
        case "ed448":
            return ed448.Ed448PrivateKey.generate()
    raise ValueError(kind)


def certificate(
    kind: str = "ec", name: str = "Line Manager", since: int = -30, until: int = 365
) -> x509.Certificate:
    """Return a certificate that its own key signed, valid for days from and to now."""
    return _certificate(kind, name, since, until)


@cache
def _certificate(kind: str, name: str, since: int, until: int) -> x509.Certificate:
    now = datetime.now(UTC)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key(kind).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + since * DAY)
        .not_valid_after(now + until * DAY)
    )
    digest = None if kind.startswith("ed") else hashes.SHA256()
    return made.sign(key(kind), digest)


@cache
def p12(
    kind: str = "ec",
    name: str = "Line Manager",
    since: int = -30,
    until: int = 365,
    password: str = PASSWORD,
) -> bytes:
    """Return key and certificate as a PKCS#12 file."""
    from cryptography.hazmat.primitives.serialization import NoEncryption

    locked = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(
        b"me", key(kind), certificate(kind, name, since, until), None, locked
    )


def fingerprint(kind: str = "ec", name: str = "Line Manager", since: int = -30) -> str:
    return certificate(kind, name, since).fingerprint(hashes.SHA256()).hex()


@cache
def form(*, boxes: int = 1, more: str = "") -> bytes:
    """Return a form of one page: a text field, a tick, and signature fields.

    ``more`` are words drawn on the page besides.
    """
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    page = pdf.add_blank_page(page_size=(595, 842))
    words = f"BT /Helv 14 Tf 60 780 Td (The panel met and agreed the plan. {more}) Tj ET"
    page.Contents = pdf.make_stream(words.encode("latin-1"))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font))
    text = _look(pdf, font, "Chaired well", 400, 40)
    yes, no = _look(pdf, font, "x", 20, 20), _look(pdf, font, "", 20, 20)
    fields = [
        pikepdf.Dictionary(
            FT=pikepdf.Name.Tx,
            T=pikepdf.String(TEXT),
            V=pikepdf.String("Chaired well"),
            DA=pikepdf.String("/Helv 12 Tf 0 g"),
            Rect=[60, 600, 460, 640],
            AP=pikepdf.Dictionary(N=text),
        ),
        pikepdf.Dictionary(
            FT=pikepdf.Name.Btn,
            T=pikepdf.String(TICK),
            V=pikepdf.Name.Yes,
            AS=pikepdf.Name.Yes,
            Rect=[60, 560, 80, 580],
            AP=pikepdf.Dictionary(N=pikepdf.Dictionary(Yes=yes, Off=no)),
        ),
    ]
    for number, name in enumerate((BOX, SECOND_BOX)[:boxes]):
        fields.append(
            pikepdf.Dictionary(
                FT=pikepdf.Name.Sig,
                T=pikepdf.String(name.rpartition(".")[2]),
                Rect=[60, 100 + 100 * number, 286, 162 + 100 * number],
            )
        )
    made: list[Any] = []
    for each in fields:
        each.Type, each.Subtype = pikepdf.Name.Annot, pikepdf.Name.Widget
        each.F, each.P = 4, page.obj
        made.append(pdf.make_indirect(each))
    page.Annots = pikepdf.Array(made)
    if boxes:
        # A name with a full stop is a field in a field (ISO 32000-2, 12.7.4.2).
        above = pikepdf.Dictionary(T=pikepdf.String("signature"), Kids=pikepdf.Array([made[2]]))
        made[2].Parent = pdf.make_indirect(above)
        made[2] = made[2].Parent
    pdf.Root.AcroForm = pdf.make_indirect(
        pikepdf.Dictionary(
            Fields=pikepdf.Array(made),
            DA=pikepdf.String("/Helv 12 Tf 0 g"),
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
        )
    )
    out = io.BytesIO()
    pdf.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _look(pdf: pikepdf.Pdf, font: Any, words: str, width: int, height: int) -> Any:
    drawn = pdf.make_stream(f"BT /Helv 12 Tf 2 8 Td ({words}) Tj ET".encode())
    drawn.Type, drawn.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    drawn.BBox = pikepdf.Array([0, 0, width, height])
    drawn.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font))
    return drawn


def signer(kind: str = "ec", name: str = "Line Manager", since: int = -30, until: int = 365) -> Any:
    """Return pyHanko's signer for a key."""
    from asn1crypto import keys
    from asn1crypto import x509 as plain
    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    der = serialization.Encoding.DER
    made = certificate(kind, name, since, until)
    private = key(kind).private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=plain.Certificate.load(made.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


def signed_elsewhere(
    content: bytes, field: str = BOX, *, by: Any = None, new: Any = None, **meta: Any
) -> bytes:
    """Return the PDF signed by pyHanko as another program would: no lock unless asked for."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    meta.setdefault("md_algorithm", "sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    told = signers.PdfSignatureMetadata(field_name=field, **meta)
    doing = signers.PdfSigner(told, by or signer(), new_field_spec=new)
    return bytes(doing.sign_pdf(writer).getvalue())


@cache
def one() -> bytes:
    """Return the form signed once, without a lock."""
    return signed_elsewhere(form(boxes=2))


def update(content: bytes, change: Any) -> bytes:
    """Return the PDF with a change appended (an incremental update): change(writer)."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    out = io.BytesIO()
    with warnings.catch_warnings():
        writer.write(out)
    return out.getvalue()
