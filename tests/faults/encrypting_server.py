"""Turns encryption on and off, gets killed in the middle, and looks at what is left.

Arguments: a folder, a seed, how many kills. Prints one line of JSON for each: what was done, how
many steps of it, and what is wrong ("" for nothing).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from desktop.encryption import keychain, keychain_helper
from desktop.encryption.turning import is_encrypted, turn_off, turn_on
from desktop.encryption.unlocking import unlock_when_needed
from desktop.storage import driver
from desktop.storage.copies import check, copies_of
from tests.unit.encryption.records import contacts_in, fill, readable_in

CONTACTS = 100


def answer(order: dict[str, Any], patience_s: float) -> dict[str, Any]:
    """The helper of the keychain, without a process of its own for each question."""
    return keychain_helper.answer({**order, "service": keychain.SERVICE})


def in_a_child(work: Callable[[], None], after_s: float = 0.0) -> str:
    """Run work in a process that is killed after a time (0: never); what went wrong."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        if after_s:
            signal.setitimer(signal.ITIMER_REAL, after_s)  # SIGALRM ends it, wherever it is
        try:
            work()
        except BaseException:  # noqa: BLE001 - told to the parent
            os.write(writing, traceback.format_exc().encode()[-60_000:])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


def turn(record: Path, way: str, *, dies_at: int = 0) -> None:
    """Turn it, and die at that step, counted from 1."""
    done = 0

    def on_step() -> None:
        nonlocal done
        done += 1
        if done == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    unlock_when_needed(record)
    if way == "on":
        turn_on(record, after_step=on_step)
    else:
        turn_off(record, after_step=on_step)


def is_whole(record: Path) -> None:
    """The record and every backup open, with everything in them."""
    unlock_when_needed(record)
    assert contacts_in(record) == CONTACTS
    driver.use(None)
    unlock_when_needed(record)
    copies = copies_of(record)
    assert len(copies) == 2
    for copy in copies:
        check(copy.path)


def is_turned(record: Path, way: str) -> None:
    """Said again, it is done."""
    turn(record, way)
    assert is_encrypted(record) == (way == "on")
    if way == "on":
        assert readable_in(record.parent) == []
    else:
        assert all(driver.is_plain(file) for file in record.parent.rglob("*.sqlite3"))
    assert not list(record.parent.rglob("*.left"))


def main() -> None:
    folder, seed, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    keychain._ask = answer
    dice = random.Random(seed)
    plain, encrypted = folder / "plain", folder / "encrypted"
    fill(plain / "poise.sqlite3", CONTACTS)
    shutil.copytree(plain, encrypted)
    took_s = {}
    for way in ("on", "off"):
        tried = folder / "tried"
        shutil.copytree(plain if way == "on" else encrypted, tried)
        begun = time.perf_counter()
        assert in_a_child(partial(turn, tried / "poise.sqlite3", way)) == ""
        took_s[way] = time.perf_counter() - begun
        if way == "on":
            shutil.rmtree(encrypted)
            shutil.copytree(tried, encrypted)
            secrets = Path(os.environ["POISE_TEST_KEYCHAIN"]).read_bytes()
        shutil.rmtree(tried)
    for number in range(kills):
        way = ("on", "off")[number % 2]
        home = folder / "home"
        shutil.copytree(plain if way == "on" else encrypted, home)
        Path(os.environ["POISE_TEST_KEYCHAIN"]).write_bytes(secrets)
        record, step = home / "poise.sqlite3", number // 2 + 1
        is_by_step = step <= 12  # each of the steps once; then anywhere
        if is_by_step:
            wrong = in_a_child(partial(turn, record, way, dies_at=step))
        else:
            step = 0
            wrong = in_a_child(partial(turn, record, way), dice.uniform(0.001, took_s[way]))
        was_cut = sorted(each.name for each in home.rglob("*"))
        wrong = wrong or in_a_child(partial(is_whole, record))
        wrong = wrong or in_a_child(partial(is_turned, record, way))
        wrong = wrong or in_a_child(partial(is_whole, record))
        told = {"way": way, "step": step, "files": was_cut, "problem": wrong}
        print(json.dumps(told), flush=True)
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
