"""A provider's table of off-the-job time, whatever it is called and however it writes time."""

from __future__ import annotations

import pytest

from portfolio_app.domain.day_columns import guess_month_first, read_day
from portfolio_app.domain.durations import Unit, guess_unit, read_clock, read_duration
from portfolio_app.domain.hours import Entry
from portfolio_app.domain.hours_import import Column, Layout, guess_layout, read_lines

USUAL = (("Date", "Hours", "Activity", "Type"), ("03/04/2026", "1.5", "Board paper", "Reading"))


def test_lengths_of_time_are_read_as_they_are_written() -> None:
    for said, minutes in {
        "1:30": 90, "01:30:00": 90, "1h30": 90, "1 h 30 min": 90, "1hr 30mins": 90, "1.5": 90,
        "1,5": 90, "1.5h": 90, "90 min": 90, "90m": 90, "1 hour and 30 minutes": 90, "1½": 90,
        "½ h": 30, "PT1H30M": 90, "pt45m": 45, "0.25": 15, ".5": 30, "2": 120, "45'": 45,
        "45′": 45,  # noqa: RUF001
        "0:20": 20, "": 0, "0": 0, "1 day, 1:00:00": 25 * 60, "1899-12-30 01:30": 90,
        "1900-01-01 01:00": 25 * 60, "25:00": 25 * 60, "1:29:45": 90, "1 hr": 60,
    }.items():  # fmt: skip
        assert read_duration(said) == minutes, said
    assert read_duration("90", Unit.MINUTES) == 90
    assert read_duration("1:30", Unit.MINUTES) == 90
    for said in ("-1", "1:75", "1h75", "an hour", "1:30pm", "=1+1", "1e5", "x1", "9" * 400,
                 "1.2.3", "NaN", "inf", "1:2", "½" * 30):  # fmt: skip
        assert read_duration(said) is None, said


def test_times_of_day_are_read() -> None:
    for said, minutes in {"9:30": 570, "09.30": 570, "9am": 540, "12 am": 0, "2.15 pm": 855,
                          "13:00:00": 780, "2026-03-03 09:00": 540}.items():  # fmt: skip
        assert read_clock(said) == minutes, said
    assert [read_clock(each) for each in ("9", "25:00", "13pm", "noon", "")] == [None] * 5


def test_a_column_of_plain_figures_is_hours_or_minutes_by_its_head_and_what_is_in_it() -> None:
    assert guess_unit("Duration (mins)", ["1"]) is Unit.MINUTES
    assert guess_unit("OTJ hours", ["90"]) is Unit.HOURS
    assert guess_unit("Duration", ["30", "90"]) is Unit.MINUTES
    assert guess_unit("Duration", ["1", "7.5"]) is Unit.HOURS
    assert guess_unit("Duration", ["37.5"]) is Unit.HOURS
    assert guess_unit("", []) is Unit.HOURS


def test_days_are_read_in_the_order_of_their_column() -> None:
    for said in ("2026-03-04", "04/03/2026", "4.3.26", "4-3-2026", "20260304", "46085",
                 "Wednesday 4th March 2026", "4 Mar 26", "Mar 4, 2026", "2026-03-04T09:00:00Z",
                 "04/03/2026 09:15", "Wed 04/03/2026", "2026-03-04 00:00"):  # fmt: skip
        assert read_day(said) == "2026-03-04", said
    assert read_day("03/04/2026", month_first=True) == "2026-03-04"
    for said in ("31/02/2026", "13/13/2026", "04/13/2026", "March 2026", "Total", "", "1/1/1066",
                 "5", "99999", "4/3", "9" * 500):  # fmt: skip
        assert read_day(said) == "", said
    assert guess_month_first(["04/03/2026", "04/28/2026"])
    assert not guess_month_first(["04/03/2026", "28/04/2026", "04/28/2026"])
    assert not guess_month_first(["04/03/2026"])


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (("Activity Date", "Duration", "Activity Type", "Description", "Unit"),
         {"date": 0, "time": 1, "category": 2, "activity": 3, "module": 4}),
        (("Learner", "Date", "Hours", "Minutes", "Activity", "Comments"),
         {"date": 1, "time": 2, "minutes": 3, "activity": 4, "note": 5}),
        (("DATE", "START TIME", "END TIME", "TITLE"),
         {"date": 0, "from": 1, "until": 2, "activity": 3}),
        (("Date", "Mins", "What"), {"date": 0, "time": 1, "activity": 2}),
        (("OTJ hours (total)", "Session date", "Reflection"), {"time": 0, "date": 1, "note": 2}),
    ],
)  # fmt: skip
def test_heads_of_many_kinds_are_told(heads: tuple[str, ...], columns: dict[str, int]) -> None:
    found = guess_layout([("Report of the college", ""), heads, ("",)])

    assert found.head == 1
    assert {meaning.value: at for meaning, at in found.columns} == columns


def test_a_table_without_heads_is_told_by_what_is_in_it() -> None:
    rows = [("x1", "4 March 2026", "1h 30", "Shadowed the finance committee"),
            ("x2", "5 March 2026", "45m", "Read about scenario planning")]  # fmt: skip
    layout = guess_layout(rows)

    assert layout.head == -1
    assert dict(layout.columns) == {Column.DATE: 1, Column.TIME: 2, Column.ACTIVITY: 3}
    assert [line.entry.minutes for line in read_lines(rows, layout).lines] == [90, 45]
    odd = [("Report", ""), ("Wann", "Menge"), ("4 March 2026", "45"), ("5 March 2026", "90")]
    assert guess_layout(odd).head == 1
    assert guess_layout(odd).at(Column.TIME) == 1
    assert guess_layout(odd).unit is Unit.MINUTES
    assert guess_layout([]).columns == ()
    assert guess_layout([("a",), ("b",)]).columns == ()


def test_rows_say_what_they_would_log_and_what_is_wrong_with_each() -> None:
    rows = (
        *USUAL,
        ("31/02/2026", "1", "No such day", ""),
        ("04/04/2026", "25", "Too long", ""),
        ("04/04/2026", "soon", "No length", ""),
        ("", "1", "No day", ""),
        ("05/04/2026", "", "No time", ""),
        ("06/04/2026", "0", "Nothing", ""),
        ("", "", "", ""),
        ("07/04/2026", "9:30", "", "Workshop"),
    )
    found = read_lines(rows, guess_layout(rows), categories={"reading": "reading"})

    assert [(line.number, line.problem) for line in found.lines] == [
        (2, ""),
        (3, "Not a date: 31/02/2026."),
        (4, "More than 24 hours on one day: 25 h."),
        (5, "Not a length of time: soon."),
        (6, "No date."),
        (7, "No time."),
        (8, "No time: 0 minutes."),
        (10, ""),
    ]
    first, last = found.lines[0].entry, found.lines[-1].entry
    assert (first.day, first.minutes, first.category) == ("2026-04-03", 90, "reading")
    assert (last.activity, last.minutes, last.raw) == (
        "Workshop",
        570,
        "07/04/2026 | 9:30 | Workshop",
    )
    assert found.minutes == 660


def test_times_of_day_stand_for_a_length_and_minutes_beside_hours_are_added() -> None:
    clocks = [("Date", "From", "Until"), ("4 Mar 2026", "9:15", "11:00"),
              ("4 Mar 2026", "11:00", "9:15"), ("4 Mar 2026", "9:15", ""),
              ("4 Mar 2026", "9:15", "09.15")]  # fmt: skip
    found = read_lines(clocks, guess_layout(clocks))
    assert [line.entry.minutes for line in found.lines] == [105, 0, 0, 0]
    assert [line.problem for line in found.lines][1:] == [
        "It ends before it begins.", "No time: the beginning or the end is missing.",
        "It ends before it begins."]  # fmt: skip
    beside = [("Date", "Hours", "Minutes"), ("4 Mar 2026", "1", "20"), ("4 Mar 2026", "", "20")]
    assert [each.entry.minutes for each in read_lines(beside, guess_layout(beside)).lines] == [
        80,
        20,
    ]


def test_minutes_that_say_the_hours_again_are_not_added_to_them() -> None:
    for hours, minutes in (("1.5", "90"), ("0.75", "45")):
        rows = [
            ("Date", "Hours", "Minutes"),
            ("4 Mar 2026", hours, minutes),
            ("5 Mar 2026", "0.5", "30"),
        ]
        assert guess_layout(rows).at(Column.MINUTES) is None
        found = read_lines(rows, guess_layout(rows)).lines
        assert [line.entry.minutes for line in found] == [int(minutes), 30]


def test_what_is_logged_already_is_found_once_for_each_time_it_is() -> None:
    rows = (
        USUAL[0],
        ("03/04/2026", "1.5", "Board paper", ""),
        ("03/04/2026", "90m", "Other", ""),
        ("03/04/2026", "1.5", "board PAPER", ""),
        ("03/04/2026", "1", "Board paper", ""),
    )
    known = [Entry("a", "2026-04-03", 90, "Reading the board's paper")]
    found = read_lines(rows, guess_layout(rows), known)

    assert [line.same for line in found.lines] == [
        "Logged already: Reading the board's paper.", "", "The same as row 2.", ""]  # fmt: skip
    assert found.minutes == 150
    again = read_lines(rows, guess_layout(rows), known, again=True)
    assert all(line.is_wanted for line in again.lines)
    taken = [line.entry for line in found.lines if line.is_wanted]
    twice = read_lines(rows, guess_layout(rows), [*known, *taken])
    assert not any(line.is_wanted for line in twice.lines)


def test_a_day_never_gets_more_than_24_hours_and_long_days_are_named() -> None:
    rows = (USUAL[0], ("03/04/2026", "10", "One", ""), ("03/04/2026", "9", "Two", ""),
            ("03/04/2026", "8", "Three", ""))  # fmt: skip
    found = read_lines(rows, guess_layout(rows))

    assert [line.problem for line in found.lines] == ["", "", "3 April 2026 would have 27 h."]
    assert found.long_days == (("2026-04-03", 19 * 60),)
    filled = [Entry("a", "2026-04-03", 23 * 60)]
    assert read_lines(rows, guess_layout(rows), filled).minutes == 0


def test_a_layout_that_points_nowhere_reads_nothing_and_breaks_nothing() -> None:
    layout = Layout(0, ((Column.DATE, 99), (Column.TIME, -3)))
    assert read_lines(USUAL, layout).lines == ()
    assert read_lines((), layout).lines == ()
    every = Layout(-1, tuple((each, 0) for each in Column))
    assert all(line.problem for line in read_lines(USUAL, every).lines)
