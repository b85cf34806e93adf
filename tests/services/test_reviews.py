"""Review meetings: prepared, held, followed up; and the two-page pack, without quoted evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdf
import pytest

from portfolio_app.domain.hours import Entry
from portfolio_app.domain.passage import Strength
from portfolio_app.domain.planned import PlannedKind, Review, Standing
from portfolio_app.domain.reviews import ME, action_of, review_of
from portfolio_app.services import (
    evidence,
    history,
    hours,
    intake,
    learning,
    mapping,
    names_to_hide,
    plan,
    portfolio,
    preparing,
    programmes,
    requests,
    review_actions,
    review_pack,
    reviews,
    scans,
)
from portfolio_app.store import library, queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.asked import asked, facts
from tests.services.test_other_methods import made_up
from tests.services.test_witnesses import refused

TODAY = date(2025, 11, 14)
QUOTE = "The zebra pilot was agreed"


def held(store: Store, day: str) -> str:
    uid = reviews.add(store, "Practice tutor meeting", day).focus
    reviews.hold(store, uid)
    return uid


def claimed(store: Store, room: Workroom, folder: Path, name: str, code: str, day: str) -> str:
    """Add a piece with one passage for a KSB, as if both had been done on a day."""
    path = documents.pdf(folder / f"{name}.pdf", f"{QUOTE} for {name}.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    anchor = mapping.anchor_for_quote(store, room, uid, QUOTE).anchor
    ksb = mapping.ksb_called(store, code).uid
    made = mapping.claim(store, uid, [ksb], anchor, strength=Strength.CLEARLY, shows="seen by Alex")
    with store.session() as session:
        for row in session.query(tables.ItemRow).filter_by(uid=uid):
            row.added_at = f"{day}T12:00:00+00:00"
        for claim in session.query(tables.ClaimRow).filter_by(uid=made.uids[0]):
            claim.made_at = f"{day}T12:00:00+00:00"
    return uid


def test_a_review_is_prepared_with_what_changed_since_the_one_before(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    before = held(store, "2025-07-12")
    uid = reviews.add(store, "Practice tutor meeting", "2025-11-14").focus
    claimed(store, room, tmp_path, "earlier", "K1", "2025-07-12")
    claimed(store, room, tmp_path, "later", "K2", "2025-07-13")
    back = claimed(store, room, tmp_path, "kept_back", "K2", "2025-09-01")
    evidence.edit(store, back, do_not_export=True)
    late = review_actions.add_action(store, before, "Ask for the budget paper", ME, "2025-09-01")
    review_actions.add_action(store, before, "Send the template", "practice tutor")
    review_actions.stand(store, late.focus, Standing.STARTED, TODAY)

    hours.set_target(store, 480 * 60)
    logged = [Entry("", day, 60) for day in ("2025-07-12", "2025-07-13", "2025-11-01")]
    ahead = hours.planned_by(store, TODAY.isoformat()) or 0
    hours.log_many(store, logged)
    hours.log(store, Entry("", "2024-10-01", 24 * 60), sure=True)
    assert "hours" in [each.key for each in preparing.prepare(store, uid, TODAY).points]
    hours.set_target(store, 27 * 60 * ahead // (480 * 60) or 1)  # what is logged is ahead of it

    made = preparing.prepare(store, uid, TODAY)

    assert made.since.minutes == 120, "for the days after the last review"
    assert made.before is not None
    assert made.before.uid == before
    assert made.since.since == "2025-07-12"
    assert [each.title for each in made.since.pieces] == ["Later"]
    assert made.since.kept_back == 1
    assert [each.code for each in made.since.newly] == ["K2"]
    chosen = made.since.counts[2]
    assert (chosen.status.value, chosen.then, chosen.now) == ("covered", 1, 2)
    assert "K2" not in [each.ksb.code for each in made.gaps]
    assert made.gaps[0].ksb.in_discussion
    assert all(each.step for each in made.gaps)
    assert [each.title for each in made.last] == ["Ask for the budget paper", "Send the template"]
    assert [each.key.split()[0] for each in made.points] == ["gaps", "action"]
    assert made.points[1].words == "Past its day: Ask for the budget paper"
    assert made.owners == (ME, "practice tutor or coach", "line manager")
    assert reviews.next_review(store, TODAY) == made.row
    assert reviews.called(store, "2025-11-14").uid == uid
    refused("no-such-review", reviews.called, store, "2031-01-01")
    refused("ambiguous", reviews.called, store, "practice tutor meeting")

    # The next one is offered as long after this as this came after the one before.
    assert made.following == "2026-03-19"
    later = reviews.plan_following(store, uid, made.following).focus
    assert preparing.prepare(store, uid, TODAY).following == ""
    carried = preparing.prepare(store, later, TODAY)
    assert carried.before is not None
    assert carried.before.uid == before  # the one in between was not held


def test_an_annual_review_looks_back_to_the_annual_one_before(store: Store) -> None:
    old = reviews.add(store, "Annual review", "2024-11-10").focus
    reviews.hold(store, old)
    held(store, "2025-07-12")
    uid = reviews.add(store, "Annual review", "2025-11-14").focus
    found = preparing.prepare(store, uid, TODAY)
    assert found.since.since == "2024-11-10"
    assert found.before is not None
    assert found.before.day == "2025-07-12"  # whose actions are followed up
    reviews.not_held(store, old)
    assert preparing.prepare(store, uid, TODAY).since.since == ""


def test_points_are_ticked_and_a_review_is_held_only_on_a_day_that_has_come(store: Store) -> None:
    uid = reviews.add(store, "Annual review", "2098-01-01", Review(participants=("coach",))).focus
    assert review_of(reviews.review(store, uid)).is_annual
    step = reviews.raise_points(store, uid, [" K11 has\nno evidence ", "Shadow finance", "", "K11"])
    assert review_of(reviews.review(store, uid)).raising == (
        "K11 has no evidence", "Shadow finance", "K11",
    )  # fmt: skip
    history.undo(store, step.step)
    assert review_of(reviews.review(store, uid)).raising == ()
    refused("too-long", reviews.raise_points, store, uid, ["x" * 201])
    refused("too-long", reviews.raise_points, store, uid, [str(n) for n in range(25)])
    refused("no-day", reviews.change, store, uid, "Annual review", "2025-02-30", Review())
    refused("no-day", reviews.hold, store, uid, "2099-01-01")
    reviews.hold(store, uid, "2025-11-01")
    row = reviews.review(store, uid)
    assert (row.day, review_of(row).held) == ("2025-11-01", True)
    reviews.not_held(store, uid)
    assert not review_of(reviews.review(store, uid)).held


def test_an_agreed_action_becomes_a_learning_row_or_a_request_once(store: Store) -> None:
    uid = held(store, "2025-07-12")
    k8 = mapping.ksb_called(store, "K8").uid
    shadow = review_actions.add_action(store, uid, "Shadow finance", "line manager", "2025-12-01")
    watch = review_actions.add_action(store, uid, "Chair the panel", "")

    goal = review_actions.into_goal(store, shadow.focus, [k8])
    row = queries.plan.row(store, goal.focus)
    assert (row.kind, row.day) == (PlannedKind.GOAL, "2025-12-01")
    assert action_of(review_actions.action(store, shadow.focus)).became == goal.focus
    refused("became-already", review_actions.into_goal, store, shadow.focus)
    history.undo(store, goal.step)
    assert action_of(review_actions.action(store, shadow.focus)).became == ""
    assert review_actions.into_goal(store, shadow.focus).focus != ""

    drafted = review_actions.into_request(store, watch.focus, [k8])
    assert requests.found(store, drafted.focus).asked.title == "Chair the panel"
    assert requests.found(store, drafted.focus).asked.ksb_uids == (k8,)
    requests.remove(store, drafted.focus)
    assert review_actions.into_request(store, watch.focus).focus  # what it became is gone

    review_actions.stand(store, watch.focus, Standing.DONE, TODAY)
    done = action_of(review_actions.action(store, watch.focus))
    assert (done.standing, done.done_on) == (Standing.DONE, "2025-11-14")
    assert [each.title for each in review_actions.actions(store)] == [
        "Shadow finance", "Chair the panel",
    ]  # fmt: skip
    refused("gone", review_actions.action, store, uid)
    plan.remove(store, uid)
    assert review_actions.actions(store) == ()  # they went with their review


def test_the_pack_has_two_pages_and_nothing_private_or_quoted(
    store: Store, room: Workroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in (("name", "Apprentice"), ("employer", "Example Council")):
        portfolio.set_detail(store, key, value)
    before = held(store, "2025-07-12")
    review_actions.add_action(store, before, "Ask for the budget paper", ME, "2025-09-01")
    uid = reviews.add(store, "Practice tutor meeting", "2025-11-14").focus
    row = reviews.review(store, uid)
    reviews.change(store, uid, row.title, row.day, Review(notes="between us two"))
    piece = claimed(store, room, tmp_path, "minutes of Morgan Hideaway", "K2", "2025-08-01")
    evidence.edit(store, piece, private_note="never tell", title="Minutes of Morgan Hideaway")
    kept = claimed(store, room, tmp_path, "secret_plan", "K3", "2025-08-02")
    evidence.edit(store, kept, do_not_export=True)
    names_to_hide.add(store, ["Morgan Hideaway"], "Colleague A")
    scan = scans.start(store, "Marked at the start").uid
    k8 = mapping.ksb_called(store, "K8").uid
    scans.rate(store, scan, k8, 1)
    scans.note(store, scan, k8, "out of my depth")
    points = [f"Question {number} for the meeting" for number in range(12)]
    reviews.raise_points(store, uid, ["Whether Morgan Hideaway can help", *points])
    request = requests.new(store, asked(store, day="2025-12-02"), facts(store)).focus

    out = tmp_path / "pack.pdf"
    saved = review_pack.save(store, room, uid, out, TODAY)

    pages = [each.extract_text() for each in pypdf.PdfReader(out).pages]
    assert (saved.pages, len(pages)) == (2, 2)
    assert "Since the last review, 12 July 2025" in pages[0]
    assert "Example" in pages[0]
    assert "Minutes of [Colleague A]" in pages[0].replace("\n", " ")
    assert "2 December 2025: Chairing the placement panel" in pages[0]
    assert "provider's record is the one that counts" in pages[0]
    assert "Ask for the budget paper" in pages[1]
    assert "1 action: 1 open" in pages[1]
    assert "Question 0 for the meeting" in pages[1]
    assert "Written at the meeting" in pages[1]
    assert "more" in pages[1]  # of 44 gaps not all fit
    whole = " ".join(pages)
    assert "Whether [Colleague A] can help" in " ".join(whole.split())
    notice = queries.standard.standard(store).notice
    assert notice
    assert " ".join(notice.split()) in " ".join(whole.split())
    for word in ("zebra", "seen by Alex", "never tell", "between us", "Hideaway", "secret_plan",
                 "out of my depth", "Marked at"):  # fmt: skip
        assert word not in whole, word
    assert review_of(reviews.review(store, uid)).pack_saved_at
    requests.withdraw(store, request)
    assert review_pack.pack(store, uid, TODAY).coming == ()
    monkeypatch.setattr(store, "readonly", True)
    assert review_pack.save(store, room, uid, out, TODAY).changes.step == ""
    monkeypatch.setattr(store, "readonly", False)
    assert review_pack.usual_name(row) == f"Review_pack_{row.day}.pdf"


def test_a_pack_stays_at_two_pages_whatever_is_in_it(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    before = held(store, "2025-07-12")
    for number in range(30):
        review_actions.add_action(store, before, f"{number} " + "a long action " * 18, ME)
    roles = tuple(f"role {n} " + "x" * 60 for n in range(9))
    crowded = Review(participants=roles, place="y" * 400)
    uid = reviews.add(store, "W" * 300, "2025-11-14", crowded).focus
    reviews.raise_points(store, uid, ["z" * 200, *(f"{n} " + "q " * 95 for n in range(20))])
    assert review_pack.save(store, room, uid, tmp_path / "full.pdf", TODAY).pages == 2
    empty = reviews.add(store, "No day").focus
    assert review_pack.save(store, room, empty, tmp_path / "empty.pdf", TODAY).pages == 2
    with pytest.raises(Exception, match="portfolio"):
        review_pack.save(store, room, empty, store.folder / "inside.pdf", TODAY)


def test_each_programme_gives_its_reviews_people_and_nothing_it_does_not_state(
    store: Store,
) -> None:
    assert reviews.kinds(store) == ()
    plain = reviews.add(store, "Progress review", "2025-01-10").focus
    assert review_of(reviews.review(store, plain)).participants == (
        "apprentice", "practice tutor or coach",
    )  # fmt: skip
    for programme in library.programmes():
        programmes.choose(store, programme)
        for kind in reviews.kinds(store):
            uid = reviews.add(store, kind.title, "2025-10-10").focus
            made = review_of(reviews.review(store, uid))
            assert made.review == kind.title
            assert made.participants == (
                kind.participants or ("apprentice", programmes.tutor(store))
            )
            assert (made.minutes, made.needs_signatures) == (kind.minutes, kind.needs_signatures)
            assert made.is_annual == ("annual" in kind.title.casefold())
            following = preparing.prepare(store, uid, TODAY).following
            assert bool(following) == bool(kind.every_weeks)
            plan.remove(store, uid)


@pytest.mark.usefixtures("real_keychain")
def test_another_standard_without_any_programme_has_its_pack(
    room: Workroom, tmp_path: Path
) -> None:
    with made_up(tmp_path, "Practical test", "Project report") as store:
        uid = reviews.add(store, "Practice assessment", "2025-11-14").focus
        found = preparing.prepare(store, uid, TODAY)
        assert len(found.gaps) == 27
        assert review_pack.save(store, room, uid, tmp_path / "pack.pdf", TODAY).pages == 2
        words = pypdf.PdfReader(tmp_path / "pack.pdf").pages[1].extract_text()
        assert "27 KSBs need evidence" in words
        assert learning.offered(store)[0].ksb == found.gaps[0].ksb
