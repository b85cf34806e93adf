"""Dialogs of the proposal as they look with something in them."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from PySide6.QtWidgets import QDialog

from portfolio_app.domain.draft import Figure, Table, TableKind
from portfolio_app.services import citing, pictures, word_copies
from portfolio_app.store import queries
from portfolio_app.ui.proposal.bring_back_view import BringBackView
from portfolio_app.ui.proposal.export_panel import ExportDialog
from portfolio_app.ui.proposal.figure_dialog import FigureDialog
from portfolio_app.ui.proposal.page_chooser import PageChooser
from portfolio_app.ui.proposal.table_dialog import TableDialog
from portfolio_app.ui.shell.main_window import MainWindow
from tests.ui.proposal import copied

COSTS = Table(
    TableKind.COSTS,
    caption="Costs and benefits of the discharge hub",
    columns=("Item", "Year 0", "Year 1", "Year 2", "Year 3"),
    rows=(
        ("Fitting out", "£ 140,000", "", "", ""),
        ("Two coordinators", "", "86k", "86k", "88k"),
        ("Training", "4,200.50", "1,000", "about 900", ""),
        ("Bed days saved", "", "£95,000", "£180,000", "0.21m"),
    ),
    roles=("cost", "cost", "cost", "benefit"),
)


def table(window: MainWindow) -> QDialog:
    """Return the dialog of a table with a figure that can't be read."""
    return TableDialog(window, COSTS, "Table 2")


def new_table(window: MainWindow) -> QDialog:
    """Return the dialog of a new table."""
    return TableDialog(window)


def figure(window: MainWindow) -> QDialog:
    """Return the dialog of a figure with a picture."""
    chart = Image.new("RGB", (640, 400), "white")
    for at, high in enumerate((120, 200, 170, 290)):
        ImageDraw.Draw(chart).rectangle((60 + 140 * at, 380 - high, 150 + 140 * at, 380), "navy")
    out = io.BytesIO()
    chart.save(out, "PNG")
    work = window.workspace
    picture = pictures.add(work.store, work.rooms.reader, out.getvalue(), "Discharges.png")
    held = Figure(picture.uid, "Discharges before noon, by quarter", "", 0.75, "Ward dashboard")
    return FigureDialog(window, work, held, picture)


def page_chooser(window: MainWindow) -> QDialog:
    """Return the chooser of a page of evidence."""
    return PageChooser(window, window.workspace)


def export(window: MainWindow) -> QDialog:
    """Return what asks in which form the proposal is written."""
    return ExportDialog(window, window.workspace)


def bring_back(window: MainWindow) -> QDialog:
    """Return the view of a copy of the sample's proposal that a reviewer changed."""
    work = window.workspace
    content = copied.changed(queries.proposal.blocks(work.store), citing.labels(work.store))
    received = word_copies.receive(
        work.store, work.rooms.reader, ("Reviewed by the line manager.docx", content)
    )
    return BringBackView(window, work, received.uid)
