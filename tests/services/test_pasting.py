"""What is pasted becomes blocks with uids of their own, and its pictures are kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_app.domain.draft import Block, BlockKind, Cited, Figure, Inline, InlineKind
from portfolio_app.problems import PortfolioError
from portfolio_app.services import pasting
from portfolio_app.services.pasting import OnClipboard
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom, WorkroomDied
from tests.documents import pasted_samples as samples


def test_markup_is_read_in_the_workroom_and_its_pictures_are_kept(
    store: Store, room: Workroom
) -> None:
    bad = "<img src='data:image/png;base64,aGVsbG8='>"
    markup = f"<p>Before<img src='{samples.PICTURE}' alt='A grey box'>{bad}</p><p>After</p>"

    found = pasting.paste(store, room, OnClipboard(markup, "Before After"))

    before, figure, after = found.blocks
    assert (before.text, after.text) == ("Before", "After")
    assert len({each.uid for each in found.blocks}) == 3
    assert all(len(each.uid) == 26 for each in found.blocks)
    assert figure.figure is not None
    assert figure.figure.alternative == "A grey box"
    kept = queries.proposal.pictures(store)[figure.figure.picture_uid]
    assert (kept.width, kept.height) == (40, 30)
    assert found.words == (
        "Kept: 2 paragraphs, 1 picture. Left out: 1 picture that could not be read."
    )
    assert found.left == ("1 picture that could not be read",)
    assert queries.proposal.blocks(store) == ()
    everything = pasting.paste(
        store, room, OnClipboard(samples.HOSTILE, "Real words One two three")
    )
    assert everything.blocks[0].text == "Real words"


def test_a_picture_alone_words_alone_and_too_much(store: Store, room: Workroom) -> None:
    (figure,) = pasting.paste(store, room, OnClipboard(picture=samples.png())).blocks
    assert figure.figure is not None
    assert figure.figure.picture_uid in queries.proposal.pictures(store)
    nothing = pasting.paste(store, room, OnClipboard(picture=b"no picture"))
    assert (nothing.blocks, len(nothing.left)) == ((), 1)
    words = pasting.plain("One\nTwo")
    assert [each.text for each in words.blocks] == ["One", "Two"]
    assert not words.left
    with pytest.raises(PortfolioError, match="100 MB"):
        pasting.paste(store, room, OnClipboard(rich=bytes(pasting.MOST_BYTES + 1)))


def test_what_was_copied_inside_keeps_what_this_portfolio_has(store: Store) -> None:
    heading = Block("H" * 26, BlockKind.HEADING_1, (Inline(text="One"),), target=400, purpose="x")
    cites = (
        Inline(text="See "),
        Inline(InlineKind.CROSS, block_uid=heading.uid),
        Inline(InlineKind.CROSS, block_uid="E" * 26),
        Inline(InlineKind.EVIDENCE, item_uid="no such piece"),
        Inline(InlineKind.SOURCE, cited=(Cited("no such source"),)),
        Inline(InlineKind.NOTE, text="A note"),
    )
    ksb = queries.standard.ksbs(store)[0].uid
    body = Block("B" * 26, inlines=cites, ksbs=(ksb, "no such KSB"))
    lost = Block("F" * 26, BlockKind.FIGURE, figure=Figure("no such picture"))

    made = pasting.own(store, (heading, body, lost))

    assert [each.kind for each in made] == [BlockKind.HEADING_1, BlockKind.BODY]
    assert not {each.uid for each in made} & {heading.uid, body.uid}
    assert made[0] == replace(heading, uid=made[0].uid, target=0, purpose="")
    assert made[1].ksbs == (ksb,)
    assert made[1].inlines == (
        cites[0],
        replace(cites[1], block_uid=made[0].uid),
        cites[2],
        cites[5],
    )


def test_words_are_kept_when_the_workroom_gives_up(
    store: Store, room: Workroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object, **__: object) -> None:
        raise WorkroomDied("It took too long.", hint="", code="time-limit")

    monkeypatch.setattr(room, "call", dies)

    found = pasting.paste(store, room, OnClipboard("<p>One<p>Two", "One\nTwo"))

    assert [each.text for each in found.blocks] == ["One", "Two"]
    assert found.words.startswith("Kept: 2 paragraphs. Left out: all but the plain words")
    with pytest.raises(WorkroomDied):
        pasting.paste(store, room, OnClipboard("<p>One"))


def test_dropped_pictures_become_figures_and_other_files_are_told(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    picture, other = tmp_path / "chart.png", tmp_path / "notes.txt"
    picture.write_bytes(samples.png())
    other.write_text("words")

    found = pasting.paste_files(store, room, [picture, other, tmp_path / "gone.png"])

    assert [each.kind for each in found.blocks] == [BlockKind.FIGURE]
    assert found.left == (
        "“notes.txt”, which is no picture that can be read",
        "“gone.png”, which is no picture that can be read",
    )
