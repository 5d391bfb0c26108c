"""What may run at once."""
