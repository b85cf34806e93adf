"""What lies under a hidden place goes with it: words under a drawn area, words printed twice."""

from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from portfolio_app.services import hiding, mapping, removal
from portfolio_app.services.pages import page_copy
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.test_removal import SECRET, added, assert_gone, hide_words, text_of

HIGH = A4[1]


def page(path: Path, *placed: tuple[float, float, str], link: str = "") -> Path:
    """Write a page with words at these points from its lower left corner, and a link below."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 12)
    for x, y, words in placed:
        canvas.drawString(x, y, words)
    if link:
        canvas.linkURL(link, (72, 400, 300, 420))
    canvas.save()
    return path


def test_words_under_a_drawn_area_are_gone_and_those_beside_it_stay(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    lines = ((72, 700, "Before it."), (72, 660, f"{SECRET} said so."), (72, 620, "After it."))
    uid = added(store, room, page(tmp_path / "a.pdf", *lines))
    assert SECRET in text_of(page_copy(store, room, uid))[0]
    area = (60, HIGH - 676, 300, HIGH - 652)

    hiding.hide(store, uid, mapping.anchor_for_box(store, uid, 1, area), "Pupil A")

    copy = removal.clean_copy(store, room, uid)
    assert_gone(copy, SECRET, "said")
    (text,) = text_of(copy)
    assert "Before it." in text
    assert "After it." in text


def test_a_letter_that_reaches_under_an_area_goes_and_its_neighbour_stays(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    lines = ((72, 700, "Open"), (200, 700, "Exampleton"))
    uid = added(store, room, page(tmp_path / "a.pdf", *lines))
    area = (195, HIGH - 716, 280, HIGH - 694)

    hiding.hide(store, uid, mapping.anchor_for_box(store, uid, 1, area))

    copy = removal.clean_copy(store, room, uid)
    assert_gone(copy, "Exampleton", "xample")
    assert "Open" in text_of(copy)[0]


def test_words_printed_twice_on_one_place_are_gone_both_times(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    words = f"{SECRET} said so."
    path = page(tmp_path / "a.pdf", (72, 660, words), (72, 600, "Below."), (72.6, 660.4, words))
    uid = added(store, room, path)

    hide_words(store, room, uid)

    copy = removal.clean_copy(store, room, uid)
    assert_gone(copy, SECRET)
    assert "Below." in text_of(copy)[0]


@pytest.mark.parametrize(
    ("link", "stays"),
    [
        ("https://example.org/people/alex-exampleton", False),
        ("https://example.org/people/%45xampleton", False),
        ("https://example.org/minutes", True),
    ],
)
def test_a_link_that_names_what_is_hidden_goes(
    store: Store, room: Workroom, tmp_path: Path, link: str, stays: bool
) -> None:
    lines = ((72, 660, f"{SECRET} said so."), (72, 406, "Read more"))
    uid = added(store, room, page(tmp_path / "a.pdf", *lines, link=link))

    hide_words(store, room, uid)

    copy = tmp_path / "copy.pdf"
    copy.write_bytes(removal.clean_copy(store, room, uid))
    with pikepdf.open(copy) as pdf:
        links = [str(each.A.URI) for each in pdf.pages[0].get("/Annots", [])]
    assert links == ([link] if stays else [])


def test_a_link_that_lies_on_a_hidden_place_goes(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    lines = ((72, 406, f"{SECRET} said so."), (72, 660, "Above."))
    uid = added(store, room, page(tmp_path / "a.pdf", *lines, link="https://example.org/minutes"))

    hide_words(store, room, uid)

    copy = tmp_path / "copy.pdf"
    copy.write_bytes(removal.clean_copy(store, room, uid))
    with pikepdf.open(copy) as pdf:
        assert "/Annots" not in pdf.pages[0]
