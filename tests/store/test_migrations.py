"""Every database that was ever written still opens; an update is whole or did not happen."""

import shutil
import zipfile
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from portfolio_app.domain.found import FoundGroup
from portfolio_app.domain.papers import PaperKind, Signing
from portfolio_app.domain.planned import CONTENT_OF, PlannedKind
from portfolio_app.problems import PortfolioError
from portfolio_app.store import check, database, header, integrity, migrations, queries
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.queries import claims, evidence, portfolio, search, standard, text
from portfolio_app.store.queries import history as steps
from portfolio_app.store.tables import RECORDED, Row
from tests.store.builders import add_item, bare, rows_of

DATA = Path(__file__).parent / "data"
FIXTURE_KEY = MasterKey(bytes(range(32)))
LATER = (
    *migrations.STEPS,
    (
        "ALTER TABLE item ADD COLUMN project TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE project (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL) STRICT",
    ),
)
NEXT = len(LATER)


def columns(connection: sqlcipher.Connection, table: str) -> set[tuple[str, bool]]:
    rows = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    return {(row[1], bool(row[3]) or bool(row[5])) for row in rows}


def test_the_rows_as_written_are_the_tables_as_made(store: Store, key: MasterKey) -> None:
    connection = bare(store.folder, key)
    for mapper in Row.registry.mappers:
        table = mapper.local_table
        assert {(c.name, not c.nullable) for c in table.columns} == columns(connection, table.name)
    names = {mapper.local_table.name for mapper in Row.registry.mappers}
    assert names >= RECORDED
    assert connection.execute("PRAGMA application_id").fetchone()[0] == migrations.APPLICATION_ID
    assert migrations.number(connection) == migrations.NEWEST
    connection.close()


@pytest.mark.parametrize("version", range(1, migrations.NEWEST + 1))
def test_a_portfolio_of_every_version_still_opens(tmp_path: Path, version: int) -> None:
    """R12."""
    with zipfile.ZipFile(DATA / f"version-{version}.zip") as packed:
        packed.extractall(tmp_path)
    folder = tmp_path / "P"

    with database.open_store(folder, FIXTURE_KEY) as old:
        item = evidence.find(old, "E01")
        assert item.title == "Board paper"
        assert old.vault.get(item.sha256) == b"The board agreed."
        assert text.page_texts(old, item.uid)[-1].text == "The board agreed."
        assert search.everything(old, "agreed").of(FoundGroup.PAGE)[0].item_uid == item.uid
        (claim,) = claims.claims(old)
        assert (claim.ksb_code, claim.anchor.quote) == ("K1", "board agreed")
        assert claim.anchor.spans[0].page_index == 2
        assert len(standard.ksbs(old)) == 46
        assert portfolio.details(old).name == "An apprentice"
        assert len(steps.last_steps(old)) == version + 1
        assert check.check(old).ok
        if version > 1:
            assert (item.candidates, claim.page) == (("K2",), 3)
            assert queries.hides.hides(old)[0].label == "The Board"
            assert queries.scans.scans(old)[0].ratings[0].manager == 2
        if version > 2:
            (paper,) = queries.papers.papers(old)
            assert paper.kind is PaperKind.EMPLOYER_STATEMENT
            assert paper.signing == Signing(
                "Director of Education", "2026-03-02", ((item.uid, item.sha256, ""),)
            )
            assert queries.markings.answers(old)[item.uid].by == "Director of Finance"
            assert queries.epao_rules.kept(old)["max_mb"].value == "100"
            assert queries.accepted.accepted(old)[0].because == "It is plain."
            (bundle,) = queries.bundles.bundles(old)
            assert (bundle.submitted_at, bundle.sha256) == ("2026-03-03", bundle.kept_sha256)
            assert old.vault.get(bundle.kept_sha256).startswith(b"%PDF")
        if version > 3:
            (observation,) = queries.observations.observations(old)
            assert (observation.ref, observation.item_uid) == ("OBS-01", item.uid)
            assert observation.asked.title == observation.requests[0].content.title
            assert old.vault.get(observation.requests[0].form_sha256).startswith(b"%PDF")
            (arrival,) = observation.arrivals
            assert old.vault.get(arrival.sha256).endswith(b"filled in")
            assert (arrival.sender, arrival.report[0].rule) == (
                "line.manager@example.org",
                "portfolio",
            )
            assert queries.observations.answers(old, arrival.uid)["name"] == "Line manager"
        if version > 4:
            heading, body, table, figure = queries.proposal.blocks(old)
            assert (heading.text, body.text, len(body.ksbs)) == ("Options", "Agreed ", 1)
            assert (table.table, figure.figure) != (None, None)
            (source,) = queries.proposal.sources(old)
            assert body.inlines[2].cited[0].source_uid == source.uid
            (point,) = queries.proposal.versions(old)
            assert queries.proposal.blocks_of_version(old, point.uid)[1] == body
            (picture,) = queries.proposal.pictures(old).values()
            assert old.vault.get(picture.sha256) == b"a picture"
        if version > 5:
            programme = queries.programme.programme(old)
            assert programme is not None
            assert (programme.total_months, programme.modules[0].title) == (26, "Leadership")
            planned = queries.plan.rows(old)
            assert [each.kind for each in planned] == list(PlannedKind)
            assert all(isinstance(each.content, CONTENT_OF[each.kind]) for each in planned)
            (entry,) = queries.hours.entries(old)
            assert (entry.minutes, entry.item_uid) == (90, item.uid)
            (kept,) = queries.records.records(old, planned[0].uid)
            assert old.vault.get(kept.sha256) == b"a certificate"
            (practised,) = queries.practice.practised(old)
            assert queries.practice.cribs(old)[practised.ksb_uid].figure == "300 a year"
            (pack,) = queries.buddies.packs(old)
            assert pack.item_of_page(6) == item.uid
            (comment,) = queries.buddies.comments(old, item.uid)
            assert (comment.pack_uid, comment.text) == (pack.uid, "Who decided?")
        if version == migrations.NEWEST:  # its fixture holds a row of everything
            assert all(rows_of(old, *sorted(RECORDED)).values())


def test_an_update_keeps_a_checked_copy_and_loses_nothing(
    store: Store, key: MasterKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid, _ = add_item(store, "Kept")
    before = rows_of(store, "file", "ksb", "history", "change")
    store.close()
    monkeypatch.setattr(migrations, "STEPS", LATER)
    monkeypatch.setattr(migrations, "NEWEST", len(LATER))
    monkeypatch.setattr(migrations.migrate, "__defaults__", (LATER,))

    with database.open_store(store.folder, key) as updated:
        assert rows_of(updated, "file", "ksb", "history", "change") == before
        assert evidence.item(updated, uid).title == "Kept"
        assert updated.header.schema == NEXT
    assert integrity.integrity(store.folder, key, f"before-v{NEXT}.db") == ()
    copy = bare(store.folder, key, f"before-v{NEXT}.db")
    assert migrations.number(copy) == NEXT - 1
    assert copy.execute("SELECT title FROM item").fetchall() == [("Kept",)]
    copy.close()

    monkeypatch.undo()
    with pytest.raises(PortfolioError) as caught:
        database.open_store(store.folder, key)
    assert caught.value.code == "newer-version"


def test_an_update_that_fails_leaves_the_old_database(
    store: Store, key: MasterKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_item(store, "Kept")
    before = rows_of(store, *sorted(RECORDED))
    store.close()
    broken = (*LATER[:-1], (*LATER[-1], "CREATE TABLE project (again INTEGER) STRICT"))
    monkeypatch.setattr(migrations, "NEWEST", len(LATER))
    monkeypatch.setattr(migrations.migrate, "__defaults__", (broken,))

    with pytest.raises(PortfolioError):
        database.open_store(store.folder, key)

    monkeypatch.undo()
    head = header.read(store.folder, newest_schema=NEXT)
    connection = bare(store.folder, key)
    assert migrations.number(connection) == NEXT - 1
    assert ("project", True) not in columns(connection, "item")
    connection.close()
    # the next, mended app opens it
    monkeypatch.setattr(migrations, "STEPS", LATER)
    monkeypatch.setattr(migrations, "NEWEST", len(LATER))
    monkeypatch.setattr(migrations.migrate, "__defaults__", (LATER,))
    with database.open_store(store.folder, key) as updated:
        assert rows_of(updated, *sorted(RECORDED - {"item"})) == {
            name: rows for name, rows in before.items() if name != "item"
        }
    assert head.schema == NEXT


def test_the_copy_before_an_update_is_not_taken_for_a_conflict(store: Store) -> None:
    from portfolio_app.store import lock

    shutil.copy(store.folder / "portfolio.db", store.folder / f"before-v{NEXT}.db")

    assert lock.conflict_copies(store.folder) == ()
