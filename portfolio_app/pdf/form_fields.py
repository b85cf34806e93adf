"""The fields of a form that goes out: where each lies, what it is called, and how it is written.

Drawn with the pages, written into the file afterwards (ISO 32000-1, 12.7). No field has a length, a
script or a value of its own; the values that are typed are Unicode whatever the font holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import party_of
from portfolio_app.pdf import field_font
from portfolio_app.pdf.sheet import Node, Sheet, colour

SIZE = 11.0  # points, of what is typed on many lines
BUTTON = 13.0  # points across
_READ_ONLY, _MULTILINE, _RADIO = 1, 1 << 12, 1 << 15  # 12.7.3.1, 12.7.4.2, 12.7.4.3
_HIDDEN, _PRINT = 2, 4  # 12.5.3
_MARKS = "/ZaDb 0 Tf 0 g"
_ZERO_RECT = (0.0, 0.0, 0.0, 0.0)

Rect = tuple[float, float, float, float]


class Kind(StrEnum):
    """What can be done in a field."""

    TEXT = "text"
    LINES = "lines"
    TICK = "tick"
    CHOICE = "choice"
    SIGNATURE = "signature"


@dataclass(slots=True)
class Widget:
    """A field, or one button of it, on a page counted from 1; ``rect`` in points."""

    name: str
    kind: Kind
    label: str
    page: int
    rect: Rect
    node: Node
    state: str = ""  # of a button that is on
    number: int = 0  # in the parent tree


@dataclass(slots=True)
class Fields:
    """Collects the fields while pages are drawn: reading order is tab order."""

    widgets: list[Widget] = field(default_factory=list)

    def add(
        self, sheet: Sheet, name: str, kind: Kind, label: str, rect: Rect, state: str = ""
    ) -> None:
        """Lay a field over ``rect``; ``label`` is what a screen reader says of it."""
        node = Node("Form")
        sheet.blank(node)
        self.widgets.append(Widget(name, kind, label, sheet.page, rect, node, state))

    def write(
        self, pdf: Pdf, hidden: Sequence[tuple[str, str]], title: str, *, first_page: int = 1
    ) -> list[Object]:
        """Write every field into the PDF and return the annotations, in the order of the widgets.

        ``hidden`` are names and values of read-only fields that nobody sees, ``title`` what they
        are called. The form begins on ``first_page`` of the PDF, counted from 1.
        """
        is_shared = any(party_of(widget.name)[0] > 1 for widget in self.widgets)
        tree = _Tree(pdf, is_shared=is_shared)
        for name, value in hidden:
            tree.add_hidden(name, value, title, first_page)
        made = [tree.add(widget) for widget in self.widgets]
        pdf.Root.AcroForm = pdf.make_indirect(tree.form())
        return made


class _Tree:
    def __init__(self, pdf: Pdf, *, is_shared: bool) -> None:
        self._pdf = pdf
        self._is_shared = is_shared  # several sign it, each in a part of their own
        self._top = Array()
        self._known: dict[str, Object] = {}
        self._pages: set[int] = set()
        self._font = field_font.make(pdf)
        self._looks = _Looks(pdf)
        self._has_signature = False

    def form(self) -> Dictionary:
        # No /NeedAppearances: every field has its look, and a viewer that is asked to draw all of
        # them anew draws, and saves, tick boxes that were ticked as if they were empty (poppler).
        form = Dictionary(
            Fields=self._top,
            DA=String(_look(0)),
            DR=Dictionary(Font=self._fonts()),
        )
        if self._has_signature:
            form.SigFlags = 1  # a signature field is there (12.7.2)
        return form

    def _fonts(self) -> Dictionary:
        # Readers that draw ticks anew ask for this font by this name (12.7.4.2.3); we don't use it.
        marks = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
        return Dictionary(
            {f"/{field_font.NAME}": self._font, "/ZaDb": self._pdf.make_indirect(marks)}
        )

    def add(self, widget: Widget) -> Object:
        """Write one widget, and its field if this is the first of it."""
        annotation = self._annotation(widget)
        if widget.kind is Kind.CHOICE:
            group = self._known.get(widget.name)
            if group is None:
                group = self._field(widget.name)
                group.FT, group.Ff, group.Kids = Name.Btn, _RADIO, Array()
                group.V, group.TU = Name.Off, String(widget.label.rpartition(":")[0])
            annotation.Parent = group
            annotation.TU = String(widget.label)
            group.Kids.append(annotation)
            return annotation
        parent = self._parent(widget.name, annotation)
        annotation.T = String(widget.name.rpartition(".")[2])
        annotation.TU = String(widget.label)
        if parent is not None:
            annotation.Parent = parent
        return annotation

    def add_hidden(self, name: str, value: str, title: str, on_page: int) -> None:
        """Write a read-only field that is not shown, on a page counted from 1."""
        page = self._pdf.pages[on_page - 1].obj
        annotation = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, Rect=Array(_ZERO_RECT), F=_HIDDEN, P=page,
                FT=Name.Tx, Ff=_READ_ONLY, T=String(name), TU=String(f"{title}: {name}"),
                V=String(value), DV=String(value), DA=String(_look(SIZE)),
            )
        )  # fmt: skip
        annotation.AP = Dictionary(N=self._looks.nothing(1, 1))
        self._top.append(annotation)
        self._append(on_page, annotation)

    def _field(self, name: str) -> Object:
        made = self._pdf.make_indirect(Dictionary(T=String(name.rpartition(".")[2])))
        parent = self._parent(name, made)
        if parent is not None:
            made.Parent = parent
        self._known[name] = made
        return made

    def _parent(self, name: str, kid: Object) -> Object | None:
        """Put a field beneath the one its name goes on from, which is made when it is not there."""
        above = name.rpartition(".")[0]
        if not above:
            self._top.append(kid)
            return None
        parent = self._known.get(above)
        if parent is None:
            parent = self._field(above)
            parent.Kids = Array()
        parent.Kids.append(kid)
        return parent

    def _append(self, page: int, annotation: Object) -> None:
        """Put an annotation on a page counted from 1, after those that it has."""
        holder = self._pdf.pages[page - 1].obj
        if page not in self._pages:
            self._pages.add(page)
            holder.Annots = Array()
        holder.Annots.append(annotation)

    def _annotation(self, widget: Widget) -> Object:
        page = self._pdf.pages[widget.page - 1].obj
        rect = [round(each, 2) for each in widget.rect]
        made = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, Rect=Array(rect), F=_PRINT, P=page,
            StructParent=widget.number, BS=Dictionary(W=0),
        )  # fmt: skip
        wide, high = rect[2] - rect[0], rect[3] - rect[1]
        match widget.kind:
            case Kind.TEXT | Kind.LINES:
                is_lines = widget.kind is Kind.LINES
                made.FT, made.Ff = Name.Tx, _MULTILINE if is_lines else 0
                made.DA = String(_look(SIZE if is_lines else 0))
                made.AP = Dictionary(N=self._looks.nothing(wide, high))
            case Kind.TICK:
                made.FT, made.V, made.AS = Name.Btn, Name.Off, Name.Off
                made.AP = Dictionary(N=self._looks.tick(wide))
                made.MK = Dictionary(CA=String("4"))
                made.DA = String(_MARKS)
            case Kind.CHOICE:
                made.AS = Name.Off
                made.AP = Dictionary(N=self._looks.dot(wide, widget.state))
                made.MK = Dictionary(CA=String("l"))
                made.DA = String(_MARKS)
            case Kind.SIGNATURE:
                made.FT = Name.Sig
                made.AP = Dictionary(N=self._looks.nothing(wide, high))
                if not self._is_shared:  # signing locks every field (12.7.4.5, table 233)
                    lock = Dictionary(Type=Name.SigFieldLock, Action=Name.All)
                    made.Lock = self._pdf.make_indirect(lock)
                self._has_signature = True
        added = self._pdf.make_indirect(made)
        self._append(widget.page, added)
        return added


class _Looks:
    """What fields look like: shapes, no letters of a font.

    Those of buttons are written once; a field for text has one of its own, for programs that fill
    it in write into it.
    """

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._made: dict[tuple[object, ...], Object] = {}

    def nothing(self, wide: float, high: float) -> Object:
        return self._stream(b"/Tx BMC EMC", wide, high)

    def tick(self, wide: float) -> Dictionary:
        box = _stroke(1.0) + f"0.5 0.5 {wide - 1:.2f} {wide - 1:.2f} re S".encode()
        s = wide / 13
        mark = (
            _stroke(2.0 * s)
            + (
                f"1 J 1 j {3.1 * s:.2f} {6.6 * s:.2f} m {5.5 * s:.2f} {3.7 * s:.2f} l "
                f"{10 * s:.2f} {9.6 * s:.2f} l S"
            ).encode()
        )
        return Dictionary(
            {
                f"/{forms.ON}": self._form(box + b"\n" + mark, wide, wide),
                "/Off": self._form(box, wide, wide),
            }
        )

    def dot(self, wide: float, state: str) -> Dictionary:
        ring = _stroke(1.0) + _circle(wide / 2, wide / 2 - 0.5) + b" S"
        fill = f"{colour('print.ink')} rg ".encode()
        dot = ring + b"\n" + fill + _circle(wide / 2, wide / 2 - 3.4) + b" f"
        return Dictionary(
            {f"/{state}": self._form(dot, wide, wide), "/Off": self._form(ring, wide, wide)}
        )

    def _form(self, drawn: bytes, wide: float, high: float) -> Object:
        key = (drawn, round(wide, 2), round(high, 2))
        if key not in self._made:
            self._made[key] = self._stream(b"q " + drawn + b" Q", wide, high)
        return self._made[key]

    def _stream(self, drawn: bytes, wide: float, high: float) -> Object:
        stream = Stream(self._pdf, drawn)
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        stream.BBox = Array([0, 0, round(wide, 2), round(high, 2)])
        stream.Resources = Dictionary()
        return self._pdf.make_indirect(stream)


def outline(sheet: Sheet, kind: Kind, rect: Rect) -> None:
    """Draw a button's empty shape on the page too, where nothing else would show it on paper."""
    x0, y0, x1, _ = rect
    wide = x1 - x0
    if kind is Kind.TICK:
        sheet.box((x0 + 0.5, y0 + 0.5, x1 - 0.5, y0 + wide - 0.5), line="print.ink", weight=1)
        return
    ring = _circle(wide / 2, wide / 2 - 0.5).decode()
    sheet.raw(f"q 1 0 0 1 {x0:.2f} {y0:.2f} cm {colour('print.ink')} RG 1 w {ring} S Q")


def _look(size: float) -> str:
    """Return the default look of what is typed; size 0: as large as fits (12.7.3.3)."""
    return f"/{field_font.NAME} {size:g} Tf {colour('print.ink')} rg"


def _stroke(weight: float) -> bytes:
    return f"{colour('print.ink')} RG {weight:.2f} w ".encode()


def _circle(centre: float, radius: float) -> bytes:
    k, c, r = radius * 0.5523, centre, radius
    return (
        f"{c - r:.2f} {c:.2f} m "
        f"{c - r:.2f} {c + k:.2f} {c - k:.2f} {c + r:.2f} {c:.2f} {c + r:.2f} c "
        f"{c + k:.2f} {c + r:.2f} {c + r:.2f} {c + k:.2f} {c + r:.2f} {c:.2f} c "
        f"{c + r:.2f} {c - k:.2f} {c + k:.2f} {c - r:.2f} {c:.2f} {c - r:.2f} c "
        f"{c - k:.2f} {c - r:.2f} {c - r:.2f} {c - k:.2f} {c - r:.2f} {c:.2f} c h"
    ).encode()
