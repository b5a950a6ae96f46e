"""Two hundred kills at random points of scripted work: what was acknowledged is there."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults

ROOT = Path(__file__).parents[2]
SERVER = Path(__file__).with_name("kill_server.py")
KILLS = 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children that cost no start need fork")
@pytest.mark.timeout(240)
def test_nothing_acknowledged_is_missing_and_no_record_is_half(tmp_path: Path) -> None:
    seed = int(os.environ.get("POISE_SEED") or random.randrange(10**6))
    print(f"POISE_SEED={seed}")
    done = subprocess.run(
        [sys.executable, str(SERVER), str(tmp_path), str(seed), str(KILLS)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "", f"POISE_SEED={seed}"
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each for each in told if each["problem"]] == [], f"POISE_SEED={seed}"
    assert len(told) == KILLS
    assert sum(each["acknowledged"] for each in told) > KILLS  # it was work that was killed
