"""What files hold beside their pages is named before a bundle is built, and is not in it (X1)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from portfolio_app.services import (
    bundle,
    conversion,
    intake,
    mapping,
    portfolio,
    preflight,
    shortlist,
)
from portfolio_app.store import keychain as keychains
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom import soffice
from portfolio_app.workroom.host import Workroom
from tests.documents import office_files
from tests.documents.builders import pdf_of, words_at
from tests.keychain import MemoryKeychain

# Words of the files below that no page shows.
SECRETS = (
    "a secret sentence", "unseen words", "My own idea", "A Deputy", "A Reviewer", "Say this slowly",
    "Redundancies", "Hidden line", "column E", "Check this", "Salaries", "Nobody should see this",
    "SecretCamera", "SecretArtist", "SecretPacket", "SecretInside", "SecretAuthor", "SecretPiece",
    "SecretComment", "SecretAttachment", "SecretEarlier", "SecretKeyword", "SecretBookmark",
)  # fmt: skip
SHOWN = ("We chose to open twelve beds", "Why beds matter", "Estates", "The last revision")


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "SecretCamera", "SecretArtist"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 47.0, 59.0), 3: "W", 4: (1.0, 2.0, 3.0)})
    out = io.BytesIO()
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretPacket</x:xmpmeta>"
    Image.new("RGB", (320, 200), "navy").save(out, "JPEG", exif=exif, xmp=packet)
    return out.getvalue()


def paper() -> bytes:
    """Return a PDF of two revisions that says much about itself."""

    def first(pdf: Pdf) -> None:
        pdf.docinfo["/Author"] = "SecretAuthor"
        pdf.docinfo["/Keywords"] = "SecretKeyword"
        pdf.Root.Metadata = pdf.make_stream(b"<?xpacket?>SecretPacket<?xpacket end='w'?>")
        pdf.Root.PieceInfo = Dictionary(App=Dictionary(Private=String("SecretPiece")))
        pdf.attachments["note.txt"] = b"SecretAttachment"
        page = pdf.pages[0].obj
        page.PieceInfo = Dictionary(App=Dictionary(Private=String("SecretPiece")))
        page.Thumb = pdf.make_stream(b"SecretInside", Width=1, Height=1)
        image = pdf.make_stream(photo().replace(b"SecretCamera", b"SecretInside"))
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height = 320, 200
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        page.Resources.XObject = Dictionary(Im=image)
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 28, 28]), F=4,
            Contents=String("SecretComment"), T=String("SecretAuthor"),
        )  # fmt: skip
        page.Annots = Array([pdf.make_indirect(note)])

    data = pdf_of(words_at("SecretEarlier words") + b"q 80 0 0 50 200 20 cm /Im Do Q", change=first)
    reader = pypdf.PdfReader(io.BytesIO(data))
    writer = pypdf.PdfWriter(reader, incremental=True)
    page = writer.pages[0]
    content = pypdf.generic.DecodedStreamObject()
    content.set_data(words_at("The last revision") + b"q 80 0 0 50 200 20 cm /Im Do Q")
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    assert b"SecretEarlier" in out.getvalue() or len(out.getvalue()) > len(data)
    return out.getvalue()


@dataclass
class Made:
    store: Store
    path: Path


@pytest.fixture(scope="module", params=["text copies", "libreoffice"])
def made(
    request: pytest.FixtureRequest, room: Workroom, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Made]:
    if request.param == "libreoffice" and soffice.find() is None:
        pytest.skip("LibreOffice is not on this computer")
    place = tmp_path_factory.mktemp("parts")
    patch = pytest.MonkeyPatch()
    patch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
    patch.setattr("keyring.get_keyring", MemoryKeychain)
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    with portfolio.create(place / "mine.portfolio", facts).store as store:
        conversion.use_libreoffice(store, wanted=request.param == "libreoffice")
        contents = {
            "plan.docx": office_files.with_changes(office_files.word()),
            "talk.pptx": office_files.slides(),
            "budget.xlsx": office_files.workbook(),
            "photo.jpg": photo(),
            "paper.pdf": paper(),
        }
        for name, content in contents.items():
            (place / name).write_bytes(content)
        files = [place / name for name in contents]
        uids = [each.item_uid for each in intake.add(store, room, files).results]
        for uid in uids:
            mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
        shortlist.add(store, uids)
        built = bundle.build(store, room, place / "Portfolio.pdf", draft=True)
        yield Made(store, built.path)
    patch.undo()


def everything(path: Path) -> str:
    """Return all that a bundle holds: raw, unpacked, and as two readers read its words."""
    raw = path.read_bytes()
    parts = [raw.decode("latin-1"), raw.decode("utf-16-be", "ignore")]
    with pikepdf.open(path) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                data = each.read_raw_bytes()
                if str(each.get("/Filter")) != "/DCTDecode":
                    data = each.read_bytes()
                parts.append(data.decode("latin-1"))
            parts.append(each.unparse().decode("latin-1"))
    with pypdfium2.PdfDocument(path) as document:
        parts += [page.get_textpage().get_text_range() for page in document]
    parts += [page.extract_text() for page in pypdf.PdfReader(path).pages]
    return " ".join(" ".join(parts).split())


def test_what_no_page_shows_is_nowhere_in_the_bundle(made: Made) -> None:
    found = everything(made.path)

    for words in SHOWN:
        assert words in found, words
    assert [words for words in SECRETS if words in found] == []
    assert b"Exif\0" not in made.path.read_bytes()


def test_hidden_parts_of_files_are_named_before_it_is_built(made: Made) -> None:
    names = {each.title: each.ref for each in queries.evidence.items(made.store)}
    told = {
        each.about: each.message
        for each in preflight.findings(made.store, None)
        if each.rule in ("item.hidden-parts", "item.changes-shown")
    }
    refs = sorted(names.values())[:3]

    assert sorted(told) == refs
    every = " ".join(told.values())
    for what in ("comment", "tracked change", "hidden text", "speaker note", "hidden slide",
                 "hidden sheet"):  # fmt: skip
        assert what in every, what
