"""The form of an encrypted file: AES-256-GCM in 64 KiB chunks that cannot be moved, cut or swapped.

Layout: 4 bytes of magic, 7 bytes nonce prefix, 12 bytes nonce and 48 bytes of the file's own key,
wrapped by the vault key; then chunks of at most 64 KiB, each followed by its 16-byte tag. A chunk's
nonce is prefix + counter (4 bytes, big endian) + 1 for the last chunk, else 0 (the STREAM
construction); magic and prefix are associated data of every chunk. The wrap is bound to the name
under which the file is kept, so a file put in another's place is refused before a byte is believed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"PFV1"
CHUNK = 64 * 1024
TAG = 16
_PREFIX = 7
_NONCE = 12
_WRAPPED = 32 + TAG
HEADER = len(MAGIC) + _PREFIX + _NONCE + _WRAPPED


class DamagedError(Exception):
    """The file is not what was sealed: a byte differs, or it was cut, grown or swapped."""


def sealed_size(size: int) -> int:
    """Return the bytes on disk of content of this many bytes."""
    return HEADER + size + TAG * max(1, -(-size // CHUNK))


class Sealer:
    """Encrypts a stream whose name is known only at the end. ``file`` must be seekable."""

    def __init__(self, file: BinaryIO, vault_key: bytes) -> None:
        self._file = file
        self._vault_key = vault_key
        self._key = secrets.token_bytes(32)
        self._cipher = _aesgcm(self._key)
        self._start = MAGIC + secrets.token_bytes(_PREFIX)
        self._counter = 0
        self._held = b""
        file.write(self._start + bytes(_NONCE + _WRAPPED))

    def write(self, chunk: bytes) -> None:
        """Take the next chunk: exactly 64 KiB, only the last may be shorter."""
        if self._held:
            self._put(self._held, is_last=False)
        self._held = chunk

    def finish(self, name: bytes) -> None:
        """Write the last chunk, then the key, wrapped for this name."""
        self._put(self._held, is_last=True)
        self._file.seek(len(self._start))
        self._file.write(_wrap(self._key, self._vault_key, self._start, name))

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._start, self._counter, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, chunk, self._start))
        self._counter += 1


def seal_whole(content: bytes, vault_key: bytes, name: bytes) -> bytes:
    """Return the sealed form of content that is in memory."""
    key = secrets.token_bytes(32)
    cipher = _aesgcm(key)
    start = MAGIC + secrets.token_bytes(_PREFIX)
    parts = [start, _wrap(key, vault_key, start, name)]
    view = memoryview(content)
    last = max(0, (len(content) - 1) // CHUNK)
    for counter in range(last + 1):
        nonce = _nonce(start, counter, is_last=counter == last)
        parts.append(cipher.encrypt(nonce, view[counter * CHUNK : (counter + 1) * CHUNK], start))
    return b"".join(parts)


def unseal(file: BinaryIO, vault_key: bytes, name: bytes) -> Iterator[bytes]:
    """Give the content in order, each chunk verified before it is given.

    Raises:
        DamagedError: the rest cannot be believed.
    """
    from cryptography.exceptions import InvalidTag

    head = file.read(HEADER)
    if len(head) != HEADER or not head.startswith(MAGIC):
        raise DamagedError
    start = head[: len(MAGIC) + _PREFIX]
    nonce = head[len(start) : len(start) + _NONCE]
    try:
        key = _aesgcm(vault_key).decrypt(nonce, head[len(start) + _NONCE :], start + name)
        cipher = _aesgcm(key)
        counter = 0
        chunk = file.read(CHUNK + TAG)
        while True:
            following = file.read(CHUNK + TAG) if len(chunk) == CHUNK + TAG else b""
            is_last = not following
            yield cipher.decrypt(_nonce(start, counter, is_last=is_last), chunk, start)
            if is_last:
                return
            chunk = following
            counter += 1
    except (InvalidTag, ValueError) as error:
        raise DamagedError from error


def _aesgcm(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _nonce(start: bytes, counter: int, *, is_last: bool) -> bytes:
    return start[len(MAGIC) :] + counter.to_bytes(4, "big") + bytes([is_last])


def _wrap(key: bytes, vault_key: bytes, start: bytes, name: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _aesgcm(vault_key).encrypt(nonce, key, start + name)
