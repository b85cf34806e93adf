"""Returned forms of honest people: none is called changed, nearly all are known without help.

Each way with one of the forms; with PORTFOLIO_CORPUS_WHOLE=1 with all of them.
"""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from portfolio_app.documents.returned import reading
from portfolio_app.domain.forms import FormContent, FormKind, FormKsb
from portfolio_app.domain.returned import AnswerFrom, Returned
from portfolio_app.pdf import forms
from tests.documents import honest_returns as honest
from tests.thorough import WHOLE

ACCOUNT = "She set out three options and what each would cost.\nThen the panel agreed the second."
_KSBS = (
    FormKsb("S12", "Negotiates and influences", "Negotiates and influences both upstream and down.",
            "Gets people to agree"),
    FormKsb("B1", "Works collaboratively", "Works collaboratively, enabling delegation.", "Shares"),
    FormKsb("B2", "Takes responsibility", "Takes personal accountability for decisions.", ""),
)  # fmt: skip
PLAIN = FormContent(
    FormKind.OBSERVATION, "OBS-04", 1, "4AMFW2B8KKGFM9WM", "Chairing the SEND panel",
    apprentice="Alys Example", employer="Example Trust", provider="Example College",
    standard="Senior leader, ST0480 version 1.2", day="2025-12-02", time="14:00", minutes=90,
    place="Room 4, Example House", present="Head of service, two parents",
    observed_as="line manager", observer="Bryn Sample", job_title="Director", ksbs=_KSBS,
    context="The panel meets monthly to agree support plans. I chair it and write the letters.",
    made_on="2025-11-20",
)  # fmt: skip
CONTENTS = {
    "plain": PLAIN,
    "letters": replace(
        PLAIN, apprentice="Siân Łucja Ŵyn-Żak", title="Chairing “Dyfodol” – the board’s review",
        place="Neuadd y Dref, Llanelwedd", observer="Zoë Wróbel", context="",
    ),
    "scripts": replace(
        PLAIN, apprentice="ليلى مثال", observer="अनुज उदाहरण", title="Opening the ☂ forum — day 2",
        ksbs=(*_KSBS, FormKsb("K8", "Financial strategy", "Knows financial strategy and risk.")),
    ),
}  # fmt: skip
ANSWERS = {
    "account": ACCOUNT, "ksb.1.seen": "seen", "ksb.2.seen": "part", "ksb.1.where": "at the start",
    "saw": "Yes", "own-words": "Yes", "name": "Bryn Sample", "job-title": "Director",
    "signature.typed": "Bryn Sample", "signed-on": "03/12/2025", "facts": "yes",
}  # fmt: skip


@cache
def form(which: str) -> bytes:
    return forms.draw(CONTENTS[which])[0]


@cache
def filled(which: str, how: str = "pdfium") -> bytes:
    return honest.FILLERS[how](form(which), ANSWERS)


@cache
def spots(which: str) -> dict[str, tuple[int, tuple[float, ...], str]]:
    return {name: several[0] for name, several in honest.places(form(which)).items()}


def signature(which: str) -> tuple[int, tuple[float, float, float, float]]:
    page, (x0, _, _, y1), _ = spots(which)["signature.typed"]
    return page, (x0 - 240, y1 - 50, x0 - 40, y1 - 8)


def inked(which: str) -> bytes:
    rng = random.Random(which)  # noqa: S311
    page, place, _ = spots(which)["ksb.1.seen"]
    tick = (place[0] - 2, place[1] - 2, place[2] + 4, place[3] + 4)
    return honest.inked(filled(which), [signature(which), (page, tick)], rng)


def typed_over(which: str) -> bytes:
    notes = []
    for name, words in (("account", "He chaired it well."), ("name", "Bryn Sample")):
        page, place, _ = spots(which)[name]
        box = (place[0] + 4, place[3] - 20, place[0] + 200, place[3] - 4)
        notes.append((page, box, words))
    page, box = signature(which)
    return honest.typed_over(form(which), [*notes, (page, box, "B. Sample")])


def stamped(which: str) -> bytes:
    page, box = signature(which)
    picture = honest.autograph(random.Random(which))  # noqa: S311
    return honest.stamped(filled(which), page, box, picture)


Make = Callable[[str, Path], bytes]


@dataclass(frozen=True)
class Case:
    """One way in which forms come back. ``needs`` is a program that need not be installed."""

    make: Make
    needs: str = ""
    of: tuple[str, ...] = tuple(CONTENTS)
    is_picture: bool = False
    name: str = "form.pdf"


def _by(program: str, *rest: str, how: str = "pdfium") -> Make:
    return lambda which, folder: honest.by_program(program, *rest)(filled(which, how), folder)


CASES = {
    "filled by pypdf": Case(lambda which, _: filled(which, "pypdf")),
    "filled by pikepdf": Case(lambda which, _: filled(which, "pikepdf")),
    "filled by PDFium": Case(lambda which, _: filled(which)),
    "filled by pyHanko": Case(lambda which, _: filled(which, "pyhanko")),
    "saved again, packed": Case(lambda which, folder: honest.packed(filled(which), folder)),
    "saved again by pypdf": Case(
        lambda which, folder: honest.pypdf_again(filled(which, "pikepdf"), folder)
    ),
    "fonts renamed": Case(lambda which, folder: honest.renamed_fonts(filled(which), folder)),
    "saved again by qpdf": Case(_by("qpdf", "--qdf", "IN", "OUT"), "qpdf"),
    "flattened": Case(lambda which, _: honest.flattened(filled(which))),
    "flattened by qpdf": Case(
        _by("qpdf", "--generate-appearances", "--flatten-annotations=all", "IN", "OUT"), "qpdf"
    ),
    "printed by poppler": Case(
        _by("pdftocairo", "-pdf", "IN", "OUT", how="pikepdf"), "pdftocairo"
    ),
    "printed through LibreOffice": Case(
        lambda which, folder: honest.by_libreoffice(filled(which), folder), "soffice", ("plain",)
    ),
    "printed smaller": Case(lambda which, _: honest.scaled(filled(which), 0.91, 24, 18)),
    "inked": Case(lambda which, _: inked(which)),
    "inked and flattened": Case(lambda which, _: honest.flattened(inked(which))),
    "stamped": Case(lambda which, _: stamped(which)),
    "stamped and flattened": Case(lambda which, _: honest.flattened(stamped(which))),
    "typed over": Case(lambda which, _: typed_over(which)),
    "typed over and flattened": Case(lambda which, _: honest.flattened(typed_over(which))),
    "scanned askew": Case(
        lambda which, _: honest.scanned(inked(which), "PDF", degrees=2.0), is_picture=True
    ),
    "scanned on its side": Case(
        lambda which, _: honest.scanned(inked(which), "TIFF", degrees=-2.0, turn=90),
        of=("plain", "letters"), is_picture=True, name="Scan_0007.tif",
    ),
    "photographed": Case(
        lambda which, _: honest.photographed(inked(which), random.Random(which)),  # noqa: S311
        is_picture=True, name="IMG_2041.jpg",
    ),
}  # fmt: skip
MADE = [(name, which) for name, case in CASES.items() for which in case.of]


def read(name: str, which: str, folder: Path) -> Returned:
    case = CASES[name]
    back = case.make(which, folder)
    return reading.read(back, form(which), name=case.name, content=CONTENTS[which])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", CASES)
def test_an_honest_return_is_never_called_changed(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    if case.needs and not shutil.which(case.needs):
        pytest.skip(f"{case.needs} is not installed")

    turn = list(CASES).index(name)
    for which in case.of if WHOLE else [case.of[turn % len(case.of)]]:
        found = read(name, which, tmp_path)

        assert found.problem == "", which
        assert not found.differences, [each.words for each in found.differences or ()]
        assert found.is_picture == case.is_picture, which
        assert (found.differences is None) == (case.is_picture or "LibreOffice" in name)
        assert {each.code for each in found.codes} == {CONTENTS[which].code}, which


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("how", honest.FILLERS)
def test_answers_are_read_whoever_filled_them_in(how: str) -> None:
    found = reading.read(filled("plain", how), form("plain"), content=PLAIN)

    for field, value in ANSWERS.items():
        assert found.answer(field) == ("yes" if value == "Yes" else value), field
    assert {each.source for each in found.answers} <= {AnswerFrom.FIELD, AnswerFrom.LOOK}
    assert found.marks == ()


def test_answers_drawn_into_the_page_are_read_from_their_places() -> None:
    found = reading.read(honest.flattened(filled("plain")), form("plain"), content=PLAIN)

    for field in ("ksb.1.seen", "ksb.2.seen", "facts", "name", "signed-on", "ksb.1.where"):
        assert found.answer(field) == ANSWERS[field], field
    assert found.answer("saw") == "yes"
    assert found.answer("ksb.3.seen") == ""
    assert found.answer("account").split() == ACCOUNT.split()
    assert {each.source for each in found.answers} == {AnswerFrom.PAGE}


def test_ink_in_the_box_is_a_signature_and_ink_on_a_button_is_for_the_eye() -> None:
    found = reading.read(inked("plain"), form("plain"), content=PLAIN)

    signed = [each for each in found.marks if each.in_signature]
    assert [each.kind for each in signed] == ["ink"]
    assert [each.near for each in found.marks if not each.in_signature] == ["ksb.1.seen=seen"]


def test_words_typed_over_a_field_are_its_answer() -> None:
    found = reading.read(typed_over("plain"), form("plain"), content=PLAIN)

    assert found.answer("account") == "He chaired it well."
    assert found.answer("name") == "Bryn Sample"
    assert {each.source for each in found.answers} == {AnswerFrom.FREE_TEXT}
    assert [each.text for each in found.marks if each.in_signature] == ["B. Sample"]


@pytest.mark.parametrize("flat", [False, True])
def test_a_picture_in_the_box_is_told_as_what_it_is(flat: bool) -> None:
    back = honest.flattened(stamped("plain")) if flat else stamped("plain")

    found = reading.read(back, form("plain"), content=PLAIN)

    assert [each.kind for each in found.marks if each.in_signature] == [
        "picture" if flat else "stamp"
    ]


def test_there_are_sixty_honest_returns() -> None:
    assert len(MADE) >= 60
