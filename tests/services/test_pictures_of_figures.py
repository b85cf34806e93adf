"""Pictures of figures hold their pixels and nothing else, and show nothing that was hidden."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from portfolio_app.domain.draft import Block, BlockKind, Figure
from portfolio_app.problems import Level, PortfolioError
from portfolio_app.services import (
    emptying,
    hiding,
    intake,
    mapping,
    pictures,
    portfolio,
    proposal,
    proposal_checks,
    restore_points,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

TOLD = b"51.5074 Exampleton"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    folder = tmp_path_factory.mktemp("pictures") / "p.portfolio"
    made = portfolio.create(folder, facts, passphrase="of tests", in_keychain=False)  # noqa: S106
    with made.store as store:
        yield store


def _photo(form: str, orientation: int = 1) -> bytes:
    """Return a picture, red on its left half, that says where and by whom it was made."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste("red", (0, 0, 30, 40))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = TOLD.decode()  # the artist
    exif.get_ifd(0x8825)[0x001B] = TOLD  # GPS
    out = io.BytesIO()
    if form == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", TOLD.decode())
        image.save(out, form, pnginfo=words, exif=exif)
    else:
        image.save(out, form, exif=exif, quality=95, comment=TOLD)
    return out.getvalue() + TOLD


def test_a_picture_is_turned_upright_and_says_nothing_of_where_it_was_made(
    held: Store, room: Workroom, tmp_path: Path
) -> None:
    for form, ending in (("JPEG", "jpg"), ("PNG", "png")):
        path = tmp_path / f"ward plan.{ending}"
        path.write_bytes(_photo(form, orientation=6))

        found = pictures.add(held, room, path)

        data = pictures.content(held, found)
        image = Image.open(io.BytesIO(data)).convert("RGB")
        assert image.size == (found.width, found.height) == (40, 60)
        assert image.getpixel((20, 5))[1] < 40  # red above
        assert image.getpixel((20, 55))[1] > 215  # white below
        assert TOLD not in data
        assert b"Exif" not in data
        assert found.name == f"ward plan.{ending}"
        assert queries.proposal.pictures(held)[found.uid] == found


def test_a_transparent_picture_stands_on_white_and_a_large_one_is_made_smaller(
    held: Store, room: Workroom
) -> None:
    clear, large = io.BytesIO(), io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(clear, "PNG")
    Image.new("1", (6000, 300), 1).save(large, "PNG")

    first = pictures.add(held, room, clear.getvalue(), "clear.png")
    second = pictures.add(held, room, large.getvalue())

    shown = Image.open(io.BytesIO(pictures.content(held, first))).convert("RGB")
    assert shown.getpixel((10, 10)) == (255, 255, 255)
    assert (second.width, second.height) == (2400, 120)
    drawn = pictures.drawn(held, room, second, 600)
    assert (drawn.width, drawn.height, len(drawn.pixels)) == (600, 30, 600 * 30 * 4)


def test_the_same_picture_is_kept_once(held: Store, room: Workroom) -> None:
    before = len(queries.proposal.pictures(held))

    first = pictures.add(held, room, _photo("JPEG"), "a.jpg")
    second = pictures.add(held, room, _photo("JPEG"), "b.jpg")

    assert first == second
    assert len(queries.proposal.pictures(held)) == before + 1


def _bomb() -> bytes:
    """Return a PNG of a few bytes that says it has 30,000 by 30,000 pixels."""
    import struct
    import zlib

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    size = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_what_is_no_picture_broken_or_a_bomb_is_refused_in_words(
    held: Store, room: Workroom, tmp_path: Path
) -> None:
    before = len(queries.proposal.pictures(held))
    wrong = {
        "report.pdf": (
            documents.pdf(tmp_path / "report.pdf", "Hello").read_bytes(),
            "not-a-picture",
        ),
        "page.html": (b"<html><img src='https://example.invalid/x.png'></html>", "not-a-picture"),
        "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown-picture"),
        "cut.jpg": (_photo("JPEG")[:400], "damaged-picture"),
        "bomb.png": (_bomb(), "huge-picture"),
        "empty.png": (b"", "damaged-picture"),
    }

    for name, (data, code) in wrong.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(PortfolioError) as refused:
            pictures.add(held, room, path)
        assert refused.value.code == code, name
        assert refused.value.hint
    with pytest.raises(PortfolioError, match="can't be read"):
        pictures.add(held, room, tmp_path / "gone.png")

    assert len(queries.proposal.pictures(held)) == before


def test_a_page_taken_as_a_picture_shows_nothing_that_is_hidden(
    held: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "minutes.pdf", "First page", "Chaired by Alex Exampleton")
    uid = intake.add(held, room, [path]).results[0].item_uid

    seen = pictures.add_page(held, room, uid, 1)
    figure = Block("f", BlockKind.FIGURE, figure=Figure(seen.uid))
    hiding.hide(
        held, uid, mapping.anchor_for_quote(held, room, uid, "Alex Exampleton").anchor, "the chair"
    )
    with held.session() as session:  # in the same second it would be told once more
        session.connection().exec_driver_sql("UPDATE picture SET made_at = '2025-01-01T00:00:00Z'")
        session.connection().exec_driver_sql("UPDATE hide SET made_at = '2025-01-02T00:00:00Z'")
    again = pictures.add_page(held, room, uid, 1)

    proposal.keep(held, [figure], ["f"])
    told = {each.rule: each for each in proposal_checks.check(held)}
    assert told["proposal.hidden-since"].level is Level.MUST_FIX
    assert told["proposal.hidden-since"].about_uid == "f"
    proposal.keep(held, [replace(figure, figure=Figure(again.uid))])
    assert "proposal.hidden-since" not in {each.rule for each in proposal_checks.check(held)}
    proposal.keep(held, [], [])
    assert again.uid != seen.uid
    assert (again.item_uid, again.name) == (uid, "Minutes, page 2.png")
    assert max(again.width, again.height) == 2000
    pair = [Image.open(io.BytesIO(pictures.content(held, each))) for each in (seen, again)]
    assert pair[0].convert("RGB").tobytes() != pair[1].convert("RGB").tobytes()
    with pytest.raises(PortfolioError) as refused:
        pictures.add_page(held, room, uid, 2)
    assert refused.value.code == "no-such-page"


def test_a_piece_becomes_an_appendix_under_its_own_title(
    held: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "Staff survey.pdf", "One", "Two", "Three")
    uid = intake.add(held, room, [path]).results[0].item_uid

    made = pictures.appendix(held, room, uid, [0, 2])

    heading, *figures = made.blocks
    assert (heading.kind, heading.text) == (BlockKind.APPENDIX, "Staff survey")
    assert [each.figure.picture_uid for each in figures if each.figure] == [
        each.uid for each in made.pictures
    ]
    assert [each.name for each in made.pictures] == [
        "Staff survey, page 1.png",
        "Staff survey, page 3.png",
    ]
    assert made.left_out == 0
    assert queries.proposal.blocks(held) == ()


def _age(store: Store) -> None:
    """Let everything have been done long ago."""
    with store.session() as session:
        for table, column in (("picture", "made_at"), ("file", "added_at"), ("history", "done_at")):
            sql = f"UPDATE {table} SET {column} = '2020-01-01T00:00:00Z'"  # noqa: S608
            session.connection().exec_driver_sql(sql)
    for path in store.vault.folder.glob("??/*"):
        os.utime(path, (0, 0))


def test_a_picture_goes_when_no_figure_can_show_it_again(held: Store, room: Workroom) -> None:
    kept = {
        name: pictures.add(held, room, _photo(form, orientation), f"{name}.{form.lower()}")
        for name, form, orientation in (
            ("shown", "PNG", 1),
            ("restored", "PNG", 3),
            ("undone", "PNG", 8),
            ("gone", "JPEG", 8),
        )
    }
    figures = {
        name: Block(name, BlockKind.FIGURE, figure=Figure(each.uid)) for name, each in kept.items()
    }
    proposal.keep(held, [figures["restored"]], ["restored"])
    restore_points.name(held, "With a figure")
    proposal.keep(held, [figures["shown"]], ["shown"])
    _age(held)
    proposal.keep(held, [figures["undone"]], ["shown", "undone"])
    proposal.keep(held, [], ["shown"])

    emptying.sweep(held)

    left = {each.uid for each in queries.proposal.pictures(held).values()}
    assert {name for name, each in kept.items() if each.uid in left} == {
        "shown", "restored", "undone",
    }  # fmt: skip
    assert held.vault.has(kept["undone"].sha256)
    assert not held.vault.has(kept["gone"].sha256)
    assert portfolio.check(held).ok


def test_pictures_of_the_corpus_are_cleaned_or_refused(corpus: Path, room: Workroom) -> None:
    codes = set()
    for path in sorted((corpus / "malformed" / "images").iterdir())[::6]:
        try:
            reply = room.call("clean_picture", {"name": path.name}, [path.read_bytes()])
        except PortfolioError as refused:
            codes.add(refused.code)
            continue
        with Image.open(io.BytesIO(reply.blobs[0])) as image:
            image.load()
            assert not image.getexif()
    assert codes <= {"damaged-picture", "huge-picture", "unknown-picture", "not-a-picture"}
    for name in ("testJPEG_GEO.jpg", "exif_gps.jpg", "testHEIF.heic"):
        data = (corpus / "photos" / name).read_bytes()
        reply = room.call("clean_picture", {"name": name}, [data])
        assert b"Exif" not in reply.blobs[0]
        assert b"GPS" not in reply.blobs[0]
