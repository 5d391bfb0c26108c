"""What a session changed."""
