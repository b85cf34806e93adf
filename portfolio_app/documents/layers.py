"""Hidden layers: what is switched off when a document opens is taken out of its page copy.

Optional content, ISO 32000-2, 8.11. Once the list of layers is gone every viewer would show all of
them, so hidden content is removed before: painting operators go, what moves or clips stays.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from portfolio_app.documents.pdf_values import at, entries, identity, items, name

_DEEPEST = 16
_PAINT_PATH = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})
_PAINT_OTHER = frozenset({"Do", "sh", "Tj", "TJ", "INLINE IMAGE"})


class Layers:
    """Which optional content is shown when the document opens."""

    def __init__(self, root: Any) -> None:
        properties = at(root, "/OCProperties")
        default = at(properties, "/D")
        self._groups = {identity(each) for each in items(at(properties, "/OCGs"))}
        on = {identity(each) for each in items(at(default, "/ON"))}
        off = {identity(each) for each in items(at(default, "/OFF"))}
        if name(at(default, "/BaseState")) == "/OFF":
            off |= self._groups - on
        for usage in items(at(default, "/AS")):  # switched by what the viewer is doing: viewing
            if name(at(usage, "/Event")) == "/View":
                for group in items(at(usage, "/OCGs")):
                    state = name(at(group, "/Usage", "/View", "/ViewState"))
                    if state == "/OFF":
                        off.add(identity(group))
                    elif state == "/ON":
                        off.discard(identity(group))
        self._off = off - {None}

    def is_shown(self, content: Any) -> bool:
        """Return whether content with this /OC entry is shown when the document opens."""
        if not isinstance(content, pikepdf.Dictionary):
            return True
        if name(content.get("/Type")) == "/OCMD":
            return self._member_shown(content)
        return identity(content) not in self._off

    def _member_shown(self, membership: Any) -> bool:
        expression = membership.get("/VE")
        if isinstance(expression, pikepdf.Array):
            return self._expression(expression, 0)
        groups = membership.get("/OCGs")
        members = [groups] if isinstance(groups, pikepdf.Dictionary) else list(items(groups))
        states = [
            identity(each) not in self._off
            for each in members
            if isinstance(each, pikepdf.Dictionary)
        ]
        if not states:
            return True
        policy = name(membership.get("/P"))
        if policy == "/AllOn":
            return all(states)
        if policy == "/AnyOff":
            return not all(states)
        if policy == "/AllOff":
            return not any(states)
        return any(states)

    def _expression(self, expression: Any, depth: int) -> bool:
        if isinstance(expression, pikepdf.Dictionary):
            return identity(expression) not in self._off
        if not isinstance(expression, pikepdf.Array) or not len(expression) or depth > _DEEPEST:
            return True
        operator, *operands = items(expression)
        states = [self._expression(each, depth + 1) for each in operands]
        if name(operator) == "/Not":
            return not all(states)
        return any(states) if name(operator) == "/Or" else all(states)

    def hidden_properties(self, resources: Any) -> frozenset[str]:
        """Return the names under which these resources hold content that is not shown."""
        return frozenset(
            each
            for each, value in entries(at(resources, "/Properties"))
            if not self.is_shown(value)
        )


def without_hidden(content: pikepdf.Object | pikepdf.Page, hidden: frozenset[str]) -> bytes:
    """Return a content stream without what it paints inside the named hidden sections.

    Raises:
        pikepdf.PdfError: the content cannot be parsed.
    """
    kept: list[Any] = []
    nested: list[bool] = []
    for instruction in pikepdf.parse_content_stream(content):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            operands = instruction.operands
            nested.append(
                operator == "BDC"
                and len(operands) > 1
                and name(operands[0]) == "/OC"
                and name(operands[1]) in hidden
            )
        elif operator == "EMC" and nested:
            nested.pop()
        if any(nested):
            kept.extend(_unpainted(operator, instruction))
        else:
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)


def _unpainted(operator: str, instruction: Any) -> list[Any]:
    if operator in _PAINT_PATH:
        return [_instruction("n")]
    if operator == "'":
        return [_instruction("T*")]
    if operator == '"' and len(instruction.operands) == 3:
        spacing = instruction.operands
        return [
            _instruction("Tw", spacing[0]),
            _instruction("Tc", spacing[1]),
            _instruction("T*"),
        ]
    return [] if operator in _PAINT_OTHER else [instruction]


def _instruction(operator: str, *operands: Any) -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator))
