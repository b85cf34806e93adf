"""The proposal from the command line: words, outline, restore points, dates, milestones."""

from pathlib import Path

from tests.cli.conftest import Run


def test_the_proposal_is_outlined_counted_kept_and_brought_back(run: Run, folder: Path) -> None:
    said = run("proposal", "words", folder, "--json").json
    assert (said["counted"], said["not_counted"]) == (0, 0)
    assert (said["minimum"], said["maximum"], said["where"]) == (3600, 4400, "under")
    run("proposal", "outline", folder, "--use", "Risk", "Finance")
    assert run("proposal", "outline", folder, "--json").json["sections"][4]["there"]
    run("proposal", "versions", folder, "--name", "Two sections")
    run("proposal", "outline", folder, "--use", "Summary")
    said = run("proposal", "words", folder, "--json").json
    assert [each["title"] for each in said["sections"]] == ["Finance", "Risk", "Summary"]
    assert said["counted"] == 3
    assert "3,597 under the lower limit" in run("proposal", "words", folder).out
    differs = run("proposal", "compare", folder, "Two sections", "--json").json
    assert (differs["changes"], differs["words_added"]) == (1, 1)
    assert "+ [Summary]" in run("proposal", "compare", folder, "two sections").out
    run("proposal", "restore", folder, "Two sections")
    kept = run("proposal", "versions", folder, "--json").json["versions"]
    assert [each["kind"] for each in kept] == ["before", "day", "named"]
    assert run("proposal", "words", folder, "--count", "body", "--json").json["counted"] == 0
    assert "no part" in run("proposal", "words", folder, "--count", "poem", check=2).err
    assert "No restore point" in run("proposal", "restore", folder, "Nothing", check=2).err


def test_dates_and_milestones_are_typed_and_told(run: Run, folder: Path) -> None:
    before = run("proposal", "clock", folder, "--json").json
    assert (before["starts"], before["confirmed"]) == ("2026-09-16", False)
    after = run("proposal", "clock", folder, "--epao", "2020-01-06", "--json").json
    assert (after["due"], after["may_write"], after["confirmed"]) == ("2020-03-30", True, True)
    run("proposal", "milestones", folder, "--add", "Read again", "--by", "2020-02-03")
    assert "Due this week: Read again, 3 February 2020" in run("proposal", "clock", folder).out
    (done,) = run("proposal", "milestones", folder, "--done", "read again", "--json").json[
        "milestones"
    ]
    assert done["done_on"]
    run("proposal", "milestones", folder, "--remove", done["id"])
    assert run("proposal", "milestones", folder, "--json").json["milestones"] == []
    run("proposal", "clock", folder, "--due", "2019-01-01", check=2)


def test_the_proposal_is_written_to_word_and_pdf(run: Run, folder: Path) -> None:
    assert "Nothing is written yet" in run("proposal", "export", folder, "x.pdf", check=2).err
    run("proposal", "outline", folder, "--use", "Risk")
    for name, starts in (("x.docx", b"PK"), ("x.pdf", b"%PDF")):
        out = folder.parent / name
        said = run("proposal", "export", folder, out, "--json").json
        assert out.read_bytes().startswith(starts)
        assert (said["path"], said["missing"]) == (str(out), [])
    kept = run("proposal", "versions", folder, "--json").json["versions"]
    assert kept[0]["id"] == said["version"]
    assert "can't be written as" in run("proposal", "export", folder, "x.odt", check=2).err


def test_the_papers_of_the_packs_are_made(run: Run, folder: Path) -> None:
    page = folder.parent / "Scope.pdf"
    assert run("proposal", "scope", folder, page, check=2).err.count("The scope is empty")
    assert not page.exists()
    aims = ("--set", "title", "A discharge hub", "--set", "aims", "Two wards share it.")
    said = run("proposal", "scope", folder, page, "--pack", *aims, "--json").json
    assert page.read_bytes().startswith(b"%PDF")
    assert (said["path"], said["counted"] > 0, said["maximum"]) == (str(page), True, 500)
    assert "4 words of 500 at most; not agreed." in run("proposal", "scope", folder).out
    assert run("proposal", "scope", folder, "--set", "poem", "x", check=2).err
    assert said["step"]
    run("proposal", "outline", folder, "--use", "Risk")
    made = run("proposal", "pack", folder, "--json").json
    papers = run("papers", folder, "--json").json["papers"]
    assert {each["kind"] for each in papers} == {"scope", "proposal"}
    assert {made["item"], said["item"]} == {each["id"] for each in papers}
