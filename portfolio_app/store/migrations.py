"""How a database came to be what it is: numbered steps of plain SQL, oldest first, never edited."""

from __future__ import annotations

from typing import Any

APPLICATION_ID = 0x534C5046  # "SLPF": marks the file as ours

_STEP_1 = (
    """CREATE TABLE detail (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        "key" TEXT NOT NULL UNIQUE,
        value TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE standard (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        body TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE ksb (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        position INTEGER NOT NULL,
        code TEXT NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        short TEXT NOT NULL,
        area TEXT NOT NULL,
        methods TEXT NOT NULL,
        methods_confirmed INTEGER NOT NULL,
        wording_confirmed INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE file (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        sha256 TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        name TEXT NOT NULL,
        folder TEXT NOT NULL,
        added_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX file_by_sha256 ON file (sha256)",
    """CREATE TABLE rendition (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        file_id INTEGER NOT NULL REFERENCES file (id),
        maker TEXT NOT NULL,
        options TEXT NOT NULL,
        pages_sha256 TEXT NOT NULL,
        pages INTEGER NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX rendition_by_file ON rendition (file_id)",
    """CREATE TABLE page_text (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        rendition_id INTEGER NOT NULL REFERENCES rendition (id),
        page_index INTEGER NOT NULL,
        width REAL NOT NULL,
        height REAL NOT NULL,
        text TEXT NOT NULL,
        UNIQUE (rendition_id, page_index)
    ) STRICT""",
    """CREATE VIRTUAL TABLE page_words USING fts5 (
        text, content='page_text', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3'
    )""",
    """CREATE TRIGGER page_text_added AFTER INSERT ON page_text BEGIN
        INSERT INTO page_words (rowid, text) VALUES (new.id, new.text);
    END""",
    """CREATE TRIGGER page_text_removed AFTER DELETE ON page_text BEGIN
        INSERT INTO page_words (page_words, rowid, text) VALUES ('delete', old.id, old.text);
    END""",
    """CREATE TRIGGER page_text_changed AFTER UPDATE ON page_text BEGIN
        INSERT INTO page_words (page_words, rowid, text) VALUES ('delete', old.id, old.text);
        INSERT INTO page_words (rowid, text) VALUES (new.id, new.text);
    END""",
    """CREATE TABLE item (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        file_id INTEGER NOT NULL REFERENCES file (id),
        rendition_id INTEGER REFERENCES rendition (id),
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        document TEXT NOT NULL,
        status TEXT NOT NULL,
        pages INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        date TEXT NOT NULL,
        date_source TEXT NOT NULL,
        context TEXT NOT NULL,
        part TEXT NOT NULL,
        confirm TEXT NOT NULL,
        confidentiality TEXT NOT NULL,
        do_not_export INTEGER NOT NULL,
        private_note TEXT NOT NULL,
        problem TEXT NOT NULL,
        locked INTEGER NOT NULL,
        restricted INTEGER NOT NULL,
        signed INTEGER NOT NULL,
        active TEXT NOT NULL,
        picture_pages TEXT NOT NULL,
        position INTEGER,
        last_page INTEGER NOT NULL DEFAULT 0,
        binned_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX item_by_file ON item (file_id)",
    "CREATE INDEX item_by_rendition ON item (rendition_id)",
    "CREATE INDEX item_by_position ON item (position) WHERE position IS NOT NULL",
    """CREATE TABLE passage (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        item_id INTEGER NOT NULL REFERENCES item (id),
        rendition_id INTEGER REFERENCES rendition (id),
        spans TEXT NOT NULL,
        quote TEXT NOT NULL,
        text_before TEXT NOT NULL,
        text_after TEXT NOT NULL,
        time_from REAL,
        time_to REAL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX passage_by_item ON passage (item_id)",
    """CREATE TABLE claim (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        passage_id INTEGER NOT NULL REFERENCES passage (id),
        ksb_uid TEXT NOT NULL,
        strength INTEGER NOT NULL,
        shows TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX claim_by_passage ON claim (passage_id)",
    "CREATE INDEX claim_by_ksb ON claim (ksb_uid)",
    """CREATE TABLE bundle (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        built_at TEXT NOT NULL,
        path TEXT NOT NULL,
        pages INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        items INTEGER NOT NULL,
        claims INTEGER NOT NULL,
        draft INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        done_at TEXT NOT NULL,
        verb TEXT NOT NULL,
        arguments TEXT NOT NULL,
        summary TEXT NOT NULL,
        topics TEXT NOT NULL,
        focus TEXT NOT NULL,
        undone_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        history_id INTEGER NOT NULL REFERENCES history (id),
        table_name TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        UNIQUE (history_id, table_name, row_id)
    ) STRICT""",
)

STEPS: tuple[tuple[str, ...], ...] = (_STEP_1,)
NEWEST = len(STEPS)


def number(connection: Any) -> int:
    """Return the number of the last step this database has had (PRAGMA user_version)."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: Any, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Take a database from whatever it is to the newest step: all or nothing, then synced.

    ``connection`` is a bare SQLCipher connection in autocommit mode.
    """
    # SQLite's own advice for changing tables; it cannot be switched inside a transaction.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in range(number(connection), len(steps)):
            for statement in steps[step]:
                connection.execute(statement)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(  # noqa: TRY301
                f"a migration left {len(broken)} rows pointing nowhere"
            )
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
