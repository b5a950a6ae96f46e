"""What stands here runs on Windows Python: natively, or in the laboratory (`make test-windows`)."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from tests.windows.rig.fixtures import *  # noqa: F403 - fixtures are found by their names
else:
    collect_ignore_glob = ["test_*.py"]
