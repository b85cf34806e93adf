"""References are added, changed, imported and merged, each as one step; citations follow."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_app.domain.draft import Block, Cited, Inline, InlineKind
from portfolio_app.domain.reference_flags import FlagKind, matches
from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.domain.references_read import MOST_BYTES
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    citing,
    history,
    proposal,
    reference_style,
    references,
    restore_points,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom

BOOK = Source(
    "",
    SourceKind.BOOK,
    (Person("Harrow", "Judith"),),
    year="2014",
    title="Leading a trust",
    publisher="Example Press",
)


@pytest.fixture(scope="module")
def room() -> Iterator[Workroom]:
    with Workroom() as room:
        yield room


def cite(store: Store, *cited: str) -> Block:
    block = Block(new_uid(), inlines=(Inline(InlineKind.SOURCE, cited=tuple(map(Cited, cited))),))
    proposal.keep(store, [block])
    return block


def texts(store: Store) -> list[str]:
    labels = citing.labels(store)
    return [labels.of(each.inlines[0]) for each in queries.proposal.blocks(store)]


def flags(store: Store) -> dict[str, set[FlagKind]]:
    found = references.references(store).rows
    return {row.source.title: {flag.kind for flag in row.flags} for row in found}


def test_citations_follow_what_is_changed_and_say_what_is_gone(store: Store) -> None:
    added = references.add(store, replace(BOOK, title="  Leading a\ntrust "))
    cite(store, added.uid)
    assert texts(store) == ["(Harrow, 2014)"]
    assert references.references(store).listed[0].text == (
        "Harrow, J. (2014) Leading a trust. Example Press."
    )

    (kept,) = queries.proposal.sources(store)
    references.change(store, replace(kept, year="2015"))
    assert texts(store) == ["(Harrow, 2015)"]

    removed = references.remove(store, [added.uid])
    assert texts(store) == ["[missing]"]
    assert [each.typed for each in references.references(store).unlisted] == [False]
    history.undo(store, removed.step)
    assert texts(store) == ["(Harrow, 2015)"]
    with pytest.raises(PortfolioError, match="isn't there"):
        references.remove(store, ["nobody"])
    with pytest.raises(PortfolioError, match="says nothing"):
        references.add(store, Source("", note="x"))


def test_what_is_missing_unused_and_doubled_is_flagged(store: Store) -> None:
    one = references.add(store, BOOK)
    references.add(store, replace(BOOK, title="Leading a Trust.", publisher=""))
    references.add(store, replace(BOOK, title="Another", edition="2"))
    references.add(
        store,
        Source("", SourceKind.WEB_PAGE, (), title="Page", year="2020", address="https://e.org"),
    )
    cite(store, one.uid)

    found = flags(store)
    rows = references.references(store).rows

    assert found["Leading a trust"] == {FlagKind.DUPLICATE}
    assert found["Leading a Trust."] == {FlagKind.DUPLICATE, FlagKind.MISSING, FlagKind.UNUSED}
    assert found["Another"] == {FlagKind.UNUSED}
    (page,) = (row for row in rows if row.source.title == "Page")
    assert page.flags[0].words == "Missing: author, day you read it"
    assert [row.source.title for row in rows if row.group] == [
        "Leading a trust",
        "Leading a Trust.",
    ]
    assert [row.source.title for row in rows if matches(row, "harrow 2014 leading")] == [
        "Leading a trust",
        "Leading a Trust.",
    ]


def test_what_is_exported_has_the_italics_of_the_style(store: Store) -> None:
    from portfolio_app.domain.finishing import finish

    four = tuple(Person(name, "A") for name in ("Ash", "Beck", "Cole", "Dale"))
    uid = references.add(store, replace(BOOK, authors=four)).uid
    block = cite(store, uid)

    (part,) = finish((block,), citing.labels(store)).parts

    assert [(each.text, each.emphasis) for each in part.paragraph] == [
        ("(Ash ", False),
        ("et al.", True),
        (", 2014)", False),
    ]
    assert [(run.text, run.italic) for run in references.listed(store)[0]] == [
        ("Ash, A. ", False),
        ("et al.", True),
        (" (2014) ", False),
        ("Leading a trust", True),
        (". Example Press.", False),
    ]


def test_merging_fills_gaps_and_turns_citations_in_one_step(store: Store) -> None:
    one = references.add(store, replace(BOOK, publisher="")).uid
    two = references.add(store, replace(BOOK, place="London")).uid
    cite(store, one, two)
    cite(store, two)
    assert texts(store) == ["(Harrow, 2014a, 2014b)", "(Harrow, 2014b)"]

    merged = references.merge(store, one, [two])

    (left,) = queries.proposal.sources(store)
    assert (left.uid, left.publisher, left.place) == (one, "Example Press", "London")
    assert texts(store) == ["(Harrow, 2014)", "(Harrow, 2014)"]
    assert queries.proposal.blocks(store)[0].inlines[0].cited == (Cited(one),)
    history.undo(store, merged.step)
    assert len(queries.proposal.sources(store)) == 2
    assert texts(store) == ["(Harrow, 2014a, 2014b)", "(Harrow, 2014b)"]


def test_merging_keeps_places_and_what_the_kept_one_says(store: Store) -> None:
    kept = references.add(store, replace(BOOK, note="mine", more={"held": "Leeds", "check": "1"}))
    other = references.add(
        store, replace(BOOK, title="Another", place="York", more={"held": "Hull", "venue": "Hall"})
    )
    cited = (Cited(other.uid, "4"), Cited(kept.uid, "4"), Cited(kept.uid, "9"), Cited(other.uid))
    block = Block(new_uid(), inlines=(Inline(text="x"), Inline(InlineKind.SOURCE, cited=cited)))
    proposal.keep(store, [block])
    point = restore_points.name(store, "Before").focus
    merged = references.merge(store, kept.uid, [other.uid, kept.uid])
    (left,) = queries.proposal.sources(store)
    assert (left.title, left.place, left.note) == (BOOK.title, "York", "mine")
    assert (left.more["held"], left.more["venue"]) == ("Leeds", "Hall")
    (turned,) = queries.proposal.blocks(store)
    assert [(each.source_uid, each.locator) for each in turned.inlines[1].cited] == [
        (kept.uid, "4"), (kept.uid, "9"), (kept.uid, ""),
    ]  # fmt: skip
    assert FlagKind.CHECK in flags(store)[BOOK.title]
    assert queries.proposal.blocks_of_version(store, point) == (turned,), "going back loses none"
    history.undo(store, merged.step)
    assert queries.proposal.blocks(store) == (block,)
    assert queries.proposal.blocks_of_version(store, point) == (block,), "as it was before"
    history.redo(store, merged.step)
    assert queries.proposal.blocks_of_version(store, point) == (turned,)
    references.change(store, left)
    assert FlagKind.CHECK not in flags(store)[BOOK.title], "somebody looked at it"


def test_a_citation_that_was_only_typed_is_told(store: Store) -> None:
    typed = (
        "As shown (Author, 2022, p. 4) and (see table 2), (in 2020), (Example Council, no date)."
    )
    proposal.keep(store, [Block(new_uid(), inlines=(Inline(text=typed),))])

    found = references.references(store).unlisted

    assert [(each.text, each.typed) for each in found] == [
        ("(Author, 2022, p. 4)", True),
        ("(Example Council, no date)", True),
    ]


def test_where_universities_differ_can_be_chosen_and_taken_back(store: Store) -> None:
    uid = references.add(store, replace(BOOK, year="")).uid
    cite(store, uid)

    chosen = reference_style.choose(store, "no-date", "n.d.")

    assert texts(store) == ["(Harrow, n.d.)"]
    history.undo(store, chosen.step)
    assert texts(store) == ["(Harrow, no date)"]
    with pytest.raises(PortfolioError, match="can't be written"):
        reference_style.choose(store, "no-date", "whenever")


def test_a_file_comes_in_as_one_step_and_not_twice(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    file = tmp_path / "library.bib"
    file.write_bytes(
        b'\xef\xbb\xbf@book{a, author={M{\\"u}ller, Anna}, title={Whole},\r\n'
        b" year=2020, publisher=P}\r\n"
        b"@article{b, author={Half, B, title={Half way}, year=2021\r\n"
        b"@comment{x}\r\n"
    )

    first = references.import_file(store, room, file)
    again = references.import_file(store, room, file)

    assert first.words == (
        "2 references added. 2 could be read only in part and say why. Not taken: 1 comments."
    )
    assert (len(again.uids), again.same, again.changes.step) == (0, 2, "")
    kept = {each.title: each for each in queries.proposal.sources(store)}
    assert kept["Whole"].authors == (Person("Müller", "Anna"),)
    assert "“P” stands for words" in kept["Whole"].trouble
    assert kept["Half way"].raw.startswith("@article{b,")
    assert "don't match" in kept["Half way"].trouble
    assert FlagKind.TROUBLE in flags(store)["Half way"]
    history.undo(store, first.changes.step)
    assert queries.proposal.sources(store) == ()


def test_an_entry_that_a_file_holds_twice_comes_in_once(store: Store, room: Workroom) -> None:
    entry = b"TY  - BOOK\nAU  - Harrow, Judith\nPY  - 2014\nTI  - Leading a trust\nER  - \n\n"
    done = references.import_bytes(store, room, entry + entry, "twice.ris")
    assert (len(done.uids), done.same) == (1, 1)
    assert len(queries.proposal.sources(store)) == 1


def test_four_hundred_come_in_within_two_seconds(store: Store, room: Workroom) -> None:
    room.warm()
    for name, entry in (
        (
            "a.bib",
            "@article{k%d, author={Jones, Bob and M{\\'e}l, Al}, title={Nr %d}}\n",
        ),
        ("a.ris", "TY  - JOUR\r\nID  - %d\r\nAU  - Jones, Bob\r\nTI  - On %d\r\nER  - \r\n"),
    ):
        data = "".join(entry % (each, each) for each in range(400)).encode()
        began = time.monotonic()
        found = references.import_bytes(store, room, data, name)
        took = time.monotonic() - began

        assert (len(found.uids), found.flagged) == (400, 0)
        assert took < 2, took
    began = time.monotonic()
    assert len(references.references(store).rows) == 800
    assert time.monotonic() - began < 2


def test_what_is_no_file_of_references_is_refused_and_nothing_changed(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    large = tmp_path / "large.ris"
    with large.open("wb") as out:
        out.truncate(2 * MOST_BYTES)
    cases = {
        "too-large": large,
        "no-file": tmp_path / "gone.ris",
        "no-references": tmp_path / "a.ris",
    }
    (tmp_path / "a.ris").write_bytes(b"%PDF-1.7 \x00\x01 nothing of the kind")

    for code, file in cases.items():
        with pytest.raises(PortfolioError, match="Nothing was changed") as refused:
            references.import_file(store, room, file)
        assert refused.value.code == code
    with pytest.raises(PortfolioError, match="PubMed"):
        references.import_bytes(store, room, b"PMID- 123\nTI  not so\n", "a.nbib")
    assert queries.proposal.sources(store) == ()
