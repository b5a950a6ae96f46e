"""A preview shows what the panel would show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop.cockpit.previewing import EXAMPLES, step_views
from desktop.cockpit.views import Surroundings, panel_view
from desktop.errors import Cannot
from desktop.guide.model import Place
from desktop.guide.vocabulary import Channel
from desktop.guide.walk import Walk
from desktop.paths import shipped_playbooks
from tests.unit.cockpit.room import NOW, Room


def test_every_shipped_step_looks_as_in_a_contact(tmp_path: Path) -> None:
    books = {path.stem: path.read_text("utf-8") for path in shipped_playbooks().glob("*.yaml")}
    room = Room(tmp_path, **books)
    cockpit, around, seen = room.cockpit, Surroundings(NOW, Cannot("None.", "")), 0
    for playbook in room.library.playbooks():
        if playbook.is_private:
            continue
        cockpit.start(playbook.id, EXAMPLES["customer"], EXAMPLES["reference"], "chat")
        cockpit.speaker.give_words({"agent": EXAMPLES["agent"]})
        examples = {each.name: each.example for each in playbook.placeholders}
        cockpit.speaker.give_words({name: word for name, word in examples.items() if word})
        first = playbook.steps[0].id
        for step, preview in zip(playbook.steps, step_views(playbook, Channel.CHAT), strict=True):
            places = dict.fromkeys(Place(playbook.id, each) for each in (first, step.id))
            assert room.desk.current is not None
            room.desk._at_hand.current = replace(room.desk.current, walk=Walk(tuple(places)))
            real = panel_view(cockpit, room.bindings, around)
            assert preview.step is not None
            assert real.step is not None
            # Conditions about the rung, and words for the record, depend on what was before.
            if all(
                each.name == "channel"
                for step in playbook.steps
                for phrase in step.phrases
                for each in phrase.when.comparisons
            ):
                expected = replace(real.step, step_key="", fields=())
                assert replace(preview.step, step_key="", fields=()) == expected
                seen += 1
            assert preview.contact == real.contact
            assert preview.hints == real.hints
    assert seen > 50
