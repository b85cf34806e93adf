"""Sorting from the command line: what was added, what it may show, what waits."""

from pathlib import Path

from tests.cli.conftest import Run


def add_many(run: Run, folder: Path, place: Path, count: int = 12) -> list[str]:
    files = place / "files"
    files.mkdir()
    for number in range(count):
        (files / f"note about {number * 7}.txt").write_text(f"Note {number} about {number * 31}.")
    added = run("add", folder, files, "--recursive", "--json").json
    return [each["id"] for each in added["items"]]


def test_an_item_is_kept_with_what_it_may_show(run: Run, folder: Path, tmp_path: Path) -> None:
    uids = add_many(run, folder, tmp_path)
    assert len(run("list", folder, "inbox", "--json").json["inbox"]) == 12

    words = ["--ksb", "k8", "s12", "--project", "Winter plan", "--did", "I chaired it"]
    kept = run("sort", folder, uids[0], "--keep", *words, "--json").json
    run("sort", folder, uids[0], "--keep", "--ksb", "b1")
    run("sort", folder, uids[1], "--reading")
    run("sort", folder, uids[2], "--later")
    run("sort", folder, uids[3], "--bin")

    assert (kept["shelf"], kept["candidates"], kept["projects"]) == (
        "library",
        ["K8", "S12"],
        ["Winter plan"],
    )
    reading = run("list", folder, "reading", "--json").json["reading"]
    assert [each["id"] for each in reading] == [uids[1]]
    inbox = run("list", folder, "inbox", "--json").json["inbox"]
    assert {each["id"]: each["shelf"] for each in inbox}[uids[2]] == "later"
    assert len(inbox) == 9
    suggested = run("shortlist", folder, "--suggest", 18, "--json").json
    assert uids[0] in str(suggested)
    assert "needs a passage" in str(suggested)


def test_what_makes_no_sense_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    uids = add_many(run, folder, tmp_path, 11)

    assert "X9" in run("sort", folder, uids[0], "--keep", "--ksb", "x9", check=2).err
    assert "--keep" in run("sort", folder, uids[0], "--later", "--ksb", "k8", check=2).err
    run("claim", folder, uids[0], "K8")
    assert "it is evidence" in run("sort", folder, uids[0], "--reading", check=2).err
    assert len(run("list", folder, "inbox", "--json").json["inbox"]) == 11
