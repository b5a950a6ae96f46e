"""What a person may set. Each setting is declared once, in `Settings`.

The file, the comments in it, `poise settings` and the documentation are made from that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Setting:
    """The declaration of one setting.

    Args:
        kind: How its value is written; `chords` is a mapping from an action to a chord, `shapes`
            one from a name to what such numbers look like.
        sentence: What it does, for the person who sets it.
        choices: The words allowed, for a choice.
        low: The smallest whole number allowed; `high` the greatest.
        careful: The value that does no harm, where what was written cannot be read; None where
            each of them is as good as the default.
        removes: Whether it says what is removed for good: then `careful` counts even where
            another value was read before, because that one may just have been changed.
    """

    kind: Literal["text", "choice", "whole", "yes-no", "chords", "shapes"]
    sentence: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    careful: bool | int | None = None
    removes: bool = False

    @property
    def allowed(self) -> str:
        """The values allowed, in words."""
        return {
            "text": "text",
            "choice": ", ".join(self.choices),
            "whole": f"{self.low} to {self.high}",
            "yes-no": "yes or no",
            "chords": "an action and its keys on each line, or `off`",
            "shapes": 'a name and a shape in quotes on each line, as in policy: "PX-######"',
        }[self.kind]


def _declare(default: object, setting: Setting) -> Any:
    return field(default=default, metadata={"setting": setting})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run, checked."""

    agent_name: str = _declare(
        "", Setting("text", "Your name as customers read it; it fills {agent} in phrases.")
    )
    theme: str = _declare(
        "auto",
        Setting(
            "choice",
            "Colours of the panel; auto follows the desktop.",
            choices=("auto", "light", "dark"),
        ),
    )
    text_percent: int = _declare(
        100, Setting("whole", "Size of all text, in percent of the usual one.", low=80, high=200)
    )
    motion: str = _declare(
        "auto",
        Setting(
            "choice",
            "Whether things on the panel move by themselves (the breathing of the reset, the time "
            "of the one-key mode); auto follows the desktop.",
            choices=("auto", "full", "less"),
        ),
    )
    start_collapsed: bool = _declare(
        False, Setting("yes-no", "Whether the panel starts as a slim bar.")
    )
    stop_lines_playbook: str = _declare(
        "stop-lines", Setting("text", "Id of the playbook that the stop-lines key opens.")
    )
    insert_method: str = _declare(
        "paste",
        Setting(
            "choice",
            "How a phrase gets into a program: paste puts it there, copy leaves pasting to you, "
            "type enters it key by key into every program: one short line, on Linux with the "
            "characters of your keyboard only.",
            choices=("paste", "copy", "type"),
        ),
    )
    remember_chats: bool = _declare(
        True,
        Setting(
            "yes-no",
            "Whether Poise remembers into which window, with which title, the phrases of each open "
            "contact went: it then offers the right contact when you change chats, and asks before "
            "a phrase goes into another customer's chat. Kept in memory only.",
            careful=False,
        ),
    )
    modifier_wait_ms: int = _declare(
        1500,
        Setting(
            "whole",
            "How long an insertion waits for you to let go of Ctrl, Alt and Shift, in ms.",
            low=200,
            high=5000,
        ),
    )
    show_notifications: bool = _declare(
        True, Setting("yes-no", "Whether a due reminder is also shown by the desktop.")
    )
    working_days: str = _declare(
        "Mon-Fri", Setting("text", "The days you work, such as Mon-Fri or Mon, Wed, Sat.")
    )
    working_hours: str = _declare(
        "09:00-17:00",
        Setting("text", "When you work: what “first thing” and “end of day” mean for reminders."),
    )
    after_lunch: str = _declare("13:00", Setting("text", "What “after lunch” means."))
    follow_up_playbook: str = _declare(
        "follow-up-contact",
        Setting("text", "Id of the playbook that opens with a promise that is due."),
    )
    calendar_file: str = _declare(
        "",
        Setting(
            "text",
            "A file (.ics) in which Poise keeps your open reminders, for a calendar to subscribe "
            "to; whom and what you promised stands in it. None without it.",
        ),
    )
    hide_from_sharing: bool = _declare(
        True,
        Setting(
            "yes-no",
            "Whether screen sharing and screenshots leave Poise out, where the system can do that.",
            careful=True,
        ),
    )
    compatibility_hotkeys: bool = _declare(
        False,
        Setting(
            "yes-no",
            "Whether keys that are shown as taken are listened for instead, on Windows only. The "
            "cost: a process of its own then sees every key you press. It keeps none, passes on "
            "only which of Poise's own was pressed, and is off in password fields that say so.",
            careful=False,
        ),
    )
    one_key_mode: bool = _declare(
        False,
        Setting(
            "yes-no",
            "Whether one chord (the action one-key) lends you bare keys for three seconds: 1 to 9 "
            "say a phrase, n goes on, b goes back, a letter takes its branch, Esc leaves. So long "
            "no other program gets these keys.",
        ),
    )
    known_issue_count: int = _declare(
        3,
        Setting(
            "whole",
            "How often a root cause comes within known_issue_days before Poise offers to write a "
            "known-issue playbook, once per cause; 0 for never.",
            low=0,
            high=1000,
        ),
    )
    known_issue_days: int = _declare(
        7, Setting("whole", "In how many days known_issue_count is counted.", low=1, high=365)
    )
    backups_daily: int = _declare(
        7,
        Setting(
            "whole",
            "Of how many days a copy of the record is kept, the newest of each; one is made a day.",
            low=1,
            high=90,
            careful=90,
            removes=True,
        ),
    )
    backups_weekly: int = _declare(
        4,
        Setting(
            "whole",
            "Of how many weeks one copy more is kept.",
            low=0,
            high=52,
            careful=52,
            removes=True,
        ),
    )
    keep_contacts_days: int = _declare(
        0,
        Setting(
            "whole",
            "For how many days contacts are kept after their end; 0 for ever. What is older is "
            "removed for good once a day, but never a contact with an open promise.",
            high=36_500,
            careful=0,
            removes=True,
        ),
    )
    keep_deleted_days: int = _declare(
        30,
        Setting(
            "whole",
            "For how many days a deleted contact can be brought back; 0 for ever.",
            high=36_500,
            careful=0,
            removes=True,
        ),
    )
    keep_done_reminders_days: int = _declare(
        0,
        Setting(
            "whole",
            "For how many days done reminders are kept; 0 for ever.",
            high=36_500,
            careful=0,
            removes=True,
        ),
    )
    keep_reflections_days: int = _declare(
        0,
        Setting(
            "whole",
            "For how many days your own reflections are kept; 0 for ever.",
            high=36_500,
            careful=0,
            removes=True,
        ),
    )
    encrypt_record: bool = _declare(
        False,
        Setting(
            "yes-no",
            "Whether the record is encrypted. Yes encrypts it at the next start, with a key in the "
            "keychain of this system; to make it plain again, say: poise encrypt off.",
        ),
    )
    keep_backups_days: int = _declare(
        0,
        Setting(
            "whole",
            "For how many days backups are kept at most; 0 for ever. The newest one stays.",
            high=36_500,
            careful=0,
            removes=True,
        ),
    )
    mask: Mapping[str, str] = field(
        default_factory=dict,
        metadata={
            "setting": Setting(
                "shapes",
                "Numbers that are kept out of the record besides those of cards, bank accounts and "
                "social security: # stands for a digit, @ for a letter.",
            )
        },
    )
    never_mask: Mapping[str, str] = field(
        default_factory=dict,
        metadata={
            "setting": Setting(
                "shapes", "Your own numbers that look like one of a card and are to stay."
            )
        },
    )
    hotkeys: Mapping[str, str] = field(
        default_factory=dict,
        metadata={"setting": Setting("chords", "Keys that differ from the usual ones.")},
    )


TABLE: Mapping[str, Setting] = {each.name: each.metadata["setting"] for each in fields(Settings)}
"""Every setting's declaration by its name, in the order of the file."""

MASKS = frozenset(name for name, each in TABLE.items() if each.kind == "shapes")
"""What the team keeps out of the record: nothing is written past it unnoticed."""

REMOVING = frozenset(name for name, each in TABLE.items() if each.removes)
"""What is removed for good. What one of them keeps another may remove (a deleted contact is also
an old one), so where one cannot be read, none of them removes anything."""

GUARDED = (
    MASKS
    | {name for name, each in TABLE.items() if each.careful is not None}
    | {"calendar_file", "encrypt_record"}
)
"""Those that are not believed where the shape of the file is in doubt: what is removed, recorded,
shown to others or left lying about."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of `poise settings` and of the documentation, all in words."""

    name: str
    value: str
    default: str
    allowed: str
    sentence: str


def describe(settings: Settings | None = None) -> list[Row]:
    """All settings with their values (the defaults when there are no settings)."""
    defaults = Settings()
    settings = settings or defaults
    return [
        Row(
            name=name,
            value=written(getattr(settings, name)),
            default=written(getattr(defaults, name)),
            allowed=setting.allowed,
            sentence=setting.sentence,
        )
        for name, setting in TABLE.items()
    ]


def default_text(chords: Mapping[str, str] | None = None) -> str:
    """A settings file that changes nothing: every setting with its default, commented out.

    Args:
        chords: The usual chord of every action, to be listed under `hotkeys`.
    """
    lines = [
        "# Settings of Poise. Remove the `#` and the space before a name to change it;",
        "# what stays commented out, or is deleted, has the value shown here.",
    ]
    defaults = Settings()
    for name, setting in TABLE.items():
        lines += ["", f"## {setting.sentence} ({setting.allowed})"]
        if setting.kind == "chords":
            lines.append(f"# {name}:")
            lines += [f"#   {action}: {chord}" for action, chord in (chords or {}).items()]
        elif setting.kind == "shapes":
            lines.append(f"# {name}:")
        else:
            lines.append(f"# {name}: {written(getattr(defaults, name))}")
    return "\n".join(lines) + "\n"


def written(value: object) -> str:
    """A value as one would write it in the file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{action}: {chord}" for action, chord in value.items()) or "none"
    return str(value) or '""'
