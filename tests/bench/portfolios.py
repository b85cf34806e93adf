"""Portfolios to measure with: new ones, and large ones that are prepared once."""

import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from portfolio_app.domain.document import DocumentKind, ReadStatus
from portfolio_app.domain.evidence import EvidenceKind
from portfolio_app.domain.pages import MAKER
from portfolio_app.services import intake, mapping, portfolio, shortlist
from portfolio_app.store import database, migrations, tables
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.queries import standard as standard_queries
from portfolio_app.workroom.host import Workroom
from tests.bench import material

FACTS = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")


@contextmanager
def new_portfolio(folder: Path) -> Iterator[Store]:
    """Give a new portfolio, open; its key is in no keychain."""
    with portfolio.create(folder, FACTS, passphrase=material.PASSPHRASE).store as store:
        yield store


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """Give a portfolio that was prepared, open."""
    with portfolio.open_folder(folder, passphrase=material.PASSPHRASE) as store:
        yield store


@contextmanager
def opened_with(folder: Path, key: str) -> Iterator[Store]:
    """Give a portfolio, opened with its key as a keychain holds it: base64."""
    with database.open_store(folder, MasterKey(b64decode(key))) as store:
        yield store


@cache
def key_of(folder: Path) -> str:
    """Return a portfolio's key as a keychain would hold it."""
    with opened(folder) as store:
        return b64encode(store.key.secret()).decode("ascii")


def prepared(items: int, pages: int, claims: int, *, shortlisted: int | None = None) -> Path:
    """Return the folder of a portfolio of generated documents, claimed and shortlisted.

    ``shortlisted`` is how many of them are; without it all.

    Made once, and again when the form of what is stored has changed.
    """
    name = f"portfolio-{items}-{pages}-{claims}-{shortlisted or items}"
    form = f"{material.VERSION}.{migrations.NEWEST}.{MAKER.replace('/', '-')}"
    folder = material.CACHE / f"{name}-{form}"
    if folder.is_dir():
        return folder
    for old in material.CACHE.glob(f"{name}-*"):
        shutil.rmtree(old, ignore_errors=True)
    material.CACHE.mkdir(parents=True, exist_ok=True)
    making = Path(mkdtemp(prefix="making-", dir=material.CACHE)) / name
    with new_portfolio(making) as store, Workroom() as room:
        added = intake.add(store, room, material.documents(items, pages))
        uids = [each.item_uid for each in added.results]
        shortlist.set_order(store, uids[:shortlisted])
        lengths = [each.pages for each in added.results]
        _claim(store, room, uids, lengths, claims)
    making.rename(folder)
    making.parent.rmdir()
    return folder


def _claim(store: Store, room: Workroom, uids: list[str], lengths: list[int], claims: int) -> None:
    """Claim passages and, on scans, boxes: evenly over the items, pages and KSBs."""
    ksbs = [each.uid for each in standard_queries.standard(store).ksbs]
    for number in range(claims):
        item = number % len(uids)
        page = (number // len(uids)) % lengths[item]
        if material.is_scan(item):
            anchor = mapping.anchor_for_box(store, uids[item], page + 1, (80, 90, 420, 160))
        else:
            words = material.passage(item, page)
            anchor = mapping.anchor_for_quote(store, room, uids[item], words, page=page + 1).anchor
        mapping.claim(
            store,
            uids[item],
            [ksbs[number % len(ksbs)]],
            anchor,
            shows="Leads change with partners and keeps to what was agreed.",
        )


def fill_with_rows(store: Store, items: int) -> None:
    """Put so many items into a portfolio whose files nobody will open, for lists to show."""
    kinds = list(EvidenceKind)
    with store.session() as session:
        for number in range(items):
            file = tables.FileRow(
                sha256=f"{number:064x}", bytes=100_000 + number, name=f"paper {number}.pdf"
            )
            session.add(file)
            session.flush()
            session.add(
                tables.ItemRow(
                    file_id=file.id,
                    title=f"Programme {number + 1} working paper on what would be different",
                    kind=kinds[number % len(kinds)].value,
                    document=DocumentKind.PDF.value,
                    status=ReadStatus.READABLE.value,
                    pages=number % 30 + 1,
                    date=f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
                )
            )
