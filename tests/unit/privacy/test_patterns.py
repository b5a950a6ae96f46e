"""A team's own shapes: a useless or dangerous one is refused, with a remedy."""

from __future__ import annotations

import pytest

from desktop.errors import Trouble
from desktop.privacy.patterns import OwnPattern, exception, own_pattern


def test_a_shape() -> None:
    assert own_pattern("policy", "PX-######") == OwnPattern("policy", "PX-######")
    assert own_pattern("order", "#####").kind == "an order"
    assert exception("order", "48-##############") == OwnPattern("order", "48-##############")


@pytest.mark.parametrize(
    ("name", "shape", "part"),
    [
        ("policy", "", "neither # nor @"),
        ("policy", "##", "too short"),
        ("policy", "hello", "neither # nor @"),
        ("policy", "#" * 61, "longer than 60"),
    ],
)
def test_a_shape_that_cannot_be_used(name: str, shape: str, part: str) -> None:
    with pytest.raises(Trouble) as raised:
        own_pattern(name, shape)
    assert part in str(raised.value)
    assert "PX-######" in str(raised.value)


@pytest.mark.parametrize("name", ["", "[a]", "x" * 41, "a\x07b"])
def test_a_name_that_cannot_be_shown(name: str) -> None:
    with pytest.raises(Trouble, match="no name"):
        own_pattern(name, "PX-######")


@pytest.mark.parametrize("shape", ["#### #### #### ####", "4###############", "@@@@-@@@@"])
def test_an_exception_that_would_let_cards_through(shape: str) -> None:
    with pytest.raises(Trouble, match="let card numbers through"):
        exception("order", shape)


@pytest.mark.parametrize("sign", list(".*+?()[]{}|^$\\"))
def test_signs_stand_for_themselves(sign: str) -> None:
    pattern = OwnPattern("thing", f"A{sign}###")
    assert list(pattern.places(f"see A{sign}123.")) == [(4, 9)]
    assert list(pattern.places("see AX123.")) == []
