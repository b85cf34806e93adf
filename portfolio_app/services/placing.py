"""Puts a file of the person's own where they asked for it: whole, and over nothing of theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from portfolio_app.problems import PortfolioError
from portfolio_app.services import bundle_folder
from portfolio_app.store import disk, queries
from portfolio_app.store.database import Store

_LARGEST = 64 << 20  # what is read to see whether a file is one of ours


def refuse_place(store: Store, out: Path, ending: str, what: str) -> Path:
    """Return the absolute path; refuse one that can't be taken before anything is made for it.

    ``ending`` is what its name ends in, such as ".pdf"; ``what`` goes there, such as "The form".

    Raises:
        PortfolioError: the name has another ending or is none, the folder is not there
            ("no-place"), or it lies in the portfolio or in a bundle's folder.
    """
    out = out.absolute()
    disk.refuse_bad_name(out)
    if out.suffix.casefold() != ending or out.is_dir() or not out.parent.is_dir():
        raise PortfolioError(
            f"{what} can't be put at {out}. Nothing was written.",
            hint=f"Give a file name that ends in {ending}, in a folder that is there.",
            code="no-place",
        )
    disk.refuse_inside(out, store.folder)
    built = [each.folder for each in queries.bundles.bundles(store)]
    bundle_folder.refuse_inside_built(out, built, what)
    return out


def put(out: Path, content: bytes, what: str, is_ours: Callable[[bytes], bool]) -> None:
    """Write a file wholly or not at all; one that is there stays, unless ``is_ours`` knows it.

    Raises:
        PortfolioError: another file is there ("exists"), or it can't be written.
    """
    if out.is_symlink() or (out.exists() and not _is_ours(out, content, is_ours)):
        raise PortfolioError(
            f"There is a file called {out.name} already. It was left as it is.",
            hint="Choose another name.",
            code="exists",
        )
    with disk.in_words(what):
        if out.exists():
            disk.write_whole(out, content)
        else:
            _write_new(out, content, what)


def _is_ours(out: Path, content: bytes, is_ours: Callable[[bytes], bool]) -> bool:
    with disk.in_words(out.name):
        if not out.is_file() or out.stat().st_size > _LARGEST:
            return False
        there = out.read_bytes()
    return there == content or is_ours(there)


def _write_new(out: Path, content: bytes, what: str) -> None:
    try:
        disk.write_new(out, content)
    except FileExistsError as error:
        raise PortfolioError(
            f"{what} wasn't written: a file called {out.name} has appeared there.",
            hint="Choose another name.",
            code="exists",
        ) from error
