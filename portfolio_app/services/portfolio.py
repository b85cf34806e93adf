"""Make, open, describe and check a portfolio, and look after its keys."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from portfolio_app.domain.changes import Changes
from portfolio_app.domain.programme import Programme
from portfolio_app.domain.standard import Standard
from portfolio_app.domain.typed_words import is_address
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.progress import Progress, silent
from portfolio_app.services import details
from portfolio_app.store import check as checking
from portfolio_app.store import (
    database,
    disk,
    header,
    keychain,
    keys,
    library,
    migrations,
    queries,
)
from portfolio_app.store.database import Session, Store
from portfolio_app.store.header import Header
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.stamps import now

IN_KEYCHAIN = "this computer's keychain"
IN_PASSPHRASE = "your passphrase"  # noqa: S105 - words, not a secret

ROLE_WORDS = 150  # our own limit for "My role and organisation" (decision D16)

# What can be set, and its name on screen.
SETTABLE = {
    "name": "Name",
    "job": "Job title",
    "employer": "Employer",
    "provider": "Training provider",
    "epao": "EPAO",
    "reference": "Apprentice reference",
    "email": "E-mail for replies",
    "start": "Start date",
    "gateway": "Planned gateway",
    "role": "My role and organisation",
    "backup_folder": "Backup place",
}


@dataclass(frozen=True, slots=True)
class NewPortfolio:
    """What is asked before a portfolio is made. Dates are days, YYYY-MM-DD."""

    name: str
    start: str
    gateway: str
    standard_id: str = library.DEFAULT_STANDARD
    programme_id: str = ""
    standard: Standard | None = None  # another than those shipped
    programme: Programme | None = None  # another than those shipped; the plan is filled from it


@dataclass(frozen=True, slots=True)
class Opened:
    """An open portfolio and where its key is kept, in words."""

    store: Store
    key_in: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found: how many files were read, the titles of those damaged or missing."""

    ok: bool
    files: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]
    findings: tuple[Problem, ...]


def has_keychain() -> bool:
    """Whether the operating system has a keychain this app accepts."""
    return keychain.keychain() is not None


def create(
    folder: Path,
    facts: NewPortfolio,
    *,
    passphrase: str | None = None,
    in_keychain: bool = True,
) -> Opened:
    """Make an empty, encrypted portfolio in a new folder and open it.

    Its key goes into the operating system's keychain, unless told otherwise; a passphrase, when
    given, opens it too.

    Raises:
        PortfolioError: the folder is there already or cannot be written ("exists", "read-only" …),
            the dates make no sense, the standard is unknown, or there is neither a keychain nor a
            passphrase ("no-keychain").
    """
    name = facts.name.strip()
    if not name:
        raise PortfolioError("A name is needed for the cover.", hint="Type your name.")
    if date.fromisoformat(facts.gateway) <= date.fromisoformat(facts.start):
        raise PortfolioError(
            "The planned gateway is not after the start date.", hint="Check the two dates."
        )
    standard = facts.standard or library.standard(facts.standard_id)
    programme = facts.programme
    if programme is None and facts.programme_id:
        programme = library.programme(facts.programme_id)
    chain = keychain.keychain() if in_keychain else None
    if chain is None and not passphrase:
        raise PortfolioError(
            "This computer has no keychain that can keep the portfolio's key safely.",
            hint="Give a passphrase: add --passphrase-file FILE (or - for standard input).",
            code="no-keychain",
        )
    key = keys.new_master_key()
    head = keys.new_header(key)
    if passphrase:
        head = keys.set_passphrase(head, key, passphrase)
    facts_now = {
        "name": name,
        "start": facts.start,
        "gateway": facts.gateway,
        "standard_id": standard.id,
        "programme_id": facts.programme_id,
    }

    from portfolio_app.store import standards, tables  # the mapped rows are not needed at start

    def fill(session: Session) -> None:
        for each, value in facts_now.items():
            session.add(tables.DetailRow(key=each, value=value))
        standards.write(session, standard)

    store = database.create_store(folder, key, head, fill)
    where = IN_PASSPHRASE
    if chain is not None:
        try:
            chain.set(store.id, key)
            where = IN_KEYCHAIN
        except PortfolioError:
            if not passphrase:
                store.close()
                disk.remove_tree(store.folder)
                raise
    if programme is not None:
        _set_up(store, programme)
    return Opened(store, where)


def _set_up(store: Store, programme: Programme) -> None:
    """Fill the plan of a new portfolio; where that is refused, it is an empty one all the same."""
    from portfolio_app.services import programme_change, programmes

    today = datetime.now(UTC).astimezone().date().isoformat()
    with suppress(PortfolioError):
        programme_change.set_up(store, programme, programmes.dates(store), today)


def open_folder(
    folder: Path,
    *,
    key: MasterKey | None = None,
    passphrase: str | None = None,
    recovery: str | None = None,
    readonly: bool = False,
) -> Store:
    """Open a portfolio: with what is given, else with the key the keychain holds.

    ``key`` is what ``unlocking.key_from_passphrase`` gave. A recovery key that opens it puts the
    key back into the keychain, if there is one; a passphrase does not: it may be typed on somebody
    else's computer.

    Raises:
        PortfolioError: "missing", "not-a-portfolio", "damaged", "newer-version", "wrong-key",
            "bad-recovery-key", "already-open", "read-only", or "key-needed" when the keychain has
            no key for it and nothing was given.
    """
    head = header.read(folder.absolute(), newest_schema=migrations.NEWEST)
    if key is None and (passphrase is not None or recovery is not None):
        key = keys.unlock(head, passphrase=passphrase, recovery=recovery)
    elif key is None:
        asked = keychain.keychain()  # finding it takes a moment
        key = asked.get(head.id) if asked else None
        if key is None:
            raise _key_needed(head)
    store = database.open_store(folder, key, readonly=readonly)
    if recovery is not None and (chain := keychain.keychain()) is not None:
        with suppress(PortfolioError):  # it opens all the same; next time it is asked for again
            chain.set(head.id, key)
    return store


def _key_needed(head: Header) -> PortfolioError:
    if head.has_passphrase:
        hint = "Give its passphrase (--passphrase-file FILE) or its recovery key."
    elif head.has_recovery_key:
        hint = "Open it in the window with its recovery key."
    else:
        hint = (
            "It has no recovery key yet, so only the computer that made it can open it, "
            "while you are signed in there."
        )
    return PortfolioError(
        "This computer's keychain doesn't hold this portfolio's key. Nothing has been changed.",
        hint=hint,
        code="key-needed",
    )


def set_detail(store: Store, name: str, value: str) -> Changes:
    """Set one fact of the portfolio, such as the employer's name for the cover.

    Raises:
        PortfolioError: there is no such fact ("no-such-detail"), or the value does not fit it.
    """
    if name not in SETTABLE:
        raise PortfolioError(
            f"There is no setting called {name}.",
            hint="Use one of: " + ", ".join(SETTABLE) + ".",
            code="no-such-detail",
        )
    value = value.strip()
    if name in ("start", "gateway") and value:
        try:
            value = date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise PortfolioError(f"This is not a date: {value}", hint="Use YYYY-MM-DD.") from error
    if name == "email" and value and not is_address(value):
        raise PortfolioError(
            f"This is not an e-mail address: {value}",
            hint="Give one address such as name@example.org. Nothing was changed.",
        )
    if name == "role" and len(value.split()) > ROLE_WORDS:
        raise PortfolioError(
            f"“My role and organisation” has {len(value.split())} words; {ROLE_WORDS} is the most.",
            hint="Shorten it. Nothing was changed.",
        )
    return details.change(store, name, value, f"{SETTABLE[name]} changed")


def set_witnesses(store: Store, witnesses: Sequence[Witness]) -> Changes:
    """Set who can confirm evidence. ``refs`` are item uids here, E-numbers in a bundle.

    Raises:
        PortfolioError: as ``witnesses.set_all``.
    """
    from portfolio_app.services import witnesses as register

    return register.set_all(store, witnesses)


def make_recovery_key(store: Store) -> str:
    """Make a recovery key, put its wrap into portfolio.json, and return it to be shown once.

    An earlier recovery key opens this portfolio no longer; backups made before keep theirs.
    """
    recovery = keys.new_recovery_key()
    store.set_header(keys.set_recovery_key(store.header, store.key, recovery))
    return recovery.text


def write_recovery_key(store: Store, target: Path) -> None:
    """Make a recovery key and write it to a new file only its owner can read.

    Raises:
        PortfolioError: the file is there already or cannot be written; no key was made then.
    """
    target = target.absolute()
    if disk.is_within(target, store.folder):
        raise PortfolioError(
            "The recovery key can't be kept inside the portfolio it opens.",
            hint="Choose another place.",
        )
    try:
        opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise PortfolioError(
            f"The recovery key couldn't be written to {target}.",
            hint="Choose a file that is not there yet, in a folder you can write to.",
        ) from error
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(make_recovery_key(store) + "\n")
        file.flush()
        os.fsync(file.fileno())
    recovery_key_was_kept(store)


def recovery_key_was_kept(store: Store) -> None:
    """Remember that the person has kept the recovery key (typed back, or in a file)."""
    details.write(store, "recovery_key_saved", now())


def check(store: Store, *, progress: Progress = silent) -> CheckReport:
    """Verify every page of the database and the content of every file; name what is not as stored.

    Raises:
        Cancelled: ``progress`` raised it; checking changes nothing.
    """
    found = checking.check(store, progress)
    titles = queries.evidence.titles_by_sha256(store)

    def named(sha256: str) -> str:
        return titles.get(sha256) or "pages made for a piece of evidence"

    problems = [
        Problem(
            Level.MUST_FIX, "check.database", "portfolio.db", f"The database is damaged: {each}."
        )
        for each in found.database
    ]
    for rule, word, these in (
        ("check.damaged", "damaged", found.damaged),
        ("check.missing", "missing", found.missing),
    ):
        problems += [
            Problem(
                Level.MUST_FIX, rule, named(each), f"The stored file of “{named(each)}” is {word}."
            )
            for each in these
        ]
    problems += [Problem(Level.INFORMATION, "check.folder", "", each) for each in found.folder]
    return CheckReport(
        ok=found.ok,
        files=found.files,
        damaged=tuple(named(each) for each in found.damaged),
        missing=tuple(named(each) for each in found.missing),
        findings=tuple(problems),
    )
