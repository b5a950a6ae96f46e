"""Keys: made, locked by a pass phrase, and written so that a person can keep one on paper."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata

from desktop.errors import Trouble
from desktop.storage.driver import KEY_BYTES, Key

SALT_BYTES = 16
SHORTEST_PASS_PHRASE = 8

# Some 32 MB and a third of a second for each guess. https://datatracker.ietf.org/doc/html/rfc7914
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**15, 8, 3
_SCRYPT_MEMORY = 64 * 1024 * 1024

_CHECK_BYTES = 16
_CHECKSUM_BYTES = 3
_GROUP = 4
_MISREAD = str.maketrans("018", "OIB")


def new_key() -> Key:
    """A key that nobody had before."""
    return Key(os.urandom(KEY_BYTES))


def check_of(key: Key) -> str:
    """What tells whether a key is the right one, and nothing else about it."""
    return hmac.digest(key.secret, b"Poise: is this the key?", "sha256")[:_CHECK_BYTES].hex()


def locked(secret: bytes, pass_phrase: str, salt: bytes) -> bytes:
    """A secret that is of no use without the pass phrase; the same again unlocks it.

    Args:
        secret: `KEY_BYTES` bytes.
        pass_phrase: However it was typed in Unicode.
        salt: `SALT_BYTES` random bytes; new ones for every pass phrase and every secret.
    """
    pad = hashlib.scrypt(
        unicodedata.normalize("NFKC", pass_phrase).encode(),
        salt=salt,
        n=_SCRYPT_N,
        r=_SCRYPT_R,
        p=_SCRYPT_P,
        maxmem=_SCRYPT_MEMORY,
        dklen=len(secret),
    )
    return bytes(one ^ other for one, other in zip(secret, pad, strict=True))


def check_pass_phrase(pass_phrase: str) -> None:
    """Refuse one that is guessed in no time.

    Raises:
        Trouble: it is too short.
    """
    if len(pass_phrase.strip()) < SHORTEST_PASS_PHRASE:
        raise Trouble(
            f"The pass phrase is too short: {SHORTEST_PASS_PHRASE} characters at least.",
            "Take four words that do not belong together.",
        )


def recovery_text(key: Key) -> str:
    """A key for the safe: groups of letters and digits, with a checksum against slips."""
    summed = key.secret + hashlib.sha256(key.secret).digest()[:_CHECKSUM_BYTES]
    text = base64.b32encode(summed).decode()
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def key_of_recovery(text: str) -> Key:
    """Read such a key as a person types it: small letters, spaces, 0 for O, 1 for I, 8 for B.

    Raises:
        Trouble: it is none, or was mistyped.
    """
    plain = "".join(each for each in text.upper() if each.isalnum()).translate(_MISREAD)
    try:
        summed = base64.b32decode(plain)
    except ValueError:
        summed = b""
    secret = summed[:KEY_BYTES]
    checksum = hashlib.sha256(secret).digest()[:_CHECKSUM_BYTES]
    if len(summed) != KEY_BYTES + _CHECKSUM_BYTES or summed[KEY_BYTES:] != checksum:
        raise Trouble(
            "This is no recovery key, or it was mistyped.",
            "It has 14 groups of four; look at each of them and try again.",
        )
    return Key(secret)
