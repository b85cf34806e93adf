"""Reads OpenDocument text, slides and sheets (ODT, ODP, ODS; OASIS OpenDocument 1.3 part 3)."""

from __future__ import annotations

from typing import Any

from portfolio_app.documents import office_properties
from portfolio_app.documents.office_found import MENDED, Found, quoted
from portfolio_app.documents.ooxml import (
    Parts,
    UnreadableError,
    attribute,
    children,
    descendants,
    local,
    parse,
)
from portfolio_app.documents.sheet_ods import sheets
from portfolio_app.documents.slides_odp import slides
from portfolio_app.documents.word_odt import Reader


def read(data: bytes) -> Found:
    """Return what an OpenDocument file holds.

    Raises:
        UnreadableError: there is no document in it.
    """
    if data[:2] == b"PK":
        parts: Parts | None = Parts(data)
        content, styles, meta = (
            parts.xml(name) if parts else None for name in ("content.xml", "styles.xml", "meta.xml")
        )
    else:  # a document in one XML file
        parts, content = None, parse(data)
        styles = meta = content
    body = next(iter(children(next(descendants(content, "body"), None))), None)
    if body is None:
        raise UnreadableError("no document")
    found = Found()
    _properties(meta, parts, found)
    reader = Reader(parts, content, styles, found)
    match local(body):
        case "text":
            found.blocks += reader.blocks(body)
            found.blocks += reader.notes()
        case "spreadsheet":
            sheets(reader, body, found)
        case "presentation" | "drawing":
            slides(reader, body, found)
        case _:
            raise UnreadableError("an unknown kind of document")
    found.blocks += reader.heads_and_feet(styles)
    reader.enter()
    if parts is not None and parts.is_mended:
        found.notes.append(MENDED)
    return found


def _properties(meta: Any, parts: Parts | None, found: Found) -> None:
    told: dict[str, str] = {}
    custom: list[str] = []
    for each in children(next(descendants(meta, "meta"), None)):
        if local(each) == "user-defined":
            custom.append(attribute(each, "name"))
        else:
            told.setdefault(local(each), (each.text or "").strip())
    found.title = told.get("title", "")
    found.author = told.get("initial-creator", "") or told.get("creator", "")
    found.created = office_properties.day(told.get("creation-date", ""))
    found.modified = office_properties.day(told.get("date", ""))
    office_properties.names(found, found.author, told.get("creator", ""))
    for name in ("keyword", "description", "subject"):
        found.hold(f"{name} in its properties", 0, [told.get(name, "")])
    found.hold("custom properties", len(custom), quoted(custom))
    if parts is None:
        return
    names = [name for name in parts.names if name.lower().startswith(("basic/", "scripts/"))]
    if any("script" in name.lower() and not name.endswith("/") for name in names):
        found.active.add("macros")
        found.hold("macros", 0, ["never run by this app"])
    inside = {
        name.split("/", 1)[0]
        for name in parts.names
        if name.startswith("Object ") and "/" in name and "Replacement" not in name
    }
    found.hold("embedded objects", len(inside), sorted(inside))
