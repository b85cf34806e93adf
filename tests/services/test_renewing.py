"""Pages an earlier version of the app made are made again; what points at them stays in place."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name

from portfolio_app.domain import pages
from portfolio_app.problems import PortfolioError
from portfolio_app.services import (
    bundle,
    history,
    intake,
    mapping,
    reading,
    renewing,
    shortlist,
)
from portfolio_app.services.pages import derived_key, page_copy
from portfolio_app.store import queries, tables
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.documents.builders import read
from tests.documents.forms import Form
from tests.services import documents

QUOTE = "set out three options"
EARLIER = "pages/1"


def form(path: Path) -> Path:
    """Write a form whose field shows something else than it holds."""
    made = Form()
    made.label(f"The board {QUOTE}.", 60, 780)
    made.text("answer", "What it holds", (180, 700, 400, 720), AP=made.saying("What it showed"))
    path.write_bytes(made.made())
    return path


def as_before(store: Store, uid: str) -> str:
    """Let an item's pages be those of an earlier version, which took a field's look as it was.

    Returns what its one page said then.
    """
    before = queries.renditions.rendition(store, uid)
    assert before is not None
    with pikepdf.open(_stored(store, before.file_sha256)) as pdf:
        widget = pdf.pages[0].obj.Annots[0]
        widget.Subtype, widget["/FT"] = Name.Stamp, Name.Nothing
        del pdf.Root["/AcroForm"]
        out = store.folder / "before.pdf"
        pdf.save(out)
    old = read(out.read_bytes())
    out.unlink()
    (words,) = [page.text for page in old.pages]
    store.derived.put(derived_key(before.file_sha256, EARLIER), old.page_copy)
    with store.session() as session:
        row = session.query(tables.ItemRow).filter_by(uid=uid).one()
        holds = "[]"
        for change in session.query(tables.ChangeRow).filter_by(table_name="item", row_id=row.id):
            image = json.loads(change.after)
            if "holds" in image:
                change.after = json.dumps(image | {"holds": holds})
        row.holds = holds
        rendition = session.query(tables.RenditionRow).filter_by(uid=before.uid).one()
        rendition.maker = EARLIER
        session.query(tables.PageTextRow).filter_by(rendition_id=rendition.id).one().text = words
    return words


def _stored(store: Store, sha256: str) -> io.BytesIO:
    return io.BytesIO(store.vault.get(sha256))


@pytest.fixture
def uid(store: Store, room: Workroom, tmp_path: Path) -> str:
    added = intake.add(store, room, [form(tmp_path / "form.pdf")]).results[0].item_uid
    assert "What it showed" in as_before(store, added)
    return added


def words_of(store: Store, uid: str) -> str:
    return " ".join(" ".join(page.text for page in queries.text.page_texts(store, uid)).split())


def test_old_pages_are_made_again_and_say_what_the_form_holds(
    store: Store, room: Workroom, uid: str
) -> None:
    sha256 = queries.evidence.item(store, uid).sha256
    assert queries.renditions.outdated(store) == (uid,)

    changes = renewing.renew(store, room)

    assert changes.summary == "Pages of 1 item made again"
    assert "What it holds" in words_of(store, uid)
    assert "What it showed" not in words_of(store, uid)
    assert page_copy(store, room, uid) == store.derived.get(derived_key(sha256, pages.MAKER))
    assert store.derived.get(derived_key(sha256, EARLIER)) is None
    assert queries.renditions.outdated(store) == ()
    holds = {each.what for each in queries.evidence.item(store, uid).holds}
    assert "answers whose field showed something else" in holds
    assert reading.chars(store, room, uid, 0).boxes
    assert renewing.renew(store, room).summary == ""


def test_passages_stay_where_they_are_and_one_on_changed_words_waits_to_be_placed(
    store: Store, room: Workroom, uid: str
) -> None:
    k8 = mapping.ksb_called(store, "K8").uid
    kept = mapping.anchor_for_quote(store, room, uid, QUOTE).anchor
    gone = mapping.anchor_for_quote(store, room, uid, "What it showed").anchor
    mapping.claim(store, uid, [k8], kept)
    mapping.claim(store, uid, [k8], gone)
    mapping.claim(store, uid, [k8], mapping.WHOLE)
    before = {each.anchor.quote: each.anchor for each in queries.claims.claims(store)}

    renewing.renew(store, room)

    after = {each.anchor.quote: each.anchor for each in queries.claims.claims(store)}
    assert after[QUOTE] == before[QUOTE]
    (waits,) = [each for each in queries.passages.waiting(store) if each.to_place]
    assert waits.anchor.quote == "What it showed"


def test_every_step_from_before_can_still_be_undone(store: Store, room: Workroom, uid: str) -> None:
    k8 = mapping.ksb_called(store, "K8").uid
    gone = mapping.anchor_for_quote(store, room, uid, "What it showed").anchor
    mapping.claim(store, uid, [k8], gone)
    steps = len(queries.history.last_steps(store))

    renewing.renew(store, room)
    assert len(queries.history.last_steps(store)) == steps

    for step in queries.history.last_steps(store):
        if step.uid and not step.is_undone:
            history.undo(store, step.uid)
    assert queries.evidence.items(store) == ()


def test_a_bundle_is_built_from_the_new_pages(
    store: Store, room: Workroom, uid: str, tmp_path: Path
) -> None:
    mapping.claim(store, uid, [mapping.ksb_called(store, "K8").uid], mapping.WHOLE)
    shortlist.add(store, [uid])

    built = bundle.build(store, room, tmp_path / "Portfolio.pdf", draft=True)

    with pikepdf.open(built.path) as pdf:
        streams = b"".join(
            each.read_bytes()
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and str(each.get("/Subtype")) != "/Image"
        )
    assert b"What it showed" not in streams
    assert queries.renditions.outdated(store) == ()


def test_words_that_are_the_same_are_left_alone_and_other_files_are_not_read_again(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    files = [
        documents.pdf(tmp_path / "plain.pdf", "One", f"The board {QUOTE}."),
        documents.png(tmp_path / "photo.png"),
    ]
    plain, photo = (each.item_uid for each in intake.add(store, room, files).results)
    anchor = mapping.anchor_for_quote(store, room, plain, QUOTE).anchor
    mapping.claim(store, plain, [mapping.ksb_called(store, "K8").uid], anchor)
    with store.session() as session:
        for row in session.query(tables.RenditionRow):
            row.maker = EARLIER
    assert queries.renditions.outdated(store) == (plain,)
    before = page_copy(store, room, photo)

    assert renewing.renew(store, room).summary == "Pages of 1 item made again"
    (claim,) = queries.claims.claims(store)
    assert claim.anchor == anchor
    assert page_copy(store, room, photo) == before


def test_a_file_that_is_gone_keeps_what_is_known_of_its_pages(
    store: Store, room: Workroom, uid: str
) -> None:
    words = words_of(store, uid)
    store.vault.path_of(queries.evidence.item(store, uid).sha256).unlink()

    assert renewing.renew(store, room).summary == ""
    assert words_of(store, uid) == words
    with pytest.raises(PortfolioError):
        store.vault.get(queries.evidence.item(store, uid).sha256)
