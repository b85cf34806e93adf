"""What a portfolio knows about itself: who and when, the bundles it built, the steps it took."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.changes import Topic
from portfolio_app.domain.witness import Witness


@dataclass(frozen=True, slots=True)
class Details:
    """The portfolio's facts, all text as typed; empty where not known yet.

    ``email`` is the apprentice's address as requests give it, for replies; no bundle prints it.
    ``start`` and ``gateway`` are days (YYYY-MM-DD); ``reference`` is the apprentice's number at
    the EPAO; ``role`` is "My role and organisation" as the bundle prints it (150 words);
    ``backup_folder`` is a place chosen for sealed backups and ``backed_up_at`` the instant (UTC)
    of the last one; ``recovery_key_saved`` the instant the person had kept their key.
    """

    name: str = ""
    job: str = ""
    employer: str = ""
    provider: str = ""
    epao: str = ""
    reference: str = ""
    email: str = ""
    role: str = ""
    start: str = ""
    gateway: str = ""
    standard_id: str = ""
    programme_id: str = ""
    backup_folder: str = ""
    backed_up_at: str = ""
    recovery_key_saved: str = ""
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class BuiltRecord:
    """A bundle that was built: ``built_at`` is UTC, ``path`` where it was put, sizes in bytes.

    ``profile`` as domain.options.Profile; ``folder`` is its bundle folder, "" for the PDF alone;
    ``prints`` a hash of everything it printed. ``submitted_at`` is the day on which it was said to
    be handed in, "" if it was not, and ``kept_sha256`` the copy kept of it then.
    """

    uid: str
    built_at: str
    path: str
    pages: int
    bytes: int
    sha256: str
    items: int
    claims: int
    is_draft: bool
    profile: str = "gateway"
    folder: str = ""
    prints: str = ""
    submitted_at: str = ""
    kept_sha256: str = ""


@dataclass(frozen=True, slots=True)
class PastStep:
    """One step of the history. ``uid`` is what undo and redo take; ``done_at`` is UTC."""

    uid: str
    done_at: str
    verb: str
    summary: str
    topics: frozenset[Topic]
    focus: str
    is_undone: bool
