"""What commands write into the record goes through the same mask as what the panel writes."""

from __future__ import annotations

import sys

from desktop.errors import Trouble
from desktop.paths import Paths
from desktop.privacy.masker import Masker
from desktop.settings import MASKS
from desktop.settings_file import read


def masker_of(paths: Paths) -> Masker:
    """The mask with the team's own shapes, from the settings file; it prints what it kept out.

    Raises:
        Trouble: Nobody can tell what is to be kept out: what is once in the record stays there.
    """
    reading = read(paths.settings_file, (), lambda _chord: "")
    for name in sorted(MASKS & reading.doubtful.keys()):
        why = reading.doubtful[name]
        raise Trouble(
            f"Nothing was written, because what is to be kept out of the record (`{name}`) cannot "
            f"be read: {why.path}:{why.line}:{why.column}: {why.what}",
            "Mend that line, then say the same again.",
        )
    masker = Masker()
    masker.choose(reading.settings.mask, reading.settings.never_mask)
    masker.on_masked = lambda told: print(told, file=sys.stderr)
    return masker
