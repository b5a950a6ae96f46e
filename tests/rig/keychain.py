"""A real keychain on the private desktop: GNOME Keyring behind the Secret Service."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.rig import process, wait
from tests.rig.poise import Poise
from tests.rig.xserver import Desk

_SERVICE = DBusAddress(
    "/org/freedesktop/secrets", "org.freedesktop.secrets", "org.freedesktop.Secret.Service"
)
_LOGIN = "/org/freedesktop/secrets/aliases/default"


class SecretService:
    """The keychain of one desk, open for who asks until it is locked."""

    def __init__(self, desk: Desk) -> None:
        self._bus = desk.env["DBUS_SESSION_BUS_ADDRESS"]

    def lock(self) -> None:
        """Let it want its password again; nobody is there to type it."""
        self._call("Lock", "ao", ([_LOGIN],))

    def count(self, service: str) -> int:
        """How many secrets it keeps for a program."""
        unlocked, locked = self._call("SearchItems", "a{ss}", ({"service": service},))
        return len([*unlocked, *locked])

    def is_there(self) -> bool:
        """Whether it answers."""
        with suppress(OSError):
            return self._call("ReadAlias", "s", ("default",)) != ("/",)
        return False

    def _call(self, method: str, signature: str, words: tuple[object, ...]) -> tuple[Any, ...]:
        with open_dbus_connection(self._bus) as connection:
            answer = connection.send_and_get_reply(
                new_method_call(_SERVICE, method, signature, words), timeout=10
            )
        return tuple(answer.body)


@contextmanager
def secret_service(desk: Desk) -> Iterator[SecretService]:
    """A keychain, unlocked and empty, as long as this lasts."""
    with (desk.root / "logs" / "keychain.log").open("ab") as log:
        daemon = process.spawn(
            ["gnome-keyring-daemon", "--foreground", "--components=secrets", "--unlock"],
            desk.env,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
    assert daemon.stdin is not None
    try:
        with daemon.stdin as password:
            password.write(b"a password of the login")
        found = SecretService(desk)
        wait.until(found.is_there, "the keychain")
        yield found
    finally:
        process.end(daemon)


def encrypts_with(poise: Poise, keychain: SecretService) -> None:
    """A record is encrypted, used and made plain again, with its key in this keychain."""
    poise.run()
    poise.start("leap", customer="M. Rivera")
    poise.quit()
    plain = b"M. Rivera"
    assert plain in _record(poise)
    on = poise.command_line("encrypt", "on")
    assert on.returncode == 0, on.stderr
    assert keychain.count("Poise") == 1
    assert plain not in _record(poise)
    poise.run()
    poise.start("leap", customer="K. Okafor")
    poise.quit()
    for customer in ("M. Rivera", "K. Okafor"):
        assert customer in poise.command_line("log", "search", customer).stdout
    assert b"K. Okafor" not in _record(poise)
    off = poise.command_line("encrypt", "off")
    assert off.returncode == 0, off.stderr
    assert keychain.count("Poise") == 0
    assert plain in _record(poise)


def _record(poise: Poise) -> bytes:
    return b"".join(each.read_bytes() for each in (poise.home / "data").glob("poise.sqlite3*"))
