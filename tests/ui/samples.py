"""Views with realistic texts, for the tests and for the pictures."""

from __future__ import annotations

from dataclasses import replace

from desktop.authoring.draft import Draft
from desktop.ui.own_phrases import OwnPhrases
from desktop.ui.phrase_list import OwnRow
from desktop.ui.view import (
    BranchView,
    BreathingView,
    CheckView,
    ChipView,
    ChoiceView,
    ContactView,
    EarlierView,
    FieldView,
    HandOverView,
    HotkeyHints,
    OfferView,
    OpenContactView,
    OutcomeView,
    PanelView,
    PhraseView,
    QuestionView,
    ReminderView,
    RungView,
    StartView,
    StepView,
    TroubleView,
)

HINTS = HotkeyHints(
    palette="Ctrl+Shift+Space",
    next="Ctrl+Alt+PageDown",
    back="Ctrl+Alt+PageUp",
    toggle_panel="Ctrl+Alt+Home",
    stop_lines="Ctrl+Alt+End",
)
CHOICES = (
    ChoiceView("leap", "LEAP", "Listen, empathise, ask, produce a solution. Short, made for chat."),
    ChoiceView("boundaries", "Boundaries", "Name-calling or shouting: three rungs, none skipped."),
    ChoiceView(
        "cancellation", "Cancellation", "Eligibility, the rule in plain words, what can be."
    ),
    ChoiceView("ideal", "IDEAL", "For the problem behind the feeling: find the root cause."),
)


def phrase(slot: int, title: str, text: str, **changes: object) -> PhraseView:
    """A phrase whose hotkey works."""
    made = PhraseView(
        slot=slot,
        id=f"leap.empathise.{slot}",
        title=title,
        text=text,
        chord=f"Ctrl+Shift+{slot}",
        chord_state="active",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


FEELING = phrase(
    1,
    "Name the feeling",
    "I can hear how tiring this has been, Ms Rivera. Three weeks without an answer would wear "
    "anyone down.",
    is_used=True,
)
OWN = phrase(2, "Take it on", "I’m staying with this until you have a clear answer from us.")
VALID = phrase(
    3,
    "Say it makes sense",
    "It makes sense that you’re upset: you planned around that delivery, it did not come, and then "
    "nobody told you why. I would want an explanation as well, and I am going to get you one "
    "before we finish today.",
)
PARAPHRASE = phrase(
    4, "Check I have it right", "So the parcel was due on 3 May and never came – right?"
)
THANKS = phrase(5, "Thank them", "Thank you for telling me all of this. It helps me help you.")
PHRASES = (FEELING, OWN, VALID, PARAPHRASE, THANKS)

STEP = StepView(
    playbook="LEAP",
    title="Empathise",
    number=2,
    count=4,
    goal="Let them feel that somebody understood what this costs them.",
    do=("Name the feeling in your own words", "Agree with the feeling, not with every fact"),
    avoid=("“I understand”, with nothing after it", "The same apology twice"),
    phrases=PHRASES,
    branches=(),
    can_go_back=True,
    can_go_next=True,
    step_key="c1/empathise/1",
)
LISTEN = replace(
    STEP,
    title="Listen",
    number=1,
    goal="Let them finish before you solve anything.",
    do=("Let the first message come to its end", "Note the facts while they tell you"),
    avoid=("Answering the first sentence only",),
    phrases=(
        phrase(1, "I’m listening", "Please tell me everything from the start – I’m reading along."),
        phrase(2, "Take your time", "Take the time you need. I’m here and I’m not going anywhere."),
    ),
    branches=(
        BranchView("calmer", "They have said it all"),
        BranchView("angrier", "They are getting angrier: name-calling, shouting"),
    ),
    can_go_back=False,
    timer_label="Let them finish",
    timer_s=120,
    step_key="c1/listen/1",
)
RIVERA = ContactView("Ms Rivera", "SR-48213", "Chat")
LEAP = PanelView(
    contact=RIVERA,
    step=STEP,
    outcome=OutcomeView("confirmed", "Inserted into Chromium"),
    target="Chromium",
    hints=HINTS,
)
LISTENING = replace(LEAP, step=LISTEN, outcome=None)
MANNERS = tuple(
    ChipView(word.lower(), word, is_chosen=word == "Angry")
    for word in ("Angry", "Demanding", "Confused", "Stressed", "Abusive")
)
TRIGGERS = tuple(
    ChipView(word.lower(), word, is_chosen=word == "Service delay")
    for word in ("Product failure", "Service delay", "Miscommunication", "Billing", "Cancellation")
)
START = StartView(CHOICES, MANNERS, TRIGGERS, hidden_count=9)
IDLE = PanelView(start=START, hints=HINTS, target="Chromium")
GAPS = replace(
    LEAP,
    step=replace(
        STEP,
        title="Produce a solution",
        number=4,
        goal="Agree on one thing that happens next, and when.",
        do=("Offer two ways, and let them choose",),
        avoid=("“As soon as possible”",),
        phrases=(
            phrase(
                1,
                "Promise a call",
                "I’ll call you back by ‹call-back time› with an answer from ‹who will know›.",
                missing=("call-back time", "who will know"),
            ),
            phrase(
                2,
                "Two ways",
                "There are two ways from here: we send it again today, or you get the money back.",
                chord_state="taken",
                chord_reason="Ctrl+Shift+2 belongs to another program. Click inserts all the same.",
            ),
            phrase(3, "Check the agreement", "Does that work for you?"),
        ),
        can_go_next=False,
    ),
    outcome=OutcomeView(
        "unconfirmed", "Sent, but nobody confirmed it. If it is missing, press Ctrl+V."
    ),
)
REMINDERS = (
    ReminderView("r1", "Call Mr Osei about the refund", "due 14:05"),
    ReminderView("r2", "Send Ms Brandt the new contract", "2 h overdue", is_overdue=True),
)
BROKEN = TroubleView(
    "cancellation.yaml has a mistake; the last good version keeps running.",
    "playbooks/cancellation.yaml:41:7 – write “goal:” before the text.",
)
SNOOZES = (
    ChipView("in 10 min", "10 min"),
    ChipView("after lunch", "After lunch"),
    ChipView("next working day first thing", "Tomorrow 09:00"),
)
BUSY = replace(LISTENING, reminders=REMINDERS[:1], snoozes=SNOOZES, troubles=(BROKEN,))
DUE = replace(
    LEAP,
    reminders=(
        ReminderView("r3", "Call Mr Osei · the refund for the kettle", "since yesterday 10:00"),
        REMINDERS[1],
        ReminderView("r1", "Waiting for Ben Arnold · the photos", "due 14:05"),
    ),
    snoozes=SNOOZES,
)
OFFERED = replace(
    LEAP,
    offers=(
        OfferView("c1/leap/close", "You promised Ms Rivera: news about her parcel", "friday noon"),
    ),
)
CRASHED = replace(IDLE, open_contacts=(OpenContactView("c7", "Ms Rivera · LEAP · since 14:05"),))
NO_KEYS = replace(
    LEAP,
    step=replace(STEP, phrases=tuple(replace(p, chord="", chord_state="off") for p in PHRASES[:3])),
    hotkeys_off="Hotkeys do not work in this session. Click a phrase: it is copied for you.",
    outcome=OutcomeView("copied", "Copied – press Ctrl+V in the chat"),
    hints=HotkeyHints(),
)
REFUSED = replace(
    LEAP, outcome=OutcomeView("refused", "Nothing inserted: Shift was still held down.")
)
FOLDED = replace(LEAP, is_collapsed=True)
WORDY = replace(
    BUSY,
    step=replace(
        STEP,
        goal="Let them feel that somebody understood what this costs them, " * 3,
        do=tuple(f"{n}: " + "agree with the feeling, never with every fact " * 3 for n in range(4)),
        phrases=tuple(
            phrase(
                n,
                "A title that is much longer than anybody would ever write on purpose " * 2,
                "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhersteller " * 3
                + "今日はどうされましたか。" * 9
                + "😀" * 40,
            )
            for n in range(1, 10)
        ),
        branches=tuple(BranchView(str(n), "They are getting angrier " * 5) for n in range(4)),
    ),
    contact=ContactView("Maria-Magdalena von und zu Hohenlohe-Langenburg", "SR-4" * 9, "Telephone"),
    reminders=tuple(replace(REMINDERS[n % 2], id=f"r{n}") for n in range(8)),
    snoozes=SNOOZES,
    target="A program with a very long name indeed, and then some",
    outcome=OutcomeView("refused", "Nothing inserted, because the window changed. " * 4),
)
GUIDED = replace(
    LEAP,
    step=replace(
        STEP,
        ask=("When did it begin?",),
        checklist=(
            CheckView("Checked the order", True),
            CheckView("Read the notes", False),
        ),
        fields=(FieldView("root_cause", "Root cause", ""), FieldView("need", "Need", "By Friday")),
        phrases=PHRASES[:3],
    ),
)
SEVERAL = replace(
    LEAP,
    open_contacts=(
        OpenContactView("c8", "Mr Okafor · LEAP · since 14:01", "Mr Okafor", "2 min"),
        OpenContactView("c9", "48113 · Billing · since 13:40", "48113", "12 min", is_long=True),
    ),
)
HERE = replace(
    SEVERAL,
    open_contacts=(replace(SEVERAL.open_contacts[0], is_here=True), *SEVERAL.open_contacts[1:]),
)
ASKED = replace(
    HERE,
    question=QuestionView(
        "This looks like the chat with Mr Okafor.",
        "You have Ms Rivera in hand. Nothing was inserted.",
        (
            ChoiceView("go", "Go to Mr Okafor", "Inserts nothing. Or press Ctrl+Shift+F10."),
            ChoiceView(
                "insert", "Insert here for Ms Rivera", "Does not ask about this chat again."
            ),
        ),
    ),
)
LADDER = replace(
    LISTENING,
    ladder=(
        RungView(1, "Asked", "2 × · 14:05"),
        RungView(2, "Named", "12 min ago", is_current=True),
        RungView(3, "Warned"),
    ),
)
HAND_OVER = replace(
    IDLE,
    hand_overs=(
        HandOverView(
            "c5",
            "Hand over: Ms Wei",
            "Boundaries: rung 1 at 14:05, rung 2 at 14:09, rung 3 at 14:12.\n"
            "Said last: “Clear warning” · “Ending it now”\n"
            "Help with the brief: Hand-over · Give the brief",
        ),
    ),
)
BREATHING = replace(
    IDLE,
    step=replace(
        STEP,
        playbook="Reset",
        title="Breathe",
        goal="Let each breath out last longer than the breath in.",
        phrases=(replace(THANKS, slot=1, chord="", chord_state="off"),),
        breathing=BreathingView(in_s=4, out_s=6, rounds=12),
        is_private=True,
        step_key="a/reset/2/breathe",
    ),
)
TO_COLLEAGUE = replace(
    LEAP,
    step=replace(
        STEP,
        phrases=(replace(FEELING, is_for_colleague=True), replace(OWN, is_for_colleague=True)),
    ),
)
SEEN = replace(
    LEAP,
    earlier=EarlierView(
        "Seen before: 2 contacts",
        "Last Thu 19 Nov, escalated",
        "Call back about the refund",
        "due tomorrow 15:00",
    ),
)
SEEN_ALL = replace(
    LISTENING,
    earlier=EarlierView(
        "Seen before: 12 contacts",
        "Last yesterday, ended for conduct; 3 more by name",
        "2 promises: Call Ms Rivera · the refund for the kettle",
        "2 h overdue",
        is_late=True,
    ),
)
SEEN_NAME = replace(
    LISTENING,
    earlier=EarlierView("Same name: 2 contacts", "Another reference; last Thu 19 Nov, escalated"),
)
ALL = {
    "idle": IDLE,
    "listen": LISTENING,
    "leap": LEAP,
    "gaps": GAPS,
    "busy": BUSY,
    "crashed": CRASHED,
    "no-keys": NO_KEYS,
    "refused": REFUSED,
    "collapsed": FOLDED,
    "wordy": WORDY,
    "due": DUE,
    "offered": OFFERED,
    "guided": GUIDED,
    "several": SEVERAL,
    "here": HERE,
    "asked": ASKED,
    "ladder": LADDER,
    "hand-over": HAND_OVER,
    "seen": SEEN,
    "seen-all": SEEN_ALL,
    "seen-name": SEEN_NAME,
    "seen-collapsed": replace(SEEN_ALL, is_collapsed=True),
    "breathing": BREATHING,
    "to-colleague": TO_COLLEAGUE,
    "hand-over-busy": replace(LADDER, hand_overs=HAND_OVER.hand_overs),
}
OWN_DRAFT = Draft(
    "my-still-looking",
    "Still looking",
    "I'm still at it, {customer}. You will hear from me by {callback_time}.",
    wordings=("No news yet, {customer}, but I haven't let go of it.",),
    email=("Dear {customer},\n\nI'm still looking into it. You will hear from me soon.",),
    tags=("waiting", "update"),
    tone="warm",
)
OWN_ROWS = (
    OwnRow("my-still-looking", "Still looking", OWN_DRAFT.text, 0),
    OwnRow("my-thanks", "Thanks for the picture", "Thank you, that helps me a lot.", 1),
    OwnRow("my-bye", "Until tomorrow", "I'll write to you tomorrow at ten.", 2),
)


def show_own_phrases(window: OwnPhrases) -> None:
    """The window of own phrases with three of them."""
    window.show_sections(["My phrases", "Words about parcels"], 0)
    window.show_rows(OWN_ROWS, 0, can_order=True)
    window.show_gaps([("customer", "Customer"), ("agent", "Your name"), ("day", "Call-back time")])
    window.show_phrase(OWN_DRAFT)
    window.show_notes(())
    window.show_preview("I'm still at it, Ms Rivera. You will hear from me by ‹Call-back time›.")
    window.show_status("Saved in my-phrases.yaml")
    window.show_undo("the change of “Still looking”")
