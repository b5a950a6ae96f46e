"""The layers a pack lies between: shipped < packs (by the alphabet) < the agent's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.packs.archive import Pack
from desktop.packs.changes import Change, compare
from desktop.packs.contents import Contents, contents_of_folder, contents_of_pack
from desktop.packs.names import OWN, SHIPPED
from desktop.packs.shelf import Installed, pack_layers


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What counts before a pack and what it counts before, the lowest first, by name."""

    below: Mapping[str, Contents]
    above: Mapping[str, Contents]

    @property
    def reachable(self) -> tuple[Contents, ...]:
        """What the pack's branches may lead to: all but the agent's own, which others lack."""
        layers = {**self.below, **self.above}
        return tuple(each for name, each in layers.items() if name != OWN)

    def contents(self, pack: Pack) -> Contents:
        """What a pack that is not installed says; see `contents_of_pack`."""
        return contents_of_pack(pack.manifest.title, pack.files, self.reachable)

    def contents_installed(self, found: Installed | None) -> Contents:
        """What the good files of an installed version say; nothing for None."""
        return contents_of_folder(found.folder, self.reachable) if found else Contents()

    def changes(self, before: Contents, after: Contents) -> tuple[Change, ...]:
        """What changes for the agent between two versions of the pack."""
        return compare(before, after, self.below, self.above)


def surroundings(name: str, shipped: Path, root: Path, own: Path) -> Surroundings:
    """The layers around a pack, without the pack itself; what is broken in them is not there.

    Args:
        name: Of the pack.
        shipped: The folder of the shipped playbooks.
        root: The folder of all packs.
        own: The folder of the agent's own playbooks.
    """
    base = contents_of_folder(shipped)
    below, above = {SHIPPED: base}, dict[str, Contents]()
    for folder in pack_layers(root).folders:
        other = folder.parent.name
        if other != name:
            found = contents_of_folder(folder, (base,))
            (below if other < name else above)[other] = found
    above[OWN] = contents_of_folder(own, (base,))
    return Surroundings(below, above)
