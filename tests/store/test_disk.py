"""Writing where nothing is: whole, beside first, and never over what is or appears there."""

import os
from pathlib import Path

import pytest

from portfolio_app.store import disk


def test_a_new_file_is_whole_and_alone(tmp_path: Path) -> None:
    disk.write_new(tmp_path / "form.pdf", b"whole")

    assert (tmp_path / "form.pdf").read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["form.pdf"]  # noqa: PTH208 - names alone


@pytest.mark.parametrize("has_links", [True, False])
def test_what_is_there_stays_as_it_is_whatever_the_disk_can_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    taken, elsewhere, free = (tmp_path / name for name in ("taken", "elsewhere", "free"))
    taken.write_bytes(b"theirs")
    elsewhere.symlink_to(tmp_path / "nothing")
    if not has_links:

        def refuse(_source: Path, _target: Path) -> None:
            raise PermissionError("this disk has no links")

        monkeypatch.setattr(os, "link", refuse)

    for path in (taken, elsewhere):
        with pytest.raises(FileExistsError):
            disk.write_new(path, b"ours")
    disk.write_new(free, b"ours")

    assert taken.read_bytes() == b"theirs"
    assert elsewhere.is_symlink()
    assert free.read_bytes() == b"ours"
    assert len(list(tmp_path.iterdir())) == 3
