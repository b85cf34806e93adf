"""What pictures are taken of: the gateway list, the register and the results, half way through."""

from __future__ import annotations

from portfolio_app.domain.planned import GatewayState
from portfolio_app.services import gateway, register, results
from portfolio_app.ui.kit.places import ASSESSMENT, PLAN, Place
from portfolio_app.ui.kit.workspace import Workspace


def gateway_list(work: Workspace) -> Place:
    """Say something of a few rows."""
    store = work.store
    if not any(each.is_own for each in gateway.gateway(store).rows):
        gateway.add_own(store, "employer", "Room and link for the gateway meeting booked")
        gateway.say(store, "programme.meeting", GatewayState.DONE, on="2026-03-03")
        gateway.say(
            store,
            "portfolio.pieces",
            GatewayState.EXCEPTION,
            note="13 pieces are enough where each shows several KSBs.",
            agreed_by="EPAO's helpdesk",
            on="2026-03-03",
        )
        gateway.switch(store, "maths", is_off=True, note="19 or over at the start")
        documents(work)
    return Place(ASSESSMENT, tab="gateway", row="employer.declaration")


def documents(work: Workspace) -> Place:
    """Put documents in several states into the register."""
    store = work.store
    if not register.documents(store):
        for group, title in register.offered(store)[:5]:
            register.add(store, group, title)
        english = register.documents(store)[0].uid
        register.set_state(store, english, "certificate lost", day="2026-02-02")
        parties = ("Apprentice", "Line manager", "Programme leader")
        agreement = register.add(store, "agreements", "Tripartite commitment statement", parties)
        register.sign(store, agreement.focus, "Apprentice", "2024-09-16")
    return Place(PLAN, tab="documents", row=register.documents(store)[0].uid)


def told(work: Workspace) -> Place:
    """Note a failed method and one that was passed."""
    store = work.store
    if not results.method(store, "pd").results:
        failed = results.record(store, "sbp", "Fail", "2026-06-01").focus
        results.take_again(store, failed, "re-sit", "2026-08-31")
        results.record(store, "pd", "Distinction", "2026-06-01")
    return Place(ASSESSMENT, tab="results")
