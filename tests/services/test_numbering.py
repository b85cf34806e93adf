"""Fixed numbers: a piece's own for good, another's only after Renumber."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from pypdf import PdfReader

from portfolio_app.domain.evidence import Shelf
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle,
    emptying,
    evidence,
    history,
    numbering,
    out_of_date,
    shortlist,
    sorting,
    what_changed,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.test_pack import piece
from tests.services.test_preflight_rules import accept_wording
from tests.services.test_witnesses import refused
from tests.store.builders import add_item


@pytest.fixture
def notes(store: Store) -> list[str]:
    """Return the uids of seven pieces, the last of which is an observation; five are chosen."""
    uids = [add_item(store, f"Note {number}")[0] for number in range(1, 8)]
    evidence.edit(store, uids[6], kind="observation")
    shortlist.set_order(store, [*uids[:4], uids[6]])
    return uids


def numbered(store: Store) -> list[tuple[str, str]]:
    """Return titles and numbers in the order of the shortlist, as every list gets them."""
    items = [each for each in queries.evidence.items(store) if each.ref]
    items.sort(key=lambda each: each.position or 0)
    refs = queries.shortlist.refs(store)
    assert [(each.uid, each.ref) for each in items] == list(refs.items())
    return [(each.title.removeprefix("Note "), each.ref) for each in items]


def refs(store: Store) -> str:
    return " ".join(f"{title}:{ref}" for title, ref in numbered(store))


def test_until_they_are_fixed_places_give_the_numbers(store: Store, notes: list[str]) -> None:
    shortlist.remove(store, [notes[0]])
    assert refs(store) == "2:E01 3:E02 4:E03 7:E04"
    assert not numbering.is_fixed(store)
    assert numbering.fixed(store) == {}
    refused("not-fixed", numbering.renumber, store)


def test_a_fixed_number_is_a_piece_s_own_and_moving_changes_the_order_alone(
    store: Store, notes: list[str]
) -> None:
    told = numbering.fix(store)
    assert told.summary == "Numbers fixed: E01 to E05"

    assert shortlist.move(store, notes[2], 0).summary == "E03 moved to place 1"
    assert refs(store) == "3:E03 1:E01 2:E02 4:E04 7:E05"
    left = shortlist.remove(store, [notes[1]])
    assert left.summary == "Taken off the shortlist. E02 stays its number"
    assert refs(store) == "3:E03 1:E01 4:E04 7:E05", "its number is retired"
    assert shortlist.add(store, [notes[4]]).summary == "Shortlisted as E06"
    assert refs(store) == "3:E03 1:E01 4:E04 5:E06 7:E05", "observations follow, whatever number"
    assert shortlist.add(store, [notes[1]]).summary == "Shortlisted as E02"
    evidence.bin_items(store, [notes[0]])
    evidence.restore_items(store, [notes[0]])
    shortlist.add(store, [notes[0], notes[5]])
    assert refs(store) == "3:E03 4:E04 5:E06 2:E02 1:E01 6:E07 7:E05"
    assert not numbering.fix(store).step, "they are fixed already"
    assert queries.evidence.find(store, "e07").uid == notes[5]


def test_a_number_of_a_piece_removed_for_good_is_never_given_again(
    store: Store, notes: list[str]
) -> None:
    numbering.fix(store)
    shortlist.add(store, [notes[4]])
    evidence.bin_items(store, [notes[4]])
    emptied = emptying.empty_bin(store)

    shortlist.add(store, [notes[5]])

    assert refs(store) == "1:E01 2:E02 3:E03 4:E04 6:E07 7:E05"
    shortlist.remove(store, [notes[5]])
    history.undo(store, emptied.step)
    evidence.restore_items(store, [notes[4]])
    assert shortlist.add(store, [notes[4]]).summary == "Shortlisted as E06"


def test_a_card_that_goes_to_the_shortlist_gets_the_next_number(
    store: Store, notes: list[str]
) -> None:
    numbering.fix(store)
    kept = sorting.keep(store, notes[4], choose=True)
    assert refs(store) == "1:E01 2:E02 3:E03 4:E04 5:E06 7:E05"
    history.undo(store, kept.step)
    assert shortlist.add(store, [notes[5]]).summary == "Shortlisted as E06", "nobody has it"
    history.undo(store, shortlist.add(store, [notes[4]]).step)
    assert queries.evidence.item(store, notes[5]).shelf is Shelf.LIBRARY


def test_renumbering_lists_old_and_new_and_can_be_undone(store: Store, notes: list[str]) -> None:
    numbering.fix(store)
    shortlist.set_order(store, [notes[2], notes[0], notes[6]])
    before = refs(store)
    coming = numbering.renumbered(store)

    told = numbering.renumber(store)

    done = told.pieces
    assert done == coming
    assert [each.words for each in done] == [
        "E03 → E01  Note 3", "E01 → E02  Note 1", "E05 → E03  Note 7"
    ]  # fmt: skip
    assert told.changes.summary == "Renumbered: E03 is E01 now, and 2 more"
    assert refs(store) == "3:E01 1:E02 7:E03"
    assert numbering.is_fixed(store)
    added = shortlist.add(store, [notes[3]])
    assert added.summary == "Shortlisted as E04", "its old one went"
    again = numbering.renumber(store).changes
    assert refs(store) == "3:E01 1:E02 4:E03 7:E04", "it comes before the observation"
    assert numbering.renumber(store).pieces == ()
    for step in (again.step, added.step, told.changes.step):
        history.undo(store, step)
    assert refs(store) == before


def test_steps_undone_out_of_their_order_leave_no_two_pieces_one_number(
    store: Store, notes: list[str]
) -> None:
    shortlist.set_order(store, notes[:4])
    removed = shortlist.remove(store, [notes[0]])
    numbering.fix(store)
    added = shortlist.add(store, [notes[4]])
    history.undo(store, removed.step)
    assert refs(store) == "1:E05 2:E01 3:E02 4:E03 5:E04", "before the fix it had none"
    history.undo(store, added.step)
    shortlist.add(store, [notes[5]])
    shortlist.remove(store, [notes[0]])
    history.redo(store, added.step)
    given = [ref for _, ref in numbered(store)]
    assert len(set(given)) == len(given)


def test_the_first_final_bundle_fixes_the_numbers_and_says_so(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    words = ("one", "two", "three")
    uids = [piece(store, room, tmp_path, each) for each in words]
    accept_wording(store)
    first = bundle.build(store, room, tmp_path / "draft.pdf", draft=True)
    assert not numbering.is_fixed(store)
    assert first.changes.summary == "Built draft.pdf"

    final = bundle.build(store, room, tmp_path / "final.pdf")

    assert final.changes.summary == "Built final.pdf. E-numbers are fixed from now on"
    assert numbering.fixed(store) == dict(zip(uids, ("E01", "E02", "E03"), strict=True))
    assert not out_of_date.is_out_of_date(store, final.bundle_id), "it prints the same numbers"
    shortlist.remove(store, [uids[1]])
    piece(store, room, tmp_path, "four")
    shortlist.move(store, uids[2], 0)
    assert out_of_date.is_out_of_date(store, final.bundle_id)
    gaps = bundle.build(store, room, tmp_path / "gaps.pdf")
    assert gaps.changes.summary == "Built gaps.pdf"
    assert [each.ref for each in gaps.bundle.items] == ["E03", "E01", "E04"]
    changes = what_changed.what_changed(store, gaps.bundle_id, final.bundle_id).changes
    assert [each.words.split(":")[0] for each in changes.items] == [
        "E03 Three", "E01 One", "E04 Four", "E02 Two"
    ]  # fmt: skip
    assert bundle.inspect(room, gaps.path).findings == ()
    text = " ".join(" ".join(each.extract_text().split()) for each in PdfReader(gaps.path).pages)
    assert "numbers may be missing, or not in order" in text
    assert "E02" not in text


class Doing:
    """Random verbs on a shortlist, and what must hold of its numbers after each."""

    def __init__(self, store: Store, uids: list[str], seed: int) -> None:
        self.store = store
        self.uids = uids
        self.random = random.Random(seed)  # noqa: S311 - a test's own dice
        self.printed: dict[str, str] = {}
        # What was printed before a renumbering, by its step.
        self.before: dict[str, dict[str, str]] = {}
        self.after: dict[str, dict[str, str]] = {}
        self.steps: list[str] = []

    def one(self) -> list[str]:
        return [self.random.choice(self.uids)]

    def print(self) -> None:
        with self.store.session() as session:
            now = queries.shortlist.refs(self.store)
            numbering.note_printed(session, now)
        self.printed.update(now)

    def renumber(self) -> str:
        was = dict(self.printed)
        changes = numbering.renumber(self.store).changes
        if changes.step:
            self.before[changes.step] = was
            self.printed = {}
        return changes.step

    def back(self, way: Callable[[Store, str], object], kept: dict[str, dict[str, str]]) -> None:
        step = self.random.choice(self.steps[-6:])
        was = dict(self.printed)
        way(self.store, step)
        if step in self.before:
            self.printed = dict(self.before[step]) if way is history.undo else {}
            kept[step] = was

    def do(self) -> str:
        store = self.store
        some = self.random.sample(self.uids, self.random.randrange(1, 6))
        verbs: dict[str, Callable[[], object]] = {
            "add": lambda: shortlist.add(store, self.one()),
            "add some": lambda: shortlist.add(store, some),
            "remove": lambda: shortlist.remove(store, self.one()),
            "move": lambda: shortlist.move(store, self.one()[0], self.random.randrange(9)),
            "order": lambda: shortlist.set_order(store, some),
            "bin": lambda: evidence.bin_items(store, self.one()),
            "restore": lambda: evidence.restore_items(store, self.uids),
            "kind": lambda: evidence.edit(store, self.one()[0],
                                          kind=self.random.choice(["observation", "report"])),
            "keep": lambda: sorting.keep(store, self.one()[0], choose=True),
            "fix": lambda: numbering.fix(store),
            "print": self.print,
            "renumber": self.renumber,
            "undo": lambda: self.back(history.undo, self.after),
            "redo": lambda: self.back(history.redo, self.after),
        }  # fmt: skip
        what = self.random.choice([*verbs, "add", "remove", "move", "undo"])
        with suppress(PortfolioError, IndexError):
            done = verbs[what]()
            step = done if isinstance(done, str) else getattr(done, "step", "")
            self.steps += [step] if step else []
        return what


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_no_number_is_two_pieces_and_a_printed_one_stays(
    store: Store, seed: int
) -> None:
    doing = Doing(store, [add_item(store, f"Note {number}")[0] for number in range(8)], seed)
    told: list[str] = []
    was: dict[str, str] = {}
    for _ in range(70):
        told.append(doing.do())
        now = queries.shortlist.refs(store)
        assert len(set(now.values())) == len(now), told
        owner = {ref: uid for uid, ref in doing.printed.items()}
        for uid, ref in now.items():
            assert doing.printed.get(uid, ref) == ref, told
            assert owner.get(ref, uid) == uid, told
        if told[-1] not in ("renumber", "undo", "redo") and was and numbering.is_fixed(store):
            same = {uid: ref for uid, ref in now.items() if uid in was}
            assert same == {uid: was[uid] for uid in same}, told
        was = now if numbering.is_fixed(store) else {}
        if not numbering.is_fixed(store):
            assert list(now.values()) == [f"E{place:02d}" for place in range(1, len(now) + 1)]
    assert {"undo", "renumber", "print", "move"} <= set(told)
