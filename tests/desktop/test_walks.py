"""Every shipped playbook walked by its hotkeys alone, beside an editor that has the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from desktop.guide.folder import playbook_files
from desktop.guide.model import Playbook, Step
from desktop.guide.reader import read
from desktop.guide.walk import following
from desktop.paths import shipped_playbooks
from tests.rig import wait
from tests.rig.poise import Poise, State
from tests.rig.targets import Mousepad, Programs
from tests.rig.xserver import Desk

FOUND = [read(path).playbook for path in playbook_files(shipped_playbooks())]
PLAYBOOKS = [each for each in FOUND if each is not None]
GAP = re.compile("‹[^›]*›")
WORD = "3"  # fits a gap for a text, a number, a day and a time
WORDS = {"customer": "Ms Rivera", "reference": "48213"}


@pytest.fixture(scope="module")
def walked_poise(session_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poise]:
    found = Poise(session_desk, tmp_path_factory.mktemp("walks") / "home")
    found.run()
    yield found
    found.close()


def main_path(playbook: Playbook) -> list[Step]:
    """The steps that the key for the next one leads through."""
    path = [playbook.steps[0]]
    while (after := following(playbook, path[-1])) is not None:
        path.append(after)
    return path


def wait_at(poise: Poise, playbook: Playbook, step: Step) -> State:
    """Wait until the agent stands at this step; the contact then."""

    def is_there() -> State | None:
        state = poise.state()
        place = state["aside"] if playbook.is_private else state["contact"]["step"]
        return dict(state["contact"]) if place == step.id else None

    found = wait.until(is_there, f"Poise to be at {playbook.id}/{step.id}")
    assert found is not None
    return found


def insert_one(poise: Poise, editor: Mousepad, contact: State, before: str) -> str:
    """Insert the phrase of the step that needs the fewest words; the text of the field then."""
    phrase = min(contact["phrases"], key=lambda each: str(each["text"]).count("‹"))
    text, chord = str(phrase["text"]), poise.chord(f"insert-{phrase['slot']}")
    last = poise.last()
    editor.desk.keys.tap(chord, into=editor.window)
    outcome = poise.outcome_after(last)
    if "‹" in text:
        assert outcome["outcome"] == "refused"
        text = fill_in(poise, editor, text)
        outcome = poise.outcome_after(outcome)
    assert (outcome["outcome"], outcome["phrase"]) == ("confirmed", phrase["id"]), outcome
    editor.wait_text(before + text)
    return before + text


def fill_in(poise: Poise, editor: Mousepad, text: str) -> str:
    """Answer the form that asks for the words of a phrase; the text with them."""
    keys, windows = editor.desk.keys, editor.desk.windows

    def asking() -> int:
        return windows.active() if windows.pid(windows.active()) == poise.pid else 0

    form = wait.until(asking, "the form that asks for the words")
    for number in range(len(set(GAP.findall(text)))):
        if number:
            keys.tap("Down", into=form)
        keys.type(WORD, into=form)
    keys.tap("Enter", into=form)
    wait.until(lambda: windows.active() == editor.window, "the keyboard to come back")
    return GAP.sub(WORD, text)


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=[each.id for each in PLAYBOOKS])
def test_walked_by_hotkeys(
    walked_poise: Poise, desk: Desk, programs: Programs, playbook: Playbook
) -> None:
    poise, editor = walked_poise, programs.get("mousepad")
    assert isinstance(editor, Mousepad)
    keys, path = desk.keys, main_path(playbook)
    forward, back = poise.chord("next"), poise.chord("back")
    poise.start("leap" if playbook.is_private else playbook.id, **WORDS)
    if playbook.is_private:
        keys.tap(poise.chord("reset"), into=editor.window)
    text = ""
    for number, step in enumerate(path):
        if number:
            keys.tap(forward, into=editor.window)
        contact = wait_at(poise, playbook, step)
        if not playbook.is_private:
            text = insert_one(poise, editor, contact, text)
    if not playbook.is_private:
        keys.tap(forward, into=editor.window)  # leads nowhere any more
    for step in reversed(path[:-1]):
        keys.tap(back, into=editor.window)
        wait_at(poise, playbook, step)
    editor.wait_text(text)
    poise.ctl("end", "--outcome", "solved")
