"""Small real Office files, made as a test needs them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pptx
from docx.enum.text import WD_COLOR_INDEX
from pptx.util import Inches

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(made: Any) -> bytes:
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def changed(data: bytes, **parts: Callable[[str], str] | bytes | str) -> bytes:
    """Return a package with parts changed or added; a name is written with __ for / and _ for ."""
    wanted = {name.replace("__", "/").replace("_xml", ".xml"): each for name, each in parts.items()}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content: bytes | str = old.read(name)
            change = wanted.pop(name, None)
            if callable(change):
                content = change(old.read(name).decode("utf-8"))
            elif change is not None:
                content = change
            new.writestr(name, content)
        for name, each in wanted.items():
            if not callable(each):
                new.writestr(name, each)
    return out.getvalue()


def word() -> bytes:
    """Return a document with headings, lists, a table, a header, a comment and highlights."""
    made = docx.Document()
    made.core_properties.title = "Winter pressures plan"
    made.core_properties.author = "A Project Lead"
    made.core_properties.last_modified_by = "A Deputy"
    made.sections[0].header.paragraphs[0].text = "Header of every page"
    made.add_heading("What we decided", 1)
    line = made.add_paragraph("We chose ")
    marked = line.add_run("to open twelve beds")
    marked.font.highlight_color = WD_COLOR_INDEX.YELLOW
    line.add_run(" and to close ")
    other = line.add_run("one corridor")
    other.font.highlight_color = WD_COLOR_INDEX.BRIGHT_GREEN
    line.add_run(".")
    made.add_comment(line.runs[1], text="My own idea", author="A Reviewer", initials="AR")
    made.add_paragraph("First step", style="List Number")
    made.add_paragraph("Second step", style="List Number")
    table = made.add_table(rows=2, cols=2)
    for place, text in enumerate(("Risk", "Owner", "Staffing", "Ward lead")):
        table.cell(place // 2, place % 2).text = text
    return saved(made)


def with_changes(data: bytes) -> bytes:
    """Return the document with a tracked deletion and insertion, hidden words and a variable."""
    more = (
        '<w:p><w:r><w:t xml:space="preserve">Kept </w:t></w:r>'
        '<w:del w:id="1" w:author="A Deputy" w:date="2025-01-01T00:00:00Z"><w:r>'
        "<w:delText>a secret sentence</w:delText></w:r></w:del>"
        '<w:ins w:id="2" w:author="A Deputy" w:date="2025-01-01T00:00:00Z"><w:r>'
        "<w:t>added words</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen words</w:t></w:r></w:p>"
    )
    return changed(
        data, word__document_xml=lambda xml: xml.replace("<w:sectPr", f"{more}<w:sectPr", 1)
    )


def slides() -> bytes:
    """Return three slides: with notes, with a table, and a hidden one."""
    made = pptx.Presentation()
    first = made.slides.add_slide(made.slide_layouts[1])
    first.shapes.title.text = "Why beds matter"
    first.placeholders[1].text = "Flow first\nThen staffing"
    first.notes_slide.notes_text_frame.text = "Say this slowly"
    second = made.slides.add_slide(made.slide_layouts[5])
    second.shapes.title.text = "Costs"
    grid = second.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for place, text in enumerate(("Item", "Cost", "Beds", "£12,000")):
        grid.cell(place // 2, place % 2).text = text
    third = made.slides.add_slide(made.slide_layouts[5])
    third.shapes.title.text = "Redundancies"
    third._element.set("show", "0")
    made.core_properties.title = "Beds for the board"
    return saved(made)


def workbook() -> bytes:
    """Return a workbook: numbers in formats, a hidden sheet, row and column, a comment."""
    from openpyxl.comments import Comment

    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Budget"
    sheet.append(["Line", "Amount", "Share", "Day", "Secret"])
    sheet.append(["Staff", 12345.5, 0.25, None, "column E"])
    sheet.append(["Estates", -70, 0.5, None, "column E too"])
    sheet.append(["Hidden line", 1, 1, None, ""])
    sheet["B2"].number_format = "£#,##0.00"
    sheet["C2"].number_format = "0%"
    import datetime

    sheet["D2"] = datetime.date(2025, 3, 12)
    sheet["D2"].number_format = "dd/mm/yyyy"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet["A2"].comment = Comment("Check this", "A Reviewer")
    other = made.create_sheet("Salaries")
    other["A1"] = "Nobody should see this"
    other.sheet_state = "hidden"
    return saved(made)
