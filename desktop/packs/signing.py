"""Who vouches for a pack: Ed25519 over its manifest, which holds the checksum of every file.

The arithmetic is libsodium's, through PyNaCl, an optional extra (docs/decisions/0012). Without it
Poise can see that a pack is signed and by which key, but not whether the signature is right.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import importlib
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from desktop.errors import Trouble
from desktop.packs.manifest import GET_AGAIN, read_object

SIGNATURE_FORMAT = 1
KEY_BYTES, SIGNATURE_BYTES = 32, 64

_CONTEXT = b"poise pack manifest 1\n"
"""Signed before the manifest, so that a signature made for something else cannot serve here."""

_LIBRARY_REMEDY = 'Install it with: pip install "poise[sign]"'
_SECRET, _PUBLIC = "poise-secret-key-1", "poise-public-key-1"


class Standing(Enum):
    """What is known of a pack's signature."""

    UNSIGNED = "not signed"
    NOT_VERIFIED = "signed, not verified here"
    VERIFIED = "rightly signed, with a key you have not pinned"
    TRUSTED = "signed with the key you trust"


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands in a pack's signature file."""

    key: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a pack's signature, and whose it says it is; `key` is b"" for nobody's."""

    standing: Standing
    key: bytes = b""

    def __str__(self) -> str:
        by = f" (key {fingerprint(self.key)})" if self.key else ""
        return f"{self.standing.value}{by}"


def can_sign() -> bool:
    """Whether signatures can be made and verified here."""
    return _library() is not None


def judge(title: str, manifest: bytes, signed: bytes | None, trusted: bytes | None) -> Verdict:
    """What is known of a pack's signature.

    Args:
        title: Of the pack, for messages.
        manifest: As it was written.
        signed: The signature file; None for an unsigned pack.
        trusted: The public key that was pinned; None when every pack may be taken.

    Raises:
        Trouble: The signature is wrong, or the pack is not one that the pinned key vouches for.
    """
    if signed is None:
        if trusted is None:
            return Verdict(Standing.UNSIGNED)
        raise _untrusted(f"{title} is not signed", trusted)
    signature = read_signature(signed)
    if trusted is not None and signature.key != trusted:
        by = fingerprint(signature.key)
        raise _untrusted(f"{title} is signed with another key ({by})", trusted)
    library = _library()
    if library is None:
        if trusted is None:
            return Verdict(Standing.NOT_VERIFIED, signature.key)
        raise Trouble(
            f"{title} is signed, not verified here: the PyNaCl library is missing, "
            "and only verified packs are taken since you pinned a key.",
            _LIBRARY_REMEDY,
        )
    if not _is_right(library, signature, manifest):
        raise Trouble(
            f"The signature of {title} is wrong: somebody changed it after it was signed.",
            "Do not use this file. Get the pack again, and tell its owner.",
        )
    return Verdict(Standing.VERIFIED if trusted is None else Standing.TRUSTED, signature.key)


def sign(manifest: bytes, secret: bytes) -> bytes:
    """The signature file for a manifest; the same bytes for the same manifest and key.

    Raises:
        Trouble: The library is missing.
    """
    key = _needed().SigningKey(secret)
    values = {
        "format": SIGNATURE_FORMAT,
        "key": _text(bytes(key.verify_key)),
        "signature": _text(bytes(key.sign(_CONTEXT + manifest).signature)),
    }
    return (json.dumps(values, indent=1) + "\n").encode()


def read_signature(data: bytes) -> Signature:
    """What stands in a signature file.

    Raises:
        Trouble: It is damaged, or written for a newer Poise.
    """
    values = read_object(data, "signature")
    number = values.get("format")
    if type(number) is int and number > SIGNATURE_FORMAT:
        what = "The signature of the pack is made for a newer Poise."
        raise Trouble(what, "Update Poise.")
    key = _bytes(values.get("key"), KEY_BYTES)
    value = _bytes(values.get("signature"), SIGNATURE_BYTES)
    if set(values) != {"format", "key", "signature"} or number != 1 or not key or not value:
        raise Trouble("The signature of the pack is damaged.", GET_AGAIN)
    return Signature(key, value)


def new_secret() -> bytes:
    """A new secret key.

    Raises:
        Trouble: The library is missing.
    """
    return bytes(_needed().SigningKey.generate())


def public_of(secret: bytes) -> bytes:
    """The public key that belongs to a secret one.

    Raises:
        Trouble: The library is missing.
    """
    return bytes(_needed().SigningKey(secret).verify_key)


def fingerprint(key: bytes) -> str:
    """A public key in twenty characters that two people can compare on the phone."""
    digits = hashlib.sha256(key).hexdigest()[:20]
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))


def write_secret(secret: bytes) -> bytes:
    """The file of a secret key."""
    about = "# Signs packs. Whoever has this file can sign as you: give it to nobody."
    return f"{about}\n{_SECRET} {_text(secret)}\n".encode()


def write_public(key: bytes) -> bytes:
    """The file of a public key."""
    about = f"# Fingerprint: {fingerprint(key)}. For: poise pack trust THIS_FILE"
    return f"{about}\n{_PUBLIC} {_text(key)}\n".encode()


def read_secret(data: bytes) -> bytes:
    """The secret key that stands in a file.

    Raises:
        Trouble: There is none.
    """
    found = _key(data, _SECRET)
    if found is None:
        what = "This file holds no secret key for packs."
        raise Trouble(what, "Name the one that `poise pack key` made, without .pub at its end.")
    return found


def read_public(data: bytes) -> bytes:
    """The public key that stands in a file.

    Raises:
        Trouble: There is none, or it is the secret one.
    """
    found = _key(data, _PUBLIC)
    if found is not None:
        return found
    if _key(data, _SECRET) is not None:
        what = "This is a secret key, which nobody but its owner should have."
        raise Trouble(what, "Ask for the file that ends in .pub, and tell its owner of this one.")
    what = "This file holds no public key for packs."
    raise Trouble(what, "Name the .pub file that `poise pack key` made.")


def _key(data: bytes, label: str) -> bytes | None:
    lines = data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()
    words = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    if len(words) != 1 or len(words[0]) != 2 or words[0][0] != label:
        return None
    return _bytes(words[0][1], KEY_BYTES) or None


def _bytes(text: object, length: int) -> bytes:
    """Base64 of exactly so many bytes; b"" for anything else."""
    if not isinstance(text, str):
        return b""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if len(found) == length else b""


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _is_right(library: Any, signature: Signature, manifest: bytes) -> bool:
    bad = importlib.import_module("nacl.exceptions").CryptoError
    try:
        library.VerifyKey(signature.key).verify(_CONTEXT + manifest, signature.value)
    except bad:
        return False
    return True


def _library() -> Any:
    """`nacl.signing`, or None. 50 ms to import: not before a signed pack or a key is at hand."""
    try:
        return importlib.import_module("nacl.signing")
    except ImportError:
        return None


def _needed() -> Any:
    library = _library()
    if library is None:
        raise Trouble("Signing needs the PyNaCl library, which is missing.", _LIBRARY_REMEDY)
    return library


def _untrusted(what: str, trusted: bytes) -> Trouble:
    return Trouble(
        f"{what}, and you take only packs signed with the key {fingerprint(trusted)}.",
        "Ask your team lead for one signed with that key, or for the new key and pin it with "
        "`poise pack trust KEYFILE`.",
    )
