# ruff: noqa: RUF001 - letters of every script
"""Names and accounts in every script: drawn, joined, and read back by three readers.

On a page of our own, in the answer of a form, and in the copy of a text.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import page as validator
import pikepdf
import pypdf
import pypdfium2
import pytest

from portfolio_app.documents import positions
from portfolio_app.documents.lettering import Lettering, undrawable
from portfolio_app.pdf import fonts, letters, text_pages
from portfolio_app.pdf.inspect import inspect_bundle
from portfolio_app.pdf.plain_canvas import plain_canvas
from portfolio_app.pdf.sheet import Node, Sheet
from portfolio_app.progress import silent
from portfolio_app.shaping import words as shaping
from portfolio_app.shaping.truetype import Letter, font
from tests.documents.builders import read
from tests.documents.forms import MULTILINE, Form
from tests.pdf.builders import Built, item, plan

WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
WRITTEN = {
    "Welsh": "Siân Llŷr ŵy Ŵyn o Ynys Môn",
    "Welsh, marks apart": "Sia\u0302n Lly\u0302r w\u0302y",
    "marks that make no letter": "g\u0303wel x\u0302 ŵ",
    "Polish": "Zażółć gęślą jaźń, Łukasz Święć",
    "Arabic": "قادت الاجتماع بهدوء وسألت كلّ عضو عن رأيه",
    "Urdu": "انہوں نے ٹیم کی رائے کو گہری توجہ سے سنا",
    "Persian": "می\u200cخواهم گزارش را ببینم",
    "Hindi": "क्षत्रिय ने बैठक की अध्यक्षता की। श्रीमती ज्ञान",
    "Bengali": "সভায় তিনি প্রত্যেকের মতামত শুনেছেন। ক্ষমা",
    "Punjabi": "ਉਸ ਨੇ ਮੀਟਿੰਗ ਵਿੱਚ ਸਾਰਿਆਂ ਦੀ ਗੱਲ ਸੁਣੀ।",
    "Gujarati": "તેમણે બેઠકમાં દરેકનો અભિપ્રાય સાંભળ્યો. શક્તિ",
    "Tamil": "அவர் கூட்டத்தை நன்கு நடத்தினார் கௌரவம் ஸ்ரீ",
    "Greek": "Η συνεδρίαση ήταν ήρεμη",
    "Cyrillic": "Собрание прошло спокойно, Її ёлка",
    "Hebrew": "הישיבה הייתה רגועה שָׁלוֹם",
    "quotes and dashes": "“He said ‘no’ — twice” – «да» „so“ … l’été",
    "emoji": f"done 👍🏽 🎉 👩\u200d💻 🇬🇧 {WALES} ❤\ufe0f 😀 1\ufe0f\u20e3 end",
}
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Readers = dict[str, Callable[[bytes], list[str]]]


def plain(text: str) -> str:
    """Return the text's words in order, without the signs by which poppler tells directions."""
    return " ".join(_TURNS.sub("", unicodedata.normalize("NFC", text)).split())


def by_pdfium(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [each.get_textpage().get_text_range() for each in pdf]


def by_pypdf(data: bytes) -> list[str]:
    return [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(data)).pages]


def by_poppler(data: bytes) -> list[str]:
    found = subprocess.run(
        ["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=30
    )
    return found.stdout.decode("utf-8").split("\f")


@pytest.fixture(
    scope="module",
    params=[
        by_pdfium,
        by_pypdf,
        pytest.param(
            by_poppler,
            marks=pytest.mark.skipif(
                shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed"
            ),
        ),
    ],
)
def reader(request: pytest.FixtureRequest) -> Callable[[bytes], list[str]]:
    return request.param


@pytest.fixture(scope="module")
def own_pages(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a PDF with a page for each text, in each of the three faces."""
    sheet = Sheet()
    for written in WRITTEN.values():
        for y, face in ((700, fonts.REGULAR), (600, fonts.BOLD), (500, fonts.ITALIC)):
            with sheet.mark(Node("P")):
                sheet.text(40, y, fonts.clean(written), face, 14)
        sheet.end_page()
    path = tmp_path_factory.mktemp("own") / "own.pdf"
    sheet.save(path)
    return letters.mended(path.read_bytes())


@pytest.fixture(scope="module")
def answered() -> bytes:
    """Return the page copies of forms, one text an answer, put one after another."""
    whole = pikepdf.new()
    for written in WRITTEN.values():
        form = Form()
        form.text("question", written, (40.0, 600.0, 540.0, 660.0), Ff=MULTILINE)
        found = read(form.made())
        assert found.facts.problem == ""
        assert [each.what for each in found.facts.holds] in ([], ["form answers"])
        with pikepdf.open(io.BytesIO(found.page_copy)) as pdf:
            whole.pages.extend(pdf.pages)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def test_our_own_pages_are_read_back_in_every_script(
    own_pages: bytes, reader: Callable[[bytes], list[str]]
) -> None:
    pages = reader(own_pages)
    for (name, written), found in zip(WRITTEN.items(), pages[: len(WRITTEN)], strict=True):
        assert plain(found).count(plain(written)) == 3, (name, found)


def test_answers_of_forms_are_read_back_in_every_script(
    answered: bytes, reader: Callable[[bytes], list[str]]
) -> None:
    pages = reader(answered)
    for (name, written), found in zip(WRITTEN.items(), pages[: len(WRITTEN)], strict=True):
        assert plain(written) in plain(found), (name, found)


def test_a_copy_of_a_text_is_read_back_in_every_script(
    reader: Callable[[bytes], list[str]],
) -> None:
    for name, written in WRITTEN.items():
        found = " ".join(reader(text_pages.render(written, "Notes")))

        # A copy keeps every letter as it came, marks apart too, and says nothing of its own.
        assert plain(written) in plain(found), (name, found)


def test_no_letter_of_these_is_missing_and_all_leave_ink() -> None:
    for name, written in WRITTEN.items():
        assert undrawable(written) == "", name
        for stretch in shaping.line(fonts.clean(written), ("DejaVuSans",)):
            if isinstance(stretch, shaping.Plain):
                continue
            held = font(stretch.font)
            parts = [part for each in stretch.letters for part in each.parts]
            assert parts, (name, stretch.words)
            assert all(part.glyph for part in parts), (name, stretch.words)  # 0 is the box
            assert not any(held.is_blank(part.glyph) for part in parts), (name, stretch.words)


def test_conjuncts_and_emoji_of_several_signs_are_drawn_as_one() -> None:
    def drawn(words: str) -> list[Letter]:
        return [
            each
            for stretch in shaping.line(words)
            if isinstance(stretch, shaping.Shaped)
            for each in stretch.letters
            if each.parts
        ]

    (conjunct,) = drawn("क्ष")
    assert len(conjunct.parts) == 1
    assert len(drawn("क\u094d\u200cष")) == 2  # a sign that asks for no conjunct is heeded
    for emoji in ("👩\u200d💻", "🇬🇧", WALES, "1\ufe0f\u20e3"):
        (one,) = drawn(emoji)
        assert len(one.parts) == 1, emoji
        assert one.text == emoji
    # The vowel sign that is spoken after its letter stands before it.
    matra, letter = drawn("कि")[0].parts
    assert letter.glyph == font("NotoSansDevanagari").glyph("क")
    assert matra.x < letter.x


def test_arabic_letters_take_the_shape_their_neighbours_ask_for() -> None:
    def shapes(words: str) -> list[tuple[int, ...]]:
        (word,) = shaping.line(words)
        assert isinstance(word, shaping.Shaped)
        assert word.is_right
        return [tuple(part.glyph for part in each.parts) for each in word.letters]

    # Beh alone, and three of it in a row: last, middle, first, as they are drawn from the left.
    assert len({*shapes("ببب"), *shapes("ب")}) == 4
    lam_alef, apart = shapes("لا"), shapes("ل") + shapes("ا")
    assert set(lam_alef).isdisjoint(apart)


def test_marks_are_placed_over_the_letter_that_carries_them() -> None:
    (word,) = shaping.line("g\u0303", ("DejaVuSans",))
    assert isinstance(word, shaping.Shaped)
    base, mark = word.letters[0].parts

    assert base.glyph == font(word.font).glyph("g")
    assert mark.x < font(word.font).advance(base.glyph)
    assert word.letters[0].advance == font(word.font).advance(base.glyph)


def test_bold_words_are_bolder_in_every_script(own_pages: bytes) -> None:
    with pypdfium2.PdfDocument(own_pages) as pdf:
        for number, name in enumerate(WRITTEN):
            picture = pdf[number].render(scale=2).to_pil().convert("L")
            inks = []
            for y in (700, 600):
                part = picture.crop((60, int((842 - y - 18) * 2), 1190, int((842 - y + 8) * 2)))
                inks.append(sum((255 - value) * n for value, n in enumerate(part.histogram())))
            assert inks[0] > 0, name
            assert inks[1] > 1.08 * inks[0], name


def test_a_line_is_as_wide_as_it_says_in_every_script(own_pages: bytes) -> None:
    with pypdfium2.PdfDocument(own_pages) as pdf:
        for page, (name, written) in zip(pdf, WRITTEN.items(), strict=True):
            _, boxes = positions.characters(page)
            reach = max(
                boxes[at + 2] for at in range(0, len(boxes), 4) if boxes[at + 3] < 842 - 650
            )
            wide = fonts.width(fonts.clean(written), fonts.REGULAR, 14)
            assert reach - 40 == pytest.approx(wide, abs=0.05 * wide), name


def test_lines_are_cut_between_words_and_never_inside_a_sign() -> None:
    for name, written in WRITTEN.items():
        words = fonts.clean(written)
        for room in (12.0, 60.0, 150.0):
            lines = fonts.wrap(words, fonts.REGULAR, 12, room)
            assert "".join(lines).replace(" ", "") == words.replace(" ", ""), name
            for line in lines:
                one = len(shaping.clusters(line)) == 1
                assert one or fonts.width(line, fonts.REGULAR, 12) <= room + 2, (name, line)
                assert unicodedata.category(line[0]) not in ("Mn", "Mc", "Me", "Cf"), (name, line)
        short = fonts.fit(words, fonts.REGULAR, 12, 60)
        assert fonts.width(short, fonts.REGULAR, 12) <= 60
        assert words.startswith(short.rstrip(fonts.ELLIPSIS).rstrip())


def test_an_answer_that_does_not_fit_goes_on_whole_in_hindi_and_arabic() -> None:
    for name in ("Hindi", "Arabic"):
        long = " ".join([WRITTEN[name]] * 60)
        form = Form()
        form.text("account", long, (40.0, 600.0, 340.0, 660.0), Ff=MULTILINE)
        found = read(form.made())

        assert found.facts.pages > 1
        assert found.facts.problem == ""
        last = " ".join(by_pdfium(found.page_copy)[1:])
        assert plain(last).count(WRITTEN[name].split()[0]) == 60


def test_each_letter_of_an_answer_lies_where_it_is_drawn(answered: bytes) -> None:
    """What is hidden later, is hidden by place."""
    with pypdfium2.PdfDocument(answered) as pdf:
        for page, name in zip(pdf, WRITTEN, strict=True):
            found, boxes = positions.characters(page)
            for at, letter in enumerate(found):
                x0, y0, x1, y1 = boxes[4 * at : 4 * at + 4]
                if letter.isspace() or (x0, y0, x1, y1) == (0, 0, 0, 0):
                    continue
                x, y = (x0 + x1) / 2, 842 - (y0 + y1) / 2
                assert 38 <= x <= 542, (name, letter)
                assert 596 <= y <= 664, (name, letter)


def test_answers_side_by_side_are_read_line_by_line() -> None:
    """PDFium takes lines for one by coordinates within a form, and by how broad a sign is."""
    form, y = Form(), 790
    for name, written in WRITTEN.items():
        form.text(name, written, (40, y - 16, 330, y))
        form.text(f"{name} at length", f"{written} {written}", (340, y - 34, 560, y), Ff=MULTILINE)
        y -= 44
    found = read(form.made())

    assert [each.what for each in found.facts.holds] == ["form answers"]
    (text,) = by_pdfium(found.page_copy)
    lines = [set(plain(each).split()) for each in text.splitlines()]
    answers = [set(plain(each).split()) for each in WRITTEN.values()]
    assert all(any(line <= answer for answer in answers) for line in lines)  # no two in one line
    assert all(any(answer <= line for line in lines) for answer in answers)  # each whole in one


def test_what_no_font_holds_is_told_beside_what_one_does() -> None:
    assert undrawable("क्षत्रिय ಕನ್ನಡ") == "".join(dict.fromkeys("ಕನ್ನಡ"))
    assert undrawable("سلام \U00013000") == "\U00013000"


def test_a_bundle_says_its_titles_contexts_and_quotes_in_every_script(tmp_path: Path) -> None:
    pieces = [
        item(
            number,
            pages=0,
            title=f"{name}: {written}",
            context=written,
        )
        for number, (name, written) in enumerate(WRITTEN.items(), 1)
    ]
    built = Built(tmp_path, plan(*pieces, apprentice=WRITTEN["Hindi"], employer=WRITTEN["Arabic"]))

    seen = inspect_bundle(built.path, silent)
    assert (seen.findings, seen.declared) == ((), True)
    report = validator.validate_pdf(str(built.path), profile=validator.ValidationProfile.PDF_UA_1)
    assert [each.rule_id for each in report.failures] == []
    texts = by_pdfium(built.path.read_bytes())
    for each, written in zip(built.result.items, WRITTEN.values(), strict=True):
        there = Counter(plain(texts[each.front - 1]).split())
        assert not Counter(plain(fonts.clean(written)).split()) - there, written
    assert plain(WRITTEN["Hindi"]) in plain(texts[0])


def test_a_document_of_very_many_signs_gets_a_second_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portfolio_app.documents.lettering.MOST_LETTERS", 12)
    pdf = pikepdf.new()
    lettering = Lettering(pdf)
    lines = ["क्षत्रिय ने बैठक की", "श्रीमती ज्ञान ने कहा"]
    drawn = []
    for number, line in enumerate(lines):
        drawn += [b"1 0 0 1 50 %d Tm" % (700 - 40 * number), lettering.shown(line, 12)]
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, b"\n".join([b"BT", *drawn, b"ET"]))
    pdf.pages[0].obj.Resources = lettering.resources()
    lettering.finish()
    out = io.BytesIO()
    pdf.save(out)

    assert b"NotoSansDevanagari.2" in b" ".join(drawn)
    assert plain(by_pdfium(out.getvalue())[0]) == " ".join(lines)


@pytest.mark.parametrize(
    "chain",
    ["क\u094d", "👩\u200d", "a\u0301\u0300", "سلام", "🇬🇧", "א("],
    ids=["conjunct", "emoji", "marks", "Arabic", "flags", "brackets"],
)
def test_chains_without_an_end_are_drawn_in_good_time_and_kept(chain: str) -> None:
    written = chain * 4_000
    started = time.process_time()
    found = "".join(by_pdfium(text_pages.render(written, "Chain")))

    assert time.process_time() - started < 5
    wanted = Counter(unicodedata.normalize("NFD", written))
    assert not wanted - Counter(unicodedata.normalize("NFD", found))


def test_bold_words_on_a_canvas_keep_their_colour_and_leave_the_others() -> None:
    out = io.BytesIO()
    canvas = plain_canvas(out, "Bold")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setStrokeColorRGB(1, 0, 0)
    canvas.setLineWidth(3)
    written = canvas.beginText(40, 700)
    letters.write(written, WRITTEN["Hindi"], fonts.BOLD, 20)
    canvas.drawText(written)
    canvas.line(40, 600, 400, 600)
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        picture = pdf[0].render(scale=1).to_pil().convert("RGB")

    words = picture.crop((30, 842 - 730, 560, 842 - 680))
    assert all(abs(red - blue) < 8 for _, (red, _, blue) in words.getcolors(100_000))
    assert picture.getpixel((200, 842 - 601)) == (255, 0, 0)
