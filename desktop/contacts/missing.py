"""What the desk answers when something it was asked for is not there."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending


def no_contact() -> Trouble:
    """Nothing is in hand."""
    return Trouble(
        "No contact is open.",
        "Start one: choose a playbook in the panel, or poise ctl start PLAYBOOK.",
    )


def no_such_contact(contact_id: str, open_ids: Iterable[str]) -> Trouble:
    """An id that no open contact has."""
    ids = ", ".join(open_ids)
    return Trouble(
        f"There is no open contact “{contact_id}”.",
        f"Open are: {ids}." if ids else "None is open; start one with a playbook.",
    )


def no_such_playbook(playbook_id: str, known_ids: Iterable[str]) -> Trouble:
    """An id that no playbook has."""
    ids = ", ".join(sorted(known_ids))
    return Trouble(
        f"There is no playbook “{playbook_id}”.",
        f"There are: {ids}." if ids else "Put its file into the playbooks folder.",
    )


def playbook_gone(playbook_id: str) -> Trouble:
    """The agent stands in a playbook whose file is gone."""
    return Trouble(
        f"The playbook “{playbook_id}” is gone, so there is no next step.",
        "Go back, start another one, or put its file right; your place is kept.",
    )


def no_such_ending(outcome: str) -> Trouble:
    """A word that is none of `Ending`."""
    allowed = ", ".join(each.value for each in Ending)
    return Trouble(f"A contact cannot end as “{outcome}”.", f"Use one of: {allowed}.")
