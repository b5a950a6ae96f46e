"""From what is true to what the panel shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.offers import offer_views
from desktop.cockpit.origins import Origin
from desktop.cockpit.situation_views import (
    breathing_view,
    duration,
    hand_over_views,
    ladder_view,
    question_view,
)
from desktop.cockpit.speaker import WRONG_CHAT
from desktop.cockpit.speech import gaps
from desktop.contacts.open_contact import OpenContact
from desktop.contacts.store import Tick
from desktop.errors import Cannot
from desktop.followups.due import is_overdue
from desktop.guide.model import Phrase, Playbook, Step
from desktop.guide.ranking import Suggestion
from desktop.guide.vocabulary import Audience, Manner, Trigger
from desktop.hotkeys.bindings import Bindings, State
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.ports import Target
from desktop.ui.view import (
    BranchView,
    CheckView,
    ChipView,
    ChoiceView,
    ContactView,
    FieldView,
    HotkeyHints,
    OpenContactView,
    OutcomeView,
    PanelView,
    PhraseView,
    ReminderView,
    StartView,
    StepView,
    TroubleView,
)

SUGGESTIONS = 4
"""So many playbooks are shown to start with, until the agent asks for all."""

LONG_WAIT_MIN = 3
"""A customer in a chat who hears nothing for so long wonders whether anybody is there."""

NEWS_FOR = timedelta(minutes=1)
"""So long the quiet line says what went well."""


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
    here = cockpit.speaker.chats.offered()
    step = _step(cockpit, bindings)
    return PanelView(
        contact=_contact(contact),
        step=step,
        start=_start(cockpit) if step is None else StartView(),
        open_contacts=tuple(
            _waiting(cockpit, each, around.now, to_local, is_here=each.id == here)
            # Chips keep their places; of the cards shown without a contact there are few.
            for each in sorted(desk.waiting, key=lambda e: contact is None and e.id != here)
        ),
        reminders=_reminders(cockpit, around.now),
        snoozes=_snoozes(cockpit),
        offers=offer_views(cockpit.offers),
        outcome=_outcome(cockpit, around.now),
        troubles=around.troubles,
        question=question_view(cockpit, bindings),
        ladder=ladder_view(contact, around.now, to_local) if cockpit.aside is None else (),
        hand_overs=hand_over_views(cockpit.hand_overs.open),
        earlier=cockpit.earlier.view(around.now) if cockpit.aside is None else None,
        target=program_title(around.target.program) if isinstance(around.target, Target) else "",
        hints=_hints(bindings),
        hotkeys_off=_hotkeys_off(bindings),
        is_collapsed=around.is_collapsed and cockpit.speaker.chats.question is None,
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
    return ContactView(contact.customer, contact.reference, contact.channel, contact.language)


def _step(cockpit: Cockpit, bindings: Bindings) -> StepView | None:
    contact, playbook, step = cockpit.desk.current, cockpit.playbook, cockpit.step
    walk = cockpit.aside or (contact.walk if contact is not None else None)
    if playbook is None or step is None or walk is None:
        return None
    ticks = contact.ticks if contact is not None else frozenset[Tick]()
    words = cockpit.speaker.words()
    owner = contact.id if contact is not None else ""
    origin = _origin(cockpit, playbook.id)
    return StepView(
        playbook=playbook.title,
        title=step.title,
        number=playbook.number_of(step.id),
        count=len(playbook.steps),
        goal=step.goal,
        do=step.do,
        avoid=step.avoid,
        phrases=_phrases(cockpit, bindings, playbook, step),
        branches=tuple(
            BranchView(each.id, each.label, each.key)
            for each in step.branches
            if cockpit.speaker.is_offered(each)
        ),
        can_go_back=walk.can_go_back or playbook.is_private,
        can_go_next=walk.can_go_next(playbook),
        timer_label=step.timer.label if step.timer else "",
        timer_s=step.timer.seconds if step.timer else 0,
        step_key=f"{owner}/{playbook.id}/{len(walk.path)}/{step.id}",
        ask=step.ask,
        checklist=tuple(
            CheckView(item, Tick(playbook.id, step.id, item) in ticks) for item in step.checklist
        ),
        fields=tuple(
            FieldView(each.name, each.label, each.word)
            for each in gaps(step.capture, playbook, words)
        ),
        rung=step.rung,
        is_private=playbook.is_private,
        breathing=breathing_view(step),
        origin=origin.mark,
        origin_hint=origin.sentence,
    )


def _phrases(
    cockpit: Cockpit, bindings: Bindings, playbook: Playbook, step: Step
) -> tuple[PhraseView, ...]:
    return tuple(
        _phrase(cockpit, bindings, playbook, slot, phrase)
        for slot, phrase in enumerate(step.phrases, 1)
        if cockpit.speaker.is_offered(phrase)
    )


def _phrase(
    cockpit: Cockpit, bindings: Bindings, playbook: Playbook, slot: int, phrase: Phrase
) -> PhraseView:
    speech = cockpit.speaker.speech(phrase, playbook)
    contact = cockpit.desk.current
    chord, state, reason = "", "off", ""
    if slot <= 9 and not playbook.is_private:
        binding = bindings[f"insert-{slot}"]
        chord = str(binding.chord) if binding.chord else ""
        state, reason = binding.state.value, binding.reason
    return PhraseView(
        slot=slot,
        id=phrase.id,
        title=phrase.title,
        text=speech.text,
        missing=tuple(gap.label for gap in gaps(speech.filled.missing, playbook, {})),
        chord=chord,
        chord_state=state,  # type: ignore[arg-type]  # a State's value is one of the literals
        chord_reason=reason,
        is_used=contact is not None and phrase.id in contact.said,
        is_repeat=speech.is_repeat,
        is_for_colleague=phrase.audience is Audience.COLLEAGUE,
    )


def _choice(cockpit: Cockpit, found: Suggestion) -> ChoiceView:
    cover, origin = found.cover, _origin(cockpit, found.cover.id)
    why = found.why or cover.summary
    return ChoiceView(cover.id, cover.title, why, origin.mark, origin.sentence)


def _origin(cockpit: Cockpit, playbook_id: str) -> Origin:
    return cockpit.origins.get((False, playbook_id), Origin("", ""))


def _start(cockpit: Cockpit) -> StartView:
    found = cockpit.suggestions()
    shown = found if cockpit.is_showing_all else found[:SUGGESTIONS]
    return StartView(
        tuple(_choice(cockpit, each) for each in shown),
        tuple(ChipView(each, each.label, is_chosen=each is cockpit.manner) for each in Manner),
        tuple(ChipView(each, each.label, is_chosen=each is cockpit.trigger) for each in Trigger),
        len(found) - len(shown),
    )


def _waiting(
    cockpit: Cockpit,
    contact: OpenContact,
    now: datetime,
    to_local: Callable[[datetime], datetime],
    *,
    is_here: bool,
) -> OpenContactView:
    playbook = cockpit.library.cover(contact.walk.current.playbook)
    who = contact.customer or contact.reference or "Unnamed contact"
    title = playbook.title if playbook is not None else contact.walk.current.playbook
    since = to_local(contact.started_at).strftime("%H:%M")
    waited = now - contact.aside_since if contact.aside_since is not None else timedelta()
    minutes = max(0, int(waited.total_seconds() // 60))
    return OpenContactView(
        contact.id,
        f"{who} · {title} · since {since}",
        who,
        duration(minutes) if contact.aside_since is not None else "",
        minutes >= LONG_WAIT_MIN,
        is_here,
    )


def _reminders(cockpit: Cockpit, now: datetime) -> tuple[ReminderView, ...]:
    return tuple(
        ReminderView(each.id, each.headline, cockpit.book.full_wording(each), is_overdue(each, now))
        for each in cockpit.book.due()
    )


def _snoozes(cockpit: Cockpit) -> tuple[ChipView, ...]:
    if not cockpit.book.due():
        return ()
    return tuple(ChipView(words, label) for words, label in cockpit.book.snooze_choices())


def _outcome(cockpit: Cockpit, now: datetime) -> OutcomeView | None:
    last = cockpit.speaker.last_insertion
    news = cockpit.promises.news
    if news is not None and news.last is last and abs(now - news.at) < NEWS_FOR:
        return OutcomeView("confirmed", news.text)
    if last is None:
        return None
    if last.outcome.reason == WRONG_CHAT and cockpit.speaker.chats.question is None:
        return None  # it was answered, or the agent has gone elsewhere
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
