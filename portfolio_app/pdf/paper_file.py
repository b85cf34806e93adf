"""A paper of a pack as a PDF of its own: its pages as they are, and nothing about who made them."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from portfolio_app.pdf import draft_band, finishing
from portfolio_app.pdf.bare_pictures import make_bare
from portfolio_app.pdf.finishing import Identity


def write_as_it_is(made: Path, out: Path) -> int:
    """Write a PDF of our own as it was made, said at each page's foot to be a draft."""
    with pikepdf.open(made) as pdf:
        draft_band.add(pdf)
        pages = len(pdf.pages)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return pages


def write(copy: Path, identity: Identity, out: Path, *, draft: bool = False) -> int:
    """Write a page copy as a PDF with a title, a day and page numbers; return its pages.

    Every page of a ``draft`` says at its foot that it is one, below what is on it.
    """
    with pikepdf.open(copy) as pdf:
        for each in pdf.objects:
            if isinstance(each, Stream) and each.get("/Subtype") == "/Image":
                make_bare(each)
        finishing.describe(pdf, identity)
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        if draft:
            draft_band.add(pdf)
        pages = len(pdf.pages)
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return pages
