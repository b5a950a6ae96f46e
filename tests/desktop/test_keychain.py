"""Encryption of the record with a real keychain: GNOME Keyring, as most Linux desktops have it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rig.keychain import SecretService, encrypts_with, secret_service
from tests.rig.poise import Poise
from tests.rig.xserver import Desk


@pytest.fixture
def keychain(desk: Desk) -> Iterator[SecretService]:
    with secret_service(desk) as found:
        yield found


def test_the_key_is_kept_there(poise: Poise, keychain: SecretService) -> None:
    encrypts_with(poise, keychain)


def test_without_the_keychain_nothing_is_encrypted(poise: Poise) -> None:
    poise.run()
    poise.start("leap", customer="M. Rivera")
    poise.quit()
    refused = poise.command_line("encrypt", "on")
    assert refused.returncode == 1
    assert "no keychain that keeps a key safely" in refused.stderr
    assert "M. Rivera" in poise.command_line("log", "search", "Rivera").stdout


def test_a_locked_keychain_is_told_and_opens_again(poise: Poise, desk: Desk) -> None:
    with secret_service(desk) as keychain:
        poise.run()
        poise.start("leap", customer="M. Rivera")
        poise.quit()
        assert poise.command_line("encrypt", "on").returncode == 0
        keychain.lock()
        refused = poise.command_line("log", "search", "Rivera")
        assert refused.returncode == 1
        assert "locked" in refused.stderr
    with secret_service(desk):  # unlocked at the next login
        assert "M. Rivera" in poise.command_line("log", "search", "Rivera").stdout
