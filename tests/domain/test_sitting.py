"""A sitting of rehearsal by the clock: parts, questions, pauses."""

from __future__ import annotations

from portfolio_app.domain.decks import Question
from portfolio_app.domain.sitting import Part, Sitting, Stopwatch


def test_a_stopwatch_counts_only_while_it_runs_and_never_backwards() -> None:
    watch = Stopwatch()
    assert watch.spent(5) == 0
    watch.start(10)
    watch.start(12)
    assert (watch.is_running, watch.spent(15)) == (True, 5)
    assert watch.spent(3) == 0  # a clock that went back takes nothing away
    watch.pause(15)
    assert watch.spent(100) == 5
    watch.start(200)
    assert watch.spent(201) == 6
    watch.reset()
    assert (watch.spent(300), watch.is_running) == (0, False)


def test_a_two_hour_oral_goes_part_by_part_with_a_clock_for_each() -> None:
    asked = (Question("One?"), Question("Two?"))
    run = Sitting([Part("Presentation", 20), Part("Questions", 40, asked, 2, 400),
                   Part("Discussion", 60, asked[:1])])  # fmt: skip
    assert (run.question, run.left(0)) == (None, 1200)
    run.clock.start(0)
    assert run.left(60) == 1140
    assert run.left(1300) == -100  # how long it is over, not that time stood still
    assert run.next_part(1300)
    assert run.done == [("Presentation", 1300)]
    assert (run.part.title, run.left(1310), run.clock.is_running) == ("Questions", 2390, True)
    assert run.question == asked[0]
    assert run.next_question()
    assert not run.next_question()
    assert not run.next_question()
    run.clock.pause(1400)
    assert run.next_part(2000)
    assert (run.clock.is_running, run.left(2500), run.is_last_part) == (False, 3600, True)
    assert not run.next_part(2600)
    assert [title for title, _ in run.done] == ["Presentation", "Questions", "Discussion"]
    assert Sitting([Part("Cards", 0, asked)]).left(10) is None
