"""Cleans the sentence up."""
