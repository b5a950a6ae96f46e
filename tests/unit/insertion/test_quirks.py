"""The shipped table of quirks, and how one is found."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from desktop.cockpit.quirk_table import read_quirks
from desktop.errors import Bug
from desktop.insertion.quirks import LineBreaks, Method, Quirk, quirk_for
from desktop.paths import resource

TABLE = read_quirks(resource("quirks.yaml"))
PATTERNS = tuple(chain.from_iterable(each.programs for each in TABLE))

CTRL_V, CTRL_SHIFT_V, SHIFT_INSERT = "Ctrl+V", "Ctrl+Shift+V", "Shift+Insert"
KEEP, SPACE = LineBreaks.KEEP, LineBreaks.SPACE

X11_PROGRAMS = [
    ("XTerm", SHIFT_INSERT, SPACE, 300),
    ("URxvt", SHIFT_INSERT, SPACE, 300),
    ("st-256color", SHIFT_INSERT, SPACE, 300),
    ("Putty", SHIFT_INSERT, SPACE, 300),
    ("kitty", SHIFT_INSERT, SPACE, 300),
    ("gnome-terminal-server", CTRL_SHIFT_V, SPACE, 300),
    ("konsole", CTRL_SHIFT_V, SPACE, 300),
    ("Alacritty", CTRL_SHIFT_V, SPACE, 300),
    ("Google-chrome", CTRL_V, KEEP, 400),
    ("Chromium-browser", CTRL_V, KEEP, 400),
    ("firefox-esr", CTRL_V, KEEP, 400),
    ("Microsoft-edge", CTRL_V, KEEP, 400),
    ("Brave-browser", CTRL_V, KEEP, 400),
    ("Microsoft Teams - Preview", CTRL_V, KEEP, 400),
    ("TelegramDesktop", CTRL_V, KEEP, 400),
    ("Slack", CTRL_V, KEEP, 400),
    ("Code", CTRL_V, SPACE, 400),
    ("xfreerdp", CTRL_V, SPACE, 1000),
    ("Wfica", CTRL_V, SPACE, 1000),
    ("org.remmina.Remmina", CTRL_V, SPACE, 1000),
    ("Mousepad", CTRL_V, KEEP, 300),
    ("libreoffice-writer", CTRL_V, KEEP, 300),
]
"""WM_CLASS, paste key, line breaks, hold in milliseconds."""

WINDOWS_PROGRAMS = [
    ("chrome.exe", CTRL_V, KEEP, 400),
    ("msedge.exe", CTRL_V, KEEP, 400),
    ("firefox.exe", CTRL_V, KEEP, 400),
    ("brave.exe", CTRL_V, KEEP, 400),
    ("Teams.exe", CTRL_V, KEEP, 400),
    ("ms-teams.exe", CTRL_V, KEEP, 400),
    ("slack.exe", CTRL_V, KEEP, 400),
    ("WhatsApp.exe", CTRL_V, KEEP, 400),
    ("WhatsApp.Root.exe", CTRL_V, KEEP, 400),
    ("Telegram.exe", CTRL_V, KEEP, 400),
    ("OUTLOOK.EXE", CTRL_V, KEEP, 400),
    ("olk.exe", CTRL_V, KEEP, 400),
    ("WINWORD.EXE", CTRL_V, KEEP, 400),
    ("notepad.exe", CTRL_V, KEEP, 300),
    ("wordpad.exe", CTRL_V, KEEP, 300),
    ("putty.exe", SHIFT_INSERT, SPACE, 300),
    ("kitty_portable.exe", SHIFT_INSERT, SPACE, 300),
    ("WindowsTerminal.exe", CTRL_SHIFT_V, SPACE, 300),
    ("cmd.exe", SHIFT_INSERT, SPACE, 300),
    ("powershell.exe", SHIFT_INSERT, SPACE, 300),
    ("pwsh.exe", SHIFT_INSERT, SPACE, 300),
    ("conhost.exe", SHIFT_INSERT, SPACE, 300),
    ("mintty.exe", SHIFT_INSERT, SPACE, 300),
    ("MobaXterm_Personal_24.0.exe", SHIFT_INSERT, SPACE, 300),
    ("Code.exe", CTRL_V, SPACE, 400),
    ("saplogon.exe", CTRL_V, SPACE, 300),
    ("mstsc.exe", CTRL_V, SPACE, 1000),
    ("msrdc.exe", CTRL_V, SPACE, 1000),
    ("wfica32.exe", CTRL_V, SPACE, 1000),
    ("CDViewer.exe", CTRL_V, SPACE, 1000),
    ("AnyDesk.exe", CTRL_V, SPACE, 1000),
    ("TeamViewer.exe", CTRL_V, SPACE, 1000),
    ("vmware-view.exe", CTRL_V, SPACE, 1000),
    ("horizon-client.exe", CTRL_V, SPACE, 1000),
    ("ApplicationFrameHost.exe", CTRL_V, SPACE, 400),
]
"""Executable, paste key, line breaks, hold in milliseconds."""


MAC_PROGRAMS = [
    ("Google Chrome", CTRL_V, KEEP, 400),
    ("Safari", CTRL_V, KEEP, 400),
    ("Microsoft Edge", CTRL_V, KEEP, 400),
    ("Slack", CTRL_V, KEEP, 400),
    ("MSTeams", CTRL_V, KEEP, 400),
    ("WhatsApp", CTRL_V, KEEP, 400),
    ("Microsoft Word", CTRL_V, KEEP, 400),
    ("Microsoft Outlook", CTRL_V, KEEP, 400),
    ("TextEdit", CTRL_V, KEEP, 300),
    ("Terminal", CTRL_SHIFT_V, SPACE, 300),
    ("iTerm2", CTRL_SHIFT_V, SPACE, 300),
    ("stable", CTRL_SHIFT_V, SPACE, 300),
    ("wezterm-gui", CTRL_SHIFT_V, SPACE, 300),
    ("Electron", CTRL_V, SPACE, 400),
    ("Citrix Viewer", CTRL_V, SPACE, 1000),
    ("Microsoft Remote Desktop", CTRL_V, SPACE, 1000),
    ("Windows App", CTRL_V, SPACE, 1000),
]
"""Executable inside the app, paste key (Command+V there), line breaks, hold in milliseconds."""


def named(executable: str) -> str:
    """The program's name as Windows' foreground window has it."""
    return executable.lower().removesuffix(".exe")


def test_every_quirk_says_why() -> None:
    assert all(each.reason and each.programs for each in TABLE)


@pytest.mark.parametrize("program", ["xterm", "gnome-terminal-server", "konsole", "xfreerdp"])
def test_no_terminal_or_remote_desktop_gets_a_line_break(program: str) -> None:
    assert quirk_for(program, TABLE).line_breaks is LineBreaks.SPACE


@pytest.mark.parametrize(("program", "paste", "line_breaks", "hold_ms"), X11_PROGRAMS)
def test_programs_on_x11(program: str, paste: str, line_breaks: LineBreaks, hold_ms: int) -> None:
    quirk = quirk_for(program, TABLE)
    assert (str(quirk.paste), quirk.line_breaks, quirk.hold_ms) == (paste, line_breaks, hold_ms)
    assert quirk.method is Method.PASTE


@pytest.mark.parametrize(
    "program", ["chromium", "google-chrome", "microsoft-edge", "brave-browser", "vivaldi-stable"]
)
def test_chromium_reads_twice_on_x11(program: str) -> None:
    assert quirk_for(program, TABLE).reads == 2


@pytest.mark.parametrize("program", [each[0] for each in WINDOWS_PROGRAMS + MAC_PROGRAMS])
def test_reads_are_not_waited_for_where_the_system_does_not_tell_them(program: str) -> None:
    assert quirk_for(named(program), TABLE).reads == 0


@pytest.mark.parametrize(("executable", "paste", "line_breaks", "hold_ms"), WINDOWS_PROGRAMS)
def test_programs_on_windows(
    executable: str, paste: str, line_breaks: LineBreaks, hold_ms: int
) -> None:
    quirk = quirk_for(named(executable), TABLE)
    assert (str(quirk.paste), quirk.line_breaks, quirk.hold_ms) == (paste, line_breaks, hold_ms)
    assert quirk.method is Method.PASTE


@pytest.mark.parametrize(("program", "paste", "line_breaks", "hold_ms"), MAC_PROGRAMS)
def test_programs_on_a_mac(program: str, paste: str, line_breaks: LineBreaks, hold_ms: int) -> None:
    quirk = quirk_for(program.lower(), TABLE)
    assert (str(quirk.paste), quirk.line_breaks, quirk.hold_ms) == (paste, line_breaks, hold_ms)
    assert quirk.method is Method.PASTE


@pytest.mark.parametrize("program", ["xterm", "urxvt", "st", "putty", "pterm", "kitty"])
def test_what_pastes_primary_on_x11_is_offered_there(program: str) -> None:
    """Else Shift+Insert would paste what the agent has selected."""
    quirk = quirk_for(program, TABLE)
    assert (str(quirk.paste), quirk.selection) == (SHIFT_INSERT, "primary")


@pytest.mark.parametrize(
    "program",
    [
        *("securecrt", "xshell", "pcsws", "x3270", "vmware", "virtualboxvm", "virtualbox machine"),
        *("vmware fusion", "prl_client_app"),
    ],
)
def test_where_a_paste_could_go_wrong_the_agent_pastes_a_single_line(program: str) -> None:
    quirk = quirk_for(program, TABLE)
    assert (quirk.method, quirk.line_breaks) == (Method.COPY, SPACE)


@pytest.mark.parametrize("program", ["process 4711", "unknown program", "applicationframehost"])
def test_a_program_that_does_not_say_its_name_gets_no_line_break(program: str) -> None:
    assert quirk_for(program, TABLE).line_breaks is SPACE


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_can_match(pattern: str) -> None:
    """None is spelled as no name ever is, and none stands behind a row that takes all it means."""
    assert pattern == pattern.lower()
    assert not pattern.endswith(".exe")
    assert PATTERNS.count(pattern) == 1
    assert pattern in quirk_for(pattern.replace("*", ""), TABLE).programs


def test_unknown_programs_paste_with_ctrl_v() -> None:
    assert quirk_for("something-new", TABLE) == Quirk()
    assert str(quirk_for("XTerm", TABLE).paste) == "Shift+Insert"
    assert quirk_for("emacs", TABLE).method is Method.COPY


def test_a_mistake_in_the_table_is_a_bug(tmp_path: Path) -> None:
    file = tmp_path / "quirks.yaml"
    file.write_text("quirks:\n  - programs: [x]\n    hold: 3\n", encoding="utf-8")
    with pytest.raises(Bug, match="hold"):
        read_quirks(file)
