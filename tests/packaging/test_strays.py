"""Nothing of the machine it was written on stays in the project."""

import socket
from pathlib import Path

import pytest

from tests.packaging.test_dev import ROOT, load

strays = load(ROOT / "packaging" / "strays.py")


def found_in(folder: Path, name: str, text: str, words: list[str]) -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    return list(strays.strays(folder, words))


def test_the_project_names_no_machine() -> None:
    words = strays.machine_words(ROOT, socket.gethostname())

    assert list(strays.strays(ROOT, words)) == []


def test_a_machine_with_an_everyday_name_accuses_no_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/person"))

    assert strays.machine_words(Path("/evidence"), "evidence") == []
    assert "lab-42" in strays.machine_words(Path("/evidence"), "lab-42")


@pytest.mark.parametrize("folder", ["home", "root", "tmp", "Users", "work"])
def test_a_folder_of_one_machine_is_found_with_its_line(tmp_path: Path, folder: str) -> None:
    line = f"see /{folder}/someone/notes\n"

    findings = found_in(tmp_path, "notes.md", "first\n" + line, [])

    assert len(findings) == 1
    assert findings[0].startswith("notes.md:2: ")


def test_a_windows_home_is_found(tmp_path: Path) -> None:
    line = "C:" + "\\Users" + "\\someone"

    assert len(found_in(tmp_path, "notes.md", line, [])) == 1


@pytest.mark.parametrize(
    "line",
    ["~/.local/share/portfolio", "a/{0}/b", "https://example.org/{0}/page", "$HOME/{0}/x"],
)
def test_a_path_that_any_machine_may_have_is_left_alone(tmp_path: Path, line: str) -> None:
    for folder in ("home", "work"):
        assert found_in(tmp_path, "notes.md", line.format(folder), []) == []


def test_the_machines_own_words_are_found(tmp_path: Path) -> None:
    findings = found_in(tmp_path, "notes.md", "made on brightwater-3", ["brightwater-3"])

    assert findings == ["notes.md:1: names this machine: brightwater-3"]


def test_an_address_in_a_lock_file_is_found(tmp_path: Path) -> None:
    address = "https" + "://registry.example/simple"

    findings = found_in(tmp_path, "a.lock", f"--extra-index-url {address}\n", [])

    assert len(findings) == 1


def test_what_the_set_up_makes_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()

    assert found_in(tmp_path / ".venv", "x.txt", "see /" + "home/someone/notes", []) != []
    assert list(strays.strays(tmp_path, [])) == []
