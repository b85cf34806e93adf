"""Small things to put into a portfolio."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from portfolio_app.domain.changes import Changes, Topic
from portfolio_app.domain.pages import MAKER
from portfolio_app.store import library, standards
from portfolio_app.store.database import Session, Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.tables import (
    ClaimRow,
    DetailRow,
    FileRow,
    ItemRow,
    KsbRow,
    PageTextRow,
    PassageRow,
    RenditionRow,
)

ONE_SPAN = '[{"page_index": 2, "start": 4, "end": 9, "quads": [[1, 2, 3, 2, 3, 4, 1, 4]]}]'


def fill(session: Session) -> None:
    """Write what every new portfolio has."""
    session.add(DetailRow(key="name", value="An apprentice"))
    standards.write(session, library.standard("st0480-v1.2"))


def add_item(
    store: Store,
    title: str = "Board paper",
    content: bytes | None = None,
    *,
    position: int | None = None,
    pages: tuple[str, ...] = (),
) -> tuple[str, Changes]:
    """Add one piece of evidence the way intake does; return its uid and the step."""
    stored = store.vault.put(content if content is not None else title.encode())
    with store.step("add", f"Added {title}", {Topic.EVIDENCE}) as step:
        file = FileRow(sha256=stored.sha256, bytes=stored.bytes, name=f"{title}.txt")
        step.session.add(file)
        step.session.flush()
        rendition_id = None
        if pages:
            rendition = RenditionRow(file_id=file.id, maker=MAKER, pages=len(pages))
            step.session.add(rendition)
            step.session.flush()
            rendition_id = rendition.id
            for index, text in enumerate(pages):
                step.session.add(
                    PageTextRow(
                        rendition_id=rendition_id,
                        page_index=index,
                        width=595.0,
                        height=842.0,
                        text=text,
                    )
                )
        row = ItemRow(
            file_id=file.id,
            rendition_id=rendition_id,
            title=title,
            kind="document",
            document="pdf",
            status="readable",
            pages=len(pages),
            position=position,
        )
        step.session.add(row)
        uid = row.uid
    return uid, step.changes


def add_claim(
    store: Store,
    item_uid: str,
    code: str = "K1",
    *,
    strength: int = 2,
    spans: str = ONE_SPAN,
    quote: str = "shape the mission",
) -> tuple[str, Changes]:
    """Claim a passage of an item for the KSB of this code; return the claim's uid and the step."""
    with store.step("claim", f"Mapped to {code}", {Topic.CLAIMS}) as step:
        session = step.session
        item = session.query(ItemRow).filter_by(uid=item_uid).one()
        ksb = session.query(KsbRow).filter_by(code=code).one()
        passage = PassageRow(item_id=item.id, spans=spans, quote=quote)
        session.add(passage)
        session.flush()
        claim = ClaimRow(passage_id=passage.id, ksb_uid=ksb.uid, strength=strength)
        session.add(claim)
        uid = claim.uid
    return uid, step.changes


def bare(folder: Path, key: MasterKey, name: str = "portfolio.db") -> sqlcipher.Connection:
    """Return a connection that goes round the app, for looking and for breaking things."""
    connection = sqlcipher.connect(str(folder / name), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.database.hex()}'\"")
    return connection


def rows_of(store: Store, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of these tables, as they are."""
    with store.read() as session:
        connection = session.connection()
        return {
            table: [
                tuple(row)
                for row in connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY id')  # noqa: S608
            ]
            for table in tables
        }


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def flip_bit(path: Path, at: int) -> None:
    """Change one bit of a file, at this byte (from the end when negative)."""
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(bytes(data))
