"""The words of the field that playbooks may use: what made a contact hard, and how.

Their values stand in files and in the record, so they stay as they are; the labels are for people.
"""

from __future__ import annotations

from enum import StrEnum


class Term(StrEnum):
    """A word of a fixed list."""

    @property
    def label(self) -> str:
        """The word as the panel shows it."""
        return self.value.replace("-", " ").capitalize()


class Trigger(Term):
    """What the customer is upset about."""

    EXPECTATIONS = "unmet-expectations"
    PRODUCT_FAILURE = "product-failure"
    SERVICE_DELAY = "service-delay"
    MISCOMMUNICATION = "miscommunication"
    PERSONAL_STYLES = "personal-styles"
    LANGUAGE_OR_CULTURE = "language-or-culture"
    COMPLICATED_PROCESS = "complicated-process"
    TECHNICAL_TROUBLE = "technical-trouble"
    REPEAT_COMPLAINT = "repeat-complaint"
    CANCELLATION = "cancellation"
    BILLING = "billing"


class Manner(Term):
    """How the customer comes across."""

    ANGRY = "angry"
    DEMANDING = "demanding"
    CONFUSED = "confused"
    STRESSED = "stressed"
    ABUSIVE = "abusive"


class Channel(Term):
    """How the agent talks to the customer."""

    CHAT = "chat"
    EMAIL = "email"
    PHONE = "phone"
    VIDEO = "video"

    @property
    def medium(self) -> Medium:
        """Which wording of a phrase fits it."""
        return _MEDIA.get(self, Medium.CHAT)


class Medium(Term):
    """A way of wording: what is typed, written, or said."""

    CHAT = "chat"
    EMAIL = "email"
    SPOKEN = "spoken"


_MEDIA = {
    Channel.EMAIL: Medium.EMAIL,
    Channel.PHONE: Medium.SPOKEN,
    Channel.VIDEO: Medium.SPOKEN,
}


class Tone(Term):
    """How a phrase sounds."""

    WARM = "warm"
    PLAIN = "plain"
    FIRM = "firm"
    FORMAL = "formal"


class Audience(Term):
    """Whom a phrase is meant for."""

    CUSTOMER = "customer"
    COLLEAGUE = "colleague"


class FieldType(Term):
    """What may be filled in for a placeholder."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"


class RecordField(Term):
    """Where a word that was filled in belongs in the record of the contact."""

    ROOT_CAUSE = "root-cause"
    OPTION = "option"
    AGREED = "agreed"
    PROMISE = "promise"
    FEEDBACK_SCORE = "feedback-score"
    FEEDBACK = "feedback"
    NOTE = "note"


class Way(Term):
    """How a promise is kept."""

    CALL = "call"
    EMAIL = "email"
    CHAT = "chat"
    OTHER = "other"


class Ending(Term):
    """How a contact may end."""

    SOLVED = "solved"
    WAITING = "waiting"
    ESCALATED = "escalated"
    ENDED_FOR_CONDUCT = "ended-for-conduct"
    LOST = "lost"


def ended_as(outcome: str) -> str:
    """A line that says how a contact ended; of an ending of a newer Poise, too."""
    words = outcome.replace("-", " ")
    return words.capitalize() if words.startswith("ended ") else f"Ended: {words}"
