"""How the commands come by the key of an encrypted record."""

from __future__ import annotations

import getpass
import sys

from desktop.errors import Trouble
from desktop.paths import Paths

_IN_THEIR_OWN_WAY = frozenset({"run", "doctor"})
"""The panel asks in a window; the doctor asks nobody anything."""


def get_key_when_needed(paths: Paths, command: str) -> None:
    """Ask for the key when the command opens the record, and not if it never does."""
    from desktop.encryption.unlocking import unlock_when_needed

    unlock_when_needed(paths.database, None if command in _IN_THEIR_OWN_WAY else ask)


def ask() -> str:
    """Ask for the pass phrase of the record.

    Raises:
        Trouble: there is nobody to ask.
    """
    return typed("Pass phrase of the record: ")


def ask_twice() -> str:
    """Ask for a new pass phrase, twice, because nobody sees what is typed.

    Raises:
        Trouble: they differ, or there is nobody to ask.
    """
    first = typed("New pass phrase: ")
    if sys.stdin.isatty() and typed("The same again: ") != first:
        raise Trouble("The two pass phrases differ.", "Try again; nothing was changed.")
    return first


def typed(question: str) -> str:
    """What a person types unseen, or the next line of the standard input.

    Raises:
        Trouble: there is nothing.
    """
    try:
        words = getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline()
    except (EOFError, OSError):
        words = ""
    words = words.rstrip("\r\n")
    if not words:
        raise Trouble(
            f"{question.rstrip(': ')}: nothing was entered.", "Say it again in a terminal."
        )
    return words
