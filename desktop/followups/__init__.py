"""Promises and when they fall due. Uses storage; no Qt, no OS question."""
