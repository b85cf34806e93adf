"""The individual learning plan, made of a skills scan without its marks; the papers of a review."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.planned import Goal, Review, Standing
from portfolio_app.services import (
    history,
    learning,
    mapping,
    meeting_papers,
    records,
    requests,
    review_actions,
    reviews,
    scans,
)
from portfolio_app.sheets.writing import csv_bytes
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from tests.services.asked import facts
from tests.services.test_witnesses import refused

TODAY = date(2025, 11, 14)


def test_rows_are_offered_thin_first_and_made_of_a_scan_in_one_step(store: Store) -> None:
    k8, s12, b1 = (mapping.ksb_called(store, each).uid for each in ("K8", "S12", "B1"))
    scan = scans.start(store).uid
    scans.rate(store, scan, s12, 1)
    scans.rate(store, scan, k8, 3)
    scans.note(store, scan, s12, "I dread this one")

    assert [each.ksb.code for each in learning.offered(store, scan)][:2] == ["S12", "K8"]
    step = learning.add_ksbs(store, [s12, b1, s12], scan)
    made = learning.goals(store)
    assert [each.about for each in made] == ["S12", "B1"]
    assert made[0].row.title.startswith("S12 ")
    assert made[0].goal.scan_uid == scan
    assert learning.offered(store, scan)[-1].is_there
    assert learning.offered(store)[0].ksb.code == "K8"
    refused("there-already", learning.add_ksbs, store, [s12])
    refused("no-such-ksb", learning.add_ksbs, store, ["nothing"])
    history.undo(store, step.step)
    assert learning.goals(store) == ()
    history.redo(store, step.step)

    uid = made[0].row.uid
    goal = Goal((s12,), activity=" Shadow the\nHR review ", activity_kind="shadowing",
                with_whom="line manager", scan_uid=scan)  # fmt: skip
    learning.change(store, uid, "Negotiate with suppliers", goal, "2026-02-27")
    kept = learning.goal(store, uid)
    assert (kept.goal.activity, kept.row.day) == ("Shadow the HR review", "2026-02-27")
    refused("no-day", learning.change, store, uid, "x", goal, "soon")
    refused("no-title", learning.add, store, " ", Goal())
    refused("no-such-ksb", learning.add, store, "x", Goal(("nothing",)))

    drafted = learning.ask_for_observation(store, uid)
    assert requests.found(store, drafted.focus).asked.ksb_uids == (s12,)
    assert requests.found(store, drafted.focus).asked.title == "Shadow the HR review"
    assert learning.goal(store, uid).goal.standing is Standing.STARTED
    history.undo(store, drafted.step)
    assert learning.goal(store, uid).goal.standing is Standing.OPEN
    own = learning.add(store, "Read about budgets", Goal(area="Finance")).focus
    refused("no-ksb", learning.ask_for_observation, store, own)
    assert learning.goal(store, own).about == "Finance"

    learning.stand(store, uid, Standing.DROPPED, TODAY)
    assert learning.goal(store, uid).goal.done_on == ""
    every = tuple(each.uid for each in queries.standard.ksbs(store))[:8]
    wide = learning.add(store, "A wide one", Goal(every, standing=Standing.DONE))
    asked_for = learning.ask_for_observation(store, wide.focus)
    assert requests.found(store, asked_for.focus).asked.ksb_uids == every[:6]
    assert learning.goal(store, wide.focus).goal.standing is Standing.DONE  # done stays done
    history.undo(store, asked_for.step)
    history.undo(store, wide.step)
    learning.stand(store, uid, Standing.DONE, TODAY)
    assert learning.goal(store, uid).goal.done_on == TODAY.isoformat()
    assert [each.about for each in learning.goals(store)] == ["B1", "Finance", "S12"]
    table = csv_bytes(learning.sheet(store)).decode()
    assert "Shadow the HR review" in table
    assert "27 February 2026" in table
    assert "dread" not in table
    assert not any(cell in table for cell in (",1,", ",3,", "New to me"))


def test_a_plan_is_saved_as_a_table_and_nowhere_inside_the_portfolio(
    store: Store, tmp_path: Path
) -> None:
    learning.add(store, "Read about budgets", Goal(area="Finance"), "2026-02-27")
    learning.save_table(store, tmp_path / "plan.csv")
    assert "Read about budgets" in (tmp_path / "plan.csv").read_text(encoding="utf-8-sig")
    learning.save_table(store, tmp_path / "plan.xlsx")
    assert (tmp_path / "plan.xlsx").read_bytes()[:2] == b"PK"
    refused("other-ending", learning.save_table, store, tmp_path / "plan.docx")


def test_the_papers_of_a_review_say_facts_and_ask_two_ticks_and_a_sentence(store: Store) -> None:
    who = facts(store)
    before = reviews.add(store, "Coach visit", "2025-07-12").focus
    reviews.hold(store, before)
    review_actions.add_action(store, before, "Ask for the budget paper", "me", "2025-09-01")
    uid = reviews.add(
        store, "Coach visit", "2025-11-14",
        Review(participants=("apprentice", "coach", "line manager"), place="Online",
               notes="she looked tired", summary="We talked about the pilot."),
    ).focus  # fmt: skip
    reviews.raise_points(store, uid, ["Shadow the finance committee"])
    review_actions.add_action(store, uid, "Arrange the shadowing", "line manager", "2025-12-01")

    page = meeting_papers.paper(store, FormKind.MANAGER_PAGE, uid, TODAY)
    assert page.title == "One page before Coach visit"
    assert [each.kind.value for each in page.lines][-3:] == ["tick", "tick", "words"]
    texts = " ".join(each.text for each in page.lines)
    assert "Shadow the finance committee" in texts
    assert "is the one that counts" in texts
    assert "can't say whether it is enough" in texts
    assert "16 September 2026" in texts
    assert [(each.role, each.witness_uid, each.must_sign) for each in page.signers] == [
        ("Line manager", who, False)
    ]

    record = meeting_papers.paper(store, FormKind.REVIEW_RECORD, uid, TODAY)
    texts = " ".join(each.text for each in record.lines)
    assert record.title == "Coach visit, 14 November 2025"
    assert "We talked about the pilot." in texts
    assert "Ask for the budget paper (apprentice, by 1 September 2025, open)" in texts
    assert "Arrange the shadowing (line manager, by 1 December 2025)" in texts
    assert "tired" not in texts
    assert [(each.role, each.is_me) for each in record.signers] == [
        ("Apprentice", True), ("Coach", False), ("Line manager", False),
    ]  # fmt: skip
    refused("not-a-record", meeting_papers.paper, store, FormKind.STATEMENT, uid, TODAY)

    asked = meeting_papers.ask(store, FormKind.MANAGER_PAGE, uid, TODAY)
    again = meeting_papers.ask(store, FormKind.MANAGER_PAGE, uid, TODAY)
    assert (again.focus, again.step) == (asked.focus, "")
    reviews.raise_points(store, uid, ["Time to write"])
    newer = meeting_papers.ask(store, FormKind.MANAGER_PAGE, uid, TODAY)
    assert (newer.focus, bool(newer.step)) == (asked.focus, True)
    assert len(records.records(store, uid)) == 1
    (answer,) = meeting_papers.answers(store, uid)
    assert answer.stage.value == "draft"
    assert not answer.is_signed
