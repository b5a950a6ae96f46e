"""Keys as bytes, under a pass phrase, and on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.encryption.keys import (
    check_of,
    check_pass_phrase,
    key_of_recovery,
    locked,
    new_key,
    recovery_text,
)
from desktop.errors import Trouble
from desktop.storage.driver import KEY_BYTES, Key

SALT = bytes(16)


@given(st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES))
def test_a_recovery_key_can_be_read_back(secret: bytes) -> None:
    text = recovery_text(Key(secret))
    assert len(text.split("-")) == 14
    assert key_of_recovery(text).secret == secret
    as_typed = text.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8")
    assert key_of_recovery(f" {as_typed}\n").secret == secret


@given(st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES), st.integers(0, 55))
def test_one_wrong_letter_is_noticed(secret: bytes, place: int) -> None:
    letters = list(recovery_text(Key(secret)).replace("-", ""))
    letters[place] = "A" if letters[place] != "A" else "C"
    with pytest.raises(Trouble, match="no recovery key"):
        key_of_recovery("".join(letters))


@pytest.mark.parametrize("text", ["", "POISE", "A" * 55, "A" * 64, "ÄÖÜ" * 20, "…"])
def test_what_is_no_recovery_key_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="no recovery key"):
        key_of_recovery(text)


def test_a_pass_phrase_locks_and_unlocks() -> None:
    secret = new_key().secret
    kept = locked(secret, "four words that fit", SALT)
    assert kept != secret
    assert locked(kept, "four words that fit", SALT) == secret
    assert locked(kept, "four words that fi", SALT) != secret
    assert locked(kept, "four words that fit", bytes(15) + b"1") != secret


def test_a_pass_phrase_is_the_same_however_its_accents_are_typed() -> None:
    secret = new_key().secret
    assert locked(secret, "caf\u00e9 noir", SALT) == locked(secret, "cafe\u0301 noir", SALT)


def test_a_short_pass_phrase_is_refused() -> None:
    check_pass_phrase("12345678")
    with pytest.raises(Trouble, match="too short"):
        check_pass_phrase("1234567   ")


def test_a_key_is_never_shown_and_its_check_tells_nothing() -> None:
    key = new_key()
    assert key.secret.hex() not in repr(key)
    assert check_of(key) == check_of(Key(key.secret))
    assert check_of(key) != check_of(new_key())
    assert check_of(key) not in key.secret.hex()
