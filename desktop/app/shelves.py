"""Which folders playbooks come from, the later ones laid over the earlier ones."""

from __future__ import annotations

from pathlib import Path

from desktop.cockpit.origins import Layer
from desktop.guide.model import Problem
from desktop.paths import Paths, shipped_playbooks


class Shelves:
    """Shipped playbooks, then each of the team's packs, then the agent's own.

    Args:
        paths: Where packs and the agent's own are.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self.problems: tuple[Problem, ...] = ()
        """What was wrong with packs as such at the last look; of their files the library tells."""

    def folders(self) -> tuple[Path, ...]:
        """The folders as they are now: packs come, change and go while Poise runs."""
        packs: tuple[Path, ...] = ()
        self.problems = ()
        if self._paths.packs.is_dir():  # most agents have none: nothing is imported for it
            from desktop.packs.shelf import pack_layers

            layers = pack_layers(self._paths.packs)
            packs, self.problems = tuple(layers.folders), tuple(layers.problems)
        return (shipped_playbooks(), *packs, self._paths.own_playbooks)

    def layers(self) -> tuple[Layer, ...]:
        """The same folders, each with what to call what comes from it."""
        shipped, *packs, own = self.folders()
        names = [each.parent.name for each in packs]
        return (
            Layer(shipped, "", "What came with Poise"),
            *(
                Layer(folder, f"pack {name}", f"From the pack {name}")
                for folder, name in zip(packs, names, strict=True)
            ),
            Layer(own, "yours", "Your own"),
        )

    def watched(self) -> tuple[Path, ...]:
        """Where a change means that playbooks may be others now."""
        root = self._paths.packs
        packs = [root, *root.iterdir()] if root.is_dir() else []
        return (*self.folders(), *packs)
