"""A full disk while a form is made, comes back or is attached: refused whole, done with room."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portfolio_app.problems import PortfolioError
from portfolio_app.services import portfolio, requests, returns
from portfolio_app.store import check, queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.keychain import MemoryKeychain
from tests.services.asked import drafted, facts
from tests.services.returning import filled
from tests.store.builders import rows_of
from tests.store.test_disk_full import leave

_TABLES = ("observation", "request", "arrival", "item", "file", "claim", "history", "change")
_FREE = (0, 30_000, 90_000)  # bytes


@pytest.fixture
def small(tmp_path: Path, real_keychain: MemoryKeychain) -> Iterator[Store]:
    """A portfolio on a disk of 12 MB."""
    assert real_keychain is not None
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12M,mode=700", "tmpfs", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command to make a small disk with")
    if done.returncode:
        pytest.skip("a small disk can only be made with the right to mount one")
    told = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    with portfolio.create(place / "mine.portfolio", told).store as made:
        yield made
    subprocess.run(["umount", str(place)], check=True)


def refusal(call: Callable[[], object]) -> PortfolioError | None:
    """Return the refusal, None when there was room after all."""
    try:
        call()
    except PortfolioError as error:
        return error
    return None


def refused_then_done(store: Store, call: Callable[[], object]) -> None:
    """Call with hardly any room: refused, nothing half done; then with room."""
    refused = 0
    for free in _FREE:
        before = rows_of(store, *_TABLES)
        ballast = leave(store.folder.parent, free)
        error = refusal(call)
        ballast.unlink()
        if error is None:
            break
        refused += 1
        assert error.code == "disk-full"
        assert "safe" in error.message
        assert rows_of(store, *_TABLES) == before
        assert list(store.folder.rglob(".new-*")) == []
    else:
        call()
    assert refused, "there was room on a full disk"
    assert check.check(store).ok


def test_a_form_is_made_received_and_attached_whole_or_not_at_all(
    small: Store, room: Workroom
) -> None:
    draft = drafted(small, facts(small))

    refused_then_done(small, lambda: requests.make_form(small, room, draft.uid))
    request = requests.found(small, draft.uid).newest
    assert request is not None
    requests.sent(small, draft.uid)
    back = filled(small.vault.get(request.form_sha256))

    refused_then_done(small, lambda: returns.receive(small, room, [("back.pdf", back)]))
    (arrival,) = requests.found(small, draft.uid).arrivals
    assert small.vault.get(arrival.sha256) == back

    returns.check(small, room, arrival.uid)  # attaching writes the check down by itself
    refused_then_done(small, lambda: returns.attach(small, room, arrival.uid))
    (item,) = queries.evidence.items(small)
    assert item.sha256 == arrival.sha256
    assert len(queries.claims.claims(small)) == 2
