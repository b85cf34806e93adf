"""What the command line tells of observations and statements; never an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from portfolio_app.cli.printing import table
from portfolio_app.domain.days import day_words
from portfolio_app.domain.request_code import shown

if TYPE_CHECKING:
    from portfolio_app.domain.observation import Observation


def observation_shape(observation: Observation, codes: Mapping[str, str]) -> dict[str, Any]:
    """Return an observation or statement; ``codes`` are the KSBs' by uid."""
    newest = observation.newest
    return {
        "id": observation.uid,
        "ref": observation.ref,
        "kind": observation.kind.value,
        "title": observation.asked.title,
        "state": observation.state.value,
        "day": observation.asked.day,
        "observer": observation.witness,
        "role": observation.role,
        "ksbs": [codes.get(each, "") for each in observation.asked.ksb_uids],
        "code": newest.code if newest else "",
        "version": newest.version if newest else 0,
        "sent_at": newest.sent_at if newest else "",
        "versions": [
            {"version": e.version, "code": e.code, "sha256": e.form_sha256, "sent_at": e.sent_at}
            for e in observation.requests
        ],
        "returned": [
            {
                "id": each.uid,
                "file": each.file_name,
                "sha256": each.sha256,
                "arrived_at": each.arrived_at,
                "state": each.state.value,
                "signature": each.signature_words,
            }
            for each in observation.arrivals
        ],
        "item": observation.item_uid,
    }


def observation_lines(observations: Iterable[Observation], codes: Mapping[str, str]) -> list[str]:
    """Return observations as a table."""
    return table(
        ["Name", "What", "Observer", "When", "KSBs", "Status", "Code"],
        (
            [
                each.ref,
                each.asked.title,
                each.witness or "nobody yet",
                day_words(each.asked.day),
                " ".join(codes.get(uid, "") for uid in each.asked.ksb_uids),
                each.state.words,
                shown(each.newest.code) if each.newest else "",
            ]
            for each in observations
        ),
    )
