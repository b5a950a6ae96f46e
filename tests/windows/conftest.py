"""What stands here runs on Windows Python: natively, or in the laboratory (`make test-windows`)."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import re
    import subprocess
    from collections.abc import Generator

    import pytest

    from tests.windows.rig.fixtures import *  # noqa: F403 - fixtures are found by their names
    from tests.windows.rig.hands import Hands

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        item: pytest.Item,
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Take a picture of what a failed test saw."""
        report = yield
        if report.when == "call" and report.failed:
            name = re.sub(r"\W+", "-", f"failed-{item.name}")
            try:
                seen = str(Hands().screenshot(name))
            except (AssertionError, subprocess.SubprocessError) as problem:
                seen = f"none: {problem}"  # the failure itself is more important
            report.sections.append(("screenshot", seen))
        return report
else:
    collect_ignore_glob = ["test_*.py"]
