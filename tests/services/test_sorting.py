"""Sorting: more than ten files wait as cards; keeping, reading, putting off; candidates."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio_app.domain.evidence import EvidenceItem, Shelf
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    evidence,
    history,
    intake,
    mapping,
    projects,
    shortlist,
    sorting,
    versions,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

Make = Callable[..., tuple[EvidenceItem, ...]]


@pytest.fixture
def many(store: Store, room: Workroom, tmp_path: Path) -> Make:
    """Return a function that adds so many notes, from folders when these are named."""
    made = 0

    def add(count: int, *folders: str) -> tuple[EvidenceItem, ...]:
        nonlocal made
        root = tmp_path / f"old files {made}"
        for number in range(count):
            made += 1
            place = root / folders[number % len(folders)] if folders else root
            place.mkdir(parents=True, exist_ok=True)
            words = f"Note {made}: what was said about matter {made * 37}."
            (place / f"note about {made * 11}.txt").write_text(words)
        added = intake.add(store, room, [root])
        return tuple(queries.evidence.item(store, each.item_uid) for each in added.results)

    return add


def ksbs(store: Store, *codes: str) -> list[str]:
    return [mapping.ksb_called(store, code).uid for code in codes]


def test_ten_files_go_to_the_library_and_eleven_to_the_inbox(store: Store, many: Make) -> None:
    assert {item.shelf for item in many(10)} == {Shelf.LIBRARY}
    assert queries.sorting.waiting(store) == 0

    assert {item.shelf for item in many(11)} == {Shelf.INBOX}
    found = queries.sorting.sorting(store)
    assert (len(found.cards), found.total, found.left, found.done) == (11, 11, 11, 0)


def test_what_was_added_before_does_not_count_towards_ten(
    store: Store, room: Workroom, many: Make, tmp_path: Path
) -> None:
    many(10)
    (tmp_path / "old files 0" / "one more.txt").write_text("One more note.")

    added = intake.add(store, room, [tmp_path / "old files 0"])

    assert [each.status for each in added.results].count("duplicate") == 10
    assert queries.sorting.waiting(store) == 0


def test_the_count_goes_on_over_a_restart_and_back_with_undo(store: Store, many: Make) -> None:
    items = many(12)
    sorting.keep(store, items[0].uid)
    sorting.later(store, [items[1].uid])
    binned = sorting.put_in_bin(store, [items[2].uid])

    found = queries.sorting.sorting(store)
    assert (found.total, found.done, found.left, found.put_off) == (12, 3, 9, 1)
    assert [card.item.uid for card in found.cards] == [item.uid for item in items[3:]]

    history.undo(store, binned.step)
    found = queries.sorting.sorting(store)
    assert (found.total, found.done, found.left) == (12, 2, 10)
    assert binned.focus == items[2].uid


def test_undoing_the_add_takes_all_of_it_back(store: Store, room: Workroom, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(12):
        (folder / f"paper v{number}.txt").write_text(f"Paper {number}")
    added = intake.add(store, room, [folder])
    assert queries.sorting.waiting(store) == 12

    history.undo(store, added.changes.step)

    assert queries.evidence.items(store) == ()
    found = queries.sorting.sorting(store)
    assert (found.cards, found.total) == ((), 0)


def test_keeping_is_one_step_with_what_is_said_afterwards(store: Store, many: Make) -> None:
    item = many(11)[0]
    kept = sorting.keep(store, item.uid)
    said = sorting.keep(
        store,
        item.uid,
        ksb_uids=ksbs(store, "S12", "K8"),
        project=" SEND  review ",
        part="I chaired it.\n",
        step=kept.step,
    )

    now = queries.evidence.item(store, item.uid)
    assert said.step == kept.step
    assert (now.shelf, now.candidates, now.projects) == (
        Shelf.LIBRARY,
        ("K8", "S12"),
        ("SEND review",),
    )
    assert now.part == "I chaired it."

    history.undo(store, kept.step)
    now = queries.evidence.item(store, item.uid)
    assert (now.shelf, now.candidates, now.projects, now.part) == (Shelf.INBOX, (), (), "")


def test_keeping_one_version_puts_the_others_off(store: Store, many: Make) -> None:
    first, second, third = many(11)[:3]
    versions.group(store, [first.uid, second.uid, third.uid])

    sorting.keep(store, second.uid, others=[first.uid, second.uid, third.uid])

    shelves = [queries.evidence.item(store, i.uid).shelf for i in (first, second, third)]
    assert shelves == [Shelf.LATER, Shelf.LIBRARY, Shelf.LATER]


def test_candidates_never_cover_and_give_way_to_a_claim(store: Store, many: Make) -> None:
    item = many(11)[0]
    k8, s12 = ksbs(store, "K8", "S12")
    sorting.set_candidates(store, item.uid, [k8, s12])
    shortlist.add(store, [item.uid])

    assert queries.candidates.candidates(store) == ((item.uid, k8), (item.uid, s12))
    (needing,) = queries.candidates.needing_passages(store)
    assert (needing.item.uid, needing.codes) == (item.uid, ("K8", "S12"))
    assert queries.claims.claims(store) == ()

    mapping.claim(store, item.uid, [k8], mapping.WHOLE)
    assert queries.candidates.candidates(store) == ((item.uid, s12),)
    assert queries.evidence.item(store, item.uid).candidates == ("S12",)
    assert queries.candidates.of_item(store, item.uid) == (k8, s12), "kept, not shown"


def test_a_set_is_suggested_from_candidates_alone(store: Store, many: Make) -> None:
    items = many(11)
    sorting.set_candidates(store, items[0].uid, ksbs(store, "K8", "S12"))
    sorting.set_candidates(store, items[1].uid, ksbs(store, "K8"))

    found = shortlist.suggest(store, 18)

    assert found.chosen == (items[0].uid,)
    assert found.covered == 0
    assert "needs a passage" in found.reasons[0][1]


def test_reading_is_never_evidence(store: Store, many: Make) -> None:
    items = many(11)
    sorting.set_candidates(store, items[0].uid, ksbs(store, "K8"))
    sorting.read(store, [items[0].uid, items[1].uid])

    assert queries.candidates.candidates(store) == ()
    assert [i.uid for i in queries.evidence.on_shelves(store, Shelf.READING)] == [
        items[0].uid,
        items[1].uid,
    ]
    with pytest.raises(PortfolioError, match="never evidence"):
        shortlist.add(store, [items[0].uid])
    with pytest.raises(PortfolioError, match="never evidence"):
        sorting.set_candidates(store, items[0].uid, ksbs(store, "K8"))
    with pytest.raises(PortfolioError, match="never evidence"):
        mapping.claim(store, items[0].uid, ksbs(store, "K8"), mapping.WHOLE)
    assert shortlist.suggest(store, 18).chosen == ()

    sorting.to_library(store, [items[0].uid])
    assert queries.candidates.candidates(store) != ()


def test_what_is_claimed_or_shortlisted_cannot_go_to_reading(store: Store, many: Make) -> None:
    claimed, listed, free = many(11)[:3]
    mapping.claim(store, claimed.uid, ksbs(store, "K8"), mapping.WHOLE)
    shortlist.add(store, [listed.uid])

    with pytest.raises(PortfolioError, match="has 1 claim, so it is evidence") as refused:
        sorting.read(store, [free.uid, claimed.uid])
    assert refused.value.code == "is-evidence"
    with pytest.raises(PortfolioError, match="on the shortlist as E01"):
        sorting.read(store, [listed.uid])
    assert queries.evidence.item(store, free.uid).shelf is Shelf.INBOX


def test_the_rest_is_put_off_and_taken_up_again(store: Store, many: Make) -> None:
    items = many(13)
    sorting.keep(store, items[0].uid)
    put_off = sorting.rest_for_later(store)

    found = queries.sorting.sorting(store)
    assert (found.cards, found.left, found.put_off) == ((), 0, 12)
    history.undo(store, put_off.step)
    assert queries.sorting.waiting(store) == 12

    sorting.rest_for_later(store)
    sorting.take_up(store)
    assert len(queries.sorting.sorting(store).cards) == 12


def test_folders_are_offered_once_and_then_used_or_not(store: Store, many: Make) -> None:
    many(12, "SEND review", "SEND review/papers", "Budget 25")

    offered = projects.offered(store)
    assert {name: len(uids) for name, uids in offered} == {"Budget 25": 4, "SEND review": 8}
    used = projects.use_folders(store)
    assert dict(queries.projects.projects(store)) == {"Budget 25": 4, "SEND review": 8}
    assert projects.offered(store) == ()

    later = many(11, "Winter", "Summer")  # said once: used at once
    assert {item.projects for item in later} == {("Winter",), ("Summer",)}
    history.undo(store, used.step)
    assert dict(queries.projects.projects(store)) == {"Winter": 6, "Summer": 5}


def test_declined_folders_are_not_offered_again(store: Store, many: Make) -> None:
    many(12, "SEND review", "Budget 25")

    projects.decline_folders(store)

    assert projects.offered(store) == ()
    many(11, "Winter", "Summer")
    assert projects.offered(store) == ()
    assert queries.projects.projects(store) == ()


def test_one_folder_alone_is_no_project(store: Store, many: Make) -> None:
    many(12)

    assert projects.offered(store) == ()


def test_projects_are_added_renamed_and_taken_away(store: Store, many: Make) -> None:
    one, two, three = (item.uid for item in many(3))
    projects.add(store, [one, two], "Budget")
    projects.set_projects(store, three, ["Winter", " winter ", "Budget"])
    assert dict(queries.projects.projects(store)) == {"Budget": 3, "Winter": 1}

    projects.rename(store, "Winter", "Budget")
    assert queries.evidence.item(store, three).projects == ("Budget",)
    projects.remove(store, [one], "Budget")
    assert queries.projects.items_of(store, "Budget") == (two, three)
    with pytest.raises(PortfolioError, match="no project called"):
        projects.rename(store, "Winter", "Spring")
    with pytest.raises(PortfolioError, match="at most 60"):
        projects.add(store, [one], "x" * 61)


def test_versions_are_found_on_intake_and_none_is_dropped(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    text = " ".join(f"the options paper sets out choice {n} and what it costs" for n in range(20))
    documents.pdf(folder / "Options paper v1.pdf", text[:900])
    documents.pdf(folder / "Options paper v2 FINAL.pdf", text[:900] + " agreed")
    (folder / "something else.txt").write_text(text[:900])
    for number in range(11):
        (folder / f"other {number * 13}.txt").write_text(f"Other {number * 17}")

    intake.add(store, room, [folder])

    found = queries.sorting.sorting(store)
    (stack,) = [card for card in found.cards if card.versions]
    assert found.left == 14
    assert len(found.cards) == 12
    assert [v.file_name for v in stack.versions] == [
        "Options paper v2 FINAL.pdf",
        "Options paper v1.pdf",
        "something else.txt",
    ]
    assert stack.item.file_name == "Options paper v2 FINAL.pdf"

    apart = versions.ungroup(store, stack.uids)
    assert len(queries.sorting.sorting(store).cards) == 14
    versions.find(store)
    assert len(queries.sorting.sorting(store).cards) == 14, "said once is enough"
    history.undo(store, apart.step)
    assert len(queries.sorting.sorting(store).cards) == 12


def test_a_newer_version_of_what_is_there_joins_it(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    for name in ("Plan v1.txt", "Plan v2.txt"):
        (tmp_path / name).write_text(name)
        intake.add(store, room, [tmp_path / name])

    one, two = queries.evidence.items(store)
    assert one.version_group == two.version_group != ""
    assert {one.shelf, two.shelf} == {Shelf.LIBRARY}


def test_restoring_puts_an_item_back_on_its_shelf(store: Store, many: Make) -> None:
    item = many(11)[0]
    sorting.put_in_bin(store, [item.uid])

    evidence.restore_items(store, [item.uid])

    assert queries.evidence.item(store, item.uid).shelf is Shelf.INBOX
