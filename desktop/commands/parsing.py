"""How the commands read their words."""

from __future__ import annotations

import argparse

DONE, FAILED, MISUSED = 0, 1, 2
"""Exit codes."""


def parser(command: str, about: str) -> argparse.ArgumentParser:
    """A parser that knows its command's name and takes no shortened options."""
    return argparse.ArgumentParser(prog=f"poise {command}", description=about, allow_abbrev=False)
