"""Makes data/version-N.zip: a portfolio as this version writes it, for later versions to open.

``python -m tests.store.make_fixture`` once, when a step of migrations.py is finished; the file is
then never made again.
"""

import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from portfolio_app.domain.changes import Topic
from portfolio_app.store import database, keys, migrations
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.tables import (
    CandidateRow,
    EarlierRow,
    HideRow,
    HighlightRow,
    ItemRow,
    KsbRow,
    LeftAloneRow,
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
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(folder.rglob("*")):
                packed.write(path, Path("P") / path.relative_to(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
