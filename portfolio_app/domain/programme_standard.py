"""Whether a programme and the portfolio are on the same standard, said in words."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.programme import Programme
from portfolio_app.domain.standard import Standard


@dataclass(frozen=True, slots=True)
class Pairing:
    """What is to be said of the two standards, "" for nothing. ``differs``: something is to do."""

    words: str = ""
    differs: bool = False


def pairing(programme: Programme | None, standard: Standard) -> Pairing:
    """Return how the programme's standard and the portfolio's stand to each other.

    A programme never changes the portfolio's standard.
    """
    if programme is None:
        return Pairing()
    named = " · ".join(each for each in (programme.standard_title, programme.standard) if each)
    if not named:
        return Pairing(f"The programme names no standard. Your portfolio is on {standard.name}.")
    sure = ""
    if programme.standard_is_inferred:
        sure = (
            f"The source gives no reference number: {programme.standard} was inferred from its "
            "words. Check it with your training provider."
        )
    is_same = programme.standard.strip().casefold() == standard.reference.strip().casefold()
    if not programme.standard or not standard.reference:
        words = f"The programme is for “{named}”. Your portfolio is on {standard.name}."
        return Pairing(f"{words} {sure}".strip())
    if is_same:
        return Pairing(sure)
    words = (
        f"The programme is for another standard: {named}. Your portfolio is still on "
        f"{standard.name}, and nothing of it was changed. To work on the other one, paste its list "
        "of KSBs or take it from a file under Standard, Other."
    )
    return Pairing(f"{words} {sure}".strip(), differs=True)
