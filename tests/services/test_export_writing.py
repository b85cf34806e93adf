"""What an export that was killed left behind goes with the next one to the same place."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from portfolio_app.services import export_writing


@pytest.mark.parametrize("name", ["All.zip", "All"])
def test_what_a_killed_export_left_goes_with_the_next(tmp_path: Path, name: str) -> None:
    old = tmp_path / f".{name}.0123abcd.partial"
    old.mkdir()
    (old / "private.txt").write_text("private", "utf-8")
    longer_ago = time.time() - 3_600
    for each in (old / "private.txt", old):
        os.utime(each, (longer_ago, longer_ago))
    going_on = tmp_path / f".{name}.89abcdef.partial"
    going_on.write_bytes(b"somebody writes")
    others = [tmp_path / ".All.zipper.0123abcd.partial", tmp_path / f".{name}.mine.partial"]
    for each in others:
        each.write_bytes(b"not ours")
        os.utime(each, (longer_ago, longer_ago))

    with export_writing.opened(tmp_path / name) as sink:
        sink.write("a.txt", "A", [b"words"])

    assert {each.name for each in tmp_path.iterdir()} == {
        name, going_on.name, *(each.name for each in others),
    }  # fmt: skip
