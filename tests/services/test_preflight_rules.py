"""What weighs how much and by whose word, what is accepted, answered, and taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

import portfolio_app
from portfolio_app.domain.markings import MarkingAnswer
from portfolio_app.domain.options import BundleOptions, Profile
from portfolio_app.domain.papers import PaperKind
from portfolio_app.problems import Level, PortfolioError, Problem
from portfolio_app.services import (
    accepting,
    bundle,
    demo,
    emptying,
    epao,
    evidence,
    hiding,
    history,
    intake,
    mapping,
    markings,
    names_to_hide,
    papers,
    preflight,
    replacing,
    shortlist,
    sorting,
    standard_details,
    standards,
)
from portfolio_app.services.preflight.rules import checks
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.documents import pdf
from tests.services.preflight_faults import wav

SAID = {"said_by": "my EPAO, by e-mail", "said_on": "2025-02-03"}
# Decision D6: facts of the portfolio itself, and a marking nobody answered.
FACTS = {
    "item.do-not-export", "item.file-missing", "item.hidden-to-place", "item.hidden-places",
    "item.development-shown",
    "item.locked", "item.unreadable", "item.no-claims", "item.candidates-only", "item.marking",
    "paper.marking", "standard.wording", "standard.no-list", "set.empty",
    "proposal.damaged", "proposal.hidden-since",
}  # fmt: skip


def piece(store: Store, room: Workroom, path: Path, ksb: str = "K1") -> str:
    uid = intake.add(store, room, [path], date="2025-01-10", again=True).results[0].item_uid
    sorting.to_library(store, [uid])
    evidence.edit(store, uid, context="A paper for the board.", date="2025-01-10")
    mapping.claim(store, uid, [mapping.ksb_called(store, ksb).uid], mapping.WHOLE)
    shortlist.add(store, [uid])
    return uid


def found(store: Store, rule: str, options: BundleOptions | None = None) -> Problem | None:
    rows = [each for each in preflight.findings(store, options) if each.rule == rule]
    assert len(rows) < 2
    return rows[0] if rows else None


def accept_wording(store: Store) -> None:
    text = "\n".join(f"{each.code}: {each.text}" for each in queries.standard.ksbs(store))
    standards.accept(store, standards.compare(store, text), source="Page", date="2025-01-05")


def test_only_facts_are_must_fix_without_a_rule_that_is_confirmed() -> None:
    assert {each.id for each in checks().values() if each.weight == "must-fix"} == FACTS


def test_every_check_in_the_data_is_made_by_the_program_and_the_other_way_round() -> None:
    folder = Path(portfolio_app.__file__).parent / "services"
    sources = [*(folder / "preflight").glob("*.py"), folder / "hidden_findings.py"]
    sources.append(folder / "proposal_checks.py")
    text = "\n".join(path.read_text() for path in sources)
    nouns = "item|ksb|set|bundle|cover|role|size|files|epao|standard|paper|proposal"
    named = set(re.findall(rf'"((?:{nouns})\.[a-z-]+[a-z])"', text))
    kinds = {each.value for each in PaperKind}
    of_kinds = {
        f"paper.{kind}-{tail}"
        for kind in kinds
        for tail in re.findall(r"paper\.\{[a-z.]+\}-([a-z-]+)", text)
    }

    assert named - set(checks()) <= {"item.hidden-elsewhere"}
    assert set(checks()) - named <= of_kinds


def test_the_shipped_standard_with_its_wording_accepted_gives_no_draft(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    accept_wording(store)
    codes = [each.code for each in queries.standard.ksbs(store)][:30]
    for number in range(12):
        uid = piece(store, room, pdf(tmp_path / f"{number}.pdf", f"Paper {number}"), codes[number])
        rest = [mapping.ksb_called(store, code).uid for code in codes[12 + number :: 12]]
        mapping.claim(store, uid, rest, mapping.WHOLE)

    rows = preflight.findings(store)

    assert [each.rule for each in rows if each.level is Level.MUST_FIX] == []
    assert sum(each.rule == "ksb.no-passage" for each in rows) == 16
    assert all("Not confirmed" in each.source for each in rows if each.rule == "ksb.no-passage")


def test_a_rule_the_persons_epao_confirmed_may_be_must_fix(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, pdf(tmp_path / "a.pdf", "A paper"))
    before = found(store, "paper.employer-statement-missing")
    standard_details.set_rule(store, "portfolio.employer_statement", **SAID)

    after = found(store, "paper.employer-statement-missing")

    assert before is not None
    assert after is not None
    assert (before.level, before.may_accept) == (Level.SHOULD_CHECK, True)
    assert (after.level, after.may_accept) == (Level.MUST_FIX, False)
    assert after.source == "my EPAO, by e-mail, 3 February 2025: set by you."


def test_a_discussion_ksb_must_be_shown_only_where_its_method_is_known_and_the_rule_confirmed(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, pdf(tmp_path / "a.pdf", "A paper"))
    k2 = mapping.ksb_called(store, "K2")
    standard_details.set_methods(store, {k2.uid: ["pd"]}, source="The plan", date="2025-01-05")
    standard_details.set_rule(store, "portfolio.each_ksb", **SAID)

    levels = {
        each.about: each.level
        for each in preflight.findings(store)
        if each.rule == "ksb.no-passage"
    }

    assert levels["K2"] is Level.MUST_FIX
    assert levels["K3"] is Level.SHOULD_CHECK


def test_what_is_accepted_stays_with_its_reason_and_lapses_when_something_else_is_found(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = piece(store, room, pdf(tmp_path / "a.pdf", "Ring 07700 900123 for the case."))
    row = found(store, "item.personal")
    assert row is not None
    assert (row.about, row.about_uid, row.page) == ("E01", uid, 1)
    assert "1 telephone number on page 1" in row.message

    done = accepting.accept(store, row, "  It is the\nschool's own  ")

    accepted = found(store, "item.personal")
    assert accepted is not None
    assert accepted.accepted == "It is the school's own"
    shortlist.set_order(store, [piece(store, room, pdf(tmp_path / "b.pdf", "Other")), uid])
    moved = found(store, "item.personal")
    assert moved is not None
    assert (moved.about, moved.accepted) == ("E02", "It is the school's own")
    evidence.edit(store, uid, context="Ring 07700 900456.")
    other = found(store, "item.personal")
    assert other is not None
    assert other.accepted == ""

    history.undo(store, done.step)
    with pytest.raises(PortfolioError):
        accepting.take_back(store, row)


def test_taking_back_is_one_step_and_what_must_be_fixed_cannot_be_accepted(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, pdf(tmp_path / "a.pdf", "A paper"))
    blank, wording = found(store, "cover.blank"), found(store, "standard.wording")
    assert blank is not None
    assert wording is not None
    with pytest.raises(PortfolioError, match="why"):
        accepting.accept(store, blank, "  ")
    with pytest.raises(PortfolioError, match="can't be accepted"):
        accepting.accept(store, wording, "because")
    accepting.accept(store, blank, "The provider adds them")

    back = accepting.take_back(store, blank)

    assert found(store, "cover.blank") == blank
    history.undo(store, back.step)
    assert found(store, "cover.blank") == replace(blank, accepted="The provider adds them")


def test_a_marking_waits_for_an_answer_and_a_new_one_asks_again(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = piece(store, room, pdf(tmp_path / "a.pdf", "First page", "CONFIDENTIAL\nPay of staff"))
    marked = found(store, "item.marking")
    assert marked is not None
    assert (marked.level, marked.page, marked.may_accept) == (Level.MUST_FIX, 2, False)
    with pytest.raises(PortfolioError, match="Nothing is hidden"):
        markings.answer(store, uid, MarkingAnswer.HIDDEN)
    with pytest.raises(PortfolioError, match="Nobody"):
        markings.answer(store, uid, by=" ", on="2025-02-01")
    with pytest.raises(PortfolioError, match="ahead"):
        markings.answer(store, uid, by="Director of Finance", on="2999-02-01")

    done = markings.answer(store, uid, by="Director of Finance", on="2025-02-01")

    assert found(store, "item.marking") is None
    agreed = found(store, "item.sharing-agreed")
    assert agreed is not None
    assert agreed.level is Level.INFORMATION
    assert "agreed by Director of Finance, 1 February 2025" in agreed.message
    evidence.edit(store, uid, title="EXEMPT appendix on pay")
    assert found(store, "item.marking") is not None
    evidence.edit(store, uid, title="Appendix on pay")
    assert found(store, "item.marking") is None
    markings.unanswer(store, uid)
    assert found(store, "item.marking") is not None
    assert done.step


def test_another_file_of_a_marked_piece_asks_again_who_agreed(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = piece(store, room, pdf(tmp_path / "a.pdf", "CONFIDENTIAL\nPay of staff"))
    markings.answer(store, uid, by="Director of Finance", on="2025-02-01")
    assert found(store, "item.marking") is None

    newer = pdf(tmp_path / "b.pdf", "CONFIDENTIAL\nPay of staff, and who is to leave")
    replaced = replacing.replace(store, room, uid, newer)

    assert found(store, "item.marking") is not None, "nobody agreed to the sharing of this file"
    history.undo(store, replaced.changes.step)
    assert found(store, "item.marking") is None
    replacing.replace(store, room, uid, newer)
    markings.answer(store, uid, by="Director of Finance", on="2025-03-01")
    replacing.go_back(store, room, uid)
    assert found(store, "item.marking") is not None


def test_a_hidden_place_that_another_file_has_not_stops_until_it_is_removed(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = piece(store, room, pdf(tmp_path / "a.pdf", "The case of Alex Exampleton was heard."))
    anchor = mapping.anchor_for_quote(store, room, uid, "Alex Exampleton").anchor
    hidden = hiding.hide(store, uid, anchor, label="")
    assert found(store, "item.hidden-to-place") is None

    replacing.replace(store, room, uid, pdf(tmp_path / "b.pdf", "Quite another text."))

    row = found(store, "item.hidden-to-place")
    assert row is not None
    assert (row.level, row.stops, row.about_uid) == (Level.MUST_FIX, True, uid)
    with pytest.raises(PortfolioError) as refused:
        bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)
    assert refused.value.code == "stopped"
    assert row.message in refused.value.message
    hiding.unhide(store, hidden.uids[0])
    assert found(store, "item.hidden-to-place") is None


def test_hiding_the_marking_and_the_numbers_is_an_answer_too(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    text = "CONFIDENTIAL\nPay of staff\nRing 07700 900123 at home."
    uid = piece(store, room, pdf(tmp_path / "a.pdf", text))
    for words in ("CONFIDENTIAL", "07700 900123"):
        anchor = mapping.anchor_for_quote(store, room, uid, words).anchor
        hiding.hide(store, uid, anchor, label="")

    rules = {each.rule for each in preflight.findings(store, room=room)}

    assert not rules & {"item.marking", "item.personal", "item.personal-contact"}


def test_what_was_left_alone_with_a_reason_and_ones_own_are_not_told(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = piece(store, room, pdf(tmp_path / "a.pdf", "Ring 07700 900123 at work."))
    names_to_hide.leave(store, "07700 900123", "a work mobile, on the website", uid)

    assert found(store, "item.personal") is None


def test_pages_that_a_bundle_does_not_show_are_not_looked_at(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    pages = [f"Page {number}" for number in range(1, 25)]
    pages[19] = "Ring 07700 900123 at home. NHS number 943 476 5919."
    path = pdf(tmp_path / "long.pdf", *pages)
    uid = intake.add(store, room, [path]).results[0].item_uid
    anchor = mapping.anchor_for_quote(store, room, uid, "Page 3", page=3).anchor
    mapping.claim(store, uid, [mapping.ksb_called(store, "K1").uid], anchor)
    shortlist.add(store, [uid])

    assert found(store, "item.personal") is None
    evidence.edit(store, uid, pages_shown="all")
    shown = found(store, "item.personal")
    assert shown is not None
    assert shown.page == 20


def test_the_proposal_pack_is_checked_by_its_own_rules(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    options = BundleOptions(profile=Profile.PROPOSAL)
    page = "\n".join(["ten words to a line so that counting is easy"] * 40)

    def rules() -> dict[str, Problem]:
        return {each.rule: each for each in preflight.findings(store, options)}

    assert set(rules()) == {
        "paper.proposal-missing", "paper.presentation-missing", "paper.sign-off-missing"
    }  # fmt: skip
    assert all(each.level is Level.MUST_FIX for each in rules().values())  # rules of this version

    short = pdf(tmp_path / "short.pdf", *[page] * 8)  # 3,200 words
    papers.attach(store, room, PaperKind.PROPOSAL, short)
    papers.attach(store, room, PaperKind.PRESENTATION, pdf(tmp_path / "talk.pdf", "Slides"))
    sign_off = papers.attach(store, room, PaperKind.SIGN_OFF, pdf(tmp_path / "ok.pdf", "Agreed"))
    assert set(rules()) == {"paper.proposal-band", "paper.sign-off-unsigned"}
    assert "3,600 to 4,400" in rules()["paper.proposal-band"].message

    papers.sign(store, sign_off.item_uid, "Chair of the board", "2025-02-01")
    assert set(rules()) == {"paper.proposal-band"}
    good = pdf(tmp_path / "good.pdf", *[page] * 10, f"References\n{page}\n{page}")
    papers.attach(store, room, PaperKind.PROPOSAL, good)
    assert set(rules()) == {"paper.sign-off-other-set"}
    papers.sign(store, sign_off.item_uid, "Chair of the board", "2025-02-02")
    assert rules() == {}


def test_a_recording_whose_length_is_not_known_is_said_to_be_so(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = tmp_path / "talk.wav"
    path.write_bytes(wav(tmp_path / "whole.wav", 60).read_bytes()[:44].replace(b"data", b"dada"))
    piece(store, room, path)

    row = found(store, "item.unknown-length")

    assert row is not None
    assert "Not confirmed" in row.source


def test_a_long_rule_of_the_epao_about_narrative_blocks_only_with_source_and_day(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    from portfolio_app.domain.options import FrontSheets

    piece(store, room, pdf(tmp_path / "a.pdf", "A paper"))
    options = BundleOptions(front_sheets=FrontSheets.PART)
    open_row = found(store, "epao.narrative", options)
    epao.set_rule(
        store, "narrative_allowed", "No", source="Handbook, page 4", checked_on="2025-02-01"
    )
    told = found(store, "epao.narrative", options)

    assert open_row is not None
    assert told is not None
    assert (open_row.level, told.level) == (Level.SHOULD_CHECK, Level.MUST_FIX)
    assert told.source == "Handbook, page 4, 1 February 2025: set by you."
    epao.set_rule(store, "narrative_allowed", "yes", source="x", checked_on="2025-02-01")
    assert found(store, "epao.narrative", options) is None


def test_epao_rules_take_only_what_they_can_be(store: Store) -> None:
    for key, value, code in (
        ("max_mb", "many", "no-value"),
        ("max_mb", "-3", "no-value"),
        ("notes_allowed", "perhaps", "no-value"),
        ("file_names", " ", "no-value"),
        ("nothing", "1", "no-such-rule"),
    ):
        with pytest.raises(PortfolioError) as refused:
            epao.set_rule(store, key, value, source="Portal", checked_on="2025-02-01")
        assert refused.value.code == code
    with pytest.raises(PortfolioError):
        epao.set_rule(store, "max_mb", "100", source="", checked_on="2025-02-01")
    done = epao.set_rule(store, "max_mb", "100.0", source="Portal", checked_on="2025-02-01")

    assert epao.rule(store, "max_mb").words == "100 MB"
    history.undo(store, done.step)
    assert epao.rule(store, "max_mb").words == "not known"


def test_a_finished_bundle_says_its_own_size_and_a_draft_is_marked(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    piece(store, room, pdf(tmp_path / "a.pdf", "A paper for the board"))
    out = tmp_path / "Portfolio.pdf"

    built = bundle.build(store, room, out, options=BundleOptions(limit_mb=0.01))

    (size,) = [each for each in built.findings if each.rule == "size.bundle"]
    assert size.message.startswith("Portfolio.pdf is 0.")
    assert size.source == "The limit you typed for this bundle."
    assert queries.bundles.bundles(store)[0].is_draft  # the wording was not compared
    with pypdf.PdfReader(out) as read:
        assert all("raft, not for" in page.extract_text() for page in read.pages)
    accept_wording(store)
    final = bundle.build(store, room, out)
    assert not queries.bundles.bundles(store)[0].is_draft
    assert not [each for each in final.findings if each.rule == "size.bundle"]
    with pypdf.PdfReader(out) as read:
        assert not any("raft, not for" in page.extract_text() for page in read.pages)


def test_the_sample_has_no_finding_that_is_false(tmp_path: Path) -> None:
    with demo.fill(tmp_path / "sample.portfolio", in_keychain=False).store as store:
        rows = {(each.rule, each.about) for each in preflight.findings(store)}
        told = {each.rule: each.message for each in preflight.findings(store)}

    shown_as_text = {"E03", "E08", "E12"}  # a workbook, slides and a policy, made without a program
    gaps = {"K3", "K15", "K16", "K19", "S6", "S9"}  # left on purpose
    assert rows == {
        ("standard.wording", "standard"),
        ("paper.employer-statement-missing", "employer-statement"),
        ("paper.scope-missing", "scope"),
        *(("item.text-copy", ref) for ref in shown_as_text),
        *(("ksb.no-passage", code) for code in gaps),
        *(("ksb.whole-only", code) for code in ("K1", "K4", "K12")),
        ("item.text-pages", "E05"),
        ("item.personal-contact", "E05"),  # the address it was written from
        ("item.pictures", "E04"),
        ("item.pictures", "E10"),
        ("item.active", "E08"),
        ("item.hidden-parts", "E08"),
    }
    assert "speaker notes" in told["item.hidden-parts"]


def test_what_is_emptied_takes_its_answers_with_it(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    uid = piece(store, room, pdf(tmp_path / "a.pdf", "CONFIDENTIAL\nRing 07700 900123."))
    markings.answer(store, uid, by="Director of Finance", on="2025-02-01")
    row = found(store, "item.personal")
    assert row is not None
    accepting.accept(store, row, "A number of the office")
    evidence.bin_items(store, [uid])

    done = emptying.empty_bin(store)

    assert queries.markings.answers(store) == {}
    assert queries.accepted.accepted(store) == ()
    history.undo(store, done.step)
    assert set(queries.markings.answers(store)) == {uid}
    assert len(queries.accepted.accepted(store)) == 1


def test_a_damaged_file_must_be_replaced_and_an_empty_one_should_be(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    damaged, empty = tmp_path / "damaged.pdf", tmp_path / "empty.pdf"
    damaged.write_bytes(b"%PDF-1.7\nnothing that follows is a page\n")
    empty.write_bytes(b"")
    for path in (damaged, empty):
        uid = intake.add(store, room, [path]).results[0].item_uid
        mapping.claim(store, uid, [mapping.ksb_called(store, "K1").uid], mapping.WHOLE)
        shortlist.add(store, [uid])

    levels = {each.rule: each.level for each in preflight.findings(store) if each.about == "E01"}
    others = {each.rule: each.level for each in preflight.findings(store) if each.about == "E02"}

    assert levels["item.unreadable"] is Level.MUST_FIX
    assert others["item.empty"] is Level.SHOULD_CHECK


@pytest.mark.parametrize(("typed", "taken"), [(0.5, "2"), (2.0, "0.5")])
def test_of_two_limits_the_smaller_one_counts(store: Store, typed: float, taken: str) -> None:
    epao.set_rule(store, "max_mb", taken, source="Portal", checked_on="2025-02-01")
    options = BundleOptions(limit_mb=typed)

    (row,) = preflight.of_finished(store, options, (), "Portfolio.pdf", 1_000_000)

    assert row.message.startswith("Portfolio.pdf is 1.0 MB; the limit is 0.5 MB.")
    assert preflight.of_finished(store, options, (row,), "Portfolio.pdf", 400_000) == ()
