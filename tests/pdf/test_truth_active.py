"""Nothing that acts, is attached or tells of its maker is in a bundle, whatever goes into it.

The corpus is looked through in part; with PORTFOLIO_CORPUS_WHOLE=1 every file of it.
"""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from portfolio_app.domain.bundle import PlanItem
from portfolio_app.domain.document import Facts, ReadStatus
from portfolio_app.domain.wire import decode
from portfolio_app.pdf import paper_file
from portfolio_app.pdf.finishing import Identity
from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.progress import silent
from portfolio_app.workroom.host import Workroom
from tests.pdf.builders import Built, claim, item, plan, write_pages
from tests.pdf.scanning import wrongs
from tests.thorough import WHOLE

AUTHOR = "An Apprentice"
ONE_IN = 1 if WHOLE else 9
AT_ONCE = 25  # pieces in a bundle
SECONDS = 900 if WHOLE else 120


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workroom]:
    with Workroom(tmp_path_factory.mktemp("scratch")) as made:
        yield made


def pages_of(room: Workroom, path: Path) -> tuple[bytes, int]:
    """Return the page copy of a file as the app makes it, and its pages; none when it has none."""
    reply = room.call("read", {"name": path.name}, [path.read_bytes()])
    facts = decode(Facts, reply.result["facts"])
    return (reply.blobs[0], facts.pages) if facts.status is ReadStatus.READABLE else (b"", 0)


def bundle_of(folder: Path, room: Workroom, paths: list[Path]) -> Built:
    """Return a bundle of the pages of all these files."""
    pieces: list[PlanItem] = []
    sources = {}
    for number, path in enumerate(paths, 1):
        copy, pages = pages_of(room, path)
        if not pages:
            pieces.append(item(number, 0, slip="It has no pages.", title=path.name))
            continue
        source = folder / f"copy-{number}.pdf"
        source.write_bytes(copy)
        sources[f"item-{number}"] = source
        pieces.append(item(number, pages, title=path.name, file_name=path.name))
    return Built(folder, plan(*pieces, apprentice=AUTHOR), sources)


def test_nothing_active_is_left_of_any_file_of_the_corpus(
    corpus: Path, room: Workroom, tmp_path: Path
) -> None:
    began = time.monotonic()
    files = sorted(
        path for path in corpus.rglob("*") if path.is_file() and path.suffix not in (".md", ".tsv")
    )[::ONE_IN]
    always = sorted((corpus / "active-content").glob("*.pdf")) + sorted(
        (corpus / "photos").glob("*xif*")
    )
    files = list(dict.fromkeys([*always, *files]))

    shown = 0
    for start in range(0, len(files), AT_ONCE):
        some = files[start : start + AT_ONCE]
        built = bundle_of(tmp_path, room, some)

        assert wrongs(built.path, author=AUTHOR) == [], some
        assert inspect_bundle(built.path, silent).findings == (), some
        shown += sum(each.pages > 0 for each in built.result.items)

    assert shown > len(files) / 3
    assert time.monotonic() - began < SECONDS


def test_a_photo_says_nothing_of_where_when_and_with_what_it_was_taken(
    room: Workroom, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x9C9D] = "SecretCamera", "SecretModel", b"S\0e\0c\0"
    exif[0x013B], exif[0x8298] = "SecretArtist", "SecretCopyright"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 47.0, 59.0), 3: "W", 4: (1.0, 2.0, 3.0)})
    exif.get_ifd(0x8769).update({0x9003: "2025:03:12 10:20:30", 0xA434: "SecretLens"})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretPacket</x:xmpmeta>"
    picture = Image.new("RGB", (320, 200), "navy")
    keys: dict[str, dict[str, Any]] = {
        "jpg": {"exif": exif, "comment": b"SecretComment", "xmp": xmp},
        "png": {"exif": exif},
        "webp": {"exif": exif, "xmp": xmp},
        "tif": {"tiffinfo": {270: "SecretDescription", 315: "SecretArtist", 700: xmp}},
        "jp2": {},
    }
    paths = []
    for suffix, own in keys.items():
        made = io.BytesIO()
        path = tmp_path / f"photo.{suffix}"
        kind = {"jpg": "JPEG", "tif": "TIFF", "jp2": "JPEG2000"}.get(suffix, suffix.upper())
        picture.save(made, kind, **own)
        data = made.getvalue()
        if suffix == "jp2":
            data += b"\0\0\0\x1cxml <a>SecretBox</a>"
        assert suffix in ("jp2",) or b"Secret" in data
        path.write_bytes(data)
        paths.append(path)
    paths.append(with_picture_of_its_own(tmp_path / "page.pdf", paths[0].read_bytes()))

    built = bundle_of(tmp_path, room, paths)

    assert sum(each.pages for each in built.result.items) >= 5
    assert wrongs(built.path, author=AUTHOR) == []
    with pikepdf.open(built.path) as pdf:
        raw = [each.read_raw_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        last = pdf.pages[built.result.items[-1].first_page - 1].Resources.XObject["/Ev"]
        for photo in last.Resources.XObject.values():
            assert pikepdf.PdfImage(photo).as_pil_image().getpixel((9, 9)) == (1, 0, 128)
    told = b"".join(raw) + built.path.read_bytes()
    for word in (b"Secret", b"Exif\0", b"2025:03", b"ns.adobe.com/exif"):
        assert word not in told, word


def test_a_paper_of_its_own_loses_what_a_camera_says_too(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    copy = with_picture_of_its_own(tmp_path / "copy.pdf", jpeg(exif=exif, comment=b"SecretNote"))
    out = tmp_path / "Proposal.pdf"

    paper_file.write(copy, Identity("Proposal", AUTHOR, "2026-03-03T10:00:00Z"), out)

    with pikepdf.open(out) as pdf:
        assert set(pdf.docinfo.keys()) <= {"/Title", "/Author", "/CreationDate", "/ModDate"}
        pictures = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        assert not any(b"Secret" in each.read_raw_bytes() for each in pictures)
        assert any(each.get("/Subtype") == "/Image" for each in pictures)


def with_picture_of_its_own(path: Path, jpeg: bytes) -> Path:
    """Write a page that shows a photo just as the camera made it."""
    write_pages(path)
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        photo = pdf.make_stream(jpeg)
        photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
        photo.Width, photo.Height, photo.BitsPerComponent = 320, 200, 8
        photo.ColorSpace = Name.DeviceRGB
        photo.Metadata = pdf.make_stream(b"<x:xmpmeta>SecretPacket</x:xmpmeta>")
        photo.PieceInfo = Dictionary(Editor=Dictionary(Private="SecretEdits"))
        twice = pdf.make_stream(zlib.compress(jpeg))
        for key in ("/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace"):
            twice[key] = photo[key]
        twice.Filter = Array([Name.FlateDecode, Name.DCTDecode])
        page = pdf.pages[0].obj
        page.Thumb = photo
        page.Resources.XObject = Dictionary(P=photo, Q=twice)
        page.Contents = pdf.make_stream(b"q 320 0 0 200 99 99 cm /P Do /Q Do Q")
        pdf.docinfo.Author = "SecretAuthor"
        pdf.save(path)
    return path


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def action(kind: str, **keys: Any) -> Callable[[Pdf, Any], None]:
    def add(pdf: Pdf, page: Any) -> None:
        rect = Array([0, 0, 9, 9])
        acting = Dictionary(S=Name("/" + kind), **keys)
        page.Annots.append(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=acting))

    return add


def picture(pdf: Pdf, page: Any, data: bytes) -> None:
    photo = pdf.make_stream(data)
    photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
    page.Resources.XObject = Dictionary(Photo=pdf.make_indirect(photo))


def noted(pdf: Pdf, page: Any) -> None:
    page.Annots.append(Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents="A comment"))


def buried(pdf: Pdf, page: Any) -> None:
    page.Resources.Properties = Dictionary(P=Array([Dictionary(Deep=script())]))


def jpeg(**keys: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", **keys)
    return out.getvalue()


def with_exif() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    return jpeg(exif=exif)


PLANTED: dict[str, Callable[[Pdf, Any], Any]] = {
    "script at opening": lambda pdf, _: pdf.Root.__setitem__("/OpenAction", script()),
    "script among the names": lambda pdf, _: pdf.Root.Names.__setitem__(
        "/JavaScript", Dictionary(Names=Array(["a", script()]))
    ),
    "script out of reach": lambda pdf, _: pdf.make_indirect(script()),
    "script deep in a property": buried,
    "launch": action("Launch", F="program.exe"),
    "submit": action("SubmitForm", F="https://example.org"),
    "import": action("ImportData", F="data.fdf"),
    "remote page": action("GoToR", F="other.pdf"),
    "embedded page": action("GoToE"),
    "rendition": action("Rendition"),
    "address that runs": action("URI", URI="javascript:alert(1)"),
    "address of a file": action("URI", URI="file:///etc/passwd"),
    "action after an action": action("URI", URI="https://example.org", Next=script()),
    "attached file": lambda pdf, _: pdf.attachments.__setitem__("a.txt", b"attached"),
    "form": lambda pdf, _: pdf.Root.__setitem__("/AcroForm", Dictionary(XFA="x")),
    "comment": noted,
    "small picture": lambda pdf, page: page.__setitem__("/Thumb", pdf.make_stream(b"")),
    "page's private data": lambda _, page: page.__setitem__("/PieceInfo", Dictionary()),
    "page's metadata": lambda pdf, page: page.__setitem__(
        "/Metadata", pdf.make_stream(b"<x/>")
    ),
    "another author": lambda pdf, _: pdf.docinfo.__setitem__("/Author", "Somebody"),
    "producer": lambda pdf, _: pdf.docinfo.__setitem__("/Producer", "Some program 1.2"),
    "place in a picture": lambda pdf, page: picture(pdf, page, with_exif()),
    "comment in a picture": lambda pdf, page: picture(pdf, page, jpeg(comment=b"c")),
    "data behind a picture": lambda pdf, page: picture(pdf, page, jpeg() + b"#" * 99),
    "layers": lambda pdf, _: pdf.Root.__setitem__("/OCProperties", Dictionary()),
}  # fmt: skip


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    return Built(folder, plan(item(1, 1, claims=(claim("K1"),)), apprentice=AUTHOR)).path


@pytest.mark.parametrize("name", PLANTED)
def test_the_look_sees_whatever_is_planted(clean: Path, tmp_path: Path, name: str) -> None:
    assert wrongs(clean, author=AUTHOR) == []
    out = tmp_path / "planted.pdf"
    with Pdf.open(clean) as pdf:
        pdf.save(out)
        before = set(wrongs(out, author=AUTHOR))
        PLANTED[name](pdf, pdf.pages[-1].obj)
        pdf.save(out, preserve_pdfa=False)
        if name == "script out of reach":
            out.write_bytes(unreached(out))

    assert set(wrongs(out, author=AUTHOR)) - before, name


def unreached(path: Path) -> bytes:
    """Return the PDF with one more object that nothing leads to."""
    data = path.read_bytes()
    with Pdf.open(path) as pdf:
        number, root = int(pdf.trailer["/Size"]), pdf.Root.objgen[0]
        info = pdf.trailer.Info.objgen[0]
    start = data.rindex(b"startxref")
    before = data[start:].split()[1]
    at = len(data)
    made = b"%d 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer<</Size %d/Root %d 0 R/Info %d 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        number + 1, root, info, before, at + len(made),
    )  # fmt: skip
    return data + made + table + trailer


def test_the_document_says_of_itself_only_what_it_means_to(clean: Path) -> None:
    with pikepdf.open(clean) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        packet = pdf.Root.Metadata.read_bytes().decode()

    assert info["/Title"] == "Portfolio of evidence: Senior leader, level 7 · ST0480 version 1.2"
    assert info["/Author"] == AUTHOR
    assert info["/Creator"] == "Test"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20260303100000Z"
    assert set(info) == {"/Title", "/Author", "/Creator", "/CreationDate", "/ModDate"}
    assert "Producer" not in packet
    assert "InstanceID" not in packet
    assert packet.count("2026-03-03T10:00:00Z") == 1
