"""Records to sign from the command line: asked, told to each party, read back party by party."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.services.record_forms import answers, filled

LINES = [
    {"kind": "said", "title": "Discussed", "text": "The paper went to the board."},
    {"kind": "said", "text": "Fridays stay free."},
    {"kind": "tick", "text": "This is what we agreed."},
]


def test_a_record_is_asked_for_signed_by_each_party_and_told_honestly(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    lines, form = tmp_path / "lines.json", tmp_path / "form.pdf"
    lines.write_text(json.dumps(LINES), encoding="utf-8")
    run("observe", "request", folder, "--activity", "Panel", "--observer", "Robin Sampleton",
        "--email", "x@example.org", "--out", tmp_path / "panel.pdf")  # fmt: skip
    ask = ("record", "ask", folder, "review-record", "--about", "row", "--title", "Review",
           "--lines", lines, "--party", "Line manager=Robin Sampleton",
           "--party", "Apprentice=me", "--out")  # fmt: skip
    made = run(*ask, form, "--json").json
    assert (made["ref"], made["whole"]) == ("ST-01", False)
    assert [each["signature"] for each in made["parties"]] == ["Nothing has come back"] * 2
    told = run("record", "message", folder, "ST-01", "--party", "1", "--json").json
    assert told["text"].startswith("Dear Robin Sampleton,")

    back = tmp_path / "back.pdf"
    back.write_bytes(
        filled(form.read_bytes(), answers(1), answers(2, "Apprentice", signature__typed=""))
    )
    run("observe", "return", folder, back)
    (record,) = run("record", "list", folder, "--about", "row", "--json").json["records"]
    assert [(e["signature"], e["signed"]) for e in record["parties"]] == [
        ("Typed name", True), ("Not signed", False),
    ]  # fmt: skip

    lines.write_text("{", encoding="utf-8")
    refused = run(*ask, tmp_path / "other.pdf", check=None)
    assert "no list of lines" in refused.err
    assert not (tmp_path / "other.pdf").exists()
