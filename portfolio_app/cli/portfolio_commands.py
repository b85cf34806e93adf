"""Commands for a whole portfolio: make, set, check, back up and restore it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from portfolio_app.cli import exit_codes
from portfolio_app.cli.opening import open_store, passphrase_of, read_secret
from portfolio_app.cli.printing import Printer, problem_lines
from portfolio_app.cli.shapes import bundle_shape, problem_shape
from portfolio_app.cli.typed import day_of
from portfolio_app.cli.words import Words, command, passphrase
from portfolio_app.store.library import DEFAULT_STANDARD


def add_to(words: Words) -> None:
    """Add new, demo, set, check, backup and restore."""
    takes = command(words, "new", "make an empty, encrypted portfolio", new)
    takes.add_argument("--name", required=True, help="the apprentice's name, for the cover")
    takes.add_argument("--start", required=True, help="start date, YYYY-MM-DD")
    takes.add_argument("--gateway", required=True, help="planned gateway, YYYY-MM-DD")
    takes.add_argument("--standard", default=DEFAULT_STANDARD, help="a standard's id")
    takes.add_argument("--programme", default="", help="a programme's id")
    takes.add_argument("--recovery-key-file", type=Path, help="write the recovery key to this file")

    command(words, "demo", "make the sample portfolio and build its bundle beside it", demo)

    takes = command(words, "set", "set one of the cover's facts", set_detail)
    takes.add_argument("key", metavar="KEY")
    takes.add_argument("value", metavar="VALUE")

    command(words, "check", "verify the database and every file", check)

    takes = command(words, "backup", "add what is new to a sealed backup", backup)
    takes.add_argument("dest", type=Path, metavar="DEST")
    takes.add_argument("--single-file", action="store_true", help="one file instead of a folder")

    takes = command(words, "restore", "make a portfolio again from a backup", restore, folder=False)
    takes.add_argument("backup", type=Path, metavar="BACKUP")
    takes.add_argument("folder", type=Path, metavar="FOLDER")
    takes.add_argument("--recovery-key-file", type=Path, help="a file that holds the recovery key")
    passphrase(takes)


def new(asked: argparse.Namespace, out: Printer) -> int:
    """Make an empty portfolio."""
    from portfolio_app.services import portfolio

    facts = portfolio.NewPortfolio(
        name=asked.name,
        start=day_of(asked.start, "--start"),
        gateway=day_of(asked.gateway, "--gateway"),
        standard_id=asked.standard,
        programme_id=asked.programme,
    )
    made = portfolio.create(asked.folder, facts, passphrase=passphrase_of(asked))
    with made.store as store:
        out.tell(f"Made {store.folder}. Its key is kept in {made.key_in}.")
        if asked.recovery_key_file:
            portfolio.write_recovery_key(store, asked.recovery_key_file)
            out.tell(f"The recovery key is in {asked.recovery_key_file}. Keep it somewhere else.")
        elif sys.stdout.isatty() and not asked.json:
            key = portfolio.make_recovery_key(store)
            portfolio.recovery_key_was_kept(store)
            out.tell(f"Recovery key, shown this once:\n  {key}\nWrite it down and keep it apart.")
        else:
            out.tell("No recovery key yet: make one in the window, or with --recovery-key-file.")
        out.result(
            {"path": str(store.folder), "id": store.id, "key_in": made.key_in}, [str(store.folder)]
        )
    return exit_codes.DONE


def demo(asked: argparse.Namespace, out: Printer) -> int:
    """Make the sample portfolio, and its bundle beside it."""
    from portfolio_app.services import demo as sample

    made = sample.make(asked.folder, progress=out.progress)
    if made.passphrase:
        out.tell(f'The sample\'s passphrase is "{made.passphrase}". Its content is fictional.')
    built = made.built
    out.result(
        {
            "path": str(made.folder),
            "key_in": made.key_in,
            "items": made.items,
            "claims": made.claims,
            "bundle": bundle_shape(built),
        },
        [
            f"Sample portfolio: {made.folder}",
            f"Its bundle: {built.path} ({built.bundle.pages} pages)",
        ],
    )
    return exit_codes.DONE


def set_detail(asked: argparse.Namespace, out: Printer) -> int:
    """Set one fact of the portfolio: name, employer, provider, epao, reference, dates or role."""
    from portfolio_app.services import portfolio

    with open_store(asked) as store:
        changes = portfolio.set_detail(store, asked.key, asked.value)
    out.result({"key": asked.key, "value": asked.value}, [changes.summary])
    return exit_codes.DONE


def check(asked: argparse.Namespace, out: Printer) -> int:
    """Verify the database and every stored file."""
    from portfolio_app.services import portfolio

    with open_store(asked, readonly=True) as store:
        report = portfolio.check(store, progress=out.progress)
    out.result(
        {
            "ok": report.ok,
            "files": report.files,
            "damaged": list(report.damaged),
            "missing": list(report.missing),
            "findings": [problem_shape(each) for each in report.findings],
        },
        [f"{report.files} files checked.", *problem_lines(report.findings)]
        + (["All as it was stored."] if report.ok else []),
    )
    return exit_codes.DONE if report.ok else exit_codes.FINDINGS


def backup(asked: argparse.Namespace, out: Printer) -> int:
    """Add what is new to a sealed backup."""
    from portfolio_app.services import backup as verbs

    with open_store(asked) as store:
        done = verbs.back_up(
            store, asked.dest, single_file=asked.single_file, progress=out.progress
        )
        if not store.header.has_recovery_key:
            out.tell("Recovery key not saved: this backup opens only with this computer's key.")
    out.result(
        {"path": str(done.path), "files": done.files, "bytes": done.bytes},
        [f"{done.path}: {done.files} files, {done.bytes:,} bytes"],
    )
    return exit_codes.DONE


def restore(asked: argparse.Namespace, out: Printer) -> int:
    """Make a portfolio again from a backup."""
    from portfolio_app.services import backup as verbs

    recovery = ""
    if asked.recovery_key_file:
        recovery = read_secret(asked.recovery_key_file)
    done = verbs.restore(
        asked.backup,
        asked.folder,
        recovery=recovery or None,
        passphrase=passphrase_of(asked),
        progress=out.progress,
    )
    out.result(
        {"path": str(done.path), "files": done.files, "bytes": done.bytes},
        [f"{done.path}: {done.files} files, {done.bytes:,} bytes"],
    )
    return exit_codes.DONE
