"""What `insertion.ports.SecureInput` promises."""

from __future__ import annotations

import pytest

from desktop.insertion.ports import PasswordField
from tests.contracts.rigs import DESKTOPS, FieldRig

GONE = 0x1234567


@pytest.fixture(params=DESKTOPS)
def rig(request: pytest.FixtureRequest) -> FieldRig:
    found: FieldRig = request.getfixturevalue(f"fields_on_{request.param}")
    return found


def asked(rig: FieldRig, window: int) -> PasswordField:
    rig.secure_input.ask(window)
    return rig.secure_input.answer(window)


def test_a_field_that_hides_what_is_typed_is_recognised_where_that_is_possible(
    rig: FieldRig,
) -> None:
    rig.hide(True)
    assert asked(rig, rig.window) is (PasswordField.YES if rig.tells else PasswordField.UNKNOWN)


def test_a_plain_field_is_never_taken_for_one(rig: FieldRig) -> None:
    rig.hide(False)
    assert asked(rig, rig.window) is not PasswordField.YES


def test_an_answer_is_of_now(rig: FieldRig) -> None:
    for hides in (True, False, True):
        rig.hide(hides)
        assert (asked(rig, rig.window) is PasswordField.YES) is (hides and rig.tells)


def test_of_a_window_that_is_gone_nothing_is_known(rig: FieldRig) -> None:
    assert asked(rig, GONE) is PasswordField.UNKNOWN
