"""The command that says what a PDF's digital signatures say; it needs no portfolio."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import workroom
from portfolio_app.cli.printing import Printer
from portfolio_app.cli.words import Words, command

if TYPE_CHECKING:
    from portfolio_app.domain.signatures import Signature, Signatures


def add_to(words: Words) -> None:
    """Add verify."""
    takes = command(words, "verify", "say what the signatures of a PDF say", verify, folder=False)
    takes.add_argument("file", type=Path, metavar="FILE.pdf")


def verify(asked: argparse.Namespace, out: Printer) -> int:
    """Say what the digital signatures of a PDF say: 0 all hold or none, 1 not, 2 can't be read."""
    from portfolio_app.services import verifying as verbs

    with workroom() as room:
        found = verbs.verify(room, asked.file, progress=out.progress)
    out.result(
        {
            "path": str(asked.file),
            "verdict": found.verdict.value if found.verdict is not None else None,
            "problem": found.problem,
            **signatures_shape(found),
            "empty_fields": list(found.empty_fields),
        },
        _lines(found),
    )
    if found.problem:
        return exit_codes.REFUSED
    green = all(each.verdict.is_green for each in found.signatures)
    return exit_codes.DONE if green else exit_codes.FINDINGS


def signatures_shape(found: Signatures) -> dict[str, Any]:
    """Return the signatures as JSON has them, oldest first."""
    return {"signatures": [_shape(each) for each in found.signatures]}


def _shape(signature: Signature) -> dict[str, Any]:
    return {
        "field": signature.field,
        "verdict": signature.verdict.value,
        "signer": signature.signer,
        "issuer": signature.issuer,
        "fingerprint": signature.fingerprint,
        "signed_at": signature.signed_at,
        "not_before": signature.not_before,
        "not_after": signature.not_after,
        "changed_fields": list(signature.changed_fields),
        "why": signature.why,
        "notes": [each for each in (signature.out_of_date, signature.note) if each],
    }


def _lines(found: Signatures) -> list[str]:
    if found.problem:
        return [found.problem, "That is not the same as having no signature."]
    if not found.signatures:
        return ["No digital signature."]
    lines: list[str] = []
    for each in found.signatures:
        lines.append(f"{each.field or 'Not in the form'}: {each.verdict.words}")
        if each.why:
            lines.append(f"    {each.why}")
        if each.changed_fields:
            lines.append(f"    Changed: {', '.join(each.changed_fields)}")
        if each.fingerprint:
            lines.append(f"    Certificate of {each.signer}, issued by {each.issuer}")
            lines.append(f"    Fingerprint {each.short_fingerprint} ({each.fingerprint})")
        if each.signed_at:
            lines.append(f"    Signed {each.signed_at}, by the signer's own clock")
        lines += [f"    {note}" for note in (each.out_of_date, each.note) if note]
    lines.append("This is about what happened to the file. It does not say who somebody is.")
    return lines
