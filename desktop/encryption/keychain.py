"""Asking the keychain of this system, in a helper process and with a limit of time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from desktop.errors import Trouble
from desktop.storage.driver import how_to_install

SERVICE = "Poise"
PATIENCE_S = 60.0
"""A locked keychain asks the person to open it, who needs a moment."""


class KeychainTrouble(Trouble):
    """The keychain cannot be asked now; whether it has the key, nobody knows."""


def stored(account: str, patience_s: float = PATIENCE_S) -> bytes | None:
    """What the keychain has under a name; None: nothing.

    Raises:
        KeychainTrouble: it cannot be asked.
    """
    return _bytes(_ask({"do": "get", "account": account}, patience_s))


def store(account: str, secret: bytes, patience_s: float = PATIENCE_S) -> None:
    """Put a secret into the keychain, and read it back.

    Raises:
        KeychainTrouble: it does not take it, or does not give it back.
    """
    order = {"do": "put", "account": account, "secret": secret.hex()}
    if _bytes(_ask(order, patience_s)) != secret:
        raise KeychainTrouble(
            "The keychain of this system did not keep the key.",
            "Nothing was encrypted. Look at the keychain, then try again.",
        )


def remove(account: str, patience_s: float = PATIENCE_S) -> None:
    """Remove what the keychain has under a name, if anything.

    Raises:
        KeychainTrouble: it cannot be asked.
    """
    _ask({"do": "remove", "account": account}, patience_s)


def _bytes(answer: dict[str, Any]) -> bytes | None:
    secret = answer.get("secret")
    try:
        return None if secret is None else bytes.fromhex(secret)
    except (ValueError, TypeError):
        return b""  # no key of ours, which is found out by its check


def _ask(order: dict[str, Any], patience_s: float) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "desktop.encryption.keychain_helper"]
    if getattr(sys, "frozen", False):
        command = [sys.executable, "--keychain"]
    # The secret goes through the pipe: what stands on a command line, others can read.
    line = json.dumps({**order, "service": SERVICE}) + "\n"
    try:
        done = subprocess.run(
            command, input=line, capture_output=True, text=True, timeout=patience_s, check=True
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise KeychainTrouble(
            f"The keychain of this system did not answer within {patience_s:.0f} seconds.",
            "Unlock it, then try again.",
        ) from error
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        raise KeychainTrouble(
            "The keychain of this system could not be asked.", "Try again; `poise doctor` tells."
        ) from error
    if not isinstance(answer, dict):
        raise KeychainTrouble("The keychain of this system gave no answer.", "Try again.")
    problem = answer.get("problem")
    if problem is not None:
        if problem == "missing":
            raise KeychainTrouble(
                "What asks the keychain of this system is not installed.", how_to_install()
            )
        raise KeychainTrouble(*_PROBLEMS.get(problem, _PROBLEMS["locked"]))
    return answer


_PROBLEMS = {
    "none": (
        "This system has no keychain that keeps a key safely.",
        "Set one up (GNOME Keyring, KWallet, KeePassXC with its Secret Service), then try again.",
    ),
    "locked": (
        "The keychain of this system is locked, or refuses to answer.",
        "Unlock it, then try again.",
    ),
}
