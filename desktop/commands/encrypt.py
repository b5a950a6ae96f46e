"""`poise encrypt`: encrypt the record, or make it plain again; its key for the safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.commands.parsing import DONE, FAILED, parser
from desktop.errors import Trouble
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.encryption.turning import Turned

_SETTING = "encrypt_record"


def run(words: list[str], paths: Paths) -> int:
    """Do what is asked, or say how it stands."""
    reader = parser(
        "encrypt",
        "Encrypt the record and its backups, with a key in the keychain of this system. "
        "Without a word: say whether it is.",
    )
    ways = reader.add_subparsers(dest="way", metavar="on|off|show-key|use-key")
    turn_on = ways.add_parser("on", allow_abbrev=False, help="encrypt everything there is")
    ways.add_parser("off", allow_abbrev=False, help="make it plain again")
    ways.add_parser("show-key", allow_abbrev=False, help="print the recovery key, for the safe")
    use_key = ways.add_parser(
        "use-key", allow_abbrev=False, help="put the recovery key into the keychain; it is asked"
    )
    for each in (turn_on, use_key):
        each.add_argument(
            "--pass-phrase", action="store_true", help="set one that is needed at each start"
        )
    options = reader.parse_args(words)
    if options.way is None:
        return _tell(paths)
    if options.way == "show-key":
        return _show_key(paths)
    has_pass_phrase = getattr(options, "pass_phrase", False)
    deeds: dict[str, Callable[[], int]] = {
        "on": lambda: _on(paths, has_pass_phrase=has_pass_phrase),
        "off": lambda: _off(paths),
        "use-key": lambda: _use_key(paths, has_pass_phrase=has_pass_phrase),
    }
    from desktop.remote.server import OnlyOne

    paths.create()
    lock = OnlyOne(paths.lock_file)
    if not lock.take():
        raise Trouble(
            "Poise is running and has the record open.",
            "Quit it (`poise ctl quit`), then say it again.",
        )
    try:
        return deeds[options.way]()
    finally:
        lock.release()


def _tell(paths: Paths) -> int:
    from desktop.encryption.marker import read_marker
    from desktop.encryption.turning import is_encrypted
    from desktop.encryption.unlocking import key_of
    from desktop.storage import driver

    marker = read_marker(paths.database)
    if marker is None or not is_encrypted(paths.database):
        print("The record is not encrypted. `poise encrypt on` encrypts it.")
        return DONE
    code = DONE
    try:
        driver.load()
        key_of(marker)  # asks the keychain, and nobody for the pass phrase
        print("The record is encrypted. It opens with the key in the keychain of this system.")
    except driver.LockedRecord as locked:
        if locked.is_pass_phrase_wanted:
            print("The record is encrypted. It opens with a pass phrase and what the keychain of")
            print("this system has; whether the two fit, only the pass phrase would show.")
        else:
            print(locked)
            code = FAILED
    if marker.turning:
        way = marker.turning
        print(f"Turning it {way} was cut short; finish it: poise encrypt {way}")
    return code


def _on(paths: Paths, *, has_pass_phrase: bool) -> int:
    from desktop.commands.pass_phrase import ask_twice
    from desktop.encryption.keys import recovery_text
    from desktop.encryption.turning import is_encrypted, turn_on

    was_on = is_encrypted(paths.database)
    if was_on:
        from desktop.storage import driver

        driver.key_in_use()  # the present pass phrase is asked for before the new one
    done = turn_on(paths.database, ask_twice() if has_pass_phrase else "")
    if was_on:
        print("The record is encrypted" + (", with a new pass phrase." if has_pass_phrase else "."))
    else:
        if done.stuck:
            print("The record is encrypted now, with every backup but those named below.")
        else:
            print("The record and its backups are encrypted now.")
        print("Should this computer or its keychain be lost, only this recovery key opens them.")
        print("Write it down and lock it away:")
        print(f"\n    {recovery_text(done.key)}\n")
    _keep_setting(paths, "yes")
    return _tell_stuck(
        done,
        "do not open with the key and may hold text that anybody can read. Delete them,\n"
        "unless they are encrypted with an earlier key that you still have",
    )


def _off(paths: Paths) -> int:
    from desktop.encryption.keys import recovery_text
    from desktop.encryption.turning import turn_off

    _keep_setting(paths, "no")  # first, or the next start would encrypt it again
    done = turn_off(paths.database)
    if done is None:
        print("The record is not encrypted.")
        return DONE
    print("The record and its backups are plain now. Copies that you made elsewhere meanwhile")
    print("stay encrypted; `poise restore FILE` takes them with this recovery key:")
    print(f"\n    {recovery_text(done.key)}\n")
    return _tell_stuck(done, "are as they were: damaged, or encrypted with another key")


def _show_key(paths: Paths) -> int:
    from desktop.encryption.keys import recovery_text
    from desktop.encryption.turning import is_encrypted
    from desktop.storage import driver

    if not is_encrypted(paths.database):
        raise Trouble("The record is not encrypted, so there is no key.", "poise encrypt on")
    print(recovery_text(driver.key_in_use()))
    return DONE


def _use_key(paths: Paths, *, has_pass_phrase: bool) -> int:
    from desktop.commands.pass_phrase import ask_twice, typed
    from desktop.encryption.keys import key_of_recovery
    from desktop.encryption.turning import take_recovery_key

    key = key_of_recovery(typed("Recovery key: "))
    take_recovery_key(paths.database, key, ask_twice() if has_pass_phrase else "")
    opens = "with the new pass phrase" if has_pass_phrase else "without a pass phrase"
    print(f"The key is in the keychain of this system; the record opens {opens}.")
    return DONE


def _keep_setting(paths: Paths, value: str) -> None:
    """The settings say what is so; where they say nothing, “no” needs not be written."""
    from desktop.hotkeys.bindings import ACTIONS, chord_objection
    from desktop.settings_file import add_setting, read

    reading = read(paths.settings_file, ACTIONS, chord_objection)
    is_known = _SETTING not in reading.doubtful
    if is_known and reading.settings.encrypt_record == (value == "yes"):
        return
    try:
        add_setting(paths.settings_file, _SETTING, value)
    except OSError as problem:
        what = f"{paths.settings_file} cannot be written ({problem.strerror or problem})."
        raise Trouble(what, f"Write `{_SETTING}: {value}` into it yourself.") from problem


def _tell_stuck(done: Turned, how: str) -> int:
    if not done.stuck:
        return DONE
    print(f"These {how}:")
    for name in done.stuck:
        print(f"    {name}")
    return FAILED
