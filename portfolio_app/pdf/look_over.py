"""Looks over a PDF of the bundle folder that is no bundle itself: readable, and nothing acts."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from portfolio_app.domain.bundle import Inspection
from portfolio_app.pdf.active_content import Search
from portfolio_app.pdf.bundle_links import Links
from portfolio_app.problems import Level, Problem


def look_over(path: Path) -> Inspection:
    """Return how many pages and links a PDF has, and what in it should not be there.

    A file that cannot be read is a finding, not an error.
    """
    try:
        with pikepdf.open(path) as pdf:
            pages = [page.obj for page in pdf.pages]
            links = Links()
            links.follow_bookmarks(pdf, pages)
            links.follow(pdf, pages, range(1, len(pages) + 1))
            search = Search({page.objgen for page in pages})
            search.look(pdf.trailer)
            for page in pages:
                search.look(page)
            findings = (*links.findings, *search.findings())
            return Inspection(len(pages), (), (), links.count, findings)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError):
        told = Problem(Level.MUST_FIX, "unreadable", "", "The file can't be read as a PDF.")
        return Inspection(0, (), (), 0, (told,))
