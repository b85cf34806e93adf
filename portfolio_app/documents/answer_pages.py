"""Pages after a form that give in full what did not fit into its fields."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf

from portfolio_app.documents.answers import TooLong, Written
from portfolio_app.documents.lettering import Lettering

_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 56.0  # points: A4
_LEADING = 1.35
TITLE = "Answers that did not fit"
_WHY = (
    "These answers are longer than their fields in this form. Each is given here in full. This "
    "page is no part of the form: it was added when the form was taken into this portfolio."
)


def added(
    pdf: pikepdf.Pdf, lettering: Lettering, answers: Sequence[TooLong], why: str = _WHY
) -> list[Written]:
    """Add pages with the answers to the document's end; return what was written on each.

    ``why`` stands below their title.
    """
    if not answers:
        return []
    room = _WIDTH - 2 * _MARGIN
    lines: list[tuple[str, float, float]] = [(TITLE, 16.0, 0.0)]
    lines += [(each, 10.0, 0.0) for each in lettering.wrapped(why, 10.0, room)]
    for each in answers:
        heading = f"{each.number}. {each.question} (page {each.page_index + 1})"
        for number, line in enumerate(lettering.wrapped(heading, 12.0, room)):
            lines.append((line, 12.0, 0.0 if number else 12.0))
        lines += [(line, 10.0, 0.0) for line in lettering.wrapped(each.words, 10.0, room)]
    return _set(pdf, lettering, lines)


def _set(
    pdf: pikepdf.Pdf, lettering: Lettering, lines: Sequence[tuple[str, float, float]]
) -> list[Written]:
    """Set lines (words, size, space before) on pages of their own; return what each says."""
    pages: list[list[bytes]] = [[]]
    said: list[list[str]] = [[]]
    y = _HEIGHT - _MARGIN
    for words, size, before in lines:
        y -= before + size * _LEADING
        if y < _MARGIN:
            pages.append([])
            said.append([])
            y = _HEIGHT - _MARGIN - size * _LEADING
        if words:
            place = b"1 0 0 1 %.2f %.2f Tm" % (_MARGIN, y)
            pages[-1] += [place, lettering.shown(words, size)]
            said[-1].append(words)
    written = []
    for drawn, words_there in zip(pages, said, strict=True):
        pdf.add_blank_page(page_size=(_WIDTH, _HEIGHT))
        page = pdf.pages[-1].obj
        page.Contents = pikepdf.Stream(pdf, b"\n".join([b"0 g BT", *drawn, b"ET"]))
        page.Resources = lettering.resources()
        place_of_all = (0.0, 0.0, _WIDTH, _HEIGHT)
        written.append(Written(len(pdf.pages) - 1, place_of_all, "\n".join(words_there), TITLE))
    return written
