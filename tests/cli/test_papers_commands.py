"""Papers from the command line: attached, signed, listed with what changed since, taken out."""

from pathlib import Path

from tests.cli.conftest import Run


def test_a_paper_is_attached_signed_listed_and_taken_out(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    statement = tmp_path / "statement.txt"
    statement.write_text("I confirm the evidence is valid.")
    run("papers", folder, "--attach", "employer-statement", statement)
    run("papers", folder, "--sign", "employer-statement", "Head of service", "2026-03-03")
    (tmp_path / "piece.txt").write_text("A piece.")
    uid = run("add", folder, tmp_path / "piece.txt", "--json").json["items"][0]["id"]
    run("shortlist", folder, "--add", uid)

    (paper,) = run("papers", folder, "--json").json["papers"]
    assert (paper["kind"], paper["signed_by"], paper["signed_on"]) == (
        "employer-statement",
        "Head of service",
        "2026-03-03",
    )
    assert paper["changed"] == ["E01 added"]
    assert "E01 added" in run("papers", folder).out
    listed = run("list", folder, "evidence", "--json").json["items"]
    assert [each["id"] for each in listed] == [uid]

    assert "evidence" in run("papers", folder, "--attach", "chart", uid, check=2).err
    assert "no kind" in run("papers", folder, "--attach", "poem", statement, check=2).err
    run("papers", folder, "--unsign", "employer-statement")
    assert "not signed" in run("papers", folder).out
    run("papers", folder, "--remove", "employer-statement")
    assert run("papers", folder, "--json").json["papers"] == []
    run("papers", folder, "--sign", "employer-statement", "A", "2026-03-03", check=2)
