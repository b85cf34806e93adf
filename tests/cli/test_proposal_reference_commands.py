"""References imported and listed from the command line."""

from pathlib import Path

from tests.cli.conftest import Run


def test_references_are_imported_and_listed_with_what_is_to_be_looked_at(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "library.ris"
    path.write_bytes(b"TY  - BOOK\r\nAU  - Harrow, Judith\r\nTI  - Leading\r\nPY  - 2014\r\n")

    said = run("proposal", "references", folder, "--import", path, "--json").json

    assert said["imported"] == ("1 reference added. 1 could be read only in part and say why.")
    (row,) = said["references"]
    assert (row["text"], row["entry"]) == ("(Harrow, 2014)", "Harrow, J. (2014) Leading.")
    assert [each["kind"] for each in row["flags"]] == ["trouble", "missing", "unused"]
    assert said["list"] == []
    again = run("proposal", "references", folder, "--json").json
    assert [each["id"] for each in again["references"]] == [row["id"]]
