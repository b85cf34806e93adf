"""Every private field holds a word of its own; none of them is in anything that is handed on."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from portfolio_app.cli import exit_codes
from portfolio_app.cli.main import main
from portfolio_app.domain import wire
from portfolio_app.domain.draft import Block, BlockKind, Inline, InlineKind
from portfolio_app.domain.evidence import Check
from portfolio_app.domain.observation import Asked
from portfolio_app.domain.observation_planner import Meeting
from portfolio_app.domain.options import BundleOptions
from portfolio_app.domain.passage import Strength
from portfolio_app.domain.practice import Rating
from portfolio_app.domain.scan import Rater
from portfolio_app.domain.witness import Witness
from portfolio_app.services import (
    accepting,
    asking,
    bundle,
    bundle_plan,
    capture,
    cribs,
    evidence,
    hiding,
    highlights,
    intake,
    mapping,
    mapping_table,
    markings,
    names_to_hide,
    observation_planner,
    pack,
    portfolio,
    preflight,
    projects,
    proposal,
    proposal_checks,
    proposal_export,
    rehearsing,
    replacing,
    requests,
    scans,
    shortlist,
    sorting,
    standards,
    theory,
    witnesses,
)
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.test_highlights import LINES, _board

MINUTES = 987_654_321
WORDS = (
    "qxnoteitem", "qxnotepassage", "qxnoteksb", "qxnotescan", "qxscantitle", "qxtheorynote",
    "qxreadingtitle", "qxreadingwords", "qxproject", "qxlabel", "qxhidden", "qxnametohide",
    "qxnamelabel", "qxreason", "qxfolder", "qxearlier", "qxunsorted", "qxlater", "qxbinned",
    "qxcaptured", "qxcommentused", "qxcommentleft", "qxcandidateonly", "qxemail", "qxreply",
    "qxnotlisted", "qxasked", "qxmeeting", "qxunsaid", "qxcrib", "qxfigure", "qxpractised",
    "qxmyquestion",
)  # fmt: skip


@dataclass
class Filled:
    store: Store
    item: str
    scan: str


@pytest.fixture
def filled(store: Store, room: Workroom, tmp_path: Path) -> Filled:
    """Return a portfolio with every private field filled in."""
    ksbs = {each.code: each.uid for each in queries.standard.ksbs(store)}
    place = tmp_path / "qxfolder" / "inner"
    place.mkdir(parents=True)

    def add(path: Path) -> str:
        return intake.add(store, room, [path]).results[0].item_uid

    old = documents.pdf(place / "qxearlier.pdf", "The pilot was agreed for eight weeks.")
    item = add(old)
    anchor = mapping.anchor_for_quote(store, room, item, "agreed for eight weeks").anchor
    claim = mapping.claim(
        store, item, [ksbs["K1"]], anchor, strength=Strength.BEST, shows="It was agreed."
    ).uids[0]
    evidence.edit(store, item, title="Minutes", private_note="qxnoteitem", part="I led it.")
    for each in Check:
        evidence.tick(store, item, each, ticked=True)
    passage = queries.claims.claim(store, claim).passage_uid
    mapping.note(store, passage, "qxnotepassage")
    newer = documents.pdf(place / "minutes.pdf", "Cover", "The pilot was agreed for eight weeks.")
    replacing.replace(store, room, item, newer)
    projects.add(store, [item], "qxproject")
    sorting.set_candidates(store, item, [ksbs["K2"]])
    board = add(_board(place / "board.pdf", [*LINES]))
    with store.step("comment", "", set()) as step:  # as a reader of PDFs would have put them there
        for number, row in enumerate(step.session.query(tables.HighlightRow)):
            row.comment = "qxcommentleft" if number == 2 else "qxcommentused"
        step.session.query(tables.KsbRow).filter_by(code="K1").one().note = "qxnoteksb"
        step.session.query(tables.ItemRow).filter_by(uid=item).one().minutes = MINUTES
    highlights.apply(store, "yellow", [ksbs["S1"]], item_uid=board)
    read = add(documents.pdf(place / "qxreadingtitle.pdf", "qxreadingwords about leading."))
    sorting.read(store, [read])
    found = mapping.anchor_for_quote(store, room, read, "about leading").anchor
    theory.tag(store, read, [ksbs["K1"]], found, note="qxtheorynote")
    hidden = add(documents.pdf(place / "hidden.pdf", "Here qxhidden spoke of qxnametohide."))
    at = mapping.anchor_for_quote(store, room, hidden, "qxhidden").anchor
    hiding.hide(store, hidden, at, "qxlabel")
    names_to_hide.add(store, ["qxnametohide"], "qxnamelabel")
    names_to_hide.leave(store, "spoke", "qxreason", hidden)
    for name in ("qxunsorted", "qxlater", "qxbinned"):
        uid = add(documents.pdf(place / f"{name}.pdf", f"Words of {name}."))
        if name == "qxlater":
            sorting.later(store, [uid])
        elif name == "qxbinned":
            sorting.put_in_bin(store, [uid])
    capture.capture(store, room, capture.Capture("qxcaptured words", "2025-03-04", 30))
    scan = scans.start(store, "qxscantitle").uid
    scans.rate(store, scan, ksbs["K1"], 3)
    scans.rate(store, scan, ksbs["K1"], 2, by=Rater.MANAGER)
    scans.note(store, scan, ksbs["K1"], "qxnotescan")
    maybe = add(documents.pdf(place / "qxcandidateonly.pdf", "Nothing is claimed here."))
    sorting.set_candidates(store, maybe, [ksbs["K3"]])
    lines = [f"{each.code}: {each.text}" for each in queries.standard.ksbs(store)]
    lines[4] = lines[4] + " As it is worded now."
    compared = standards.compare(store, "\n".join(lines))
    standards.accept(store, compared, source="Official page", date="2026-03-03")
    listed = Witness("Head of service", email="qxemail@example.org", refs=(item,))
    witnesses.add(store, listed)
    not_listed = Witness("qxnotlisted", contact="qxunsaid", email="qxemail2@example.org")
    observer = witnesses.add(store, not_listed, in_bundle=False).focus
    portfolio.set_detail(store, "email", "qxreply@example.org")
    asked = requests.new(store, Asked("qxasked", context="qxunsaid"), observer).focus
    requests.make_form(store, room, asked)
    coming = (date.today() + timedelta(days=9)).isoformat()  # noqa: DTZ011 - the person's own day
    observation_planner.add_meeting(store, Meeting("", "qxmeeting", coming))
    cribs.write(store, ksbs["K1"], ["qxcrib"], "qxfigure")
    rehearsing.rate(store, "qxpractised?", Rating.AGAIN, ksb_uid=ksbs["K1"], seconds=MINUTES % 999)
    rehearsing.add_question(store, "qxmyquestion?", ksbs["K1"])
    shortlist.set_order(store, [item, board])
    return Filled(store, item, scan)


def plain(path: Path) -> str:
    """Return all that a PDF holds: every object and stream unpacked, and the words of its pages."""
    parts: list[str] = []
    with pikepdf.open(path) as document:
        for each in document.objects:
            parts.append(repr(each))
            if isinstance(each, pikepdf.Stream):
                with contextlib.suppress(pikepdf.PdfError):
                    parts.append(each.read_bytes().decode("latin-1"))
        parts += [str(document.docinfo), *document.attachments.keys()]
    reader = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(reader)):
            parts.append(reader[number].get_textpage().get_text_bounded())
    finally:
        reader.close()
    return "\n".join(parts).casefold().replace("\x00", "")


def private_words(text: str) -> list[str]:
    text = text.casefold()
    return [each for each in WORDS if each in text]


def test_the_bundle_holds_nothing_private(filled: Filled, room: Workroom, tmp_path: Path) -> None:
    for draft in (True, False):
        out = tmp_path / f"out {draft}.pdf"
        built = bundle.build(filled.store, room, out, draft=draft)

        text = plain(out)
        assert "agreed for eight weeks" in text, "the measure reads what is there"
        assert "it was agreed." in text
        assert private_words(text) == []
        assert private_words(out.read_bytes().decode("latin-1")) == []
        told = json.dumps(wire.encode(built.bundle)) + json.dumps(wire.encode(built.inspection))
        assert private_words(told) == []
        planned = bundle_plan.plan(filled.store, draft=draft)
        assert private_words(repr(planned)) == []
        assert any(each.candidates for each in planned.items) is draft
        assert "strength" not in repr(planned)
        assert str(MINUTES) not in repr(planned).replace(planned.bundle_id, "")


def test_no_file_of_a_bundle_folder_holds_anything_private(
    filled: Filled, room: Workroom, tmp_path: Path
) -> None:
    store = filled.store
    odd = tmp_path / "odd.mpp"
    odd.write_bytes(bytes(range(256)))
    uid = intake.add(store, room, [odd]).results[0].item_uid
    evidence.edit(store, uid, title="CONFIDENTIAL plan", private_note="qxnoteitem")
    shortlist.add(store, [uid])
    markings.answer(store, uid, by="qxagreed", on="2026-03-03")
    row = next(each for each in preflight.findings(store) if each.may_accept)
    accepting.accept(store, row, "qxaccepted")
    wanted = (*WORDS, "qxagreed", "qxaccepted")
    options = BundleOptions(item_pdfs=True, annex_xlsx=True, annex_docx=True, also_originals=(uid,))

    for draft in (True, False):
        made = pack.build_pack(
            store, room, tmp_path / f"Bundle {draft}", options=options, draft=draft
        )

        assert len(made.files) > 6
        for each in made.files:
            path = made.folder / each.path
            if path.suffix == ".pdf":
                text = plain(path)
            elif zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    text = "\n".join(packed.read(n).decode() for n in packed.namelist())
            else:
                text = path.read_bytes().decode("utf-8", "replace")
            text = f"{each.path}\n{text}".casefold()
            assert [word for word in wanted if word in text] == [], each.path
            assert str(tmp_path).casefold() not in text, each.path


def test_the_mapping_leaves_without_anything_private(filled: Filled, tmp_path: Path) -> None:
    for ending in ("csv", "json", "xlsx"):
        out = tmp_path / f"mapping.{ending}"

        mapping_table.export(filled.store, out)

        text = out.read_bytes().decode("utf-8", "replace")
        if ending == "xlsx":
            with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as packed:
                text = "\n".join(packed.read(n).decode() for n in packed.namelist())
        assert "agreed for eight weeks" in text
        assert private_words(text) == []
        assert str(MINUTES) not in text
        assert "trength" not in text


def test_a_scan_for_the_provider_holds_its_marks_and_no_note(
    filled: Filled, room: Workroom, tmp_path: Path
) -> None:
    mine = {"qxscantitle"}
    scans.save_pdf(filled.store, room, filled.scan, tmp_path / "scan.pdf")
    scans.save_table(filled.store, filled.scan, tmp_path / "scan.csv")

    assert set(private_words(plain(tmp_path / "scan.pdf"))) == mine
    assert set(private_words((tmp_path / "scan.csv").read_text(encoding="utf-8-sig"))) <= mine


def test_a_form_and_its_message_hold_what_is_asked_and_nothing_private(
    filled: Filled, tmp_path: Path, room: Workroom
) -> None:
    (known,) = queries.observations.observations(filled.store)
    saved = requests.save_form(filled.store, room, known.uid, tmp_path / "form.pdf")
    asking.save_message(filled.store, room, known.uid, tmp_path / "ask.eml")
    text = plain(saved.path)
    mine = {"qxasked", "qxunsaid", "qxnotlisted", "qxreply"}  # what is asked, of whom, by whom

    assert set(private_words(text)) == mine
    message = asking.message(filled.store, known.uid).text
    assert set(private_words(message)) <= mine
    held = (tmp_path / "ask.eml").read_text()
    assert set(private_words(held.partition("application/pdf")[0])) == mine - {"qxreply"} | {
        "qxemail"  # whom it goes to
    }


def test_what_the_command_line_tells_of_a_bundle_is_not_private(
    filled: Filled, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = filled.store.folder
    filled.store.close()
    for words in (
        ["bundle", "--json", str(folder), str(tmp_path / "out.pdf")],
        ["inspect", "--json", str(tmp_path / "out.pdf")],
        ["mapping", "--json", str(folder), "export", str(tmp_path / "map.json")],
        ["coverage", "--json", str(folder)],
    ):
        assert main(words) == exit_codes.DONE, words
        told = capsys.readouterr().out
        assert json.loads(told), words
        assert private_words(told) == [], words


def test_the_proposal_leaves_without_what_is_hidden_or_private(
    filled: Filled, room: Workroom, tmp_path: Path
) -> None:
    store = filled.store
    ksb = queries.standard.ksbs(store)[0].uid
    cited = Inline(InlineKind.EVIDENCE, item_uid=filled.item)
    blocks = (
        Block("h" * 26, BlockKind.HEADING_1, (Inline(text="Context"),), target=4_321,
              purpose="qxpurpose"),
        Block("b" * 26, inlines=(Inline(text="The case is made in "), cited), ksbs=(ksb,)),
    )  # fmt: skip
    proposal.keep(store, blocks, [each.uid for each in blocks])
    for ending in ("docx", "pdf"):
        out = tmp_path / "qxfolder" / f"Proposal.{ending}"
        proposal_export.export(store, room, out)
        text = plain(out) if ending == "pdf" else ""
        if not text:
            with zipfile.ZipFile(out) as packed:
                text = "\n".join(packed.read(n).decode() for n in packed.namelist())
        assert "the case is made" in text.casefold()
        assert private_words(text) == []
        assert [each for each in ("qxpurpose", "4321", ksb, filled.item, "h" * 26, str(tmp_path))
                if each.casefold() in text.casefold()] == []  # fmt: skip

    typed = Block("t" * 26, inlines=(Inline(text="They said “qxhidden” of it."),))
    proposal.keep(store, [typed], [*(each.uid for each in blocks), typed.uid])
    told = [each for each in proposal_checks.check(store) if each.rule == "proposal.hidden-words"]
    assert [each.about_uid for each in told] == [typed.uid]
