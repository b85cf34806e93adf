"""The mapping and the skills scans without a window."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_mapping_goes_out_and_another_comes_in(run: Run, folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "log.csv"
    source.write_text("Date,Activity,KSBs\n2026-01-05,Chaired a panel,K8 S12\n")

    seen = run("mapping", folder, "import", source, "--preview", "--json")
    done = run("mapping", folder, "import", source, "--json")
    out = run("mapping", folder, "export", tmp_path / "m.json", "--json")

    assert seen.json["rows"][0]["ksbs"] == ["K8", "S12"]
    assert done.json["rows"][0]["outcome"] == "made"
    assert out.json["claims"] == 0
    assert len(json.loads((tmp_path / "m.json").read_text())["ksbs"]) == 46


@pytest.mark.parametrize("name", ["scan.csv", "scan.xlsx", "scan.pdf"])
def test_a_scan_is_started_rated_and_written(
    run: Run, folder: Path, tmp_path: Path, name: str
) -> None:
    run("scan", folder, "start", "--day", "2024-09-20", "--json")
    run("scan", folder, "rate", "K8=3", "s12=4", "--json")
    listed = run("scan", folder, "list", "--json")
    run("scan", folder, "save", "--out", tmp_path / name)

    assert listed.json["scans"][0]["rated"] == 2
    assert (tmp_path / name).stat().st_size > 500
