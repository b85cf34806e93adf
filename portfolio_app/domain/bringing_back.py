"""What a returned copy would change, paragraph by paragraph, each of it to be taken or left.

Three texts meet: the proposal as it was exported, as it is now, and as it came back. Only what the
copy changed since the export is offered; what was written meanwhile stays. Tags stay with their
paragraph, citations with their words. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portfolio_app.domain.draft import Block, BlockKind
from portfolio_app.domain.draft_compare import Run
from portfolio_app.domain.word_copy import Comment, Hand


class Kind(StrEnum):
    """What a change does."""

    REWORDED = "reworded"
    LOOKS = "looks"  # bold and italic only
    STYLED = "styled"  # another style or level
    INSERTED = "inserted"
    REMOVED = "removed"
    MOVED = "moved"
    DIVIDED = "divided"
    JOINED = "joined"
    TABLE = "table"
    CAPTION = "caption"

    @property
    def words(self) -> str:
        """What it is called on screen."""
        return {
            "reworded": "Reworded",
            "looks": "Bold or italic",
            "styled": "Another style",
            "inserted": "New",
            "removed": "Removed",
            "moved": "Moved",
            "divided": "Divided",
            "joined": "Joined",
            "table": "Table changed",
            "caption": "Caption changed",
        }[self.value]


class Decision(StrEnum):
    """What the person says to a change."""

    TAKE = "take"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Lost:
    """A citation, or tags, that a change would end. ``words`` say what it was.

    ``uid`` is the block that held it.
    """

    uid: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change, taken or left as a whole; ``key`` names it for as long as the copy is kept.

    ``uids`` are the blocks of the proposal that it is about. When it is taken, ``blocks`` stand
    with their new words (of one that moved, nothing), ``removes`` go, ``moves`` are put where the
    copy has them. ``conflict`` says what else the person must know, "" when nothing. ``barred``
    says why it cannot be taken.
    """

    key: str
    kind: Kind
    uids: tuple[str, ...]
    blocks: tuple[Block, ...] = ()
    removes: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    hands: tuple[Hand, ...] = ()
    lost: tuple[Lost, ...] = ()
    conflict: str = ""
    barred: str = ""
    notes: tuple[str, ...] = ()

    @property
    def needs_a_look(self) -> bool:
        """Whether it must be decided by itself: something would be lost or written over."""
        return bool(self.conflict or self.lost or self.barred)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the two sides: ``yours`` is how it is now, ``theirs`` how the copy has it.

    ``uid`` is its block in the proposal, "" for a new one. ``changes`` are keys, ``comments``
    numbers in ``Plan.comments``. ``said`` is a note in the margin. ``written_since``: nobody but
    the person wrote it, after the export.
    """

    uid: str
    kind: BlockKind
    yours: tuple[Run, ...] = ()
    theirs: tuple[Run, ...] = ()
    changes: tuple[str, ...] = ()
    comments: tuple[int, ...] = ()
    said: str = ""
    written_since: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a copy says about the proposal.

    ``order`` are the blocks' uids in the copy's order, new ones by the uid they will have.
    ``unmatched`` are paragraphs, as they were exported, that were found nowhere in the copy and
    whose tags or citations therefore belong to nothing there. ``elsewhere`` are changed paragraphs
    of what every export makes anew (title page, references, annex). ``notes`` are sentences about
    the copy as a whole. ``compared_with`` is the restore point's uid, "" for the proposal as it is.
    """

    rows: tuple[Row, ...] = ()
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    order: tuple[str, ...] = ()
    unmatched: tuple[Lost, ...] = ()
    elsewhere: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    compared_with: str = ""
    matched: int = 0
    by_key: Mapping[str, Change] = field(default_factory=dict)

    @property
    def is_same(self) -> bool:
        """Whether the copy changes nothing."""
        return not self.changes


def apply(now: tuple[Block, ...], plan: Plan, taken: frozenset[str]) -> tuple[Block, ...]:
    """Return the proposal with these changes (keys) taken; all else is as it is now."""
    chosen = [each for each in plan.changes if each.key in taken and not each.barred]
    new = {block.uid: block for change in chosen for block in change.blocks}
    gone = {uid for change in chosen for uid in change.removes}
    here = {block.uid for block in now}
    moving = {uid for change in chosen for uid in change.moves}
    moving |= {uid for uid in new if uid not in here}
    blocks = {block.uid: block for block in now} | new
    order = [each.uid for each in now if each.uid not in gone and each.uid not in moving]
    placed = set(order)
    for at, uid in enumerate(plan.order):
        if uid not in moving or uid in gone or uid in placed or uid not in blocks:
            continue
        before = next((each for each in reversed(plan.order[:at]) if each in placed), None)
        if before is not None:
            order.insert(order.index(before) + 1, uid)
        else:
            after = next((each for each in plan.order[at + 1 :] if each in placed), None)
            order.insert(order.index(after) if after is not None else len(order), uid)
        placed.add(uid)
    order += [uid for uid in moving if uid not in placed and uid in blocks and uid not in gone]
    return tuple(blocks[uid] for uid in order)
