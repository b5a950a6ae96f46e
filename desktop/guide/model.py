"""A playbook as values: what a team lead wrote, checked and frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.guide.conditions import ALWAYS, Condition
from desktop.guide.vocabulary import (
    Audience,
    Channel,
    Ending,
    FieldType,
    Manner,
    Medium,
    RecordField,
    Tone,
    Trigger,
    Way,
)

FORMAT_VERSION = 1
"""The playbook format this program reads (the top-level key `poise:` of a file)."""

BUILT_IN_PLACEHOLDERS = ("customer", "agent", "reference")
"""Placeholders every phrase may use without declaring them."""

RETURN = "return"
"""The `to:` of a branch that leads back to where the agent came from; no step is called so."""


@dataclass(frozen=True, slots=True)
class Place:
    """One step of one playbook, by ids: where an agent stands or has been."""

    playbook: str
    step: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A word the agent fills in, such as `{callback_time}`.

    Args:
        name: As it stands in the braces.
        label: What to ask for.
        example: One such word, for the author's pictures and the agent's form.
        type: What may be filled in.
        default: Filled in until the agent says something else; "" for none.
        choices: The words to choose from, where `type` is CHOICE.
        is_remembered: Whether it is asked once per contact, or each time.
        record: What it means in the record of the contact, if anything.
    """

    name: str
    label: str
    example: str = ""
    type: FieldType = FieldType.TEXT
    default: str = ""
    choices: tuple[str, ...] = ()
    is_remembered: bool = True
    record: RecordField | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """The same phrase for another medium or in another language.

    Args:
        texts: Alternatives to each other, one or more.
        medium: None where it is for a language.
        language: "" where it is for a medium.
    """

    texts: tuple[str, ...]
    medium: Medium | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """What a phrase promises: templates like its texts, "" where the record's word says it."""

    way: Way
    what: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A ready sentence. All its texts are templates (see `phrases.template`), never code.

    Args:
        id: Of its own in its file.
        title: What the agent looks for.
        text: Its first wording, for a chat.
        tags: More words to find it by.
        tone: How it sounds.
        wordings: Alternatives to `text`, so that nobody reads the same twice.
        variants: Texts for other media and languages.
        when: Where it is offered.
        file: The shared phrase file it comes from, "" for the playbook's own.
        audience: Whom it is meant for.
        promise: What it promises; None for nothing.
    """

    id: str
    title: str
    text: str
    tags: tuple[str, ...] = ()
    tone: Tone | None = None
    wordings: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    when: Condition = ALWAYS
    file: str = ""
    audience: Audience = Audience.CUSTOMER
    promise: Promised | None = None

    def texts(self, medium: Medium | None = None, language: str = "") -> tuple[str, ...]:
        """The wordings that fit, alternatives to each other; the chat's where none is made for it.

        Args:
            medium: None while the channel is not known.
            language: "" for the playbook's own; it counts before the medium.
        """
        for variant in self.variants:
            if language and variant.language == language:
                return variant.texts
        for variant in self.variants:
            if medium is not None and variant.medium is medium:
                return variant.texts
        return (self.text, *self.wordings)

    def all_texts(self) -> tuple[str, ...]:
        """Every wording for every medium and language."""
        others = (text for variant in self.variants for text in variant.texts)
        return (self.text, *self.wordings, *others)

    def templates(self) -> tuple[str, ...]:
        """All that may have gaps: its texts, and what it promises."""
        promised = (self.promise.what, self.promise.when) if self.promise is not None else ()
        return (*self.all_texts(), *promised)


@dataclass(frozen=True, slots=True)
class Branch:
    """A way on from a step: to another step of this playbook, or into another playbook.

    Exactly one of `step` and `playbook` is set, except where `step` is `RETURN`: there
    `playbook` says where to go when the contact began in this playbook.

    Args:
        id: Of its own in its step.
        label: What has happened: "They have told it all".
        step: Of this playbook.
        playbook: Another one.
        key: The bare letter of the one-key mode, "" for none.
        when: Where it is offered.
        is_calmer: Whether taking it says that the customer has calmed down.
    """

    id: str
    label: str
    step: str = ""
    playbook: str = ""
    key: str = ""
    when: Condition = ALWAYS
    is_calmer: bool = False


@dataclass(frozen=True, slots=True)
class StepTimer:
    """How long to give a step, shown as a quiet countdown ("let them speak")."""

    seconds: int
    label: str


@dataclass(frozen=True, slots=True)
class Breathing:
    """Paced breathing in a step: how long each part of a breath lasts, and how many there are.

    Args:
        in_s, out_s: Seconds of taking the breath in and of letting it out.
        rounds: How many breaths.
        hold_s: Seconds between the two; 0 for none.
    """

    in_s: int
    out_s: int
    rounds: int
    hold_s: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One screenful of guidance.

    Args:
        id: Of its own in the playbook.
        title: One or two words.
        goal: One sentence.
        do, avoid: Short lines.
        phrases: In the order of their keys.
        branches: Where it goes on; see `walk.following` for what comes without them.
        timer: None for none.
        checklist: What to tick off, once per contact.
        ask: Questions to put, in the agent's own words.
        capture: Names of placeholders to fill in here, for the record.
        rung: Of the boundaries ladder, 1 to 3; 0 for none.
        supervisor: What a supervisor should know of this step.
        outcomes: How a contact may end here; none where it goes on.
        breathing: None for none.
    """

    id: str
    title: str
    goal: str
    do: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    branches: tuple[Branch, ...] = ()
    timer: StepTimer | None = None
    checklist: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    capture: tuple[str, ...] = ()
    rung: int = 0
    supervisor: tuple[str, ...] = ()
    outcomes: tuple[Ending, ...] = ()
    breathing: Breathing | None = None


@dataclass(frozen=True, slots=True)
class Playbook:
    """A method, walked step by step.

    Args:
        id: Of its own among all playbooks.
        title: Its name.
        summary: What it is for, one line.
        steps: At least one; the first is where it begins.
        placeholders: Those its phrases use besides the built-in ones.
        source: The file.
        language: Of its texts (BCP 47).
        owner: Who keeps it right.
        review_by: When somebody should look at it again; None for never.
        triggers, manners: What it is made for; none means anything.
        channels: Where it can be used; none means everywhere.
        is_private: For the agent alone: nothing of it enters the record.
    """

    id: str
    title: str
    summary: str
    steps: tuple[Step, ...]
    placeholders: tuple[Placeholder, ...] = ()
    source: Path = Path()
    language: str = "en"
    owner: str = ""
    review_by: date | None = None
    triggers: tuple[Trigger, ...] = ()
    manners: tuple[Manner, ...] = ()
    channels: tuple[Channel, ...] = ()
    is_private: bool = False

    def step(self, step_id: str) -> Step | None:
        """The step with this id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    def number_of(self, step_id: str) -> int:
        """The step's place in the playbook, counted from 1; 0 when there is none."""
        return next((n for n, step in enumerate(self.steps, 1) if step.id == step_id), 0)

    def phrase(self, phrase_id: str) -> Phrase | None:
        """The phrase with this id anywhere in the playbook, or None."""
        return next(
            (phrase for step in self.steps for phrase in step.phrases if phrase.id == phrase_id),
            None,
        )


@dataclass(frozen=True, slots=True)
class PhraseFile:
    """Phrases that several playbooks share, or that are found in the palette alone.

    Args:
        id: Of its own among all phrase files.
        title: Its name.
        phrases: In the order of the file.
        placeholders: Those its phrases use besides the built-in ones.
        source, language, owner, review_by: As in `Playbook`.
    """

    id: str
    title: str
    phrases: tuple[Phrase, ...]
    placeholders: tuple[Placeholder, ...] = ()
    source: Path = Path()
    language: str = "en"
    owner: str = ""
    review_by: date | None = None

    def as_playbook(self) -> Playbook:
        """Its phrases where a playbook is needed to say them from."""
        phrases = tuple(replace(each, file=self.id) for each in self.phrases)
        step = Step(self.id, self.title, "", phrases=phrases)
        return Playbook(self.id, self.title, "", (step,), self.placeholders, self.source)


@dataclass(frozen=True, slots=True)
class Cover:
    """What is said of a playbook where somebody chooses among many: all but its steps.

    Fields as in `Playbook`; `step_count` is how many steps it has.
    """

    id: str
    title: str
    summary: str = ""
    step_count: int = 0
    source: Path = Path()
    language: str = "en"
    triggers: tuple[Trigger, ...] = ()
    manners: tuple[Manner, ...] = ()
    channels: tuple[Channel, ...] = ()
    is_private: bool = False

    @classmethod
    def of(cls, book: Playbook | PhraseFile) -> Cover:
        """The cover of a playbook or of a phrase file."""
        if isinstance(book, PhraseFile):
            return cls(book.id, book.title, source=book.source, language=book.language)
        return cls(
            book.id,
            book.title,
            book.summary,
            len(book.steps),
            book.source,
            book.language,
            book.triggers,
            book.manners,
            book.channels,
            book.is_private,
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file, at a place a person can go to (`line` and `column` from 1)."""

    path: Path
    line: int
    column: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.what} {self.remedy}".rstrip()
