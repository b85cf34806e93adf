"""An observation asked for by e-mail and taken back in: the apprentice's side, and the check."""

import statistics
import time
from collections.abc import Iterator
from typing import Any

from tests.bench import material
from tests.bench.measure import Figure, in_child

_LOOP, _CHECK = 60.0, 2.0  # seconds


def figures(rounds: int = 5) -> Iterator[Figure]:
    """Yield how long the apprentice's side takes, all verbs in turn, and one check by itself."""
    told = in_child("tests.bench.exchange:loop", rounds=rounds)
    floor = told["floor"]
    yield Figure(
        "an observation asked for, returned and attached: the apprentice's side", told["loop"],
        _LOOP, "seconds", {"asking_seconds": told["asking"], "returning_seconds": told["back"]},
        also_reached=told["claims"] > 0,
    )  # fmt: skip
    yield Figure(
        "the check of a clean return", told["check"], _CHECK, "seconds",
        {"reading_and_drawing_by_libraries_seconds": floor, "ratio": told["check"] / floor},
        also_reached=told["wrong"] == 0,
    )  # fmt: skip


def loop(rounds: int) -> dict[str, Any]:
    """Ask, have the form filled in by another program (not counted), take back, check, attach."""
    from portfolio_app.services import asking, attaching, checking, requests, returns
    from portfolio_app.store import queries
    from portfolio_app.workroom.host import Workroom
    from tests.bench.portfolios import new_portfolio
    from tests.services.asked import drafted, facts
    from tests.services.returning import filled, in_mail

    asked, back, checked, floors = [], [], [], []
    wrong = 0
    with (
        material.scratch() as folder,
        new_portfolio(folder / "it.portfolio") as store,
        Workroom() as room,
    ):
        witness = facts(store)
        for number in range(rounds + 1):  # the first wakes the room, and does not count
            began = time.perf_counter()
            draft = drafted(store, witness)
            made = requests.make_form(store, room, draft.uid)
            asking.save_message(store, room, draft.uid, folder / f"ask-{number}.eml")
            asking.save_calendar(store, draft.uid, folder / f"ask-{number}.ics")
            requests.sent(store, draft.uid)
            asking_took = time.perf_counter() - began
            form = filled(store.vault.get(made.form_sha256))
            mail = folder / f"answer-{number}.eml"
            mail.write_bytes(in_mail(form, message_id=f"<{number}@example.org>"))
            began = time.perf_counter()
            (came,) = returns.receive(store, room, [mail]).results
            before = time.perf_counter()
            report = checking.check(store, room, came.arrival_uid)
            check_took = time.perf_counter() - before
            attaching.attach(store, room, came.arrival_uid)
            back_took = time.perf_counter() - began
            if number:
                asked.append(asking_took)
                back.append(back_took)
                checked.append(check_took)
                floors.append(_floor(form))
                wrong += sum(row.outcome.value == "wrong" for row in report.rows)
        claims = len(queries.claims.claims(store))
    return {
        "loop": statistics.median(a + b for a, b in zip(asked, back, strict=True)),
        "asking": statistics.median(asked),
        "back": statistics.median(back),
        "check": statistics.median(checked),
        "floor": statistics.median(floors),
        "wrong": wrong,
        "claims": claims,
    }


def _floor(form: bytes) -> float:
    """Return the seconds two libraries take to read the fields and draw the pages once."""
    import io

    import pypdf
    import pypdfium2

    began = time.perf_counter()
    pypdf.PdfReader(io.BytesIO(form)).get_fields()
    pdf = pypdfium2.PdfDocument(form)
    for page in pdf:
        page.render(scale=2)
        page.get_textpage().get_text_range()
    return time.perf_counter() - began
