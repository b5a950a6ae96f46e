"""Practice with the real program: it takes the keyboard, gives it back, and leaves no trace."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.rig import process, wait
from tests.rig.driving import FROM_SOURCE, REPOSITORY
from tests.rig.poise import Poise
from tests.rig.targets import Mousepad
from tests.rig.xserver import Desk

TITLE = "Practice – Poise"


def record(home: Path) -> dict[str, list[str]]:
    """Every row of every table."""
    with closing(
        sqlite3.connect(f"file:{home}/data/poise.sqlite3?mode=ro", uri=True)
    ) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
            for (name,) in names.fetchall()
        }


def in_front(desk: Desk, pid: int) -> int:
    """Wait until the practice window has the keyboard."""
    windows = desk.windows
    window = windows.wait_for(pid=pid, title=TITLE)
    wait.until(lambda: windows.has_keyboard(window), "the practice window to have the keyboard")
    return window


def test_a_talk_leaves_the_record_as_it_was(poise: Poise, editor: Mousepad) -> None:
    poise.run()
    desk = poise.desk
    editor.focus()
    before, known = record(poise.home), poise.state()
    poise.ctl("practice", "late-sofa")
    window = in_front(desk, poise.pid)
    for _ in range(10):  # nobody talks longer; what is too much does nothing
        desk.keys.tap("2", into=window)
    desk.keys.tap(poise.chord("insert-1"), into=window)
    desk.keys.tap("Escape", into=window)
    wait.until(lambda: desk.windows.has_keyboard(editor.window), "the keyboard to come back")
    desk.keys.type("and on", into=editor.window)
    editor.wait_text("and on")
    assert record(poise.home) == before
    assert poise.state()["contact"] is known["contact"] is None


def test_the_palette_opens_it_and_the_panel_does_not_cover_it(
    poise: Poise, editor: Mousepad
) -> None:
    poise.run()
    desk = poise.desk
    editor.focus()
    desk.keys.tap(poise.chord("palette"), into=editor.window)
    palette = wait.until(
        lambda: next(iter({desk.windows.active()} - {editor.window}), 0), "the palette"
    )
    desk.keys.type("practice", into=palette)
    desk.keys.tap("Enter", into=palette)
    window = in_front(desk, poise.pid)
    ours, panel = desk.windows.geometry(window), poise.panel_geometry()
    assert ours.x + ours.width <= panel.x or panel.x + panel.width <= ours.x


@pytest.mark.parametrize(
    ("words", "title"), [(("ctl", "practice"), TITLE), (("phrases",), "My phrases – Poise")]
)
def test_large_letters_leave_it_on_the_screen_with_its_frame(
    poise: Poise, words: tuple[str, ...], title: str
) -> None:
    poise.write_settings("text_percent: 200\n")
    poise.run()
    desk = poise.desk
    assert poise.command_line(*words).returncode == 0
    window = desk.windows.wait_for(pid=poise.pid, title=title)
    wait.until(lambda: desk.windows.has_keyboard(window), "the window to have the keyboard")
    box, screen = desk.windows.framed(window), desk.windows.workarea()
    assert box != desk.windows.geometry(window)
    assert box.x >= screen.x
    assert box.y >= screen.y
    assert box.x + box.width <= screen.x + screen.width
    assert box.y + box.height <= screen.y + screen.height


def test_nobody_of_that_name_is_told(poise: Poise) -> None:
    poise.run()
    answer = poise.try_ctl("practice", "nobody")
    assert answer.returncode == 1
    assert "There is no customer 'nobody' to practise with." in answer.stderr


def test_alone_it_makes_no_file(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    env = {**desk.env, "POISE_HOME": str(home)}
    with (tmp_path / "errors").open("wb") as errors:
        alone = process.spawn([*FROM_SOURCE, "practice"], env, stderr=errors, cwd=REPOSITORY)
    try:
        window = in_front(desk, alone.pid)
        for _ in range(11):
            desk.keys.tap("1", into=window)
        desk.keys.tap("Escape", into=window)
        assert alone.wait(10) == 0
    finally:
        process.end(alone)
    assert (tmp_path / "errors").read_text() == ""
    assert not home.exists()
