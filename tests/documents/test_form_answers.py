"""Every answer of a form is on its page as it was entered, or it is said which is not."""

from __future__ import annotations

import io
import logging
import unicodedata
from collections import Counter

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from portfolio_app.documents.reading import Reading
from portfolio_app.domain.document import ReadStatus
from tests.documents.builders import read, text_of
from tests.documents.forms import COMB, COMBO, MULTILINE, PASSWORD, RADIO, Form, opened

PLACE = (100.0, 700.0, 400.0, 718.0)


def only(value: str, rect: tuple[float, ...] = PLACE, **keys: object) -> Reading:
    """Return what is read of a form with one text field."""
    form = Form()
    form.text("question", value, rect, **keys)
    return read(form.made())


def holds(found: Reading) -> dict[str, str]:
    return {each.what: each.detail for each in found.facts.holds if each.what != "form answers"}


def dark(page_copy: bytes, box: tuple[float, ...], page: int = 0) -> int:
    """Return how many pixels of a box (page space, points) are darker than grey."""
    with pypdfium2.PdfDocument(page_copy) as document:
        picture = document[page].render(scale=2).to_pil().convert("L")
    part = picture.crop([int(each * 2) for each in box])
    return sum(part.histogram()[:128])


@pytest.mark.parametrize(
    "value",
    [
        "Siân Llŷr ŵy Ŵyn, Łukasz Żółć, Zoë – “quotes” €20",
        "Ελλάδα, ποιότητα",
        "Проверка качества ё Ї",
        "تقييم الأداء 2026 (v2)",
        "סקירת ביצועים 12/3 (v2)",
        "Report تقييم for Q3 שלום end",
        "质量改进 品質改善レビュー",
        "5 ★ ✓ → ≥ 3²",
        "e\u0301cole",
    ],
)
def test_an_answer_in_any_script_our_letters_hold_is_all_there(value: str):
    found = only(value)

    assert holds(found) == {}
    assert found.facts.problem == ""
    for word in value.replace("e\u0301", "é").replace("(v2)", "").split():
        assert word in text_of(found), word
    assert dark(found.page_copy, (100, 124, 400, 142)) > 60


@pytest.mark.parametrize("value", ["Well done \U00013000", "คุณภาพดี", "품질 개선"])
def test_letters_no_font_of_ours_holds_are_read_as_themselves_and_said(value: str):
    found = only(value)

    assert "question (page 1)" in holds(found)["answers not drawn exactly as typed"]
    assert "could not be drawn exactly as typed" in found.facts.problem
    assert "�" not in text_of(found)


ANY_LETTERS = st.text(
    st.one_of(
        *(
            st.characters(min_codepoint=first, max_codepoint=last)
            for first, last in (
                (0, 0x17F), (0x370, 0x4FF), (0x5D0, 0x5EA), (0x620, 0x64A), (0x900, 0x97F),
                (0x2000, 0x22FF), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xACFF),
                (0x1F600, 0x1F64F),
            )
        )
    ),
    min_size=1, max_size=40,
)  # fmt: skip


@given(ANY_LETTERS, st.sampled_from([0, MULTILINE, COMB]))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_is_read_back_or_said_to_be_missing(value: str, flags: int):
    found = only(value, Ff=flags, MaxLen=40)
    if "answers not drawn exactly as typed" in holds(found):
        return
    entered, read_back = (
        Counter(each for each in unicodedata.normalize("NFKC", words) if each.isalnum())
        for words in (value, text_of(found))
    )
    assert not entered - read_back


def test_an_answer_too_long_for_a_line_is_made_smaller_then_wrapped():
    short = only("As long as this it does not fit at ten points", (100, 700, 280, 712))
    long = only("Seven words more than fit in one single line here, at any size. " * 2,
                (100, 700, 400, 722))  # fmt: skip

    for found in (short, long):
        assert holds(found) == {}
        assert len(found.pages) == 1
    assert text_of(long).split() == ("Seven words more than fit in one single line here, "
                                     "at any size. " * 2).split()  # fmt: skip


def test_an_answer_that_does_not_fit_goes_on_on_a_page_that_says_so():
    value = "\n".join(f"Paragraph {n} says what was done on day {n}." for n in range(1, 121))
    found = only(value, (100, 660, 400, 718), Ff=MULTILINE, TU=String("What did you do?"))

    first, *rest = [page.text for page in found.pages]
    assert "[goes on at the end, answer 1]" in first
    assert len(rest) == 3
    assert rest[0].startswith("Answers that did not fit")
    assert "1. What did you do? (page 1)" in rest[0]
    assert " ".join(value.split()) in " ".join(" ".join(rest).split())
    assert holds(found) == {}
    assert found.facts.problem == ""


def test_an_answer_in_a_tiny_field_is_given_in_full_at_the_end():
    found = only("Words in a tiny field", (100, 700, 125, 712))

    assert "Words in a tiny field" in found.pages[1].text


def test_lines_of_a_long_answer_stay_lines():
    found = only("First line\nSecond line\r\nThird\rFourth", (100, 600, 400, 718), Ff=MULTILINE)

    lines = [each.strip() for each in text_of(found).splitlines() if each.strip()]
    assert lines == ["First line", "Second line", "Third", "Fourth"]


def test_a_comb_gives_each_letter_a_cell():
    found = only("AB12", (100, 700, 400, 718), Ff=COMB, MaxLen=6)

    assert "".join(text_of(found).split()) == "AB12"
    for cell in range(4):
        assert dark(found.page_copy, (102 + 50 * cell, 124, 148 + 50 * cell, 141)) > 10
    assert dark(found.page_copy, (302, 125, 398, 140)) == 0


def test_a_typed_password_is_never_shown():
    found = only("topsecret", Ff=PASSWORD)

    assert "topsecret" not in text_of(found)
    assert b"topsecret" not in found.page_copy
    assert holds(found) == {"passwords typed in, shown as dots": ""}
    assert dark(found.page_copy, (100, 124, 400, 142)) > 50


def test_a_look_that_says_the_same_is_kept_and_one_that_does_not_is_drawn_anew_and_told():
    form = Form()
    form.text("kept", "The same", (100, 700, 300, 720), AP=form.saying("The same"))
    form.text("other", "New words", (100, 670, 300, 690), AP=form.saying("Old words"))
    form.text("lossy", "Zoë Łukasz", (100, 640, 300, 660), AP=form.saying("Zoë ?ukasz"))
    form.text("begun", "All of the answer", (100, 610, 300, 630), AP=form.saying("All of"))
    form.text("emptied", "", (100, 580, 300, 600), AP=form.saying("Shown though empty"))
    found = read(form.made())

    words = text_of(found)
    for shown in ("The same", "New words", "Zoë Łukasz", "All of the answer"):
        assert shown in words
    assert "Old words" not in words
    assert "?ukasz" not in words
    assert "Shown though empty" in words
    told = holds(found)["answers whose field showed something else"]
    assert told == (
        "other: showed “Old words”, holds “New words”; "
        "emptied: showed “Shown though empty”, holds no answer"
    )


def test_a_look_in_letters_ours_lack_is_kept_when_it_brings_its_own():
    form = Form()
    ours = form.pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 10, 10]), FirstChar=97,
            FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]), LastChar=97, Widths=Array([10]),
            CharProcs=Dictionary(g=form.pdf.make_stream(b"10 0 d0 0 0 8 8 re f")),
            Encoding=Dictionary(Differences=Array([97, Name.g])),
        )
    )  # fmt: skip
    look = form.look(b"BT /F1 12 Tf 10 4 Td (aa) Tj ET", 300, 18)
    look.Resources = Dictionary(Font=Dictionary(F1=ours))
    form.text("thumb", "\U00013000\U00013000", PLACE, AP=Dictionary(N=look))
    found = read(form.made())

    # Nobody can read these letters back, but they are drawn as the form's program drew them.
    assert dark(found.page_copy, (110, 124, 132, 142)) > 150
    assert "thumb" in holds(found).get("answers whose letters could not be compared", "") or (
        "answers whose field showed something else" in holds(found)
    )


def test_choices_show_the_words_they_were_shown_with():
    form = Form()
    both = [Array([String("x1"), String("First")]), Array([String("x2"), String("Second ŵ")])]
    form.widget("c", PLACE, FT=Name.Ch, Ff=COMBO, V=String("x2"), Opt=Array(both))
    form.widget("l", (100, 600, 300, 660), FT=Name.Ch, V=Array([String("b"), String("d")]),
                Opt=Array([String(each) for each in "abcd"]))  # fmt: skip
    form.widget("i", (100, 500, 300, 560), FT=Name.Ch, I=Array([1]),
                Opt=Array([String("one"), String("two")]))  # fmt: skip
    words = text_of(read(form.made())).split()

    assert words == ["Second", "ŵ", "b", "d", "two"]


def test_ticks_show_their_state_with_a_look_and_without():
    form = Form()
    on = form.look(b"0 0 15 15 re f", 15, 15)
    look = Dictionary(N=Dictionary(Yes=on))
    for n, keys in enumerate(
        (
            {"V": Name.Yes, "AS": Name.Yes, "AP": look},
            {"V": Name.Off, "AS": Name.Off, "AP": look},
            {"V": Name.Yes},
            {"V": Name.Off},
            {"V": Name.Yes, "AS": Name.Off, "AP": look},
            {"V": Name.Off, "AS": Name.Yes, "AP": look},
        )
    ):
        form.widget(f"t{n}", (100 + 40 * n, 700, 115 + 40 * n, 715), FT=Name.Btn, **keys)
    found = read(form.made())

    inside = [dark(found.page_copy, (103 + 40 * n, 130, 112 + 40 * n, 139)) for n in range(6)]
    assert [each > 20 for each in inside] == [True, False, True, False, True, False]
    assert holds(found)["answers whose field showed something else"] == (
        "t4: showed not ticked, is ticked; t5: showed ticked, is not ticked"
    )


def test_of_radio_buttons_the_chosen_one_is_on():
    form = Form()
    parent = form.field(FT=Name.Btn, Ff=RADIO, T=String("r"), V=Name.two)
    for n, each in enumerate(("one", "two", "three")):
        look = Dictionary(N=Dictionary({f"/{each}": form.look(b"3 3 9 9 re f", 15, 15)}))
        place = (100 + 40 * n, 700, 115 + 40 * n, 715)
        keys = {"V": Name.Off} if n == 2 else {}  # some programs write it into each button, too
        state = Name("/two" if n == 1 else "/Off")
        form.widget("", place, parent=parent, AP=look, AS=state, **keys)
    found = read(form.made())

    inside = [dark(found.page_copy, (104 + 40 * n, 131, 111 + 40 * n, 138)) for n in range(3)]
    assert [each > 20 for each in inside] == [False, True, False]
    assert holds(found) == {}


def test_what_a_field_has_from_its_parents_holds_and_one_value_is_on_every_page():
    form = Form(pages=2)
    top = form.field(FT=Name.Tx, T=String("top"), DA=String("/Helv 9 Tf 1 0 0 rg"), Ff=MULTILINE)
    form.fields[-1].Kids = Array()
    middle = form.pdf.make_indirect(
        Dictionary(T=String("middle"), Parent=top, V=String("Inherited words\nand more"))
    )
    top.Kids.append(middle)
    form.widget("", (100, 680, 300, 720), parent=middle)
    form.widget("", (100, 680, 300, 720), page=1, parent=middle)
    found = read(form.made())

    for page in found.pages:
        assert page.text.split() == ["Inherited", "words", "and", "more"]
    assert holds(found) == {}


def test_two_fields_of_one_name_keep_a_value_each():
    form = Form()
    parent = form.field(T=String("p"))
    for n in range(2):
        kid = form.widget("same", (100, 700 - 40 * n, 300, 720 - 40 * n), parent=parent,
                          FT=Name.Tx, V=String(f"Value {n}"))  # fmt: skip
        assert kid.T == "same"
    words = text_of(read(form.made()))

    assert "Value 0" in words
    assert "Value 1" in words


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("page_turn", [0, 90, 180, 270])
def test_turned_fields_and_pages_show_the_whole_answer(turn: int, page_turn: int):
    form = Form()
    form.text("t", "Turned ŵ answer", (100, 500, 200, 620), MK=Dictionary(R=turn), Ff=MULTILINE)
    form.pdf.pages[0].obj.Rotate = page_turn
    form.pdf.pages[0].obj.CropBox = Array([50, 100, 545, 742])
    found = read(form.made())

    assert sorted(text_of(found).split()) == ["Turned", "answer", "ŵ"]
    assert holds(found) == {}


def test_answers_nobody_can_see_are_told_and_not_shown():
    form = Form()
    hidden = form.text("hidden", "Behind the flag", (100, 700, 300, 720))
    hidden.F = 2
    form.field(FT=Name.Tx, T=String("placeless"), V=String("Without a place"))
    form.text("beside", "Off the page", (700, 700, 900, 720))
    form.widget("tick", (100, 600, 110, 610), FT=Name.Btn, V=Name.Yes).F = 2
    found = read(form.made())

    assert text_of(found).strip() == ""
    assert holds(found)["answers not shown on the page"] == (
        "hidden: Behind the flag; beside: Off the page; tick: ticked; placeless: Without a place"
    )


def test_free_text_stamps_and_ink_are_on_the_page_and_words_of_pop_ups_are_not():
    form = Form()
    marks = form.pdf.pages[0].obj.Annots
    for keys in (
        {"Subtype": Name.FreeText, "Rect": Array([100, 700, 300, 740]),
         "Contents": String("Written on ŵ"), "DA": String("/Helv 10 Tf 0 g")},
        {"Subtype": Name.Stamp, "Rect": Array([100, 600, 200, 640]), "Name": Name.Approved},
        {"Subtype": Name.Ink, "Rect": Array([300, 600, 400, 640]), "C": Array([0, 0, 0]),
         "InkList": Array([Array([310, 605, 350, 635, 390, 605])]), "BS": Dictionary(W=3)},
        {"Subtype": Name.Text, "Rect": Array([400, 700, 420, 720]),
         "Contents": String("Said in a note")},
        {"Subtype": Name.Highlight, "Rect": Array([100, 500, 200, 512]), "C": Array([1, 1, 0]),
         "QuadPoints": Array([100, 512, 200, 512, 100, 500, 200, 500]),
         "Contents": String("Said of a highlight"), "T": String("A Reviewer")},
        {"Subtype": Name.Popup, "Rect": Array([400, 400, 500, 500]),
         "Contents": String("Said in a pop-up")},
    ):  # fmt: skip
        marks.append(form.pdf.make_indirect(Dictionary(Type=Name.Annot, F=4, **keys)))
    found = read(form.made())

    assert text_of(found).split() == ["Written", "on", "ŵ", "APPROVED"]
    assert dark(found.page_copy, (300, 202, 400, 242)) > 100
    unpacked = b"".join(
        each.read_bytes() for each in opened(found.page_copy).objects
        if isinstance(each, pikepdf.Stream)
    )  # fmt: skip
    for words in (b"Said", b"Reviewer"):
        assert words not in found.page_copy
        assert words not in unpacked


def test_a_signature_is_shown_as_it_looks_and_called_nothing():
    form = Form()
    look = form.saying("By a manager, 3 May", 200, 30)
    form.widget("sig", (100, 700, 300, 730), FT=Name.Sig, AP=look,
                V=Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 1]),
                             Contents=String("x" * 20), Name=String("Hidden Name")))  # fmt: skip
    found = read(form.made())

    assert text_of(found).strip() == "By a manager, 3 May"
    assert "valid" not in found.facts.problem
    with opened(found.page_copy) as copy:
        assert "/AcroForm" not in copy.Root
        assert "/Annots" not in copy.pages[0].obj


def test_a_form_filled_by_another_program_shows_what_that_program_reads_back(
    warnings_logged: list[logging.LogRecord],
):
    form = Form()
    for n, name in enumerate(("given", "notes")):
        form.text(name, "", (100, 700 - 60 * n, 400, 740 - 60 * n), Ff=MULTILINE if n else 0,
                  DA=String("/Helv 10 Tf 0 g"))  # fmt: skip
    writer = pypdf.PdfWriter(io.BytesIO(form.made()))
    answers = {"given": "Zoë Łukasz ŵ", "notes": "Line one ő\nLine two is longer than the first"}
    writer.update_page_form_field_values(writer.pages[0], answers, auto_regenerate=True)
    out = io.BytesIO()
    writer.write(out)
    fields = pypdf.PdfReader(io.BytesIO(out.getvalue())).get_fields() or {}
    assert {name: field["/V"] for name, field in fields.items()} == answers

    # Its own look lacks ŵ and ő.
    assert {"not supported by font encoding" in each.getMessage() for each in warnings_logged} == {
        True
    }
    warnings_logged.clear()

    found = read(out.getvalue())
    words = " ".join(text_of(found).split())
    for answer in answers.values():
        assert " ".join(answer.split()) in words


def test_nonsense_in_a_form_never_costs_its_pages():
    form = Form()
    loop = form.field(T=String("loop"), FT=Name.Tx, V=String("round and round"))
    loop.Parent = loop
    loop.Kids = Array([loop])
    odd = form.text("odd", "Still here", PLACE)
    odd.DA = String("/Helv NaN Tf 1e99 g /( Tf")
    odd.MK = Dictionary(R=String("x"), BC=Array([Name.a]), BG=Array([1, 2]))
    form.text("thin", "Thin", (100, 600, 100.01, 700))
    form.text("vast", "Vast", (-1e9, -1e9, 1e9, 1e9))
    form.widget("kindless", (100, 500, 200, 520), V=String("No kind"))
    form.widget("num", (100, 400, 200, 420), FT=Name.Tx, V=7)
    form.pdf.Root.AcroForm.XFA = String("not xfa")
    found = read(form.made())

    assert "Still here" in text_of(found)
    assert len(found.pages) >= 1


WAIT = "Please wait... your PDF viewer may not be able to display this type of document."


def test_a_form_of_both_kinds_shows_the_answers_of_its_fields():
    form = Form()
    form.text("q", "Answered ŵ", PLACE)
    form.pdf.Root.AcroForm.XFA = form.pdf.make_stream(b"<xdp:xdp/>")
    found = read(form.made())

    assert text_of(found).split() == ["Answered", "ŵ"]
    assert found.facts.status is ReadStatus.READABLE
    with opened(found.page_copy) as copy:
        assert "/AcroForm" not in copy.Root


@pytest.mark.parametrize("is_told", [True, False])
def test_a_form_that_only_adobe_reader_can_show_is_kept_and_explained(*, is_told: bool):
    form = Form()
    form.pdf.Root.AcroForm.XFA = form.pdf.make_stream(b"<xdp:xdp/>")
    if is_told:
        form.pdf.Root.NeedsRendering = True
    form.label(WAIT, 30, 700)
    found = read(form.made())

    assert found.facts.status is ReadStatus.KEPT
    assert found.facts.pages == 0
    assert not found.page_copy
    assert "open it in Adobe Reader, print it to PDF and add that" in found.facts.problem


def test_what_else_such_a_form_carries_is_shown_and_said_to_be_a_stand_in():
    form = Form()
    form.pdf.Root.AcroForm.XFA = form.pdf.make_stream(b"<xdp:xdp/>")
    form.pdf.Root.NeedsRendering = True
    form.label("A page of its own", 30, 700)
    found = read(form.made())

    assert text_of(found).strip() == "A page of its own"
    assert "shows its questions only in Adobe Reader" in found.facts.problem


def test_the_same_words_in_an_ordinary_pdf_stay_pages():
    form = Form()
    form.label(WAIT, 30, 700)
    assert len(read(form.made()).pages) == 1
