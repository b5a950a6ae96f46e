"""The process that talks to the keychain of this system, for one question.

The only file that imports `keyring`, which brings `ssl` and `urllib` along: they never come into
a process that has the record open. Run as `python -m desktop.encryption.keychain_helper`, or by a
bundle as `poise --keychain`; one line of JSON comes in, one goes out.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

_SAFE = 1
"""`keyring` rates those below as not recommended: they keep keys in readable files."""


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Do what an order says.

    Args:
        order: `do` is `get`, `put` or `remove`; `service`, `account`, and `secret` to put.

    Returns:
        `secret` (None where there is none), or `problem`: `missing`, `none`, `locked`, with `why`.
    """
    try:
        import keyring
        from keyring.errors import InitError, KeyringError, NoKeyringError, PasswordDeleteError
    except ImportError as error:
        return {"problem": "missing", "why": str(error)}
    try:
        keychain = keyring.get_keyring()
        if keychain.priority < _SAFE:
            return {"problem": "none", "why": keychain.name}
        service, account = order["service"], order["account"]
        if order["do"] == "get":
            return {"secret": keychain.get_password(service, account)}
        if order["do"] == "put":
            keychain.set_password(service, account, order["secret"])
            return {"secret": keychain.get_password(service, account)}
        try:
            keychain.delete_password(service, account)
        except PasswordDeleteError:
            if keychain.get_password(service, account) is not None:
                raise
    except (NoKeyringError, InitError) as error:
        return {"problem": "none", "why": str(error)}
    except KeyringError as error:
        return {"problem": "locked", "why": str(error)}
    except Exception as error:  # noqa: BLE001 - of whatever is behind this system's keychain
        return {"problem": "locked", "why": f"{type(error).__name__}: {error}"}
    return {"secret": None}


def main() -> int:
    """Answer the one order on the standard input."""
    # By their numbers: a bundle on Windows has no text streams.
    try:
        with open(0, "rb", closefd=False) as orders:
            order = json.loads(orders.readline())
        os.write(1, json.dumps(answer(order)).encode() + b"\n")
    except (OSError, ValueError):  # nobody asks, or nobody hears the answer
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
