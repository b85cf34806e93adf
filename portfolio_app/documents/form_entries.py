"""The fields of a form of ours: by their full names, with the widgets that show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from portfolio_app.documents.form_values import field_of, inherited, on_state
from portfolio_app.documents.pdf_values import at, items, name, number, text, up_the_tree
from portfolio_app.domain import forms
from portfolio_app.domain.filling import TICKED

READ_ONLY, RADIO = 1, 1 << 15
MOST_WIDGETS = 1_000  # our largest form has some hundred


@dataclass(slots=True)
class FormField:
    """One field: the dictionary that has its name, and its widgets with their page indexes."""

    name: str
    holder: Any
    kind: str  # /Tx, /Btn, /Sig …
    flags: int
    widgets: list[tuple[int, Any]] = field(default_factory=list)

    @property
    def is_radio(self) -> bool:
        """Whether it is a group of radio buttons."""
        return self.kind == "/Btn" and bool(self.flags & RADIO)

    @property
    def value(self) -> str:
        """What it holds: words, a button's value, "yes" for a tick; "" for nothing."""
        if self.kind == "/Btn":
            state = text(inherited(self.holder, "/V"))
            if state in ("", "Off"):
                return ""
            return state if self.is_radio else TICKED
        return field_of(self.holder).value if self.kind == "/Tx" else ""


def fields_of(pdf: pikepdf.Pdf) -> dict[str, FormField]:
    """Return the fields that pages show, by full name (ISO 32000-1, 12.7.3.2)."""
    found: dict[str, FormField] = {}
    for index, widget in _widgets(pdf):
        chain = list(up_the_tree(widget))
        names = [told for each in chain if (told := text(each.get("/T")))]
        full = ".".join(reversed(names))
        holder = next((each for each in chain if text(each.get("/T"))), widget)
        if not full:
            continue
        if full not in found:
            flags = int(number(inherited(widget, "/Ff")) or 0)
            found[full] = FormField(full, holder, name(inherited(widget, "/FT")), flags)
        found[full].widgets.append((index, widget))
    return found


def set_value(fields: dict[str, FormField], wanted: str, value: str) -> bool:
    """Enter a value; return whether there is such a field. Text gets no look here, buttons do."""
    each = fields.get(wanted)
    if each is None:
        return False
    if each.kind == "/Btn":
        _set_button(each, value)
    elif value:
        each.holder.V = pikepdf.String(value)
    elif "/V" in each.holder:
        del each.holder["/V"]
    if "/RV" in each.holder:
        del each.holder["/RV"]
    return True


def _set_button(each: FormField, value: str) -> None:
    chosen = pikepdf.Name.Off
    for _, widget in each.widgets:
        on = on_state(widget) or f"/{forms.ON}"
        is_on = bool(value) and (not each.is_radio or on == f"/{value}")
        widget.AS = pikepdf.Name(on) if is_on else pikepdf.Name.Off
        if is_on:
            chosen = pikepdf.Name(on)
    each.holder.V = chosen


def _widgets(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    left = MOST_WIDGETS
    for index, page in enumerate(pdf.pages):
        for annotation in items(page.obj.get("/Annots")):
            if name(at(annotation, "/Subtype")) == "/Widget":
                left -= 1
                if left < 0:
                    return
                yield index, annotation
