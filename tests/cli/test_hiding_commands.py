from pathlib import Path

import pypdfium2

from tests.cli.conftest import Run
from tests.services import documents

TEXT = ("Concerns of Alex Exampleton were noted.\nRing 0121 496 0000.", "A. Exampleton left.")


def test_a_name_is_listed_found_hidden_and_not_in_the_bundle(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("add", folder, documents.pdf(tmp_path / "minutes.pdf", *TEXT))

    listed = run("names", folder, "--add", "Alex Exampleton", "--label", "Pupil A", "--json").json
    found = run("names", folder, "--find", "--json").json
    hidden = run("hide", folder, "minutes", "--quote", "Alex Exampleton", "--json").json
    box = ["--page", "1", "--box", "70,70,300,100", "--label", "Number"]
    run("hide", folder, "minutes", *box)
    run("shortlist", folder, "minutes")
    run("bundle", folder, tmp_path / "out.pdf", "--json", check=1)  # a draft: things to fix

    assert [(n["text"], n["label"]) for n in listed["names"]] == [("Alex Exampleton", "Pupil A")]
    assert [(f["kind"], f["page"], f["quote"], f["label"]) for f in found["found"]] == [
        ("name", 1, "Alex Exampleton", "Pupil A"),
        ("phone", 1, "0121 496 0000", ""),
        ("name", 2, "A. Exampleton", "Pupil A"),
    ]
    assert found["found"][0]["start"] == TEXT[0].index("Alex")
    assert found["pages"] == 2
    assert [(h["quote"], h["label"], h["page"]) for h in hidden["hides"]] == [
        ("Alex Exampleton", "Pupil A", 1)
    ]
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as built:
        words = " ".join(page.get_textpage().get_text_range() for page in built)
    assert "[Pupil A]" in words
    assert "Alex Exampleton" not in " ".join(words.split())


def test_hidden_places_are_listed_and_shown_again(run: Run, folder: Path, tmp_path: Path) -> None:
    run("add", folder, documents.pdf(tmp_path / "minutes.pdf", *TEXT))

    made = run("hide", folder, "minutes", "--quote", "exampleton", "--everywhere", "--json").json
    again = run("hide", folder, "minutes", "--unhide", made["hides"][0]["id"], "--json").json

    assert [h["page"] for h in made["hides"]] == [1, 2]
    assert [h["page"] for h in again["hides"]] == [2]
    assert run("hide", folder, "minutes", "--json").json == again


def test_what_makes_no_sense_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    run("add", folder, documents.pdf(tmp_path / "minutes.pdf", *TEXT))

    for words in (
        ["--box", "1,2,3,4"],
        ["--everywhere"],
        ["--quote", "x", "--box", "1,2,3,4"],
        ["--quote", "not in there"],
        ["--unhide", "nothing"],
    ):
        run("hide", folder, "minutes", *words, check=2)
    run("names", folder, "--remove", "Nobody", check=2)
    assert run("hide", folder, "minutes", "--json").json == {"hides": []}
