"""preflight and epao, as a person types them."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.services.documents import pdf


def test_findings_are_listed_accepted_and_taken_back(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    marked = pdf(tmp_path / "Options.pdf", "CONFIDENTIAL\nThe options for the board.")
    run("add", folder, marked, "--date", "2025-03-03")
    run("shortlist", folder, "--add", "Options")

    listed = run("preflight", folder, "--json", check=1).json
    rules = {each["rule"]: each for each in listed["findings"]}
    assert not listed["ok"]

    assert rules["item.marking"]["about"] == "E01"
    assert (rules["item.marking"]["level"], rules["item.marking"]["page"]) == ("must-fix", 1)
    assert "Schedule 12A" in rules["item.marking"]["source"]
    assert rules["standard.wording"]["level"] == "must-fix"
    assert not rules["item.marking"]["may_accept"]
    assert rules["cover.blank"]["may_accept"]

    refused = run("preflight", folder, "--accept", "item.marking", "E01", "--because", "x", check=2)
    assert "can't be accepted" in refused.err
    done = run(
        *("preflight", folder, "--accept", "cover.blank", "cover"),
        *("--because", "They are added by the provider", "--json"),
        check=1,
    ).json
    (blank,) = [each for each in done["findings"] if each["rule"] == "cover.blank"]
    assert blank["accepted"] == "They are added by the provider"
    back = run("preflight", folder, "--take-back", "cover.blank", "cover", check=1)
    assert "Accepted, because" not in back.out

    agreed = run(
        "preflight",
        folder,
        "--agreed",
        "E01",
        "Director of Finance",
        "2025-04-01",
        "--json",
        check=1,
    ).json
    told = {each["rule"]: each["message"] for each in agreed["findings"]}
    assert "item.marking" not in told
    assert "agreed by Director of Finance, 1 April 2025" in told["item.sharing-agreed"]


def test_epao_rules_are_shown_set_and_reset(run: Run, folder: Path) -> None:
    shown = {each["key"]: each for each in run("epao", folder, "--json").json["rules"]}
    assert shown["max_mb"]["value"] == ""
    assert not shown["max_mb"]["set_by_you"]

    refused = run("epao", folder, "--set", "max_mb", "100", check=2)
    assert "Where it says so" in refused.err
    said = ("--source", "Portal help page", "--checked", "2026-03-03")
    told = run("epao", folder, "--set", "max_mb", "100", *said)
    assert "100 MB" in told.out
    assert "Portal help page, 3 March 2026: set by you." in told.out
    assert "not known" in run("epao", folder, "--reset", "max_mb").out
