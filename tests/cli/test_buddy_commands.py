"""A pack for a buddy from the command line: out, filled in, back, listed."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.services import documents
from tests.services.test_buddies import filled


def test_a_pack_goes_out_and_its_comments_are_listed(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    paper = documents.pdf(tmp_path / "minutes.pdf", "The board agreed.")
    run("add", folder, paper)
    pack, back = tmp_path / "pack.pdf", tmp_path / "back.pdf"
    made = run("buddy", "make", folder, "Minutes", "--out", pack, "--json").json
    assert made["items"] == ["P1 Minutes"]
    assert made["pages"] > 3
    again = run("buddy", "make", folder, "Minutes", "--out", pack, check=None)
    assert again.code == 2
    assert "already" in again.err

    back.write_bytes(filled(pack, {"buddy.1.ask": "Who decided?", "buddy.name": "A head"}))
    assert run("buddy", "take", folder, back, "--json").json == {"comments": 1, "by": "A head"}
    (comment,) = run("buddy", "list", folder, "--json").json["comments"]
    assert (comment["title"], comment["text"]) == ("Minutes", "Who decided?")
    assert comment["question"] == "What would you ask about it?"
    assert "Who decided?" in run("buddy", "list", folder).out
