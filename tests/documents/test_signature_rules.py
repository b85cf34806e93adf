"""The rules that stand behind the library's own: each kept from letting a signature pass alone."""

import io
import re
from typing import Any

from asn1crypto import cms, core
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from typing_extensions import override

from portfolio_app.documents import signature_changes, signature_ranges, signatures
from portfolio_app.documents.signature_changes import FieldsSeen
from portfolio_app.domain.signatures import Signature, Verdict
from tests.documents import signing


class _Heedless(signers.PdfSigner):
    """Signs, whatever an earlier signer forbade."""

    @override
    def _enforce_certification_constraints(self, reader: Any) -> None:
        del reader


def _first(content: bytes) -> Signature:
    return signatures.read(content).signatures[0]


def _covered(content: bytes) -> tuple[int, int, int, int]:
    hit = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", content)
    assert hit is not None
    first, length, second, rest = map(int, hit.groups())
    return first, length, second, rest


def test_a_second_signature_where_the_first_signer_forbade_any_change_is_not_green() -> None:
    certified = signing.signed_elsewhere(
        signing.form(boxes=2), certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES
    )
    told = signers.PdfSignatureMetadata(field_name=signing.SECOND_BOX, md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(certified))
    twice = _Heedless(told, signing.signer("rsa", "Chair")).sign_pdf(writer).getvalue()

    assert _first(certified).verdict is Verdict.UNCHANGED
    assert _first(twice).verdict is Verdict.CHANGED_OR_UNVERIFIABLE
    assert "did not allow" in _first(twice).why


def test_an_earlier_signature_that_is_not_the_same_any_more_is_not_green() -> None:
    def change(writer: Any) -> None:
        fields_ = (each.get_object() for each in writer.root["/AcroForm"]["/Fields"])
        above = next(each for each in fields_ if each["/T"] == "signature")
        box = above["/Kids"][0].get_object()
        box[pdf_name("/Ff")] = generic.NumberObject(1 << 26)
        writer.update_container(box)

    changed = _first(signing.update(signing.one(), change))

    assert changed.verdict is Verdict.CHANGED_OR_UNVERIFIABLE
    assert "earlier signature" in changed.why


def test_a_signature_that_was_there_and_is_another_or_gone_was_touched() -> None:
    then = FieldsSeen(signatures={"a": "1", "b": "2", "c": "3"}, signed={"a", "b"})
    now = FieldsSeen(signatures={"a": "1", "b": "9", "c": "9"}, signed={"a", "b", "c"})

    assert signature_changes.touched_signatures(then, then) == ()
    assert signature_changes.touched_signatures(then, now) == ("b",)
    assert signature_changes.touched_signatures(then, FieldsSeen()) == ("a", "b")


def test_a_range_starts_at_the_first_byte_and_its_gap_holds_the_signature_that_was_read() -> None:
    content = signing.one()
    first, length, second, rest = _covered(content)
    held = bytes.fromhex(content[length + 1 : second - 1].decode())
    whole = signature_ranges.DOES_NOT_FIT

    assert signature_ranges.wrong_with(content, (first, length, second, rest), held) == ""
    assert signature_ranges.wrong_with(content, (1, length, second, rest), held) == whole
    assert signature_ranges.wrong_with(content, (0, length, second, rest), held[:-1]) == whole
    other = bytes([held[0] ^ 1]) + held[1:]
    assert signature_ranges.wrong_with(content, (0, length, second, rest), other) == whole
    assert signature_ranges.wrong_with(content, (0, length, second, rest + 1), held) == whole


def test_a_signature_with_words_of_its_own_inside_is_not_green() -> None:
    """The words are under no part of the file: some readers would check them, and not the file."""
    content = signing.one()
    _, length, second, _ = _covered(content)
    held = cms.ContentInfo.load(bytes.fromhex(content[length + 1 : second - 1].decode()))
    held["content"]["encap_content_info"]["content"] = core.OctetString(b"He failed.")
    new = held.dump(force=True).hex().encode()
    room = second - length - 2
    assert len(new) <= room
    forged = content[: length + 1] + new.ljust(room, b"0") + content[second - 1 :]

    assert _first(content).verdict is Verdict.UNCHANGED
    assert _first(forged).verdict is Verdict.CHANGED_OR_UNVERIFIABLE
    assert "words of its own" in _first(forged).why


def test_a_second_range_hidden_in_the_file_spoils_the_signature_that_is_seen() -> None:
    def change(writer: Any) -> None:
        shadow = generic.DictionaryObject()
        shadow[pdf_name("/ByteRange")] = generic.ArrayObject(map(generic.NumberObject, range(4)))
        writer.add_object(shadow)

    found = signatures.read(signing.signed_elsewhere(signing.update(signing.form(), change)))

    assert len(found.signatures) == 2
    assert not any(each.verdict.is_green for each in found.signatures)
