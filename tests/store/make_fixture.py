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
from portfolio_app.domain.bundle import BuiltBundle, BuiltItem, PlanFile
from portfolio_app.domain.changes import Topic
from portfolio_app.domain.evidence import Shelf
from portfolio_app.domain.markings import Marking, MarkingAnswer
from portfolio_app.domain.options import BundleOptions, PagesShown
from portfolio_app.domain.papers import PaperKind, Signing
from portfolio_app.store import database, keys, migrations
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.tables import (
    AcceptedRow,
    BundleRow,
    CandidateRow,
    EarlierRow,
    EpaoRuleRow,
    FileRow,
    HideRow,
    HighlightRow,
    ItemRow,
    KsbRow,
    LeftAloneRow,
    MarkingRow,
    NameToHideRow,
    PassageRow,
    RatingRow,
    ScanRow,
    TheoryRow,
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


if __name__ == "__main__":
    sys.exit(main())
