import pytest

from portfolio_app.domain.names import Name, NameFinder, folded


def found(text: str, *names: str, own: tuple[str, ...] = (), whole: bool = True) -> list[str]:
    listed = [Name(name, name, whole) for name in names]
    return [text[hit.start : hit.end] for hit in NameFinder(listed, own).find(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Exampleton spoke.", ["Exampleton"]),
        ("EXAMPLETON SPOKE", ["EXAMPLETON"]),
        ("Exampleton's view; Exampleton’s too", ["Exampleton", "Exampleton"]),
        ("(Exampleton), Exampleton.", ["Exampleton", "Exampleton"]),
        ("a_Exampleton_report.docx", ["Exampleton"]),
        ("Example-\nton spoke", ["Example-\nton"]),
        ("Exam\u00adpleton", ["Exam\u00adpleton"]),
        ("Exampleton1 has a footnote", ["Exampleton"]),
        ("Mrs Exampleton-Sampleton", ["Exampleton"]),
        ("Exampletonia and Newexampleton", []),
    ],
)
def test_one_word_is_found_as_a_whole_word(text: str, words: list[str]) -> None:
    assert found(text, "Exampleton") == words


@pytest.mark.parametrize(
    "form",
    [
        "Alex Exampleton",
        "Alex\nExampleton",
        "Alex  Exampleton",
        "ALEX EXAMPLETON",
        "A Exampleton",
        "A. Exampleton",
        "A.Exampleton",
        "Exampleton, Alex",
        "Exampleton, A",
        "EXAMPLETON Alex",
        "alex.exampleton",
        "Aléx Exampleton",
    ],
)
def test_a_whole_name_is_found_in_the_forms_people_write(form: str) -> None:
    assert found(f"It was {form} who asked.", "Alex Exampleton") == [form]


def test_a_title_stays_and_the_surname_after_it_is_found() -> None:
    assert found("Mrs Exampleton and Dr. Exampleton", "Alex Exampleton") == ["Exampleton"] * 2
    assert found("Ms Exampleton; Exampleton Ltd", "Mrs Exampleton") == ["Exampleton"]


def test_parts_of_a_whole_name_are_not_found_alone() -> None:
    text = "Alex spoke. Exampleton Road is closed. Sam Exampleton left. B Exampleton too."

    assert found(text, "Alex Exampleton") == []


def test_a_comma_between_two_people_is_not_a_name_turned_round() -> None:
    assert found("Present: Exampleton, Sam; Alex, Exampleton", "Alex Exampleton") == []


@pytest.mark.parametrize("form", ["Exampleton, Alex", "Alex Exampleton", "A. Exampleton"])
def test_a_name_listed_surname_first_is_found_either_way(form: str) -> None:
    assert found(f"by {form}.", "Exampleton, Alex") == [form]


@pytest.mark.parametrize(
    "form", ["A B Exampleton", "A.B. Exampleton", "AB Exampleton", "Alex Exampleton",
             "Exampleton, A B", "Exampleton, A.B.", "Alex Blake Exampleton"]
)  # fmt: skip
def test_middle_names_may_be_there_or_not(form: str) -> None:
    hits = found(f"by {form} and", "Alex Blake Exampleton")

    assert [hit.rstrip(".") for hit in hits] == [form.rstrip(".")]


@pytest.mark.parametrize(
    "form", ["Ann-Lou O'Sample", "Ann Lou O’Sample", "Annlou OSample", "Ann-\nLou O'Sample",
             "ann lou o sample", "A O'Sample"]
)  # fmt: skip
def test_hyphens_and_apostrophes_make_no_difference(form: str) -> None:
    assert found(f"by {form}.", "Ann-Lou O'Sample") == [form]


def test_accents_make_no_difference_either_way() -> None:
    assert found("Zoe Sample, Zoë Sample, Zoe\u0308 Sample", "Zoë Sample") == [
        "Zoe Sample",
        "Zoë Sample",
        "Zoe\u0308 Sample",
    ]
    assert found("Renée Łukasz", "Renee Lukasz") == ["Renée Łukasz"]


def test_a_name_in_a_script_without_spaces_is_found_inside_a_run() -> None:
    assert found("今日王小明説", "王小明") == ["王小明"]


def test_part_of_a_word_is_found_only_when_asked_for() -> None:
    assert found("Exampletonville", "Exampleton") == []
    assert found("Exampletonville", "exampleton", whole=False) == ["Exampleton"]


def test_the_longest_name_wins_where_two_lie_over_one_another() -> None:
    assert found("Alex Exampleton and Exampleton", "Exampleton", "Alex Exampleton") == [
        "Alex Exampleton",
        "Exampleton",
    ]


def test_own_names_are_never_matched() -> None:
    own = ("Sam Sampleton",)
    text = "Sam Sampleton, S Sampleton and SAMPLETON, Sam; Kit Sampleton."

    assert found(text, "Sam Sampleton", own=own) == []
    assert found(text, "Sampleton", own=own) == ["Sampleton"]  # Kit's only
    assert found("Sampleton", "Sampleton", own=("Sampleton",)) == []


def test_a_short_form_that_is_somebody_elses_too_is_found() -> None:
    own = ("Sam Sampleton",)
    text = "Sam Sampleton met S. Sampleton."

    assert found(text, "Sidney Sampleton", own=own) == ["S. Sampleton"]


def test_what_stands_for_nothing_is_found_nowhere() -> None:
    assert found("any text", "", " ", "…") == []
    assert folded("  Zoë  O'Sample ") == "zoe o sample"


def test_many_names_take_no_longer_to_look_for_than_a_few() -> None:
    import time

    names = [
        Name(str(n), f"Given{chr(97 + n % 26)} Surname{chr(97 + n % 26)}x{n}") for n in range(400)
    ]
    finder = NameFinder(names)
    text = "The committee considered the options and agreed the second of them. " * 45
    began = time.monotonic()
    for number in range(200):
        finder.find(f"{text}{number}")

    assert time.monotonic() - began < 4.0  # 20 ms a page, many times what it takes
