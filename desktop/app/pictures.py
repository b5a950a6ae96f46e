"""Pictures of the panel without showing it: the real widgets, painted into files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop.app import QT_ARGUMENTS
from desktop.errors import Trouble
from desktop.oslayer.select import prepare_offscreen
from desktop.paths import resource
from desktop.ui.view import PanelView

Scheme = Literal["light", "dark"]

ROOM_PX = 1016
"""The panel's room on a screen of 1080 pixels with a task bar of 48, below a margin of 16; where a
step needs more, its phrases give up lines, as they do there."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One file to be made.

    Args:
        file: A .png.
        view: What the panel shows.
        scheme: In which colours.
    """

    file: Path
    view: PanelView
    scheme: Scheme


def paint(pictures: Iterable[Picture], scale: int) -> dict[Path, tuple[int, int]]:
    """Write the files, over those that are there; how wide and high each is, without the scale.

    The program has no other windows, and makes none afterwards.

    Args:
        scale: 2 for a screen with twice as many pixels.

    Raises:
        Trouble: There is no font, a step is too long for a picture, or a file cannot be written.
    """
    prepare_offscreen()
    from PySide6.QtCore import QBuffer, QPoint
    from PySide6.QtGui import QFontDatabase, QImage, QImageWriter, QPainter
    from PySide6.QtWidgets import QApplication

    from desktop.ui.panel import Panel
    from desktop.ui.theme import apply_theme, load_tokens

    application = QApplication.instance() or QApplication([*QT_ARGUMENTS])
    assert isinstance(application, QApplication)
    if not QFontDatabase.families():
        what = "There is no font on this machine, so nothing could be read in the pictures."
        raise Trouble(what, "Install one, such as DejaVu Sans.")
    theme = apply_theme(application, load_tokens(resource("theme.yaml")), "light")
    panel = Panel(theme, clock=lambda: 0.0)
    sizes: dict[Path, tuple[int, int]] = {}
    try:
        for picture in pictures:
            theme.choose(picture.scheme)
            panel.show_view(picture.view)
            panel.show_whole(ROOM_PX)
            image = QImage(panel.size() * scale, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(scale)
            painter = QPainter(image)
            panel.render(painter, QPoint())
            painter.end()
            packed = QBuffer()
            packed.open(QBuffer.OpenModeFlag.WriteOnly)
            if not QImageWriter(packed, b"png").write(image):
                what = f"The step is too long for a picture: {picture.file.name}."
                raise Trouble(what, "Shorten its texts.")
            _write(picture.file, bytes(packed.data().data()))
            sizes[picture.file] = (panel.width(), panel.height())
    finally:
        panel.deleteLater()
    return sizes


def _write(file: Path, data: bytes) -> None:
    """All of a file, or none of it."""
    try:
        file.write_bytes(data)
    except OSError as problem:
        with suppress(OSError):
            file.unlink()
        reason = problem.strerror or problem
        remedy = "Free some space, or choose another folder."
        raise Trouble(f"{file} cannot be written ({reason}).", remedy) from problem


def schemes(theme: str) -> Sequence[Scheme]:
    """In which colours, by the word on the command line."""
    return ("light", "dark") if theme == "both" else ("dark",) if theme == "dark" else ("light",)
