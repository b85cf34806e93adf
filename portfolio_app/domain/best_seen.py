"""Which KSBs somebody else usually sees best: our own judgement, from editable data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from portfolio_app.domain.ksb import Ksb, KsbKind


@dataclass(frozen=True, slots=True)
class SeenRule:
    """KSBs of a kind whose text holds a word that begins so; without words, all of the kind."""

    kind: KsbKind
    words: tuple[str, ...]
    why: str

    def fits(self, ksb: Ksb) -> bool:
        """Whether a KSB is one of those."""
        if ksb.kind is not self.kind:
            return False
        text = f"{ksb.text} {ksb.short} "
        return not self.words or any(
            re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE) for word in self.words
        )


@dataclass(frozen=True, slots=True)
class BestSeen:
    """The rules, and where they come from: said wherever they are used."""

    rules: tuple[SeenRule, ...]
    source: str

    def why(self, ksb: Ksb) -> str:
        """Return why somebody else usually sees a KSB best; "" when no rule says so."""
        return next((rule.why for rule in self.rules if rule.fits(ksb)), "")


def best_seen_from_data(data: dict[str, Any]) -> BestSeen:
    """Return the rules of resources/observing/best-seen.toml, already parsed.

    Raises:
        ValueError: it holds none, or is of a newer schema.
    """
    if data.get("schema") != 1:
        raise ValueError("These are not rules that this version of the app can read.")
    return BestSeen(
        tuple(
            SeenRule(KsbKind(each["kind"]), tuple(each["words"]), str(each["why"]))
            for each in data["rules"]
        ),
        str(data["source"]["title"]),
    )
