"""What macOS is told about Poise.app: its Info.plist, and how it is signed.

Used by pyinstaller.spec, on a Mac only.
"""

import re
from collections.abc import Mapping
from pathlib import Path

IDENTIFIER = "app.poise.Poise"
"""macOS remembers permissions and the start at login by it: it never changes."""

IDENTITY_VARIABLE = "POISE_SIGNING_IDENTITY"
"""The environment variable that names an identity, as `security find-identity` lists it."""

ENTITLEMENTS = Path(__file__).resolve().parent / "entitlements.plist"
"""What the hardened runtime is to allow; no camera, no microphone, no steering of other programs.

- disable-library-validation: Python, Qt and PyObjC are libraries that others built, and an identity
  without a team (a certificate made with Keychain Access) does not make them ours in macOS's eyes.
- allow-unsigned-executable-memory: ctypes and PyObjC make functions at run time, for Carbon and for
  Apple's classes to call.

The file itself has no comments: some versions of macOS do not read entitlements that have.
"""

_OLDEST_MACOS = "13.0"  # what Qt 6.11 runs on, and SMAppService


def info_plist(repository: Path, version: str) -> dict[str, object]:
    """The Info.plist, without what PyInstaller knows itself (the executable and the icon).

    Args:
        repository: The checkout: the copyright is read from its LICENSE.
        version: Such as 0.2.0 or 0.2.0rc1; the build's number cannot say "rc", the other one does.

    Raises:
        SystemExit: LICENSE names no copyright, or the version does not begin with three numbers.
    """
    rights = re.search(r"^Copyright .+$", (repository / "LICENSE").read_text("utf-8"), re.MULTILINE)
    numbers = re.match(r"\d+\.\d+\.\d+", version)
    if rights is None:
        raise SystemExit("mac_app: LICENSE names nobody's copyright")
    if numbers is None:
        raise SystemExit(f"mac_app: {version!r} does not begin with three numbers")
    return {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "Poise",
        "CFBundleDisplayName": "Poise",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": numbers[0],
        "CFBundleDevelopmentRegion": "en",
        "NSHumanReadableCopyright": rights[0],
        "LSApplicationCategoryType": "public.app-category.productivity",
        "LSMinimumSystemVersion": _OLDEST_MACOS,
        "LSUIElement": True,  # no icon in the Dock, no menu bar, and never the active program
        # PyInstaller takes a program that can print for one without windows, and those may not
        # have the keyboard.
        "LSBackgroundOnly": False,
        "NSHighResolutionCapable": True,
    }


def signing(environment: Mapping[str, str]) -> dict[str, str]:
    """How PyInstaller is to sign: with the identity that the environment names, or ad hoc.

    Only with an identity PyInstaller asks for the hardened runtime, and only that needs
    entitlements.
    """
    identity = environment.get(IDENTITY_VARIABLE, "")
    if not identity:
        return {}
    return {"codesign_identity": identity, "entitlements_file": str(ENTITLEMENTS)}
