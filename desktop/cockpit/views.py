"""From what is true to what the panel shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.speech import fill, gaps
from desktop.contacts.open_contact import OpenContact
from desktop.errors import Cannot
from desktop.followups.due import is_overdue
from desktop.guide.model import Phrase, Playbook, Step
from desktop.hotkeys.bindings import Bindings, State
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.ports import Target
from desktop.ui.view import (
    BranchView,
    ChoiceView,
    ContactView,
    HotkeyHints,
    OpenContactView,
    OutcomeView,
    PanelView,
    PhraseView,
    ReminderView,
    StepView,
    TroubleView,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the panel shows besides the contact, at one moment."""

    now: datetime
    target: Target | Cannot
    troubles: tuple[TroubleView, ...] = ()
    is_collapsed: bool = False


def panel_view(
    cockpit: Cockpit,
    bindings: Bindings,
    around: Surroundings,
    to_local: Callable[[datetime], datetime] = datetime.astimezone,
) -> PanelView:
    """Everything the panel shows now.

    Args:
        cockpit: Contacts, phrases and reminders.
        bindings: The hotkeys as they stand.
        around: Target, troubles, and whether the panel is collapsed.
        to_local: Turns a time into the agent's own.
    """
    desk = cockpit.desk
    contact = desk.current
    step = _step(cockpit, bindings) if contact is not None else None
    choices = cockpit.library.playbooks() if step is None else ()
    return PanelView(
        contact=_contact(contact),
        step=step,
        choices=tuple(ChoiceView(each.id, each.title, each.summary) for each in choices),
        open_contacts=tuple(_waiting(cockpit, each, to_local) for each in desk.waiting),
        reminders=_reminders(cockpit, around.now),
        outcome=_outcome(cockpit),
        troubles=around.troubles,
        target=program_title(around.target.program) if isinstance(around.target, Target) else "",
        hints=_hints(bindings),
        hotkeys_off=_hotkeys_off(bindings),
        is_collapsed=around.is_collapsed,
    )


def program_title(program: str) -> str:
    """A program's class name as a person would write it."""
    bare = program.removesuffix("-browser").removesuffix(".exe").rpartition(".")[2] or program
    return " ".join(part.capitalize() for part in bare.replace("_", "-").split("-"))


def outcome_text(outcome: Outcome) -> str:
    """The quiet line for an outcome."""
    if outcome.verdict is Verdict.CONFIRMED:
        inserted = f"Inserted into {program_title(outcome.target)}."
        return f"{inserted} {outcome.reason}".strip()
    return outcome.reason or str(outcome.verdict).capitalize()


def _contact(contact: OpenContact | None) -> ContactView | None:
    if contact is None:
        return None
    return ContactView(contact.customer, contact.reference, contact.channel)


def _step(cockpit: Cockpit, bindings: Bindings) -> StepView | None:
    contact, playbook, step = (
        cockpit.desk.current,
        cockpit.desk.current_playbook,
        cockpit.desk.current_step,
    )
    if contact is None or playbook is None or step is None:
        return None
    return StepView(
        playbook=playbook.title,
        title=step.title,
        number=playbook.number_of(step.id),
        count=len(playbook.steps),
        goal=step.goal,
        do=step.do,
        avoid=step.avoid,
        phrases=_phrases(cockpit, bindings, playbook, step, contact),
        branches=tuple(BranchView(each.id, each.label) for each in step.branches),
        can_go_back=contact.walk.can_go_back,
        can_go_next=contact.walk.can_go_next(playbook),
        timer_label=step.timer.label if step.timer else "",
        timer_s=step.timer.seconds if step.timer else 0,
        step_key=f"{contact.id}/{len(contact.walk.path)}/{step.id}",
    )


def _phrases(
    cockpit: Cockpit, bindings: Bindings, playbook: Playbook, step: Step, contact: OpenContact
) -> tuple[PhraseView, ...]:
    return tuple(
        _phrase(cockpit, bindings, playbook, contact, slot, phrase)
        for slot, phrase in enumerate(step.phrases, 1)
    )


def _phrase(
    cockpit: Cockpit,
    bindings: Bindings,
    playbook: Playbook,
    contact: OpenContact,
    slot: int,
    phrase: Phrase,
) -> PhraseView:
    filled = fill(phrase, playbook, cockpit.words())
    chord, state, reason = "", "off", ""
    if slot <= 9:
        binding = bindings[f"insert-{slot}"]
        chord = str(binding.chord) if binding.chord else ""
        state, reason = binding.state.value, binding.reason
    return PhraseView(
        slot=slot,
        id=phrase.id,
        title=phrase.title,
        text=filled.text,
        missing=tuple(gap.label for gap in gaps(filled.missing, playbook)),
        chord=chord,
        chord_state=state,  # type: ignore[arg-type]  # a State's value is one of the literals
        chord_reason=reason,
        is_used=phrase.id in contact.used,
    )


def _waiting(
    cockpit: Cockpit, contact: OpenContact, to_local: Callable[[datetime], datetime]
) -> OpenContactView:
    playbook = cockpit.library.playbook(contact.walk.current.playbook)
    who = contact.customer or contact.reference or "Unnamed contact"
    title = playbook.title if playbook is not None else contact.walk.current.playbook
    since = to_local(contact.started_at).strftime("%H:%M")
    return OpenContactView(contact.id, f"{who} · {title} · since {since}")


def _reminders(cockpit: Cockpit, now: datetime) -> tuple[ReminderView, ...]:
    return tuple(
        ReminderView(each.id, each.text, cockpit.book.wording(each), is_overdue(each, now))
        for each in cockpit.book.due()
    )


def _outcome(cockpit: Cockpit) -> OutcomeView | None:
    last = cockpit.last_insertion
    if last is None:
        return None
    return OutcomeView(last.outcome.verdict.value, outcome_text(last.outcome))


def _hints(bindings: Bindings) -> HotkeyHints:
    def chord(action: str) -> str:
        binding = bindings[action]
        return str(binding.chord) if binding.state is State.ACTIVE else ""

    return HotkeyHints(
        palette=chord("palette"),
        next=chord("next"),
        back=chord("back"),
        toggle_panel=chord("toggle-panel"),
        stop_lines=chord("stop-lines"),
    )


def _hotkeys_off(bindings: Bindings) -> str:
    table: Iterable[State] = (each.state for each in bindings.all())
    if any(state is State.ACTIVE for state in table):
        return ""
    return next((each.reason for each in bindings.all() if each.reason), "")
