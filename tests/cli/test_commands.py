import hashlib
import json
import os
import stat
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.services import documents


def test_the_whole_journey_from_an_empty_folder_to_a_proven_bundle(
    program: Run, folder: Path, tmp_path: Path
) -> None:
    run = program
    minutes = documents.pdf(
        tmp_path / "board minutes.pdf", "One", "The board set out three options.", "Three"
    )
    photo = documents.png(tmp_path / "whiteboard.png")
    odd = tmp_path / "plan.mpp"
    odd.write_bytes(bytes(range(256)))

    added = run("add", folder, minutes, photo, odd, "--json").json["items"]
    claimed = run(
        "claim", folder, "board minutes", "k8", "--quote", "set out THREE options",
        "--shows", "Costed options", "--json",
    ).json["claims"]  # fmt: skip
    run("claim", folder, "whiteboard", "S12", "--page", "1", "--box", "10,10,200,100")
    run("claim", folder, "plan", "B1")
    shortlist = run("shortlist", folder, *(each["id"] for each in added), "--json").json["items"]
    coverage = run("coverage", folder, "--json").json["ksbs"]
    out = tmp_path / "Portfolio.pdf"
    run("standard", folder, "accept", "--source", "The official page")
    built = run("bundle", folder, out, "--json").json
    inspected = run("inspect", out, "--json", passphrase=False).json
    checked = run("check", folder, "--json").json

    assert [each["status"] for each in added] == ["readable", "readable", "kept"]
    assert [each["pages"] for each in added] == [3, 1, 0]
    assert added[0]["sha256"] == hashlib.sha256(minutes.read_bytes()).hexdigest()
    assert (claimed[0]["ksb"], claimed[0]["page"]) == ("K8", 2)
    assert claimed[0]["quote"] == "set out three options"
    assert [each["ref"] for each in shortlist] == ["E01", "E02", "E03"]
    by_code = {each["code"]: each["status"] for each in coverage}
    assert (by_code["K8"], by_code["S12"], by_code["B1"]) == ("covered", "covered", "started")
    assert by_code["K1"] == "gap"
    first = built["items"][0]
    assert (first["ref"], first["pages"], first["of"]) == ("E01", 3, 3)
    assert {"ksb": "K8", "ref": "E01", "page": first["first_page"] + 1} in built["claims"]
    assert inspected["ok"], inspected["findings"]
    assert inspected["pages"] == built["pages"]
    assert [(c["ksb"], c["page"]) for c in inspected["claims"]] == [
        (c["ksb"], c["page"]) for c in built["claims"]
    ]
    assert (checked["ok"], checked["damaged"], checked["missing"]) == (True, [], [])
    bundles = run("list", folder, "bundles", "--json").json["bundles"]
    assert [each["path"] for each in bundles] == [str(out)]


LISTED = {
    "evidence": ("items", {"id", "ref", "title", "kind", "pages", "sha256", "date", "claims"}),
    "claims": ("claims", {"id", "item", "ref", "ksb", "page", "quote", "strength", "shows"}),
    "ksbs": ("ksbs", {"code"}),
    "bundles": ("bundles", {"id"}),
}


def test_fixed_numbers_stay_until_they_are_given_out_anew(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    names = ("one", "two", "three")
    for name in names:
        (tmp_path / f"{name}.txt").write_text(f"Words of {name}.")
        run("add", folder, tmp_path / f"{name}.txt")
    run("shortlist", folder, *names)
    refused = run("shortlist", folder, "--renumber", "--json", check=2).json["error"]
    assert refused["code"] == "not-fixed"
    assert "Numbers fixed: E01 to E03." in run("shortlist", folder, "--fix-numbers").err

    listed = run("shortlist", folder, "three", "one", "--json").json
    assert listed["fixed"]
    assert [each["ref"] for each in listed["items"]] == ["E03", "E01"]
    assert run("text", folder, "e3", "--json").json["pages"][0]["text"].strip() == "Words of three."
    run("text", folder, "E02", check=2)

    renumbered = run("shortlist", folder, "--renumber", "--json")
    assert "E03 → E01  " in renumbered.err
    assert [(each["old"], each["new"]) for each in renumbered.json["renumbered"]] == [
        ("E03", "E01"), ("E01", "E02")
    ]  # fmt: skip
    assert [each["ref"] for each in renumbered.json["items"]] == ["E01", "E02"]


def test_what_is_listed_stands_under_the_key_that_other_tools_rely_on(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("add", folder, documents.pdf(tmp_path / "minutes.pdf", "Words"))
    run("claim", folder, "minutes", "K1")
    run("shortlist", folder, "minutes")
    run("bundle", folder, tmp_path / "out.pdf", check=1)  # a draft: its list was not compared

    for what, (key, inside) in LISTED.items():
        listed = run("list", folder, what, "--json").json
        assert list(listed) == [key]
        assert inside <= set(listed[key][0]), what
    assert "items" in run("list", folder, "--json").json


def test_new_needs_a_keychain_or_a_passphrase(run: Run, tmp_path: Path) -> None:
    words = ["--name", "Apprentice", "--start", "2024-09-16", "--gateway", "2026-09-16"]

    refused = run("new", tmp_path / "p", *words, passphrase=False, check=2)

    assert "--passphrase-file" in refused.err
    assert not (tmp_path / "p").exists()


def test_the_passphrase_can_come_from_standard_input(program: Run, folder: Path) -> None:
    run = program
    run("list", folder, "--passphrase-file", "-", passphrase=False, typed="correct horse\n")
    wrong = run(
        "list", folder, "--passphrase-file", "-", passphrase=False, typed="wrong\n", check=2
    )

    assert "doesn't open" in wrong.err


def test_the_recovery_key_file_is_owner_only_and_opens_a_backup_elsewhere(
    run: Run, tmp_path: Path
) -> None:
    folder, key = tmp_path / "mine.portfolio", tmp_path / "recovery key.txt"
    words = ["--name", "Apprentice", "--start", "2024-09-16", "--gateway", "2026-09-16"]
    made = run("new", folder, *words, "--recovery-key-file", key, "--json")
    path = documents.pdf(tmp_path / "minutes.pdf", "Words to find again")
    run("add", folder, path)
    run("claim", folder, "minutes", "K1", "--quote", "words to find")

    backup = run("backup", folder, tmp_path / "sealed", "--json").json
    one_file = run("backup", folder, tmp_path / "one", "--single-file", "--json").json
    for number, source in enumerate((backup["path"], one_file["path"])):
        again = tmp_path / f"again {number}.portfolio"
        run("restore", source, again, "--recovery-key-file", key, passphrase=False)
        claims = run("list", again, "claims", "--json").json["claims"]
        assert [(c["ksb"], c["quote"]) for c in claims] == [("K1", "Words to find")]
        assert run("check", again, "--json").json["ok"]

    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().strip() not in made.out
    assert backup["files"] > 0


REFUSED = (
    ("claim", "FOLDER", "minutes", "Z99"),
    ("claim", "FOLDER", "minutes", "K1", "--quote", "not in there"),
    ("claim", "FOLDER", "minutes", "K1", "--page", "9", "--box", "0,0,9,9"),
    ("claim", "FOLDER", "minutes", "K1", "--box", "0,0,9,9"),
    ("claim", "FOLDER", "minutes", "K1", "--quote", ""),
    ("claim", "FOLDER", "minutes", "K1", "--page", "1", "--box", ""),
    ("claim", "FOLDER", "minutes", "K1", "--page", "1", "--box", "nan,1,200,inf"),
    ("claim", "FOLDER", "minutes", "K1", "--page", "1", "--box", "zero"),
    ("claim", "FOLDER", "minutes", "K1", "--time", "00:10-01:20"),
    ("claim", "FOLDER", "minutes", "K1", "--shows", "x" * 201),
    ("claim", "FOLDER", "nothing like it", "K1"),
    ("bundle", "FOLDER", "out.pdf"),
    ("add", "FOLDER", "gone.pdf"),
    ("set", "FOLDER", "nothing", "x"),
    ("text", "FOLDER", "E07"),
)


def test_what_cannot_be_done_is_refused_in_plain_words_and_changes_nothing(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("add", folder, documents.pdf(tmp_path / "minutes.pdf", "Words"))

    for words in REFUSED:
        refused = run(*(folder if word == "FOLDER" else word for word in words), check=2)
        assert len(refused.err.strip().splitlines()[-1].split()) > 3, words
        assert "Traceback" not in refused.err, words

    assert run("list", folder, "claims", "--json").json == {"claims": []}
    assert not (tmp_path / "out.pdf").exists()


def test_words_that_are_no_command_are_refused_in_json_too(run: Run, folder: Path) -> None:
    refused = run("claim", folder, "minutes", "--json", check=2)

    assert refused.json["error"]["code"] == "usage"
    assert "KSB" in refused.err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
def test_a_window_without_a_screen_is_refused_in_plain_words(
    program: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    refused = program("open", folder, passphrase=False, check=2)

    assert "no screen" in refused.err


@pytest.mark.parametrize("command", ["list", "check", "coverage"])
def test_a_folder_that_is_no_portfolio_is_told_apart(
    run: Run, tmp_path: Path, command: str
) -> None:
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "photo.txt").write_text("x")

    other = run(command, tmp_path / "holiday", "--json", check=2)
    gone = run(command, tmp_path / "gone", "--json", check=2)

    assert json.loads(other.out)["error"]["code"] == "not-a-portfolio"
    assert json.loads(gone.out)["error"]["code"] == "missing"


def test_a_damaged_file_is_named_and_stops_the_bundle(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("add", folder, documents.pdf(tmp_path / "minutes.pdf", "Words"))
    run("shortlist", folder, "minutes")
    out = tmp_path / "out.pdf"
    run("bundle", folder, out, check=1)
    before = out.read_bytes()
    (stored,) = (each for each in (folder / "vault").rglob("*") if each.is_file())
    content = bytearray(stored.read_bytes())
    content[len(content) // 2] ^= 1
    stored.write_bytes(content)

    checked = run("check", folder, "--json", check=1).json
    refused = run("bundle", folder, out, check=2)
    stored.unlink()
    missing = run("check", folder, "--json", check=1).json

    assert checked["damaged"] == ["Minutes"]
    assert "E01" in refused.err
    assert out.read_bytes() == before
    assert missing["missing"] == ["Minutes"]


def test_reading_works_beside_an_open_window_and_writing_says_who_has_it(
    program: Run, folder: Path, tmp_path: Path
) -> None:
    from portfolio_app.services import portfolio

    run = program

    with portfolio.open_folder(folder, passphrase="correct horse"):  # noqa: S106
        run("list", folder)
        run("coverage", folder)
        refused = run("add", folder, documents.pdf(tmp_path / "a.pdf", "x"), check=2)

    assert "open" in refused.err
    run("add", folder, tmp_path / "a.pdf")


def test_control_characters_of_a_file_name_cannot_hide_anything(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    name = "minutes\u202efdp.exe\x1b[2J.txt"
    (tmp_path / name).write_text("Words")

    shown = run("add", folder, tmp_path / name).out
    listed = run("list", folder).out

    assert "\u202e" not in shown + listed
    assert "\x1b" not in shown + listed
    assert "\\u202e" in run("list", folder, "--json").out + shown
