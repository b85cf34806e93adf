import unicodedata
from pathlib import Path

from portfolio_app.documents import plain_text, text
from portfolio_app.domain.document import ReadStatus
from tests.documents.builders import read, text_of


def _folded(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def test_a_text_file_becomes_pages_with_its_words():
    found = read(b"Minutes\r\n\r\nCaf\xc3\xa9 \xe2\x80\x93 agreed.\n", "minutes 2025-03-12.txt")

    assert found.facts.status is ReadStatus.READABLE
    assert text_of(found).split() == ["Minutes", "Café", "–", "agreed."]
    assert (found.facts.date, found.facts.date_source) == ("2025-03-12", "file name")


def test_every_script_reads_back_even_where_no_font_has_it():
    lines = [
        "Ŵyn ŵy Łódź Ελλάδα Привет",
        "田中さんにあげて下さい",
        "사회과학원 어학연구소",
        "שלום עולם",
        "ثم نفس سقطت (5) وبالتحديد",
        "mixed עולם and 12 more",
        "👾 🙇 😍",
        "आपका स्वागत है",
    ]

    found = read("\n".join(lines).encode(), "scripts.txt")

    words = _folded(text_of(found))
    for line in lines[:7]:
        assert _folded(line) in words, line


def test_control_and_direction_characters_are_made_visible():
    found = read("a\x07b \u202egnp.exe and long enough to be text".encode(), "odd.txt")

    assert "[U+0007]" in text_of(found)
    assert "[U+202E]gnp.exe" in text_of(found)


def test_long_lines_are_wrapped_inside_the_page():
    found = read(("word " * 400 + "x" * 900).encode(), "long.txt")

    assert text_of(found).count("word") == 400
    assert text_of(found).count("x") == 900
    assert len(found.pages) == 1


def test_a_very_long_file_says_where_it_was_cut():
    found = read(b"A line of words.\n" * 100_000, "log.txt")

    assert found.facts.code == "partial"
    assert "kept whole" in found.facts.problem
    assert "very long" in found.pages[-1].text
    assert sum(len(page.text) for page in found.pages) < plain_text.MOST_CHARACTERS * 1.2


def test_the_same_text_gives_the_same_pages():
    data = "Same ŵ 👾".encode()

    assert read(data, "a.txt").page_copy == read(data, "a.txt").page_copy


def test_strings_that_upset_software_come_back(corpus: Path):
    data = (corpus / "text/blns.txt").read_bytes()
    lines = [line for line in (text.decode(data) or "").split("\n") if line.strip()]

    words = _folded(text_of(read(data, "blns.txt")))

    lost = [line for line in lines if _folded(line) not in words]
    # What is left: control characters (made visible), joined emoji and piled-up marks.
    assert len(lost) <= 30
    assert all(not line.isascii() or not line.isprintable() for line in lost)
