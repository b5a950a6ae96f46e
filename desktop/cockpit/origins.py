"""Where a playbook or phrase file comes from, where it stands in the place of another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

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


def find_origins(
    layers: Sequence[Layer], folders: Mapping[Name, Sequence[Path]]
) -> dict[Name, Origin]:
    """The playbooks and phrase files that stand in the place of others.

    Args:
        layers: What counts less comes first.
        folders: Where each id is found more than once: the folders, that which counts least first.
    """
    by_folder = {layer.folder: layer for layer in layers}
    origins: dict[Name, Origin] = {}
    for name, places in folders.items():
        found = [by_folder[place] for place in places if place in by_folder]
        if len(found) > 1 and found[-1].mark:
            last, other = found[-1], found[-2]
            origins[name] = Origin(last.mark, f"{last.owner}, in the place of {_of(other)}.")
    return origins


def _of(layer: Layer) -> str:
    if not layer.mark:
        return "the one that came with Poise"
    return f"the one of the {layer.mark}" if layer.mark.startswith("pack") else "your other one"
