"""What other people's readers complain of: qpdf, pypdf, PDFium, and poppler where it is found."""

from __future__ import annotations

import logging
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2

# pikepdf ships no decoder for these pictures; the checks of their streams say so of any file.
_NO_DECODER = ("JBIG2", "jbig2", "unable to decode", "output may still")


def complaints(path: Path, *, dpi: int = 18, words_in: int = 1) -> list[str]:
    """Return every warning and error of every reader at hand, each beginning with its name.

    pypdf, which takes its time, reads the words of one page in ``words_in``.
    """
    return [
        *of_qpdf(path),
        *of_pypdf(path, words_in),
        *of_pdfium(path, dpi),
        *of_poppler(path, dpi),
    ]


def of_qpdf(path: Path) -> Iterator[str]:
    """Yield what qpdf's own check says, and what it repaired while it opened the file."""
    with warnings.catch_warnings(record=True) as caught, pikepdf.open(path) as pdf:
        warnings.simplefilter("always")
        told = [*pdf.check_pdf_syntax(), *pdf.get_warnings()]
    yield from (
        f"qpdf: {each}"
        for each in (*map(str, told), *(str(each.message) for each in caught))
        if not any(known in each for known in _NO_DECODER)
    )
    if qpdf := shutil.which("qpdf"):
        yield from _run(qpdf, "--check", str(path), quiet_output=False)


def of_pypdf(path: Path, words_in: int) -> list[str]:
    """Return what pypdf says when it is strict and everything is asked of it."""
    told: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "fontTools is required" not in record.getMessage():
                told.append(f"pypdf: {record.getMessage()}")

    logger = logging.getLogger("pypdf")
    handler, passes_on = Listening(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            reader = pypdf.PdfReader(path, strict=True)
            assert len(reader.page_labels) == len(reader.pages)
            assert reader.outline
            assert reader.named_destinations
            assert reader.metadata
            assert reader.xmp_metadata
            for number, page in enumerate(reader.pages):
                if number % words_in == 0:
                    page.extract_text()
                for each in page.get("/Annots", ()):
                    each.get_object()
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError) as error:
        told.append(f"pypdf: {error!r}")
    finally:
        logger.removeHandler(handler)
        logger.propagate = passes_on
    return [*told, *(f"pypdf: {each.message}" for each in caught)]


def of_pdfium(path: Path, dpi: int) -> Iterator[str]:
    """Yield what PDFium cannot draw or read."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(pdf)):
            try:
                page = pdf[number]
                page.render(scale=dpi / 72)
                page.get_textpage().get_text_range()
            except pypdfium2.PdfiumError as error:
                yield f"pdfium: page {number + 1}: {error}"
    finally:
        pdf.close()


def of_poppler(path: Path, dpi: int) -> Iterator[str]:
    """Yield what poppler's programs write to standard error."""
    for program, *options in (
        ("pdfinfo", "-dests"),
        ("pdftotext",),
        ("pdftoppm", "-r", str(dpi), "-gray"),
    ):
        found = shutil.which(program)
        if found is None:
            continue
        out = [] if program == "pdfinfo" else [str(path.with_suffix(".read"))]
        yield from _run(found, *options, str(path), *out)
    for each in path.parent.glob(path.stem + ".read*"):
        each.unlink()


def _run(program: str, *words: str, quiet_output: bool = True) -> Iterator[str]:
    run = subprocess.run(
        [program, *words], capture_output=True, text=True, errors="replace", check=False
    )
    name = Path(program).name
    told = run.stderr if quiet_output else run.stderr + run.stdout
    for line in told.splitlines():
        if not quiet_output and not line.startswith("WARNING") and "ERROR" not in line:
            continue
        yield f"{name}: {line}"
    if run.returncode:
        yield f"{name}: ended with {run.returncode}"
