"""The keychain as it can be: there, missing, unsafe, locked, silent, forgetful."""

from __future__ import annotations

import pytest

from desktop.encryption import keychain as rings
from desktop.encryption.keychain import KeychainTrouble
from tests.file_keychain import Keychain


def test_what_is_stored_comes_back_until_it_is_removed(keychain: Keychain) -> None:
    assert rings.stored("one") is None
    rings.store("one", b"\x00\xff")
    assert keychain.secrets == {"Poise/one": "00ff"}
    assert rings.stored("one") == b"\x00\xff"
    rings.remove("one")
    rings.remove("one")
    assert rings.stored("one") is None


def test_what_is_no_key_of_ours_is_no_key(keychain: Keychain) -> None:
    keychain.secrets = {"Poise/one": "not hex"}
    assert rings.stored("one") == b""


def test_a_locked_one_says_so(keychain: Keychain) -> None:
    keychain.become("locked")
    with pytest.raises(KeychainTrouble, match="locked"):
        rings.stored("one")


def test_one_that_does_not_answer_is_not_waited_for(keychain: Keychain) -> None:
    keychain.become("silent")
    with pytest.raises(KeychainTrouble, match="did not answer"):
        rings.stored("one", patience_s=2)


def test_one_that_forgets_is_not_trusted(keychain: Keychain) -> None:
    keychain.become("forgetful")
    with pytest.raises(KeychainTrouble, match="did not keep"):
        rings.store("one", b"12")


@pytest.mark.parametrize("name", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"])
def test_a_system_without_one_says_so(keychain: Keychain, name: str) -> None:
    keychain.replace_backend(name)
    with pytest.raises(KeychainTrouble, match="no keychain that keeps a key safely"):
        rings.stored("one")
    with pytest.raises(KeychainTrouble, match="no keychain that keeps a key safely"):
        rings.store("one", b"12")


def test_a_backend_that_cannot_be_loaded_is_told(keychain: Keychain) -> None:
    keychain.replace_backend("no.such.Keyring")
    with pytest.raises(KeychainTrouble):
        rings.stored("one")
