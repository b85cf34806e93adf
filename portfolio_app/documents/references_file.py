"""A file of references: which form it has, in which letters it is written, and what is in it."""

from __future__ import annotations

import re
from dataclasses import replace

from portfolio_app.documents import bibtex, charsets, ris
from portfolio_app.domain.references import Person, SourceKind
from portfolio_app.domain.references_read import MOST_BYTES, ReadReferences
from portfolio_app.problems import PortfolioError

_RIS = re.compile(r"^[ \t\ufeff]{0,3}(?:TY|AU|A1|TI|T1)[ \t]{1,3}-", re.M)
_BIBTEX = re.compile(r"@[ \t]*[A-Za-z]+\s*[{(]")
_PUBMED = re.compile(r"^PMID ?- ", re.M)  # its tags look like those of RIS
_OTHERS = (
    (_PUBMED, "PubMed's own form"),
    (re.compile(r"^%[0A-Z] ", re.M), "EndNote's own form"),
    (re.compile(r"<\?xml|<xml>|<records>", re.I), "XML"),
    (re.compile(r"^\s*[\[{]\s*[\[{\"]"), "JSON"),
)


def read(data: bytes, name: str) -> ReadReferences:
    """Return the references in a file.

    Raises:
        PortfolioError: "too-large"; "no-references" when it is no RIS and no BibTeX.
    """
    if len(data) > MOST_BYTES:
        raise PortfolioError(
            f"“{name}” is {len(data) / 1e6:.0f} MB. Files of references up to "
            f"{MOST_BYTES // 1_000_000} MB are read. Nothing was changed.",
            hint="Export only the references that you need, or in several files.",
            code="too-large",
        )
    text = charsets.decode(data).replace("\0", "")
    ris_at, bibtex_at = _RIS.search(text), _BIBTEX.search(text)
    if bibtex_at and (not ris_at or bibtex_at.start() < ris_at.start()):
        return _with_who_is_responsible(bibtex.read(text))
    if ris_at and not (_PUBMED.search(text) and "\nTY" not in text):
        return _with_who_is_responsible(ris.read(text))
    other = next((words for pattern, words in _OTHERS if pattern.search(text[:4_000])), "")
    raise PortfolioError(
        f"“{name}” holds no references in RIS or BibTeX"
        + (f"; it looks like {other}" if other else "")
        + ". Nothing was changed.",
        hint="In the database or the reference manager, export as RIS or BibTeX.",
        code="no-references",
    )


def _with_who_is_responsible(found: ReadReferences) -> ReadReferences:
    """A web page without an author is its organisation's."""
    return replace(
        found,
        sources=tuple(
            replace(each, authors=(Person(each.publisher, is_organisation=True),), publisher="")
            if each.kind is SourceKind.WEB_PAGE and each.publisher
            and not each.authors and not each.editors
            else each
            for each in found.sources
        ),
    )  # fmt: skip
