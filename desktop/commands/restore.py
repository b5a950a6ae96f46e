"""`poise restore`: put a copy of the record back; what is there now is set aside."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.parsing import DONE, parser
from desktop.errors import Trouble
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.storage.copies import Rotation


def run(words: list[str], paths: Paths) -> int:
    """List the copies, or put one back."""
    reader = parser(
        "restore", "Put a copy of the record back. The present one is set aside, not overwritten."
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
    from desktop.storage.copies import newest_good
    from desktop.storage.restore import put_back

    if wanted == "newest":
        found = newest_good(paths.database)
        if found is None:
            raise Trouble(
                f"There is no good copy in {paths.database.parent / 'backups'}.",
                "Name a file: poise restore FILE",
            )
        copy = found.path
    else:
        copy = Path(wanted).absolute()
        if not copy.is_file():
            raise Trouble(f"There is no file {copy}.", "`poise restore --list` names the copies.")
    if copy == paths.database:
        raise Trouble(f"{copy} is the record itself.", "Name a copy of it.")
    done = put_back(paths.database, copy)
    print(f"{copy} is the record now.")
    if done.set_aside is not None:
        print(f"What was there before is kept as {done.set_aside}")


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
