"""A mail that came back: who says they sent it, when, its words, and the files in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReplyFile:
    """A file in a mail, by its name there. Its bytes come beside it."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail as it claims to be: none of it is proved.

    ``address`` is the bare address in ``sender``; ``sent_at`` an ISO 8601 instant with its own
    offset, or a day alone, or "". ``answers`` are the message ids it says it answers, ``words`` its
    text, lines of marked-up quotes begun with ">". ``files`` are those attached, in messages inside
    it too, in order. ``is_cut``: it has more of them than were looked at.
    """

    sender: str = ""
    address: str = ""
    sent_at: str = ""
    subject: str = ""
    message_id: str = ""
    answers: str = ""
    words: str = ""
    files: tuple[ReplyFile, ...] = ()
    is_cut: bool = False
