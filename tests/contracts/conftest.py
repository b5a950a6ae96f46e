"""Each suite runs against the fake and against every backend that works on this machine."""

from __future__ import annotations

import sys

from tests.contracts.rigs_fake import *  # noqa: F403 - fixtures are found by their names
from tests.macos.rigs import *  # noqa: F403

if sys.platform == "win32":
    from tests.contracts.rigs_windows import *  # noqa: F403
    from tests.windows.rig.fixtures import *  # noqa: F403
elif sys.platform == "linux":
    from tests.contracts.rigs_x11 import *  # noqa: F403
    from tests.rig.fixtures import *  # noqa: F403

if sys.platform != "linux":
    collect_ignore = ["test_x11.py"]
