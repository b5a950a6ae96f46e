"""Every key of a playbook and of a phrase file, described once for people.

The schema that editors use (`schema`) and the author's guide are made from this. The readers
decide what is right; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop.guide.vocabulary import (
    Audience,
    Channel,
    Ending,
    FieldType,
    Manner,
    RecordField,
    Term,
    Tone,
    Trigger,
    Way,
)


class Kind(Enum):
    """What is written behind a key; the values are for the guide."""

    FORMAT = "the number 1"
    ID = "an id"
    LINE = "a short text"
    LINES = "a list of short texts"
    PHRASE = "a text"
    PHRASES = "a text, or a list of texts"
    LANGUAGE = "its short name, like `en` or `de-AT`"
    DAY = "a day: year-month-day"
    FLAG = "yes or no"
    RUNG = "1, 2 or 3"
    LENGTH = "a time, like `90 s`, `2 min` or `1:30`"
    BREATH = "a time up to 20 seconds, like `4 s`"
    ROUNDS = "a whole number, 1 to 60"
    KEY = "a letter other than n and b"
    CONDITION = "a condition"
    NAMES = "a list of placeholder names"
    SHARED = "the file's id, a slash, the phrase's id"
    TERM = "a fixed word"
    TERMS = "a list of fixed words"
    MAP = "its keys below it, indented"
    MAPS = "a list, each entry with its keys"
    NAMED = "a name on each line, its keys below it"
    LANGUAGES = "a language on each line, its texts behind it"


@dataclass(frozen=True, slots=True)
class Key:
    """One key that an author may write.

    Args:
        name: As it stands in the file.
        kind: What is written behind it.
        meaning: One sentence.
        example: As it could stand behind the key and a colon, in YAML.
        is_required: Whether the file is wrong without it.
        terms: The fixed list, for TERM and TERMS.
        parts: The names of the parts below it, for MAP, MAPS and NAMED.
    """

    name: str
    kind: Kind
    meaning: str
    example: str
    is_required: bool = False
    terms: type[Term] | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file that has keys.

    Args:
        name: What people call it: "step".
        meaning: One sentence.
        keys: In the order in which they are best written.
    """

    name: str
    meaning: str
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key:
        """The key with this name.

        Raises:
            KeyError: There is none.
        """
        for key in self.keys:
            if key.name == name:
                return key
        raise KeyError(name)


_POISE = Key(
    "poise",
    Kind.FORMAT,
    "The version of this format, best as the first line: a later Poise knows by it how to read on.",
    "1",
    is_required=True,
)
_LANGUAGE = Key("language", Kind.LANGUAGE, "The language of the texts; English without it.", "en")
_OWNER = Key("owner", Kind.LINE, "Who keeps it right: a person or a team.", "Marta, parcels team")
_REVIEW_BY = Key(
    "review_by",
    Kind.DAY,
    "When somebody should read it again and retire stale words.",
    "2027-01-31",
)
_PLACEHOLDERS = Key(
    "placeholders",
    Kind.NAMED,
    "The words that the agent fills in, such as `{new_day}` in a phrase.",
    "{new_day: {label: New delivery day, example: Friday}}",
    parts=("placeholder",),
)
_WHEN = "it stands there only while this holds; without it, always."

PLAYBOOK = Part(
    "playbook",
    "A method that an agent walks step by step.",
    (
        _POISE,
        Key(
            "id",
            Kind.ID,
            "The name by which Poise knows it; no other playbook of yours may have it, and one "
            "with the id of a playbook that came with Poise takes its place.",
            "late-parcel",
            is_required=True,
        ),
        Key("title", Kind.LINE, "What agents call it.", "Late parcel", is_required=True),
        Key(
            "summary",
            Kind.LINE,
            "One line that says what it is for; agents read it when they choose.",
            "A parcel has not come. Find it, then agree on a way.",
            is_required=True,
        ),
        _LANGUAGE,
        _OWNER,
        _REVIEW_BY,
        Key(
            "triggers",
            Kind.TERMS,
            "What customers are upset about when this playbook is a good choice; none: anything.",
            "[service-delay]",
            terms=Trigger,
        ),
        Key(
            "manners",
            Kind.TERMS,
            "How customers come across when it is a good choice; none: however they do.",
            "[angry, stressed]",
            terms=Manner,
        ),
        Key(
            "channels",
            Kind.TERMS,
            "How one talks to the customer when it can be used; none: in every way.",
            "[chat, email]",
            terms=Channel,
        ),
        Key(
            "private",
            Kind.FLAG,
            "Whether it is for the agent alone: nothing of it enters the record.",
            "no",
        ),
        _PLACEHOLDERS,
        Key(
            "steps",
            Kind.MAPS,
            "The steps; the first one is where the agent begins.",
            "[{id: listen, title: Listen, goal: Let them tell it in their own words.}]",
            is_required=True,
            parts=("step",),
        ),
    ),
)

PHRASE_FILE = Part(
    "phrase file",
    "Phrases that several playbooks share.",
    (
        _POISE,
        Key(
            "id",
            Kind.ID,
            "The name by which playbooks use it; no other phrase file of yours may have it.",
            "parcel-words",
            is_required=True,
        ),
        Key("title", Kind.LINE, "What people call it.", "Words about parcels", is_required=True),
        _LANGUAGE,
        _OWNER,
        _REVIEW_BY,
        _PLACEHOLDERS,
        Key(
            "phrases",
            Kind.MAPS,
            "The phrases.",
            '[{id: open, title: Open, text: "Hello {customer}, what happened?"}]',
            is_required=True,
            parts=("phrase",),
        ),
    ),
)

PLACEHOLDER = Part(
    "placeholder",
    "A word that the agent fills in; its name stands before it, in small letters, digits and `_`.",
    (
        Key("label", Kind.LINE, "What Poise asks for.", "New delivery day", is_required=True),
        Key("example", Kind.LINE, "One such word, to show what is meant.", "Friday"),
        Key(
            "type",
            Kind.TERM,
            "What may be filled in; without it a text, or a choice where there are `choices`.",
            "choice",
            terms=FieldType,
        ),
        Key("default", Kind.LINE, "Filled in until the agent says something else.", "Friday"),
        Key("choices", Kind.LINES, "The words to choose from.", "[Friday, Saturday]"),
        Key(
            "remember",
            Kind.FLAG,
            "Whether it is asked once for the whole contact, as usual, or every time (no).",
            "no",
        ),
        Key(
            "record",
            Kind.TERM,
            "What the word is in the record of the contact; without it, none.",
            "promise",
            terms=RecordField,
        ),
    ),
)

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

PHRASE = Part(
    "phrase",
    "A ready sentence, with its wordings for other media and languages.",
    (
        Key("id", Kind.ID, "Its name within the file.", "listen-open", is_required=True),
        Key("title", Kind.LINE, "What the agent looks for; a few words.", "Open", is_required=True),
        Key("tags", Kind.LINES, "More words to find it by.", "[hello, greeting]"),
        Key("tone", Kind.TERM, "How it sounds.", "warm", terms=Tone),
        Key(
            "audience",
            Kind.TERM,
            "Whom it is meant for; the customer without it.",
            "colleague",
            terms=Audience,
        ),
        Key(
            "text",
            Kind.PHRASE,
            "The sentence as one would type it in a chat.",
            '"Hello {customer}, I can see something has gone wrong. What happened?"',
            is_required=True,
        ),
        Key(
            "wordings",
            Kind.PHRASES,
            "Other ways to say the same, so that no customer reads it twice in the same words.",
            '["Hi {customer}, tell me what went wrong, and take your time."]',
        ),
        Key(
            "email",
            Kind.PHRASES,
            "What to write in an e-mail instead.",
            '"Dear {customer},\\nthank you for writing to us."',
        ),
        Key(
            "spoken",
            Kind.PHRASES,
            "What to say on the phone or on video instead.",
            '"Hello, this is {agent}. What happened?"',
        ),
        Key(
            "languages",
            Kind.LANGUAGES,
            "The phrase in other languages.",
            '{de: "Hallo {customer}, was ist passiert?"}',
        ),
        Key("when", Kind.CONDITION, f"When the phrase is offered: {_WHEN}", "channel is chat"),
        Key(
            "promise",
            Kind.MAP,
            "It promises something: once it was said, the panel offers to set a reminder, filled "
            "in.",
            '{what: "news about {reference}", how: call, when: "{new_day}"}',
            parts=("promise",),
        ),
    ),
)

PROMISE = Part(
    "promise",
    "What a phrase promises; placeholders in it are filled as in the phrase.",
    (
        Key(
            "what",
            Kind.PHRASE,
            "What was promised; without it, the word that is a promise in the record, or the "
            "phrase's title.",
            '"news about {reference}"',
        ),
        Key("how", Kind.TERM, "How it will be kept.", "call", is_required=True, terms=Way),
        Key(
            "when",
            Kind.PHRASE,
            "By when; without it, the time at the end of the word that is a promise in the record.",
            '"{new_day}"',
        ),
    ),
)

SHARED_PHRASE = Part(
    "shared phrase",
    "Stands among a step's phrases in place of one; exactly one of the two keys.",
    (
        Key("use", Kind.SHARED, "Puts one phrase of a phrase file here.", "parcel-words/open"),
        Key("include", Kind.ID, "Puts all phrases of a phrase file here.", "parcel-words"),
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
        Key("when", Kind.CONDITION, f"When the branch is offered: {_WHEN}", "rung >= 1"),
        Key(
            "calmer",
            Kind.FLAG,
            "Whether taking it says that the customer has calmed down; the record notes it, and "
            "the report tells what was said just before.",
            "yes",
        ),
    ),
)

PARTS = (
    *(PLAYBOOK, PLACEHOLDER, STEP, TIMER, BREATHING),
    *(PHRASE, PROMISE, SHARED_PHRASE, BRANCH, PHRASE_FILE),
)
"""All parts, in the order of the guide."""
