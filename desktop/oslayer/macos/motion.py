"""Whether the person asked macOS for less motion (System Settings, Accessibility, Display)."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import AppKit


def wants_less_motion() -> bool:
    """The switch “Reduce motion”."""
    workspace = AppKit.NSWorkspace.sharedWorkspace()
    return bool(workspace.accessibilityDisplayShouldReduceMotion())
