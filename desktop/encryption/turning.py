"""Turning encryption on and off for a record, and what helps where its key is lost.

The caller holds the lock of the running program: nobody else has the record open for good.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desktop.encryption import keychain
from desktop.encryption.keys import SALT_BYTES, check_of, check_pass_phrase, locked, new_key
from desktop.encryption.marker import (
    Marker,
    marker_file,
    marker_if_readable,
    read_marker,
    remove_marker,
    write_marker,
)
from desktop.errors import Trouble
from desktop.storage import driver
from desktop.storage.connection import companions_of, damage_mark, damaged, open_to_read, set_aside
from desktop.storage.driver import Key
from desktop.storage.encrypting import Step, convert_copies, convert_record
from desktop.storage.leftovers import overwrite_left


@dataclass(frozen=True, slots=True)
class Turned:
    """How it went.

    Args:
        key: The key in use, or the last one that was.
        stuck: Names of the files that are not as they were to be; see `convert_copies`.
    """

    key: Key
    stuck: tuple[str, ...] = ()


def is_encrypted(database: Path) -> bool:
    """Whether a record is encrypted, or will be when it is made."""
    return read_marker(database) is not None and not driver.is_plain(database)


def turn_on(database: Path, pass_phrase: str = "", after_step: Step = lambda: None) -> Turned:
    """Encrypt a record and its backups with a new key, which goes into the keychain first.

    On an encrypted record it finishes what was begun, looks at every backup again, and sets the
    pass phrase if one is given; its key must be in use, or to be had by asking
    (`driver.ask_when_needed`).

    Args:
        database: The record; there need not be one yet.
        pass_phrase: Needed at each start from then on; "" for none.
        after_step: Called between the steps.

    Raises:
        Trouble: it is not possible. The record is as it was: plain and whole, or encrypted and
            whole with its key in the keychain.
    """
    if pass_phrase:
        check_pass_phrase(pass_phrase)
    if is_encrypted(database):
        return _go_on(database, pass_phrase, after_step)
    is_there = database.exists() and database.stat().st_size > 0
    if is_there and not driver.is_plain(database):
        raise damaged(database)
    if damage_mark(database).exists():
        raise Trouble(
            "Damage was found in the record, so it is not encrypted now.",
            "Start Poise first; it offers the newest good copy.",
        )
    driver.load()
    key = new_key()
    marker = _kept(key, Marker("", check_of(key), turning="on"), pass_phrase)
    after_step()
    try:
        write_marker(database, marker)
        driver.use(key)
        after_step()
        if is_there:
            convert_record(database, after_step)
    except Trouble:
        if not is_there or driver.is_plain(database):
            driver.use(None)
            with suppress(Trouble):
                remove_marker(database)
                keychain.remove(marker.account)
        raise
    return Turned(key, finish(database, after_step))


def finish(database: Path, after_step: Step = lambda: None) -> tuple[str, ...]:
    """Encrypt the backups that are plain still, after a turning on that was cut short.

    Does nothing where nothing was. The key must be in use.

    Returns:
        The names of those that do not open with the key; they may hold readable text.

    Raises:
        Trouble: the disk refuses.
    """
    marker = read_marker(database)
    if marker is None or marker.turning != "on" or driver.is_plain(database):
        return ()
    stuck = convert_copies(database, to_plain=False, after_step=after_step)
    _overwrite(database)
    write_marker(database, replace(marker, turning=""))
    return tuple(stuck)


def turn_off(database: Path, after_step: Step = lambda: None) -> Turned | None:
    """Make a record and its backups plain again, then take the key out of the keychain.

    The key stays there when a backup needs it still.

    Returns:
        None when the record is plain already.

    Raises:
        Trouble: it is not possible; whatever is encrypted still opens with the key.
    """
    marker = read_marker(database)
    if marker is None:
        return None
    if driver.is_plain(database):  # it was cut short after the last file
        _overwrite(database)
        remove_marker(database)
        return None
    key = driver.key_in_use()
    write_marker(database, replace(marker, turning="off"))
    after_step()
    stuck = convert_copies(database, to_plain=True, after_step=after_step)
    if database.exists():
        convert_record(database, after_step)
    driver.use(None)
    remove_marker(database)
    if not stuck:
        with suppress(Trouble):  # one key too many in the keychain harms nobody
            keychain.remove(marker.account)
    return Turned(key, tuple(stuck))


def take_recovery_key(database: Path, key: Key, pass_phrase: str = "") -> None:
    """Put the key of a record into the keychain again.

    Raises:
        Trouble: it is not the key of this record, or the keychain does not take it.
    """
    if pass_phrase:
        check_pass_phrase(pass_phrase)
    marker = marker_if_readable(database)
    if marker is None and not database.exists():
        raise Trouble(f"There is no record at {database}.", "Put the file there first.")
    if driver.is_plain(database):
        raise Trouble("The record is not encrypted, so it needs no key.")
    if marker is None:
        marker = Marker("", check_of(key))
        driver.use(key)
        try:
            open_to_read(database).close()
        except Trouble as trouble:
            raise _not_the_key() from trouble
    elif check_of(key) != marker.check:
        raise _not_the_key()
    driver.use(key)
    _keep_anew(database, key, marker, pass_phrase)


def start_anew(database: Path, now: datetime | None = None) -> Path | None:
    """Set an encrypted record aside, with the file that says how, so that a plain one can start.

    Returns:
        Where the record is now; None: there was none.

    Raises:
        Trouble: it cannot be renamed.
    """
    marker = marker_if_readable(database)
    aside = None
    if any(each.exists() for each in (damage_mark(database), *companions_of(database), database)):
        aside = set_aside(database, now)
        if marker is not None:
            write_marker(aside, marker)
            (aside.parent / "backups" / marker_file(aside).name).unlink(missing_ok=True)
    remove_marker(database)
    driver.use(None)
    return aside


def _go_on(database: Path, pass_phrase: str, after_step: Step) -> Turned:
    key = driver.key_in_use()
    marker = read_marker(database)
    if marker is not None and pass_phrase:
        marker = _keep_anew(database, key, marker, pass_phrase)
    if marker is not None and marker.turning != "on":
        write_marker(database, replace(marker, turning="on"))
    return Turned(key, finish(database, after_step))


def _kept(key: Key, marker: Marker, pass_phrase: str) -> Marker:
    """Put a key into the keychain under a new name, or the marker and it could disagree."""
    salt = os.urandom(SALT_BYTES) if pass_phrase else b""
    account = os.urandom(8).hex()
    secret = locked(key.secret, pass_phrase, salt) if pass_phrase else key.secret
    keychain.store(account, secret)
    return replace(marker, account=account, salt=salt.hex())


def _keep_anew(database: Path, key: Key, before: Marker, pass_phrase: str) -> Marker:
    """Let a key be opened in another way, and no longer in the one before."""
    marker = _kept(key, before, pass_phrase)
    write_marker(database, marker)
    if before.account:
        keychain.remove(before.account)
    return marker


def _overwrite(database: Path) -> None:
    try:
        overwrite_left(database)
    except OSError as error:
        what = f"The plain file beside {database} cannot be removed ({error.strerror or error})."
        raise Trouble(what, "Make the folder writable for you; say the same again.") from error


def _not_the_key() -> Trouble:
    return Trouble(
        "This key does not open the record.",
        "Each record has its own key: look for the one that was shown for this one.",
    )
