"""A pack for a buddy: which pieces, for which KSBs, and where it is put."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.domain.evidence import EvidenceItem
from portfolio_app.problems import PortfolioError
from portfolio_app.services import buddies
from portfolio_app.services.buddies import MadePack
from portfolio_app.store import queries
from portfolio_app.ui.kit import messages, opening
from portfolio_app.ui.kit.counted_edit import LineField
from portfolio_app.ui.kit.default_key import press_by_ctrl_enter
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.forms import above
from portfolio_app.ui.kit.ksb_field import KsbField
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.messages import Answer, Message
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.kit.wrong_line import WrongLine

_UID = Qt.ItemDataRole.UserRole


class BuddyDialog(QDialog):
    """Pieces are ticked in a list: those chosen before it opened, else the shortlist."""

    def __init__(self, parent: QWidget, workspace: Workspace, chosen: Sequence[str] = ()) -> None:
        super().__init__(parent.window())
        self._workspace = workspace
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Pack for a buddy"))
        items = [each for each in queries.evidence.items(workspace.store) if each.is_evidence]
        items.sort(key=lambda each: (each.position is None, each.position or 0, each.title))
        self._build(parent, items, set(chosen))

    @property
    def item_uids(self) -> list[str]:
        """The pieces that are ticked, in the order of the list."""
        rows = [self.pieces.item(row) for row in range(self.pieces.count())]
        ticked = [each for each in rows if each.checkState() is Qt.CheckState.Checked]
        return [str(each.data(_UID)) for each in ticked]

    def _build(self, parent: QWidget, items: Sequence[EvidenceItem], chosen: set[str]) -> None:
        look = theme()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[look.space("lg")] * 4)
        whole.setSpacing(look.space("sm"))
        whole.addWidget(
            label(
                self.tr(
                    "One PDF of the pieces you choose, marked not for submission, with pages to "
                    "comment on. What you hid is taken out; notes, ratings, witnesses and papers "
                    "stay here. Send it yourself: nothing is sent from this app."
                ),
                "muted",
                wrap=True,
            )
        )
        self.pieces = QListWidget()
        self.pieces.setAccessibleName(self.tr("Pieces"))
        for each in items:
            words = f"{each.ref}  {each.title}" if each.ref else each.title
            row = QListWidgetItem(words)
            row.setData(_UID, each.uid)
            row.setSizeHint(QSize(0, look.size("row_compact")))
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_in = each.uid in chosen if chosen else bool(each.ref)
            row.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
            if each.do_not_export:
                row.setCheckState(Qt.CheckState.Unchecked)
                row.setFlags(Qt.ItemFlag.NoItemFlags)
                row.setText(self.tr("{0} (Do not export)").format(words))
            self.pieces.addItem(row)
        self.pieces.setCurrentRow(0)
        self.pieces.itemChanged.connect(self._show)
        whole.addWidget(above(self.tr("&Pieces (Space ticks)"), self.pieces), 1)
        self.ksbs = KsbField()
        known = queries.standard.standard(self._workspace.store).ksbs
        self.ksbs.set_ksbs([each for each in known if not each.retired])
        whole.addWidget(above(self.tr("Only claims on these &KSBs (empty for all)"), self.ksbs))
        self.title_line = LineField()
        self.title_line.setPlaceholderText(self.tr("Pack for a buddy"))
        whole.addWidget(above(self.tr("&What it is called"), self.title_line))
        self.names = QCheckBox(self.tr("&Names and numbers that still show may stay"))
        self.names.hide()
        whole.addWidget(self.names)
        self.wrong = WrongLine()
        whole.addWidget(self.wrong)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.make = QPushButton(self.tr("Make pack…"))
        self.make.setProperty("look", "primary")
        self.make.setDefault(True)
        self.make.clicked.connect(lambda _=False: self._on_make())
        press_by_ctrl_enter(self, self.make)
        buttons = QWidget()
        flow = FlowLayout(buttons, look.space("sm"), at_end=True)
        for button in (cancel, self.make):
            button.setAutoDefault(button is self.make)
            flow.addWidget(button)
        whole.addWidget(buttons)
        room = parent.window()
        self.resize(
            min(look.px(620), room.width() - look.space("xl")),
            min(look.px(600), room.height() - look.space("xl")),
        )
        self._show()
        self.pieces.setFocus()

    def _show(self) -> None:
        count = len(self.item_uids)
        self.make.setEnabled(bool(count) and not self._workspace.readonly)
        tip = "" if count else self.tr("Tick a piece first.")
        self.make.setToolTip(tip)
        self.make.setAccessibleDescription(tip)

    def _on_make(self) -> None:
        filters = self.tr("PDF (*.pdf)")
        start = Path.home() / "For_a_buddy.pdf"
        messages.choose_save(self, self.tr("Pack for a buddy"), self._on_place, start, filters)

    def _on_place(self, paths: list[Path]) -> None:
        if not paths:
            return
        out = paths[0]
        if out.suffix.casefold() != ".pdf":
            out = out.with_name(f"{out.name}.pdf")
        self.wrong.say("")
        self.make.setEnabled(False)
        self._workspace.start(
            self.tr("Making the pack"),
            buddies.make,
            self.item_uids,
            out,
            title=self.title_line.text(),
            ksb_uids=self.ksbs.uids,
            names_seen=self.names.isChecked(),
            then=self._on_made,
            failed=self._on_failed,
        )

    def _on_made(self, made: MadePack) -> None:
        window, work = self.parentWidget(), self._workspace
        self.accept()
        if window is None:
            return
        message = Message(
            work.tr("The pack is written as {0}.").format(made.path.name),
            work.tr("It has {0} pages, and is marked not for submission.").format(made.pages),
            work.tr("When it comes back, drop it on this window: the comments stand beside the "
                    "pieces."),
            "info",
        )  # fmt: skip
        answers = (
            Answer("open", work.tr("Open"), "primary"),
            Answer("show", work.tr("Show file")),
            Answer("", work.tr("Close")),
        )
        messages.ask(window, message, answers, partial(_answered, made.path))

    def _on_failed(self, error: BaseException) -> None:
        self._show()
        if not isinstance(error, PortfolioError):
            self._workspace.trouble.emit(error)
            return
        self.wrong.say(str(error))
        if error.code == "names-show":
            self.names.show()
            self.names.setFocus()


def receive(workspace: Workspace, parent: QWidget) -> None:
    """Let the person choose a pack that came back, and take its comments in."""
    title = workspace.tr("Take in a buddy's comments")
    messages.choose_files(parent, title, partial(_on_chosen, workspace), filters="PDF (*.pdf)")


def _on_chosen(workspace: Workspace, paths: list[Path]) -> None:
    for path in paths:
        workspace.start(workspace.tr("Reading comments"), buddies.receive, path, toast=True)


def _answered(path: Path, answer: str) -> None:
    if answer == "open":
        opening.open_file(path)
    elif answer == "show":
        opening.show_in_folder(path)
