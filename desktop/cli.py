"""The command line. Each command loads only what it needs: `poise ctl` must answer at once."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from collections.abc import Sequence

from desktop import __version__
from desktop.errors import Trouble
from desktop.paths import paths_for, resolve_home

FAILED, MISUSED, STOPPED = 1, 2, 130
_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EROFS, errno.EDQUOT})

_COMMANDS = {
    "run": "run",
    "ctl": "ctl",
    "phrases": "phrases",
    "check": "check",
    "new": "new",
    "graph": "graph",
    "preview": "preview",
    "schema": "schema",
    "export": "export",
    "report": "report",
    "import": "importing",
    "backup": "backup",
    "restore": "restore",
    "log": "log",
    "pack": "pack",
    "practice": "practice",
    "forget": "forget",
    "encrypt": "encrypt",
    "settings": "settings",
    "autostart": "autostart",
    "doctor": "doctor",
    "--self-test": "self_test",
}
"""By what stands on the command line: the file in `desktop.commands`."""

_WITHOUT_RECORD = frozenset({"ctl", "--self-test"})

_OVERVIEW = """\
usage: poise [--home DIR] COMMAND …

  run                 show the panel (the default)
  ctl WHAT …          drive the running panel from scripts; see: poise ctl --help
  phrases             open your own phrases in the running panel, to write and order them
  check PATH …        say what is wrong in playbooks, and what could be better
  new playbook|phrases ID  write a playbook or phrase file to begin with
  graph FILE          draw the paths of a playbook (Mermaid or SVG)
  preview FILE        make pictures of every step of a playbook
  schema              print the JSON Schema with which editors check playbooks
  import PATH …       take phrases over from another program
  import contacts FILE  take contacts over from an export
  log WHAT …          add, find, show, correct and delete contacts
  report              what keeps coming, how it ends, what to mend; of a month, say
  export WHAT         write contacts, reminders or phrases for other programs
  backup [FILE]       copy the record now, also while Poise runs
  restore FILE|newest put a copy of the record back; restore --list names them
  pack WHAT …         playbooks in one file: build, verify, install, list, undo, remove, trust
  practice [ID]       talk with a scripted customer; nothing of it is written down
  forget CUSTOMER     remove everything of one person for good; shows it first
  encrypt [on|off]    encrypt the record, or make it plain; its key for the safe
  settings            list the settings, their values and meanings
  autostart [on|off]  start at login, or say whether Poise does
  doctor              say what works on this machine, and the remedy where it does not
  doctor --report     the same and more as a file without names, to send to those who ask

  --home DIR          keep all files of this run under DIR (also: POISE_HOME)
  --self-test         check this installation and leave
  --version           print the version
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code (0 done, 1 could not, 2 wrong use)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--clipboard-keeper"]:  # how a bundle starts its helper process
        from desktop.oslayer.select import keep_clipboard

        return keep_clipboard(words[1:])
    if words[:1] == ["--key-listener"]:  # another one, on Windows and only if the agent wants it
        from desktop.oslayer.select import listen_to_keys

        return listen_to_keys(words[1:])
    if words == ["--keychain"]:  # one that asks the system's keychain for the key of the record
        from desktop.encryption.keychain_helper import main as ask

        return ask()
    if words == ["--toolkit"]:  # and one that `poise doctor --report` asks about Qt
        from desktop.app.toolkit import tell

        return tell()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # neither a window's None nor a test's buffer
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            home, words = _take_home(words)
            return _dispatch(words, home)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # here, where a full disk can still be told
    except Trouble as trouble:
        print(f"poise: {trouble}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:  # Ctrl+C
        print("poise: Stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # the reader of our output has left, as `head` does
        _write_no_more()
        return FAILED
    except OSError as problem:
        if problem.errno not in _DISK_ERRORS:
            raise
        what = problem.filename or "The output"
        print(
            f"poise: {what} cannot be written ({problem.strerror}). "
            "Free some space, or choose another place.",
            file=sys.stderr,
        )
        if problem.filename is None:
            _write_no_more()
        return FAILED


def _write_no_more() -> None:
    """What is still buffered goes nowhere, or Python would complain about it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(words: list[str], home: str | None) -> int:
    command = words[0] if words else "run"
    if command in ("-h", "--help", "help"):
        print(_OVERVIEW, end="")
        return 0
    if command in ("--version", "-V"):
        print(f"poise {__version__}")
        return 0
    if command not in _COMMANDS:
        print(f"poise: There is no command '{command}'.", file=sys.stderr)
        print(_OVERVIEW, end="", file=sys.stderr)
        return MISUSED
    module = importlib.import_module(f"desktop.commands.{_COMMANDS[command]}")
    paths = paths_for(resolve_home(home, os.environ))
    if command not in _WITHOUT_RECORD and any(file.exists() for file in paths.encryption_files):
        from desktop.commands.pass_phrase import get_key_when_needed

        get_key_when_needed(paths, command)
    code: int = module.run(words[1:], paths)
    return code


def _take_home(words: list[str]) -> tuple[str | None, list[str]]:
    """`--home DIR` may stand anywhere, so that scripts can append it."""
    home, rest = None, []
    pending = iter(words)
    for word in pending:
        if word == "--":
            rest += [word, *pending]
        elif word == "--home":
            home = next(pending, None)
            if home is None:
                raise Trouble("--home needs a folder.", "Write it like: poise --home DIR run")
        elif word.startswith("--home="):
            home = word.removeprefix("--home=")
        else:
            rest.append(word)
    return home, rest
