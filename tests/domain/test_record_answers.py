"""What came back for a record, party by party: what counts as signed, and what never does."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.domain import forms
from portfolio_app.domain.form_lines import line_field, of_party
from portfolio_app.domain.forms import FormContent
from portfolio_app.domain.observation import (
    Arrival,
    ArrivalState,
    Asked,
    CheckRow,
    Observation,
    ObservationState,
    Outcome,
    PartyWord,
    Request,
    SignatureKind,
)
from portfolio_app.domain.record_answers import Record, Stage, awaited, record, signed_of
from tests.pdf.form_contents import PAGE, REVIEW

TYPED = SignatureKind.TYPED
HINDERING = frozenset({"part-1"})
CHANGED = CheckRow("part-1", Outcome.WRONG, "The words were changed.")


def word(party: int, kind: SignatureKind = TYPED) -> PartyWord:
    return PartyWord(party, kind, kind.words())


def arrival(
    uid: str,
    *words: PartyWord,
    state: ArrivalState = ArrivalState.ATTACHED,
    request: str = "r1",
    report: tuple[CheckRow, ...] = (),
) -> Arrival:
    return Arrival(
        uid, request, f"{uid}.pdf", "", 1, "2026-03-13T10:00:00+00:00", state,
        parties=words, report=report,
    )  # fmt: skip


def asked(*arrivals: Arrival, content: FormContent = REVIEW, versions: int = 1) -> Observation:
    requests = tuple(
        Request(f"r{n}", n, "", content, "", 1, "2026-03-12", "2026-03-12")
        for n in range(1, versions + 1)
    )
    return Observation(
        "o", "ST-05", content.kind, ObservationState.SENT, Asked(), "", "", "", requests, arrivals
    )


def told(*parties: int, tick: str = forms.ON, tick_line: int = 3) -> dict[str, str]:
    """Return what parties entered: a name, and the tick that all of them have."""
    found = {}
    for each in parties:
        found[of_party(forms.NAME, each)] = f"Party {each}"
        found[of_party(line_field(tick_line), each)] = tick
    return found


def found(of: Observation, **answers: dict[str, str]) -> Record:
    return record(of, answers, HINDERING, ())


def test_a_record_is_whole_with_everybodys_signature_tick_and_kept_file_and_not_before() -> None:
    every = arrival("a", word(1), word(2), word(3))
    whole = found(asked(every), a=told(1, 2, 3))
    assert [(each.is_signed, each.is_whole) for each in whole.parties] == [(True, True)] * 3
    assert whole.is_whole

    for state, is_signed in (
        (ArrivalState.NEW, True),  # checked, and not kept yet
        (ArrivalState.INCOMPLETE, True),
        (ArrivalState.CORRECTION, True),
    ):
        one = found(asked(replace(every, state=state)), a=told(1, 2, 3))
        assert [each.is_signed for each in one.parties] == [is_signed] * 3
        assert not any(each.is_whole for each in one.parties), state
        assert not one.is_whole
    unticked = found(asked(every), a={**told(1, 2, 3), of_party(line_field(3), 2): "Off"})
    assert [each.is_whole for each in unticked.parties] == [True, False, True]
    assert not unticked.is_whole
    assert not found(asked()).is_whole


def test_a_file_that_was_changed_or_is_of_an_older_version_is_signed_by_nobody() -> None:
    changed = arrival("a", word(1), report=(CHANGED,))
    (one, *_) = found(asked(changed), a=told(1)).parties
    assert (one.is_signed, one.is_whole) == (False, False)
    assert one.words == "Typed name, but the file is not as it was sent"
    noticed = replace(changed, report=(replace(CHANGED, outcome=Outcome.NOTE),))
    (one, *_) = found(asked(noticed), a=told(1)).parties
    assert one.is_signed
    another = replace(changed, report=(replace(CHANGED, rule="facts"),))
    (one, *_) = found(asked(another), a=told(1)).parties
    assert one.is_signed

    (one, *_) = found(asked(arrival("a", word(1)), versions=2), a=told(1)).parties
    assert (one.is_signed, one.is_whole) == (False, False)
    assert one.words == "Typed name, on version 1"


def test_a_file_that_was_not_checked_and_anothers_copy_say_nothing_of_a_signature() -> None:
    (one, *_) = found(asked(arrival("a")), a=told(1)).parties
    assert (one.stage, one.is_signed, one.words) == (
        Stage.TO_CHECK, False, "Came back, not checked yet",
    )  # fmt: skip
    assert not replace(one, signature=TYPED).is_signed
    theirs = arrival("a", word(1), word(2, SignatureKind.MISSING), word(3, SignatureKind.MAIL))
    first, second, third = found(asked(theirs), a=told(1)).parties
    assert (first.stage, second.stage, third.stage) == (Stage.KEPT, Stage.ASKED, Stage.KEPT)
    assert second.words == "Nothing has come back"
    assert [each.is_signed for each in (second, third)] == [False, False]


def test_of_several_files_the_one_that_counts_is_shown_and_the_last_of_equals() -> None:
    good, bad = arrival("good", word(1)), arrival("bad", word(1), report=(CHANGED,))
    for order in ((good, bad), (bad, good)):
        (one, *_) = found(asked(*order), good=told(1), bad=told(1)).parties
        assert (one.arrival_uid, one.is_signed) == ("good", True)
    unsigned = arrival("unsigned", word(1, SignatureKind.MISSING))
    (one, *_) = found(asked(good, unsigned), good=told(1), unsigned=told(1)).parties
    assert one.arrival_uid == "good"
    later = arrival("later", word(1))
    (one, *_) = found(asked(good, later), good=told(1), later=told(1, tick="Off")).parties
    assert one.arrival_uid == "later"
    assert one.note == "The file that came back on 13 March 2026 has another answer of theirs."
    (one, *_) = found(asked(good, later), good=told(1), later=told(1)).parties
    assert one.note == ""


def test_who_need_not_sign_is_whole_without_it_and_never_called_signed() -> None:
    back = arrival("a", word(1, SignatureKind.MISSING))
    page = asked(back, content=PAGE)
    (one,) = found(page, a=told(1)).parties
    assert (one.is_signed, one.is_whole, one.words) == (False, True, "Not signed")
    strict = replace(PAGE, parties=(replace(PAGE.parties[0], must_sign=True),))
    (one,) = found(asked(back, content=strict), a=told(1)).parties
    assert (one.is_signed, one.is_whole) == (False, False)


def test_those_who_have_not_signed_the_newest_form_in_a_sound_file_are_awaited() -> None:
    roles = [each.role for each in REVIEW.parties]
    assert list(awaited(asked())) == roles
    one = asked(arrival("a", word(1), word(2, SignatureKind.MISSING)))
    assert list(awaited(one)) == roles[1:]
    assert signed_of(one) == "1 of 3 signed"
    spoilt = asked(arrival("a", word(1), report=(CHANGED,)))
    assert list(awaited(spoilt)) == roles
    only_unsigned = replace(CHANGED, rule="signature")
    assert list(awaited(asked(arrival("a", word(1), report=(only_unsigned,))))) == roles[1:]
    assert list(awaited(asked(arrival("a", word(1)), versions=2))) == roles
