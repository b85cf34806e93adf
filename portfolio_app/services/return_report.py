"""The lines of a check report: each says one thing of a file that came back.

Every line is worked out by itself: what can't be worked out says so, and is never taken for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from portfolio_app.domain.observation import CheckRow, Outcome
from portfolio_app.services import report_of_answers, report_of_file, report_of_parties
from portfolio_app.services.return_case import Case

# Lines that keep a return from being attached as it is, where they are wrong.
HINDERS = frozenset(
    {
        "portfolio", "version", "part-1", "structure", "code", "answers", "digital", "signature",
        "readable", "checked", "observer-name", "sender-own", "signer-own",
    }
)  # fmt: skip


def rows(case: Case) -> tuple[CheckRow, ...]:
    """Return every line of the report, in the order in which it is read."""
    found: list[CheckRow] = []
    for rule, make in _RULES:
        try:
            found += make(case)
        except Exception:  # noqa: BLE001 - the border of one line: it can't be checked, and says so
            found.append(CheckRow("checked", Outcome.WRONG, f"{_NAMES[rule]} can't be checked."))
    return tuple(found)


def hindrances(report: Sequence[CheckRow]) -> tuple[CheckRow, ...]:
    """Return the lines because of which it can only be attached marked incomplete."""
    return tuple(each for each in report if each.outcome is Outcome.WRONG and each.rule in HINDERS)


_Rule = Callable[[Case], Iterator[CheckRow]]
_RULES: tuple[tuple[str, _Rule], ...] = (
    ("readable", report_of_file.read_by),
    ("portfolio", report_of_file.portfolio),
    ("version", report_of_file.version),
    ("part-1", report_of_file.part_1),
    ("holds", report_of_file.holds),
    ("noticed", report_of_file.noticed),
    ("observer", report_of_answers.observer),
    ("facts", report_of_answers.facts),
    ("declarations", report_of_answers.declarations),
    ("observed-on", report_of_answers.observed_day),
    ("signed-on", report_of_answers.signed_day),
    ("ksbs", report_of_answers.ksbs),
    ("account", report_of_answers.account),
    ("own-words", report_of_answers.own_words),
    ("parties", report_of_parties.parties),
    ("signature", report_of_file.signature),
    ("signed-by", report_of_file.signed_by),
    ("digital", report_of_file.digital),
    ("certificate", report_of_file.certificates),
    ("arrival", report_of_file.arrival),
)
_NAMES = {
    "readable": "How it was read",
    "portfolio": "To which portfolio it belongs",
    "version": "Which version it is",
    "part-1": "Whether your part is unchanged",
    "holds": "What the file also holds",
    "noticed": "What else was noticed",
    "observer": "Who the observer is",
    "facts": "What the observer says of part 1",
    "declarations": "What was ticked",
    "observed-on": "The date of the activity",
    "signed-on": "The date of the signature",
    "ksbs": "The KSB rows",
    "account": "The account",
    "own-words": "Whose words it is in",
    "parties": "What each party answered",
    "signature": "The signature",
    "signed-by": "Who signed",
    "digital": "Digital signatures",
    "certificate": "The certificate",
    "arrival": "How it arrived",
}
