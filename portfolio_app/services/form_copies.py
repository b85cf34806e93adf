"""Write a form again as it went out: the version that was sent, not what is asked by now."""

from __future__ import annotations

from pathlib import Path

from portfolio_app.problems import PortfolioError
from portfolio_app.services import placing, requests
from portfolio_app.store.database import Store


def save_version(store: Store, uid: str, version: int, out: Path) -> Path:
    """Write one version of a request's form as a file of the person's own; return where it is.

    Raises:
        PortfolioError: there is no such request or version, another file is there ("exists"), or
            the place can't be taken or written to. Nothing was written.
    """
    out = placing.refuse_place(store, out, ".pdf", "The form")
    known = requests.found(store, uid)
    made = next((each for each in known.requests if each.version == version), None)
    if made is None:
        raise PortfolioError(
            f"{known.ref} has no version {version}. Nothing was written.", code="no-such-version"
        )
    placing.put(out, store.vault.get(made.form_sha256), "The form", lambda _: False)
    return out
