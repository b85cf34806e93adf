"""Fills a form of ours: answers drawn in our letters, a signature in its box, and the lock.

What this writes is what an honest PDF program writes: values of fields, their looks, annotations,
perhaps pages at the end. Nothing that went out is touched.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pikepdf

from portfolio_app.documents import answer_pages, signature_mark
from portfolio_app.documents.answers import Answers, TooLong, Written
from portfolio_app.documents.field_looks import FieldLooks
from portfolio_app.documents.form_entries import READ_ONLY, FormField, fields_of, set_value
from portfolio_app.documents.form_values import Field, field_of
from portfolio_app.documents.lettering import Lettering, clean
from portfolio_app.documents.page_space import ToPageSpace
from portfolio_app.documents.pdf_values import BROKEN, Box, at, box, items, name, number, text
from portfolio_app.domain import forms
from portfolio_app.domain.filling import Filling, SignedBy
from portfolio_app.domain.form_lines import of_party, party_of
from portfolio_app.problems import PortfolioError

SMALLEST = 8.0  # points: smaller than this an answer goes on at the end instead
_WHY = (
    "{0}. These answers are longer than their fields in the form. Each is given here in full, as "
    "the observer wrote it."
)
_OURS = frozenset({forms.CODE, forms.VERSION})  # never the observer's to fill


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: the PDF, how many pages it has, and questions whose answer lost a letter.

    ``place`` is the signature's box: page index from 0, and left, bottom, right, top in points.
    """

    pdf: bytes
    pages: int
    lost: tuple[str, ...] = ()
    place: tuple[int, Box] | None = None


def fill(content: bytes, wanted: Filling, picture: bytes = b"", paper: bytes = b"") -> Filled:
    """Return the form with these answers and no others; an earlier signature is taken out.

    ``picture`` is a signature's picture, ``paper`` the signed paper form that ``wanted.paper``
    names; without its bytes the one inside stays. Where several sign the one form, ``wanted.party``
    is whose part this is about, and the others' parts stay as they are.

    Raises:
        PortfolioError: it can't be written ("damaged"), has no box to sign in ("no-box"), another
            party signed it digitally ("signed-digitally"), or the picture can't be read
            ("bad-picture").
    """
    with opened(content) as pdf:
        free(pdf, wanted.party)
        fields = fields_of(pdf)
        own = {name: each for name, each in fields.items() if _is_of(name, wanted.party)}
        for each in own:
            if each not in _OURS and own[each].kind in ("/Tx", "/Btn"):
                set_value(own, each, wanted.answers.get(each, ""))
        if wanted.signature is not None and wanted.signature.by is SignedBy.TYPED:
            typed = of_party(forms.TYPED_SIGNATURE, wanted.party)
            set_value(own, typed, wanted.signature.typed.strip())
        answers = _draw(pdf, fields, wanted)
        _sign(pdf, fields, wanted, picture)
        if wanted.is_locked:
            _lock(own)
        _attach(pdf, wanted.paper, paper)
        _note(pdf, wanted)
        made = _saved(pdf)
        answers.checked(_flat(made))
        place = signature_box(fields, wanted.party)
        return Filled(made, len(pdf.pages), tuple(answers.lost), place)


def _is_of(name_: str, party: int) -> bool:
    """Whether a field is one of a party's; every field is, where the form has one part."""
    return not party or party_of(name_)[0] == party


@contextmanager
def opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    """Give a form as pikepdf has it.

    Raises:
        PortfolioError: it is locked ("locked") or too damaged ("damaged") to be opened or written.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pikepdf.PikepdfWarning)
            with pikepdf.open(io.BytesIO(content)) as pdf:
                yield pdf
    except pikepdf.PasswordError as error:
        raise PortfolioError(
            "This PDF is locked with a password, so it can't be filled in here.",
            hint="Ask the person who sent it for the form as it was made.",
            code="locked",
        ) from error
    except BROKEN as error:
        raise PortfolioError(
            "This PDF is damaged, so it can't be filled in. It has not been changed.",
            hint="Ask the person who sent it to send it again.",
            code="damaged",
        ) from error


def free(pdf: pikepdf.Pdf, party: int = 0) -> None:
    """Take out what an earlier saving left: signatures, added pages, the lock, the note of it.

    With a ``party`` (from 1), what is of theirs, and no more.

    Raises:
        PortfolioError: another party signed it digitally ("signed-digitally").
    """
    fields = fields_of(pdf)
    if party and any(_has_signature(e) and not _is_of(e.name, party) for e in fields.values()):
        raise PortfolioError(
            "Another party signed this form digitally. A change to it would break their signature, "
            "so nothing was written.",
            hint="Ask for the form without it, and sign a copy of your own: both count.",
            code="signed-digitally",
        )
    own = signature_box(fields, party) if party else None
    for index in reversed(range(len(pdf.pages))):
        private = at(pdf.pages[index].obj, "/PieceInfo", f"/{forms.OBSERVER_PIECE}", "/Private")
        if text(at(private, "/State")) == forms.GOES_ON:
            del pdf.pages[index]
    for index, page in enumerate(pdf.pages):
        kept = [
            each
            for each in items(page.obj.get("/Annots"))
            if not (is_mark(each) and (not party or _lies_in(each, index, own)))
        ]
        if "/Annots" in page.obj:
            page.obj.Annots = pikepdf.Array(kept)
    for each in fields_of(pdf).values():
        if not _is_of(each.name, party):
            continue
        if each.kind == "/Sig":
            _unsign(pdf, each)
        elif each.name not in _OURS:
            _set_flag(each, on=False)
    form = at(pdf.Root, "/AcroForm")
    if form is not None and "/SigFlags" in form:
        form.SigFlags = 1
    for key in ("/Perms", "/DSS"):  # of signatures that are there no more
        if key in pdf.Root:
            del pdf.Root[key]
    pieces = at(pdf.Root, "/PieceInfo")
    if pieces is not None and f"/{forms.OBSERVER_PIECE}" in pieces:
        del pieces[f"/{forms.OBSERVER_PIECE}"]


def is_mark(annotation: Any) -> bool:
    """Whether an annotation is ink, a stamp or a picture that somebody put on the page."""
    return name(at(annotation, "/Subtype")) in ("/Ink", "/Stamp")


def signature_box(fields: dict[str, FormField], party: int = 1) -> tuple[int, Box] | None:
    """Return the page (index from 0) and the place of the signature's box; None without one.

    ``party`` counts from 1 where several sign the one form.
    """
    for asked in (forms.DIGITAL_SIGNATURE, forms.TYPED_SIGNATURE):
        wanted = of_party(asked, party)
        for index, widget in fields[wanted].widgets if wanted in fields else ():
            place = box(widget.get("/Rect"))
            if place is not None:
                is_box = asked == forms.DIGITAL_SIGNATURE
                return index, place if is_box else forms.signature_box(place)
    return None


def signed_in(annotation: Any, index: int, fields: dict[str, FormField], parties: int) -> int:
    """Return in whose signature box a mark lies, the party counted from 1; 0 for nobody's."""
    for party in range(1, parties + 1):
        if _lies_in(annotation, index, signature_box(fields, party)):
            return party
    return 0


def _lies_in(annotation: Any, index: int, place: tuple[int, Box] | None) -> bool:
    where = box(annotation.get("/Rect"))
    if where is None or place is None or place[0] != index:
        return False
    (x0, y0, x1, y1), (a0, b0, a1, b1) = where, place[1]
    return min(x1, a1) > max(x0, a0) and min(y1, b1) > max(y0, b0)


def _has_signature(each: FormField) -> bool:
    return each.kind == "/Sig" and at(each.holder, "/V") is not None


def _unsign(pdf: pikepdf.Pdf, each: FormField) -> None:
    """Take a signature out of its field; a field that came with the signature goes with it."""
    if "/V" in each.holder:
        del each.holder["/V"]
    if party_of(each.name)[1] == forms.DIGITAL_SIGNATURE:
        for _, widget in each.widgets:
            if isinstance(look := at(widget, "/AP", "/N"), pikepdf.Stream):
                widget.AP = pikepdf.Dictionary(N=_nothing(pdf, look))
        return
    gone = {widget.objgen for _, widget in each.widgets} | {each.holder.objgen}
    form = at(pdf.Root, "/AcroForm")
    if form is not None:
        form.Fields = pikepdf.Array([f for f in items(form.Fields) if f.objgen not in gone])
    for index, _ in each.widgets:
        page = pdf.pages[index].obj
        page.Annots = pikepdf.Array([a for a in items(page.Annots) if a.objgen not in gone])


def _nothing(pdf: pikepdf.Pdf, look: Any) -> pikepdf.Stream:
    made = pikepdf.Stream(pdf, b"")
    made.Type, made.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    made.BBox = look.get("/BBox", pikepdf.Array([0, 0, 1, 1]))
    made.Resources = pikepdf.Dictionary()
    return made


def _draw(pdf: pikepdf.Pdf, fields: dict[str, FormField], wanted: Filling) -> Answers:
    """Give every text field its look, and put what does not fit on pages at the end."""
    answers = Answers()
    lettering = Lettering(pdf)
    looks = FieldLooks(pdf, lettering)
    for each in fields.values():
        if each.kind != "/Tx" or each.name in _OURS:
            continue
        for index, widget in each.widgets:
            rectangle = box(widget.get("/Rect"))
            if rectangle is None:
                continue
            entered = field_of(widget)
            goes_on = forms.GOES_ON_SAID.format(len(answers.too_long) + 1)
            if wanted.state == forms.DRAFT:
                goes_on = "…"  # the field scrolls, and no page is added
            drawn = looks.answer(widget, entered, rectangle, goes_on, smallest=SMALLEST)
            widget.AP = pikepdf.Dictionary(N=drawn.look)
            place = ToPageSpace(pdf.pages[index].obj)(*rectangle)
            if place is not None and entered.value.strip():
                answers.written.append(Written(index, place, drawn.words, entered.question))
            if not drawn.is_whole and wanted.state != forms.DRAFT:
                answers.too_long.append(_too_long(len(answers.too_long) + 1, index, entered))
    before = len(pdf.pages)
    why = _WHY.format(wanted.heading)
    answers.written += answer_pages.added(pdf, lettering, answers.too_long, why)
    for page in list(pdf.pages)[before:]:
        page.obj.PieceInfo = _piece(wanted.at, State=pikepdf.Name(f"/{forms.GOES_ON}"))
    lettering.finish()
    form = at(pdf.Root, "/AcroForm")
    if form is not None and "/NeedAppearances" in form:
        del form["/NeedAppearances"]  # the looks are there, in letters that other programs lack
    return answers


def _too_long(number_: int, index: int, entered: Field) -> TooLong:
    return TooLong(number_, index, entered.question, clean(entered.value).strip())


def _sign(pdf: pikepdf.Pdf, fields: dict[str, FormField], wanted: Filling, picture: bytes) -> None:
    given = wanted.signature
    if given is None or given.by in (SignedBy.TYPED, SignedBy.CERTIFICATE):
        return
    found = signature_box(fields, wanted.party)
    if found is None:
        raise PortfolioError(
            "This form has no box to sign in, so nothing was signed.",
            hint="Type your full name instead.",
            code="no-box",
        )
    index, place = found
    if given.by is SignedBy.DRAWN:
        signature_mark.draw_ink(pdf, index, place, given.strokes)
    else:
        signature_mark.draw_picture(pdf, index, place, picture)


def _lock(fields: dict[str, FormField]) -> None:
    for each in fields.values():
        if each.kind != "/Sig":  # one that is still to be signed locks itself
            _set_flag(each, on=True)


def _set_flag(each: FormField, *, on: bool) -> None:
    for holder in [each.holder, *(widget for _, widget in each.widgets)]:
        flags = int(number(holder.get("/Ff")) or 0)
        if holder is each.holder or "/Ff" in holder:
            holder.Ff = flags | READ_ONLY if on else flags & ~READ_ONLY


def _attach(pdf: pikepdf.Pdf, wanted: str, paper: bytes) -> None:
    if not wanted or paper:
        for each in [key for key in pdf.attachments if forms.is_paper_name(key)]:
            del pdf.attachments[each]
    if wanted and paper:
        spec = pikepdf.AttachedFileSpec(
            pdf,
            paper,
            description="The paper form that was signed",
            filename=wanted,
            mime_type="",
            creation_date="",
            mod_date="",
        )
        pdf.attachments[wanted] = spec


def _note(pdf: pikepdf.Pdf, wanted: Filling) -> None:
    if not wanted.state:
        return
    entries: dict[str, Any] = {
        "State": pikepdf.Name(f"/{wanted.state}"),
        "At": pikepdf.String(wanted.at),
    }
    if wanted.checksum:
        entries["Checksum"] = pikepdf.String(wanted.checksum)
    if wanted.party:
        entries["Party"] = wanted.party
    if wanted.signature is not None:
        entries["SignedBy"] = pikepdf.String(wanted.signature.by.value)
    pieces = at(pdf.Root, "/PieceInfo")
    made = _piece(wanted.at, **entries)
    if pieces is None:
        pdf.Root.PieceInfo = made
    else:
        pieces[f"/{forms.OBSERVER_PIECE}"] = made[f"/{forms.OBSERVER_PIECE}"]


def _piece(at_instant: str, **private: Any) -> pikepdf.Dictionary:
    """Return a page-piece dictionary with one piece, ours (ISO 32000-1, 14.5)."""
    made = pikepdf.Dictionary(Private=pikepdf.Dictionary(**private))
    digits = "".join(each for each in at_instant if each.isdigit())[:14]
    made.LastModified = pikepdf.String(f"D:{digits.ljust(14, '0')}Z")
    return pikepdf.Dictionary({f"/{forms.OBSERVER_PIECE}": made})


def _flat(made: bytes) -> bytes:
    """Return the form with its looks as parts of its pages, as text is read only there."""
    with pikepdf.open(io.BytesIO(made)) as copy:
        copy.flatten_annotations("all")
        out = io.BytesIO()
        copy.save(out)
        return out.getvalue()


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return out.getvalue()
