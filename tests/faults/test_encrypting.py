"""Killed while encryption is turned on or off: there is always one whole record that opens."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.faults, pytest.mark.plain]

ROOT = Path(__file__).parents[2]
SERVER = Path(__file__).with_name("encrypting_server.py")
KILLS = 60


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children that cost no start need fork")
@pytest.mark.timeout(240)
def test_killed_at_any_moment_it_opens_and_can_be_finished(tmp_path: Path) -> None:
    seed = int(os.environ.get("POISE_SEED") or random.randrange(10**6))
    print(f"POISE_SEED={seed}")
    done = subprocess.run(
        [sys.executable, str(SERVER), str(tmp_path / "work"), str(seed), str(KILLS)],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "tests.file_keychain.FileKeychain",
            "POISE_TEST_KEYCHAIN": str(tmp_path / "keychain.json"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "", f"POISE_SEED={seed}"
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each for each in told if each["problem"]] == [], f"POISE_SEED={seed}"
    assert len(told) == KILLS
    half_done = [each for each in told if any(".part" in name for name in each["files"])]
    assert len(half_done) > 3  # it was work that was killed
