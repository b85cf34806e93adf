"""The pages that were made of a file, and the files an item had before."""

from __future__ import annotations

from dataclasses import dataclass

# Changes when the same file would give another page copy or other text: pages made by an earlier
# one are made again (services.renewing).
MAKER = "pages/3"


@dataclass(frozen=True, slots=True)
class Rendition:
    """The pages that passages of an item point at.

    ``pages_sha256`` names the page copy in the vault; empty means that it is made from the original
    (``file_sha256``) by ``maker`` with ``options`` and may lie in the derived cache.
    """

    uid: str
    file_sha256: str
    pages_sha256: str
    maker: str
    options: str
    pages: int


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """A file that an item had before it was replaced. ``pages`` is 0 where it had none.

    ``replaced_at`` is a UTC instant.
    """

    uid: str
    item_uid: str
    file_name: str
    bytes: int
    sha256: str
    pages: int
    replaced_at: str
