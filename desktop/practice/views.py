"""What a window or a terminal shows of practice, as values."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.practice.model import Effect


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """Somebody to choose."""

    id: str
    title: str
    about: str  # "Ms Rivera · Angry · Service delay · Chat"


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said, by the customer or by the agent.

    Args:
        name: Who said it.
        text: What.
        effect: What it did to the customer; None where the customer said it.
        why: What the method says about it; "" where the customer said it.
    """

    name: str
    text: str
    effect: Effect | None = None
    why: str = ""

    @property
    def is_agent(self) -> bool:
        """Whether the agent said it."""
        return self.effect is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose; `note` says where on the panel a ready phrase stands, else ""."""

    number: int
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to take along.

    Args:
        said: What the agent said.
        why: What the method says about it.
        better: What to try instead; "" where it went well.
        better_why: Why that would have been better.
    """

    said: str
    why: str
    better: str = ""
    better_why: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """How a talk went.

    Args:
        score: From 0 to 100.
        headline: The same in words.
        outcome: How it ended: "Solved".
        is_right: Whether that was a good end.
        story: What happened then.
        went_well: What to keep.
        could_change: What to try instead.
        playbooks: The titles of those that help, as one line: "LEAP · Boundaries".
    """

    score: int
    headline: str
    outcome: str
    is_right: bool
    story: str
    went_well: tuple[Remark, ...]
    could_change: tuple[Remark, ...]
    playbooks: str


@dataclass(frozen=True, slots=True)
class ChoosingView:
    """Whom to practise with, and what is wrong in the files."""

    rows: tuple[CustomerRow, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TalkView:
    """A talk up to now; `report` is there when it has ended, and then there are no choices."""

    title: str
    name: str
    about: str
    briefing: str
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]
    report: Report | None = None
