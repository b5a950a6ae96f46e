"""What stays in memory of every playbook file, and where its texts are kept meanwhile.

Ten thousand phrases are read, checked and linked in seconds; that an agent can start to work
must not wait for it, nor need the memory for texts that nobody asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.guide.mentions import Mention, Use
from desktop.guide.model import Cover, PhraseFile, Playbook, Problem

if TYPE_CHECKING:
    from desktop.guide.reader import Reading

Body = Playbook | PhraseFile
"""All the texts of a file, shared phrases not put in yet."""

Stamp = tuple[int, int, int]  # modified (ns), size, inode: an editor may replace the file whole


@dataclass(frozen=True, slots=True)
class Head:
    """One file without its texts.

    Args:
        cover: None when the file is broken.
        phrases: The ids of its own phrases, in the order of the file.
        problems, name, leads, uses, is_phrase_file: As in `Reading`.
    """

    cover: Cover | None
    phrases: tuple[str, ...]
    problems: tuple[Problem, ...]
    name: Mention | None
    leads: tuple[Mention, ...]
    uses: tuple[Use, ...]
    is_phrase_file: bool

    @classmethod
    def of(cls, reading: Reading) -> Head:
        """What stays of a file that was just read."""
        body = body_of(reading)
        phrases: tuple[str, ...] = ()
        if isinstance(body, PhraseFile):
            phrases = tuple(phrase.id for phrase in body.phrases)
        elif body is not None:
            phrases = tuple(phrase.id for step in body.steps for phrase in step.phrases)
        return cls(
            Cover.of(body) if body is not None else None,
            phrases,
            reading.problems,
            reading.name,
            reading.leads,
            reading.uses,
            reading.is_phrase_file,
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as the library knows it.

    Args:
        stamp: Of the file as it was read.
        head: As it is.
        good: As it was when it was last right; the body in the store belongs to it. None: never.
    """

    stamp: Stamp
    head: Head
    good: Head | None


class Store(Protocol):
    """Keeps what was read, so that it need not be read again. It may forget anything."""

    def files(self) -> Mapping[Path, Kept]:
        """Every file it knows."""

    def bodies(self, paths: Iterable[Path]) -> Mapping[Path, Body]:
        """The texts of some files; those that it does not have are left out."""

    def keep(
        self, files: Mapping[Path, Kept], bodies: Mapping[Path, Body], gone: Iterable[Path]
    ) -> bool:
        """Keep these, and forget those that are gone.

        Args:
            files: Those that changed.
            bodies: Of those among them that are right; of the others the body stays.
            gone: Files to forget.

        Returns:
            Whether it has them now. Where it has not, the caller keeps the texts.
        """


def body_of(reading: Reading) -> Body | None:
    """The texts of a file; None when it is broken."""
    return reading.playbook or reading.phrase_file
