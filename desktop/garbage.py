"""Python's search for reference cycles, on one thread only.

Python looks for cycles on whichever thread happens to allocate. A Qt object that it finds there
is destroyed there: its timers go on with a freed object, which ends the process, and the
destructor of a window waits for the main thread while it holds what that one waits for.
"""

from __future__ import annotations

import gc

_YOUNG = 700
"""New containers that are worth a look; what Python itself takes."""

_OLDER_EVERY = 10
"""Each so many looks go one generation further back, as Python's own do."""


class Collector:
    """Looks for reference cycles when it is called; from when it is made, nobody else does."""

    def __init__(self) -> None:
        self._looks = 0
        gc.disable()

    def look(self) -> None:
        """Free what only refers to itself, where enough has gathered; on the thread that owns Qt.

        Costs a tenth of a microsecond where nothing has.
        """
        if gc.get_count()[0] < _YOUNG:
            return
        self._looks += 1
        if self._looks % _OLDER_EVERY:
            generation = 0
        elif self._looks % _OLDER_EVERY**2:
            generation = 1
        else:
            generation = 2
        gc.collect(generation)
