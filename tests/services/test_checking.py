"""The check of what came back, line by line; what is wrong is wrong, and never green."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.domain import forms
from portfolio_app.domain.observation import Outcome, SignatureKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    evidence,
    history,
    intake,
    mapping,
    portfolio,
    report_of_answers,
    requests,
    return_reading,
    returns,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.documents import honest_returns
from tests.services import documents
from tests.services.returning import ACCOUNT, ANSWERS, filled, in_mail, sent


def checked(store: Store, room: Workroom, content: bytes, name: str = "back.pdf") -> returns.Report:
    (told,) = returns.receive(store, room, [(name, content)]).results
    return returns.check(store, room, told.arrival_uid)


def outcomes(report: returns.Report) -> dict[str, str]:
    return {each.rule: each.outcome.value for each in report.rows}


def row(report: returns.Report, rule: str) -> tuple[str, str]:
    found = next(each for each in report.rows if each.rule == rule)
    return found.message, " ".join(found.details)


def test_a_clean_return_is_told_line_by_line_and_checking_again_changes_nothing(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    (told,) = returns.receive(store, room, [("a.eml", in_mail(filled(form)))]).results

    report = returns.check(store, room, told.arrival_uid)

    assert outcomes(report) == {
        "read-by": "note",
        "portfolio": "fine",
        "part-1": "fine",
        "structure": "fine",
        "observer": "fine",
        "declarations": "fine",
        "observed-on": "fine",
        "signed-before-made": "look",  # these forms are made long after that day
        "ksbs": "fine",
        "account": "fine",
        "own-words": "fine",
        "signature": "note",  # a typed name is never green
        "no-digital": "note",
        "arrival": "note",
    }
    assert (report.signature, report.signature_words) == (SignatureKind.TYPED, "Typed name")
    assert row(report, "no-digital") == (
        "No digital signature: the answers are as they arrived.",
        "The e-mail it came in is kept as it arrived: from Robin Sampleton "
        "<head.of.service@example.org>, 4 December 2025, 10:02.",
    )
    assert report.hindrances == ()
    assert requests.found(store, observation.uid).state.value == "checked"
    again = returns.check(store, room, told.arrival_uid)
    assert again.rows == report.rows
    assert again.changes.step == ""
    history.undo(store, report.changes.step)
    assert requests.found(store, observation.uid).state.value == "returned"


def test_what_is_missing_or_odd_is_named_in_the_report(store: Store, room: Workroom) -> None:
    _, _, form = sent(store, room, "S20", "B1", "K8")
    odd = {
        **ANSWERS,
        forms.seen_field(2): "",
        forms.NAME: "Sam Sampleton",
        forms.RELATIONSHIP: "",
        forms.OWN_WORDS: "",
        forms.SIGNED_ON: "1 December 2025",
        forms.FACTS_RIGHT: forms.FACTS_NO,
        forms.FACTS_NOTE: "It was in room 3.",
        forms.ACCOUNT: "She did well.",
    }
    del odd[forms.TYPED_SIGNATURE]
    report = checked(store, room, filled(form, odd))

    assert row(report, "observer")[0] == "Observer's relationship not given"
    assert row(report, "observer-name")[0] == "The name given as the observer's is yours."
    assert row(report, "declarations")[0] == "Not ticked: “These are my own words”"
    assert row(report, "signed-before")[0] == (
        "Signed on 1 December 2025, before the observation on 2 December 2025."
    )
    assert row(report, "facts") == (
        "The observer says that part 1 isn't right.",
        "It was in room 3.",
    )
    assert row(report, "ksbs")[0] == "1 of 3 KSB rows answered: B1 and K8 not"
    assert outcomes(report)["account"] == "look"
    assert row(report, "signature")[0] == "There's no signature on this proforma."
    assert report.signature is SignatureKind.MISSING
    assert [each.rule for each in report.hindrances] == ["observer-name", "signature"]


def test_dates_outside_the_apprenticeship_or_ahead_are_not_plausible(
    store: Store, room: Workroom
) -> None:
    _, _, form = sent(store, room)
    portfolio.set_detail(store, "start", "2025-12-20")
    ahead = {forms.SIGNED_ON: "03/12/2099"}
    report = checked(store, room, filled(form, **ahead))
    assert outcomes(report)["observed-outside"] == "look"
    assert outcomes(report)["signed-ahead"] == "look"
    nonsense = checked(store, room, filled(form, **{forms.SIGNED_ON: "last Tuesday"}))
    assert row(nonsense, "signed-on")[0] == "“last Tuesday” beside the signature is no whole date."


def test_words_of_the_apprentice_of_another_observer_and_of_the_form_are_flagged(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    _, _, form = sent(store, room)
    path = documents.pdf(tmp_path / "a.pdf", "Minutes.")
    uid = intake.add(store, room, [path]).results[0].item_uid
    evidence.edit(store, uid, private_note=f"To send to Robin: {ACCOUNT}")
    copied = checked(store, room, filled(form))
    assert row(copied, "copied-own")[0] == (
        "These words match your own notes. An observer's account should be in their words."
    )
    assert "the two heads of service came in with opposite plans" in row(copied, "copied-own")[1]
    assert "own-words" not in outcomes(copied)

    _, _, other = sent(store, room)
    report = checked(store, room, filled(other))
    assert "OBS-01 by Robin Sampleton" in row(report, "copied-other")[1]
    said = "It was this: the panel decides on placements each month. " * 2
    text = store_ksb_text(store, "S20")
    repeated = checked(store, room, filled(other, **{forms.ACCOUNT: f"{said} {text}"}))
    assert outcomes(repeated)["copied-form"] == "look"


def store_ksb_text(store: Store, code: str) -> str:
    return mapping.ksb_called(store, code).text


def test_part_1_changed_a_page_more_and_another_code_are_wrong_and_hinder(
    store: Store, room: Workroom
) -> None:
    _, _, form = sent(store, room)

    def more_pages(pdf: pikepdf.Pdf) -> None:
        pdf.pages.append(pdf.pages[2])

    def covered(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        white = b"q 1 1 1 rg 40 560 520 100 re f Q"
        page.contents_add(pdf.make_stream(white))

    for change, rules in ((more_pages, {"structure"}), (covered, {"part-1", "structure"})):
        report = checked(store, room, changed(filled(form), change))
        wrong = {each.rule for each in report.hindrances}
        assert wrong & rules, (change.__name__, report.rows)
        assert all(each.outcome is Outcome.WRONG for each in report.hindrances)


def changed(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_check_that_fails_is_said_to_be_no_check_and_never_no_signature(
    store: Store, room: Workroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, form = sent(store, room)
    (told,) = returns.receive(store, room, [("a.pdf", filled(form))]).results
    with monkeypatch.context() as broken:

        def fails(*_: object, **__: object) -> None:
            raise ValueError("anything")

        broken.setattr(report_of_answers, "signed_day_doubts", fails)
        broken.setattr(report_of_answers, "copied", fails)
        report = returns.check(store, room, told.arrival_uid)
    said = [each.message for each in report.hindrances]
    assert said == [
        "The date of the signature can't be checked.",
        "Whose words it is in can't be checked.",
    ]
    with monkeypatch.context() as small:
        small.setattr(return_reading, "LARGEST", 10)
        report = returns.check(store, room, told.arrival_uid)
    assert row(report, "signature")[0] == "The signature can't be checked."
    assert row(report, "part-1")[0] == "Your part can't be compared with the form you sent."
    assert (report.signature.is_signed, report.signature_words) == (False, "Cannot be checked")
    assert "no-digital" not in outcomes(report)
    monkeypatch.setattr(return_reading, "LARGEST", 10)
    with pytest.raises(PortfolioError) as refused:
        returns.attach(store, room, told.arrival_uid)
    assert refused.value.code == "incomplete"


def test_broken_returns_give_a_verdict_and_nothing_is_attached(
    store: Store, room: Workroom
) -> None:
    observation, _, form = sent(store, room)
    back = filled(form)
    broken = {
        "cut.pdf": back[: len(back) // 2],
        "noise.pdf": b"%PDF-1.7 " + bytes(range(256)) * 50,
        "empty.pdf": b"",
        "words.pdf": b"These are words and no PDF.",
        "picture.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 500,
    }
    for name, content in broken.items():
        (told,) = returns.receive(store, room, [(name, content)]).results
        assert told.arrival_uid, name
        if not told.outcome.is_match:
            returns.match_by_hand(store, told.arrival_uid, observation.uid)
        report = returns.check(store, room, told.arrival_uid)
        assert report.hindrances, name
        assert not any(
            each.outcome is Outcome.FINE and each.rule in ("signature", "part-1", "digital")
            for each in report.rows
        ), name
        with pytest.raises(PortfolioError) as refused:
            returns.attach(store, room, told.arrival_uid)
        assert refused.value.code == "incomplete"
    assert queries.evidence.items(store) == ()


def test_what_nobody_read_on_a_picture_yet_is_not_said_to_be_missing(
    store: Store, room: Workroom
) -> None:
    _, _, form = sent(store, room)
    picture = honest_returns.scanned(filled(form), "PNG")
    (told,) = returns.receive(store, room, [("scan.png", picture)]).results
    report = returns.check(store, room, told.arrival_uid)
    said = " ".join(each.message for each in report.rows)

    assert "shows a signature" in row(report, "signature")[0]
    assert outcomes(report)["signature"] == "wrong"
    assert "Not read yet: “I saw this myself”" in said
    assert "not read yet" in row(report, "observer-unread")[0]
    for claimed in ("no signature", "Not ticked", "not given", "No date"):
        assert claimed not in said
    with pytest.raises(PortfolioError, match="hasn't been read yet"):
        returns.ask_correction(store, told.arrival_uid)
