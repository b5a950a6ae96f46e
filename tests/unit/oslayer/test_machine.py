"""What is told of the machine, and what is known of whose it is."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest

from desktop.oslayer import machine


def test_the_system_is_named_without_its_owner() -> None:
    told = machine.system()
    assert platform.machine() in told
    assert len(told) > len(platform.machine()) + 5


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="only one kind of session there")
@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "no display"),
        ({"DISPLAY": ":0", "XDG_CURRENT_DESKTOP": "XFCE"}, "X11, XFCE"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "Wayland and X11"),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_CURRENT_DESKTOP": "of Ann"}, "Wayland"),
    ],
)
def test_the_session(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], told: str) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert machine.session() == told


@pytest.mark.skipif(sys.platform == "win32", reason="makes links")
def test_a_home_is_known_by_every_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import pwd

    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.setenv("HOME", str(tmp_path / "link"))
    accounts = pwd.getpwuid(os.getuid()).pw_dir
    wanted = {str(tmp_path / "link"), str(tmp_path / "real"), accounts}
    assert wanted <= machine.homes()


def test_users_are_known_by_both_halves_of_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERNAME", "An Quivernaut")
    users = machine.users()
    assert {"An Quivernaut", "Quivernaut"} <= users
    assert not {"", "An"} & users


def test_computers_are_known_with_and_without_their_domain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COMPUTERNAME", "pc42.acme.example")
    monkeypatch.setenv("DISPLAY", "other.acme.example:10.0")
    hosts = machine.hosts()
    assert {platform.node(), "pc42", "pc42.acme.example", "other"} - {"", "localhost"} <= hosts
    assert not {"", "localhost", "unix"} & hosts
