"""Off-the-job time without a window."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.cli import exit_codes
from tests.cli.conftest import Run


def test_time_is_logged_listed_and_removed(run: Run, folder: Path) -> None:
    run("hours", "target", folder, "480", "--source", "Training plan")
    done = run(
        "hours",
        "log",
        folder,
        "1:30",
        "Webinar",
        "--day",
        "2025-03-03",
        "--kind",
        "webinar",
        "--json",
    )
    long = run("hours", "log", folder, "17h", "Trip", "--day", "2025-03-04", "--json", check=None)
    sure = run("hours", "log", folder, "17h", "Trip", "--day", "2025-03-04", "--sure", "--json")
    wrong = run("hours", "log", folder, "soon", "--json", check=None)
    listed = run("hours", "list", folder, "--words", "web", "--json")
    shown = run("hours", "list", folder)

    assert done.code == sure.code == 0
    assert long.json["error"]["code"] == "long-day"
    assert wrong.json["error"]["code"] == "no-minutes"
    (one,) = listed.json["entries"]
    assert (one["minutes"], one["kind"], one["day"]) == (90, "workshop", "2025-03-03")
    assert (listed.json["logged"], listed.json["target"]) == (1110, 28_800)
    assert "Your provider's record is the one that counts." in shown.out
    assert run("hours", "months", folder, "--json").json["months"][0]["minutes"] == 1110
    run("hours", "change", folder, one["id"], "--time", "45", "--what", "Talk", "--kind", "")
    changed = run("hours", "list", folder, "--words", "talk", "--json").json["entries"][0]
    assert (changed["minutes"], changed["kind"], changed["id"]) == (45, "", one["id"])
    run("hours", "patterns", folder, "--add", "tuesday", "1h", "Reading")
    run("hours", "patterns", folder, "--add", "Monday", "30", "Log")
    left = run("hours", "patterns", folder, "--remove", "1", "--json").json["patterns"]
    assert left == [{"weekday": "Tuesday", "minutes": 60, "what": "Reading"}]
    assert run("hours", "remove", folder, one["id"]).code == 0
    assert run("hours", "list", folder, "--json").json["logged"] == 1020
    assert run("hours", "rules", folder, "--json").json["regime"] == "weekly"


def test_a_providers_file_comes_in_by_columns_that_are_named(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "report.csv"
    path.write_text("Wann,Menge,Activity\n04/03/2025,90,Webinar\n05/03/2025,1500,Too long\n")
    named = ("--column", "Wann=date", "--column", "2=time", "--unit", "minutes")

    seen = run("hours", "import", folder, path, *named, "--preview", "--json")
    none = run("hours", "import", folder, path, "--column", "Nowhere=date", "--json", check=None)
    done = run("hours", "import", folder, path, *named, "--json", check=exit_codes.FINDINGS)
    again = run("hours", "import", folder, path, *named, "--json", check=None)
    out = tmp_path / "out.csv"
    run("hours", "save", folder, "--out", out)

    assert seen.json["columns"] == {"activity": 3, "date": 1, "time": 2}
    assert [each["wanted"] for each in seen.json["rows"]] == [True, False]
    assert "25 h" in seen.json["rows"][1]["problem"]
    assert none.json["error"]["message"].startswith("There is no column")
    assert done.json["entries"] == 1
    assert again.json["error"]["code"] == "empty"
    assert "2025-03-04,90,1.5,Webinar" in out.read_text("utf-8-sig")
