"""Writes what the pages of a form mean: the structure tree, with every field in its place.

ISO 32000-1, 14.7; ISO 14289-1, 7.18: a field is an element ``Form`` with its label.
"""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from portfolio_app.pdf.form_fields import Widget
from portfolio_app.pdf.sheet import Node, Sheet


def number_widgets(widgets: Sequence[Widget], pages: int) -> None:
    """Give every widget its place in the parent tree: after the pages."""
    for index, widget in enumerate(widgets):
        widget.number = pages + index


def write(pdf: Pdf, sheet: Sheet, widgets: Sequence[Widget], annotations: Sequence[Object]) -> None:
    """Write the structure tree of the sheet; ``annotations`` are those of the widgets, in order."""
    pages = [page.obj for page in pdf.pages]
    placed = {
        id(widget.node): (widget, made) for widget, made in zip(widgets, annotations, strict=True)
    }
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    elements: dict[int, Object] = {}

    def make(node: Node, up: Object) -> Object:
        made = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + node.tag), P=up, K=Array())
        )
        elements[id(node)] = made
        if node.alt:
            made.Alt = String(node.alt)
        if node.scope or node.span > 1:
            made.A = Dictionary(O=Name.Table)
            if node.scope:
                made.A.Scope = Name("/" + node.scope)
            if node.span > 1:
                made.A.ColSpan = node.span
        for kid in node.kids:
            if isinstance(kid, Node):
                made.K.append(make(kid, made))
            elif isinstance(kid, tuple):
                made.K.append(Dictionary(Type=Name.MCR, Pg=pages[kid[0] - 1], MCID=kid[1]))
        if id(node) in placed:
            widget, annotation = placed[id(node)]
            page = pages[widget.page - 1]
            made.K.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page))
            made.Pg = page
        return made

    root.K = make(sheet.root, root)
    numbers = Array()
    for index, marks in enumerate(sheet.marks[: len(pages)]):
        numbers.append(index)
        numbers.append(pdf.make_indirect(Array([elements[id(node)] for node in marks])))
    for widget in widgets:
        numbers.append(widget.number)
        numbers.append(elements[id(widget.node)])
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pages) + len(widgets)
    pdf.Root.StructTreeRoot = root
