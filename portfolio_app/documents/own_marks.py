"""Takes a document's own marks for headers and footers out of the content of its pages.

On a page of the bundle all that a page of evidence draws is one figure, and inside a figure nothing
may be marked as decoration (ISO 14289-1, 7.1). Word and LibreOffice mark every header so.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

import pikepdf

from portfolio_app.documents.pdf_values import name

_LIKELY = re.compile(rb"/Artifact\s*(?:BMC|BDC|/|<<)")


def take_out(content: Any) -> None:
    """Take the marks out of a content stream, in place; what cannot be parsed stays as it is."""
    if not isinstance(content, pikepdf.Stream):
        return
    try:
        if _LIKELY.search(content.read_bytes()) is None:
            return
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what is only half understood is not written again
            kept = _without(content)
    except (pikepdf.PdfError, RuntimeError, TypeError, ValueError, UserWarning):
        return
    content.write(kept)


def _without(content: pikepdf.Stream) -> bytes:
    kept: list[Any] = []
    nested: list[bool] = []
    for instruction in pikepdf.parse_content_stream(content):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            operands = instruction.operands
            nested.append(len(operands) > 0 and name(operands[0]) == "/Artifact")
            if nested[-1]:
                continue
        elif operator == "EMC" and nested and nested.pop():
            continue
        kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)
