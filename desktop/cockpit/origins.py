"""Where a playbook or phrase file comes from, where it stands in the place of another one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.guide.check import playbook_files
from desktop.guide.source import MAX_BYTES

_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]{1,64})[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_STEPS = re.compile(r"^[\"']?steps[\"']?[ \t]*:", re.MULTILINE)

Name = tuple[bool, str]  # whether it is a phrase file, and its id


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder of playbooks.

    Args:
        folder: Where it is.
        mark: A word or two for what comes from it: "yours"; "" for what came with Poise.
        owner: The same as the beginning of a sentence: "Your own".
    """

    folder: Path
    mark: str
    owner: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What is shown beside the name of such a playbook.

    Args:
        mark: A word or two.
        sentence: What it means.
    """

    mark: str
    sentence: str


def find_origins(layers: Sequence[Layer], broken: Collection[Path] = ()) -> dict[Name, Origin]:
    """The playbooks and phrase files that stand in the place of others.

    Only the ids are looked at, so that it costs next to nothing; where only the first layer has
    files, nothing is read at all.

    Args:
        layers: What counts less comes first.
        broken: Files with mistakes, which take nothing's place.
    """
    upper = [(layer, _files(layer.folder)) for layer in layers[1:]]
    if not any(files for _, files in upper):
        return {}
    origins: dict[Name, Origin] = {}
    owners: dict[Name, str] = {}
    for layer, files in [(layers[0], _files(layers[0].folder)), *upper]:
        for name in _names([each for each in files if each not in broken]):
            if name in owners and layer.mark:
                sentence = f"{layer.owner}, in the place of {owners[name]}."
                origins[name] = Origin(layer.mark, sentence)
            owners[name] = _of(layer)
    return origins


def _of(layer: Layer) -> str:
    if not layer.mark:
        return "the one that came with Poise"
    return f"the one of the {layer.mark}" if layer.mark.startswith("pack") else "your other one"


def _files(folder: Path) -> list[Path]:
    try:
        return playbook_files(folder)
    except OSError:
        return []  # the library says what is wrong


def _names(files: Sequence[Path]) -> Iterator[Name]:
    for path in files:
        try:
            with path.open("rb") as file:
                text = file.read(MAX_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
        found = _ID.search(text)
        if found is not None:
            yield _STEPS.search(text) is None, found[1]
