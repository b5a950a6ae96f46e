"""What the tests of the importers have in common."""

from __future__ import annotations

from pathlib import Path

from desktop.exchange.found import Found
from desktop.exchange.phrase_file import phrase_file_text
from desktop.exchange.recognise import import_paths
from desktop.guide.check import check_paths
from desktop.guide.model import PhraseFile


def imported(path: Path, format_name: str = "") -> Found:
    """The harvest of one path; as a phrase file it has no mistakes."""
    found, _ = import_paths([path], format_name)
    if found.phrases:
        made = PhraseFile("made", "Made", found.phrases, found.placeholders)
        out = path.parent / "made-for-the-check.yaml"
        out.write_text(phrase_file_text(made), encoding="utf-8", newline="\n")
        assert check_paths([out]) == []
        out.unlink()
    return found


def texts(found: Found) -> dict[str, str]:
    """The texts by id."""
    return {phrase.id: phrase.text for phrase in found.phrases}


def lost(found: Found) -> list[str]:
    """What was left out."""
    return [item.what for item in found.left_out]
