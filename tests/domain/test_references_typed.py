"""References as they are typed, and as a document suggests them."""

from __future__ import annotations

from portfolio_app.domain.reference_flags import FlagKind, flags
from portfolio_app.domain.reference_typing import FIELDS, lines_of, name_of, people_of
from portfolio_app.domain.references import Person, SourceKind
from portfolio_app.domain.source_from_document import suggestion
from tests.domain.test_citing_sources import style


def test_names_are_typed_one_a_line_and_come_back_the_same() -> None:
    people = (
        Person("Harrow", "Judith K."),
        Person("Example Council", is_organisation=True),
        Person("van der Meer", "Jan"),
        Person("Suharto"),
    )

    assert people_of(lines_of(people)) == people
    for name in ("HM Treasury", "NHS England", "UK Parliament"):
        assert people_of(name) == (Person(name, is_organisation=True),)
    assert people_of(" J.K. Harrow \n\n et al.\n") == (Person("Harrow", "J.K."),)


def test_every_kind_asks_for_what_its_entry_needs() -> None:
    for kind in SourceKind:
        how = style().kind(kind, has_names=False)
        for several in how.needs:
            assert set(several) & set(FIELDS[kind]), (kind, several)
        assert all(name_of(kind, field) for field in FIELDS[kind])


def test_a_document_suggests_its_fields_to_be_checked() -> None:
    text = "Journal of Examples, Volume 12, Issue 3\nPooling staff in trusts\nPublished May 2021\n"
    found = suggestion(text + "https://doi.org/10.1000/jex.12.3.\n", title="Pooling staff",
                       author="Judith Harrow; Example Council")  # fmt: skip

    assert (found.kind, found.title, found.year, found.volume, found.issue, found.doi) == (
        SourceKind.ARTICLE, "Pooling staff", "2021", "12", "3", "10.1000/jex.12.3",
    )  # fmt: skip
    assert flags(style(), found, 1, is_double=False)[0].kind is FlagKind.CHECK
    bare = suggestion("12345\nThe board's plan for staff\n", title="Microsoft Word - x.docx",
                      author="admin", name="plan.pdf")  # fmt: skip
    assert (bare.title, bare.authors, bare.kind) == (
        "The board's plan for staff", (), SourceKind.REPORT,
    )  # fmt: skip
    assert suggestion("", name="Annual plan.pdf").title == "Annual plan"
