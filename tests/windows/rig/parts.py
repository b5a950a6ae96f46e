"""A pytest plugin: `--part 2/3` runs every third test, from the second on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")


def part_of(whole: Sequence[T], part: str) -> list[T]:
    """The share of one session.

    Args:
        part: Which and of how many, "2/3".

    Raises:
        ValueError: There is no such part.
    """
    number, of = (int(word) for word in part.split("/"))
    if not 1 <= number <= of:
        raise ValueError(f"{part} is no part: the first number is from 1 to {of}")
    return list(whole[number - 1 :: of])


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the option."""
    parser.addoption("--part", default="1/1", metavar="N/OF", help="run one part of the tests")


@pytest.hookimpl(trylast=True)  # of what `-k` and `-m` leave
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests of the other parts to them."""
    mine = part_of(items, config.getoption("--part"))
    chosen = set(mine)
    config.hook.pytest_deselected(items=[each for each in items if each not in chosen])
    items[:] = mine
