"""The colours of the pictures, light and dark; told apart also by those who see fewer colours.

The outcomes differ in lightness as well as in hue (after Okabe and Ito,
https://jfly.uni-koeln.de/color/), stand side by side with a gap, and are named beside the picture.
"""

from __future__ import annotations

from collections.abc import Mapping

Ink = Mapping[str, str]
"""A colour by what it is for: hex, or a variable of a style sheet."""

LIGHT: Ink = {
    "paper": "#FFFFFF",
    "text": "#1D272E",
    "muted": "#4F5D68",
    "line": "#D3DADF",
    "bar": "#1B6570",
    "bar-before": "#A9C9CD",
    "solved": "#1B6570",
    "on-solved": "#FFFFFF",
    "waiting": "#9CC7E4",
    "on-waiting": "#1D272E",
    "escalated": "#E5A93C",
    "on-escalated": "#1D272E",
    "ended-for-conduct": "#6F4B97",
    "on-ended-for-conduct": "#FFFFFF",
    "lost": "#B4472C",
    "on-lost": "#FFFFFF",
    "open": "#C6CED4",
    "on-open": "#1D272E",
    "other": "#6B7881",
    "on-other": "#FFFFFF",
}
DARK: Ink = {
    "paper": "#191E22",
    "text": "#E7ECEF",
    "muted": "#A9B6BF",
    "line": "#38434B",
    "bar": "#6DBAC5",
    "bar-before": "#31565C",
    "solved": "#6DBAC5",
    "on-solved": "#10181B",
    "waiting": "#2F5F8C",
    "on-waiting": "#FFFFFF",
    "escalated": "#EDBE62",
    "on-escalated": "#10181B",
    "ended-for-conduct": "#BFA0DF",
    "on-ended-for-conduct": "#10181B",
    "lost": "#D9694E",
    "on-lost": "#10181B",
    "open": "#55626C",
    "on-open": "#FFFFFF",
    "other": "#8B969E",
    "on-other": "#10181B",
}
STYLED: Ink = {name: f"var(--{name})" for name in LIGHT}
"""For a page whose style sheet says the colours."""

_KNOWN = ("solved", "waiting", "escalated", "ended-for-conduct", "lost")


def of_outcome(outcome: str) -> str:
    """What the colour of an outcome is called."""
    if outcome in _KNOWN:
        return outcome
    return "other" if outcome else "open"
