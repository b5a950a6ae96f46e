"""A plain GTK 3 text field that says when its text changed; see `field_qt`.

Runs with the system's Python, which has Debian's python3-gi.
"""

# mypy: ignore-errors
from __future__ import annotations

import argparse
import sys
import time

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402 - the version has to be asked for first


def main() -> int:
    """Show the field until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--late-ms", type=int, default=0)
    late_ms = parser.parse_args().late_ms
    window = Gtk.Window(title="GTK field")
    window.set_default_size(420, 240)
    view = Gtk.TextView()
    window.add(view)
    window.connect("destroy", Gtk.main_quit)

    def on_changed(buffer: Gtk.TextBuffer) -> None:
        print(time.monotonic_ns(), "text", buffer.get_char_count(), flush=True)

    view.get_buffer().connect("changed", on_changed)
    waiting = {"late": bool(late_ms)}

    def on_paste(view: Gtk.TextView) -> None:
        if not waiting["late"]:
            return
        view.stop_emission_by_name("paste-clipboard")

        def paste() -> bool:
            waiting["late"] = False
            view.emit("paste-clipboard")
            waiting["late"] = True
            return False

        GLib.timeout_add(late_ms, paste)

    view.connect("paste-clipboard", on_paste)
    window.show_all()
    Gtk.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
