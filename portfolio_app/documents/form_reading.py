"""What a form's file holds for whoever fills it in; a file that is no form of ours is refused."""

from __future__ import annotations

import unicodedata

import pikepdf
import pypdfium2

from portfolio_app.documents.form_entries import FormField, fields_of
from portfolio_app.documents.form_filling import is_mark, opened, signed_in
from portfolio_app.documents.pdf_values import BROKEN, at, items, number, text
from portfolio_app.documents.returned import request_inside
from portfolio_app.domain import forms, request_code
from portfolio_app.domain.filling import FormRead
from portfolio_app.domain.form_lines import MOST_LINES, MOST_PARTIES, party_of
from portfolio_app.domain.forms import FormContent, FormKind
from portfolio_app.problems import PortfolioError

MOST_PAGES = 60
_MOST_LETTERS = 200_000  # of one answer
_MOST_ROWS, _MOST_WORDS = 250, 20_000  # rows of a schedule; letters of one fixed text
_PIECE = 6  # words that are looked for together
_NOT_OURS = "Choose the PDF that came with the request, saved from the mail to a folder."


def read(content: bytes) -> FormRead:
    """Return what a form asks and what was entered so far.

    Raises:
        PortfolioError: it is locked ("locked"), damaged ("damaged"), not one of our forms
            ("not-a-form"), made by a newer version ("newer"), or doesn't agree with itself
            ("changed").
    """
    with opened(content) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise _not_a_form()
        requests = request_inside.embedded(pdf)
        fields = fields_of(pdf)
        if not requests or forms.CODE not in fields:
            raise _not_a_form()
        asked = requests[0]
        if not _is_of_our_size(asked):
            raise _not_a_form()
        _refuse_changed(asked, len(requests), fields, content)
        private = at(pdf.Root, "/PieceInfo", f"/{forms.OBSERVER_PIECE}", "/Private")
        ours = (forms.CODE, forms.VERSION)
        entered = {n: f.value[:_MOST_LETTERS] for n, f in fields.items() if n not in ours}
        papers = [key for key in pdf.attachments if forms.is_paper_name(key)]
        return FormRead(
            content=asked,
            answers={name: value for name, value in entered.items() if value.strip()},
            known=frozenset(name for name, f in fields.items() if f.kind in ("/Tx", "/Btn")),
            state=text(at(private, "/State")),
            checksum=text(at(private, "/Checksum")),
            signed_by=text(at(private, "/SignedBy")),
            is_marked=any(
                is_mark(each) for page in pdf.pages for each in items(page.obj.get("/Annots"))
            ),
            has_signature=_is_signed(fields),
            paper=papers[0] if papers else "",
            party=int(number(at(private, "/Party")) or 0),
            marked=_marked(pdf, fields, len(asked.parties)),
        )


def _marked(pdf: pikepdf.Pdf, fields: dict[str, FormField], parties: int) -> tuple[int, ...]:
    """Return the parties who signed their box with ink or a stamp, or digitally."""
    found = {
        signed_in(each, index, fields, parties)
        for index, page in enumerate(pdf.pages)
        for each in items(page.obj.get("/Annots"))
        if is_mark(each)
    }
    for name, each in fields.items():
        if each.kind == "/Sig" and at(each.holder, "/V") is not None:
            found.add(party_of(name)[0])
    return tuple(sorted(found - {0}))


def _is_of_our_size(asked: FormContent) -> bool:
    """Whether a request is one that the app could have made, and a window can show."""
    longest = max(len(each) for each in (asked.title, asked.context, asked.statement))
    parts = [each for ksb in asked.ksbs for each in (ksb.text, ksb.short, ksb.plain)]
    parts += [each for row in asked.schedule for each in (row.title, row.part)]
    parts += [each for line in asked.lines for each in (line.title, line.text)]
    parts += [each for party in asked.parties for each in (party.role, party.name)]
    return (
        len(asked.lines) <= MOST_LINES
        and len(asked.parties) <= MOST_PARTIES
        and bool(asked.parties) == asked.kind.is_record
        and len(asked.ksbs) <= forms.MOST_KSBS
        and len(asked.schedule) <= _MOST_ROWS
        and max(longest, *(len(each) for each in parts), 0) <= _MOST_WORDS
    )


def _is_signed(fields: dict[str, FormField]) -> bool:
    return any(
        each.kind == "/Sig" and at(each.holder, "/V") is not None for each in fields.values()
    )


def _refuse_changed(
    asked: FormContent, requests: int, fields: dict[str, FormField], content: bytes
) -> None:
    """Refuse a form whose request, fields and pages don't tell the same."""
    told = fields[forms.CODE].value
    wanted = request_code.read(asked.code)
    if not wanted or request_code.read(told) != wanted or requests > 1:
        raise _changed("its code is not the one in the request inside it")
    if fields.get(forms.VERSION) is not None and fields[forms.VERSION].value != str(asked.version):
        raise _changed("its version is not the one in the request inside it")
    shown = _shown(content)
    if _letters(request_code.shown(wanted)) not in shown:
        raise _changed("the code on its pages is not the one in the request inside it")
    named = {"the activity": asked.title, "what it was about": asked.context}
    named |= {ksb.code: ksb.text for ksb in asked.ksbs}
    if asked.kind is not FormKind.OBSERVATION:
        named["the statement"] = asked.statement
    if asked.kind is FormKind.EMPLOYER_STATEMENT:
        named |= {row.ref: row.title for row in asked.schedule}
    named |= {f"line {n}": line.text for n, line in enumerate(asked.lines, 1)}
    for what, words in named.items():
        if _is_plain(words) and not _stands_in(words, shown):
            raise _changed(f"{what} on its pages is not what the request inside it says")


def _shown(content: bytes) -> str:
    """Return the letters of all pages, as they are printed, fields left out."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            parts = []
            for index in range(min(len(document), MOST_PAGES)):
                page = document[index]
                parts.append(page.get_textpage().get_text_range())
                page.close()
    except (*BROKEN, UnicodeError) as error:
        raise PortfolioError(
            "This PDF is damaged, so it can't be filled in. It has not been changed.",
            hint="Ask the person who sent it to send it again.",
            code="damaged",
        ) from error
    return _letters("".join(parts))


def _stands_in(words: str, shown: str) -> bool:
    """Whether words stand on the pages, where the head and foot of a page may come between."""
    known = words.split()
    pieces = [" ".join(known[at : at + _PIECE]) for at in range(0, len(known), _PIECE)]
    lost = sum(_letters(each) not in shown for each in pieces)
    return lost <= (0 if len(pieces) < _PIECE else max(2, len(pieces) // 20))


def _letters(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).casefold()
    return "".join(each for each in plain if each.isalnum())


def _is_plain(words: str) -> bool:
    """Whether the words are read from a page in the order in which they were written."""
    return bool(words.strip()) and all(ord(each) < 0x0250 or each in "‘’“”–—…" for each in words)


def _not_a_form() -> PortfolioError:
    return PortfolioError(
        "This PDF isn't an observation request or a statement made by this app. It has not been "
        "changed.",
        hint=_NOT_OURS,
        code="not-a-form",
    )


def _changed(why: str) -> PortfolioError:
    return PortfolioError(
        f"This form isn't as it was made: {why}. It has not been opened or changed.",
        hint="Ask the apprentice to send the form again.",
        code="changed",
    )
