"""Every real and hostile file through the workroom: none may harm it, each gets plain words."""

import io
import re
import time
import warnings
from collections import Counter, defaultdict
from pathlib import Path

import pikepdf

from portfolio_app.domain.document import DocumentKind, Facts, ReadStatus
from portfolio_app.domain.wire import decode
from portfolio_app.workroom.host import Workroom

LISTS = {"README.md", "MANIFEST.tsv", "EXPECTED.tsv", "EXPECTED-SIGNATURES.tsv"}
FORBIDDEN = {
    "/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/EmbeddedFile", "/AA",
    "/EmbeddedFiles", "/OpenAction", "/AcroForm", "/XFA", "/RichMedia", "/Movie", "/Metadata",
    "/PieceInfo", "/GoToR", "/GoToE", "/Rendition", "/OCProperties", "/StructTreeRoot", "/OPI",
    "/Ref", "/Thumb", "/Widget", "/FileAttachment",
}  # fmt: skip
SENTENCES = re.compile(r"^[A-Z][^<>{}|\\]*[.]$")
JARGON = re.compile(r"Error|Exception|Traceback|None|\bxref\b|0x|\bpikepdf\b|PDFium|stream")


def _expected(corpus: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in (corpus / "EXPECTED.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        file, reader, result = line.split("\t")
        found[file][reader] = result
    return found


def _names(value: object, depth: int = 0) -> set[str]:
    """Return the names in an object, without following references to others."""
    if isinstance(value, pikepdf.Name):
        return {str(value)}
    if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        found = set(value.keys())
        for key in list(value.keys()):
            inner = value[key]
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect) and depth < 20:
                found |= _names(inner, depth + 1)
        return found
    if isinstance(value, pikepdf.Array):
        return set().union(*(
            _names(each, depth + 1)
            for each in value
            if not (isinstance(each, pikepdf.Object) and each.is_indirect)
        ))  # fmt: skip
    return set()


def test_every_file_is_read_or_explained_and_nothing_active_is_left(corpus: Path):
    expected = _expected(corpus)
    counts: Counter[str] = Counter()
    slowest = (0.0, "")
    children = set()
    began = time.monotonic()

    with Workroom() as room:
        for path in sorted(corpus.rglob("*")):
            if not path.is_file() or path.name in LISTS:
                continue
            name = path.relative_to(corpus).as_posix()
            started = time.monotonic()
            reply = room.call("read", {"name": path.name}, [path.read_bytes()])
            slowest = max(slowest, (time.monotonic() - started, name))
            children.add(room.child_pid)
            facts = decode(Facts, reply.result["facts"])
            counts[f"{facts.kind}: {facts.status} {facts.code}"] += 1

            _check_facts(name, facts, reply.result["pages"])
            _check_expected(name, facts, expected[name])
            if facts.status is ReadStatus.READABLE:
                _check_page_copy(name, reply.blobs[0], facts.pages)
                assert reply.blobs[1].startswith(b"\x89PNG"), name
            else:
                assert reply.blobs == (b"", b""), name

    seconds = time.monotonic() - began
    print(f"\n{sum(counts.values())} files in {seconds:.1f} s, slowest {slowest}")  # noqa: T201
    for what, count in sorted(counts.items()):
        print(f"{count:5} {what}")  # noqa: T201
    assert len(children) == 1  # no file ended the child
    assert slowest[0] < 30


def _check_facts(name: str, facts: Facts, pages: list[dict[str, object]]) -> None:
    if facts.problem:
        assert SENTENCES.match(facts.problem), f"{name}: {facts.problem}"
        assert not JARGON.search(facts.problem), f"{name}: {facts.problem}"
    if facts.status is ReadStatus.READABLE:
        assert facts.pages == len(pages) > 0, name
        assert all(page["width"] > 0 and page["height"] > 0 for page in pages), name  # type: ignore[operator]
        assert facts.code in ("", "partial"), name
    else:
        assert facts.problem, name
        assert facts.code in (
            "locked", "damaged", "empty", "huge", "unsupported", "recording", "holds-files",
        ), name  # fmt: skip
    assert facts.locked == (facts.code == "locked"), name


def _check_expected(name: str, facts: Facts, results: dict[str, str]) -> None:
    """At least what the usual reader of a format opens is readable, or its files are listed."""
    for reader in ("pikepdf", "pdfium", "eml", "msg", "img"):
        if results.get(reader, "").startswith("ok") and results[reader] != "ok:0":
            is_bomb = reader == "img" and facts.code == "huge"  # it opens: nobody drew it
            assert facts.status is ReadStatus.READABLE or is_bomb, f"{name}: {facts.problem}"
    if results.get("zip", "").startswith("ok"):
        assert facts.inside or facts.kind is not DocumentKind.ARCHIVE, f"{name}: {facts.problem}"


def _check_page_copy(name: str, page_copy: bytes, pages: int) -> None:
    with pikepdf.open(io.BytesIO(page_copy)) as copy:
        assert len(copy.pages) == pages, name
        assert not copy.is_encrypted, name
        for each in copy.objects:
            left = _names(each) & FORBIDDEN
            assert not left, f"{name}: {left}"
        if not name.startswith("malformed/"):  # damaged pictures and content stay as they came
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # no decoder for JBIG2 pictures here
                told = copy.check_pdf_syntax()
            wrong = [each for each in told if "output may still" not in each]
            assert not wrong, f"{name}: {wrong}"
