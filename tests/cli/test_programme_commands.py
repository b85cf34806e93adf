"""programme on the command line: chosen, set up, exported, read back, shortened."""

from pathlib import Path

from portfolio_app.store import library
from tests.cli.conftest import Run


def test_a_programme_from_choosing_to_shortening(run: Run, tmp_path: Path, folder: Path) -> None:
    listed = run("programme", folder, "list", "--json").json["programmes"]
    assert [each["id"] for each in listed] == [each.id for each in library.programmes()]

    seen = run("programme", folder, "choose", "serco-sla-senco", "--preview")
    assert "Added: Brand Value, no day yet" in seen.out
    assert run("programme", folder, "--json").json["programme"] is None

    chosen = run("programme", folder, "choose", "serco-sla-senco", "--json").json
    assert chosen["done"]
    assert len([each for each in chosen["adding"] if each["kind"] == "module"]) == 8
    shown = run("programme", folder).out
    assert "Fact: Cost; In the source's words: £14,000" in shown
    assert "Not stated:" in shown
    again = run("programme", folder, "set-up", "--json").json
    assert (again["adding"], again["moving"], again["going"]) == ([], [], [])

    shorter = run("programme", folder, "shorten", "18", "--json").json
    assert (shorter["gateway_before"], shorter["gateway"]) == ("2026-09-16", "2025-12-16")
    assert run("programme", folder, "shorten", "18", check=None).code != 0
    assert run("programme", folder, "shorten", "soon", check=None).code != 0

    saved = run("programme", folder, "export", tmp_path / "mine", "--json").json["file"]
    assert saved.endswith("mine.toml")
    before = run("programme", folder, "--json").json["programme"]
    assert run("programme", folder, "choose", "none").code == 0
    read = run("programme", folder, "import", saved, "--json").json
    assert read["faults"] == []
    assert run("programme", folder, "--json").json["programme"] == before


def test_a_new_portfolio_on_a_named_programme_has_its_plan(run: Run, tmp_path: Path) -> None:
    words = ["--name", "A", "--start", "2024-09-16", "--gateway", "2026-09-16"]
    run("new", tmp_path / "new.portfolio", *words, "--programme", "inlogov-sla")

    shown = run("programme", tmp_path / "new.portfolio", "set-up", "--preview", "--json").json

    assert (shown["programme"], shown["adding"]) == ("inlogov-sla", [])


def test_another_standards_programme_says_that_the_standard_stays(run: Run, folder: Path) -> None:
    chosen = run("programme", folder, "choose", "social-work-london")

    assert chosen.code == 0
    assert "still on Senior leader" in chosen.out
    assert "Standard, Other" in chosen.out
    assert "ST0480" in run("standard", folder).out


def test_files_that_are_no_programme_are_refused_and_faults_are_named(
    run: Run, tmp_path: Path, folder: Path
) -> None:
    half = tmp_path / "half.toml"
    half.write_text('title = "Half"\ntotal_months = "two years"\n', encoding="utf-16")
    read = run("programme", folder, "import", half)
    assert read.code == 0
    assert "Length in months, in all: “two years” is not a number." in read.out

    for name, content in (
        ("broken.toml", b"title = [[[[\n"),
        ("deep.toml", b"a = " + b"[" * 100_000),
        ("dotted.toml", b".".join([b"a"] * 200_000) + b" = 1\n"),
        ("large.toml", b"# " + b"x" * 600_000),
        ("digits.toml", b"total_months = " + b"9" * 5000),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        refused = run("programme", folder, "import", path, check=None)
        assert refused.code != 0, name
        assert "Nothing was changed" in refused.err or "Nothing stored" in refused.err, name
    assert run("programme", folder, "import", tmp_path / "absent.toml", check=None).code != 0
    assert run("programme", folder, "--json").json["programme"]["title"] == "Half"
