"""portfolio.json: the portfolio's id, its key check value and key wraps; no content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portfolio_app import __version__
from portfolio_app.domain import wire
from portfolio_app.problems import PortfolioError
from portfolio_app.store import disk

HEADER_NAME = "portfolio.json"
FORMAT = "portfolio-app"
VERSION = 1  # of the folder's layout; the database has its own number, repeated here as ``schema``


@dataclass(frozen=True, slots=True)
class Wrap:
    """The portfolio key, sealed by a passphrase (Argon2id, memory in KiB) or a recovery key."""

    kind: str
    salt: str
    wrapped: str
    memory: int = 0
    passes: int = 0
    lanes: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """What portfolio.json says. ``schema`` is the number of the database's newest migration."""

    id: str
    check: str
    wraps: tuple[Wrap, ...] = ()
    version: int = VERSION
    schema: int = 1
    app: str = field(default=__version__)
    format: str = FORMAT

    def wrap(self, kind: str) -> Wrap | None:
        """Return the wrap of this kind ("passphrase", "recovery"), or None."""
        return next((each for each in self.wraps if each.kind == kind), None)

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase opens it."""
        return self.wrap("passphrase") is not None

    @property
    def has_recovery_key(self) -> bool:
        """Whether a recovery key was ever made for it."""
        return self.wrap("recovery") is not None


def to_bytes(header: Header) -> bytes:
    """Return the header as JSON that ends with a sum over everything else in it."""
    plain = wire.encode(header)
    return (json.dumps({**plain, "sum": checksum(plain)}, indent=1) + "\n").encode()


def from_bytes(data: bytes, *, newest_schema: int) -> Header:
    """Return the header that the JSON describes.

    Raises:
        PortfolioError: "not-a-portfolio", "damaged" or "newer-version".
    """
    try:
        plain = json.loads(data)
    except ValueError as error:
        raise damaged() from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        # One wrong letter must not turn a portfolio into "not a portfolio".
        looks_like_ours = isinstance(plain, dict) and {"id", "check", "wraps"} <= plain.keys()
        raise damaged() if looks_like_ours else not_a_portfolio()
    said = plain.pop("sum", None)
    if said != checksum(plain):
        raise damaged()
    version, schema = plain.get("version"), plain.get("schema")
    if not isinstance(version, int) or not isinstance(schema, int):
        raise damaged()
    if version > VERSION or schema > newest_schema:
        raise newer_version()
    try:
        return wire.decode(Header, plain)
    except ValueError as error:
        raise damaged() from error


def read(folder: Path, *, newest_schema: int) -> Header:
    """Return the header of a portfolio folder.

    Raises:
        PortfolioError: "missing", "not-a-portfolio", "damaged", "newer-version" or "read-only".
    """
    if not folder.is_dir():
        if folder.exists():
            raise not_a_portfolio()
        raise PortfolioError(
            "There is no portfolio here any more: the folder is missing.",
            hint="Connect its drive, or choose where it was moved.",
            code="missing",
        )
    try:
        data = (folder / HEADER_NAME).read_bytes()
    except FileNotFoundError as error:
        if (folder / "portfolio.db").exists():
            raise damaged() from error
        raise not_a_portfolio() from error
    except OSError as error:
        raise PortfolioError(
            f"The portfolio can't be read: {error.strerror or error}. Nothing has been changed.",
            hint="Check the folder's permissions.",
            code="read-only",
        ) from error
    return from_bytes(data, newest_schema=newest_schema)


def write(folder: Path, header: Header) -> None:
    """Put the header in place of the earlier one, wholly or not at all.

    Raises:
        PortfolioError: "disk-full", "read-only", "missing" or "disk-error".
    """
    with disk.in_words("The change to the portfolio's keys"):
        disk.write_whole(folder / HEADER_NAME, to_bytes(header))


def checksum(plain: dict[str, Any]) -> str:
    """Return 32 digits over a JSON object: no signature, it only tells damage from a wrong key."""
    canonical = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def damaged() -> PortfolioError:
    """Return the refusal for a portfolio.json that cannot be relied on."""
    return PortfolioError(
        "The portfolio couldn't be opened because its file portfolio.json is damaged or missing. "
        "Nothing has been changed.",
        hint="Restore the portfolio from your last backup.",
        code="damaged",
    )


def newer_version() -> PortfolioError:
    """Return the refusal for a portfolio that a newer app has written."""
    return PortfolioError(
        "This portfolio was made with a newer version of the app. It hasn't been changed.",
        hint="Update the app on this computer to open it.",
        code="newer-version",
    )


def not_a_portfolio() -> PortfolioError:
    """Return the refusal for any other folder."""
    return PortfolioError(
        "This folder isn't a portfolio. Nothing in it has been changed.",
        hint="Choose the folder that holds portfolio.json, or make a new portfolio.",
        code="not-a-portfolio",
    )
