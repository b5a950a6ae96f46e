"""The tests against Windows are shared between sessions: each runs in exactly one."""

from __future__ import annotations

from itertools import chain

import pytest

from tests.windows.rig.parts import part_of


@pytest.mark.parametrize("count", [0, 1, 2, 7, 285])
@pytest.mark.parametrize("of", [1, 2, 3])
def test_every_test_is_in_exactly_one_part(count: int, of: int) -> None:
    parts = [part_of(range(count), f"{number}/{of}") for number in range(1, of + 1)]
    assert sorted(chain(*parts)) == list(range(count))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


@pytest.mark.parametrize("part", ["0/2", "3/2"])
def test_a_part_that_is_not_there_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="is no part"):
        part_of([1, 2], part)
