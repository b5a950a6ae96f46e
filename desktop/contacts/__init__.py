"""The record that writes itself: open contacts, what happened in them, and their end.

Uses storage; no Qt, no OS question.
"""
