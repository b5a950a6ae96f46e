"""What a person sees: one file per thing, all of it made from the theme's tokens.

Shows the values of `view.py` and emits signals; decides nothing, touches no storage and no OS.
"""
