"""Records that several sign, as they come back: whose each signature is, and what was changed."""

from __future__ import annotations

import io
import random
from functools import cache

import pikepdf
import pytest

from portfolio_app.documents.returned import reading
from portfolio_app.domain import party_words, signature_words
from portfolio_app.domain.form_lines import of_party
from portfolio_app.domain.returned import Returned
from portfolio_app.pdf import forms
from tests.documents import honest_returns as honest
from tests.pdf.form_contents import REVIEW
from tests.services.returning import retouched


@cache
def form() -> bytes:
    return forms.draw(REVIEW)[0]


@cache
def filled() -> bytes:
    told = {"line.3": "Yes", "name": "Ada Sample", "signature.typed": "Ada Sample"}
    return honest.FILLERS["pdfium"](form(), told | {"p2-name": "Bo Sample", "p2-line.3": "Yes"})


def read(back: bytes) -> Returned:
    return reading.read(back, form(), name="form.pdf", content=REVIEW)


def words(found: Returned) -> list[str]:
    return [
        signature_words.judge(party_words.part_of(found, REVIEW, party)).kind.value
        for party in (1, 2, 3)
    ]


@pytest.mark.filterwarnings("ignore")
def test_each_signature_is_that_of_the_party_in_whose_part_it_stands() -> None:
    page, (x0, _, _, y1), _ = honest.places(form())[of_party("signature.typed", 2)][0]
    box = (x0 - 240, y1 - 50, x0 - 40, y1 - 8)
    inked = honest.inked(filled(), [(page, box)], random.Random(2))  # noqa: S311
    for name, back, wanted in (
        ("typed", filled(), ["typed", "missing", "missing"]),
        ("printed smaller", honest.scaled(filled(), 0.91, 24, 18), ["typed", "missing", "missing"]),
        ("inked", inked, ["typed", "drawn", "missing"]),
        ("inked and flattened", honest.flattened(inked), ["typed", "drawn", "missing"]),
    ):
        found = read(back)
        assert not found.differences, (name, [each.words for each in found.differences or ()])
        assert words(found) == wanted, name
        assert (found.answer("line.3"), found.answer("p2-line.3")) == ("yes", "yes"), name
        assert found.answer("p2-name") == "Bo Sample", name


@pytest.mark.filterwarnings("ignore")
def test_changed_roles_statements_and_fields_are_told() -> None:
    for was, now in (("Line manager", "Practice tutor"), ("discussed and", "read but not")):
        found = read(retouched(filled(), was, now))
        assert any(now in each.words for each in found.differences or ()), was
    with pikepdf.open(io.BytesIO(filled())) as pdf:
        names = {"p2-name": "p3-name", "p3-name": "p2-name"}
        for page in pdf.pages:
            for each in page.obj.Annots:
                each.T = pikepdf.String(names.get(str(each.get("/T", "")), str(each.get("/T", ""))))
        found = read(honest.saved(pdf))
    assert any("lies elsewhere" in each.words for each in found.differences or ())
