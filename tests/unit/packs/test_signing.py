"""Whose pack it is: what is refused, and what is said where nothing can be verified."""

from __future__ import annotations

import base64
import json
import sys

import pytest

from desktop.errors import Trouble
from desktop.packs.archive import Pack, read_archive
from desktop.packs.signing import (
    KEY_BYTES,
    SIGNATURE_BYTES,
    Standing,
    can_sign,
    fingerprint,
    judge,
    new_secret,
    public_of,
    read_public,
    read_secret,
    read_signature,
    sign,
    write_public,
    write_secret,
)
from tests.unit.packs.packing import packed

SECRET, OTHER_SECRET = bytes(range(32)), bytes(range(1, 33))
PUBLIC = bytes.fromhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8")
"""Of SECRET, as any implementation of Ed25519 computes it."""

MANIFEST = b'{"a": 1}\n'
with_library = pytest.mark.skipif(not can_sign(), reason="needs the extra poise[sign]")


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let PyNaCl be missing, as it is where the extra was not installed."""
    monkeypatch.setitem(sys.modules, "nacl.signing", None)


def signature_file(key: bytes = PUBLIC, value: bytes = b"\1" * SIGNATURE_BYTES) -> bytes:
    values = {
        "format": 1,
        "key": base64.b64encode(key).decode(),
        "signature": base64.b64encode(value).decode(),
    }
    return json.dumps(values).encode()


def refusal(signed: bytes | None, trusted: bytes | None, manifest: bytes = MANIFEST) -> Trouble:
    with pytest.raises(Trouble) as caught:
        judge("team 1.0", manifest, signed, trusted)
    assert caught.value.remedy
    return caught.value


def test_an_unsigned_pack_is_taken_where_no_key_is_pinned() -> None:
    verdict = judge("team 1.0", MANIFEST, None, None)
    assert verdict.standing is Standing.UNSIGNED
    assert str(verdict) == "not signed"


def test_an_unsigned_pack_is_refused_where_one_is() -> None:
    trouble = refusal(None, PUBLIC)
    assert "not signed" in trouble.what
    assert fingerprint(PUBLIC) in trouble.what
    assert "poise pack trust" in trouble.remedy


@pytest.mark.usefixtures("no_library")
def test_another_key_is_refused_even_without_the_library() -> None:
    other = bytes(KEY_BYTES)
    trouble = refusal(signature_file(other), PUBLIC)
    assert f"another key ({fingerprint(other)})" in trouble.what


@pytest.mark.usefixtures("no_library")
def test_without_the_library_it_says_that_nothing_was_verified() -> None:
    verdict = judge("team 1.0", MANIFEST, signature_file(), None)
    assert verdict.standing is Standing.NOT_VERIFIED
    assert str(verdict) == f"signed, not verified here (key {fingerprint(PUBLIC)})"


@pytest.mark.usefixtures("no_library")
def test_without_the_library_a_pinned_key_lets_nothing_in() -> None:
    trouble = refusal(signature_file(), PUBLIC)
    assert "signed, not verified here" in trouble.what
    assert "poise[sign]" in trouble.remedy


@pytest.mark.usefixtures("no_library")
def test_without_the_library_nothing_can_be_signed() -> None:
    assert not can_sign()
    for attempt in (new_secret, lambda: public_of(SECRET), lambda: sign(MANIFEST, SECRET)):
        with pytest.raises(Trouble, match="PyNaCl") as caught:
            attempt()
        assert "poise[sign]" in caught.value.remedy


@with_library
@pytest.mark.parametrize("trusted", [None, PUBLIC])
def test_a_wrong_signature_is_refused_whatever_is_pinned(trusted: bytes | None) -> None:
    signed = sign(MANIFEST, SECRET)
    assert "changed it after" in refusal(signed, trusted, MANIFEST + b" ").what
    for value in (bytes(SIGNATURE_BYTES), b"\xff" * SIGNATURE_BYTES):
        assert "wrong" in refusal(signature_file(value=value), trusted).what


@with_library
def test_a_key_that_is_no_point_or_a_weak_one() -> None:
    for key in (b"\xff" * KEY_BYTES, bytes(KEY_BYTES), b"\1" + bytes(KEY_BYTES - 1)):
        assert "wrong" in refusal(signature_file(key), None).what


@with_library
def test_a_signature_made_for_something_else_does_not_serve() -> None:
    import importlib

    key = importlib.import_module("nacl.signing").SigningKey(SECRET)
    bare = signature_file(value=bytes(key.sign(MANIFEST).signature))
    assert "wrong" in refusal(bare, PUBLIC).what


@with_library
def test_a_right_signature() -> None:
    signed = sign(MANIFEST, SECRET)
    assert judge("team 1.0", MANIFEST, signed, PUBLIC).standing is Standing.TRUSTED
    assert judge("team 1.0", MANIFEST, signed, None).standing is Standing.VERIFIED
    assert "another key" in refusal(signed, public_of(OTHER_SECRET)).what


@with_library
def test_keys_and_signatures_are_the_same_each_time() -> None:
    assert public_of(SECRET) == PUBLIC
    assert sign(MANIFEST, SECRET) == sign(MANIFEST, SECRET)
    assert packed(secret=SECRET) == packed(secret=SECRET)
    assert len(new_secret()) == KEY_BYTES
    assert new_secret() != new_secret()


@with_library
def test_a_signed_pack() -> None:
    pack: Pack = read_archive(packed(secret=SECRET))
    verdict = judge("team", pack.manifest_bytes, pack.signature_bytes, PUBLIC)
    assert str(verdict) == f"signed with the key you trust (key {fingerprint(PUBLIC)})"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        signature_file(b""),
        signature_file(b"short"),
        signature_file(value=b"short"),
        signature_file().replace(b"1,", b"0,"),
        signature_file().replace(b"1,", b'"1",'),
        signature_file().replace(b'"key"', b'"kee"'),
        signature_file().replace(b"}", b', "more": 1}'),
        signature_file().replace(b"A", "ä".encode()),
        b'{"format": 1, "key": 1, "signature": []}',
    ],
)
def test_a_damaged_signature(data: bytes) -> None:
    assert "signature" in refusal(data, None).what


def test_a_signature_of_a_newer_poise() -> None:
    assert "newer" in refusal(b'{"format": 2}', None).what


def test_key_files() -> None:
    assert read_secret(write_secret(SECRET)) == SECRET
    assert read_public(write_public(PUBLIC)) == PUBLIC
    assert fingerprint(PUBLIC) in write_public(PUBLIC).decode()
    assert read_signature(signature_file()).key == PUBLIC


@pytest.mark.parametrize(
    "data",
    [b"", b"# only this\n", b"\xff\xfe", b"poise-public-key-1 abc", write_public(b"short")],
)
def test_what_is_no_key_file(data: bytes) -> None:
    with pytest.raises(Trouble, match="no public key"):
        read_public(data)
    with pytest.raises(Trouble, match="no secret key"):
        read_secret(data)


def test_two_keys_in_one_file_are_none() -> None:
    with pytest.raises(Trouble):
        read_public(write_public(PUBLIC) + write_public(bytes(32)))


def test_a_secret_key_given_as_the_public_one_is_noticed() -> None:
    with pytest.raises(Trouble, match="nobody but its owner"):
        read_public(write_secret(SECRET))
