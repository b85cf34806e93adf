"""In which order KSBs are listed: by theme when the standard has themes, else K, S, B."""

from __future__ import annotations

from portfolio_app.domain.ksb import Ksb, KsbKind
from portfolio_app.domain.standard import Standard, Theme

_KINDS = tuple(KsbKind)


def ksb_order(standard: Standard) -> tuple[Ksb, ...]:
    """Return every KSB of the standard once, in the order that coverage, annex and index follow.

    With themes: theme by theme, each in its own order, and what is in no theme after them. A KSB of
    several themes stands in the first. Without: knowledge, skills, behaviours. Otherwise the
    standard's own order holds. Those the accepted list no longer has come last.
    """
    place: dict[str, int] = {}
    for theme in standard.themes:
        for uid in theme.ksb_uids:
            place.setdefault(uid, len(place))

    def key(ksb: Ksb) -> tuple[bool, int, int]:
        in_theme = ksb.uid in place
        return (
            ksb.retired,
            place[ksb.uid] if in_theme else len(place),
            0 if in_theme else _KINDS.index(ksb.kind),
        )

    return tuple(sorted(standard.ksbs, key=key))


def theme_of(standard: Standard, ksb_uid: str) -> Theme | None:
    """Return the first theme that holds a KSB, None when none does."""
    return next((theme for theme in standard.themes if ksb_uid in theme.ksb_uids), None)
