"""What an Office package says of itself: title, authors, days, properties, macros, insertions."""

from __future__ import annotations

import posixpath

from portfolio_app.documents.office_found import Found, quoted
from portfolio_app.documents.ooxml import Parts, children, descendants, local

_OWN_ADDRESS = ("http://schemas.", "https://schemas.")


def read(parts: Parts, found: Found) -> None:
    """Enter a package's own properties and what lies in it beside its pages."""
    relations = parts.relations("")
    core = next((r.target for r in relations.values() if r.kind == "core-properties"), "")
    told = {local(each): (each.text or "").strip() for each in children(
        parts.xml(core if core and parts.has(core) else "docProps/core.xml")
    )}  # fmt: skip
    found.title = told.get("title", "")
    found.author = told.get("creator", "")
    found.created = day(told.get("created", ""))
    found.modified = day(told.get("modified", ""))
    names(found, found.author, told.get("lastModifiedBy", ""))
    for name in ("keywords", "description", "category", "subject"):
        found.hold(f"{name} in its properties", 0, [told.get(name, "")])
    app = {local(e): (e.text or "").strip() for e in children(parts.xml("docProps/app.xml"))}
    found.hold("company name", 0, [app.get("Company", "")])
    found.hold("manager’s name", 0, [app.get("Manager", "")])
    custom = [
        each.get("name", "") for each in descendants(parts.xml("docProps/custom.xml"), "property")
    ]
    found.hold("custom properties", len(custom), quoted(custom))
    _insertions(parts, found)


def names(found: Found, author: str, last: str) -> None:
    """List the names of those who wrote and last changed a file."""
    found.hold("author name", 0, [author])
    found.hold("name of who last changed it", 0, [last])


def _insertions(parts: Parts, found: Found) -> None:
    inside = []
    controls = 0
    for name in parts.names:
        lower = name.lower()
        base = posixpath.basename(name)
        if lower.endswith("vbaproject.bin"):
            found.active.add("macros")
            found.hold("macros", 0, ["never run by this app"])
        elif "/embeddings/" in lower and base:
            inside.append(base)
        elif "/activex/" in lower and lower.endswith(".xml"):
            controls += 1
    if inside:
        found.active.add("attached files")
        found.hold("embedded objects", len(inside), inside)
    if controls:
        found.active.add("ActiveX controls")
        found.hold("controls", controls)
    outside = _outside(parts)
    if outside:
        found.active.add("links to other files")
        found.hold("links to other files", len(outside), outside)


def _outside(parts: Parts) -> list[str]:
    """Return the files and pictures outside that a package points at; web links of text not."""
    targets: list[str] = []
    for name in parts.names:
        if not name.lower().endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        part = posixpath.join(folder, posixpath.basename(name)[: -len(".rels")])
        for relation in parts.relations(part).values():
            if relation.is_external and relation.kind != "hyperlink":
                target = relation.target
                if target and not target.startswith(_OWN_ADDRESS) and target not in targets:
                    targets.append(target)
    return targets


def day(stamp: str) -> str:
    """Return the day of a W3CDTF time stamp as YYYY-MM-DD, or nothing when it is no sane day."""
    from portfolio_app.domain.dates import find_date

    told = find_date(stamp[:10])
    return told[0] if told else ""
