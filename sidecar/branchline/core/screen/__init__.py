"""What a screen says: dialogs, prompts, terminal signals, and how to type."""
