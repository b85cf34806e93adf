"""Gateway, register, results and the export from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_the_gateway_and_what_follows_it_without_a_window(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    listed = run("gateway", folder, "--json").json
    assert "things left" in listed["words"]
    assert {each["group"] for each in listed["rows"]} >= {"Employer", "English and maths"}
    said = ["--note", "Agreed.", "--by", "EPAO", "--date", "2026-03-03"]
    run("gateway", folder, "--say", "portfolio.pieces", "exception", *said)
    run("gateway", folder, "--off", "maths")
    certificate = tmp_path / "certificate.pdf"
    certificate.write_bytes(b"%PDF-1.4")
    run("gateway", folder, "--keep", "english", certificate)
    rows = {each["id"]: each for each in run("gateway", folder, "--json").json["rows"]}
    assert rows["portfolio.pieces"]["state"] == "agreed exception"
    assert rows["maths"]["state"] == "off"
    assert rows["english"]["files"] == 1
    assert "no state" in run("gateway", folder, "--say", "maths", "perhaps", check=2).err
    assert "witnesses" in run("gateway", folder, "--ask", "declaration", check=2).err
    run("gateway", folder, "--out", tmp_path / "list.pdf")
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")

    run("documents", folder, "--add", "english", "English, Level 2")
    (document,) = run("documents", folder, "--json").json["documents"]
    run("documents", folder, "--state", document["id"], "booked", "--date", "2026-03-03")
    run("documents", folder, "--keep", document["id"], certificate)
    (document,) = run("documents", folder, "--json").json["documents"]
    assert document["words"] == "Test booked"
    out = tmp_path / "out.pdf"
    run("documents", folder, "--take-out", document["files"][0]["id"], out)
    assert out.read_bytes() == certificate.read_bytes()
    assert "Test booked" in run("documents", folder).out

    run("results", folder, "--record", "pd", "Fail", "2026-06-01")
    run("results", folder, "--again", "pd", "re-sit", "--by", "2026-08-31")
    methods = {each["id"]: each for each in run("results", folder, "--json").json["methods"]}
    assert methods["pd"]["failed"]
    assert "re-sit by 31 August 2026" in methods["pd"]["words"]

    made = run("export", folder, tmp_path / "all.zip", "--json").json
    assert Path(made["path"]).is_file()
    assert any(each["path"].endswith("Documents.csv") for each in made["files"])
