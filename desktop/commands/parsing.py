"""How the commands read their words."""

from __future__ import annotations

import argparse

_MOST = 1_000_000_000

DONE, FAILED, MISUSED = 0, 1, 2
"""Exit codes."""


def parser(command: str, about: str) -> argparse.ArgumentParser:
    """A parser that knows its command's name and takes no shortened options."""
    return argparse.ArgumentParser(prog=f"poise {command}", description=about, allow_abbrev=False)


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
