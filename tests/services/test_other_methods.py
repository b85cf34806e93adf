"""A standard whose plan knows no discussion and no proposal is served as well as ST0480."""

from pathlib import Path

import pytest

from portfolio_app.domain.standard import AssessmentMethod, portfolio_methods
from portfolio_app.services import (
    bundle,
    bundle_plan,
    intake,
    mapping,
    mapping_table,
    portfolio,
    shortlist,
    standard_details,
)
from portfolio_app.services import standard_files as files
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.test_standard_files import STATEMENTS


def made_up(tmp_path: Path, *methods: str) -> Store:
    """Return a portfolio of 27 KSBs, each assessed by one of these methods in turn."""
    rows = [
        f'{code},"{text}",{kind},{methods[number % len(methods)]}'
        for number, (code, kind, text) in enumerate(STATEMENTS)
    ]
    text = "\n".join(["Code,Statement,Type,Assessment method", *rows])
    read = files.import_standard(text, title="Made-up work", reference="ST9999")
    facts = portfolio.NewPortfolio("Apprentice", "2024-09-16", "2026-09-16", standard=read.standard)
    return portfolio.create(tmp_path / "other.portfolio", facts).store


@pytest.mark.usefixtures("real_keychain")
def test_where_no_method_is_a_discussion_every_ksb_counts(room: Workroom, tmp_path: Path) -> None:
    with made_up(tmp_path, "Practical test", "Project report") as store:
        added = intake.add(store, room, [documents.pdf(tmp_path / "a.pdf", "Some words here")])
        uid = added.results[0].item_uid
        anchor = mapping.anchor_for_quote(store, room, uid, "Some words").anchor
        ksbs = queries.standard.ksbs(store)
        assert {ksb.methods for ksb in ksbs} == {("practical-test",), ("project-report",)}
        mapping.claim(store, uid, [ksbs[0].uid, ksbs[1].uid], anchor)

        found = shortlist.suggest(store, 3)

        assert (found.chosen, found.covered, len(found.uncovered)) == ((uid,), 2, 25)
        shortlist.use(store, found)
        planned = bundle_plan.plan(store)
        assert all(ksb.in_discussion for ksb in planned.ksbs)
        assert planned.purpose == ""
        built = bundle.build(store, room, tmp_path / "out.pdf")
        assert len(built.bundle.claims) == 2
        methods = {row[6] for row in mapping_table.sheets(store)[0].rows}
        assert methods == {"Practical test", "Project report"}


@pytest.mark.usefixtures("real_keychain")
def test_what_an_interview_about_the_portfolio_assesses_counts_first(tmp_path: Path) -> None:
    with made_up(tmp_path, "Practical test", "Interview underpinned by a portfolio") as store:
        ksbs = queries.standard.ksbs(store)

        assert [ksb.in_discussion for ksb in ksbs[:4]] == [False, True, False, True]
        standard_details.set_methods(store, {ksbs[0].uid: []})
        assert queries.standard.ksbs(store)[0].in_discussion, "method not set counts"


def test_the_shipped_standard_is_for_the_discussion(store: Store) -> None:
    held = queries.standard.standard(store)

    assert portfolio_methods(held.methods) == ("pd",)
    assert {ksb.in_discussion for ksb in held.ksbs} == {
        not ksb.methods or "pd" in ksb.methods for ksb in held.ksbs
    }
    assert portfolio_methods((AssessmentMethod("x", "Practical test"),)) == ()
