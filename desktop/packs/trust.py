"""The team's key, pinned: a small file beside the packs."""

from __future__ import annotations

from pathlib import Path

from desktop.errors import Trouble
from desktop.packs.files import (
    disk_trouble,
    make_folder,
    read_limited,
    replace_durably,
    sync_done,
    write_new,
)
from desktop.packs.signing import (
    new_secret,
    public_of,
    read_public,
    read_secret,
    write_public,
    write_secret,
)

_FILE = "team-key.pub"  # no pack can be called so: their names have no dot
_MAX_KEY_FILE = 10_000


def trusted_key(root: Path) -> bytes | None:
    """The public key that was pinned; None when none is.

    Raises:
        Trouble: One is, but cannot be read. Packs are refused then, not taken without a look.
    """
    file = root / _FILE
    try:
        if not file.exists() and not file.is_symlink():
            return None
        return public_key_in(file)
    except (Trouble, OSError) as problem:
        what = f"The pinned key {file} cannot be read."
        raise Trouble(what, "Pin it again with `poise pack trust KEYFILE`.") from problem


def trust(root: Path, key: bytes) -> None:
    """Pin a public key instead of the one before.

    Raises:
        Trouble: It cannot be written.
    """
    with disk_trouble("trusted"):
        make_folder(root)
        replace_durably(root / _FILE, write_public(key))


def trust_none(root: Path) -> None:
    """Take every pack again.

    Raises:
        Trouble: The file cannot be removed.
    """
    with disk_trouble("trusted"):
        (root / _FILE).unlink(missing_ok=True)
        sync_done(root)


def make_key(file: Path) -> tuple[Path, bytes]:
    """Make a new secret key, and its public one beside it.

    Args:
        file: For the secret key; it must not exist.

    Returns:
        The public key's file, and that key.

    Raises:
        Trouble: A file is there already or cannot be written, or the library is missing.
    """
    public_file = file.with_name(f"{file.name}.pub")
    for each in (file, public_file):
        if each.exists() or each.is_symlink():
            raise Trouble(f"{each} is there already.", "Choose another name: keys are kept.")
    secret = new_secret()
    key = public_of(secret)
    try:
        write_new(file, write_secret(secret))
        write_new(public_file, write_public(key), mode=0o644)
    except OSError as problem:
        what = f"The key cannot be written ({problem.strerror or problem})."
        raise Trouble(what, "Choose another folder.") from problem
    return public_file, key


def public_key_in(file: Path) -> bytes:
    """The public key of a key file.

    Raises:
        Trouble: There is none.
    """
    return read_public(read_limited(file, _MAX_KEY_FILE))


def secret_key_in(file: Path) -> bytes:
    """The secret key of a key file.

    Raises:
        Trouble: There is none.
    """
    return read_secret(read_limited(file, _MAX_KEY_FILE))
