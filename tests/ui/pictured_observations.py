"""Observations to take pictures of: asked, sent, returned in every way, checked, attached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtWidgets import QDialog, QWidget

from portfolio_app.domain import forms
from portfolio_app.domain.forms import FormKind
from portfolio_app.domain.observation import Asked, Role
from portfolio_app.domain.observation_planner import Meeting
from portfolio_app.domain.witness import Witness
from portfolio_app.services import (
    mapping,
    numbering,
    observation_planner,
    requests,
    returns,
    witnesses,
)
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.places import OBSERVATIONS, Place
from portfolio_app.ui.observations.check_dialog import CheckDialog
from portfolio_app.ui.observations.next_steps import Step
from portfolio_app.ui.observations.observations_page import ObservationsPage
from portfolio_app.workroom.host import Workroom
from tests.documents import signing
from tests.services.returning import filled, in_mail, retouched
from tests.services.test_scanned_returns import scanned
from tests.ui.pictured import WAIT, Room

ANSWERED = (
    "The panel began with two plans that could not both be paid for. Sam asked each head of "
    "service what they could do without, wrote both lists on the board, and drew out what they "
    "agreed on. Nobody was hurried. By the end one plan had dates and names beside it."
)
ABOUT = "The panel decides how the winter money is shared between three services."


def fill(store: Store, room: Workroom) -> dict[str, str]:
    """Ask in every way and let things come back; return uids by what they are pictures of."""
    people = _people(store)
    uids = {
        "draft": _ask(store, people["manager"], "Presenting the options paper to the board", 30),
        "sent": _ask(store, people["chair"], "Chairing the admissions forum", -20, Role.CHAIR),
        "clean": _ask(store, people["manager"], "Chairing the SEND panel", -12),
        "wrong": _ask(store, people["partner"], "Negotiating the transport contract", -40,
                      Role.PARTNER),
        "scan": _ask(store, people["peer"], "Leading the recovery briefing", -9, Role.PEER),
        "mail": _ask(store, people["coach"], "Coaching a new head of service", -6, Role.COACH),
        "signed": _ask(store, people["manager"], "Presenting the budget", -5),
        "attached": _ask(store, people["manager"], "Opening the staff conference", -90),
    }  # fmt: skip
    made = {name: _sent(store, room, uid) for name, uid in uids.items() if name != "draft"}
    usual = {forms.ACCOUNT: ANSWERED}
    _came(store, room, uids, "clean", "form.pdf", filled(made["clean"], **usual))
    wrong = filled(made["wrong"], **usual, **{forms.TYPED_SIGNATURE: "", forms.SIGNED_ON: ""})
    _came(store, room, uids, "wrong", "IMG_0042.pdf", retouched(wrong, "Committee", "Conference"))
    _came(store, room, uids, "scan", "Scan 14 November.pdf", scanned(filled(made["scan"], **usual)))
    code = queries.observations.observation(store, uids["mail"])
    assert code is not None
    assert code.newest is not None
    words = f"{ANSWERED}\n\nOn Monday you wrote:\n> Code {code.newest.code}\n> Context: {ABOUT}"
    mail = in_mail(None, words, subject=f"Re: your request {code.newest.code}")
    _came(store, room, uids, "mail", "Re_ your request.eml", mail)
    _came(store, room, uids, "attached", "back.pdf", filled(made["attached"], **usual))
    returns.attach(store, room, uids["attached arrival"])
    answered = filled(made["signed"], **usual)
    arguments = {"password": signing.PASSWORD}
    signed = room.call("sign_pdf", arguments, [answered, signing.p12("rsa")]).blobs[0]
    _came(store, room, uids, "signed", "Signed copy.pdf", signed)
    returns.receive(store, room, [("Notes on the visit.txt", b"A visit was made.")])
    statement = Asked(title="Sign-off of the proposal", statement="The board supports it.")
    requests.new(store, statement, people["manager"], FormKind.STATEMENT)
    _meetings(store, people["manager"])
    numbering.fix(store)
    return uids


def _people(store: Store) -> dict[str, str]:
    return {
        key: witnesses.add(
            store,
            Witness(name, "Exampleshire Council", role, job_title=job, email=f"{key}@example.org"),
            in_bundle=False,
        ).focus
        for key, name, role, job in (
            ("manager", "Robin Sampleton", "Line manager", "Director of services"),
            ("chair", "Alex Testley", "Chair of the forum", "Chair"),
            ("partner", "Jo Exampleby", "Partner", "Contracts lead"),
            ("peer", "Chris Sampleby", "Peer", "Head of operations"),
            ("coach", "Pat Testerton", "Coach", "Practice coach"),
        )
    }


def _ask(store: Store, who: str, title: str, days: int, role: Role = Role.LINE_MANAGER) -> str:
    codes = ("S12", "B1", "B2", "S20")
    day = (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - as the app has it
    asked = Asked(
        title=title,
        day=day,
        time="14:00",
        minutes=90,
        place="Committee room 2",
        observed_as=role,
        ksb_uids=tuple(mapping.ksb_called(store, each).uid for each in codes),
        context=ABOUT,
    )
    return requests.new(store, asked, who).focus


def _sent(store: Store, room: Workroom, uid: str) -> bytes:
    made = requests.make_form(store, room, uid)
    then = (date.today() - timedelta(days=16)).isoformat()  # noqa: DTZ011
    requests.sent(store, uid, then)
    return store.vault.get(made.form_sha256)


def _came(
    store: Store, room: Workroom, uids: dict[str, str], name: str, file: str, content: bytes
) -> None:
    (result,) = returns.receive(store, room, [(file, content)]).results
    assert result.arrival_uid, result
    uids[f"{name} arrival"] = result.arrival_uid


def _meetings(store: Store, who: str) -> None:
    for days, title, codes in (
        (8, "Budget panel", ("S12", "B1")),
        (15, "Governors' finance committee", ("K8", "S3", "B2")),
        (22, "Team briefing", ("B1",)),
        (36, "Contract review with the supplier", ("S20", "S5")),
    ):
        day = (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011
        ksbs = tuple(mapping.ksb_called(store, each).uid for each in codes)
        observation_planner.add_meeting(
            store, Meeting("", title, day, time="10:00", witness_uid=who, ksb_uids=ksbs)
        )


@dataclass(frozen=True)
class _At:
    """The page, and what opens on it."""

    room: Room

    @property
    def page(self) -> ObservationsPage:
        self.room.go(Place(OBSERVATIONS))
        found = self.room.window.page
        assert isinstance(found, ObservationsPage)
        self.room.qtbot.waitUntil(lambda: found.is_ready, timeout=WAIT)
        return found


def _listed(name: str) -> Callable[[Room], QWidget]:
    def show(room: Room) -> QWidget:
        page = _At(room).page
        page.list.select(room.uids[name])
        room.settle()
        page.list.table.setFocus()
        return room.window

    return show


def _view(tab: str) -> Callable[[Room], QWidget]:
    def show(room: Room) -> QWidget:
        room.go(Place(OBSERVATIONS, tab=tab))
        return room.window

    return show


def _asking(kind: FormKind) -> Callable[[Room], QWidget]:
    def show(room: Room) -> QWidget:
        page = _At(room).page
        page.ask(kind=kind)
        room.settle()
        return _dialog(room, page.sending.dialog)

    return show


def _changing(room: Room) -> QWidget:
    page = _At(room).page
    page.do(room.uids["sent"], Step.CHANGE)
    room.settle()
    return _dialog(room, page.sending.dialog)


def _message(step: Step) -> Callable[[Room], QWidget]:
    def show(room: Room) -> QWidget:
        page = _At(room).page
        page.do(room.uids["sent"], step)
        room.settle()
        return _dialog(room, page.sending.dialog)

    return show


def _check(name: str, *, by_eye: bool = False) -> Callable[[Room], QWidget]:
    def show(room: Room) -> QWidget:
        page = _At(room).page
        page.receiving.check(room.uids[f"{name} arrival"])
        dialog = page.receiving.dialog
        assert isinstance(dialog, CheckDialog)
        room.qtbot.waitUntil(lambda: dialog.is_ready, timeout=WAIT)
        room.settle()
        if by_eye:
            dialog.show_eye_form()
        if dialog.left.currentWidget() is dialog.pages:
            pages = dialog.pages
            room.qtbot.waitUntil(lambda: pages.is_drawn(pages.page), timeout=WAIT)
        room.qtbot.wait(60)
        return _dialog(room, dialog)

    return show


def _correcting(room: Room) -> QWidget:
    _check("wrong")(room)
    page = room.window.page
    assert isinstance(page, ObservationsPage)
    page.receiving.correct(room.uids["wrong arrival"])
    room.settle()
    return _dialog(room, page.receiving.letter)


def _meeting(room: Room) -> QWidget:
    room.go(Place(OBSERVATIONS, tab="planner"))
    page = room.window.page
    assert isinstance(page, ObservationsPage)
    view = page._views["planner"]
    view._on_add()  # type: ignore[attr-defined]
    room.settle()
    return _dialog(room, view.dialog)  # type: ignore[attr-defined]


def _dialog(room: Room, found: QWidget | None) -> QWidget:
    assert isinstance(found, QDialog)
    room.qtbot.wait(80)
    return found


def _close(room: Room) -> None:
    for dialog in room.window.findChildren(QDialog):
        dialog.close()
        dialog.close()
    room.settle()


STATES: dict[str, tuple[Callable[[Room], QWidget], Callable[[Room], None]]] = {
    "list": (_listed("clean"), _close),
    "sent": (_listed("sent"), _close),
    "attached": (_listed("attached"), _close),
    "planner": (_view("planner"), _close),
    "chase": (_view("chase"), _close),
    "new-request": (_asking(FormKind.OBSERVATION), _close),
    "change-request": (_changing, _close),
    "statement": (_asking(FormKind.STATEMENT), _close),
    "employer-statement": (_asking(FormKind.EMPLOYER_STATEMENT), _close),
    "email": (_message(Step.MESSAGE), _close),
    "reminder": (_message(Step.REMIND), _close),
    "meeting": (_meeting, _close),
    "check-clean": (_check("clean"), _close),
    "check-wrong": (_check("wrong"), _close),
    "check-scan": (_check("scan"), _close),
    "check-by-eye": (_check("scan", by_eye=True), _close),
    "check-mail": (_check("mail"), _close),
    "check-certificate": (_check("signed"), _close),
    "check-attached": (_check("attached"), _close),
    "correction": (_correcting, _close),
}
"""How each state is reached, and how it is left again."""
