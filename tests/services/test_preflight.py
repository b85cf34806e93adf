"""The pre-flight finds each fault, only those, and each goes when it is put right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_app.problems import Problem
from portfolio_app.services import history, preflight
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.preflight_faults import FAULTS, Found, good

# A recording has no pages: said for information, and no fault.


@pytest.fixture(scope="module")
def plain_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workroom]:
    """Return a workroom without the programs that may be there: pages are the same everywhere."""
    with Workroom(tmp_path_factory.mktemp("scratch"), with_programs=False) as made:
        yield made


def rows(store: Store) -> list[Found]:
    """Return the rule and the thing of every finding; a piece is called by its number of now."""
    found = preflight.findings(store)
    refs = queries.shortlist.refs(store)
    for each in found:
        if each.about_uid in refs:
            assert each.about == refs[each.about_uid]
            assert each.message.startswith(each.about)
        assert each.source
    return sorted((each.rule, _thing(each)) for each in found)


def _thing(found: Problem) -> str:
    return found.about if found.rule.startswith("paper.") else found.about_uid or found.about


def undo_to(store: Store, before: set[str]) -> None:
    for each in queries.history.last_steps(store, 9_999):
        if each.uid not in before and not each.is_undone:
            history.undo(store, each.uid)


def test_every_fault_gives_its_finding_and_no_other_and_goes_when_it_is_put_right(
    store: Store, plain_room: Workroom, tmp_path: Path
) -> None:
    case = good(store, plain_room, tmp_path)
    # A recording has no pages: said for information, and no fault.
    always = [("item.slip-page", case.uid("E18"))]
    assert rows(store) == always
    expected = list(always)
    keys: list[Found] = []
    before: list[set[str]] = []
    lost = b""

    for fault in FAULTS:
        before.append({each.uid for each in queries.history.last_steps(store, 9_999)})
        if fault.rule == "item.file-missing":
            place = store.vault.path_of(_sha256(store, "E02"))
            lost = place.read_bytes()
        made = fault.put_in(case)
        if not fault.rule.endswith("other-set"):
            case.sign()
        keys.append(fault.key(case, made))
        expected.append(keys[-1])
    assert rows(store) == sorted(expected)

    assert len({each.rule for each in FAULTS}) >= 25
    for fault in reversed(FAULTS):
        undo_to(store, before.pop())
        if fault.rule == "item.file-missing":
            store.vault.path_of(_sha256(store, "E02")).write_bytes(lost)
        expected.remove(keys.pop())
        assert rows(store) == sorted(expected), f"{fault.rule} put right"
    assert rows(store) == always


def _sha256(store: Store, ref: str) -> str:
    return queries.evidence.find(store, ref).sha256
