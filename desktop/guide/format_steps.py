"""The keys of a step and of what is in it besides phrases."""

from __future__ import annotations

from desktop.guide.format_keys import ONLY_WHILE, Key, Kind, Part
from desktop.guide.vocabulary import Ending

STEP = Part(
    "step",
    "One screenful of guidance.",
    (
        Key(
            "id",
            Kind.ID,
            "Its name within the playbook; branches lead to it. Not `return`.",
            "listen",
            is_required=True,
        ),
        Key("title", Kind.LINE, "One or two words.", "Listen", is_required=True),
        Key(
            "goal",
            Kind.LINE,
            "One sentence: what should be reached before going on.",
            "Let them tell it in their own words.",
            is_required=True,
        ),
        Key("do", Kind.LINES, "What helps here; two or three lines.", "[Let them finish first]"),
        Key(
            "avoid", Kind.LINES, "What makes it worse; one or two lines.", "[Explaining the delay]"
        ),
        Key(
            "checklist",
            Kind.LINES,
            "What must not be forgotten; ticked off once in a contact.",
            "[Read the earlier notes]",
        ),
        Key(
            "ask",
            Kind.LINES,
            "Questions that the agent puts in their own words.",
            '["When did you last see it move?"]',
        ),
        Key(
            "capture",
            Kind.NAMES,
            "Placeholders to fill in here, so that they are known in later steps and recorded.",
            "[new_day]",
        ),
        Key(
            "timer",
            Kind.MAP,
            "How long to give this step, shown as a quiet countdown.",
            "{length: 2 min, label: Let them speak}",
            parts=("timer",),
        ),
        Key(
            "breathing",
            Kind.MAP,
            "A shape that grows and shrinks, for the agent to breathe with.",
            "{in: 4 s, out: 6 s, rounds: 12}",
            parts=("breathing",),
        ),
        Key(
            "rung",
            Kind.RUNG,
            "Which rung of the boundaries ladder this step is; the panel shows the ladder, and "
            "Poise notes each rung with its time.",
            "1",
        ),
        Key(
            "supervisor",
            Kind.LINES,
            "What a supervisor should know of this step.",
            "[A second parcel is fine up to 50 euros]",
        ),
        Key(
            "outcomes",
            Kind.TERMS,
            "How a contact may end in this step; none where it always goes on.",
            "[solved, waiting]",
            terms=Ending,
        ),
        Key(
            "phrases",
            Kind.MAPS,
            "Ready sentences in the order of their keys: own ones, and shared ones by `use` or "
            "`include`.",
            '[{id: listen-open, title: Open, text: "Hello {customer}, what happened?"}]',
            parts=("phrase", "shared phrase"),
        ),
        Key(
            "branches",
            Kind.MAPS,
            "The ways on; without any, and without outcomes, it goes on at the file's next step.",
            "[{id: heard, label: They have told it all, to: return}]",
            parts=("branch",),
        ),
    ),
)

TIMER = Part(
    "timer",
    "A quiet countdown in a step.",
    (
        Key("length", Kind.LENGTH, "From 1 second to 60 minutes.", "1 min 30 s", is_required=True),
        Key("label", Kind.LINE, "What the time is for.", "Let them speak", is_required=True),
    ),
)

BREATHING = Part(
    "breathing",
    "Paced breathing: the rhythm in which a step's shape grows and shrinks.",
    (
        Key("in", Kind.BREATH, "How long the breath in lasts.", "4 s", is_required=True),
        Key("hold", Kind.BREATH, "How long to wait before letting it out; none without it.", "2 s"),
        Key("out", Kind.BREATH, "How long the breath out lasts.", "6 s", is_required=True),
        Key("rounds", Kind.ROUNDS, "How many breaths there are.", "12", is_required=True),
    ),
)

BRANCH = Part(
    "branch",
    "A way on from a step, shown as a button; it has `to` or `playbook`.",
    (
        Key("id", Kind.ID, "Its name within the step.", "heard", is_required=True),
        Key(
            "label",
            Kind.LINE,
            "What has happened, as it stands on the button.",
            "They have told it all",
            is_required=True,
        ),
        Key("key", Kind.KEY, "The letter for it in one-key mode.", "h"),
        Key(
            "to",
            Kind.ID,
            "The step to go to; `return` goes back into the playbook the agent came from.",
            "return",
        ),
        Key(
            "playbook",
            Kind.ID,
            "The other playbook to go into; beside `to: return`, where to go when the contact "
            "began in this one.",
            "boundaries",
        ),
        Key("when", Kind.CONDITION, f"When the branch is offered: {ONLY_WHILE}", "rung >= 1"),
        Key(
            "calmer",
            Kind.FLAG,
            "Whether taking it says that the customer has calmed down; the record notes it, and "
            "the report tells what was said just before.",
            "yes",
        ),
    ),
)
