"""The words of what stands in the editor, counted again soon after they change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.clock import Clock
from portfolio_app.domain.word_count import (
    ANNEX,
    REFERENCES,
    TITLE,
    Band,
    Counting,
    Tally,
    WordCounter,
)
from portfolio_app.store.database import Store
from portfolio_app.ui.kit.new_day import new_day
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.keeping import WROTE

REST_MS = 300
AROUND = frozenset({TITLE, REFERENCES, ANNEX})  # parts that no block of the text holds
MINE = frozenset({Topic.PROPOSAL, Topic.STANDARD, Topic.PORTFOLIO})


@dataclass(frozen=True, slots=True)
class Rules:
    """What the count and the line beside the tabs go by, read at one moment."""

    counting: Counting = field(default_factory=lambda: Counting(frozenset()))
    band: Band = field(default_factory=Band)
    clock: Clock = field(default_factory=lambda: Clock(""))
    around: Mapping[str, int] = field(default_factory=dict)


def read_rules(store: Store) -> Rules:
    """Return them as they hold now."""
    from portfolio_app.services import clock, proposal_words

    counting = proposal_words.counting(store)
    around = proposal_words.around(store) if counting.counts & AROUND else {}
    return Rules(counting, proposal_words.band(store), clock.now(store), around)


class LiveCount(QObject):
    """One for each editor (``live_count``); ``counted`` follows every count and every new rule."""

    counted = Signal()

    def __init__(self, workspace: Workspace, editor: ProposalEditor) -> None:
        super().__init__(editor)
        self.rules = Rules()
        self.tally = Tally()
        self._has_rules = False
        self._workspace = workspace
        self._editor = editor
        self._counter = WordCounter()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.count)
        editor.document().contentsChanged.connect(self._on_typed)
        editor.labels_changed.connect(self._on_typed)
        workspace.changed.connect(self._on_changed)
        new_day().came.connect(self._read)
        self._read()

    @property
    def is_read(self) -> bool:
        """Whether both the text and the rules have been read: nothing is said before."""
        return self._has_rules and self._editor.has_draft

    def count(self) -> None:
        """Count now."""
        self._rest.stop()
        self.tally = self._counter.count(
            self._editor.blocks(),
            self._editor.objects.labels,
            self.rules.counting.counts,
            self.rules.around,
        )
        self.counted.emit()

    def _on_typed(self) -> None:
        if not self._rest.isActive():
            self._rest.start()

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & MINE and (changes.summary != WROTE or self.rules.around):
            self._read()

    def _read(self) -> None:
        self._workspace.look(read_rules, then=self._on_read, key="proposal rules")

    def _on_read(self, rules: Rules) -> None:
        if self._has_rules and rules == self.rules:
            return
        self._has_rules = True
        self.rules = rules
        self.count()


def live_count(workspace: Workspace, editor: ProposalEditor) -> LiveCount:
    """Return the count of this editor, made when it is first asked for."""
    found = editor.findChild(LiveCount)
    return found if isinstance(found, LiveCount) else LiveCount(workspace, editor)
