"""Step 1: what goes in: the pieces, the choices, the papers, and where the bundle is put."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from portfolio_app.domain.coverage import CAVEAT, KsbStatus
from portfolio_app.domain.options import Profile
from portfolio_app.ui.assessment.cards import Card
from portfolio_app.ui.assessment.choices_form import ChoicesForm
from portfolio_app.ui.assessment.compile_state import MANY, CompileState, count
from portfolio_app.ui.assessment.place_row import PlaceRow
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.labels import label
from portfolio_app.ui.kit.papers_box import PapersBox, wanted_kinds
from portfolio_app.ui.kit.theme import theme


class InputsCard(Card):
    """What goes in. ``out`` is the chosen place, ``is_draft`` whether Draft is to be printed."""

    shortlist_wanted = Signal()
    gaps_wanted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, readonly: bool = False) -> None:
        super().__init__(1, "", parent)
        self.title.setText("1  " + self.tr("What goes in"))
        self.setAccessibleName(self.tr("What goes in"))
        self._readonly = readonly
        self._build()

    @property
    def out(self) -> Path:
        """Where the bundle is put: a file, or a folder when ``place.is_folder``."""
        return self.place.out

    @property
    def is_draft(self) -> bool:
        """Whether Draft is printed on the cover and in every footer."""
        return self.place.draft.isChecked()

    def show_state(self, state: CompileState) -> None:
        """Show what would go in now."""
        is_gateway = state.options.profile is Profile.GATEWAY
        self._links.setVisible(is_gateway)
        self._show_pieces(state)
        for words, text in (
            (self._long, self._long_words(state)),
            (self._coverage, self._coverage_words(state)),
            (self._typical, self._typical_words(state)),
        ):
            words.setText(text)
            words.setVisible(is_gateway and bool(text))
        self.gaps.setVisible(any(row.status is KsbStatus.GAP for row in state.rows))
        self.choices.show_options(state.options)
        self.papers.show_papers(state.papers, wanted_kinds(state.options.profile, state.papers))
        self.place.show_state(state)

    # building

    def _build(self) -> None:
        look = theme()
        self._counts = label("", "strong", wrap=True)
        self._coverage = label("", "muted", wrap=True)
        self._typical = label("", "caption", wrap=True)
        self._long = label("", "muted", wrap=True)
        self._links = QWidget()
        flow = FlowLayout(self._links, look.space("sm"))
        self.shortlist = QPushButton(self.tr("Open the shortlist"))
        self.shortlist.clicked.connect(lambda _=False: self.shortlist_wanted.emit())
        self.gaps = QPushButton(self.tr("Show gaps"))
        self.gaps.clicked.connect(lambda _=False: self.gaps_wanted.emit())
        for button in (self.shortlist, self.gaps):
            flow.addWidget(button)
        self.choices = ChoicesForm()
        self.papers = PapersBox(readonly=self._readonly)
        self.place = PlaceRow()
        self.place.changed.connect(self.changed)
        self.choices.allow(allowed=not self._readonly)
        self.place.allow(allowed=not self._readonly)
        for widget in (
            self._counts, self._coverage, self._long, self._typical, self._links,
            self.choices, self.papers, self.place,
        ):  # fmt: skip
            self.column.addWidget(widget)

    # words

    def _show_pieces(self, state: CompileState) -> None:
        if state.options.profile is Profile.PROPOSAL:
            papers = sum(each.kind.profile is Profile.PROPOSAL for each in state.papers)
            words = self.tr("{0} attached").format(count(papers, "paper"))
            self._counts.setText(words if papers else self.tr("Attach the proposal first."))
            return
        self._counts.setText(
            self.tr("{0} · {1} of evidence · {2}").format(
                count(len(state.items), "piece"),
                count(state.pages, "page"),
                count(state.claims, "claim"),
            )
        )

    def _long_words(self, state: CompileState) -> str:
        long = sum(each.pages > state.long_piece for each in state.items)
        if not long or state.options.pages.value != "usual":
            return ""
        return self.tr(
            "{0} over {1} pages: only the title page, the claimed pages and one either side "
            "are shown, and the stamp says which. A piece claimed as a whole is shown whole."
        ).format(count(long, "piece"), state.long_piece)

    def _coverage_words(self, state: CompileState) -> str:
        gaps = sum(row.status is KsbStatus.GAP for row in state.rows)
        if not state.rows:
            return self.tr("This standard comes without its KSB list.")
        shown = len(state.rows) - gaps
        words = self.tr("{0} of {1} KSBs have a claim on these pieces.")
        return f"{words.format(shown, len(state.rows))} {CAVEAT}"

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
