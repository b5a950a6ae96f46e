"""Qt without a screen: what is tested here has no windows."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
