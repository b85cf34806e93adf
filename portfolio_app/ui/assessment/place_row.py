"""Where the bundle is put: the whole folder, or the PDF alone; and whether it is a draft."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.options import Profile
from portfolio_app.ui.assessment.compile_state import CompileState, usual_folder, usual_name
from portfolio_app.ui.kit import messages
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.theme import theme


class PlaceRow(QWidget):
    """``out`` is the chosen file, or the chosen folder when ``is_folder``."""

    changed = Signal()
    folder_chosen = Signal(bool)  # the whole folder, or the PDF alone

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.out = Path()
        self._key = (Profile.GATEWAY, True)
        self._chosen: dict[tuple[Profile, bool], Path] = {}
        self._build()

    @property
    def is_folder(self) -> bool:
        """Whether ``out`` is a folder: the PDF with everything beside it."""
        return self._key[1]

    def show_state(self, state: CompileState) -> None:
        """Show the kept choice, and the usual place until another one is chosen."""
        options = state.options
        is_folder = options.whole_folder or options.profile is Profile.PROPOSAL
        self._key = (options.profile, is_folder)
        (self.whole if is_folder else self.alone).setChecked(True)
        self._which.setVisible(options.profile is Profile.GATEWAY)
        place = self._chosen.get(self._key) or _usual_place(state, is_folder=is_folder)
        self._show_out(_beside(place) if place in _handed_in(state) else place)

    def show_alone(self, words: str) -> None:
        """Say what the PDF holds and leaves out when it is built alone; "" while it is not."""
        self._alone.setText(words)
        self._alone.setVisible(bool(words))

    def choose(self) -> None:
        """Ask where the bundle is to be put."""
        if self.is_folder:
            title = self.tr("Choose or make the bundle's folder")
            messages.choose_folder(self, title, self.on_place, self.out.parent)
            return
        messages.choose_save(
            self,
            self.tr("Where to put the bundle"),
            self.on_place,
            self.out,
            self.tr("PDF documents (*.pdf)"),
        )

    def on_place(self, paths: list[Path]) -> None:
        """Take a chosen place."""
        out = paths[0]
        if not self.is_folder and out.suffix.lower() != ".pdf":
            out = out.with_name(f"{out.name}.pdf")
        self._chosen[self._key] = out
        self._show_out(out)

    def allow(self, *, allowed: bool) -> None:
        """Let the choice be made, or only be seen."""
        for button in (self.whole, self.alone):
            button.setEnabled(allowed)

    def _build(self) -> None:
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space("xs"))
        self._which = QWidget()
        flow = FlowLayout(self._which, look.space("md"))
        flow.addWidget(label(self.tr("Make"), "strong"))
        group = QButtonGroup(self)
        self.whole = QRadioButton(self.tr("The bundle folder: the PDF and the files beside it"))
        self.alone = QRadioButton(self.tr("The PDF alone"))
        for button, is_folder in ((self.whole, True), (self.alone, False)):
            group.addButton(button)
            button.clicked.connect(lambda _=False, each=is_folder: self.folder_chosen.emit(each))
            flow.addWidget(button)
        self.draft = QCheckBox(self.tr("Print “Draft” on the &cover and in every footer"))
        self.draft.toggled.connect(lambda _: self.changed.emit())
        save = label(self.tr("Save as"))
        self.place = QLineEdit()
        self.place.setReadOnly(True)
        self.place.setAccessibleName(self.tr("Where the bundle is put"))
        save.setBuddy(self.place)
        self.button = QPushButton(self.tr("Choose another place…"))
        self.button.clicked.connect(lambda _=False: self.choose())
        row = QHBoxLayout()
        row.setSpacing(look.space("sm"))
        row.addWidget(save)
        row.addWidget(self.place, 1)
        row.addWidget(self.button)
        self._alone = label("", "muted", wrap=True)
        self._alone.hide()
        column.addWidget(self._which)
        column.addWidget(self._alone)
        column.addLayout(row)
        column.addWidget(self.draft)

    def _show_out(self, out: Path) -> None:
        self.out = out
        self.place.setText(str(out))
        self.place.setToolTip("")
        self.place.setCursorPosition(len(str(out)))
        self.changed.emit()


def _handed_in(state: CompileState) -> set[Path]:
    """Return where bundles lie that were handed in: they stay as they are."""
    records = [past.record for past in state.bundles if past.record.submitted_at]
    return {Path(each.folder or each.path) for each in records}


def _beside(place: Path) -> Path:
    """Return a place with the same name and the next number that is free."""
    numbered = (place.with_name(f"{place.stem}_{n}{place.suffix}") for n in count(2))
    return next(each for each in numbered if not each.exists())


def _usual_place(state: CompileState, *, is_folder: bool) -> Path:
    """Return the last bundle's place while its folder is there, else the documents folder."""
    for past in state.bundles:
        record = past.record
        if bool(record.folder) is is_folder and past.path.parent.is_dir():
            return Path(record.folder) if is_folder else past.path
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(where) if where and Path(where).is_dir() else Path.home()
    name = usual_folder(state.name, state.options.profile) if is_folder else usual_name(state.name)
    return folder / name
