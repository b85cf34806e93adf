"""The proposal written to Word and PDF: whole or not at all, known again, nothing private in it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from portfolio_app.domain.draft import Block, BlockKind, Figure, Inline, InlineKind, VersionKind
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Cancelled
from portfolio_app.services import pictures, proposal, proposal_export, proposal_tags, scope
from portfolio_app.store import queries
from portfolio_app.store.database import Store
from portfolio_app.store.stamps import new_uid
from portfolio_app.workroom.host import Workroom
from tests.docx.everything import picture
from tests.docx.schema_order import wrong


def written(store: Store, room: Workroom) -> list[Block]:
    """Write a proposal with everything private that there is about one."""
    shown = pictures.add(store, room, picture((400, 300)), "SECRETFILE.png")
    blocks = [
        Block(new_uid(), BlockKind.HEADING_1, (Inline(text="Why now"),), target=4321,
              purpose="SECRETPURPOSE"),
        Block(new_uid(), BlockKind.BODY, (
            Inline(text="Because of demand"), Inline(InlineKind.NOTE, text="As in the plan."),
        )),
        Block(new_uid(), BlockKind.FIGURE, figure=Figure(shown.uid, "Demand", "It rises.")),
    ]  # fmt: skip
    proposal.keep(store, blocks, [each.uid for each in blocks])
    ksb = queries.standard.standard(store).ksbs[0]
    proposal_tags.tag(store, blocks[1].uid, [ksb.uid])
    scope.write(store, {"title": "A single front door"})
    return blocks


def unpacked(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "".join(
            package.read(name).decode() for name in package.namelist() if "media" not in name
        )


def test_both_documents_are_written_and_each_is_a_restore_point(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    with pytest.raises(PortfolioError) as caught:
        proposal_export.export(store, room, tmp_path / "none.docx")
    assert caught.value.code == "empty"
    blocks = written(store, room)
    before = queries.proposal.blocks(store)
    assert proposal_export.suggested_name(store) == "Proposal_A_single_front_door.docx"

    for ending in proposal_export.ENDINGS:
        out = tmp_path / f"out{ending}"
        made = proposal_export.export(store, room, out)

        point = queries.proposal.versions(store)[0]
        assert (point.kind, point.name) == (VersionKind.EXPORT, out.name)
        assert point.uid == made.version_uid
        assert queries.proposal.blocks_of_version(store, made.version_uid) == before
        kept = queries.proposal.printed_of_version(store, made.version_uid)
        assert kept is not None
        assert kept.numbers[blocks[0].uid] == "Section 1"
        assert not made.missing

    word = tmp_path / "out.docx"
    assert wrong(word.read_bytes()) == []
    assert queries.proposal.versions(store)[1].uid in unpacked(word)
    reader = pypdf.PdfReader(tmp_path / "out.pdf")
    text = "".join(page.extract_text() for page in reader.pages)
    code = queries.standard.standard(store).ksbs[0].code
    for words in ("A single front door", "1 Why now", "Because of demand", "As in the plan.", code,
                  "Figure 1: Demand", "Apprentice"):  # fmt: skip
        assert words in " ".join(text.split()), words
    _nothing_private(store, word, tmp_path / "out.pdf", blocks)


def _nothing_private(store: Store, word: Path, pdf: Path, blocks: list[Block]) -> None:
    found = unpacked(word)
    raw = pypdf.PdfReader(pdf)
    found += str(raw.metadata) + (raw.xmp_metadata.stream.get_data().decode() or "")
    private = [each.uid for each in blocks]
    private += [each.uid for each in queries.standard.standard(store).ksbs[:1]]
    private += [*queries.proposal.pictures(store), "SECRET", "4321", str(store.folder)]
    assert [each for each in private if each in found] == []
    assert not any(each.encode() in pdf.read_bytes() for each in private)


def test_an_earlier_export_is_replaced_and_nothing_else_ever_is(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    written(store, room)
    out = tmp_path / "out.docx"
    proposal_export.export(store, room, out)
    first = out.read_bytes()
    proposal_export.export(store, room, out)
    assert out.read_bytes() != first  # another version of it

    reviewed = docx.Document(io.BytesIO(first))
    reviewed.add_paragraph("What a reader wrote into it")
    reviewed.save(str(out))
    points = queries.proposal.versions(store)
    theirs = out.read_bytes()
    for bad, code in ((out, "exists"), (tmp_path / "no" / "x.pdf", "no-place"),
                      (tmp_path / "x.odt", "no-place"), (store.folder / "x.pdf", "")):  # fmt: skip
        with pytest.raises(PortfolioError) as caught:
            proposal_export.export(store, room, bad)
        assert not code or caught.value.code == code
    assert out.read_bytes() == theirs
    assert queries.proposal.versions(store) == points

    def stop(_words: str, done: float) -> None:
        if done > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        proposal_export.export(store, room, tmp_path / "x.pdf", progress=stop)
    assert not (tmp_path / "x.pdf").exists()
    assert queries.proposal.versions(store) == points


def test_a_template_is_used_and_remembered_and_a_lost_picture_is_told(
    store: Store, room: Workroom, tmp_path: Path
) -> None:
    written(store, room)
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "Example Council"
    own.add_paragraph("Words of the template")
    base = tmp_path / "council.docx"
    own.save(str(base))
    out = tmp_path / "out.docx"
    shown = next(iter(queries.proposal.pictures(store).values()))
    store.vault.path_of(shown.sha256).unlink()

    made = proposal_export.export(store, room, out, base)

    assert made.missing == ("Figure 1: Demand",)
    found = unpacked(out)
    assert "Example Council" in found
    assert "Words of the template" not in found
    assert "[Picture missing: It rises.]" in found
    assert proposal_export.last_template(store) == base
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK nothing")
    for path in (bad, tmp_path / "council.doc", tmp_path / "gone.docx"):
        with pytest.raises(PortfolioError):
            proposal_export.export(store, room, tmp_path / "new.docx", path)
    assert not (tmp_path / "new.docx").exists()
    base.unlink()
    assert proposal_export.last_template(store) is None
