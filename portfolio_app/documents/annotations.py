"""Turns what annotations show into part of the page: filled fields, highlights, stamps, ink.

A field shows its value. The look it brings along is kept where it says the same; otherwise the app
draws the value itself. What the pages do not show, or showed otherwise, is noted in the answers.
"""

from __future__ import annotations

import time
from typing import Any

import pikepdf

from portfolio_app.documents import answer_pages, look_words
from portfolio_app.documents.active import tree
from portfolio_app.documents.answers import (
    Answers,
    TooLong,
    Written,
    begins,
    compared,
    has_other_letters,
    same,
    unseen,
)
from portfolio_app.documents.field_looks import Drawn, FieldLooks
from portfolio_app.documents.form_values import (
    PUSH,
    Buttons,
    Field,
    field_of,
    inherited,
    place_of_value,
    places_of_value,
)
from portfolio_app.documents.goes_on import GoesOn
from portfolio_app.documents.layers import Layers
from portfolio_app.documents.lettering import Lettering, clean, undrawable
from portfolio_app.documents.markings import Markings
from portfolio_app.documents.page_space import ToPageSpace
from portfolio_app.documents.pdf_values import (
    Box,
    Matrix,
    at,
    box,
    entries,
    items,
    matrix,
    name,
    number,
    shown_box,
    text,
)
from portfolio_app.domain import bidi, forms, request_code

_INVISIBLE_KINDS = frozenset(
    {"/Link", "/Popup", "/PrinterMark", "/TrapNet", "/FileAttachment", "/Sound"}
)
_HIDDEN, _NO_VIEW = 2, 32  # annotation flags, ISO 32000-2, table 167
_MOST_FIELDS = 20_000
_VERSION = 4  # figures, at most, of a form's version
_SECONDS = 6.0  # of the 20 the workroom allows, for drawing fields
_LARGEST = 20_000.0  # points a side: more is nonsense, and no page is as large

Look = tuple[pikepdf.Object, Matrix]


class Looks:
    """Finds or draws the looks of one document's annotations; ``answers`` tells how that went."""

    def __init__(self, pdf: pikepdf.Pdf, layers: Layers) -> None:
        self.answers = Answers()
        self._pdf = pdf
        self._layers = layers
        self._lettering = Lettering(pdf)
        self._fields = FieldLooks(pdf, self._lettering)
        self._markings = Markings(pdf, self._lettering)
        self._buttons = Buttons()
        self._words = look_words.LookWords(pdf)
        self._goes_on = GoesOn(pdf)
        self._shown: set[tuple[int, int]] = set()
        self._hidden: dict[tuple[int, int] | str, str] = {}
        self._seen_fields = 0
        self._deadline = time.process_time() + _SECONDS
        for index, page in enumerate(pdf.pages):
            self._collect(page.obj, index)
        self._words.read()

    def is_shown(self, content: Any) -> bool:
        """Return whether the layer an annotation is on is shown."""
        return self._layers.is_shown(content)

    def of_page(self, page: Any, index: int) -> list[Look]:
        """Return each visible annotation's appearance and the matrix that puts it on the page.

        In drawing order. Links, pop-ups and annotations flagged hidden are left out.
        """
        found: list[Look] = []
        to_page = ToPageSpace(page)
        for place, annotation in enumerate(items(page.get("/Annots"))):
            if not isinstance(annotation, pikepdf.Dictionary):
                continue
            kind = name(annotation.get("/Subtype"))
            rectangle = self._place(annotation, kind, page)
            if kind == "/Widget":
                drawn = self._widget(annotation, (index, place), rectangle, to_page)
                if rectangle is not None:
                    self.answers.fields.setdefault(index, []).append(rectangle)
            elif rectangle is None:
                drawn = []
            else:
                drawn = self._marking(annotation, kind, rectangle, page, (index, to_page))
            for each in drawn:
                placed = _placed(each.look, each.rectangle)
                if placed is not None:
                    found.append((each.look, placed))
        return found

    def finish(self) -> None:
        """Add pages for what did not fit, and put the letters used into the document."""
        shown = set(self._shown)
        for node in tree(at(self._pdf.Root, "/AcroForm", "/Fields"), "/Kids"):
            if node.get("/V") is None or (key := place_of_value(node)) in shown or key is None:
                continue
            shown.add(key)
            self._note_unseen(key, field_of(node))
        self.answers.unseen += self._hidden.values()
        self.answers.written += answer_pages.added(
            self._pdf, self._lettering, self.answers.too_long
        )
        self._lettering.finish()

    def _place(self, annotation: Any, kind: str, page: Any) -> Box | None:
        """Return where an annotation is seen; None when it is not."""
        flags = int(number(annotation.get("/F")) or 0)
        rectangle = box(annotation.get("/Rect"))
        if kind in _INVISIBLE_KINDS or flags & (_HIDDEN | _NO_VIEW) or rectangle is None:
            return None
        x0, y0, x1, y1 = shown_box(page)
        is_outside = (
            rectangle[2] <= x0 or rectangle[0] >= x1 or rectangle[3] <= y0 or rectangle[1] >= y1
        )
        if max(rectangle[2] - rectangle[0], rectangle[3] - rectangle[1]) > _LARGEST:
            return None
        if is_outside or not self._layers.is_shown(annotation.get("/OC")):
            return None
        return rectangle

    def _collect(self, page: Any, index: int) -> None:
        """Have the words read of the looks that fields bring along."""
        for place, annotation in enumerate(items(page.get("/Annots"))):
            if place >= _MOST_FIELDS or time.process_time() > self._deadline:
                return
            if name(at(annotation, "/Subtype")) != "/Widget":
                continue
            look, rectangle = at(annotation, "/AP", "/N"), self._place(annotation, "/Widget", page)
            if rectangle is None or not isinstance(look, pikepdf.Stream):
                continue
            if name(inherited(annotation, "/FT")) not in ("/Tx", "/Ch"):
                continue
            placed = _placed(look, rectangle)
            if placed is not None and look_words.shows_words(look):
                self._words.add((index, place), look, rectangle, placed)

    def _widget(
        self, widget: Any, key: tuple[int, int], rectangle: Box | None, to_page: ToPageSpace
    ) -> list[Drawn]:
        """Return what a field shows on the page: its value, whatever its look says."""
        self._seen_fields += 1
        own = _own_look(widget)
        field = field_of(widget)
        if rectangle is None:
            self._note_unseen(place_of_value(widget), field)
            return []
        if self._seen_fields > _MOST_FIELDS or time.process_time() > self._deadline:
            self.answers.not_drawn += bool(field.value.strip()) and own is None
            return [Drawn(own, rectangle)] if own is not None else []
        for place in places_of_value(widget, is_button=field.kind == "/Btn"):
            self._shown.add(place)
            self._hidden.pop(place, None)
        if field.kind == "/Btn":
            return self._button(widget, field, own, rectangle)
        if not field.is_written:
            return [Drawn(own, rectangle)] if own is not None else []
        if field.is_secret and field.value:
            self.answers.passwords += 1
            return [self._fields.dots(widget, len(field.value), rectangle)]
        self.answers.cut += field.is_cut
        return self._answer(widget, field, own, key, rectangle, to_page)

    def _answer(
        self,
        widget: Any,
        field: Field,
        own: Any,
        key: tuple[int, int],
        rectangle: Box,
        to_page: ToPageSpace,
    ) -> list[Drawn]:
        """Return a text field or choice: its own look if that shows the value, else ours."""
        shows = self._words.words(key)
        if not field.value.strip():
            if own is None:
                frame = self._fields.frame(widget, rectangle)
                return [frame] if frame else []
            if shows and shows.strip():
                self.answers.differing.append(compared(field.question, shows, ""))
            return [Drawn(own, rectangle)]
        if own is not None and shows is not None and _agrees(widget, field, own, shows):
            return [Drawn(own, rectangle)]
        if own is not None and self._goes_on.has(shows, field.value):
            return [Drawn(own, rectangle)]
        if own is not None and _says_more(field, own, shows):
            # Its own letters are better than ours, which lack some; but nobody can compare them.
            self.answers.unchecked.append(field.question)
            return [Drawn(own, rectangle)]
        # A look that shows but the beginning is cut off, not another answer.
        if shows and shows.strip() and not _is_beginning(field.value, shows):
            self.answers.differing.append(compared(field.question, shows, field.value))
        number_ = len(self.answers.too_long) + 1
        goes_on = f"… [goes on at the end, answer {number_}]"
        drawn = self._fields.answer(widget, field, rectangle, goes_on)
        self._note_written(drawn, key[0], to_page, field)
        return [drawn]

    def _note_written(self, drawn: Drawn, index: int, to_page: ToPageSpace, field: Field) -> None:
        place = to_page(*drawn.rectangle)
        if place is not None:
            self.answers.written.append(Written(index, place, drawn.words, field.question))
        if not drawn.is_whole:
            number_ = len(self.answers.too_long) + 1
            words = clean(field.value).strip()
            self.answers.too_long.append(TooLong(number_, index, field.question, words))

    def _button(self, widget: Any, field: Field, own: Any, rectangle: Box) -> list[Drawn]:
        if field.flags & PUSH:
            return [Drawn(own, rectangle)] if own is not None else []
        state, disagrees = self._buttons.state(widget)
        is_on = state != "/Off"
        if disagrees:
            words = ("not ticked", "ticked") if is_on else ("ticked", "not ticked")
            self.answers.differing.append(f"{field.question}: showed {words[0]}, is {words[1]}")
        normal = at(widget, "/AP", "/N")
        look = normal if isinstance(normal, pikepdf.Stream) and not disagrees else None
        if look is None:
            look = (
                dict(entries(normal)).get(state) if not isinstance(normal, pikepdf.Stream) else None
            )
        if isinstance(look, pikepdf.Stream) and (not is_on or look_words.paints(look)):
            return [Drawn(look, rectangle)]
        if not is_on and at(widget, "/AP") is not None:
            return []  # a button that is off need not show anything
        return [self._fields.button(widget, field, rectangle, is_on=is_on)]

    def _marking(
        self, annotation: Any, kind: str, rectangle: Box, page: Any, here: tuple[int, ToPageSpace]
    ) -> list[Drawn]:
        """Return what people put on a page: free text, highlights, stamps, notes, ink."""
        own = _own_look(annotation)
        if own is not None:
            return [Drawn(own, rectangle)]
        if kind != "/FreeText":
            drawn = self._markings.drawn(annotation, kind, rectangle, page)
            return [drawn] if drawn is not None else []
        words = clean(text(annotation.get("/Contents"))) or field_of(annotation).value
        if not words.strip():
            return []
        room = _within(rectangle, annotation.get("/RD"))
        number_ = len(self.answers.too_long) + 1
        goes_on = f"… [goes on at the end, answer {number_}]"
        written = self._fields.written(annotation, words, room, goes_on)
        self._note_written(written, here[0], here[1], Field("/Tx", 0, words, "Text on the page"))
        line = self._markings.callout(annotation)
        return [line, written] if line is not None else [written]

    def _note_unseen(self, key: tuple[int, int] | None, field: Field) -> None:
        """Note an answer that no page shows: its field is hidden, or has no place on any page."""
        if not field.value.strip() or (field.flags & PUSH and field.kind == "/Btn"):
            return
        if (key is not None and key in self._shown) or _is_our_code(field):
            return
        value = "ticked" if field.kind == "/Btn" else field.value
        if field.is_secret:
            value = "a password"
        self._hidden[key or field.question] = unseen(field.question, value)


def _is_our_code(field: Field) -> bool:
    """Return whether a field is the code or version of a form of ours: its pages say both."""
    asked = field.question.rpartition(": ")[2]
    if asked == forms.VERSION:
        return field.value.isascii() and field.value.isdigit() and len(field.value) <= _VERSION
    return asked == forms.CODE and bool(request_code.read(field.value))


def _agrees(widget: Any, field: Field, own: Any, shows: str) -> bool:
    """Return whether a field's own look shows its value, all of it, in letters it has."""
    if look_words.lacks_letters(own, field.value):
        return False
    if field.is_list:
        return all(each.split() == [] or each in shows for each in field.value.split("\n"))
    if same(shows, field.value):
        return True
    # A figure or a day may be shown in a form of its own, told by a script (never run).
    if at(widget, "/AA", "/F") is None and inherited(widget, "/AA") is None:
        return False
    return bool(_figures(shows)) and _figures(shows) == _figures(field.value)


def _is_beginning(value: str, shows: str) -> bool:
    """Return whether a look shows the value or its beginning, the remark that it goes on aside.

    Where letters run both ways, the order in which they are read back depends on the reader: there
    the letters themselves are compared.
    """
    shown = forms.without_remark(shows)
    return begins(value, shown) or (bidi.is_mixed(value) and not has_other_letters(shown, value))


def _says_more(field: Field, own: Any, shows: str | None) -> bool:
    """Return whether a look has letters for an answer that ours lack, and says nothing else."""
    if not undrawable(field.value) or look_words.lacks_letters(own, field.value):
        return False
    return not shows or not shows.strip() or begins(field.value, shows)


def _figures(words: str) -> list[str]:
    """Return the figures of an amount or a day, without zeros that only fill."""
    stripped = "".join(each for each in words if each.isdigit())
    if sum(each.isalpha() for each in words) > 3:
        return []
    return sorted(stripped.replace("0", ""))


def _within(rectangle: Box, differences: Any) -> Box:
    """Return a rectangle less its /RD: left, bottom, right, top (ISO 32000-2, table 177)."""
    told = [number(each) or 0.0 for each in items(differences)][:4]
    if len(told) < 4:
        return rectangle
    inner = (
        rectangle[0] + told[0], rectangle[1] + told[1], rectangle[2] - told[2],
        rectangle[3] - told[3],
    )  # fmt: skip
    return inner if inner[0] < inner[2] and inner[1] < inner[3] else rectangle


def _own_look(annotation: Any) -> Any:
    """Return the annotation's normal appearance stream in its present state, or None."""
    normal = at(annotation, "/AP", "/N")
    if isinstance(normal, pikepdf.Stream):
        return normal
    state = name(annotation.get("/AS"))
    if not state:
        state = next(
            (
                name(each.get("/V"))
                for each in (annotation, at(annotation, "/Parent"))
                if isinstance(each, pikepdf.Dictionary) and name(each.get("/V"))
            ),
            "/Off",
        )
    for each, look in entries(normal):
        if each == state and isinstance(look, pikepdf.Stream):
            return look
    return None


def _placed(look: Any, rectangle: Box) -> Matrix | None:
    """Return the matrix that fits an appearance into its rectangle (ISO 32000-2, 12.5.5)."""
    bounds = box(look.get("/BBox"))
    if bounds is None:
        return None
    a, b, c, d, e, f = matrix(look.get("/Matrix"))
    corners = [(x, y) for x in (bounds[0], bounds[2]) for y in (bounds[1], bounds[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if width <= 0 or height <= 0:
        return None
    across = (rectangle[2] - rectangle[0]) / width
    along = (rectangle[3] - rectangle[1]) / height
    return (
        across, 0.0, 0.0, along,
        rectangle[0] - min(xs) * across, rectangle[1] - min(ys) * along,
    )  # fmt: skip
