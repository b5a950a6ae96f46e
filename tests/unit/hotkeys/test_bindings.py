from __future__ import annotations

from desktop.errors import Cannot
from desktop.hotkeys.bindings import ACTIONS, Bindings, State, wanted_chords
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import Heard
from desktop.oslayer.none.backend import NoHotkeys
from tests.fakes import FakeRegistry


def test_all_defaults_become_active() -> None:
    registry = FakeRegistry()
    bindings = Bindings(registry, wanted_chords({}))
    assert {each.state for each in bindings.all()} == {State.OFF}
    bindings.register_all()
    assert [each.action for each in bindings.all()] == [
        a for a in ACTIONS if a not in ("day", "log", "one-key")
    ]
    assert {each.state for each in bindings.all()} == {State.ACTIVE}
    assert len(registry.held) == len(ACTIONS) - 3


def test_what_has_no_usual_chord_has_one_where_it_is_wanted() -> None:
    assert "day" not in wanted_chords({})
    bindings = Bindings(FakeRegistry(), wanted_chords({"day": "Ctrl+Shift+F8"}))
    bindings.register_all()
    assert bindings["day"].state is State.ACTIVE


def test_the_one_key_mode_has_a_chord_only_where_it_is_wanted() -> None:
    registry = FakeRegistry()
    bindings = Bindings(registry, wanted_chords({}, has_one_key=True))
    bindings.register_all()
    assert bindings["one-key"].state is State.ACTIVE
    assert registry.held[Chord.parse("Ctrl+Shift+F9")] == "one-key"
    bindings.rewrite(wanted_chords({"one-key": "Ctrl+Shift+F8"}))
    assert "one-key" not in registry.held.values()
    assert all(each.action != "one-key" for each in bindings.all())


def test_the_log_has_a_chord_only_where_it_was_given_one() -> None:
    assert "log" not in wanted_chords({})
    assert wanted_chords({"log": "off"})["log"] is None
    assert wanted_chords({"log": "Ctrl+Shift+F7"})["log"] == Chord.parse("Ctrl+Shift+F7")


def test_bindings_release_nothing_but_their_own() -> None:
    registry = FakeRegistry()
    bindings = Bindings(registry, wanted_chords({}))
    bindings.register_all()
    bare = Chord(frozenset(), "2")
    registry.register("bare-2", bare)
    bindings.register_all()
    bindings.release_all()
    assert registry.held == {bare: "bare-2"}


def test_a_taken_chord_is_shown_and_the_others_work() -> None:
    registry = FakeRegistry()
    registry.taken = {Chord.parse("Ctrl+Shift+2")}
    bindings = Bindings(registry, wanted_chords({}))
    bindings.register_all()
    assert bindings["insert-2"].state is State.TAKEN
    assert "another program" in bindings["insert-2"].reason
    assert bindings["insert-3"].state is State.ACTIVE


def test_one_chord_for_two_actions_goes_to_the_first() -> None:
    bindings = Bindings(FakeRegistry(), wanted_chords({"next": "Ctrl+Shift+1"}))
    bindings.register_all()
    assert bindings["insert-1"].state is State.ACTIVE
    assert bindings["next"].state is State.TAKEN
    assert "insert-1" in bindings["next"].reason


def test_off_and_missing_ability_differ_from_taken() -> None:
    bindings = Bindings(FakeRegistry(), wanted_chords({"palette": "off"}))
    bindings.register_all()
    assert bindings["palette"].state is State.OFF
    nowhere = Bindings(NoHotkeys(Cannot("There is no X display.", "Log in.")), wanted_chords({}))
    nowhere.register_all()
    assert {each.state for each in nowhere.all()} == {State.OFF}
    assert nowhere["next"].reason == "There is no X display. Log in."


def test_registering_again_holds_each_chord_once_and_release_frees_all() -> None:
    registry = FakeRegistry()
    bindings = Bindings(registry, wanted_chords({}))
    bindings.register_all()
    bindings.rewrite(wanted_chords({"palette": "Ctrl+Shift+F9"}))
    assert registry.held[Chord.parse("Ctrl+Shift+F9")] == "palette"
    assert Chord.parse("Ctrl+Shift+Space") not in registry.held
    bindings.release_all()
    assert registry.held == {}
    assert bindings["palette"].state is State.OFF


class ListeningRegistry(FakeRegistry):
    """Hears what is taken in another way."""

    def register(self, action: str, chord: Chord) -> Cannot | Heard | None:  # type: ignore[override]
        return Heard("listened for") if super().register(action, chord) else None


def test_a_chord_that_is_heard_in_another_way_is_active_and_says_so() -> None:
    registry = ListeningRegistry()
    registry.taken = {Chord.parse("Ctrl+Shift+2")}
    bindings = Bindings(registry, wanted_chords({"next": "Ctrl+Shift+2"}))
    bindings.register_all()
    assert bindings["insert-2"].state is State.ACTIVE
    assert bindings["insert-2"].reason == "listened for"
    assert bindings["insert-1"].reason == ""
    assert bindings["next"].state is State.TAKEN
