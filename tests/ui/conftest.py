"""Qt without a screen, and the theme every window needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
if sys.platform == "win32":  # where that platform has no fonts of its own
    os.environ.setdefault("QT_QPA_FONTDIR", os.path.join(os.environ["WINDIR"], "Fonts"))

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import QT_ARGUMENTS
from desktop.ui.panel import Panel
from desktop.ui.theme import Theme, Tokens, apply_theme, load_tokens

TOKENS = Path(__file__).parents[2] / "resources" / "theme.yaml"


# The screenless platform says what it cannot do (raise a shown tool window, size hints).
NO_WINDOW_MANAGER = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(NO_WINDOW_MANAGER)


class Clock:
    """Seconds under the test's control."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """What pytest-qt makes the application with."""
    return list(QT_ARGUMENTS)


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    return load_tokens(TOKENS)


@pytest.fixture
def theme(qapp: QApplication, tokens: Tokens) -> Iterator[Theme]:
    theme = apply_theme(qapp, tokens, "light")
    yield theme
    theme.deleteLater()
    # Windows closed by qtbot wait for an event loop to be deleted; here nobody runs one.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, clock: Clock) -> Panel:
    panel = Panel(theme, clock)
    qtbot.addWidget(panel)
    panel.show()
    return panel
