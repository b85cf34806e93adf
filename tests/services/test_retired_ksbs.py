"""A KSB that the accepted list no longer has counts nowhere until what is on it was moved."""

from pathlib import Path

import pytest

from portfolio_app.domain.ksb import Ksb
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle_plan,
    history,
    intake,
    mapping,
    mapping_import,
    mapping_table,
    pens,
    preflight,
    scans,
    shortlist,
    sorting,
    standards,
    theory,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom


@pytest.fixture
def item_uid(store: Store, room: Workroom, tmp_path: Path) -> str:
    path = tmp_path / "minutes.txt"
    path.write_text("Minutes of the board.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    shortlist.add(store, [uid])
    return uid


def without(store: Store, code: str) -> Ksb:
    """Accept a list that lacks one KSB and gives its code to another; return the retired one."""
    held = queries.standard.ksbs(store)
    gone = next(each for each in held if each.code == code)
    lines = [f"{each.code}: {each.text}" for each in held if each is not gone]
    compared = standards.compare(store, "\n".join(lines))
    standards.accept(store, compared, source="Official page", date="2026-03-03")
    return gone


def test_a_candidate_of_a_retired_ksb_is_shown_and_suggested_nowhere(
    store: Store, item_uid: str
) -> None:
    gone = mapping.ksb_called(store, "K8")
    sorting.set_candidates(store, item_uid, [gone.uid])
    assert queries.evidence.item(store, item_uid).candidates == ("K8",)

    without(store, "K8")

    assert queries.evidence.item(store, item_uid).candidates == ()
    assert queries.candidates.candidates(store) == ()
    assert queries.candidates.needing_passages(store) == ()
    assert bundle_plan.plan(store, draft=True).items[0].candidates == ()
    assert queries.reviews.reviews(store)[0].attached.candidates == 1


def test_a_claim_on_a_retired_ksb_is_not_told_as_one_on_the_code_it_had(
    store: Store, item_uid: str, tmp_path: Path
) -> None:
    mapping.claim(store, item_uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    assert queries.evidence.item(store, item_uid).ksb_codes == ("K8",)
    assert len(mapping_table.sheets(store)[0].rows) == 1

    without(store, "K8")

    assert queries.evidence.item(store, item_uid).ksb_codes == ()
    assert mapping_table.sheets(store)[0].rows == ()
    assert bundle_plan.plan(store).items[0].claims == ()
    assert "item.no-claims" in {each.rule for each in preflight.findings(store)}


def test_nothing_can_be_put_on_a_retired_ksb(store: Store, item_uid: str) -> None:
    kept = mapping.claim(store, item_uid, [mapping.ksb_called(store, "K1").uid], mapping.WHOLE)
    claim = queries.claims.claim(store, kept.uids[0])
    scan = scans.start(store).uid
    pens.load(store, 1, mapping.ksb_called(store, "K8").uid)
    gone = without(store, "K8").uid
    before = history_length(store)

    for verb in (
        lambda: mapping.claim(store, item_uid, [gone], mapping.WHOLE),
        lambda: mapping.add_ksbs(store, claim.passage_uid, [gone]),
        lambda: mapping.move_claim(store, claim.uid, gone),
        lambda: standards.move_claim(store, claim.uid, gone),
        lambda: standards.move_everything(store, claim.ksb_uid, gone),
        lambda: sorting.set_candidates(store, item_uid, [gone]),
        lambda: sorting.keep(store, item_uid, ksb_uids=[gone]),
        lambda: theory.tag(store, item_uid, [gone], mapping.WHOLE),
        lambda: pens.load(store, 2, gone),
        lambda: scans.rate(store, scan, gone, 1),
        lambda: mapping_import.note_names(store, {item_uid: [gone]}),
    ):
        with pytest.raises(PortfolioError):
            verb()
    assert history_length(store) == before
    assert queries.pens.pens(store)[0] == ""


def test_rows_read_before_a_list_was_accepted_note_nothing_on_what_it_retired(
    store: Store, room: Workroom, item_uid: str
) -> None:
    rows = (("Date", "Activity", "KSBs"), ("2025-03-03", "Board day", "K8, S2"))
    table = mapping_import.TableIn("Sheet", rows, cut=False)
    lines = mapping_import.preview(store, table, mapping_import.guess(store, table))
    without(store, "K8")

    done = mapping_import.import_lines(store, room, lines)

    (result,) = done.results
    assert queries.evidence.item(store, result.item_uid).candidates == ("S2",)
    with store.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM candidate").scalar()
    assert count == 1
    history.undo(store, done.changes.step)


def history_length(store: Store) -> int:
    return len(queries.history.last_steps(store))
