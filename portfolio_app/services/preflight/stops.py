"""What ends any build: marked Do not export, hidden and still there, a lost file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from portfolio_app.problems import Level, Problem
from portfolio_app.services import hidden_findings
from portfolio_app.services.preflight.looking import Look


def look(at: Look) -> Iterator[Problem]:
    """Yield the rows that no build gets past, and what shows what is hidden elsewhere."""
    if not at.items:
        return
    uids = {each.ref: each.uid for each in at.items}
    for found in hidden_findings.hidden_places(at.store):
        stops = found.stops or found.level is Level.MUST_FIX
        source = found.source or at.check("item.hidden-places").source_line(at.standard)
        uid = found.about_uid or uids.get(found.about, "")
        yield replace(found, about_uid=uid, source=source, stops=stops)
    to_place = Counter(
        item_uid for item_uid, hides in at.hides.items() for each in hides if each.to_place
    )
    for item in at.items:
        if item.do_not_export:
            yield at.piece(item, "item.do-not-export", "is marked Do not export.", stops=True)
        if not at.store.vault.has(item.sha256):
            yield at.piece(item, "item.file-missing", "has lost its stored file.", stops=True)
        if number := to_place[item.uid]:
            # What it hid may stand elsewhere now.
            words = "1 hidden place was not found in its newest version. Place or remove it"
            if number > 1:
                words = f"{number} hidden places were not found in its newest version. Place or "
                words += "remove each"
            yield at.found(
                "item.hidden-to-place",
                item.ref,
                f"{item.ref} {item.title}: {words} in the reader.",
                about_uid=item.uid,
                stops=True,
            )
