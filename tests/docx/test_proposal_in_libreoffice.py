"""LibreOffice opens the Word document, numbers it as it says, and finds its pages where it says."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from portfolio_app.docx import proposal as writer
from portfolio_app.domain import bidi, finished
from tests.docx.everything import everything
from tests.thorough import WHOLE

pytestmark = [
    pytest.mark.skipif(not WHOLE, reason="starting LibreOffice takes seconds"),
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def test_it_shows_the_same_numbers_words_and_pages(tmp_path: Path) -> None:
    proposal, pictures = everything()
    made = writer.write(proposal, pictures)
    (tmp_path / "proposal.docx").write_bytes(made)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "proposal.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    pages = [bare(page.extract_text()) for page in pypdf.PdfReader(tmp_path / "proposal.pdf").pages]
    document = docx.Document(io.BytesIO(made))
    lines = [
        "".join(each.itertext(qn("w:t")))
        for each in document.element.body.find(qn("w:sdt")).iter(qn("w:p"))
    ][1:-1]
    said = list(finished.in_contents(proposal))
    assert len(lines) == len(said)
    right = 0
    for line, (words, _, _) in zip(lines, said, strict=True):
        if bidi.is_mixed(words):
            continue
        page = int(re.sub(r".*\D", "", line))
        on = [number for number, text in enumerate(pages, 1) if number > 2 and bare(words) in text]
        assert on, words  # its number is the one that the contents name
        right += page in on
    assert right >= len(lines) - 2  # Word works them out itself; others show a close guess
    whole = "".join(pages)
    for each in finished.said(proposal):
        if not bidi.is_mixed(each) and len(each) < 60:
            assert bare(each) in whole, each


def bare(text: str) -> str:
    """Return text without spaces and the hyphens at lines' ends."""
    return re.sub(r"\s|\ufffe|\u00ad", "", text)
