"""A signed paper form that travels inside a form: the observer attached a scan or a photo of it."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain import forms, wire
from portfolio_app.domain.document import Inside
from portfolio_app.domain.filling import FormRead
from portfolio_app.problems import PortfolioError
from portfolio_app.workroom.host import Workroom


@dataclass(frozen=True, slots=True)
class PaperInside:
    """The paper form's file. ``is_all``: nothing was entered on screen, so it is the answer."""

    name: str
    content: bytes
    is_all: bool


def paper_in(room: Workroom, content: bytes) -> PaperInside | None:
    """Return the signed paper form inside a PDF form of ours; None when there is none to be had."""
    if not content.startswith(b"%PDF"):
        return None
    try:
        read = wire.decode(FormRead, room.call("read_form", blobs=[content]).result)
        if not read.paper:
            return None
        listed = room.call("inside", {"name": "form.pdf"}, [content]).result["inside"]
        for each in wire.decode(tuple[Inside, ...], listed):
            if forms.is_paper_name(each.name):
                arguments = {"name": "form.pdf", "number": each.number}
                taken = room.call("take", arguments, [content]).blobs[0]
                return PaperInside(each.name, taken, is_all=not read.answers)
    except (PortfolioError, ValueError):
        return None  # the form itself says what is wrong with it
    return None
