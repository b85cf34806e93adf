"""Pages of a reply that was written in a mail: its words, without what it quoted."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.domain import wire
from portfolio_app.domain.document import DocumentKind, Facts, Holding, PageText, ReadStatus
from portfolio_app.domain.observation import Arrival
from portfolio_app.services.waiting import Read, Waiting
from portfolio_app.store.database import Store
from portfolio_app.workroom.host import Workroom

TITLE = "Written statement by e-mail"
_FOOT = (
    "These are the words of the e-mail's sender, without what the e-mail quoted. The e-mail itself "
    "is kept as it arrived."
)
# It is not on the pages, so the original does not travel.
_LEFT_OUT = Holding("the e-mail's own header, and what it quotes")


def read(store: Store, room: Workroom, arrival: Arrival, written: str, about: str) -> Read:
    """Return the pages of a written statement, as if they had been read of its mail.

    Raises:
        PortfolioError: the pages can't be made, or the disk is full.
    """
    head = [
        ("From", arrival.sender),
        ("Date", arrival.sent_at),
        ("Subject", arrival.subject),
        ("Message", arrival.message_id),
        ("About", about),
    ]
    lines = [TITLE, "", *(f"{name}: {value}" for name, value in head if value)]
    text = "\n".join([*lines, "", written, "", _FOOT, ""])
    content = text.encode("utf-8", "replace")
    asked: dict[str, object] = {"name": "statement.txt", "bytes": len(content)}
    reply = room.call("read", asked, [content])
    facts = wire.decode(Facts, reply.result["facts"])
    pages = tuple(wire.decode(PageText, page) for page in reply.result["pages"])
    readable = facts.status is ReadStatus.READABLE
    kept = store.vault.put(reply.blobs[0]).sha256 if readable else ""
    told = replace(
        facts,
        kind=DocumentKind.MAIL,
        title=TITLE,
        date="",
        date_source="",
        holds=(_LEFT_OUT,),
        route="simplified",
    )
    source = Waiting("", arrival.sha256, arrival.file_name, arrival.bytes)
    return Read(source, told, pages, str(reply.result["maker"]), kept)
