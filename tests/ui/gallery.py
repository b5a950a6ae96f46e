"""Pictures of every state of every window: `python -m tests.ui.gallery FOLDER`.

Renders the real windows (a display is needed) in light and dark; set QT_SCALE_FACTOR for other
scales. File names end in `-light`/`-dark` and the scale.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import QT_ARGUMENTS
from desktop.practice.session import Session
from desktop.ui.form_window import Form
from desktop.ui.forms import (
    Choice,
    Field,
    contact_form,
    ending_form,
    missing_words_form,
    promise_form,
)
from desktop.ui.own_phrases import OwnPhrases
from desktop.ui.palette import Palette, PaletteRow
from desktop.ui.panel import Panel
from desktop.ui.permissions_window import PermissionsWindow
from desktop.ui.practice_window import PracticeWindow
from desktop.ui.theme import apply_theme, load_tokens
from desktop.ui.view import PermissionView
from tests.ui import samples
from tests.unit.practice.scripts import phrasebook, shipped_cast

TOKENS = Path(__file__).parents[2] / "resources" / "theme.yaml"
OUTCOMES = (
    Choice("solved", "Solved"),
    Choice("waiting", "Waiting for something"),
    Choice("escalated", "Handed over"),
    Choice("ended", "Ended for conduct"),
    Choice("lost", "Customer left"),
)
GAP_FIELDS = (
    Field("callback_time", "Call-back time", example="17:00 today", is_required=True),
    Field("owner", "Who will know", example="our delivery team", is_required=True),
)
ROWS = [
    PaletteRow("phrase", p.id, p.title, p.text, p.chord, "LEAP · Empathise")
    for p in (*samples.PHRASES[:3], *samples.GAPS.step.phrases[:1])  # type: ignore[union-attr]
] + [
    PaletteRow("playbook", "boundaries", "Boundaries", "Name-calling or shouting: three rungs."),
    PaletteRow("command", "remind", "Remind me of a promise", "Opens a small window"),
    PaletteRow("command", "end", "End this contact", "Asks how it ended"),
]

PERMISSIONS = (
    PermissionView(
        *("accessibility", "Accessibility", False),
        "Without it Poise presses no key in other programs, so nothing is inserted. If the switch"
        " is on already, as after an update, switch it off and on again.",
        "Open settings",
    ),
    PermissionView(
        *("clipboard", "Paste from Other Apps", None),
        "macOS may ask at the first insertion. It can ask now, in peace; if it asks nothing, all is"
        " well.",
        "Let macOS ask",
    ),
    PermissionView(
        *("notifications", "Notifications", None),
        "macOS asks when you make your first promise, or now.",
        "Let macOS ask",
    ),
    PermissionView("login", "Login Items", True, "Poise starts at login.", "Open settings"),
)


def main(folder: Path) -> None:
    """Render everything into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([*QT_ARGUMENTS])
    assert isinstance(app, QApplication)
    tokens = load_tokens(TOKENS)
    theme = apply_theme(app, tokens, "light")
    panel, palette, form = Panel(theme), Palette(theme), Form(theme)
    own, permissions = OwnPhrases(theme), PermissionsWindow(theme)
    screen = app.primaryScreen().availableGeometry()
    practice = PracticeWindow(theme)
    windows: tuple[QWidget, ...] = (panel, palette, form, own, practice, permissions)

    def picture(window: QWidget, name: str) -> None:
        for _ in range(3):
            app.processEvents()
        scheme = "dark" if theme.look.is_dark else "light"
        scale = f"{app.devicePixelRatio():g}x"
        window.grab().save(str(folder / f"{name}-{scheme}-{scale}.png"))

    for scheme in ("light", "dark"):
        theme.choose("dark" if scheme == "dark" else "light")
        _show_panels(panel, picture)
        _show_asking(palette, form, screen, picture)
        _show_practice(practice, screen, picture)
        samples.show_own_phrases(own)
        own.open_on(screen)
        picture(own, "own-phrases")
        own.hide()
        _show_permissions(permissions, screen, picture)
    theme.choose("light", 200)
    _show_permissions(
        permissions, screen, lambda window, name: picture(window, f"{name}-200percent")
    )
    _show_panels(panel, lambda window, name: picture(window, f"{name}-200percent"))
    _show_practice(practice, screen, lambda window, name: picture(window, f"{name}-200percent"))
    for window in windows:
        window.hide()


def _show_panels(panel: Panel, picture: Callable[[QWidget, str], None]) -> None:
    panel.place_at(QPoint(40, 10))
    for name, view in samples.ALL.items():
        panel.show_view(view)
        panel.show()
        picture(panel, f"panel-{name}")
    panel.hide()


def _show_asking(
    palette: Palette, form: Form, screen: QRect, picture: Callable[[QWidget, str], None]
) -> None:
    palette.open_at(screen)
    palette.show_results(ROWS)
    picture(palette, "palette")
    palette.hide()
    phrase = samples.GAPS.step.phrases[0]  # type: ignore[union-attr]
    for name, spec in (
        ("contact", contact_form("Ms Rivera", "SR-48213")),
        ("missing", missing_words_form(GAP_FIELDS, phrase.text)),
        (
            "reminder",
            promise_form(lambda _: "“tomorow” is not a time I know.", when="tomorow", what="call"),
        ),
        ("ending", ending_form(OUTCOMES)),
    ):
        form.ask(spec, screen)
        if name == "reminder":
            form.on_committed()
        picture(form, f"form-{name}")
        form.hide()


def _show_permissions(
    window: PermissionsWindow, screen: QRect, picture: Callable[[QWidget, str], None]
) -> None:
    window.show_rows(PERMISSIONS)
    window.open_on(screen)
    picture(window, "permissions")
    window.hide()


def _show_practice(
    window: PracticeWindow, screen: QRect, picture: Callable[[QWidget, str], None]
) -> None:
    session = Session(shipped_cast(), phrasebook().title, lambda slot: f"Ctrl+Shift+{slot}")
    window.begin(session)
    window.open_on(screen)
    picture(window, "practice-choosing")
    session.choose("late-sofa")
    window.begin(session)
    picture(window, "practice-beginning")
    while session.view().choices:  # type: ignore[union-attr]  # it is a talk by now
        session.say(1)
        window.begin(session)
        picture(window, f"practice-{len(session.view().lines) // 2}")  # type: ignore[union-attr]
    window.hide()


def paint_icon_file(path: Path) -> None:
    """Write the 256 px picture of the mark (resources/icons/poise.png)."""
    from desktop.ui.icons import mark_pixmap

    QApplication.instance() or QApplication([*QT_ARGUMENTS])
    mark_pixmap(256).save(str(path))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
