"""Tokens, contrast, the style sheet, and following the system's scheme."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.errors import Bug
from desktop.ui.theme import Colors, Theme, Tokens, load_tokens, style_sheet

AA_TEXT, AA_GRAPHIC = 4.5, 3.0
BUTTON_FACES = ("surface", "surface_hover", "surface_pressed")
PAIRS = (
    *[("text", face) for face in ("window", "header", "surface_used", *BUTTON_FACES)],
    *[("text_muted", face) for face in ("window", "header", "accent_soft", *BUTTON_FACES)],
    *[("text_used", face) for face in ("surface_used", "surface_hover", "surface_pressed")],
    *[("accent", face) for face in ("window", "header", *BUTTON_FACES)],
    *[("amber_text", face) for face in ("amber_surface", "window", "surface_used", *BUTTON_FACES)],
    *[(kind, "header") for kind in ("confirmed", "unconfirmed", "refused", "copied")],
    ("text_on_primary", "primary"),
    ("text_on_primary", "primary_hover"),
    ("text", "accent_soft"),
    ("note_text", "note_surface"),
    ("chip_text", "chip"),
    ("text", "keycap"),
    ("refused", "window"),
)
GRAPHIC_PAIRS = (
    *[(mark, "window") for mark in ("do", "avoid", "accent")],
    *[("do", face) for face in ("surface_used", "accent_soft", *BUTTON_FACES)],
    ("avoid", "accent_soft"),
    *[(kind, "header") for kind in ("confirmed", "unconfirmed", "refused", "copied", "accent")],
)


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colors: Colors, one: str, other: str) -> float:
    light, dark = sorted((luminance(getattr(colors, r)) for r in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_text_and_marks_reach_wcag_aa(tokens: Tokens, is_dark: bool) -> None:
    colors = tokens.colors(is_dark)
    poor = [
        f"{ink} on {ground}: {contrast(colors, ink, ground):.2f}"
        for pairs, least in ((PAIRS, AA_TEXT), (GRAPHIC_PAIRS, AA_GRAPHIC))
        for ink, ground in pairs
        if contrast(colors, ink, ground) < least
    ]
    assert not poor


def test_a_token_that_is_missing_is_our_bug(tmp_path: Path) -> None:
    broken = tmp_path / "theme.yaml"
    broken.write_text("color: {light: {}, dark: {}}", encoding="utf-8")
    with pytest.raises(Bug, match="theme"):
        load_tokens(broken)


@pytest.mark.parametrize("percent", [100, 200])
def test_style_sheet_scales_text_and_leaves_no_hole(tokens: Tokens, percent: int) -> None:
    sheet = style_sheet(tokens, False, percent)
    assert "$" not in sheet
    assert f"font-size: {18 * percent // 100}px" in sheet
    assert style_sheet(tokens, True, percent) != sheet


def test_change_of_look_is_told_once(theme: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    heard: list[int] = []
    theme.changed.connect(lambda: heard.append(1))
    theme.choose("dark", 125)
    theme.choose("dark", 125)
    assert heard == [1]
    assert theme.look.is_dark
    assert theme.look.font("body").pixelSize() == 18
    assert qapp.styleSheet()
    theme.choose("light", 9000)
    assert theme.look.text_percent == 250
