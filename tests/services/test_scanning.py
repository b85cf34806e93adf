"""What stands on pages is found once, kept encrypted, and found anew when anything changed."""

import hashlib
import inspect
from pathlib import Path

import pytest

from portfolio_app.domain import quotes
from portfolio_app.domain.patterns import Pattern
from portfolio_app.progress import Cancelled
from portfolio_app.services import emptying, evidence, intake, pages, preflight, shortlist
from portfolio_app.services.preflight import keeping, scanning
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

ROOT = Path(__file__).parents[2]
NUMBER = "NHS number 943 476 5919"
# All that decides what is found. When one of them changes, so may what is found: raise
# ``keeping.SEARCH`` and write the new digest here.
SEARCHED_BY = (
    "domain/markings.py",
    "domain/normalising.py",
    "domain/patterns.py",
    "domain/personal.py",
    "services/preflight/hits.py",
)
REMEMBERED = (1, "4fd586f9940ab032")


def test_a_changed_search_has_another_number() -> None:
    hashed = hashlib.sha256()
    for name in SEARCHED_BY:
        hashed.update((ROOT / "portfolio_app" / name).read_text(encoding="utf-8").encode())
    for function in (quotes.tidy, scanning.look_at_pages):
        hashed.update(inspect.getsource(function).encode())

    assert (keeping.SEARCH, hashed.hexdigest()[:16]) == REMEMBERED


def forget() -> None:
    """Forget what is in memory, as a new start of the app does."""
    scanning._kept.clear()
    scanning._named.clear()


@pytest.fixture
def uid(store: Store, room: Workroom, tmp_path: Path) -> str:
    """Return an item with a number on its page."""
    forget()
    words = documents.pdf(tmp_path / "letter.pdf", f"Their {NUMBER} was on the form.")
    (added,) = intake.add(store, room, [words]).results
    shortlist.set_order(store, [added.item_uid])
    return added.item_uid


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows with every page that is looked at."""
    pages_seen: list[int] = []
    find = scanning.patterns.find

    def counted(text: str):  # type: ignore[no-untyped-def]
        pages_seen.append(len(text))
        return find(text)

    monkeypatch.setattr(scanning.patterns, "find", counted)
    return pages_seen


def words_found(store: Store, uid: str) -> list[str]:
    scan = scanning.scanned(store, [uid])[uid]
    assert scan.pages == 1
    return [each.words for each in scan.numbers if each.pattern is Pattern.NHS]


def test_a_new_start_finds_the_same_without_looking_again(
    store: Store, uid: str, looked: list[int]
) -> None:
    first = words_found(store, uid)
    assert first
    assert looked
    before = scanning.scanned(store, [uid])
    looked.clear()

    forget()

    assert scanning.scanned(store, [uid]) == before
    assert looked == []


def test_what_is_kept_is_encrypted(store: Store, uid: str) -> None:
    words_found(store, uid)

    digits = b"943 476 5919", b"9434765919"
    files = [each for each in store.folder.rglob("*") if each.is_file()]
    assert files
    assert not [each for each in files if any(digit in each.read_bytes() for digit in digits)]


def test_other_words_of_the_same_pages_are_looked_at(
    store: Store, uid: str, looked: list[int]
) -> None:
    assert words_found(store, uid)
    with store.session() as session:
        session.query(tables.PageTextRow).one().text = "Nothing personal."
    looked.clear()
    forget()

    assert words_found(store, uid) == []
    assert looked


def test_another_search_looks_again(
    store: Store, uid: str, looked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert words_found(store, uid)
    looked.clear()
    forget()
    monkeypatch.setattr(keeping, "SEARCH", keeping.SEARCH + 1)

    assert words_found(store, uid)
    assert looked


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"search": 1}', b"\xff"])
def test_damaged_keepings_are_as_if_there_were_none(store: Store, uid: str, data: bytes) -> None:
    before = words_found(store, uid)
    (made,) = queries.text.renditions_of(store, [uid]).values()
    store.derived.put(pages.seen_key(made.sha256, made.maker), data)
    forget()

    assert words_found(store, uid) == before != []


def test_what_is_kept_goes_with_its_pages(
    store: Store, uid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words_found(store, uid)
    (made,) = queries.text.renditions_of(store, [uid]).values()
    key = pages.seen_key(made.sha256, made.maker)
    assert store.derived.get(key) is not None
    evidence.bin_items(store, [uid])
    emptying.empty_bin(store)
    monkeypatch.setattr("portfolio_app.store.sweeping.DAYS", -1)

    emptying.sweep(store)

    assert store.derived.get(key) is None


def test_looking_can_be_stopped_and_goes_on_where_it_was(
    store: Store, room: Workroom, uid: str, tmp_path: Path, looked: list[int]
) -> None:
    second = documents.pdf(tmp_path / "second.pdf", "The second letter.")
    (added,) = intake.add(store, room, [second]).results
    shortlist.set_order(store, [uid, added.item_uid])
    forget()
    told: list[tuple[str, float]] = []

    def stop_at_second(message: str, fraction: float) -> None:
        told.append((message, fraction))
        if len(told) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        preflight.findings(store, progress=stop_at_second)
    assert len(looked) == 1
    assert preflight.findings(store)
    assert len(looked) == 2
    assert [message for message, _ in told] == ["Looking for names, numbers and markings"] * 2
    assert told[0][1] < told[1][1] < 1
