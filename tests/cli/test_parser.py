"""The words of the command line, all of them or those of one command."""

import argparse

import pytest

from portfolio_app.cli import parser


def words_of(built: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    (found,) = [each for each in built._actions if isinstance(each, argparse._SubParsersAction)]
    return dict(found.choices)


def test_a_command_alone_takes_the_same_words_as_among_all() -> None:
    every = words_of(parser.build())
    assert list(every) == [word for words in parser.NOUNS.values() for word in words]
    for command, takes in every.items():
        alone = words_of(parser.build(command))
        assert alone[command].format_help() == takes.format_help()
        assert len(alone) < len(every)


@pytest.mark.parametrize("first", ["", "--help", "no-such-command"])
def test_what_is_no_command_is_answered_with_all_commands(first: str) -> None:
    assert len(words_of(parser.build(first))) == sum(map(len, parser.NOUNS.values()))
