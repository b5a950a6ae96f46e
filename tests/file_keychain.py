"""A keychain in a file, for machines that have none: `keyring` loads it in the helper process."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

ROOT = Path(__file__).parents[1]
_FILE, _MOOD = "POISE_TEST_KEYCHAIN", "POISE_TEST_KEYCHAIN_MOOD"


class FileKeychain(KeyringBackend):
    """Keeps what it is told; in a bad mood it is locked, does not answer, or forgets at once."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._file = Path(os.environ[_FILE])
        mood = os.environ.get(_MOOD, "")
        if mood == "locked":
            raise KeyringLocked("locked")
        if mood == "silent":
            threading.Event().wait()
        self._is_forgetful = mood == "forgetful"

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self._is_forgetful:
            self._write(self._all() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        left = self._all()
        if left.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("there is none")
        self._write(left)

    def _all(self) -> dict[str, str]:
        return dict(json.loads(self._file.read_text())) if self._file.exists() else {}

    def _write(self, content: dict[str, str]) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(content))
        fresh.replace(self._file)  # whoever is killed, a keychain is not


class Keychain:
    """The same one, as a test sees it.

    Args:
        file: Where it keeps what it is told.
        patch: Sets the environment of the helper process.
    """

    def __init__(self, file: Path, patch: pytest.MonkeyPatch) -> None:
        self._file = file
        self._patch = patch
        patch.setenv(_FILE, str(file))
        patch.setenv("PYTHON_KEYRING_BACKEND", f"{__name__}.FileKeychain")
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    def become(self, mood: str) -> None:
        """`locked`, `silent`, `forgetful`, or "" for a good mood."""
        self._patch.setenv(_MOOD, mood)

    def replace_backend(self, name: str) -> None:
        """Another one of `keyring`, by its full name."""
        self._patch.setenv("PYTHON_KEYRING_BACKEND", name)

    @property
    def secrets(self) -> dict[str, str]:
        """By service and account."""
        return dict(json.loads(self._file.read_text())) if self._file.exists() else {}

    @secrets.setter
    def secrets(self, content: dict[str, str]) -> None:
        self._file.write_text(json.dumps(content))
