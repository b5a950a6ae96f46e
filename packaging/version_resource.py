"""What Windows tells about poise.exe: in Explorer's properties, in Task Manager, to installers.

Used by pyinstaller.spec, on Windows only. Every word stands somewhere else already, and is read
from there.
"""

import re
import tomllib
from pathlib import Path

from PyInstaller.utils.win32.versioninfo import (
    FixedFileInfo,
    StringFileInfo,
    StringStruct,
    StringTable,
    VarFileInfo,
    VarStruct,
    VSVersionInfo,
)

_WINDOWS_NT, _PROGRAM = 0x40004, 0x1  # VOS_NT_WINDOWS32, VFT_APP
_NEUTRAL, _UNICODE = 0x0000, 1200
_PRODUCT = "Poise"


def version_resource(repository: Path, version: str) -> VSVersionInfo:
    """The resource for a program of this version.

    Args:
        repository: The checkout: its pyproject.toml and LICENSE are read.
        version: Such as 0.2.0 or 0.2.0rc1; Windows' four numbers cannot say "rc", the text does.
    """
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    rights = re.search(r"^Copyright .+$", (repository / "LICENSE").read_text("utf-8"), re.MULTILINE)
    if rights is None:
        raise SystemExit("version_resource: LICENSE names nobody's copyright")
    texts = {
        "ProductName": _PRODUCT,
        "FileDescription": _PRODUCT,  # Task Manager shows it as the program's name
        "Comments": project["description"],
        "CompanyName": project["authors"][0]["name"],
        "LegalCopyright": f"{rights[0]}. {project['license']} licence.",
        "ProductVersion": version,
        "FileVersion": version,
        "InternalName": "poise",
        "OriginalFilename": "poise.exe",
    }
    numbers = _numbers(version)
    strings = [StringStruct(name, text) for name, text in texts.items()]
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers, OS=_WINDOWS_NT, fileType=_PROGRAM),
        kids=[
            StringFileInfo([StringTable(f"{_NEUTRAL:04x}{_UNICODE:04x}", strings)]),
            VarFileInfo([VarStruct("Translation", [_NEUTRAL, _UNICODE])]),
        ],
    )


def _numbers(version: str) -> tuple[int, int, int, int]:
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    if found is None:
        raise SystemExit(f"version_resource: {version!r} does not begin with three numbers")
    first, second, third = map(int, found.groups())
    return first, second, third, 0
