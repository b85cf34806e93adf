"""What a form says, by the names a person knows: to say in words what differs."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.documents.returned.letters import folded
from portfolio_app.domain import request_code
from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.returned import Part


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a form says: what it is called, its words, and to which part it belongs."""

    name: str
    words: str
    part: Part = Part.PART_1

    @property
    def key(self) -> str:
        """Its words as they are compared."""
        return folded(self.words)


def of(content: FormContent) -> tuple[Fact, ...]:
    """Return what a form says, the shortest words first."""
    told = [
        Fact("the code", request_code.shown(content.code), Part.CODE),
        Fact("the version", f"version {content.version}", Part.CODE),
        Fact("the name of the request", content.ref, Part.CODE),
        Fact("the apprentice’s name", content.apprentice),
        Fact("the employer", content.employer),
        Fact("the training provider", content.provider),
        Fact("the standard", content.standard),
        Fact("the activity", content.title),
        Fact("the date", day_words(content.day) if content.day else ""),
        Fact("the time", content.time),
        Fact("the length", _minutes(content.minutes)),
        Fact("the place", content.place),
        Fact("who else was there", content.present),
        Fact("the observer’s name", content.observer),
        Fact("the observer’s job title", content.job_title),
        Fact("the observer’s organisation", content.organisation),
        Fact("the relationship", content.relationship),
        Fact("the kind of observation", content.observed_as),
        Fact("what it was about", content.context),
        Fact("what is confidential", content.confidential),
        Fact("the statement", content.statement),
    ]
    for ksb in content.ksbs:
        told += [
            Fact(f"the wording of {ksb.code}", ksb.text or ksb.short),
            Fact(f"the explanation of {ksb.code}", ksb.plain),
            Fact(f"the code of {ksb.code}", ksb.code),
            Fact(f"{ksb.code} and its wording", f"{ksb.code} {ksb.text or ksb.short}"),
        ]
    for row in content.schedule:
        told += [
            Fact(f"the title of {row.ref}", row.title),
            Fact(f"the date of {row.ref}", day_words(row.date) if row.date else ""),
            Fact(f"the part stated for {row.ref}", row.part),
            Fact(f"the name of {row.ref}", row.ref),
        ]
    known = [each for each in told if each.key]
    return tuple(sorted(known, key=lambda each: len(each.key)))


def _minutes(minutes: int) -> str:
    return f"{minutes} minute{'' if minutes == 1 else 's'}" if minutes else ""
