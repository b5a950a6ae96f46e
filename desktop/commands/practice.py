"""`poise practice`: talk with a scripted customer; nothing of it is written down."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.commands.parsing import DONE, FAILED, parser
from desktop.errors import Trouble
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.practice.session import Session


def run(words: list[str], paths: Paths) -> int:
    """Open the window, list the customers, or talk in the terminal."""
    reader = parser(
        "practice",
        "Talk with a scripted customer and read how it went. Nothing of it is written down.",
    )
    reader.add_argument("customer", nargs="?", default="", metavar="ID", help="whom to talk with")
    how = reader.add_mutually_exclusive_group()
    how.add_argument("--list", action="store_true", help="list the customers")
    how.add_argument("--text", action="store_true", help="talk here in the terminal")
    options = reader.parse_args(words)
    if options.list:
        return _list(paths)
    if options.text:
        return _talk(paths, options.customer)
    return _open(paths, options.customer)


def _list(paths: Paths) -> int:
    from desktop.app.rehearsal import session_alone
    from desktop.practice import plain
    from desktop.practice.views import ChoosingView

    view = session_alone(paths).view()
    assert isinstance(view, ChoosingView)
    print(plain.choosing(view), end="")
    _tell(view.problems)
    return FAILED if view.problems else DONE


def _tell(problems: Sequence[str]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)


def _open(paths: Paths, customer: str) -> int:
    """In the Poise that runs, else in a window of its own."""
    if paths.endpoint_file.exists():
        from desktop.remote.client import ask

        try:
            answer = ask(paths.endpoint_file, {"command": "practice", "customer": customer})
        except Trouble:
            pass  # left behind by a crash: it can be practised without
        else:
            if "error" in answer:
                print(f"poise practice: {answer['error']}", file=sys.stderr)
                return FAILED
            return DONE
    from desktop.oslayer.select import has_display

    if not has_display():
        raise Trouble(
            "There is no display to show the window on.",
            "Practise in the terminal with: poise practice --text",
        )
    from desktop.app.practising import run_alone

    return run_alone(paths, customer)


def _talk(paths: Paths, customer: str) -> int:
    from desktop.app.rehearsal import session_alone
    from desktop.practice import plain
    from desktop.practice.views import ChoosingView, TalkView

    session = session_alone(paths)
    if not customer:
        view = session.view()
        assert isinstance(view, ChoosingView)
        _tell(view.problems)
        print(plain.choosing(view))
        customer = _line("Whom? ")
        if not customer:
            return DONE
    session.choose(customer)
    shown = 0
    while isinstance(view := session.view(), TalkView):
        if not shown:
            print(plain.opening(view), end="")
        for each in view.lines[shown:]:
            print(plain.line(each), end="")
        shown = len(view.lines)
        if view.report is not None:
            print(plain.report(view.report), end="")
            break
        print(plain.choices(view))
        if not _answer(session, len(view.choices)):
            break
        print()
    return DONE


def _answer(session: Session, count: int) -> bool:
    """Ask until a number fits; whether there was one before the end of the input."""
    while said := _line(f"1-{count}? "):
        if said in map(str, range(1, count + 1)):
            session.say(int(said))
            return True
        print(f"Type a number from 1 to {count}, or just Enter to leave.")
    return False


def _line(prompt: str) -> str:
    """What was typed; "" at the end of the input."""
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        print()
    return line.strip()
