"""What connecting to an X server may cost: both processes of Poise pay for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADING = """
import sys
from desktop.oslayer.x11 import connection
from Xlib.support import unix_connect
sys.exit("subprocess" in sys.modules)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="X11 is the backend of Linux")
def test_connecting_runs_no_program() -> None:
    assert subprocess.run([sys.executable, "-c", LOADING], check=False).returncode == 0
