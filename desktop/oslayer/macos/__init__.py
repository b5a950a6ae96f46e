"""Poise on a Mac: Carbon hotkeys, key events, the panel that never becomes active, and what macOS
says of other programs. Knows Apple's frameworks (through PyObjC and ctypes) and no other room's
desktop. Nothing of it has run on a Mac yet: docs/manual-checks-macos.md is what is to be done."""
