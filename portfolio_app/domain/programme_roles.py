"""What a programme calls the people around the apprentice."""

from __future__ import annotations

from collections import Counter

from portfolio_app.domain.programme import Programme

TUTOR = "practice tutor or coach"  # where nobody said
_REVIEWING = ("tutor", "coach", "practice educator", "reviewer", "skills trainer")
_OTHERS = ("apprentice", "learner", "manager", "mentor", "employer")


def role_titles(programme: Programme | None) -> tuple[str, ...]:
    """Return the roles' titles as the programme gives them, in its order; none without one."""
    return tuple(role.title for role in programme.roles if role.title) if programme else ()


def reviewer(programme: Programme | None) -> str:
    """Return what the provider's reviewer is called, as within a sentence: "practice tutor".

    What the person typed in holds; else it is the role that takes part in most reviews and is
    neither the apprentice's nor the employer's; else the first role whose title says so; else
    "practice tutor or coach".
    """
    if programme is None:
        return TUTOR
    if programme.tutor.strip():
        return _within(programme.tutor)
    counted = Counter(
        one for review in programme.reviews for one in review.participants if _is_provider(one)
    )
    if counted:
        return _within(counted.most_common(1)[0][0])
    for title in role_titles(programme):
        if any(word in title.casefold() for word in _REVIEWING):
            return _within(title)
    return TUTOR


def _is_provider(role: str) -> bool:
    return not any(word in role.casefold() for word in _OTHERS)


def _within(title: str) -> str:
    title = title.strip()
    first = title.split()[0] if title else ""
    keeps_case = any(letter.isupper() for letter in first[1:])  # an abbreviation
    return title if keeps_case else title[:1].lower() + title[1:]
