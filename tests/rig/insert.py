"""One insertion the way an agent does it: the field has the focus, the hotkey is pressed."""

from __future__ import annotations

from tests.rig.poise import Poise, State
from tests.rig.targets import Target

# What people really write: accents, ligatures, right-to-left, emoji with joiners and flags.
WORDS = (
    "Grüße, señora Núñez – naïve façade, Łódź, Ελλάδα, “quoted”, שלום, 你好，李雷。こんにちは "
    "한국어 🙂👩‍👩‍👧‍👦🇪🇸 £5 ≠ €5"
)
LINES = "Dear Señora Núñez,\n\nyour order 48-1193 is on its way 🙂\nit arrives tomorrow – 李雷"
LONG = (WORDS + " ") * (5000 // (len(WORDS) + 1)) + "x" * (5000 % (len(WORDS) + 1) - 1) + "!"
assert len(LONG) == 5000, len(LONG)


def on_one_line(text: str) -> str:
    """What a program that takes line breaks for Enter may get."""
    return " ".join(line.strip() for line in text.split("\n") if line.strip())


def press(poise: Poise, target: Target, action: str = "insert-1") -> State:
    """Press an insertion's hotkey in a focused field and return the outcome."""
    before = poise.last()
    chord = poise.chord(action)
    target.desk.keys.tap(chord, into=target.window)
    return poise.outcome_after(before)
