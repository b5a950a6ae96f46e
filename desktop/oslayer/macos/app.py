"""Poise.app, of which macOS keeps permissions and the start at login by its identifier."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import Foundation


def identifier() -> str | None:
    """By which macOS knows Poise.app; None where this is Poise run by Python.

    A Python of its own framework has an identifier, too; that one is nobody's to use.
    """
    if not getattr(sys, "frozen", False):
        return None
    found = Foundation.NSBundle.mainBundle().bundleIdentifier()
    return None if found is None else str(found)
