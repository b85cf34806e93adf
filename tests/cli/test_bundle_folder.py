"""The bundle folder from the command line: built, read back, and refused where it should be."""

from pathlib import Path

import openpyxl

from tests.cli.conftest import Run
from tests.services import documents


def test_a_folder_is_built_with_the_choices_that_were_said_and_reads_back(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "minutes.pdf", "The board set out three options.")
    odd = tmp_path / "plan.mpp"
    odd.write_bytes(bytes(range(256)))
    added = run("add", folder, path, odd, "--json").json["items"]
    for each, code in zip(added, ("K8", "S1"), strict=True):
        run("claim", folder, each["id"], code)
    run("shortlist", folder, *(each["id"] for each in added))
    run("papers", folder, "--attach", "scope", documents.pdf(tmp_path / "scope.pdf", "Scope."))

    told = run("bundle", folder, "--what-alone", "--json").json
    built = run(
        "bundle", folder, "--folder", tmp_path / "out", "--annex-xlsx", "--no-originals",
        "--front-sheets", "claims", "--max-mb", "0.01", "--json", check=1,
    ).json  # fmt: skip
    found = run("inspect", tmp_path / "out", "--json", passphrase=False).json

    assert [each["ref"] for each in told["left_out"]] == ["E02"]
    assert [each["path"] for each in built["files"]] == [
        "01_Portfolio.pdf",
        "02_Proposal_summary.pdf",
        "06_Annex_A.xlsx",
        "Files_in_this_bundle.txt",
    ]
    assert found["ok"]
    assert found["bundle_id"] == built["bundle_id"]
    assert [each["path"] for each in found["files"]] == [
        each["path"] for each in built["files"][:-1]
    ]
    assert "bundle.too-large" in [each["rule"] for each in built["findings"]]
    book = openpyxl.load_workbook(tmp_path / "out/06_Annex_A.xlsx")
    page = next(c["page"] for c in built["claims"] if c["ksb"] == "K8")
    assert page in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]

    (tmp_path / "out/02_Proposal_summary.pdf").write_bytes(b"other")
    wrong = run("inspect", "--folder", tmp_path / "out", check=1, passphrase=False).out
    assert "02_Proposal_summary.pdf" in wrong
    assert "Not as promised." in wrong
    again = run("bundle", folder, "--folder", tmp_path / "out", check=2).err
    assert "was changed since the bundle was built" in again
    run("bundle", folder, check=2)
