"""The line manager's page and the record of a review: asked, filled in, read back by party."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdf

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import line_field
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.planned import Review
from portfolio_app.services import (
    attaching,
    meeting_papers,
    names_to_hide,
    records,
    requests,
    review_actions,
    reviews,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services.record_forms import answers, came, filled, people

TODAY = date(2025, 11, 14)
SENTENCE = "I can free two Fridays in December."


def sent(store: Store, room: Workroom, uid: str, kind: FormKind) -> tuple[str, bytes, int]:
    """Make and send a paper; return its uid, its form and the number of its first tick."""
    asked = meeting_papers.ask(store, kind, uid, TODAY)
    made = requests.make(store, room, asked.focus)
    requests.sent(store, asked.focus)
    lines = made.request.content.lines
    first = next(n for n, each in enumerate(lines, 1) if each.kind.value == "tick")
    return asked.focus, store.vault.get(made.request.form_sha256), first


def test_the_papers_come_back_and_are_told_by_party_with_honest_words(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    people(store)
    names_to_hide.add(store, ["Morgan Hideaway"], "Colleague A")
    roles = ("apprentice", "tutor", "line manager")
    content = Review(participants=roles, place="Online", notes="between us",
                     summary="The pilot, and what Morgan Hideaway said.")  # fmt: skip
    uid = reviews.add(store, "Coach visit", "2025-11-14", content).focus
    reviews.raise_points(store, uid, ["Friday mornings to write"])
    review_actions.add_action(store, uid, "Arrange the shadowing", "line manager", "2025-12-01")

    page, form, tick = sent(store, room, uid, FormKind.MANAGER_PAGE)
    out = tmp_path / "page.pdf"
    out.write_bytes(form)
    reader = pypdf.PdfReader(out)
    words = " ".join(each.extract_text() for each in reader.pages)
    assert "Friday mornings to write" in words
    assert "the one that counts" in words.replace("\n", " ")
    (answer,) = meeting_papers.answers(store, uid)
    assert (answer.stage.value, answer.is_signed) == ("asked", False)

    ticked = {line_field(tick): forms.ON, line_field(tick + 2): SENTENCE}
    back = came(store, room, filled(form, {**ticked, forms.NAME: "Robin Sampleton"}))
    attaching.attach(store, room, back)
    (answer,) = meeting_papers.answers(store, uid)
    assert [each.value for each in answer.lines] == ["yes", "", SENTENCE]
    assert not answer.is_signed  # a tick and a name signed nothing
    assert answer.words == "Not signed"
    assert answer.is_whole  # nor need it be signed

    record, form, tick = sent(store, room, uid, FormKind.REVIEW_RECORD)
    out = tmp_path / "record.pdf"
    out.write_bytes(form)
    words = " ".join(each.extract_text() for each in pypdf.PdfReader(out).pages)
    assert "Arrange the shadowing" in words
    assert "[Colleague A]" in words
    assert "Hideaway" not in words
    assert "between us" not in words
    manager = {**answers(3), line_field(tick): ""}
    named = {name.replace("line.3", f"line.{tick}"): value for name, value in manager.items()}
    given = {name: value for name, value in named.items() if value}
    attaching.attach(store, room, came(store, room, filled(form, given)))
    told = [
        each for each in meeting_papers.answers(store, uid) if each.kind.value != "manager-page"
    ]
    assert [(each.role, each.is_signed) for each in told] == [
        ("Apprentice", False), ("Tutor", False), ("Line manager", True),
    ]  # fmt: skip
    assert told[1].words == "Nothing has come back"
    assert not records.record(store, record).is_whole
    assert queries.observations.observation(store, page) is not None
