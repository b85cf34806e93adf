"""Compares how two files are made: fields, layers, scripts, what is inside; not how they are saved.

What programs do when they save is no change: other numbers, other packing, other letters' names,
locked fields, fields drawn into the page. What is there that was not, is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import pikepdf

from portfolio_app.documents import pdf_holdings
from portfolio_app.documents.active import ActiveContent
from portfolio_app.documents.goes_on import added_by_observer as added_by_observer
from portfolio_app.documents.pdf_values import at, items, text
from portfolio_app.documents.returned import facts
from portfolio_app.documents.returned.facts import Fact
from portfolio_app.documents.returned.fields import READ_ONLY, Widget, by_name
from portfolio_app.documents.returned.places import area
from portfolio_app.documents.titles import one_line
from portfolio_app.domain import forms, request_code
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.returned import Difference, Part

_MOVED = 3.0  # points
_KINDS = {"/Tx": "text", "/Btn": "tick box", "/Ch": "choice", "/Sig": "signature"}
_ATTACHED = "attached files"
# Whether words have one line, are a password, are buttons of a group, or are pushed.
_FLAGS = 1 << 12 | 1 << 13 | 1 << 15 | 1 << 16


def of_fields(
    sent: Sequence[Widget], back: Sequence[Widget], flattened: frozenset[int]
) -> Iterator[Difference]:
    """Yield how the fields differ. ``flattened`` are pages on which no field is left: no change."""
    ours, theirs = by_name(sent), by_name(back)
    for field, widgets in ours.items():
        if field not in theirs:
            missing = [each for each in widgets if each.page_index not in flattened]
            if missing and field not in (forms.CODE, forms.VERSION):
                yield _structure(f"the field “{_asked(widgets[0])}” is gone", missing[0])
            continue
        yield from _of_field(field, widgets, theirs[field], flattened)
    for field, widgets in theirs.items():
        if field in ours or widgets[0].kind == "/Sig":
            continue
        # Programs that merge forms rename what they find twice; what has no place shows nothing.
        if any(area(each.box) > 0 for each in widgets):
            yield _structure(f"a field was added: “{one_line(field)[:60]}”", widgets[0])


def _of_field(
    field: str, ours: Sequence[Widget], theirs: Sequence[Widget], flattened: frozenset[int]
) -> Iterator[Difference]:
    one, other = ours[0], theirs[0]
    asked = _asked(one)
    if one.is_fixed:
        if other.value != one.value:
            part = Part.CODE if field in (forms.CODE, forms.VERSION) else Part.STRUCTURE
            told = _fixed(field, one.value)
            yield Difference(
                part,
                f"{told} in the form reads “{_shown(field, other.value)}”; you sent "
                f"“{_shown(field, one.value)}”.",
                None, one.value, other.value,
            )  # fmt: skip
        return
    if other.kind != one.kind:
        what, now = _KINDS.get(one.kind, "field"), _KINDS.get(other.kind, "other field")
        yield _structure(f"the {what} “{asked}” has become a {now} field", one)
        return
    if one.kind != "/Sig" and (one.flags ^ other.flags) & _FLAGS & ~READ_ONLY:
        yield _structure(f"the field “{asked}” works in another way", one)
    if one.options != other.options:
        yield _structure(f"the choices of “{asked}” are others", one)
    if one.is_button:
        states = [sorted(each.on for each in several) for several in (ours, theirs)]
        if states[0] != states[1] and not flattened:
            yield _structure(f"the answers offered for “{asked}” are others", one)
            return
    yield from _of_places(asked, ours, theirs)


def _of_places(
    asked: str, ours: Sequence[Widget], theirs: Sequence[Widget]
) -> Iterator[Difference]:
    for each in ours:
        same = [e for e in theirs if e.on == each.on] if each.is_button else list(theirs)
        if not same or area(each.box) == 0:
            continue
        near = min(same, key=partial(_apart, each))
        if near.page_index != each.page_index or _apart(each, near) > _MOVED:
            yield _structure(f"the field “{asked}” lies elsewhere", each)
            return


def _apart(one: Widget, other: Widget) -> float:
    if one.page_index != other.page_index:
        return 10_000.0
    return max(abs(a - b) for a, b in zip(one.box, other.box, strict=True))


def _asked(widget: Widget) -> str:
    return widget.question or widget.name


def _structure(words: str, widget: Widget) -> Difference:
    page = widget.page_index
    return Difference(Part.STRUCTURE, f"Page {page + 1}: {words}.", page)


def _fixed(field: str, _value: str) -> str:
    return {forms.CODE: "The code", forms.VERSION: "The version"}.get(field, f"The field “{field}”")


def _shown(field: str, value: str) -> str:
    code = request_code.read(value) if field == forms.CODE else ""
    return request_code.shown(code) if code else one_line(value)[:80]


def of_request(
    ours: Sequence[FormContent], theirs: Sequence[FormContent], content: FormContent | None
) -> Iterator[Difference]:
    """Yield how the request inside differs, thing by thing. One that is gone is no change."""
    known = content or (ours[0] if ours else None)
    if known is None:
        return
    for each in theirs:
        if each == known or each in ours:
            continue
        was, now = ({f.name: f for f in facts.of(c)} for c in (known, each))
        differing = [label for label in was if now.get(label) != was[label]]
        for label in differing:
            yield _of_fact(was[label], now.get(label))
        if not differing:
            yield Difference(
                Part.STRUCTURE, "The request inside the file is not the one that you sent."
            )


def _of_fact(was: Fact, now: Fact | None) -> Difference:
    if now is None:
        said = f"The request inside the file leaves out {was.name}: “{_piece(was.words)}”."
        return Difference(was.part, said, None, was.words, "")
    said = (
        f"In the request inside the file {was.name} reads “{_piece(now.words)}”; you sent "
        f"“{_piece(was.words)}”."
    )
    return Difference(was.part, said, None, was.words, now.words)


def _piece(words: str) -> str:
    short = one_line(words)
    return short if len(short) <= 90 else f"{short[:89]}…"


@dataclass(frozen=True, slots=True)
class Made:
    """How a file is made: the names of its layers, and what it could do, in plain words."""

    layers: tuple[str, ...]
    active: tuple[str, ...]


def made(pdf: pikepdf.Pdf) -> Made:
    """Return how a file is made."""
    return Made(layers(pdf), active(pdf))


def of_document(sent: Made, back: Made) -> Iterator[Difference]:
    """Yield what the file holds that yours did not: layers, scripts, another kind of form."""
    if back.layers and not sent.layers:
        names = ", ".join(f"“{each}”" for each in back.layers[:4])
        yield Difference(
            Part.STRUCTURE,
            f"The file has layers that can be shown or hidden, which yours has not: {names}.",
        )
    new = [each for each in back.active if each not in sent.active]
    if new:
        yield Difference(
            Part.STRUCTURE,
            f"The file can act, which yours can't: {', '.join(new)}. Nothing of it was run.",
        )


def active(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Return what a document could do, in plain words; attached files are no such thing."""
    found = ActiveContent()
    found.look_at_document(pdf)
    for page in pdf.pages:
        found.look_at_page(page.obj)
    return tuple(each for each in found.found if each != _ATTACHED)


def layers(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Return the names of a document's layers, shown or hidden (ISO 32000-2, 8.11)."""
    groups = list(items(at(pdf.Root, "/OCProperties", "/OCGs")))[:200]
    return tuple(one_line(text(at(each, "/Name")))[:60] or "unnamed" for each in groups)


def holds(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Return what a file holds besides its pages, in plain words."""
    told = [f"{each}: nothing of it was run" for each in active(pdf)]
    if found := layers(pdf):
        told.append(f"layers: {', '.join(found[:6])}")
    others = [
        name_of
        for name_of, _, _ in pdf_holdings.attached(pdf)
        # a signed paper form inside is received beside the form (services.paper_inside)
        if name_of != forms.EMBEDDED_NAME and not forms.is_paper_name(name_of)
    ]
    if others:
        told.append(f"attached files: {', '.join(others[:6])}")
    return tuple(told)
