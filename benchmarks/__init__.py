"""What Poise costs, beside the floor: a bare PySide6 window in the same run."""
