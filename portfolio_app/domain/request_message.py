"""The words of the message that goes with a form: the same questions as text, and reminders.

Its lines are known again when somebody answers between them. It never says why a KSB was chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portfolio_app.domain.asking import minutes_needed
from portfolio_app.domain.days import day_words
from portfolio_app.domain.form_lines import FormLine, LineKind
from portfolio_app.domain.form_words import FormWords
from portfolio_app.domain.forms import FormContent, FormKind, ScheduleRow, Seen, Whose
from portfolio_app.domain.request_code import shown

SOON, LATE = 10, 25  # days since it was sent, from which a reminder says more


@dataclass(frozen=True, slots=True)
class Sender:
    """Who asks: name and what they are, as the message ends."""

    name: str
    job: str = ""
    employer: str = ""


def subject(content: FormContent) -> str:
    """Return the subject: what it is about, its name and its code."""
    what = {
        FormKind.OBSERVATION: "What you saw",
        FormKind.EMPLOYER_STATEMENT: "To confirm",
        FormKind.STATEMENT: "To sign",
        FormKind.MANAGER_PAGE: "One page for you",
    }.get(content.kind, f"{content.kind.words} to sign")
    day = f", {day_words(content.day)}" if content.day else ""
    if content.title.endswith(day):  # a record's title may say it already
        day = ""
    return f"{what}: {content.title}{day} ({content.ref}, {shown(content.code)})"


def message(content: FormContent, words: FormWords, sender: Sender, today: date) -> str:
    """Return the whole text: what is asked, how to answer in the form, and the questions."""
    return "\n".join(
        [
            f"Dear {content.observer},",
            "",
            *_opening(content, words, today),
            "",
            *_how(content, words),
            "",
            "IF THE FORM DOESN'T OPEN",
            "Answer here, below each question, and send this message back. It is then kept as a "
            "written statement by e-mail, which counts as not signed.",
            "",
            *questions(content, words),
            "",
            *_closing(content, sender),
        ]
    )


def reminder(content: FormContent, sender: Sender, sent_on: str, today: date) -> str:
    """Return a reminder of a request that was sent on a day (YYYY-MM-DD); its words fit its age."""
    days = (today - date.fromisoformat(sent_on)).days
    asked = f"On {day_words(sent_on)} I sent you a form about {_about(content)}."
    minutes = f"It takes about {minutes_needed(content)} minutes."
    if days < SOON:
        said = [
            f"{asked} In case it didn't reach you, it is attached again. {minutes}",
            "If your answer is on its way already, leave this message aside.",
        ]
    elif days < LATE:
        said = [
            f"{asked} I haven't had it back yet. It is attached again. {minutes}",
            "If the form gives trouble, answer in a reply to this message, or print it, sign it "
            "and send a photo of every page.",
        ]
    else:
        said = [
            f"{asked} I know that your time is short. It is attached once more. {minutes}",
            "If you would rather not, or somebody else saw more of it, a line that says so is "
            "enough, and I will ask them instead.",
        ]
    return "\n".join([f"Dear {content.observer},", "", *said, "", *_closing(content, sender)])


def correction_reminder(content: FormContent, sender: Sender) -> str:
    """Return a reminder that what came back was to be put right."""
    said = (
        f"You sent me your answer about {_about(content)}. Something in it has to be put right, as "
        "I wrote. Could you send it once more? The form is attached again, in case you no longer "
        "have it."
    )
    return "\n".join([f"Dear {content.observer},", "", said, "", *_closing(content, sender)])


def reminder_subject(content: FormContent) -> str:
    """Return the subject of a reminder."""
    return f"Reminder. {subject(content)}"


def questions(content: FormContent, words: FormWords) -> list[str]:
    """Return the questions as lines of text, numbered, with room for an answer below each."""
    asked = {
        FormKind.OBSERVATION: _of_observation,
        FormKind.EMPLOYER_STATEMENT: _of_schedule,
        FormKind.STATEMENT: _of_statement,
    }.get(content.kind, _of_record)
    lines: list[str] = []
    for number, question in enumerate(asked(content, words), start=1):
        lines += [f"{number}. {question[0]}", *(f"   {each}" for each in question[1:]), ""]
    return lines[:-1]


def _of_observation(content: FormContent, words: FormWords) -> Iterator[list[str]]:
    yield [words.say("part2.account")]
    answers = _either([each.words for each in Seen])
    if content.ksbs:
        asked = [f"{words.say('part2.ksbs')} Write for each: {answers}."]
        for each in content.ksbs:
            asked.append(f"{each.code} {each.short}: {each.text}")
            if each.plain:
                asked.append(f"   {words.say('part2.plain', plain=each.plain)}")
        yield asked
    yield [words.say("part2.development")]
    yield [words.say("part2.product")]
    yield [
        "Which of these are true? Write yes or no for each.",
        *(words.say(f"part3.{each}") for each in ("saw", "own_words", "not_related")),
    ]
    yield [_who(words)]


def _of_schedule(content: FormContent, words: FormWords) -> Iterator[list[str]]:
    answers = _either([each.words for each in Whose])
    yield [
        f"Whose work is each piece? Write for each: {answers}.",
        *(line for row in content.schedule for line in _row(row, words)),
    ]
    yield [f"{words.say('part3.statement')} Write yes or no."]
    yield [words.say("part3.comment")]
    yield [_who(words)]


def _of_statement(content: FormContent, words: FormWords) -> Iterator[list[str]]:
    yield [
        f"{words.say('part3.agreed')}. Write yes or no.",
        *content.statement.split("\n"),
    ]
    yield [words.say("part3.comment")]
    yield [_who(words)]


def _of_record(content: FormContent, words: FormWords) -> Iterator[list[str]]:
    """Yield what the party is asked to whom the message goes; what is said comes before it."""
    party = party_named(content)
    asked = [line for line in content.lines if line.is_for(party)]
    said = [line for line in content.lines if line.kind is LineKind.SAID]
    for number, line in enumerate(asked):
        before = _said(said) if not number else []
        if line.kind is LineKind.TICK:
            yield [*before, "Is this so? Write yes or no.", *line.text.split("\n")]
        else:
            yield [*before, *line.text.split("\n")]
    yield [*([] if asked else _said(said)), _who(words)]


def _said(lines: Sequence[FormLine]) -> list[str]:
    found = ["This is what the form says:"] if lines else []
    for line in lines:
        text = line.text.split("\n")
        found += [line.title, *(f"   {each}" for each in text)] if line.title else text
    return found


def party_named(content: FormContent) -> int:
    """Return which party, counted from 1, a form's message goes to: the one it names."""
    for number, party in enumerate(content.parties, 1):
        if not party.is_me and party.name == content.observer:
            return number
    return 1


def _row(row: ScheduleRow, words: FormWords) -> Iterator[str]:
    pages = {0: "", 1: words.say("part2.page")}.get(
        row.pages, words.say("part2.pages", count=row.pages)
    )
    yield ", ".join(each for each in (f"{row.ref} {row.title}", day_words(row.date), pages) if each)
    yield f"   My part: {' '.join(row.part.split())}" if row.part else "   No part is stated."


def _who(words: FormWords) -> str:
    asked = ("name", "job_title", "organisation", "relationship", "contact")
    told = ", ".join(_small(words.say(f"sign.{each}")) for each in asked)
    return f"Your {told}, and today's date"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _either(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _about(content: FormContent) -> str:
    day = f", {day_words(content.day)}" if content.day else ""
    return f"{content.title}{day}"


def _opening(content: FormContent, words: FormWords, today: date) -> list[str]:
    minutes = f"It takes about {minutes_needed(content)} minutes."
    standard = f"It is for my apprenticeship: {content.standard}." if content.standard else ""
    place = f" ({content.place})" if content.place else ""
    if content.kind.is_record:
        asks = words.say("mail.asks", title=content.title)
    elif content.kind is FormKind.EMPLOYER_STATEMENT:
        count = len(content.schedule)
        pieces = "1 piece" if count == 1 else f"{count} pieces"
        asks = (
            f"My portfolio holds {pieces} of work. Before it goes to the assessor, my employer "
            "says for each whose work it is. Could you go through the list in the attached form, "
            "and sign it once?"
        )
    elif content.kind is FormKind.STATEMENT:
        asks = (
            f"Could you read the attached statement about {content.title}, and sign it if you "
            "agree?"
        )
    elif content.day > today.isoformat():
        time = f" at {content.time}" if content.time else ""
        asks = (
            f"On {day_words(content.day)}{time} you will see me at work: {content.title}{place}. "
            "Could you watch, and write down soon afterwards what you saw and heard?"
        )
    else:
        when = f"On {day_words(content.day)} you" if content.day else "You"
        asks = (
            f"{when} saw me at work: {content.title}{place}. Could you write down what you saw "
            "and heard?"
        )
    facts = [f"What it was about: {content.context}"] if content.context else []
    if content.confidential:
        facts.append(f"Confidential: {content.confidential}")
    return [asks, *facts, f"{minutes} {standard}".strip()]


def _how(content: FormContent, words: FormWords) -> list[str]:
    if content.kind.is_record:
        return _steps(words.say("mail.how"), content)
    parts = {
        FormKind.OBSERVATION: "Part 1 is mine and fixed. Write parts 2 and 3 in your own words, "
        "sign, and save.",
        FormKind.EMPLOYER_STATEMENT: "Tick one answer for each piece, sign once, and save.",
        FormKind.STATEMENT: "Read it. If you agree, tick the box, sign, and save.",
    }[content.kind]
    return _steps(parts, content)


def _steps(parts: str, content: FormContent) -> list[str]:
    several = [
        "- Several people sign it, each in their own part. Answer in yours; the others get the "
        "same form, or yours when you have signed."
    ]
    return [
        "HOW TO ANSWER",
        "- Save the attached file first, then open the saved copy. Don't fill it in the mail "
        "preview.",
        f"- {parts}",
        *(several if len(content.parties) > 1 else ()),
        "- Send the file back as an attachment to a reply to this message.",
        "- On paper: print it, fill it in by hand, sign, and send a scan or a clear photo of every "
        "page.",
    ]


def _closing(content: FormContent, sender: Sender) -> list[str]:
    graded = {
        FormKind.OBSERVATION: [
            "You are confirming what you saw. You are not grading. “Not this time” is a useful "
            "answer. Roles are enough: leave out names of pupils, patients, customers or staff.",
            "",
        ],
        FormKind.EMPLOYER_STATEMENT: [
            "You are confirming whose work this is. You are not grading. “Cannot say” is a proper "
            "answer.",
            "",
        ],
    }.get(content.kind, [])
    who = ", ".join(each for each in (sender.job, sender.employer) if each)
    return [
        *graded,
        "With thanks",
        sender.name,
        *([who] if who else []),
        "",
        f"{content.ref}, version {content.version}. Code {shown(content.code)}: leave it in your "
        "reply.",
    ]
