"""Every step can be taken back, and the way back is refused when it would undo more."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.problems import PortfolioError
from portfolio_app.store import database, history, keys
from portfolio_app.store.database import Session, Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.queries import claims, evidence
from portfolio_app.store.queries import history as steps
from portfolio_app.store.tables import (
    RECORDED,
    ClaimRow,
    DetailRow,
    FileRow,
    ItemRow,
    KsbRow,
    PassageRow,
)
from tests.store.builders import add_claim, add_item, fill, rows_of


def set_title(store: Store, uid: str, title: str, step: str = "") -> Changes:
    with store.step("edit", f"Title {title}", {Topic.EVIDENCE}, focus=uid, step=step) as doing:
        doing.session.query(ItemRow).filter_by(uid=uid).one().title = title
    return doing.changes


def refusal(store: Store, step: str, *, redo: bool = False) -> PortfolioError:
    before = rows_of(store, *sorted(RECORDED), "history", "change")
    with pytest.raises(PortfolioError) as caught:
        (history.redo if redo else history.undo)(store, step)
    assert rows_of(store, *sorted(RECORDED), "history", "change") == before
    return caught.value


def test_a_change_goes_back_and_forth(store: Store) -> None:
    uid, _ = add_item(store, "Before")

    done = set_title(store, uid, "After")
    undone = history.undo(store, done.step)
    title_then = evidence.item(store, uid).title
    redone = history.redo(store, done.step)

    assert title_then == "Before"
    assert evidence.item(store, uid).title == "After"
    assert done == Changes("Title After", frozenset({Topic.EVIDENCE}), done.step, uid)
    assert (undone.topics, undone.focus) == (done.topics, uid)
    assert (undone.summary, redone.summary) == ("Undone: Title After", "Done again: Title After")


def test_undoing_an_add_leaves_the_file_in_the_vault(store: Store) -> None:
    uid, added = add_item(store, "Minutes", b"the minutes")
    before = evidence.item(store, uid)

    history.undo(store, added.step)

    assert evidence.items(store) == ()
    assert store.vault.get(before.sha256) == b"the minutes"
    history.redo(store, added.step)
    assert evidence.item(store, uid) == before


def test_a_step_that_changed_nothing_cannot_be_undone_and_leaves_no_trace(store: Store) -> None:
    with store.step("nothing", "Nothing", {Topic.EVIDENCE}) as doing:
        doing.session.add(FileRow(sha256="00", bytes=1, name="x"))  # not a recorded table

    assert doing.changes.step == ""
    assert steps.last_steps(store) == ()


def test_slices_of_one_step_are_undone_as_one(store: Store) -> None:
    first_uid, first = add_item(store, "One")
    before = rows_of(store, *sorted(RECORDED))
    changed = set_title(store, first_uid, "Two")
    set_title(store, first_uid, "Three", step=changed.step)
    with store.step("add", "and a detail", {Topic.PORTFOLIO}, step=changed.step) as doing:
        doing.session.add(DetailRow(key="job", value="Head of service"))
    with store.step("add", "and it goes", {Topic.PORTFOLIO}, step=changed.step) as doing:
        row = doing.session.query(DetailRow).filter_by(key="job").one()
        doing.session.delete(row)
    after = rows_of(store, *sorted(RECORDED))

    assert len(steps.last_steps(store)) == 2
    assert steps.last_steps(store)[0].topics == {Topic.EVIDENCE, Topic.PORTFOLIO}
    history.undo(store, changed.step)
    assert rows_of(store, *sorted(RECORDED)) == before
    history.redo(store, changed.step)
    assert rows_of(store, *sorted(RECORDED)) == after
    assert first.step != changed.step


def test_a_row_that_came_and_went_in_one_step_is_no_change(store: Store) -> None:
    with store.step("x", "x", {Topic.PORTFOLIO}) as doing:
        row = DetailRow(key="job", value="x")
        doing.session.add(row)
        doing.session.flush()
        doing.session.delete(row)

    assert doing.changes.step == ""


def test_what_was_changed_since_is_not_undone_and_named(store: Store) -> None:
    uid, _ = add_item(store, "One")
    older = set_title(store, uid, "Two")
    newer = set_title(store, uid, "Three")

    error = refusal(store, older.step)

    assert error.code == "changed-since"
    assert "“Three”" in error.message
    history.undo(store, newer.step)
    history.undo(store, older.step)
    assert evidence.item(store, uid).title == "One"
    assert refusal(store, newer.step, redo=True).code == "changed-since"


def test_other_facts_of_the_same_row_do_not_stand_in_the_way(store: Store) -> None:
    uid, _ = add_item(store, "One")
    titled = set_title(store, uid, "Two")
    with store.step("edit", "Date", {Topic.EVIDENCE}) as doing:
        doing.session.query(ItemRow).filter_by(uid=uid).one().date = "2026-03-03"

    history.undo(store, titled.step)

    assert evidence.item(store, uid).title == "One"
    assert evidence.item(store, uid).date == "2026-03-03"


def test_where_one_stopped_reading_is_a_habit_and_not_undone(store: Store) -> None:
    uid, _ = add_item(store, "One")
    titled = set_title(store, uid, "Two")
    with store.session() as session:
        session.query(ItemRow).filter_by(uid=uid).one().last_page = 7

    history.undo(store, titled.step)

    assert evidence.item(store, uid).last_page == 7


def test_an_item_that_has_claims_by_now_is_not_taken_away(store: Store) -> None:
    uid, added = add_item(store, "One")
    _, claimed = add_claim(store, uid)

    error = refusal(store, added.step)

    assert error.code == "changed-since"
    history.undo(store, claimed.step)
    history.undo(store, added.step)
    assert evidence.items(store) == ()
    history.redo(store, added.step)
    history.redo(store, claimed.step)
    assert len(claims.claims(store, uid)) == 1


def test_nothing_is_undone_twice(store: Store) -> None:
    _, added = add_item(store)
    assert refusal(store, added.step, redo=True).code == "no-such-step"
    history.undo(store, added.step)

    assert refusal(store, added.step).code == "no-such-step"
    assert refusal(store, "no such step").code == "no-such-step"


def test_what_fails_in_the_middle_never_happened(store: Store) -> None:
    before = rows_of(store, *sorted(RECORDED), "history", "change", "file")

    class OddError(Exception):
        pass

    def fail() -> None:
        with store.step("x", "x", {Topic.PORTFOLIO}) as doing:
            doing.session.add(DetailRow(key="job", value="x"))
            doing.session.flush()
            raise OddError

    with pytest.raises(OddError):
        fail()

    assert rows_of(store, *sorted(RECORDED), "history", "change", "file") == before


def test_a_change_of_many_rows_at_once_is_refused_inside_a_step(store: Store) -> None:
    def in_bulk() -> None:
        with store.step("x", "x", {Topic.EVIDENCE}) as doing:
            doing.session.execute(update(ItemRow).values(title="x"))

    with pytest.raises(RuntimeError, match="one by one"):
        in_bulk()


def test_an_undone_step_survives_a_restart(store: Store, key: MasterKey) -> None:
    uid, _ = add_item(store, "One")
    changed = set_title(store, uid, "Two")
    history.undo(store, changed.step)
    store.close()

    with database.open_store(store.folder, key) as again:
        assert [each.is_undone for each in steps.last_steps(again)] == [True, False]
        history.redo(again, changed.step)
        assert evidence.item(again, uid).title == "Two"


def test_only_the_last_steps_are_listed(store: Store) -> None:
    uid, _ = add_item(store, "One")
    for number in range(5):
        set_title(store, uid, f"T{number}")

    assert [each.summary for each in steps.last_steps(store, 2)] == ["Title T4", "Title T3"]


# Random work: whatever a verb could do with rows, undone all the way and redone all the way.


def _add_item(session: Session, pick: int, word: str) -> None:
    file = FileRow(sha256=word.encode().hex(), bytes=pick, name=word)
    session.add(file)
    session.flush()
    session.add(ItemRow(file_id=file.id, title=word, kind="report", document="pdf", status="kept"))


def _edit_item(session: Session, pick: int, word: str) -> None:
    rows = session.query(ItemRow).order_by(ItemRow.id).all()
    if rows:
        row = rows[pick % len(rows)]
        row.title, row.position = word, pick % 5 or None


def _add_claim(session: Session, pick: int, word: str) -> None:
    rows = session.query(ItemRow).order_by(ItemRow.id).all()
    if rows:
        passage = PassageRow(item_id=rows[pick % len(rows)].id, quote=word)
        session.add(passage)
        session.flush()
        session.add(ClaimRow(passage_id=passage.id, ksb_uid=word, strength=1 + pick % 3))


def _drop_claim(session: Session, pick: int, word: str) -> None:
    rows = session.query(ClaimRow).order_by(ClaimRow.id).all()
    if rows:
        row = rows[pick % len(rows)]
        passage = session.get(PassageRow, row.passage_id)
        session.delete(row)
        session.flush()
        session.delete(passage)


def _set_detail(session: Session, pick: int, word: str) -> None:
    key = f"key {pick % 3}"
    row = session.query(DetailRow).filter_by(key=key).one_or_none()
    if row is None:
        session.add(DetailRow(key=key, value=word))
    elif pick % 4 == 0:
        session.delete(row)
    else:
        row.value = word


def _move_ksb(session: Session, pick: int, word: str) -> None:
    row = session.query(KsbRow).order_by(KsbRow.id).offset(pick % 40).first()
    if row is not None:
        row.code, row.position = word, pick


_WORK = st.tuples(
    st.sampled_from([_add_item, _edit_item, _add_claim, _drop_claim, _set_detail, _move_ksb]),
    st.integers(0, 50),
    st.text(max_size=12),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(_WORK, min_size=1, max_size=5), min_size=1, max_size=8))
def test_undoing_everything_and_redoing_everything_gives_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory,
    work: list[list[tuple[object, int, str]]],
) -> None:
    key = keys.new_master_key()
    folder: Path = tmp_path_factory.mktemp("history") / "P"
    with database.create_store(folder, key, keys.new_header(key), fill) as store:
        states = [rows_of(store, *sorted(RECORDED))]
        done: list[str] = []
        for one_step in work:
            step = ""
            for slice_of in (one_step[:3], one_step[3:]):
                with store.step("work", "Work", {Topic.EVIDENCE}, step=step) as s:
                    for do, pick, word in slice_of:
                        do(s.session, pick, word)  # type: ignore[operator]
                        s.session.flush()
                step = s.changes.step
            if step:
                done.append(step)
                states.append(rows_of(store, *sorted(RECORDED)))

        for place in range(len(done) - 1, -1, -1):
            assert rows_of(store, *sorted(RECORDED)) == states[place + 1]
            history.undo(store, done[place])
        assert rows_of(store, *sorted(RECORDED)) == states[0]
        for place, step in enumerate(done):
            history.redo(store, step)
            assert rows_of(store, *sorted(RECORDED)) == states[place + 1]
