"""The portfolio key: what is derived from it, and how passphrase and recovery key wrap it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from functools import cached_property

from typing_extensions import override

from portfolio_app.problems import PortfolioError
from portfolio_app.store import header as header_file
from portfolio_app.store.header import Header, Wrap
from portfolio_app.store.stamps import CROCKFORD, new_uid

KEY_BYTES = 32
RECOVERY_BYTES = 20  # 160 bits
_RECOVERY_LETTERS = 32
_CHECK_LETTERS = 4  # 20 bits: one slip in a million goes unnoticed here, none at the key itself
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})

# Above what OWASP's password storage guidance asks of Argon2id (19 MiB, 2 passes), and within what
# a small laptop has to spare; the passes are then made to last _TRY_SECONDS.
_MEMORY_KIB = 32 * 1024
_LEAST_PASSES = 4
_TRY_SECONDS = 0.6  # what one guess should cost on the machine that set the passphrase
_MOST_MEMORY_KIB = 1024 * 1024  # a header that asks for more is damaged or malicious
_MOST_PASSES = 200


def hkdf(key: bytes, info: str, *, salt: bytes = b"", length: int = KEY_BYTES) -> bytes:
    """Return a key for one purpose: HKDF with SHA-256 (RFC 5869), at most 32 bytes."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, info.encode() + b"\x01", "sha256")[:length]


class MasterKey:
    """The 32 random bytes from which all of a portfolio's keys come; never changed or shown."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("A portfolio key has 32 bytes.")
        self._key = key

    @override
    def __repr__(self) -> str:
        return "MasterKey(…)"

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, MasterKey) and hmac.compare_digest(self._key, other.secret())

    @override
    def __hash__(self) -> int:
        return hash(self.check)

    def secret(self) -> bytes:
        """Return the key itself, for wrapping it and for the keychain only."""
        return self._key

    @cached_property
    def database(self) -> bytes:
        """The raw key of portfolio.db."""
        return hkdf(self._key, "portfolio-app 1 database")

    @cached_property
    def vault(self) -> bytes:
        """The key that wraps each stored file's own key."""
        return hkdf(self._key, "portfolio-app 1 vault")

    @cached_property
    def naming(self) -> bytes:
        """The key of the hash that names stored files."""
        return hkdf(self._key, "portfolio-app 1 naming")

    @cached_property
    def check(self) -> bytes:
        """The key of the check value that tells a wrong key from a damaged file."""
        return hkdf(self._key, "portfolio-app 1 check")

    def check_value(self, portfolio_id: str) -> str:
        """Return what portfolio.json holds to recognise this key: 64 hexadecimal digits."""
        return hmac.digest(self.check, b"check " + portfolio_id.encode(), "sha256").hex()

    def fits(self, header: Header) -> bool:
        """Whether this is the key of the portfolio that ``header`` belongs to."""
        return hmac.compare_digest(self.check_value(header.id), header.check)


def new_master_key() -> MasterKey:
    """Return a new random key."""
    return MasterKey(secrets.token_bytes(KEY_BYTES))


def new_header(key: MasterKey) -> Header:
    """Return the header of a new portfolio with a random id and no wraps yet."""
    portfolio_id = new_uid()
    return Header(id=portfolio_id, check=key.check_value(portfolio_id))


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryKey:
    """160 random bits that a person can write down: 32 letters and figures, 4 to check them."""

    secret: bytes

    @property
    def text(self) -> str:
        """The key in nine groups of four: ``7KQ2-…``."""
        letters = _letters(self.secret, _RECOVERY_LETTERS) + _check_letters(self.secret)
        return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))

    @property
    def groups(self) -> tuple[str, ...]:
        """The nine groups, for typing some of them back."""
        return tuple(self.text.split("-"))

    @classmethod
    def parse(cls, typed: str) -> RecoveryKey:
        """Return the key that was typed: any case, spaces and dashes; O is 0, I and L are 1.

        Raises:
            PortfolioError: code "bad-recovery-key": it was typed wrongly (a key of another
                portfolio is only noticed by ``unlock``).
        """
        wide = unicodedata.normalize("NFKC", typed).upper().translate(_READ_AS)
        letters = "".join(c for c in wide if c.isalnum())
        expected = _RECOVERY_LETTERS + _CHECK_LETTERS
        if len(letters) != expected:
            raise _typed_wrongly(f"it has {expected} letters and figures, and {len(letters)} came")
        unknown = sorted({c for c in letters if c not in CROCKFORD})
        if unknown:
            raise _typed_wrongly(f"it never contains {', '.join(unknown)}")
        number = 0
        for letter in letters[:_RECOVERY_LETTERS]:
            number = number * 32 + CROCKFORD.index(letter)
        secret = number.to_bytes(RECOVERY_BYTES, "big")
        if _check_letters(secret) != letters[_RECOVERY_LETTERS:]:
            raise _typed_wrongly("at least one letter or figure differs")
        return cls(secret)


def new_recovery_key() -> RecoveryKey:
    """Return a new random recovery key."""
    return RecoveryKey(secrets.token_bytes(RECOVERY_BYTES))


def _typed_wrongly(why: str) -> PortfolioError:
    return PortfolioError(
        f"The recovery key was typed wrongly: {why}. Nothing has been changed.",
        hint="Compare it with your copy, group by group, and try again.",
        code="bad-recovery-key",
    )


def _letters(data: bytes, count: int) -> str:
    number = int.from_bytes(data, "big")
    return "".join(CROCKFORD[(number >> (5 * i)) & 31] for i in reversed(range(count)))


def _check_letters(secret: bytes) -> str:
    digest = hashlib.sha256(b"portfolio-app recovery key" + secret).digest()
    return _letters((int.from_bytes(digest[:3], "big") >> 4).to_bytes(3, "big"), _CHECK_LETTERS)


def set_passphrase(header: Header, key: MasterKey, passphrase: str) -> Header:
    """Return the header with the key wrapped by this passphrase instead of any earlier one.

    Raises:
        PortfolioError: the passphrase is empty ("bad-passphrase") or the key is not this
            portfolio's ("wrong-key").
    """
    if not passphrase.strip():
        raise PortfolioError(
            "A passphrase needs at least one letter.",
            hint="Several words that belong together only for you are best.",
            code="bad-passphrase",
        )
    salt = secrets.token_bytes(16)
    passes = _passes_for_this_machine(salt)
    wrapping = _argon2(passphrase, salt, _MEMORY_KIB, passes, 1)
    return _wrapped(
        header,
        key,
        wrapping,
        Wrap(
            kind="passphrase",
            salt=_text(salt),
            wrapped="",
            memory=_MEMORY_KIB,
            passes=passes,
            lanes=1,
        ),
    )


def set_recovery_key(header: Header, key: MasterKey, recovery: RecoveryKey) -> Header:
    """Return the header with the key wrapped by this recovery key instead of any earlier one.

    Raises:
        PortfolioError: the key is not this portfolio's ("wrong-key").
    """
    salt = secrets.token_bytes(16)
    wrapping = hkdf(recovery.secret, "portfolio-app 1 recovery", salt=salt)
    return _wrapped(header, key, wrapping, Wrap(kind="recovery", salt=_text(salt), wrapped=""))


def unlock(
    header: Header, *, passphrase: str | None = None, recovery: str | None = None
) -> MasterKey:
    """Return the portfolio's key, by passphrase (0.3 s or more) or by recovery key as typed.

    Raises:
        PortfolioError: "wrong-key" (wrong passphrase, or none was ever set), "bad-recovery-key"
            (typed wrongly, or of another portfolio), "damaged" (the header's wrap makes no sense).
    """
    if passphrase is not None:
        wrap = header.wrap("passphrase")
        if wrap is None:
            raise PortfolioError(
                "This portfolio has no passphrase. Nothing has been changed.",
                hint="Open it with the recovery key, or on the computer that made it.",
                code="wrong-key",
            )
        if not (
            8 <= wrap.memory <= _MOST_MEMORY_KIB
            and 1 <= wrap.passes <= _MOST_PASSES
            and 1 <= wrap.lanes <= 16
            and wrap.memory >= 8 * wrap.lanes
        ):
            raise header_file.damaged()
        wrapping = _argon2(passphrase, _bytes(wrap.salt), wrap.memory, wrap.passes, wrap.lanes)
        key = _unwrapped(header, wrap, wrapping)
        if key is None:
            raise PortfolioError(
                "That passphrase doesn't open this portfolio. Nothing has been changed.",
                hint="Check Caps Lock and try again, or use the recovery key.",
                code="wrong-key",
            )
        return key
    if recovery is not None:
        typed = RecoveryKey.parse(recovery)
        wrap = header.wrap("recovery")
        if wrap is not None:
            wrapping = hkdf(typed.secret, "portfolio-app 1 recovery", salt=_bytes(wrap.salt))
            key = _unwrapped(header, wrap, wrapping)
            if key is not None:
                return key
        raise PortfolioError(
            "This recovery key is typed correctly, but it belongs to another portfolio or was "
            "replaced by a newer one. Nothing has been changed.",
            hint="Look for the recovery key you saved for this portfolio, newest first.",
            code="bad-recovery-key",
        )
    raise ValueError("Either a passphrase or a recovery key is needed.")


def wrong_key() -> PortfolioError:
    """Return the refusal for a key that belongs to another portfolio."""
    return PortfolioError(
        "This key belongs to another portfolio and doesn't open this one. Nothing has changed.",
        hint="Use this portfolio's passphrase or recovery key.",
        code="wrong-key",
    )


def _passes_for_this_machine(salt: bytes) -> int:
    from time import thread_time

    start = thread_time()
    _argon2("how long does one take?", salt, _MEMORY_KIB, _LEAST_PASSES, 1)
    spent = max(thread_time() - start, 0.001)
    return min(max(_LEAST_PASSES, round(_LEAST_PASSES * _TRY_SECONDS / spent)), _MOST_PASSES)


def _argon2(passphrase: str, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    # The same words must work from every keyboard and system: composed form, as RFC 8265 has it.
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=passes, lanes=lanes, memory_cost=memory)
    return kdf.derive(words)


def _bound(header: Header, wrap: Wrap) -> bytes:
    return f"portfolio-app 1 {wrap.kind} {header.id}".encode()


def _wrapped(header: Header, key: MasterKey, wrapping: bytes, wrap: Wrap) -> Header:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not key.fits(header):
        raise wrong_key()
    nonce = secrets.token_bytes(12)
    sealed = nonce + AESGCM(wrapping).encrypt(nonce, key.secret(), _bound(header, wrap))
    others = tuple(each for each in header.wraps if each.kind != wrap.kind)
    return replace(header, wraps=(*others, replace(wrap, wrapped=_text(sealed))))


def _unwrapped(header: Header, wrap: Wrap, wrapping: bytes) -> MasterKey | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sealed = _bytes(wrap.wrapped)
    try:
        secret = AESGCM(wrapping).decrypt(sealed[:12], sealed[12:], _bound(header, wrap))
    except InvalidTag:
        return None
    except ValueError as error:  # a nonce too short: the wrap was cut off
        raise header_file.damaged() from error
    key = MasterKey(secret)
    return key if key.fits(header) else None


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise header_file.damaged() from error
