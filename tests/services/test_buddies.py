"""A pack for a buddy: what goes out, what stays, and how their words come back."""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdf
import pytest

from portfolio_app.domain import request_code
from portfolio_app.domain.witness import Witness
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    buddies,
    evidence,
    hiding,
    history,
    intake,
    mapping,
    names_to_hide,
    portfolio,
    shortlist,
    witnesses,
)
from portfolio_app.services.buddies import MadePack
from portfolio_app.store import keychain as keychains
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.keychain import MemoryKeychain
from tests.services import documents

QUOTE = "set out three options"
NAME = "Exampleton"


@dataclass
class Kept:
    """A portfolio with three pieces, one of them on no shortlist, and a pack of two of them."""

    store: Store
    uids: list[str]
    made: MadePack
    place: Path


@pytest.fixture(scope="module")
def kept(room: Workroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    place = tmp_path_factory.mktemp("buddy")
    facts = portfolio.NewPortfolio(name="Apprentice", start="2024-09-16", gateway="2026-09-16")
    patch = pytest.MonkeyPatch()
    patch.setitem(keychains._REAL, MemoryKeychain.__module__, "the test's keychain")
    patch.setattr("keyring.get_keyring", MemoryKeychain)
    with portfolio.create(place / "mine.portfolio", facts).store as store:
        files = [
            documents.pdf(place / "minutes.pdf", "One", f"The board {QUOTE} with {NAME}."),
            documents.pdf(place / "plan.pdf", "The staffing plan."),
            documents.pdf(place / "apart.pdf", f"A zebra that {NAME} drew, in a piece left out."),
        ]
        uids = [each.item_uid for each in intake.add(store, room, files).results]
        anchor = mapping.anchor_for_quote(store, room, uids[0], QUOTE).anchor
        for code in ("K8", "S1"):
            mapping.claim(store, uids[0], [mapping.ksb_called(store, code).uid], anchor)
        shortlist.add(store, [uids[0], uids[2]])
        names_to_hide.add(store, [NAME], "Colleague")
        evidence.edit(
            store, uids[0], private_note="A giraffe nobody sees.", confirm="An ocelot, by telephone"
        )
        portfolio.set_detail(store, "role", "Leads the okapi house.")
        portfolio.set_detail(store, "reference", "PANGOLIN-7")
        witnesses.add(store, Witness("A tapir", relationship="Line manager"))
        with pytest.raises(PortfolioError, match="1 name to hide still show") as refused:
            buddies.make(store, room, uids[:2], place / "Too early.pdf")
        assert refused.value.code == "names-show"
        assert not (place / "Too early.pdf").exists()
        hiding.hide_everywhere(store, room, NAME, "Colleague")
        made = buddies.make(store, room, uids[:2], place / "For a buddy.pdf", title="Two pieces")
        yield Kept(store, uids, made, place)
    patch.undo()


def filled(path: Path, answers: dict[str, str], note: tuple[int, str] | None = None) -> bytes:
    """Return the pack as another program saves it, with these fields filled in."""
    held = io.BytesIO()
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for widget in page.obj.get("/Annots", []):
                if "/FT" in widget and (name := full_name(widget)) in answers:
                    widget.V = pikepdf.String(answers[name])
        if note:
            made = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Text}
            made |= {"/Rect": [50, 550, 70, 570], "/Contents": pikepdf.String(note[1])}
            shown = pdf.pages[note[0]].obj
            shown.Annots = pikepdf.Array([*shown.get("/Annots", []), pikepdf.Dictionary(made)])
        pdf.save(held)
    return held.getvalue()


def with_code(kept: Kept, code: str) -> bytes:
    """Return the pack with another code in it."""
    held = io.BytesIO()
    with pikepdf.open(kept.made.path) as pdf:
        for each in pdf.Root.AcroForm.Fields:
            if str(each.get("/T", "")) == "buddy.code":
                each.V = pikepdf.String(code)
        pdf.save(held)
    return held.getvalue()


def full_name(field: pikepdf.Object) -> str:
    """Return the full name of a field (ISO 32000-1, 12.7.3.2)."""
    above = full_name(field.Parent) + "." if "/Parent" in field else ""
    return above + str(field.T)


def test_the_pack_is_a_marked_slice_with_fields_to_comment_in(kept: Kept) -> None:
    reader = pypdf.PdfReader(kept.made.path)
    texts = [page.extract_text() for page in reader.pages]
    whole = "\n".join(texts)

    assert len(texts) == kept.made.pages
    assert QUOTE in whole
    assert "P2 Plan" in texts[-1]  # a piece without a number of its own
    assert "for a buddy to read" in texts[0]
    assert "not for submission" in texts[1].casefold()
    for private in (NAME, "zebra", "giraffe", "E02", "ocelot", "okapi", "PANGOLIN", "tapir"):
        assert private not in whole
    codes = {each.code for each in queries.standard.ksbs(kept.store)}
    assert codes & set(re.findall(r"\b[KSB]\d+\b", whole)) == {"K8", "S1"}
    fields = reader.get_fields() or {}
    asked = {"shows", "ask", "unclear"}
    expected = {f"buddy.{n}.{each}" for n in (1, 2) for each in asked}
    assert expected | {"buddy.0.whole", "buddy.name", "buddy.code"} <= set(fields)
    with pikepdf.open(kept.made.path) as pdf, pdf.open_outline() as outline:
        assert outline.root[0].title == "Comments"
        shown = [a for page in pdf.pages for a in page.obj.get("/Annots", []) if "/TU" in a]
        assert len(shown) >= len(expected)
    for item in kept.made.pack.items:
        assert item.name.split(" ", 1)[1] in texts[item.first - 1]
    raw = kept.made.path.read_bytes()
    assert kept.store.vault.get(kept.made.pack.sha256) == raw


def test_what_a_buddy_wrote_stands_beside_the_pieces_once(kept: Kept, room: Workroom) -> None:
    page = kept.made.pack.items[0].last - 1
    answers = {
        "buddy.name": "A head of service",
        "buddy.1.shows": "That you led it.\nTwice.",
        "buddy.2.ask": "<b>What</b> did you spend?",
        "buddy.0.whole": "Clear enough.",
    }
    back = kept.place / "back.pdf"
    back.write_bytes(filled(kept.made.path, answers, (page, "Who is “we” here?")))

    got = buddies.receive(kept.store, room, back)

    assert (got.comments, got.said_by) == (4, "A head of service")
    first, second = kept.uids[:2]
    words = {c.field: c.text for c in queries.buddies.comments(kept.store, first)}
    assert words == {
        "shows": "That you led it.\nTwice.",
        f"page {page + 1}": "Who is “we” here?",
    }
    (other,) = queries.buddies.comments(kept.store, second)
    assert (other.text, other.said_by) == ("<b>What</b> did you spend?", "A head of service")
    assert {c.text for c in queries.buddies.comments(kept.store)} > {"Clear enough."}

    with pytest.raises(PortfolioError) as again:
        buddies.receive(kept.store, room, back)
    assert again.value.code == "nothing-new"
    back.write_bytes(filled(kept.made.path, {**answers, "buddy.1.unclear": "The costs."}))
    assert buddies.receive(kept.store, room, back).comments == 1

    # Dropped on the window like any file, it is no evidence either.
    back.write_bytes(filled(kept.made.path, {**answers, "buddy.2.unclear": "Who pays?"}))
    count = len(queries.evidence.items(kept.store))
    (added,) = intake.add(kept.store, room, [back]).results
    assert (added.status, added.item_uid) == ("returned", "")
    assert "1 comment from A head of service" in added.problem
    assert len(queries.evidence.items(kept.store)) == count

    buddies.mark(kept.store, [other.uid], buddies.DONE)
    assert queries.buddies.comments(kept.store, second)[0].state == "done"
    removed = buddies.remove(kept.store, [other.uid])
    assert other not in queries.buddies.comments(kept.store, second)
    history.undo(kept.store, removed.step)
    assert queries.buddies.comments(kept.store, second)[0].text == other.text


def test_what_is_no_pack_of_this_portfolio_is_refused(kept: Kept, room: Workroom) -> None:
    before = queries.buddies.comments(kept.store)
    bad = kept.place / "bad.pdf"
    plain = documents.pdf(kept.place / "plain.pdf", "No pack").read_bytes()
    theirs = request_code.new_code("somebody else's")
    none, other = with_code(kept, "00000000000000XX"), with_code(kept, theirs)
    cases = {
        b"": "damaged",
        b"%PDF-1.7 and no more": "damaged",
        os.urandom(3_000): "damaged",
        plain: "not-a-pack",
        none: "not-a-pack",
        other: "another-portfolio",
        filled(kept.made.path, {"buddy.1.shows": "   "}): "nothing-new",
    }
    for content, code in cases.items():
        bad.write_bytes(content)
        with pytest.raises(PortfolioError) as refused:
            buddies.receive(kept.store, room, bad)
        assert refused.value.code == code, content[:20]
    with pytest.raises(PortfolioError) as gone:
        buddies.receive(kept.store, room, kept.place / "nowhere.pdf")
    assert gone.value.code == "missing"
    assert queries.buddies.comments(kept.store) == before


def test_what_may_not_be_exported_and_files_that_are_there_stay(kept: Kept, room: Workroom) -> None:
    store, out = kept.store, kept.place / "Another.pdf"
    flagged = evidence.edit(store, kept.uids[1], do_not_export=True)
    for uids, code in ((kept.uids[:2], "do-not-export"), ([], "empty"), (["gone"], "empty")):
        with pytest.raises(PortfolioError) as refused:
            buddies.make(store, room, uids, out)
        assert refused.value.code == code
    history.undo(store, flagged.step)
    with pytest.raises(PortfolioError) as there:
        buddies.make(store, room, kept.uids[:1], kept.made.path)
    assert there.value.code == "exists"
    assert not out.exists()
    k8 = mapping.ksb_called(store, "K8").uid
    made = buddies.make(store, room, kept.uids[:1], out, ksb_uids=[k8])
    words = "\n".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert "claimed for K8\n" in words
    assert "S1" not in words
    assert "S2" not in words, "a slice says nothing of what it leaves out"
    history.undo(store, made.changes.step)
    assert out.exists()
    out.write_bytes(filled(out, {"buddy.1.shows": "Late"}))
    with pytest.raises(PortfolioError) as unknown:
        buddies.receive(store, room, out)
    assert unknown.value.code == "unknown-pack"
