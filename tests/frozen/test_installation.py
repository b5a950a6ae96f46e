"""The bundle has everything and not much more, on every system that `make package` runs on."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest


def test_self_test_passes(bundle: Path, surroundings: dict[str, str], tmp_path: Path) -> None:
    answer = subprocess.run(
        [bundle, "--self-test", "--home", str(tmp_path / "self-test")],
        env=surroundings,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    print(answer.stdout)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert len(answer.stdout.strip().splitlines()) >= 5, "a line per check"
    assert answer.stderr == ""


def test_what_asks_the_keychain_is_there_only_with_encryption(
    bundle: Path, surroundings: dict[str, str], has_encryption: bool
) -> None:
    order = {"do": "get", "service": "Poise test", "account": "nobody's"}
    answer = subprocess.run(
        [bundle, "--keychain"],
        input=json.dumps(order) + "\n",
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    is_missing = json.loads(answer.stdout).get("problem") == "missing"
    assert is_missing is not has_encryption, answer.stdout


@pytest.mark.usefixtures("bundle")
def test_bundle_is_not_bloated(folder: Path, has_encryption: bool) -> None:
    files = [p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()]
    size = sum(p.stat().st_size for p in files)
    limit = 235_000_000 if has_encryption else 190_000_000
    assert size < limit, f"{size / 1e6:.0f} MB"
