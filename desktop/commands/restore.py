"""`poise restore`: put a copy of the record back; what is there now is set aside."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.parsing import DONE, parser
from desktop.errors import Trouble
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.storage.copies import Rotation
    from desktop.storage.driver import Key


def run(words: list[str], paths: Paths) -> int:
    """List the copies, or put one back."""
    reader = parser(
        "restore",
        "Put a copy of the record back. The present one is set aside, not overwritten; with "
        "newest, what can still be read of a damaged one is put on the copy.",
    )
    reader.add_argument("copy", nargs="?", metavar="FILE|newest", help="which copy")
    reader.add_argument("--list", action="store_true", help="say which copies there are")
    options = reader.parse_args(words)
    if options.list == bool(options.copy):
        reader.error("say which copy to put back (FILE or newest), or --list")
    if options.list:
        _list(paths)
        return DONE
    from desktop.remote.server import OnlyOne

    paths.create()
    lock = OnlyOne(paths.lock_file)
    if not lock.take():
        raise Trouble(
            "Poise is running and has the record open.",
            "Quit it (`poise ctl quit`), then put the copy back.",
        )
    try:
        _put_back(options.copy, paths)
    finally:
        lock.release()
    return DONE


def rotation(paths: Paths) -> Rotation:
    """How many copies stay, as the settings say."""
    from desktop.hotkeys.bindings import ACTIONS, chord_objection
    from desktop.settings_file import load
    from desktop.storage.copies import Rotation

    settings, _ = load(paths.settings_file, ACTIONS, chord_objection)
    return Rotation(settings.backups_daily, settings.backups_weekly)


def _put_back(wanted: str, paths: Paths) -> None:
    from desktop.app.record import first_look
    from desktop.contacts.words import DERIVED, begin_anew
    from desktop.storage.restore import is_damaged, put_back, rescue

    is_newest = wanted == "newest"
    copy = _newest(paths) if is_newest else _named(wanted, paths)
    key = None if is_newest else _key_of(copy)
    was_damaged = is_damaged(paths.database, first_look)
    if is_newest and was_damaged:
        done = rescue(paths.database, copy, first_look, begin_anew, derived=DERIVED)
        print(f"{copy} is the record now.")
        if done.saved:
            print(f"{_entries(done.saved)} read from the damaged record, and put on it.")
        else:
            print("Nothing more could be read from the damaged record.")
    else:
        done = put_back(paths.database, copy, key=key)
        print(f"{copy} is the record now.")
    if done.set_aside is not None:
        print(f"What was there before is kept as {done.set_aside}")
        _tell_the_rest(done.set_aside, paths, was_damaged=was_damaged, was_read=is_newest)


def _newest(paths: Paths) -> Path:
    from desktop.storage.copies import copies_of, newest_good
    from desktop.storage.driver import may_be_encrypted

    found = newest_good(paths.database, datetime.now(UTC))
    if found is not None:
        return found.path
    what = f"There is no good copy in {paths.database.parent / 'backups'}"
    if any(may_be_encrypted(copy.path) for copy in copies_of(paths.database)):
        raise Trouble(
            f"{what}; some are damaged, or encrypted with another key.",
            "`poise restore --list` names them; `poise restore FILE` asks for the recovery key.",
        )
    raise Trouble(
        f"{what}.",
        "Name a file (poise restore FILE), or start Poise: a damaged record is set aside then, "
        "and what can still be read is taken over.",
    )


def _named(wanted: str, paths: Paths) -> Path:
    copy = Path(wanted).absolute()
    if not copy.is_file():
        raise Trouble(f"There is no file {copy}.", "`poise restore --list` names the copies.")
    if copy == paths.database:
        raise Trouble(f"{copy} is the record itself.", "Name a copy of it.")
    return copy


def _key_of(copy: Path) -> Key | None:
    """The recovery key of a copy that does not open with the key of this record."""
    from desktop.storage import driver
    from desktop.storage.rewriting import opens

    if not driver.may_be_encrypted(copy) or opens(copy):
        return None
    from desktop.commands.pass_phrase import typed
    from desktop.encryption.keys import key_of_recovery

    what = f"{copy} does not open as it is. It may be encrypted with another key, or be damaged."
    driver.load()
    print(what, file=sys.stderr)
    return key_of_recovery(typed("Recovery key of that record: "))


def _tell_the_rest(aside: Path, paths: Paths, *, was_damaged: bool, was_read: bool) -> None:
    """What the file that was set aside holds, and the record now does not."""
    from desktop.contacts.words import DERIVED
    from desktop.storage.comparing import only_in

    count = only_in(aside, paths.database, DERIVED)
    if count is None:
        print("What is in it cannot be read, so it was not compared.")
        return
    if count == 0:
        print(f"The record has everything that {'can be read' if was_damaged else 'is'} in it.")
        return
    print(f"{_entries(count, 'is', 'are')} only in that file, or otherwise there.")
    if was_damaged and was_read:
        print("They could not be put on the record: they make no sense there.")
    elif was_damaged:
        print("It is damaged. With its old name again, `poise restore newest` takes them over.")
    else:
        print(f"To go back to it: poise restore {aside}")


def _entries(count: int, one: str = "was", more: str = "were") -> str:
    return f"1 entry {one}" if count == 1 else f"{count} entries {more}"


def _list(paths: Paths) -> None:
    from desktop.storage import driver
    from desktop.storage.copies import copies_of, open_copy

    copies = copies_of(paths.database)
    if not copies:
        print(f"There is no copy in {paths.database.parent / 'backups'} yet.")
    for copy in copies:
        try:
            with closing(open_copy(copy.path)) as connection:
                (count,) = connection.execute("SELECT count(*) FROM contacts").fetchone()
            content = f"{count} contacts"
        except driver.Error:
            content = "cannot be read"
        size_mb = copy.path.stat().st_size / 2**20
        at = copy.taken_at.astimezone().strftime("%Y-%m-%d %H:%M")
        days = (datetime.now(UTC) - copy.taken_at).days
        print(f"{at}  {days:>4} days old  {size_mb:7.1f} MB  {content:>16}  {copy.path}")
