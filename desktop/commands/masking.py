"""What commands write into the record goes through the same mask as what the panel writes."""

from __future__ import annotations

import sys

from desktop.paths import Paths
from desktop.privacy.masker import Masker
from desktop.settings_file import load


def masker_of(paths: Paths) -> Masker:
    """The mask with the team's own shapes, from the settings file; it prints what it kept out."""
    settings = load(paths.settings_file, (), lambda _chord: "")[0]
    masker = Masker()
    masker.choose(settings.mask, settings.never_mask)
    masker.on_masked = lambda told: print(told, file=sys.stderr)
    return masker
