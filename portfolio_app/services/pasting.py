"""Pasting into the proposal: what another program put on the clipboard, read in the workroom.

Nothing is fetched and no file that the clipboard names is opened. What is kept becomes blocks with
uids of their own; what is not is said (``PastedIn.words``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portfolio_app.domain import pasted_draft, salvage, wire
from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, InlineKind
from portfolio_app.domain.pasted_draft import Pasted
from portfolio_app.problems import PortfolioError
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom, WorkroomDied

MOST_BYTES = 100_000_000  # of all that is on the clipboard
MOST_FILES = 20  # pictures that are dropped at once
_STOPPING = frozenset({"disk-full", "read-only"})
_ALL_BUT_WORDS = "all but the plain words, because the rest took too long or too much to read"


@dataclass(frozen=True, slots=True)
class OnClipboard:
    """What the clipboard holds, each empty if it does not: HTML, words, Rich Text, a picture."""

    markup: str = ""
    text: str = ""
    rich: bytes = b""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class PastedIn:
    """Blocks that are ready for the proposal; what was kept and left out, in words.

    ``left`` is what was left out or changed, each by itself; ``words`` says it all in sentences.
    """

    blocks: tuple[Block, ...]
    words: str = ""
    left: tuple[str, ...] = ()


def paste(store: Store, room: Workroom, found: OnClipboard) -> PastedIn:
    """Return what is on the clipboard as blocks; its pictures are kept in the portfolio.

    Of markup that the workroom does not get through, the plain words beside it are kept.

    Raises:
        PortfolioError: it is too large, or could not be read and has no plain words; nothing was
            changed then.
    """
    size = len(found.markup) + len(found.text) + len(found.rich) + len(found.picture)
    if size > MOST_BYTES:
        raise PortfolioError(
            f"What was copied is larger than {MOST_BYTES // 1_000_000} MB. Nothing was pasted.",
            hint="Copy a part of it at a time.",
            code="too-large",
        )
    pictures: Sequence[bytes]
    if found.markup.strip() or (found.rich and not found.text.strip()):
        pasted, pictures = _read(room, found)
    elif found.text.strip() or not found.picture:
        pasted, pictures = pasted_draft.from_plain(found.text), ()
    else:
        figure = Block("", BlockKind.FIGURE, figure=Figure("0"))
        pasted, pictures = Pasted((figure,), ("Pasted picture",)), (found.picture,)
    return _finished(store, room, pasted, pictures)


def paste_files(store: Store, room: Workroom, paths: Sequence[Path]) -> PastedIn:
    """Return picture files as figures, kept in the portfolio; what is no picture is left out.

    Raises:
        PortfolioError: the disk is full, or the portfolio is open to read.
    """
    from portfolio_app.services import pictures

    blocks: list[Block] = []
    left: list[str] = []
    for path in paths[:MOST_FILES]:
        try:
            kept = pictures.add(store, room, path)
        except PortfolioError as refused:
            if refused.code in _STOPPING:
                raise
            left.append(f"“{path.name}”, which is no picture that can be read")
            continue
        blocks.append(Block(new_uid(), BlockKind.FIGURE, figure=Figure(kept.uid)))
    if len(paths) > MOST_FILES:
        left.append(f"{len(paths) - MOST_FILES} more files")
    found = Pasted(tuple(blocks), dropped=tuple(left))
    return PastedIn(found.blocks, pasted_draft.said(found), found.dropped)


def plain(text: str) -> PastedIn:
    """Return plain words as blocks, without a workroom: quick, for what needs no reading."""
    pasted = pasted_draft.from_plain(text)
    blocks = tuple(replace(each, uid=new_uid()) for each in pasted.blocks)
    return PastedIn(blocks, pasted_draft.said(pasted), (*pasted.dropped, *pasted.changed))


def own(store: Store, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return copied blocks of a proposal for another place in it, with uids of their own.

    What points at a copied heading, table or figure points at its copy. Citations of what this
    portfolio does not have, and pictures and KSBs that it does not know, are left out.
    """
    blocks = tuple(map(salvage.sound, blocks))
    uids = {each.uid: new_uid() for each in blocks}
    known = _known(store)
    return tuple(
        made
        for each in blocks
        if (made := _fitted(replace(each, uid=uids[each.uid]), uids, known)) is not None
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What a copy may point at: pieces, passages, sources, pictures, KSBs, blocks, by uid."""

    evidence: frozenset[str]
    sources: frozenset[str]
    pictures: frozenset[str]
    ksbs: frozenset[str]


def _known(store: Store) -> _Known:
    items = {item.uid for item in queries.evidence.items(store)}
    binned = {item.uid for item in queries.evidence.items(store, binned=True)}
    return _Known(
        frozenset(items | binned),
        frozenset(each.uid for each in queries.proposal.sources(store)),
        frozenset(queries.proposal.pictures(store)),
        frozenset(each.uid for each in queries.standard.ksbs(store)),
    )


def _fitted(block: Block, uids: Mapping[str, str], known: _Known) -> Block | None:
    if block.figure is not None and block.figure.picture_uid not in known.pictures:
        return None
    inlines = tuple(
        fitted for each in block.inlines if (fitted := _inline(each, uids, known)) is not None
    )
    ksbs = tuple(uid for uid in block.ksbs if uid in known.ksbs)
    return replace(block, inlines=inlines, ksbs=ksbs, target=0, purpose="")


def _inline(inline: Inline, uids: Mapping[str, str], known: _Known) -> Inline | None:
    if inline.kind is InlineKind.EVIDENCE:
        return inline if inline.item_uid in known.evidence else None
    if inline.kind is InlineKind.SOURCE:
        cited = tuple(each for each in inline.cited if each.source_uid in known.sources)
        return replace(inline, cited=cited) if cited else None
    if inline.kind is InlineKind.CROSS:
        return replace(inline, block_uid=uids.get(inline.block_uid, inline.block_uid))
    return inline


def _read(room: Workroom, found: OnClipboard) -> tuple[Pasted, tuple[bytes, ...]]:
    blobs = (found.markup.encode("utf-8", "replace"), found.text.encode("utf-8", "replace"))
    try:
        reply = room.call("read_pasted", {}, (*blobs, found.rich))
    except WorkroomDied:
        if not found.text.strip():
            raise
        pasted = pasted_draft.from_plain(found.text)
        return replace(pasted, dropped=(_ALL_BUT_WORDS, *pasted.dropped)), ()
    return wire.decode(Pasted, reply.result["pasted"]), reply.blobs


def _finished(store: Store, room: Workroom, pasted: Pasted, pictures: Sequence[bytes]) -> PastedIn:
    """Keep the pictures and give everything its uid; a picture that is none is left out."""
    wanted = {each.figure.picture_uid for each in pasted.blocks if each.figure is not None}
    kept: dict[str, str] = {}
    broken = 0
    for number, data in enumerate(pictures):
        if str(number) not in wanted:
            continue
        uid = _picture(store, room, pasted.pictures[number], data)
        broken += not uid
        kept[str(number)] = uid
    blocks = []
    for each in pasted.blocks:
        figure = each.figure
        if figure is not None:
            if not kept.get(figure.picture_uid):
                if figure.caption:
                    words = Block(new_uid(), inlines=(Inline(text=figure.caption),))
                    blocks.append(words)
                continue
            figure = replace(figure, picture_uid=kept[figure.picture_uid])
        blocks.append(replace(each, uid=new_uid(), figure=figure))
    if broken:
        left = pasted_draft.LeftOut(broken_pictures=broken).words()
        pasted = replace(pasted, dropped=(*left, *pasted.dropped))
    pasted = replace(pasted, blocks=tuple(blocks))
    return PastedIn(pasted.blocks, pasted_draft.said(pasted), (*pasted.dropped, *pasted.changed))


def _picture(store: Store, room: Workroom, name: str, data: bytes) -> str:
    """Return the uid of a picture that was kept; "" for one that cannot be read."""
    from portfolio_app.services import pictures

    try:
        return pictures.add(store, room, data, name=name).uid
    except PortfolioError as refused:
        if refused.code in _STOPPING:
            raise
        return ""
