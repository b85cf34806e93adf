"""New observation request: kept as it is typed, refused in words, handed over when it is whole."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Asked, Observation, ObservationState
from portfolio_app.services import requests, witnesses
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.autosave import REST_MS
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.observations.next_steps import Step
from portfolio_app.ui.observations.observations_page import ObservationsPage
from portfolio_app.ui.observations.observations_state import UNTITLED
from portfolio_app.ui.observations.request_dialog import RequestDialog
from portfolio_app.ui.observations.statement_dialog import StatementDialog
from tests.ui import walk
from tests.ui.observations.conftest import line_manager


def _begin(page: ObservationsPage) -> RequestDialog:
    page.ask()
    dialog = page.sending.dialog
    assert isinstance(dialog, RequestDialog)
    return dialog


def _all(page: ObservationsPage) -> tuple[Observation, ...]:
    return queries.observations.observations(page.workspace.store)


def _settled(qtbot: QtBot, page: ObservationsPage, dialog: RequestDialog) -> None:
    qtbot.waitUntil(lambda: dialog.keeping.is_quiet and not page.workspace.busy, timeout=10_000)


def test_what_is_typed_is_a_draft_that_survives_closing(
    page: ObservationsPage, qtbot: QtBot
) -> None:
    before = {each.uid for each in _all(page)}
    dialog = _begin(page)
    QTest.keyClicks(dialog.activity, "Chairing the estates panel")
    QTest.keyClicks(dialog.place, "Room 4")
    QTest.keyClicks(dialog.observer.fields["name"], "Head of estates")
    dialog.context.setPlainText("The panel decides about two sites.")

    dialog.reject()
    qtbot.waitUntil(lambda: not page.workspace.busy and page.is_ready, timeout=10_000)

    made = next(each for each in _all(page) if each.uid not in before)
    assert made.state is ObservationState.DRAFT
    assert made.asked.title == "Chairing the estates panel"
    assert made.asked.place == "Room 4"
    assert made.asked.context == "The panel decides about two sites."
    assert made.witness == "Head of estates"
    assert not witnesses.witness(page.workspace.store, made.witness_uid).in_bundle


def test_a_dialog_that_is_gone_is_not_read_any_more(page: ObservationsPage, qtbot: QtBot) -> None:
    dialog = _begin(page)
    QTest.keyClicks(dialog.activity, "Chairing the estates panel")
    keeping = dialog.keeping

    delete(dialog)  # as when the whole program ends: nobody closed it

    qtbot.wait(REST_MS + 100)  # the exception that a timer met would fail this test
    assert keeping.is_quiet


def test_words_before_the_activity_is_named_are_kept_too(
    page: ObservationsPage, qtbot: QtBot
) -> None:
    dialog = _begin(page)
    dialog.context.setPlainText("Facts first.")
    dialog.keeping.flush()
    _settled(qtbot, page, dialog)

    made = next(each for each in _all(page) if each.uid == dialog.keeping.uid)
    assert made.asked.title == UNTITLED
    dialog.reject()
    page.sending.do(made, Step.SAVE_FORM)  # its name is asked for first: it is not printed

    again = page.sending.dialog
    assert isinstance(again, RequestDialog)
    assert again.activity.text() == ""
    assert again.context.toPlainText() == "Facts first."
    again.reject()


def test_nothing_typed_leaves_no_draft(page: ObservationsPage, qtbot: QtBot) -> None:
    before = len(_all(page))
    dialog = _begin(page)

    dialog.reject()
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=10_000)

    assert len(_all(page)) == before


def test_what_is_missing_is_said_and_gone_to(page: ObservationsPage, qtbot: QtBot) -> None:
    dialog = _begin(page)

    for typed, said in (
        (lambda: None, "Say what the activity is."),
        (lambda: dialog.activity.setText("Chairing"), "Say who observes: a name."),
        (lambda: dialog.observer.fields["name"].setText("A chair"),
         "Choose at least one KSB to look for."),
        (lambda: dialog.day.setText("31 February 2026"), "This isn't a day."),
    ):  # fmt: skip
        typed()
        dialog.save_form.click()
        assert dialog.wrong.text().startswith(said)
    dialog.reject()


def test_more_than_six_ksbs_are_not_taken_and_above_four_the_time_is_said(
    page: ObservationsPage,
) -> None:
    dialog = _begin(page)
    uids = [ksb.uid for ksb in queries.standard.ksbs(page.workspace.store)]

    dialog.ksbs.choose(uids[:5])
    assert "about 12 minutes" in dialog.ksbs.cost.text()
    dialog.ksbs.choose(uids[:5])
    dialog.ksbs.field.choose([uids[6]])
    assert len(dialog.ksbs.uids) == 6
    assert not dialog.ksbs.field.isEnabled()
    dialog.reject()


def test_the_context_counts_its_words_and_is_refused_above_120(
    page: ObservationsPage, qtbot: QtBot
) -> None:
    dialog = _begin(page)
    dialog.activity.setText("Chairing")
    dialog.context.setPlainText("word " * 121)

    assert dialog.count.text() == "121 of 120 words: shorten it"
    dialog.keeping.flush()
    qtbot.waitUntil(lambda: dialog.keeping.is_refused, timeout=10_000)
    dialog.reject()
    assert dialog.isVisible()  # said once before it is left behind
    assert "Close again" in dialog.wrong.text()
    dialog.reject()
    assert not dialog.isVisible()


def test_the_form_is_saved_from_the_dialog_by_keys_alone(
    page: ObservationsPage, qtbot: QtBot, asked: messages.Recorder, tmp_path: Path
) -> None:
    out = tmp_path / "form.pdf"
    asked.paths.append([out])
    dialog = _begin(page)
    QTest.keyClicks(dialog.activity, "Chairing the estates panel")
    QTest.keyClick(dialog.activity, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.day
    dialog.observer.who.setCurrentIndex(0)
    dialog.observer.who.activated.emit(0)
    QTest.keyClicks(dialog.ksbs.field.edit, "k8")
    QTest.keyClick(dialog.ksbs.field.edit, Qt.Key.Key_Return)
    assert len(dialog.ksbs.uids) == 1

    QTest.keyClick(dialog.save_form, Qt.Key.Key_Space)
    assert dialog.wrong.text() == ""
    qtbot.waitUntil(lambda: bool(asked.asked), timeout=30_000)

    assert out.read_bytes().startswith(b"%PDF")
    assert asked.asked[-1].what == "The form is saved as form.pdf."
    made = _all(page)[-2]  # statements come last
    assert made.newest is not None
    assert made.newest.version == 1
    assert made.state is ObservationState.DRAFT  # saved is not sent


def test_a_changed_request_names_the_version_it_becomes(
    page: ObservationsPage, qtbot: QtBot, asked: messages.Recorder, tmp_path: Path
) -> None:
    from portfolio_app.services import requests
    from portfolio_app.workroom.host import Workroom

    store = page.workspace.store
    uid = _all(page)[0].uid
    with Workroom(with_programs=False) as room:
        requests.make(store, room, uid)
    requests.sent(store, uid)
    found = queries.observations.observation(store, uid)
    assert found is not None

    page.sending.do(found, Step.CHANGE)

    dialog = page.sending.dialog
    assert isinstance(dialog, RequestDialog)
    assert dialog.windowTitle() == "Change OBS-01: version 2"
    assert "Both are kept" in dialog.note.text()
    dialog.reject()


def test_the_dialog_has_no_field_of_the_observers_part(page: ObservationsPage) -> None:
    dialog = _begin(page)
    names = " ".join(seen.name for seen in walk.walk(dialog)).casefold()

    assert "you can't fill in their part" in dialog.note.text().casefold()
    for theirs in ("signature box", "what did you see", "i saw this myself", "seen"):
        assert theirs not in names
    dialog.reject()


def test_every_field_has_a_name_and_no_label_is_cut(page: ObservationsPage, qtbot: QtBot) -> None:
    dialog = _begin(page)
    qtbot.wait(60)

    assert walk.problems(dialog) == []
    assert walk.clipped(dialog) == []
    dialog.reject()


def test_a_statement_is_asked_for_in_its_own_dialog(page: ObservationsPage, qtbot: QtBot) -> None:
    page.ask(kind=FormKind.STATEMENT)
    dialog = page.sending.dialog
    assert isinstance(dialog, StatementDialog)

    dialog.save_form.click()
    assert dialog.wrong.text() == "Say what it is about."
    QTest.keyClicks(dialog.about, "Sign-off")
    dialog.words.setPlainText("The board supports the proposal as presented.")
    dialog.reject()
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=10_000)

    made = [each for each in _all(page) if each.kind is FormKind.STATEMENT][-1]
    assert made.asked.statement == "The board supports the proposal as presented."


def test_a_version_is_saved_again_as_it_went_out_beside_the_newer_one(
    page: ObservationsPage, qtbot: QtBot, asked: messages.Recorder, tmp_path: Path
) -> None:
    from dataclasses import replace

    from portfolio_app.services import requests
    from portfolio_app.workroom.host import Workroom

    store = page.workspace.store
    found = _all(page)[0]
    with Workroom(with_programs=False) as room:
        first = requests.make(store, room, found.uid).request
        requests.change(store, found.uid, replace(found.asked, place="Room 9"))
        second = requests.make(store, room, found.uid).request
    out = tmp_path / "first.pdf"
    asked.paths.append([out])

    page.sending.save_version(found.uid, 1)
    qtbot.waitUntil(out.exists, timeout=10_000)
    qtbot.waitUntil(lambda: not page.workspace.busy, timeout=10_000)

    assert (first.version, second.version) == (1, 2)
    assert out.read_bytes() == store.vault.get(first.form_sha256)


def test_a_day_after_the_gateway_is_said_beside_the_date(
    page: ObservationsPage, qtbot: QtBot
) -> None:
    dialog = _begin(page)
    gateway = queries.portfolio.details(page.workspace.store).gateway

    dialog.day.setText(gateway.replace(gateway[:4], str(int(gateway[:4]) + 1)))
    dialog.day.editingFinished.emit()
    qtbot.waitUntil(lambda: dialog.remarks.isVisible(), timeout=10_000)

    assert "after your planned gateway" in dialog.remarks.text()
    dialog.reject()


def test_tab_comes_to_the_suggested_ksbs_between_the_observer_and_the_field_below(
    page: ObservationsPage, qtbot: QtBot
) -> None:
    dialog = _begin(page)
    qtbot.waitUntil(lambda: bool(dialog.ksbs.ticks), timeout=10_000)
    ticks = list(dialog.ksbs.ticks.values())
    dialog.ksbs.choose([next(uid for uid in dialog.ksbs._ksbs if uid not in dialog.ksbs.ticks)])
    dialog.ksbs.field.edit.setFocus()

    met = []
    for _ in range(len(ticks) + 2):
        QTest.keyClick(dialog, Qt.Key.Key_Backtab)
        met.append(dialog.focusWidget())

    assert met[:-1] == [*dialog.ksbs.chips, *reversed(ticks)]
    assert met[-1] not in ticks
    for expected in [*ticks, *dialog.ksbs.chips, dialog.ksbs.field.edit]:
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is expected


def test_enter_in_a_field_asks_for_what_is_missing_and_leaves_nothing(
    page: ObservationsPage,
) -> None:
    dialog = _begin(page)
    gone: list[str] = []
    dialog.register_wanted.connect(lambda: gone.append("register"))
    dialog.activity.setText("Chairing the estates panel")

    QTest.keyClick(dialog.place, Qt.Key.Key_Return)

    assert gone == []
    assert dialog.isVisible()
    assert dialog.wrong.text() == "Say who observes: a name."


def test_a_draft_that_looks_for_nothing_makes_no_form_from_its_details_either(
    page: ObservationsPage, sample: Workspace
) -> None:
    made = requests.new(sample.store, Asked(title="Bare"), line_manager(sample.store)).focus
    bare = queries.observations.observation(sample.store, made)
    assert bare is not None

    page.sending.do(bare, Step.SAVE_FORM)

    dialog = page.sending.dialog
    assert isinstance(dialog, RequestDialog)
    assert dialog.wrong.text() == "Choose at least one KSB to look for."
    assert queries.observations.observation(sample.store, made) == bare


def test_a_tick_of_a_suggested_ksb_counts_by_mouse_and_by_key(
    page: ObservationsPage, qtbot: QtBot
) -> None:
    dialog = _begin(page)
    qtbot.waitUntil(lambda: len(dialog.ksbs.ticks) > 1, timeout=10_000)
    (first, by_mouse), (second, by_key) = list(dialog.ksbs.ticks.items())[:2]

    by_mouse.click()
    QTest.keyClick(by_key, Qt.Key.Key_Space)
    both = dialog.ksbs.uids
    by_mouse.click()

    assert both == (first, second)
    assert dialog.ksbs.uids == (second,)
