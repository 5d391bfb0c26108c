"""What is answered for the user, by rules."""
