"""The mark of a digital signature: words only, never a tick or a shield."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from portfolio_app.domain.days import day_words
from portfolio_app.domain.signatures import Signature, Verdict
from portfolio_app.pdf import fonts, letters

_FACE = fonts.REGULAR
_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)  # points, tried in order
_LEADING = 1.25
_MARGIN = 3.0  # points
_LONGEST_NAME = 120


def name_in(certificate: Any) -> str:
    """Return the name that a certificate was made out to, on one line."""
    from cryptography.x509.oid import NameOID

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.EMAIL_ADDRESS):
        found = certificate.subject.get_attributes_for_oid(kind)
        if found:
            return fonts.clean(str(found[0].value))[:_LONGEST_NAME]
    return fonts.clean(certificate.subject.rfc4514_string())[:_LONGEST_NAME] or "an unnamed person"


def words(certificate: Any, at: datetime) -> str:
    """Return what the mark says: who, when by this clock, the fingerprint's start; in lines."""
    from cryptography.hazmat.primitives import serialization

    whole = certificate.public_bytes(serialization.Encoding.DER)
    short = Signature(
        "", Verdict.UNCHANGED, fingerprint=hashlib.sha256(whole).hexdigest()
    ).short_fingerprint
    day = day_words(f"{at:%Y-%m-%d}")
    who = f"Signed digitally by {name_in(certificate)}"
    return f"{who}\non {day}, {at:%H:%M} UTC,\ncertificate {short}"


def draw(told: str, width: float, height: float) -> bytes:
    """Return a PDF of one page of this size in points, with the words as large as they fit."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), pageCompression=1, invariant=1)
    room = max(width - 2 * _MARGIN, 10.0)
    size, lines = _SIZES[-1], [""]
    for size in _SIZES:
        lines = [line for each in told.split("\n") for line in fonts.wrap(each, _FACE, size, room)]
        if len(lines) * size * _LEADING <= height - 2 * _MARGIN:
            break
    top = height / 2 + len(lines) * size * _LEADING / 2
    for number, line in enumerate(lines):
        written = canvas.beginText(_MARGIN, top - size - number * size * _LEADING)
        letters.write(written, line, _FACE, size)
        canvas.drawText(written)
    canvas.showPage()
    canvas.save()
    return letters.mended(out.getvalue())
