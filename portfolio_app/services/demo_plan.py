"""The sample's plan: fictional, made from resources/sample by the same verbs as real work."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from portfolio_app import assets
from portfolio_app.domain import wire
from portfolio_app.domain.hours import Entry
from portfolio_app.domain.planned import CONTENT_OF, Content, Goal, Planned, PlannedKind
from portfolio_app.domain.programme_reading import programme_from_data
from portfolio_app.services import hours, mapping, plan, programmes
from portfolio_app.store.database import Store


def fill(store: Store) -> None:
    """Put the sample on its programme, with everything planned, and its hours."""
    data = tomllib.loads(assets.text("sample/plan.toml"))
    programmes.choose(store, programme_from_data(data["programme"]))
    named: dict[str, str] = {}
    with store.step("add to plan", "The sample's plan", plan.TOPICS) as step:
        for place, entry in enumerate(data["rows"]):
            row = _row(store, entry, named)
            uid = plan.enter(step.session, replace(plan.checked(row), place=place))
            if "name" in entry:
                named[entry["name"]] = uid
    known = data["hours"]
    hours.set_target(store, known["target"], known["source"])
    modules = [each for each in data["rows"] if each["kind"] == PlannedKind.MODULE]
    entries = [
        Entry("", day, minutes, activity, category, module_uid=_module(modules, named, day))
        for day, minutes, activity, category in known["entries"]
    ]
    hours.log_many(store, entries, "The sample's hours", sure=True)


def _row(store: Store, entry: Mapping[str, Any], named: Mapping[str, str]) -> Planned:
    kind = PlannedKind(entry["kind"])
    content: Content = wire.decode(CONTENT_OF[kind], entry.get("content", {}))
    if isinstance(content, Goal):
        uids = tuple(mapping.ksb_called(store, code).uid for code in entry["ksbs"])
        content = replace(content, ksb_uids=uids)
    return Planned(
        kind,
        entry["title"],
        entry.get("day", ""),
        entry.get("until", ""),
        parent_uid=named[entry["parent"]] if "parent" in entry else "",
        content=content,
    )


def _module(modules: list[dict[str, Any]], named: Mapping[str, str], day: str) -> str:
    found = next((each for each in modules if each["day"] <= day <= each["until"]), None)
    return named[found["name"]] if found else ""
