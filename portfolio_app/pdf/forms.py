"""Draws the forms that go out: FormContent to a PDF that can be filled in."""

from __future__ import annotations

import tempfile
import tomllib
from functools import cache
from pathlib import Path

from portfolio_app import assets
from portfolio_app.domain.form_words import FormWords, form_words_from_data
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.pdf import proforma, record_form, statement_form

_DRAWN = {
    FormKind.OBSERVATION: proforma.draw,
    FormKind.EMPLOYER_STATEMENT: statement_form.draw_employer,
    FormKind.STATEMENT: statement_form.draw_general,
    **{kind: record_form.draw for kind in FormKind if kind.is_record},
}


def draw(content: FormContent) -> tuple[bytes, int]:
    """Return the form as a PDF, and how many pages it has. The same content gives the same form."""
    with tempfile.TemporaryDirectory(prefix="form-") as folder:
        out = Path(folder) / "form.pdf"
        pages = _DRAWN[content.kind](content, words_of(content.kind), out)
        return out.read_bytes(), pages


@cache
def words_of(kind: FormKind) -> FormWords:
    """Return the words of a kind of form."""
    return form_words_from_data(tomllib.loads(assets.text(f"forms/{kind.value}.toml")))
