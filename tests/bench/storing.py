"""``add`` until stored, against hashing, encrypting and fsyncing the same files."""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, compare, figure_of, in_child

ROUNDS = 7
_CHUNK = 64 * 1024


def figures(count: int = 200, size: int = 1_000_000, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Yield the figure of storing."""
    files = [str(path) for path in material.random_files(count, size)]
    compared = compare(
        lambda: in_child("tests.bench.storing:ours", files=files),
        lambda: in_child("tests.bench.storing:floor", files=files),
        rounds,
    )
    yield figure_of(
        "add until stored", compared, 3.0, files=count, bytes_each=size, floor="one after the other"
    )


def ours(files: list[str]) -> dict[str, Any]:
    """Store the files in a new portfolio; only the storing is timed."""
    from portfolio_app.services import intake
    from tests.bench.portfolios import new_portfolio

    with material.scratch() as folder, new_portfolio(folder / "it.portfolio") as store:
        paths = [Path(each) for each in files]
        began = time.perf_counter()
        added = intake.store_files(store, paths)
        seconds = time.perf_counter() - began
        if any(each.status != "stored" for each in added.results):
            raise AssertionError("a file was not stored")
    return {"seconds": seconds}


def floor(files: list[str]) -> dict[str, Any]:
    """Hash, encrypt as the vault does, write and fsync each file."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    with material.scratch() as folder:
        began = time.perf_counter()
        for number, each in enumerate(files):
            content = Path(each).read_bytes()
            hashlib.sha256(content).hexdigest()
            cipher = AESGCM(secrets.token_bytes(32))
            with (folder / f"{number}").open("wb", buffering=0) as file:
                whole = b"".join(
                    cipher.encrypt(place.to_bytes(12), content[place : place + _CHUNK], b"head")
                    for place in range(0, len(content), _CHUNK)
                )
                file.write(whole)
                os.fsync(file.fileno())
        seconds = time.perf_counter() - began
    return {"seconds": seconds}
