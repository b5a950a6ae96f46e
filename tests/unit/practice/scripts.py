"""Customers to practise with, made for tests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from desktop.guide.library import Library
from desktop.paths import resource, shipped_playbooks
from desktop.practice.model import End
from desktop.practice.phrasebook import Phrasebook
from desktop.practice.run import Run
from desktop.practice.shelf import Cast, read_cast

SMALL = """\
practice: 1
id: small
title: A small one
customer: Ms Wei
manner: angry
trigger: billing
channel: chat
briefing: She waits.
playbooks: [leap]
turns:
  - id: first
    says: Where is it?
    answers:
      - {text: I look., effect: calmer, points: 3, why: You do., to: good}
      - {text: Wait., effect: same, points: 1, why: It is short., to: second}
      - {text: No., effect: worse, points: 0, why: It is bare., to: second}
  - id: second
    says: Well?
    answers:
      - {text: I look now., effect: calmer, points: 3, why: Late is fine., to: good}
      - {text: So so., effect: same, points: 2, why: Almost., to: bad}
      - {text: Go., effect: worse, points: 0, why: Hard., to: bad}
ends:
  - {id: good, outcome: solved, right: yes, says: Thanks., story: It is there.}
  - {id: bad, outcome: lost, story: She left.}
"""


@cache
def shipped_library() -> Library:
    """The playbooks that come with Poise."""
    library = Library(lambda: [shipped_playbooks()])
    library.load()
    return library


def phrasebook() -> Phrasebook:
    """Their phrases."""
    return Phrasebook(shipped_library().playbook)


@cache
def shipped_cast() -> Cast:
    """The customers that come with Poise."""
    return read_cast([resource("practice")], phrasebook())


def written(folder: Path, text: str = SMALL, name: str = "small.yaml") -> Path:
    """A file with this text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def all_ways(run: Run) -> Iterator[Run]:
    """Every talk that this one can become, each at its end."""
    left = [run]
    while left:
        run = left.pop()
        if isinstance(run.place, End):
            yield run
        else:
            left += [run.say(number) for number in range(1, len(run.place.answers) + 1)]
