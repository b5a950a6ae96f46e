"""The look: tokens from `resources/theme.yaml`, one style sheet made from them, followed live.

Windows get a `Theme` by their constructor. What Qt's style sheets can draw is drawn by them; what
is painted by hand (phrase buttons, icons) takes colours and fonts from `theme.look`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.errors import Bug
from desktop.ui.motion import Motion
from desktop.ui.sheet import SHEET

ThemeChoice = Literal["auto", "light", "dark"]
FontRole = Literal["goal", "title", "body", "strong", "small", "label", "tiny"]

TEXT_PERCENT_RANGE = (75, 250)


@dataclass(frozen=True, slots=True)
class Colors:
    """One colour per role, as `#RRGGBB`; the roles are explained in `resources/theme.yaml`."""

    window: str
    header: str
    surface: str
    surface_hover: str
    surface_pressed: str
    surface_used: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_used: str
    text_disabled: str
    accent: str
    primary: str
    primary_hover: str
    text_on_primary: str
    accent_soft: str
    do: str
    avoid: str
    amber_surface: str
    amber_border: str
    amber_text: str
    note_surface: str
    note_border: str
    note_text: str
    confirmed: str
    unconfirmed: str
    refused: str
    copied: str
    chip: str
    chip_text: str
    keycap: str
    keycap_edge: str


@dataclass(frozen=True, slots=True)
class Space:
    """Distances in logical pixels; they do not grow with the text."""

    xs: int
    s: int
    m: int
    l: int  # noqa: E741 - the name of a size, as on a shirt
    xl: int


@dataclass(frozen=True, slots=True)
class Radius:
    """Corner radii in logical pixels."""

    s: int
    m: int


@dataclass(frozen=True, slots=True)
class Width:
    """Widths of the windows in logical pixels at 100 % text."""

    panel: int
    palette: int
    form: int


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Size in logical pixels at 100 % text, and weight (400 regular, 600 semi-bold)."""

    size: int
    weight: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The whole look as values."""

    light: Colors
    dark: Colors
    type: Mapping[str, TypeStyle]
    space: Space
    radius: Radius
    width: Width

    def colors(self, is_dark: bool) -> Colors:
        """The colours of one scheme."""
        return self.dark if is_dark else self.light


def load_tokens(path: Path) -> Tokens:
    """The tokens of a file; raises as `read_tokens` and `tokens_of` do."""
    return tokens_of(read_tokens(path))


def read_tokens(path: Path) -> dict[str, Any]:
    """What the tokens file holds.

    Raises:
        Bug: It cannot be read; it ships with the program.
    """
    import yaml  # not where the tokens are kept from an earlier start

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        with path.open(encoding="utf-8") as file:
            return dict(yaml.load(file, Loader=loader))
    except (OSError, yaml.YAMLError, ValueError, TypeError) as error:
        raise Bug(f"{path}: {error}") from error


def tokens_of(raw: Mapping[str, Any]) -> Tokens:
    """The tokens in a table as the file has it.

    Raises:
        Bug: One is missing, which is our mistake.
    """
    try:
        return Tokens(
            light=Colors(**raw["color"]["light"]),
            dark=Colors(**raw["color"]["dark"]),
            type={role: TypeStyle(*style) for role, style in raw["type"].items()},
            space=Space(**raw["space"]),
            radius=Radius(**raw["radius"]),
            width=Width(**raw["width"]),
        )
    except (KeyError, TypeError) as error:
        raise Bug(f"theme: {error}") from error


class Look:
    """The tokens at one scheme and text size, ready to paint with."""

    __slots__ = ("_colors", "_fonts", "is_dark", "text_percent", "tokens")

    def __init__(self, tokens: Tokens, is_dark: bool, text_percent: int) -> None:
        self.tokens = tokens
        self.is_dark = is_dark
        self.text_percent = text_percent
        colors = tokens.colors(is_dark)
        self._colors = {role.name: QColor(getattr(colors, role.name)) for role in fields(Colors)}
        self._fonts: dict[str, QFont] = {}

    def color(self, role: str) -> QColor:
        """The colour of a role."""
        return self._colors[role]

    def font(self, role: FontRole) -> QFont:
        """The system's own font family in the size and weight of a role."""
        font = self._fonts.get(role)
        if font is None:
            style = self.tokens.type[role]
            font = QFont(QApplication.font())
            font.setPixelSize(self.px(style.size))
            font.setWeight(QFont.Weight(style.weight))
            self._fonts[role] = font
        return font

    def px(self, length: float) -> int:
        """A length that grows with the text (font sizes, icons, key caps)."""
        return max(1, round(length * self.text_percent / 100))

    def wide(self, length: int) -> int:
        """A window width: grows with the text, but slower, because lines may wrap."""
        return round(length * (1 + (self.text_percent - 100) * 0.006))


def style_sheet(tokens: Tokens, is_dark: bool, text_percent: int) -> str:
    """The one style sheet of all windows.

    Args:
        tokens: Where every value comes from.
        is_dark: Which colour scheme.
        text_percent: Size of all text, 100 is the size written in the tokens.
    """
    colors = tokens.colors(is_dark)
    values: dict[str, object] = {role.name: getattr(colors, role.name) for role in fields(Colors)}
    for role, style in tokens.type.items():
        values[f"size_{role}"] = max(1, round(style.size * text_percent / 100))
    for name in ("xs", "s", "m", "l", "xl"):
        values[f"space_{name}"] = getattr(tokens.space, name)
    values["item_height"] = round(28 * text_percent / 100)
    values["radius_s"] = tokens.radius.s
    values["radius_m"] = tokens.radius.m
    return SHEET.substitute(values)


class Theme(QObject):
    """The look in force, and the news that it changed.

    Signals:
        changed: The style sheet was replaced; sizes and colours differ from now on.
    """

    changed = Signal()

    def __init__(self, app: QApplication, tokens: Tokens) -> None:
        super().__init__(app)
        self._app = app
        self._tokens = tokens
        self._choice: ThemeChoice = "auto"
        self._text_percent = 100
        self._look = Look(tokens, False, 100)
        self._is_applied = False
        self.motion = Motion()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def look(self) -> Look:
        """The tokens as they are to be painted now."""
        return self._look

    def choose(self, choice: ThemeChoice, text_percent: int = 100) -> None:
        """Put a scheme and a text size in force (the size is kept within 75–250 %)."""
        low, high = TEXT_PERCENT_RANGE
        self._choice = choice
        self._text_percent = min(max(text_percent, low), high)
        self._apply()

    def _apply(self) -> None:
        is_dark = self._choice == "dark" or (self._choice == "auto" and _system_is_dark())
        look = self._look
        is_same = (look.is_dark, look.text_percent) == (is_dark, self._text_percent)
        if is_same and self._is_applied:
            return
        self._is_applied = True
        self._look = Look(self._tokens, is_dark, self._text_percent)
        self._app.setStyleSheet(style_sheet(self._tokens, is_dark, self._text_percent))
        self.changed.emit()

    def _on_scheme_changed(self) -> None:
        if self._choice == "auto":
            self._apply()


def apply_theme(
    app: QApplication, tokens: Tokens, choice: ThemeChoice = "auto", text_percent: int = 100
) -> Theme:
    """Dress the program by our style sheet, followed live; it is made for Qt's style Fusion."""
    theme = Theme(app, tokens)
    theme.choose(choice, text_percent)
    return theme


def _system_is_dark() -> bool:
    """Whether the system asks for dark; where it does not say, whether its own palette is dark."""
    scheme = QGuiApplication.styleHints().colorScheme()
    if scheme != Qt.ColorScheme.Unknown:
        return scheme == Qt.ColorScheme.Dark
    palette = QGuiApplication.palette()
    text = palette.color(QPalette.ColorRole.WindowText)
    return text.lightness() > palette.color(QPalette.ColorRole.Window).lightness()
