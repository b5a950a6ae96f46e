from __future__ import annotations

import pytest

from desktop.hotkeys.bindings import DEFAULT_CHORDS, chord_objection
from desktop.hotkeys.chord import Chord, ChordError


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ctrl+Shift+1", "Ctrl+Shift+1"),
        ("shift + control + a", "Ctrl+Shift+A"),
        ("cmd+alt+pgdn", "Alt+Meta+PageDown"),
        ("F9", "F9"),
    ],
)
def test_parses_and_prints(text: str, printed: str) -> None:
    assert str(Chord.parse(text)) == printed
    assert Chord.parse(printed) == Chord.parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ctrl+", "is not a chord"),
        ("", "is not a chord"),
        ("Hyper+1", "is no modifier"),
        ("Ctrl+Enter", "submit"),
        ("Ctrl+Tab", "submit"),
        ("Ctrl+ä", "is no key"),
    ],
)
def test_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(ChordError, match=said):
        Chord.parse(text)


@pytest.mark.parametrize(
    "text", ["A", "Shift+A", "Ctrl+V", "Ctrl+Alt+Q", "Alt+F", "Ctrl+Shift+Left", "F1"]
)
def test_objects_to_what_people_type_with(text: str) -> None:
    assert Chord.parse(text).objection()


def test_the_defaults_are_beyond_reproach() -> None:
    assert [chord_objection(chord) for chord in DEFAULT_CHORDS.values()] == [""] * len(
        DEFAULT_CHORDS
    )
    assert chord_objection("off") == ""
    assert "submit" in chord_objection("Ctrl+Enter")
