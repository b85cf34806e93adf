"""The search of a finished portfolio finds what is hidden, wherever somebody may have left it."""

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import keyring
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from portfolio_app.domain.bundle import BuiltBundle, BundlePlan
from portfolio_app.domain.hidden_left import raw_pattern
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle,
    evidence,
    hidden_left,
    hiding,
    intake,
    mapping,
    portfolio,
    shortlist,
)
from portfolio_app.services.pages import page_copy
from portfolio_app.services.passing_folder import scratch_folder
from portfolio_app.store import keychain as keychains
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.keychain import MemoryKeychain
from tests.services import documents

PAGES = (
    "Concerns were raised by Alex Exampleton about\nthe timetable of the ward.",
    "The second page names nobody at all.",
)
OTHER = ("Another piece, with a photograph of the room.",)


@dataclass(frozen=True)
class Finished:
    """A finished portfolio with a hidden name and a hidden area, and what it was made from."""

    store: Store
    uid: str
    file: Path
    plan: BundlePlan
    built: BuiltBundle
    old_page: bytes

    @property
    def page(self) -> int:
        """The page of the portfolio, from 1, that was drawn anew."""
        return self.built.items[0].first_page


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, room: Workroom) -> Iterator[Finished]:
    folder = tmp_path_factory.mktemp("finished")
    before = keyring.get_keyring()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
        keyring.set_keyring(MemoryKeychain())
        facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
        with portfolio.create(folder / "mine.portfolio", facts).store as store:
            yield _finish(store, room, folder)
    keyring.set_keyring(before)


def _finish(store: Store, room: Workroom, folder: Path) -> Finished:
    paths = [
        documents.pdf(folder / "minutes.pdf", *PAGES),
        documents.pdf(folder / "other.pdf", *OTHER),
    ]
    first, second = (each.item_uid for each in intake.add(store, room, paths).results)
    shortlist.set_order(store, [first, second])
    anchor = mapping.anchor_for_quote(store, room, first, "Alex Exampleton").anchor
    hiding.hide(store, first, anchor, "Pupil A")
    hiding.hide(store, first, mapping.anchor_for_box(store, first, 1, (60, 300, 200, 360)))
    evidence.edit(store, first, title="Notes on Alex Exampleton", context="Alex  EXAMPLETON spoke")
    kept: list[Finished] = []
    real = hidden_left.refuse

    def keep(store_: Store, room_: Workroom, plan: BundlePlan, built: BuiltBundle, path: Path,
             **rest: object) -> None:  # fmt: skip
        file = folder / "finished.pdf"
        shutil.copyfile(path, file)
        kept.append(Finished(store, first, file, plan, built, page_copy(store, room, first)))
        real(store_, room_, plan, built, path)

    with pytest.MonkeyPatch.context() as inner:
        inner.setattr(hidden_left, "refuse", keep)
        bundle.build(store, room, folder / "Portfolio.pdf", draft=True)
    return kept[0]


def search(finished: Finished, room: Workroom, change: Callable[[Pdf], None] | None = None) -> None:
    """Search the finished portfolio, changed as told, as a build does."""
    with scratch_folder(room, 1 << 20) as scratch:
        copy = scratch / "changed.pdf"
        with pikepdf.open(finished.file) as pdf:
            if change is not None:
                change(pdf)
            pdf.save(copy)
        hidden_left.refuse(finished.store, room, finished.plan, finished.built, copy)


def refusal(finished: Finished, room: Workroom, change: Callable[[Pdf], None]) -> PortfolioError:
    with pytest.raises(PortfolioError) as refused:
        search(finished, room, change)
    assert refused.value.code == "hidden-left"
    assert "Exampleton" not in str(refused.value)
    assert "Nothing was exported" in refused.value.hint
    return refused.value


def test_a_finished_portfolio_passes(finished: Finished, room: Workroom) -> None:
    search(finished, room)


def _write_on(pdf: Pdf, number: int, content: bytes) -> None:
    """Write on a page of ours with Helvetica."""
    page = pdf.pages[number - 1]
    if "/Font" not in page.Resources:
        page.Resources.Font = Dictionary()
    page.Resources.Font.Leak = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    page.contents_add(b"\nQ Q q BT /Leak 9 Tf 1 0 0 1 100 400 Tm " + content + b" ET Q")


def _unseen(pdf: Pdf, data: bytes) -> None:
    pdf.Root.Left = pdf.make_indirect(Stream(pdf, data))


def _bookmark(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "Notes on Alex Exampleton"


def _attachment(pdf: Pdf) -> None:
    pdf.attachments["Exampleton, Alex Exampleton.txt"] = b"nothing"


def _in_attachment(pdf: Pdf) -> None:
    pdf.attachments["notes.txt"] = b"said ALEX EXAMPLETON, twice"


def _description(pdf: Pdf) -> None:
    first = pdf.Root.StructTreeRoot.K
    thing = first[0] if isinstance(first, Array) else first
    thing.Alt = String("A photograph of Alex Exampleton")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda pdf: _write_on(pdf, 1, b"(Alex Exampleton) Tj"), "printed on page 1 of the bundle"),
        (lambda pdf: _write_on(pdf, 2, b"(ALEX) Tj 0 -12 Td (exampleton) Tj"), "page 2 of the"),
        (lambda pdf: _write_on(pdf, 2, b"(Alex Example-) Tj 0 -12 Td (ton) Tj"), "page 2 of the"),
        (lambda pdf: _write_on(pdf, 2, b"[(Al)-900(ex Exam)90(pleton)] TJ"), "page 2 of the"),
        (lambda pdf: _write_on(pdf, 2, b"3 Tr <416C6578204578616D706C65746F6E> Tj"), "page 2 of"),
        (_bookmark, "bookmarks"),
        (lambda pdf: pdf.docinfo.__setitem__("/Subject", "Alex Exampleton"), "properties"),
        (_attachment, "attachments"),
        (_in_attachment, "attachments"),
        (_description, "descriptions for screen readers"),
        (lambda pdf: _unseen(pdf, b"% alex exampleton"), "unseen"),
        (lambda pdf: _unseen(pdf, b"(Al) (ex Ex) (ampleton)"), "unseen"),
        (lambda pdf: _unseen(pdf, "Alex Exampleton".encode("utf-16-be")), "unseen"),
        (lambda pdf: _unseen(pdf, "Alex Exampleton".encode("utf-16-be").hex().encode()), "unseen"),
        (lambda pdf: _unseen(pdf, b"<</A(\\101lex Exampleton)>>"), "unseen"),
        (lambda pdf: pdf.Root.__setitem__("/Left", Name("/Alex Exampleton")), "unseen"),
    ],
)  # fmt: skip
def test_hidden_words_are_found_wherever_they_were_left(
    finished: Finished, room: Workroom, change: Callable[[Pdf], None], where: str
) -> None:
    assert where in refusal(finished, room, change).message


def _form(pdf: Pdf, finished: Finished) -> pikepdf.Object:
    return pdf.pages[finished.page - 1].Resources.XObject.Ev


def test_an_old_page_in_place_of_the_redrawn_one_is_found(
    finished: Finished, room: Workroom
) -> None:
    def put_back(pdf: Pdf) -> None:
        with pikepdf.open(io.BytesIO(finished.old_page)) as old:
            form = pdf.copy_foreign(old.pages[0].as_form_xobject())
        pdf.pages[finished.page - 1].Resources.XObject.Ev = form

    told = refusal(finished, room, put_back)

    assert f"on page 1 of E01 (page {finished.page} of the bundle)" in told.message
    assert "Draw the hidden area again, a little larger, or leave the page out" in told.hint


def test_a_page_that_holds_more_than_its_picture_is_found(
    finished: Finished, room: Workroom
) -> None:
    def draw_more(pdf: Pdf) -> None:
        form = _form(pdf, finished)
        form.write(form.read_bytes() + b"\n0 0 20 20 re f")

    assert "on page 1 of E01" in refusal(finished, room, draw_more).message


def test_words_that_are_left_beneath_the_picture_are_found(
    finished: Finished, room: Workroom
) -> None:
    def write_beneath(pdf: Pdf) -> None:
        form = _form(pdf, finished)
        form.Resources.Font.Unseen = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )  # fmt: skip
        words = b"BT 3 Tr /Unseen 9 Tf 1 0 0 1 100 400 Tm (Alex Exampleton) Tj ET"
        form.write(form.read_bytes() + b"\n" + words)

    assert "on page 1 of E01" in refusal(finished, room, write_beneath).message


@pytest.mark.parametrize("place", [(80.0, 310.0, 110.0, 330.0), (205.0, 75.0, 209.0, 82.0)])
def test_a_hidden_place_that_shows_something_is_found(
    finished: Finished, room: Workroom, place: tuple[float, float, float, float]
) -> None:
    """A few pixels of the area, and a corner of the name's block, are as the old page had them."""

    def show(pdf: Pdf) -> None:
        ((_, stream),) = _form(pdf, finished).Resources.XObject.items()
        assert isinstance(stream, Stream)
        picture = pikepdf.PdfImage(stream).as_pil_image().convert("RGB")
        scale = picture.width / 595.276
        x0, y0, x1, y1 = (round(each * scale) for each in place)
        corners = (x0, y0, x1, y1)
        picture.paste(
            Image.effect_noise((corners[2] - corners[0], corners[3] - corners[1]), 90).convert(
                "RGB"
            ),
            corners,
        )
        stream.write(picture.tobytes())
        stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
        stream.Width, stream.Height = picture.size

    assert "on page 1 of E01" in refusal(finished, room, show).message


def test_what_was_written_about_a_piece_is_masked_and_a_plan_that_is_not_is_stopped(
    finished: Finished, room: Workroom
) -> None:
    first = finished.plan.items[0]
    assert (first.title, first.context) == ("Notes on [Pupil A]", "[Pupil A] spoke")
    told = replace(first, context="what Exampleton, Alex Exampleton said")
    leaking = replace(finished, plan=replace(finished.plan, items=(told, *finished.plan.items[1:])))

    with pytest.raises(PortfolioError, match="in what is printed about E01"):
        search(leaking, room)


def test_words_of_other_scripts_are_sought_as_themselves_and_long_ones_by_their_beginning() -> None:
    hindi = raw_pattern("अगली बार खर्च. पहले")
    assert not hindi.search(b"q  .  Q    .    ")
    assert hindi.search("x अगली बार खर्च. पहले".encode())
    long = "Circulate the costings a week ahead. " * 40
    assert raw_pattern(long).search(("x (" + long).lower().encode())
    assert len(raw_pattern(long).pattern) == len(raw_pattern(long * 2).pattern)
