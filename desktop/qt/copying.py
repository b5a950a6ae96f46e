"""Copying on the agent's wish, where the desktop's backend has no clipboard of its own."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from desktop.errors import Cannot


def put_on_clipboard(text: str) -> Cannot | None:
    """Put plain text on the clipboard; a Cannot when another program holds it."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(text)
    if clipboard.text() != text:
        return Cannot("The clipboard is held by another program.", "Try again in a moment.")
    return None
