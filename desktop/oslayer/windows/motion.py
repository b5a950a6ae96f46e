"""Whether the person switched Windows' animations off (Settings, Accessibility, Visual effects)."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

from desktop.oslayer.windows.api import declare

_SPI_GETCLIENTAREAANIMATION = 0x1042

_ask = declare(
    *("user32", "SystemParametersInfoW", wintypes.BOOL),
    *(wintypes.UINT, wintypes.UINT, wintypes.LPVOID, wintypes.UINT),
)


def wants_less_motion() -> bool:
    """Whether windows should not move by themselves; False where Windows does not say."""
    is_animated = wintypes.BOOL(True)
    is_known = _ask(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(is_animated), 0)
    return bool(is_known) and not is_animated.value
