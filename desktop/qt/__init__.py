"""Qt objects that are no widgets: the main loop, the clock, and the way back from threads."""
