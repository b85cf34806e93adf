"""plan, as a person types it."""

from pathlib import Path

from tests.cli.conftest import Run


def test_the_plan_is_filled_moved_checked_and_written_to_a_calendar(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    dates = ("--day", "2026-01-06", "--until", "2026-02-14")
    module = run("plan", "add", folder, "module", "Leadership", *dates, "--json").json
    work = ("--day", "2026-02-10", "--module", "leadership", "--words", "3000")
    essay = run("plan", "add", folder, "assignment", "Essay", *work, "--json").json
    assert (essay["module"], essay["content"]["words"]) == (module["id"], 3000)
    wrong = ("--day", "2026-03-02", "--until", "2026-03-01")
    refused = run("plan", "add", folder, "event", "Workshop", *wrong, check=2)
    assert "before it begins on 2 March 2026. Nothing was changed." in refused.err
    assert "no --words" in run("plan", "add", folder, "event", "X", "--words", "3", check=2).err
    run("plan", "add", folder, "event", "Workshop", "--day", "2025-01-05", "--compulsory")
    assert "Workshop: missed" in run("plan", "attend", folder, "workshop", "missed").out

    overlapping = ("--day", "2026-02-01", "--until", "2026-03-01")
    told = run("plan", "add", folder, "module", "Finance", *overlapping)
    assert "Its dates overlap “Leadership”" in told.out
    faults = run("plan", "check", folder, "--json", check=1).json["faults"]
    assert {each["title"] for each in faults} == {"Leadership", "Finance"}
    run("plan", "remove", folder, "Finance")
    assert "Every date fits" in run("plan", "check", folder).out

    shown = run("plan", "break", folder, "--from", "2026-02-01", "--until", "2026-02-28",
                "--preview", "--json").json  # fmt: skip
    assert {each["title"]: each["after"] for each in shown["moved"]} == {
        "Leadership": ["2026-01-06", "2026-03-14"],
        "Essay": ["2026-03-10", ""],
    }
    run("plan", "break", folder, "--from", "2026-02-01", "--until", "2026-02-28")
    run("plan", "move", folder, module["id"], "2026-01-13")
    listed = {each["title"]: each for each in run("plan", "list", folder, "--json").json["marks"]}
    assert listed["Leadership"]["day"] == "2026-01-13"
    assert listed["Gateway"]["day"] == "2026-10-14"
    run("plan", "break", folder, "--remove", "break in learning")
    gateway = run("plan", "list", folder, "--lane", "assessment", "--json").json["gateway"]
    assert gateway == "2026-09-16"

    out = tmp_path / "plan.ics"
    made = run("plan", "calendar", folder, out, "--done", "--json").json
    assert out.read_bytes().count(b"BEGIN:VEVENT") == made["entries"] > 3


def test_suggestions_and_the_agreement_are_told_and_changed(run: Run, folder: Path) -> None:
    before = run("plan", "suggestions", folder, "--json").json
    assert not before["confirmed"]
    run("plan", "suggestions", folder, "--keep", "shortlist", "--day", "2026-01-12")
    after = run("plan", "suggestions", folder, "--leave", "gaps", "--json").json["suggestions"]
    assert len(after) == len(before["suggestions"]) - 2
    about = ("--focus", "A discharge hub", "--party", "apprentice", "--party", "coach")
    run("plan", "agreement", folder, *about)
    said = run("plan", "agreement", folder, "--agreed", "Coach", "2025-02-03", "--json").json
    assert [(each["role"], each["signed"]) for each in said["parties"]] == [
        ("apprentice", False),
        ("coach", False),
    ]
    assert "noted by you" in said["parties"][1]["stands"]
    assert "no party" in run(
        "plan", "agreement", folder, "--agreed", "Chair", "2025-02-03", check=2
    ).err  # fmt: skip
