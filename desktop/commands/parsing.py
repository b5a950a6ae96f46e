"""How the commands read their words."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from desktop.errors import Trouble

_MOST = 1_000_000_000

DONE, FAILED, MISUSED, STOPPED = 0, 1, 2, 130
"""Exit codes."""


def parser(command: str, about: str) -> argparse.ArgumentParser:
    """A parser that knows its command's name and takes no shortened options."""
    return argparse.ArgumentParser(prog=f"poise {command}", description=about, allow_abbrev=False)


def file_name(text: str) -> Path:
    """The name of a file to write; for `type` of an argument.

    Raises:
        Trouble: it is empty, which Python takes for the folder one is in, or ends as a folder's.
    """
    if text.endswith(("/", os.sep)):
        raise Trouble(f"{text} is a folder.", "Name a file.")
    return _name(text, "file")


def folder_name(text: str) -> Path:
    """The same for a folder."""
    return _name(text, "folder")


def _name(text: str, what: str) -> Path:
    if not text.strip():
        raise Trouble(f"The name of the {what} is empty.", f"Name the {what} to write.")
    return Path(text)


def how_many(text: str) -> int:
    """A number of things to show, at least one; for `type` of an argument.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= _MOST:
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 1 on")
    return number
