"""What the digital signatures of a PDF say, without a portfolio."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.domain import wire
from portfolio_app.domain.signatures import Signatures
from portfolio_app.problems import PortfolioError
from portfolio_app.progress import Progress, silent
from portfolio_app.workroom.host import Workroom

LARGEST = 200_000_000  # bytes; as in the workroom
_NOT_CHECKED = "Its signatures can't be checked: the check was stopped. "


def verify(room: Workroom, path: Path, *, progress: Progress = silent) -> Signatures:
    """Return what every digital signature of a PDF says. Nothing is changed, stored or fetched.

    A file that can't be checked (damaged, locked, no PDF, too large) has a ``problem``, which is
    never the same as having no signature.

    Raises:
        PortfolioError: there is no such file, or it can't be read from its place.
        Cancelled: ``progress`` raised it.
    """
    try:
        if path.stat().st_size > LARGEST:
            return Signatures(problem="The file is too large for its signatures to be checked.")
        content = path.read_bytes()
    except OSError as error:
        raise PortfolioError(
            f"{path.name} could not be read.",
            hint="Check that the file is there and may be opened. Nothing was changed.",
            code="unreadable",
        ) from error
    return of_content(room, content, progress=progress)


def of_content(room: Workroom, content: bytes, *, progress: Progress = silent) -> Signatures:
    """Return what every digital signature of a PDF says, for a file at hand; see ``verify``.

    Raises:
        Cancelled: ``progress`` raised it.
    """
    try:
        reply = room.call("signatures", blobs=[content], progress=progress)
    except PortfolioError as error:
        return Signatures(problem=_NOT_CHECKED + error.message)
    return wire.decode(Signatures, reply.result["signatures"])
