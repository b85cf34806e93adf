"""The form that was sent, as what comes back is compared with it: read and drawn once."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache

import pikepdf
from PIL import Image

from portfolio_app.documents.pdf_values import at, entries, items, name
from portfolio_app.documents.returned import dots, fields, places, request_inside, structure
from portfolio_app.documents.returned.alignment import Fit
from portfolio_app.documents.returned.fields import Widget
from portfolio_app.documents.returned.opening import MOST_PAGES, opened
from portfolio_app.documents.returned.pages import Page
from portfolio_app.documents.returned.places import SentPage
from portfolio_app.documents.returned.structure import Made
from portfolio_app.domain.forms import FormContent


@dataclass(slots=True)
class SentCopy:
    """A form that was sent: its pages, where things lie on them, its fields, how it is made.

    ``requests`` are what its own request.json says.
    """

    data: bytes
    pages: list[Page]
    places: list[SentPage]
    widgets: list[Widget]
    made: Made
    requests: tuple[FormContent, ...]
    pictures: list[Image.Image]
    _ticked: dict[int, Image.Image] = field(default_factory=dict)

    def ticked(self, index: int) -> Image.Image:
        """Return a page's darkness with every button on: to know our own marks again.

        Raises:
            BROKEN: it cannot be drawn.
        """
        if index not in self._ticked:
            size = self.pages[index].size
            self._ticked[index] = dots.filled(_all_on(self.data), index, size, Fit())
        return self._ticked[index]


@lru_cache(maxsize=2)
def of(data: bytes) -> SentCopy:
    """Return a form that was sent, read for comparing.

    Raises:
        BROKEN: the kept copy itself cannot be read.
    """
    with opened(data) as found:
        if found.pdf is None or found.document is None:
            raise ValueError("the copy that was sent cannot be opened")
        widgets = fields.widgets(found.pdf, with_looks=False)
        count = min(found.pages, MOST_PAGES)
        read = [found.page(index) for index in range(count)]
        first = places.first_page_of_answers(widgets)
        pictures = []
        for each in read:
            page = found.document[each.index]
            pictures.append(dots.drawn(page, each.size, Fit()))
            page.close()
        return SentCopy(
            data,
            read,
            [places.of_page(e.size, e.index, widgets, e.words, first) for e in read],
            widgets,
            structure.made(found.pdf),
            request_inside.embedded(found.pdf),
            pictures,
        )


def _all_on(sent: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(sent)) as pdf:
        for page in pdf.pages:
            for annotation in items(at(page.obj, "/Annots")):
                if name(at(annotation, "/Subtype")) != "/Widget":
                    continue
                for state, _ in entries(at(annotation, "/AP", "/N")):
                    if state != "/Off" and annotation.get("/AS") is not None:
                        annotation.AS = pikepdf.Name(state)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
