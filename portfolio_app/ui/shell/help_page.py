"""Help: shortcuts, the proposal, the plan, the assessment, the data, the standard, the app."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from portfolio_app import __version__
from portfolio_app.ui.kit.actions import MENUS, TABLE
from portfolio_app.ui.kit.forms import Column
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.page import Area, Page
from portfolio_app.ui.kit.places import Place
from portfolio_app.ui.kit.tabs import stack_under, tab_bar
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.shell.assessment_help import assessment_help
from portfolio_app.ui.shell.discussion_help import IN_DISCUSSION
from portfolio_app.ui.shell.plan_help import plan_help
from portfolio_app.ui.shell.proposal_help import proposal_help
from portfolio_app.ui.shell.standard_words import StandardWords

TABS = ("shortcuts", "proposal", "plan", "assessment", "data", "standard", "about")

IN_THE_READER = (
    ("H", "Claim the selected words"),
    ("B", "Draw a box"),
    ("N", "Next passage"),
    ("[ ]", "Weaker or stronger, in the claim bar"),
    ("Enter", "Open, choose, submit"),
    ("Esc", "Close what is open; then clear the selection"),
)
IN_REHEARSAL = (
    ("1 2 3", "Well, nearly, again; then the next question"),
    ("E", "Show the evidence, or hide it"),
    ("P", "Pause, or go on"),
    ("S", "Skip"),
    ("Esc", "Finish the run"),
    ("Alt+Up Alt+Down", "The crib card before, or after"),
)


class HelpPage(Page):
    """Plain pages, one a tab."""

    def __init__(
        self, workspace: Workspace, areas: tuple[Area, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(workspace, parent)
        titles = (
            self.tr("Shortcuts"),
            self.tr("Proposal"),
            self.tr("Plan"),
            self.tr("Assessment"),
            self.tr("Your data"),
            self.tr("Standard"),
            self.tr("About"),
        )
        self._tabs = tab_bar(self.tr("Help"), titles)
        views = (
            self._shortcuts(areas),
            proposal_help(),
            plan_help(),
            assessment_help(),
            self._data(),
            self._standard(),
            self._about(),
        )
        stack_under(self._tabs, self, views)

    @override
    def show_place(self, place: Place) -> None:
        if place.tab in TABS:
            self._tabs.setCurrentIndex(TABS.index(place.tab))

    @override
    def first_focus(self) -> QWidget | None:
        return self._tabs

    def _shortcuts(self, areas: tuple[Area, ...]) -> Column:
        column = Column(self.tr("Keyboard shortcuts"))
        column.words(self.tr("Everything can be done without a mouse."), "muted")
        column.heading(self.tr("Areas"))
        column.add(_pairs([(area.keys, area.title) for area in areas if area.keys]))
        for menu in MENUS:
            pairs = [
                (spec.keys, spec.text.replace("&", "").rstrip("…"))
                for spec in TABLE
                if spec.menu == menu and spec.keys
            ]
            if pairs:
                column.heading(menu.replace("&", ""))
                column.add(_pairs(pairs))
        column.heading(self.tr("Moving about"))
        column.add(_pairs([(spec.keys, spec.tip) for spec in TABLE if not spec.menu and spec.keys]))
        column.heading(self.tr("In the reader"))
        column.add(_pairs(list(IN_THE_READER)))
        column.heading(self.tr("In rehearsal"))
        column.add(_pairs(list(IN_REHEARSAL)))
        column.heading(self.tr("In Discussion mode"))
        column.add(_pairs(list(IN_DISCUSSION)))
        return column

    def _data(self) -> Column:
        store = self.workspace.store
        column = Column(self.tr("Where your data is kept"))
        column.words(self.tr("Your portfolio is one folder on this computer:"))
        column.words(str(store.folder), "strong")
        for text in (
            self.tr(
                "In it, the database and every file are encrypted. The key is kept in this "
                "computer's keychain, or opened by your passphrase; the recovery key opens it "
                "anywhere."
            ),
            self.tr(
                "This app makes no network connections and has no account. Nothing leaves this "
                "computer unless you export it, or choose a backup place that is synced: a "
                "backup is sealed with the same encryption."
            ),
            self.tr("Your own files are never changed. What you add is copied, byte for byte."),
            self.tr("Binned items stay 30 days."),
            self.tr(
                "Forms go out as files that you send yourself, and what comes back is kept here as "
                "it came. Whoever fills in somebody else's request in this app has it as a plain "
                "PDF where they save it; until then their words wait, not encrypted, among this "
                "app's own data on that computer."
            ),
        ):
            column.words(text)
        return column

    def _standard(self) -> Column:
        return StandardWords(self.workspace, self.tr("Standard version and sources"))

    def _about(self) -> Column:
        column = Column(self.tr("Senior Leader Portfolio"))
        column.words(self.tr("Version {0}").format(__version__))
        column.words(
            self.tr("Highlight a passage, and it becomes a page number the assessor can follow.")
        )
        column.words(self.tr("MIT licence. No warranty."))
        column.heading(self.tr("With thanks to"))
        for text in (
            "Qt for Python (LGPL-3.0), SQLAlchemy (MIT), SQLCipher (BSD), cryptography (BSD)",
            "pikepdf and qpdf (MPL-2.0, Apache-2.0), PDFium (BSD-3, Apache-2.0), reportlab (BSD)",
            "python-docx (MIT), openpyxl (MIT), lxml (BSD), pyHanko (MIT)",
            "Lucide icons (ISC), Atkinson Hyperlegible Next and DejaVu fonts (OFL-1.1, free)",
            "the British English dictionary of SCOWL (its own permissive licence)",
        ):
            column.words(text, "muted")
        return column


def _pairs(pairs: list[tuple[str, str]]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setColumnMinimumWidth(0, theme().px(140))
    grid.setColumnStretch(1, 1)
    for row, (keys, words) in enumerate(pairs):
        native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
        grid.addWidget(label(native, "strong"), row, 0)
        grid.addWidget(label(words, wrap=True), row, 1)
    return holder
