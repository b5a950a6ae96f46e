"""Getting the key of a record: from the keychain, with the pass phrase where there is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.encryption import keychain
from desktop.encryption.keys import check_of, locked
from desktop.encryption.marker import Marker, read_marker
from desktop.storage import driver
from desktop.storage.driver import KEY_BYTES, Key, LockedRecord

AskPassPhrase = Callable[[], str]
"""Asks the person; raises Trouble where nobody can be asked."""

_OUT = (
    "Put it in again with your recovery key (`poise encrypt use-key`), or restore the keychain "
    "from its backup. Nothing was touched."
)


class WrongPassPhrase(LockedRecord):
    """The pass phrase does not fit."""


def unlock_when_needed(database: Path, ask_pass_phrase: AskPassPhrase | None = None) -> None:
    """Get the key when the first file of an encrypted record is opened, and not before.

    Args:
        database: The record.
        ask_pass_phrase: Asks for it; without it a record with a pass phrase stays locked, and
            `LockedRecord.is_pass_phrase_wanted` says why.
    """
    driver.ask_when_needed(lambda: key_for(database, ask_pass_phrase))


def key_for(database: Path, ask_pass_phrase: AskPassPhrase | None = None) -> Key | None:
    """The key of a record; None: it is not encrypted, or not yet.

    Raises:
        LockedRecord: it is encrypted, and the key is not to be had.
    """
    try:
        marker = read_marker(database)
        if marker is None or driver.is_plain(database):
            return None
        driver.load()
        return key_of(marker, ask_pass_phrase)
    except LockedRecord as locked_record:
        locked_record.path = database
        raise


def key_of(marker: Marker, ask_pass_phrase: AskPassPhrase | None = None) -> Key:
    """The key that a marker stands for.

    Raises:
        LockedRecord: it is not to be had.
    """
    try:
        secret = keychain.stored(marker.account)
    except keychain.KeychainTrouble as trouble:
        what = f"The record is encrypted, and its key cannot be read. {trouble.what}"
        raise LockedRecord(what, f"{trouble.remedy} Nothing was touched.") from trouble
    if secret is None:
        raise LockedRecord(
            "The record is encrypted, and its key is not in the keychain of this system any more.",
            _OUT,
            can_start_anew=True,
        )
    has_pass_phrase = bool(marker.salt) and len(secret) == KEY_BYTES
    if has_pass_phrase:
        if ask_pass_phrase is None:
            raise LockedRecord(
                "The record is encrypted with a pass phrase.",
                "Type it to open the record.",
                is_pass_phrase_wanted=True,
                can_start_anew=True,
            )
        secret = locked(secret, ask_pass_phrase(), bytes.fromhex(marker.salt))
    key = Key(secret)
    if check_of(key) == marker.check:
        return key
    if has_pass_phrase:
        raise WrongPassPhrase(
            "This pass phrase does not open the record.",
            "Type it again; capitals and spaces count. Where it is forgotten, the recovery key "
            "opens the record: `poise encrypt use-key`. Nothing was touched.",
            is_pass_phrase_wanted=True,
            can_start_anew=True,
        )
    raise LockedRecord(
        "The record is encrypted, and the keychain of this system has another key.",
        _OUT,
        can_start_anew=True,
    )
