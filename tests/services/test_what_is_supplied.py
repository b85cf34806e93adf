"""Which originals go beside the PDF: never a program, nor what acts, hides or shows more."""

from pathlib import Path

import pikepdf
import pytest

from portfolio_app.domain.options import BundleOptions, PagesShown
from portfolio_app.domain.papers import PaperKind
from portfolio_app.services import (
    bundle_plan,
    evidence,
    hiding,
    intake,
    mapping,
    papers,
    shortlist,
    supplied,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents

WHOLE = BundleOptions(whole_folder=True)


def add(store: Store, room: Workroom, path: Path) -> str:
    uid = intake.add(store, room, [path]).results[0].item_uid
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, [uid])
    return uid


def files(store: Store, options: BundleOptions = WHOLE) -> list[str]:
    return [each.path for each in bundle_plan.plan(store, options=options).files]


@pytest.mark.parametrize("name", ["tool.exe", "steps.ps1", "Look.JS", "disk.iso"])
def test_a_program_stays_though_it_was_chosen(
    store: Store, room: Workroom, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"MZ" + bytes(range(256)))
    uid = add(store, room, path)
    options = BundleOptions(whole_folder=True, also_originals=(uid,))

    planned = bundle_plan.plan(store, options=options)

    assert planned.files == ()
    assert planned.items[0].held
    (told,) = supplied.told(store, planned.items, options)
    assert "it is a program" in told.message


def test_what_would_act_stays_though_it_was_chosen(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "form.pdf", "A form that acts.")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(path)
    acts = add(store, room, path)
    plain = add(store, room, documents.pdf(tmp_path / "plain.pdf", "Nothing acts."))
    options = BundleOptions(whole_folder=True, also_originals=(acts, plain))

    assert files(store, options) == ["04_Originals/E02_Plain.pdf"]
    first, second = bundle_plan.plan(store, options=options).items
    assert (first.held, second.held) == (True, False)


def test_an_original_with_more_pages_than_are_shown_stays(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "long.pdf", *(f"Page {number}" for number in range(1, 31)))
    uid = intake.add(store, room, [path]).results[0].item_uid
    anchor = mapping.anchor_for_quote(store, room, uid, "Page 15").anchor
    mapping.claim(store, uid, [mapping.ksb_called(store, "S1").uid], anchor)
    shortlist.add(store, [uid])
    some = BundleOptions(whole_folder=True, also_originals=(uid,), pages=PagesShown.CLAIMED)
    every = BundleOptions(whole_folder=True, also_originals=(uid,), pages=PagesShown.ALL)

    assert files(store, some) == []
    assert files(store, every) == ["04_Originals/E01_Long.pdf"]


def test_the_name_of_an_original_does_not_say_what_is_hidden(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    hidden = add(store, room, documents.pdf(tmp_path / "a.pdf", "Alex Exampleton spoke."))
    anchor = mapping.anchor_for_quote(store, room, hidden, "Alex Exampleton").anchor
    hiding.hide(store, hidden, anchor, "Pupil A")
    path = tmp_path / "plan.mpp"
    path.write_bytes(bytes(range(256)))
    uid = add(store, room, path)
    chosen = BundleOptions(whole_folder=True, also_originals=(uid,))

    for title in ("Plan of Alex Exampleton", "Plan_Alex_Exampleton", "Plan-Alex-Exampleton"):
        evidence.edit(store, uid, title=title)
        (name,) = files(store, chosen)
        assert "exampleton" not in name.lower(), title


def test_the_original_of_a_paper_with_something_hidden_stays(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    add(store, room, documents.pdf(tmp_path / "a.pdf", "The board met."))
    path = documents.pdf(tmp_path / "statement.pdf", "Alex Exampleton is known to us.")
    paper = papers.attach(store, room, PaperKind.EMPLOYER_STATEMENT, path).item_uid
    options = BundleOptions(whole_folder=True, also_originals=(paper,))
    assert "04_Originals/Employer_statement.pdf" in files(store, options)

    anchor = mapping.anchor_for_quote(store, room, paper, "Alex Exampleton").anchor
    hiding.hide(store, paper, anchor, "Pupil A")

    assert files(store, options) == ["02_Employer_statement.pdf"]


def test_a_paper_that_becomes_another_one_is_not_signed(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    path = documents.pdf(tmp_path / "scope.pdf", "The scope.")
    paper = papers.attach(store, room, PaperKind.SCOPE, path).item_uid
    papers.sign(store, paper, "Line manager", "2026-03-03")

    papers.attach_item(store, PaperKind.EMPLOYER_STATEMENT, paper)

    (now,) = queries.papers.papers(store)
    assert (now.kind, now.signing) == (PaperKind.EMPLOYER_STATEMENT, None)
