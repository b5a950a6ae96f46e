"""In which languages a customer can be written to, besides the playbook's own."""

from __future__ import annotations

from itertools import chain

from desktop.cockpit.cockpit import Cockpit
from desktop.errors import Trouble

OWN = "own"
"""What a person says for the language the playbook is written in; kept as ""."""


def own_language(cockpit: Cockpit) -> str:
    """The language of the playbook that the contact in hand began with; "" without one."""
    contact = cockpit.desk.current
    first = cockpit.library.playbook(contact.walk.path[0].playbook) if contact else None
    return first.language if first is not None else ""


def languages_offered(cockpit: Cockpit) -> tuple[str, ...]:
    """Those in which a playbook on the contact's way, or a shared file, has a phrase.

    The one chosen already is among them; the playbook's own is not.
    """
    contact = cockpit.desk.current
    if contact is None:
        return ()
    ids = dict.fromkeys(place.playbook for place in contact.walk.path)
    books = [book for each in ids if (book := cockpit.library.playbook(each)) is not None]
    phrases = chain(
        (phrase for book in books for step in book.steps for phrase in step.phrases),
        (phrase for file in cockpit.library.phrase_files() for phrase in file.phrases),
    )
    found = {variant.language for phrase in phrases for variant in phrase.variants}
    return tuple(sorted((found | {contact.language}) - {"", own_language(cockpit)}))


def language_named(cockpit: Cockpit, word: str) -> str | None:
    """The language a person names; None where they name none.

    Raises:
        Trouble: Nothing can be said in it.
    """
    if not word:
        return None
    offered = languages_offered(cockpit)
    if word in (OWN, own_language(cockpit)):
        return ""
    if word not in offered:
        names = ", ".join((OWN, *offered))
        raise Trouble(f"No phrase here has a text in the language “{word}”.", f"One of: {names}.")
    return word
