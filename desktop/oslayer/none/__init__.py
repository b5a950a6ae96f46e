"""The backend for desktops where a helper may not reach other programs (Wayland, no display).

A real backend: hotkeys are off, phrases are copied, and every answer says why.
"""
