"""Where one file names another: for what is wrong between files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Another playbook's or phrase file's id (or the file's own), and where the file names it."""

    playbook: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Use:
    """A place where shared phrases belong.

    Args:
        step: The step's number, from 0.
        index: Before which of the step's own phrases, from 0.
        file: The phrase file's id.
        phrase: One of its phrases; "" for all.
        line, column: Where it is named.
    """

    step: int
    index: int
    file: str
    phrase: str
    line: int
    column: int
