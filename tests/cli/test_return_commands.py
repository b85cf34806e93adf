"""What came back, from the command line: matched, compared, attached, or asked to be put right."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain import forms
from tests.cli.conftest import Run
from tests.cli.test_observe_commands import ASK
from tests.services.returning import ANSWERS, filled, in_mail


def test_the_loop_on_the_apprentices_side_with_a_clean_return(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    form, back = tmp_path / "ask.pdf", tmp_path / "Re.eml"
    made = run(
        "observe", "request", folder, *ASK, "--ksb", "S20", "--ksb", "B1", "--out", form, "--json"
    ).json
    run("observe", "sent", folder, "OBS-01", "--on", "2025-12-02")
    back.write_bytes(in_mail(filled(form.read_bytes())))

    checked = run("observe", "return", folder, back, "--json").json

    assert (checked["request"], checked["matched_by"]) == ("OBS-01", "field")
    assert (checked["code"], checked["version"]) == (made["code"], 1)
    assert (checked["signatures"], checked["verdict"]) == ([], None)
    assert checked["signature"] == "Typed name"
    rules = {each["rule"]: each["outcome"] for each in checked["checks"]}
    assert rules["part-1"] == "fine"
    assert all(each["message"] for each in checked["checks"])
    assert (checked["attached"], checked["state"]) == ("", "checked")
    told = run("observe", "return", folder, back).out
    assert " v Your part is unchanged" in told
    assert " i Signature: Typed name" in told

    attached = run("observe", "return", folder, back, "--attach", "--json").json
    assert attached["state"] == "in-portfolio"
    claims = run("list", folder, "claims", "--json").json["claims"]
    assert {(each["ksb"], each["item"], each["page"]) for each in claims} == {
        ("S20", attached["attached"], 1),
        ("B1", attached["attached"], 1),
    }
    assert [each["id"] for each in claims] == attached["claims"]


def test_what_is_wrong_is_exit_code_1_and_what_is_not_ours_2(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    form = tmp_path / "ask.pdf"
    run("observe", "request", folder, *ASK, "--ksb", "S20", "--out", form)
    unsigned = tmp_path / "unsigned.pdf"
    unsigned.write_bytes(filled(form.read_bytes(), **{forms.TYPED_SIGNATURE: ""}))

    told = run("observe", "return", folder, unsigned, "--json", check=1).json
    assert told["signature"] == "Missing"
    refused = run("observe", "return", folder, unsigned, "--attach", check=2)
    assert "There's no signature on this proforma." in refused.err
    letter = tmp_path / "again.eml"
    run("observe", "return", folder, unsigned, "--correction", letter, check=1)
    assert b"It isn't signed." in letter.read_bytes()
    incomplete = run("observe", "return", folder, unsigned, "--incomplete", "--json").json
    assert incomplete["outcome"] == "incomplete"
    (claim,) = run("list", folder, "claims", "--json").json["claims"]
    assert not claim["signed"]
    statuses = {e["code"]: e["status"] for e in run("coverage", folder, "--json").json["ksbs"]}
    assert statuses["S20"] in ("gap", "started")

    stranger = tmp_path / "stranger.pdf"
    stranger.write_bytes(filled(form.read_bytes(), ANSWERS)[:400])
    nothing = run("observe", "return", folder, stranger, "--json", check=2)
    assert (nothing.json["request"], nothing.json["outcome"]) == ("", "unreadable")
    assert "It has been kept and not attached." in nothing.err
    assert run("observe", "return", folder, tmp_path / "nowhere.pdf", check=2).err


def test_a_reply_in_a_mail_is_read_by_eye_and_a_form_that_is_added_comes_back(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    form = tmp_path / "ask.pdf"
    made = run("observe", "request", folder, *ASK, "--ksb", "S20", "--out", form, "--json").json
    reply = tmp_path / "reply.eml"
    reply.write_bytes(in_mail(None, f"I saw it and it went well. {made['code']}"))

    read = run(
        "observe", "return", folder, reply, "--eye", "ksb.1.seen=seen", "--attach", "--json"
    ).json
    assert read["signature"] == "Sent from head.of.service@example.org, not signed"
    assert len(read["claims"]) == 1
    assert run("observe", "return", folder, reply, "--eye", "nonsense", check=2).err

    back = tmp_path / "back.pdf"
    back.write_bytes(filled(form.read_bytes()))
    (added,) = run("add", folder, back, "--json").json["items"]
    assert (added["status"], added["id"]) == ("returned", "")
    assert "OBS-01" in added["problem"]
