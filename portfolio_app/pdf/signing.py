"""Signs a PDF with a person's own digital certificate, and locks its form.

The signature is added to the file as it is (an incremental update): nothing that stands in it is
written anew. Every field that holds an answer is locked with it by name (FieldMDP, ISO 32000-2,
12.8.2.4): locking "all" would lock out further signatures, too. The mark on the page is words only.
"""

from __future__ import annotations

import io
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from typing_extensions import override

from portfolio_app.domain.form_lines import of_party
from portfolio_app.domain.forms import DIGITAL_SIGNATURE, added_signature
from portfolio_app.pdf import signature_words
from portfolio_app.pdf.certificate_file import OpenedCertificate, opened
from portfolio_app.problems import PortfolioError

_SAFE = "Nothing was signed, and the file is as it was."
_HOLD_ANSWERS = ("/Tx", "/Btn", "/Ch")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new mark goes: page index from 0; left, bottom, right, top in points."""

    page: int
    box: tuple[float, float, float, float]


def sign(
    content: bytes,
    certificate_file: bytes,
    password: str,
    *,
    place: Place | None = None,
    at: datetime | None = None,
    party: int = 0,
) -> bytes:
    """Return the PDF with a digital signature added; its form is locked from then on.

    Where several sign the one form, ``party`` counts from 1, and nothing is locked: whoever signs
    next fills in a part of their own, and a change to this one's is seen without a lock.

    The field DIGITAL_SIGNATURE is signed when the form has it and it is empty. Else a new field,
    ``added_signature``, is made: at ``place``, or without a mark. ``at`` is the instant, now by
    default. The password and the certificate are used for this call only.

    Raises:
        PortfolioError: as ``certificate_file.opened``; or ``locked``, ``damaged``: the PDF can't be
            signed.
    """
    moment = (at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    with_key = opened(certificate_file, password, moment)
    try:
        return _signed(content, with_key, place, moment, party)
    except PortfolioError:
        raise
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever the file holds; "from None": no key in a report
        raise PortfolioError(
            f"This PDF can't be signed: it is damaged or made in an unusual way. {_SAFE}",
            hint="Save the form again from the program that made it, or sign in another way.",
            code="damaged",
        ) from None


def does_not_hold() -> PortfolioError:
    """Return the refusal of a signature that a check of the finished file does not confirm."""
    return PortfolioError(
        f"The signature that was made does not hold when it is checked. {_SAFE}",
        hint="Save the form again from the program that made it, or sign in another way.",
        code="damaged",
    )


def _signed(
    content: bytes, with_key: OpenedCertificate, place: Place | None, at: datetime, party: int
) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import StaticStampStyle

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    if writer.prev.encrypted:
        raise PortfolioError(
            f"This PDF is locked with a password, so it can't be signed. {_SAFE}",
            hint="Ask for the form again, and sign it as it came.",
            code="locked",
        )
    _refuse_when_closed(writer.prev)
    name, box = _field(writer, place, party)
    signer = _signer(with_key, at)
    style = None
    if box is not None:
        width, height = box[2] - box[0], box[3] - box[1]
        told = signature_words.words(with_key.certificate, at)
        drawn = signature_words.draw(told, width, height)
        style = StaticStampStyle(
            border_width=0,
            background=_drawn_page(drawn, width, height),
            background_layout=SimpleBoxLayoutRule(
                AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins.uniform(0)
            ),
        )
    meta = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm=with_key.digest,
        name=signature_words.name_in(with_key.certificate),
        subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    )
    doing = signers.PdfSigner(meta, signer, timestamper=None, stamp_style=style)
    out = _finish(doing.async_sign_pdf(writer, existing_fields_only=True, output=io.BytesIO()))
    return bytes(out.getvalue())


def _refuse_when_closed(reader: Any) -> None:
    """Refuse a file whose earlier signature allows no further one."""
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import read_certification_data

    for earlier in reader.embedded_signatures:
        if earlier.docmdp_level is MDPPerm.NO_CHANGES:
            break
    else:
        certified = read_certification_data(reader)
        if certified is None or certified.permission is not MDPPerm.NO_CHANGES:
            return
    raise PortfolioError(
        f"An earlier signature of this PDF allows no further one. {_SAFE}",
        hint="Ask for the form again, and sign it as it came.",
        code="locked",
    )


def _field(writer: Any, place: Place | None, party: int) -> tuple[str, tuple[float, ...] | None]:
    """Return the name of the field to sign, and its box when a mark is to be drawn in it."""
    from pyhanko.pdf_utils import generic
    from pyhanko.sign import fields

    answers = _answers(writer) if not party else []  # others have their own parts still to fill
    # A form without answers needs no lock: whatever changes in it is no filling in.
    lock = fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, answers) if answers else None
    taken = {name for name, _, _ in fields.enumerate_sig_fields(writer)}
    asked = of_party(DIGITAL_SIGNATURE, party)
    empty = fields.enumerate_sig_fields(writer, filled_status=False, with_name=asked)
    for name, _, reference in empty:
        field = reference.get_object()
        found = fields.SigFieldSpec(name, field_mdp_spec=lock).format_lock_dictionary()
        if found is not None:
            field[generic.pdf_name("/Lock")] = writer.add_object(found)
            writer.mark_update(reference)
        return name, _box_of(field)
    first = name = added_signature(party)
    number = 2
    while name in taken:
        name = f"{first}-{number}"
        number += 1
    spec = fields.SigFieldSpec(
        name,
        on_page=place.page if place is not None else 0,
        box=tuple(round(each) for each in place.box) if place is not None else None,  # type: ignore[arg-type]
        field_mdp_spec=lock,
        readable_field_name="Digital signature",
    )
    fields.append_signature_field(writer, spec)
    return name, tuple(map(float, spec.box)) if spec.box is not None else None


def _answers(writer: Any) -> list[str]:
    """Return the names of all fields of the form that are no signatures."""
    from pyhanko.pdf_utils.form_tools import enumerate_fields_in

    try:
        found = writer.root["/AcroForm"]["/Fields"]
    except KeyError:
        return []
    return sorted(
        {
            str(name)
            for kind in _HOLD_ANSWERS
            for name, _, _ in enumerate_fields_in(found, refs_seen=set(), target_field_type=kind)
        }
    )


def _box_of(field: Any) -> tuple[float, ...] | None:
    holder = field
    if "/Rect" not in holder and "/Kids" in holder:
        holder = holder["/Kids"][0]
    try:
        x0, y0, x1, y1 = (float(each) for each in holder["/Rect"])
    except (KeyError, TypeError, ValueError):
        return None
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else None


def _signer(with_key: OpenedCertificate, at: datetime) -> Any:
    from asn1crypto import algos, cms, core, keys, x509
    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Signer(SimpleSigner):
        """Sets out what is signed by itself: the library would run a loop, which opens a socket."""

        @override
        async def signed_attrs(
            self, data_digest: bytes, digest_algorithm: str, *_: Any, **__: Any
        ) -> cms.CMSAttributes:
            digest = algos.DigestAlgorithm({"algorithm": digest_algorithm})
            if digest_algorithm == "shake256":
                # Ed448 takes 512 bits of it, and says so (RFC 8419, 2.3).
                named = {"algorithm": "shake256_len", "parameters": core.Integer(512)}
                digest = algos.DigestAlgorithm(named)
            protected = cms.CMSAlgorithmProtection(
                {
                    "digest_algorithm": digest,
                    "signature_algorithm": self.get_signature_mechanism_for_digest(
                        digest_algorithm
                    ),
                }
            )
            return cms.CMSAttributes(
                [
                    simple_cms_attribute("content_type", "data"),
                    simple_cms_attribute("message_digest", data_digest),
                    simple_cms_attribute("signing_time", cms.Time({"utc_time": at})),
                    simple_cms_attribute(
                        "signing_certificate_v2", as_signing_certificate_v2(self.signing_cert)
                    ),
                    simple_cms_attribute("cms_algorithm_protection", protected),
                ]
            )

        @override
        async def unsigned_attrs(self, *_: Any, **__: Any) -> None:
            return None

    def plain(certificate: Any) -> Any:
        return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))

    store = SimpleCertificateStore()
    store.register_multiple([plain(each) for each in with_key.others])
    key = with_key.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Signer(
        signing_cert=plain(with_key.certificate),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )


def _drawn_page(page: bytes, width: float, height: float) -> Any:
    """Return the first page of a PDF as content for a mark of this size."""
    from pyhanko.pdf_utils import content, generic, layout
    from pyhanko.pdf_utils.reader import PdfFileReader

    class DrawnPage(content.PdfContent):
        @override
        def render(self) -> bytes:
            reader = PdfFileReader(io.BytesIO(page))
            drawn = self.writer.import_page_as_xobject(reader)  # type: ignore[union-attr]
            name = generic.pdf_name("/Words")
            self.resources[content.ResourceType.XOBJECT][name] = drawn
            return b"/Words Do"

    return DrawnPage(box=layout.BoxConstraints(width=width, height=height))


def _finish(work: Coroutine[Any, Any, _T]) -> _T:
    """Return what a coroutine gives. It waits for nothing: no loop, which would need a socket.

    Raises:
        RuntimeError: it did wait for something.
    """
    try:
        work.send(None)
    except StopIteration as done:
        found: _T = done.value
        return found
    finally:
        work.close()
    raise RuntimeError("signing waited for something")
