"""Spelling and replacing from the command line."""

from pathlib import Path

from tests.cli.conftest import Run


def test_unknown_words_are_listed_added_and_replaced(run: Run, folder: Path) -> None:
    run("proposal", "outline", folder, "--use", "Summary")
    made = run("proposal", "replace", folder, "summary", "Sumary of frabjous", "--json").json
    assert (made["places"], made["paragraphs"]) == (1, 1)
    (first, second) = run("proposal", "spelling", folder, "--json").json["unknown"]
    assert (first["word"], second["word"], first["places"]) == ("frabjous", "Sumary", 1)

    added = run("proposal", "spelling", folder, "--add", "Frabjous", "--json").json

    assert [each["word"] for each in added["unknown"]] == ["Sumary"]
    assert added["own"] == ["Frabjous"]
    refused = run("proposal", "replace", folder, "Frabjouses", "x", "--whole-words", check=2)
    assert "was not found in the proposal. Nothing was changed." in refused.err
    gone = run("proposal", "spelling", folder, "--remove", "frabjous", "--json").json
    assert len(gone["unknown"]) == 2
