"""The standard by command: compare, accept, methods, themes, import."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def the_list(run: Run, folder: Path) -> list[str]:
    ksbs = run("list", folder, "ksbs", "--json").json["ksbs"]
    return [f"{each['code']}: {each['text']}" for each in ksbs]


def test_a_list_is_compared_and_accepted(run: Run, folder: Path, tmp_path: Path) -> None:
    lines = the_list(run, folder)
    lines[0] = "K1: How to shape organisational purpose, culture, and values."
    lines[1], lines[2] = lines[1].replace("K2", "K3"), lines[2].replace("K3", "K2")
    path = tmp_path / "official.txt"
    path.write_text("\n".join(lines))

    compared = run("standard", folder, "compare", path, "--json").json

    assert compared["counts"] == {"same": 43, "reworded": 1, "moved": 2, "missing": 0, "new": 0}
    row = compared["rows"][0]
    assert (row["words_before"], row["words_after"]) == (["mission"], ["purpose"])
    assert run("standard", folder, "--json").json["notice"], "comparing changes nothing"
    accepted = run(
        "standard", folder, "accept", path, "--source", "Official page", "--date", "2026-03-03",
        "--json",
    ).json  # fmt: skip
    assert accepted["accepted"] == "Official page, 3 March 2026"
    assert run("standard", folder, "--json").json["notice"] == ""
    assert run("standard", folder, "compare", path, "--json").json["counts"]["same"] == 46


def test_leaving_a_row_and_a_missing_source(run: Run, folder: Path, tmp_path: Path) -> None:
    lines = the_list(run, folder)
    lines[0] = "K1: How to shape organisational purpose, culture, and values."
    path = tmp_path / "official.txt"
    path.write_text("\n".join(lines))

    refused = run("standard", folder, "accept", path, "--json", check=2)
    assert refused.json["error"]["code"] == "no-source"
    left = run(
        "standard", folder, "accept", path, "--source", "Page", "--leave", "k1", "--json"
    ).json
    assert left["accepted"] == ""
    assert left["notice"]
    assert run("standard", folder, "compare", check=2).code == 2


def test_methods_themes_and_another_standard(run: Run, folder: Path, tmp_path: Path) -> None:
    methods = tmp_path / "methods.txt"
    methods.write_text("Professional discussion: K1-K3\nStrategic business proposal: K3")
    themes = tmp_path / "themes.txt"
    themes.write_text("Theme: People (B1, K3)\nPass: Leads.")
    other = tmp_path / "other.csv"
    other.write_text("code,text,kind,method\nSW1a,Do it.,skill,Observation\nSW1b,Know,knowledge,")

    set_methods = run("standard", folder, "methods", methods, "--json").json
    assert set_methods["methods"]["K3"] == ["sbp", "pd"]
    assert (
        run("standard", folder, "themes", themes, "--json").json["themes"][0]["title"] == "People"
    )
    first = run("coverage", folder, "--json").json["ksbs"][:2]
    assert [(each["code"], each["method"]) for each in first] == [
        ("B1", "Not set"), ("K3", "Proposal + Discussion"),
    ]  # fmt: skip
    made = run("standard", folder, "import", other, "--title", "Made-up work", "--json").json
    assert (made["name"], made["ksbs"]) == ("Made-up work", 2)
    assert run("standard", folder, "review", "--json").json == {"reviews": []}
    assert [each["code"] for each in run("coverage", folder, "--json").json["ksbs"]] == [
        "SW1b", "SW1a",
    ]  # fmt: skip
