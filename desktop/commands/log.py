"""`poise log`: the contact log without a display; works while Poise runs. Its writing verbs are in
`log_writing`."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, time, timedelta

from desktop.commands.log_writing import LAST, WRITING, describe, not_there
from desktop.commands.parsing import DONE, FAILED, file_name, how_many, parser
from desktop.contacts.words import IS_OPEN
from desktop.errors import Trouble
from desktop.guide.vocabulary import Ending, Manner, Trigger
from desktop.paths import Paths
from desktop.phrases.template import clean, clean_lines
from desktop.phrases.visible import visible
from desktop.storage.times import local


def run(words: list[str], paths: Paths) -> int:
    """Do one of the verbs; 1 when nothing was found."""
    reader = parser("log", "Look into the contact log, add to it, and correct it.")
    verbs = reader.add_subparsers(dest="verb", required=True, metavar="WHAT")
    describe(verbs)
    _describe_search(verbs)
    listing = verbs.add_parser("list", help="contacts by day, the latest first", allow_abbrev=False)
    listing.add_argument("--since", default="", metavar="DAY", help="such as 2026-11-21")
    listing.add_argument("--until", default="", metavar="DAY", help="the last day")
    listing.add_argument("-n", "--limit", type=how_many, default=50, help="at most so many")
    show = verbs.add_parser("show", help="one contact, printed or as a page", allow_abbrev=False)
    show.add_argument("id", metavar="ID", help=f"or “{LAST}”")
    where = show.add_mutually_exclusive_group()
    where.add_argument(
        "--html", type=file_name, metavar="FILE", help="a page for browser and paper"
    )
    where.add_argument("--pdf", type=file_name, metavar="FILE", help="the same as a PDF")
    options = reader.parse_args(words)
    deeds = {"search": _search, "list": _list, "show": _show, **WRITING}
    return deeds[options.verb](options, paths)


def _describe_search(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    search = verbs.add_parser(
        "search",
        help="contacts by words and filters, the latest first",
        description="Find contacts by all of the words (the last may be a beginning) and filters.",
        allow_abbrev=False,
    )
    search.add_argument("words", nargs="*", metavar="WORD")
    search.add_argument("--since", default="", metavar="DAY", help="such as 2026-11-21")
    search.add_argument("--until", default="", metavar="DAY", help="the last day")
    outcomes = [*(each.value for each in Ending), IS_OPEN]
    search.add_argument("--outcome", default="", choices=outcomes)
    search.add_argument("--trigger", default="", choices=[each.value for each in Trigger])
    search.add_argument("--manner", default="", choices=[each.value for each in Manner])
    search.add_argument("--playbook", default="", metavar="ID", help="that it went through")
    search.add_argument("--promise", action="store_true", help="with something promised in it")
    search.add_argument("--deleted", action="store_true", help="among the deleted ones")
    search.add_argument("-n", "--limit", type=how_many, default=50, help="at most so many")


def _search(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.contacts.history import LogFilter, page
    from desktop.storage.reading import snapshot

    wanted = LogFilter(
        " ".join(options.words),
        *_days(options),
        *(options.trigger, options.manner, options.outcome, options.playbook),
        has_promise=True if options.promise else None,
        is_deleted=options.deleted,
    )
    if wanted.is_wordless:
        what = f"There is no word to look for in “{visible(wanted.words)}”."
        raise Trouble(what, "Contacts are found by words of letters and digits.")
    with snapshot(paths.database) as connection:
        found = page(connection, wanted, None, options.limit + 1)
    for each in found[: options.limit]:
        _print_line(each.id, each.started_at, each.outcome, each.customer, each.reference)
    _say_if_more(len(found), options.limit)
    if not found:
        print("No contact has all of that.", file=sys.stderr)
    return DONE if found else FAILED


def _list(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.contacts.listing import EVER, contacts_between
    from desktop.storage.reading import snapshot

    since, until = _days(options)
    span = (since or EVER[0], until or EVER[1])
    with snapshot(paths.database) as connection:
        found = contacts_between(connection, *span, options.limit + 1)
    for each in found[: options.limit]:
        contact = each.contact
        _print_line(
            *(contact.id, contact.started_at, contact.outcome),
            *(contact.customer, contact.reference),
        )
    _say_if_more(len(found), options.limit)
    if not found:
        print("No contacts.", file=sys.stderr)
    return DONE


def _say_if_more(count: int, limit: int) -> None:
    if count > limit:
        print(f"There are more than {limit:,}; a higher -n shows them.", file=sys.stderr)


def _print_line(
    contact_id: str, started_at: datetime, outcome: str, customer: str, reference: str
) -> None:
    who = clean(" · ".join(filter(None, (customer, reference)))) or "unknown"
    print(f"{contact_id}  {local(started_at):%Y-%m-%d %H:%M}  {outcome or 'open'}  {who}")


def _show(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.app.printing import write_pdf
    from desktop.app.telling import told
    from desktop.asked_file import write_asked
    from desktop.contacts.page import page

    if not options.id:
        raise not_there(options.id)
    story = told(paths, "" if options.id == LAST else options.id)
    html = page(story.account, story.lines, story.contact_id, story.deleted)
    if options.html is not None:
        write_asked(options.html, html.encode(), paths)
        print(options.html)
    elif options.pdf is not None:
        write_pdf(html, story.account.who, options.pdf, paths)
        print(options.pdf)
    else:
        # An older Poise took control characters in; a terminal would obey them.
        print(clean_lines("\n".join(story.text())))
    return DONE


def _days(options: argparse.Namespace) -> tuple[datetime | None, datetime | None]:
    """From when, and until before when; None where nobody said."""
    since = _midnight(options.since) if options.since else None
    until = _midnight(options.until, 1) if options.until else None
    if since is not None and until is not None and until <= since:
        first, last = options.since.strip(), options.until.strip()
        raise Trouble(f"The last day ({last}) is before the first ({first}).", "Turn them round.")
    return since, until


def _midnight(text: str, days_after: int = 0) -> datetime:
    """When a day begins where the agent is, or one that comes so many days after it."""
    from desktop.followups.zone import local_zone
    from desktop.insights.period import day_named

    return datetime.combine(day_named(text) + timedelta(days=days_after), time(), local_zone())
