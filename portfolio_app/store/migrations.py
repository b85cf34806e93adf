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


def _noted(number: int, table: str, *columns: str) -> tuple[str, ...]:
    """Return the statements that put a table's words into ``noted_words`` and keep them there.

    A row's words stand at rowid ``id * 8 + number``.
    """

    def words(row: str) -> str:
        return " || ' ' || ".join(f"{row}{column}" for column in columns)

    taken = f"DELETE FROM noted_words WHERE rowid = old.id * 8 + {number};"  # noqa: S608 - our own names
    into = "INSERT INTO noted_words (rowid, text)"
    put = f"{into} VALUES (new.id * 8 + {number}, {words('new.')});"
    changed = ", ".join(columns)
    return (
        f"{into} SELECT id * 8 + {number}, {words('')} FROM {table}",  # noqa: S608 - our own names
        f"CREATE TRIGGER {table}_noted AFTER INSERT ON {table} BEGIN {put} END",
        f"CREATE TRIGGER {table}_forgotten AFTER DELETE ON {table} BEGIN {taken} END",
        f"CREATE TRIGGER {table}_noted_again AFTER UPDATE OF {changed} ON {table} "
        f"BEGIN {taken} {put} END",
    )


# Evidence at full depth: shelves, parts, projects, candidates, highlights, hiding, theory, scans.
_STEP_2 = (
    "ALTER TABLE item ADD COLUMN parent_id INTEGER REFERENCES item (id)",
    "ALTER TABLE item ADD COLUMN shelf TEXT NOT NULL DEFAULT 'library'",
    "ALTER TABLE item ADD COLUMN part_of TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item ADD COLUMN projects TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE item ADD COLUMN version_group TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item ADD COLUMN holds TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE item ADD COLUMN code TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item ADD COLUMN author TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item ADD COLUMN duration REAL NOT NULL DEFAULT 0",
    "ALTER TABLE item ADD COLUMN address TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item ADD COLUMN minutes INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE item ADD COLUMN checks TEXT NOT NULL DEFAULT '[]'",
    "CREATE INDEX item_by_parent ON item (parent_id) WHERE parent_id IS NOT NULL",
    "ALTER TABLE passage ADD COLUMN to_place INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE passage ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE passage ADD COLUMN was TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE ksb ADD COLUMN was TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE ksb ADD COLUMN review TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE ksb ADD COLUMN retired INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE ksb ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE candidate (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        item_id INTEGER NOT NULL REFERENCES item (id),
        ksb_uid TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX candidate_by_item ON candidate (item_id)",
    """CREATE TABLE theory (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        passage_id INTEGER NOT NULL REFERENCES passage (id),
        ksb_uid TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX theory_by_passage ON theory (passage_id)",
    """CREATE TABLE highlight (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        item_id INTEGER NOT NULL REFERENCES item (id),
        rendition_id INTEGER REFERENCES rendition (id),
        spans TEXT NOT NULL,
        quote TEXT NOT NULL,
        text_before TEXT NOT NULL,
        text_after TEXT NOT NULL,
        colour TEXT NOT NULL,
        comment TEXT NOT NULL,
        state TEXT NOT NULL,
        passage_id INTEGER
    ) STRICT""",
    "CREATE INDEX highlight_by_item ON highlight (item_id)",
    """CREATE TABLE hide (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        item_id INTEGER NOT NULL REFERENCES item (id),
        rendition_id INTEGER REFERENCES rendition (id),
        spans TEXT NOT NULL,
        quote TEXT NOT NULL,
        text_before TEXT NOT NULL,
        text_after TEXT NOT NULL,
        label TEXT NOT NULL,
        origin TEXT NOT NULL,
        to_place INTEGER NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX hide_by_item ON hide (item_id)",
    """CREATE TABLE name_to_hide (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        text TEXT NOT NULL,
        label TEXT NOT NULL,
        whole_word INTEGER NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE left_alone (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        text TEXT NOT NULL,
        item_id INTEGER,
        reason TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE earlier (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        item_id INTEGER NOT NULL REFERENCES item (id),
        file_id INTEGER NOT NULL REFERENCES file (id),
        rendition_id INTEGER REFERENCES rendition (id),
        replaced_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX earlier_by_item ON earlier (item_id)",
    """CREATE TABLE scan (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        day TEXT NOT NULL,
        scale TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE rating (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        scan_id INTEGER NOT NULL REFERENCES scan (id),
        ksb_uid TEXT NOT NULL,
        own INTEGER,
        manager INTEGER,
        note TEXT NOT NULL,
        UNIQUE (scan_id, ksb_uid)
    ) STRICT""",
    # What search finds beside the words of pages. The triggers keep it true, undo included.
    """CREATE VIRTUAL TABLE noted_words USING fts5 (
        text, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
    )""",
    *_noted(0, "item", "title", "context", "part", "confirm", "private_note", "address", "author",
            "projects"),
    *_noted(1, "passage", "quote", "note"),
    *_noted(2, "claim", "shows"),
    *_noted(3, "ksb", "code", "short", "text", "note"),
    *_noted(4, "file", "name", "folder"),
)  # fmt: skip

_STEP_3 = (
    "ALTER TABLE item ADD COLUMN paper TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item ADD COLUMN signing TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item ADD COLUMN pages_shown TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE bundle ADD COLUMN profile TEXT NOT NULL DEFAULT 'gateway'",
    "ALTER TABLE bundle ADD COLUMN folder TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE bundle ADD COLUMN options TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE bundle ADD COLUMN contents TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE bundle ADD COLUMN files TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE bundle ADD COLUMN prints TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE bundle ADD COLUMN submitted_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE bundle ADD COLUMN kept_sha256 TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE accepted (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        finding TEXT NOT NULL,
        because TEXT NOT NULL,
        said TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX accepted_by_finding ON accepted (finding)",
    """CREATE TABLE marking (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        item_id INTEGER NOT NULL REFERENCES item (id),
        answer TEXT NOT NULL,
        "by" TEXT NOT NULL,
        day TEXT NOT NULL,
        markings TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX marking_by_item ON marking (item_id)",
    """CREATE TABLE epao_rule (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        "key" TEXT NOT NULL UNIQUE,
        value TEXT NOT NULL,
        source TEXT NOT NULL,
        checked_on TEXT NOT NULL,
        note TEXT NOT NULL
    ) STRICT""",
)  # fmt: skip

_STEP_4 = (
    """CREATE TABLE observation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        witness_uid TEXT NOT NULL,
        asked TEXT NOT NULL,
        item_id INTEGER REFERENCES item (id),
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX observation_by_item ON observation (item_id)",
    """CREATE TABLE request (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        observation_id INTEGER NOT NULL REFERENCES observation (id),
        version INTEGER NOT NULL,
        code TEXT NOT NULL UNIQUE,
        content TEXT NOT NULL,
        file_id INTEGER NOT NULL REFERENCES file (id),
        made_at TEXT NOT NULL,
        sent_at TEXT NOT NULL,
        UNIQUE (observation_id, version)
    ) STRICT""",
    """CREATE TABLE arrival (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        observation_id INTEGER REFERENCES observation (id),
        request_id INTEGER REFERENCES request (id),
        file_id INTEGER NOT NULL REFERENCES file (id),
        mail_file_id INTEGER REFERENCES file (id),
        item_id INTEGER REFERENCES item (id),
        state TEXT NOT NULL,
        arrived_at TEXT NOT NULL,
        matched_by TEXT NOT NULL,
        sender TEXT NOT NULL,
        sent_at TEXT NOT NULL,
        subject TEXT NOT NULL,
        message_id TEXT NOT NULL,
        written TEXT NOT NULL,
        returned TEXT NOT NULL,
        by_eye TEXT NOT NULL,
        signature TEXT NOT NULL,
        signature_words TEXT NOT NULL,
        report TEXT NOT NULL,
        checked_at TEXT NOT NULL,
        claimed TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX arrival_by_observation ON arrival (observation_id)",
    "CREATE INDEX arrival_by_item ON arrival (item_id)",
    """CREATE TABLE certificate (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        witness_uid TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        signer TEXT NOT NULL,
        not_before TEXT NOT NULL,
        not_after TEXT NOT NULL,
        first_seen_at TEXT NOT NULL,
        confirmed_at TEXT NOT NULL,
        UNIQUE (witness_uid, fingerprint)
    ) STRICT""",
    "ALTER TABLE item ADD COLUMN number INTEGER",
)

_STEP_5 = (
    """CREATE TABLE block (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        place INTEGER NOT NULL,
        kind TEXT NOT NULL,
        content TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX block_by_place ON block (place)",
    """CREATE TABLE picture (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        file_id INTEGER NOT NULL REFERENCES file (id),
        name TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        item_uid TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE source (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        content TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE version (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        made_at TEXT NOT NULL,
        words INTEGER NOT NULL,
        content TEXT NOT NULL,
        printed TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE word_copy (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        file_id INTEGER NOT NULL REFERENCES file (id),
        name TEXT NOT NULL,
        arrived_at TEXT NOT NULL,
        state TEXT NOT NULL,
        read TEXT NOT NULL,
        decided TEXT NOT NULL
    ) STRICT""",
)

_STEP_6 = (
    """CREATE TABLE programme (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        body TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE planned (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        place INTEGER NOT NULL,
        title TEXT NOT NULL,
        day TEXT NOT NULL,
        until TEXT NOT NULL,
        parent_uid TEXT NOT NULL,
        origin TEXT NOT NULL,
        content TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX planned_by_kind ON planned (kind, day)",
    """CREATE TABLE hours (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        day TEXT NOT NULL,
        minutes INTEGER NOT NULL,
        activity TEXT NOT NULL,
        category TEXT NOT NULL,
        note TEXT NOT NULL,
        module_uid TEXT NOT NULL,
        item_uid TEXT NOT NULL,
        origin TEXT NOT NULL,
        raw TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX hours_by_day ON hours (day)",
    """CREATE TABLE record (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        about_uid TEXT NOT NULL,
        file_id INTEGER NOT NULL REFERENCES file (id),
        name TEXT NOT NULL,
        arrived_at TEXT NOT NULL,
        content TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX record_by_about ON record (about_uid)",
    """CREATE TABLE practice (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        run_uid TEXT NOT NULL,
        ksb_uid TEXT NOT NULL,
        question TEXT NOT NULL,
        rating INTEGER NOT NULL,
        seconds INTEGER NOT NULL,
        practised_at TEXT NOT NULL,
        content TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE crib (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        ksb_uid TEXT NOT NULL UNIQUE,
        content TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE buddy_pack (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        code TEXT NOT NULL UNIQUE,
        made_at TEXT NOT NULL,
        file_id INTEGER NOT NULL REFERENCES file (id),
        content TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE comment (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        pack_uid TEXT NOT NULL,
        item_uid TEXT NOT NULL,
        field TEXT NOT NULL,
        said_by TEXT NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL,
        arrived_at TEXT NOT NULL,
        file_id INTEGER NOT NULL REFERENCES file (id)
    ) STRICT""",
    "CREATE INDEX comment_by_item ON comment (item_uid)",
    "ALTER TABLE arrival ADD COLUMN parties TEXT NOT NULL DEFAULT '[]'",
)

STEPS: tuple[tuple[str, ...], ...] = (_STEP_1, _STEP_2, _STEP_3, _STEP_4, _STEP_5, _STEP_6)
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
