"""What the panel shows, as values: the composition root makes them, the widgets draw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChordState = Literal["active", "taken", "off"]


@dataclass(frozen=True, slots=True)
class PhraseView:
    """One phrase button: `text` as it will be inserted, gaps shown as ‹label›."""

    slot: int
    id: str
    title: str
    text: str
    missing: tuple[str, ...] = ()  # labels of placeholders that still need a value
    chord: str = ""
    chord_state: ChordState = "off"
    chord_reason: str = ""
    is_used: bool = False  # said to this customer, in whatever wording
    is_repeat: bool = False  # in just this wording
    is_for_colleague: bool = False  # it should not go to the customer


@dataclass(frozen=True, slots=True)
class BranchView:
    """A way on from the step."""

    id: str
    label: str
    key: str = ""  # the bare letter of the one-key mode


@dataclass(frozen=True, slots=True)
class CheckView:
    """An item of the step's checklist."""

    item: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """Something to write down at this step; `word` is "" while it is open."""

    name: str
    label: str
    word: str


@dataclass(frozen=True, slots=True)
class BreathingView:
    """Paced breathing: seconds of each part of a breath, and how many breaths there are."""

    in_s: int
    out_s: int
    rounds: int
    hold_s: int = 0


@dataclass(frozen=True, slots=True)
class StepView:
    """The current step of the playbook."""

    playbook: str
    title: str
    number: int
    count: int
    goal: str
    do: tuple[str, ...]
    avoid: tuple[str, ...]
    phrases: tuple[PhraseView, ...]
    branches: tuple[BranchView, ...]
    can_go_back: bool
    can_go_next: bool
    timer_label: str = ""
    timer_s: int = 0  # 0: the step has no timer
    step_key: str = ""  # changes when the step is entered anew: restarts the timer
    ask: tuple[str, ...] = ()
    checklist: tuple[CheckView, ...] = ()
    fields: tuple[FieldView, ...] = ()
    rung: int = 0  # of the boundaries ladder; 0: not on it
    is_private: bool = False  # nothing of it is written down
    breathing: BreathingView | None = None
    origin: str = ""  # "yours": the playbook stands in the place of another one
    origin_hint: str = ""  # the same as a sentence


@dataclass(frozen=True, slots=True)
class ContactView:
    """Whom the agent is talking to; empty strings where it is not known yet."""

    customer: str
    reference: str
    channel: str
    language: str = ""  # BCP 47, where another than the playbook's was chosen


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A playbook that can be started."""

    id: str
    title: str
    summary: str
    origin: str = ""  # "yours": it stands in the place of another one
    origin_hint: str = ""  # the same as a sentence


@dataclass(frozen=True, slots=True)
class ChipView:
    """A small choice."""

    id: str
    label: str
    note: str = ""  # "12 min"
    hint: str = ""
    is_chosen: bool = False
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class StartView:
    """What a contact can be started with."""

    choices: tuple[ChoiceView, ...] = ()
    manners: tuple[ChipView, ...] = ()
    triggers: tuple[ChipView, ...] = ()
    hidden_count: int = 0  # playbooks that fit less well and are shown on demand


@dataclass(frozen=True, slots=True)
class RungView:
    """One rung of the boundaries ladder."""

    number: int
    label: str
    note: str = ""  # "12 min ago"; "" while it was not entered
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Something the agent decides before anything goes into a chat; `answers` are few."""

    text: str
    detail: str
    answers: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class HandOverView:
    """A contact that was ended and is still to be passed on."""

    id: str
    headline: str
    detail: str


@dataclass(frozen=True, slots=True)
class OpenContactView:
    """A contact that was set aside or left open by a crash."""

    id: str
    label: str  # "Rivera · LEAP · since 14:05"
    who: str = ""
    waiting: str = ""  # "12 min"
    is_long: bool = False  # longer than a customer waits gladly
    is_here: bool = False  # its chat seems to be the one in front


@dataclass(frozen=True, slots=True)
class EarlierView:
    """Earlier contacts that may have been with the same customer."""

    headline: str
    detail: str = ""
    promise: str = ""  # what is still to be kept
    due: str = ""  # until when
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class ReminderView:
    """A reminder that is due now."""

    id: str
    text: str
    due: str  # "due 14:05" / "2 h overdue"
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class DaySectionView:
    """Some promises of the end-of-day view."""

    title: str
    reminders: tuple[ReminderView, ...]


@dataclass(frozen=True, slots=True)
class OfferView:
    """A promise that was just said and of which no reminder was made."""

    id: str
    headline: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """The quiet line: how the last insertion went."""

    kind: Literal["confirmed", "unconfirmed", "refused", "copied"]
    text: str


@dataclass(frozen=True, slots=True)
class PermissionView:
    """Something that the system lets Poise do, or not; `is_given` is None when nobody decided."""

    id: str
    name: str
    is_given: bool | None
    state: str
    button: str


@dataclass(frozen=True, slots=True)
class TroubleView:
    """Something is wrong, where, and what to do."""

    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class HotkeyHints:
    """Chords of the panel's own actions, printed on their buttons; "" hides the hint."""

    palette: str = ""
    next: str = ""
    back: str = ""
    toggle_panel: str = ""
    stop_lines: str = ""


@dataclass(frozen=True, slots=True)
class OneKeyView:
    """The one-key mode while it is open."""

    opening: int  # another number: its time begins anew
    length_s: float
    refused: frozenset[str] = frozenset()  # keys that cannot be had


@dataclass(frozen=True, slots=True)
class PanelView:
    """Everything the panel shows at one moment."""

    contact: ContactView | None = None
    step: StepView | None = None
    start: StartView = StartView()
    open_contacts: tuple[OpenContactView, ...] = ()
    reminders: tuple[ReminderView, ...] = ()  # the longest overdue first
    snoozes: tuple[ChipView, ...] = ()  # how one is put off; the ids are words for a time
    offers: tuple[OfferView, ...] = ()  # the newest first
    outcome: OutcomeView | None = None
    troubles: tuple[TroubleView, ...] = ()
    question: QuestionView | None = None
    ladder: tuple[RungView, ...] = ()  # empty where the talk never came to it
    hand_overs: tuple[HandOverView, ...] = ()
    earlier: EarlierView | None = None
    target: str = ""  # program the next phrase would go to, "" when there is none
    hints: HotkeyHints = HotkeyHints()
    hotkeys_off: str = ""  # a sentence when no hotkey works here at all
    is_collapsed: bool = False
    one_key: OneKeyView | None = None
