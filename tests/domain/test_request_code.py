"""Codes of requests: one wrong letter is no code, and a portfolio's are its own."""

from portfolio_app.domain import request_code
from portfolio_app.domain.request_code import LENGTH, found_in, new_code, of_portfolio, read, shown

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_code_belongs_to_its_portfolio_by_all_of_its_first_letters() -> None:
    code = new_code("mine")

    assert of_portfolio(code, "mine")
    for place in range(5):
        for letter in LETTERS.replace(code[place], ""):
            assert not of_portfolio(code[:place] + letter + code[place + 1 :], "mine")


def test_one_wrong_character_or_two_that_changed_places_are_no_code() -> None:
    code = new_code("mine")

    for place in range(LENGTH):
        for letter in LETTERS.replace(code[place], ""):
            assert read(code[:place] + letter + code[place + 1 :]) == ""
    for place in range(LENGTH - 3):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or read(swapped) == ""


def test_letters_that_only_look_like_others_are_no_code() -> None:
    code = new_code("mine")
    # Figures of full width, and letters of another alphabet that look the same.
    alike = {ord(str(figure)): 0xFF10 + figure for figure in range(10)}
    others = (0x410, 0x412, 0x415, 0x41D, 0x41A, 0x41C, 0x420, 0x422, 0x425)
    alike |= dict(zip(map(ord, "ABEHKMPTX"), others, strict=True))

    assert read(code.translate(alike)) == ""
    assert found_in(f"Code {shown(code).translate(alike)}.") == ()
    assert found_in(f"Code {shown(code).lower()}.") == (code,)
    assert read(shown(code).replace("0", "o").replace("1", "l")) == code
    assert request_code.read("") == ""


def test_a_code_that_is_longer_or_shorter_is_none() -> None:
    code = new_code("mine")

    assert read(code) == code
    assert all(read(code[:-2] + one + two) == "" for one in LETTERS for two in ("", "00"))
    assert not any(read(code + one + two) for one in LETTERS for two in LETTERS)
