"""What is typed while the app is killed: any letter of it can be told by its number."""

WORDS = "the board asked for three options and their costs. "


def letter(number: int) -> str:
    """Return the letter of a number; a new paragraph begins every 90."""
    return "\n" if number % 90 == 89 else WORDS[number % len(WORDS)]


def text(count: int) -> str:
    """Return the first letters."""
    return "".join(letter(number) for number in range(count))
