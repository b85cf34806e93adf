"""What somebody wrote in a reply, without what it quotes or what they were asked."""

import pytest

from portfolio_app.domain.reply_words import own_words

OURS = """Dear Robin,
In your own words: what did you see and hear, and what came of it?
S12 Negotiates and influences. Write for each: seen, in part or not this time.
Thank you, Sam"""
ACCOUNT = "Both heads came in with opposite plans, and left the room with one."
HEADING = "From: Sam\nSent: 2 December 2025 10:11\nTo: Robin\nSubject: Form\n\n"
MARKED = "\n".join(f"> {line}" for line in OURS.split("\n"))


@pytest.mark.parametrize(
    "reply",
    [
        f"{ACCOUNT}\n\nOn Tue, 2 Dec 2025 at 10:11, Sam\n<sam@example.org> wrote:\n\n{MARKED}",
        f"On 2 December 2025 Sam wrote:\n{MARKED}\n\n{ACCOUNT}",  # answered below
        f"{MARKED}\n\n{ACCOUNT}\n\n> Thank you, Sam",  # and between
        f"{ACCOUNT}\n\n-----Original Message-----\n{HEADING}{OURS}",
        f"{ACCOUNT}\n\n________________________________\n{HEADING}{OURS}",
        f"{HEADING}{OURS.replace('it?', f'it?{chr(10)}{ACCOUNT}')}",  # between unmarked lines
        f"{ACCOUNT}\n\nAr 2 Rhagfyr 2025, ysgrifennodd Sam:\n{OURS}",
    ],
)
def test_only_the_senders_own_words_are_left(reply: str) -> None:
    assert own_words(reply, [OURS]) == ACCOUNT
    assert own_words(reply.replace("\n", "\r\n"), [OURS]) == ACCOUNT


def test_words_that_only_look_like_a_quote_stay() -> None:
    told = "On Monday Sam wrote: a plan that all could sign.\nFrom: where I sat, I heard it all."
    assert own_words(told, [OURS]) == told


def test_what_a_third_person_wrote_further_down_the_thread_is_never_taken() -> None:
    older = f"{HEADING}{OURS}\n\nFrom: Someone\nSent: 1 December 2025\nSubject: Before\n\nA secret."
    assert own_words(f"See below.\n\n{older}", [OURS]) == "See below."


def test_without_knowing_what_was_asked_nothing_quoted_is_taken() -> None:
    assert own_words(f"Yes.\n\n{HEADING}{OURS}") == "Yes."
