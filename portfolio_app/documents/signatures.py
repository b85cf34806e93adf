"""What the digital signatures of a PDF say of its history.

pyHanko works out what a signature covers and what came after it; this module asks further than the
library does, and names one of four verdicts. Nothing is fetched: no trust list, no revocation, no
time service. Whose certificate it is, people find out for themselves (by its fingerprint).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from typing_extensions import override

from portfolio_app.documents import (
    signature_changes,
    signature_cover,
    signature_ranges,
    signature_traces,
)
from portfolio_app.documents.signature_changes import FieldsSeen
from portfolio_app.documents.signature_ranges import Range
from portfolio_app.domain.signatures import Signature, Signatures, Verdict

LARGEST = 200_000_000  # bytes
MOST_SIGNATURES = 30
MOST_REVISIONS = 300

_BROKEN = Verdict.CHANGED_OR_UNVERIFIABLE
_FORGEABLE = frozenset({"md2", "md4", "md5"})
_FORMATS = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/PBAD.PAdES"})
_TALKERS = frozenset({"pikepdf", "pyhanko", "pyhanko_certvalidator"})
_LONGEST_NAME = 200
_SHORT_KEY, _TOO_SHORT = 2048, 1024  # bits of an RSA key
_NO_PLACE = "A digital signature is in the file, but not in its form. It can't be checked."


@dataclass(slots=True)
class _Seen:
    """A signature field that holds something: its name, and the library's view or None."""

    name: str
    embedded: Any = None
    numbers: tuple[int, ...] = ()
    covered: Range | None = None
    is_time_stamp: bool = False


def read(content: bytes) -> Signatures:
    """Return what every digital signature of a PDF says; never raises for what a file holds.

    Signatures inside attached files are not looked at. Time stamps are no signatures of anybody:
    they are told only when they don't hold. ``problem`` says why a file could not be looked at.
    """
    if len(content) > LARGEST:
        return Signatures(problem="The file is too large for its signatures to be checked.")
    with _quietly():
        try:
            return _read(content)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - whatever a hostile file does: it cannot be checked
            if signature_traces.has_none(content):
                return Signatures()
            return Signatures(
                problem="The file is damaged or unusual, so its signatures can't be checked."
            )


def _read(content: bytes) -> Signatures:
    from pyhanko.pdf_utils.reader import PdfFileReader

    if b"%PDF-" not in content[:1024]:
        return Signatures(problem="This is not a PDF, so it can't be checked for signatures.")
    reader = PdfFileReader(BytesIO(content))
    if reader.encrypted and not _opens_for_everybody(reader):
        return Signatures(
            problem="The file is locked with a password, so its signatures can't be checked."
        )
    if reader.xrefs.total_revisions > MOST_REVISIONS:
        return Signatures(
            problem="The file was changed too often for its signatures to be checked."
        )
    found, empty = _signature_fields(reader)
    if len(found) > MOST_SIGNATURES:
        return Signatures(problem="The file holds too many signatures to be checked.")
    _ = reader.root["/Pages"]  # a file without pages is no document: raises
    file = _File(content, reader, [each.name for each in found])
    told = [file.checked(each) for each in found]
    signatures = [each for each in told if each is not None]
    known = [*(each.numbers for each in found), *_usage_rights(reader)]
    extra = signature_ranges.unseen(content, known)
    extra = max(extra - sum(not each.numbers for each in found), 0)  # those are told as broken
    signatures += [Signature("", _BROKEN, why=_NO_PLACE)] * min(extra, MOST_SIGNATURES)
    if extra:
        # Which of two a reader shows is the reader's choice: none of them is sure.
        signatures = [_spoiled(each) for each in signatures]
    signatures.sort(key=lambda each: (each.revision, each.field))
    return Signatures(tuple(signatures), tuple(sorted(empty)))


def _usage_rights(reader: Any) -> list[tuple[int, ...]]:
    """Return the byte ranges of usage rights: a maker's permission to save a form, nobody's name.

    ISO 32000-2, 12.8.2.3.
    """
    try:
        permissions = reader.root["/Perms"]
        found = [permissions[key]["/ByteRange"] for key in ("/UR3", "/UR") if key in permissions]
        return [tuple(int(each) for each in numbers) for numbers in found]
    except (KeyError, TypeError, ValueError):
        return []


def _opens_for_everybody(reader: Any) -> bool:
    """Whether a file that is encrypted opens without a password, as viewers open it."""
    from pyhanko.pdf_utils.crypt import AuthStatus, StandardSecurityHandler

    if not isinstance(reader.security_handler, StandardSecurityHandler):
        return False
    return bool(reader.decrypt(b"").status is not AuthStatus.FAILED)


def _spoiled(signature: Signature) -> Signature:
    if not signature.verdict.is_green and signature.why:
        return signature
    why = "The file holds another digital signature that its form does not show."
    return replace(signature, verdict=_BROKEN, why=why)


def _signature_fields(reader: Any) -> tuple[list[_Seen], list[str]]:
    """Return the fields that hold a signature, and the names of those that are empty."""
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    found: list[_Seen] = []
    empty: list[str] = []
    for name, value, field in enumerate_sig_fields(reader):
        told = _clean(str(name))
        if value is None:
            empty.append(told)
            continue
        seen = _Seen(told)
        found.append(seen)
        try:
            numbers = value.get_object()["/ByteRange"]
            seen.numbers = tuple(int(each) for each in numbers)
            seen.covered = signature_ranges.as_range(numbers)
            seen.embedded = EmbeddedPdfSignature(reader, field, name)
            seen.is_time_stamp = seen.embedded.sig_object_type == "/DocTimeStamp"
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - one that can't be read is told as one
            seen.embedded = None
    return found, empty


class _File:
    """One PDF whose signatures are checked, with what is worked out once for all of them."""

    def __init__(self, content: bytes, reader: Any, names: list[str]) -> None:
        self._content = content
        self._reader = reader
        self._names = names
        self._now: FieldsSeen | None = None

    def checked(self, seen: _Seen) -> Signature | None:
        """Return what one signature says; None for a time stamp that holds."""
        if seen.embedded is None:
            return Signature(seen.name, _BROKEN, why="The signature itself can't be read.")
        told = Signature(seen.name, _BROKEN)
        try:
            told = _about(seen, told)
            told = self._judged(seen, told)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - the rule: any exception is "cannot be checked"
            why = "The signature is damaged or of a kind that can't be checked."
            return replace(told, verdict=_BROKEN, why=told.why or why)
        return None if seen.is_time_stamp and told.verdict.is_green else told

    def _judged(self, seen: _Seen, told: Signature) -> Signature:
        from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
        from pyhanko.sign.validation.status import SignatureCoverageLevel

        embedded = seen.embedded
        if why := self._unsound(seen):
            return replace(told, verdict=_BROKEN, why=why)
        _work_out(embedded)
        summary = embedded.summarise_integrity_info()
        if why := _unproved(embedded, is_time_stamp=seen.is_time_stamp):
            return replace(told, verdict=_BROKEN, why=why)
        whole = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
        if embedded.coverage not in whole:
            why = "The signature does not cover the whole of what was signed."
            return replace(told, verdict=_BROKEN, why=why)
        diff = embedded.diff_result
        if not isinstance(diff, DiffResult):
            return self._changed_otherwise(embedded, told)
        if not summary["docmdp_ok"]:
            why = "Something was changed after it was signed that the signer did not allow."
            return replace(told, verdict=_BROKEN, why=why)
        level = diff.modification_level
        if embedded.coverage is SignatureCoverageLevel.ENTIRE_FILE:
            return replace(told, verdict=Verdict.UNCHANGED)
        if level not in (
            ModificationLevel.NONE,
            ModificationLevel.LTA_UPDATES,
            ModificationLevel.FORM_FILLING,
        ):
            return self._changed_otherwise(embedded, told)
        return self._compared(embedded, told, diff)

    def _unsound(self, seen: _Seen) -> str:
        """Return why the file's own bytes forbid trusting it, before anything is worked out."""
        if seen.covered is None:
            return signature_ranges.DOES_NOT_FIT
        signature = seen.embedded.pkcs7_content
        if why := signature_ranges.wrong_with(self._content, seen.covered, signature):
            return why
        after = self._reader.xrefs.total_revisions - 1 - seen.embedded.signed_revision
        end = signature_ranges.end_of(seen.covered)
        if not signature_ranges.goes_on_cleanly(self._content, end, after):
            return "Something was added behind the end of what was signed."
        kind = str(seen.embedded.sig_object.get("/SubFilter", ""))
        if kind not in _FORMATS and not (seen.is_time_stamp and kind == "/ETSI.RFC3161"):
            return "The signature is of a kind that can't be checked."
        return ""

    def _compared(self, embedded: Any, told: Signature, diff: Any) -> Signature:
        """Return the verdict on a file that went on after the signature: field by field."""
        from pyhanko.sign.diff_analysis import ModificationLevel

        then, now = self._then(embedded), self._fields_now()
        reported = {str(each) for each in diff.changed_form_fields} - now.signatures.keys()
        answers = set(map(_clean, {*signature_changes.changed_answers(then, now), *reported}))
        if answers:
            return replace(
                told,
                verdict=Verdict.ANSWERS_CHANGED,
                changed_fields=tuple(sorted(answers)),
                why="Answers were changed or filled in after it was signed.",
            )
        if signature_changes.touched_signatures(then, now):
            why = "What an earlier signature looks like was changed after it was signed."
            return replace(told, verdict=_BROKEN, why=why)
        if signature_changes.drawn_otherwise(then, now):
            why = "How the form's answers are drawn was changed after it was signed."
            return replace(told, verdict=_BROKEN, why=why)
        later = {name for name in now.signed if name not in then.signed}
        later |= {name for name in now.signatures if name not in then.signatures}
        if later and (
            why := signature_cover.hidden_by(
                self._content,
                signature_ranges.end_of(_range(embedded)),
                later,
                new=later - then.signatures.keys(),
            )
        ):
            return replace(told, verdict=_BROKEN, why=why)
        if diff.modification_level is ModificationLevel.FORM_FILLING:
            return replace(told, verdict=Verdict.MORE_SIGNATURES_ONLY)
        return replace(told, verdict=Verdict.UNCHANGED)

    def _changed_otherwise(self, embedded: Any, told: Signature) -> Signature:
        """Name the answers that differ, too, where that can still be told."""
        why = "Something else than answers was changed after it was signed."
        names: tuple[str, ...] = ()
        try:
            then, now = self._then(embedded), self._fields_now()
            names = tuple(map(_clean, signature_changes.changed_answers(then, now)))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - the verdict stands; only its details are missing
            names = ()
        if names:
            why = "Answers that it had locked were changed after it was signed."
            if embedded.fieldmdp is None:
                why = "Answers and more were changed after it was signed."
        return replace(told, verdict=_BROKEN, changed_fields=names, why=why)

    def _then(self, embedded: Any) -> FieldsSeen:
        signed = self._reader.get_historical_resolver(embedded.signed_revision)
        return signature_changes.fields_of(signed.root)

    def _fields_now(self) -> FieldsSeen:
        if self._now is None:
            newest = self._reader.get_historical_resolver(self._reader.xrefs.total_revisions - 1)
            self._now = signature_changes.fields_of(newest.root)
        return self._now


def _work_out(embedded: Any) -> None:
    """Let the library work out what the signature covers and what came after it.

    First without its allowance for looks that are written over in place: with it, the look of
    every field counts as changed, changed or not, and no locked form bears a second signature.
    Then, where fields are not locked, with it: some programs do write over looks.
    """
    from pyhanko.sign.diff_analysis import (
        DEFAULT_DIFF_POLICY,
        StandardDiffPolicy,
        SuspiciousModification,
    )
    from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
    from pyhanko.sign.diff_analysis.rules import form_field_rules as rules

    strict = StandardDiffPolicy(
        global_rules=DEFAULT_DIFF_POLICY.global_rules,
        form_rule=FormUpdatingRule(
            field_rules=[
                rules.SigFieldCreationRule(),
                rules.SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
                rules.GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            ]
        ),
    )
    embedded.compute_integrity_info(diff_policy=strict)
    if isinstance(embedded.diff_result, SuspiciousModification) and embedded.fieldmdp is None:
        embedded.compute_integrity_info()


def _range(embedded: Any) -> Range:
    found = signature_ranges.as_range(list(embedded.byte_range))
    assert found is not None  # noqa: S101 - looked at before
    return found


def _unproved(embedded: Any, *, is_time_stamp: bool) -> str:
    """Return why the signature does not prove that its bytes are as they were, or ""."""
    from asn1crypto import core
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    if embedded.md_algorithm in _FORGEABLE:
        return f"It was made with {embedded.md_algorithm.upper()}, which can be forged."
    key = embedded.signer_cert.public_key
    if key.algorithm == "rsa" and key.bit_size < _TOO_SHORT:
        return f"It was made with a key of {key.bit_size} bits, which can be forged."
    held = embedded.signed_data["encap_content_info"]
    kind = held["content_type"].native
    digest = embedded.compute_digest()
    if is_time_stamp:
        if kind != "tst_info":
            return "The time stamp can't be read."
        stamp = held["content"].parsed["message_imprint"]
        if stamp["hashed_message"].native != digest:
            return "What it covers is not as it was when it was signed."
        digest = hashlib.new(embedded.md_algorithm, bytes(held["content"])).digest()
    elif kind != "data" or held["content"] is not core.VOID:
        return "The signature holds words of its own, so it says nothing of this file."
    intact, valid = validate_sig_integrity(embedded.signer_info, embedded.signer_cert, kind, digest)
    if not intact:
        return "What it covers is not as it was when it was signed."
    if not valid:
        return "The signature was not made with the certificate that it shows."
    return ""


def _about(seen: _Seen, told: Signature) -> Signature:
    """Add who and when; what can't be read stays out."""
    told = replace(told, revision=max(int(seen.embedded.signed_revision), 0))
    signer = seen.embedded.signer_cert
    told = replace(
        told,
        signer=_named(signer.subject),
        issuer=_named(signer.issuer),
        fingerprint=hashlib.sha256(signer.dump()).hexdigest(),
        not_before=_instant(signer.not_valid_before),
        not_after=_instant(signer.not_valid_after),
    )
    try:
        at = seen.embedded.self_reported_timestamp
    except (ValueError, KeyError, TypeError, AttributeError):
        at = None
    return replace(told, signed_at=_instant(at), note=_old_method(seen.embedded, signer))


def _old_method(embedded: Any, signer: Any) -> str:
    """Return what is weak about how it was made, or ""; it does not change the verdict."""
    if embedded.md_algorithm == "sha1":
        return "It was made with SHA-1, an old method that can be got round with great effort."
    key = signer.public_key
    if key.algorithm == "rsa" and key.bit_size < _SHORT_KEY:
        return f"It was made with a short key ({key.bit_size} bits), an old method."
    return ""


def _named(name: Any) -> str:
    """Return the common name of a certificate's name, else the whole of it."""
    parts = name.native
    for key in ("common_name", "organization_name", "email_address"):
        found = parts.get(key)
        if isinstance(found, list):
            found = found[0]
        if found:
            return _clean(str(found))
    return _clean(name.human_friendly)


def _clean(words: str) -> str:
    """Return words from a file on one line, without what can't be seen or turns lines round."""
    kept = "".join(each if each.isprintable() else " " for each in words)
    return " ".join(kept.split())[:_LONGEST_NAME]


def _instant(at: datetime | None) -> str:
    if at is None:
        return ""
    aware = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError):
        return ""


class _Nothing(logging.Filter):
    """Lets no record pass."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        del record
        return False


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep libraries from logging: what they would say names people, and is told in the answer."""
    import pyhanko.sign.validation  # noqa: F401 - its loggers are there from now on

    loggers = [
        logging.getLogger(name)
        for name in list(logging.root.manager.loggerDict)
        if name.split(".")[0] in _TALKERS
    ]
    silence = _Nothing()
    for each in loggers:
        each.addFilter(silence)
    try:
        yield
    finally:
        for each in loggers:
            each.removeFilter(silence)
