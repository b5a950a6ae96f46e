"""The keys of a phrase, of what it promises, and of what may stand in its place."""

from __future__ import annotations

from desktop.guide.format_keys import ONLY_WHILE, Key, Kind, Part
from desktop.guide.vocabulary import Audience, Tone, Way

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
        Key("when", Kind.CONDITION, f"When the phrase is offered: {ONLY_WHILE}", "channel is chat"),
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
