"""What Poise.app tells macOS of itself, and how it is signed."""

from __future__ import annotations

import plistlib
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def mac_app() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "packaging" / "mac_app.py"))


def test_it_is_a_program_with_windows_but_not_of_the_dock(mac_app: dict[str, Any]) -> None:
    plist = mac_app["info_plist"](ROOT, "0.2.0")
    assert plist["LSUIElement"] is True
    assert plist["LSBackgroundOnly"] is False, "or no window of it ever has the keyboard"
    assert plist["NSHighResolutionCapable"] is True


def test_it_is_the_program_of_which_the_tests_of_the_room_speak(mac_app: dict[str, Any]) -> None:
    from tests.macos.world import World

    plist = mac_app["info_plist"](ROOT, "0.2.0")
    assert plist["CFBundleIdentifier"] == mac_app["IDENTIFIER"] == World().bundle


def test_the_oldest_macos_is_the_one_that_the_documents_name(mac_app: dict[str, Any]) -> None:
    checks = (ROOT / "docs" / "manual-checks-macos.md").read_text("utf-8")
    named = re.search(r"one Mac with macOS (\d+) to \d+", checks)
    assert named is not None
    oldest = mac_app["info_plist"](ROOT, "0.2.0")["LSMinimumSystemVersion"]
    assert oldest == f"{named[1]}.0"


@pytest.mark.parametrize(
    ("version", "number"), [("0.2.0", "0.2.0"), ("1.10.3rc1", "1.10.3"), ("0.1.0.dev4", "0.1.0")]
)
def test_the_build_has_a_number_of_digits_only(
    mac_app: dict[str, Any], version: str, number: str
) -> None:
    plist = mac_app["info_plist"](ROOT, version)
    assert (plist["CFBundleShortVersionString"], plist["CFBundleVersion"]) == (version, number)


def test_whose_it_is_stands_in_the_licence(mac_app: dict[str, Any], tmp_path: Path) -> None:
    assert "Poise contributors" in mac_app["info_plist"](ROOT, "0.2.0")["NSHumanReadableCopyright"]
    (tmp_path / "LICENSE").write_text("Do as you like.\n")
    with pytest.raises(SystemExit, match="copyright"):
        mac_app["info_plist"](tmp_path, "0.2.0")


def test_a_version_that_is_none_stops_the_build(mac_app: dict[str, Any]) -> None:
    with pytest.raises(SystemExit, match="three numbers"):
        mac_app["info_plist"](ROOT, "soon")


def test_what_it_says_can_be_written_as_a_plist(mac_app: dict[str, Any]) -> None:
    plist = mac_app["info_plist"](ROOT, "0.2.0")
    assert plistlib.loads(plistlib.dumps(plist)) == plist


def test_without_an_identity_it_is_signed_ad_hoc(mac_app: dict[str, Any]) -> None:
    assert mac_app["signing"]({}) == {}
    assert mac_app["signing"]({"POISE_SIGNING_IDENTITY": ""}) == {}


def test_an_identity_brings_the_hardened_runtime_and_what_python_needs_there(
    mac_app: dict[str, Any],
) -> None:
    signing = mac_app["signing"]({"POISE_SIGNING_IDENTITY": "Poise at home"})
    assert signing["codesign_identity"] == "Poise at home"
    file = Path(signing["entitlements_file"]).read_bytes()
    allowed = plistlib.loads(file)
    assert allowed["com.apple.security.cs.disable-library-validation"] is True
    assert b"<!--" not in file, "some versions of macOS do not read such a file"
    for key in allowed:
        assert key.removeprefix("com.apple.security.cs.") in mac_app_text(), "why it is needed"


def mac_app_text() -> str:
    return (ROOT / "packaging" / "mac_app.py").read_text("utf-8")
