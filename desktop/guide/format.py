"""Every key of a playbook and of a phrase file, described once for people.

The schema that editors use (`schema`) and the author's guide are made from this. The readers
decide what is right; a test holds the two together.
"""

from __future__ import annotations

from desktop.guide.format_keys import Key, Kind, Part
from desktop.guide.format_phrases import PHRASE, PROMISE, SHARED_PHRASE
from desktop.guide.format_steps import BRANCH, BREATHING, STEP, TIMER
from desktop.guide.vocabulary import Channel, FieldType, Manner, RecordField, Trigger

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

PARTS = (
    *(PLAYBOOK, PLACEHOLDER, STEP, TIMER, BREATHING),
    *(PHRASE, PROMISE, SHARED_PHRASE, BRANCH, PHRASE_FILE),
)
"""All parts, in the order of the guide."""
