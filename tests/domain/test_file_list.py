"""The list of a bundle folder is text for people and can be read back."""

from portfolio_app.domain import file_list
from portfolio_app.domain.bundle import PlanFile

FILES = (
    PlanFile("01_Portfolio.pdf", "The portfolio, 214 pages", 1234567, "a" * 64),
    PlanFile("03_Recordings/E13_talk_0412.mp4", "Recording", 12, "b" * 64, "E13", 252),
)
HELD = (file_list.Held("E07", "Minutes", "c" * 64),)


def test_a_list_comes_back_as_it_was_written() -> None:
    text = file_list.written("7F3A-22C1", "Gateway, built 3 March 2026", FILES, HELD)

    read = file_list.read(text)

    assert read is not None
    assert (read.bundle_id, read.is_whole) == ("7F3A-22C1", True)
    assert [(f.path, f.what, f.bytes, f.sha256) for f in read.files] == [
        (f.path, f.what, f.bytes, f.sha256) for f in FILES
    ]
    assert "Originals held by the apprentice; can be inspected" in text
    assert "E07 Minutes" in text


def test_a_changed_list_is_noticed() -> None:
    text = file_list.written("7F3A-22C1", "Gateway", FILES)

    for changed in (text.replace("1,234,567", "1,234,568"), "x" + text[1:], text + "more"):
        read = file_list.read(changed)
        assert read is None or not read.is_whole


def test_other_line_ends_are_no_change() -> None:
    text = file_list.written("7F3A-22C1", "Gateway", FILES)

    read = file_list.read(text.replace("\r\n", "\n"))

    assert read is not None
    assert read.is_whole


def test_a_title_cannot_write_lines_of_the_list() -> None:
    held = (file_list.Held("E07", f"x\r\n\r\nevil.exe\r\n    SHA-256  {'d' * 64}\u202e", "c" * 64),)
    files = (PlanFile("a.pdf", "a\n\nevil.exe\n    Size  1 bytes", 1, "a" * 64),)

    text = file_list.written("7F3A-22C1", "b\nevil", files, held)
    read = file_list.read(text)

    assert read is not None
    assert [each.path for each in read.files] == ["a.pdf"]
    assert "\u202e" not in text


def test_other_texts_are_no_list() -> None:
    for text in ("", "Hello", "Files in this bundle\n\nnothing", "\x00"):
        assert file_list.read(text) is None
