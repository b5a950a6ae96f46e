"""A team's own patterns are read from one line, and a useless one is refused."""

from __future__ import annotations

import pytest

from desktop.errors import Trouble
from desktop.privacy.patterns import OwnPattern, parse_pattern


def test_a_line() -> None:
    assert parse_pattern(" policy : PX-######\n") == OwnPattern("policy", "PX-######")


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("PX-####", "a name and a pattern with a colon"),
        (": PX-####", "a name and a pattern with a colon"),
        ("policy:", "a name and a pattern with a colon"),
        ("policy: ##", "too short"),
        ("policy: hello", "too short"),
        ("policy: " + "#" * 61, "longer than 60"),
    ],
)
def test_a_line_that_cannot_be_used(line: str, part: str) -> None:
    with pytest.raises(Trouble) as raised:
        parse_pattern(line)
    assert part in str(raised.value)
    assert "PX-######" in str(raised.value)


@pytest.mark.parametrize("sign", list(".*+?()[]{}|^$\\"))
def test_signs_stand_for_themselves(sign: str) -> None:
    pattern = OwnPattern("thing", f"A{sign}###")
    assert list(pattern.places(f"see A{sign}123.")) == [(4, 9)]
    assert list(pattern.places("see AX123.")) == []
