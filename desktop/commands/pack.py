"""`poise pack`: playbooks in one file, from a team lead to the agents."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.commands.parsing import DONE, FAILED, parser
from desktop.errors import Trouble
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.packs.archive import Pack
    from desktop.packs.layers import Surroundings
    from desktop.packs.shelf import Installed

_EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"


def run(words: list[str], paths: Paths) -> int:
    """Make, look at, install and take away packs."""
    options = _parser().parse_args(words)
    verb: Callable[[argparse.Namespace, Paths], int] = options.run
    from desktop.packs.contents import BrokenPlaybooks

    try:
        return verb(options, paths)
    except BrokenPlaybooks as broken:
        for problem in broken.problems:
            print(problem, file=sys.stderr)
        raise


def _parser() -> argparse.ArgumentParser:
    reader = parser("pack", "Packs: playbooks in one file, from a team lead to the agents.")
    verbs = reader.add_subparsers(required=True, metavar="WHAT")

    def verb(
        name: str, run: Callable[[argparse.Namespace, Paths], int], about: str
    ) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=about, description=about, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    build = verb("build", _build, "make a pack of a folder of playbooks")
    build.add_argument("folder", type=Path, metavar="FOLDER")
    build.add_argument("--name", required=True, help="of the pack, such as billing-team")
    build.add_argument("--version", required=True, help="such as 1.2 or 2026.10.1")
    build.add_argument("--owner", required=True, help="who keeps it right")
    build.add_argument("--sign", type=Path, metavar="KEYFILE", help="a key of `poise pack key`")
    build.add_argument(
        "--made-at",
        default="",
        metavar="TIME",
        help=f"such as 2026-10-01T09:00Z, for the same bytes again (also: {_EPOCH_VARIABLE})",
    )
    build.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER")
    verify = verb("verify", _verify, "look for anything wrong in a pack, and install nothing")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--key", type=Path, metavar="KEYFILE", help="who must have signed it")
    install = verb("install", _install, "show what a pack changes, and install it")
    install.add_argument("file", type=Path, metavar="FILE")
    verb("list", _list, "list the installed packs")
    undo = verb("undo", _undo, "go back to the version of a pack before the installed one")
    remove = verb("remove", _remove, "take a pack away with all its versions")
    for each in (undo, remove):
        each.add_argument("name", metavar="NAME")
    trust = verb("trust", _trust, "take only packs signed with this key; alone, show the key")
    trust.add_argument("file", nargs="?", type=Path, metavar="KEYFILE")
    trust.add_argument("--none", action="store_true", help="take every pack again")
    for each in (install, undo, remove, trust):
        each.add_argument("--yes", action="store_true", help="without asking")
    key = verb("key", _key, "make a key to sign packs with: FILE (secret) and FILE.pub")
    key.add_argument("file", type=Path, metavar="FILE")
    return reader


def _build(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.packs.building import build, collect, file_name, made_at, save
    from desktop.packs.contents import contents_of_pack
    from desktop.packs.describing import counted
    from desktop.packs.trust import secret_key_in

    when = made_at(options.made_at, os.environ.get(_EPOCH_VARIABLE, ""), datetime.now(UTC))
    files, left_out = collect(options.folder)
    secret = secret_key_in(options.sign) if options.sign else None
    data = build(options.name, options.version, options.owner, when, files, secret)
    around = _around(paths, options.name)
    contents_of_pack(str(options.folder), files, around.reachable)
    file = options.output / file_name(options.name, options.version)
    save(data, file)
    print(f"{file}: {counted(len(files), 'file')}, {len(data):,} bytes")
    if left_out:
        print(f"Left out, since only playbooks travel: {', '.join(left_out)}")
    if secret is None:
        print("It is not signed: agents who have pinned a key will not take it.")
    return DONE


def _verify(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.packs import describing
    from desktop.packs.reading import read_pack
    from desktop.packs.signing import judge
    from desktop.packs.trust import public_key_in, trusted_key

    pack = read_pack(options.file)
    key = public_key_in(options.key) if options.key else trusted_key(paths.packs)
    verdict = judge(*_signed(pack), key)
    found = _around(paths, pack.manifest.name).contents(pack)
    _tell(describing.about(pack.manifest, verdict))
    print(
        f"In order: {describing.counted(len(found.playbooks), 'playbook')}, "
        f"{describing.counted(len(found.phrase_files), 'phrase file')}."
    )
    return DONE


def _install(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.packs import describing, installing
    from desktop.packs.reading import read_pack
    from desktop.packs.shelf import known_pointer, pack_folder
    from desktop.packs.signing import judge
    from desktop.packs.trust import trusted_key

    root = paths.packs
    installing.sweep(root)
    pack = read_pack(options.file)
    manifest = pack.manifest
    verdict = judge(*_signed(pack), trusted_key(root))
    around = _around(paths, manifest.name)
    after = around.contents(pack)
    seen = known_pointer(pack_folder(root, manifest.name))
    old = _installed(root, manifest.name)
    is_same = old is not None and _signed(old) == _signed(pack)
    _tell(describing.about(manifest, verdict))
    print(describing.step_from(old, manifest, is_same))
    if old is not None and is_same and not old.edited:
        print("There is nothing to do.")
        return DONE
    _tell(describing.warnings(old, pack))
    _tell(describing.changes(around.changes(around.contents_installed(old), after)))
    if not _is_agreed(f"Install {manifest.title}?", options.yes):
        return FAILED
    new = installing.install(root, pack, seen)
    print(f"{manifest.title} is installed.")
    if new.previous is not None:
        print(f"To go back: poise pack undo {manifest.name}")
    return DONE


def _list(options: argparse.Namespace, paths: Paths) -> int:
    del options
    from desktop.packs import describing, installing
    from desktop.packs.shelf import installed_names, read_installed
    from desktop.packs.trust import trusted_key

    root = paths.packs
    installing.sweep(root)
    key = trusted_key(root)
    code, names = DONE, installed_names(root)
    for name in names:
        try:
            found = read_installed(root, name)
        except Trouble as trouble:
            print(f"{name}: {trouble}", file=sys.stderr)
            code = FAILED
            continue
        if found is not None:
            _tell(describing.about(found.manifest, _standing(found, key)))
            _tell(describing.warnings(found))
    if not names:
        print("No pack is installed. To install one: poise pack install FILE")
    return code


def _undo(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.packs import describing, installing
    from desktop.packs.shelf import known_pointer, pack_folder, read_version
    from desktop.packs.signing import judge
    from desktop.packs.trust import trusted_key

    root, name = paths.packs, options.name
    installing.sweep(root)
    folder = pack_folder(root, name)
    seen = known_pointer(folder)
    if seen is None:
        raise installing.not_installed(name)
    if seen.previous is None:
        raise installing.no_version_before(name)
    before = read_version(folder / seen.previous)
    verdict = judge(*_signed(before), trusted_key(root))
    around = _around(paths, name)
    _tell(describing.about(before.manifest, verdict))
    _tell(describing.warnings(before))
    old = around.contents_installed(_installed(root, name))
    after = around.contents_installed(before)
    _tell(describing.changes(around.changes(old, after)))
    if not _is_agreed(f"Go back to {before.manifest.title}?", options.yes):
        return FAILED
    installing.undo(root, name, seen)
    print(f"{before.manifest.title} counts again. To take this back: poise pack undo {name}")
    return DONE


def _remove(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.packs import describing, installing
    from desktop.packs.contents import Contents
    from desktop.packs.shelf import installed_names

    root, name = paths.packs, options.name
    installing.sweep(root)
    if name not in installed_names(root):
        raise installing.not_installed(name)
    around = _around(paths, name)
    old = around.contents_installed(_installed(root, name))
    _tell(describing.changes(around.changes(old, Contents())))
    if not _is_agreed(f"Remove {name} with all its versions?", options.yes):
        return FAILED
    installing.remove(root, name)
    print(f"{name} is removed.")
    return DONE


def _trust(options: argparse.Namespace, paths: Paths) -> int:
    from desktop.packs.signing import can_sign, fingerprint
    from desktop.packs.trust import public_key_in, trust, trust_none, trusted_key

    root = paths.packs
    if options.none and options.file:
        raise Trouble("A key and --none say opposite things.", "Give one of the two.")
    if options.none:
        if not _is_agreed("Take packs from anybody from now on?", options.yes):
            return FAILED
        trust_none(root)
        print("No key is pinned; every pack may be installed.")
        return DONE
    if options.file is None:
        key = trusted_key(root)
        print(f"Pinned key: {fingerprint(key)}" if key else "No key is pinned.")
        return DONE
    key = public_key_in(options.file)
    print(f"Fingerprint: {fingerprint(key)}. Compare it with the one its owner tells you.")
    if not _is_agreed("Take only packs signed with this key from now on?", options.yes):
        return FAILED
    trust(root, key)
    print("The key is pinned; unsigned packs and other keys are refused.")
    if not can_sign():
        print('Packs cannot be verified here yet: pip install "poise[sign]"')
    return DONE


def _key(options: argparse.Namespace, paths: Paths) -> int:
    del paths
    from desktop.packs.signing import fingerprint
    from desktop.packs.trust import make_key

    public_file, key = make_key(options.file)
    print(f"{options.file} signs packs: keep it to yourself, with a copy in a safe place.")
    print(f"{public_file} is for the agents: poise pack trust {public_file.name}")
    print(f"Fingerprint: {fingerprint(key)}")
    return DONE


def _around(paths: Paths, name: str) -> Surroundings:
    from desktop.packs.layers import surroundings
    from desktop.paths import shipped_playbooks

    return surroundings(name, shipped_playbooks(), paths.packs, paths.own_playbooks)


def _installed(root: Path, name: str) -> Installed | None:
    """The installed version; None for a damaged one, which is then said."""
    from desktop.packs.shelf import read_installed

    try:
        return read_installed(root, name)
    except Trouble as trouble:
        print(f"{trouble.what} All of it counts as new.", file=sys.stderr)
        return None


def _signed(found: Pack | Installed) -> tuple[str, bytes, bytes | None]:
    return found.manifest.title, found.manifest_bytes, found.signature_bytes


def _standing(found: Installed, key: bytes | None) -> str:
    """What `list` says of the signature; an installed pack that is refused now is not gone."""
    from desktop.packs.signing import judge

    try:
        return str(judge(*_signed(found), key))
    except Trouble as trouble:
        return trouble.what


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        print(line)


def _is_agreed(question: str, is_agreed_already: bool) -> bool:
    if is_agreed_already:
        return True
    try:
        answer = input(f"{question} [y/N] ")
    except (EOFError, RuntimeError) as problem:  # nobody is there to answer
        print()
        raise Trouble(
            "Nobody answered, so nothing has changed.", "Add --yes to go on."
        ) from problem
    except KeyboardInterrupt:
        print()
        return False
    if answer.strip().lower() in ("y", "yes"):
        return True
    print("Nothing has changed.")
    return False
