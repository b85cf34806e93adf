from pathlib import Path

import pikepdf

from tests.cli.conftest import Run
from tests.services import documents
from tests.services.test_highlights import _board
from tests.services.test_splitting import NOTES, _pdf


def test_an_item_is_replaced_and_what_became_of_its_passages_is_printed(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    first = documents.pdf(tmp_path / "plan.pdf", "We agreed on two sites.\nSecond line is lost.")
    newer = documents.pdf(tmp_path / "plan v2.pdf", "Cover", "We agreed on two sites.")
    run("add", folder, first)
    run("claim", folder, "plan", "K8", "--quote", "agreed on two sites")
    run("claim", folder, "plan", "S1", "--quote", "Second line is lost")

    done = run("replace", folder, "plan", newer, "--json")
    claims = run("list", folder, "claims", "--json").json["claims"]
    again = run("replace", folder, "plan", newer, check=2)

    assert done.code == 0
    assert (done.json["found"], len(done.json["to_place"])) == (1, 1)
    assert [(p["state"], p["ksbs"], p["quote"]) for p in done.json["passages"]] == [
        ("to-place", ["S1"], "Second line is lost")
    ]
    assert [(c["ksb"], c["page"], c["to_place"]) for c in claims] == [
        ("K8", 2, False),
        ("S1", 0, True),
    ]
    assert "already has" in again.err


def test_a_colours_highlights_are_claimed_at_once(run: Run, folder: Path, tmp_path: Path) -> None:
    run("add", folder, _board(tmp_path / "board.pdf"))

    listed = run("highlights", folder, "--json").json
    applied = run("highlights", folder, "board", "--apply", "yellow", "k8", "s12", "--json").json
    refused = run("highlights", folder, "--apply", "yellow", check=2)

    assert [(c["name"], c["count"]) for c in listed["colours"]] == [("yellow", 2), ("green", 1)]
    assert listed["highlights"][0]["comment"] == "costs, too"
    assert applied["applied"] == {"passages": 2, "claims": 4, "theory": 0}
    assert [c["name"] for c in applied["colours"]] == ["green"]
    assert len(run("list", folder, "claims", "--json").json["claims"]) == 4
    assert refused.out == ""


def test_an_export_of_notes_is_split_at_its_titles_or_where_it_is_told(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("add", folder, _pdf(tmp_path / "Notebook.pdf", *NOTES))

    listed = run("split", folder, "Notebook.pdf", "--list", "--json").json["cuts"]
    made = run("split", folder, "Notebook.pdf", "--json").json["items"]
    told = run("split", folder, made[0]["id"], "--at", "2", "--json").json["items"]
    refused = run("split", folder, made[0]["id"], "--at", "9", check=2)

    assert [(c["page"], c["source"]) for c in listed] == [(1, "note"), (3, "note"), (4, "note")]
    assert [(i["part_of"], i["shelf"], i["date"]) for i in made] == [
        ("pages 1 to 2", "reading", "2025-03-03"),
        ("page 3", "reading", "2025-03-04"),
        ("page 4", "reading", "2025-03-14"),
    ]
    assert [i["part_of"] for i in told] == ["page 1", "page 2"]
    assert refused.out == ""
    with pikepdf.open(tmp_path / "Notebook.pdf") as pdf:
        assert len(pdf.pages) == 4
