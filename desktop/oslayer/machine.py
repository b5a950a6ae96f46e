"""Which machine this is, for a report to those who build Poise, and what says whose it is."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator

_PLAIN_WORD = re.compile(r"[A-Za-z0-9:_-]{1,40}")
_FEWEST_LETTERS = 3
"""Of half a name; “an” is one too, and a word of most sentences."""


def system() -> str:
    """The operating system with its version, and the kind of processor."""
    if sys.platform == "win32":
        found = sys.getwindowsversion()
        name = f"Windows {platform.release()} ({found.major}.{found.minor}.{found.build})"
    elif sys.platform == "darwin":
        name = f"macOS {platform.mac_ver()[0]}"
    else:
        try:
            pretty = platform.freedesktop_os_release()["PRETTY_NAME"]
        except OSError:
            pretty = "an unnamed distribution"
        name = f"{pretty}, {platform.system()} {platform.release()}"
    return f"{name}, {platform.machine()}"


def session() -> str:
    """What kind of desktop session this is, as far as its variables tell."""
    if sys.platform == "win32":
        return "Windows"
    if sys.platform == "darwin":
        return "macOS"
    kinds = [
        name
        for name, variable in (("Wayland", "WAYLAND_DISPLAY"), ("X11", "DISPLAY"))
        if os.environ.get(variable)
    ]
    kind = " and ".join(kinds) or "no display"
    desktop = os.environ.get("XDG_CURRENT_DESKTOP", "")
    return f"{kind}, {desktop}" if _PLAIN_WORD.fullmatch(desktop) else kind


def homes() -> set[str]:
    """The person's own folder, under every name it has."""
    named = {os.path.expanduser("~"), *_accounts_home()} - {"~", ""}
    return named | {os.path.realpath(each) for each in named}


def users() -> set[str]:
    """What the person is called: the account, and the name that stands with it."""
    variables = ("USER", "LOGNAME", "USERNAME", "SUDO_USER")
    names = {os.environ.get(each, "") for each in variables} | set(_accounts_names())
    # Each word too: what a log says of a folder may be the second half of it.
    parts = {part for name in names for part in name.split() if len(part) >= _FEWEST_LETTERS}
    return (names | parts) - {""}


def hosts() -> set[str]:
    """What this computer is called, and the network it belongs to."""
    variables = ("COMPUTERNAME", "USERDOMAIN", "USERDNSDOMAIN", "HOSTNAME")
    names = {platform.node(), *(os.environ.get(each, "") for each in variables)}
    names.add(os.environ.get("DISPLAY", "").rpartition(":")[0])
    return {part for name in names for part in (name, name.partition(".")[0])} - {
        *("", "unix", "localhost"),
    }


if sys.platform == "win32":

    def _accounts_home() -> Iterator[str]:
        yield os.environ.get("USERPROFILE", "")

    def _accounts_names() -> Iterator[str]:
        yield from ()  # USERNAME says it

else:
    import pwd

    def _accounts_home() -> Iterator[str]:
        for account in _account():
            yield account.pw_dir

    def _accounts_names() -> Iterator[str]:
        for account in _account():
            yield account.pw_name
            yield account.pw_gecos.partition(",")[0]

    def _account() -> Iterator[pwd.struct_passwd]:
        """This user's entry; a container may have none."""
        try:
            yield pwd.getpwuid(os.getuid())
        except KeyError:
            return
