"""A Word copy brought back, and a document imported, from the command line."""

from pathlib import Path

import docx

from tests.cli.conftest import Run


def test_a_document_is_imported_and_its_changed_copy_taken(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "Proposal.docx"
    document = docx.Document()
    document.add_heading("Options", 1)
    document.add_paragraph("Three options were costed with the finance team in the spring.")
    document.save(str(path))
    run("proposal", "clock", folder, "--epao", "2020-01-06")
    said = run("proposal", "import", folder, path, "--json").json
    assert said["kept"] == "1 heading, 1 paragraph"
    exported = tmp_path / "Out.docx"
    run("proposal", "export", folder, exported)
    copy = docx.Document(str(exported))
    (run_of,) = [each for p in copy.paragraphs for each in p.runs if "Three options" in each.text]
    run_of.text = run_of.text.replace("Three", "Four")
    copy.save(str(exported))

    listed = run("proposal", "bring-back", folder, exported, "--json").json
    (change,) = listed["changes"]
    assert (change["kind"], change["taken"], change["needs_a_look"]) == ("reworded", False, False)
    taken = run("proposal", "bring-back", folder, exported, "--take", change["id"], "--json").json
    assert taken["changes"][0]["taken"]
    versions = run("proposal", "versions", folder, "--json").json["versions"]
    assert versions[0]["kind"] == "before"
