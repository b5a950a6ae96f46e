"""Qt without a screen: what is tested here has no windows."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# The same examples each time: a change is judged by what it changed. Those who want others say
# `--hypothesis-profile=explore`; the fuzzers of tests/fuzz look further.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", max_examples=2000)
settings.load_profile("steady")
