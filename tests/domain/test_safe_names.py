"""Names in the bundle folder are plain on every system, whatever a piece is called."""

import pytest

from portfolio_app.domain import safe_names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Winter pressures board: minutes", "E07_Winter_pressures_board_minutes.pdf"),
        ("CON", "E07_CON.pdf"),
        ("../../etc/passwd", "E07_etc_passwd.pdf"),
        ("photo\u202efdp.exe", "E07_photo_fdp_exe.pdf"),
        ("\U0001f600 launch \U0001f680", "E07_launch.pdf"),
        ("Ærø naïve Straße", "E07_AEro_naive_Strasse.pdf"),
        ("-rf .", "E07_rf.pdf"),
        ("理事会", "E07.pdf"),
        ("a\x00b\nc", "E07_a_b_c.pdf"),
        ("trailing dot.", "E07_trailing_dot.pdf"),
    ],
)
def test_a_title_becomes_a_plain_name(title: str, name: str) -> None:
    made = safe_names.file_name("E07", title)

    assert made.casefold() == name.casefold()
    assert safe_names.is_safe(made)


@pytest.mark.parametrize("title", ["x" * 300, "word " * 60, "é" * 300, "A very " + "l" * 80])
def test_a_long_title_is_cut_to_sixty_characters(title: str) -> None:
    made = safe_names.file_name("E100", title, "10412", "jpeg2000")

    assert len(made) <= 60
    assert made.endswith("_10412.jpeg2000")
    assert len(made) > 20
    assert safe_names.is_safe(made)


def test_two_equal_names_are_told_apart_whatever_their_case() -> None:
    taken: set[str] = set()

    made = [safe_names.unique(each, taken) for each in ("A.pdf", "a.pdf", "A.PDF", "x" * 60)]

    assert made == ["A.pdf", "a_2.pdf", "A_3.PDF", "x" * 60]
    assert len(safe_names.unique("x" * 60, taken)) == 60


@pytest.mark.parametrize(
    "name", ["CON", "nul.txt", "a b.pdf", "..", "x" * 61, "é.pdf", "a/b", "a.b.c", "-a.pdf", ""]
)
def test_other_names_are_not_called_safe(name: str) -> None:
    assert not safe_names.is_safe(name)


def test_an_ending_is_the_last_one_and_programs_are_known() -> None:
    assert safe_names.ending_of("board talk.final.MP4") == "mp4"
    assert safe_names.ending_of("photo\u202efdp.exe") == "exe"
    assert safe_names.ending_of("no ending") == ""
    assert safe_names.ending_of("odd.\u202egnp") == ""
    assert safe_names.is_program("plan.pdf.EXE")
    assert not safe_names.is_program("plan.mpp")
