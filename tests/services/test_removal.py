"""What is hidden is gone from the page copy, whatever the page is made of; all else stays."""

import io
import random
import zipfile
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageChops, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.documents import positions
from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.passage import Box
from portfolio_app.domain.recognised import ReadPage, ReadWord
from portfolio_app.domain.splitting import Cut
from portfolio_app.pdf import words_beneath
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle,
    evidence,
    hiding,
    inside,
    intake,
    mapping,
    pack,
    preflight,
    reading,
    removal,
    shortlist,
    splitting,
)
from portfolio_app.services.pages import page_copy
from portfolio_app.sheets import annex as sheet_annex
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.documents.forms import Form
from tests.services import documents
from tests.thorough import WHOLE

SECRET = "Alex Exampleton"  # noqa: S105 - a name
SIDEWAYS = Image.Exif()
SIDEWAYS[0x0112] = 6  # orientation: turned by a quarter
MARK = (255, 0, 255)  # the colour of what lies under a hidden area in pictures


def added(store: Store, room: Workroom, path: Path) -> str:
    return intake.add(store, room, [path]).results[0].item_uid


def hide_words(
    store: Store, room: Workroom, uid: str, words: str = SECRET, label: str = ""
) -> None:
    hiding.hide(store, uid, mapping.anchor_for_quote(store, room, uid, words).anchor, label)


def text_of(copy: bytes) -> list[str]:
    with pypdfium2.PdfDocument(copy) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def drawn(copy: bytes, index: int = 0, scale: float = 2.0) -> Image.Image:
    with pypdfium2.PdfDocument(copy) as document:
        picture: Image.Image = document[index].render(scale=scale).to_pil().convert("RGB")
        return picture


def everything_in(copy: bytes) -> bytes:
    """Return every string, name and unpacked stream of a PDF, and the words two readers see."""
    parts = [copy]
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        for each in pdf.objects:
            parts.append(bytes(each.unparse()))
            if isinstance(each, Stream):
                parts.append(each.read_raw_bytes())
                if each.get("/Subtype") != "/Image":
                    parts.append(each.read_bytes())
    parts += [each.encode() for each in text_of(copy)]
    read = pypdf.PdfReader(io.BytesIO(copy))
    parts += [page.extract_text().encode() for page in read.pages]
    return b"\n".join(parts)


def assert_gone(copy: bytes, *secrets: str) -> None:
    held = everything_in(copy).lower()
    for secret in secrets:
        for word in secret.lower().split():
            for coded in (word.encode(), word.encode("utf-16-be"), word.encode().hex().encode()):
                assert coded not in held, f"{word} is still in it"


def marked(picture: Image.Image, off: int) -> tuple[int, int, int, int] | None:
    """Return the box, in pixels, of all that is nearly of the marked colour; None for nothing."""
    near = [
        channel.point([255 if abs(value - wanted) <= off else 0 for value in range(256)])
        for channel, wanted in zip(picture.convert("RGB").split(), MARK, strict=True)
    ]
    return ImageChops.multiply(ImageChops.multiply(near[0], near[1]), near[2]).getbbox()


def has_colour(picture: Image.Image) -> bool:
    """Whether any pixel is nearly of the marked colour."""
    return marked(picture, 50) is not None


def photo(path: Path, **saved: Any) -> Path:
    """Write a photograph with a marked place in its upper left quarter."""
    noise = Image.effect_noise((600, 400), 40).convert("RGB")
    ImageDraw.Draw(noise).rectangle((60, 40, 180, 120), fill=MARK)
    noise.save(path, **saved)
    return path


def area_of(store: Store, room: Workroom, uid: str, page: int = 0) -> Box:
    """Return the box, in page space points, around everything of the marked colour."""
    (wide, _) = reading.open_item(store, room, uid).sizes[page]
    picture = drawn(page_copy(store, room, uid), page)
    scale = picture.width / wide
    found = marked(picture, 90)
    assert found is not None
    x0, y0, x1, y1 = (each / scale for each in found)
    return (x0 - 3, y0 - 3, x1 + 3, y1 + 3)


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("photo.jpg", {"quality": 90}),
        ("turned.jpg", {"quality": 90, "exif": SIDEWAYS}),
        ("photo.png", {}),
    ],
)
def test_the_pixels_of_a_photograph_are_gone(
    store: Store, room: Workroom, tmp_path: Path, name: str, saved: dict[str, Any]
) -> None:
    uid = added(store, room, photo(tmp_path / name, **saved))
    before = drawn(page_copy(store, room, uid))
    box = area_of(store, room, uid)
    hiding.hide(store, uid, mapping.anchor_for_box(store, uid, 1, box))

    copy = removal.clean_copy(store, room, uid)

    after = drawn(copy)
    assert before.size == after.size
    assert has_colour(before)
    assert not has_colour(after)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        pictures = [
            e for e in pdf.objects if isinstance(e, Stream) and e.get("/Subtype") == "/Image"
        ]
        assert len(pictures) == 1  # nothing lies beneath, nothing beside
        assert not has_colour(pikepdf.PdfImage(pictures[0]).as_pil_image().convert("RGB"))
    scale = after.width / _wide(copy)
    corner = (round((box[0] + 2) * scale), round((box[1] + 2) * scale))
    assert after.getpixel(corner) == (0, 0, 0)


def _wide(copy: bytes) -> float:
    with pypdfium2.PdfDocument(copy) as document:
        return float(document[0].get_width())


def difficult(path: Path, turn: int, crop: tuple[float, ...] | None) -> Path:
    """Write a page with a name in words, in a curve's colour, a comment, a link and a form."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(400, 500), invariant=True)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(80, 400, "Raised by Alex Exampleton on the ward.")
    canvas.drawString(80, 380, "Words that stay exactly where they are.")
    canvas.setFillColorRGB(1, 0, 1)
    canvas.circle(200, 250, 20, fill=1)
    canvas.linkURL("https://example.org/alex-exampleton", (130, 395, 240, 412))
    canvas.linkURL("https://example.org/kept", (80, 375, 200, 392))
    canvas.bookmarkPage("Exampleton")
    canvas.addOutlineEntry("Alex Exampleton", "Exampleton")
    canvas.setAuthor("Alex Exampleton")
    canvas.showPage()
    canvas.drawString(80, 400, "The second page is as it was.")
    canvas.save()
    with pikepdf.open(held) as pdf:
        for page in pdf.pages:
            page.obj.Rotate = turn
            if crop is not None:
                page.obj.CropBox = Array(list(crop))
        first = pdf.pages[0].obj
        first.Annots.append(
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Text, Rect=Array([300, 300, 320, 320]),
                    Contents=String("Ask Alex Exampleton"), T=String("Alex Exampleton"),
                )
            )
        )  # fmt: skip
        first.Metadata = pdf.make_indirect(Stream(pdf, b"<x>Alex Exampleton</x>"))
        pdf.save(path)
    return path


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 60, 380, 470)])
def test_rotated_and_cropped_pages_lose_words_curves_links_and_comments(
    store: Store, room: Workroom, tmp_path: Path, turn: int, crop: tuple[float, ...] | None
) -> None:
    uid = added(store, room, difficult(tmp_path / "page.pdf", turn, crop))
    hide_words(store, room, uid, label="Pupil A")
    hiding.hide(store, uid, mapping.anchor_for_box(store, uid, 1, area_of(store, room, uid)))

    copy = removal.clean_copy(store, room, uid)

    assert_gone(copy, SECRET)
    old, new = text_of(page_copy(store, room, uid)), text_of(copy)
    assert "Words that stay exactly where they are." in new[0]
    assert "Raised by [Pupil A] on the ward." in new[0]
    assert new[1] == old[1]
    before, after = drawn(page_copy(store, room, uid)), drawn(copy)
    assert before.size == after.size
    assert has_colour(before)
    assert not has_colour(after)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        links = [str(a.A.URI) for a in pdf.pages[0].obj.get("/Annots", Array())]
    assert links == ["https://example.org/kept"]


@pytest.mark.parametrize(("turn", "off"), [(0, 3.0), (90, 30.0)])
def test_words_lie_where_they_lay(
    store: Store, room: Workroom, tmp_path: Path, turn: int, off: float
) -> None:
    """To a few points; words of a turned line lie on their line, roughly where they were."""
    uid = added(store, room, difficult(tmp_path / "page.pdf", turn, None))
    hide_words(store, room, uid)

    copy = removal.clean_copy(store, room, uid)

    def places(of: bytes) -> dict[str, tuple[float, ...]]:
        with pypdfium2.PdfDocument(of) as document:
            text, boxes = positions.characters(document[0])
        found = {}
        for word in ("Words", "exactly", "are", "Raised", "ward"):
            at = text.index(word)
            four = [boxes[4 * n : 4 * n + 4] for n in range(at, at + len(word))]
            low = tuple(min(each[i] for each in four) for i in (0, 1))
            found[word] = (*low, *(max(each[i] for each in four) for i in (2, 3)))
        return found

    old, new = places(page_copy(store, room, uid)), places(copy)
    for word, place in old.items():
        assert new[word] == pytest.approx(place, abs=off)


def test_words_beside_the_page_can_be_claimed_where_others_are_hidden(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    """The lines of a text box that is too full run off the slide: read, but not seen."""
    page = Canvas(str(tmp_path / "slide.pdf"), (400, 300))
    for number, line in enumerate((f"Raised by {SECRET}", "Seen at the edge", "Costs beside it")):
        page.drawString(50, 40 - 30 * number, line)
    page.save()
    uid = added(store, room, tmp_path / "slide.pdf")
    claimed = mapping.anchor_for_quote(store, room, uid, "Seen at the edge Costs beside it").anchor
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], claimed)
    shortlist.add(store, [uid])
    hide_words(store, room, uid)

    built = bundle.build(store, room, tmp_path / "Portfolio.pdf")

    assert [each.quote for each in built.bundle.claims] == ["Seen at the edge Costs beside it"]
    assert_gone(built.path.read_bytes(), SECRET)
    hiding.hide(store, uid, mapping.anchor_for_box(store, uid, 1, (0, 0, 400, 100)))
    assert "Costs" not in text_of(removal.clean_copy(store, room, uid))[0]


def test_a_scan_loses_its_pixels_and_the_words_read_from_it(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    picture = Image.new("RGB", (800, 400), "white")
    ink = ImageDraw.Draw(picture)
    ink.rectangle((100, 100, 400, 140), fill=MARK)
    held = io.BytesIO()
    picture.save(held, "PDF", resolution=100)
    words = [
        ReadWord("Alex", 72.0, 72.0, 160.0, 100.0, 1, 90),
        ReadWord("Exampleton", 170.0, 72.0, 288.0, 100.0, 1, 90),
        ReadWord("agreed", 300.0, 72.0, 380.0, 100.0, 1, 90),
    ]
    path = tmp_path / "scan.pdf"
    path.write_bytes(words_beneath.lay(held.getvalue(), [ReadPage(0, tuple(words))]))
    uid = added(store, room, path)
    hide_words(store, room, uid)

    copy = removal.clean_copy(store, room, uid)

    assert_gone(copy, SECRET)
    assert "agreed" in text_of(copy)[0]
    assert not has_colour(drawn(copy))


def test_answers_of_a_form_and_comments_are_gone(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    form = Form()
    form.label("Name of the pupil:", 60, 710)
    form.label("Agreed with the ward.", 60, 660)
    form.widget(
        "pupil", (160, 700, 400, 720), FT=Name.Tx, V=String(SECRET), DA=String("/Helv 10 Tf 0 g")
    )
    path = tmp_path / "form.pdf"
    form.pdf.save(path)
    uid = added(store, room, path)
    assert SECRET in text_of(page_copy(store, room, uid))[0]
    hide_words(store, room, uid)

    copy = removal.clean_copy(store, room, uid)

    assert_gone(copy, SECRET)
    assert "Agreed with the ward." in text_of(copy)[0]


@pytest.mark.parametrize("kind", ["mail", "text", "web"])
def test_pages_made_of_words_lose_them_too(
    store: Store, room: Workroom, tmp_path: Path, kind: str
) -> None:
    words = f"The board heard {SECRET} and chose the second option."
    if kind == "mail":
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "team@example.org", "Minutes"
        mail.set_content(words)
        path = tmp_path / "minutes.eml"
        path.write_bytes(bytes(mail))
    else:
        path = tmp_path / ("minutes.txt" if kind == "text" else "minutes.html")
        path.write_text(words if kind == "text" else f"<html><p>{words}</p></html>")
    uid = added(store, room, path)
    hide_words(store, room, uid, label="Pupil A")

    copy = removal.clean_copy(store, room, uid)

    assert_gone(copy, SECRET)
    assert "The board heard [Pupil A] and chose the second option." in text_of(copy)[0]


def test_a_picture_that_pages_share_stays_on_no_page_once_it_is_hidden_on_one(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    """The second page lists the first one's picture among its resources and never draws it."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(300, 300), invariant=True)
    canvas.drawImage(str(photo(tmp_path / "shared.png")), 20, 20, 200, 133)
    canvas.showPage()
    canvas.drawString(40, 200, "Nothing here.")
    canvas.save()
    path = tmp_path / "shared.pdf"
    with pikepdf.open(held) as pdf:
        for key, value in pdf.pages[0].Resources.XObject.items():
            if "/XObject" not in pdf.pages[1].Resources:
                pdf.pages[1].Resources.XObject = Dictionary()
            pdf.pages[1].Resources.XObject[key] = value
        pdf.save(path)
    uid = added(store, room, path)
    hiding.hide(store, uid, mapping.anchor_for_box(store, uid, 1, area_of(store, room, uid)))

    with pikepdf.open(io.BytesIO(removal.clean_copy(store, room, uid))) as pdf:
        for each in pdf.objects:
            if isinstance(each, Stream) and each.get("/Subtype") == "/Image":
                assert not has_colour(pikepdf.PdfImage(each).as_pil_image().convert("RGB"))


def test_a_copy_is_made_once_and_again_when_something_else_is_hidden(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = added(store, room, documents.pdf(tmp_path / "a.pdf", f"{SECRET} and Sam Sampleton."))
    assert removal.clean_copy(store, room, uid) == page_copy(store, room, uid)
    hide_words(store, room, uid)
    first = removal.clean_copy(store, room, uid)
    calls: list[str] = []
    real = room.call

    def call(op: str, *rest: Any, **more: Any) -> Any:
        calls.append(op)
        return real(op, *rest, **more)

    monkeypatch.setattr(room, "call", call)

    assert removal.clean_copy(store, room, uid) == first
    assert "redact" not in calls
    hide_words(store, room, uid, "Sam Sampleton")
    assert_gone(removal.clean_copy(store, room, uid), SECRET, "Sam Sampleton")


def test_a_hidden_place_that_waits_to_be_placed_gives_no_copy(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    from portfolio_app.store import tables

    uid = added(store, room, documents.pdf(tmp_path / "a.pdf", SECRET))
    hide_words(store, room, uid)
    with store.session() as session:
        session.query(tables.HideRow).one().to_place = 1

    with pytest.raises(PortfolioError) as refused:
        removal.clean_copy(store, room, uid)
    assert refused.value.code == "hidden-to-place"


# which originals may travel, decision D19


def test_an_original_stays_when_it_or_its_copy_or_a_part_of_it_hides_something(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "minutes.pdf", f"{SECRET} spoke.", "Nobody spoke here.")
    uid = added(store, room, path)
    again = intake.add(store, room, [path], again=True).results[0].item_uid
    other = added(store, room, documents.pdf(tmp_path / "other.pdf", f"{SECRET} again."))
    parts = splitting.split(store, room, again, [Cut(0, "First"), Cut(1, "Second")]).uids
    assert not any(removal.held(store, each) for each in (uid, again, other, *parts))

    hide_words(store, room, uid)

    assert removal.held(store, uid)
    assert removal.held(store, again)
    assert all(removal.held(store, each) for each in parts)
    assert not removal.held(store, other)  # left there by choice: its own page copy hides nothing


def test_a_mail_stays_when_its_attachment_hides_something_and_so_does_what_shows_the_same(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "team@example.org", "Two papers"
    mail.set_content("Two papers are attached.")
    for name, words in (("a.pdf", f"{SECRET} spoke."), ("b.pdf", "Nobody is named.")):
        data = documents.pdf(tmp_path / name, words).read_bytes()
        mail.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    path = tmp_path / "mail.eml"
    path.write_bytes(bytes(mail))
    whole = added(store, room, path)
    listed = inside.inside(store, room, whole)
    taken = inside.take(store, room, whole, [each.number for each in listed])
    first, second = (each.item_uid for each in taken.results)

    hide_words(store, room, first)

    assert removal.held(store, whole)
    assert removal.held(store, first)
    assert not removal.held(store, second)


def test_a_zip_of_it_all_stays_where_something_is_hidden_and_is_searched_when_it_was_chosen(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    paper = tmp_path / "minutes.docx"
    written = docx.Document()
    written.add_paragraph(f"Raised by {SECRET} today.")
    written.save(str(paper))
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.write(paper, "minutes.docx")
    with zipfile.ZipFile(tmp_path / "more.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.write(documents.pdf(tmp_path / "other.pdf", "Nothing of it"), "other.pdf")
    uids = [added(store, room, each) for each in (paper, *sorted(tmp_path.glob("*.zip")))]
    for uid in uids:
        mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, uids)
    folder = tmp_path / "Hand in"
    pack.build_pack(store, room, folder)
    assert len(list((folder / "04_Originals").iterdir())) == 2

    hide_words(store, room, uids[0])
    built = pack.build_pack(store, room, folder)

    assert not (folder / "04_Originals").exists()
    stays = [each.message for each in built.findings if each.rule == "folder.original-stays"]
    assert len(stays) == 2
    assert all("no pages that could be searched" in each for each in stays)
    for uid, told in ((uids[1], "hidden text was still in"), (uids[2], "can't be searched")):
        chosen = BundleOptions(also_originals=(uid,))
        with pytest.raises(PortfolioError, match=told) as stopped:
            pack.build_pack(store, room, folder, options=chosen)
        assert stopped.value.code == "hidden-left"


def test_a_folder_holds_nothing_of_it_in_any_of_its_files(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = added(store, room, documents.pdf(tmp_path / f"{SECRET}.pdf", f"Heard {SECRET} on it."))
    anchor = mapping.anchor_for_quote(store, room, uid, f"Heard {SECRET} on").anchor
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], anchor, shows=f"{SECRET}, too")
    evidence.edit(store, uid, title=f"Talk with {SECRET}", context=f"Of {SECRET}")
    shortlist.add(store, [uid])
    hide_words(store, room, uid, label="Pupil A")
    options = BundleOptions(item_pdfs=True, annex_xlsx=True, annex_docx=True)

    built = pack.build_pack(store, room, tmp_path / "Bundle", options=options, draft=True)

    for each in sorted(built.folder.rglob("*")):
        assert "exampleton" not in each.name.lower()
        if each.suffix == ".pdf":
            assert_gone(each.read_bytes(), SECRET)
        elif each.is_file():
            parts = [each.read_bytes()]
            if zipfile.is_zipfile(each):
                with zipfile.ZipFile(each) as package:
                    parts += [package.read(name) for name in package.namelist()]
            assert not any(b"exampleton" in part.lower() for part in parts)
    assert any("[Pupil A]" in text for text in text_of(built.path.read_bytes()))
    before = sorted(each.name for each in built.folder.rglob("*"))

    real = sheet_annex.workbook
    monkeypatch.setattr(
        sheet_annex,
        "workbook",
        lambda plan, table: real(replace(plan, standard_name=f"Talk with {SECRET}"), table),
    )
    with pytest.raises(PortfolioError) as refused:
        pack.build_pack(store, room, tmp_path / "Bundle", options=options, draft=True)
    assert refused.value.code == "hidden-left"
    assert "06_Annex_A.xlsx" in refused.value.message
    assert sorted(each.name for each in built.folder.rglob("*")) == before


# real files


def test_real_files_lose_what_is_hidden(corpus: Path, store: Store, room: Workroom) -> None:
    chosen = random.Random(4)  # noqa: S311 - the same files every time
    paths = [
        each
        for folder in ("reports-pdf", "word", "slides", "emails", "scans", "photos", "spreadsheets")
        for each in chosen.sample(
            sorted(p for p in (corpus / folder).rglob("*") if p.is_file()), 4 if WHOLE else 3
        )
    ]
    hidden = 0
    for uid in (each.item_uid for each in intake.add(store, room, paths).results if each.item_uid):
        texts = [p for p in queries.text.page_texts(store, uid) if len(p.text.split()) > 20]
        if not texts:
            continue
        page = texts[0]
        word = max(page.text.split(), key=lambda each: sum(map(str.isalpha, each)))
        try:
            made = hiding.hide_everywhere(
                store, room, word.strip(".,;:()"), "Hidden one", scope=[uid]
            )
        except PortfolioError:
            continue
        before = " ".join(each.text for each in queries.text.page_texts(store, uid))
        copy = removal.clean_copy(store, room, uid)
        after = " ".join(text_of(copy))
        gone = word.strip(".,;:()").casefold()
        assert gone not in after.casefold(), uid
        assert len(after.split()) > 0.9 * len(before.split()) - 3 * len(made.uids), uid
        hidden += 1
    assert hidden >= 8
    assert preflight.findings(store) is not None
