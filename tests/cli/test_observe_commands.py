"""Asking from the command line: the form, the message, the day; what was said of it."""

from __future__ import annotations

import email
import email.policy
from datetime import date, timedelta
from pathlib import Path

from portfolio_app.domain import request_code
from tests.cli.conftest import Run

ASK = (
    "--activity", "Chairing the placement panel", "--day", "2025-12-02", "--time", "14:00",
    "--observer", "Robin Sampleton", "--job-title", "Head of service",
    "--email", "head@example.org", "--relationship", "Line manager",
)  # fmt: skip


def test_a_request_makes_the_form_the_message_and_the_day(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    form, mail, day = (tmp_path / f"ask.{each}" for each in ("pdf", "eml", "ics"))

    made = run(
        "observe", "request", folder, *ASK, "--ksb", "S20", "--ksb", "b1",
        "--context", "The monthly panel.", "--as", "chair",
        "--out", form, "--eml", mail, "--ics", day, "--json",
    ).json  # fmt: skip

    assert (made["version"], made["path"], made["ref"]) == (1, str(form), "OBS-01")
    assert request_code.read(made["code"]) == made["code"]
    assert (made["ksbs"], made["state"]) == (["S20", "B1"], "draft")
    assert form.read_bytes().startswith(b"%PDF")
    assert "head@example.org" not in str(made)
    sent = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert sent["X-Unsent"] == "1"
    assert "head@example.org" in str(sent["To"])
    assert b"DTSTART:20251202T140000" in day.read_bytes()

    listed = run("list", folder, "observations", "--json").json["observations"]
    assert [each["id"] for each in listed] == [made["id"]]
    assert run("observe", "list", folder, "--json").json["observations"] == listed
    told = run("observe", "list", folder).out
    assert "Robin Sampleton" in told
    assert "head@example.org" not in told


def test_a_change_is_a_new_version_and_what_was_said_is_listed(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    first = run("observe", "request", folder, *ASK, "--out", tmp_path / "1.pdf", "--json").json
    assert run("observe", "remind", folder, "OBS-01", check=2).err

    run("observe", "sent", folder, "OBS-01", "--on", "2025-12-03")
    second = run(
        "observe", "change", folder, request_code.shown(first["code"]), "--place", "Room 3",
        "--ksb", "S13", "--out", tmp_path / "2.pdf", "--json",
    ).json  # fmt: skip
    assert (second["version"], second["ksbs"]) == (2, ["S13"])
    assert second["code"] != first["code"]
    assert [each["version"] for each in second["versions"]] == [1, 2]

    run("observe", "sent", folder, "OBS-01", "--on", "2025-12-04")
    (waits,) = run("observe", "remind", folder, "--json").json["waiting"]
    assert waits["due"]
    reminded = run("observe", "remind", folder, "obs-01", "--eml", tmp_path / "again.eml", "--json")
    assert reminded.json["to"] == "head@example.org"
    assert "4 December 2025" in reminded.json["text"]
    assert (tmp_path / "again.eml").is_file()

    assert run("observe", "withdraw", folder, "placement", "--json").json["state"] == "withdrawn"
    assert run("observe", "sent", folder, "OBS-01", check=2).err
    assert run("observe", "withdraw", folder, "OBS-01", "--back", "--json").json["state"] == "sent"
    run("observe", "remove", folder, "OBS-01")
    assert run("list", folder, "observations", "--json").json["observations"] == []


def test_what_cannot_be_asked_is_refused_and_leaves_nothing(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there.pdf"
    there.write_bytes(b"mine")
    for words in (
        ["--out", there],
        ["--out", tmp_path / "new.pdf", "--ksb", "K99"],
        ["--out", tmp_path / "new.pdf", "--day", "soon"],
        ["--out", tmp_path / "new.pdf", *(w for n in range(1, 8) for w in ("--ksb", f"S{n}"))],
    ):
        refused = run("observe", "request", folder, *ASK, *words, "--json", check=2)
        assert refused.json["error"]["message"]
    assert there.read_bytes() == b"mine"
    assert not (tmp_path / "new.pdf").exists()
    assert run("list", folder, "observations", "--json").json["observations"] == []
    assert run("observe", "sent", folder, "OBS-01", "--json", check=2).json["error"]["code"] == (
        "no-such-request"
    )
    usage = run("observe", "request", folder, "--account", "I saw it", check=2)
    assert "usage" in usage.err


def test_a_plan_is_printed_and_drafts_its_requests(run: Run, folder: Path) -> None:
    soon = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011 - the person's own day
    add = ("observe", "plan", folder, "--day", soon, "--json")
    run(*add, "--add", "Board", "--ksb", "B1", "--ksb", "B2", "--observer", "Chair of the board")
    planned = run(*add, "--add", "Lunch", "--ksb", "B1").json
    run("observe", "plan", folder, "--add", "Old", "--day", "2024-10-01", check=2)

    assert [each["title"] for each in planned["meetings"]] == ["Board", "Lunch"]
    (board,) = planned["plan"]
    assert (board["title"], board["ask"]) == ("Board", ["B1", "B2"])
    assert board["reason"] == "The only one that shows B2; also B1"
    assert planned["closed"] == ["B1", "B2"]
    assert "S13" in planned["left"]
    assert planned["suggested"][0]["best_seen"]
    told = run("observe", "plan", folder).out
    assert "Board" in told
    assert "own judgement" in told

    made = run("observe", "plan", folder, "--request", "--json").json
    assert [each["ksbs"] for each in made["requests"]] == [["B1", "B2"]]
    assert made["requests"][0]["observer"] == "Chair of the board"
    assert [each["title"] for each in made["meetings"]] == ["Lunch"]
    assert run("observe", "plan", folder, "--remove", "lunch", "--json").json["meetings"] == []
    assert "no such meeting" in run("observe", "plan", folder, "--remove", "x", check=2).err


def test_statements_are_made_once_numbers_are_fixed(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "piece.txt").write_text("A piece.")
    uid = run("add", folder, tmp_path / "piece.txt", "--json").json["items"][0]["id"]
    run("shortlist", folder, "--add", uid)
    words = ("observe", "statement", folder, "--observer", "Head of service", "--json")

    refused = run(*words, "--employer", "--out", tmp_path / "s.pdf", check=2).json["error"]
    assert refused["code"] == "not-fixed"
    assert run("list", folder, "observations", "--json").json["observations"] == []
    run("shortlist", folder, "--fix-numbers")
    made = run(*words, "--employer", "--out", tmp_path / "s.pdf", "--eml", tmp_path / "s.eml").json
    assert (made["ref"], made["pieces"], made["version"]) == ("ST-01", ["E01"], 1)
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "s.eml").is_file()

    run("observe", "sent", folder, "ST-01")
    supplement = ("observe", "statement", folder, "--json", "--supplement")
    assert run(*supplement, "--out", tmp_path / "m.pdf", check=2).json["error"]["code"] == (
        "nothing-changed"
    )
    (tmp_path / "more.txt").write_text("Another piece.")
    more = run("add", folder, tmp_path / "more.txt", "--json").json["items"][0]["id"]
    run("shortlist", folder, "--add", more)
    assert run(*supplement, "ST-01", "--out", tmp_path / "m.pdf").json["pieces"] == ["E02"]
    general = run(*words, "--title", "the proposal", "--statement", "We support it.",
                  "--out", tmp_path / "g.pdf").json  # fmt: skip
    assert (general["kind"], general["ref"]) == ("statement", "ST-03")
    run(*words, "--title", "x", "--out", tmp_path / "h.pdf", check=2)
