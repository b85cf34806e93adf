"""The employer's statement: fixed numbers, rows bound to pieces, supplements; general ones."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf

from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import EMBEDDED_NAME, FormKind
from portfolio_app.domain.papers import part_hash
from portfolio_app.services import (
    evidence,
    hiding,
    history,
    intake,
    mapping,
    names_to_hide,
    numbering,
    replacing,
    requests,
    shortlist,
    statements,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom
from tests.services import documents
from tests.services.asked import facts
from tests.services.test_witnesses import refused


def pieces(store: Store, room: Workroom, place: Path, *names: str) -> list[str]:
    files = [documents.pdf(place / f"{each}.pdf", f"Words about {each}.", "More") for each in names]
    uids = [each.item_uid for each in intake.add(store, room, files).results]
    for uid, name in zip(uids, names, strict=True):
        evidence.edit(store, uid, title=f"Paper {name}", part=f"I wrote {name}.", date="2025-03-03")
    shortlist.add(store, uids)
    return uids


def test_a_statement_waits_for_fixed_numbers_and_says_what_to_do(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    who = facts(store)
    refused("empty-shortlist", numbering.fix, store)
    uids = pieces(store, room, tmp_path, "one", "two", "three")

    assert "Fix numbering" in refused("not-fixed", statements.employer, store, who).hint
    fixed = numbering.fix(store)
    assert fixed.summary == "Numbers fixed: E01 to E03"
    assert numbering.is_fixed(store)
    uid = statements.employer(store, who).focus
    shortlist.move(store, uids[2], 0)
    history.undo(store, fixed.step)
    assert not numbering.fixed(store)
    refused("not-fixed", requests.make, store, room, uid)
    refused("not-fixed", statements.employer, store, who)
    history.redo(store, fixed.step)
    rows = requests.make_form(store, room, uid).content.schedule
    assert [(each.item_uid, each.ref) for each in rows] == [
        (uids[2], "E03"), (uids[0], "E01"), (uids[1], "E02")
    ]  # fmt: skip
    told = refused("changed-since", history.undo, store, fixed.step)
    assert "E-numbers have been printed" in told.message


def test_numbers_that_a_statement_quoted_are_told_when_they_are_others(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    who = facts(store)
    uids = pieces(store, room, tmp_path, "one", "two", "three")
    numbering.fix(store)
    uid = statements.employer(store, who).focus
    requests.make_form(store, room, uid)
    requests.sent(store, uid)
    shortlist.set_order(store, [uids[2], uids[1]])
    assert [each.words for each in statements.changed_since(store, uid)] == ["1 piece taken out"]

    numbering.renumber(store)

    assert [each.words for each in statements.changed_since(store, uid)] == [
        "E03 is E01 now", "1 piece taken out"
    ]  # fmt: skip


def test_every_row_is_bound_to_its_piece_its_original_and_its_stated_part(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    who = facts(store)
    uids = pieces(store, room, tmp_path, "one", "two")
    numbering.fix(store)
    uid = statements.employer(store, who).focus

    made = requests.make_form(store, room, uid)

    first, second = made.content.schedule
    item = queries.evidence.item(store, uids[0])
    assert (first.ref, first.item_uid, first.sha256) == ("E01", uids[0], item.sha256)
    assert (first.title, first.date, first.pages) == ("Paper one", "2025-03-03", 2)
    assert (first.part, first.part_hash) == ("I wrote one.", part_hash("I  wrote one.\n"))
    assert second.ref == "E02"
    assert (made.content.kind, made.content.ref) == (FormKind.EMPLOYER_STATEMENT, "ST-01")
    assert made.content.ksbs == ()
    kept = store.vault.get(made.form_sha256)
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        told = json.loads(pdf.attachments[EMBEDDED_NAME].get_file().read_bytes())
    assert [each["item_uid"] for each in told["schedule"]] == uids


def test_what_the_bundle_hides_is_hidden_in_the_schedule(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    who = facts(store)
    (uid,) = pieces(store, room, tmp_path, "Qxsecret")
    evidence.edit(store, uid, part="I met Qxsecret.")
    anchor = mapping.anchor_for_quote(store, room, uid, "Qxsecret").anchor
    hiding.hide(store, uid, anchor, "Pupil A")
    names_to_hide.add(store, ["Qxsecret"], "Pupil A")
    numbering.fix(store)

    made = requests.make_form(store, room, statements.employer(store, who).focus)

    (row,) = made.content.schedule
    assert "Qxsecret" not in row.title + row.part
    assert "Pupil A" in row.part
    assert row.part_hash == part_hash("I met Qxsecret.")


def test_a_sent_statement_is_not_made_over_and_what_changed_goes_into_a_supplement(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    who = facts(store)
    uids = pieces(store, room, tmp_path, "one", "two", "three")
    numbering.fix(store)
    refused("no-statement", statements.supplement, store)
    first = statements.employer(store, who).focus
    requests.make_form(store, room, first)
    refused("no-statement", statements.supplement, store)  # nobody has it yet
    requests.sent(store, first)
    refused("nothing-changed", statements.supplement, store)
    assert requests.make_form(store, room, first).version == 1

    newer = documents.pdf(tmp_path / "newer.pdf", "Cover", "Words about one.")
    replacing.replace(store, room, uids[0], newer)
    evidence.edit(store, uids[1], part="I wrote two and three.")
    pieces(store, room, tmp_path, "four")

    changed = statements.changed_since(store, first)
    assert [each.words for each in changed] == ["E01 replaced", "part of E02 changed", "E04 added"]
    refused("another-set", requests.make, store, room, first)
    again = requests.save_form(store, room, first, tmp_path / "again.pdf", version=1)
    assert again.request.version == 1
    refused("no-form", requests.save_form, store, room, first, tmp_path / "b.pdf", version=7)

    more = statements.supplement(store).focus
    made = requests.make_form(store, room, more)
    assert [each.ref for each in made.content.schedule] == ["E01", "E02", "E04"]
    assert "E01 replaced, part of E02 changed, E04 added" in made.content.context
    today = datetime.now(UTC).astimezone().date().isoformat()
    assert day_words(today) in made.content.context
    known = requests.found(store, more)
    assert (known.ref, known.witness, known.asked.supplement_to) == (
        "ST-02",
        "Robin Sampleton",
        first,
    )
    with pikepdf.open(io.BytesIO(store.vault.get(made.form_sha256))) as pdf:
        assert len(pdf.pages) <= 2

    requests.sent(store, more)
    assert statements.changed_since(store, first) == ()
    shortlist.remove(store, [queries.shortlist.uids(store)[-1]])
    (gone,) = statements.changed_since(store, first)
    assert (gone.item_uid, gone.words) == ("", "1 piece taken out")
    refused("nothing-changed", statements.supplement, store)


def test_an_empty_schedule_is_refused(store: Store, room: Workroom, tmp_path: Path) -> None:
    who = facts(store)
    uids = pieces(store, room, tmp_path, "one")
    numbering.fix(store)
    uid = statements.employer(store, who).focus
    shortlist.remove(store, uids)
    refused("empty-shortlist", requests.make, store, room, uid)


def test_a_general_statement_holds_the_words_to_sign(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    who = facts(store)
    uid = statements.general(store, "the proposal", "The board supports it.\n\nFully.", who).focus

    made = requests.make_form(store, room, uid)

    assert made.content.statement == "The board supports it.\n\nFully."
    assert (made.content.ref, made.content.observed_as) == ("ST-01", "")
    refused("too-many-words", statements.general, store, "x", "word " * 351)
    changed = replace(requests.found(store, uid).asked, statement="It supports it.")
    requests.change(store, uid, changed)
    assert requests.make_form(store, room, uid).version == 2
    with pikepdf.open(io.BytesIO(store.vault.get(made.form_sha256))) as pdf:
        assert len(pdf.pages) == 1
