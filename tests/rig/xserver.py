"""A private X server with a window manager and a session bus, all in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.rig import process, wait
from tests.rig.keys import Keys
from tests.rig.windows import Windows

# Click to focus, drag by the title, and no key bindings at all: openbox binds Alt+Tab and
# friends by default, and a chord it took would never reach Poise.
OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <placement><policy>Smart</policy></placement>
  <theme><animateIconify>no</animateIconify>
    <font place="ActiveWindow"><name>DejaVu Sans</name><size>9</size></font>
    <font place="InactiveWindow"><name>DejaVu Sans</name><size>9</size></font>
  </theme>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <keyboard></keyboard>
  <mouse>
    <dragThreshold>2</dragThreshold>
    <context name="Titlebar">
      <mousebind button="Left" action="Press">
        <action name="Focus"/><action name="Raise"/>
      </mousebind>
      <mousebind button="Left" action="Drag"><action name="Move"/></mousebind>
    </context>
    <context name="Client">
      <mousebind button="Left" action="Press">
        <action name="Focus"/><action name="Raise"/>
      </mousebind>
    </context>
  </mouse>
  <menu></menu>
</openbox_config>
"""

# A session bus that starts no services: what a program finds on it is what we put there.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""

NEEDED = ("Xvfb", "openbox", "dbus-daemon", "xdotool", "xclip", "scrot", "setpriv", "xsetroot")


class Desk:
    """A whole desktop on a display number nobody else has.

    Use as a context manager. `env` is the environment a program needs to appear on it;
    `root` is a folder that disappears with it and holds HOME, the XDG folders and the logs.
    """

    def __init__(self, width: int = 1440, height: int = 900, dpi: int = 96) -> None:
        self.size = (width, height)
        self.dpi = dpi
        self.root = Path(tempfile.mkdtemp(prefix="poise-rig-"))
        self.env: dict[str, str] = {}
        self.display = ""
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def spawn_logged(
        self, name: str, *command: str | Path, extra_env: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program on this desk; what it prints goes to `root/logs/NAME.log`."""
        with (self.root / "logs" / f"{name}.log").open("ab") as log:
            child = process.spawn(
                command, self.env | (extra_env or {}), stdout=log, stderr=log, cwd=self.root
            )
        self._children.append(child)
        return child

    def _start(self) -> None:
        missing = [name for name in NEEDED if shutil.which(name) is None]
        if missing:
            raise RuntimeError(f"not installed: {', '.join(missing)}; `make setup` installs them")
        for name in ("home", "config", "data", "state", "cache", "runtime", "logs", "shots"):
            (self.root / name).mkdir(mode=0o700)
        self.env = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LANG": "C.UTF-8",
            "HOME": str(self.root / "home"),
            "USER": os.environ.get("USER", "rig"),
            "XDG_CONFIG_HOME": str(self.root / "config"),
            "XDG_DATA_HOME": str(self.root / "data"),
            "XDG_STATE_HOME": str(self.root / "state"),
            "XDG_CACHE_HOME": str(self.root / "cache"),
            "XDG_RUNTIME_DIR": str(self.root / "runtime"),
            "XDG_SESSION_TYPE": "x11",
            "XDG_CURRENT_DESKTOP": "openbox",
            "GSETTINGS_BACKEND": "memory",
            "GTK_USE_PORTAL": "0",
            "NO_AT_BRIDGE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        self._start_server()
        self._start_bus()
        self.windows = Windows(self.display, self.root / "shots")
        self.keys = Keys(self.env, self.windows)
        config = self.root / "openbox.xml"
        config.write_text(OPENBOX, encoding="utf-8")
        self.manager = self.spawn_logged("openbox", "openbox", "--config-file", config)
        wait.until(self.windows.has_manager, "openbox to manage the windows")
        subprocess.run(["xsetroot", "-solid", "#3b4a54"], env=self.env, check=True)

    def _start_server(self) -> None:
        reader, writer = os.pipe()
        width, height = self.size
        with (self.root / "logs" / "xvfb.log").open("wb") as log:
            server = process.spawn(
                [
                    *("Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24"),
                    *("-dpi", str(self.dpi), "-nolisten", "tcp", "-noreset", "+extension", "XTEST"),
                ],
                self.env,
                stdout=log,
                stderr=log,
                pass_fds=[writer],
            )
        self._children.append(server)
        os.close(writer)
        with os.fdopen(reader) as answers:
            number = answers.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start: " + self.log("xvfb"))
        self.display = f":{number}"
        self.env["DISPLAY"] = self.display

    def _start_bus(self) -> None:
        socket = self.root / "runtime" / "bus"
        config = self.root / "bus.conf"
        config.write_text(BUS.format(socket=socket), encoding="utf-8")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={socket}"
        self.spawn_logged(
            "bus", "dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"
        )
        wait.until(socket.exists, "the session bus")

    def log(self, name: str) -> str:
        """What the program of this name printed so far."""
        return (self.root / "logs" / f"{name}.log").read_text(errors="replace")

    def _stop(self) -> None:
        if self.display and hasattr(self, "windows"):
            self.windows.close()
        for child in reversed(self._children):
            process.end(child)
        self._children.clear()
        shutil.rmtree(self.root, ignore_errors=True)
