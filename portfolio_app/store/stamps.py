"""The two marks every row carries: a random uid and an instant."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_uid() -> str:
    """Return 26 random lower-case Crockford characters (130 bits)."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(26)).lower()


def now() -> str:
    """Return this instant in UTC, to the second: ``2026-03-03T14:02:09Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
