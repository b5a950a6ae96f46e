"""The command line. Each command loads only what it needs: `poise ctl` must answer at once."""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from desktop import __version__
from desktop.errors import Trouble
from desktop.paths import paths_for, resolve_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.paths import Paths

T = TypeVar("T")
_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EROFS, errno.EDQUOT})

FAILED = 1
MISUSED = 2

_OVERVIEW = """\
usage: poise [--home DIR] COMMAND …

  run                 show the panel (the default)
  ctl WHAT …          drive the running panel from scripts; see: poise ctl --help
  check PATH …        look for mistakes in playbooks
  export WHAT         write contacts or reminders as JSON or CSV
  settings            list the settings, their values and meanings
  autostart [on|off]  start at login, or say whether Poise does
  doctor              say what works on this machine, and the remedy where it does not

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
    commands: dict[str, Callable[[list[str], Paths], int]] = {
        "run": _run,
        "ctl": _ctl,
        "check": _check,
        "export": _export,
        "settings": _settings,
        "autostart": _autostart,
        "doctor": _doctor,
        "--self-test": _self_test,
    }
    if command in ("-h", "--help", "help"):
        print(_OVERVIEW, end="")
        return 0
    if command in ("--version", "-V"):
        print(f"poise {__version__}")
        return 0
    if command not in commands:
        print(f"poise: There is no command '{command}'.", file=sys.stderr)
        print(_OVERVIEW, end="", file=sys.stderr)
        return MISUSED
    return commands[command](words[1:], paths_for(resolve_home(home, os.environ)))


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


def _parser(command: str, about: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"poise {command}", description=about, allow_abbrev=False)


def _run(words: list[str], paths: Paths) -> int:
    parser = _parser("run", "Show the panel. A second start shows the first one's.")
    parser.add_argument("--hidden", action="store_true", help="start with the panel hidden")
    options = parser.parse_args(words)
    from desktop.oslayer.select import has_display

    if not has_display():
        raise Trouble(
            "There is no display to show the panel on.",
            "Log in to a desktop, or set DISPLAY. `make demo` plays it on a virtual screen.",
        )
    from desktop.app.start import run

    return run(paths, is_hidden=options.hidden)


def _ctl(words: list[str], paths: Paths) -> int:
    request = _ctl_request(words)
    from desktop.remote.client import ask

    answer = ask(paths.endpoint_file, request)
    if "error" in answer:
        print(f"poise ctl: {answer['error']}", file=sys.stderr)
        return FAILED
    if "state" in answer:
        print(json.dumps(answer["state"], indent=2, ensure_ascii=False))
    elif "reminders" in answer:
        for each in answer["reminders"]:
            print(f"{each['id']}  {each['wording']}  {each['text']}")
    elif answer.get("out"):
        print(answer["out"])
    return 0


def _ctl_request(words: list[str]) -> dict[str, Any]:
    parser = _parser("ctl", "Drive the running panel. Prints one line, or JSON for state.")
    verbs = parser.add_subparsers(dest="command", required=True, metavar="WHAT")

    def verb(name: str, about: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=about, description=about, allow_abbrev=False)

    verb("state", "everything the panel knows, as JSON")
    start = verb("start", "start a contact with a playbook")
    start.add_argument("playbook")
    details = verb("details", "say who the contact is with")
    for each in (start, details):
        each.add_argument("--customer", default="")
        each.add_argument("--reference", default="")
        each.add_argument("--channel", default="")
    verb("next", "go to the next step").add_argument("--branch", default="", metavar="ID")
    verb("back", "go one step back")
    verb("stop-lines", "go to the stop lines")
    insert = verb("insert", "insert a phrase into the field that has the keyboard")
    insert.add_argument("what", metavar="SLOT|PHRASE_ID")
    remind = verb("remind", "make a reminder")
    remind.add_argument("when", metavar="WHEN", help='such as "tomorrow 10:00" or "in 20 min"')
    remind.add_argument("text", metavar="TEXT")
    verb("reminders", "list the open reminders")
    verb("done", "a promise was kept").add_argument("id")
    snooze = verb("snooze", "put a reminder off")
    snooze.add_argument("id")
    snooze.add_argument("minutes", type=int, nargs="?", default=10)
    end = verb("end", "end the contact")
    end.add_argument("--outcome", required=True)
    end.add_argument("--note", default="")
    verb("resume", "go on with a contact that was set aside").add_argument("id")
    verb("palette", "open the palette")
    for name in ("show", "hide", "collapse", "expand"):
        verb(name, f"{name} the panel")
    leave = verb("quit", "close Poise")
    leave.add_argument("--force", action="store_true", help="even if something is not written yet")
    return vars(parser.parse_args(words))


def _check(words: list[str], paths: Paths) -> int:
    del paths
    parser = _parser(
        "check", "Look for mistakes in playbook files; exit code 1 when there are any."
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
    options = parser.parse_args(words)
    from desktop.guide.check import check_paths
    from desktop.paths import shipped_playbooks

    problems = check_paths(options.paths, shipped_playbooks())
    for problem in problems:
        print(problem)
    if problems:
        count = len(problems)
        print(f"{count} problem{'s' if count != 1 else ''} found.", file=sys.stderr)
    return FAILED if problems else 0


def _export(words: list[str], paths: Paths) -> int:
    parser = _parser("export", "Write contacts or reminders; works while Poise runs.")
    parser.add_argument("what", choices=["contacts", "reminders"])
    parser.add_argument("--format", choices=["json", "csv"], default="json")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of printing")
    options = parser.parse_args(words)
    from datetime import UTC, datetime

    from desktop.contacts.export import export_contacts_csv, export_contacts_json
    from desktop.followups.export import export_reminders_csv, export_reminders_json

    as_json = {"contacts": export_contacts_json, "reminders": export_reminders_json}
    as_csv = {"contacts": export_contacts_csv, "reminders": export_reminders_csv}
    with _output(options.output) as out:
        if options.format == "json":
            as_json[options.what](paths.database, out, datetime.now(UTC))
        else:
            as_csv[options.what](paths.database, out)
    return 0


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """The file, whole or not at all; or standard output in UTF-8."""
    if path is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout
        return
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            yield file
        fresh.replace(path)
    except OSError as problem:
        raise Trouble(
            f"{path} cannot be written ({problem.strerror or problem}).", "Choose another file."
        ) from problem
    finally:
        fresh.unlink(missing_ok=True)


def _settings(words: list[str], paths: Paths) -> int:
    parser = _parser("settings", "List the settings, or print a settings file to start from.")
    parser.add_argument("--default", action="store_true", help="print a commented settings file")
    options = parser.parse_args(words)
    from desktop.hotkeys.bindings import ACTIONS, DEFAULT_CHORDS, chord_objection
    from desktop.settings import default_text, describe, load

    if options.default:
        print(default_text(DEFAULT_CHORDS), end="")
        return 0
    settings, problems = load(paths.settings_file, ACTIONS, chord_objection)
    print(f"# {paths.settings_file}")
    for row in describe(settings):
        mark = "" if row.value == row.default else f"  (default: {row.default or 'empty'})"
        print(f"{row.name}: {row.value}{mark}\n    {row.sentence}")
    for problem in problems:
        print(problem, file=sys.stderr)
    return FAILED if problems else 0


def _autostart(words: list[str], paths: Paths) -> int:
    del paths
    parser = _parser("autostart", "Start Poise at login, or say whether it does.")
    parser.add_argument("wish", nargs="?", choices=["on", "off"])
    wish = parser.parse_args(words).wish
    from desktop.errors import Cannot
    from desktop.oslayer.select import select_autostart

    def need(found: T | Cannot) -> T:
        if isinstance(found, Cannot):
            raise Trouble(found.reason, found.remedy)
        return found

    autostart = need(select_autostart())
    if wish is not None:
        need(autostart.switch_on() if wish == "on" else autostart.switch_off())
    print(f"Start at login: {need(autostart.state()).start.value}")
    return 0


def _doctor(words: list[str], paths: Paths) -> int:
    _parser("doctor", "Say what works on this machine, and the remedy where not.").parse_args(words)
    from desktop.app.doctor import examine

    return examine(paths, sys.stdout)


def _self_test(words: list[str], paths: Paths) -> int:
    _parser("--self-test", "Check this installation.").parse_args(words)
    from desktop.app.self_test import self_test

    return self_test(paths, sys.stdout)
