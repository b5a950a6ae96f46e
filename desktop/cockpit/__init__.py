"""What a key, a click or a command does, and what the panel and `poise ctl state` show for it.

Ties the rooms together without Qt and without asking for the OS, so that every way of driving
Poise (hotkeys, panel, palette, command line) goes through the same few methods.
"""
