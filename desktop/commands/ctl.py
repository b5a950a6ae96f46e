"""`poise ctl`: drive the running panel from scripts."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from desktop.commands.parsing import FAILED, parser
from desktop.paths import Paths


def run(words: list[str], paths: Paths) -> int:
    """Send one request to the running panel, and print its answer; what was kept out of the
    record meanwhile goes to stderr."""
    request = _ctl_request(words)
    from desktop.remote.client import ask

    answer = ask(paths.endpoint_file, request)
    for sentence in answer.get("told", ()):
        print(f"poise ctl: {sentence}", file=sys.stderr)
    if "error" in answer:
        print(f"poise ctl: {answer['error']}", file=sys.stderr)
        return FAILED
    if "state" in answer:
        print(json.dumps(answer["state"], indent=2, ensure_ascii=False))
    elif "reminders" in answer:
        for each in answer["reminders"]:
            print(f"{each['id']}  {each['told']}  {each['headline']}")
    elif answer.get("out"):
        print(answer["out"])
    return 0


def _ctl_request(words: list[str]) -> dict[str, Any]:
    reader = parser("ctl", "Drive the running panel. Prints one line, or JSON for state.")
    verbs = reader.add_subparsers(dest="command", required=True, metavar="WHAT")

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
        each.add_argument("--trigger", default="", help="what it is about")
        each.add_argument("--manner", default="", help="how the customer comes across")
    details.add_argument("--language", default="", help="of the customer's texts, or “own”")
    verb("next", "go to the next step").add_argument("--branch", default="", metavar="ID")
    verb("back", "go one step back")
    verb("stop-lines", "go to the stop lines")
    verb("switch", "go to the contact whose chat is in front, or that waits longest")
    verb("reset", "open your own pause, or close it")
    verb("tick", "tick an item of the step's checklist, or take that back").add_argument("item")
    insert = verb("insert", "insert a phrase into the field that has the keyboard")
    insert.add_argument("what", metavar="SLOT|PHRASE_ID")
    answer = verb("answer", "say whose chat is in front, when the panel asks")
    answer.add_argument("answer", choices=("go", "insert", "drop"))
    remind = verb("remind", "make a reminder")
    about_when = 'such as "tomorrow 10:00"; or all in one: "call Rivera tomorrow 15:00 re refund"'
    remind.add_argument("when", metavar="WHEN", help=about_when)
    remind.add_argument("text", metavar="TEXT", nargs="?", default="")
    remind.add_argument("--whom", default="", metavar="NAME")
    remind.add_argument("--way", default="", help="call, email, chat or other")
    remind.add_argument("--waiting", action="store_true", help="they owe it to you")
    remind.add_argument("--repeats", default="", help="daily, working-days, weekly or monthly")
    remind.add_argument("--zone", default="", help="where the words are meant, as America/New_York")
    verb("reminders", "list the open reminders")
    verb("done", "a promise was kept").add_argument("id")
    snooze = verb("snooze", "put a reminder off")
    snooze.add_argument("id")
    snooze.add_argument(
        "until",
        nargs="?",
        default="10",
        help="minutes (from now, or from when it falls due), or a time in words",
    )
    verb("note", "add a line to the record of the contact").add_argument("text", metavar="TEXT")
    verb("follow-up", "take up the contact of a promise").add_argument("id")
    end = verb("end", "end the contact")
    end.add_argument("--outcome", required=True)
    end.add_argument("--note", default="")
    verb("resume", "go on with a contact that was set aside").add_argument("id")
    verb("palette", "open the palette")
    practise = verb("practice", "open the practice window; nothing of it is written down")
    practise.add_argument("customer", nargs="?", default="", metavar="ID")
    verb("phrases", "open your own phrases, to write and order them")
    verb("day", "open the view of what is promised, or close it")
    verb("log", "open the contact log")
    verb("patterns", "open the patterns of your record")
    for name in ("show", "hide", "collapse", "expand"):
        verb(name, f"{name} the panel")
    leave = verb("quit", "close Poise")
    leave.add_argument("--force", action="store_true", help="even if something is not written yet")
    return vars(reader.parse_args(words))
