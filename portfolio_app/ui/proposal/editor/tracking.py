"""Which blocks of a document changed since somebody was last told, found without reading it all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from portfolio_app.domain.draft import Block
from portfolio_app.ui.proposal.editor.block_text import facts, new_block, paragraphs, read, uid_of
from portfolio_app.ui.proposal.editor.changing import become
from portfolio_app.ui.proposal.editor.styles import OBJECT

Handed = tuple[tuple[Block, ...], tuple[str, ...] | None]


class Tracking:
    """Follows a document by ``note``; ``blocks`` is what stands there, ``take`` what changed."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._now: dict[str, Block] = {}
        self._told: dict[str, Block] = {}
        self.known: set[str] = set()  # every block that stood here since it began
        self._touched: set[int] = set()  # numbers of paragraphs, while none came or went
        self._stale: set[str] = set()  # uids of the same: numbers do not outlive a move
        self._count = 0
        self._is_moved = False  # paragraphs came, went or moved
        self._is_untold = False

    def begin(self, *, told: bool) -> None:
        """Take what stands in the document now for what was told, or for nothing if not."""
        self.known = set()
        self._read_all({})
        self._told = dict(self._now) if told else {}
        self._is_untold = False

    @property
    def told(self) -> tuple[str, ...]:
        """The uids of the blocks that somebody was told of."""
        return tuple(self._told)

    @property
    def is_touched(self) -> bool:
        """Whether anything changed since somebody was told."""
        return self._is_untold

    def note(self, at: int, removed: int, added: int) -> None:
        """Note a change as ``QTextDocument.contentsChange`` says it."""
        self._is_untold = True
        document = self._document
        first = document.findBlock(at)
        end = min(at + max(added, 0), document.characterCount() - 1)
        last = document.findBlock(end)
        if document.blockCount() != self._count or not (first.isValid() and last.isValid()):
            self._is_moved = True
            if not first.isValid():
                return
        span = range(first.blockNumber(), max(last.blockNumber(), first.blockNumber()) + 1)
        if len(span) > 1 or removed > 1:
            self._is_moved = True  # more than a letter: paragraphs may have changed places
        self._touched.update(span)
        for _ in span:
            self._stale.add(uid_of(first))
            first = first.next()

    def blocks(self) -> tuple[Block, ...]:
        """Return what stands in the document now."""
        self.refresh()
        return tuple(self._now.values())

    def take(self) -> Handed:
        """Return blocks that changed since the last time, and all uids in order if that changed."""
        self.refresh()
        changed = tuple(
            each for uid, each in self._now.items() if self._told.get(uid) is not each
            and self._told.get(uid) != each
        )  # fmt: skip
        is_moved = len(self._told) != len(self._now) or any(
            told != now for told, now in zip(self._told, self._now, strict=True)
        )
        self._told = dict(self._now)
        self._is_untold = False
        return changed, tuple(self._now) if is_moved else None

    def refresh(self) -> None:
        """Read what was touched."""
        if self._is_moved:
            if not self._read_all(self._now):
                self._mend()
                self._read_all(self._now)
        elif self._touched:
            for number in self._touched:
                block = read(self._document.findBlockByNumber(number))
                self._now[block.uid] = block
            self._touched.clear()
            self._stale.clear()

    def _read_all(self, known: dict[str, Block]) -> bool:
        """Read what is not known; return whether each paragraph is a block of its own."""
        found: dict[str, Block] = {}
        is_right, count = True, 0
        for paragraph in paragraphs(self._document):
            bare = facts(paragraph)
            uid = bare.uid if bare is not None else ""
            same = known.get(uid) if uid not in self._stale else None
            if same is None:
                same = read(paragraph)
                is_right = is_right and not _is_stray(paragraph, bare)
            found[uid] = same
            count += 1
        if not is_right or len(found) != count or "" in found:
            return False
        self._now = found
        self.known |= found.keys()
        self._count = count
        self._touched.clear()
        self._stale.clear()
        self._is_moved = False
        return True

    def _mend(self) -> None:
        """Give a uid to paragraphs that came without one, or with another's; right stray objects.

        It joins the step of undo before it. What this editor does itself never needs it.
        """
        seen: set[str] = set()
        wrong: list[tuple[int, Block]] = []
        for paragraph in paragraphs(self._document):
            block = facts(paragraph)
            if block is None:
                wrong.append((paragraph.blockNumber(), new_block()))
            elif block.uid in seen or not block.uid:
                wrong.append((paragraph.blockNumber(), _fresh(block)))
            elif _is_stray(paragraph, block):
                wrong.append((paragraph.blockNumber(), new_block()))
            else:
                seen.add(block.uid)
        if not wrong:
            return
        joined = QTextCursor(self._document)
        joined.joinPreviousEditBlock()
        for number, block in wrong:
            become(self._document.findBlockByNumber(number), block)
        joined.endEditBlock()


def _is_stray(paragraph: QTextBlock, block: Block | None) -> bool:
    """Whether a paragraph says it is a table or a figure and holds none."""
    is_held = block is not None and not block.kind.is_text
    return is_held and OBJECT not in paragraph.text()


def _fresh(block: Block) -> Block:
    from dataclasses import replace

    return replace(block, uid=new_block().uid)


def with_uids(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks of which each has a uid that no other has."""
    seen: set[str] = set()
    found = []
    for block in blocks:
        one = block if block.uid and block.uid not in seen else _fresh(block)
        seen.add(one.uid)
        found.append(one)
    return found
