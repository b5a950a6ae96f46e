"""The panel as it would show each step of a playbook, for its author: no contact, no record."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.cockpit.situation_views import RUNGS, breathing_view
from desktop.cockpit.speech import fill, gaps
from desktop.guide.model import Phrase, Place, Placeholder, Playbook, Step
from desktop.guide.vocabulary import Audience, Channel
from desktop.guide.walk import Walk
from desktop.hotkeys.bindings import DEFAULT_CHORDS
from desktop.hotkeys.chord import Chord
from desktop.ui.view import (
    BranchView,
    CheckView,
    ContactView,
    FieldView,
    HotkeyHints,
    PanelView,
    PhraseView,
    RungView,
    StepView,
)

EXAMPLES: Mapping[str, str] = {"customer": "Ms Rivera", "agent": "Sam", "reference": "SR-48213"}
"""Words for the placeholders that every phrase may use."""


def step_views(playbook: Playbook, channel: Channel) -> tuple[PanelView, ...]:
    """What the panel shows at each step, in the order of the file.

    Args:
        playbook: With its shared phrases. Gaps hold the placeholders' examples; one without an
            example shows its label, as it does while the agent has no word for it.
        channel: Where the contact is. What asks for another one is left out; what asks for
            anything else (rung, trigger, manner) is shown.
    """
    words = {**EXAMPLES, **{each.name: _example(each) for each in playbook.placeholders}}
    contact = ContactView(EXAMPLES["customer"], EXAMPLES["reference"], channel.value)
    hints = HotkeyHints(
        palette=_chord("palette"),
        next=_chord("next"),
        back=_chord("back"),
        toggle_panel=_chord("toggle-panel"),
        stop_lines=_chord("stop-lines"),
    )
    return tuple(
        PanelView(
            contact=None if playbook.is_private else contact,
            step=_step(playbook, step, words, channel),
            ladder=_ladder(step.rung),
            hints=hints,
        )
        for step in playbook.steps
    )


def _example(placeholder: Placeholder) -> str:
    return placeholder.example or placeholder.default or next(iter(placeholder.choices), "")


def _step(playbook: Playbook, step: Step, words: Mapping[str, str], channel: Channel) -> StepView:
    number = playbook.number_of(step.id)
    walk = Walk((Place(playbook.id, step.id),))
    branches = [each for each in step.branches if each.when.can_hold_on(channel)]
    return StepView(
        playbook=playbook.title,
        title=step.title,
        number=number,
        count=len(playbook.steps),
        goal=step.goal,
        do=step.do,
        avoid=step.avoid,
        phrases=tuple(
            _phrase(playbook, slot, phrase, words, channel)
            for slot, phrase in enumerate(step.phrases, 1)
            if phrase.when.can_hold_on(channel)
        ),
        branches=tuple(BranchView(each.id, each.label, each.key) for each in branches),
        can_go_back=number > 1 or playbook.is_private,
        can_go_next=walk.can_go_next(playbook),
        timer_label=step.timer.label if step.timer else "",
        timer_s=step.timer.seconds if step.timer else 0,
        step_key=step.id,
        ask=step.ask,
        checklist=tuple(CheckView(item, is_ticked=False) for item in step.checklist),
        fields=tuple(
            FieldView(each.name, each.label, each.word) for each in gaps(step.capture, playbook, {})
        ),
        rung=step.rung,
        is_private=playbook.is_private,
        breathing=breathing_view(step),
    )


def _ladder(rung: int) -> tuple[RungView, ...]:
    """The ladder of a talk that has just come to a rung; none where a step is on none."""
    if not rung:
        return ()
    return tuple(
        RungView(each, label, "now" if each == rung else "", each == rung)
        for each, label in RUNGS.items()
    )


def _phrase(
    playbook: Playbook, slot: int, phrase: Phrase, words: Mapping[str, str], channel: Channel
) -> PhraseView:
    filled = fill(phrase.texts(channel.medium)[0], playbook, words)
    has_key = slot <= 9 and not playbook.is_private
    return PhraseView(
        slot=slot,
        id=phrase.id,
        title=phrase.title,
        text=filled.text,
        missing=tuple(gap.label for gap in gaps(filled.missing, playbook, {})),
        chord=_chord(f"insert-{slot}") if has_key else "",
        chord_state="active" if has_key else "off",
        is_for_colleague=phrase.audience is Audience.COLLEAGUE,
    )


def _chord(action: str) -> str:
    return str(Chord.parse(DEFAULT_CHORDS[action]))
