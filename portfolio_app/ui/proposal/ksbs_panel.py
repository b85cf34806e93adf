"""KSBs beside the text: tags of the paragraph at the caret, the strip over sections, the gaps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.coverage import CAVEAT, KsbStatus
from portfolio_app.domain.draft import Block
from portfolio_app.domain.ksb import Ksb
from portfolio_app.domain.ordering import ksb_order
from portfolio_app.domain.proposal_coverage import (
    RULE,
    ProposalKsb,
    Tagged,
    assessed,
    heat_strip,
    proposal_coverage,
)
from portfolio_app.domain.standard import Standard
from portfolio_app.store import queries
from portfolio_app.ui.kit.announcer import announcer
from portfolio_app.ui.kit.chips import KsbChip, ksb_name
from portfolio_app.ui.kit.choice_box import ChoiceBox
from portfolio_app.ui.kit.flow import FlowLayout
from portfolio_app.ui.kit.ksb_field import KsbField
from portfolio_app.ui.kit.labels import ElidedLabel, label, plain_tip
from portfolio_app.ui.kit.seen import WhenSeen
from portfolio_app.ui.kit.theme import theme
from portfolio_app.ui.kit.workspace import Workspace
from portfolio_app.ui.proposal.editor.margin import GONE
from portfolio_app.ui.proposal.editor.proposal_editor import ProposalEditor
from portfolio_app.ui.proposal.heat_strip import HeatStripView
from portfolio_app.ui.proposal.live_count import live_count
from portfolio_app.ui.proposal.side_column import scrolling_column

REST_MS = 250  # after what was written; then the strip is worked out again
SHOWN = 4  # paragraphs of the KSB in view
_OURS = frozenset({Topic.STANDARD, Topic.CLAIMS})
PROPOSAL, NOT_SET, EVERY = "proposal", "not set", "every"


class KsbsPanel(QWidget):
    """Which KSBs the text shows, and where."""

    def __init__(
        self, workspace: Workspace, editor: ProposalEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.editor = editor
        self._live = live_count(workspace, editor)
        self._standard = Standard("", "", "", "", 0)
        self._block = ""  # the uid of the block that the field is about
        self._buttons: list[QPushButton] = []
        self._ksb_of: dict[str, Ksb] = {}
        self._held: tuple[tuple[str, ...], bool] = ((), False)  # tags that are shown as chips
        self._seen = WhenSeen(self, self._show_all, rest_ms=REST_MS)
        self._build()
        self._connect()
        self._read_standard()

    # what others ask for

    def tag(self) -> None:
        """Take the keys: the paragraph at the caret is tagged with what is chosen."""
        self._show_paragraph()
        if self.field.isEnabled():
            self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            announcer().say(self._about.text())

    def look_again(self) -> None:
        """Work out strip and gaps from what stands in the editor now."""
        self._seen.now()

    def _show_all(self) -> None:
        if not self._live.is_read:
            return  # nothing is said of a text before it was read
        blocks = self.editor.blocks()
        self._show_groups()
        rows = proposal_coverage(self._ksbs(), blocks)
        self.strip.show_strip(heat_strip(rows, blocks))
        self._show_summary(rows)
        self._show_paragraph()

    # building

    def _build(self) -> None:
        look = theme()
        self._about = ElidedLabel()
        self.field = KsbField()
        self.field.edit.setAccessibleName(self.tr("KSBs that this paragraph shows"))
        self.groups = ChoiceBox()
        self.groups.setAccessibleName(self.tr("Which KSBs"))
        self.groups.setMinimumContentsLength(8)
        self.groups.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._summary = label("", "muted", wrap=True)
        self._gaps = label("", wrap=True)
        self.strip = HeatStripView()
        self._name = label("", "strong", wrap=True)
        self.add = QPushButton(self.tr("Tag this paragraph"))
        self._caveat = label(CAVEAT, "caption", wrap=True)
        self._caveat.setToolTip(plain_tip(RULE))
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, look.space("xs"))
        column = scrolling_column(self)
        column.addWidget(label(self.tr("This paragraph"), "strong"))
        column.addWidget(self._about)
        column.addWidget(self._chips)
        column.addWidget(self.field)
        column.addSpacing(look.space("sm"))
        column.addWidget(self.groups)
        column.addWidget(self._summary)
        column.addWidget(self._gaps)
        column.addWidget(self.strip, 1)
        column.addWidget(self._name)
        self._places = QVBoxLayout()
        self._places.setSpacing(0)
        column.addLayout(self._places)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._caveat)

    def _connect(self) -> None:
        self.field.changed.connect(self._on_chosen)
        for signal in (self.field.submitted, self.field.dismissed):
            signal.connect(self._to_text)
        self.groups.currentIndexChanged.connect(self._on_group)
        self.strip.current_changed.connect(self._show_ksb)
        self.strip.opened.connect(self._on_opened)
        self.add.clicked.connect(self._on_add)
        self.editor.caret_moved.connect(self._on_caret)
        self._live.counted.connect(self._seen.ask)  # the text was read, or written in
        self.workspace.changed.connect(self._on_changed)

    # reading

    def _on_caret(self, _uid: str) -> None:
        if self.isVisible():
            self._show_paragraph()
        else:
            self._seen.ask()

    def _read_standard(self) -> None:
        self._standard = self.workspace.read(queries.standard.standard)
        known = tuple(each for each in ksb_order(self._standard) if not each.retired)
        with QSignalBlocker(self.field):
            self.field.set_ksbs(known)
        self._ksb_of = {each.uid: each for each in known}
        self._held = ((), False)

    def _on_changed(self, changes: Changes) -> None:
        if changes.topics & _OURS:
            self._read_standard()
            self._seen.ask()

    def _ksbs(self) -> tuple[Ksb, ...]:
        chosen = self.groups.currentData() or EVERY
        if chosen == PROPOSAL:
            return assessed(self._standard)
        known = tuple(each for each in ksb_order(self._standard) if not each.retired)
        return tuple(each for each in known if chosen == EVERY or not each.methods)

    def _show_groups(self) -> None:
        known = [each for each in self._standard.ksbs if not each.retired]
        groups = [
            (self.tr("KSBs of the proposal"), PROPOSAL, len(assessed(self._standard))),
            (self.tr("Method not set"), NOT_SET, sum(not each.methods for each in known)),
            (self.tr("Every KSB"), EVERY, len(known)),
        ]
        shown = [(f"{words}: {count}", key) for words, key, count in groups if count]
        if shown == [
            (self.groups.itemText(n), self.groups.itemData(n)) for n in range(self.groups.count())
        ]:
            return
        before = self.groups.currentData()
        with QSignalBlocker(self.groups):
            self.groups.clear()
            for words, key in shown:
                self.groups.addItem(words, key)
            self.groups.setCurrentIndex(max(self.groups.findData(before), 0))

    # showing

    def _show_summary(self, rows: tuple[ProposalKsb, ...]) -> None:
        counts = {each: sum(row.status is each for row in rows) for each in KsbStatus}
        there = counts[KsbStatus.COVERED] + counts[KsbStatus.STRONG]
        parts = [self.tr("{0} in the text").format(there)]
        if counts[KsbStatus.STARTED]:
            parts.append(self.tr("{0} started").format(counts[KsbStatus.STARTED]))
        gaps = [row.ksb.code for row in rows if row.status is KsbStatus.GAP]
        one = len(gaps) == 1
        parts.append(self.tr("1 gap") if one else self.tr("{0} gaps").format(len(gaps)))
        self._summary.setText(" · ".join(parts) if rows else self.tr("There are no KSBs yet."))
        few = ", ".join(gaps[:12])
        more = self.tr(" and {0} more").format(len(gaps) - 12) if len(gaps) > 12 else ""
        self._gaps.setText(self.tr("Nowhere yet: {0}{1}").format(few, more))
        self._gaps.setVisible(bool(gaps))

    def _show_paragraph(self) -> None:
        block = self.editor.current()
        uid = block.uid if block is not None else ""
        can = block is not None and not block.kind.level and not self.editor.isReadOnly()
        self._about.setText(self._paragraph_words(block))
        self.field.setEnabled(can)
        self.add.setEnabled(can)
        held = block.ksbs if block is not None else ()
        self._block = uid
        # A heading that was tagged when it was a paragraph can be rid of its tags.
        self._show_chips(tuple(held), can=not self.editor.isReadOnly())

    def _show_chips(self, held: tuple[str, ...], *, can: bool) -> None:
        if (held, can) == self._held:
            return
        self._held = (held, can)
        while self._flow.count():
            taken = self._flow.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for uid in held:
            chip = KsbChip(self._ksb_of.get(uid, GONE), removable=can)
            chip.removed.connect(partial(self._on_removed, uid))
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(held))
        self._chips.updateGeometry()

    def _paragraph_words(self, block: Block | None) -> str:
        if block is None:
            return self.tr("Put the caret into a paragraph.")
        if block.kind.level:
            return self.tr("A heading: tag the paragraph that shows the KSB.")
        words = " ".join(block.text.split())
        held = block.table or block.figure
        if held is not None:
            words = held.caption
        return f"“{words}”" if words else self.tr("An empty paragraph")

    def _show_ksb(self, row: ProposalKsb | None) -> None:
        for button in self._buttons:
            self._places.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        self._name.setVisible(row is not None)
        self.add.setVisible(row is not None)
        if row is None:
            return
        self._name.setText(f"{row.ksb.code}  {row.ksb.short}: {row.words}")
        self._name.setToolTip(plain_tip(row.ksb.text))
        for each in row.paragraphs[:SHOWN]:
            self._add_place(each)
        if len(row.paragraphs) > SHOWN:
            last = row.paragraphs[SHOWN]
            self._add_place(last, self.tr("and {0} more").format(len(row.paragraphs) - SHOWN))

    def _add_place(self, each: Tagged, words: str = "") -> None:
        words = words or (f"{each.where}: {each.words}" if each.words else each.where)
        button = QPushButton()
        button.setProperty("look", "link")
        width = max(self.width() - 4 * theme().space("sm"), theme().px(120))
        metrics = button.fontMetrics()
        button.setText(
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, width).replace("&", "&&")
        )
        button.setAccessibleName(words)
        button.setToolTip(plain_tip(words))
        button.clicked.connect(partial(self._go_to, each.block_uid))
        self._places.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._buttons.append(button)

    # doing

    def _on_group(self, _index: int) -> None:
        self.look_again()

    def _on_chosen(self) -> None:
        chosen = self.field.uids
        if chosen:
            with QSignalBlocker(self.field):
                self.field.clear()
            self._tag_with(chosen[0])

    def _tag_with(self, ksb_uid: str) -> None:
        block = self.editor.current()
        if block is None or block.kind.level or ksb_uid in block.ksbs:
            return
        self.editor.set_ksbs(block.uid, (*block.ksbs, ksb_uid))
        self.look_again()

    def _on_removed(self, ksb_uid: str) -> None:
        block = self.editor.current()
        if block is None or block.uid != self._block:
            return
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.set_ksbs(block.uid, tuple(uid for uid in block.ksbs if uid != ksb_uid))
        self.look_again()

    def _on_add(self) -> None:
        row = self.strip.current()
        if row is not None:
            self._tag_with(row.ksb.uid)
            announcer().say(self.tr("Tagged with {0}").format(ksb_name(row.ksb)))

    def _on_opened(self, ksb_uid: str, section: str) -> None:
        row = self.strip.current()
        if row is None or row.ksb.uid != ksb_uid:
            return
        here = [each for each in row.paragraphs if not section or each.section == section]
        if here:
            self._go_to(here[0].block_uid)
        elif section:
            self._go_to(section)

    def _go_to(self, block_uid: str, *_checked: object) -> None:
        self.editor.go_to(block_uid)
        self._to_text()

    def _to_text(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
