"""The file an author begins with: a small one that works, with comments that say what to change."""

from __future__ import annotations

import json
from datetime import date, timedelta

from desktop.guide.schema import FILE_NAME

_REVIEW_AFTER = timedelta(days=182)
_LONGEST_PREFIX = 40  # a phrase's id begins with the file's, and has 64 characters at most

SCHEMA_LINE = f"# yaml-language-server: $schema={FILE_NAME}\n"
"""By this first line an editor finds the schema beside the file."""

_PLAYBOOK = """\
#
# A playbook of your own. Change every line; a line that starts with # is a note for you.
# Look for mistakes with:  poise check FILE      See its paths with:  poise graph FILE
# Every key is explained in docs/playbooks.md. Poise reads the file anew whenever you save it.
poise: 1
id: {id}
title: {title}
summary: What this is for, in one line.
owner: Who keeps it right
review_by: {review_by}

# When is it a good choice? Leave a line out where it does not matter.
triggers: [service-delay]
manners: [angry, stressed]

# Words that the agent fills in. {{customer}}, {{agent}} and {{reference}} are there already.
placeholders:
  issue:
    label: What it is about
    example: the parcel that has not come
  callback_time:
    label: When they will hear from you
    example: tomorrow at 17:00
    record: promise

steps:
  - id: listen
    title: Listen
    goal: Let them tell it, and show that you follow.
    do:
      - Let them finish before you answer
      - Read the earlier notes meanwhile
    avoid:
      - Explaining anything yet
    timer: {{length: 2 min, label: Let them speak}}
    capture: [issue]
    phrases:
      - id: {prefix}-open
        title: Open
        tags: [hello, greeting]
        tone: warm
        # Keep a text that starts with {{ or holds a colon and a space in quotes, as here.
        text: "Hello {{customer}}, this is {{agent}}. What happened? I'm here and reading."
        # Other ways to say it, so that nobody reads the same words twice.
        wordings:
          - "Hi {{customer}}, {{agent}} here. Tell me what went wrong, and take your time."
        spoken: "Hello {{customer}}, my name is {{agent}}. Please tell me what happened."
      - id: {prefix}-play-back
        title: Say it back
        tags: [check, summary]
        text: "Let me check that I have it right: this is about {{issue}}. Is that so?"
    branches:
      - {{id: heard, label: They have told it all, to: agree, key: h}}
      - {{id: rude, label: Getting abusive, playbook: boundaries, key: a}}

  - id: agree
    title: Agree
    goal: Agree on what happens next, and by when.
    do:
      - Promise only what is in your own hands
    avoid:
      - A date that depends on somebody else
    capture: [callback_time]
    phrases:
      - id: {prefix}-next
        title: What happens next
        tags: [promise, follow-up]
        # {{|}} is where the cursor stands afterwards: room for a word of the agent's own.
        text: "I'm taking care of {{issue}}. {{|}} You will hear from me by {{callback_time}}."
    branches:
      - {{id: more, label: Something is still open, to: listen, key: m}}
      - {{id: rude, label: Getting abusive, playbook: boundaries, key: a}}
    # How a contact may end here.
    outcomes: [solved, waiting]
"""

_PHRASES = """\
#
# Phrases that several playbooks share. Change every line; a line that starts with # is a note.
# In a step of a playbook, among its `phrases`, write
#     - use: {id}/{prefix}-thanks
# for one of them, or for all
#     - include: {id}
# Look for mistakes with:  poise check FILE      Every key is explained in docs/playbooks.md.
poise: 1
id: {id}
title: {title}
owner: Who keeps it right
review_by: {review_by}

# Words that the agent fills in. {{customer}}, {{agent}} and {{reference}} are there already.
placeholders:
  callback_time:
    label: When they will hear from you
    example: tomorrow at 17:00

phrases:
  - id: {prefix}-thanks
    title: Thank them
    tags: [thanks]
    tone: warm
    # Keep a text that starts with {{ or holds a colon and a space in quotes.
    text: Thank you for telling me, {{customer}}. Now I know where to look.
    # Other ways to say it, so that nobody reads the same words twice.
    wordings:
      - That helps me a lot, {{customer}}, thank you.
  - id: {prefix}-hear-from-me
    title: You hear from me
    tags: [promise, follow-up]
    text: I'll write to you by {{callback_time}}, even if I'm still waiting for an answer myself.
"""


def playbook_text(playbook_id: str, title: str, today: date) -> str:
    """A playbook to begin with.

    Args:
        playbook_id: A right id.
        title: One line.
        today: From it the day of the first review is counted.
    """
    return _filled(_PLAYBOOK, playbook_id, title, today)


def phrases_text(file_id: str, title: str, today: date) -> str:
    """A phrase file to begin with; the arguments are those of `playbook_text`."""
    return _filled(_PHRASES, file_id, title, today)


def _filled(text: str, name: str, title: str, today: date) -> str:
    review_by = (today + _REVIEW_AFTER).isoformat()
    return (
        SCHEMA_LINE
        + text.format(
            id=json.dumps(name) if name.startswith("-") else name,  # JSON is YAML, too
            prefix=name.strip("-")[:_LONGEST_PREFIX].rstrip("-") or "phrase",
            title=json.dumps(title, ensure_ascii=False),
            review_by=review_by,
        )
    )
