"""What the compile screen shows, as values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio_app.domain.portfolio import BuiltRecord
from portfolio_app.services import history, portfolio
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.assessment.compile_state import (
    is_after,
    lasting,
    past_bundles,
    read_state,
    size,
    usual_name,
    without_safety,
)


def record(path: Path, built_at: str = "2026-03-03T14:02:09Z", uid: str = "A") -> BuiltRecord:
    return BuiltRecord(uid, built_at, str(path), 214, 38_000_000, "", 18, 60, False)


@pytest.mark.parametrize(
    ("built", "changed", "is_old"),
    [
        ("2026-03-03T14:02:09+00:00", "2026-03-03T14:02:08Z", False),
        ("2026-03-03T14:02:09+00:00", "2026-03-03T14:02:09Z", False),
        ("2026-03-03T14:02:09+00:00", "2026-03-03T14:02:10Z", True),
        ("2026-03-03T14:02:09+00:00", "", False),
    ],
)
def test_a_bundle_is_out_of_date_after_a_later_change(
    built: str, changed: str, is_old: bool
) -> None:
    assert is_after(changed, built) is is_old


def test_what_became_of_earlier_bundles_is_told(tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(b"%PDF")
    records = (
        record(tmp_path / "one.pdf", uid="C"),
        record(tmp_path / "one.pdf", uid="B"),
        record(tmp_path / "gone.pdf", uid="A"),
    )

    assert [each.state for each in past_bundles(records)] == ["there", "replaced", "missing"]


def test_a_bundle_gets_a_name_that_portals_take() -> None:
    assert usual_name("Zoë O’Example-Smith") == "Portfolio_Zo_O_Example_Smith.pdf"
    assert usual_name("李") == "Portfolio.pdf"


def test_sizes_and_times_are_said_as_people_say_them() -> None:
    assert [size(each) for each in (900, 2_440_000, 38_400_000)] == ["0.1 MB", "2.4 MB", "38 MB"]
    assert [lasting(each) for each in (0.2, 59.6, 61, 125)] == [
        "1 second", "1 minute", "1 minute 1 second", "2 minutes 5 seconds",
    ]  # fmt: skip


def test_the_last_change_counts_undoing_and_doing_again(
    new_store: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    from portfolio_app.store import history as steps
    from portfolio_app.store import tables

    with new_store() as store:
        assert queries.history.changed_at(store) == ""
        changes = portfolio.set_detail(store, "employer", "Example Trust")
        done = queries.history.changed_at(store)
        assert done
        with store.session() as session:
            session.query(tables.HistoryRow).one().done_at = "2026-01-01T00:00:00Z"
        assert queries.history.changed_at(store) == "2026-01-01T00:00:00Z"

        monkeypatch.setattr(steps, "now", lambda: "2026-02-01T00:00:00Z")
        history.undo(store, changes.step)
        assert queries.history.changed_at(store) == "2026-02-01T00:00:00Z"
        monkeypatch.setattr(steps, "now", lambda: "2026-03-01T00:00:00Z")
        history.redo(store, changes.step)
        assert queries.history.changed_at(store) == "2026-03-01T00:00:00Z"

        portfolio.set_detail(store, "backup_folder", "elsewhere")
        assert queries.history.changed_at(store) == "2026-03-01T00:00:00Z"


def test_what_is_safe_is_said_once() -> None:
    hint = "Your previous bundle is still in place. Free some space or choose another place."

    assert without_safety(hint) == "Free some space or choose another place."
    assert without_safety("Nothing was exported. Your previous bundle is still in place.") == ""


def test_an_empty_portfolio_has_nothing_to_compile(new_store: Callable[[], Store]) -> None:
    with new_store() as store:
        found = read_state(store)

    assert (found.items, found.pages, found.last) == ((), 0, None)
    assert found.typical is not None
    assert "EPAO" in found.typical_source
