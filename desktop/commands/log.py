"""`poise log`: the contact log without a display; works while Poise runs."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from desktop.commands.parsing import DONE, parser
from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.paths import Paths

LAST = "last"
"""Stands for the contact that began last."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def run(words: list[str], paths: Paths) -> int:
    """Add, list or show contacts."""
    reader = parser("log", "Add, list and show contacts; works without a display.")
    verbs = reader.add_subparsers(dest="verb", required=True, metavar="WHAT")
    _describe_add(verbs)
    listing = verbs.add_parser("list", help="contacts by day, the latest first", allow_abbrev=False)
    listing.add_argument("--since", default="", metavar="DAY", help="such as 2026-11-21")
    listing.add_argument("--until", default="", metavar="DAY", help="the last day")
    listing.add_argument("-n", "--limit", type=int, default=50, help="at most so many")
    show = verbs.add_parser("show", help="one contact, printed or as a page", allow_abbrev=False)
    show.add_argument("id", metavar="ID", help=f"or “{LAST}”")
    where = show.add_mutually_exclusive_group()
    where.add_argument("--html", type=Path, metavar="FILE", help="a page for browser and paper")
    where.add_argument("--pdf", type=Path, metavar="FILE", help="the same as a PDF")
    options = reader.parse_args(words)
    deeds = {"add": _add, "list": _list, "show": _show}
    return deeds[options.verb](options, paths)


def _describe_add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = verbs.add_parser(
        "add",
        help="write a contact down that was had without Poise",
        description="Write a contact down that was had without Poise.",
        allow_abbrev=False,
    )
    for name in ("customer", "reference", "channel", "note"):
        add.add_argument(f"--{name}", default="")
    add.add_argument("--outcome", required=True, choices=[each.value for each in Ending])
    add.add_argument("--trigger", default="", choices=["", *(each.value for each in Trigger)])
    add.add_argument("--manner", default="", choices=["", *(each.value for each in Manner)])
    add.add_argument("--started", default="", metavar="TIME", help='such as "2026-11-21 14:05"')
    add.add_argument("--minutes", type=int, default=0, help="how long it took")


def _add(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.contacts import store
    from desktop.contacts.record import DETAIL_CHARS, NOTE_CHARS, Contact, ContactEvent, EventKind
    from desktop.phrases.template import clean, clean_lines
    from desktop.storage.ids import new_id
    from desktop.storage.writing import transaction

    customer, reference, channel = (
        clean(each, DETAIL_CHARS) for each in (options.customer, options.reference, options.channel)
    )
    note = clean_lines(options.note, NOTE_CHARS)
    if not (customer or reference or note):
        raise Trouble("There is nothing to write down.", "Say --customer, --reference or --note.")
    if not 0 <= options.minutes <= 24 * 60:
        raise Trouble(f"A contact of {options.minutes} minutes is a slip.", "Use 0 to 1440.")
    now, took = datetime.now(UTC), timedelta(minutes=options.minutes)
    started = _moment(options.started) if options.started else now - took
    if started + took > now + timedelta(minutes=1):
        raise Trouble("That contact has not ended yet.", "Give an earlier --started.")
    paths.create()
    with transaction(paths.database) as connection:
        # Another contact of the same second may have the same four letters: then it is tried anew.
        taken: set[str] = set()
        while store.stored_contact(connection, contact_id := new_id("c", started, taken)):
            taken.add(contact_id)
        contact = Contact(
            *(contact_id, started, customer, reference, channel, started + took),
            *(options.outcome, note, options.trigger, options.manner),
        )
        store.insert_contact(connection, contact)
        facts = {"outcome": options.outcome}
        ended = ContactEvent(contact_id, started + took, EventKind.ENDED, facts)
        store.append_event(connection, ended)
    print(contact_id)
    return DONE


def _list(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.contacts.listing import EVER, contacts_between
    from desktop.storage.reading import snapshot

    since = _day(options.since) if options.since else EVER[0]
    until = _day(options.until) + timedelta(days=1) if options.until else EVER[1]
    with snapshot(paths.database) as connection:
        found = contacts_between(connection, since, until, max(1, options.limit))
    for each in found:
        contact = each.contact
        who = " · ".join(filter(None, (contact.customer, contact.reference))) or "unknown"
        began = contact.started_at.astimezone()
        print(f"{contact.id}  {began:%Y-%m-%d %H:%M}  {contact.outcome or 'open'}  {who}")
    return DONE


def _show(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.app.printing import write_pdf, write_whole
    from desktop.app.telling import told
    from desktop.contacts.page import page

    story = told(paths, "" if options.id == LAST else options.id)
    html = page(story.account, story.lines, story.contact_id)
    if options.html is not None:
        write_whole(options.html, html.encode())
        print(options.html)
    elif options.pdf is not None:
        write_pdf(html, story.account.who, options.pdf)
        print(options.pdf)
    else:
        print("\n".join(story.text()))
    return DONE


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as problem:
        what = f"“{text}” is no time."
        raise Trouble(what, 'Write it like "2026-11-21 14:05".') from problem
    return found.astimezone(UTC)  # without a zone it is the agent's own


def _day(text: str) -> datetime:
    if not _DAY.fullmatch(text):
        raise Trouble(f"“{text}” is no day.", "Write it like 2026-11-21.")
    found = _moment(text).astimezone()
    return datetime.combine(found.date(), time()).astimezone()
