"""The shipped table of quirks, and how one is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cockpit.quirk_table import read_quirks
from desktop.errors import Bug
from desktop.insertion.quirks import LineBreaks, Method, Quirk, quirk_for
from desktop.paths import resource

TABLE = read_quirks(resource("quirks.yaml"))


def test_every_quirk_says_why() -> None:
    assert all(each.reason and each.programs for each in TABLE)


@pytest.mark.parametrize("program", ["xterm", "gnome-terminal-server", "konsole", "xfreerdp"])
def test_no_terminal_or_remote_desktop_gets_a_line_break(program: str) -> None:
    assert quirk_for(program, TABLE).line_breaks is LineBreaks.SPACE


def test_unknown_programs_paste_with_ctrl_v() -> None:
    assert quirk_for("something-new", TABLE) == Quirk()
    assert str(quirk_for("XTerm", TABLE).paste) == "Shift+Insert"
    assert quirk_for("emacs", TABLE).method is Method.COPY


def test_a_mistake_in_the_table_is_a_bug(tmp_path: Path) -> None:
    file = tmp_path / "quirks.yaml"
    file.write_text("quirks:\n  - programs: [x]\n    hold: 3\n", encoding="utf-8")
    with pytest.raises(Bug, match="hold"):
        read_quirks(file)
