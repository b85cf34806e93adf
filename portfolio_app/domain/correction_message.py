"""The message that asks an observer for a correction: exactly what is missing, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio_app.domain.days import day_words
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.observation import CheckRow, Outcome
from portfolio_app.domain.request_message import Sender, subject

# What a line of the check report asks of the observer. ``{said}`` is what the report says.
_ASKS = {
    "readable": "The file can't be read here. Save the form again, and send it once more.",
    "version": "It is an earlier version of the form. The newer one is attached: the facts in part "
    "1 have changed since.",
    "part-1": "Part 1 is not as I sent it. Use the form attached here, and leave part 1 as it is.",
    "structure": "Pages or fields of the form are not as I sent them. Use the form attached here.",
    "code": "The form's code is not the one I sent. Use the form attached here.",
    "answers": "Some answers can be read in two ways. Fill in the form attached here afresh.",
    "digital": "The digital signature doesn't cover what the form says now. Make your changes "
    "first, then sign it last.",
    "checked": "Part of the form can't be checked here. Fill in the form attached here afresh.",
    "observer": "{said}.",
    "observer-name": "The name on the form is not that of the person I asked. Give your own full "
    "name, so that nobody takes the words for mine.",
    "declarations": "{said}. Tick what is true.",
    "signed-on": "{said}. Give the day on which you sign.",
    "signed-before": "{said} Check the date.",
    "signed-before-made": "{said} Check the date.",
    "signed-ahead": "{said} Check the date.",
    "ksbs": "{said}. Choose Seen, In part or Not this time for each.",
    "schedule": "{said}. Choose an answer for each of them.",
    "question": "{said}.",
    "account": "{said} Say in your own words what you saw and heard, and what came of it.",
    "copied-own": "Some of the words are mine. Say it in your own words.",
    "copied-other": "Some of the words are another observer's. Say it in your own words.",
    "copied-form": "Some of the words repeat the form. Say it in your own words.",
}
_SIGN = "It isn't signed. Type your full name, or sign in the box, and give the date."
_SHOWN = frozenset(
    {"observer", "declarations", "ksbs", "schedule", "account", "signed-on", "question"}
)


def missing(report: Sequence[CheckRow]) -> tuple[str, ...]:
    """Return what the observer is asked to put right, a sentence each; none when nothing is.

    Made of the lines of a check report that are wrong, or are to be looked at.
    """
    asked: list[str] = []
    for row in report:
        if row.outcome not in (Outcome.WRONG, Outcome.LOOK):
            continue
        if row.rule == "signature":
            asked.append(_SIGN)
        elif (words := _ASKS.get(row.rule)) is not None:
            said = row.message
            if words == "{said}" and not said.endswith("."):
                said += "."
            if row.rule in _SHOWN:
                said = said.rstrip(".") if "{said}." in words else said
            asked.append(words.format(said=said))
    return tuple(dict.fromkeys(asked))


def correction(
    content: FormContent, sender: Sender, asked: Sequence[str], arrived_on: str
) -> tuple[str, str]:
    """Return the subject and the text of a message that asks for a correction.

    ``asked`` are the sentences of ``missing``, ``arrived_on`` the day (YYYY-MM-DD) on which the
    form came back.
    """
    still = "One thing is" if len(asked) == 1 else f"{len(asked)} things are"
    came = f" It arrived on {day_words(arrived_on)}." if arrived_on else ""
    lines = [
        f"Dear {content.observer},",
        "",
        f"Thank you for the form about {content.title}.{came} "
        f"{still} still needed before I can use it:",
        "",
        *(f"{number}. {each}" for number, each in enumerate(asked, 1)),
        "",
        "Put it right in your copy, save it, and send it back to me; or fill in the form attached "
        "here. Nothing you wrote has been changed.",
        "",
        sender.name,
        *filter(None, (sender.job, sender.employer)),
    ]
    return f"Correction. {subject(content)}", "\n".join(lines).rstrip()
