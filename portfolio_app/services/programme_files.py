"""A programme saved as a file, and read from one: ours, an old one, half-filled, or hostile."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain.programme import Programme
from portfolio_app.domain.programme_reading import ReadProgramme, read_programme
from portfolio_app.domain.programme_writing import programme_text
from portfolio_app.problems import PortfolioError
from portfolio_app.store import disk
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

MOST_BYTES = 500_000  # the largest of the five shipped ones has 4,300
ENDING = ".toml"


def save(store: Store, programme: Programme, out: Path) -> Path:
    """Write a programme as a file, whole or not at all; return where it was put.

    Raises:
        PortfolioError: the name has another ending than .toml, or the file can't be written.
    """
    if not out.suffix:
        out = out.with_name(f"{out.name}{ENDING}")
    if out.suffix.casefold() != ENDING:
        raise PortfolioError(
            f"A programme can't be written as {out.suffix}. Nothing was written.",
            hint="Give a name that ends in .toml.",
        )
    disk.refuse_inside(out, store.folder)
    with disk.in_words(f"The programme in {out.name}"):
        disk.write_whole(out, programme_text(programme).encode("utf-8"))
    return out


def read(room: Workroom, path: Path) -> ReadProgramme:
    """Return the programme that a file describes, and what of it doesn't fit. Nothing is stored.

    Raises:
        PortfolioError: the file can't be opened, is too large, or is no TOML ("not-a-programme").
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PortfolioError(
                f"{path.name} is too large for a programme. Nothing was changed.",
                hint=f"A programme has {MOST_BYTES // 1000} KB at most.",
                code="too-large",
            )
        data = path.read_bytes()
    except OSError as error:
        raise PortfolioError(
            f"{path.name} couldn't be read. Nothing was changed.",
            hint="Check that it is there and can be opened.",
        ) from error
    return read_programme(room.call("programme_file", {}, [data]).result)
