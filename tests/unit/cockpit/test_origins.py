"""What stands in the place of a shipped playbook says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.app.shelves import Shelves
from desktop.cockpit.finder import Finder
from desktop.cockpit.origins import Layer, Name, Origin
from desktop.cockpit.origins import find_origins as origins_of
from desktop.cockpit.views import Surroundings, panel_view
from desktop.errors import Cannot
from desktop.guide.library import Library
from desktop.paths import paths_for
from tests.unit.cockpit.room import NOW, PLAYBOOK, Room


def find_origins(layers: tuple[Layer, ...]) -> dict[Name, Origin]:
    library = Library(lambda: [layer.folder for layer in layers])
    library.load()
    return origins_of(layers, library.found_twice())


PHRASES = "poise: 1\nid: refund\ntitle: Words\nphrases: [{id: a, title: A, text: B}]\n"


@pytest.fixture
def layers(tmp_path: Path) -> tuple[Layer, ...]:
    names = (("shipped", "", ""), ("parcels", "pack parcels", "From the pack parcels"))
    own = ("own", "yours", "Your own")
    found = tuple(Layer(tmp_path / name, mark, owner) for name, mark, owner in (*names, own))
    for layer in found:
        layer.folder.mkdir()
    (found[0].folder / "refund.yaml").write_text(PLAYBOOK)
    return found


def test_nothing_replaced_is_not_marked(layers: tuple[Layer, ...]) -> None:
    assert find_origins(layers) == {}
    (layers[2].folder / "other.yaml").write_text(PLAYBOOK.replace("id: refund", "id: other"))
    (layers[1].folder / "words.yaml").write_text(PHRASES)
    assert find_origins(layers) == {}


def test_the_last_layer_counts(layers: tuple[Layer, ...]) -> None:
    (layers[1].folder / "a.yaml").write_text(PLAYBOOK)
    origin = find_origins(layers)[False, "refund"]
    assert origin.mark == "pack parcels"
    assert origin.sentence == "From the pack parcels, in the place of the one that came with Poise."
    (layers[2].folder / "b.yml").write_text(PLAYBOOK.replace("id: refund", 'id: "refund" # mine'))
    origin = find_origins(layers)[False, "refund"]
    assert (origin.mark, origin.sentence) == (
        "yours",
        "Your own, in the place of the one of the pack parcels.",
    )


def test_a_broken_or_strange_file_takes_no_place(layers: tuple[Layer, ...], tmp_path: Path) -> None:
    path = layers[2].folder / "b.yaml"
    path.write_bytes(bytes(range(256)))
    (layers[2].folder / "dir.yaml").mkdir()
    gone = Layer(tmp_path / "gone", "pack x", "x")
    assert find_origins((*layers, gone)) == {}


def test_it_is_seen_where_playbooks_are_chosen_walked_and_found(
    tmp_path: Path, layers: tuple[Layer, ...]
) -> None:
    room_folder = tmp_path / "room"
    room_folder.mkdir()
    room = Room(room_folder, refund=PLAYBOOK)
    (layers[2].folder / "b.yaml").write_text(PLAYBOOK)
    room.cockpit.origins = find_origins(layers)
    around = Surroundings(NOW, Cannot("no"))
    (choice,) = panel_view(room.cockpit, room.bindings, around).start.choices
    assert choice.origin == "yours"
    assert choice.origin_hint.startswith("Your own")
    found = {each.id: each.note for each in Finder(room.cockpit).find("", 99)}
    assert found["refund"] == "Start playbook · yours"
    assert found["refund/hello"] == "Refund · Hear · yours"
    assert found["quit"] == ""
    room.cockpit.start("refund")
    step = panel_view(room.cockpit, room.bindings, around).step
    assert step is not None
    assert step.origin == "yours"
    room.ledger.close(5)


def test_the_shelves_name_their_layers(tmp_path: Path) -> None:
    layers = Shelves(paths_for(tmp_path)).layers()
    assert [layer.mark for layer in layers] == ["", "yours"]
    assert layers[1].folder == tmp_path / "config" / "playbooks"
