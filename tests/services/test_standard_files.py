"""Any other standard can be brought in, and everything works with it: 27 KSBs, or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portfolio_app.domain.ksb import KsbKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import bundle, coverage, history, intake, mapping, portfolio, shortlist
from portfolio_app.services import standard_files as files
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

KINDS = {"knowledge": "Knowledge", "skill": "Skills", "behaviour": "Behaviours"}
# A made-up standard: twenty-seven statements whose codes are no K, S or B.
STATEMENTS = [
    (f"SW{number}{letter}", kind, f"Statement {number}{letter} about {kind} in made-up work.")
    for number, kind in enumerate([*KINDS] * 3, start=1)
    for letter in "abc"
]


def pasted() -> str:
    return "\n".join(
        line
        for kind, heading in KINDS.items()
        for line in (heading, *(f"{c}: {t}" for c, k, t in STATEMENTS if k == kind))
    )


def as_csv() -> str:
    rows = [f'{c},"{t}",{k},Professional discussion' for c, k, t in STATEMENTS]
    return "\n".join(["Code,Statement,Type,Assessment method", *rows])


def as_json() -> str:
    lists: dict[str, list[dict[str, str]]] = {"knowledges": [], "skills": [], "behaviours": []}
    for code, kind, text in STATEMENTS:
        name = next(each for each in lists if each.startswith(kind[:5]))
        lists[name].append({"ksbCode": code, "detail": text})
    return json.dumps({"referenceNumber": "ST9999", "title": "Made-up work", "level": 5, **lists})


def as_toml() -> str:
    lines = ['schema = 1', 'id = "st9999-v1.0"', 'reference = "ST9999"', 'version = "1.0"',
             'title = "Made-up work"', "level = 5"]  # fmt: skip
    for code, kind, text in STATEMENTS:
        lines += ["[[ksbs]]", f'code = "{code}"', f'kind = "{kind}"', f'text = "{text}"']
    lines += ["[[themes]]", 'title = "First"', 'ksbs = ["SW9c", "SW1a"]']
    return "\n".join(lines)


@pytest.mark.parametrize("text", [pasted(), as_csv(), as_json(), as_toml()])
def test_a_standard_is_read_from_every_form(text: str) -> None:
    read = files.import_standard(text, reference="ST9999", title="Made-up work", level=5)

    assert {(k.code, k.kind.value, k.text) for k in read.standard.ksbs} == set(STATEMENTS)
    assert read.standard.name.startswith("Made-up work, level 5 · ST9999")
    assert read.standard.id


def make(tmp_path: Path, text: str, name: str) -> Store:
    read = files.import_standard(text, title="Made-up work", reference="ST9999")
    facts = portfolio.NewPortfolio("Apprentice", "2024-09-16", "2026-09-16", standard=read.standard)
    return portfolio.create(tmp_path / name, facts).store


@pytest.mark.usefixtures("real_keychain")
def test_a_portfolio_of_another_standard_is_covered_and_bundled(
    room: Workroom, tmp_path: Path
) -> None:
    with make(tmp_path, as_csv(), "other.portfolio") as store:
        item = intake.add(store, room, [documents.pdf(tmp_path / "a.pdf", "Some words here")])
        uid = item.results[0].item_uid
        ksb = mapping.ksb_called(store, "sw 1 A")
        mapping.claim(store, uid, [ksb.uid], mapping.WHOLE)
        shortlist.add(store, [uid])

        built = bundle.build(store, room, tmp_path / "out.pdf")

        assert [each.ksb for each in built.bundle.claims] == ["SW1a"]
        assert len(coverage.coverage(store)) == 27
        assert set(coverage.method_words(store).values()) == {"Discussion"}


@pytest.mark.usefixtures("real_keychain")
def test_a_standard_without_ksbs_is_bundled_too(room: Workroom, tmp_path: Path) -> None:
    with make(tmp_path, "", "none.portfolio") as store:
        item = intake.add(store, room, [documents.pdf(tmp_path / "a.pdf", "Some words here")])
        shortlist.add(store, [item.results[0].item_uid])

        built = bundle.build(store, room, tmp_path / "out.pdf")

        assert built.bundle.pages > 3
        assert coverage.coverage(store) == ()
        assert "without its KSB list" in coverage.notice(store)


def test_another_standard_takes_over_and_what_was_claimed_waits(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    item = intake.add(store, room, [documents.pdf(tmp_path / "a.pdf", "Some words here")])
    k8 = mapping.ksb_called(store, "K8")
    mapping.claim(store, item.results[0].item_uid, [k8.uid], mapping.WHOLE)
    read = files.import_standard(as_toml())

    files.adopt(store, read, source="A file", date="2026-03-03")

    held = queries.standard.standard(store)
    assert (held.title, len(held.ksbs), held.rules) == ("Made-up work", 27, ())
    assert held.notice, "a file is not the official page"
    assert [each.ksb.uid for each in queries.reviews.reviews(store)] == [k8.uid]
    assert [c.ksb.code for c in coverage.coverage(store)][:2] == ["SW9c", "SW1a"], "theme order"


@pytest.mark.parametrize(
    "text",
    ["{", "[1, 2]", '{"knowledge": [{"code": {}, "detail": []}]}', "schema = 1\nid = [",
     "schema = 7\nid = 'x'", "[" * 100_000, "schema = 1\nid = 'x'\nksbs = 'no'"],
)  # fmt: skip
def test_broken_data_is_refused_in_words(text: str) -> None:
    try:
        read = files.import_standard(text, title="Something")
    except PortfolioError as error:
        assert error.hint  # noqa: PT017 - either a refusal in words, or a standard without KSBs
    else:
        assert read.standard.ksbs == ()


def test_similar_words_of_another_standard_are_another_thing_but_not_of_another_version(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    item = intake.add(store, room, [documents.pdf(tmp_path / "a.pdf", "Some words here")])
    k1 = mapping.ksb_called(store, "K1")
    mapping.claim(store, item.results[0].item_uid, [k1.uid], mapping.WHOLE)
    text = "K1: How to shape organisational purpose, culture, and values."
    other = files.import_standard(text, title="Made-up work", reference="ST9999")
    newer = files.import_standard(text, title="Senior leader", reference="ST0480", version="1.3")

    done = files.adopt(store, other, source="A page", date="2026-03-03")
    waiting = queries.reviews.reviews(store)[0]
    assert (waiting.ksb.uid, waiting.ksb.retired) == (k1.uid, True)
    assert mapping.ksb_called(store, "K1").uid != k1.uid
    history.undo(store, done.step)
    files.adopt(store, newer, source="A page", date="2026-03-03")

    waiting = queries.reviews.reviews(store)[0]
    assert (waiting.ksb.uid, waiting.ksb.retired) == (k1.uid, False)
    assert mapping.ksb_called(store, "K1").uid == k1.uid


def test_codes_that_are_there_twice_are_refused() -> None:
    with pytest.raises(PortfolioError, match="There twice: K1"):
        files.import_standard("code,text\nK1,One\nk 01,Two", title="Something")


def test_a_pdf_is_read_for_its_list_and_nothing_is_stored(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(
        tmp_path / "plan.pdf",
        "ST9999 plan\nKnowledge\nK1: Know what is\nneeded here.\nPage 1 of 2",
        "ST9999 plan\nSkills\nS1: Do what is needed.\nPage 2 of 2",
    )

    text = files.read_text(room, path)

    found = files.import_standard(text, title="Made-up").standard
    assert [(each.code, each.kind, each.text) for each in found.ksbs] == [
        ("K1", KsbKind.KNOWLEDGE, "Know what is needed here."),
        ("S1", KsbKind.SKILL, "Do what is needed."),
    ]
    assert queries.evidence.items(store) == ()
