"""One form as real programs saved it (data/returned/README.md): known, whole, and not accused."""

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.documents.returned import fields, reading, request_inside
from portfolio_app.domain import forms
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.returned import AnswerFrom, Returned
from portfolio_app.pdf import forms as drawing
from tests.documents import honest_returns as honest

_KEPT = Path(__file__).parent / "data" / "returned"
FILLED = ("evince", "okular", "firefox", "chromium")
PRINTED = ("pdftk-flattened", "ghostscript", "cairo", "libreoffice")
_SHORT = {
    forms.FACTS_RIGHT: "yes", "ksb.1.seen": "seen", "ksb.2.seen": "part", "ksb.3.seen": "not",
    "ksb.4.seen": "seen", "ksb.1.where": "second paragraph", forms.SAW: "yes",
    forms.OWN_WORDS: "yes", forms.NOT_RELATED: "yes", forms.NAME: "Zoë Wróbel",
    forms.DEVELOPMENT: "Start on time – Siân waited.", forms.PRODUCT: "Options paper, 25/11/2025",
    forms.JOB_TITLE: "Head of service", forms.RELATIONSHIP: "Line manager",
    forms.CONTACT: "head.of.service@example.org", forms.TYPED_SIGNATURE: "Zoë Wróbel",
    forms.SIGNED_ON: "03/12/2025",
}  # fmt: skip
_LAST_WORDS = "The end of it: three dates were agreed. LASTWORD"


@cache
def _sent() -> tuple[bytes, FormContent]:
    data = (_KEPT / "sent.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return data, request_inside.embedded(pdf)[0]


@cache
def _back(program: str) -> Returned:
    sent, content = _sent()
    data = (_KEPT / f"{program}.pdf").read_bytes()
    return reading.read(data, sent, name="back.pdf", content=content)


@pytest.mark.parametrize("program", [*FILLED, *PRINTED])
def test_a_form_that_a_program_saved_is_known_and_called_neither_changed_nor_forged(
    program: str,
) -> None:
    back = _back(program)

    assert back.problem == ""
    assert {each.code for each in back.codes} == {_sent()[1].code}
    assert not back.differences, [each.words for each in back.differences or ()]
    assert {name: back.answer(name) for name in _SHORT} == _SHORT
    assert not any(each.in_signature for each in back.marks)


@pytest.mark.parametrize("program", FILLED)
def test_an_account_longer_than_its_field_comes_back_to_its_last_word(program: str) -> None:
    account = next(each for each in _back(program).answers if each.name == forms.ACCOUNT)

    assert account.source is AnswerFrom.FIELD
    assert account.value.endswith(_LAST_WORDS)
    for number in range(1, 15):
        assert f"Sentence {number}: she said ‘cost first’, and" in account.value


def test_words_typed_over_the_page_are_told() -> None:
    assert [each.text for each in _back("firefox").marks] == ["Added by T tool"]


def test_pdfium_shows_welsh_and_polish_letters_quotes_and_dashes_in_the_forms_own_font() -> None:
    words = "Siân Ŵŷ – ‘cost’ “Dyfodol” — Łucja Żak…"
    form = drawing.draw(_sent()[1])[0]

    filled = honest.by_pdfium(form, {forms.ACCOUNT: words, forms.NAME: words[:8]})

    with pikepdf.open(io.BytesIO(filled)) as pdf:
        shown = {each.name: each.shows for each in fields.widgets(pdf)}
    assert shown[forms.ACCOUNT] == words
    assert shown[forms.NAME] == words[:8]


def test_an_answer_that_its_look_tells_otherwise_is_still_told_in_a_long_one() -> None:
    with pikepdf.open(_KEPT / "firefox.pdf") as pdf:
        field = next(e for e in pdf.pages[0].Annots if e.get("/T") == forms.ACCOUNT)
        field.V = pikepdf.String(str(field.V).replace("Sentence 2: she said", "Sentence 2: he"))
        out = io.BytesIO()
        pdf.save(out)
    sent, content = _sent()

    back = reading.read(out.getvalue(), sent, name="back.pdf", content=content)

    assert [each.part.value for each in back.differences or ()] == ["answers"]


@pytest.mark.parametrize("program", [*FILLED, *PRINTED])
def test_an_account_that_was_cut_off_at_the_foot_of_its_field_is_told(program: str) -> None:
    back = _back(program)
    is_whole = back.answer(forms.ACCOUNT).endswith(_LAST_WORDS)

    assert any("may be cut off" in each for each in back.notes) is not is_whole
