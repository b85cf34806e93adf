"""A process that saves, backs up, restores or changes keys until it is killed.

It says each thing that is done.

Run as ``python -m tests.store.crash_child MODE FOLDER KEY``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from portfolio_app.store import backup, database, history, keys, migrations
from portfolio_app.store.database import Store
from portfolio_app.store.keys import MasterKey
from portfolio_app.store.restore import restore
from tests.store.builders import add_claim, add_item, fill
from tests.store.test_migrations import LATER, NEXT


def save(store: Store) -> None:
    number = 0
    while True:
        number += 1
        content = os.urandom(20_000 + number % 7 * 60_000)
        uid, _ = add_item(store, f"Item {number}", content, pages=("words " * 200,))
        say(f"item {uid} {hashlib.sha256(content).hexdigest()}")
        _, claimed = add_claim(store, uid)
        if number % 3 == 0:
            history.undo(store, claimed.step)
        say(f"claims {uid} {int(number % 3 != 0)}")
        if number % 5 == 0:
            store.checkpoint()


def back_up(store: Store) -> None:
    number = 0
    while True:
        number += 1
        uid, _ = add_item(store, f"Item {number}", os.urandom(50_000))
        backup.backup(store, store.folder.parent / "sealed")
        say(f"backup {uid}")


def restore_again(store: Store) -> None:
    uid, _ = add_item(store, "Item", os.urandom(200_000))
    recovery = keys.new_recovery_key().text
    store.set_header(
        keys.set_recovery_key(store.header, store.key, keys.RecoveryKey.parse(recovery))
    )
    backup.backup(store, store.folder.parent / "sealed")
    target = store.folder.parent / "restored"
    while True:
        restore(store.folder.parent / "sealed", target, recovery=recovery)
        say(f"restored {uid}")
        shutil.move(target, store.folder.parent / "gone")
        shutil.rmtree(store.folder.parent / "gone")


def change_keys(store: Store) -> None:
    while True:
        recovery = keys.new_recovery_key()
        say(f"next {recovery.text}")
        store.set_header(keys.set_recovery_key(store.header, store.key, recovery))
        say(f"key {recovery.text}")


def make(folder: Path) -> None:
    key = keys.new_master_key()
    while True:
        database.create_store(folder, key, keys.new_header(key), fill).close()
        say(f"made {key.secret().hex()}")
        shutil.move(folder, folder.parent / "gone")
        shutil.rmtree(folder.parent / "gone")


def migrate(folder: Path, key: MasterKey) -> None:
    migrations.NEWEST = NEXT
    migrations.migrate.__defaults__ = (LATER,)
    say("migrating")
    database.open_store(folder, key)
    say("migrated")
    sys.stdin.read()


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - how it tells the test


def main() -> None:
    mode, folder, key = sys.argv[1], Path(sys.argv[2]), MasterKey(bytes.fromhex(sys.argv[3]))
    if mode == "make":
        make(folder)
    elif mode == "migrate":
        migrate(folder, key)
    else:
        doing = {
            "save": save,
            "backup": back_up,
            "restore": restore_again,
            "keys": change_keys,
        }
        doing[mode](database.open_store(folder, key))


if __name__ == "__main__":
    main()
