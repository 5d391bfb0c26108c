"""What agents ask, up to the answer of the user."""
