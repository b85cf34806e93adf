"""Print a bundle, its annex or one piece; or write those pages as a PDF to print from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.ui.assessment.compile_state import count
from portfolio_app.ui.assessment.doing import Doing
from portfolio_app.ui.assessment.running_row import RunningRow
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from portfolio_app.ui.kit.paper import Paper


class PrintPanel(Doing):
    """Which part, and the two ways."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Print"))
        self._parts: tuple[Any, ...] = ()
        self._paper: Paper | None = None
        self.part = ChoiceBox()
        self.part.setAccessibleName(self.tr("What to print"))
        self.part.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.part.setMinimumContentsLength(28)
        name = label(self.tr("&What"))
        name.setBuddy(self.part)
        choose = QHBoxLayout()
        choose.setSpacing(theme().space("sm"))
        choose.addWidget(name)
        choose.addWidget(self.part, 1)
        self.print = QPushButton(self.tr("Print…"))
        self.write = QPushButton(self.tr("Save these pages as a PDF…"))
        buttons = QWidget()
        flow = FlowLayout(buttons, theme().space("sm"))
        for button in (self.print, self.write):
            flow.addWidget(button)
        self._said = label("", wrap=True)
        self._said.hide()
        self.running = RunningRow(workspace, self.tr("Stops; what is on paper stays"))
        self.column.addLayout(choose)
        for widget in (buttons, self._said, self.running):
            self.column.addWidget(widget)
        self.print.clicked.connect(lambda _=False: self._on_print())
        self.write.clicked.connect(lambda _=False: self._on_write())
        self._allow()

    @override
    def begin(self) -> None:
        from portfolio_app.services import printing

        self._say("")
        if self.last is not None:
            self.workspace.look(
                printing.printables,
                self.last.record.uid,
                then=self._show_parts,
                failed=self._on_failed,
                key="printables",
            )

    @override
    def first_focus(self) -> QWidget:
        return self.part

    def _show_parts(self, parts: tuple[Any, ...]) -> None:
        chosen = self.part.currentData()
        self._parts = parts
        self.part.clear()
        for each in parts:
            title = self.tr("The whole bundle") if each.key == "all" else each.title
            self.part.addItem(f"{title} ({count(each.pages, 'page')})", each.key)
        self.part.setCurrentIndex(max(self.part.findData(chosen), 0))
        self._allow()

    @property
    def _chosen(self) -> Any:
        return next((each for each in self._parts if each.key == self.part.currentData()), None)

    # printing

    def _on_print(self) -> None:
        if self._chosen is not None and not self.running.token:
            ask_printer(self, self._on_printer)

    def _on_printer(self, printer: QPrinter) -> None:
        from portfolio_app.services import printing
        from portfolio_app.ui.kit.paper import Paper

        chosen = self._chosen
        if self.last is None or chosen is None:
            return
        self._paper = paper = Paper(printer)
        self._follow(
            self.workspace.start(
                self.tr("Printing {0}").format(chosen.title),
                printing.print_pages,
                self.last.record.uid,
                chosen,
                paper.put,
                dots=paper.dots,
                then=self._on_printed,
                failed=self._on_failed,
            )
        )

    def _on_printed(self, pages: int) -> None:
        if self._paper is not None:
            self._paper.close()
            self._paper = None
        self._end(self.tr("{0} went to the printer.").format(count(pages, "page")))

    # writing

    def _on_write(self) -> None:
        from portfolio_app.services import printing

        chosen = self._chosen
        if self.last is None or chosen is None or self.running.token:
            return
        start = printing.usual_place(self.last.record, chosen)
        title = self.tr("Where to put the pages")
        filters = self.tr("PDF documents (*.pdf)")
        messages.choose_save(self, title, partial(self._on_place, chosen), start, filters)

    def _on_place(self, chosen: Any, paths: list[Path]) -> None:
        from portfolio_app.services import printing

        out = paths[0] if paths[0].suffix.lower() == ".pdf" else Path(f"{paths[0]}.pdf")
        if self.last is None:
            return
        self._follow(
            self.workspace.start(
                self.tr("Writing {0}").format(out.name),
                printing.write_pages,
                self.last.record.uid,
                chosen,
                out,
                then=self._on_written,
                failed=self._on_failed,
            )
        )

    def _on_written(self, out: Path) -> None:
        self._end(self.tr("Written: {0}").format(out))

    # both

    def _follow(self, token: int) -> None:
        self._say("")
        self.running.follow(token)
        self._allow()
        self.running.cancel.setFocus()

    def _end(self, words: str) -> None:
        had_focus = self.running.cancel.hasFocus()
        self.running.follow(0)
        self._allow()
        self._say(words)
        announcer().say(words)
        if had_focus:
            self.part.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        if self._paper is not None:
            self._paper.give_up()
            self._paper = None
        if isinstance(error, Cancelled):
            self._end(self.tr("Cancelled."))
        elif isinstance(error, PortfolioError):
            self._end(str(error))
        else:
            self._end("")
            self.workspace.trouble.emit(error)

    def _allow(self) -> None:
        for button in (self.print, self.write):
            button.setEnabled(bool(self._parts) and not self.running.token)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))


def ask_printer(parent: QWidget, then: Callable[[QPrinter], None]) -> None:
    """Ask which printer, and hand it on."""
    from portfolio_app.ui.kit import paper

    paper.ask_printer(parent, then)
