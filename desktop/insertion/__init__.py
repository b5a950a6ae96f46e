"""Putting words into somebody else's text field: a transaction that never sends,
never hits the wrong window and never loses the clipboard.

Pure: no Qt, no threads, no clock (time comes in as milliseconds), no OS question.
"""
