"""Phrases from and for other programs: one file per foreign format, and Poise's own as text.

Pure apart from reading the files that are named: bytes and paths become values, values become
text. No Qt, no threads, no clock; of the rooms it knows guide, phrases and the tables of storage.
"""
