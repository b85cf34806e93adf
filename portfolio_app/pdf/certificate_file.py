"""Opens a person's own digital certificate (PKCS#12): the key, the certificate, and those above.

The file and its password live for one call. Neither is written, logged or named in a message.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from portfolio_app.problems import PortfolioError

_SHORTEST_RSA = 2048  # bits; NIST SP 800-131A allows no shorter key for new signatures
_SAFE = "Nothing was signed."
_LARGEST = 5_000_000  # bytes


@dataclass(frozen=True, slots=True)
class OpenedCertificate:
    """A certificate that can sign: key and certificates as cryptography has them, and the digest.

    ``digest`` is the one that goes with the key: "sha256", "sha384", "sha512" or "shake256".
    """

    key: Any
    certificate: Any
    others: tuple[Any, ...]
    digest: str


def opened(file: bytes, password: str, at: datetime) -> OpenedCertificate:
    """Return what a PKCS#12 file holds, ready to sign at the instant ``at``.

    Raises:
        PortfolioError: ``wrong-password``, ``not-a-certificate``, ``no-private-key``,
            ``certificate-expired``, ``certificate-not-yet``, ``unsuitable-key``.
    """
    key, certificate, others = _unwrapped(file, password)
    if key is None or certificate is None:
        raise PortfolioError(
            f"This file holds no private key, so it can't be used to sign. {_SAFE}",
            hint="Choose the file with the ending .p12 or .pfx that was exported with its key.",
            code="no-private-key",
        )
    if certificate.not_valid_after_utc < at:
        raise PortfolioError(
            f"This certificate expired on {_day(certificate.not_valid_after_utc)}. {_SAFE}",
            hint="Ask whoever issued it for a new one, or sign in another way.",
            code="certificate-expired",
        )
    if certificate.not_valid_before_utc > at:
        raise PortfolioError(
            f"This certificate is valid from {_day(certificate.not_valid_before_utc)}. {_SAFE}",
            hint="Check this computer's date, or sign in another way.",
            code="certificate-not-yet",
        )
    return OpenedCertificate(key, certificate, tuple(others), _digest_for(key))


def _unwrapped(file: bytes, password: str) -> tuple[Any, Any, list[Any]]:
    from asn1crypto import pkcs12 as structure
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs12
    from cryptography.utils import CryptographyDeprecationWarning

    try:
        if len(file) > _LARGEST:
            raise ValueError  # noqa: TRY301 - told below like every other file that is none
        kind = structure.Pfx.load(file, strict=True)["auth_safe"]["content_type"].native
        if kind not in ("data", "signed_data"):
            raise ValueError  # noqa: TRY301 - as above
    except (ValueError, TypeError, KeyError):
        raise PortfolioError(
            f"This is not a digital certificate with its key. {_SAFE}",
            hint="Choose the file with the ending .p12 or .pfx that was exported with its key.",
            code="not-a-certificate",
        ) from None
    tries = [password.encode()] if password else [None, b""]
    for each in tries:
        try:
            with warnings.catch_warnings():
                # It warns of old ways to protect a file; whose file it is can't change that here.
                warnings.simplefilter("ignore", CryptographyDeprecationWarning)
                return pkcs12.load_key_and_certificates(file, each)
        except ValueError:
            continue
        except UnsupportedAlgorithm:
            raise PortfolioError(
                f"This certificate file is protected in an old way that can't be opened. {_SAFE}",
                hint="Export it again from where it is kept, choosing AES or “TripleDES”.",
                code="old-protection",
            ) from None
    raise PortfolioError(
        f"The password is not the one of this certificate, or the file is damaged. {_SAFE}",
        hint="Type the password that was chosen when the certificate was exported.",
        code="wrong-password",
    )


def _digest_for(key: Any) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size >= _SHORTEST_RSA:
            return "sha256"
        raise _unsuitable(f"Its key is too short ({key.key_size} bits).")
    if isinstance(key, ec.EllipticCurvePrivateKey):
        if key.key_size < 224:  # as NIST SP 800-131A for elliptic curves
            raise _unsuitable(f"Its key is too short ({key.key_size} bits).")
        return {384: "sha384", 521: "sha512"}.get(key.key_size, "sha256")
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "sha512"
    if isinstance(key, ed448.Ed448PrivateKey):
        return "shake256"
    raise _unsuitable("Its key is of a kind that can't sign a PDF.")


def _unsuitable(why: str) -> PortfolioError:
    return PortfolioError(
        f"This certificate can't be used to sign. {why} {_SAFE}",
        hint="Ask for a certificate with an RSA key of 2048 bits or more, or sign in another way.",
        code="unsuitable-key",
    )


def _day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%d/%m/%Y}"
