"""All phrases there are, for another program (`poise export phrases`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from desktop.errors import Trouble
from desktop.guide.folder import playbook_files
from desktop.guide.model import PhraseFile
from desktop.guide.reader import read

FORMATS = ("espanso", "csv")


def export_phrases(folders: Sequence[Path], format_name: str, out: TextIO) -> int:
    """Write the phrases of all playbooks and phrase files.

    Args:
        folders: The shipped one first; of two files with the same id the later folder's counts.
            One that does not exist is passed over.
        format_name: One of `FORMATS`.
        out: A text file, UTF-8; open it with `newline=""`.

    Returns:
        How many phrases there were.

    Raises:
        Trouble: A folder cannot be listed, or a file in it has mistakes.
    """
    files = phrases_in(folders)
    if format_name == "csv":
        from desktop.exchange.phrases_csv import export_phrases_csv

        export_phrases_csv(files, out)
    else:
        from desktop.exchange.phrases_espanso import phrases_espanso

        out.write(phrases_espanso(files))
    return sum(len(file.phrases) for file in files)


def phrases_in(folders: Sequence[Path]) -> list[PhraseFile]:
    """The phrase files, and the own phrases of each playbook as if they were one.

    Raises:
        Trouble: As `export_phrases`.
    """
    found: dict[tuple[bool, str], PhraseFile] = {}
    for folder in folders:
        for path in _files(folder):
            reading = read(path)
            if reading.problems:
                raise Trouble(f"{reading.problems[0]}", "Mend it first; see: poise check.")
            playbook, file = reading.playbook, reading.phrase_file
            if playbook is not None:
                phrases = tuple(phrase for step in playbook.steps for phrase in step.phrases)
                file = PhraseFile(playbook.id, playbook.title, phrases, playbook.placeholders)
            if file is not None:
                found[playbook is None, file.id] = file
    return list(found.values())


def _files(folder: Path) -> list[Path]:
    try:
        return playbook_files(folder)
    except FileNotFoundError:
        return []
    except OSError as problem:
        what = f"{folder} cannot be read ({problem.strerror or problem})."
        raise Trouble(what, "Check its permissions.") from None
