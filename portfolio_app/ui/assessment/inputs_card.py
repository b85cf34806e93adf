"""Step 1: what goes in, whether it is a draft, and where the bundle will be put."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from portfolio_app.ui.assessment.cards import Card
from portfolio_app.ui.assessment.compile_state import MANY, CompileState, count, usual_name
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class InputsCard(Card):
    """What goes in. ``out`` is the chosen file, ``is_draft`` whether Draft is to be printed."""

    shortlist_wanted = Signal()
    gaps_wanted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(1, "", parent)
        self.title.setText("1  " + self.tr("What goes in"))
        self.setAccessibleName(self.tr("What goes in"))
        self.out = Path()
        self._was_chosen = False
        self._build()

    @property
    def is_draft(self) -> bool:
        """Whether Draft is printed on the cover and in every footer."""
        return self.draft.isChecked()

    def show_state(self, state: CompileState, coverage: str) -> None:
        """Show what would go in now; ``coverage`` is the summary of the map."""
        pieces = len(state.items)
        words = self.tr("{0} · {1} of evidence · {2}").format(
            count(pieces, "piece"), count(state.pages, "page"), count(state.claims, "claim")
        )
        self._counts.setText(words)
        long = sum(each.pages > state.long_piece for each in state.items)
        self._long.setText(
            self.tr(
                "{0} over {1} pages: only the title page, the claimed pages and one either side "
                "are shown, and the stamp says which. A piece claimed as a whole is shown whole."
            ).format(count(long, "piece"), state.long_piece)
        )
        self._long.setVisible(long > 0)
        self._coverage.setText(coverage)
        self._typical.setText(self._typical_words(state))
        self._typical.setVisible(bool(self._typical.text()))
        if not self._was_chosen:
            self._show_out(_usual_place(state))

    def choose_place(self) -> None:
        """Ask where the bundle is to be put."""
        messages.choose_save(
            self,
            self.tr("Where to put the bundle"),
            self._on_place,
            self.out,
            self.tr("PDF documents (*.pdf)"),
        )

    def _build(self) -> None:
        look = theme()
        self._counts = label("", "strong", wrap=True)
        self._coverage = label("", "muted", wrap=True)
        self._typical = label("", "caption", wrap=True)
        self._long = label("", "muted", wrap=True)
        links = QWidget()
        flow = FlowLayout(links, look.space("sm"))
        self.shortlist = QPushButton(self.tr("Open the shortlist"))
        self.shortlist.clicked.connect(lambda: self.shortlist_wanted.emit())
        self.gaps = QPushButton(self.tr("Show gaps"))
        self.gaps.clicked.connect(lambda: self.gaps_wanted.emit())
        for button in (self.shortlist, self.gaps):
            flow.addWidget(button)
        self.draft = QCheckBox(self.tr("Print “Draft” on the &cover and in every footer"))
        self.draft.toggled.connect(lambda _: self.changed.emit())
        save = label(self.tr("Save as"))
        self.place = QLineEdit()
        self.place.setReadOnly(True)
        self.place.setAccessibleName(self.tr("Where the bundle is put"))
        save.setBuddy(self.place)
        self.choose = QPushButton(self.tr("Choose another place…"))
        self.choose.clicked.connect(self.choose_place)
        for widget in (self._counts, self._long, self._coverage, self._typical, links, save):
            self.column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        row.addWidget(self.place, 1)
        row.addWidget(self.choose)
        self.column.addLayout(row)
        self.column.addWidget(self.draft)

    def _typical_words(self, state: CompileState) -> str:
        pieces = len(state.items)
        words = []
        if pieces > MANY:
            words.append(
                self.tr(
                    "{0} pieces are a lot to find a way through: Annex A takes several pages, and "
                    "the assessor has a few hours."
                ).format(pieces)
            )
        if state.typical is not None and state.typical.value:
            usual = self.tr("About {0} pieces are usual.").format(round(state.typical.value))
            words.append(f"{usual} {state.typical_source}")
        return " ".join(words)

    def _on_place(self, paths: list[Path]) -> None:
        self._was_chosen = True
        self._show_out(paths[0])

    def _show_out(self, out: Path) -> None:
        if out.suffix.lower() != ".pdf":
            out = out.with_name(f"{out.name}.pdf")
        self.out = out
        self.place.setText(str(out))
        self.place.setToolTip("")
        self.place.setCursorPosition(len(str(out)))
        self.changed.emit()


def _usual_place(state: CompileState) -> Path:
    """Return the last bundle's place while its folder is there, else the documents folder."""
    if state.last is not None and state.last.path.parent.is_dir():
        return state.last.path
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(where) if where and Path(where).is_dir() else Path.home()
    return folder / usual_name(state.name)
