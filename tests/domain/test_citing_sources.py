"""References in the text and in the list, by the worked examples beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from portfolio_app import assets
from portfolio_app.domain.citing_sources import Cites, cited_in
from portfolio_app.domain.draft import Block, Cited, Inline, InlineKind
from portfolio_app.domain.reference_style import Style, style_of
from portfolio_app.domain.reference_template import Run, Template
from portfolio_app.domain.references import Person, Source, SourceKind

HERE = Path(__file__).parent
EXAMPLES = tomllib.loads((HERE / "harvard_examples.toml").read_text(encoding="utf-8"))
HARVARD = tomllib.loads(assets.text("references/harvard.toml"))
_MORE = ("venue", "held", "type")
_PLAIN = ("year", "day", "title", "container", "edition", "volume", "issue", "pages", "place",
          "publisher", "number", "doi", "address", "accessed")  # fmt: skip


def person(typed: str) -> Person:
    if typed.startswith("="):
        return Person(typed[1:], is_organisation=True)
    family, _, given = typed.partition(", ")
    return Person(family, given)


def source(said: Mapping[str, Any], uid: str = "x") -> Source:
    return Source(
        said.get("uid", uid),
        SourceKind(said["kind"]),
        authors=tuple(map(person, said.get("authors", ()))),
        editors=tuple(map(person, said.get("editors", ()))),
        more={name: said[name] for name in _MORE if name in said},
        **{name: said[name] for name in _PLAIN if name in said},
    )


def citation(*cited: str, narrative: bool = False) -> Inline:
    found = (each.partition("|") for each in cited)
    return Inline(
        InlineKind.SOURCE,
        cited=tuple(Cited(uid, place) for uid, _, place in found),
        narrative=narrative,
    )


def marked(runs: Iterable[Run]) -> str:
    return "".join(f"*{each.text}*" if each.italic else each.text for each in runs)


def style(**chosen: Any) -> Style:
    return style_of(HARVARD, chosen)


@pytest.mark.parametrize("said", EXAMPLES["one"], ids=lambda said: said["why"])
def test_a_worked_example_is_written_as_it_should_be(said: dict[str, Any]) -> None:
    chosen = {"many-authors": 0} if said.get("all_authors") else {}
    cites = Cites(style(**chosen), [source(said)], ["x"])
    place = f"x|{said.get('locator', '')}"

    (entry,) = cites.entries()

    assert marked(cites.runs(citation(place))) == said["text"]
    if "narrative" in said:
        assert marked(cites.runs(citation(place, narrative=True))) == said["narrative"]
    if "list" in said:
        assert marked(entry.runs) == said["list"]
    else:
        assert entry.text == said["list_plain"]


@pytest.mark.parametrize("said", EXAMPLES["group"], ids=lambda said: said["why"])
def test_references_that_stand_together_are_told_apart_and_sorted(said: dict[str, Any]) -> None:
    sources = [source(each) for each in said["sources"]]
    cites = Cites(style(**said.get("choices", {})), sources, [each.uid for each in sources])

    for each in said["texts"]:
        inline = citation(*each["cite"], narrative=each.get("narrative", False))
        assert marked(cites.runs(inline)) == each["text"]
    assert [marked(each.runs) for each in cites.entries()] == said["list"]


def test_there_are_forty_examples_and_more() -> None:
    assert len(EXAMPLES["one"]) + len(EXAMPLES["group"]) >= 40


def test_only_what_is_cited_is_listed_and_takes_letters() -> None:
    twins = [
        Source(uid, SourceKind.REPORT, (Person("Author", "A"),), year="2020", title=uid)
        for uid in ("one", "two")
    ]
    blocks = [Block("b", inlines=(Inline(text="As "), citation("two", "gone"), citation("two")))]

    cites = Cites(style(), twins, cited_in(blocks))

    assert cited_in(blocks) == ("two", "gone")
    assert [each.text for each in cites.entries()] == ["Author, A. (2020) two."]
    assert cites.cite(citation("two")) == "(Author, 2020)"
    assert cites.missing(citation("two", "gone")) == ("gone",)
    assert cites.entry("one").text == "Author, A. (2020) one."


def test_links_of_the_list_lead_where_they_say_and_nowhere_else() -> None:
    def addresses(**fields: str) -> list[str]:
        made = Source("x", SourceKind.WEB_PAGE, title="T", **fields)
        return [
            run.address for run in Cites(style(), [made], ["x"]).entries()[0].runs if run.address
        ]

    assert addresses(address="https://example.org/a b") == ["https://example.org/ab"]
    assert addresses(doi="https://doi.org/10.1000/x") == ["https://doi.org/10.1000/x"]
    assert addresses(address="javascript:alert(1)") == []
    assert addresses(doi="no doi at all") == []


def test_a_hundred_works_of_one_year_have_letters_that_differ() -> None:
    many = [
        Source(
            f"{number:03}",
            SourceKind.REPORT,
            (Person("Author"),),
            year="2020",
            title=f"{number:03}",
        )
        for number in range(100)
    ]

    cites = Cites(style(), many, [each.uid for each in many])

    shown = [cites.cite(citation(each.uid)) for each in many]
    assert len(set(shown)) == 100
    assert (shown[0], shown[25], shown[26]) == (
        "(Author, 2020a)",
        "(Author, 2020z)",
        "(Author, 2020aa)",
    )


def test_another_style_needs_a_file_only() -> None:
    apa = style_of(tomllib.loads((HERE / "apa7.toml").read_text(encoding="utf-8")))
    two = [
        source({"kind": "article", "authors": ["Grady, Jay S.", "Hue, M."], "year": "2019",
                "title": "Emotions", "container": "Journal of Examples", "volume": "55",
                "issue": "2", "pages": "1-9", "doi": "10.1000/1"}, "a"),
        source({"kind": "thesis", "authors": ["Hart, A.", "B, B", "C, C"], "title": "Staying",
                "type": "Doctoral thesis", "publisher": "Example University"}, "b"),
    ]  # fmt: skip

    cites = Cites(apa, two, ["a", "b"])

    assert [marked(each.runs) for each in cites.entries()] == [
        "Grady, J. S., & Hue, M. (2019). Emotions. *Journal of Examples, 55*(2), 1–9. "
        "https://doi.org/10.1000/1",
        "Hart, A., B, B., & C, C. (n.d.). *Staying* [Doctoral thesis, Example University].",
    ]
    assert cites.cite(citation("b", "a|3")) == "(Grady & Hue, 2019, p. 3; Hart et al., n.d.)"
    assert cites.cite(citation("a", narrative=True)) == "Grady and Hue (2019)"


def test_a_style_that_lacks_something_is_refused() -> None:
    for table, name in (("words", "et_al"), ("text", "order"), ("list", "tail"), ("kinds", "law")):
        broken = {each: dict(value) if isinstance(value, dict) else value
                  for each, value in HARVARD.items()}  # fmt: skip
        del broken[table][name]
        with pytest.raises(ValueError, match="style"):
            style_of(broken)
    for text in ("[a", "a]", "{", "{}", "a}", "[a|b"):
        with pytest.raises(ValueError, match="of"):
            Template(text)


def test_what_a_person_chose_is_kept_to_what_the_style_offers() -> None:
    chosen = style(**{"no-date": "n.d.", "place": "yes", "unknown": 3})

    assert {each.id: each.value for each in chosen.choices}["no-date"] == "n.d."
    assert chosen.list.show_place is True
