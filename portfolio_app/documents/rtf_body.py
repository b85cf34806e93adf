"""Where the words of Rich Text go: paragraphs and tables of the document, a note or a header."""

from __future__ import annotations

from dataclasses import dataclass, field

from portfolio_app.domain.simple import Block, Cell, Paragraph, Run, Style, Table


@dataclass(slots=True)
class Body:
    """Blocks that are done, and the runs, cells and rows of what is not."""

    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    cells: list[list[Paragraph]] = field(default_factory=list)
    cell: list[Paragraph] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    def end_paragraph(self, *, in_table: bool, heading: int, is_listed: bool) -> None:
        """Make a paragraph of the runs so far; ``heading`` is its level, 0 for none."""
        runs, self.runs = tuple(self.runs), []
        has_words = any(run.text.strip() for run in runs)
        if in_table:
            if has_words:
                self.cell.append(Paragraph(runs))
            return
        self.end_table()
        if has_words:
            if heading:
                self.blocks.append(Paragraph(runs, Style.HEADING, heading))
            elif is_listed:
                self.blocks.append(Paragraph(runs, Style.LIST, 0, "•"))
            else:
                self.blocks.append(Paragraph(runs))

    def end_cell(self) -> None:
        """Make a cell of what was gathered for it."""
        if any(run.text.strip() for run in self.runs):
            self.cell.append(Paragraph(tuple(self.runs)))
        self.runs = []
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        """Make a row of its cells."""
        if self.cells:
            self.rows.append(tuple(Cell(tuple(each)) for each in self.cells))
        self.cells = []

    def end_table(self) -> None:
        """Make a table of the rows, when any of them holds words."""
        if self.cells:
            self.end_row()
        if any(cell.paragraphs for row in self.rows for cell in row):
            self.blocks.append(Table(tuple(self.rows)))
        self.rows = []
