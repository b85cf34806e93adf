"""Ask the workroom about a file that came back: its codes, what it holds, the mail it is in."""

from __future__ import annotations

from portfolio_app.domain import wire
from portfolio_app.domain.document import Facts, ReadStatus
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.reply import Reply
from portfolio_app.domain.returned import CodeFound, Returned
from portfolio_app.domain.signatures import Signatures
from portfolio_app.problems import PortfolioError
from portfolio_app.workroom.host import Workroom

LARGEST = 200 << 20  # bytes of a form that came back; a larger one is kept, and not read
CANNOT = "cannot-be-checked"


def codes_in(
    room: Workroom, name: str, content: bytes, *, seconds: float = 0.0
) -> tuple[CodeFound, ...]:
    """Return the codes in a file, the surest way first; none where it can't be read.

    ``seconds`` is how long bars are looked for on a picture, 0 for as long as it takes.
    """
    if len(content) > LARGEST:
        return ()
    try:
        arguments: dict[str, object] = {"name": name}
        if seconds:
            arguments["seconds"] = seconds
        reply = room.call("find_code", arguments, [content])
    except PortfolioError:
        return ()
    return tuple(wire.decode(CodeFound, each) for each in reply.result["codes"])


def why_unreadable(room: Workroom, name: str, content: bytes) -> str:
    """Return why a file without a code can't be read (damaged, locked …); "" when it can."""
    if len(content) > LARGEST:
        return "It is too large to be read."
    try:
        reply = room.call("read", {"name": name, "bytes": len(content)}, [content])
    except PortfolioError as error:
        return error.message
    facts = wire.decode(Facts, reply.result["facts"])
    return "" if facts.status is ReadStatus.READABLE else facts.problem


def returned(
    room: Workroom, name: str, content: bytes, *, sent: bytes = b"", asked: FormContent | None
) -> Returned:
    """Return what a file holds, compared with the copy that was sent when there is one.

    Whatever goes wrong is said in ``problem``: it is then never "no signature".
    """
    if len(content) > LARGEST:
        return _cannot("It is too large to be read.")
    arguments: dict[str, object] = {"name": name}
    if asked is not None:
        arguments["content"] = wire.encode(asked)
    blobs = [content, sent] if sent else [content]
    try:
        reply = room.call("read_return", arguments, blobs)
        return wire.decode(Returned, reply.result["returned"])
    except PortfolioError as error:
        return _cannot(error.message)
    except Exception:  # noqa: BLE001 - the border of a check: whatever fails, it was not checked
        return _cannot("Checking it failed.")


def reply_in(room: Workroom, name: str, content: bytes) -> tuple[Reply | None, tuple[bytes, ...]]:
    """Return the mail in a file and the bytes of the files in it; None where it is no mail."""
    if len(content) > LARGEST:
        return None, ()
    try:
        reply = room.call("read_reply", {"name": name}, [content])
    except PortfolioError:
        return None, ()
    found = reply.result["reply"]
    return (wire.decode(Reply, found) if found else None), reply.blobs


def _cannot(why: str) -> Returned:
    return Returned(problem=why, code=CANNOT, signatures=Signatures(problem=why))
