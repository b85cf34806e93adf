"""Declares PDF/UA-1 in a finished PDF, if an independent checker agrees, and reads it back.

The room for the declaration is left blank in the document's metadata and filled in place, so that
nothing in the file moves; it is made blank again when the checker finds anything wrong.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pikepdf
from pikepdf import Pdf, Stream

from portfolio_app.pdf.opening import open_pdf

# ISO 14289-1, clause 5: the identification, and the extension schema that explains it to PDF/A.
DECLARATION = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    b'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    b'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 this file meets</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
ROOM = b" " * len(DECLARATION)

# The checker holds about three times the file, and 5 kB for every object (measured with 138 to
# 1,337 pages). What it may take at most keeps a whole build below 300 MB.
_MOST_MEMORY = 120_000_000
_PER_BYTE, _PER_OBJECT = 3, 5_000
_MOST_BESIDE = 60_000_000  # of which it may take while the rest of the bundle is read back
_CHUNK = 4 << 20  # bytes searched at a time
_MOST_UNPACKED = 64_000_000  # bytes of text streams that it unpacks
# Of one of them, which it holds whole, as eighty times its bytes: drawings of 40 MB do occur.
_LONGEST_UNPACKED = 2_000_000


class Said(StrEnum):
    """What became of asking the checker."""

    AGREED = "agreed"
    BROKEN = "broken"
    TOO_LARGE = "too-large"
    NOT_ABLE = "not-able"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule of PDF/UA-1 that the checker saw broken, in its own words."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the checker said of a file; ``failures`` only when it is ``BROKEN``."""

    said: Said
    failures: tuple[Failure, ...] = ()


def declare(path: Path) -> Opinion:
    """Declare PDF/UA-1 in a finished PDF of ours, unless the checker disagrees or cannot be asked.

    Raises:
        ValueError: the PDF has no room for the declaration.
    """
    with Declaring(path) as declaring:
        return declaring.opinion()


class Declaring:
    """A declaration that the checker reads in a thread of its own, so that other work can go on.

    Until :meth:`opinion` has answered, the PDF says that it is PDF/UA-1, and nothing else may write
    to it. Leaving takes the declaration back unless the checker agreed.

    Raises:
        ValueError: the PDF has no room for the declaration.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._asked: Future[Opinion] | None = None
        with open_pdf(path) as pdf:
            packet, objects = _packet(pdf), objects_of(pdf)
        if ROOM not in packet:
            raise ValueError("the PDF has no room for the declaration")
        said = _can_be_asked(path, objects)
        self._opinion = Opinion(said) if said is not None else None
        self._is_large = _memory(path, objects) > _MOST_BESIDE
        self._at = 0
        self._thread = ThreadPoolExecutor(1)
        if self._opinion is None:
            self._at = _offset(path, packet) + packet.index(ROOM)
            _put(path, self._at, DECLARATION)
            self._asked = self._thread.submit(_ask, path)

    def __enter__(self) -> Declaring:
        if self._is_large:
            self.opinion()
        return self

    def __exit__(self, *ended: object) -> None:
        try:
            self.opinion()
        finally:
            self._thread.shutdown()

    def opinion(self) -> Opinion:
        """Wait for the checker's opinion; the PDF stays declared only if it agreed.

        Raises:
            RuntimeError: it gave none.
        """
        if self._opinion is None and self._asked is not None:
            try:
                self._opinion = self._asked.result()
            finally:
                if self._opinion is None or self._opinion.said is not Said.AGREED:
                    _put(self._path, self._at, ROOM)
        if self._opinion is None:
            raise RuntimeError("the checker gave no opinion")
        return self._opinion


def is_declared(pdf: Pdf) -> bool:
    """Whether a PDF's metadata names PDF/UA, in whatever words or version."""
    packet = _packet(pdf)
    return any(
        name.encode(coding) in packet
        for name in ("pdfuaid", "www.aiim.org/pdfua")
        for coding in ("utf-8", "utf-16-le", "utf-16-be")
    )


def opinion_of(path: Path, objects: int) -> Opinion:
    """Return what the checker says of a finished PDF, as it is.

    A bundle is declared and read back by the same process, one after the other: what was said of
    the very same file a moment ago is not asked again.
    """
    said = _can_be_asked(path, objects)
    return Opinion(said) if said is not None else _ask(path)


def _packet(pdf: Pdf) -> bytes:
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, Stream):
        return b""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def objects_of(pdf: Pdf) -> int:
    """Return how many objects a PDF says it has: what :func:`opinion_of` weighs."""
    try:
        return int(pdf.trailer["/Size"])
    except (KeyError, TypeError, ValueError):
        return 0


def _memory(path: Path, objects: int) -> int:
    return path.stat().st_size * _PER_BYTE + objects * _PER_OBJECT


def _can_be_asked(path: Path, objects: int) -> Said | None:
    if _memory(path, objects) > _MOST_MEMORY:
        return Said.TOO_LARGE
    try:
        import page  # noqa: F401 - 50 MB: only when a bundle may be declared
    except ImportError:
        return Said.MISSING
    return None


_last: list[tuple[tuple[str, int, int, int], Opinion]] = []


def _ask(path: Path) -> Opinion:
    import page

    known = path.stat()
    key = (str(path), known.st_ino, known.st_size, known.st_mtime_ns)
    if _last and _last[0][0] == key:
        return _last[0][1]
    limits = page.SafetyLimits(
        max_total_decoded_content_size=_MOST_UNPACKED, max_decoded_stream_size=_LONGEST_UNPACKED
    )
    try:
        report = page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1, limits=limits)
    except page.PageError:
        opinion = Opinion(Said.NOT_ABLE)
    else:
        failures = tuple(Failure(each.rule_id, each.message) for each in report.failures)
        opinion = Opinion(Said.AGREED if report.is_compliant else Said.BROKEN, failures)
    _last[:] = [(key, opinion)]
    return opinion


def _offset(path: Path, packet: bytes) -> int:
    """Return where the metadata lies in the file; they are written unpacked, and once."""
    found, kept, read = [], b"", 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            part = kept + chunk
            at = part.find(packet)
            while at >= 0:
                found.append(read - len(kept) + at)
                at = part.find(packet, at + 1)
            read += len(chunk)
            kept = part[-len(packet) + 1 :]
    if len(set(found)) != 1:
        raise ValueError("the PDF has no room for the declaration")
    return found[0]


def _put(path: Path, at: int, words: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(words)
