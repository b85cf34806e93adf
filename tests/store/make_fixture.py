"""Makes data/version-N.zip: a portfolio as this version writes it, for later versions to open.

``python -m tests.store.make_fixture`` once, when a step of migrations.py is finished; the file is
then never made again.
"""

import json
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from portfolio_app.domain import wire
from portfolio_app.domain.buddy import PackItem
from portfolio_app.domain.bundle import BuiltBundle, BuiltItem, PlanFile
from portfolio_app.domain.changes import Topic
from portfolio_app.domain.crib import Crib
from portfolio_app.domain.draft import (
    Block,
    BlockKind,
    Cited,
    Figure,
    Inline,
    InlineKind,
    Table,
    TableKind,
    VersionKind,
)
from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.forms import NAME, FormContent, FormKind
from portfolio_app.domain.markings import Marking, MarkingAnswer
from portfolio_app.domain.observation import Asked, CheckRow, Outcome
from portfolio_app.domain.options import BundleOptions, PagesShown
from portfolio_app.domain.papers import PaperKind, Signing
from portfolio_app.domain.planned import CONTENT_OF
from portfolio_app.domain.programme import Programme, ProgrammeModule
from portfolio_app.domain.references import Person, Source, SourceKind
from portfolio_app.domain.request_code import new_code
from portfolio_app.domain.returned import Answer, Returned
from portfolio_app.store import database, keys, migrations
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.tables import (
    AcceptedRow,
    ArrivalRow,
    BlockRow,
    BuddyPackRow,
    BundleRow,
    CandidateRow,
    CertificateRow,
    CommentRow,
    CribRow,
    DetailRow,
    EarlierRow,
    EpaoRuleRow,
    FileRow,
    HideRow,
    HighlightRow,
    HoursRow,
    ItemRow,
    KsbRow,
    LeftAloneRow,
    MarkingRow,
    NameToHideRow,
    ObservationRow,
    PassageRow,
    PictureRow,
    PlannedRow,
    PracticeRow,
    ProgrammeRow,
    RatingRow,
    RecordRow,
    RequestRow,
    ScanRow,
    SourceRow,
    TheoryRow,
    VersionRow,
    WordCopyRow,
)
from tests.store.builders import add_claim, add_item, fill

DATA = Path(__file__).parent / "data"
SPAN = '[{"page_index": 2, "start": 10, "end": 22, "quads": [[1, 2, 3, 2, 3, 4, 1, 4]]}]'


def main() -> int:
    """Write the fixture of the newest version; refuse to write over one."""
    target = DATA / f"version-{migrations.NEWEST}.zip"
    if target.exists():
        sys.stderr.write(f"{target.name} is there already; a fixture is never made again.\n")
        return 1
    key = MasterKey(bytes(range(32)))
    with TemporaryDirectory() as place:
        folder = Path(place) / "P"
        with database.create_store(folder, key, keys.new_header(key), fill) as store:
            text = "The board agreed."
            pages = ("Cover", "Contents", text)
            uid, _ = add_item(store, "Board paper", text.encode(), position=0, pages=pages)
            add_claim(store, uid, spans=SPAN, quote="board agreed")
            _of_version_2(store, uid)
            _of_version_3(store, uid)
            _of_version_4(store, uid)
            _of_version_5(store, uid)
            _of_version_6(store, uid)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(folder.rglob("*")):
                packed.write(path, Path("P") / path.relative_to(folder))
    return 0


def _of_version_2(store: Store, uid: str) -> None:
    with store.step("more", "One of everything", {Topic.EVIDENCE}) as step:
        session = step.session
        item = session.query(ItemRow).filter_by(uid=uid).one()
        ksb = session.query(KsbRow).filter_by(code="K2").one()
        passage = session.query(PassageRow).first()
        if passage is None:
            raise RuntimeError("the claim has made no passage")
        passage.rendition_id = item.rendition_id
        scan = ScanRow(title="Start", day="2024-09-20", scale='["No", "Yes"]')
        session.add_all(
            [
                CandidateRow(item_id=item.id, ksb_uid=ksb.uid),
                TheoryRow(passage_id=passage.id, ksb_uid=ksb.uid),
                HighlightRow(item_id=item.id, spans=SPAN, quote="board", colour="#ffff00"),
                HideRow(item_id=item.id, spans=SPAN, quote="board", label="The Board"),
                NameToHideRow(text="A. Exampleton", label="Director"),
                LeftAloneRow(text="01234 567890", reason="public"),
                EarlierRow(item_id=item.id, file_id=item.file_id),
                scan,
            ]
        )
        session.flush()
        session.add(RatingRow(scan_id=scan.id, ksb_uid=ksb.uid, own=1, manager=2))


def _of_version_3(store: Store, uid: str) -> None:
    """Add a signed paper, answers and rules, and a bundle folder that was handed in."""
    statement = b"I confirm the evidence."
    stored = store.vault.put(statement)
    kept = store.vault.put(b"%PDF-1.7 a portfolio")
    with store.step("hand-in", "Handed in", {Topic.EVIDENCE, Topic.BUNDLES}) as step:
        session = step.session
        item = session.query(ItemRow).filter_by(uid=uid).one()
        item.pages_shown = PagesShown.CLAIMED.value
        original = session.get_one(FileRow, item.file_id).sha256
        file = FileRow(sha256=stored.sha256, bytes=stored.bytes, name="Statement.txt")
        session.add(file)
        session.flush()
        signing = Signing("Director of Education", "2026-03-02", ((uid, original, ""),))
        options = BundleOptions(annex_xlsx=True)
        files = (
            PlanFile(
                "Portfolio.pdf", "The portfolio, 9 pages", sha256=kept.sha256, bytes=kept.bytes
            ),
            PlanFile("Statement.txt", "A statement", sha256=stored.sha256, bytes=stored.bytes),
        )
        piece = BuiltItem(uid, "E01", front=5, first_page=6, pages=3, of=3)
        contents = BuiltBundle(9, kept.bytes, (piece,), ())
        session.add_all(
            [
                ItemRow(
                    file_id=file.id, title="Statement", kind="document", document="text",
                    status="readable", shelf=Shelf.PAPERS.value,
                    paper=PaperKind.EMPLOYER_STATEMENT.value,
                    signing=json.dumps(wire.encode(signing)),
                ),
                MarkingRow(
                    item_id=item.id, answer=MarkingAnswer.AGREED.value, by="Director of Finance",
                    day="2026-03-01", markings=json.dumps([Marking.CONFIDENTIAL.value]),
                ),
                AcceptedRow(
                    finding=f"item.no-context:{uid}",
                    because="It is plain.",
                    said="E01 has no context.",
                ),
                EpaoRuleRow(
                    key="max_mb", value="100", source="Portal help page", checked_on="2026-03-01"
                ),
                BundleRow(
                    path="Hand in/Portfolio.pdf", folder="Hand in", pages=9, bytes=kept.bytes,
                    sha256=kept.sha256, items=1, claims=1, prints="0" * 64,
                    options=json.dumps(wire.encode(options)),
                    contents=json.dumps(wire.encode(contents)),
                    files=json.dumps(wire.encode(files)),
                    submitted_at="2026-03-03", kept_sha256=kept.sha256,
                ),
            ]
        )  # fmt: skip


def _of_version_4(store: Store, uid: str) -> None:
    """Add an observation that was asked for, came back by mail with a certificate, and is in."""
    form = store.vault.put(b"%PDF-1.7 a form")
    back = store.vault.put(b"%PDF-1.7 a form, filled in")
    mail = store.vault.put(b"From: line.manager@example.org")
    code = new_code(store.id)
    content = FormContent(FormKind.OBSERVATION, "OBS-01", 1, code, "Chairing the board")
    read = Returned(answers=(Answer(NAME, "Line manager"),), pages=3)
    report = (CheckRow("portfolio", Outcome.FINE, "Belongs to this portfolio"),)
    with store.step("observe", "Observed", {Topic.OBSERVATIONS}) as step:
        session = step.session
        item = session.query(ItemRow).filter_by(uid=uid).one()
        item.number = 1
        files = [
            FileRow(sha256=each.sha256, bytes=each.bytes, name=name)
            for each, name in ((form, "form.pdf"), (back, "back.pdf"), (mail, "back.eml"))
        ]
        asked = Asked(title="Chairing the board", day="2026-02-03")
        observation = ObservationRow(
            number=1, kind=FormKind.OBSERVATION.value, state="in-portfolio", witness_uid="w" * 26,
            asked=json.dumps(wire.encode(asked)), item_id=item.id,
        )  # fmt: skip
        session.add_all([*files, observation])
        session.flush()
        request = RequestRow(
            observation_id=observation.id, version=1, code=code, file_id=files[0].id,
            content=json.dumps(wire.encode(content)), sent_at="2026-02-01T10:00:00Z",
        )  # fmt: skip
        session.add(request)
        session.flush()
        session.add_all(
            [
                ArrivalRow(
                    observation_id=observation.id, request_id=request.id, file_id=files[1].id,
                    mail_file_id=files[2].id, item_id=item.id, state="attached",
                    matched_by="field", sender="line.manager@example.org",
                    returned=json.dumps(wire.encode(read)), signature="certificate",
                    signature_words="Digital certificate present, not verified",
                    report=json.dumps(wire.encode(report)), checked_at="2026-02-05T09:00:00Z",
                ),
                CertificateRow(
                    witness_uid="w" * 26, fingerprint="ab" * 32, signer="Line manager",
                    not_before="2025-01-01T00:00:00Z", not_after="2028-01-01T00:00:00Z",
                ),
            ]
        )  # fmt: skip


def _of_version_5(store: Store, uid: str) -> None:
    """Add a proposal with each kind of block, its restore point, and a Word copy that came back."""
    picture = store.vault.put(b"a picture")
    copy = store.vault.put(b"a Word copy")
    with store.step("write proposal", "Written", {Topic.PROPOSAL}) as step:
        session = step.session
        ksb = session.query(KsbRow).filter_by(code="K2").one()
        passage = session.query(PassageRow).one().uid
        files = [
            FileRow(sha256=each.sha256, bytes=each.bytes, name=name)
            for each, name in ((picture, "whiteboard.png"), (copy, "Proposal, reviewed.docx"))
        ]
        session.add_all(files)
        session.flush()
        kept = PictureRow(file_id=files[0].id, name="whiteboard.png", width=3, height=2)
        source = Source("s" * 26, SourceKind.REPORT, (Person("Example Trust", "", True),), "2025",
                        title="Options")  # fmt: skip
        cited = Inline(InlineKind.EVIDENCE, item_uid=uid, passage_uid=passage)
        referred = Inline(InlineKind.SOURCE, cited=(Cited(source.uid, "4"),))
        table = Table(TableKind.COSTS, "Costs", "By year", ("Item", "2027"), (("Post", "300"),),
                      roles=("cost",))  # fmt: skip
        session.add(kept)
        session.flush()
        blocks = (
            Block("h" * 26, BlockKind.HEADING_1, (Inline(text="Options"),), target=680),
            Block("b" * 26, inlines=(Inline(text="Agreed ", strong=True), cited, referred),
                  ksbs=(ksb.uid,)),
            Block("t" * 26, BlockKind.TABLE, table=table),
            Block("f" * 26, BlockKind.FIGURE, figure=Figure(kept.uid, "Loops", "Two loops")),
        )  # fmt: skip
        plain = [json.dumps(wire.encode(each)) for each in blocks]
        session.add_all(
            [
                *(
                    BlockRow(uid=each.uid, place=number << 20, kind=each.kind.value, content=text)
                    for number, (each, text) in enumerate(zip(blocks, plain, strict=True), start=1)
                ),
                SourceRow(uid=source.uid, kind=source.kind.value,
                          content=json.dumps(wire.encode(source))),
                VersionRow(kind=VersionKind.NAMED.value, name="Before the review", words=3,
                           content=f"[{','.join(plain)}]"),
                WordCopyRow(file_id=files[1].id, name="Proposal, reviewed.docx"),
                DetailRow(key="proposal scope", value='{"texts": {"title": "One route"}}'),
            ]
        )  # fmt: skip


def _of_version_6(store: Store, uid: str) -> None:
    """Add a programme with a row of each kind, hours, a kept file, practice and a buddy's words."""
    kept = store.vault.put(b"a certificate")
    pack = store.vault.put(b"%PDF-1.7 a pack")
    back = store.vault.put(b"%PDF-1.7 a pack, commented")
    programme = Programme(
        "own", "A programme", total_months=26, modules=(ProgrammeModule("Leadership", 1),)
    )
    with store.step("plan", "Planned", {Topic.PLAN}) as step:
        session = step.session
        ksb = session.query(KsbRow).filter_by(code="K2").one()
        files = [
            FileRow(sha256=each.sha256, bytes=each.bytes, name=name)
            for each, name in ((kept, "Maths.pdf"), (pack, "Pack.pdf"), (back, "Pack back.pdf"))
        ]
        session.add_all(files)
        rows = [
            PlannedRow(
                kind=kind.value, place=number, title=kind.words, day="2026-03-02",
                content=json.dumps(wire.encode(content_type())),
            )
            for number, (kind, content_type) in enumerate(CONTENT_OF.items(), start=1)
        ]  # fmt: skip
        buddy = BuddyPackRow(code=new_code(store.id), file_id=0, content="{}")
        session.add_all(rows)
        session.flush()
        buddy.file_id = files[1].id
        item = PackItem(uid, "E01 Board paper", 5, 7)
        buddy.content = json.dumps({"title": "For a buddy", "items": [wire.encode(item)]})
        session.add(buddy)
        session.flush()
        session.add_all(
            [
                ProgrammeRow(body=json.dumps(wire.encode(programme))),
                HoursRow(day="2026-03-03", minutes=90, activity="Workshop", item_uid=uid),
                RecordRow(about_uid=rows[0].uid, file_id=files[0].id, name="Maths.pdf"),
                PracticeRow(ksb_uid=ksb.uid, question="Tell me about K2.", rating=2, seconds=300),
                CribRow(
                    ksb_uid=ksb.uid,
                    content=json.dumps(wire.encode(Crib(("First the why",), "300 a year"))),
                ),
                CommentRow(
                    pack_uid=buddy.uid, item_uid=uid, field="ask", said_by="A head",
                    text="Who decided?", file_id=files[2].id,
                ),
            ]
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
