"""Rehearsal from the command line: a deck, ratings, one's own questions, crib cards."""

from pathlib import Path

from tests.cli.conftest import Run


def test_a_deck_is_printed_rated_and_made_into_crib_cards(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    note = tmp_path / "minutes.txt"
    note.write_text("The chair set out three options and the cost of each.")
    uid = run("add", folder, note, "--json").json["items"][0]["id"]
    run("claim", folder, uid, "K1", "--quote", "three options")
    deck = run("rehearse", folder, "--count", "0", "--json").json
    assert deck["source"] == "Practice questions, not your EPAO's"
    assert (deck["minutes"], deck["questions_at_least"], deck["seconds_each"]) == (60, 8, 420)
    k1 = next(each for each in deck["questions"] if each["ksb"] == "K1")
    assert k1["evidence"][0]["quote"] == "three options"
    assert deck["questions"][-1]["ksb"] == "K1"  # gaps come first
    timed = run("rehearse", folder, "--times", "45", "5", "--json").json
    assert (timed["minutes"], timed["questions_at_least"]) == (45, 5)
    run("rehearse", folder, "--times", "an hour", "5", check=2)
    assert run("rehearse", folder, "--times", "0", "0", "--json").json["minutes"] == 60
    results = run("rehearse", folder, "--rate", "K1", "again", "320", "--json").json
    assert [(each["ksb"], each["rating"], each["seconds"]) for each in results["practised"]] == [
        ("K1", "again", 320)
    ]
    assert run("rehearse", folder, "--count", "1", "--json").json["questions"][0]["ksb"] == "K1"
    for wrong in (["K1", "superbly", "1"], ["K1", "well", "-1"], ["Z9", "well", "1"]):
        run("rehearse", folder, "--rate", *wrong, check=2)
    assert "no deck called" in run("rehearse", folder, "--deck", "nowhere", check=2).err

    (own,) = run("rehearse", folder, "--add", "Why you?", "--json").json["questions"]
    assert "Why you?" in run("rehearse", folder, "--deck", "own").out
    run("rehearse", folder, "--remove", own["id"])
    run("rehearse", folder, "--remove", own["id"], check=2)

    out = tmp_path / "cards.pdf"
    words = ["--prompt", "Three options", "--figure", "£1.2m"]
    (card,) = run("crib", folder, "--write", "K1", *words, "--json").json["cards"]
    assert (card["prompts"], card["figure"], card["rating"]) == (
        ["Three options"], "£1.2m", "again",
    )  # fmt: skip
    made = run("crib", folder, "--out", out, "--ksb", "K1", "--json").json
    assert made["pages"] == 2
    assert out.read_bytes().startswith(b"%PDF")
    run("crib", folder, *words, check=2)
    assert run("rehearse", folder, "--forget", "--json").json == {"practised": []}
