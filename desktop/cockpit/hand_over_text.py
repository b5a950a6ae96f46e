"""What a supervisor needs to know of a contact, for the panel and to be pasted."""

from __future__ import annotations

from desktop.cockpit.hand_overs import BRIEF, HandOver
from desktop.contacts.account import Account
from desktop.contacts.documents import LAST_PHRASES, DocumentTemplate
from desktop.guide.model import Playbook
from desktop.guide.vocabulary import Ending


def hand_over(
    contact_id: str, account: Account, template: DocumentTemplate, then: Playbook | None
) -> HandOver:
    """What to pass on.

    Args:
        contact_id: Of a contact after whose end somebody takes over.
        account: That contact in words.
        template: Of the brief.
        then: The hand-over playbook.
    """
    is_plain = account.outcome is Ending.ESCALATED and not account.rungs
    ladder = "" if is_plain else f"Boundaries: {account.ladder}"
    said = " · ".join(f"“{each}”" for each in account.said[-LAST_PHRASES:])
    return HandOver(contact_id, account.who, ladder, said, _place(then), template.fill(account))


def _place(then: Playbook | None) -> str:
    if then is None:
        return ""
    step = then.step(BRIEF)
    return f"{then.title} · {step.title}" if step is not None else then.title
