"""A terminal emulated: its screen, and what it is told."""
