"""What the bundle built with `ENCRYPTION=1` can do besides, and what the other one says of it."""

from __future__ import annotations

import pytest

from tests.rig.keychain import encrypts_with, secret_service
from tests.rig.poise import Poise
from tests.rig.xserver import Desk


def test_the_record_is_encrypted(poise: Poise, desk: Desk, has_encryption: bool) -> None:
    if not has_encryption:
        pytest.skip("this bundle comes without; make package ENCRYPTION=1 builds the other one")
    with secret_service(desk) as keychain:
        encrypts_with(poise, keychain)


def test_the_bundle_without_says_which_one_has_it(poise: Poise, has_encryption: bool) -> None:
    if has_encryption:
        pytest.skip("this bundle has it")
    refused = poise.command_line("encrypt", "on")
    assert refused.returncode == 1
    assert "“encryption” in its file's name" in refused.stderr
