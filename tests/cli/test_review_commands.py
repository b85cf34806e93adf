"""Reviews and the learning plan on the command line: J4 without a window."""

from pathlib import Path

import pypdf

from tests.cli.conftest import Run


def test_a_review_is_prepared_held_and_followed_up(run: Run, folder: Path, tmp_path: Path) -> None:
    run("review", "add", folder, "Coach visit", "--day", "2025-01-12", "--with", "coach")
    assert run("review", "held", folder, "2025-01-12").code == 0
    made = run("review", "agree", folder, "2025-01-12", "Shadow finance", "--owner", "line manager",
               "--by", "2025-02-01", "--json")  # fmt: skip
    assert run("review", "add", folder, "Annual review", "--day", "2031-11-14").code == 0

    told = run("review", "prepare", folder, "next", "--json").json
    assert told["review"]["title"] == "Annual review"
    assert told["review"]["annual"]
    assert told["since"] == ""  # no annual review was before it
    assert told["last"][0]["title"] == "Shadow finance"
    assert told["offered"][1] == "Past its day: Shadow finance"
    assert "Last time:" in run("review", "prepare", folder, "next").out

    run("review", "raise", folder, "next", told["offered"][1], "How long is the proposal?")
    saved = run("review", "pack", folder, "next", "--out", tmp_path / "pack.pdf")
    assert "2 pages" in saved.out
    assert (
        "How long is the proposal?"
        in pypdf.PdfReader(tmp_path / "pack.pdf").pages[1].extract_text()
    )

    became = run("review", "follow", folder, "shadow finance", "--goal", "--ksb", "K8", "--json")
    assert became.json["id"] == made.json["id"]
    listed = run("learning", "list", folder, "--json").json
    assert [(e["goal"], e["ksbs"], e["with"]) for e in listed["rows"]] == [
        ("Shadow finance", ["K8"], "line manager")
    ]
    assert "K8" not in [e["ksb"] for e in listed["offered"]]
    run("review", "follow", folder, "shadow finance", "--stand", "done")
    assert run("review", "list", folder, "--json").json["actions"][0]["stands"] == "done"
    refused = run("review", "prepare", folder, "2019-01-01", check=None)
    assert refused.code != 0
    assert "There is no review called" in refused.err


def test_the_learning_plan_is_written_changed_and_saved(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("learning", "add", folder, "--ksb", "S12", "--ksb", "k8")
    changed = run("learning", "change", folder, "S12", "--activity", "Shadow the HR review",
                  "--by", "2026-02-27", "--stand", "started", "--json").json  # fmt: skip
    assert (changed["activity"], changed["by"], changed["stands"]) == (
        "Shadow the HR review", "2026-02-27", "started",
    )  # fmt: skip
    assert "drafted" in run("learning", "ask", folder, "S12").out
    out = tmp_path / "plan.csv"
    assert run("learning", "save", folder, "--out", out).code == 0
    assert "Shadow the HR review" in out.read_text(encoding="utf-8-sig")
    assert run("learning", "add", folder, check=None).code != 0
    assert "Shadow the HR review" in run("learning", "list", folder).out
