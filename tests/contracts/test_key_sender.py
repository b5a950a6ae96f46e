"""What `insertion.ports.KeySender` promises."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from desktop.errors import Cannot
from desktop.insertion.ports import KeySender
from tests.fakes import FakeDesktop
from tests.rig.targets import Mousepad


@dataclass
class Rig:
    keys: KeySender
    holding: Callable[..., AbstractContextManager[Any]]
    wait_text: Callable[[str], object]


@pytest.fixture(params=["fake", pytest.param("x11", marks=pytest.mark.desktop)])
def rig(request: pytest.FixtureRequest) -> Any:
    if request.param == "fake":
        fake = FakeDesktop()
        field = fake.open("mousepad", 1)

        @contextmanager
        def holding(*keys: str) -> Any:
            fake.down = set(keys)
            yield
            fake.down = set()

        def is_text(text: str) -> None:
            assert field.text == text

        return Rig(fake, holding, is_text)
    real = request.getfixturevalue("x11")
    editor: Mousepad = request.getfixturevalue("editor")
    return Rig(
        real.backend.keys,
        lambda *keys: editor.desk.keys.held(*keys, into=editor.window),
        editor.wait_text,
    )


def test_no_key_is_held_by_itself(rig: Rig) -> None:
    assert rig.keys.held(("1", "Enter")) == ()


@pytest.mark.parametrize("key", ["Ctrl", "Alt", "Shift"])
def test_sees_a_modifier_that_is_down(rig: Rig, key: str) -> None:
    with rig.holding(key):
        assert rig.keys.held() == (key,)
    assert rig.keys.held() == ()


def test_sees_only_the_other_keys_it_was_asked_for(rig: Rig) -> None:
    with rig.holding("F9"):
        assert rig.keys.held() == ()
        assert rig.keys.held(("F9",)) == ("F9",)
        assert rig.keys.held(("F8",)) == ()


def test_types_what_the_keyboard_has(rig: Rig) -> None:
    assert rig.keys.type_text("Hello, World! (100 %)", lambda: True) is None
    rig.wait_text("Hello, World! (100 %)")


def test_stops_typing_when_told(rig: Rig) -> None:
    answers = iter([True, True, False])
    refusal = rig.keys.type_text("Hello", lambda: next(answers))
    assert isinstance(refusal, Cannot)
    assert "after 2" in refusal.reason
    rig.wait_text("He")


@pytest.mark.desktop
def test_refuses_to_type_what_is_on_no_key(x11: Any, editor: Mousepad) -> None:
    refusal = x11.backend.keys.type_text("a漢b", lambda: True)
    assert isinstance(refusal, Cannot)
    assert "漢" in refusal.reason
    for control in ("a\nb", "a\tb"):
        assert isinstance(x11.backend.keys.type_text(control, lambda: True), Cannot)
    assert editor.text() == ""
