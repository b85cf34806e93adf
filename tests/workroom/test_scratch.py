import subprocess
import sys
from pathlib import Path

from portfolio_app.workroom import scratch
from portfolio_app.workroom.scratch import Scratch


def test_what_a_dead_process_left_is_wiped_and_what_is_in_use_stays(tmp_path: Path):
    with Scratch(tmp_path) as alive:
        (alive.folder / "words.txt").write_text("in use")
        program = (
            "import os, sys; from pathlib import Path\n"
            "from portfolio_app.workroom.scratch import Scratch\n"
            "left = Scratch(Path(sys.argv[1])); (left.folder / 'secret.txt').write_text('secret')\n"
            "print(left.folder, flush=True); os._exit(1)"
        )
        told = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True
        )
        left = Path(told.stdout.strip())
        assert (left / "secret.txt").exists()

        with Scratch(tmp_path):
            assert not left.exists()
            assert (alive.folder / "words.txt").read_text() == "in use"

    assert list(tmp_path.iterdir()) == []


def test_folders_are_the_owners_alone(tmp_path: Path):
    root = tmp_path / "root"
    with Scratch(root) as made:
        inner = made.subfolder("bundle")
        if sys.platform != "win32":
            assert {p.stat().st_mode & 0o777 for p in (root, made.folder, inner)} == {0o700}


def test_the_shared_temporary_folder_is_never_used(home: Path):
    assert scratch.usual_root().is_relative_to(home)


def test_without_a_runtime_folder_the_cache_folder_is_used(home: Path, monkeypatch):
    monkeypatch.delenv("XDG_RUNTIME_DIR")

    assert scratch.usual_root().is_relative_to(home)
